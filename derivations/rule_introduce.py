"""A new variable for the root of what is not negative: the rule introduce."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

a, b, c, m = sympy.symbols("a b c m", positive=True)
x, y, z = sympy.symbols("x y z", positive=True)


def proof() -> Iterator[Residual]:
    for k in (1, 2, 3, 7):
        yield f"the root of order {k}", sympy.expand(sympy.root(m, k) ** k - m)
    sides = {a: (y + z) / 2, b: (z + x) / 2, c: (x + y) / 2}
    for new, value in ((x, b + c - a), (y, c + a - b), (z, a + b - c)):
        yield "a triangle there and back", sympy.expand(value.subs(sides, simultaneous=True) - new)


ENTRY = Entry(
    id="rule_introduce",
    title="A new variable for the root of what is not negative: the rule introduce",
    variables={m: "a polynomial that is not negative", y: "its root"},
    statement=sympy.Eq(y, sympy.root(m, 3)),
    assumptions=(sympy.Eq(y**3, m),),
    argument=(
        "A number m >= 0 has exactly one k-th root y >= 0, and it is > 0 where m is. So every point of the region is, "
        "with that value of y, a point of the region that has y >= 0 and the assumption y**k - m == 0 besides. What "
        "is shown there of a polynomial without y is shown here. "
    ),
    proof=proof,
    instances=({m: 8, y: 2}, {m: "1/27", y: "1/3"}),
    references=(),
)
