"""Polynomials as nested Horner schemes.

A scheme is a number, or ``Scheme(name, parts)``: the polynomial ``sum part * name**exponent``, highest exponent first,
with parts free of ``name``. It is read off the polynomial; no expression tree is built, and the depth is the number of
parameters, so that thousands of terms are no problem.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Union

from symflux.algebra import Polynomial
from symflux.algebra.rational_function import RationalFunction

__all__ = ["Horner", "Scheme", "horner", "scaling", "value_of"]


@dataclass(frozen=True)
class Scheme:
    """``sum part * name**exponent``; the exponents fall."""

    name: str
    parts: tuple[tuple[int, Horner], ...]


Horner = Union["Scheme", int]


def horner(polynomial: Polynomial, order: Sequence[str] | None = None) -> Horner:
    """The scheme of a polynomial; the parameter of the highest degree is outermost unless ``order`` says otherwise.

    >>> from symflux.algebra import exact
    >>> horner(exact("a*b**2 + 3*b - 1").numerator)
    Scheme(name='b', parts=((2, Scheme(name='a', parts=((1, 1),))), (1, 3), (0, -1)))
    """
    names = list(order or sorted(polynomial.names, key=lambda n: (-polynomial.degree(n), n)))
    return _scheme([(dict(monomial), c) for monomial, c in polynomial.terms()], names, 0)


def _scheme(terms: Sequence[tuple[dict[str, int], int]], names: Sequence[str], level: int) -> Horner:
    while level < len(names) and not any(names[level] in powers for powers, _ in terms):
        level += 1
    if level == len(names):
        return sum(c for _, c in terms)
    by_power: dict[int, list[tuple[dict[str, int], int]]] = {}
    for powers, c in terms:
        by_power.setdefault(powers.get(names[level], 0), []).append((powers, c))
    parts = tuple((power, _scheme(by_power[power], names, level + 1)) for power in sorted(by_power, reverse=True))
    return Scheme(names[level], parts)


def value_of(scheme: Horner, values: Mapping[str, Any], number: Callable[[int], Any]) -> Any:
    """The scheme's value; ``number`` turns its integers into the kind of number to calculate with."""
    if isinstance(scheme, int):
        return number(scheme)
    x = values[scheme.name]
    total: Any = None
    previous = 0
    for exponent, part in scheme.parts:
        inner = value_of(part, values, number)
        total = inner if total is None else total * _power(x, previous - exponent) + inner
        previous = exponent
    return total * _power(x, previous) if previous else total


def _power(x: Any, exponent: int) -> Any:
    return x if exponent == 1 else x**exponent


def scaling(rational: RationalFunction) -> int:
    """The power of two that, taken out above and below the bar, makes every integer fit a double."""
    largest = max((abs(c) for p in (rational.numerator, rational.denominator) for _, c in p.terms()), default=1)
    return max(0, largest.bit_length() - 900)
