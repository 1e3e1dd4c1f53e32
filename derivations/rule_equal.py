"""Two inequalities make an equality: the rule equal."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

p = sympy.Symbol("p", real=True)


def proof() -> Iterator[Residual]:
    yield "opposite sides", p + (-p)


ENTRY = Entry(
    id="rule_equal",
    title="Two inequalities make an equality: the rule equal",
    variables={p: "the value of the polynomial"},
    statement=sympy.Equivalent(sympy.And(p >= 0, -p >= 0), sympy.Eq(p, 0)),
    assumptions=(),
    argument=(
        "p >= 0 and -p >= 0 leave p = 0. For the zero polynomial the checker has multiplied the claim out, and both "
        "proofs are empty sums. "
    ),
    proof=proof,
    instances=({p: 0}, {p: 1}, {p: "-1/3"}),
    references=(),
)
