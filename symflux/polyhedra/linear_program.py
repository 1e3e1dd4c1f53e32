"""Exact linear systems of equations and inequalities: a solution, or the multipliers that prove there is none.

A system is a list of rows (a, relation) about one unknown vector x: a.x > 0, a.x >= 0 or a.x == 0. Everything
is homogeneous; an affine system a.x + c > 0 becomes one by a further unknown that is asked to be > 0.

Motzkin's transposition theorem (the strict form of Farkas' lemma): either some x satisfies every row, or there
are multipliers y, y >= 0 on the inequalities and of any sign on the equations, not all zero on the strict
rows, with sum y_i a_i = 0. Multiplying out the second contradicts the first: 0 = sum y_i (a_i.x) > 0. Derivation
``linear_alternative``.

The search is a simplex method over the rationals with Bland's rule, so it ends; both answers are multiplied
out before they are returned. No floating point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Literal

from flint import fmpq

from symflux.errors import VerificationError

__all__ = ["Farkas", "Relation", "Row", "Vector", "check_multipliers", "primitive_factor", "satisfies", "solve_rows"]

Relation = Literal[">", ">=", "=="]
Vector = tuple[Fraction, ...]
_ZERO, _ONE = fmpq(0), fmpq(1)


@dataclass(frozen=True)
class Row:
    """One condition ``vector . x  relation  0``."""

    vector: Vector
    relation: Relation


@dataclass(frozen=True)
class Farkas:
    """One multiplier for each row of a system, integers without a common divisor; they prove that it has no solution.

    The rows with a non-zero multiplier are a minimal contradiction: leave one out, and the rest has a solution.
    """

    multipliers: Vector

    @property
    def support(self) -> tuple[int, ...]:
        """The positions of the rows that contradict each other."""
        return tuple(k for k, y in enumerate(self.multipliers) if y)


def primitive_factor(vector: Sequence[Fraction]) -> Fraction:
    """The positive factor that makes the entries integers without a common divisor (1 for zero).

    >>> primitive_factor([Fraction(2, 3), Fraction(-4)])
    Fraction(3, 2)
    """
    values = [v for v in vector if v]
    if not values:
        return Fraction(1)
    bottom = lcm(*(v.denominator for v in values))
    return Fraction(bottom, gcd(*(int(v * bottom) for v in values)))


def satisfies(rows: Sequence[Row], point: Sequence[Fraction]) -> bool:
    """Whether the point satisfies every row, exactly."""
    for row in rows:
        value = sum((a * x for a, x in zip(row.vector, point, strict=True) if a), Fraction(0))
        if not (value > 0 if row.relation == ">" else value >= 0 if row.relation == ">=" else value == 0):
            return False
    return True


def check_multipliers(rows: Sequence[Row], multipliers: Sequence[Fraction]) -> bool:
    """Whether these multipliers prove that the rows have no common solution.

    >>> rows = [Row((Fraction(1), Fraction(-1)), ">"), Row((Fraction(-2), Fraction(2)), ">=")]
    >>> check_multipliers(rows, [Fraction(2), Fraction(1)]), check_multipliers(rows, [Fraction(1), Fraction(1)])
    (True, False)
    """
    if not rows or len(rows) != len(multipliers):
        return False
    total = [Fraction(0)] * len(rows[0].vector)
    strict = False
    for row, y in zip(rows, multipliers, strict=True):
        if not y:
            continue
        if y < 0 and row.relation != "==":
            return False
        strict = strict or row.relation == ">"
        total = [t + y * a for t, a in zip(total, row.vector, strict=True)]
    return strict and not any(total)


def solve_rows(rows: Sequence[Row]) -> Vector | Farkas:
    """A point that satisfies every row, or the multipliers that prove there is none.

    The point lies well inside: after scaling the rows to comparable size it maximizes the least value of the
    strict ones among the points with coordinates >= -1.

    >>> solve_rows([Row((Fraction(1), Fraction(-1)), ">"), Row((Fraction(0), Fraction(1)), ">")])
    (Fraction(2, 1), Fraction(1, 1))
    >>> solve_rows([Row((Fraction(1),), ">"), Row((Fraction(-3),), ">=")])
    Farkas(multipliers=(Fraction(3, 1), Fraction(1, 1)))
    """
    if not rows:
        return ()
    if not any(row.relation == ">" for row in rows):
        return (Fraction(0),) * len(rows[0].vector)
    scales = [1 / _magnitude(row.vector) for row in rows]
    answer = _simplex(
        [Row(tuple(a * s for a in row.vector), row.relation) for row, s in zip(rows, scales, strict=True)]
    )
    if isinstance(answer, Farkas):
        plain = [y * s for y, s in zip(answer.multipliers, scales, strict=True)]
        factor = primitive_factor(plain)
        answer = Farkas(tuple(y * factor for y in plain))
    holds = check_multipliers(rows, answer.multipliers) if isinstance(answer, Farkas) else satisfies(rows, answer)
    if not holds:
        raise VerificationError("the exact simplex method returned an answer that does not multiply out")
    return answer


def _simplex(rows: Sequence[Row]) -> Vector | Farkas:
    """Phase one for the multipliers: A^T y = 0, sum of the strict y = 1, y >= 0.

    One tableau row per unknown and one for the normalization; one column per condition (two for an equation).
    The artificial variables start as the basis. At the optimum the prices are a point of the original system
    if anything artificial is left, else the basic values are multipliers.
    """
    size = len(rows[0].vector)
    columns: list[tuple[int, int]] = []  # (row of the system, sign)
    for k, row in enumerate(rows):
        columns.append((k, 1))
        if row.relation == "==":
            columns.append((k, -1))
    width = len(columns)
    tableau: list[list[fmpq]] = []
    for i in range(size):
        entries = [_rational(rows[k].vector[i]) for k in range(len(rows))]
        artificial = [_ONE if i == j else _ZERO for j in range(size + 1)]
        tableau.append([entries[k] if sign > 0 else -entries[k] for k, sign in columns] + artificial + [_ZERO])
    normalization = [_ONE if rows[k].relation == ">" else _ZERO for k, _ in columns]
    tableau.append(normalization + [_ZERO] * size + [_ONE, _ONE])
    basis = [width + i for i in range(size + 1)]
    # the cost row holds minus the reduced costs of "minimize the sum of the artificial variables"
    cost = [sum((line[j] for line in tableau), _ZERO) for j in range(width)] + [_ZERO] * (size + 1) + [_ONE]
    while True:
        entering = next((j for j in range(width) if cost[j] > 0), None)
        if entering is None:
            break
        leaving = _leaving(tableau, basis, entering)
        _pivot(tableau, cost, leaving, entering)
        basis[leaving] = entering
    if cost[-1] == 0:
        multipliers = [Fraction(0)] * len(rows)
        for line, column in zip(tableau, basis, strict=True):
            if column < width:
                k, sign = columns[column]
                multipliers[k] += sign * _fraction(line[-1])
        return Farkas(tuple(multipliers))
    # the prices: 1 - (reduced cost of the artificial); the point is minus the first of them
    return tuple(_fraction(-(cost[width + i] + 1)) for i in range(size))


def _leaving(tableau: Sequence[Sequence[fmpq]], basis: Sequence[int], entering: int) -> int:
    """The row of the least ratio, Bland's rule on ties. One exists: the objective is bounded below by 0."""
    best: tuple[fmpq, int, int] | None = None
    for i, line in enumerate(tableau):
        if line[entering] > 0:
            ratio = line[-1] / line[entering]
            if best is None or ratio < best[0] or (ratio == best[0] and basis[i] < best[1]):
                best = (ratio, basis[i], i)
    if best is None:
        raise VerificationError("the exact simplex method found no leaving variable")
    return best[2]


def _pivot(tableau: list[list[fmpq]], cost: list[fmpq], leaving: int, entering: int) -> None:
    pivot = tableau[leaving][entering]
    line = [value / pivot if value else value for value in tableau[leaving]]
    tableau[leaving] = line
    used = [j for j, value in enumerate(line) if value]
    for i, other in enumerate(tableau):
        factor = other[entering]
        if i != leaving and factor:
            for j in used:
                other[j] -= factor * line[j]
    factor = cost[entering]
    for j in used:
        cost[j] -= factor * line[j]


def _magnitude(vector: Vector) -> Fraction:
    """A power of two near the largest entry."""
    largest = max((abs(a) for a in vector), default=Fraction(0))
    exponent = largest.numerator.bit_length() - largest.denominator.bit_length()
    return Fraction(2) ** exponent if largest else Fraction(1)


def _rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
