"""The reference route: equal to the fast one as canonical objects, kernels of V included."""

import pytest

import symflux as sf
from symflux.errors import NetworkError
from symflux.moments.lyapunov import LyapunovMoments
from symflux.moments.route import moments_of

ones = [[1, 1, 1]] * 3
NETWORKS = {
    "triangle": sf.complete(3, spring=["a", "b", "d"], pinning="c", baths={1: ("g", 1), 2: ("g", 1)}),
    "nine parameters": sf.complete(
        3, spring=["a", "b", "d"], pinning=["c1", "c2", "c3"], baths={1: ("g1", 1), 2: ("g2", 1)}
    ),
    "masses": sf.complete(3, spring=["a", 2, 1], pinning=1, masses=["m", 2, 3], baths={1: ("g", 1), 2: (1, 1)}),
    "unpinned": sf.chain(3, spring=["a", 1], baths={1: (1, 1), 3: ("g", 1)}),
    "kernel of two": sf.Network.from_matrix(ones, baths={1: (1, 1), 2: (2, 1), 3: (3, 1)}, masses=[1, 2, 1]),
    "two drifting pairs": sf.Network.from_edges([(1, 2, "a"), (3, 4, 1)], baths={1: ("g", 1), 3: (2, 1), 2: (1, 1)}),
    "denominators": sf.chain(2, spring="a/(b+1)", pinning="1/(a+1)", baths={1: ("1/b", 1), 2: ("1/3", 1)}),
    "pump": sf.paper.example_4(),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_both_routes_agree(name):
    net = NETWORKS[name]
    reference, fast = LyapunovMoments(net.linear_model()), moments_of(net.linear_model())
    size = range(len(net.sites))
    for bath in range(len(net.baths))[:2]:
        for i in size:
            for j in size:
                assert reference.position_velocity(bath, i, j) == fast.position_velocity(bath, i, j)
                assert reference.velocity_velocity(bath, i, j) == fast.velocity_velocity(bath, i, j)


@pytest.mark.parametrize("name", ["triangle", "masses", "denominators"])
def test_positions_agree(name):
    net = NETWORKS[name]
    reference, fast = LyapunovMoments(net.linear_model()), moments_of(net.linear_model())
    for left, right in (({0: 1}, {0: 1}), ({0: 1}, {1: 1}), ({0: 1, 1: -1}, {0: 1, 1: -1})):
        assert reference.position_position(0, left, right) == fast.position_position(0, left, right)


def test_a_free_chain_has_its_differences_and_nothing_else():
    net = NETWORKS["unpinned"]
    for route in (LyapunovMoments(net.linear_model()), moments_of(net.linear_model())):
        with pytest.raises(NetworkError, match="diverges"):
            route.position_position(0, {0: 1}, {0: 1})
    difference = {0: 1, 1: -1}
    model = net.linear_model()
    assert LyapunovMoments(model).position_position(0, difference, difference) == moments_of(model).position_position(
        0, difference, difference
    )
