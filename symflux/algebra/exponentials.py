r"""A proper rational function of s as a sum of exponentials of t: the inverse of Laplace's transform.

A(s)/P(s) is the transform of sum over roots r of P of c_j t^j/j! exp(r t), where sum_j c_j (s - r)^-(j+1) is its
principal part at r. Exact where every irreducible factor of P has degree one or two, whatever its multiplicity; else by
balls (FLINT's arb) whose radii bound the error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint
import mpmath
import sympy
from flint import acb, arb, fmpq, fmpz_poly

from symflux.errors import ExpressionError

__all__ = ["ExponentialSum"]

MOST_BITS = 1 << 15  #: of precision on the way


@dataclass(frozen=True)
class _Surd:
    """u + v delta with delta^2 = d, exact."""

    u: Fraction
    v: Fraction
    d: Fraction

    def _of(self, other: Any) -> _Surd:
        return other if isinstance(other, _Surd) else _Surd(Fraction(other), Fraction(0), self.d)

    def __add__(self, other: Any) -> _Surd:
        right = self._of(other)
        return _Surd(self.u + right.u, self.v + right.v, self.d)

    __radd__ = __add__

    def __neg__(self) -> _Surd:
        return _Surd(-self.u, -self.v, self.d)

    def __sub__(self, other: Any) -> _Surd:
        return self + -self._of(other)

    def __mul__(self, other: Any) -> _Surd:
        right = self._of(other)
        return _Surd(self.u * right.u + self.v * right.v * self.d, self.u * right.v + self.v * right.u, self.d)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> _Surd:
        right = self._of(other)
        norm = right.u * right.u - right.v * right.v * self.d
        return self * _Surd(right.u / norm, -right.v / norm, self.d)


def _divided(coefficients: Sequence[Any], root: Any) -> tuple[list[Any], Any]:
    """(quotient, remainder) by s - root; constants first."""
    quotient: list[Any] = []
    carry: Any = 0
    for c in reversed(coefficients):
        carry = c + carry * root
        quotient.append(carry)
    remainder = quotient.pop()
    return quotient[::-1], remainder


def _taylor(coefficients: Sequence[Any], root: Any, terms: int) -> list[Any]:
    found: list[Any] = []
    rest = list(coefficients)
    for _ in range(terms):
        rest, value = _divided(rest, root) if rest else ([], root * 0)
        found.append(value)
    return found


def _principal_part(top: Sequence[Any], bottom: Sequence[Any], root: Any, multiplicity: int) -> list[Any]:
    """c_0, ..., c_(m-1) with top/bottom = sum c_j (s - root)^-(j+1) + what is regular."""
    rest = list(bottom)
    for _ in range(multiplicity):
        rest, _ = _divided(rest, root)
    above, below = _taylor(top, root, multiplicity), _taylor(rest, root, multiplicity)
    series: list[Any] = []
    for k in range(multiplicity):
        value = above[k]
        for j in range(k):
            value = value - series[j] * below[k - j]
        series.append(value / below[0])
    return series[::-1]


class ExponentialSum:
    """The sum for one transform; coefficients in s, constants first, the bottom's whole numbers.

    >>> t = sympy.Symbol("t")
    >>> ExponentialSum([1], [1, 2, 1]).exact(t), ExponentialSum([2, 1], [2, 2, 1]).exact(t)
    (t*exp(-t), (sin(t) + cos(t))*exp(-t))
    >>> cubic = ExponentialSum([1], [1, 1, 1, 3])
    >>> cubic.exact(t) is None
    True
    >>> value, error = cubic.value(Fraction(1), 15)
    >>> mpmath.nstr(value, 12), bool(error < 1e-15)
    ('0.144761363395', True)
    """

    def __init__(self, top: Sequence[Fraction | int], bottom: Sequence[int]):
        self.top = [Fraction(c) for c in top]
        self.bottom = list(bottom)
        self._parts: dict[int, list[tuple[acb, list[acb]]]] = {}

    def exact(self, time: sympy.Symbol) -> sympy.Expr | None:
        """Exact and real; None where a factor of the bottom has degree over two."""
        total: sympy.Expr = sympy.S.Zero
        for factor, multiplicity in fmpz_poly(self.bottom).factor()[1]:
            if factor.degree() > 2:
                return None
            c, b, *a = (Fraction(int(x)) for x in factor.coeffs())
            if not a:
                root = _Surd(-c / b, Fraction(0), Fraction(0))
            else:
                half = -b / (2 * a[0])
                root = _Surd(half, Fraction(1), half * half - c / a[0])
            for j, part in enumerate(_principal_part(self.top, self.bottom, root, multiplicity)):
                shape = _pair(part, root, time) if a else _number(part.u) * sympy.exp(_number(root.u) * time)
                total += shape * time**j / sympy.factorial(j)
        return total

    def value(self, time: Fraction, digits: int) -> tuple[mpmath.mpf, mpmath.mpf]:
        """(value, error) at one time, and a bound of the error: 10^-digits of the largest term at most.

        Raises :class:`ExpressionError` where that needs too many digits on the way.
        """
        bits = int(digits * 3.33) + 20
        precision = 2 * bits
        while precision <= MOST_BITS:
            with flint.ctx.workprec(precision):
                total, largest = self._enclosed(time, precision)
                error = total.rad()
                if total.is_finite() and largest.is_finite() and error * arb(2) ** bits <= largest:
                    rounding = abs(total.mid()) * arb(2) ** (1 - bits)  # of the value that is handed on
                    return _mpf(total.mid(), bits), _mpf(((error + rounding) * (1 + arb(2) ** -10)).upper(), bits)
            precision *= 2
        raise ExpressionError(f"{digits} digits at t = {time} are out of reach")

    def _enclosed(self, time: Fraction, precision: int) -> tuple[arb, arb]:
        """(an interval around the sum, the size of its largest term)."""
        if precision not in self._parts:
            above = [acb(fmpq(c.numerator, c.denominator)) for c in self.top]
            below = [acb(c) for c in self.bottom]
            self._parts[precision] = [
                (acb(root), _principal_part(above, below, acb(root), multiplicity))
                for root, multiplicity in fmpz_poly(self.bottom).complex_roots()
            ]
        t = arb(fmpq(time.numerator, time.denominator))
        total, largest = arb(0), arb(0)
        for root, parts in self._parts[precision]:
            factor = (root * t).exp()
            for j, part in enumerate(parts):
                term = part * factor
                total += term.real
                largest = largest.max(abs(term).mid())
                factor = factor * t / (j + 1)
        return total, largest


def _pair(part: _Surd, root: _Surd, time: sympy.Symbol) -> sympy.Expr:
    """part exp(root t) and its conjugate, added."""
    u, v, centre = _number(part.u), _number(part.v), _number(root.u)
    if root.d > 0:
        delta = sympy.sqrt(_number(root.d))
        one, other = ((u + sign * v * delta) * sympy.exp((centre + sign * delta) * time) for sign in (1, -1))
        return one + other
    w = sympy.sqrt(-_number(root.d))
    wave = 2 * u * sympy.cos(w * time) - 2 * v * w * sympy.sin(w * time)
    return sympy.factor_terms(sympy.exp(centre * time) * wave)


def _number(value: Fraction) -> sympy.Rational:
    return sympy.Rational(value.numerator, value.denominator)


def _mpf(value: arb, bits: int) -> mpmath.mpf:
    mantissa, exponent = value.man_exp()
    with mpmath.workprec(bits):
        return mpmath.ldexp(mpmath.mpf(int(mantissa)), int(exponent))
