"""The search for points with irrational coordinates: in floating point, then recognized and verified exactly.

Equations that such a point may satisfy are chosen among the conditions; Newton's method finds a common zero of as many
as there are free coordinates, to some hundred digits; the others are made simple numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from functools import reduce
from itertools import combinations, islice, permutations
from itertools import product as cartesian
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.algebra.recognition import refined
from symflux.algebra.ring import name_key
from symflux.positivity.condition import Condition, Point
from symflux.positivity.points.algebraic_point import AlgebraicPoint, in_one_field
from symflux.positivity.points.decomposition import has_one_sign
from symflux.positivity.points.equations import Equations, independent_rows, rank
from symflux.positivity.points.landscape import Floats, Landscape
from symflux.positivity.points.simple_numbers import TOLERANCES
from symflux.positivity.points.simple_numbers import near as simplest_near
from symflux.work.budget import Budget, Limit

__all__ = ["find_algebraic_point"]

_TERMS = 300  #: of all the equations together


def find_algebraic_point(
    conditions: Iterable[Condition],
    *,
    names: Iterable[str] = (),
    real: Collection[str] = frozenset(),
    seconds: Limit = 1.0,
) -> AlgebraicPoint | Point | None:
    """A point at which every condition holds, where some are equalities, or None.

    Equalities, and one inequality >= 0 at a time, are taken as equations; where the latter has a double zero its
    derivatives vanish too. None means that nothing was found within ``seconds`` of counted work.
    """
    listed = [condition.upright for condition in conditions]
    listed = [condition for condition in listed if not condition.truth]
    if any(p.is_constant for p, _ in listed):
        return None
    every = tuple(sorted({*names, *(n for p, _ in listed for n in p.names)}, key=name_key))
    search = _Search(listed, every, frozenset(real), Budget.of(seconds))
    with np.errstate(all="ignore"):
        for equations in search.systems():
            if search.budget.is_spent:
                break
            with suppress(OverflowError):  # a number that no float can hold
                found = search.solve(equations)
                if found is not None:
                    return found
    return None


class _Search:
    def __init__(self, conditions: list[Condition], names: tuple[str, ...], real: frozenset[str], budget: Budget):
        self.conditions, self.names, self.real, self.budget = conditions, names, real, budget
        self.positive = np.array([n not in real for n in names], dtype=bool)
        self.landscape = Landscape(conditions, names, real)
        self.random = np.random.default_rng(7)

    # which equations ----------------------------------------------------------------------------------

    def systems(self) -> Iterator[list[Polynomial]]:
        """Equations that such a point may satisfy."""
        equal = [self._factors(p) for p, r in self.conditions if r == "=="]
        choices = [list(chosen) for chosen in islice(cartesian(*equal), 8)]
        if equal:
            yield from choices
        closed = [p for p, r in self.conditions if r == ">=" and len(p) <= _TERMS]
        for p in sorted(closed, key=len):  # the claim itself is first of equals
            for chosen in choices or [[]]:
                for f in self._factors(p):
                    yield [*chosen, f, *self._singular(f, chosen)]
                    yield [*chosen, f]

    def _factors(self, polynomial: Polynomial) -> list[Polynomial]:
        return [f for f, _ in polynomial.factor()[1] if not has_one_sign(f, self.real)]

    def _singular(self, f: Polynomial, equations: Sequence[Polynomial]) -> list[Polynomial]:
        """The minors that vanish where f touches 0 on the common zeros of the equations."""
        rows = [*equations, f]
        names = sorted({n for p in rows for n in p.names}, key=name_key)
        if len(rows) > 3 or len(names) > 6:
            return []
        result = []
        for columns in combinations(names, len(rows)):
            total = Polynomial.constant(0)
            for order in permutations(range(len(rows))):
                sign = (-1) ** sum(x > y for x, y in combinations(order, 2))
                parts = [rows[k].derivative(columns[c]) for k, c in enumerate(order)]
                total = total + reduce(lambda x, y: x * y, parts) * sign
            if not total.is_zero:
                result.append(total)
        return result

    # floating point -----------------------------------------------------------------------------------

    def solve(self, equations: list[Polynomial]) -> AlgebraicPoint | Point | None:
        if any(p.is_constant for p in equations) or sum(map(len, equations)) > _TERMS:
            return None
        system = Equations(equations, self.names)
        self.budget.charge(1000 + 200 * len(system.starts))
        free = np.ones(len(self.names), dtype=bool)
        arrived, missed = system.solve(self._starts(equations), free, self.positive, self.budget)
        seen: set[tuple[float, ...]] = set()
        for row in np.argsort(missed):
            key = tuple(np.round(arrived[row], 5))
            if missed[row] > 1e-11 or len(seen) == 4 or self.budget.is_spent:
                break
            if key in seen or not self._allowed(arrived[row]):
                continue
            seen.add(key)
            place, free = self._pinned(system, arrived[row])
            if self._allowed(place):
                found = self._recognized(equations, system, place, free)
                if found is not None:
                    return found
        return None

    def _starts(self, equations: Sequence[Polynomial]) -> Floats:
        width = len(self.names)
        spread = self.random.normal(size=(36, width)) * np.repeat([0.4, 1.0, 2.0], 12)[:, None]
        starts = np.vstack([np.zeros((1, width)), spread])
        points = np.exp(np.where(self.positive, starts, 0)) * np.where(self.positive, 1, 0) + np.where(
            self.positive, 0, starts * 2
        )
        relations = [Condition(p, "==") for p in equations]
        landscape = Landscape([*relations, *self.conditions], self.names, self.real)
        arrived = starts[:24]
        for places, _ in landscape.descend(starts[:24], 60, margin=1e-2):
            arrived = places
            self.budget.charge(landscape.descent_steps(len(places), 10))
            if self.budget.is_spent:
                break
        return np.vstack([landscape.points(arrived), points])

    def _allowed(self, point: Floats) -> bool:
        """Whether floats see no condition fail."""
        if not np.isfinite(point).all() or np.abs(point).max(initial=0) > 1e12 or (point[self.positive] < 1e-12).any():
            return False
        heights = self.landscape.heights(point[None])[0]
        return all(_seems_true(float(h), r) for h, (_, r) in zip(heights, self.conditions, strict=True))

    def _pinned(self, system: Equations, place: Floats) -> tuple[Floats, Any]:
        """Coordinates that may move are made simple numbers; (point, those that are left to the equations)."""
        free = np.ones(len(place), dtype=bool)
        for k in range(len(place)):
            rest = free.copy()
            rest[k] = False
            slopes = system(place[None])[1][0]
            if rank(slopes[:, rest]) < rank(slopes[:, free]):
                continue
            for value in [
                *([1.0] if self.positive[k] else [0.0, 1.0]),
                *(float(simplest_near(place[k], t)) for t in TOLERANCES),
            ]:
                moved = place.copy()
                moved[k] = value
                if self.positive[k] and value <= 0:
                    continue
                trial, missed = system.solve(moved[None], rest, self.positive, self.budget, steps=30)
                if missed[0] < 1e-11 and self._allowed(trial[0]):
                    place, free = trial[0], rest
                    break
                if self.budget.is_spent:
                    return place, free
        return place, free

    # exact --------------------------------------------------------------------------------------------

    def _recognized(
        self, equations: list[Polynomial], system: Equations, place: Floats, free: Any
    ) -> AlgebraicPoint | Point | None:
        unknown = [n for n, f in zip(self.names, free, strict=True) if f]
        fixed = {n: _simple(x) for n, x, f in zip(self.names, place, free, strict=True) if not f}
        slopes = system(place[None])[1][0][:, free]
        rows = independent_rows(slopes)
        if len(rows) != len(unknown):
            return None
        start = {n: Fraction(float(x)) for n, x in zip(self.names, place, strict=True) if n not in fixed}
        chosen = [equations[k] for k in rows]
        self.budget.charge(2000 + 200 * (len(unknown) + 1) * sum(map(len, chosen)))
        exact = refined(chosen, start, fixed)
        if exact is None:
            return None
        return in_one_field({**fixed, **exact}, self.conditions, self.real, self.budget)


def _seems_true(height: float, relation: str) -> bool:
    if abs(height) <= 1e-7:
        return relation in (">=", "==")
    return relation == "!=" or (height > 0 and relation != "==")


def _simple(x: float) -> Fraction:
    return Fraction(x).limit_denominator(10**6)
