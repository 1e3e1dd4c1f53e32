"""A concave function is above its chord: the rule ends."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

t, low, high, p0, p1, p2 = sympy.symbols("t L H p_0 p_1 p_2", real=True)
l, c, h, d = sympy.symbols("l c h d", positive=True)


def p(x: sympy.Expr) -> sympy.Expr:
    """The polynomial, of degree two in the variable."""
    return p2 * x**2 + p1 * x + p0


def proof() -> Iterator[Residual]:
    x = t * low + (1 - t) * high
    chord = t * p(low) + (1 - t) * p(high)
    yield "above the chord", sympy.expand(p(x) - chord + p2 * t * (1 - t) * (high - low) ** 2)
    yield "cleared below", sympy.expand(c**2 * p(l / c) - (p2 * l**2 + p1 * l * c + p0 * c**2))
    yield "cleared above", sympy.expand(d**2 * p(h / d) - (p2 * h**2 + p1 * h * d + p0 * d**2))


ENTRY = Entry(
    id="rule_ends",
    title="A concave function is above its chord: the rule ends",
    variables={t: "the part of the lower end", low: "the lower end", high: "the upper end", p0: "", p1: "", p2: ""},
    statement=sympy.Ge(p(t * low + (1 - t) * high), t * p(low) + (1 - t) * p(high)),
    assumptions=(sympy.Ge(t, 0), sympy.Le(t, 1), sympy.Le(p2, 0)),
    argument=(
        "Between L and H the variable is t L + (1 - t) H with 0 <= t <= 1, and p there is t p(L) + (1 - t) p(H) minus "
        "p2 t (1 - t) (H - L)**2, which is no less than the chord where p2 <= 0. So p is >= 0 if it is at both ends, "
        "and > 0 if it is at both; and if it is > 0 at one end and >= 0 at the other, where the variable never is, "
        "then the first has a part > 0. Where L = H the variable is there, and p is p(L). "
    ),
    proof=proof,
    instances=({t: "1/3", low: 0, high: 2, p0: 1, p1: 1, p2: -1}, {t: 1, low: -1, high: 2, p0: 0, p1: 2, p2: 0}),
    references=(),
)
