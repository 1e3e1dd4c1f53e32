"""Open cylindrical algebraic decomposition: every open cell of parameter space, with a rational sample in each.

Projection: from the polynomials in x_1..x_k to those in x_1..x_(k-1) whose zeros are all the places where the
roots in x_k may meet, vanish, or leave the domain: leading coefficients, discriminants, resultants of pairs, and
(for a positive x_k) constant coefficients. Over a connected open cell in which none of these vanishes, the roots in
x_k are continuous functions in a fixed order (Collins 1975; open cells only: McCallum 1993, Strzebonski 1994).
Lifting: between any two neighbouring roots over a rational sample there is another rational sample.
Only sets of measure zero, the walls between the cells, are not visited.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import lcm
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz_poly

from symflux.algebra import Polynomial
from symflux.algebra.elimination import discriminant, resultant
from symflux.algebra.real_roots import Root, roots_between, separate, simplest_between
from symflux.errors import SignError
from symflux.work.budget import Budget

__all__ = ["Bound", "Cell", "Decomposition", "has_one_sign"]


@dataclass(frozen=True)
class Bound:
    """A wall of a cell: the ``index``-th root (from 0, in the domain of its variable) of an irreducible polynomial."""

    polynomial: Polynomial
    index: int
    interval: tuple[Fraction, Fraction]  #: around the root, over the sample of the cell


@dataclass(frozen=True)
class Cell:
    """An open cell: a rational point of it, and for each variable in turn its lower and upper wall (None: none)."""

    sample: tuple[Fraction, ...]
    bounds: tuple[tuple[Bound | None, Bound | None], ...]


def has_one_sign(polynomial: Polynomial, real: Collection[str] = ()) -> bool:
    """Whether the polynomial is visibly without zeros: coefficients of one sign, and every real variable squared.

    With real variables a positive constant term or a factor in positive variables alone is asked for too.

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> has_one_sign(a * a + 2 * a * b), has_one_sign(a - b), has_one_sign(a * a + b, real={"a"})
    (True, False, True)
    """
    seen_sign, certain = 0, False
    for monomial, c in polynomial.terms():
        sign = 1 if c > 0 else -1
        if sign == -seen_sign:
            return False
        seen_sign = sign
        in_real = [exponent for name, exponent in monomial if name in real]
        if any(exponent % 2 for exponent in in_real):
            return False
        certain = certain or not in_real
    return certain


class Decomposition:
    """The open cells of the sign conditions of some polynomials, variable by variable.

    ``names[0]`` is the base: its cells are intervals between algebraic numbers; the walls of ``names[1]`` are
    functions of ``names[0]``, and so on. Variables are positive, except those in ``real``.
    Raises :class:`Spent` where the ``budget`` ends.
    """

    def __init__(
        self,
        polynomials: Iterable[Polynomial],
        names: Sequence[str],
        *,
        real: Collection[str] = (),
        budget: Budget | None = None,
    ):
        self.budget = Budget(math.inf) if budget is None else budget
        self.names = tuple(names)
        self.real = frozenset(real) & set(self.names)
        missing = {n for p in polynomials for n in p.names} - set(self.names)
        if missing:
            raise SignError(f"{', '.join(sorted(missing))}: neither a variable of the decomposition nor given a value")
        self.levels = self._projections(polynomials)

    # projection ---------------------------------------------------------------------------------------

    def _factors(self, polynomials: Iterable[Polynomial]) -> set[Polynomial]:
        """The irreducible factors that may vanish in the domain."""
        return {
            factor for p in polynomials if not p.is_zero for factor, _ in p.factor()[1]
            if not has_one_sign(factor, self.real)
        }  # fmt: skip

    def _projections(self, polynomials: Iterable[Polynomial]) -> list[list[Polynomial]]:
        levels: list[list[Polynomial]] = []
        current = self._factors(polynomials)
        for name in reversed(self.names):
            here = sorted((p for p in current if p.degree(name)), key=lambda p: (len(p), str(p)))
            levels.append(here)
            if name != self.names[0]:
                current = {p for p in current if not p.degree(name)} | self._factors(self._projection(here, name))
        return levels[::-1]

    def _projection(self, polynomials: list[Polynomial], name: str) -> Iterator[Polynomial]:
        for p in polynomials:
            coefficients = p.coefficients_in(name)
            yield coefficients[-1]
            if name not in self.real:
                yield coefficients[0]
            if p.degree(name) > 1:
                yield self._counted(discriminant(p, name))
        for left, right in combinations(polynomials, 2):
            yield self._counted(resultant(left, right, name))

    def _counted(self, polynomial: Polynomial) -> Polynomial:
        self.budget.charge(300 + 100 * len(polynomial))
        self.budget.require()
        return polynomial

    # lifting ------------------------------------------------------------------------------------------

    def cells(self) -> Iterator[Cell]:
        """The open cells, in the order of the first variable, then the second, and so on."""
        context = _rational_ring(self.names)
        levels = [[_Pair(p, _with_rationals(p, context)) for p in level] for level in self.levels]
        yield from self._lift(levels, (), ())

    def _lift(
        self,
        levels: list[list[_Pair]],
        sample: tuple[Fraction, ...],
        bounds: tuple[tuple[Bound | None, Bound | None], ...],
    ) -> Iterator[Cell]:
        if not levels:
            yield Cell(sample, bounds)
            return
        self.budget.charge(500 + 50 * sum(len(p.polynomial) for level in levels for p in level))
        self.budget.require()
        name = self.names[len(sample)]
        is_real = name in self.real
        walls = _walls(levels[0], self.names.index(name), is_real)
        edges: list[tuple[Root, Bound] | None] = [None, *walls, None]
        for lower, upper in zip(edges, edges[1:], strict=False):  # noqa: RUF007 (pairwise would do the same)
            value = _between(lower and lower[0], upper and upper[0], is_real)
            rational = fmpq(value.numerator, value.denominator)
            rest = [[_Pair(p.polynomial, p.here.subs({name: rational})) for p in level] for level in levels[1:]]
            step = (lower and lower[1], upper and upper[1])
            yield from self._lift(rest, (*sample, value), (*bounds, step))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A polynomial, and what is left of it over the sample so far."""

    polynomial: Polynomial
    here: fmpq_mpoly


@lru_cache(maxsize=64)
def _rational_ring(names: tuple[str, ...]) -> fmpq_mpoly_ctx:
    return fmpq_mpoly_ctx.get(names, Ordering.lex)


def _with_rationals(polynomial: Polynomial, context: fmpq_mpoly_ctx) -> fmpq_mpoly:
    place = {name: k for k, name in enumerate(context.names())}
    terms: dict[tuple[int, ...], Any] = {}
    for monomial, c in polynomial.terms():
        exponents = [0] * len(place)
        for name, exponent in monomial:
            exponents[place[name]] = exponent
        terms[tuple(exponents)] = fmpq(c)
    return context.from_dict(terms)


def _dense(polynomial: fmpq_mpoly, column: int) -> fmpz_poly:
    """A polynomial in one variable, denominators cleared by a positive factor."""
    coefficients = polynomial.coeffs()
    scale = lcm(*(int(c.q) for c in coefficients))
    result = [0] * (int(polynomial.degrees()[column]) + 1)
    for exponents, c in zip(polynomial.monoms(), coefficients, strict=True):
        result[int(exponents[column])] = int(c.p) * (scale // int(c.q))
    return fmpz_poly(result)


def _walls(pairs: list[_Pair], column: int, is_real: bool) -> list[tuple[Root, Bound]]:
    """The roots over a sample, in order, with room between neighbours."""
    owners: dict[int, tuple[Polynomial, int]] = {}
    roots: list[Root] = []
    for pair in pairs:
        for index, root in enumerate(roots_between(_dense(pair.here, column), positive=not is_real)):
            owners[id(root)] = (pair.polynomial, index)
            roots.append(root)
    return [(root, Bound(*owners[id(root)], (root.low, root.high))) for root in separate(roots)]


def _between(lower: Root | None, upper: Root | None, is_real: bool) -> Fraction:
    """A simple rational strictly between two walls, at a distance from both."""
    if lower is None:
        if upper is None:
            return Fraction(0 if is_real else 1)
        if not is_real:
            return simplest_between(Fraction(0), upper.low)
        return Fraction(0) if upper.low > 0 else -simplest_between(-upper.low, None)
    return simplest_between(lower.high, None if upper is None else upper.low)
