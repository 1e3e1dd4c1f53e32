"""Second moments for couplings that are numbers: the linear system of :mod:`.moment_system` over Z.

Chains of hundreds of sites: a banded determinant, then one Dixon solve by FLINT.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq, fmpq_mat, fmpz, fmpz_mat, fmpz_poly

from symflux.algebra import RationalFunction
from symflux.algebra.determinant import sparse_determinant
from symflux.algebra.rational_function import common_denominator
from symflux.moments.system import Moments, Poly

__all__ = ["RationalMoments"]


class RationalMoments(Moments):
    """Moments over Z, for networks whose couplings are numbers: chains of hundreds of sites."""

    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[RationalFunction, int]:
        # with equal masses P is made monic, whatever the denominators of V: no powers of them pile up in the moments
        scale = 1 / masses[0] if len(set(masses)) == 1 else RationalFunction(common_denominator(masses))
        return scale, common_denominator(value * scale for value in others).constant_value

    def _prepare(self) -> None:
        self.one, self.zero = fmpz(1), fmpz(0)

    def _integral(self, value: RationalFunction) -> fmpz:
        return fmpz(value.value.numerator)

    @cached_property
    def determinant(self) -> Poly:
        order = _narrow_order(self.couplings)
        place = {i: k for k, i in enumerate(order)}
        rows = []
        for i in order:
            row = {place[j]: fmpz_poly([entry]) for j, entry in self.couplings[i].items()}
            diagonal = fmpz_poly([self.couplings[i].get(i, 0), self.frictions[i], self.masses[i]])
            row[place[i]] = diagonal
            rows.append(row)
        total = sparse_determinant(rows, fmpz_poly([1]))
        if total is None:
            return self._by_characteristic_polynomial()
        return [total[k] for k in range(2 * self.size + 1)]

    def _by_characteristic_polynomial(self) -> Poly:
        """det K = det M times the characteristic polynomial of [[0, 1], [-M^-1 V, -M^-1 Gamma]], for dense V."""
        size = self.size
        entries = [[fmpq(0)] * (2 * size) for _ in range(2 * size)]
        for i in range(size):
            entries[i][size + i] = fmpq(1)
            for j, coupling in self.couplings[i].items():
                entries[size + i][j] = -fmpq(coupling, self.masses[i])
            entries[size + i][size + i] = -fmpq(self.frictions[i], self.masses[i])
        total = self.one
        for mass in self.masses:
            total = total * mass
        polynomial = fmpq_mat(entries).charpoly()
        return [(polynomial[k] * total).p for k in range(2 * size + 1)]

    @cached_property
    def _values(self) -> tuple[list[fmpz], fmpz]:
        """nu(z z^a) for a = 0..2n-1, over a common denominator: the Bezout system, then E z^l for the rest."""
        right = fmpz_mat(self.size, 1, [1] + [0] * (self.size - 1))
        first, denominator = fmpz_mat(self._bezout).solve(right).numer_denom()
        values = [-fmpz(entry) for entry in first.entries()]
        even, size = self.even, self.size
        lead = even[-1]
        terms = [(k, e) for k, e in enumerate(even[:-1]) if e]
        for a in range(size, 2 * size):
            following = self.zero
            for k, e in terms:
                following -= e * values[a - size + k]
            if lead != 1:
                values = [lead * value for value in values]
                denominator = denominator * lead
            values.append(following)
        return values, denominator

    def hurwitz_determinant(self) -> RationalFunction:
        size = self.size
        value = Fraction(int(fmpz_mat(self._bezout).det()))
        # p_k carries (scale clock^2)^n / clock^k, and row i, column j of b collects 2(i + j) + 3 of the latter
        value *= Fraction(self.clock) ** (2 * size * (size - 1) + 3 * size)
        return RationalFunction.constant(value / (self.scale.value * self.clock**2) ** (2 * size * size))

    def _times(self, left: Poly, right: Poly) -> Poly:
        return list((fmpz_poly(left) * fmpz_poly(right)).coeffs())

    def _finished(self, bath: int, form: Poly, ticks: int, over: fmpz | None = None) -> RationalFunction:
        values, denominator = self._values
        total = self.zero
        for coefficient, value in zip(form, values, strict=False):
            if coefficient:
                total += coefficient * value
        bottom = denominator if over is None else denominator * over
        units = self.scale.value * self.clock**ticks
        return RationalFunction.constant(Fraction(int(total * self.bath_frictions[bath]), int(bottom)) * units)


def _narrow_order(couplings: Sequence[dict[int, Any]]) -> list[int]:
    """Sites in breadth-first order from a site of least degree (Cuthill and McKee 1969): a narrow band."""
    order: list[int] = []
    seen: set[int] = set()
    for start in sorted(range(len(couplings)), key=lambda i: len(couplings[i])):
        if start in seen:
            continue
        seen.add(start)
        queue = [start]
        for site in queue:
            neighbours = sorted((j for j in couplings[site] if j not in seen), key=lambda j: len(couplings[j]))
            seen.update(neighbours)
            queue += neighbours
        order += queue
    return order
