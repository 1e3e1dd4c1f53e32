"""Results as plain text for a terminal: factored where that is cheap, decimals beside exact numbers, never endless."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, count
from types import MappingProxyType

from symflux.algebra import Polynomial, RationalFunction
from symflux.quantities.result import Result
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.text.formula import formula_text
from symflux.show.value import result_formula

__all__ = ["factored", "number_text", "quantity_text", "result_text", "shared_factors"]

NO_NAMES: Mapping[Polynomial, str] = MappingProxyType({})

_FACTOR_TERMS = 400  #: beyond this factoring is not tried
_WIDTH = 2_000  #: characters of one value at most


def number_text(value: RationalFunction) -> str:
    """An exact number, with a decimal where it is not an integer.

    >>> from symflux.algebra import exact
    >>> number_text(exact("58949/4371"))
    '58949/4371 = 13.48638...'
    """
    number = value.value
    if number.denominator == 1:
        return str(number)
    scaled = abs(number) * 10**5
    digits = f"{int(scaled):06d}"
    decimal = f"{'-' if number < 0 else ''}{digits[:-5]}.{digits[-5:]}"
    exact_decimal = scaled.denominator == 1
    return f"{number} = {decimal.rstrip('0') if exact_decimal else decimal + '...'}"


def factored(value: RationalFunction, names: Mapping[Polynomial, str] = NO_NAMES, order: Order | None = None) -> str:
    """The value, factored and collected where it is small enough; ``names`` abbreviates factors.

    >>> from symflux.algebra import exact
    >>> factored(exact("(a*b*g**2 + (a - b)**2)*(T1 - T2)/(4*g)"))
    '(T1 - T2)*(a*b*g**2 + (a - b)**2)/(4*g)'
    """
    if value.is_zero or value.is_constant:
        return str(value)
    if len(value.numerator) + len(value.denominator) > _FACTOR_TERMS:
        return value.summary()
    sign, formula = Collector(str, order or Order(), named=names).rational(value)
    return _bounded(formula_text(formula, sign), value)


def _bounded(text: str, value: RationalFunction) -> str:
    return text if len(text) <= _WIDTH else value.summary()


def quantity_text(result: Result, names: Mapping[Polynomial, str] = NO_NAMES) -> str:
    """A result: a number with its decimal, or the formula with differences of temperatures.

    >>> import symflux as sf
    >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")}).steady_state()
    >>> quantity_text(pair.bond_flux(1, 2)), quantity_text(pair.kinetic_temperature(1))
    ('g*k**2*(T1 - T2)/(2*(k**2 + g**2*k + g**2))', 'T1 - k**2*(T1 - T2)/(2*(k**2 + g**2*k + g**2))')
    """
    value = result.rational_function
    if value.is_constant:
        return number_text(value)
    if len(value.numerator) + len(value.denominator) > 2 * _FACTOR_TERMS:
        return value.summary()
    collector = Collector(str, Order(result.network), named=names)
    sign, formula = result_formula(result, collector, oriented=True)
    return _bounded(formula_text(formula, sign), value)


def shared_factors(values: Iterable[RationalFunction]) -> dict[Polynomial, str]:
    """Names D, D2, ... for the long factors that stand in more than two of the denominators."""
    counts: Counter[Polynomial] = Counter()
    listed = list(values)
    short = [value.denominator for value in listed if 4 < len(value.denominator) <= _FACTOR_TERMS]
    for denominator, times in Counter(short).items():
        for factor, _ in denominator.factor()[1]:
            if len(factor) > 4:
                counts[factor] += times
    found = [factor for factor, times in counts.most_common() if times > 2]
    taken = {name for value in listed for name in value.names}
    free = (name for name in chain(["D"], (f"D{k}" for k in count(2))) if name not in taken)
    return dict(zip(found, free, strict=False))


def result_text(value: RationalFunction, names: Mapping[Polynomial, str] = NO_NAMES) -> str:
    """A number with its decimal, or the factored expression."""
    return number_text(value) if value.is_constant else factored(value, names)
