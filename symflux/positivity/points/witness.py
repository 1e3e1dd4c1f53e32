"""A rational point where a claim is false: found by any means, verified exactly.

``None`` means that none was found with the work that was allowed, never that there is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, cycle

import numpy as np

from symflux.algebra import Polynomial
from symflux.algebra.real_roots import univariate
from symflux.algebra.ring import name_key
from symflux.positivity.condition import Condition, Point
from symflux.positivity.points.landscape import Floats, Landscape, falling_directions
from symflux.positivity.points.simple_numbers import POOL, REAL_POOL, TOLERANCES, near, read, simpler
from symflux.work.budget import Budget, Limit

__all__ = ["find_point", "find_witness", "on_line"]


def find_witness(
    claim: Condition,
    assumptions: Sequence[Condition] = (),
    *,
    real: Collection[str] = frozenset(),
    seconds: Limit = 2.0,
) -> Point | None:
    """A rational point that satisfies every assumption and at which the claim is false.

    Every variable of the claim and the assumptions has a value, positive unless it is in ``real``.

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> find_witness(Condition((a - b) ** 2, ">"))
    {'a': Fraction(1, 1), 'b': Fraction(1, 1)}
    >>> print(find_witness(Condition(a - b, ">"), [Condition(a * a - b, ">")])["b"])
    2
    """
    return find_point([*assumptions, claim.negated], real=real, seconds=seconds)


def find_point(
    conditions: Iterable[Condition],
    *,
    names: Iterable[str] = (),
    real: Collection[str] = frozenset(),
    seconds: Limit = 2.0,
) -> Point | None:
    """A rational point that satisfies every condition; small numbers preferred.

    The point has a value for every variable of the conditions and every one of ``names``. ``seconds`` of
    counted work, so that the answer is the same everywhere.
    """
    listed = [condition.upright for condition in conditions]
    every = sorted({*names, *(n for p, _ in listed for n in p.names)}, key=name_key)
    search = _Search(listed, tuple(every), frozenset(real), Budget.of(seconds))
    try:
        return search.run()
    except OverflowError:  # numbers that no float can hold
        return None


class _Search:
    def __init__(self, conditions: list[Condition], names: tuple[str, ...], real: frozenset[str], budget: Budget):
        self.conditions = [condition for condition in conditions if not condition.truth]
        self.names, self.real, self.budget = names, real, budget
        self.random = np.random.default_rng(2004)
        self.arrived: Floats | None = None  # where descent came to rest, best first

    def run(self, depth: int = 0) -> Point | None:
        if any(p.is_constant for p, _ in self.conditions):
            return None
        if not self.conditions:
            return dict.fromkeys(self.names, Fraction(1))
        for k, (polynomial, relation) in enumerate(self.conditions):
            if relation == "==":
                found = self._on_wall(k, polynomial, depth)
                return None if found is None else self._simplified(found)
        self.landscape = Landscape(self.conditions, self.names, self.real)
        for tactic in (self._small, self._scales, self._curves, self._slide, self._walls, self._pinned):
            if self.budget.is_spent:
                return None
            found = tactic(depth)
            if found is not None:
                return self._simplified(found)
        for margin in cycle((1e-6, 1e-3, 1e-10)):
            if depth > 0 or self.budget.is_spent:
                return None
            found = self._scales(depth, rounds=20) or self._slide(depth, margin) or self._pinned(depth)
            if found is not None:
                return self._simplified(found)
        return None

    # exact side ---------------------------------------------------------------------------------------

    def _verified(self, point: Point) -> bool:
        self.budget.charge(20 + 4 * sum(len(p) for p, _ in self.conditions))
        return all(n in self.real or point[n] > 0 for n in self.names) and all(
            condition.holds(point) for condition in self.conditions
        )

    def _simplified(self, point: Point) -> Point:
        """The same kind of point in smaller numbers: each coordinate in turn the simplest that will do."""
        part = self.budget.part(1.0)
        landscape = Landscape(self.conditions, self.names, self.real)
        for _ in range(2):
            changed = False
            for name in self.names:
                trials = [{**point, name: value} for value in simpler(point[name], real=name in self.real)]
                if not trials:
                    continue
                part.charge(landscape.steps(len(trials)))
                passing = landscape.passes(np.array([[float(t[n]) for n in self.names] for t in trials]))
                for trial in (t for t, good in zip(trials, passing, strict=True) if good):
                    if part.is_spent:
                        return point
                    part.charge(100)
                    if self._verified(trial):
                        point, changed = trial, True
                        break
            if not changed:
                break
        return point

    # open sets ----------------------------------------------------------------------------------------

    def _first(self, points: Floats, slack: float = 1e-9) -> Point | None:
        """The first of these float points that, read as rationals, satisfies everything."""
        tried, chunk = 0, max(1, 1_000_000 // self.landscape.size)
        for start in range(0, len(points), chunk):
            part = points[start : start + chunk]
            self.budget.charge(self.landscape.steps(len(part)))
            for row in np.flatnonzero(self.landscape.passes(part, slack)):
                point = {n: read(float(x)) for n, x in zip(self.names, part[row], strict=True)}
                if self._verified(point):
                    return point
                tried += 1
                if tried == 20:
                    return None
            if self.budget.is_spent:
                return None
        return None

    def _small(self, _: int) -> Point | None:
        """Ones, then ones with one or two other simple numbers, then simple numbers throughout."""
        count = len(self.names)
        pools = [REAL_POOL if n in self.real else POOL for n in self.names]
        rows = [np.ones(count)]
        if any(n in self.real for n in self.names):
            rows.append(np.array([0.0 if n in self.real else 1.0 for n in self.names]))
        for size in (1, 2):
            for places in combinations(range(count), size):
                for _ in range(8):
                    row = np.ones(count)
                    for place in places:
                        row[place] = self.random.choice(pools[place][:8])
                    rows.append(row)
            if len(rows) > 600:
                break
        for width in (4, 8, 16):
            columns = [self.random.choice(pool[:width], size=self._batch(200)) for pool in pools]
            rows.extend(np.column_stack(columns))
        return self._first(np.array(rows))

    def _batch(self, wanted: int) -> int:
        return int(max(20, min(wanted, 1_000_000 // self.landscape.size)))

    def _scales(self, _: int, rounds: int = 4) -> Point | None:
        """Simple numbers times powers of two, over ever more scales."""
        pools = [REAL_POOL if n in self.real else POOL for n in self.names]
        for k in range(rounds):
            spread = (2, 5, 12, 30)[k % 4]
            shape = (self._batch(500), len(self.names))
            powers = self.random.integers(-spread, spread + 1, size=shape)
            base = np.column_stack([self.random.choice(pool[:6], size=shape[0]) for pool in pools])
            found = self._first(base * np.exp2(powers))
            if found is not None or self.budget.is_spent:
                return found
        return None

    def _curves(self, _: int) -> Point | None:
        """Monomial curves x = t^w on which one term of the wanted sign outweighs the rest."""
        if set(self.names) & self.real or len(self.names) > 30:
            return None
        part = self.budget.part(0.3 * self.budget.left)
        longest = max(range(len(self.conditions)), key=lambda k: len(self.conditions[k].polynomial))
        for tried, direction in enumerate(falling_directions(self.landscape, longest, part)):
            part.charge(200)
            for t in (2, 4, 16, 256, 65536, 2**40):
                if max(map(abs, direction), default=0) * np.log2(t) > 900:
                    break
                point = {n: Fraction(t) ** w for n, w in zip(self.names, direction, strict=True)}
                row = np.array([[float(point[n]) for n in self.names]])
                if self.landscape.passes(row)[0] and self._verified(point):
                    return point
            if tried == 40 or part.is_spent:
                break
        return None

    def _slide(self, _: int, margin: float = 1e-3) -> Point | None:
        """Descent from random starts, and rounding of where it arrives; a small margin finds thin regions."""
        count = self._batch(60)
        spreads = np.repeat([0.5, 2.0, 6.0], -(-count // 3))[:count, None]
        best: Floats = self.random.normal(size=(count, len(self.names))) * spreads
        for rate in (0.3, 0.01, 1e-4) if margin < 1e-3 else (0.3,):
            for places, missed in self.landscape.descend(best, 200, rate=rate, margin=margin):
                self.budget.charge(self.landscape.steps(len(places)) + self.landscape.descent_steps(len(places), 10))
                points = self.landscape.points(places)
                inside = self.landscape.passes(points, slack=-margin / 100)
                for row in np.flatnonzero(inside)[:3]:
                    found = self._rounded(points[row])
                    if found is not None:
                        return found
                if self.budget.is_spent:
                    return None
                order = np.argsort(missed)
            best = places[order][:20]
        self.arrived = best[:12]
        for row in self.landscape.points(self.arrived):
            found = self._rounded(row)
            if found is not None or self.budget.is_spent:
                return found
        return None

    def _rounded(self, point: Floats) -> Point | None:
        """The coarsest rounding of all coordinates at once that will do."""
        if not np.isfinite(point).all():
            return None
        rows = [[near(float(x), tolerance) for x in point] for tolerance in TOLERANCES]
        self.budget.charge(self.landscape.steps(len(rows)) + 120 * len(rows) * len(point))
        passing = self.landscape.passes(np.array([[float(v) for v in row] for row in rows]))
        for row, good in zip(rows, passing, strict=True):
            if good:
                trial = dict(zip(self.names, row, strict=True))
                if self._verified(trial):
                    return trial
        return None

    # walls and isolated points ------------------------------------------------------------------------

    def _walls(self, depth: int) -> Point | None:
        """Points on the boundary: one of the non-strict conditions made an equality."""
        if depth >= 2:
            return None
        order = sorted((len(p), k) for k, (p, relation) in enumerate(self.conditions) if relation == ">=")
        for _, k in order:
            found = self._on_wall(k, self.conditions[k].polynomial, depth, share=0.25)
            if found is not None or self.budget.is_spent:
                return found
        return None

    def _on_wall(self, which: int, polynomial: Polynomial, depth: int, share: float = 0.6) -> Point | None:
        """A point where this polynomial is zero and the other conditions hold, by solving for a variable."""
        others = [condition for k, condition in enumerate(self.conditions) if k != which]
        factors = [f for f, _ in polynomial.factor()[1]] if len(polynomial) <= 3000 else [polynomial]
        for factor in factors:
            if factor.sign(self.real) is not None:
                continue  # never zero
            linear = sorted((len(factor.coefficients_in(n)[1]), n) for n in factor.names if factor.degree(n) == 1)
            for _, name in linear[:3]:
                found = self._solved(factor, name, others, depth, share)
                if found is not None or self.budget.is_spent:
                    return found
        for factor in factors:
            found = self._on_lines(factor, others, share)
            if found is not None or self.budget.is_spent:
                return found
        return None

    def _solved(self, factor: Polynomial, name: str, others: list[Condition], depth: int, share: float) -> Point | None:
        """On ``factor == 0``, of degree one in ``name``: x = top / bottom is put into everything else."""
        constant, bottom = factor.coefficients_in(name)
        top = -constant
        conditions = [Condition(bottom, "!=")]
        if name not in self.real:
            conditions.append(Condition(top * bottom, ">"))
        for polynomial, relation in others:
            degree = polynomial.degree(name)
            if degree == 0:
                conditions.append(Condition(polynomial, relation))
                continue
            even = degree + degree % 2
            cleared = Polynomial.constant(0)
            for power, c in enumerate(polynomial.coefficients_in(name)):
                if not c.is_zero:
                    cleared = cleared + c * top**power * bottom ** (even - power)
                    self.budget.charge(100 + 10 * len(cleared))
                    if len(cleared) > 20_000 or self.budget.is_spent:
                        return None
            conditions.append(Condition(cleared, relation))
        names = tuple(n for n in self.names if n != name)
        inner = _Search(conditions, names, self.real, self.budget.part(share * self.budget.left))
        found = inner.run(depth + 1)
        if found is None:
            return None
        point = {**found, name: top.evaluate(found) / bottom.evaluate(found)}
        point = {n: point[n] for n in self.names}
        return point if self._verified(point) else None

    def _on_lines(self, factor: Polynomial, others: list[Condition], share: float) -> Point | None:
        """Rational zeros of the factor on lines where all variables but one are simple numbers."""
        part = self.budget.part(0.3 * share * self.budget.left)
        pools = {n: REAL_POOL if n in self.real else POOL for n in self.names}
        for attempt in range(2000):
            if part.is_spent or not factor.names:
                return None
            part.charge(200 + 10 * len(factor))
            if attempt < 100:
                width = 1 if attempt == 0 else 4 + attempt // 10
                point = {n: read(float(self.random.choice(pools[n][:width]))) for n in self.names}
            else:
                tops, bottoms = self.random.integers(1, 4 + attempt // 20, size=(2, len(self.names)))
                point = {n: Fraction(int(t), int(b)) for n, t, b in zip(self.names, tops, bottoms, strict=True)}
            if attempt % 4 == 3 and (found := self._on_ray(factor, point)) is not None:
                return found
            name = factor.names[attempt % len(factor.names)]
            for value in _rational_roots(on_line(factor, name, point)):
                trial = {**point, name: value}
                if self._verified(trial):
                    return trial
        return None

    def _on_ray(self, factor: Polynomial, point: Point) -> Point | None:
        """A rational zero of the factor on the ray through a point: spheres have many."""
        along: dict[int, Fraction] = {}
        for monomial, c in factor.terms():
            value = Fraction(c)
            for name, e in monomial:
                value *= point[name] ** e
            degree = sum(e for _, e in monomial)
            along[degree] = along.get(degree, Fraction(0)) + value
        scale = int(np.lcm.reduce([v.denominator for v in along.values()], dtype=object))
        rows = (((("t", k),) if k else (), int(v * scale)) for k, v in along.items() if v)
        for t in _rational_roots(Polynomial.from_terms(rows)):
            trial = {n: x * t if n in factor.names else x for n, x in point.items()}
            if t and self._verified(trial):
                return trial
        return None

    def _pinned(self, depth: int) -> Point | None:
        """Isolated zeros: descent has come near one; coordinates are made simple one by one, the rest following."""
        targets = [k for k, (p, relation) in enumerate(self.conditions) if relation == ">="]
        if not targets or self.arrived is None:
            return None
        heights = self.landscape.heights(self.landscape.points(self.arrived))
        for which in targets:
            for row in np.argsort(np.abs(heights[:, which]))[:4]:
                if abs(heights[row, which]) > 0.05:
                    break
                found = self._pin(self.arrived[row], which)
                if found is not None or self.budget.is_spent:
                    return found
        return None

    def _pin(self, place: Floats, which: int) -> Point | None:
        free = np.ones(len(self.names), dtype=bool)
        self.budget.charge(self.landscape.descent_steps(1, 20))
        place, height = self.landscape.polish(place, free, which)
        if height > 1e-7:
            return None
        values: list[Fraction] = []
        for k, name in enumerate(self.names):
            x = float(self.landscape.points(place[None])[0, k])
            free[k] = False
            for value in [*([Fraction(1)] if x > 0 else []), *(near(x, t) for t in TOLERANCES)]:
                if value == 0 and name not in self.real:
                    continue
                moved = place.copy()
                moved[k] = np.arcsinh(float(value)) if name in self.real else np.log(float(value))
                self.budget.charge(self.landscape.descent_steps(1, 20))
                moved, height = self.landscape.polish(moved, free, which)
                if height < 1e-12:
                    place = moved
                    values.append(value)
                    break
                if self.budget.is_spent:
                    return None
            else:
                values.append(near(x, 1e-9))
        point = dict(zip(self.names, values, strict=True))
        return point if self._verified(point) else None


def on_line(polynomial: Polynomial, name: str, point: Point) -> Polynomial:
    """The polynomial as a function of one variable, denominators cleared."""
    values = [c.evaluate(point) for c in polynomial.coefficients_in(name)]
    scale = int(np.lcm.reduce([v.denominator for v in values], dtype=object))
    return Polynomial.from_terms((((name, k),) if k else (), int(v * scale)) for k, v in enumerate(values) if v)


def _rational_roots(polynomial: Polynomial) -> Iterator[Fraction]:
    if not polynomial.is_constant:
        for factor, _ in univariate(polynomial).factor()[1]:
            if factor.degree() == 1:
                yield Fraction(-int(factor[0]), int(factor[1]))
