"""Sums of squares for f p, where p itself is none: f a variable, a sum of variables or of squares, or a power of it."""

from __future__ import annotations

from collections.abc import Iterator

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.squares import prove_by_squares
from symflux.work.budget import Budget, Limit, Spent

__all__ = ["prove_by_multiplied_squares"]

_TERMS = 4000  #: of the product before like ones are added


def prove_by_multiplied_squares(goal: Goal, *, seconds: Limit) -> Node | None:
    """A ``multiply`` node with a factor that is plainly positive, and squares for the product; or None.

    Raises :class:`Spent` where some product would be more work than is left.
    """
    budget, is_complete = Budget.of(seconds), True
    for factor, is_dense in _factors(goal):
        if budget.is_spent or len(factor) * len(goal.polynomial) > _TERMS:
            continue
        raised = goal.with_polynomial(goal.polynomial * factor, goal.relation)
        part = budget.part(0.5 * budget.left)
        try:
            node = prove_by_squares(raised, seconds=part, with_assumptions=bool(goal.assumptions))
        except Spent:
            is_complete = False
            continue
        if node is not None:
            positive = prove_by_squares(goal.with_polynomial(factor, ">="), seconds=1.0) if is_dense else rules.sage()
            return None if positive is None else rules.multiply(factor, positive, node, dense=is_dense)
    if not is_complete:
        raise Spent
    return None


def _factors(goal: Goal) -> Iterator[tuple[Polynomial, bool]]:
    """Polynomials that are seen to be positive on the region; True with one that is >= 0, and not zero everywhere."""
    variables = [Polynomial.variable(n) for n in goal.names]
    positive = [Polynomial.variable(n) for n in goal.names if n not in goal.real]
    real = [Polynomial.variable(n) for n in goal.names if n in goal.real]
    zero = Polynomial.constant(0)
    listed: list[Polynomial] = []
    if positive:
        listed.append(sum(positive, zero))
    if real or not goal.is_homogeneous:
        listed.append(sum((x * x for x in real), sum(positive, Polynomial.constant(1))))
    listed += positive[:6] if real else []
    if positive and len(variables) <= 6:
        listed.append(sum(positive, zero) ** 2)
    for factor in listed:
        if goal.is_covered([frozenset(n for n, _ in m) for m, _ in factor.terms()]):
            yield factor, False
    if goal.relation == ">=" and real and goal.is_homogeneous and all(r == ">" for _, r, _ in goal.assumptions):
        yield sum((x * x for x in real), sum((x * x for x in positive), zero)), True
        if len(real) <= 4:
            yield sum((x * x for x in real), sum((x * x for x in positive), zero)) ** 2, True
