"""Polynomial equations in floating point: values, Jacobians, and Newton's method on many points at once.

Nothing here decides anything: what is found is recognized and verified exactly elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.positivity.points.landscape import Floats
from symflux.work.budget import Budget

__all__ = ["Equations", "independent_rows", "rank"]


class Equations:
    """Polynomials and their derivatives as arrays, each equation divided by the sum of its absolute terms."""

    def __init__(self, equations: Sequence[Polynomial], names: Sequence[str]):
        self.shape = (len(equations), len(names))
        listed = [*equations, *(p.derivative(n) for p in equations for n in names)]
        place = {name: k for k, name in enumerate(names)}
        rows, factors, starts = list[list[int]](), list[float](), list[int]()
        for p in listed:
            starts.append(len(rows))
            for monomial, c in p.terms() if not p.is_zero else [((), 0)]:
                row = [0] * len(names)
                for name, e in monomial:
                    row[place[name]] = e
                rows.append(row)
                factors.append(float(c))
        self.powers, self.factors, self.starts = np.array(rows), np.array(factors), np.array(starts)

    def __call__(self, points: Floats) -> tuple[Floats, Floats]:
        """(values, Jacobian), one equation a row, at each point."""
        count, width = self.shape
        terms = np.prod(points[:, None, :] ** self.powers[None], axis=2) * self.factors
        sums = np.add.reduceat(terms, self.starts, axis=1)
        sizes = np.add.reduceat(np.abs(terms), self.starts, axis=1)[:, :count] + 1e-300
        return sums[:, :count] / sizes, sums[:, count:].reshape(-1, count, width) / sizes[:, :, None]

    def solve(
        self, points: Floats, free: Any, positive: Any, budget: Budget, steps: int = 60
    ) -> tuple[Floats, Floats]:
        """Levenberg-Marquardt from every point at once, moving the free coordinates; (points, largest residuals).

        Coordinates that are ``positive`` stay so.
        """
        x = np.array(points, dtype=float)
        damping = np.full(len(x), 1e-2)
        values, slopes = self(x)
        for _ in range(steps):
            budget.charge(200 + len(x) * (0.02 * len(self.factors) + 0.02 * x.shape[1] ** 2 + 2))
            j = np.clip(np.nan_to_num(slopes * free), -1e100, 1e100)
            normal = j.transpose(0, 2, 1) @ j
            scale = np.trace(normal, axis1=1, axis2=2) + 1e-9
            normal += (damping * scale)[:, None, None] * np.eye(x.shape[1])
            right = np.einsum("ski,sk->si", j, np.nan_to_num(values))
            step = np.linalg.solve(normal, right[:, :, None])[:, :, 0] * free
            trial = x - step
            trial = np.where(positive & (trial <= 0.05 * x), 0.05 * x, np.clip(trial, -1e12, 1e12))
            new, slope = self(trial)
            better = np.nan_to_num(np.abs(new), nan=1e9).sum(axis=1) < np.abs(values).sum(axis=1)
            x[better], values[better], slopes[better] = trial[better], new[better], slope[better]
            damping = np.clip(np.where(better, damping / 10, damping * 10), 1e-13, 1e8)
            if budget.is_spent:
                break
        return x, np.abs(values).max(axis=1)


def rank(matrix: Floats) -> int:
    """How many singular values are not small beside the largest."""
    if not matrix.size:
        return 0
    sizes = np.linalg.svd(matrix, compute_uv=False)
    return int((sizes > 1e-6 * max(float(sizes[0]), 1e-12)).sum())


def independent_rows(matrix: Floats) -> list[int]:
    """Rows that span the row space, the longest first."""
    work, chosen = np.array(matrix), list[int]()
    largest = np.linalg.norm(work, axis=1).max(initial=0)
    while len(chosen) < work.shape[1]:
        lengths = np.linalg.norm(work, axis=1)
        best = int(lengths.argmax()) if len(lengths) else 0
        if not len(lengths) or lengths[best] < 1e-6 * max(float(largest), 1e-12):
            break
        chosen.append(best)
        direction = work[best] / lengths[best]
        work = work - np.outer(work @ direction, direction)
    return chosen
