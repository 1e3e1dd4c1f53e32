"""Numbers as they are written: digits, a decimal point, a power of ten; their values are exact."""

from __future__ import annotations

import re
from fractions import Fraction

from symflux.algebra.hints import quoted
from symflux.errors import TooLargeError

__all__ = ["NUMERAL", "numeral_value", "without_exponents"]

NUMERAL = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"  #: as a regular expression
_EXPONENT = re.compile(  # a call of a function is left alone: sites may be called 1e3
    r"[A-Za-z_]\w* *\([^()]*\)|(?<![\w.])(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][-+]?[0-9]{1,3})(?![\w.])", re.ASCII
)


def numeral_value(text: str, most: int) -> Fraction:
    """The exact value of a numeral; :class:`TooLargeError` where it has more than ``most`` digits.

    >>> numeral_value("1e-3", 100), numeral_value("2.50", 100)
    (Fraction(1, 1000), Fraction(5, 2))
    """
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > most:
        raise TooLargeError(f"a number of {len(mantissa)} digits; the limit is {most}")
    if len(exponent) > 8 or abs(int(exponent or 0)) > most - len(mantissa):
        raise TooLargeError(f"a number with the exponent {quoted(exponent, 20)}; the limit is {most} digits")
    whole, _, decimals = mantissa.partition(".")
    return Fraction(_integer(whole + decimals), 10 ** len(decimals)) * Fraction(10) ** int(exponent or 0)


def _integer(digits: str) -> int:
    """int() of a bounded digit string, whatever the interpreter's own digit limit."""
    value = 0
    for start in range(0, len(digits), 4000):
        piece = digits[start : start + 4000]
        value = value * 10 ** len(piece) + int(piece)
    return value


def without_exponents(text: str) -> str:
    """The text with numbers like ``1e-3`` written as quotients, for readers that know no exponents.

    >>> without_exponents("flux(1e3,2) > 1e-3*k + 2.5e1*x1e5")
    'flux(1e3,2) > (1/1000)*k + 25*x1e5'
    """

    def plain(found: re.Match[str]) -> str:
        if found["number"] is None or len(found[0]) > 100:
            return found[0]
        value = str(numeral_value(found[0], 10_000))
        return f"({value})" if "/" in value else value

    return _EXPONENT.sub(plain, text)
