"""Claims that are linear or concave in a variable with two bounds: enough to look at both ends of its interval.

Where the variable stands in no other assumption nothing is lost: whatever holds at the ends holds between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Assumption, Goal, Node

__all__ = ["Interval", "intervals", "prove_at_ends"]

Prove = Callable[[Goal], Node | None]
_TERMS = 4000  #: of a polynomial at an end
_GONE = Assumption(Polynomial.constant(0), "==")  # an assumption that the finders leave alone


class Interval(NamedTuple):
    """A variable between l/c and h/d, by the assumptions of these numbers; without a lower one it is >= 0."""

    name: str
    low: int | None
    high: int
    bottom: tuple[Polynomial, Polynomial]  #: l, c
    top: tuple[Polynomial, Polynomial]  #: h, d
    strict: tuple[bool, bool]


def intervals(goal: Goal) -> Iterator[Interval]:
    """The variables in which the claim is linear, or concave, and that stand in two bounds and nowhere else.

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> goal = Goal(1 - a * b, ">=", (Assumption(2 - a, ">="),))
    >>> [(found.name, found.low, found.high) for found in intervals(goal)]
    [('a', None, 0)]
    """
    for name in goal.polynomial.names:
        rows = goal.polynomial.coefficients_in(name)
        if len(rows) > 3:
            continue
        where = [k for k, (g, _, _) in enumerate(goal.assumptions) if name in g.names]
        bounds = {k: _bound(goal, k, name) for k in where}
        if any(bound is None for bound in bounds.values()):
            continue
        lows = [k for k in where if (found := bounds[k]) is not None and found[2] > 0]
        highs = [k for k in where if (found := bounds[k]) is not None and found[2] < 0]
        if len(highs) != 1 or len(lows) != (name in goal.real):
            continue
        top = bounds[highs[0]]
        bottom = bounds[lows[0]] if lows else (Polynomial.constant(0), Polynomial.constant(1), 1)
        if top is None or bottom is None:
            continue
        positive = goal.assumptions[lows[0]][1] == ">" if lows else frozenset((name,)) in goal.clauses
        strict = positive, goal.assumptions[highs[0]][1] == ">"
        yield Interval(name, lows[0] if lows else None, highs[0], bottom[:2], top[:2], strict)


def _bound(goal: Goal, number: int, name: str) -> tuple[Polynomial, Polynomial, int] | None:
    """(l, c, 1) for c x - l, (h, d, -1) for h - d x, with c or d plainly positive; None for anything else."""
    g, relation, _ = goal.assumptions[number]
    rows = g.coefficients_in(name)
    if relation == "==" or len(rows) != 2:
        return None
    slope = rows[1].sign(goal.real)
    if not slope or not goal.is_covered([frozenset(n for n, _ in m) for m, _ in rows[1].terms()]):
        return None
    return (-rows[0], rows[1], 1) if slope > 0 else (rows[0], -rows[1], -1)


def prove_at_ends(goal: Goal, interval: Interval, prove: Prove, quickly: Prove) -> Node | None:
    """The node, its ends proved by ``prove``, that it is concave ``quickly``.

    Of a strict claim one end may be a zero that the variable does not reach.
    """
    name = interval.name
    rows = goal.polynomial.coefficients_in(name)
    used = {interval.low, interval.high}
    given = tuple(_GONE if k in used else g for k, g in enumerate(goal.assumptions))
    below, above = (_at(rows, *end) for end in (interval.bottom, interval.top))
    if len(below) + len(above) > _TERMS:
        return None
    inner = replace(goal, assumptions=given, clauses=frozenset(c for c in goal.clauses if name not in c))
    concave = None
    if len(rows) == 3:
        concave = quickly(inner.with_polynomial(-rows[2], ">="))
        if concave is None:
            return None
    nodes: list[Node | None] = []
    weak = None
    ends = zip(("at_low", "at_high"), (below, above), (interval.low, interval.high), interval.strict, strict=True)
    for key, polynomial, number, strict in ends:
        may_be = not (polynomial.is_zero and goal.is_strict)
        node = prove(inner.with_polynomial(polynomial, goal.relation)) if may_be else None
        if node is None and goal.is_strict and strict and weak is None:
            weak, node = key, prove(inner.with_polynomial(polynomial, ">="))
        if node is None:
            return None
        factor = Fraction(1) if polynomial.is_zero else _factor(goal, number) ** (len(rows) - 1)
        nodes.append(rules.scaled(factor, polynomial, node))
    low, high = nodes
    assert low is not None
    assert high is not None
    return rules.ends(name, (interval.low, interval.high), low, high, weak=weak, concave=concave)


def _factor(goal: Goal, number: int | None) -> Fraction:
    """What the checker has in front of a bound."""
    return Fraction(1) if number is None else goal.assumptions[number].factor


def _at(rows: list[Polynomial], over: Polynomial, under: Polynomial) -> Polynomial:
    """sum row_e over**e under**(n - e), which is under**n p(over/under)."""
    total, n = Polynomial.constant(0), len(rows) - 1
    for e, row in enumerate(rows):
        if not row.is_zero:
            total = total + row * over**e * under ** (n - e)
    return total
