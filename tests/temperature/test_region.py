"""The sign of one flux over all temperatures: the paper's networks, random ones, and refusals."""

from __future__ import annotations

import random
import time
from fractions import Fraction

import pytest
import sympy

import symflux as sf
from symflux.certificates import check
from symflux.errors import NetworkError, NoSuchSignError, SignError, TimeLimitError
from symflux.temperature.region import coldest, hottest, temperature_region

T1, T2, T3, T4 = sympy.symbols("T1:5", positive=True)


def value_at(form: dict[object, sympy.Rational], temperatures: dict[object, sympy.Rational]) -> sympy.Rational:
    return sum(form[bath] * temperatures[bath] for bath in form)


def sign_of(value: sympy.Rational) -> str:
    return "+" if value > 0 else "-" if value < 0 else "0"


def test_example_1_runs_backward_on_an_exact_half_space() -> None:
    region = temperature_region(sf.paper.example_1().steady_state().bond_flux(2, 3))
    assert region.form == {
        1: sympy.Rational(85, 2914),
        2: sympy.Rational(289, 2914),
        3: -sympy.Rational(289, 2914),
        4: -sympy.Rational(85, 2914),
    }
    threshold = region.threshold(1)
    assert threshold.expr == -17 * T2 / 5 + 17 * T3 / 5 + T4
    assert threshold.expr.subs({T2: 2, T3: 20, T4: 2}) == sympy.Rational(316, 5)
    assert threshold.interval.subs({T2: 2, T3: 20, T4: 2}) == sympy.Interval.open(sympy.Rational(316, 5), sympy.oo)


def test_a_nonzero_flux_takes_all_three_signs_when_nothing_is_given() -> None:
    region = temperature_region(sf.paper.example_4().steady_state().bond_flux(5, 6))
    assert region.signs == {"+", "0", "-"}
    for sign in "+0-":
        witness = region.witness(sign)
        assert min(witness.values()) > 0
        assert sign_of(value_at(region.form, witness)) == sign


def test_numbers_of_the_network_do_not_bind_the_temperatures() -> None:
    region = temperature_region(sf.paper.example_4().steady_state().bond_flux(5, 6), given=["T1 < T3", "T2 < T4"])
    assert region.signs == {"-"}
    with pytest.raises(NoSuchSignError) as caught:
        region.witness("+")
    assert set(caught.value.multipliers) == {"flux(5,6) > 0", "T1 < T3", "T2 < T4"}
    assert all(y > 0 for y in caught.value.multipliers.values())


@pytest.mark.parametrize("sign", ["+", "0"])
def test_a_missing_sign_has_a_certificate_that_the_checker_accepts(sign: str, tmp_path: object) -> None:
    region = temperature_region(sf.paper.example_1().steady_state().bond_flux(2, 3), given=["T1 < T4", "T2 <= T3"])
    path = f"{tmp_path}/certificate.json"
    region.certificate(sign).save(path)
    found = check(path)
    assert found.verdict == "proved"
    assert found.claim == {"+": "flux(2,3) <= 0", "0": "flux(2,3) != 0"}[sign]


def test_an_equality_is_kept_in_witnesses() -> None:
    region = temperature_region(sf.paper.example_3().steady_state().bond_flux(1, 2), given=["T2 == T3", "T1 > T2"])
    assert region.signs == {"+"}
    witness = region.witness("+")
    assert witness[2] == witness[3] < witness[1]


def test_a_condition_with_a_number_is_kept_in_witnesses() -> None:
    region = temperature_region(sf.paper.example_1().steady_state().bond_flux(2, 3), given=["T1 < 2", "T3 - T2 >= 1/2"])
    witness = region.witness("+")
    assert witness[1] < 2 and witness[3] - witness[2] >= sympy.Rational(1, 2) and witness[4] > 0
    assert value_at(region.form, witness) > 0


def test_signs_under_random_conditions_agree_with_random_points() -> None:
    rng = random.Random(11)
    flux = sf.paper.example_1().steady_state().bond_flux(2, 3)
    sets_of_signs = set()
    for _ in range(25):
        pairs = [rng.sample(range(1, 5), 2) for _ in range(rng.randint(1, 3))]
        given = [f"{rng.choice(['', '2*', '1/2*'])}T{i} {rng.choice(['>', '>=', '=='])} T{j}" for i, j in pairs]
        try:
            region = temperature_region(flux, given=given)
        except SignError:
            continue
        sets_of_signs.add(region.signs)
        for sign in "+0-":
            if sign in region.signs:
                assert sign_of(value_at(region.form, region.witness(sign))) == sign
            else:
                region.certificate(sign).check()
    assert len(sets_of_signs) >= 3


def test_values_put_into_a_flux_leave_its_temperatures_free() -> None:
    net = sf.chain(3, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2"), 3: (1, "T3")})
    region = temperature_region(net.steady_state().bond_flux(1, 2).at({"k": 1, "T1": 5}), given=["T1 < T2", "T1 < T3"])
    assert region.signs == {"-"}
    assert region.certificate("+").check().network.parameters == ("T1", "T2", "T3")


def test_the_threshold_of_a_bath_without_influence_is_refused() -> None:
    net = sf.Network.from_edges([(1, 2, 1), (3, 4, 1)], pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3, 4)})
    region = temperature_region(net.steady_state().bond_flux(1, 2))
    with pytest.raises(SignError, match="does not depend on the temperature of bath 3"):
        region.threshold(3)


def test_unknown_signs_are_refused() -> None:
    region = temperature_region(sf.paper.example_1().steady_state().bond_flux(2, 3))
    with pytest.raises(SignError, match="signs are"):
        region.witness("up")
    with pytest.raises(SignError, match="no multipliers"):
        region.multipliers("+")


def test_lemma_2_holds_for_symbolic_couplings() -> None:
    springs = [(1, 2, "a"), (1, 3, "b"), (2, 3, "d"), (3, 4, "e")]
    net = sf.Network.from_edges(springs, pinning="c", baths={1: ("g1", "T1"), 2: ("g2", "T2"), 4: ("g4", "T4")})
    ss = net.steady_state()
    for site in (1, 2, 4):
        assert hottest(ss, site).signs == {"+"}
        assert coldest(ss, site).signs == {"-"}
        assert hottest(ss, site).verdict == "proved"


def test_lemma_2_allows_zero_where_temperatures_may_be_equal() -> None:
    net = sf.chain(3, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2"), 3: ("g", "T3")})
    region = temperature_region(net.steady_state().bath_flux(1), given=["T1 >= T2", "T1 >= T3"])
    assert region.signs == {"+", "0"} and not region.undecided
    assert region.witness("0") == {1: 1, 2: 1, 3: 1}
    assert region.witness("+")[1] > 1


def test_a_bridge_has_a_sign_for_symbolic_couplings_when_its_sides_do_not_interleave() -> None:
    net = sf.chain(4, spring="k", pinning="c", baths={s: (f"g{s}", f"T{s}") for s in (1, 2, 3, 4)})
    flux = net.steady_state().bond_flux(2, 3)
    apart = temperature_region(flux, given=["T1 > T3", "T1 > T4", "T2 > T3", "T2 > T4"])
    assert apart.signs == {"+"} and apart.verdict == "proved"
    interleaved = temperature_region(flux, given=["T1 > T3 > T2 > T4"])
    assert "+" in interleaved.signs and "-" in interleaved.undecided


def test_a_flux_in_a_loop_is_honestly_undecided_for_symbolic_couplings() -> None:
    net = sf.ring(3, spring="a", pinning="c", baths={1: (1, "T1"), 2: (1, "T2")})
    triangle = sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning="c", baths={1: (1, "T1"), 2: (1, "T2")}
    )
    region = temperature_region(triangle.steady_state().bond_flux(1, 3), given=["T1 > T2"])
    assert region.undecided
    assert region.reason
    with pytest.raises(SignError, match="undecided"):
        region.witness(sorted(region.undecided)[0])
    free = temperature_region(net.steady_state().bond_flux(1, 2))
    assert free.signs == {"+", "0", "-"}


def test_every_temperature_is_a_fraction_of_small_numbers() -> None:
    region = temperature_region(sf.paper.example_1().steady_state().bond_flux(2, 3), given=["T1 > T2", "T3 > T2"])
    assert max(max(region.witness(sign).values()) for sign in "+-") <= 6
    assert all(Fraction(int(t.p), int(t.q)).denominator == 1 for t in region.witness("-").values())


def bath_pair_triangle() -> sf.Network:
    return sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning="c", baths={1: (1, "T1"), 2: (1, 5)})


def test_a_flux_in_a_loop_has_the_sign_that_the_sign_engine_proves() -> None:
    region = temperature_region(bath_pair_triangle().steady_state().bond_flux(1, 2), given=["T1 > T2", "a >= b"])
    assert region.signs == {"+"} and region.verdict == "proved"
    assert region.witness("+") == {1: 2, 2: 1}
    found = region.certificate("-").check()
    assert found.claim == "flux(1,2) >= 0" and found.given == ("T1 - T2 > 0", "a >= b")


def test_the_interval_of_a_threshold_is_open_where_the_slope_has_either_sign() -> None:
    flux = bath_pair_triangle().steady_state().bond_flux(1, 2)
    assert temperature_region(flux).threshold(1).interval is None
    assert temperature_region(flux, given=["a >= b"]).threshold(1).interval == sympy.Interval.open(T2, sympy.oo)


def test_where_no_sign_is_proved_for_all_couplings_the_flux_may_vanish_identically() -> None:
    flux = bath_pair_triangle().steady_state().bond_flux(1, 2)
    free = temperature_region(flux)
    assert free.signs == {"+", "0", "-"} and free.except_where
    assert temperature_region(flux, given=["a >= b"]).except_where == ()


def test_a_kinetic_temperature_is_positive_at_all_positive_temperatures() -> None:
    ss = sf.paper.example_1().steady_state()
    region = temperature_region(ss.kinetic_temperature(2))
    assert region.signs == {"+"}
    assert region.certificate("0").check().claim == "kinetic_temperature(2) != 0"
    assert region.certificate("-").check().claim == "kinetic_temperature(2) >= 0"
    assert region.threshold(1).interval.inf.is_nonnegative


def test_a_quantity_that_is_not_linear_in_temperatures_is_refused() -> None:
    with pytest.raises(NetworkError, match="not a linear form"):
        temperature_region(sf.paper.example_1().steady_state().conductance(1, 2))


def test_the_fluxes_of_floating_baths_have_regions_but_no_certificates() -> None:
    floating = sf.paper.example_1().steady_state().self_consistent([2])
    region = temperature_region(floating.bond_flux(1, 2), given=["T1 > T3", "T1 > T4"])
    assert region.signs == {"+"}
    with pytest.raises(SignError, match="certificates speak of"):
        region.certificate("-")


def test_solving_a_symbolic_network_is_inside_the_limit() -> None:
    springs = [(i, j, f"k{i}{j}") for i in range(1, 6) for j in range(i + 1, 6)]
    net = sf.Network.from_edges(springs, pinning="c", baths={1: ("g1", "T1"), 3: ("g3", "T3")})
    ss = net.steady_state()
    started = time.monotonic()
    with pytest.raises(TimeLimitError, match=r"flux\(1,2\)"):
        ss.bond_flux(1, 2).temperature_region(seconds=0.2)
    with pytest.raises(TimeLimitError, match="bond 1-2"):
        ss.against_gradient((1, 2), seconds=0.2)
    assert time.monotonic() - started < 4
