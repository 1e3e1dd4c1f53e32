"""Second moments for couplings that are numbers: the linear system of :mod:`symflux.moments.system` over Z.

Chains of hundreds of sites: a banded determinant, then one Dixon solve by FLINT.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_poly, fmpz, fmpz_mat, fmpz_poly

from symflux.algebra import RationalFunction
from symflux.algebra.determinant import sparse_determinant
from symflux.algebra.rational_function import common_denominator
from symflux.model.linear_model import Direction
from symflux.moments.first_unit import FirstUnit
from symflux.moments.poly import Poly, bezout_matrix
from symflux.moments.system import Moments

__all__ = ["BAND_LIMIT", "RationalMoments"]

BAND_LIMIT = 4  #: a wider band makes minors dearer than the characteristic polynomial of a companion matrix
_SMALL_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


class RationalMoments(Moments):
    """Moments over Z, for networks whose couplings are numbers: chains of hundreds of sites."""

    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[RationalFunction, int]:
        # with equal masses P is made monic, whatever the denominators of V: no powers of them pile up in the moments
        equal = len(masses) == self.size and len(set(masses)) == 1
        scale = 1 / masses[0] if equal else RationalFunction(common_denominator(masses))
        frictions = common_denominator(value * scale for value in self._frictions()).constant_value
        springs = common_denominator(v * scale for _, _, v in self.model.coupling.entries()).constant_value
        # V is multiplied by the square of the clock: what a denominator has twice, the clock needs once
        return scale, math.lcm(frictions, _root_multiple(springs))

    def _frictions(self) -> list[RationalFunction]:
        values = [entry for _, _, entry in self.model.damping.entries()]
        return values + [bath.friction for bath in self.model.baths]

    def _prepare(self) -> None:
        self.one, self.zero = fmpz(1), fmpz(0)

    def _integral(self, value: RationalFunction) -> fmpz:
        number = value.value
        if number.denominator != 1:
            raise ArithmeticError(f"{number} is not integral in these units")
        return fmpz(number.numerator)

    @cached_property
    def determinant(self) -> Poly:
        if self.path is not None:
            return self._by_powers(self.path.determinant)
        order, band = self.band
        if band > BAND_LIMIT and self._is_diagonal_mass and all(self.grid.mass):
            return self._by_characteristic_polynomial()
        place = {i: k for k, i in enumerate(order)}
        rows = [{place[j]: entry for j, entry in self._polynomials(i).items()} for i in order]
        total = sparse_determinant(rows, fmpz_poly([1]))
        if total is not None:
            return list(total.coeffs())
        return self._by_interpolation()

    def _rows(self) -> list[tuple[dict[int, fmpz], ...]]:
        return list(zip(self.grid.mass, self.grid.damping, self.grid.coupling, strict=True))

    def _polynomials(self, i: int) -> dict[int, fmpz_poly]:
        """Row i of K(s)."""
        columns = dict.fromkeys((*self.grid.coupling[i], *self.grid.damping[i], *self.grid.mass[i]))
        return {j: self._in_s(i, j) for j in columns}

    def _in_s(self, i: int, j: int) -> fmpz_poly:
        return fmpz_poly([matrix[i].get(j, 0) for matrix in (self.grid.coupling, self.grid.damping, self.grid.mass)])

    def _by_powers(self, polynomial: fmpz_poly) -> Poly:
        return list(polynomial.coeffs())

    @cached_property
    def _is_diagonal_mass(self) -> bool:
        return all(i == j for i, row in enumerate(self.grid.mass) for j in row)

    def _by_characteristic_polynomial(self) -> Poly:
        """det K by FLINT's characteristic polynomial of an integral companion matrix, where the band is wide.

        With L a common multiple of the masses, L s an eigenvalue of [[0, 1], [-L (L/m) V, -(L/m) D]]: det K(s) is its
        characteristic polynomial at L s, times the product of the masses, over L^(2n).
        """
        size, masses = self.size, [int(row[i]) for i, row in enumerate(self.grid.mass)]
        common = math.lcm(*masses)
        entries: list[list[int | fmpz]] = [[0] * (2 * size) for _ in range(2 * size)]
        for i, (_, damping, coupling) in enumerate(self._rows()):
            factor = common // masses[i]
            entries[i][size + i] = 1
            for j, entry in coupling.items():
                entries[size + i][j] = -entry * common * factor
            for j, entry in damping.items():
                entries[size + i][size + j] = -entry * factor
        product, whole = math.prod(masses), fmpz(common) ** (2 * size)
        polynomial = fmpz_mat(entries).charpoly()
        return [polynomial[k] * common**k * product // whole for k in range(2 * size + 1)]

    def _by_interpolation(self) -> Poly:
        """det K from its values at 2n + 1 whole numbers."""
        points = list(range(-self.size, self.size + 1))
        return _interpolated(points, [self._at(s).det() for s in points])

    def _at(self, s: int) -> fmpz_mat:
        rows = [[0] * self.size for _ in range(self.size)]
        for i in range(self.size):
            for j, entry in self._polynomials(i).items():
                rows[i][j] = entry(s)
        return fmpz_mat(rows)

    def _column_by_determinants(self, direction: Direction) -> list[Poly]:
        """adj(K) u from its values at whole numbers where K is regular: adj(K) u = det K times K^-1 u."""
        right = [0] * self.size
        for i, sign in direction:
            right[i] = sign
        vector = fmpz_mat(self.size, 1, right)
        points: list[int] = []
        values: list[list[fmpz]] = []
        p = fmpz_poly(self.determinant)
        candidate = 0
        while len(points) < 2 * self.size + 1:
            total = p(candidate)
            if total:
                solved = fmpq_mat(self._at(candidate)).solve(fmpq_mat(vector))
                points.append(candidate)
                values.append([(entry * total).p for entry in solved.entries()])
            candidate = -candidate if candidate > 0 else 1 - candidate
        return [_interpolated(points, [row[i] for row in values]) for i in range(self.size)]

    @cached_property
    def _unit(self) -> FirstUnit | None:
        """b^-1 e_0, or None where b is singular."""
        return FirstUnit.of(self.damped_even, self.damped_odd)

    def _values(self, count: int) -> tuple[list[fmpz], fmpz]:
        """([nu(z z^k) for k < count], their common denominator), up to the factor 2."""
        if self.degree < 2:
            return [], self.one
        if self._unit is None:
            raise ZeroDivisionError("some motion is undamped")
        values, denominator = self._unit.values(count)
        return [-value for value in values], denominator

    @property
    def is_undamped(self) -> bool:
        return self.degree > 1 and self._unit is None

    def hurwitz_determinant(self) -> RationalFunction:
        # as it was always defined: with free motions, the zeros at 0, all but one of them moved to -1
        matrix = bezout_matrix(self.even, self.odd, self.zero) if self.free_directions else self.bezout
        rows = len(matrix)
        value = Fraction(int(fmpz_mat(matrix).det())) if rows else Fraction(1)
        # p_k carries (scale clock^2)^n / clock^k, and row i, column j of b collects 2(i + j) + 3 of the latter
        value *= Fraction(self.clock) ** (2 * rows * (rows - 1) + 3 * rows)
        return RationalFunction.constant(value / (self.scale.value * self.clock**2) ** (2 * self.size * rows))

    def _times(self, left: Poly, right: Poly) -> Poly:
        return list((fmpz_poly(left) * fmpz_poly(right)).coeffs())

    def _nu(self, constant: Any, rest: Poly, factor: Any, units: RationalFunction) -> RationalFunction:
        # nu(1) = ([d = 1]/(2 p_1) - sum e_k mu_(k-1))/e_0
        values, denominator = self._values(max(len(rest), len(self.damped_even) - 1 if constant else 0))
        total = self.zero
        for coefficient, value in zip(rest, values, strict=False):
            if coefficient:
                total += coefficient * value
        bottom = denominator
        if constant:
            e_0 = self.damped_even[0]
            inner = self.zero
            for e, value in zip(self.damped_even[1:], values, strict=False):
                inner += e * value
            total = e_0 * total - constant * inner
            bottom = bottom * e_0
            if self.degree == 1:
                total, bottom = constant, e_0 * self.damped[1]
        return RationalFunction.constant(Fraction(int(total * factor), int(bottom)) * units.value)


def _root_multiple(number: int) -> int:
    """A number whose square ``number`` divides: the least one for numbers with small prime factors.

    >>> _root_multiple(72), _root_multiple(1)
    (12, 1)
    """
    root = 1
    for prime in _SMALL_PRIMES:
        power = 0
        while number % prime == 0:
            number, power = number // prime, power + 1
        root *= prime ** ((power + 1) // 2)
    rest = math.isqrt(number)
    return root * (rest if rest * rest == number else number)


def _interpolated(points: Sequence[int], values: Sequence[fmpz]) -> Poly:
    """The polynomial with these values, by Newton's divided differences."""
    table = [fmpq(value) for value in values]
    for k in range(1, len(points)):
        for i in range(len(points) - 1, k - 1, -1):
            table[i] = (table[i] - table[i - 1]) / (points[i] - points[i - k])
    result = fmpq_poly([table[-1]])
    for k in range(len(points) - 2, -1, -1):
        result = result * fmpq_poly([-points[k], 1]) + table[k]
    return [entry.p for entry in result.coeffs()]
