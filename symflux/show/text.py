"""Results as plain text for a terminal: factored where that is cheap, decimals beside exact numbers, never endless."""

from __future__ import annotations

from symflux.algebra import Polynomial, RationalFunction

__all__ = ["factored", "number_text", "result_text"]

_FACTOR_TERMS = 400  #: beyond this factoring is not tried
_WIDTH = 2_000  #: characters of one value at most


def number_text(value: RationalFunction) -> str:
    """An exact number, with a decimal where it is not an integer.

    >>> from symflux.algebra import exact
    >>> number_text(exact("58949/4371"))
    '58949/4371 = 13.48639...'
    """
    number = value.value
    if number.denominator == 1:
        return str(number)
    scaled = abs(number) * 10**5
    digits = f"{int(scaled):06d}"
    decimal = f"{'-' if number < 0 else ''}{digits[:-5]}.{digits[-5:]}"
    exact_decimal = scaled.denominator == 1
    return f"{number} = {decimal.rstrip('0') if exact_decimal else decimal + '...'}"


def factored(value: RationalFunction) -> str:
    """The value with numerator and denominator factored, where they are small enough."""
    if value.is_zero or value.is_constant:
        return str(value)
    if len(value.numerator) + len(value.denominator) > _FACTOR_TERMS:
        return value.summary()
    top, bottom = _product(value.numerator), _product(value.denominator)
    text = top if bottom == "1" else f"{_grouped(top, value.numerator)}/{_grouped(bottom, value.denominator, True)}"
    return text if len(text) <= _WIDTH else value.summary()


def _product(polynomial: Polynomial) -> str:
    content, factors = polynomial.factor()
    if len(factors) == 1 and factors[0][1] == 1 and abs(content) == 1:
        return str(polynomial)
    pieces = [] if abs(content) == 1 and factors else [str(abs(content))]
    for factor, exponent in factors:
        text = str(factor)
        if len(factor) > 1 and (len(factors) > 1 or exponent > 1 or pieces):
            text = f"({text})"
        pieces.append(text if exponent == 1 else f"{text}**{exponent}")
    return ("-" if content < 0 else "") + "*".join(pieces)


def _grouped(text: str, polynomial: Polynomial, under: bool = False) -> str:
    content, factors = polynomial.factor()
    plain_sum = len(factors) == 1 and factors[0][1] == 1 and abs(content) == 1 and len(polynomial) > 1
    several = under and (len(factors) + (abs(content) != 1) > 1)
    return f"({text})" if plain_sum or several else text


def result_text(value: RationalFunction) -> str:
    """A number with its decimal, or the factored expression."""
    return number_text(value) if value.is_constant else factored(value)
