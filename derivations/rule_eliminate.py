"""An equality solved for a variable: the rule eliminate."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x, c, h = sympy.symbols("x c h", real=True)


def proof() -> Iterator[Residual]:
    s = sympy.Symbol("s", nonzero=True)
    yield "the solution solves", sympy.cancel(s * (h / s) - h)


ENTRY = Entry(
    id="rule_eliminate",
    title="An equality solved for a variable: the rule eliminate",
    variables={x: "the variable", c: "its coefficient", h: "the rest"},
    statement=sympy.Eq(x**2 - x, (h / c) ** 2 - h / c),
    assumptions=(sympy.Eq(c * x - h, 0), sympy.Ne(c, 0)),
    argument=(
        "Where c x = h with a number c that is not 0, x = h/c, and any polynomial takes the value that it has "
        "with h/c in place of x. What was known of x, that it is > 0 or >= 0, becomes an assumption on h/c. "
        "So with x**k = h/c, where only powers of x**k occur; with a polynomial c > 0 each polynomial is multiplied by "
        "the power of c that clears its denominator, which keeps signs. "
    ),
    proof=proof,
    instances=({x: 2, c: 3, h: 6}, {x: "-1/2", c: 2, h: -1}),
    references=(),
)
