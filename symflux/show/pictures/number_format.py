"""One way of writing all numbers of a picture: exact where each is short, else decimals of the same precision.

A decimal without zeros at its end is the number itself where it has fewer digits than the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

__all__ = ["NumberFormat"]

_SHORT = 5  #: characters of an exact number
_DIGITS = 4


class NumberFormat:
    """How the numbers of one picture are written; whole numbers of up to five digits stay as they are.

    >>> exact, decimal = NumberFormat([Fraction(1, 3), Fraction(2)]), NumberFormat([Fraction(1, 3), Fraction(1, 7001)])
    >>> [exact.plain(Fraction(1, 3)), decimal.plain(Fraction(1, 3)), decimal.plain(Fraction(2))]
    ['1/3', '0.3333', '2']
    >>> tiny = NumberFormat([Fraction(1, 3), Fraction(1, 10**9)])
    >>> tiny.plain(Fraction(1, 3)), tiny.latex(Fraction(1, 10**9))
    ('3.333e-1', '1.000\\\\cdot 10^{-9}')
    """

    def __init__(self, values: Iterable[Fraction]):
        listed = [abs(value) for value in values if value]
        self.is_exact = all(len(str(value)) <= _SHORT for value in listed)
        broken = [value for value in listed if not self._stays(value)]
        self.is_scientific = any(not Fraction(1, 10**4) <= value < 10**6 for value in broken)

    def _stays(self, value: Fraction) -> bool:
        return self.is_exact or (value.denominator == 1 and len(str(value)) <= _SHORT)

    def plain(self, value: Fraction) -> str:
        """The text of a number."""
        if self._stays(value):
            return str(value)
        if self.is_scientific:
            mantissa, _, power = f"{float(value):.{_DIGITS - 1}e}".partition("e")
            return f"{mantissa}e{int(power)}"
        whole = len(str(abs(int(value)))) if abs(value) >= 1 else 0
        if not whole:  # significant digits are counted from the first that is not zero
            size = abs(value)
            while size < Fraction(1, 10):
                size, whole = size * 10, whole - 1
        text = f"{float(value):.{max(0, _DIGITS - whole)}f}"
        return text.rstrip("0").rstrip(".") if "." in text and Fraction(text) == value else text

    def latex(self, value: Fraction) -> str:
        """The LaTeX of a number."""
        text = self.plain(value)
        if "e" in text:
            mantissa, _, power = text.partition("e")
            return rf"{mantissa}\cdot 10^{{{power}}}"
        return text
