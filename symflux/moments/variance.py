"""How much time-integrated currents fluctuate: the same functional as for means, with P^2 in place of P.

For Q_t = Int x1 o y1 dt and R_t = Int x2 o y2 dt, with X_xy(s) = sum over sources a of (strength of a) X_a(s) Y_a(-s),

    lim Cov(Q_t, R_t)/(2 t) = 1/2 nu_(P^2)( even part of X_(x1 x2)(s) X_(y1 y2)(-s) + X_(x1 y2)(s) X_(y1 x2)(-s) )

(Isserlis and Wiener-Khinchin). No second Lyapunov equation is solved; :mod:`symflux.moments.second_lyapunov` is the
reference that does. White noise in one signal of each pair does no harm: the other falls off.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError
from symflux.model.linear_model import LinearModel
from symflux.moments.poly import Poly, plus
from symflux.moments.rational import RationalMoments
from symflux.moments.signal import Signal
from symflux.moments.symbolic import SymbolicMoments
from symflux.moments.system import Moments

__all__ = ["Pair", "Variances", "mirrored", "shared", "variances_of"]

Pair = tuple[Signal, Signal]  #: the current x o y

_V = TypeVar("_V", bound="Variances")


class Variances(Moments):
    """The functional of P^2; responses are those of the model itself."""

    power = 2

    @cached_property
    def _once(self) -> Poly:
        """P~ itself."""
        return self.determinant[self.free_directions :]

    @cached_property
    def damped(self) -> Poly:
        """P~^2, in whose place the means have P~."""
        result = self._once
        for _ in range(self.power - 1):
            result = self._times(result, self._once)
        return result

    def covariance(self, first: Pair, second: Pair, a: int, b: int) -> RationalFunction:
        """The coefficient of (strength of a)(strength of b) in lim Cov/(2 t), a on the first factor of each product.

        Per unit of a bath's temperature or a drive's strength. :class:`DivergenceError` where it is infinite.
        """
        (x1, y1), (x2, y2) = first, second
        form: Poly = []
        for (p, q), (u, v) in (((x1, x2), (y1, y2)), ((x1, y2), (y1, x2))):
            left = self._times(self.response(a, p), mirrored(self.response(a, q)))
            right = self._times(mirrored(self.response(b, u)), self.response(b, v))
            form = plus(form, self._times(left, right) if left and right else [])
        even = list(form[::2])
        while even and not even[-1]:
            even.pop()
        if len(even) > self.degree:
            raise DivergenceError("this variance diverges: white noise reaches both factors of the current")
        if not even:
            return RationalFunction.constant(0)
        factor = self.strengths[a] * self.strengths[b]
        # nu has one factor 2 of the two strengths 2 gamma (or 2 E); the other and the 1/2 of the formula cancel
        return self._nu(even[0], even[1:], factor, self._units_of_currents((x1, y1, x2, y2), a, b))

    def _units_of_currents(self, signals: tuple[Signal, ...], *sources: int) -> RationalFunction:
        """As for means: each response gains its power of scale and clock, each friction scale clock, nu clock."""
        forces = sum(bool(signal.sources) for signal in signals)
        baths = sum(source < len(self.model.baths) for source in sources)
        power = len(signals) - forces - baths
        ticks = 2 * len(signals) - sum(signal.order for signal in signals) - 2 * forces - baths - 1
        return self.scale**power * RationalFunction.constant(self.clock) ** ticks


def mirrored(coefficients: Poly) -> Poly:
    """The polynomial at -s."""
    return [-c if k % 2 else c for k, c in enumerate(coefficients)]


class SymbolicVariances(Variances, SymbolicMoments):
    """Over Z[parameters]."""


class RationalVariances(Variances, RationalMoments):
    """Over Z."""


def variances_of(model: LinearModel, known: Any = None) -> Variances:
    """The functional for a model; ``known`` is its solver for means, whose P and columns are used again."""
    return shared(SymbolicVariances(model) if model.parameters else RationalVariances(model), known)


def shared(made: _V, known: Any) -> _V:
    """A functional with the determinant and the columns that a solver for means has found already."""
    if isinstance(known, SymbolicMoments | RationalMoments) and known.scale == made.scale:
        made.__dict__["determinant"] = known.determinant
        made._columns, made._cofactors, made._responses = known._columns, known._cofactors, known._responses
    return made
