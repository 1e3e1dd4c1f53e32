r"""The first order in eps as a theorem: effective springs.

To first order every second moment and every flux is that of a HARMONIC network with

    k_ij -> k_ij + 3 eps c_ij <(q_i - q_j)^2>_0,      c_i -> c_i + 3 eps d_i <q_i^2>_0,

the averages taken in the harmonic steady state. Proof: the first-order moment equations see the quartic force only
through <r^3 y>_0 with y linear, and for a Gaussian <r^3 y> = 3 <r^2> <r y> (Isserlis): that of a linear force of
stiffness 3 <r^2>. Exact at first order for second moments and fluxes, not beyond. Derivation:
``p16_effective_springs``.

So the first order is the derivative of the harmonic answer along the springs: it works for symbolic networks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.network.network import Network, Site

if TYPE_CHECKING:
    from symflux.steady_state.result import SteadyState

__all__ = ["EffectiveSprings", "effective_network"]

_ZERO = RationalFunction.constant(0)


@dataclass(frozen=True)
class EffectiveSprings:
    """Orders 0 and 1 of second moments and fluxes of a network, symbolic ones included."""

    network: Network
    order: int = 1

    def __post_init__(self) -> None:
        if self.order > 1:
            raise NetworkError(
                f"with symbolic couplings ({', '.join(self.network.coupling_parameters)}) the series goes to order 1: "
                f"give them numbers for more"
            )

    @cached_property
    def harmonic(self) -> SteadyState:
        """The harmonic steady state, with every spring and pin that has a quartic part under a name of its own."""
        return self._free_network[0].steady_state()

    @cached_property
    def _free_network(self) -> tuple[Network, dict[str, RationalFunction], list[tuple[str, RationalFunction]]]:
        """(network with named stiffnesses, what the names stand for, [(name, its growth 3 c <r^2>_0)])."""
        network = self.network
        taken = set(network.parameters)
        standing: dict[str, RationalFunction] = {}
        named: dict[object, str] = {}

        def name_for(where: object, value: RationalFunction) -> RationalFunction:
            name = f"stiffness_{len(standing) + 1}"
            while name in taken:
                name += "_"
            standing[name] = value
            named[where] = name
            return RationalFunction.variable(name)

        quartic = {frozenset(bond) for bond in network.quartic}
        springs = tuple(
            (bond, name_for(frozenset(bond), k) if frozenset(bond) in quartic else k)
            for bond, k in network.spring_items
        )
        pins = tuple(
            name_for(site, pin) if site in network.quartic_pinning else pin
            for site, pin in zip(network.sites, network.pinning_items, strict=True)
        )
        free = Network(
            **{
                **network.__getstate__(),
                "spring_items": springs,
                "pinning_items": pins,
                "quartic_items": (),
                "quartic_pinning_items": (),
                "real": network.real | frozenset(standing),
            }
        )
        base = network.steady_state()
        growth: list[tuple[str, RationalFunction]] = []
        for (i, j), c in network.quartic.items():
            growth.append((named[frozenset((i, j))], 3 * c * base.position_difference(i, j).rational_function))
        for site, d in network.quartic_pinning.items():
            square = base.covariance(("q", site), ("q", site)).rational_function
            growth.append((named[site], 3 * d * square))
        return free, standing, growth

    def _expand(self, read: Callable[[SteadyState], RationalFunction]) -> list[RationalFunction]:
        """Order 0, and the derivative along the growth of the stiffnesses."""
        value = read(self.harmonic)
        _, standing, growth = self._free_network
        result = [value.substitute(standing)]
        if self.order:
            slope = _ZERO
            for name, rate in growth:
                slope = slope + value.derivative(name).substitute(standing) * rate
            result.append(slope)
        return result

    def bond_flux(self, i: Site, j: Site) -> list[RationalFunction]:
        """phi_{i->j} of the effective network, to first order."""
        return self._expand(lambda state: state.bond_flux(i, j).rational_function)

    def bath_flux(self, i: Site) -> list[RationalFunction]:
        """phi_i of the effective network, to first order."""
        if i not in self.network.baths:
            self.network.index(i)
            return [_ZERO] * (self.order + 1)
        return self._expand(lambda state: state.bath_flux(i).rational_function)

    def covariance(self, left: tuple[str, Site], right: tuple[str, Site]) -> list[RationalFunction]:
        """Any second moment of the effective network, to first order."""
        return self._expand(lambda state: state.covariance(left, right).rational_function)


def effective_network(network: Network, strength: RationalFunction) -> Network:
    """The harmonic network with the effective springs k + 3 eps c <r^2>_0 at a given (or symbolic) eps.

    Its fluxes agree with those of the anharmonic network up to O(eps^2).
    """
    base = network.steady_state()
    quartic = {frozenset(bond): c for bond, c in network.quartic.items()}
    springs = []
    for (i, j), k in network.spring_items:
        c = quartic.get(frozenset((i, j)))
        growth = _ZERO if c is None else 3 * strength * c * base.position_difference(i, j).rational_function
        springs.append(((i, j), k + growth))
    pins = []
    for site, pin in network.pinning.items():
        d = network.quartic_pinning.get(site)
        growth = _ZERO
        if d is not None:
            growth = 3 * strength * d * base.covariance(("q", site), ("q", site)).rational_function
        pins.append(pin + growth)
    return Network(
        **{
            **network.__getstate__(),
            "spring_items": tuple(springs),
            "pinning_items": tuple(pins),
            "quartic_items": (),
            "quartic_pinning_items": (),
        }
    )
