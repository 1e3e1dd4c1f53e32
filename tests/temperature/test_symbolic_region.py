"""Signs for all couplings at once, against numeric couplings drawn at random."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import symflux as sf
from symflux.errors import SignError
from symflux.temperature.region import temperature_region
from symflux.temperature.symbolic_region import conductance_pairs

KITE = sf.Network.from_edges(
    [(1, 2, "a"), (1, 3, 2), (2, 3, 1), (3, 4, "e"), (4, 5, 3)],
    pinning=1,
    baths={1: ("g", "T1"), 2: (1, "T2"), 4: (2, "T4"), 5: (1, "T5")},
)


def test_a_bridge_is_the_sum_over_pairs_on_its_two_sides() -> None:
    ss = KITE.steady_state()
    assert conductance_pairs(KITE, ss.bond_flux(3, 4).quantity) == [(1, 4), (1, 5), (2, 4), (2, 5)]
    assert conductance_pairs(KITE, ss.bond_flux(5, 4).quantity) == [(5, 1), (5, 2), (5, 4)]
    assert conductance_pairs(KITE, ss.bath_flux(2).quantity) == [(2, 1), (2, 4), (2, 5)]
    assert conductance_pairs(KITE, ss.bond_flux(1, 2).quantity) is None


def test_the_pairs_add_up_to_the_flux() -> None:
    values = {name: k + 2 for k, name in enumerate(KITE.coupling_parameters)}
    ss = KITE.at(values).steady_state()
    for result in (ss.bond_flux(3, 4), ss.bond_flux(4, 5), ss.bath_flux(4)):
        total = dict.fromkeys(KITE.baths, Fraction(0))
        for a, b in conductance_pairs(KITE, result.quantity) or []:
            conductance = ss.conductance(a, b).rational_function.value
            total[a] += conductance
            total[b] -= conductance
        assert total == {b: c.value for b, c in result.coefficients.items()}


def test_symbolic_signs_hold_for_random_couplings() -> None:
    rng = random.Random(6)
    symbolic = KITE.steady_state()
    conditions = ["T1 > T4", "T2 >= T4", "T5 > T4", "T1 == T2", "T2 > 2*T5", "T4 > T5", "T4 > 3"]
    seen = set()
    for _ in range(30):
        given = rng.sample(conditions, rng.randint(1, 3))
        name, *sites = rng.choice([("bond_flux", 3, 4), ("bond_flux", 4, 5), ("bath_flux", 4), ("bath_flux", 1)])
        try:
            region = temperature_region(getattr(symbolic, name)(*sites), given=given)
        except SignError:
            continue
        values = {p: Fraction(rng.randint(1, 12), rng.randint(1, 3)) for p in KITE.coupling_parameters}
        numeric = temperature_region(getattr(KITE.at(values).steady_state(), name)(*sites), given=given)
        assert region.signs <= numeric.signs <= region.signs | region.undecided
        seen.add((region.signs, region.undecided))
        for sign in "+-0":
            if sign not in region.signs | region.undecided:
                assert region.certificate(sign).check().verdict == "proved"
    assert len(seen) > 3


@pytest.mark.parametrize("sign", ["-", "0"])
def test_lemma_2_with_symbols_has_a_certificate(sign: str) -> None:
    region = temperature_region(KITE.steady_state().bath_flux(1), given=["T1 > T2", "T1 > T4", "T1 > T5"])
    found = region.certificate(sign).check()
    assert found.claim == {"-": "bath_flux(1) >= 0", "0": "bath_flux(1) != 0"}[sign]
    assert set(found.network.coupling_parameters) == set(KITE.coupling_parameters)


def test_a_witness_serves_all_couplings_where_one_can() -> None:
    flux = KITE.steady_state().bath_flux(1)
    free = temperature_region(flux)
    assert free.signs == {"+", "0", "-"} and free.except_where == ()
    for sign, side in (("+", 1), ("-", -1), ("0", 0)):
        temperatures = free.witness(sign)
        for values in ((1, 2, 3), (9, 1, 30)):
            numbers = dict(zip(KITE.coupling_parameters, values, strict=True))
            form = KITE.at(numbers).steady_state().bath_flux(1).coefficients
            value = sum((c.value * int(temperatures[b]) for b, c in form.items()), Fraction(0))
            assert (value > 0) - (value < 0) == side


def test_springs_of_either_sign_leave_a_conductance_that_may_vanish() -> None:
    net = sf.Network.from_edges([(1, 2, "k"), (2, 3, 1)], pinning=9, baths={1: (1, "T1"), 3: (1, "T3")}, real=["k"])
    region = temperature_region(net.steady_state().bath_flux(1), given=["T1 > T3"])
    assert "-" not in region.signs | region.undecided
    assert "+" in region.undecided
