"""Points of questions with roots: simple values of the variables at which all roots lie in one number field.

A root of a rational number is a power of one algebraic number t, times a rational number, or the point is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from symflux.algebra import Polynomial
from symflux.algebra.radicals import Root, whole_root
from symflux.algebra.real_roots import AlgebraicNumber, real_roots
from symflux.errors import ExpressionError
from symflux.positivity.condition import Condition
from symflux.positivity.points.algebraic_point import AlgebraicPoint
from symflux.positivity.points.landscape import Floats, Landscape
from symflux.positivity.points.simple_numbers import POOL, REAL_POOL
from symflux.work.budget import Budget

__all__ = ["points_with_roots", "with_roots"]

Point = Mapping[str, Fraction | AlgebraicNumber]
_BATCH = 300
_SLACK = 1e-9  #: of heights in floating point
_LARGE = 10**9  #: of the radicands whose roots are looked at


def points_with_roots(
    conditions: Sequence[Condition],
    roots: Sequence[Root],
    names: Sequence[str],
    real: Collection[str],
    budget: Budget,
) -> Iterator[Point]:
    """Points at which the conditions seem to hold, in floating point; the values of roots are exact.

    Small numbers first; then what is near to the best of them.
    """
    of_roots = {root.name for root in roots}
    base = [name for name in names if name not in of_roots]
    if not {name for root in roots for name in root.radicand.names} <= {*base, *of_roots}:
        return  # of a quantity: its value is not known here
    if not base:
        yield from (found for found in [with_roots({}, roots)] if found is not None)
        return
    plain = [c.upright for c in conditions if not _is_equation(c, of_roots)]
    landscape = Landscape(plain, tuple(names), real)
    strict = [k for k, c in enumerate(plain) if c.relation == ">"]
    pools = [REAL_POOL if name in real else POOL for name in base]
    random, width = np.random.default_rng(7), 2.0
    seen = set[tuple[Fraction, ...]]()
    best: Floats = np.ones((1, len(base)))
    for attempt in range(60):
        if budget.is_spent:
            return
        rows = np.column_stack([np.ones(_BATCH), *(random.choice(p[: 4 + 4 * attempt], size=_BATCH) for p in pools)])
        if attempt % 2:
            near = best[random.integers(len(best), size=_BATCH)] * np.exp(
                width * random.normal(size=(_BATCH, len(base)))
            )
            rows[:, 1:], width = near, max(0.7 * width, 1e-3)
        values = [[Fraction(x).limit_denominator(60) for x in row[1:]] for row in (rows if attempt else rows[:40])]
        budget.charge(_BATCH * (5 + 2 * len(names)) + landscape.steps(_BATCH))
        points = _with_floats(values, base, roots, names)
        finite = np.asarray(np.isfinite(points).all(axis=1))
        points = np.where(finite[:, None], points, 1.0)
        every = landscape.heights(points) if plain else np.ones((len(points), 1))
        passing = np.asarray(landscape.passes(points)) if plain else finite
        good = finite & passing & (every[:, strict] > _SLACK).all(axis=1)  # what is zero is not taken for positive
        heights = np.where(finite, every.min(axis=1), -np.inf)
        best = np.array([[float(x) for x in values[k]] for k in np.argsort(-heights)[:8]]).reshape(-1, len(base))
        sizes = [sum(x.denominator + abs(x.numerator) for x in row) for row in values]
        for k in sorted(np.flatnonzero(good), key=sizes.__getitem__)[:20]:
            budget.charge(100)
            if tuple(values[k]) in seen:
                continue
            seen.add(tuple(values[k]))
            found = with_roots(dict(zip(base, values[k], strict=True)), roots)
            if found is not None and all(n in real or found[n] > 0 for n in names):
                yield found


def with_roots(point: Mapping[str, Fraction], roots: Sequence[Root]) -> Point | None:
    """The point with the exact values of the roots there; None where they are not all in one field of a simple kind.

    >>> from symflux.algebra.radicals import Roots
    >>> roots = Roots()
    >>> text = roots.written_out("sqrt(a) + sqrt(2*a) + sqrt(b)")
    >>> found = with_roots({"a": Fraction(2), "b": Fraction(18)}, roots.found)
    >>> found.in_field["sqrt_a"], found.in_field["sqrt_b"], found.in_field["sqrt_2"]
    ('1*t', '3*t', '2')
    """
    values = dict(point)
    irrational: list[tuple[str, Fraction, int]] = []
    for root in roots:
        try:
            radicand = root.radicand.evaluate(values)
        except (ExpressionError, KeyError):
            return None
        power = root.order if root.is_positive else 2 * root.order
        if radicand < 0 or max(radicand.numerator, radicand.denominator) > _LARGE:
            return None
        known = _rational_root(radicand, power)
        if known is None:
            irrational.append((root.name, radicand, power))
        else:
            values[root.name] = known
    return values if not irrational else _in_one_field(values, irrational)


def _in_one_field(values: dict[str, Fraction], irrational: list[tuple[str, Fraction, int]]) -> AlgebraicPoint | None:
    """Coordinates c t**j with t**order == base."""
    whole = lcm(*(power for _, _, power in irrational))
    raised = [(name, radicand ** (whole // power)) for name, radicand, power in irrational]
    base, order = raised[0][1], whole
    for prime in (2, 3, 5, 7):
        while order % prime == 0 and (smaller := _rational_root(base, prime)) is not None:
            base, order = smaller, order // prime
    rows: dict[str, tuple[Fraction, ...]] = {name: (value,) for name, value in values.items()}
    for name, value in raised:  # value = (c t**j)**whole = c**whole * base**(j * whole / order)
        for j in range(1, order):
            c = _rational_root(value / base ** (j * whole // order), whole) if whole % order == 0 else None
            if c is not None:
                rows[name] = (*[Fraction(0)] * j, c)
                break
        else:
            return None
    x = Polynomial.variable("x")
    root = real_roots(x**order * base.denominator - base.numerator)[-1]
    numbers: dict[str, Fraction | AlgebraicNumber] = dict(values)
    for name, value in raised:
        top = x**whole * value.denominator - value.numerator
        numbers[name] = real_roots(top)[-1]
    return AlgebraicPoint(root, rows, numbers)


def _rational_root(value: Fraction, order: int) -> Fraction | None:
    top, bottom = whole_root(value.numerator, order), whole_root(value.denominator, order)
    return None if top is None or bottom is None else Fraction(top, bottom)


def _is_equation(condition: Condition, of_roots: Collection[str]) -> bool:
    """Whether a condition is the equation of a root, which the values of roots obey."""
    return condition.relation == "==" and bool(set(condition.polynomial.names) & set(of_roots))


def _with_floats(
    values: Sequence[Sequence[Fraction]], base: Sequence[str], roots: Sequence[Root], names: Sequence[str]
) -> Floats:
    """The points in floating point, the roots worked out; nan where one is not real."""
    columns: dict[str, Floats] = {name: np.array([float(row[k]) for row in values]) for k, name in enumerate(base)}
    with np.errstate(all="ignore"):
        for root in roots:
            over, under = (
                _floats(p, columns, len(values)) for p in (root.radicand.numerator, root.radicand.denominator)
            )
            columns[root.name] = np.power(over / under, 1 / (root.order if root.is_positive else 2 * root.order))
    return np.column_stack([columns[name] for name in names])


def _floats(polynomial: Polynomial, columns: Mapping[str, Floats], count: int) -> Floats:
    total = np.zeros(count)
    for monomial, c in polynomial.terms():
        term = np.full(count, float(c))
        for name, e in monomial:
            term = term * columns[name] ** e
        total = total + term
    return total
