"""The polynomial inequality itself: a claim with its quantities expanded, proved by factors and the cone tree."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symflux.certificates import format as rules
from symflux.positivity.proofs.factors import prove_goal
from symflux.positivity.proofs.goal import Node
from symflux.positivity.proofs.opening import opening
from symflux.work.budget import Budget, Limit

__all__ = ["prove_directly"]


def prove_directly(
    template: Mapping[str, Any], on_network: bool, sample: Mapping[str, Fraction], seconds: Limit
) -> Node | None:
    """A proof of the claim with its quantities expanded."""
    budget = Budget.of(seconds)
    first = rules.network_step("determinants", {}) if on_network else None
    goal, denominator = opening(template, first, budget)
    unique = on_network and goal.is_strict and any(e % 2 == 0 for _, e in goal.polynomial.factor()[1])
    if unique:  # a factor that may vanish where uniqueness is lost: bring in that it is not
        with_it = opening(template, rules.network_step("determinants", {}, unique=True), budget)
        unique = len(with_it[0].assumptions) > len(goal.assumptions)  # a claim about it assumes nothing of it
        goal, denominator = with_it if unique else (goal, denominator)
    node: Node | None
    if denominator is None:
        node = prove_goal(goal, seconds=budget, sample=sample, hypothesis=unique)
    else:
        node = None
        value = denominator.evaluate({n: sample.get(n, Fraction(1)) for n in denominator.names})
        for sign in "+-" if value >= 0 else "-+":
            side = 1 if sign == "+" else -1
            part = budget.part(0.4 * budget.left)
            below = prove_goal(goal.with_polynomial(denominator * side, ">"), seconds=part, sample=sample)
            if below is not None:
                above = goal.with_polynomial(goal.polynomial * side, goal.relation)
                then = prove_goal(above, seconds=budget, sample=sample)
                node = None if then is None else rules.denominator(sign, below, then)
                break
    return node if node is None or not on_network else rules.network_step("determinants", node, unique=unique)
