"""All bond fluxes at once: the paper's networks, and random networks against a sweep over all patterns."""

from __future__ import annotations

import itertools
import pickle
import random
import time
from fractions import Fraction

import pytest

import symflux as sf
from symflux.errors import SignError
from symflux.polyhedra.linear_program import Farkas, Row, solve_rows
from symflux.temperature.circulation import potential
from symflux.temperature.gradient import against_gradient
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.region import temperature_region

SIGN = {"+": 1, "0": 0, "-": -1}


def random_network(rng: random.Random, sites: int, bonds: int, baths: int) -> sf.Network:
    """Connected: a random tree, then further bonds."""
    pairs = [(rng.randint(1, k - 1), k) for k in range(2, sites + 1)]
    others = [pair for pair in itertools.combinations(range(1, sites + 1), 2) if pair not in pairs]
    pairs += rng.sample(others, bonds - len(pairs))
    return sf.Network.from_edges(
        [(i, j, Fraction(rng.randint(1, 40), rng.randint(1, 4))) for i, j in pairs],
        pinning=1,
        baths={site: (Fraction(rng.randint(1, 4), 2), 1) for site in rng.sample(range(1, sites + 1), baths)},
    )


def fluxes(ss: object) -> list[tuple[Fraction, ...]]:
    network = ss.network  # type: ignore[attr-defined]
    return [
        tuple(Fraction(ss.bond_flux(i, j).coefficients[b].value) for b in network.baths)  # type: ignore[attr-defined]
        for i, j in network.bonds
    ]


def by_sweep(forms: list[tuple[Fraction, ...]], choices: str) -> set[tuple[str, ...]]:
    """One linear program, with all temperatures > 0, for every pattern that one can write down."""
    size = len(forms[0])
    positive = [Row(tuple(Fraction(int(i == j)) for j in range(size)), ">") for i in range(size)]
    found = set()
    for signs in itertools.product(choices, repeat=len(forms)):
        rows = [
            Row(form if s != "-" else tuple(-c for c in form), "==" if s == "0" else ">")
            for form, s in zip(forms, signs, strict=True)
        ]
        if not isinstance(solve_rows(rows + positive), Farkas):
            found.add(signs)
    return found


def assert_witnesses_show_the_signs(patterns: list[object], forms: list[tuple[Fraction, ...]]) -> None:
    for pattern in patterns:
        temperatures = [Fraction(int(t.p), int(t.q)) for t in pattern.witness.values()]  # type: ignore[attr-defined]
        assert min(temperatures) > 0
        for form, sign in zip(forms, pattern.signs.values(), strict=True):  # type: ignore[attr-defined]
            value = sum((c * t for c, t in zip(form, temperatures, strict=True)), Fraction(0))
            assert (value > 0) - (value < 0) == SIGN[sign]


@pytest.mark.parametrize("seed", range(5))
def test_patterns_of_random_networks_agree_with_a_sweep(seed: int) -> None:
    ss = random_network(random.Random(seed), 5, 6, 4).steady_state()
    forms = fluxes(ss)
    found = sign_patterns(ss)
    if all(any(form) for form in forms):
        assert {tuple(p.signs.values()) for p in found} == by_sweep(forms, "+-")
    assert_witnesses_show_the_signs(found, forms)


@pytest.mark.parametrize("seed", range(3))
def test_patterns_with_zeros_agree_with_a_sweep(seed: int) -> None:
    ss = random_network(random.Random(50 + seed), 4, 4, 3).steady_state()
    forms = fluxes(ss)
    found = sign_patterns(ss, zeros=True)
    assert {tuple(p.signs.values()) for p in found} == by_sweep(forms, "+0-")
    assert_witnesses_show_the_signs(found, forms)


def test_the_pump_has_eighteen_patterns_and_certificates_for_the_rest() -> None:
    ss = sf.paper.example_4().steady_state()
    found = sign_patterns(ss)
    assert len(found) == 18
    assert_witnesses_show_the_signs(found, fluxes(ss))
    listed = {tuple(p.signs.values()) for p in found}
    certified = set()
    for signs in itertools.product("+-", repeat=5):
        reason = found.why_not(dict(zip(found.bonds, signs, strict=True)))
        assert (reason is None) == (signs in listed)
        if reason is not None:
            certified.add(str(reason))
            assert all(dict(zip(found.bonds, signs, strict=True))[bond] == s for bond, s in reason.signs.items())
    assert len(certified) == len(found.contradictions)
    for contradiction in found.contradictions[:2]:
        assert contradiction.certificate().check().verdict == "proved"


def test_heat_is_conserved_at_a_site_without_a_bath() -> None:
    found = sign_patterns(sf.paper.example_4().steady_state())
    reason = found.why_not({(1, 5): "+", (2, 5): "+", (5, 6): "-", (3, 6): "+", (4, 6): "+"})
    assert reason is not None
    assert set(reason.multipliers.values()) == {1}


def test_conditions_restrict_the_patterns_and_enter_the_certificates() -> None:
    ss = sf.paper.example_1().steady_state()
    found = sign_patterns(ss, given=["T1 > T2 > T3", "T3 > 2*T4", "T4 > 3"])
    assert [set(p.signs.values()) for p in found] == [{"+"}]
    for temperatures in (p.witness for p in found):
        assert temperatures[1] > temperatures[2] > temperatures[3] > 2 * temperatures[4] > 6
    for contradiction in found.contradictions:
        checked = contradiction.certificate().check()
        assert checked.verdict == "proved" and len(checked.given) >= 2


def test_patterns_may_be_asked_for_some_bonds_and_in_any_direction() -> None:
    ss = sf.paper.example_4().steady_state()
    found = sign_patterns(ss, bonds=[(6, 5), (1, 5)], given=["T1 > T2", "T1 > T3", "T1 > T4"])
    assert {p.signs[6, 5] for p in found} == {"+", "-"}
    assert {p.signs[1, 5] for p in found} == {"+"}
    assert found.why_not({(5, 6): "+", (5, 1): "+"}) is not None


def test_a_pattern_with_zeros_is_no_question_for_a_list_without_them() -> None:
    found = sign_patterns(sf.paper.example_1().steady_state())
    with pytest.raises(SignError, match="zeros=True"):
        found.why_not({(1, 2): "+", (2, 3): "0", (3, 4): "+"})
    with pytest.raises(SignError, match="no sign"):
        found.why_not({(1, 2): "+"})


def test_symbolic_couplings_and_unknown_bonds_are_refused() -> None:
    net = sf.chain(3, spring="k", pinning=1, baths={1: (1, 1), 3: (1, 2)})
    with pytest.raises(SignError, match="depends on k"):
        sign_patterns(net.steady_state())
    with pytest.raises(SignError, match="no bond 1-3"):
        sign_patterns(sf.paper.example_1().steady_state(), bonds=[(1, 3)])


def test_ten_bonds_and_five_baths_take_seconds() -> None:
    ss = random_network(random.Random(2), 7, 10, 5).steady_state()
    start = time.process_time()
    found = sign_patterns(ss)
    assert time.process_time() - start < 20
    assert len(found) > 100
    assert_witnesses_show_the_signs(found[::10], fluxes(ss))


def test_answers_can_be_pickled() -> None:
    ss = sf.paper.example_4().steady_state()
    found = sign_patterns(ss, given=["T3 > T4"])
    again = pickle.loads(pickle.dumps(found))
    assert list(again) == list(found)
    assert again.contradictions == found.contradictions
    assert again.contradictions[0].certificate().check().verdict == "proved"
    for answer in (
        temperature_region(ss.bond_flux(5, 6), given=["T1 > T3"]),
        against_gradient(ss, (5, 6)),
        potential(ss),
    ):
        assert pickle.loads(pickle.dumps(answer)) == answer


def test_fluxes_that_the_assumptions_switch_off_are_listed_as_zero():
    ss = sf.chain(4, pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3, 4)}).steady_state()
    (only,) = ss.sign_patterns(given=["T1 == T2", "T2 == T3", "T3 == T4"])
    assert set(only.signs.values()) == {"0"}
    star = sf.star(4, pinning=1, baths={s: (1, f"T{s}") for s in (2, 3, 4)}).steady_state()
    found = star.sign_patterns(given=["T2 == T3"])
    assert {tuple(p.signs.values()) for p in found} == {("+", "+", "-"), ("-", "-", "+")}
    flat = star.sign_patterns(given=["T2 + T3 == 2*T4"])
    assert {tuple(p.signs.values()) for p in flat} == {("+", "-", "0"), ("-", "+", "0")}


def test_no_bonds_have_one_empty_pattern():
    ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    assert [(dict(p.signs), p.witness) for p in ss.sign_patterns(bonds=[])] == [({}, {1: 1, 2: 1})]
