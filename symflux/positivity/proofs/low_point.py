"""Where a polynomial is smallest against its own terms, in floating point: a hint where to split or to touch."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.positivity.proofs.goal import Goal
from symflux.work.budget import Budget

__all__ = ["low_point", "small_ray"]

Floats = Any


class _Terms:
    def __init__(self, polynomial: Polynomial, names: Sequence[str]):
        place = {name: k for k, name in enumerate(names)}
        self.powers = np.zeros((len(polynomial), len(names)))
        self.coefficients = np.zeros(len(polynomial))
        largest = max((abs(c) for _, c in polynomial.terms()), default=1)
        for row, (monomial, c) in enumerate(polynomial.terms()):
            self.coefficients[row] = c / largest
            for name, e in monomial:
                self.powers[row, place[name]] = e

    def ratio(self, logs: Floats) -> Floats:
        """p / (sum of absolute terms), in [-1, 1], at points given by logarithms (one a row)."""
        heights = logs @ self.powers.T
        heights -= heights.max(axis=1, keepdims=True)
        values = np.exp(heights) * self.coefficients
        return values.sum(axis=1) / np.abs(values).sum(axis=1)


def low_point(goal: Goal, budget: Budget | None = None, *, seed: int = 0) -> tuple[dict[str, float], float] | None:
    """(point, ratio) with p / (sum of absolute terms) about smallest, positive coordinates, assumptions kept."""
    names = goal.names
    if not names or goal.polynomial.is_zero:
        return None
    target = _Terms(goal.polynomial, names)
    given = [(_Terms(g, names), r) for g, r, _ in goal.assumptions if not g.is_zero]
    if budget is not None:
        budget.charge(2000 + 30 * (len(goal.polynomial) + sum(len(g) for g, _, _ in goal.assumptions)))
    random = np.random.default_rng(seed)

    def cost(logs: Floats) -> Floats:
        value = target.ratio(logs)
        for terms, relation in given:
            side = terms.ratio(logs)
            value = value + 10 * (np.abs(side) if relation == "==" else np.maximum(-side, 0))
        return value

    spread = random.normal(size=(300, len(names))) * random.uniform(0.2, 3, (300, 1))
    logs = np.vstack([np.zeros((1, len(names))), spread])
    values = cost(logs)
    best, least = logs[values.argmin()], values.min()
    width = 0.7
    for _ in range(40):
        around = best + width * random.normal(size=(30, len(names)))
        values = cost(around)
        if values.min() < least:
            best, least = around[values.argmin()], values.min()
        else:
            width *= 0.7
    best = best - np.median(best)
    return {name: float(np.exp(np.clip(x, -12, 12))) for name, x in zip(names, best, strict=True)}, float(least)


def small_ray(point: dict[str, float], parts: int) -> dict[str, int]:
    """Integers in about these proportions; coordinates that are small against the others are left out."""
    largest = max(point.values())
    kept = {n: x / largest for n, x in point.items() if x > largest / (2 * parts)}
    exact = {n: Fraction(x).limit_denominator(parts) for n, x in kept.items()}
    exact = {n: x for n, x in exact.items() if x}
    common = lcm(*(x.denominator for x in exact.values()))
    whole = {n: int(x * common) for n, x in exact.items()}
    shared = gcd(*whole.values())
    return {n: x // shared for n, x in whole.items()}
