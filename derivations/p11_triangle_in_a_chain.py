"""A triangle in the middle of a chain between two baths: it circulates."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from derivations.entry import Entry, Residual
from symflux import Network

f23, f34, f42 = sympy.symbols("f23 f34 f42", real=True)

NETWORK = Network.from_edges(
    [(1, 2, 5), (2, 3, 8), (2, 4, 1), (3, 4, 1), (3, 5, 5)], pinning=1, baths={1: (1, 2), 5: (1, 1)}
)


def proof() -> Iterator[Residual]:
    ss = NETWORK.steady_state()
    ss.verify()
    # the chain carries one current; the triangle splits it with a part that runs backward
    current = ss.bath_flux(1).rational_function
    yield "current into the triangle", ss.bond_flux(1, 2).rational_function - current
    yield "current out of the triangle", ss.bond_flux(3, 5).rational_function - current
    onward = ss.bond_flux(4, 2).rational_function
    yield "the free mass passes on what it gets", ss.bond_flux(3, 4).rational_function - onward
    yield "the current is positive", Fraction(0) if current.value > 0 else Fraction(1)
    cycle = ss.circulations()
    yield "heat flows 2 -> 3 -> 4 -> 2", Fraction(0) if cycle == [[2, 3, 4]] else Fraction(1)


def instances() -> Iterator[dict[sympy.Symbol, sympy.Expr]]:
    ss = NETWORK.steady_state()
    yield {f23: ss.bond_flux(2, 3).expr, f34: ss.bond_flux(3, 4).expr, f42: ss.bond_flux(4, 2).expr}


ENTRY = Entry(
    id="triangle_in_a_chain",
    title="Heat circulates in a triangle between two baths that it does not touch",
    variables={f23: "flux from 2 to 3", f34: "flux from 3 to 4", f42: "flux from 4 to 2"},
    statement=(f23 > 0) & (f34 > 0) & (f42 > 0),
    assumptions=(),
    argument=(
        "The chain 1 - 2 - 3 - 5 with baths of temperature 2 and 1 at its ends, a free mass 4 joined to 2 and 3, "
        "springs k12 = k35 = 5, k23 = 8, k24 = k34 = 1, unit pinning and friction. One current runs through the "
        "chain; between 2 and 3 the direct spring carries more than the current, and the surplus runs back through "
        "the free mass."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, after Example 2",),
)
