"""The fast route and the state space give equal means, on random models of every kind and on symbolic ones."""

import random

import pytest
from random_networks import answer, any_network, signals

import symflux as sf
from symflux.errors import NetworkError, UniquenessError
from symflux.moments.existence import require_steady_state
from symflux.moments.route import moments_of
from symflux.moments.state_space import StateSpaceMoments


def compared(network, seed, pairs):
    """How many means were compared; both routes, every source."""
    model, rnd, number = network.linear_model(), random.Random(seed), 0
    fast, reference = moments_of(model), StateSpaceMoments(model)
    for source in range(len(model.baths) + len(model.drives)):
        for _ in range(pairs):
            left, right = rnd.choice(signals(model)), rnd.choice(signals(model))
            assert answer(fast, source, left, right) == answer(reference, source, left, right), (left, right, source)
            number += 1
    return number


@pytest.mark.parametrize("block", range(5))
def test_both_routes_agree_on_random_models_of_every_kind(block):
    number = 0
    for seed in range(30 * block, 30 * block + 30):
        network = any_network(seed)
        try:
            require_steady_state(network, ideal_joints=True)
        except NetworkError:
            continue
        number += compared(network, seed, 6)
    assert number > 100


SYMBOLIC = {
    "magnetic pair": sf.Network.from_edges(
        [(1, 2, "k")], pinning={1: "a", 2: "b"}, masses={1: "m"}, baths={1: ("g", "T"), 2: ("h", "S")},
        magnetic={(1, 2): "w"}, real=["w"],
    ),
    "overdamped": sf.chain(3, spring=["a", "b"], pinning="c", masses=0, baths={i: (f"g{i}", 1) for i in (1, 2, 3)}),
    "one massless of two": sf.chain(2, spring="k", pinning=1, masses={1: 0, 2: "m"}, baths={1: ("g", 1), 2: ("h", 2)}),
    "one way": sf.Network.from_edges([(1, 2, ("a", 0))], pinning=1, masses=0, baths={1: ("g", 1), 2: (1, 2)}),
    "relative bath": sf.Network.from_edges([(1, 2, "k")], baths={(1, 2): ("g", "T")}, masses={2: "m"}),
    "inerter": sf.Network.from_edges([(1, 2, 1)], pinning=1, masses={1: 1, 2: 1, (1, 2): "m"}, baths={1: ("g", 1)}),
    "driven": sf.Network.from_edges([(1, 2, "k")], pinning=1, baths={1: ("g", 1)}, drives={2: "E", (1, 2): 1}),
    "feedback": sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: ("g", 1)}, feedback={(2, 2): "h", (1, 2): 1}),
}  # fmt: skip


@pytest.mark.parametrize("name", SYMBOLIC)
def test_both_routes_agree_on_symbolic_models(name):
    assert compared(SYMBOLIC[name], 7, 8) >= 8


def test_the_reference_refuses_a_site_without_mass_and_friction():
    with pytest.raises(NetworkError, match="give these sites a mass"):
        StateSpaceMoments(sf.chain(2, masses=0, baths={1: (1, 1)}).linear_model())


def test_a_hidden_motion_has_no_unique_covariance():
    model = sf.ring(4, pinning=1, baths={1: (1, 1)}).linear_model()
    reference = StateSpaceMoments(model)
    assert reference.velocity_velocity(0, 0, 0) is not None  # the motions that the bath excites are damped
    two = sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: (1, 1)}, feedback={(1, 1): -1}).linear_model()
    with pytest.raises(UniquenessError):
        StateSpaceMoments(two).velocity_velocity(0, 0, 0)
