"""The square of Fig. 1: where exactly uniqueness is lost, and that one changed spring or pin restores it."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux import paper
from symflux.algebra import exact
from symflux.moments.route import moments_of

k13, k23, k14, k24, c3, c4 = NAMES = sympy.symbols("k13 k23 k14 k24 c3 c4", positive=True)
D = sympy.Symbol("D", real=True)
PARALLEL = k13 * k24 - k14 * k23
EQUAL = c3 + k13 + k23 - c4 - k14 - k24
SQUARE = sf.Network.from_edges(
    [(1, 3, k13), (2, 3, k23), (1, 4, k14), (2, 4, k24)],
    pinning={1: 1, 2: 1, 3: c3, 4: c4},
    baths={1: (1, "T1"), 2: (1, "T2")},
)


def proof() -> Iterator[Residual]:
    found = SQUARE.exceptional_set()
    yield "two conditions", len(found) - 2
    yield "equal frequencies", found[0] - EQUAL
    yield "parallel springs", found[1] - PARALLEL
    # the hidden mode and its frequency where both hold
    condition = {k24: k14 * k23 / k13, c4: c3 + k13 + k23 - k14 - k14 * k23 / k13}
    there = SQUARE.at(condition)
    mode = [exact(entry) for entry in (0, 0, k14, -k13)]
    for row, entry in zip(there.potential_matrix(), mode, strict=True):
        image = sum((coupling * part for coupling, part in zip(row, mode, strict=True)), exact(0))
        yield "V u = (c3 + k13 + k23) u", image - exact(c3 + k13 + k23) * entry
    yield "the Hurwitz determinant vanishes there", moments_of(SQUARE.linear_model()).hurwitz_determinant().substitute(
        {str(name): exact(value) for name, value in condition.items()}
    )
    # one spring or pin of the square of equal ones changed by x: one of the two conditions is x times a positive factor
    k, c, x = sympy.symbols("k c x")
    equal = {k13: k, k23: k, k14: k, k24: k, c3: c, c4: c}
    changes = {k13: (PARALLEL, k), k23: (PARALLEL, -k), k14: (PARALLEL, -k), k24: (PARALLEL, k)}
    changes |= {c3: (EQUAL, 1), c4: (EQUAL, -1)}
    for name, (broken, factor) in changes.items():
        yield f"{name} changed by x", broken.subs(equal | {name: equal[name] + x}, simultaneous=True) - factor * x
    for entry, expected in zip(paper.figure_1().hidden_modes()[0], (0, 0, 1, -1), strict=True):
        yield "the mode of the paper's square", entry - expected


def instances() -> Iterator[Instance]:
    for values in (
        (1, 1, 1, 1, 1, 1), (2, 1, 1, 1, 1, 1), (1, 1, 1, 1, 1, 2), (2, 4, 1, 2, 1, 4), (2, 4, 1, 2, 1, 5),
        (3, 1, 1, 3, 2, 2), (5, 5, 5, 5, 7, 7),
    ):  # fmt: skip
        point = dict(zip(NAMES, values, strict=True))
        yield point | {D: moments_of(SQUARE.at(point).linear_model()).hurwitz_determinant()}


ENTRY = Entry(
    id="figure_1",
    title="The square loses uniqueness exactly where k13 k24 = k14 k23 and c3 + k13 + k23 = c4 + k14 + k24",
    variables={
        k13: "spring 1-3",
        k23: "spring 2-3",
        k14: "spring 1-4",
        k24: "spring 2-4",
        c3: "pin at 3",
        c4: "pin at 4",
        D: "Hurwitz determinant: positive where the steady state is unique, else 0",
    },
    statement=sympy.Equivalent(sympy.Eq(D, 0), sympy.And(sympy.Eq(PARALLEL, 0), sympy.Eq(EQUAL, 0))),
    assumptions=(D >= 0,),
    argument=(
        "By Lemma 1 uniqueness is lost where some u != 0 vanishes at the baths 1 and 2 and V u = kappa u. Rows 1 and "
        "2 say k13 u_3 + k14 u_4 = 0 and k23 u_3 + k24 u_4 = 0: u is a multiple of (0, 0, k14, -k13), both entries "
        "not zero, and k13 k24 = k14 k23. Rows 3 and 4 say that the diagonal entries agree, c3 + k13 + k23 = c4 + k14 "
        "+ k24. With equal springs and pins u = (0, 0, 1, -1), the coordinate q3 - q4. If one of the six is changed "
        "by x, one of the conditions becomes x times a positive number = 0: uniqueness is back for every x != 0."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Fig. 1",),
)
