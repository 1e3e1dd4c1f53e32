"""The bonds of a report: how one is written, and which of them carry the same current."""

from __future__ import annotations

from symflux.algebra import RationalFunction
from symflux.model.network import Bond
from symflux.show.tex.names import site_latex
from symflux.steady_state.state import SteadyState

__all__ = ["bond_text", "equal_currents"]

_BONDS = 12  #: bonds whose fluxes and directions are printed


def bond_text(bond: Bond) -> str:
    """A bond for running text."""
    return f"${site_latex(bond[0])}$--${site_latex(bond[1])}$"


def equal_currents(ss: SteadyState) -> dict[Bond, list[tuple[int, Bond]]]:
    """The first bonds, each with the (sign, bond) of those that carry the same current."""
    groups: dict[Bond, list[tuple[int, Bond]]] = {}
    known: dict[tuple[RationalFunction, ...], tuple[int, Bond]] = {}
    for bond in ss.network.bonds[:_BONDS]:
        values = tuple(ss.bond_flux(*bond).coefficients.values())
        if values in known:
            sign, leader = known[values]
            groups[leader].append((sign, bond))
            continue
        groups[bond] = []
        known[tuple(-value for value in values)] = -1, bond
        known[values] = 1, bond
    return groups
