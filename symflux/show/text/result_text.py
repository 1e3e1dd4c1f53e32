"""Results as plain text for a terminal: factored where that is cheap, decimals beside exact numbers, never endless."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain, count
from types import MappingProxyType

from symflux.algebra import Polynomial, RationalFunction

__all__ = ["factored", "number_text", "result_text", "shared_factors"]

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


def factored(value: RationalFunction, names: Mapping[Polynomial, str] = NO_NAMES) -> str:
    """The value with numerator and denominator factored, where they are small enough; ``names`` abbreviates factors."""
    if value.is_zero or value.is_constant:
        return str(value)
    if len(value.numerator) + len(value.denominator) > _FACTOR_TERMS:
        return value.summary()
    top, bottom = _product(value.numerator, names), _product(value.denominator, names)
    text = top if bottom == "1" else f"{_grouped(top)}/{_grouped(bottom, under=True)}"
    return text if len(text) <= _WIDTH else value.summary()


def shared_factors(values: Iterable[RationalFunction]) -> dict[Polynomial, str]:
    """Names D, D2, ... for the long factors that stand in more than two of the denominators."""
    counts: Counter[Polynomial] = Counter()
    listed = list(values)
    for denominator, times in Counter(value.denominator for value in listed).items():
        if 4 < len(denominator) <= _FACTOR_TERMS:
            for factor, _ in denominator.factor()[1]:
                if len(factor) > 4:
                    counts[factor] += times
    found = [factor for factor, times in counts.most_common() if times > 2]
    taken = {name for value in listed for name in value.names}
    free = (name for name in chain(["D"], (f"D{k}" for k in count(2))) if name not in taken)
    return dict(zip(found, free, strict=False))


def _product(polynomial: Polynomial, names: Mapping[Polynomial, str]) -> str:
    content, factors = polynomial.factor()
    if len(factors) == 1 and factors[0] == (polynomial, 1) and polynomial in names:
        return names[polynomial]
    if len(factors) == 1 and factors[0][1] == 1 and abs(content) == 1:
        return str(polynomial)
    pieces = [] if abs(content) == 1 and factors else [str(abs(content))]
    for factor, exponent in factors:
        text = names.get(factor) or str(factor)
        if factor not in names and len(factor) > 1 and (len(factors) > 1 or exponent > 1 or pieces):
            text = f"({text})"
        pieces.append(text if exponent == 1 else f"{text}**{exponent}")
    return ("-" if content < 0 else "") + "*".join(pieces)


def _grouped(text: str, *, under: bool = False) -> str:
    """In parentheses where a quotient needs them: a sum at the top level, or a product below the bar."""
    depth = 0
    for k, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and (letter == " " or (under and letter == "*" and "**" not in text[k - 1 : k + 2])):
            return f"({text})"
    return text


def result_text(value: RationalFunction, names: Mapping[Polynomial, str] = NO_NAMES) -> str:
    """A number with its decimal, or the factored expression."""
    return number_text(value) if value.is_constant else factored(value, names)
