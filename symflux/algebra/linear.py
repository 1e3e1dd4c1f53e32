"""Small exact linear algebra over any field whose elements support + - * / and truth: Fraction, fmpq,
RationalFunction. Elimination as in a first lecture; the fast routes of the package use FLINT matrices instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

__all__ = ["Echelon", "negative_direction", "null_space", "primitive_vector"]

Vector = list[Any]


class Echelon:
    """A growing row space in reduced echelon form."""

    def __init__(self, width: int):
        self.width = width
        self.rows: dict[int, Vector] = {}  #: pivot column -> row with a one there and zeros at the other pivots

    def add(self, vector: Sequence[Any]) -> bool:
        """Add a vector; say whether it was independent of the rows so far."""
        vector = list(vector)
        for pivot, row in self.rows.items():
            if vector[pivot]:
                _subtract(vector, row, vector[pivot])
        first = next((k for k, entry in enumerate(vector) if entry), None)
        if first is None:
            return False
        scale = vector[first]
        vector = [entry / scale if entry else entry for entry in vector]
        for row in self.rows.values():
            if row[first]:
                _subtract(row, vector, row[first])
        self.rows[first] = vector
        return True

    @property
    def rank(self) -> int:
        """The number of independent rows so far."""
        return len(self.rows)

    def null_space(self, zero: Any, one: Any) -> list[Vector]:
        """A basis of the vectors orthogonal to every row, one for each column without a pivot."""
        basis = []
        for free in range(self.width):
            if free in self.rows:
                continue
            vector = [zero] * self.width
            vector[free] = one
            for pivot, row in self.rows.items():
                vector[pivot] = zero - row[free]
            basis.append(vector)
        return basis


def _subtract(target: Vector, row: Vector, factor: Any) -> None:
    for k, entry in enumerate(row):
        if entry:
            target[k] = target[k] - factor * entry


def null_space(rows: Sequence[Sequence[Any]], width: int, zero: Any, one: Any) -> list[Vector]:
    """A basis of {x : row . x = 0 for every row}."""
    echelon = Echelon(width)
    for row in rows:
        echelon.add(row)
    return echelon.null_space(zero, one)


def primitive_vector(vector: Sequence[Fraction]) -> list[int]:
    """The integer multiple without common factor, first non-zero entry positive.

    >>> primitive_vector([Fraction(0), Fraction(-1, 2), Fraction(1, 3)])
    [0, 3, -2]
    """
    from math import gcd, lcm

    scale = lcm(*(entry.denominator for entry in vector if entry))
    whole = [int(entry * scale) if entry else 0 for entry in vector]
    common = gcd(*whole) or 1
    sign = next((1 if entry > 0 else -1 for entry in whole if entry), 1)
    return [sign * entry // common for entry in whole]


def negative_direction(matrix: Sequence[Sequence[Fraction]]) -> list[int] | None:
    """A vector u with u . matrix u < 0 for a symmetric rational matrix, or None where it is positive semidefinite.

    Symmetric elimination: the Schur complements carry the same signs, and the steps are undone for u.

    >>> negative_direction([[Fraction(0), Fraction(-1)], [Fraction(-1), Fraction(0)]])
    [1, 1]
    """
    size = len(matrix)
    work = [list(row) for row in matrix]
    steps: list[tuple[int, list[Fraction]]] = []

    def lifted(vector: list[Fraction]) -> list[int]:
        for k, multipliers in reversed(steps):
            vector[k] = -sum((multipliers[j] * vector[j] for j in range(k + 1, size)), Fraction(0))
        return primitive_vector(vector)

    for k in range(size):
        pivot = work[k][k]
        if pivot < 0:
            return lifted([Fraction(int(j == k)) for j in range(size)])
        if pivot == 0:
            partner = next((j for j in range(k + 1, size) if work[k][j]), None)
            if partner is None:
                continue
            off, corner = work[k][partner], work[partner][partner]
            vector = [Fraction(0)] * size
            vector[partner] = Fraction(1)
            if corner >= 0:
                vector[k] = -corner / off if corner else Fraction(-1 if off > 0 else 1)
            return lifted(vector)
        multipliers = [entry / pivot for entry in work[k]]
        for i in range(k + 1, size):
            if multipliers[i]:
                row, factor = work[i], multipliers[i]
                for j in range(k + 1, size):
                    if work[k][j]:
                        row[j] -= factor * work[k][j]
        steps.append((k, multipliers))
    return None
