"""The ring with two baths, for every size; what is conjectured says so."""

import pytest

import symflux as sf
from symflux.errors import NetworkError

BATHS = {"first": ("g1", "T1"), "last": ("g2", "T2")}
POINT = {"k": 2, "c": 3, "g1": 1, "g2": 5}


@pytest.mark.parametrize("size", [3, 4, 5, 8, 13, 40])
def test_neighbouring_baths(size):
    family = sf.family.ring(spring="k", pinning="c", baths=BATHS)
    heat = family.bath_flux("first").at(POINT, N=size)
    ordinary = heat.network.steady_state()
    assert heat == ordinary.bath_flux(1)
    assert heat.rational_function == 2 * ordinary.bond_flux(1, 2).rational_function
    assert family.bath_flux("first").status == "proved"


@pytest.mark.parametrize("size", [3, 5, 11, 19, 25])
def test_opposite_baths_are_conjectured(size):
    family = sf.family.ring(spring="k", pinning="c", baths=BATHS, opposite=True)
    heat = family.bath_flux("last").at(POINT, N=size)
    assert heat == heat.network.steady_state().bath_flux((size + 1) // 2)
    assert "conjectured" in repr(heat) and "conjectured" in family.bath_flux("first").latex()


def test_a_free_ring():
    family = sf.family.ring(spring=1, baths={"first": (1, "T1"), "last": (2, "T2")})
    for size in (3, 4, 7):
        heat = family.bath_flux("first").at(N=size)
        assert heat == heat.network.steady_state().bath_flux(1)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: sf.family.ring(baths={"first": (1, 1)}),
        lambda: sf.family.ring(baths={"first": (1, 1), "middle": (1, 1)}),
        lambda: sf.family.ring(baths=BATHS).bath_flux("third"),
        lambda: sf.family.ring(baths=BATHS).bath_flux("first").at(N=2),
        lambda: sf.family.ring(baths=BATHS, opposite=True).bath_flux("first").at(N=6),
        lambda: sf.family.ring(baths=BATHS).bath_flux("first").at(q=6),
    ],
)
def test_wrong_input(wrong):
    with pytest.raises(NetworkError) as caught:
        wrong()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("size", [4, 5, 6, 7, 12, 40])
def test_profile(size):
    family = sf.family.ring(spring=1, pinning=1, baths={"first": (1, 2), "last": (3, 1)})
    profile = family.kinetic_temperatures(N=size)
    state = family.network(size).steady_state()
    assert list(profile) == list(range(1, size + 1))
    for site, value in profile.items():
        assert value == state.kinetic_temperature(site)


def test_profile_with_symbols():
    family = sf.family.ring(spring="k", pinning="c", baths=BATHS)
    profile = family.kinetic_temperatures(N=5)
    state = profile[3].at(POINT).network.steady_state()
    assert profile[3].at(POINT) == state.kinetic_temperature(3)


def test_the_ring_says_what_it_is():
    assert repr(sf.family.ring(spring="k", baths={"first": (1, 2), "last": (1, 1)})).startswith(
        "<ring of N >= 3, baths at neighbours, parameters "
    )
