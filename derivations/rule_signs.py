"""A real number is x or -x with x not negative: the rule signs."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x = sympy.Symbol("x", real=True)


def proof() -> Iterator[Residual]:
    z = sympy.Symbol("z", nonnegative=True)
    yield "an even polynomial does not see the sign", sympy.expand(((-z) ** 4 - 3 * (-z) ** 2) - (z**4 - 3 * z**2))


ENTRY = Entry(
    id="rule_signs",
    title="A real number is x or -x with x not negative: the rule signs",
    variables={x: "any number"},
    statement=sympy.Or(sympy.Eq(x, sympy.Abs(x)), sympy.Eq(x, -sympy.Abs(x))),
    assumptions=(),
    argument=(
        "Every real x is z or -z with z >= 0; the claim and the assumptions are proved after each "
        "substitution. Where all of them are even in x the two are the same. "
    ),
    proof=proof,
    instances=({x: 2}, {x: 0}, {x: "-7/3"}),
    references=(),
)
