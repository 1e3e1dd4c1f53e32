"""Claims of odd degree in a root: p = A + B with x**k == h, A in powers of x**k, B odd in x**(k/2).

Where A and B have different signs, one of A - B and B - A is f > 0, and f p = A**2 - B**2 or its negative is in powers
of x**k, so that the equality takes x away. The claims that come of it speak of the squares of both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from symflux.algebra import Polynomial
from symflux.positivity.proofs.goal import Goal

__all__ = ["Conjugate", "conjugates"]

_TERMS = 3000  #: of the product before like ones are added


class Conjugate(NamedTuple):
    """A factor f that is hoped to be positive, and f p."""

    factor: Polynomial
    product: Polynomial


def conjugates(goal: Goal, sample: Mapping[str, Fraction], only: str | None = None) -> Iterator[Conjugate]:
    """Factors for the goal, those of the shortest products first; ``only`` those by this root.

    >>> from symflux.positivity.proofs.goal import Assumption
    >>> s, a, b = (Polynomial.variable(name) for name in "sab")
    >>> goal = Goal(a + b - 2 * s, ">=", (Assumption(s * s - a * b, "=="),))
    >>> [(str(each.factor), str(each.product)) for each in conjugates(goal, {"s": Fraction(2), "b": Fraction(4)})]
    [('a + b + 2*s', 'a**2 + 2*a*b + b**2 - 4*s**2')]
    """
    found = []
    for k, (g, relation, _) in enumerate(goal.assumptions):
        split = [(name, parts) for name in g.names if relation == "==" and (parts := _parts(goal, k, name)) is not None]
        if len(split) > 1:  # a sphere has no root; a**2 + b**2 == s**2 has one
            split = [(name, parts) for name, parts in split if _is_root(goal, k, name)]
        for name, (even, odd) in split:
            if only is not None and name != only:
                continue
            if len(even) ** 2 + len(odd) ** 2 > _TERMS:
                continue
            upper = _value(even, sample) >= _value(odd, sample)
            factor = even - odd if upper else odd - even
            square = even * even - odd * odd
            found.append((len(square), k, name, Conjugate(factor, square if upper else -square)))
    yield from (each[-1] for each in sorted(found, key=lambda each: each[:3]))


def _parts(goal: Goal, number: int, name: str) -> tuple[Polynomial, Polynomial] | None:
    """The parts of p even and odd in x**(k/2), where the assumption is c x**k - h and x occurs in no other way."""
    rows = goal.assumptions[number][0].coefficients_in(name)
    power = len(rows) - 1
    if power % 2 or any(not row.is_zero for row in rows[1:-1]) or not rows[-1].sign(goal.real):
        return None
    half = power // 2
    for k, (g, _, _) in enumerate(goal.assumptions):
        if k != number and any(e % power and not row.is_zero for e, row in enumerate(g.coefficients_in(name))):
            return None
    even, odd = Polynomial.constant(0), Polynomial.constant(0)
    x = Polynomial.variable(name)
    for e, row in enumerate(goal.polynomial.coefficients_in(name)):
        if row.is_zero:
            continue
        if e % half:
            return None
        if e % power:
            odd = odd + row * x**e
        else:
            even = even + row * x**e
    return None if odd.is_zero or even.is_zero else (even, odd)


def _is_root(goal: Goal, number: int, name: str) -> bool:
    """Whether the assumption gives x**k as what is plainly positive."""
    rows = goal.assumptions[number][0].coefficients_in(name)
    slope = rows[-1].sign(goal.real)
    return bool(slope) and (rows[0] * -(slope or 1)).sign(goal.real) == 1


def _value(p: Polynomial, sample: Mapping[str, Fraction]) -> Fraction:
    return p.evaluate({n: sample.get(n, Fraction(1)) for n in p.names})
