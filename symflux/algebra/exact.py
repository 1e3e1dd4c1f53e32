"""Anything a user may write for a number or formula, made exact. The only door for values into the package."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Rational
from typing import Any

import sympy
from flint import fmpq, fmpz

from symflux.algebra.parser import NETWORK_LIMITS, Limits, check_name, parse
from symflux.algebra.polynomial import Polynomial
from symflux.algebra.rational_function import RationalFunction
from symflux.errors import ExpressionError, InexactInputError, TooLargeError

__all__ = ["exact", "symbol_name"]


def exact(value: Any, limits: Limits = NETWORK_LIMITS) -> RationalFunction:
    """The exact rational function that ``value`` denotes.

    Accepts int, Fraction, Decimal, sympy numbers and expressions, strings in the grammar of
    :mod:`symflux.algebra.parser`, and everything of this package that has a rational value.

    >>> print(exact("0.1"), exact(sympy.Rational(1, 3)), exact("2*k + 1"))
    1/10 1/3 2*k + 1
    >>> exact(0.1)
    Traceback (most recent call last):
    ...
    symflux.errors.InexactInputError: 0.1 is a float, which is not exact: write "0.1" (= 1/10) or Fraction(1, 10)
    """
    if isinstance(value, RationalFunction):
        return value
    if isinstance(value, bool | sympy.logic.boolalg.BooleanAtom):
        raise InexactInputError(f"{value} is a truth value, not a number: write 1 or 0")
    if isinstance(value, int | Fraction | Polynomial):
        return RationalFunction.wrap(value)
    if isinstance(value, str):
        return parse(value, limits)
    if isinstance(value, float):
        raise InexactInputError(_float_message(value))
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise InexactInputError(f"{value} is not a finite number")
        _, digits, exponent = value.as_tuple()
        if len(digits) + abs(int(exponent)) > limits.bits // 4:
            raise TooLargeError(f"a decimal of over {limits.bits // 4} digits")
        return RationalFunction.constant(Fraction(value))
    if isinstance(value, fmpz):
        return RationalFunction.constant(int(value))
    if isinstance(value, fmpq):
        return RationalFunction.constant(Fraction(int(value.p), int(value.q)))
    if isinstance(value, sympy.Basic):
        return _from_sympy(value, limits, 0)
    rational = getattr(value, "rational_function", None)
    if isinstance(rational, RationalFunction):
        return rational
    if isinstance(value, Integral):  # numpy integers among them
        return RationalFunction.constant(int(value))
    if isinstance(value, Rational):
        return RationalFunction.constant(Fraction(int(value.numerator), int(value.denominator)))
    if hasattr(value, "dtype") and getattr(value.dtype, "kind", "") in "fc":  # numpy floats
        raise InexactInputError(f"{value} is a floating-point number, which is not exact: write a string or Fraction")
    raise ExpressionError(
        f"{type(value).__name__} is not an exact value: use int, Fraction, a sympy expression or a string like '3/2'"
    )


def _float_message(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return f"{value} is not a finite number"
    text = repr(float(value))  # a numpy float has its own repr
    as_fraction = Fraction(text)
    return (
        f'{text} is a float, which is not exact: write "{text}" (= {as_fraction}) '
        f"or Fraction({as_fraction.numerator}, {as_fraction.denominator})"
    )


def _from_sympy(expr: sympy.Basic, limits: Limits, depth: int) -> RationalFunction:
    """A sympy expression built from rationals, symbols, +, * and integer powers.

    A symbol stands for the parameter of its name, which is positive or at least real: a symbol that is declared to be
    anything else is refused.
    """
    if depth > limits.depth:
        raise TooLargeError(f"an expression nested more than {limits.depth} deep")
    if isinstance(expr, sympy.Rational):
        if not expr.is_finite:
            raise InexactInputError(f"{expr} is not a finite number")
        return RationalFunction.constant(Fraction(int(expr.p), int(expr.q)))
    if isinstance(expr, sympy.Symbol):
        return RationalFunction.variable(symbol_name(expr))
    if isinstance(expr, sympy.Float):
        raise InexactInputError(f"{str(expr)[:30]} is a floating-point number, which is not exact: write a Rational")
    if isinstance(expr, sympy.Add):
        numerator_terms = [_from_sympy(argument, limits, depth + 1) for argument in expr.args]
        while len(numerator_terms) > 1:
            pairs = zip(numerator_terms[::2], numerator_terms[1::2], strict=False)
            last = [numerator_terms[-1]] if len(numerator_terms) % 2 else []
            numerator_terms = [a + b for a, b in pairs] + last
            _check_size(numerator_terms[0], limits)
        return numerator_terms[0]
    if isinstance(expr, sympy.Mul):
        result = RationalFunction.constant(1)
        for argument in expr.args:
            result = result * _from_sympy(argument, limits, depth + 1)
            _check_size(result, limits)
        return result
    if isinstance(expr, sympy.Pow) and isinstance(expr.exp, sympy.Integer):
        base = _from_sympy(expr.base, limits, depth + 1)
        exponent = int(expr.exp)
        size = max(base.numerator.total_degree, base.denominator.total_degree, 1) * abs(exponent)
        terms = len(base.numerator) + len(base.denominator)
        if size > limits.degree or (terms > 2 and abs(exponent) > 100):
            raise TooLargeError(f"exponent {exponent} is too large")
        if exponent < 0 and base.is_zero:
            raise ExpressionError("division by zero")
        result = base**exponent
        _check_size(result, limits)
        return result
    if expr in (sympy.nan, sympy.oo, -sympy.oo, sympy.zoo):
        raise InexactInputError(f"{expr} is not a finite number")
    if isinstance(expr, sympy.Expr) and expr.is_number:
        raise InexactInputError(f"{str(expr)[:60]} is not rational: symflux works with rational numbers and parameters")
    raise ExpressionError(
        f"{str(expr)[:60]} is not a rational function of parameters (allowed: rationals, symbols, +, *, integer powers)"
    )


def symbol_name(symbol: sympy.Symbol) -> str:
    """The name of the parameter that a symbol stands for; refused where the symbol is declared not to be positive.

    >>> symbol_name(sympy.Symbol("k", positive=True))
    'k'
    >>> symbol_name(sympy.Symbol("k", negative=True))
    Traceback (most recent call last):
    ...
    symflux.errors.ExpressionError: the symbol k is declared negative: parameters are positive, or real where listed ...
    """
    if symbol.is_positive is False:
        kinds = ("negative", "zero", "nonpositive", "imaginary")
        kind = next((kind for kind in kinds if getattr(symbol, f"is_{kind}")), "not positive")
        raise ExpressionError(
            f"the symbol {symbol} is declared {kind}: parameters are positive, or real where listed in real=[...]; "
            f"declare it so, or write -{symbol} with a positive one"
        )
    return check_name(symbol.name)


def _check_size(value: RationalFunction, limits: Limits) -> None:
    if len(value.numerator) > limits.terms or len(value.denominator) > limits.terms:
        raise TooLargeError(f"more than {limits.terms} terms when expanded")
