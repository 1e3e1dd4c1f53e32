"""Linear assumptions become signs of variables: a + b - c > 0 is a new variable, and an old one goes.

The sides of a triangle are sums of two positive numbers; a >= b is a = b + y. After the change no assumption need be
looked at where all of them are plain, and nothing is lost: the change can be undone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.equalities import Eliminated
from symflux.positivity.proofs.goal import Assumption, Goal, Node, is_visibly_nonnegative

__all__ = ["Changed", "changed"]

_MOST = 6  #: new variables


class Changed(NamedTuple):
    """The goal in new variables, and the way back."""

    goal: Goal
    steps: tuple[tuple[str, Polynomial, Node, bool, Eliminated], ...]

    def sample(self, sample: Mapping[str, Fraction]) -> dict[str, Fraction]:
        """A point in the new variables too."""
        values = dict(sample)
        for name, value, _, _, _ in self.steps:
            values[name] = value.evaluate({n: values.get(n, Fraction(1)) for n in value.names})
        return values

    def node(self, proof: Node) -> Node:
        """A proof of the goal as it was, from one of the goal in new variables."""
        for name, value, positive, strict, found in reversed(self.steps):
            proof = rules.introduce(name, value, positive, found.node(proof), strict=strict)
        return proof


def changed(goal: Goal) -> Changed | None:
    """The goal with signs of variables in place of its linear assumptions, all others plain; or None.

    Assumptions on other variables than those of the claim stay as they are, and out of sight.

    >>> a, b, c = (Polynomial.variable(n) for n in "abc")
    >>> given = tuple(Assumption(g, ">") for g in (b + c - a, c + a - b, a + b - c))
    >>> clauses = frozenset(frozenset(n) for n in "abc")
    >>> found = changed(Goal(a * b * c - (b + c - a) * (c + a - b) * (a + b - c), ">=", given, clauses=clauses))
    >>> print(found.goal.polynomial)
    8*y**2*y_ + 4*y**2*y__ + 8*y*y_**2 - 24*y*y_*y__ + 2*y*y__**2 + 4*y_**2*y__ + 2*y_*y__**2
    """
    steps: list[tuple[str, Polynomial, Node, bool, Eliminated]] = []
    near, count = _near(goal), len(goal.assumptions)
    while len(steps) < _MOST:
        numbers = [k for k in sorted(near) if _is_open(goal, k)]
        if not numbers:
            break
        step = next((s for k in numbers if (s := _step(goal, k, len(steps))) is not None), None)
        if step is None:
            return None
        steps.append(step)
        goal = step[-1].goal
    mattering = [k for k in range(len(goal.assumptions)) if k in near or k >= count]
    if not steps or any(not _is_plain(goal, k) for k in mattering):
        return None
    gone = (Assumption(Polynomial.constant(0), "=="),) * len(goal.assumptions)  # they say nothing any more
    return Changed(replace(goal, assumptions=gone), tuple(steps))


def _near(goal: Goal) -> set[int]:
    """The numbers of the assumptions that have to do with the claim, by the variables that they share."""
    names, found = set(goal.polynomial.names), set[int]()
    while True:
        more = {k for k, (g, _, _) in enumerate(goal.assumptions) if k not in found and names & set(g.names)}
        if not more:
            return found
        found |= more
        names.update(*(goal.assumptions[k][0].names for k in more))


def _is_plain(goal: Goal, number: int) -> bool:
    g, relation, _ = goal.assumptions[number]
    return g.is_zero or (relation != "==" and is_visibly_nonnegative(g, goal.real))


def _is_open(goal: Goal, number: int) -> bool:
    g, relation, _ = goal.assumptions[number]
    return relation != "==" and g.total_degree == 1 and not set(g.names) & goal.real and not _is_plain(goal, number)


def _step(goal: Goal, number: int, order: int) -> tuple[str, Polynomial, Node, bool, Eliminated] | None:
    """One assumption made a variable, and the variable that goes for it: one with a positive factor there."""
    g, relation, factor = goal.assumptions[number]
    known = {*goal.names, *(n for clause in goal.clauses for n in clause)}
    name = next(n for n in (f"y{'_' * k}" for k in range(order, order + 50)) if n not in known)
    strict = relation == ">"
    clauses = goal.clauses | ({frozenset((name,))} if strict else frozenset())
    equation = Polynomial.variable(name) - g
    wider = replace(goal, clauses=clauses, assumptions=(*goal.assumptions, Assumption(equation, "==")))
    proof = rules.sage(multiples=[([number], 1 / factor)])
    slopes = [(len(g.names), n) for n in g.names if g.coefficients_in(n)[1].constant_value > 0]
    for _, gone in sorted(slopes):
        try:
            found = Eliminated(wider, len(goal.assumptions), gone)
        except ValueError:
            continue
        return name, g, proof, strict, found
    return None
