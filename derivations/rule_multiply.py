"""A positive factor does not change a sign: the rule multiply."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

f, p = sympy.symbols("f p", real=True)


def proof() -> Iterator[Residual]:
    q = sympy.Symbol("q", positive=True)
    yield "divided again", sympy.cancel(q * p / q) - p


ENTRY = Entry(
    id="rule_multiply",
    title="A positive factor does not change a sign: the rule multiply",
    variables={f: "the positive factor", p: "the polynomial"},
    statement=sympy.Eq(sympy.sign(f * p), sympy.sign(p)),
    assumptions=(f > 0,),
    argument=(
        "p = (f p)/f, and 1/f > 0 where f > 0. With f the cofactor of an assumption, f p = g > 0 gives p > 0: "
        "how a flux whose numerator vanishes only where uniqueness is lost is positive elsewhere. "
        "Where f >= 0 is not zero everywhere and all assumptions are strict, the points with f > 0 are dense in the "
        "region, which is the closure of its interior; there p >= 0, and p is continuous. "
    ),
    proof=proof,
    instances=({f: 2, p: -3}, {f: "1/7", p: 0}, {f: 1, p: 5}),
    references=(),
)
