"""Equalities among the assumptions are used up: solved for a variable, or for a unit that makes all homogeneous."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Assumption, Goal, Node

__all__ = ["Eliminated", "eliminations", "unit_elimination"]


class Eliminated:
    """A goal with one equality c x**k - h == 0 solved for x**k, and how a proof of it proves the goal before.

    All is multiplied by powers of c > 0, so that coefficients stay integers. Raises :class:`ValueError` where an
    exponent of x is no multiple of k, or the sign of c is not plain.
    """

    def __init__(self, goal: Goal, number: int, name: str):
        self.number, self.name = number, name
        rows = goal.assumptions[number][0].coefficients_in(name)
        self.power, slope = len(rows) - 1, rows[-1]
        sign = slope.sign(goal.real)
        if not sign or self.power < 1 or any(not row.is_zero for row in rows[1:-1]):
            raise ValueError(f"no c {name}**k - h")
        self.bottom, self.top = slope * sign, rows[0] * -sign
        if not goal.is_covered([frozenset(n for n, _ in m) for m, _ in self.bottom.terms()]):
            raise ValueError("c may vanish")
        known = goal.assumptions[number][2]  # the checker has c and h times this, and divides by a number c
        self.unit = Fraction(abs(slope.constant_value)) if slope.is_constant else 1 / known
        given = []
        for p, relation, factor in goal.assumptions:
            put, scale = self._put(p)
            given.append(Assumption(put, relation, factor / scale))
        if name not in goal.real:
            strict = ">" if frozenset((name,)) in goal.clauses else ">="
            given.append(Assumption(self.top, strict, 1 / self.unit))
        polynomial, self.scale = self._put(goal.polynomial)
        clauses = frozenset(c for c in goal.clauses if name not in c)
        self.goal = Goal(polynomial, goal.relation, tuple(given), goal.real - {name}, clauses)

    def _put(self, p: Polynomial) -> tuple[Polynomial, Fraction]:
        """(c**n p, n the largest power of h/c in it; what that is, over what the checker has)."""
        rows = p.coefficients_in(self.name) if p.degree(self.name) else [p]
        if any(not row.is_zero for e, row in enumerate(rows) if e % self.power):
            raise ValueError(f"an exponent of {self.name} is no multiple of {self.power}")
        most, total = (len(rows) - 1) // self.power, Polynomial.constant(0)
        for n, row in enumerate(rows[:: self.power]):
            total = total + row * self.top**n * self.bottom ** (most - n)
        return total, self.unit**most

    def node(self, proof: Node) -> Node:
        """The proof of the goal before, from one of the goal after."""
        then = proof if self.scale == 1 else rules.multiply(self.scale, rules.sage(), proof)
        return rules.eliminate(self.number, self.name, then)


def eliminations(goal: Goal) -> Iterator[Eliminated]:
    """Every way to solve an equality for a variable, or for a power of it; those with the shortest result first."""
    found = []
    for k, (g, relation, _) in enumerate(goal.assumptions):
        for name in g.names if relation == "==" else ():
            with suppress(ValueError):
                one = Eliminated(goal, k, name)
                found.append((one.scale != 1 or not one.bottom.is_constant, len(one.goal.polynomial), k, name, one))
    yield from (each[-1] for each in sorted(found, key=lambda each: each[:-1]))


def unit_elimination(goal: Goal) -> Eliminated | None:
    """The homogeneous goal, its unit replaced by a form, where an equality says that the form is constant.

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> clauses = frozenset({frozenset({"a"}), frozenset({"b"})})
    >>> found = unit_elimination(Goal(1 - a * b, ">=", (Assumption(a + b - 2, "=="),), clauses=clauses))
    >>> print(found.goal.polynomial, found.name, found.scale)
    a**2 - 2*a*b + b**2 h 4
    """
    if goal.is_homogeneous:
        return None
    wider = goal.homogenized(goal.fresh_name)
    for k, (g, relation, _) in enumerate(wider.assumptions):
        if relation == "==" and goal.fresh_name in g.names:
            with suppress(ValueError):
                return Eliminated(wider, k, goal.fresh_name)
    return None
