"""Higher cumulants of time-integrated currents: the functional of P^n, a trace of n spectral matrices.

For Q_t = Int sum over terms f (x o y) dt with x, y stationary and Gaussian, z the vector of all signals, S(w) its
spectral matrix and 2B = sum of f (e_x e_y^T + e_y e_x^T), the generating function grows at the rate

    lim ln <exp(l Q_t)>/t = -(1/4 pi) Int ln det(1 - 2 l B S(w)) dw        (to all orders in l),

so that, with X_xy(s) = sum over sources a of (strength of a) X_a(s) Y_a(-s) and S = X(i w)/|P(i w)|^2,

    lim kappa_n(Q_t)/t = (n - 1)!/2 nu_(P^n)( even part of tr (2 B X)^n ).

n = 1 is the mean and n = 2 twice the diffusion of :mod:`symflux.moments.variance`. Derivation ``heat_cumulants``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import product
from math import factorial
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError
from symflux.model.linear_model import LinearModel
from symflux.moments.poly import Poly, plus
from symflux.moments.rational import RationalMoments
from symflux.moments.signal import Signal
from symflux.moments.symbolic import SymbolicMoments
from symflux.moments.variance import Pair, Variances, mirrored, shared

__all__ = ["Cumulants", "cumulants_of"]

Sources = tuple[int, ...]  #: in increasing order, one for each power of a strength
Graded = dict[Sources, Poly]  #: a polynomial in s by the strengths that stand with it


class Cumulants(Variances):
    """The functional of P^n."""

    power = 2

    @cached_property
    def _spectra(self) -> dict[tuple[Signal, Signal], Graded]:
        return {}

    def _spectrum(self, x: Signal, y: Signal) -> Graded:
        """X_xy(s), but for the factors 2 gamma of the strengths."""
        if (x, y) not in self._spectra:
            found: Graded = {}
            for a in range(len(self.strengths)):
                left, right = self.response(a, x), self.response(a, y)
                if left and right:
                    found[a,] = self._times(left, mirrored(right))
            self._spectra[x, y] = found
        return self._spectra[x, y]

    def _graded_times(self, left: Graded, right: Graded) -> Graded:
        found: Graded = {}
        for (a, p), (b, q) in product(left.items(), right.items()):
            if p and q:
                key = tuple(sorted((*a, *b)))
                found[key] = plus(found.get(key, []), self._times(p, q))
        return found

    def _trace(self, pairs: Sequence[Pair]) -> Graded:
        """tr of the product of (e_x e_y^T + e_y e_x^T) X over the currents, in this order."""
        total: Graded = {}
        after = [*pairs[1:], pairs[0]]
        for start in (0, 1):
            rows: list[Graded] = [{(): [self.one]} if k == start else {} for k in (0, 1)]
            for here, there in zip(pairs, after, strict=True):
                rows = [
                    _sum(self._graded_times(rows[k], self._spectrum(here[1 - k], there[m])) for k in (0, 1))
                    for m in (0, 1)
                ]
            total = _sum((total, rows[start]))
        return total

    def joint(self, orders: Sequence[Sequence[Pair]]) -> dict[Sources, RationalFunction]:
        """{sources: coefficient of the product of their strengths} in lim kappa_n/t, summed over orders of currents.

        The orders are rearrangements of one list of n currents. :class:`DivergenceError` where it is infinite.
        """
        form = _sum(self._trace(order) for order in orders)
        signals = tuple(signal for pair in orders[0] for signal in pair)
        return {sources: value for sources, p in form.items() if (value := self._valued(sources, p, signals))}

    def _valued(self, sources: Sources, form: Poly, signals: tuple[Signal, ...]) -> RationalFunction:
        even = list(form[::2])
        while even and not even[-1]:
            even.pop()
        if len(even) > self.degree:
            raise DivergenceError("this cumulant diverges: white noise reaches both factors of the current")
        if not even:
            return RationalFunction.constant(0)
        order = len(sources)
        # nu comes with one factor 2 and each strength with one; the rest is (n - 1)!/2
        factor = self.one * (factorial(order - 1) * 2 ** (order - 2))
        for source in sources:
            factor = factor * self.strengths[source]
        return self._nu(even[0], even[1:], factor, self._units_of_currents(signals, *sources))


def _sum(forms: Iterator[Graded] | Sequence[Graded]) -> Graded:
    total: Graded = {}
    for form in forms:
        for key, p in form.items():
            total[key] = plus(total.get(key, []), p)
    return total


class SymbolicCumulants(Cumulants, SymbolicMoments):
    """Over Z[parameters]."""


class RationalCumulants(Cumulants, RationalMoments):
    """Over Z."""


def cumulants_of(model: LinearModel, order: int, known: Any = None) -> Cumulants:
    """The functional of P^order for a model; ``known`` is its solver for means."""
    made = SymbolicCumulants(model) if model.parameters else RationalCumulants(model)
    made.power = order
    return shared(made, known)
