"""Floating-point views of polynomial conditions, to guide a search. Nothing here decides anything.

A condition is a polynomial P = sum_k c_k x^alpha_k and a wanted relation to zero. Its height at x is
P / sum_k |c_k x^alpha_k|, a number in [-1, 1] with the sign of P, whatever the scale of x. Positive variables
are x = e^u, real ones x = sinh(u), so that steps in u cover many scales.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import log
from typing import Any

import numpy as np
import numpy.typing as npt

from symflux.algebra import Polynomial
from symflux.positivity.condition import Condition
from symflux.work.budget import Budget

__all__ = ["Floats", "Landscape", "falling_directions"]

Floats = npt.NDArray[np.float64]

_TINY = -1e280  # the logarithm of zero, finite so that 0 times it is 0


class _Terms:
    """One polynomial as arrays."""

    def __init__(self, polynomial: Polynomial, names: Sequence[str]):
        column = {name: k for k, name in enumerate(names)}
        terms = list(polynomial.terms()) or [((), 0)]
        self.exponents = np.zeros((len(terms), len(names)))
        self.logs = np.zeros(len(terms))
        self.signs = np.zeros(len(terms))
        for row, (monomial, c) in enumerate(terms):
            for name, exponent in monomial:
                self.exponents[row, column[name]] = exponent
            self.logs[row] = log(abs(c)) if c else 0.0
            self.signs[row] = (c > 0) - (c < 0)
        self.parity = np.mod(self.exponents, 2)

    def weights(self, logs: Floats, negative: Floats) -> tuple[Floats, Floats]:
        """(signed terms, absolute terms) at each point, scaled so that the absolute terms add up to 1."""
        powers = logs @ self.exponents.T + self.logs
        top = powers.max(axis=1, keepdims=True)
        sizes = np.exp(np.maximum(powers - top, -700.0))
        sizes /= sizes.sum(axis=1, keepdims=True)
        sizes[top[:, 0] < _TINY / 2] = 0.0
        signs = self.signs * (1.0 - 2.0 * np.mod(negative @ self.parity.T, 2)) if negative.any() else self.signs
        return sizes * signs, sizes


class Landscape:
    """The heights of several conditions over the same variables."""

    def __init__(self, conditions: Sequence[Condition], names: Sequence[str], real: Collection[str]):
        self.names = tuple(names)
        self.relations = [relation for _, relation in conditions]
        self.terms = [_Terms(polynomial, self.names) for polynomial, _ in conditions]
        self.real = np.array([name in real for name in names], dtype=bool)
        self.size = sum(len(t.signs) for t in self.terms)

    def steps(self, points: int) -> float:
        """What the heights at so many points cost, in steps of counted work."""
        return 60 * len(self.terms) + 0.02 * points * self.size

    def descent_steps(self, points: int, moves: int) -> float:
        """What so many moves of a descent from so many points cost."""
        return moves * (60 + 100 * len(self.terms) + 0.06 * points * self.size)

    def heights(self, points: Floats) -> Floats:
        """One row a point, one column a condition."""
        logs = np.full(points.shape, _TINY)
        np.log(np.abs(points), out=logs, where=points != 0)
        negative = (points < 0).astype(float)
        return np.column_stack([t.weights(logs, negative)[0].sum(axis=1) for t in self.terms])

    def passes(self, points: Floats, slack: float = 1e-9) -> npt.NDArray[np.bool_]:
        """Which points may satisfy every condition, as far as floats can tell."""
        heights = self.heights(points)
        good = np.ones(len(points), dtype=bool)
        for k, relation in enumerate(self.relations):
            if relation == "==":
                good &= np.abs(heights[:, k]) <= slack
            elif relation != "!=":
                good &= heights[:, k] >= -slack
        return good

    def points(self, places: Floats) -> Floats:
        """x from u."""
        places = np.clip(places, -300.0, 300.0)
        return np.where(self.real, np.sinh(places), np.exp(np.where(self.real, 0.0, places)))

    def _slopes(self, places: Floats) -> Iterator[tuple[Floats, Floats]]:
        """Height and its gradient in u, condition by condition."""
        safe = np.where(self.real & (np.abs(places) < 1e-9), 1e-9, np.clip(places, -300.0, 300.0))
        points = self.points(safe)
        logs, negative = np.log(np.abs(points)), (points < 0).astype(float)
        chain = np.where(self.real, 1.0 / np.tanh(np.where(self.real, safe, 1.0)), 1.0)
        for t in self.terms:
            signed, sizes = t.weights(logs, negative)
            height = signed.sum(axis=1)
            gradient = (signed @ t.exponents - height[:, None] * (sizes @ t.exponents)) * chain
            yield height, gradient

    def loss(self, places: Floats, margin: float = 1e-3) -> tuple[Floats, Floats]:
        """How far the conditions are missed, and its gradient: the sum of what each height lacks.

        The height of a strict inequality is asked to be ``margin``.
        """
        loss, gradient = np.zeros(len(places)), np.zeros_like(places)
        for relation, (height, slope) in zip(self.relations, self._slopes(places), strict=True):
            if relation == "==":
                loss += np.abs(height)
                gradient += np.sign(height)[:, None] * slope
            elif relation != "!=":
                lack = (margin if relation == ">" else 0.0) - height
                missed = lack > 0
                loss[missed] += lack[missed]
                gradient[missed] -= slope[missed]
        return loss, gradient

    def descend(
        self, places: Floats, steps: int, *, rate: float = 0.3, margin: float = 1e-3
    ) -> Iterator[tuple[Floats, Floats]]:
        """Adam from every place at once; yields (places, losses) every ten steps."""
        first, second = np.zeros_like(places), np.zeros_like(places)
        for step in range(1, steps + 1):
            loss, gradient = self.loss(places, margin)
            if step % 10 == 1:
                yield places, loss
            size = np.linalg.norm(gradient, axis=1, keepdims=True)
            gradient = gradient / np.maximum(size, 1e-300)  # flat places far out move as fast as steep ones
            first = 0.9 * first + 0.1 * gradient
            second = 0.99 * second + 0.01 * gradient**2
            pace = rate * (1.0 - step / (steps + 1)) ** 1.5
            correction = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-12)
            places = np.clip(places - pace * correction, -200.0, 200.0)
        yield places, self.loss(places, margin)[0]

    def polish(self, place: Floats, free: npt.NDArray[np.bool_], which: int, steps: int = 40) -> tuple[Floats, float]:
        """Damped Newton towards a minimum of |height| of one condition, moving the free coordinates only."""
        t = self.terms[which]
        orientation = np.sign(float(self.heights(self.points(place[None]))[0, which])) or 1.0
        damping = 1e-3

        def value(where: Floats) -> tuple[float, Floats, Floats]:
            safe = np.where(self.real & (np.abs(where) < 1e-9), 1e-9, where)
            x = self.points(safe[None])
            signed, _ = t.weights(np.log(np.abs(x)), (x < 0).astype(float))
            chain = np.where(self.real, 1.0 / np.tanh(np.where(self.real, safe, 1.0)), 1.0)
            scaled = t.exponents * chain
            slope = signed[0] @ scaled
            curve = (scaled * signed[0][:, None]).T @ scaled
            bend = np.where(self.real, (1.0 - chain**2) * (signed[0] @ t.exponents), 0.0)
            return float(signed.sum()), slope, curve + np.diag(bend)

        height, slope, curve = value(place)
        for _ in range(steps):
            if abs(height) < 1e-17 or not free.any():
                break
            matrix = orientation * curve[np.ix_(free, free)]
            curvatures, axes = np.linalg.eigh(matrix)
            shift = max(0.0, -float(curvatures[0])) + damping * (abs(height) + 1e-12)
            stiffness = np.maximum(curvatures + shift, 1e-16 * (1.0 + abs(float(curvatures[-1]))))
            step = -axes @ ((axes.T @ (orientation * slope[free])) / stiffness)
            step *= min(1.0, 1.0 / max(float(np.abs(step).max()), 1e-300))
            trial = place.copy()
            trial[free] += step
            new = value(trial)
            if orientation * new[0] < orientation * height:
                place, (height, slope, curve), damping = trial, new, damping / 4
                if orientation * height < 0:
                    break
            else:
                damping *= 8
                if damping > 1e12:
                    break
        return place, abs(height)


def falling_directions(landscape: Landscape, which: int, budget: Budget) -> Iterator[list[int]]:
    """Integer directions w in which x = t^w makes one condition true for large t, if one term can outweigh the rest.

    For every term of the wanted sign that is a vertex of the Newton polytope: a linear program finds w with
    w . (alpha - beta) >= 1 for all other terms beta. The other inequalities are asked for the same where they
    have a single term of the wanted sign. (Positive variables only.)
    """
    from scipy.optimize import linprog  # slow to import, and most searches end before

    t = landscape.terms[which]
    others = []
    for k, (terms, relation) in enumerate(zip(landscape.terms, landscape.relations, strict=True)):
        wanted = np.flatnonzero(terms.signs > 0)
        if k != which and relation in (">", ">=") and len(wanted) == 1 and len(terms.signs) > 1:
            others.append(terms.exponents[wanted[0]] - np.delete(terms.exponents, wanted[0], axis=0))
    good = np.flatnonzero(t.signs > 0)
    centre = t.exponents.mean(axis=0)
    far = np.argsort(-np.linalg.norm(t.exponents[good] - centre, axis=1))
    for row in good[far]:
        rows = [t.exponents[row] - np.delete(t.exponents, row, axis=0), *others]
        matrix = np.concatenate(rows)
        if not len(matrix):
            yield [0] * matrix.shape[1]
            continue
        count = matrix.shape[1]
        if budget.is_spent:
            return
        budget.charge(2000 + 2 * matrix.size)
        # minimize sum |w|, w = plus - minus
        result: Any = linprog(
            np.ones(2 * count), A_ub=np.hstack([-matrix, matrix]), b_ub=-np.ones(len(matrix)), method="highs"
        )
        if result.status == 0:
            direction = result.x[:count] - result.x[count:]
            for factor in (1, 2, 3, 4, 6, 12):
                rounded = np.rint(direction * factor)
                if (matrix @ rounded > 0).all():
                    yield [int(v) for v in rounded]
                    break
