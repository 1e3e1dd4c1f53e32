"""Steady states exist where they should; what is refused says why, with the motion or the inequality."""

import numpy as np
import pytest
from random_networks import any_network

import symflux as sf
from symflux.errors import NetworkError, StabilityError, UniquenessError
from symflux.moments.existence import is_passive, require_steady_state, stability_polynomials, undamped_motions
from symflux.moments.route import moments_of


def ring(**more):
    springs = [(1, 2, (0, "k")), (2, 3, (0, "k")), (3, 1, (0, "k"))]
    return sf.Network.from_edges(springs, pinning="c", baths={i: ("g", f"T{i}") for i in (1, 2, 3)}, **more)


def texts(network):
    return [str(p) for p in stability_polynomials(network)]


def test_the_directed_ring_of_three():
    assert texts(ring()) == ["4*c*g**2 + 6*g**2*k - 3*k**2"]


def test_the_non_reciprocal_pair():
    """a b > c1 c2 and g1 g2 (a-b)^2 + g1 g2 (g1+g2)(a g2 + b g1) + c1 c2 (g1+g2)^2 > 0."""
    pair = sf.Network.from_edges(
        [(1, 2, ("c1", "c2"))], pinning={1: "a-c1", 2: "b-c2"}, baths={1: ("g1", 1), 2: ("g2", 2)}, real=["c1", "c2"]
    )
    names = {n: sf.Network.from_edges([(1, 2, n)]).spring(1, 2) for n in ("a", "b", "c1", "c2", "g1", "g2")}
    a, b, c1, c2, g1, g2 = (names[n] for n in ("a", "b", "c1", "c2", "g1", "g2"))
    wanted = [
        a * b - c1 * c2,
        g1 * g2 * (a - b) ** 2 + g1 * g2 * (g1 + g2) * (a * g2 + b * g1) + c1 * c2 * (g1 + g2) ** 2,
    ]
    assert texts(pair) == [str(value) for value in wanted]


def test_passive_networks_have_no_condition():
    assert stability_polynomials(sf.chain(3, baths={1: (1, 1)})) == []
    assert is_passive(any_network(3, directed=False))


@pytest.mark.parametrize("seed", range(60))
def test_the_verdict_is_that_of_the_roots(seed):
    """By the eigenvalues of the motion in floats, free motions left out."""
    network = any_network(seed)
    moments = moments_of(network.linear_model())
    roots = np.roots([float(int(p)) for p in reversed(moments.damped)])
    worst = max((root.real for root in roots), default=-1.0)
    if abs(worst) < 1e-7:
        worst = 0.0
    try:
        require_steady_state(network, ideal_joints=True)
        exists = True
    except (StabilityError, UniquenessError):
        exists = False
    assert exists == (worst < 0)


def test_unstable_numbers_are_refused_with_the_inequality():
    with pytest.raises(StabilityError, match="some motion grows or goes on for ever: Hurwitz determinant") as caught:
        require_steady_state(ring().at({"c": 1, "k": 10, "g": "1/10"}))
    assert caught.value.conditions


def test_an_undamped_motion_in_a_field_is_shown_with_positions_and_velocities():
    """Sites 2 and 3 turn round each other in the field, and pull on site 1 with opposite forces of equal size."""
    net = sf.Network.from_edges([(2, 3, 1)], pinning=1, baths={1: (1, 1)}, magnetic={(2, 3): 2}, sites=[1, 2, 3])
    with pytest.raises(UniquenessError, match="no bath reaches it") as caught:
        require_steady_state(net)
    assert len(caught.value.hidden_modes) == 4  # two complex motions of two sites
    positions, velocities = caught.value.hidden_modes[0]
    assert len(positions) == len(velocities) == 3 and positions[0] == velocities[0] == 0
    assert undamped_motions(net.linear_model()) == list(caught.value.hidden_modes)


def test_a_conserved_momentum_is_no_undamped_motion():
    require_steady_state(sf.Network.from_edges([(1, 2, 1)], baths={(1, 2): (1, 1)}))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"masses": 0, "baths": {1: (1, 1)}}, "site 2: it has neither mass nor friction; give these sites a mass"),
        ({"masses": 0, "baths": {1: (1, 1), 2: (1, 2)}, "magnetic": {(1, 2): 1}}, "a field or feedback"),
        ({"masses": {2: 0}, "baths": {1: (1, 1), 2: (1, 2)}, "feedback": {(2, 2): 1}}, "site 2: a field or feedback"),
        ({"masses": 0, "baths": {1: (1, 1), 2: (1, 2), (1, 2): (1, 1)}}, "it joins the massless sites 1 and 2"),
        (
            {"masses": {2: 0}, "baths": {2: (1, 2), (1, 2): {"a": (1, 1), "b": (1, 1)}}},
            "bath b: two baths join the same pair",
        ),
        ({"masses": {2: 0}, "baths": {1: (1, 1), 2: (1, 2)}, "drives": {(1, 2): 1}}, "drive 1-2: it joins two sites"),
        ({"masses": {1: 0, 2: 0, (1, 2): 1}, "baths": {1: (1, 1), 2: (1, 2)}}, "inerter 1-2"),
        ({"drives": {1: 1}}, "no steady state|undamped|no unique"),
        ({}, "has no bath"),
    ],
)  # fmt: skip
def test_what_is_no_limit_of_small_masses_is_refused(given, words):
    with pytest.raises(NetworkError, match=words):
        require_steady_state(sf.Network.from_edges([(1, 2, 1)], pinning=1, **given))
