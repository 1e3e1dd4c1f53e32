"""What the source paper says about temperatures, as parts of its rows: half-spaces, planes, scales, potentials."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symflux import paper
from symflux.model.labels import Label
from symflux.paper.row import Item, Row
from symflux.temperature.circulation import circulations, potential
from symflux.temperature.gradient import against_gradient
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.region import temperature_region
from symflux.temperature.space import near_equilibrium

__all__ = [
    "any_scale", "backward_flux_checks", "backward_flux_items", "heat_pump_checks", "heat_pump_items",
    "no_local_temperature",
]  # fmt: skip


def backward_flux_items() -> tuple[Item, ...]:
    """P9: where in temperature space the flux from 2 to 3 runs against T3 > T2, and its two ingredients."""
    flux = paper.example_1().steady_state().bond_flux(2, 3)
    threshold = temperature_region(flux).threshold(1)
    return (
        Item("phi_{2->3} > 0 exactly for T1 above", str(threshold.expr)),
        Item("bath 1 alone at 100, the others at 2", str(_value(flux, (100, 2, 2, 2)))),
        Item("bath 3 alone at 20, the others at 2", str(_value(flux, (2, 2, 20, 2)))),
    )


def backward_flux_checks() -> tuple[tuple[str, bool], ...]:
    """P9: the superposition adds up, and some temperatures defy both meanings of temperature."""
    state = paper.example_1().steady_state()
    flux = state.bond_flux(2, 3)
    parts = _value(flux, (100, 2, 2, 2)) + _value(flux, (2, 2, 20, 2))
    answer = against_gradient(state, (2, 3))
    ordered = temperature_region(flux, given=["T1 > T2 > T3 > T4"])
    return (
        ("the two ingredients add up to the flux", parts == flux.rational_function.value),
        ("heat can run against bath and kinetic temperatures at once", bool(answer.both and answer.both.possible)),
        ("with T1 > T2 > T3 > T4 it cannot (certificate accepted)", _is_only(ordered, "+")),
    )


def heat_pump_items() -> tuple[Item, ...]:
    """P13: the plane on which the middle flux vanishes, and a point where it runs backward while the pump works."""
    state = paper.example_4().steady_state()
    running = _backward_pump(state)
    return (
        Item("phi_{5->6} = 0 exactly for T1 =", str(temperature_region(state.bond_flux(5, 6)).threshold(1).expr)),
        Item("the pump runs with phi_{5->6} < 0 at", ", ".join(f"T{b} = {t}" for b, t in running.items())),
    )


def heat_pump_checks() -> tuple[tuple[str, bool], ...]:
    """P13: the pump works with either sign of the middle flux, and never feeds the hottest bath."""
    state = paper.example_4().steady_state()
    hottest = temperature_region(state.bond_flux(3, 6), given=["T3 > T1", "T3 > T2", "T3 > T4"])
    coldest = temperature_region(state.bond_flux(4, 6), given=["T4 < T1", "T4 < T2", "T4 < T3"])
    return (
        ("heat climbs from bath 4 to bath 3 while 5-6 runs backward", bool(_backward_pump(state))),
        ("no pump into the hottest bath (certificate accepted)", _is_only(hottest, "+")),
        ("no pump out of the coldest bath (certificate accepted)", _is_only(coldest, "-")),
    )


def any_scale() -> Row:
    """P14: every pattern of signs, within a millionth of a degree of 300."""
    checks = []
    for network in (paper.example_1(), paper.example_3(), paper.example_4()):
        state = network.steady_state()
        patterns = sign_patterns(state)
        kept = all(
            _sign(_at(state.bond_flux(*bond), close)) == sign
            for pattern in patterns
            for close in [near_equilibrium(pattern.witness, temperature=300, width=Fraction(1, 10**6))]
            for bond, sign in pattern.signs.items()
        )
        checks.append((f"{network.name}: all {len(patterns)} patterns of signs occur between 300 and 300.000001", kept))
    return Row(
        "P14",
        "all of it happens at any temperature and for arbitrarily small differences",
        checks=tuple(checks),
        note="T_b = T + epsilon (W_b - min W)/(max W - min W) has the signs of W, for every T and every epsilon > 0",
    )


def no_local_temperature() -> Row:
    """P15: where heat circulates no potential exists, hence no local temperature."""
    states = {"Example 2, corrected": paper.example_2_corrected(), "Example 3": paper.example_3()}
    items, checks = [], []
    for name, network in states.items():
        state = network.steady_state()
        answer = potential(state)
        cycle = " -> ".join(map(str, (*(answer.cycle or ()), *(answer.cycle or ())[:1])))
        items.append(Item(f"{name}: heat goes round", cycle))
        found = [list(answer.cycle)] if answer.cycle else []
        checks.append((f"{name}: no potential falls along every flux", found == circulations(state) != []))
    printed = potential(paper.example_2().steady_state())
    checks.append(("Example 2 as printed has potentials", printed.exists))
    return Row(
        "P15",
        "no definition of local temperature makes heat flow from hot to cold where it circulates",
        items=tuple(items),
        checks=tuple(checks),
        note="potentials U_i > U_j along every flux i -> j, or a directed cycle: exactly one of the two exists",
    )


def _backward_pump(state: Any) -> Mapping[Label, Any]:
    """Small temperatures with heat from the colder bath 4 to the hotter bath 3, and from 6 to 5."""
    wanted = {(3, 6): "-", (4, 6): "+", (5, 6): "-"}
    for pattern in sign_patterns(state, given=["T3 > T4"]):
        if all(pattern.signs[bond] == sign for bond, sign in wanted.items()):
            return pattern.witness
    return {}


def _is_only(region: Any, sign: str) -> bool:
    """Whether only this sign occurs; the independent checker agrees that the opposite one does not."""
    region.certificate("-" if sign == "+" else "+").check()
    return bool(region.signs == {sign})


def _value(flux: Any, temperatures: tuple[int, ...]) -> Fraction:
    return _at(flux, dict(zip(flux.coefficients, temperatures, strict=True)))


def _at(flux: Any, temperatures: Mapping[Label, Any]) -> Fraction:
    total = Fraction(0)
    for site, coefficient in flux.coefficients.items():
        hot = temperatures[site]
        total += coefficient.value * Fraction(int(hot.numerator), int(hot.denominator))
    return total


def _sign(value: Fraction) -> str:
    return "+" if value > 0 else "-" if value < 0 else "0"
