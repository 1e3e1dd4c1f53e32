"""Where M = 0 is no limit of small masses: networks are refused."""

import pytest

from symflux.errors import NetworkError
from symflux.model.network import Network


def row(masses, sites=3):
    return Network.from_edges(
        [(i, i + 1, 1) for i in range(1, sites)], pinning=1, masses=masses, baths={i: (1, f"T{i}") for i in (1, 2, 3)}
    )


def test_an_inerter_between_two_sites_without_a_mass_is_refused():
    with pytest.raises(NetworkError, match="inerter 1-2: it joins two sites without a mass of their own"):
        row({1: 0, 2: 0, (1, 2): "C"}).steady_state()


def test_inerters_in_a_row_of_sites_without_a_mass_are_refused():
    with pytest.raises(NetworkError, match="inerters join the sites 1, 2, 3, none of which has a mass of its own"):
        row({1: 0, 2: 0, 3: 0, (1, 2): "C", (2, 3): "D"}).steady_state()


def test_one_mass_of_its_own_is_enough():
    assert row({1: 0, 2: "m", 3: 0, (1, 2): "C", (2, 3): "D"}).steady_state().conductance(1, 3) is not None
