"""Power spectra of coordinates, rational in the frequency.

S_xy(w) = sum over sources a of (strength of a) X_a(i w) Y_a(-i w)/|P(i w)|^2, two-sided: the covariance <x y> is
(1/2 pi) Int S_xy dw over all frequencies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, parameter_symbol
from symflux.algebra.real_roots import AlgebraicNumber, real_roots
from symflux.errors import NetworkError
from symflux.model.network import Network
from symflux.moments.poly import Poly, plus
from symflux.moments.signal import Signal
from symflux.moments.system import Moments

__all__ = ["PowerSpectrum", "Responses", "free_name", "in_powers", "power_spectrum"]

_ZERO = RationalFunction.constant(0)


def free_name(network: Network, name: str) -> str:
    """The name, with underscores where the network has a parameter of that name."""
    while name in network.parameters:
        name += "_"
    return name


def in_powers(variable: RationalFunction, coefficients: list[RationalFunction]) -> RationalFunction:
    """sum of coefficients times powers of the variable."""
    total, power = _ZERO, RationalFunction.constant(1)
    for coefficient in coefficients:
        if coefficient:
            total = total + coefficient * power
        power = power * variable
    return total


class Responses:
    """X_a(s) Y_a(-s) of every source, its strength, and P(s): coefficients of powers of s, in the units of M, D, V."""

    def __init__(self, state: Any, left: Signal, right: Signal):
        moments: Moments = state.fast_moments
        network: Network = state.network
        clock = RationalFunction.constant(moments.clock)
        self.P = [self._value(moments, p) * clock**k for k, p in enumerate(moments.damped)]
        self.strengths = [2 * b.friction * b.temperature for b in network.bath_items]
        self.strengths += [2 * d.strength for d in network.drive_items]
        units = moments.scale**2 * clock ** (4 - left.order - right.order)
        self.products: list[list[RationalFunction]] = []
        for source in range(len(self.strengths)):
            x, y = moments.response(source, left), moments.response(source, right)
            mirrored: Poly = [-c if k % 2 else c for k, c in enumerate(y)]
            product = [self._value(moments, c) for c in moments._times(x, mirrored)] if x and y else []
            self.products.append([units * c * clock**k for k, c in enumerate(product)])

    @property
    def F(self) -> list[RationalFunction]:
        """The sum over sources of strength and product."""
        total: list[RationalFunction] = []
        for strength, product in zip(self.strengths, self.products, strict=True):
            total = plus(total, [strength * c for c in product])
        return total

    @staticmethod
    def _value(moments: Moments, entry: Any) -> RationalFunction:
        symbolic = bool(moments.model.parameters)
        return RationalFunction.wrap(Polynomial(entry)) if symbolic else RationalFunction.constant(int(entry))


@dataclass(frozen=True)
class PowerSpectrum:
    """A two-sided power spectrum, ``real`` + i ``imaginary``, rational in the frequency.

    >>> import symflux as sf
    >>> ss = sf.Network.from_edges([], sites=[1], pinning="k", baths={1: ("g", "T")}).steady_state()
    >>> spectrum = ss.power_spectrum(("q", 1), ("q", 1))
    >>> spectrum.expr.factor()
    2*T*g/(g**2*omega**2 + k**2 - 2*k*omega**2 + omega**4)
    >>> spectrum.frequency, spectrum.imaginary
    (omega, RationalFunction(0))
    >>> ss.power_spectrum(("q", 1), ("q", 1)).at({"k": 2, "g": 1, "T": 1}).maxima
    [sqrt(6)/2]
    """

    network: Network
    name: str
    real: RationalFunction
    imaginary: RationalFunction

    def __str__(self) -> str:
        real, imaginary = self.real.summary(), self.imaginary.summary()
        return f"{real} + i*({imaginary})" if self.imaginary else real

    def __repr__(self) -> str:
        return f"<power spectrum in {self.name} = {self}>"

    @property
    def frequency(self) -> sympy.Symbol:
        """The symbol of the angular frequency."""
        return parameter_symbol(self.name)

    @cached_property
    def expr(self) -> sympy.Expr:
        """The spectrum as a sympy expression."""
        real = self.network.real
        return self.real.to_sympy(real) + sympy.I * self.imaginary.to_sympy(real)

    def at(self, values: Mapping[Any, Any]) -> PowerSpectrum:
        """The spectrum with parameters replaced. Raises :class:`NetworkError` for unknown names."""
        point = self.network.point(values)
        return PowerSpectrum(self.network, self.name, self.real.substitute(point), self.imaginary.substitute(point))

    @cached_property
    def maxima(self) -> list[sympy.Expr]:
        """The frequencies w > 0 at which a real spectrum peaks, exact; a peak at rest is not among them.

        Raises :class:`NetworkError` where a parameter has no value, or the spectrum is not real.
        """
        if self.imaginary or set(self.real.names) - {self.name}:
            raise NetworkError("peaks are found of real spectra without parameters: give them values with .at(...)")
        top, bottom = (_in_square(part, self.name) for part in (self.real.numerator, self.real.denominator))
        slope = top.derivative("z") * bottom - top * bottom.derivative("z")
        if slope.is_zero or slope.is_constant:
            return []
        content, factors = slope.factor()
        odd = {tuple(_dense(factor)) for factor, multiplicity in factors if multiplicity % 2}
        after = 1 if (content > 0) == (_leading_sign(factors) > 0) else -1
        peaks: list[AlgebraicNumber] = []
        for root in reversed(real_roots(slope, positive=True)):  # the sign of the slope flips at odd roots
            flips = root.coefficients in odd or tuple(-c for c in root.coefficients) in odd
            before = -after if flips else after
            if before > 0 > after:
                peaks.append(root)
            after = before
        return [sympy.sqrt(_radical(root)) for root in reversed(peaks)]

    def to_callable(self, backend: str = "numpy") -> Any:
        """The real part as a function of the frequency and the parameters, sure of its digits where terms cancel.

        See :meth:`Result.to_callable`.

        >>> import symflux as sf
        >>> ss = sf.Network.from_edges([], sites=[1], pinning=2, baths={1: (1, 1)}).steady_state()
        >>> float(ss.power_spectrum(("q", 1), ("q", 1)).to_callable()(omega=0))
        0.5
        """
        from symflux.show.text.evaluator import to_callable

        return to_callable(self.real, backend)

    def latex(self, **options: Any) -> str:
        r"""The spectrum as LaTeX, options as in :meth:`Result.latex`; :class:`NetworkError` where it is not real.

        >>> import symflux as sf
        >>> ss = sf.Network.from_edges([], sites=[1], pinning=2, baths={1: (1, "T")}).steady_state()
        >>> print(ss.power_spectrum(("q", 1), ("q", 1)).latex())
        \frac{2 T}{\omega^4 - 3 \omega^2 + 4}
        """
        from symflux.show.tex.latex import latex

        return latex(self._the_real(), **options)

    def _the_real(self) -> RationalFunction:
        if self.imaginary:
            raise NetworkError("the spectrum of two coordinates is complex: ask for .real and .imaginary")
        return self.real

    def plot(self, **options: Any) -> Any:
        """The spectrum against the frequency with its exact peaks (needs matplotlib); ``at`` gives values.

        Raises :class:`NetworkError` where a parameter has no value.

        >>> import symflux as sf
        >>> ss = sf.Network.from_edges([], sites=[1], pinning=2, baths={1: (1, 1)}).steady_state()
        >>> type(ss.power_spectrum(("q", 1), ("q", 1)).plot()).__name__
        'Plot'
        """
        from symflux.show.pictures.spectra_plot import power_spectrum_plot

        return power_spectrum_plot(self, **options)


def _in_square(part: Polynomial, name: str) -> Polynomial:
    """An even polynomial in a variable as one in z, its square."""
    coefficients = part.coefficients_in(name)[::2]
    return sum((c * Polynomial.variable("z") ** k for k, c in enumerate(coefficients)), Polynomial.constant(0))


def _dense(factor: Polynomial) -> list[int]:
    return [int(c.constant_value) for c in factor.coefficients_in("z")]


def _leading_sign(factors: Any) -> int:
    sign = 1
    for factor, multiplicity in factors:
        sign *= 1 if _dense(factor)[-1] > 0 or multiplicity % 2 == 0 else -1
    return sign


def _radical(root: AlgebraicNumber) -> sympy.Expr:
    """A root as sympy writes it, by radicals where it is rational or quadratic."""
    if len(root.coefficients) != 3:
        return root.to_sympy()
    found = sympy.Poly(list(root.coefficients[::-1]), sympy.Symbol("x")).real_roots()
    return min(found, key=lambda value: abs(float(value) - float(root)))


def power_spectrum(state: Any, left: Signal, right: Signal) -> PowerSpectrum:
    """See :meth:`SteadyState.power_spectrum`."""
    found = Responses(state, left, right)
    name = free_name(state.network, "omega")
    w = RationalFunction.variable(name)
    minus_square = -w * w
    bottom = in_powers(minus_square, found.P[::2]) ** 2 + w * w * in_powers(minus_square, found.P[1::2]) ** 2
    real, imaginary = in_powers(minus_square, found.F[::2]), w * in_powers(minus_square, found.F[1::2])
    return PowerSpectrum(state.network, name, real / bottom, imaginary / bottom)
