"""The cones of a star subdivision cover the cone: the rule star."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x, y = sympy.symbols("x y", nonnegative=True)
u, v = sympy.symbols("u v", positive=True)
t = sympy.Min(x / u, y / v)


def proof() -> Iterator[Residual]:
    s, r = sympy.symbols("s r")
    yield "substituted back, first cone", sympy.expand((u * s) - u * s + (r + v * s) - v * s - r)
    yield "the ray itself", sympy.expand((u * s) * v - (v * s) * u)


ENTRY = Entry(
    id="rule_star",
    title="The cones of a star subdivision cover the cone: the rule star",
    variables={x: "a coordinate", y: "a coordinate", u: "its part in the new ray", v: "its part in the new ray"},
    statement=sympy.And(x - u * t >= 0, y - v * t >= 0, sympy.Or(sympy.Eq(x, u * t), sympy.Eq(y, v * t))),
    assumptions=(),
    argument=(
        "Let w > 0 have the support F and put t = min z_k/w_k over F. Then z' = z - t w >= 0 on F, with z_k' "
        "= 0 where the minimum is attained; so z = t w + z' lies in the cone where w takes the place of the "
        "ray k. The substitution z_k = w_k t, z_j = z_j' + w_j t maps that cone onto coordinates >= 0, and "
        "z_j > 0 says that z_j' or t is > 0: t, which keeps the name z_k, joins every clause that holds one "
        "of the z_j. If all members of F were > 0 so is t. "
    ),
    proof=proof,
    instances=({x: 1, y: 1, u: 1, v: 1}, {x: 5, y: 2, u: 2, v: 3}, {x: 0, y: 4, u: 1, v: 1}),
    references=(),
)
