"""Wanted flux signs are found in small rational parameters, and verified by the exact solver."""

import time

import pytest

import symflux as sf
from symflux.quantities.reader import read_claims
from symflux.signs.flux_search import WantedSign, has_signs, search_fluxes

CIRCULATION = [WantedSign((1, 2), 1), WantedSign((2, 3), 1), WantedSign((3, 1), 1)]


def conditions_of(given):
    return [condition for claim in read_claims(given) for condition in claim.conditions()]



def baths(sites, friction=1):
    return {i: (friction, f"T{i}") for i in sites}


TRIANGLE = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning="c", baths=baths((1, 2), "g"))
WARM_TRIANGLE = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning=1, baths=baths((1, 2, 3)))
CHAIN = sf.Network.from_edges([(1, 2, "a"), (2, 3, "b"), (3, 4, "c")], pinning=1, baths=baths((1, 2, 3, 4)))
PUMP = sf.Network.from_edges(
    [(1, 5, "a"), (5, 6, "b"), (3, 6, "c"), (2, 5, "d"), (4, 6, "e")], pinning=1, baths=baths((1, 2, 3, 4))
)
FOUND = [
    (TRIANGLE, CIRCULATION, []),
    (TRIANGLE, [WantedSign(each.sites, -each.sign) for each in CIRCULATION], []),
    (WARM_TRIANGLE, CIRCULATION, ["T1 > T2 > T3"]),
    (CHAIN, [WantedSign((2, 3), 1)], ["T2 < T3"]),
    (PUMP, [WantedSign((1, 5), 1), WantedSign((6, 3), 1), WantedSign((5, 6), -1)], ["T1 > T3"]),
    (CHAIN, [WantedSign((1,), -1), WantedSign((2,), 1), WantedSign((3,), -1), WantedSign((4,), 1)], []),
]


@pytest.mark.parametrize(("network", "wanted", "given"), FOUND)
def test_wanted_signs_are_found(network, wanted, given):
    conditions = conditions_of(given)
    started = time.process_time()
    point = search_fluxes(network, wanted, conditions, seconds=20)
    assert point is not None
    assert time.process_time() - started < 8
    assert set(point) == set(network.parameters)
    assert has_signs(network, wanted, point)
    assert all(condition.holds(point) for condition in conditions)
    assert all(value > 0 for value in point.values())
    assert max(max(value.numerator, value.denominator) for value in point.values()) <= 1000


def test_what_cannot_be_is_not_found():
    started = time.monotonic()
    # the hottest bath never absorbs
    assert search_fluxes(TRIANGLE, [WantedSign((1,), -1)], conditions_of("T1 > T2"), seconds=0.5) is None
    assert time.monotonic() - started < 5


def test_a_network_of_numbers_has_one_answer():
    state = sf.paper.example_2_corrected()
    assert search_fluxes(state, [WantedSign((1, 2), 1), WantedSign((3, 1), 1)]) == {}
    assert search_fluxes(state, [WantedSign((1, 2), -1)]) is None


def test_masses_count():
    network = sf.Network.from_edges([(1, 2, "a"), (2, 3, "b")], pinning=1, masses="m", baths=baths((1, 3)))
    point = search_fluxes(network, [WantedSign((1, 2), 1), WantedSign((2, 3), 1)], conditions_of("m > 5"))
    assert point["m"] > 5
    assert point["T1"] > point["T3"]
