"""From matrices in floating point to rational ones that make the polynomial exactly: most entries are rounded, the
others are solved for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from symflux.positivity.proofs.gram_problem import GramProblem

__all__ = ["Exact", "Rounding", "squares_of"]

Exponents = tuple[int, ...]
Matrix = list[list[Fraction]]
Column = tuple[int, int, int]  # block, row, column; for an extra (-1, its number, 0)


@dataclass(frozen=True)
class Exact:
    """Rational matrices, and factors of the extras, that make the target; nothing is known of their signs."""

    matrices: list[Matrix]
    factors: list[Fraction]


class Rounding:
    """The linear equations of a problem, with the entries that are solved for chosen once."""

    def __init__(self, problem: GramProblem, matrices: Sequence[Any], factors: Sequence[float]):
        self.problem = problem
        self.columns: list[tuple[Column, float, dict[int, Fraction]]] = []
        place: dict[Exponents, int] = {}
        for b, block in enumerate(problem.blocks):
            for i in range(len(block.basis)):
                for j in range(i + 1):
                    double = 1 if i == j else 2
                    terms = {place.setdefault(r, len(place)): double * c for r, c in block.product(i, j).items()}
                    self.columns.append(((b, i, j), float(matrices[b][i, j]), terms))
        for k, extra in enumerate(problem.extras):
            terms = {place.setdefault(r, len(place)): c for r, c in extra.terms.items()}
            self.columns.append(((-1, k, 0), factors[k], terms))
        self.right = [Fraction(0)] * len(place)
        for row, c in problem.target.items():
            self.right[place[row]] = c
        self.is_plain = all(len(terms) == 1 for (b, _, _), _, terms in self.columns if b >= 0)
        self.pivots = self._largest() if self.is_plain else self._independent()

    @property
    def steps(self) -> float:
        """What one exact solution costs."""
        return 30 * len(self.columns) + (0 if self.is_plain else len(self.pivots) ** 3 / 200)

    def _largest(self) -> list[int]:
        """For each row the largest entry in it."""
        best: dict[int, int] = {}
        for k, ((b, _, _), value, terms) in enumerate(self.columns):
            if b >= 0:
                row = next(iter(terms))
                if row not in best or abs(value) > abs(self.columns[best[row]][1]):
                    best[row] = k
        return sorted(best.values())

    def _independent(self) -> list[int]:
        """Columns that span all others, well-conditioned."""
        from scipy.linalg import qr

        matrix = np.zeros((len(self.right), len(self.columns)))
        for k, ((b, _, _), _, terms) in enumerate(self.columns):
            for row, c in terms.items():
                matrix[row, k] = float(c) * (1.0 if b >= 0 else 1e-3)
        _, triangle, order = qr(matrix, mode="economic", pivoting=True)
        sizes = np.abs(np.diag(triangle))
        rank = int((sizes > 1e-9 * max(float(sizes[0]), 1e-300)).sum()) if len(sizes) else 0
        return sorted(int(k) for k in order[:rank])

    def exact(self, limit: int) -> Exact | None:
        """The solution next to the floats with denominators ``limit`` where they are free; None where there is none."""
        rest = list(self.right)
        values: dict[int, Fraction] = {}
        chosen = set(self.pivots)
        for k, ((b, i, _), value, terms) in enumerate(self.columns):
            if k in chosen:
                continue
            number = Fraction(round(value * limit), limit)
            if b < 0 and number < 0 and not self.problem.extras[i].is_free:
                number = Fraction(0)
            if number:
                values[k] = number
                for row, c in terms.items():
                    rest[row] -= number * c
        solved = self._solved(rest)
        if solved is None:
            return None
        values.update(solved)
        matrices: list[Matrix] = [[[Fraction(0)] * len(b.basis) for _ in b.basis] for b in self.problem.blocks]
        factors = [Fraction(0)] * len(self.problem.extras)
        for k, number in values.items():
            b, i, j = self.columns[k][0]
            if b < 0:
                factors[i] = number
            else:
                matrices[b][i][j] = matrices[b][j][i] = number
        if any(x < 0 and not e.is_free for x, e in zip(factors, self.problem.extras, strict=True)):
            return None
        return Exact(matrices, factors)

    def _solved(self, rest: list[Fraction]) -> dict[int, Fraction] | None:
        """The pivots from the rest of every row."""
        result: dict[int, Fraction] = {}
        if self.is_plain:
            for k in self.pivots:
                ((row, c),) = self.columns[k][2].items()
                result[k] = rest[row] / c
                rest[row] = Fraction(0)
            return None if any(rest) else result
        rows = self._rows()
        if not self.pivots:
            return None if any(rest) else {}
        matrix = fmpq_mat([[_rational(self.columns[k][2].get(row, Fraction(0))) for k in self.pivots] for row in rows])
        try:
            found = matrix.solve(fmpq_mat([[_rational(rest[row])] for row in rows]))
        except ZeroDivisionError:
            return None
        for n, k in enumerate(self.pivots):
            result[k] = Fraction(int(found[n, 0].p), int(found[n, 0].q))
            for row, c in self.columns[k][2].items():
                rest[row] -= result[k] * c
        return None if any(rest) else result

    def _rows(self) -> list[int]:
        """As many independent rows as there are pivots."""
        from scipy.linalg import qr

        matrix = np.zeros((len(self.pivots), len(self.right)))
        for n, k in enumerate(self.pivots):
            for row, c in self.columns[k][2].items():
                matrix[n, row] = float(c)
        _, _, order = qr(matrix, mode="economic", pivoting=True)
        return sorted(int(row) for row in order[: len(self.pivots)])


def squares_of(matrix: Matrix) -> list[tuple[Fraction, dict[int, Fraction]]] | None:
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
        listed = list(column.items())
        for n, (i, x) in enumerate(listed):
            for j, y in listed[: n + 1]:
                work[i][j] -= pivot * x * y
                work[j][i] = work[i][j]
    return found


def whole(terms: dict[Exponents, Fraction]) -> tuple[Fraction, dict[Exponents, int]]:
    """(f, q) with f q the polynomial, q with integer coefficients."""
    common = lcm(*(c.denominator for c in terms.values())) if terms else 1
    return Fraction(1, common), {row: int(c * common) for row, c in terms.items()}


def _rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def denominators(is_interior: bool, is_plain: bool) -> tuple[int, ...]:
    """Denominators to try: coarse ones where only few solutions exist, finer ones up to the precision of floats."""
    if is_interior:
        return (4, 12, 60, 840, 10**4, 10**6, 10**8)
    return (1, 2, 4, 6, 12, 60, 360, 5040) if is_plain else (1, 12)
