"""The sign of a product: the rule factor."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

f, g = sympy.symbols("f g", real=True)
m = sympy.Symbol("m", integer=True, nonnegative=True)


def proof() -> Iterator[Residual]:
    for n in range(1, 4):
        yield f"power {2 * n}", sympy.expand((f**n) ** 2 * g - f ** (2 * n) * g)


ENTRY = Entry(
    id="rule_factor",
    title="The sign of a product: the rule factor",
    variables={f: "a factor", g: "a factor of positive sign", m: "half its power"},
    statement=f ** (2 * m) * g >= 0,
    assumptions=(g > 0, m <= 20),
    argument=(
        "The checker multiplies the factors out and compares with p. A product of numbers > 0 is > 0, of numbers >= "
        "0 it is >= 0; an even power is >= 0 whatever the sign of its base, and > 0 only where that is not 0. A strict "
        "claim therefore takes strict factors. A negative factor stands in the file with its sign turned. "
    ),
    proof=proof,
    instances=({f: -2, g: 3, m: 1}, {f: 0, g: 1, m: 2}, {f: 5, g: "1/3", m: 0}),
    references=(),
)
