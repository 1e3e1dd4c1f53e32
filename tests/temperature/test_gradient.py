"""Heat against the temperatures of the two sites, in both meanings of temperature."""

from __future__ import annotations

import pytest
import sympy

import symflux as sf
from symflux.errors import SignError
from symflux.temperature.gradient import against_gradient


def values(result: object, temperatures: dict[object, sympy.Expr]) -> sympy.Expr:
    coefficients = result.coefficients  # type: ignore[attr-defined]
    return sum(coefficients[b].to_sympy() * t for b, t in temperatures.items())


def test_example_1_runs_against_bath_and_kinetic_temperatures_at_once() -> None:
    ss = sf.paper.example_1().steady_state()
    answer = against_gradient(ss, (2, 3))
    assert answer.possible and answer.bath.possible and answer.kinetic.possible and answer.both.possible
    hot = answer.witness
    flux = values(ss.bond_flux(2, 3), hot)
    climb = values(ss.kinetic_temperature(3), hot) - values(ss.kinetic_temperature(2), hot)
    assert flux * climb > 0 and flux * (hot[3] - hot[2]) > 0


def test_two_sites_can_never_do_it() -> None:
    ss = sf.chain(2, spring=3, pinning=1, baths={1: (1, 1), 2: (2, 1)}).steady_state()
    answer = against_gradient(ss, (1, 2))
    assert answer.possible is False
    assert answer.bath.multipliers and answer.kinetic.multipliers
    assert "impossible" in str(answer)


def test_impossibility_has_a_certificate_for_each_direction() -> None:
    ss = sf.chain(2, spring=3, pinning=1, baths={1: (1, 1), 2: (2, 1)}).steady_state()
    answer = against_gradient(ss, (1, 2))
    claims = [c.check().claim for c in (*answer.bath.certificates(), *answer.kinetic.certificates())]
    assert claims == ["flux(1,2) <= 0", "flux(1,2) >= 0"] * 2
    ordered = against_gradient(sf.paper.example_1().steady_state(), (2, 3), given=["T1 > T2 > T3 > T4"]).bath
    assert [c.check().verdict for c in ordered.certificates()] == ["proved", "proved"]
    with pytest.raises(SignError, match="no certificate"):
        against_gradient(sf.paper.example_1().steady_state(), (2, 3)).bath.certificates()


def test_two_sites_can_never_do_it_whatever_the_couplings() -> None:
    ss = sf.chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("h", "T2")}).steady_state()
    answer = against_gradient(ss, (1, 2))
    assert answer.bath.possible is False
    assert answer.both is None


def test_a_site_without_a_bath_has_a_kinetic_temperature_only() -> None:
    answer = against_gradient(sf.paper.example_4().steady_state(), (5, 6))
    assert answer.bath is None and answer.both is None
    assert answer.kinetic.possible is not None


def test_assumptions_can_forbid_it() -> None:
    ss = sf.paper.example_1().steady_state()
    assert against_gradient(ss, (2, 3), given=["T1 > T2 > T3 > T4"]).bath.possible is False


def test_symbolic_couplings_have_a_symbolic_witness() -> None:
    net = sf.chain(3, spring="k", pinning=1, baths={s: (1, f"T{s}") for s in (1, 2, 3)})
    ss = net.steady_state()
    answer = against_gradient(ss, (1, 2))
    assert answer.bath.possible and answer.bath.except_where
    at = {sympy.Symbol("k", positive=True): sympy.Rational(7, 3)}
    hot = {b: t.subs(at) for b, t in answer.bath.witness.items()}
    assert min(hot.values()) > 0 and hot[2] > hot[1]
    assert values(ss.bond_flux(1, 2), hot).subs(at) > 0


def test_a_bond_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SignError, match="no bond 1-3"):
        against_gradient(sf.paper.example_1().steady_state(), (1, 3))


def test_a_flux_that_takes_both_signs_is_undecided_with_both_points() -> None:
    net = sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning="c", baths={1: (1, "T1"), 2: (1, "T2")}
    )
    answer = against_gradient(net.steady_state(), (1, 2), seconds=4)
    assert answer.possible is None and "sign" in answer.bath.reason
    assert against_gradient(net.steady_state(), (1, 2), given=["a >= b"]).bath.possible is False
