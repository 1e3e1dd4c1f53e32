"""Where the potential energy is bounded below for all parameters, and where for none."""

import pytest
import sympy

import symflux as sf
from symflux.model.physical import is_always_bounded, negative_everywhere

BATHS = {1: (1, "T1"), 2: (1, "T2")}


def pair(k="k", pinning="c", **options):
    return sf.Network.from_edges([(1, 2, k)], pinning=pinning, baths=BATHS, **options)


@pytest.mark.parametrize(
    ("network", "bounded"),
    [
        (pair(), True),
        (pair(pinning=0), True),
        (pair(k="k**2", real=["k"]), True),
        (pair(k="k", real=["k"]), False),
        (pair(pinning="c - 1"), False),
        (pair(pinning=-1), False),
    ],
)
def test_bounded_for_all_parameters(network, bounded):
    assert is_always_bounded(network) is bounded


@pytest.mark.parametrize(
    ("network", "direction"),
    [
        (pair(pinning=-1), (1, 1)),
        (pair(k="-k", pinning=0), (1, 0)),
        (pair(pinning={1: "-c", 2: "c/2"}), (1, 1)),
        (sf.Network.from_edges([(1, 2, "k"), (3, 4, "k")], pinning={1: 1, 3: -1}, baths=BATHS), (0, 0, 1, 1)),
    ],
)
def test_a_direction_of_negative_energy_is_one(network, direction):
    said = negative_everywhere(network)
    assert f"along q = ({', '.join(map(str, direction))})" in said
    V = sympy.Matrix([[entry.to_sympy() for entry in row] for row in network.potential_matrix()])
    u = sympy.Matrix(direction)
    assert (u.T * V * u)[0].is_negative


@pytest.mark.parametrize("network", [pair(), pair(pinning=0), pair(pinning="c - 1"), pair(k="k", real=["k"])])
def test_energy_that_is_positive_somewhere_is_not_called_negative(network):
    assert negative_everywhere(network) is None
