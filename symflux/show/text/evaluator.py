"""Results as functions of numbers that do not lose their digits where terms cancel.

A sum of large terms that nearly cancel has few digits in double precision: the heat current of a chain at a frequency
in its band is such a sum. So every value comes with an estimate of its error, and where that is too large it is
calculated again with intervals (``flint.arb``) of as many digits as it takes; a zero is found exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import flint

from symflux.algebra import exact
from symflux.algebra.rational_function import RationalFunction
from symflux.errors import NetworkError
from symflux.show.text.horner import Horner, Scheme, horner, scaling, value_of

__all__ = ["Evaluator", "to_callable"]

BACKENDS = ("numpy", "mpmath", "python")
_ACCURACY = 1e-10  #: relative; a double with a larger estimated error is calculated again
_ROUNDING = 2.0**-53


@dataclass(frozen=True)
class Evaluator:
    """A result as a function of numbers: called with one keyword for each of :attr:`parameters`, or in their order.

    ``"numpy"`` takes numbers and arrays that broadcast, in double precision, ten digits of it sure; ``"mpmath"`` gives
    all digits of the current ``mpmath.mp`` precision; ``"python"`` calculates with what it is given, exactly for ints
    and fractions. Where terms cancel, the first two use more digits on the way.
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
        with numpy.errstate(over="ignore", invalid="ignore"):
            top, bottom = (value_of(scheme, arrays, self._double) for scheme in (self.top, self.bottom))
            # an array of no dimension becomes a number, which Python itself would not divide by zero
            ratio = numpy.divide(top, bottom)
            doubtful = numpy.broadcast_to(~(self._error(arrays, top, bottom) <= _ACCURACY), shape)
        result = numpy.broadcast_to(ratio, shape).copy()
        if doubtful.any():
            points = {name: numpy.broadcast_to(x, shape) for name, x in arrays.items()}
            for index in zip(*numpy.nonzero(doubtful), strict=True) if shape else [()]:
                point = {name: float(x[index]) for name, x in points.items()}
                if numpy.isfinite(list(point.values())).all():
                    better = self._accurate(point, 60)
                    result[index] = result[index] if better is None else float(better)
        return result if shape else float(result)

    def _error(self, arrays: Mapping[str, Any], top: Any, bottom: Any) -> Any:
        """An estimate of the relative error: what the roundings can do to sums whose terms all add up."""
        import numpy

        sizes = {name: abs(x) for name, x in arrays.items()}
        total: Any = 0.0
        with numpy.errstate(divide="ignore"):
            for scheme, value in ((self.top, top), (self.bottom, bottom)):
                size = value_of(scheme, sizes, lambda number: abs(self._double(number)))
                total = total + _roundings(scheme) * _ROUNDING * numpy.divide(size, abs(value))
        return total

    def _mpmath(self, values: Mapping[str, Any]) -> Any:
        from mpmath import mp

        def number(x: Any) -> Any:
            return mp.mpf(x.numerator) / x.denominator if isinstance(x, Fraction) else mp.mpmathify(x)

        if any(isinstance(x, complex | mp.mpc) for x in values.values()):
            return self._plain({name: number(x) for name, x in values.items()}, mp.mpf)
        exactly = {n: x if isinstance(x, int | float | Fraction) else number(x) for n, x in values.items()}
        found = self._accurate(exactly, mp.prec + 10)
        if found is None:
            return self._plain({name: number(x) for name, x in values.items()}, mp.mpf)
        if isinstance(found, flint.fmpq):
            return mp.mpf(int(found.p)) / int(found.q)
        mantissa, exponent = found.mid().man_exp()
        return mp.ldexp(mp.mpf(int(mantissa)), int(exponent))

    def _plain(self, values: Mapping[str, Any], number: Any) -> Any:
        return value_of(self.top, values, number) / value_of(self.bottom, values, number)

    def _accurate(self, values: Mapping[str, Any], bits: int) -> Any:
        """The value at real numbers to ``bits`` bits, an ``arb`` or ``fmpq``; None where there is none."""
        rational = {name: _rational(x) for name, x in values.items()}
        if None in rational.values():
            return None
        precision = 2 * bits
        while precision <= 64 * bits:
            with flint.ctx.workprec(precision):
                near = {name: flint.arb(x) for name, x in rational.items()}
                ratio = self._plain(near, flint.arb)
                if ratio.is_finite() and (ratio.is_exact() or ratio.rel_accuracy_bits() >= bits):
                    return ratio
            precision *= 2
        bottom = value_of(self.bottom, rational, flint.fmpq)
        return value_of(self.top, rational, flint.fmpq) / bottom if bottom else None


def _rational(x: Any) -> Any:
    """A finite int, float, fraction or ``mpf`` as the rational number that it is."""
    if isinstance(x, float | int | Fraction):
        try:
            value = Fraction(x)
        except (ValueError, OverflowError):  # nan, inf
            return None
        return flint.fmpq(value.numerator, value.denominator)
    sign, mantissa, exponent, _ = x._mpf_
    if not mantissa and exponent:
        return None
    whole = -int(mantissa) if sign else int(mantissa)
    return flint.fmpq(whole << exponent) if exponent >= 0 else flint.fmpq(whole, 1 << -exponent)


def _roundings(scheme: Horner) -> int:
    """How many roundings a term of the scheme goes through at most."""
    if not isinstance(scheme, Scheme):
        return 1
    return scheme.parts[0][0] + len(scheme.parts) + max(_roundings(part) for _, part in scheme.parts)


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
