"""A quantity as an exact Taylor series in the strength eps of the anharmonicity, and estimates from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy
from flint import fmpq, fmpq_mat

from symflux.algebra import RationalFunction, exact
from symflux.errors import ExpressionError, NetworkError

__all__ = ["PadeEstimate", "Series", "epsilon"]

_LONG = 40  #: exact coefficients up to so many characters are printed in full

#: the strength of the anharmonicity, as it stands in expressions
epsilon = sympy.Symbol("eps", nonnegative=True)


@dataclass(frozen=True, eq=False)
class Series:
    r"""c_0 + c_1 eps + ... + c_K eps^K + O(eps^(K+1)), exact coefficients.

    The series is asymptotic: its coefficients grow like factorials, so that at a fixed eps the error first falls and
    then grows with the order, and a root of the truncated polynomial is no evidence of a zero of the quantity.

    >>> flux = Series("phi", (RationalFunction.constant(Fraction(1, 3)), RationalFunction.constant(-2)))
    >>> print(flux)
    1/3 - 2*eps + O(eps**2)
    >>> flux.coefficients
    [1/3, -2]

    >>> flux.order, flux.names, flux.is_zero, flux.leading_order, flux.polynomial
    (1, (), False, 0, 1/3 - 2*eps)
    >>> flux.numbers, flux.truncated("1/10"), flux.truncated("1/10", order=0)
    ([Fraction(1, 3), Fraction(-2, 1)], Fraction(2, 15), Fraction(1, 3))
    >>> print(flux.latex())
    \frac{1}{3} - 2 \varepsilon + O(\varepsilon^{2})
    """

    name: str
    rational_functions: tuple[RationalFunction, ...]
    real: frozenset[str] = frozenset()

    @property
    def order(self) -> int:
        """K, the highest order known."""
        return len(self.rational_functions) - 1

    @property
    def coefficients(self) -> list[sympy.Expr]:
        """c_0, ..., c_K as sympy numbers or expressions."""
        return [value.to_sympy(self.real) for value in self.rational_functions]

    @property
    def numbers(self) -> list[Fraction]:
        """c_0, ..., c_K as fractions; :class:`NetworkError` where a parameter has no value yet."""
        if self.names:
            raise NetworkError(f"{self.name} depends on {', '.join(self.names)}: give values with .at({{...}})")
        return [value.value for value in self.rational_functions]

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur."""
        return tuple(sorted({name for value in self.rational_functions for name in value.names}))

    @property
    def is_zero(self) -> bool:
        """Whether every known coefficient vanishes identically."""
        return all(value.is_zero for value in self.rational_functions)

    @property
    def leading_order(self) -> int | None:
        """The first order with a coefficient that is not identically zero; None where all known ones are."""
        return next((k for k, value in enumerate(self.rational_functions) if value), None)

    @cached_property
    def polynomial(self) -> sympy.Expr:
        """The truncated series as a sympy expression in eps; the remainder is not in it."""
        return sympy.Add(*(c * epsilon**k for k, c in enumerate(self.coefficients)))

    def at(self, values: Mapping[Any, Any]) -> Series:
        """The series with parameters replaced: ``series.at({"T1": 2})``; names left out stay.

        Raises :class:`NetworkError` for a name that does not occur.

        >>> print(Series("phi", (RationalFunction.variable("T1"), RationalFunction.constant(-2))).at({"T1": "1/2"}))
        1/2 - 2*eps + O(eps**2)
        """
        points = {str(name): exact(value) for name, value in values.items()}
        unknown = [name for name in points if name not in self.names]
        if unknown and self.names:
            raise NetworkError(f"no parameter {unknown[0]!r} in this series; parameters: {', '.join(self.names)}")
        try:
            replaced = tuple(value.substitute(points) for value in self.rational_functions)
        except ExpressionError as error:
            raise NetworkError(f"{self.name}: {error}") from None
        return Series(self.name, replaced, self.real)

    def truncated(self, strength: Any, order: int | None = None) -> Fraction:
        """c_0 + ... + c_order strength^order, exactly; all known orders unless ``order`` says less."""
        strength = _number(strength, "eps")
        last = self.order if order is None else order
        if not 0 <= last <= self.order:
            raise NetworkError(f"order {last} is not known; the series goes to order {self.order}")
        total = Fraction(0)
        for value in reversed(self.numbers[: last + 1]):
            total = total * strength + value
        return total

    def pade(self, above: int, below: int) -> PadeEstimate:
        """The Pade approximant [above/below]: an ESTIMATE of the resummed series, without an error bound.

        Needs above + below <= K and numbers as coefficients; :class:`NetworkError` otherwise, and where there is none.

        >>> Series("phi", tuple(map(RationalFunction.constant, (1, -1, 2)))).pade(1, 1)
        PadeEstimate(name='phi', top=(Fraction(1, 1), Fraction(1, 1)), bottom=(Fraction(1, 1), Fraction(2, 1)))
        """
        if above < 0 or below < 0 or above + below > self.order:
            raise NetworkError(
                f"the estimate [{above}/{below}] needs order {above + below}; the series goes to order {self.order}"
            )
        c = self.numbers

        def coefficient(k: int) -> Fraction:
            return c[k] if k >= 0 else Fraction(0)

        bottom = [Fraction(1)]
        if below:
            rows = [[_fmpq(coefficient(above + i - j)) for j in range(1, below + 1)] for i in range(1, below + 1)]
            right = [[_fmpq(-coefficient(above + i))] for i in range(1, below + 1)]
            try:
                solved = fmpq_mat(rows).solve(fmpq_mat(right))
            except ZeroDivisionError:
                raise NetworkError(f"{self.name} has no Pade estimate [{above}/{below}]: try other degrees") from None
            bottom += [Fraction(int(solved[k, 0].p), int(solved[k, 0].q)) for k in range(below)]
        top = [
            sum((bottom[j] * coefficient(k - j) for j in range(min(k, below) + 1)), Fraction(0))
            for k in range(above + 1)
        ]
        return PadeEstimate(self.name, tuple(top), tuple(bottom))

    def __str__(self) -> str:
        pieces = []
        for k, value in enumerate(self.rational_functions):
            if value.is_zero:
                continue
            power = ("", "eps", f"eps**{k}")[min(k, 2)]
            text, negative = _text(value)
            factor = f"{text}*{power}" if power and text != "1" else power or text
            pieces.append((" - " if negative else " + ") + factor)
        text = "".join(pieces)
        head = ("-" + text[3:] if text.startswith(" - ") else text[3:]) or "0"
        return f"{head} + O(eps{f'**{self.order + 1}' if self.order else ''})"

    def __repr__(self) -> str:
        return f"<Series {self.name}: {self}>"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def latex(self, **options: Any) -> str:
        r"""LaTeX of the series, remainder included; ``names`` maps parameters to their LaTeX.

        >>> print(Series("phi", (RationalFunction.constant(1), RationalFunction.variable("k12"))).latex())
        1 + k_{12} \varepsilon + O(\varepsilon^{2})
        """
        from symflux.show.tex.answers import series_latex

        return series_latex(self, **options)

    def __eq__(self, other: object) -> bool:
        return self.rational_functions == other.rational_functions if isinstance(other, Series) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.rational_functions)


@dataclass(frozen=True)
class PadeEstimate:
    """A rational function of eps with the same first coefficients as a series: an estimate, never evidence.

    ``top`` and ``bottom`` are the coefficients of numerator and denominator, constant terms first.
    """

    name: str
    top: tuple[Fraction, ...]
    bottom: tuple[Fraction, ...]

    def value(self, strength: Any) -> Fraction:
        """The estimate at a rational eps."""
        strength = _number(strength, "eps")
        above, below = (
            sum((c * strength**k for k, c in enumerate(row)), Fraction(0)) for row in (self.top, self.bottom)
        )
        if below == 0:
            raise NetworkError(f"the estimate of {self.name} has a pole at eps = {strength}")
        return above / below

    @property
    def expr(self) -> sympy.Expr:
        """The estimate as a sympy expression in eps."""
        above, below = (
            sympy.Add(*(sympy.Rational(c.numerator, c.denominator) * epsilon**k for k, c in enumerate(row)))
            for row in (self.top, self.bottom)
        )
        return above / below

    def __str__(self) -> str:
        return f"estimate of {self.name}, Pade [{len(self.top) - 1}/{len(self.bottom) - 1}]: {self.expr}"


def _number(value: Any, what: str) -> Fraction:
    number = exact(value)
    if not number.is_constant:
        raise NetworkError(f"{what} = {number.summary()}: give a number")
    return number.value


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _text(value: RationalFunction) -> tuple[str, bool]:
    """A coefficient without its sign, and whether that is negative; long numbers as decimals, marked by dots."""
    if value.is_constant:
        number = value.value
        text = str(abs(number))
        if len(text) > _LONG:
            text = str(sympy.Rational(abs(number.numerator), number.denominator).evalf(8)) + "..."
        return text, number < 0
    sign = value.sign()
    shown = -value if sign == -1 else value
    text = shown.summary()
    bare_sum = len(shown.numerator) > 1 and str(shown.denominator) == "1"
    return (f"({text})" if bare_sum else text), sign == -1
