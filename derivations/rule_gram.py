"""A sum of weighted squares is not negative: the rule gram."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x, y = sympy.symbols("x y", real=True)
w, d = sympy.symbols("w d", nonnegative=True)


def proof() -> Iterator[Residual]:
    yield "completed squares", sympy.expand(w * (x + y) ** 2 + d * y**2 - (w * x**2 + 2 * w * x * y + (w + d) * y**2))


ENTRY = Entry(
    id="rule_gram",
    title="A sum of weighted squares is not negative: the rule gram",
    variables={x: "any number", y: "any number", w: "a weight", d: "a weight"},
    statement=w * x**2 + 2 * w * x * y + (w + d) * y**2 >= 0,
    assumptions=(),
    argument=(
        "w q**2 >= 0 for w with terms >= 0 and any polynomial q. A positive semidefinite Gram matrix G = L D "
        "L^T gives v^T G v = sum d_k (L^T v)_k**2, which is how such sums are found; the checker multiplies "
        "the squares out and does not look at G. "
    ),
    proof=proof,
    instances=({x: 1, y: -2, w: 3, d: 0}, {x: "1/2", y: 5, w: 0, d: 2}, {x: -1, y: 1, w: 1, d: 1}),
    references=(),
)
