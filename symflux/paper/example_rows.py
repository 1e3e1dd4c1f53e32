"""The source paper's examples as rows: printed values beside exact ones, and where in parameter space they happen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symflux import paper
from symflux.algebra.parser import parse
from symflux.model.families import complete
from symflux.model.network import Network
from symflux.paper.row import Item, Row, compared, known
from symflux.paper.temperature_rows import (
    backward_flux_checks,
    backward_flux_items,
    heat_pump_checks,
    heat_pump_items,
)
from symflux.signs.prove import prove
from symflux.signs.region import sign_region
from symflux.steady_state.state import SteadyState

__all__ = ["backward_flux", "circulation", "heat_pump", "thermalised_circulation", "triangle_in_a_chain"]


def _currents(state: SteadyState, *rows: str) -> Iterator[Item]:
    """Bond fluxes beside their exact and printed values: ``"12 3/4 0.7"`` is the bond from 1 to 2."""
    for row in rows:
        bond, exact, printed = row.split(" ")
        yield compared(f"phi_{{{bond[0]}->{bond[1]}}}", state.bond_flux(int(bond[0]), int(bond[1])), exact, printed)


def backward_flux() -> Row:
    """P9: heat from a colder to a hotter bath in a chain."""
    state = paper.example_1().steady_state()
    return Row(
        "P9",
        "Example 1: backward flux between sites 2 and 3 of a chain with four baths",
        network=state.network,
        items=(
            *_currents(state, "12 58949/4371 13.5", "23 1564/1457 1.1", "34 12325/4371 2.8"),
            compared("<p_2^2>", state.kinetic_temperature(2), "62999/4371", "14"),
            compared("<p_3^2>", state.kinetic_temperature(3), "79787/4371", "18"),
            *backward_flux_items(),
        ),
        checks=backward_flux_checks(),
        note="the kinetic temperatures run against the flux too: 14 < 18",
    )


def circulation() -> Row:
    """P10, with its erratum proved."""
    printed, corrected = paper.example_2().steady_state(), paper.example_2_corrected().steady_state()
    unequal = _triangle(10, 20, 20, pinning=[3, 3, 0]).steady_state()
    return Row(
        "P10",
        "Example 2: heat circulates in a triangle with two baths",
        network=corrected.network,
        items=(
            compared("phi_{1->2}, as printed", printed.bond_flux(1, 2), "50/2491", "0.290", erratum=True),
            compared("phi_{3->1}, as printed", printed.bond_flux(3, 1), "-9800/22419", "0.008", erratum=True),
            compared("phi_{1->2}, corrected", corrected.bond_flux(1, 2), "37400/129057", "0.290"),
            compared("phi_{3->1}, corrected", corrected.bond_flux(3, 1), "1040/129057", "0.008"),
            known("phi_{1->2}, as printed, pinning (3, 3, 0)", unequal.bond_flux(1, 2), "-1550/181717"),
            Item("the sign of phi_{1->2}, k12 = a, k13 = k23 = b", DIRECT),
            Item("the sign of phi_{1->3} = phi_{3->2}", INDIRECT),
        ),
        note="k12 = 10, k13 = k23 = 20 as printed give no circulation; k12 = 20 and 10, 20 give the printed numbers. "
        "Heat turns back on the long way above w^2 = c + 2b + b^2/a, and circulates 1 -> 2 -> 3 -> 1 exactly when the "
        "spectral average of w^2 exceeds that number",
        checks=_circulation_checks(printed, corrected),
    )


DIRECT = "g**2*(a*c + 2*a*b + b**2) + (a - b)*(2*a - b)*(2*a + b)"
INDIRECT = "g**2*(c + 2*a + b) + (b - a)*(2*a + b)"


def _triangle(k12: Any, k13: Any, k23: Any, pinning: Any = 1, friction: Any = 1) -> Network:
    springs = {(1, 2): k12, (1, 3): k13, (2, 3): k23}
    return complete(3, spring=springs, pinning=pinning, baths={1: (friction, 2), 2: (friction, 1)})


def _circulation_checks(printed: SteadyState, corrected: SteadyState) -> tuple[tuple[str, bool], ...]:
    flows = [printed.bond_flux(1, 2), printed.bond_flux(1, 3), printed.bond_flux(3, 2)]
    uniform = _triangle("a", "b", "b", pinning="c", friction="g").steady_state()
    as_printed = _triangle("a", "2*a", "2*a", pinning="c", friction="g").steady_state()
    signs = prove(uniform.hurwitz_determinant() > 0).verdict == "proved" and all(
        _has_sign_of(core, uniform, bond) for bond, core in (((1, 2), DIRECT), ((1, 3), INDIRECT))
    )
    never = all(prove(as_printed.bond_flux(*bond) > 0).verdict == "proved" for bond in ((1, 2), (1, 3), (3, 2)))
    region = sign_region(_triangle("a", "b", "b").steady_state().bond_flux(1, 2), over=["a", "b"])
    cells = [(cell.sign, *map(int, cell.sample.values())) for cell in region.cells]
    return (
        ("as printed, heat flows from 1 to 2 on both ways", all(f.rational_function.value > 0 for f in flows)),
        ("with k13 = k23 = 2 k12 it does so at any uniform pinning and friction (certificates accepted)", never),
        ("corrected, heat circulates 1 -> 2 -> 3 -> 1", corrected.circulations() == [[1, 2, 3]]),
        ("the fluxes are the two cores, times positive terms, over the Hurwitz determinant", signs),
        (
            "at unit pinning and friction phi_{1->2} < 0 on one cell, a > 6.028..., with sample a = 9, b = 13",
            cells == [("+", 1, 1), ("+", 9, 1), ("-", 9, 13), ("+", 9, 17)],
        ),
    )


def _has_sign_of(core: str, state: SteadyState, bond: tuple[int, int]) -> bool:
    """Whether the flux is the core times positive terms, over a divisor of the Hurwitz determinant."""
    flux = state.bond_flux(*bond)
    try:
        rest = flux.numerator.exact_quotient(parse(core).numerator)
        bottom = flux.denominator.exact_quotient(flux.denominator.content())
        state.hurwitz_determinant().numerator.exact_quotient(bottom)
    except ValueError:
        return False
    return rest.has_positive_coefficients()


def triangle_in_a_chain() -> Row:
    """P11: built, and shown to circulate."""
    network = Network.from_edges(
        [(1, 2, 5), (2, 3, 8), (2, 4, 1), (3, 4, 1), (3, 5, 5)], pinning=1, baths={1: (1, 2), 5: (1, 1)}
    )
    state = network.steady_state()
    return Row(
        "P11",
        "such a triangle can sit in the middle of a chain between two baths",
        network=network,
        items=(
            Item("phi_{2->3}", str(state.bond_flux(2, 3))),
            Item("phi_{3->4} = phi_{4->2}", str(state.bond_flux(3, 4))),
            Item("the current of the chain", str(state.bath_flux(1))),
        ),
        checks=(("heat circulates 2 -> 3 -> 4 -> 2", state.circulations() == [[2, 3, 4]]),),
    )


def thermalised_circulation() -> Row:
    """P12, with the exact region."""
    state = paper.example_3().steady_state()
    springs = {(1, 2): "a", (2, 3): "a", (1, 3): "b"}
    family = complete(3, spring=springs, pinning=1, baths={1: (1, 2), 2: (1, 1), 3: (1, 1)}).steady_state()
    region = sign_region(family.bond_flux(3, 1), over=["a", "b"])
    (core,) = region.boundary
    others = [family.bond_flux(1, 2) > 0, family.bond_flux(2, 3) > 0]
    enough = all(prove(claim, given=[family.bond_flux(3, 1) > 0]).verdict == "proved" for claim in others)
    return Row(
        "P12",
        "Example 3: circulation with all three masses thermalised, two baths equal",
        network=state.network,
        items=(
            *_currents(
                state, "12 82691079525/143873900612 0.57", "23 51192658125/143873900612 0.35", "31 116325/3888694 0.03"
            ),
            Item("circulates, k12 = k23 = a, k13 = b, where negative", str(core)),
            Item("which needs a above", str(region.critical[-1])),
        ),
        note="0.3558 is printed as 0.35: a truncation",
        checks=(
            ("a = 45, b = 30 lies inside", region.sign_at({"a": 45, "b": 30}) == "+"),
            ("where heat flows from 3 to 1 it circulates (certificates accepted)", enough),
        ),
    )


def heat_pump() -> Row:
    """P13: the heat pump of two chains."""
    state = paper.example_4().steady_state()
    return Row(
        "P13",
        "Example 4: a heat pump of two 3-chains; the lower chain carries heat from cold to hot",
        network=state.network,
        items=(
            *_currents(state, "15  2.4", "63  0.2", "56 2352961936784657268960/136509208921284924069721 0"),
            *heat_pump_items(),
        ),
        note="phi_{5->6} = 0.01724 is 0 to the digits printed; the springs are printed without their minus sign",
        checks=(
            ("heat flows into the warmer bath 3", state.bond_flux(6, 3).rational_function.value > 0),
            *heat_pump_checks(),
        ),
    )
