"""A claim that fails only where an assumption does: the rule excluded."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual

g, h = sympy.symbols("g h", real=True)


def proof() -> Iterator[Residual]:
    yield "the two sides cancel", g + (-g)


ENTRY = Entry(
    id="rule_excluded",
    title="A claim that fails only where an assumption does: the rule excluded",
    variables={g: "the value of the assumed polynomial", h: "the value of its negative"},
    statement=sympy.Not(sympy.And(g >= 0, h > 0)),
    assumptions=(sympy.Eq(g + h, 0),),
    argument=(
        "g > 0 and -g >= 0 exclude each other, and so do g >= 0 and -g > 0, g = 0 and a strict sign. At a point of "
        "the region the claim holds, or it fails; there the proof, which may assume so, says that g does too, against "
        "the assumption: there is no such point. For g >= 0 a proof of -g >= 0 leaves the wall g = 0, and is refused. "
    ),
    proof=proof,
    instances=({g: 1, h: -1}, {g: 0, h: 0}, {g: -2, h: 2}),
    references=(),
)
