"""A strict sign excludes zero: the rule different."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

p = sympy.Symbol("p", real=True)


def proof() -> Iterator[Residual]:
    yield "opposite sides", p + (-p)


ENTRY = Entry(
    id="rule_different",
    title="A strict sign excludes zero: the rule different",
    variables={p: "the value of the polynomial"},
    statement=sympy.Implies(sympy.Or(p > 0, -p > 0), sympy.Ne(p, 0)),
    assumptions=(),
    argument=(
        "p > 0 or p < 0 at every point of the region; each excludes p = 0. "
    ),
    proof=proof,
    instances=({p: 2}, {p: 0}, {p: "-1/3"}),
    references=(),
)
