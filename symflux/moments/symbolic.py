"""Means for symbolic couplings: the linear system of :mod:`symflux.moments.system` over Z[parameters]."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import Any

from flint import fmpz_mpoly

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.determinant import first_row_cofactors, sparse_determinant
from symflux.algebra.rational_function import common_denominator
from symflux.algebra.ring import fit, ring
from symflux.errors import NetworkError
from symflux.model.linear_model import Direction
from symflux.moments.common_factor import common_factor
from symflux.moments.kronecker import solve_first_unit
from symflux.moments.poly import Poly, bezout_matrix, minus
from symflux.moments.signal import Signal
from symflux.moments.system import Moments

__all__ = ["REDUCTION_LIMIT", "SymbolicMoments"]

_FREQUENCY = "/s"
NUMBERS_FROM = {1: 8, 2: 11}  #: {symbols: sites from which whole numbers are faster than minors}
_LOOPS = 1  #: with two symbols and loops the answer has so many terms that minors win up to this many sites more
REDUCTION_LIMIT = 200_000_000  #: terms(numerator) * terms(denominator) beyond which no common factor is searched


class SymbolicMoments(Moments):
    """Moments over Z[parameters]."""

    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[RationalFunction, int]:
        return RationalFunction(common_denominator([*masses, *others])), 1

    def _prepare(self) -> None:
        self.context = ring((*self.model.parameters, *self.scale.names))
        self.one, self.zero = self.context.constant(1), self.context.constant(0)
        self._quotients: dict[str, SymbolicMoments] = {}

    def _integral(self, value: RationalFunction) -> fmpz_mpoly:
        return fit(value.numerator.raw, self.context)

    def _with(self, extra: Sequence[str]) -> Any:
        """The ring with more names; no user's name has a slash."""
        return ring((*self.context.names(), *extra))

    def _in_s(self, i: int, j: int, extra: Sequence[str] = (_FREQUENCY,)) -> fmpz_mpoly:
        context = self._with(extra)
        s, total = context.gen(context.names().index(_FREQUENCY)), context.constant(0)
        for power, matrix in enumerate((self.grid.coupling, self.grid.damping, self.grid.mass)):
            if j in matrix[i]:
                total = total + fit(matrix[i][j], context) * s**power
        return total

    def _from_powers(self, coefficients: Poly) -> fmpz_mpoly:
        """The polynomial in s with these coefficients."""
        context = self._with((_FREQUENCY,))
        s, total = context.gen(context.names().index(_FREQUENCY)), context.constant(0)
        for coefficient in reversed(coefficients):
            total = total * s + fit(coefficient, context)
        return total

    def _by_powers(self, polynomial: fmpz_mpoly) -> Poly:
        powers = {key[0]: value for key, value in self._split(polynomial, (_FREQUENCY,))}
        return [powers.get(k, self.zero) for k in range(max(powers, default=-1) + 1)]

    def _split(self, polynomial: fmpz_mpoly, extra: Sequence[str]) -> list[tuple[tuple[int, ...], Any]]:
        """[(exponents of the extra names, coefficient)]."""
        names = polynomial.context().names()
        places = [names.index(name) for name in extra]
        own = [k for k in range(len(names)) if k not in places]
        found: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
        for exponents, coefficient in zip(polynomial.monoms(), polynomial.coeffs(), strict=True):
            key = tuple(int(exponents[place]) for place in places)
            found.setdefault(key, {})[tuple(exponents[k] for k in own)] = coefficient
        return [(key, self.context.from_dict(terms)) for key, terms in found.items()]

    def _expanded(self, marks: Sequence[str], direction: Direction = ()) -> Any:
        """det [[K, u], [-marks^T, 0]], or det K where there are no marks."""
        extra = (_FREQUENCY, *marks)
        context = self._with(extra)
        columns = [{*v, *d, *m} for m, d, v in zip(self.grid.mass, self.grid.damping, self.grid.coupling, strict=True)]
        rows = [{j: self._in_s(i, j, extra) for j in sorted(row)} for i, row in enumerate(columns)]
        if marks:
            for i, sign in direction:
                rows[i][self.size] = context.constant(sign)
            rows.append({i: -context.gen(context.names().index(name)) for i, name in enumerate(marks)})
        total = sparse_determinant([{j: e for j, e in row.items() if e} for row in rows], context.constant(1))
        if total is None:
            raise NetworkError(f"det K(s) of {self.size} sites is too large for symbolic couplings: give some values")
        return total

    @cached_property
    def determinant(self) -> Poly:
        return self._by_powers(self._expanded(()) if self.path is None else self.path.determinant)

    def _column_by_determinants(self, direction: Direction) -> list[Poly]:
        marks = [f"{_FREQUENCY}{i}" for i in range(self.size)]
        column: list[Poly] = [[self.zero] * len(self.determinant) for _ in range(self.size)]
        for (power, *which), value in self._split(self._expanded(marks, direction), (_FREQUENCY, *marks)):
            column[which.index(1)][power] = value
        return column

    @cached_property
    def cofactors(self) -> list[fmpz_mpoly]:
        """The cofactors of the first row of the Bezout matrix."""
        return first_row_cofactors([{k: e for k, e in enumerate(row) if e} for row in self.bezout[1:]], self.one)

    @cached_property
    def bezout_determinant(self) -> fmpz_mpoly:
        """det b: zero exactly where some motion is undamped; 1 for a single real root."""
        if not self.bezout:
            return self.one
        return self._expanded_first_row(self.bezout, self.cofactors)

    @cached_property
    def shift(self) -> fmpz_mpoly:
        """c where most sites have the pinning c and all have mass 1: in z + c the polynomials have far fewer terms.

        Neither det b nor the first unit vector changes (``docs/theory.md``); zero where there is nothing common.
        """
        if any(len(row) != 1 or i not in row or not row[i].is_one() for i, row in enumerate(self.grid.mass)):
            return self.zero
        pins = [sum(row.values(), self.zero) for row in self.grid.coupling]
        return next((pin for pin in pins if 2 * pins.count(pin) > self.size), self.zero)

    def _moved(self, coefficients: Poly) -> Poly:
        """A polynomial in z as one in z + shift."""
        moved = list(coefficients)
        if self.shift:
            for start in range(len(moved) - 1):
                for k in range(len(moved) - 2, start - 1, -1):
                    if moved[k + 1]:
                        moved[k] = moved[k] - self.shift * moved[k + 1]
        return moved

    @cached_property
    def _system(self) -> tuple[Poly, Poly]:
        """(E, O) in z + shift."""
        return self._moved(self.damped_even), self._moved(self.damped_odd)

    @cached_property
    def unit_solution(self) -> tuple[list[fmpz_mpoly], fmpz_mpoly]:
        """(y, D) with b y = (D, 0, ..., 0), b the Bezout matrix in z + shift: every mean is a form in y over D.

        From a whole number in place of the symbols where there are one or two, else the cofactors and det b.
        """
        even, odd = self._system
        if self._prefers_numbers(len(even) - 1):
            found = solve_first_unit(even, odd, self.context)
            if found is not None:
                return found
        if not self.shift:
            return self.cofactors, self.bezout_determinant
        matrix = bezout_matrix(even, odd, self.zero)
        cofactors = first_row_cofactors([{k: e for k, e in enumerate(row) if e} for row in matrix[1:]], self.one)
        return cofactors, self._expanded_first_row(matrix, cofactors)

    def _prefers_numbers(self, size: int) -> bool:
        symbols = len(self.model.parameters)
        bonds = sum(j > i for i, row in enumerate(self.grid.coupling) for j in row)
        more = _LOOPS if symbols == 2 and bonds >= self.size else 0
        return size >= NUMBERS_FROM.get(symbols, size + 1) + more

    @property
    def is_undamped(self) -> bool:
        return not self.unit_solution[1]

    def _expanded_first_row(self, matrix: list[list[Any]], cofactors: list[Any]) -> fmpz_mpoly:
        total = self.zero
        for entry, cofactor in zip(matrix[0], cofactors, strict=True):
            total = total + entry * cofactor
        return total

    def hurwitz_determinant(self) -> RationalFunction:
        matrix = self.bezout
        if self.free_directions:  # as it was always defined: with the zeros at 0, all but one of them moved to -1
            matrix = bezout_matrix(self.even, self.odd, self.zero)
            below = [{k: e for k, e in enumerate(row) if e} for row in matrix[1:]]
            value = self._expanded_first_row(matrix, first_row_cofactors(below, self.one))
        else:
            value = self.bezout_determinant
        # every coefficient of P carries scale^n, every entry of b two of them
        return RationalFunction(Polynomial(value)) / self.scale ** (2 * self.size * len(matrix))

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

    def _mean_of(self, source: int, left: Signal, right: Signal, x: Poly, y: Poly, free: int) -> RationalFunction:
        if self.free_directions == 0 and any(x) and any(y):
            factor = common_factor([self.determinant, x, y], self.context, self._from_powers)
            if factor is not None and len(self._by_powers(factor)) > 1:
                inner = self._without(factor)
                x, y = (self._by_powers(divmod(self._from_powers(part), factor)[0]) for part in (x, y))
                return inner._mean_of(source, left, right, x, y, free)
        return super()._mean_of(source, left, right, x, y, free)

    def _without(self, factor: fmpz_mpoly) -> SymbolicMoments:
        """The functional of P over a factor: the same matrices, fewer motions."""
        key = str(factor)
        if key not in self._quotients:
            inner = copy(self)
            for name in list(inner.__dict__):
                if isinstance(getattr(type(self), name, None), cached_property):
                    del inner.__dict__[name]
            inner.__dict__["determinant"] = self._by_powers(divmod(self._from_powers(self.determinant), factor)[0])
            inner._quotients = {}
            self._quotients[key] = inner
        return self._quotients[key]

    def _nu(self, constant: Any, rest: Poly, factor: Any, units: RationalFunction) -> RationalFunction:
        """-factor (rest . y)/D, and nu(1) = ([d = 1]/(2 p_1) - sum e_k mu_(k-1))/e_0."""
        y, bottom = self.unit_solution
        if constant:
            e_0 = self.damped_even[0]
            rest = minus([e_0 * c for c in rest], [constant * e for e in self.damped_even[1:]])
            bottom = bottom * e_0
        remainder, power = self._reduced(self._moved(rest))
        total = self.zero
        for coefficient, value in zip(remainder, y, strict=False):
            if coefficient and value:
                total = total - coefficient * value
        if self.degree == 1 and constant:
            total, power = total + constant, 1
        if power:
            bottom = bottom * self.damped[-1] ** power
        numerator = Polynomial(factor * total) * units.numerator
        denominator = Polynomial(bottom) * units.denominator
        small = len(numerator) * len(denominator) <= REDUCTION_LIMIT
        return RationalFunction(numerator, denominator, reduce=small)

    def _reduced(self, form: Poly) -> tuple[Poly, int]:
        """(r, t) with lead^t form = r modulo E (d even) or O (d odd) in z + shift, lead its leading coefficient."""
        even, odd = self._system
        form, modulus, power = list(form), odd if self.degree % 2 else even, 0
        size = len(modulus) - 1
        lead = modulus[-1]
        monic = bool(lead.is_one())
        while len(form) > size:
            top = form.pop()
            if not top:
                continue
            shift = len(form) - size
            if not monic:
                form = [lead * c for c in form]
                power += 1
            for k in range(size):
                if modulus[k]:
                    form[shift + k] = form[shift + k] - top * modulus[k]
        return form, power
