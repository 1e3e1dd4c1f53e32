"""Points with irrational coordinates that satisfy conditions: found in floating point, recognized, verified exactly.

A claim such as (a**2 - 2)**2 > 0 fails at irrational points only, and assumptions such as a**2 == 2 hold at nothing
else. Newton's method finds such a point to some hundred digits; lattice reduction recognizes one algebraic number t
and the coordinates as polynomials in t; the conditions are then decided exactly in the field Q(t).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import combinations, islice, permutations
from itertools import product as cartesian
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_poly, fmpz_poly

from symflux.algebra import Polynomial
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.algebra.recognition import LONG, generators, in_powers, minimal_polynomial, refined, root_near
from symflux.algebra.ring import name_key
from symflux.certificates import format as rules
from symflux.positivity.condition import HOLDS, Point, holds, upright
from symflux.positivity.condition import Statement as Condition
from symflux.positivity.points.decomposition import has_one_sign
from symflux.positivity.points.landscape import Floats, Landscape
from symflux.positivity.points.simple_numbers import TOLERANCES
from symflux.positivity.points.simple_numbers import near as simplest_near
from symflux.work.budget import Budget, Limit

__all__ = ["AlgebraicPoint", "find_algebraic_point", "near", "point_rule"]

_TERMS = 300  # of all the equations together


@dataclass(frozen=True, eq=False)
class AlgebraicPoint(Mapping[str, Fraction | AlgebraicNumber]):
    """Coordinates in Q(t), ``t`` one real algebraic number: for each variable the coefficients of 1, t, t**2, ..

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> point = find_algebraic_point([(a * a - 2, "=="), (b * b - 2 * a, "==")])
    >>> print(point["b"]); print(point.in_field["a"])
    the root of x**4 - 8 in (1, 2)
    1/2*t**2
    """

    root: AlgebraicNumber
    coefficients: Mapping[str, tuple[Fraction, ...]]
    numbers: Mapping[str, Fraction | AlgebraicNumber]

    def __getitem__(self, name: str) -> Fraction | AlgebraicNumber:
        return self.numbers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def in_field(self) -> dict[str, str]:
        """The coordinates as polynomials in ``t``, as text."""
        return {name: _text(row) for name, row in self.coefficients.items()}


def point_rule(values: Mapping[str, Fraction | AlgebraicNumber], bits: int) -> dict[str, Any]:
    """The values as a ``point`` of a certificate: rational, or polynomials in one algebraic number.

    Its interval is no wider than 2**-bits: wide ones do not tell the sign of every polynomial.
    """
    width = Fraction(1, 2**bits)
    if isinstance(values, AlgebraicPoint):
        root = values.root.refine(width)
        return rules.point(values.in_field, polynomial=root.minimal_polynomial("t"), interval=root.interval)
    algebraic = [(n, v) for n, v in values.items() if isinstance(v, AlgebraicNumber) and not v.is_rational]
    at: dict[str, Any] = {n: v.low if isinstance(v, AlgebraicNumber) else v for n, v in values.items()}
    if not algebraic:
        return rules.point(at)
    at.update({n: "t" for n, v in algebraic if v == algebraic[0][1]})
    root = algebraic[0][1].refine(width)
    return rules.point(at, polynomial=root.minimal_polynomial("t"), interval=root.interval)


def near(point: Mapping[str, Fraction | AlgebraicNumber]) -> dict[str, Fraction]:
    """Rational values at or near the point, as a hint."""
    return {n: v if isinstance(v, Fraction) else Fraction(float(v)).limit_denominator(10**9) for n, v in point.items()}


def find_algebraic_point(
    conditions: Iterable[Condition],
    *,
    names: Iterable[str] = (),
    real: Collection[str] = frozenset(),
    seconds: Limit = 1.0,
) -> AlgebraicPoint | Point | None:
    """A point at which every condition ``(polynomial, relation)`` holds, where some are equalities, or None.

    Equalities, and one inequality >= 0 at a time, are taken as equations; where the latter has a double zero its
    derivatives vanish too. None means that nothing was found within ``seconds`` of counted work.
    """
    listed = [upright(*condition) for condition in conditions]
    listed = [(p, r) for p, r in listed if not (p.is_constant and HOLDS[r](p.constant_value))]
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


def _text(row: Sequence[Fraction]) -> str:
    terms = [str(c) if k == 0 else f"{c}*t" if k == 1 else f"{c}*t**{k}" for k, c in enumerate(row) if c]
    return " + ".join(terms).replace("+ -", "- ") or "0"


class _System:
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
        system = _System(equations, self.names)
        self.budget.charge(1000 + 200 * len(system.starts))
        free = np.ones(len(self.names), dtype=bool)
        arrived, missed = self._newton(system, self._starts(equations), free)
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
        relations: list[Condition] = [(p, "==") for p in equations]
        landscape = Landscape([*relations, *self.conditions], self.names, self.real)
        arrived = starts[:24]
        for places, _ in landscape.descend(starts[:24], 60, margin=1e-2):
            arrived = places
            self.budget.charge(landscape.descent_steps(len(places), 10))
            if self.budget.is_spent:
                break
        return np.vstack([landscape.points(arrived), points])

    def _newton(self, system: _System, points: Floats, free: Any, steps: int = 60) -> tuple[Floats, Floats]:
        """Levenberg-Marquardt from every point at once, moving the free coordinates; (points, largest residuals)."""
        x = np.array(points, dtype=float)
        damping = np.full(len(x), 1e-2)
        values, slopes = system(x)
        for _ in range(steps):
            self.budget.charge(200 + len(x) * (0.02 * len(system.factors) + 0.02 * x.shape[1] ** 2 + 2))
            j = np.clip(np.nan_to_num(slopes * free), -1e100, 1e100)
            normal = j.transpose(0, 2, 1) @ j
            scale = np.trace(normal, axis1=1, axis2=2) + 1e-9
            normal += (damping * scale)[:, None, None] * np.eye(x.shape[1])
            right = np.einsum("ski,sk->si", j, np.nan_to_num(values))
            step = np.linalg.solve(normal, right[:, :, None])[:, :, 0] * free
            trial = x - step
            trial = np.where(self.positive & (trial <= 0.05 * x), 0.05 * x, np.clip(trial, -1e12, 1e12))
            new, slope = system(trial)
            better = np.nan_to_num(np.abs(new), nan=1e9).sum(axis=1) < np.abs(values).sum(axis=1)
            x[better], values[better], slopes[better] = trial[better], new[better], slope[better]
            damping = np.clip(np.where(better, damping / 10, damping * 10), 1e-13, 1e8)
            if self.budget.is_spent:
                break
        return x, np.abs(values).max(axis=1)

    def _allowed(self, point: Floats) -> bool:
        """Whether floats see no condition fail."""
        if not np.isfinite(point).all() or np.abs(point).max(initial=0) > 1e12 or (point[self.positive] < 1e-12).any():
            return False
        heights = self.landscape.heights(point[None])[0]
        return all(_seems_true(float(h), r) for h, (_, r) in zip(heights, self.conditions, strict=True))

    def _pinned(self, system: _System, place: Floats) -> tuple[Floats, Any]:
        """Coordinates that may move are made simple numbers; (point, those that are left to the equations)."""
        free = np.ones(len(place), dtype=bool)
        for k in range(len(place)):
            rest = free.copy()
            rest[k] = False
            slopes = system(place[None])[1][0]
            if _rank(slopes[:, rest]) < _rank(slopes[:, free]):
                continue
            for value in [
                *([1.0] if self.positive[k] else [0.0, 1.0]),
                *(float(simplest_near(place[k], t)) for t in TOLERANCES),
            ]:
                moved = place.copy()
                moved[k] = value
                if self.positive[k] and value <= 0:
                    continue
                trial, missed = self._newton(system, moved[None], rest, steps=30)
                if missed[0] < 1e-11 and self._allowed(trial[0]):
                    place, free = trial[0], rest
                    break
                if self.budget.is_spent:
                    return place, free
        return place, free

    # exact --------------------------------------------------------------------------------------------

    def _recognized(
        self, equations: list[Polynomial], system: _System, place: Floats, free: Any
    ) -> AlgebraicPoint | Point | None:
        unknown = [n for n, f in zip(self.names, free, strict=True) if f]
        fixed = {n: _simple(x) for n, x, f in zip(self.names, place, free, strict=True) if not f}
        slopes = system(place[None])[1][0][:, free]
        rows = _independent(slopes)
        if len(rows) != len(unknown):
            return None
        start = {n: Fraction(float(x)) for n, x in zip(self.names, place, strict=True) if n not in fixed}
        chosen = [equations[k] for k in rows]
        self.budget.charge(2000 + 200 * (len(unknown) + 1) * sum(map(len, chosen)))
        exact = refined(chosen, start, fixed)
        if exact is None:
            return None
        return self._in_one_field({**fixed, **exact})

    def _in_one_field(self, point: dict[str, Fraction]) -> AlgebraicPoint | Point | None:
        """The coordinates as polynomials in one t, if the conditions then hold."""
        minimal: dict[str, fmpz_poly] = {}
        for name, x in point.items():
            self.budget.charge(20_000 if x.denominator.bit_length() > LONG else 20)
            polynomial = (
                minimal_polynomial(x) if x.denominator.bit_length() > LONG else fmpz_poly([-x.numerator, x.denominator])
            )
            if polynomial is None:
                return None
            minimal[name] = polynomial
        if all(polynomial.degree() == 1 for polynomial in minimal.values()):
            rational = {n: Fraction(-int(p[0]), int(p[1])) for n, p in minimal.items()}
            good = all(n in self.real or x > 0 for n, x in rational.items())
            return rational if good and all(holds(c, rational) for c in self.conditions) else None
        for t, polynomial in generators(point, minimal):
            self.budget.charge(20_000 * len(point))
            rows = {n: in_powers(x, t, polynomial.degree()) for n, x in point.items()}
            if all(row is not None for row in rows.values()):
                root = root_near(polynomial, t)
                coefficients = {n: row for n, row in rows.items() if row is not None}
                if root is None or not self._verified(root, polynomial, coefficients):
                    return None
                numbers: dict[str, Fraction | AlgebraicNumber] = {}
                for name, x in point.items():
                    own = root_near(minimal[name], x)
                    if own is None:
                        return None
                    numbers[name] = own.low if own.is_rational else own
                return AlgebraicPoint(root, coefficients, numbers)
            if self.budget.is_spent:
                return None
        return None

    def _verified(
        self, root: AlgebraicNumber, minimal: fmpz_poly, coefficients: Mapping[str, Sequence[Fraction]]
    ) -> bool:
        modulus = fmpq_poly(minimal)
        values = {n: fmpq_poly([fmpq(c.numerator, c.denominator) for c in row]) for n, row in coefficients.items()}
        powers: dict[tuple[str, int], fmpq_poly] = {}

        def power(name: str, exponent: int) -> fmpq_poly:
            if exponent == 0:
                return fmpq_poly([1])
            if (name, exponent) not in powers:
                half = power(name, exponent // 2)
                whole = half * half * (values[name] if exponent % 2 else 1)
                powers[name, exponent] = whole % modulus
            return powers[name, exponent]

        def sign(value: fmpq_poly) -> int:
            listed = [Fraction(int(c.p), int(c.q)) for c in value.coeffs()]
            common = lcm(*(c.denominator for c in listed)) if listed else 1
            return root.sign_of([int(c * common) for c in listed]) if listed else 0

        if any(n not in self.real and sign(values[n]) <= 0 for n in self.names):
            return False
        for polynomial, relation in sorted(self.conditions, key=lambda c: len(c[0])):
            total = fmpq_poly([0])
            for monomial, c in polynomial.terms():
                term = fmpq_poly([c])
                for name, e in monomial:
                    term = term * power(name, e) % modulus
                total = total + term
            if not HOLDS[relation](sign(total)):
                return False
        return True


def _seems_true(height: float, relation: str) -> bool:
    if abs(height) <= 1e-7:
        return relation in (">=", "==")
    return relation == "!=" or (height > 0 and relation != "==")


def _simple(x: float) -> Fraction:
    return Fraction(x).limit_denominator(10**6)


def _rank(matrix: Floats) -> int:
    if not matrix.size:
        return 0
    sizes = np.linalg.svd(matrix, compute_uv=False)
    return int((sizes > 1e-6 * max(float(sizes[0]), 1e-12)).sum())


def _independent(matrix: Floats) -> list[int]:
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
