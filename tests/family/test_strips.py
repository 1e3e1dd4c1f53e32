"""Strips: the sum over transverse modes is the heat of the whole lattice."""

import pytest

import symflux as sf
from symflux.errors import NetworkError

ENDS = {"first": (1, 2), "last": (3, 1)}


@pytest.mark.parametrize(("width", "length"), [(1, 4), (2, 2), (2, 5), (3, 3), (4, 2), (5, 3)])
def test_sum_over_modes(width, length):
    strips = sf.family.strip(width=width, spring=2, across=3, pinning=1, baths=ENDS)
    heat = strips.total_heat(N=length)
    state = heat.network.steady_state()
    total = sum(state.bath_flux(f"{row}.1").rational_function for row in range(1, width + 1))
    assert heat == total


def test_symbols_stay():
    strips = sf.family.strip(width=2, spring=1, across="l", pinning="c", baths=ENDS)
    assert strips.total_heat(N=3).rational_function.names == ("c", "l")
    assert strips.total_heat(N=3).at(l=1, c=2) == strips.total_heat(N=3, l=1, c=2)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: sf.family.strip(width=0, baths=ENDS),
        lambda: sf.family.strip(width=2, baths={"first": (1, 1)}),
        lambda: sf.family.strip(width=2, baths=ENDS).total_heat(),
        lambda: sf.family.strip(width=2, baths=ENDS).total_heat(N=1),
        lambda: sf.family.strip(width=99, baths=ENDS),
    ],
)
def test_wrong_input(wrong):
    with pytest.raises(NetworkError) as caught:
        wrong()
    assert "\n" not in str(caught.value)
