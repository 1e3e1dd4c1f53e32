"""Small rational numbers: which ones are simple, and the simplest near a float."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from symflux.algebra.real_roots import simplest_between

__all__ = ["POOL", "REAL_POOL", "SIMPLE", "TOLERANCES", "cost", "near", "read", "simpler"]


def cost(value: Fraction) -> int:
    """How complicated a rational is to a reader: small for small numerators and denominators, and round ones.

    >>> [cost(Fraction(text)) for text in ("0", "1", "1/2", "7", "100", "77", "22/7")]
    [2, 3, 5, 9, 21, 79, 36]
    """
    return _size(abs(value.numerator)) + 2 * _size(value.denominator)


def _size(number: int) -> int:
    zeros = 0
    while number and number % 10 == 0:
        number, zeros = number // 10, zeros + 1
    return number + 9 * zeros


def simpler(value: Fraction, *, real: bool = False) -> list[Fraction]:
    """Rationals simpler than the value, the simplest first: simple ones anywhere, and roundings of it.

    >>> [str(v) for v in simpler(Fraction(461)) if 300 < v < 900]
    ['500', '460', '415', '448', '457']
    """
    limit = cost(value)
    found = {v for v in SIMPLE if v > 0 or real}
    if value:
        place = len(str(abs(value.numerator) // value.denominator)) if abs(value) >= 1 else 0
        found |= {Fraction(round(value, digits - place)) for digits in (1, 2, 3)}
        found |= {near(float(value), tolerance) for tolerance in (0.1, 0.03, 0.01)}
    return sorted((v for v in found if cost(v) < limit and (v > 0 or real)), key=lambda v: (cost(v), v < 0, v))


def _simple_numbers() -> list[Fraction]:
    """Rationals of both signs, the simplest first."""
    positive = {Fraction(p, q) for p in range(1, 13) for q in range(1, 7)}
    positive |= {Fraction(10**k) ** sign for k in (2, 3, 4, 6) for sign in (1, -1)}
    positive |= {Fraction(k) for k in (15, 20, 30, 50)}
    every = [Fraction(0), *positive, *(-v for v in positive)]
    return sorted(every, key=lambda v: (cost(v), v < 0))


SIMPLE = _simple_numbers()
POOL = np.array([1, 2, 1 / 2, 3, 4, 1 / 3, 1 / 4, 10, 5, 3 / 2, 2 / 3, 1 / 10, 6, 8, 20, 100])
REAL_POOL = np.array([1, -1, 0, 2, -2, 1 / 2, 3, -3, -1 / 2, 4, -4, 1 / 3, 10, -10, 3 / 2, 100])
TOLERANCES = (0.4, 0.2, 0.1, 0.03, 0.01, 1e-3, 1e-4, 1e-6, 1e-9, 1e-12)


def near(x: float, tolerance: float) -> Fraction:
    """The simplest rational within a relative tolerance (0 where |x| is below it)."""
    if abs(x) < min(tolerance, 1e-3) ** 2:
        return Fraction(0) if x == 0 or abs(x) < 1e-6 * tolerance else Fraction(x)
    exact = Fraction(x)
    if abs(exact) > 10**6 or abs(exact) < Fraction(1, 10**6):
        step = Fraction(10) ** int(np.floor(np.log10(abs(x))))
        return near(float(exact / step), tolerance) * step
    reach = abs(exact) * Fraction(tolerance)
    return simplest_between(exact - reach, exact + reach)


def read(x: float) -> Fraction:
    """The rational that a float was made from: a simple one where that is possible, else its exact value."""
    near = Fraction(x).limit_denominator(1000)
    return near if abs(float(near) - x) <= 1e-14 * abs(x) else Fraction(x)
