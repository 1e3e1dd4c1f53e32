"""Inverse design: wanted signs are found with a certificate, or shown to be impossible with one."""

import time

import pytest
import sympy

import symflux as sf
from symflux.errors import ExpressionError, NetworkError, SignError, UniquenessError
from symflux.signs.design import find
from symflux.signs.prove import Outcome

CIRCULATION = {(1, 2): "+", (2, 3): "+", (3, 1): "+"}


def baths(sites, friction=1):
    return {i: (friction, f"T{i}") for i in sites}


def triangle(**options):
    options = {"pinning": "c", "baths": baths((1, 2), "g"), **options}
    return sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], **options)


def assert_found(found, network, signs):
    assert found.verdict == "proved"
    assert isinstance(found, Outcome)
    assert found.is_proved
    assert set(found.witness) == set(network.parameters)
    assert all(isinstance(value, sympy.Rational) and value > 0 for value in found.witness.values())
    state = network.at(found.witness).steady_state()
    for bond, sign in signs.items():
        flux = state.bond_flux(*bond).expr
        assert (flux > 0) == (sign == "+")
        assert (flux < 0) == (sign == "-")
    checked = found.certificate.check()
    assert checked.verdict == "refuted"


def test_heat_circulates_in_a_triangle():
    network = triangle()
    started = time.process_time()
    found = find(network, CIRCULATION)
    assert time.process_time() - started < 5
    assert_found(found, network, CIRCULATION)
    assert max(max(v.p, v.q) for v in found.witness.values()) <= 20
    assert "flux(1,2) > 0, flux(2,3) > 0, flux(3,1) > 0" in str(found)


def test_assumptions_hold_at_the_witness():
    network = triangle(baths=baths((1, 2, 3)))
    found = find(network, CIRCULATION, given=["T1 > T2", "T2 == 2*T3"])
    assert_found(found, network, CIRCULATION)
    assert found.witness["T1"] > found.witness["T2"] == 2 * found.witness["T3"]


def test_a_bond_against_its_gradient():
    network = sf.chain(4, spring="k", pinning=1, baths=baths((1, 2, 3, 4)))
    signs = {(2, 3): "+"}
    found = find(network, signs, given=["T2 < T3"])
    assert_found(found, network, signs)
    assert found.witness["T2"] < found.witness["T3"]


def test_a_pump():
    springs = [(1, 5, "a"), (5, 6, "b"), (3, 6, "c"), (2, 5, "d"), (4, 6, "e")]
    network = sf.Network.from_edges(springs, pinning=1, baths=baths((1, 2, 3, 4)))
    signs = {(1, 5): "+", (6, 3): "+", (5, 6): "-"}
    assert_found(find(network, signs, given=["T1 > T3"]), network, signs)


def test_wishes_may_be_claims():
    network = sf.chain(4, spring="k", pinning=1, baths=baths((1, 2, 3, 4)))
    for wanted in ("flux(2,3) > 0, T2 < T3", ["flux(2,3) > 0", network.steady_state().bond_flux(2, 3) > 0, "T2 < T3"]):
        found = find(network, wanted)
        assert found.verdict == "proved"
        assert found.witness["T2"] < found.witness["T3"]


def test_other_quantities_are_searched_by_the_sign_engine():
    network = sf.chain(3, spring="k", pinning=1, baths=baths((1, 3)))
    found = find(network, ["kinetic_temperature(1) < kinetic_temperature(3)", "flux(1,2) < 0"])
    assert found.verdict == "proved"
    assert found.witness["T1"] < found.witness["T3"]


def test_no_flux_at_all_may_be_wanted():
    network = sf.chain(4, spring=1, pinning=1, baths=baths((1, 2, 3, 4)))
    found = find(network, {(2, 3): "0"}, given=["T2 < T3"])
    assert found.verdict == "proved"
    assert network.at(found.witness).steady_state().bond_flux(2, 3).expr == 0


IMPOSSIBLE = [
    (triangle(), {1: "-"}, ["T1 > T2"]),  # the hottest bath never absorbs
    (triangle(), {(1, 3): "+", (3, 2): "-"}, []),  # conservation at the free site
    (triangle(), {(1, 2): "+", (2, 1): "+"}, []),
    (triangle(), {(1, 2): "-", (1, 3): "-"}, ["T1 > T2"]),  # then the hottest bath would absorb
    (sf.ring(4, spring="k", pinning=1, baths=baths((1, 2))), {(1, 2): "-", (4, 3): "-"}, ["T1 > T2"]),
    (sf.chain(3, spring="k", pinning="c", baths=baths((1, 3))), {(1, 2): "-"}, ["T1 > T3"]),
    (sf.paper.example_2(), CIRCULATION, []),  # the erratum: no circulation with the couplings as printed
]


@pytest.mark.parametrize(("network", "signs", "given"), IMPOSSIBLE)
def test_what_cannot_be_is_proved_impossible(network, signs, given):
    found = find(network, signs, given, seconds=30)
    assert found.verdict == "refuted"
    assert found.is_refuted
    assert found.witness is None
    assert found.reason.startswith("impossible: ")
    assert found.certificate.check().verdict == "proved"


def test_a_network_of_numbers_is_decided_at_once():
    found = find(sf.paper.example_2_corrected(), CIRCULATION)
    assert found.verdict == "proved"
    assert found.witness == {}


def test_what_stays_open_says_so():
    started = time.monotonic()
    wanted = ["kinetic_temperature(3) > T1", "kinetic_temperature(3) > T2", "flux(1,2) > 0"]
    found = find(triangle(), wanted, seconds=0.1)
    assert time.monotonic() - started < 8
    assert found.verdict == "undecided"
    assert found.certificate is None
    with pytest.raises(SignError, match="undecided"):
        bool(found)


def test_a_network_without_unique_steady_state_is_refused():
    with pytest.raises(UniquenessError, match="moves by itself"):
        find(sf.complete(5, spring="k", pinning=1, baths=baths((1, 2))), {(1, 3): "-"})


def test_bad_questions():
    network = triangle()
    with pytest.raises(SignError, match="nothing is wanted"):
        find(network, {})
    with pytest.raises(SignError, match="no sign"):
        find(network, {(1, 2): "positive"})
    with pytest.raises(NetworkError, match="no site 7"):
        find(network, {(1, 7): "+"})
    with pytest.raises(NetworkError, match="no bath at site 3"):
        find(network, {3: "+"})
    with pytest.raises(NetworkError, match="another network"):
        find(network, [triangle(pinning=1).steady_state().bond_flux(1, 2) > 0])
    with pytest.raises(ExpressionError, match="no relation"):
        find(network, "flux(1,2)")


def test_contradictory_assumptions_are_reported_at_once():
    net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    for wanted in ({(1, 2): "+"}, {(1, 2): "+", 1: "+"}):
        answer = sf.find(net, wanted, given=["T1 > T2", "T2 > T1"], seconds=20)
        assert answer.verdict == "undecided" and "contradict" in answer.reason


def test_a_find_by_the_sign_engine_is_not_called_false():
    net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    assert sf.find(net, {(1, 2): "0"}).reason == "at T1 = 1, T2 = 1, k = 1"


def test_the_limit_holds_on_a_network_that_takes_long_to_solve():
    started = time.monotonic()
    found = find(slow_network(), {(1, 2): "+", (2, 3): "+", (3, 4): "+"}, seconds=0.3)
    assert time.monotonic() - started < 2.3
    assert found.verdict == "undecided"
    assert "in the time" in found.reason


def slow_network():
    springs = [(i, j, 1 + (i * j * (i + j)) % 97) for i in range(1, 51) for j in range(1, i)]
    return sf.Network.from_edges(springs, pinning=1, baths={i: (1, f"T{i}") for i in (1, 20, 40)})
