"""Rational functions with rational coefficients, in one canonical form.

numerator / denominator in Z[parameters], in lowest terms, leading coefficient of the denominator positive: two
equal functions are equal objects. Where reducing would cost more than it is worth the pair may stay unreduced,
and says so (``is_reduced``); equality then multiplies crosswise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Union

import sympy

from symflux.algebra.polynomial import Polynomial
from symflux.algebra.ring import merge, name_key
from symflux.errors import ExpressionError, InexactInputError

__all__ = ["RationalFunction", "common_denominator", "sum_of_products", "sum_vanishes"]

Operand = Union["RationalFunction", Polynomial, Fraction, int]

_ONE = Polynomial.constant(1)


class RationalFunction:
    """An element of Q(parameters).

    >>> a, b = RationalFunction.variable("a"), RationalFunction.variable("b")
    >>> print((a * a - b * b) / (2 * a + 2 * b))
    (a - b)/2
    """

    __slots__ = ("denominator", "is_reduced", "numerator")
    numerator: Polynomial
    denominator: Polynomial
    is_reduced: bool

    def __init__(self, numerator: Polynomial, denominator: Polynomial = _ONE, *, reduce: bool = True):
        if denominator.is_zero:
            raise ExpressionError("division by zero")
        if reduce and not denominator.raw.is_one():
            top, bottom = merge(numerator.raw, denominator.raw)
            common = top.gcd(bottom)
            if not common.is_one():
                top, bottom = divmod(top, common)[0], divmod(bottom, common)[0]
            numerator, denominator = Polynomial(top), Polynomial(bottom)
        if denominator.leading_coefficient < 0:
            numerator, denominator = -numerator, -denominator
        self.numerator = numerator
        self.denominator = denominator
        self.is_reduced = reduce

    # construction -------------------------------------------------------------------------------------

    @staticmethod
    def constant(value: int | Fraction) -> RationalFunction:
        """The constant ``value``."""
        if isinstance(value, float):
            raise InexactInputError(f"{value} is a float, which is not exact: use an int or a Fraction")
        value = Fraction(value)
        return RationalFunction(
            Polynomial.constant(value.numerator), Polynomial.constant(value.denominator), reduce=True
        )

    @staticmethod
    def variable(name: str) -> RationalFunction:
        """The parameter ``name``."""
        return RationalFunction(Polynomial.variable(name))

    @staticmethod
    def wrap(value: Operand) -> RationalFunction:
        """A number or polynomial as a rational function."""
        if isinstance(value, RationalFunction):
            return value
        if isinstance(value, Polynomial):
            return RationalFunction(value)
        return RationalFunction.constant(value)

    def reduced(self) -> RationalFunction:
        """The same function in lowest terms."""
        return self if self.is_reduced else RationalFunction(self.numerator, self.denominator)

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (self.numerator, self.denominator, self.is_reduced))

    # reading ------------------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur, in canonical order."""
        return tuple(sorted({*self.numerator.names, *self.denominator.names}, key=name_key))

    @property
    def is_zero(self) -> bool:
        """Whether it is identically zero."""
        return self.numerator.is_zero

    @property
    def is_constant(self) -> bool:
        """Whether no parameter occurs."""
        return self.numerator.is_zero or (self.numerator.is_constant and self.denominator.is_constant)

    @property
    def value(self) -> Fraction:
        """The value of a constant."""
        if not self.is_constant:
            raise ExpressionError(f"not a number: it depends on {', '.join(self.names)}")
        if self.is_zero:
            return Fraction(0)
        return Fraction(self.numerator.constant_value, self.denominator.constant_value)

    def sign(self, real: Collection[str] = (), *, strict: bool = True) -> int | None:
        """-1, 0 or 1 where the coefficients show the sign, as :meth:`Polynomial.sign`; None where they do not.

        >>> a, b = RationalFunction.variable("a"), RationalFunction.variable("b")
        >>> ((a + b) / (-a - 2)).sign(), (a - b).sign(), a.sign({"a"}), (a * a).sign({"a"})
        (-1, None, None, None)
        """
        top, bottom = self.numerator.sign(real, strict=strict), self.denominator.sign(real)
        return None if top is None or bottom is None else top * bottom

    # arithmetic ---------------------------------------------------------------------------------------

    def __add__(self, other: Operand) -> RationalFunction:
        if not isinstance(other, RationalFunction):
            other = RationalFunction.wrap(other)
        reduce = self.is_reduced and other.is_reduced
        if self.denominator == other.denominator:
            return RationalFunction(self.numerator + other.numerator, self.denominator, reduce=reduce)
        top = self.numerator * other.denominator + other.numerator * self.denominator
        return RationalFunction(top, self.denominator * other.denominator, reduce=reduce)

    __radd__ = __add__

    def __neg__(self) -> RationalFunction:
        result = RationalFunction(-self.numerator, self.denominator, reduce=False)
        result.is_reduced = self.is_reduced
        return result

    def __sub__(self, other: Operand) -> RationalFunction:
        return self + (-RationalFunction.wrap(other))

    def __rsub__(self, other: Operand) -> RationalFunction:
        return RationalFunction.wrap(other) - self

    def __mul__(self, other: Operand) -> RationalFunction:
        if not isinstance(other, RationalFunction):
            other = RationalFunction.wrap(other)
        reduce = self.is_reduced and other.is_reduced
        return RationalFunction(self.numerator * other.numerator, self.denominator * other.denominator, reduce=reduce)

    __rmul__ = __mul__

    def __truediv__(self, other: Operand) -> RationalFunction:
        other = RationalFunction.wrap(other)
        return RationalFunction(self.numerator * other.denominator, self.denominator * other.numerator)

    def __rtruediv__(self, other: Operand) -> RationalFunction:
        return RationalFunction.wrap(other) / self

    def __pow__(self, exponent: int) -> RationalFunction:
        if exponent < 0:
            return RationalFunction(self.denominator ** (-exponent), self.numerator ** (-exponent))
        return RationalFunction(self.numerator**exponent, self.denominator**exponent)

    def derivative(self, name: str) -> RationalFunction:
        """The partial derivative by one parameter."""
        top, bottom = self.numerator, self.denominator
        return RationalFunction(top.derivative(name) * bottom - top * bottom.derivative(name), bottom * bottom)

    def substitute(self, values: Mapping[str, RationalFunction]) -> RationalFunction:
        """Put rational functions in place of parameters, all at once.

        Raises :class:`ExpressionError` where the denominator vanishes there.
        """
        names = self.names
        used = {name: value for name, value in values.items() if name in names}
        if not used:
            return self
        if len(used) == len(names) and all(value.is_constant for value in used.values()):
            point = {name: value.value for name, value in used.items()}
            bottom = self.denominator.evaluate(point)
            if bottom == 0:
                raise ExpressionError("the denominator vanishes there")
            return RationalFunction.constant(self.numerator.evaluate(point) / bottom)
        top, top_scale = _substitute(self.numerator, used)
        bottom_, bottom_scale = _substitute(self.denominator, used)
        if bottom_.is_zero:
            raise ExpressionError("the denominator vanishes there")
        return RationalFunction(top * bottom_scale, bottom_ * top_scale)

    def evaluate(self, point: Mapping[str, int | Fraction]) -> Fraction:
        """The value at a rational point; :class:`ExpressionError` where the denominator vanishes."""
        bottom = self.denominator.evaluate(point)
        if bottom == 0:
            raise ExpressionError("the denominator vanishes there")
        return self.numerator.evaluate(point) / bottom

    # comparing and showing ----------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RationalFunction):
            if not isinstance(other, Polynomial | Fraction | int) or isinstance(other, bool):
                return NotImplemented
            other = RationalFunction.wrap(other)
        if self.is_reduced and other.is_reduced:
            return self.numerator == other.numerator and self.denominator == other.denominator
        return self.numerator * other.denominator == other.numerator * self.denominator

    def __hash__(self) -> int:
        if self.is_constant:
            return hash(self.value)  # equal numbers hash alike
        canonical = self.reduced()
        if canonical.denominator == 1:
            return hash(canonical.numerator)
        return hash((canonical.numerator, canonical.denominator))

    def __bool__(self) -> bool:
        return not self.is_zero

    def __str__(self) -> str:
        top, bottom = str(self.numerator), str(self.denominator)
        if bottom == "1":
            return top
        if len(self.numerator) > 1:
            top = f"({top})"
        if len(self.denominator) > 1 or "*" in bottom:
            bottom = f"({bottom})"
        return f"{top}/{bottom}"

    def summary(self) -> str:
        """The text, or a description where the text is long."""
        if len(self.numerator) + len(self.denominator) <= 60 and len(str(self)) <= 100:
            return str(self)
        if self.denominator == 1:
            return self.numerator.summary()
        return f"({self.numerator.summary()}) / ({self.denominator.summary()})"

    def __repr__(self) -> str:
        return f"RationalFunction({self.summary()})"

    def to_sympy(self, real: Collection[str] = (), *, symbols: Mapping[str, sympy.Symbol] | None = None) -> sympy.Expr:
        """A sympy expression: a rational number times a quotient of primitive expanded polynomials."""
        if self.is_zero:
            return sympy.Integer(0)
        over, under = self.numerator.content(), self.denominator.content()
        top = self.numerator.exact_quotient(over).to_sympy(real, symbols=symbols)
        bottom = self.denominator.exact_quotient(under).to_sympy(real, symbols=symbols)
        return sympy.Mul(sympy.Rational(over, under), top, sympy.Pow(bottom, -1))

    def _sympy_(self) -> sympy.Expr:
        return self.to_sympy()


def common_denominator(values: Iterable[RationalFunction]) -> Polynomial:
    """A least common multiple of the denominators."""
    scale = _ONE
    for value in values:
        if value.denominator != scale:
            scale = scale * value.denominator.exact_quotient(scale.gcd(value.denominator))
    return scale


def _over_common_denominator(terms: Iterable[Sequence[RationalFunction]]) -> tuple[Polynomial, Polynomial]:
    listed = [tuple(product) for product in terms]
    bottoms = []
    for product in listed:
        bottom = _ONE
        for factor in product:
            bottom = bottom * factor.denominator
        bottoms.append(RationalFunction(_ONE, bottom, reduce=False))
    scale = common_denominator(bottoms)
    total = Polynomial.constant(0)
    for product, bottom_ in zip(listed, bottoms, strict=True):
        top = scale.exact_quotient(bottom_.denominator)
        for factor in product:
            top = top * factor.numerator
        total = total + top
    return total, scale


def sum_of_products(terms: Iterable[Sequence[RationalFunction]]) -> RationalFunction:
    """A sum of products, reduced once at the end instead of after every step."""
    listed = [tuple(product) for product in terms]
    top, bottom = _over_common_denominator(listed)
    return RationalFunction(top, bottom, reduce=all(factor.is_reduced for product in listed for factor in product))


def sum_vanishes(terms: Iterable[Sequence[RationalFunction]]) -> bool:
    """Whether a sum of products is identically zero: over one denominator, without a single reduction.

    >>> x = RationalFunction.variable("x")
    >>> sum_vanishes([(x, 1 / (x + 1)), (1 / (x + 1),), (RationalFunction.constant(-1),)])
    True
    """
    return _over_common_denominator(terms)[0].is_zero


def _rebuild(numerator: Polynomial, denominator: Polynomial, is_reduced: bool) -> RationalFunction:
    result = RationalFunction(numerator, denominator, reduce=False)
    result.is_reduced = is_reduced
    return result


def _substitute(polynomial: Polynomial, values: Mapping[str, RationalFunction]) -> tuple[Polynomial, Polynomial]:
    """(p, d) with polynomial(values) = p / d: denominators are carried by homogenizing variables."""
    carried = {n: f"/{n}" for n, v in values.items() if not v.denominator.raw.is_one() and polynomial.degree(n)}
    images = {n: v.numerator for n, v in values.items()}
    scale = _ONE
    for name, helper in carried.items():
        images[helper] = values[name].denominator
        scale = scale * values[name].denominator ** polynomial.degree(name)
    return polynomial.homogenize(carried).compose(images), scale
