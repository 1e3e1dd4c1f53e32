"""Power spectra and correlation functions of coordinates: rational in the frequency, and in Laplace's variable.

S_xy(w) = sum over sources a of (strength of a) X_a(i w) Y_a(-i w)/|P(i w)|^2, two-sided: the covariance <x y> is
(1/2 pi) Int S_xy dw over all frequencies. C_xy(t) = <x(t) y(0)> has the Laplace transform A(s)/P(s), A the polynomial
of lower degree with A(s) P(-s) + B(s) P(s) = sum over a of (strength of a) X_a(s) Y_a(-s) for some polynomial B.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, parameter_symbol
from symflux.algebra.linear_system import Row, SingularSystem, solve_rows
from symflux.errors import NetworkError
from symflux.model.network import Network
from symflux.moments.poly import Poly, plus
from symflux.moments.signal import Signal
from symflux.moments.system import Moments

__all__ = ["Correlation", "PowerSpectrum", "correlation", "power_spectrum"]

_ZERO = RationalFunction.constant(0)


def _free_name(network: Network, name: str) -> str:
    while name in network.parameters:
        name += "_"
    return name


def _power(variable: RationalFunction, coefficients: list[RationalFunction]) -> RationalFunction:
    total, power = _ZERO, RationalFunction.constant(1)
    for coefficient in coefficients:
        if coefficient:
            total = total + coefficient * power
        power = power * variable
    return total


class _Responses:
    """sum_a (strength of a) X_a(s) Y_a(-s) and P(s), in the units of M, D and V: coefficients of powers of s."""

    def __init__(self, state: Any, left: Signal, right: Signal):
        moments: Moments = state._fast
        network: Network = state.network
        clock = RationalFunction.constant(moments.clock)
        self.P = [self._value(moments, p) * clock**k for k, p in enumerate(moments.damped)]
        strengths = [2 * b.friction * b.temperature for b in network.bath_items]
        strengths += [2 * d.strength for d in network.drive_items]
        units = moments.scale**2 * clock ** (4 - left.order - right.order)
        total: list[RationalFunction] = []
        for source, strength in enumerate(strengths):
            x, y = moments.response(source, left), moments.response(source, right)
            mirrored: Poly = [-c if k % 2 else c for k, c in enumerate(y)]
            product = [self._value(moments, c) for c in moments._times(x, mirrored)] if x and y else []
            total = plus(total, [strength * units * c for c in product])
        self.F = [c * clock**k for k, c in enumerate(total)]

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
        w = sympy.Symbol("w", real=True)
        value = self.real.to_sympy(symbols={self.name: w})
        top, bottom = sympy.fraction(sympy.together(value))
        slope = sympy.Poly(sympy.expand(sympy.diff(top, w) * bottom - top * sympy.diff(bottom, w)), w)
        if slope.is_zero:
            return []
        peaks, after = [], sympy.sign(slope.LC())
        for root, multiplicity in reversed(slope.real_roots(multiple=False)):  # the sign flips at odd roots
            before = after * (-1) ** multiplicity
            if root.is_positive and before > 0 > after:
                peaks.append(root)
            after = before
        return peaks[::-1]


@dataclass(frozen=True)
class Correlation:
    """C_xy(t) = <x(t) y(0)> for t >= 0 by its Laplace transform.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([], sites=[1], pinning="k", masses=0, baths={1: ("g", "T")})
    >>> found = net.steady_state().correlation(("q", 1), ("q", 1))
    >>> found.laplace.to_sympy(), found.variable
    (T*g/(g*k*s + k**2), s)
    >>> found.in_time("t", at={"k": 1, "g": 2, "T": 3})
    3*exp(-t/2)
    """

    network: Network
    name: str
    laplace: RationalFunction

    @property
    def variable(self) -> sympy.Symbol:
        """Laplace's variable."""
        return parameter_symbol(self.name)

    def in_time(self, time: Any = "t", *, at: Mapping[Any, Any] | None = None) -> sympy.Expr:
        """C(t) as a sum of exponentials, exact: the roots of P must be rational or quadratic, and simple.

        Raises :class:`NetworkError` where they are not, or a parameter has no value.
        """
        value = self.laplace.substitute(self.network.point(at or {}))
        if set(value.names) - {self.name}:
            missing = ", ".join(n for n in value.names if n != self.name)
            raise NetworkError(f"a correlation in time needs numbers for {missing}: give them with at=")
        s, t = sympy.Symbol("s"), sympy.Symbol(time, nonnegative=True) if isinstance(time, str) else time
        top, bottom = sympy.fraction(sympy.together(value.to_sympy(symbols={self.name: s})))
        total = sympy.S.Zero
        for factor, multiplicity in sympy.factor_list(bottom, s)[1]:
            if multiplicity > 1 or sympy.degree(factor, s) > 2:
                raise NetworkError("P has no simple roots of degree one or two: ask for the Laplace transform")
            for root in sympy.roots(sympy.Poly(factor, s)):
                total += (top / sympy.diff(bottom, s)).subs(s, root) * sympy.exp(root * t)
        return total


def power_spectrum(state: Any, left: Signal, right: Signal) -> PowerSpectrum:
    """See :meth:`SteadyState.power_spectrum`."""
    found = _Responses(state, left, right)
    name = _free_name(state.network, "omega")
    w = RationalFunction.variable(name)
    minus_square = -w * w
    bottom = _power(minus_square, found.P[::2]) ** 2 + w * w * _power(minus_square, found.P[1::2]) ** 2
    real, imaginary = _power(minus_square, found.F[::2]), w * _power(minus_square, found.F[1::2])
    return PowerSpectrum(state.network, name, real / bottom, imaginary / bottom)


def correlation(state: Any, left: Signal, right: Signal) -> Correlation:
    """See :meth:`SteadyState.correlation`."""
    found = _Responses(state, left, right)
    degree = len(found.P) - 1
    mirrored = [-p if k % 2 else p for k, p in enumerate(found.P)]
    rows: list[Row] = []
    for power in range(2 * degree):
        row: Row = {None: -found.F[power]} if power < len(found.F) and found.F[power] else {}
        for k in range(degree):
            for letter, factor in (("A", mirrored), ("B", found.P)):
                if 0 <= power - k <= degree and factor[power - k]:
                    row[letter, k] = row.get((letter, k), _ZERO) + factor[power - k]
        rows.append(row)
    try:
        solved = solve_rows(rows)
    except SingularSystem:
        raise NetworkError("the correlation has no Laplace transform: P(s) and P(-s) have a common root") from None
    name = _free_name(state.network, "s")
    s = RationalFunction.variable(name)
    top = _power(s, [solved.get(("A", k), _ZERO) for k in range(degree)])
    return Correlation(state.network, name, top / _power(s, found.P))
