"""Fluctuations of heat and work: lim Var(Q_t)/(2 t), exact, a quadratic form in the temperatures.

Q_t is the heat or work that has passed until the time t. The variance is the same functional as the mean with P^2 in
place of P (:mod:`symflux.moments.variance`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.rational_function import sum_of_products
from symflux.errors import DivergenceError, NetworkError
from symflux.model.labels import show_label
from symflux.moments.variance import Variances
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.steady_state.powers import Power
from symflux.steady_state.terms import terms_of

__all__ = ["Diffusion", "covariance_of_heat", "diffusion", "uncertainty_ratio"]

_ZERO = RationalFunction.constant(0)

Form = dict[tuple[Any, Any], RationalFunction]


class Diffusion(Result):
    """The rate at which the variance of a heat or work grows, lim Var(Q_t)/(2 t), or a covariance of two.

    Energy squared per time. ``coefficients`` are those of a quadratic form, ``{(b, c): coefficient of T_b T_c}`` with
    b before c in the order of the baths; a drive is ``("drive", its label)`` with its strength for a temperature.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: [("g", "T1"), ("g", "T2")]})
    >>> spread = net.steady_state().bath_flux("1.1").diffusion()
    >>> spread.expr.factor()
    g*(T1 + T2)**2/(8*m)
    >>> {pair: str(value) for pair, value in spread.coefficients.items()}
    {('1.1', '1.1'): 'g/(8*m)', ('1.1', '1.2'): 'g/(4*m)', ('1.2', '1.2'): 'g/(8*m)'}
    """

    def __init__(self, owner: Any, quantity: Quantity, form: Mapping[Any, Any] | Callable[[], Form], strengths: Any):
        self._form_source = form
        self._strengths = dict(strengths)
        super().__init__(owner, quantity, self._quadratic_form)

    @cached_property
    def coefficients(self) -> Mapping[Any, RationalFunction]:
        """{(b, c): coefficient of T_b T_c}, b before c."""
        source = self._form_source
        return MappingProxyType(dict(source() if callable(source) else source))

    def _quadratic_form(self) -> RationalFunction:
        known = self._strengths
        return sum_of_products((value, known[b], known[c]) for (b, c), value in self.coefficients.items())

    def __reduce__(self) -> tuple[Any, ...]:
        return Diffusion, (self._owner, self.quantity, dict(self.coefficients), self._strengths)

    def at(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Result:
        """The value with parameters replaced; see :meth:`Result.at`."""
        return Result(self._owner, self.quantity, self._quadratic_form).at(values, **named)


def diffusion(flux: Result) -> Diffusion:
    """See :meth:`Flux.diffusion`."""
    return _covariance(flux, flux, "diffusion")


def covariance_of_heat(state: Any, first: Result, second: Result) -> Diffusion:
    """See :meth:`SteadyState.covariance_of_heat`."""
    for each in (first, second):
        if not isinstance(each, Result) or each.network != state.network:
            raise NetworkError("covariance_of_heat takes two fluxes or works of this steady state")
    return _covariance(first, second, "covariance_of_heat")


def _covariance(first: Result, second: Result, kind: str) -> Diffusion:
    state = first.state
    if first.quantity.at or second.quantity.at:
        raise NetworkError("ask for the fluctuations first, and put values in afterwards: flux.diffusion().at(...)")
    left, right = terms_of(first), terms_of(second)
    network = state.network
    strengths: dict[Any, RationalFunction] = {label: bath.temperature for label, bath in network.baths.items()}
    strengths |= {("drive", drive.label): drive.strength for drive in network.drive_items}
    what = Quantity(kind, (str(first.quantity),) if first is second else (str(first.quantity), str(second.quantity)))
    return Diffusion(state, what, lambda: _form(state, left, right, str(what)), strengths)


def _form(state: Any, left: list[Power], right: list[Power], what: str) -> Form:
    variances: Variances = state.variances
    labels = state.powers.labels
    found: Form = {}
    for a, first in enumerate(labels):
        for b, second in enumerate(labels[a:], start=a):
            orders = [(a, b)] if a == b else [(a, b), (b, a)]
            total = _ZERO
            for t in left:
                for u in right:
                    for p, q in orders:
                        try:
                            value = variances.covariance((t.left, t.right), (u.left, u.right), p, q)
                        except DivergenceError as error:
                            shown = ", ".join(_shown(label) for label in dict.fromkeys((first, second)))
                            raise DivergenceError(f"{what}: {error} (by {shown})", [first, second]) from None
                        total = total + t.factor * u.factor * value
            found[first, second] = total
    return found


def _shown(label: Any) -> str:
    drive = isinstance(label, tuple) and label[0] == "drive"
    return f"drive {show_label(label[1])}" if drive else f"bath {show_label(label)}"


def uncertainty_ratio(state: Any, flux: Result) -> Result:
    """See :meth:`SteadyState.uncertainty_ratio`."""

    def value() -> RationalFunction:
        mean = flux.rational_function
        if mean.is_zero:
            raise NetworkError(f"{flux.quantity} is zero: the ratio has no value")
        entropy: RationalFunction = state.entropy_production().rational_function
        return diffusion(flux).rational_function * entropy / (mean * mean)

    return Result(state, Quantity("uncertainty_ratio", (str(flux.quantity),)), value)
