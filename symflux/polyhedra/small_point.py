"""A point with small numbers near one that satisfies a system: what a person would rather write down."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from flint import fmpq, fmpq_mat, fmpz_mat

from symflux.polyhedra.cone import primitive
from symflux.polyhedra.linear_program import Row, Vector

__all__ = ["small_point"]

#: sizes of the largest coordinate that are tried: every small one, then cubes, then powers of two
_SIZES = (*range(1, 31), *(30 + k**3 for k in range(1, 31)), *(2**k for k in range(15, 200)))


def small_point(rows: Sequence[Row], point: Vector, unit: int | None = None) -> Vector:
    """A solution with small integer coordinates, in about the direction of a given solution.

    Multiples of the point (of its coordinates in a reduced basis of the integer solutions, where there are
    equations) are rounded and tested, exactly; if none passes, the point comes back as it was.
    With ``unit`` the multiples make that coordinate 1, 2, 3, ...: it is the denominator of an affine problem.

    >>> rows = [Row((Fraction(2), Fraction(-1)), ">"), Row((Fraction(-1), Fraction(1)), ">")]
    >>> [int(x) for x in small_point(rows, (Fraction(700), Fraction(1001)))]
    [2, 3]
    """
    rows = [Row(primitive(row.vector), row.relation) for row in rows]
    equations = [row.vector for row in rows if row.relation == "==" and any(row.vector)]
    if not equations:
        found = _round(rows, point, unit)
        return point if found is None else found
    basis = _integer_solutions(equations)
    if not basis:
        return point
    coordinates = _coordinates(basis, point)
    others = [
        Row(tuple(_dot(row.vector, line) for line in basis), row.relation) for row in rows if row.relation != "=="
    ]
    found = _round(others, coordinates, None)
    if found is None:
        return point
    zero = Fraction(0)
    return tuple(sum((y * line[j] for y, line in zip(found, basis, strict=True)), zero) for j in range(len(point)))


def _round(rows: Sequence[Row], point: Vector, unit: int | None) -> Vector | None:
    largest = max((abs(x) for x in point), default=Fraction(0))
    if not largest:
        return point
    measure = largest if unit is None else point[unit]
    for size in _SIZES:
        rounded = tuple(Fraction(round(x * size / measure)) for x in point)
        if any(rounded) and all(_holds(row, rounded) for row in rows):
            return rounded
    return None


def _holds(row: Row, point: Vector) -> bool:
    value = sum(a.numerator * x.numerator for a, x in zip(row.vector, point, strict=True))
    return value > 0 if row.relation == ">" else value >= 0


def _integer_solutions(equations: Sequence[Vector]) -> list[Vector]:
    """A short basis of the rational solutions, made of integers."""
    matrix = fmpz_mat([[int(a) for a in row] for row in equations])
    kernel, nullity = matrix.nullspace()
    if not nullity:
        return []
    columns = [[int(kernel[i, j]) for i in range(kernel.nrows())] for j in range(int(nullity))]
    reduced = fmpz_mat([[x // (gcd(*column) or 1) for x in column] for column in columns]).lll()
    return [tuple(Fraction(int(reduced[i, j])) for j in range(reduced.ncols())) for i in range(reduced.nrows())]


def _coordinates(basis: Sequence[Vector], point: Vector) -> Vector:
    """The coefficients of a solution in the basis, by the normal equations."""
    gram = fmpq_mat([[_rational(_dot(one, two)) for two in basis] for one in basis])
    right = fmpq_mat([[_rational(_dot(one, point))] for one in basis])
    solved = gram.solve(right)
    return tuple(Fraction(int(solved[i, 0].p), int(solved[i, 0].q)) for i in range(len(basis)))


def _dot(a: Vector, x: Vector) -> Fraction:
    return sum((p * q for p, q in zip(a, x, strict=True) if p and q), Fraction(0))


def _rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
