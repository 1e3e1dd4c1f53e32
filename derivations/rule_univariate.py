"""No sign changes lost, no roots: the rule univariate (Sturm)."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x, a, b = sympy.symbols("x a b", real=True)


def proof() -> Iterator[Residual]:
    X = sympy.Symbol("X")
    f = X**2 + a * X + b
    chain = [f, sympy.diff(f, X)]
    chain.append(-sympy.rem(chain[0], chain[1], X))
    yield "the last element is the discriminant over 4", sympy.expand(chain[2] - (a**2 - 4 * b) / 4)
    yield "completed square", sympy.expand(f - (X + a / 2) ** 2 - (4 * b - a**2) / 4)


ENTRY = Entry(
    id="rule_univariate",
    title="No sign changes lost, no roots: the rule univariate (Sturm)",
    variables={x: "any number", a: "the linear coefficient", b: "the constant"},
    statement=x**2 + a * x + b > 0,
    assumptions=(4 * b - a**2 > 0,),
    argument=(
        "Sturm: let f_0 = f, f_1 = f', f_{k+1} = - remainder of f_{k-1} by f_k. Passing x through a root of "
        "an inner f_k does not change the number of sign changes (its neighbours have opposite signs there), "
        "passing a root of f loses one. So the number of distinct roots in an interval whose ends are no "
        "roots is the loss of sign changes; multiple roots only divide the chain by a common factor. With no "
        "root the sign of the leading coefficient is the sign everywhere. On x > 0 the signs at 0+ are those "
        "of the lowest coefficients. A homogeneous polynomial in two positive variables has the sign of its "
        "restriction to one of them = 1. "
    ),
    proof=proof,
    instances=({x: 1, a: 1, b: 1}, {x: -5, a: 3, b: 4}, {x: 0, a: 0, b: "1/2"}),
    references=("Sturm 1829",),
)
