"""b y = D e_0 over Z, b the Bezout matrix of E and O: an inverse modulo a polynomial in place of a matrix.

With Y(z) = sum of y_k z^(-k-1) and [.]_+ the polynomial part of a Laurent series in 1/z,

    b y = D e_0    if and only if    O [E Y]_+ - E [O Y]_+ = D,

because (F(x) - F(y))/(x - y), applied to y, is [F Y]_+. So W = [E Y]_+ is D/O modulo E, and Y is W/E (where O has the
higher degree, -W/O with W = D/E modulo O), which goes on beyond the size of b by the recurrence of its denominator:
the values of every power below the degree of P in one series.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpz, fmpz_poly

from symflux.algebra.lifting import inverse_modulo

__all__ = ["FirstUnit"]


class FirstUnit:
    """The solution y/D for whole numbers: ``values(count)`` are y_0, ..., y_(count-1) over a common D.

    >>> solution = FirstUnit.of([7, 3, 1], [2, 1, 0])
    >>> solution.values(2)  # b = [[-1, 2], [2, 1]]
    ([-1, 2], 5)
    """

    def __init__(self, modulus: fmpz_poly, top: fmpz_poly, bottom: fmpz):
        self.modulus, self.top, self.bottom = modulus, top, bottom
        self._known: tuple[list[fmpz], fmpz] = [], fmpz(1)

    @staticmethod
    def of(even: Sequence[fmpz], odd: Sequence[fmpz], *, max_bits: int | None = None) -> FirstUnit | None:
        """For E and O as lists of m + 1 coefficients; None where b is singular, or past ``max_bits`` bits."""
        first, second = fmpz_poly(list(even)), fmpz_poly(list(odd))
        modulus, other = (second, first) if odd[-1] else (first, second)
        found = inverse_modulo(modulus, other, max_bits=max_bits)
        if found is None:
            return None
        return FirstUnit(modulus, -found[0] if odd[-1] else found[0], found[1])

    def values(self, count: int) -> tuple[list[fmpz], fmpz]:
        """([y_0, ..., y_(count-1)], D), D > 0."""
        if len(self._known[0]) < count:
            self._known = self._expanded(max(count, 2 * len(self._known[0])))
        return self._known[0][:count], self._known[1]

    def _expanded(self, count: int) -> tuple[list[fmpz], fmpz]:
        # in x = lead z the modulus is monic, and W x^count divided by it ends with y_k lead^(k+1)
        lead = self.modulus.leading_coefficient()
        above, below = _stretched(self.top, self.modulus), _stretched(self.modulus, self.modulus)
        quotient = above.left_shift(count) // below
        found = [quotient[count - 1 - k] for k in range(count)]
        if abs(lead) == 1:
            return [y * lead ** (k + 1) for k, y in enumerate(found)], self.bottom
        values, bottom = [y * lead ** (count - 1 - k) for k, y in enumerate(found)], self.bottom * lead**count
        common = bottom
        for y in values:
            common = common.gcd(y)
        common = abs(common) if bottom > 0 else -abs(common)
        return [y // common for y in values], bottom // common


def _stretched(polynomial: fmpz_poly, modulus: fmpz_poly) -> fmpz_poly:
    """lead^(m - 1) F(x/lead), lead and m of the modulus."""
    lead, size = modulus.leading_coefficient(), modulus.degree()
    if lead == 1:
        return polynomial
    coefficients, power = polynomial.coeffs(), fmpz(1)
    for k in range(size - 1, -1, -1):
        if k < len(coefficients):
            coefficients[k] *= power
        power *= lead
    if len(coefficients) > size:
        coefficients[size] = fmpz(1)
    return fmpz_poly(coefficients)
