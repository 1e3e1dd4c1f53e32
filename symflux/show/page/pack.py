"""Exact values as data for a page: a table of polynomials, and products of their powers.

A polynomial is ``[[variables], "coefficient:exponents ..."]``, one digit to base 36 for each exponent; a value is
``[constant, [[polynomial, power], ...]]`` with negative powers for what stands below the bar. The polynomials are
irreducible where factoring was cheap, and each stands in the table once.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import TooLargeError

__all__ = ["Pack"]

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_FACTOR_TERMS = 20_000  #: a longer polynomial is not factored


class Pack:
    """The tables of one page.

    >>> from symflux.algebra import exact
    >>> pack = Pack(["a", "b"], most=1000)
    >>> pack.value(exact("3*(a + 2*b)**2/(2*b)"))
    ['3/2', [[0, 2], [1, -1]]]
    >>> pack.polynomials
    [[[0, 1], '1:10 2:01'], [[1], '1:1']]
    """

    def __init__(self, names: Sequence[str], *, most: int):
        """``most`` characters of polynomials; what needs more raises :class:`TooLargeError`."""
        self.places = {name: k for k, name in enumerate(names)}
        self.most, self.size = most, 0
        self.polynomials: list[list[Any]] = []
        self._known: dict[Polynomial, int] = {}

    def value(self, value: RationalFunction) -> list[Any]:
        """A value as data."""
        if value.is_zero:
            return ["0", []]
        value = value.reduced()
        above, tops = self._factors(value.numerator)
        below, bottoms = self._factors(value.denominator)
        powers = [[self.polynomial(p), e] for p, e in tops] + [[self.polynomial(p), -e] for p, e in bottoms]
        return [str(Fraction(above, below)), powers]

    def _factors(self, polynomial: Polynomial) -> tuple[int, list[tuple[Polynomial, int]]]:
        if polynomial.is_constant:
            return polynomial.constant_value, []
        if len(polynomial) > _FACTOR_TERMS:
            return 1, [(polynomial, 1)]
        return polynomial.factor()

    def polynomial(self, polynomial: Polynomial) -> int:
        """The place of a polynomial in the table."""
        if polynomial not in self._known:
            if self.size + 4 * len(polynomial) > self.most:
                raise TooLargeError(f"the formulas need more than {self.most} characters")
            names = [name for name in polynomial.names if name in self.places]
            if any(polynomial.degree(name) >= len(_DIGITS) for name in names):
                raise TooLargeError(f"a power of {len(_DIGITS)} or more")
            terms = []
            for monomial, coefficient in polynomial.terms():
                powers = dict(monomial)
                terms.append(f"{coefficient}:{''.join(_DIGITS[powers.get(name, 0)] for name in names)}")
            text = " ".join(terms)
            self.size += len(text)
            if self.size > self.most:
                raise TooLargeError(f"the formulas need more than {self.most} characters")
            self._known[polynomial] = len(self.polynomials)
            self.polynomials.append([[self.places[name] for name in names], text])
        return self._known[polynomial]
