"""Fluctuations of heat and work: lim Var(Q_t)/(2 t) and higher cumulants, exact, forms in the temperatures.

Q_t is the heat or work that has passed until the time t. The variance is the same functional as the mean with P^2 in
place of P (:mod:`symflux.moments.variance`), the n-th cumulant with P^n (:mod:`symflux.moments.cumulants`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from itertools import combinations_with_replacement, permutations
from math import prod
from types import MappingProxyType
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.rational_function import sum_of_products
from symflux.errors import DivergenceError, NetworkError
from symflux.model.labels import show_label
from symflux.moments.cumulants import Cumulants, cumulants_of
from symflux.moments.variance import Variances
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.steady_state.powers import Power
from symflux.steady_state.terms import terms_of

__all__ = ["MAX_ORDER", "Cumulant", "Diffusion", "covariance_of_heat", "cumulant", "diffusion", "uncertainty_ratio"]

_ZERO = RationalFunction.constant(0)

Form = dict[tuple[Any, ...], RationalFunction]

MAX_ORDER = 8  #: of a cumulant


class _TemperatureForm(Result):
    """A homogeneous form in the temperatures of the baths and the strengths of the drives."""

    def __init__(self, owner: Any, quantity: Quantity, form: Mapping[Any, Any] | Callable[[], Form], strengths: Any):
        self._form_source = form
        self._strengths = dict(strengths)
        super().__init__(owner, quantity, self._form)

    @cached_property
    def coefficients(self) -> Mapping[Any, RationalFunction]:
        """{baths, one for each power of a temperature: coefficient}, in the order of the baths, drives after them."""
        source = self._form_source
        return MappingProxyType(dict(source() if callable(source) else source))

    def _form(self) -> RationalFunction:
        known = self._strengths
        return sum_of_products((value, *(known[b] for b in baths)) for baths, value in self.coefficients.items())

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._owner, self.quantity, dict(self.coefficients), self._strengths)

    def at(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Result:
        """The value with parameters replaced; see :meth:`Result.at`."""
        return Result(self._owner, self.quantity, self._form).at(values, **named)


class Diffusion(_TemperatureForm):
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


class Cumulant(_TemperatureForm):
    """The rate at which a cumulant of a heat or work grows, lim kappa_n(Q_t)/t; a form of degree n in the temperatures.

    Energy to the power n per time. ``coefficients`` are ``{(b, c, d): coefficient of T_b T_c T_d}`` for n = 3.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: [("g", "T1"), ("g", "T2")]})
    >>> third = net.steady_state().bath_flux("1.1").cumulant(3)
    >>> third.expr.factor(), len(third.coefficients)
    (3*g*(T1 - T2)*(T1 + T2)**2/(8*m), 4)
    """


def diffusion(flux: Result) -> Diffusion:
    """See :meth:`Flux.diffusion`."""
    what, known = flux.quantity, {"flux": "diffusion", "bath_flux": "bath_diffusion"}
    if what.kind in known and what.bath is None and (what.kind == "flux" or what.sites[0] in flux.network.baths):
        terms, strengths = _ready(flux)
        quantity = Quantity(known[what.kind], what.sites)  # one that claims know
        return Diffusion(flux.state, quantity, lambda: _form(flux.state, terms, terms, str(quantity)), strengths)
    return _covariance(flux, flux, "diffusion_of")


def cumulant(flux: Result, order: int) -> Cumulant:
    """See :meth:`Flux.cumulant`."""
    if type(order) is not int or not 1 <= order <= MAX_ORDER:
        raise NetworkError(f"cumulant({order!r}): the order is a whole number from 1 to {MAX_ORDER}")
    terms, strengths = _ready(flux)
    what = Quantity("cumulant", (str(flux.quantity), order))
    return Cumulant(flux.state, what, lambda: _cumulants(flux, terms, order, str(what)), strengths)


def _cumulants(flux: Result, terms: list[Power], order: int, what: str) -> Form:
    state = flux.state
    labels: list[Any] = state.powers.labels
    found: Form = {}
    if order == 1:
        return {(label,): value for label, value in state.powers.total(terms, what).items()}
    functional: Cumulants = cumulants_of(state.network.linear_model(), order, state.fast_moments)
    for chosen in combinations_with_replacement(range(len(terms)), order):
        factor = prod((terms[k].factor for k in chosen), start=RationalFunction.constant(1))
        orders = [[(terms[k].left, terms[k].right) for k in each] for each in sorted(set(permutations(chosen)))]
        try:
            values = functional.joint(orders)
        except DivergenceError as error:
            raise DivergenceError(f"{what}: {error}") from None
        for sources, value in values.items():
            key = tuple(labels[a] for a in sources)
            found[key] = found.get(key, _ZERO) + factor * value
    return dict(sorted(found.items(), key=lambda item: [labels.index(b) for b in item[0]]))


def covariance_of_heat(state: Any, first: Result, second: Result) -> Diffusion:
    """See :meth:`SteadyState.covariance_of_heat`."""
    for each in (first, second):
        if not isinstance(each, Result) or each.network != state.network:
            raise NetworkError("covariance_of_heat takes two fluxes or works of this steady state")
    return _covariance(first, second, "covariance_of_heat")


def _ready(flux: Result) -> tuple[list[Power], dict[Any, RationalFunction]]:
    """The powers of which a flux is the mean, and the strengths of all sources."""
    if flux.quantity.at:
        raise NetworkError("ask for the fluctuations first, and put values in afterwards: flux.diffusion().at(...)")
    network = flux.state.network
    strengths: dict[Any, RationalFunction] = {label: bath.temperature for label, bath in network.baths.items()}
    strengths |= {("drive", drive.label): drive.strength for drive in network.drive_items}
    return terms_of(flux), strengths


def _covariance(first: Result, second: Result, kind: str) -> Diffusion:
    state = first.state
    (left, strengths), (right, _) = _ready(first), _ready(second)
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

    mean = flux.rational_function
    if mean.is_zero:
        raise NetworkError(f"{flux.quantity} is zero: the ratio has no value")
    ratio: Result = diffusion(flux) * state.entropy_production() / (flux * flux)
    return ratio
