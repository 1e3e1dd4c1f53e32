"""One point refutes a universal claim: the rule point."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x = sympy.Symbol("x", positive=True)


def proof() -> Iterator[Residual]:
    t = sympy.Symbol("t")
    yield "reduced modulo t**2 - 2", sympy.rem(t**4 - 3 * t**2 + 2, t**2 - 2, t)


ENTRY = Entry(
    id="rule_point",
    title="One point refutes a universal claim: the rule point",
    variables={x: "the value of the variable"},
    statement=sympy.Ne((x - 1) ** 2 > 0, sympy.Eq(x, 1)),
    assumptions=(),
    argument=(
        "A claim for all points is false if it fails at one at which the assumptions hold. Values are "
        "rational, or polynomials in a real root t of a polynomial m, fixed by an interval on which m changes "
        "sign: polynomials in t are reduced modulo m, and zero or of one sign on the whole interval, as Horner's "
        "scheme on intervals shows if it is narrow enough. Quantities of a network are worked out at the point "
        "(derivation rule_network), where V >= 0 and a positive Hurwitz determinant make the steady state "
        "unique. "
    ),
    proof=proof,
    instances=({x: 1}, {x: 2}, {x: "1/2"}),
    references=(),
)
