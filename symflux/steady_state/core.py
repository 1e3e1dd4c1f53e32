"""What every question to a steady state starts from: the network, the solver, the powers of its elements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from symflux.algebra import RationalFunction
from symflux.algebra.rational_function import sum_of_products
from symflux.model.labels import Label
from symflux.model.network import Network
from symflux.moments.lyapunov import LyapunovMoments
from symflux.moments.route import Moments, moments_of
from symflux.moments.state_space import StateSpaceMoments
from symflux.moments.variance import Variances, variances_of
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.steady_state.flux import Flux
from symflux.steady_state.powers import Power, Powers

__all__ = ["Core"]

_R = TypeVar("_R", bound=Result)


class Core:
    """A network, the route by which its moments are computed, and results as sums of powers."""

    def __init__(self, network: Network, method: str):
        self.network = network
        self.method = method

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.network, self.method)

    @cached_property
    def moments(self) -> Moments | LyapunovMoments | StateSpaceMoments:
        """The solver behind: means per unit of each bath's temperature and each drive's strength.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.moments.velocity_velocity(0, 0, 0)
        RationalFunction(5/6)
        """
        model = self.network.linear_model()
        if self.method == "moments":
            return moments_of(model)
        return LyapunovMoments(model) if self.network.is_classic else StateSpaceMoments(model)

    @cached_property
    def fast_moments(self) -> Moments:
        """The solver of the fast route, whatever the method: the one that the state has, or its own.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.fast_moments is ss.moments, ss.fast_moments.free_directions
        (True, 0)
        """
        known = self.moments
        return known if isinstance(known, Moments) else moments_of(self.network.linear_model())

    @cached_property
    def variances(self) -> Variances:
        """The functional of P^2, behind every fluctuation.

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().variances.degree
        8
        """
        return variances_of(self.network.linear_model(), self.fast_moments)

    @cached_property
    def powers(self) -> Powers:
        """What each element does, as means.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.powers.pairs()
        [(1, 2)]
        """
        return Powers(self.network, lambda: self.moments)

    def _result(self, quantity: Quantity, value: Callable[[], RationalFunction]) -> Result:
        return Result(cast(Any, self), quantity, value)

    def _linear(self, kind: str, arguments: Sequence[Any], terms: Sequence[Power]) -> Result:
        """The result of a sum of means: linear in the bath temperatures unless a drive takes part."""
        return self._sum(Result, kind, arguments, terms)

    def _flux(self, kind: str, arguments: Sequence[Any], terms: Sequence[Power]) -> Flux:
        return self._sum(Flux, kind, arguments, terms)

    def _sum(self, of: type[_R], kind: str, arguments: Sequence[Any], terms: Sequence[Power]) -> _R:
        quantity = Quantity(kind, tuple(arguments))
        powers, network = self.powers, self.network

        def form() -> dict[Any, RationalFunction]:
            return powers.total(list(terms), str(quantity))

        def of_baths() -> dict[Label, RationalFunction]:
            found = form()
            return {label: found[label] for label in network.baths}

        if not network.drive_items:
            return of(cast(Any, self), quantity, coefficients=of_baths)

        def value() -> RationalFunction:
            found = form()
            pairs = [(found[label], bath.temperature) for label, bath in network.baths.items()]
            pairs += [(found["drive", drive.label], drive.strength) for drive in network.drive_items]
            return sum_of_products(pairs)

        return of(cast(Any, self), quantity, value)
