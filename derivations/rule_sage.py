"""A weighted AM-GM form is not negative: the rule sage."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x, y, w = sympy.symbols("x y w", positive=True)
p, q = sympy.symbols("p q", integer=True, positive=True)


def proof() -> Iterator[Residual]:
    u = sympy.Symbol("u", positive=True)
    # tangents of a convex function: u**n - n u + n - 1 = (u - 1)**2 times a polynomial with positive coefficients
    for n in range(2, 9):
        rest = sum((n - 1 - k) * u**k for k in range(n - 1))
        yield f"{n} numbers, one of them free", sympy.expand(u**n - n * u + n - 1 - (u - 1) ** 2 * rest)


ENTRY = Entry(
    id="rule_sage",
    title="A weighted AM-GM form is not negative: the rule sage",
    variables={x: "a positive number", y: "a positive number", p: "a weight", q: "a weight", w: "the scale of both"},
    statement=w * (p * x**q + q * y ** (-p)) >= w * (p + q),
    assumptions=(p * q <= 100,),
    argument=(
        "For weights w_a > 0 with sum w_a (a - b) = 0 the numbers u_a = (x/X)**(a - b) have the weighted "
        "geometric mean prod u_a**w_a = (x/X)**0 = 1. Since exp is convex, sum w_a u_a >= (sum w_a) prod "
        "u_a**(w_a/sum w_a) = sum w_a. Multiply by x**b >= 0: sum w_a X**(b-a) x**a >= (sum w_a) x**b, and by "
        "continuity on the boundary x_i = 0. For real variables put absolute values; the a are even there. "
        "Subtracting such forms, and products of assumptions with polynomials that have terms >= 0, from p "
        "leaves terms >= 0, so p >= 0; it is > 0 where one of these terms is, or a multiple of strict assumptions "
        "whose polynomial is > 0. An equality may be multiplied by anything. For linear p and g with numbers for "
        "multipliers this is Farkas' lemma, and complete (derivation linear_alternative). The instance has the two "
        "terms u = x**q and u' = y**-p with weights p, q on x = y. "
    ),
    proof=proof,
    instances=({x: 2, y: 2, p: 1, q: 1, w: 1}, {x: 3, y: 3, p: 2, q: 3, w: 2}, {x: "1/2", y: "1/2", p: 1, q: 4, w: 1}),
    references=("Reznick 1989", "Chandrasekaran, Shah 2016", "Farkas 1902"),
)
