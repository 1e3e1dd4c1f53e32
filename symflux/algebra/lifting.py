"""The inverse of one polynomial modulo another over Q, digit by digit modulo a prime.

With B V + A Q = 1 (deg V < deg A = m) modulo N, a power of a prime, the digits v of V in base N follow from the rest
R = (1 - B V - A Q)/N^k, whose coefficients stay about as small as those of A and B:

    v = R V modulo (A, N),    q = (R - B v)/A modulo N,    R becomes (R - B v - A q)/N.

A fraction is read off as soon as there are digits enough, so that the work follows the answer and not the resultant,
which may be many times as long. Nothing is believed: B W = D modulo A is multiplied out over Z.
Sources: J. D. Dixon 1982; division by A through the power series of its reversal, V. Strassen 1973.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from flint import fmpq_poly, fmpz, fmpz_poly, nmod_poly

from symflux.algebra.rational_reconstruction import fraction_from_residue

__all__ = ["inverse_modulo"]

_FIRST_PRIME = 2**61 - 1
_LEAST_DIGIT = 900  #: bits of a digit at least; else as many as the coefficients of A and B have

Inverse = tuple[fmpz_poly, fmpz]


def inverse_modulo(modulus: fmpz_poly, other: fmpz_poly, *, max_bits: int | None = None) -> Inverse | None:
    """(W, D) in lowest terms, D > 0, deg W < deg modulus, with other * W = D modulo ``modulus`` over Q.

    None where the two have a common factor, or where D or W has more than ``max_bits`` bits.

    >>> inverse_modulo(fmpz_poly([1, 0, 3, 2]), fmpz_poly([5, 1]))
    (2*x^2 + (-7)*x + 35, 174)
    """
    start = _modulo_a_prime(modulus, other)
    if start is None:
        return None
    lifting = _Lifting(modulus, other, *start)
    for residues, power in lifting.approximations():
        found = _fractions(residues, power)
        if found is not None and _holds(modulus, other, *found):
            return found
        if max_bits is not None and power.bit_length() > 2 * max_bits + 64:
            break
    return None


def _modulo_a_prime(modulus: fmpz_poly, other: fmpz_poly) -> tuple[int, nmod_poly] | None:
    """(p, 1/other modulo (modulus, p)); None where the polynomials have a common factor."""
    prime, failed = _FIRST_PRIME, 0
    while True:
        first, second = nmod_poly(modulus.coeffs(), prime), nmod_poly(other.coeffs(), prime)
        if first.degree() == modulus.degree():
            common, inverse, _ = second.xgcd(first)
            if common.degree() == 0:
                return prime, inverse
        failed += 1
        if failed == 2 and modulus.gcd(other).degree() > 0:
            return None
        prime -= 2
        while not fmpz(prime).is_prime():
            prime -= 2


class _Lifting:
    """The digits of 1/other modulo ``modulus``."""

    def __init__(self, modulus: fmpz_poly, other: fmpz_poly, prime: int, inverse: nmod_poly):
        self.modulus, self.other, self.degree = modulus, other, modulus.degree()
        self.reversal = _reversed(modulus, self.degree + 1)
        series = nmod_poly(self.reversal.coeffs(), prime).inverse_series_trunc(self.degree)
        self.base = fmpz(prime)  #: N
        self.series = _whole(series)  #: of 1/reversal modulo N
        self.inverse = _whole(inverse)  #: of other modulo (A, N)
        while self.base.bit_length() < max(modulus.height_bits(), other.height_bits(), _LEAST_DIGIT):
            self._square_base()

    def _square_base(self) -> None:
        """Newton's step: twice as many digits of both inverses."""
        self.base = self.base * self.base
        error = 2 - self._modulo_base(self.reversal.mul_low(self.series, self.degree))
        self.series = self._modulo_base(self.series.mul_low(error, self.degree))
        error = 2 - self._remainder(self.other * self.inverse)
        self.inverse = self._remainder(self.inverse * error)

    def _modulo_base(self, polynomial: fmpz_poly) -> fmpz_poly:
        base = self.base
        return fmpz_poly([c % base for c in polynomial.coeffs()])

    def _quotient(self, polynomial: fmpz_poly) -> fmpz_poly:
        """By A, modulo N; the degree of the polynomial is below 2 m."""
        length = polynomial.length() - self.degree
        if length <= 0:
            return fmpz_poly()
        top = _reversed(self._modulo_base(polynomial.right_shift(self.degree)), length)
        return _reversed(self._modulo_base(top.mul_low(self.series, length)), length)

    def _remainder(self, polynomial: fmpz_poly) -> fmpz_poly:
        rest = polynomial - self._quotient(polynomial) * self.modulus
        return self._modulo_base(rest.truncate(self.degree))

    def approximations(self) -> Iterator[tuple[fmpz_poly, fmpz]]:
        """(V modulo N^k, N^k) for growing k."""
        rest, wanted = fmpz_poly([1]), 1
        digits: list[fmpz_poly] = []
        while True:
            while len(digits) < wanted:
                digit = self._remainder(self._remainder(rest) * self.inverse)
                rest = rest - self.other * digit
                rest = rest - self.modulus * self._quotient(rest)
                rest = fmpz_poly([c // self.base for c in rest.coeffs()])
                digits.append(digit)
            yield _joined(digits, self.base), self.base ** len(digits)
            wanted = max(wanted + 1, wanted * 3 // 2)


def _reversed(polynomial: fmpz_poly, length: int) -> fmpz_poly:
    coefficients = polynomial.coeffs()
    return fmpz_poly([fmpz(0)] * (length - len(coefficients)) + coefficients[::-1])


def _whole(polynomial: nmod_poly) -> fmpz_poly:
    return fmpz_poly([int(c) for c in polynomial.coeffs()])


def _joined(digits: list[fmpz_poly], base: fmpz) -> fmpz_poly:
    """sum of digits[k] base^k, by halves."""
    while len(digits) > 1:
        pairs = [digits[k] + digits[k + 1] * base for k in range(0, len(digits) - 1, 2)]
        digits, base = pairs + digits[len(pairs) * 2 :], base * base
    return digits[0]


def _fractions(residues: fmpz_poly, power: fmpz) -> Inverse | None:
    """(W, D), all of whose numbers are well below the root of ``power``; the denominator from a random combination."""
    draw = random.Random(1)
    values = residues.coeffs()
    mixed = sum((value * draw.getrandbits(60) for value in values), fmpz(0))
    found = fraction_from_residue(mixed, power)
    if found is None:
        return None
    denominator, half = found[1], power // 2
    while True:
        numerators = []
        for value in values:
            scaled = value * denominator % power
            numerators.append(scaled - power if scaled > half else scaled)
        largest = max(numerators, key=abs)
        if (abs(largest) * denominator).bit_length() + 30 < power.bit_length():
            return fmpz_poly(numerators), denominator
        # a small factor of the denominator may have been lost in the combination
        missing = fraction_from_residue(largest, power, denominator_bits=64)
        if missing is None or missing[1] == 1:
            return None
        denominator = denominator * missing[1]


def _holds(modulus: fmpz_poly, other: fmpz_poly, top: fmpz_poly, bottom: fmpz) -> bool:
    """Whether other * top = bottom modulo ``modulus``, over Z where it is monic."""
    difference = other * top - bottom
    if abs(modulus.leading_coefficient()) == 1:
        return not divmod(difference, modulus)[1]
    return not fmpq_poly(difference) % fmpq_poly(modulus)
