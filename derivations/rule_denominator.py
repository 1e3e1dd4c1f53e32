"""A quotient has the sign of numerator times denominator: the first step of a claim."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

n, d = sympy.symbols("n d", real=True)


def proof() -> Iterator[Residual]:
    s = sympy.Symbol("s", nonzero=True)
    yield "extended by the denominator", sympy.cancel(n / s - n * s / s**2)


ENTRY = Entry(
    id="rule_denominator",
    title="A quotient has the sign of numerator times denominator: the first step of a claim",
    variables={n: "the numerator", d: "the denominator"},
    statement=sympy.Eq(sympy.sign(n / d), sympy.sign(n * d)),
    assumptions=(sympy.Ne(d, 0),),
    argument=(
        "n/d = n d / d**2 with d**2 > 0. The proof includes that d has one strict sign on the region, so the "
        "claim is defined everywhere; then n/d rel 0 is d/|d| n rel 0. An assumption that is a quotient is "
        "used as n d rel 0. What is not 0 is what has a positive square, and is read so. "
    ),
    proof=proof,
    instances=({n: 1, d: -2}, {n: 0, d: 3}, {n: -5, d: "-1/2"}),
    references=(),
)
