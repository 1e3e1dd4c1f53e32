"""A non-negative combination of assumptions is not negative: the rule farkas."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

x, y, z, h = sympy.symbols("x y z h", real=True)


def proof() -> Iterator[Residual]:
    yield "multiplied out", sympy.expand((x - y) + h * (y - z) - (x - z + (h - 1) * (y - z)))


ENTRY = Entry(
    id="rule_farkas",
    title="A non-negative combination of assumptions is not negative: the rule farkas",
    variables={x: "any number", y: "any number", z: "any number", h: "the multiplier"},
    statement=x - z + (h - 1) * (y - z) >= 0,
    assumptions=(x - y >= 0, y - z >= 0, h >= 0),
    argument=(
        "If p = sum h_k g_k + terms, every h_k and every term is >= 0 on the region, and every g_k >= 0 there "
        "by assumption, then p >= 0. If some h_k is > 0 on a face and its assumptions are strict, p > 0 on "
        "that face. An equality g = 0 may be multiplied by anything. For linear p and g with constant h this "
        "is complete (derivation linear_alternative). "
    ),
    proof=proof,
    instances=({x: 3, y: 2, z: 1, h: 1}, {x: 2, y: 2, z: 2, h: 0}, {x: 5, y: 0, z: -1, h: 7}),
    references=(),
)
