"""Values at the roots of an irreducible polynomial delta(z): arithmetic in Q(parameters)[z]/delta.

A value is a polynomial in z of lower degree than delta with coefficients in Q(parameters). For a linear delta that is
Q(parameters) itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq, fmpq_poly

from symflux.algebra import Polynomial, RationalFunction
from symflux.family.blocks import Z

__all__ = ["Field", "NumberField", "Value", "field_of"]

Value = Any  #: an element of a field, made and changed by its methods only
Row = tuple[RationalFunction, ...]  #: coefficients of z^0, z^1, ...
_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)


class Field:
    """Q(parameters)[z]/delta for a polynomial delta in z, irreducible unless said otherwise.

    >>> z, k = Polynomial.variable(Z), Polynomial.variable("k")
    >>> field = Field(z * z - k)
    >>> field.times(field.of(z), field.of(z)) == field.of(k)
    True
    >>> print(field.trace(field.inverse(field.of(z + 1))))
    -2/(k - 1)
    """

    def __init__(self, delta: Polynomial):
        self.delta = delta
        coefficients = [RationalFunction(c) for c in delta.coefficients_in(Z)]
        self.lead, self.degree = coefficients[-1], len(coefficients) - 1
        self.monic: Row = tuple(c / self.lead for c in coefficients[:-1])

    @cached_property
    def root(self) -> RationalFunction | None:
        """The root of a linear delta."""
        return -self.monic[0] if self.degree == 1 else None

    def of(self, value: Polynomial | RationalFunction | int) -> Value:
        """A polynomial in z, or a value free of z, at the roots."""
        if isinstance(value, Polynomial):
            if self.root is not None:
                return (RationalFunction(value).substitute({Z: self.root}),)
            return self._reduced([RationalFunction(c) for c in value.coefficients_in(Z)])
        return (RationalFunction.wrap(value), *[_ZERO] * (self.degree - 1))

    def _reduced(self, coefficients: Sequence[RationalFunction]) -> Row:
        row = list(coefficients)
        while len(row) > self.degree:
            top = row.pop()
            if top:
                shift = len(row) - self.degree
                for k, c in enumerate(self.monic):
                    row[shift + k] = row[shift + k] - top * c
        return (*row, *[_ZERO] * (self.degree - len(row)))

    def plus(self, left: Value, right: Value, factor: RationalFunction | int = 1) -> Value:
        """left + factor * right."""
        return tuple(a + b * factor for a, b in zip(left, right, strict=True))

    def times(self, left: Value, right: Value) -> Value:
        """The product."""
        if self.degree == 1:
            return (left[0] * right[0],)
        row = [_ZERO] * (2 * self.degree - 1)
        for i, a in enumerate(left):
            if a:
                for j, b in enumerate(right):
                    if b:
                        row[i + j] = row[i + j] + a * b
        return self._reduced(row)

    def scaled(self, value: Value, factor: RationalFunction) -> Value:
        """The product with a value free of z."""
        return tuple(c * factor for c in value)

    def coefficients(self, value: Value) -> list[RationalFunction]:
        """The coefficients of z^0, z^1, ..., as many as the degree."""
        return list(value)

    def is_zero(self, value: Value) -> bool:
        """Whether it is zero (at every root)."""
        return not any(value)

    def inverse(self, value: Value) -> Value:
        """1/value, by the linear system of the multiplication; ``ZeroDivisionError`` where there is none."""
        if self.degree == 1:
            if not value[0]:
                raise ZeroDivisionError
            return (_ONE / value[0],)
        columns, power = [], value
        z = self.of(Polynomial.variable(Z))
        for _ in range(self.degree):
            columns.append(power)
            power = self.times(power, z)
        rows = [[column[k] for column in columns] + [_ONE if k == 0 else _ZERO] for k in range(self.degree)]
        for pivot in range(self.degree):
            best = next((r for r in range(pivot, self.degree) if rows[r][pivot]), None)
            if best is None:
                raise ZeroDivisionError
            rows[pivot], rows[best] = rows[best], rows[pivot]
            scale = rows[pivot][pivot]
            rows[pivot] = [entry / scale for entry in rows[pivot]]
            for r in range(self.degree):
                factor = rows[r][pivot]
                if r != pivot and factor:
                    rows[r] = [a - factor * b for a, b in zip(rows[r], rows[pivot], strict=True)]
        return tuple(row[-1] for row in rows)

    @cached_property
    def _traces(self) -> Row:
        """The sums of the powers of the roots, by Newton's identities."""
        sums = [RationalFunction.constant(self.degree)]
        signed = [-c for c in reversed(self.monic)]  # z^d = signed[0] z^(d-1) + signed[1] z^(d-2) + ...
        for k in range(1, self.degree):
            total = signed[k - 1] * k
            for j in range(1, k):
                total = total + signed[j - 1] * sums[k - j]
            sums.append(total)
        return tuple(sums)

    def trace(self, value: Value) -> RationalFunction:
        """The sum over all roots."""
        total = _ZERO
        for c, power in zip(value, self._traces, strict=True):
            if c:
                total = total + c * power
        return total


class NumberField:
    """The same where there are no parameters: Q[z]/delta by FLINT.

    >>> z = Polynomial.variable(Z)
    >>> field = NumberField(z * z - 2)
    >>> print(field.trace(field.inverse(field.of(z + 1))))
    -2
    """

    def __init__(self, delta: Polynomial):
        self.delta = delta
        self.modulus = _univariate(delta)
        self.degree = self.modulus.degree()
        c = self.modulus.coeffs()
        self.root = _fraction(-c[0] / c[1]) if self.degree == 1 else None

    def of(self, value: Polynomial | RationalFunction | int) -> Value:
        """A polynomial in z, or a number, at the roots."""
        if isinstance(value, Polynomial):
            return _univariate(value) % self.modulus
        return fmpq_poly([_number(RationalFunction.wrap(value))])

    def plus(self, left: Value, right: Value, factor: RationalFunction | int = 1) -> Value:
        """left + factor * right."""
        return left + right * (factor if isinstance(factor, int) else _number(factor))

    def times(self, left: Value, right: Value) -> Value:
        """The product."""
        return (left * right) % self.modulus

    def scaled(self, value: Value, factor: RationalFunction) -> Value:
        """The product with a number."""
        return value * _number(factor)

    def coefficients(self, value: Value) -> list[RationalFunction]:
        """The coefficients of z^0, z^1, ..., as many as the degree."""
        found = [_fraction(c) for c in value.coeffs()]
        return found + [_ZERO] * (self.degree - len(found))

    def is_zero(self, value: Value) -> bool:
        """Whether it is zero (at every root)."""
        return not value.coeffs()

    def inverse(self, value: Value) -> Value:
        """1/value; ``ZeroDivisionError`` where there is none."""
        common, inverse, _ = value.xgcd(self.modulus)
        if common.degree() != 0:
            raise ZeroDivisionError
        return (inverse * (1 / common.coeffs()[0])) % self.modulus

    @cached_property
    def _traces(self) -> list[Any]:
        c = self.modulus.coeffs()
        signed = [-x / c[-1] for x in reversed(c[:-1])]
        sums = [fmpq(self.degree)]
        for k in range(1, self.degree):
            sums.append(signed[k - 1] * k + sum((signed[j - 1] * sums[k - j] for j in range(1, k)), fmpq(0)))
        return sums

    def trace(self, value: Value) -> RationalFunction:
        """The sum over all roots."""
        pairs = zip(value.coeffs(), self._traces, strict=False)
        return _fraction(sum((c * power for c, power in pairs), fmpq(0)))


def field_of(delta: Polynomial, *, numbers: bool) -> Any:
    """The field of the roots of delta; ``numbers`` where no parameter occurs anywhere."""
    return NumberField(delta) if numbers else Field(delta)


def _univariate(value: Polynomial) -> fmpq_poly:
    row = [0] * (value.degree(Z) + 1)
    for monomial, c in value.terms():
        row[dict(monomial).get(Z, 0)] = c
    return fmpq_poly(row)


def _number(value: RationalFunction) -> fmpq:
    number = value.value
    return fmpq(number.numerator, number.denominator)


def _fraction(value: fmpq) -> RationalFunction:
    return RationalFunction.constant(Fraction(int(value.p), int(value.q)))
