"""Polynomials as nested Horner schemes, and results as fast functions of numbers.

A scheme is a number, or ``Scheme(name, parts)``: the polynomial ``sum part * name**exponent``, highest exponent first,
with parts free of ``name``. It is read off the polynomial; no expression tree is built, and the depth is the number of
parameters, so that thousands of terms are no problem.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Union

from symflux.algebra import Polynomial, exact
from symflux.algebra.rational_function import RationalFunction
from symflux.errors import NetworkError

__all__ = ["Evaluator", "Scheme", "horner", "to_callable"]

BACKENDS = ("numpy", "mpmath", "python")


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


@dataclass(frozen=True)
class Evaluator:
    """A result as a function of numbers: called with one keyword for each of :attr:`parameters`, or in their order.

    ``"numpy"`` takes numbers and arrays that broadcast, in double precision; ``"mpmath"`` works at the current
    ``mpmath.mp`` precision; ``"python"`` calculates with what it is given, exactly for ints and fractions.
    Close to a root of the numerator floating point cancels: compare with the exact ``.at({...})`` there.
    """

    parameters: tuple[str, ...]
    backend: str
    top: Horner
    bottom: Horner
    shift: int = 0  #: integers are divided by 2**shift, above and below the bar, so that they fit a double

    def __call__(self, *given: Any, **named: Any) -> Any:
        values = self._values(given, named)
        if self.backend == "numpy":
            return self._numpy(values)
        if self.backend == "mpmath":
            return self._mpmath(values)
        exactly = {name: Fraction(x) if isinstance(x, int) else x for name, x in values.items()}
        return value_of(self.top, exactly, Fraction) / value_of(self.bottom, exactly, Fraction)

    def _values(self, given: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
        values = dict(zip(self.parameters, given, strict=False)) | dict(named)
        missing = [name for name in self.parameters if name not in values]
        unknown = [name for name in named if name not in self.parameters]
        wrong = missing or unknown
        if wrong or len(given) > len(self.parameters) or len(values) < len(given) + len(named):
            twice = "too many values, or a value given twice"
            what = f"no value for {missing[0]}" if missing else f"no parameter {unknown[0]}" if unknown else twice
            raise NetworkError(f"{what}; parameters: {', '.join(self.parameters) or 'none'}")
        return values

    def _double(self, number: int) -> float:
        return float(Fraction(number, 1 << self.shift)) if self.shift else float(number)

    def _numpy(self, values: Mapping[str, Any]) -> Any:
        import numpy

        arrays = {name: numpy.asarray(x, dtype=float) for name, x in values.items()}
        shape = numpy.broadcast_shapes(*(x.shape for x in arrays.values())) if arrays else ()
        ratio = value_of(self.top, arrays, self._double) / value_of(self.bottom, arrays, self._double)
        return numpy.broadcast_to(ratio, shape).copy() if shape else float(ratio)

    def _mpmath(self, values: Mapping[str, Any]) -> Any:
        from mpmath import mp

        def number(x: Any) -> Any:
            return mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else mp.mpmathify(x)

        numbers = {name: number(x) for name, x in values.items()}
        return value_of(self.top, numbers, mp.mpf) / value_of(self.bottom, numbers, mp.mpf)


def scaling(rational: RationalFunction) -> int:
    """The power of two that, taken out above and below the bar, makes every integer fit a double."""
    largest = max((abs(c) for p in (rational.numerator, rational.denominator) for _, c in p.terms()), default=1)
    return max(0, largest.bit_length() - 900)


def to_callable(value: Any, backend: str = "numpy") -> Evaluator:
    """A result or rational function as a function: ``"numpy"`` (vectorised), ``"mpmath"`` or ``"python"`` (exact).

    Raises :class:`NetworkError` for another backend.

    >>> to_callable("a/(a + b)", "python")(a=1, b=2)
    Fraction(1, 3)
    >>> to_callable("a/(a + b)")(a=[1, 2], b=2)
    array([0.33333333, 0.5       ])
    """
    if backend not in BACKENDS:
        raise NetworkError(f"backend {backend!r}: use one of {', '.join(BACKENDS)}")
    rational: RationalFunction = exact(value)
    schemes = horner(rational.numerator), horner(rational.denominator)
    return Evaluator(rational.names, backend, *schemes, scaling(rational))
