"""Second moments for symbolic couplings: the linear system of :mod:`.moment_system` over Z[parameters]."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flint import fmpz_mpoly

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.determinant import first_row_cofactors, sparse_determinant
from symflux.algebra.rational_function import common_denominator
from symflux.algebra.ring import fit, ring
from symflux.errors import NetworkError
from symflux.moments.system import Moments, Poly

__all__ = ["REDUCTION_LIMIT", "SymbolicMoments"]

REDUCTION_LIMIT = 200_000_000  #: terms(numerator) * terms(denominator) beyond which no common factor is searched


class SymbolicMoments(Moments):
    """Moments over Z[parameters]."""

    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[RationalFunction, int]:
        return RationalFunction(common_denominator([*masses, *others])), 1

    def _prepare(self) -> None:
        self.context = ring((*self.model.parameters, *self.scale.names))
        self.one, self.zero = self.context.constant(1), self.context.constant(0)

    def _integral(self, value: RationalFunction) -> fmpz_mpoly:
        return fit(value.numerator.raw, self.context)

    @cached_property
    def determinant(self) -> Poly:
        frequency = "/s"  # no user's name has a slash
        context = ring((*self.context.names(), frequency))
        position = context.names().index(frequency)
        s = context.gen(position)
        rows = [{j: fit(entry, context) for j, entry in row.items()} for row in self.couplings]
        for i, row in enumerate(rows):
            diagonal = s * (s * fit(self.masses[i], context) + fit(self.frictions[i], context))
            row[i] = diagonal + row[i] if i in row else diagonal
        total = sparse_determinant(rows, context.constant(1))
        if total is None:
            raise NetworkError(f"det K(s) of {self.size} sites is too large for symbolic couplings: give some values")
        powers: list[dict[tuple[int, ...], Any]] = [{} for _ in range(2 * self.size + 1)]
        for exponents, coefficient in zip(total.monoms(), total.coeffs(), strict=True):
            rest = (*exponents[:position], *exponents[position + 1 :])
            powers[int(exponents[position])][rest] = coefficient
        return [self.context.from_dict(power) for power in powers]

    @cached_property
    def cofactors(self) -> list[fmpz_mpoly]:
        """The cofactors of the first row of the Bezout matrix."""
        return first_row_cofactors([{k: e for k, e in enumerate(row) if e} for row in self._bezout[1:]], self.one)

    @cached_property
    def bezout_determinant(self) -> fmpz_mpoly:
        """det b: zero exactly where some motion is undamped."""
        total = self.zero
        for entry, cofactor in zip(self._bezout[0], self.cofactors, strict=True):
            total = total + entry * cofactor
        return total

    def hurwitz_determinant(self) -> RationalFunction:
        return RationalFunction(Polynomial(self.bezout_determinant)) / self.scale ** (2 * self.size * self.size)

    def _times(self, left: Poly, right: Poly) -> Poly:
        if not left or not right:
            return []
        result: Poly = [self.zero] * (len(left) + len(right) - 1)
        for i, a in enumerate(left):
            if a:
                for j, b in enumerate(right):
                    if b:
                        result[i + j] = result[i + j] + a * b
        return result

    def _finished(self, bath: int, form: Poly, ticks: int, over: fmpz_mpoly | None = None) -> RationalFunction:
        remainder, leading_power = self._modulo_even(form)
        total = self.zero
        for coefficient, cofactor in zip(remainder, self.cofactors, strict=False):
            if coefficient:
                total = total + coefficient * cofactor
        numerator = Polynomial(-self.bath_frictions[bath] * total) * self.scale.numerator
        bottom = self.bezout_determinant * self.even[-1] ** leading_power
        denominator = Polynomial(bottom if over is None else bottom * over)
        small = len(numerator) * len(denominator) <= REDUCTION_LIMIT
        return RationalFunction(numerator, denominator, reduce=small)

    def _modulo_even(self, form: Poly) -> tuple[Poly, int]:
        """(r, t) with e_n^t form = r modulo E and deg r < n."""
        form, even, power = list(form), self.even, 0
        lead = even[-1]
        monic = bool(lead.is_one())
        while len(form) > self.size:
            top = form.pop()
            if not top:
                continue
            shift = len(form) - self.size
            if not monic:
                form = [lead * c for c in form]
                power += 1
            for k in range(self.size):
                if even[k]:
                    form[shift + k] = form[shift + k] - top * even[k]
        return form, power
