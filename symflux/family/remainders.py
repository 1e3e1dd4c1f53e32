"""Polynomials in z modulo a factor of Delta, multiplied and added without looking for common factors on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lcm
from typing import Any

from flint import fmpq_poly

from symflux.algebra import Polynomial, RationalFunction
from symflux.family.blocks import Z

__all__ = ["Remainder", "Remainders", "reduced", "remainders", "together"]


def remainders(factor: Polynomial, *, numbers: bool) -> Callable[[Polynomial], Any]:
    """The map from polynomials in z to their remainders; ``numbers`` where no parameter occurs anywhere."""
    if not numbers:
        return Remainders(factor)
    modulus = _univariate(factor)
    return lambda value: NumberRemainder(modulus, _univariate(value) % modulus)


def reduced(values: Sequence[Polynomial], factor: Polynomial) -> list[Polynomial]:
    """Remainders modulo the factor, all times one and the same element of Q(parameters), common factors left out.

    >>> z, k = Polynomial.variable(Z), Polynomial.variable("k")
    >>> [str(p) for p in reduced((k * z * z, k * z), 2 * z * z - k)]
    ['k', '2*/z']
    """
    return together([Remainders(factor)(value) for value in values], factor)


class Remainders:
    """Polynomials in z modulo a factor, as coefficients in Z[parameters] over a power of the leading coefficient.

    Where the factor is linear the value at its root is kept in lowest terms instead: that is shorter.
    """

    def __init__(self, factor: Polynomial):
        *self.below, self.lead = factor.coefficients_in(Z)
        self.degree = len(self.below)

    def __call__(self, value: Polynomial) -> Remainder:
        return Remainder(self, value.coefficients_in(Z), 0)


class Remainder:
    """One of them: ``row``/lead**``power``; for a linear factor one coefficient and its denominator ``over``."""

    def __init__(self, ring: Remainders, row: list[Polynomial], power: int, over: Polynomial | None = None):
        self.ring = ring
        row = list(row)
        if ring.degree == 1 and over is None:
            self.row, self.over = _at_root(row, ring)
            self.power = 0
            return
        while len(row) > ring.degree:
            top = row.pop()
            if top:
                shift = len(row) - ring.degree
                power += 1
                row = [ring.lead * c for c in row]
                for k, c in enumerate(ring.below):
                    row[shift + k] = row[shift + k] - top * c
        self.row, self.power, self.over = row, power, over if over is not None else Polynomial.constant(1)

    def __mul__(self, other: Remainder) -> Remainder:
        if self.ring.degree == 1:
            value = RationalFunction(self.row[0], self.over) * RationalFunction(other.row[0], other.over)
            return Remainder(self.ring, [value.numerator], 0, value.denominator)
        row = [Polynomial.constant(0)] * max(len(self.row) + len(other.row) - 1, 1)
        for i, a in enumerate(self.row):
            for j, b in enumerate(other.row):
                row[i + j] = row[i + j] + a * b
        return Remainder(self.ring, row, self.power + other.power)

    def __add__(self, other: Remainder) -> Remainder:
        if self.ring.degree == 1:
            value = RationalFunction(self.row[0], self.over) + RationalFunction(other.row[0], other.over)
            return Remainder(self.ring, [value.numerator], 0, value.denominator)
        power = max(self.power, other.power)
        sides = [[c * self.ring.lead ** (power - x.power) for c in x.row] for x in (self, other)]
        length = max(map(len, sides))
        rows = [side + [Polynomial.constant(0)] * (length - len(side)) for side in sides]
        return Remainder(self.ring, [a + b for a, b in zip(*rows, strict=True)], power)

    def __bool__(self) -> bool:
        return any(bool(c) for c in self.row)

    def times(self, number: int) -> Remainder:
        """The product with a number."""
        return Remainder(self.ring, [c * number for c in self.row], self.power, self.over)


def _at_root(row: list[Polynomial], ring: Remainders) -> tuple[list[Polynomial], Polynomial]:
    """The value of a polynomial at the root of a linear factor."""
    total, scale, root = Polynomial.constant(0), Polynomial.constant(1), -ring.below[0]
    for c in reversed(row):  # Horner, over lead**(length - 1)
        total, scale = total * root + c * scale, scale * ring.lead
    value = RationalFunction(total * ring.lead, scale)
    return [value.numerator], value.denominator


class NumberRemainder:
    """The same over the rational numbers, by FLINT."""

    def __init__(self, modulus: fmpq_poly, value: fmpq_poly):
        self.modulus, self.value = modulus, value

    def __mul__(self, other: NumberRemainder) -> NumberRemainder:
        return NumberRemainder(self.modulus, (self.value * other.value) % self.modulus)

    def __add__(self, other: NumberRemainder) -> NumberRemainder:
        return NumberRemainder(self.modulus, self.value + other.value)

    def __bool__(self) -> bool:
        return bool(self.value.coeffs())

    def times(self, number: int) -> NumberRemainder:
        """The product with a number."""
        return NumberRemainder(self.modulus, self.value * number)


def _univariate(value: Polynomial) -> fmpq_poly:
    row = [0] * (value.degree(Z) + 1)
    for monomial, c in value.terms():
        row[dict(monomial).get(Z, 0)] = c
    return fmpq_poly(row)


def _rows_of_numbers(values: Sequence[NumberRemainder]) -> list[list[Polynomial]]:
    listed = [value.value.coeffs() for value in values]
    scale = lcm(*(int(c.q) for row in listed for c in row), 1)
    return [[Polynomial.constant(int((c * scale).p)) for c in row] for row in listed]


def together(values: Sequence[Any], factor: Polynomial) -> list[Polynomial]:
    """These remainders, all times one element of Q(parameters), as polynomials in z without a common factor."""
    z = Polynomial.variable(Z)
    if isinstance(values[0], NumberRemainder):
        return _joined(_rows_of_numbers(values), z)
    most = max(value.power for value in values)
    lead = factor.coefficients_in(Z)[-1]
    bottom = Polynomial.constant(1)
    for value in values:
        bottom = bottom * value.over.exact_quotient(bottom.gcd(value.over))
    rows = [
        [c * lead ** (most - value.power) * bottom.exact_quotient(value.over) for c in value.row] for value in values
    ]
    return _joined(rows, z)


def _joined(rows: list[list[Polynomial]], z: Polynomial) -> list[Polynomial]:
    common = Polynomial.constant(0)
    for c in (c for row in rows for c in row if c):
        common = common.gcd(c)
    result = []
    for row in rows:
        total = Polynomial.constant(0)
        for k, c in enumerate(row):
            if c:
                total = total + c.exact_quotient(common) * z**k
        result.append(total)
    return result
