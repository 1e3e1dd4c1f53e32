"""Equalities among the assumptions, used up: solved for a variable, or first for the unit that makes all homogeneous."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node

__all__ = ["Eliminated", "eliminations", "unit_elimination"]


class Eliminated:
    """A goal with one equality c x - h == 0 solved for x, and how a proof of it proves the goal before.

    All is multiplied by powers of |c|, so that coefficients stay integers.
    """

    def __init__(self, goal: Goal, number: int, name: str):
        self.number, self.name = number, name
        g = goal.assumptions[number][0]
        slope = g.derivative(name).constant_value
        rest = g - Polynomial.variable(name) * slope
        self.top, self.bottom = (rest, -slope) if slope < 0 else (-rest, slope)
        given = []
        for p, relation, factor in goal.assumptions:
            put, scale = self._put(p)
            given.append((put, relation, factor / scale))
        if name not in goal.real:
            sign = ">" if frozenset((name,)) in goal.clauses else ">="
            given.append((self.top, sign, Fraction(1, self.bottom)))
        polynomial, self.scale = self._put(goal.polynomial)
        clauses = frozenset(c for c in goal.clauses if name not in c)
        self.goal = Goal(polynomial, goal.relation, tuple(given), goal.real - {name}, clauses)

    def _put(self, p: Polynomial) -> tuple[Polynomial, int]:
        """(b**n p(h/b), b**n), n the degree in x."""
        if self.bottom == 1:
            return p.compose({self.name: self.top}), 1
        degree, total = p.degree(self.name), Polynomial.constant(0)
        for power, c in enumerate(p.coefficients_in(self.name)):
            total = total + c * self.top**power * self.bottom ** (degree - power)
        return total, self.bottom**degree

    def node(self, proof: Node) -> Node:
        """The proof of the goal before, from one of the goal after."""
        then = proof if self.scale == 1 else rules.multiply(self.scale, rules.sage(), proof)
        return rules.eliminate(self.number, self.name, then)


def eliminations(goal: Goal) -> Iterator[Eliminated]:
    """Every way to solve an equality for a variable with a constant factor; factors of one first."""
    later = []
    for k, (g, relation, _) in enumerate(goal.assumptions):
        for name in g.names if relation == "==" else ():
            slope = g.derivative(name)
            if slope.is_constant and not slope.is_zero:
                if abs(slope.constant_value) == 1:
                    yield Eliminated(goal, k, name)
                else:
                    later.append((k, name))
    for k, name in later:
        yield Eliminated(goal, k, name)


def unit_elimination(goal: Goal) -> Eliminated | None:
    """The homogeneous goal, its unit replaced by a linear form, where an equality says that the form is constant.

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> clauses = frozenset({frozenset({"a"}), frozenset({"b"})})
    >>> found = unit_elimination(Goal(1 - a * b, ">=", ((a + b - 2, "==", Fraction(1)),), clauses=clauses))
    >>> print(found.goal.polynomial, found.name, found.scale)
    a**2 - 2*a*b + b**2 h 4
    """
    if goal.is_homogeneous:
        return None
    for k, (g, relation, _) in enumerate(goal.assumptions):
        constant = g.evaluate(dict.fromkeys(g.names, 0))
        if relation == "==" and g.total_degree == 1 and constant:
            return Eliminated(goal.homogenized(goal.fresh_name), k, goal.fresh_name)
    return None
