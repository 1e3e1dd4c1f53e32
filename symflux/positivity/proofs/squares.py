"""Sums of squares: p = sum of s v^T G v with monomials s >= 0 and G positive semidefinite, in rationals.

With assumptions g, multiples of them by monomials with unknown factors are taken off p first; without, unknown parts
of those of its own terms that are positive but no squares.

The Gram matrix is found in floating point, by maximizing its least eigenvalue; it is then rounded to rationals that
satisfy p = ... exactly, and split into squares by an exact L D L^T. Where the least eigenvalue can only be zero (p has
zeros), rounding to small denominators often still succeeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.semidefinite import Multiple, largest_least_eigenvalue
from symflux.work.budget import Budget, Limit

__all__ = ["prove_by_squares"]

Exponents = tuple[int, ...]
_SIZE = 36  # of a block
_UNKNOWNS = 700
_TERM = -1  # instead of the number of an assumption: a term of the claim itself, positive, part of which is left alone


def prove_by_squares(
    goal: Goal, *, seconds: Limit, weighted: bool = False, with_assumptions: bool = False
) -> Node | None:
    """A ``gram`` node, or None; squares times positive variables where ``weighted`` (far more unknowns).

    The assumptions are used only ``with_assumptions``.
    """
    if len(goal.polynomial) > 400 or (with_assumptions and sum(len(g) for g, _, _ in goal.assumptions) > 400):
        return None
    try:
        return _Gram(goal, Budget.of(seconds), weighted, with_assumptions).solve()
    except np.linalg.LinAlgError:
        return None


@dataclass(frozen=True)
class _Multiple:
    """A monomial times an assumption (or nothing but the monomial); its factor is unknown, and >= 0 unless free."""

    assumption: int
    shift: Exponents
    terms: dict[Exponents, Fraction]
    is_free: bool


class _Gram:
    def __init__(self, goal: Goal, budget: Budget, weighted: bool, with_assumptions: bool = False):
        self.goal, self.budget, self.weighted = goal, budget, weighted
        self.names = goal.names if with_assumptions else goal.polynomial.names
        self.target = self._terms(goal.polynomial)
        given = [(k, self._terms(g), r) for k, (g, r, _) in enumerate(goal.assumptions) if not g.is_zero]
        self.given = given if with_assumptions else []
        self.blocks: list[tuple[Exponents, list[Exponents]]] = list(self._blocks())
        #: entries (block, i, j) of the Gram matrices by the monomial that they contribute to
        self.entries: dict[Exponents, list[tuple[int, int, int]]] = {}
        for b, (weight, basis) in enumerate(self.blocks):
            for i, left in enumerate(basis):
                for j in range(i + 1):
                    key = tuple(w + x + y for w, x, y in zip(weight, left, basis[j], strict=True))
                    self.entries.setdefault(key, []).append((b, i, j))

        self.multiples = list(self._multiples())
        #: positive terms that no square reaches stay as they are
        self.rest = {row: c for row, c in self.target.items() if c > 0 and self._is_kept(row)}
        for row in self.rest:
            del self.target[row]

    def _terms(self, polynomial: Polynomial) -> dict[Exponents, Fraction]:
        rows = ((dict(monomial), c) for monomial, c in polynomial.terms())
        return {tuple(powers.get(n, 0) for n in self.names): Fraction(c) for powers, c in rows}

    def _multiples(self) -> Iterator[_Multiple]:
        """Those multiples of assumptions whose terms the squares reach; positive terms, where there are none."""
        top = self._top()
        for row, c in () if self.given else self.target.items():
            if c > 0 and row in self.entries and any(e % 2 for e in row) and not self._is_odd(row):
                yield _Multiple(_TERM, row, {row: Fraction(1)}, False)
        for k, terms, relation in self.given:
            free = top - max(map(sum, terms))
            if free < 0:
                continue
            steps = [2 if n in self.goal.real and relation != "==" else 1 for n in self.names]
            for shift in cartesian(*(range(0, free + 1, s) for s in steps)):
                moved = {tuple(a + b for a, b in zip(row, shift, strict=True)): c for row, c in terms.items()}
                if sum(shift) <= free and all(row in self.entries for row in moved):
                    yield _Multiple(k, shift, moved, relation == "==")

    def _top(self) -> int:
        """The even degree up to which squares and multiples go."""
        most = max((sum(row) for terms in (self.target, *(g for _, g, _ in self.given)) for row in terms), default=0)
        return most + most % 2

    def _is_kept(self, row: Exponents) -> bool:
        return row not in self.entries and not self._is_odd(row)

    def _is_odd(self, row: Exponents) -> bool:
        return any(e % 2 for n, e in zip(self.names, row, strict=True) if n in self.goal.real)

    def _blocks(self) -> Iterator[tuple[Exponents, list[Exponents]]]:
        """A weight (each positive variable at most once) and the monomials of the squares that go with it."""
        if self.given:
            half = self._top() // 2
            basis = [row for row in cartesian(range(half + 1), repeat=len(self.names)) if sum(row) <= half]
            if len(basis) <= _SIZE:
                yield (0,) * len(self.names), basis
            for k, name in enumerate(self.names):
                lower = [row for row in basis if 2 * sum(row) + 1 <= 2 * half]
                if name not in self.goal.real and len(lower) * (1 + len(self.names)) <= _SIZE:
                    yield tuple(int(j == k) for j in range(len(self.names))), lower
            return
        degrees = [sum(row) for row in self.target]
        least, most = min(degrees, default=0), max(degrees, default=0)
        tops = [max((row[k] for row in self.target), default=0) for k in range(len(self.names))]
        choices = [(0, 1) if self.weighted and n not in self.goal.real else (0,) for n in self.names]
        for weight in cartesian(*choices):
            room = [(top - w) // 2 for top, w in zip(tops, weight, strict=True)]
            if min(room, default=0) < 0 or np.prod([r + 1 for r in room], dtype=float) > 5000:
                continue
            used = sum(weight)
            basis = [row for row in cartesian(*(range(r + 1) for r in room)) if least <= 2 * sum(row) + used <= most]
            if len(basis) > 4 * _SIZE:
                continue
            basis = self._pruned(weight, basis)
            if basis and len(basis) <= _SIZE:
                yield weight, basis

    def _pruned(self, weight: Exponents, basis: list[Exponents]) -> list[Exponents]:
        """Without monomials whose square can only come from itself and is not there."""
        while True:
            sums: dict[Exponents, int] = {}
            for x in basis:
                for y in basis:
                    key = tuple(w + a + b for w, a, b in zip(weight, x, y, strict=True))
                    sums[key] = sums.get(key, 0) + 1
            kept = []
            for x in basis:
                square = tuple(w + 2 * a for w, a in zip(weight, x, strict=True))
                alone = sums[square] == 1 and not self.weighted
                if not alone or self.target.get(square, 0) > 0:
                    kept.append(x)
            if len(kept) == len(basis):
                return basis
            basis = kept

    def solve(self) -> Node | None:
        if not self.target or any(c and row not in self.entries for row, c in self.target.items()):
            return None
        unknowns = sum(len(e) - 1 for e in self.entries.values()) + len(self.multiples)
        if self.given and not self.multiples:
            return None
        if unknowns > _UNKNOWNS:
            return None
        if self.budget.is_spent:
            return None
        found = self._optimum()
        if found is None:
            return None
        matrices, factors, least = found
        if least < -1e-5:
            return None
        if least > 1e-7:
            digits: Sequence[int] = (16, 256, 4096, 10**6, 10**9)
        else:
            digits = (1, 2, 4, 6, 12, 24, 60, 120, 360, 5040)
        for limit in digits:
            node = self._rounded(matrices, factors, limit)
            if node is not None:
                return node
        return None

    def _optimum(self) -> tuple[list[Any], list[float], float] | None:
        """(Gram matrices, factors of the multiples, least eigenvalue relative to the target), or None."""
        place = {row: k for k, row in enumerate(self.entries)}
        cells = [
            (b, i, j, [(place[row], 1.0 if i == j else 2.0)])
            for row, listed in self.entries.items()
            for b, i, j in listed
        ]
        multiples = [
            Multiple([(place[row], float(c)) for row, c in m.terms.items()], m.is_free) for m in self.multiples
        ]
        target = [float(self.target.get(row, 0)) for row in self.entries]
        sizes = [len(basis) for _, basis in self.blocks]
        found = largest_least_eigenvalue(sizes, cells, multiples, target, self.budget)
        if found is None:
            return None
        return found.matrices, found.factors, found.least / max(map(abs, target), default=1.0)

    def _rounded(self, matrices: list[Any], factors: list[float], limit: int) -> Node | None:
        target, strict = dict(self.target), list[frozenset[str]]()
        multiples: dict[int, list[str]] = {}
        for multiple, factor in zip(self.multiples, factors, strict=True):
            number = Fraction(factor).limit_denominator(limit)
            if not number or (number < 0 and not multiple.is_free):
                continue
            for row, c in multiple.terms.items():
                target[row] = target.get(row, Fraction(0)) - number * c
            if multiple.assumption == _TERM:
                strict.append(self._support(multiple.shift, multiple.shift))
                continue
            _, relation, known = self.goal.assumptions[multiple.assumption]
            multiples.setdefault(multiple.assumption, []).append(f"{number / known}*{self._text(multiple.shift)}")
            if relation == ">":
                strict.append(self._support(multiple.shift, multiple.shift))
        exact = [[[Fraction(0)] * len(m) for _ in range(len(m))] for m in matrices]
        for row, listed in self.entries.items():
            last = max(listed, key=lambda e: abs(float(matrices[e[0]][e[1], e[2]])))
            rest = target.get(row, Fraction(0))
            for b, i, j in listed:
                if (b, i, j) == last:
                    continue
                value = Fraction(float(matrices[b][i, j])).limit_denominator(limit)
                exact[b][i][j] = exact[b][j][i] = value
                rest -= value * (1 if i == j else 2)
            b, i, j = last
            exact[b][i][j] = exact[b][j][i] = rest / (1 if i == j else 2)
        squares: list[tuple[str, str]] = []
        none = (0,) * len(self.names)
        left = [self._support(none, row) for row in self.rest]
        for (weight, basis), matrix in zip(self.blocks, exact, strict=True):
            if self.goal.is_strict:  # part of the diagonal is kept apart: terms that are seen to be positive
                for i, row in enumerate(basis):
                    if _squares(matrix) is not None and _lower(matrix, i):
                        left.append(self._support(weight, row))
            parts = _squares(matrix)
            if parts is None:
                return None
            for value, column in parts:
                root = " + ".join(f"{c}*{self._text(basis[i])}" for i, c in column.items())
                squares.append((f"{value}*{self._text(weight)}", root.replace("+ -", "- ")))
        if self.goal.is_strict and not self.goal.is_covered(left + strict):
            return None
        joined = [([k], " + ".join(pieces).replace("+ -", "- ")) for k, pieces in sorted(multiples.items())]
        return rules.gram(squares, multiples=joined)

    def _support(self, weight: Exponents, row: Exponents) -> frozenset[str]:
        return frozenset(n for n, w, e in zip(self.names, weight, row, strict=True) if w or e)

    def _text(self, row: Exponents) -> str:
        return "*".join(n if e == 1 else f"{n}**{e}" for n, e in zip(self.names, row, strict=True) if e) or "1"


def _lower(matrix: list[list[Fraction]], i: int) -> bool:
    """Take something off a diagonal entry, if the matrix then still is positive semidefinite."""
    kept = matrix[i][i]
    for part in (2, 16, 256):
        matrix[i][i] = kept - kept / part
        if kept and _squares(matrix) is not None:
            return True
    matrix[i][i] = kept
    return False


def _squares(matrix: list[list[Fraction]]) -> list[tuple[Fraction, dict[int, Fraction]]] | None:
    """[(d, l)] with G = sum d l l^T, all d > 0; None where G is not positive semidefinite."""
    size = len(matrix)
    work = [list(row) for row in matrix]
    found = []
    for k in range(size):
        pivot = work[k][k]
        if pivot < 0 or (pivot == 0 and any(work[k][k:])):
            return None
        if pivot == 0:
            continue
        column = {i: work[i][k] / pivot for i in range(k, size) if work[i][k]}
        found.append((pivot, column))
        for i, x in column.items():
            for j, y in column.items():
                work[i][j] -= pivot * x * y
    return found
