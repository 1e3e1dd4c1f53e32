"""What a sum of squares is made of: which monomials the squares may have, which of them meet, what else may be added.

Wanted is p = sum_b w_b v_b^T Q_b v_b + sum_j f_j m_j + (terms of p that stay), with weights w_b >= 0 on the region.

The square of an odd monomial in a positive variable x is x times an even one, so that the monomials c of all squares
and weights together are the points of the Newton polytope of p with even exponents in the real variables; c = w v**2
tells weight and monomial. A flip of signs of real variables that leaves p alone may be asked of the squares too: then
monomials of different parity do not meet, and the matrices fall into blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from itertools import product as cartesian
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.positivity.proofs.goal import Goal

__all__ = [
    "UNKNOWNS",
    "Block",
    "Extra",
    "GramProblem",
    "Terms",
    "added",
    "gram_problem",
    "multiplied",
    "square_blocks",
    "terms_of",
]

Exponents = tuple[int, ...]
Terms = dict[Exponents, Any]  #: coefficients are Fractions, or ints
UNKNOWNS = 15_000  #: of all matrices together
_POINTS = 4000  #: of the box around the Newton polytope
_DIRECTIONS = 800


@dataclass(frozen=True)
class Block:
    """A matrix: its weight (a monomial times the product of some assumptions), and the polynomials of its squares."""

    monomial: Exponents
    indices: tuple[int, ...]
    weight: Terms
    basis: tuple[Terms, ...]

    def product(self, i: int, j: int) -> Terms:
        """w v_i v_j."""
        return multiplied(self.weight, multiplied(self.basis[i], self.basis[j]))


@dataclass(frozen=True)
class Extra:
    """A monomial times a product of assumptions, with a factor that is >= 0 unless it is free."""

    monomial: Exponents
    indices: tuple[int, ...]
    terms: Terms
    is_free: bool


@dataclass(frozen=True)
class GramProblem:
    """The names of the variables, the terms that squares must make, blocks, extras, the terms that stay."""

    names: tuple[str, ...]
    target: Terms
    blocks: tuple[Block, ...]
    extras: tuple[Extra, ...]
    kept: Terms

    def with_target(self, target: Terms) -> GramProblem:
        """The same squares for another polynomial."""
        return replace(self, target=target)

    @property
    def size(self) -> int:
        """Unknown numbers."""
        return sum(len(b.basis) * (len(b.basis) + 1) // 2 for b in self.blocks) + len(self.extras)


def terms_of(polynomial: Polynomial, names: Sequence[str]) -> Terms:
    """The coefficients by exponents."""
    rows = ((dict(monomial), c) for monomial, c in polynomial.terms())
    return {tuple(powers.get(n, 0) for n in names): Fraction(c) for powers, c in rows}


def multiplied(left: Terms, right: Terms) -> Terms:
    """The product."""
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 1:
        ((x, c),) = left.items()
        return {tuple(map(int.__add__, x, y)): c * d for y, d in right.items()}
    result: Terms = {}
    for x, c in left.items():
        for y, d in right.items():
            row = tuple(map(int.__add__, x, y))
            result[row] = result.get(row, 0) + c * d
    return {row: c for row, c in result.items() if c}


def added(left: Terms, right: Terms, factor: Fraction = Fraction(1)) -> Terms:
    """left + factor * right."""
    result = dict(left)
    for row, c in right.items():
        result[row] = result.get(row, 0) + factor * c
    return {row: c for row, c in result.items() if c}


def gram_problem(goal: Goal, *, with_assumptions: bool, products: bool = False) -> GramProblem | None:
    """The squares that may make the polynomial of a goal; None where they cannot, or there are too many.

    With assumptions, multiples of them up to the degree of the claim are there; with ``products`` squares times each.
    """
    given = [(k, g, r) for k, (g, r, _) in enumerate(goal.assumptions) if not g.is_zero] if with_assumptions else []
    names = goal.names if given else goal.polynomial.names
    target = terms_of(goal.polynomial, names)
    terms = [(k, terms_of(g, names), r) for k, g, r in given]
    return _Builder(names, frozenset(goal.real), target, terms).problem(products)


def square_blocks(goal: Goal, degree: int) -> list[Block]:
    """All squares of this degree (an even one in real variables; up to it where the claim is not homogeneous).

    Those that a flip of signs which leaves the polynomial of the goal alone tells apart do not meet.
    """
    names = goal.polynomial.names
    builder = _Builder(names, frozenset(goal.real), terms_of(goal.polynomial, names), [])
    steps = [2 if real else 1 for real in builder.is_real]
    rows = cartesian(*(range(0, degree + 1, s) for s in steps))
    points = [row for row in rows if (sum(row) == degree if builder.is_homogeneous else sum(row) <= degree)]
    return list(builder.split(points, (), {(0,) * len(names): 1}))


class _Builder:
    def __init__(
        self,
        names: tuple[str, ...],
        real: frozenset[str],
        target: Terms,
        given: list[tuple[int, Terms, str]],
    ):
        self.names, self.target, self.given = names, target, given
        self.is_real = [n in real for n in names]
        polynomials = [target, *(g for _, g, _ in given)]
        self.is_homogeneous = all(len(set(map(sum, terms))) < 2 for terms in polynomials)
        self.degree = max((max(map(sum, terms), default=0) for terms in polynomials), default=0)
        if not self.is_homogeneous:
            self.degree += self.degree % 2
        rows = [row for terms in polynomials for row in terms]
        self.caps = [max((row[k] for row in rows), default=0) for k in range(len(names))]
        self.caps = [cap + cap % 2 if real else cap for cap, real in zip(self.caps, self.is_real, strict=True)]
        self.parities = _span(
            [tuple(e % 2 if r else 0 for e, r in zip(row, self.is_real, strict=True)) for row in rows]
        )

    def problem(self, products: bool) -> GramProblem | None:
        """The whole problem."""
        points = self._in_caps((0,) * len(self.names), self.degree) if self.given else self._in_polytope()
        if points is None:
            return None
        blocks = list(self._blocks(points))
        if sum(len(b.basis) * (len(b.basis) + 1) // 2 for b in blocks) > UNKNOWNS:
            return None
        extras = list(self._extras())
        others = list(self._products()) if products else []
        if sum(len(b.basis) * (len(b.basis) + 1) // 2 for b in [*blocks, *others]) > UNKNOWNS:
            return None
        blocks = [
            *_without_lonely(
                blocks,
                [e.terms for e in extras]
                + [b.product(i, j) for b in others for i in range(len(b.basis)) for j in range(i + 1)],
                self.target,
            ),
            *others,
        ]
        rows = {row for b in blocks for i in range(len(b.basis)) for j in range(i + 1) for row in b.product(i, j)}
        rows |= {row for e in extras for row in e.terms}
        kept = {row: c for row, c in self.target.items() if row not in rows and c > 0 and self._is_even(row)}
        target = {row: c for row, c in self.target.items() if row not in kept}
        if not target or any(row not in rows for row in target):
            return None
        return GramProblem(self.names, target, tuple(blocks), tuple(extras), kept)

    def _is_even(self, row: Exponents) -> bool:
        return not any(e % 2 for e, r in zip(row, self.is_real, strict=True) if r)

    # monomials ----------------------------------------------------------------------------------------

    def _in_polytope(self) -> list[Exponents] | None:
        """The points of the Newton polytope with even exponents in the real variables, perhaps some more."""
        if not self.names:  # a number
            return [()]
        support = np.array(list(self.target), dtype=np.int64)
        least, most = support.min(axis=0), support.max(axis=0)
        ranges = [
            range(int(a + a % 2), int(b) + 1, 2) if real else range(int(a), int(b) + 1)
            for a, b, real in zip(least, most, self.is_real, strict=True)
        ]
        if np.prod([float(len(r)) for r in ranges]) > 60 * _POINTS:
            return None
        points = np.array(list(cartesian(*ranges)), dtype=np.int64).reshape(-1, len(self.names))
        for direction in _directions(len(self.names)):
            points = points[points @ direction <= (support @ direction).max()]
        return None if len(points) > _POINTS else [tuple(map(int, row)) for row in points]

    def _in_caps(self, used: Exponents, degree: int) -> list[Exponents] | None:
        """Monomials with even exponents in the real variables up to a degree and within the caps."""
        steps = [2 if r else 1 for r in self.is_real]
        room = [cap - u for cap, u in zip(self.caps, used, strict=True)]
        if degree < 0 or min(room, default=0) < 0 or np.prod([float(r + 1) for r in room]) > 60 * _POINTS:
            return None
        rows = cartesian(*(range(0, min(r, degree) + 1, s) for r, s in zip(room, steps, strict=True)))
        listed = [row for row in rows if (sum(row) == degree if self.is_homogeneous else sum(row) <= degree)]
        return None if len(listed) > _POINTS else listed

    # blocks -------------------------------------------------------------------------------------------

    def _blocks(self, points: list[Exponents]) -> Iterator[Block]:
        one: Terms = {(0,) * len(self.names): 1}
        yield from self.split(points, (), one)

    def split(self, points: Iterable[Exponents], indices: tuple[int, ...], factor: Terms) -> Iterator[Block]:
        """One block for each weight, and each parity in the real variables that no flip tells from it."""
        classes: dict[tuple[Exponents, Exponents], list[Exponents]] = {}
        for c in points:
            weight = tuple(0 if r else e % 2 for e, r in zip(c, self.is_real, strict=True))
            root = tuple((e - w) // 2 for e, w in zip(c, weight, strict=True))
            parity = _reduced(tuple(e % 2 if r else 0 for e, r in zip(root, self.is_real, strict=True)), self.parities)
            classes.setdefault((weight, parity), []).append(root)
        for weight, parity in sorted(classes):
            basis = tuple({root: 1} for root in sorted(classes[weight, parity]))
            yield Block(weight, indices, multiplied(factor, {weight: 1}), basis)

    def _products(self) -> Iterator[Block]:
        """Squares times each inequality, up to the degree and within the caps."""
        for k, terms, relation in self.given:
            tops = tuple(max(row[i] for row in terms) for i in range(len(self.names)))
            points = self._in_caps(tops, self.degree - max(map(sum, terms)))
            if relation != "==" and points and 1 < len(points) <= 200:
                yield from (b for b in self.split(points, (k,), terms) if len(b.basis) > 1)

    def _extras(self) -> Iterator[Extra]:
        """Monomials times equalities; monomials >= 0 times assumptions, or times the product of two of them."""
        singles = [((k,), terms, r == "==") for k, terms, r in self.given]
        pairs = [
            ((k, j), multiplied(g, h), False)
            for n, (k, g, r) in enumerate(self.given if len(self.given) <= 6 else ())
            for j, h, s in self.given[n:]
            if "==" not in (r, s)
        ]
        for indices, terms, is_free in singles + pairs:
            degree = self.degree - max(map(sum, terms))
            tops = tuple(max(row[k] for row in terms) for k in range(len(self.names)))
            if is_free:
                rows = cartesian(*(range(max(degree, -1) + 1) for _ in self.names))
                if float(max(degree, 0) + 1) ** len(self.names) > 60 * _POINTS:
                    continue
                shifts = [row for row in rows if (sum(row) == degree if self.is_homogeneous else sum(row) <= degree)]
            else:
                shifts = self._in_caps(tops, degree) or []
            for shift in shifts:
                yield Extra(shift, indices, multiplied(terms, {shift: Fraction(1)}), is_free)


def _without_lonely(blocks: Sequence[Block], others: Sequence[Terms], target: Terms) -> list[Block]:
    """Without squares that meet nothing: where p lacks the term, their factor is zero, and so is their whole row.

    All squares are of monomials here.
    """
    if not blocks:
        return []
    width = len(blocks[0].monomial)
    top = 2 + max((e for b in blocks for v in b.basis for row in v for e in (*row, *b.monomial)), default=0) * 3
    unit = np.array([top**k for k in range(width)], dtype=object if top**width > 2**62 else np.int64)

    def code(row: Exponents) -> Any:
        return np.dot(np.array(row, dtype=unit.dtype), unit)

    fixed = {code(row) for terms in (target, *others) for row in terms}
    weights = [code(b.monomial) for b in blocks]
    bases = [np.array([code(next(iter(v))) for v in b.basis], dtype=unit.dtype) for b in blocks]
    alive = [np.ones(len(b), dtype=bool) for b in bases]
    while True:
        sums = [
            (w + b[a][:, None] + b[a][None, :])[np.triu_indices(int(a.sum()))]
            for w, b, a in zip(weights, bases, alive, strict=True)
        ]
        values, counts = np.unique(np.concatenate(sums), return_counts=True)
        met = fixed | set(values[counts > 1].tolist())
        changed = False
        for w, b, a in zip(weights, bases, alive, strict=True):
            good = a & np.array([c in met for c in (w + 2 * b).tolist()], dtype=bool)
            changed = changed or bool((good != a).any())
            a[:] = good
        if not changed:
            break
    kept = [tuple(v for v, good in zip(b.basis, a, strict=True) if good) for b, a in zip(blocks, alive, strict=True)]
    return [replace(b, basis=basis) for b, basis in zip(blocks, kept, strict=True) if basis]


def _directions(count: int) -> list[Any]:
    """Small integer directions: the first few hundred, the shortest first."""
    reach = 2 if count <= 4 else 1
    listed = sorted(
        (d for d in cartesian(range(-reach, reach + 1), repeat=min(count, 6)) if any(d)),
        key=lambda d: (sum(map(abs, d)), d),
    )[:_DIRECTIONS]
    if count <= 6:
        return [np.array(d) for d in listed]
    sparse = []
    for chosen in combinations(range(count), 2):
        for signs in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            d = np.zeros(count, dtype=np.int64)
            d[list(chosen)] = signs
            sparse.append(d)
    singles = [s * row for row in np.eye(count, dtype=np.int64) for s in (1, -1)]
    whole = [np.ones(count, dtype=np.int64), -np.ones(count, dtype=np.int64)]
    return [*whole, *singles, *sparse]


def _span(rows: Iterable[Exponents]) -> list[Exponents]:
    """A basis over the field with two elements, each vector with a leading place that no other has."""
    basis: list[Exponents] = []
    for row in rows:
        rest = _reduced(row, basis)
        if any(rest):
            lead = rest.index(1)
            basis = [tuple(a ^ b for a, b in zip(v, rest, strict=True)) if v[lead] else v for v in basis]
            basis.append(rest)
    return basis


def _reduced(row: Exponents, basis: Sequence[Exponents]) -> Exponents:
    for vector in basis:
        if row[vector.index(1)]:
            row = tuple(a ^ b for a, b in zip(row, vector, strict=True))
    return row
