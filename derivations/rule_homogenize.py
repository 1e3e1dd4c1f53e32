"""A claim is its homogeneous form at one: the rule homogenize."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x, y, h = sympy.symbols("x y h", positive=True)


def proof() -> Iterator[Residual]:
    p = x**2 * y - 3 * x + 2
    form = sympy.expand(h**3 * p.subs({x: x / h, y: y / h}, simultaneous=True))
    yield "back at one", sympy.expand(form.subs(h, 1) - p)
    yield "homogeneous", sympy.expand(form.subs({x: 2 * x, y: 2 * y, h: 2 * h}, simultaneous=True) - 8 * form)


ENTRY = Entry(
    id="rule_homogenize",
    title="A claim is its homogeneous form at one: the rule homogenize",
    variables={x: "a variable", y: "a variable", h: "the new variable"},
    statement=sympy.Eq(x**2 - x * h + h**2, h**2 * ((x / h) ** 2 - x / h + 1)),
    assumptions=(),
    argument=(
        "If the homogeneous forms of p and of the assumptions, with a new variable h > 0, satisfy the claim "
        "for all h > 0, they do at h = 1, where they are p and the assumptions themselves. "
    ),
    proof=proof,
    instances=({x: 1, y: 1, h: 2}, {x: 3, y: 1, h: "1/2"}),
    references=(),
)
