"""The exact value of a rational function of one variable at a real algebraic number."""

from __future__ import annotations

from fractions import Fraction

from symflux.algebra.elimination import resultant
from symflux.algebra.polynomial import Polynomial
from symflux.algebra.rational_function import RationalFunction
from symflux.algebra.real_roots import AlgebraicNumber, real_roots
from symflux.errors import ExpressionError

__all__ = ["value_at_root"]

_MARK = "/value"  # no user's name has a slash


def value_at_root(function: RationalFunction, name: str, point: AlgebraicNumber) -> AlgebraicNumber:
    """f(point), by the resultant of the minimal polynomial and y D - N: its root that the values close in on.

    Raises :class:`ExpressionError` where f has another variable, or a pole there.

    >>> x = RationalFunction.variable("x")
    >>> root = real_roots(Polynomial.variable("x") ** 2 - 2)[1]
    >>> value_at_root(x * x + 1 / x, "x", root).minimal_polynomial()
    Polynomial(2*x**2 - 8*x + 7)
    """
    if set(function.names) - {name}:
        raise ExpressionError(f"a value at an algebraic number needs numbers for {', '.join(function.names)}")
    if point.is_rational:
        value = function.evaluate({name: point.low}) if function.names else function.value
        return _rational(value)
    top, bottom = function.numerator, function.denominator
    y = Polynomial.variable(_MARK)
    minimal = point.minimal_polynomial(name)
    relation = y * bottom - top
    candidates = real_roots(resultant(minimal, relation, name) if relation.degree(name) > 0 else relation)
    if bottom.degree(name) > 0 and point.sign_of([int(c.constant_value) for c in bottom.coefficients_in(name)]) == 0:
        raise ExpressionError("division by zero: the denominator vanishes there")
    narrow = point
    while True:
        interval = _quotient(_interval(top, name, narrow), _interval(bottom, name, narrow))
        if interval is not None:
            inside = [c for c in candidates if c >= interval[0] and c <= interval[1]]
            if len(inside) == 1:
                return inside[0]
        narrow = narrow.refine((narrow.high - narrow.low) / 4)


def _rational(value: Fraction) -> AlgebraicNumber:
    x = Polynomial.variable("x")
    return real_roots(x * value.denominator - value.numerator)[0]


def _interval(polynomial: Polynomial, name: str, point: AlgebraicNumber) -> tuple[Fraction, Fraction]:
    """An interval that holds the polynomial's values on the point's interval, by Horner's scheme."""
    low = high = Fraction(0)
    for coefficient in reversed(polynomial.coefficients_in(name)):
        products = [a * b for a in (low, high) for b in (point.low, point.high)]
        low = min(products) + coefficient.constant_value
        high = max(products) + coefficient.constant_value
    return low, high


def _quotient(top: tuple[Fraction, Fraction], bottom: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction] | None:
    if bottom[0] <= 0 <= bottom[1]:
        return None
    values = [a / b for a in top for b in bottom]
    return min(values), max(values)
