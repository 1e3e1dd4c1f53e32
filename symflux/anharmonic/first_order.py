r"""The first order in eps as a theorem: effective springs.

To first order every second moment and every flux is that of a HARMONIC network with

    k_ij -> k_ij + 3 eps c_ij <(q_i - q_j)^2>_0,      c_i -> c_i + 3 eps d_i <q_i^2>_0,

the averages taken in the harmonic steady state. Proof: the first-order moment equations see the quartic force only
through <r^3 y>_0 with y linear, and for a Gaussian <r^3 y> = 3 <r^2> <r y> (Isserlis): that of a linear force of
stiffness 3 <r^2>. Exact at first order for second moments and fluxes, not beyond:
derivation ``effective_springs``.

So the first order is the derivative of the harmonic answer along the springs: it works for symbolic networks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from symflux.algebra import Polynomial, RationalFunction
from symflux.model.network import Network, Site

if TYPE_CHECKING:
    from symflux.steady_state.state import SteadyState

__all__ = ["EffectiveSprings", "effective_network", "stiffness_growth", "stiffness_slope"]

_ZERO = RationalFunction.constant(0)

Element = Any  #: a spring, as the frozenset of its sites, or a pin, as its site
Growth = Mapping[Element, RationalFunction]
Reading = Callable[["SteadyState"], RationalFunction]


class _Direction(NamedTuple):
    """A steady state that depends on one stiffness by name: d/dname at ``values``, times ``factor``, is one term."""

    state: SteadyState
    name: str
    values: dict[str, RationalFunction]
    factor: RationalFunction

    def slope(self, read: Reading) -> RationalFunction:
        return read(self.state).derivative(self.name).substitute(self.values) * self.factor


@dataclass(frozen=True)
class EffectiveSprings:
    """Orders 0 and, where ``order`` is 1, 1 of second moments and fluxes of a network, symbolic ones included."""

    network: Network
    order: int = 1

    @cached_property
    def _base(self) -> SteadyState:
        return self.network.steady_state()

    @cached_property
    def _directions(self) -> list[_Direction]:
        return _stiffness_directions(self.network, stiffness_growth(self.network))

    def _expand(self, read: Reading) -> list[RationalFunction]:
        result = [read(self._base)]
        if self.order:
            result.append(sum((direction.slope(read) for direction in self._directions), _ZERO))
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


def stiffness_growth(network: Network) -> dict[Element, RationalFunction]:
    """By how much each spring and pin stiffens per unit of eps: 3 c <r^2>_0.

    >>> from symflux.model.families import chain
    >>> net = chain(1, pinning=2, baths={1: (1, "T")}).with_quartic({}, pinning={1: "d"})
    >>> {element: str(value) for element, value in stiffness_growth(net).items()}
    {1: '3*T*d/2'}
    """
    base = network.steady_state()
    growth: dict[Element, RationalFunction] = {}
    for (i, j), c in network.quartic.items():
        growth[frozenset((i, j))] = 3 * c * base.position_difference(i, j).rational_function
    for site, d in network.quartic_pinning.items():
        growth[site] = 3 * d * base.covariance(("q", site), ("q", site)).rational_function
    return growth


def stiffness_slope(network: Network, growth: Growth, read: Reading) -> RationalFunction:
    """The derivative of a harmonic answer when springs and pins grow at the given rates."""
    return sum((direction.slope(read) for direction in _stiffness_directions(network, growth)), _ZERO)


def _stiffness_directions(network: Network, growth: Growth) -> list[_Direction]:
    """Rational couplings: one symbol s, stiffnesses k + s * rate, for each monomial in the parameters of the rates (the
    derivative is linear in them). Symbolic couplings: every growing stiffness gets a name of its own.
    """
    if not growth:
        return []
    stiffnesses = _stiffnesses(network, growth)
    if network.coupling_parameters or not all(rate.denominator.is_constant for rate in growth.values()):
        names = _fresh_names(network, len(growth))
        named = dict(zip(growth, names, strict=True))
        free = _with_stiffnesses(network, {e: RationalFunction.variable(named[e]) for e in growth}, names)
        state = free.steady_state()
        values = {named[element]: stiffnesses[element] for element in growth}
        return [_Direction(state, named[element], values, rate) for element, rate in growth.items()]
    (name,) = _fresh_names(network, 1)
    step = RationalFunction.variable(name)
    rates: dict[Polynomial, dict[Element, RationalFunction]] = {}
    for element, rate in growth.items():
        for monomial, coefficient in rate.numerator.terms():
            key = Polynomial.from_terms([(monomial, 1)])
            rates.setdefault(key, {})[element] = RationalFunction(Polynomial.constant(coefficient), rate.denominator)
    result = []
    for key, numbers in rates.items():
        moved = {element: stiffnesses[element] + step * rate for element, rate in numbers.items()}
        state = _with_stiffnesses(network, moved, [name]).steady_state()
        result.append(_Direction(state, name, {name: _ZERO}, RationalFunction.wrap(key)))
    return result


def _stiffnesses(network: Network, growth: Growth) -> dict[Element, RationalFunction]:
    springs = {frozenset(bond): k for bond, k in network.spring_items}
    return {element: springs[element] if element in springs else network.pinning[element] for element in growth}


def _fresh_names(network: Network, count: int) -> list[str]:
    stem = "stiffness"
    while any(name.startswith(stem) for name in network.parameters):
        stem += "_"
    return [f"{stem}{k}" for k in range(1, count + 1)]


def _with_stiffnesses(network: Network, values: Growth, real: list[str]) -> Network:
    """The harmonic network with some springs and pins replaced; the names in ``real`` may have either sign."""
    return Network(
        **{
            **network.__getstate__(),
            "spring_items": tuple((bond, values.get(frozenset(bond), k)) for bond, k in network.spring_items),
            "pinning_items": tuple(values.get(site, pin) for site, pin in network.pinning.items()),
            "quartic_items": (),
            "quartic_pinning_items": (),
            "real": network.real | frozenset(real),
        }
    )


def effective_network(network: Network, strength: RationalFunction) -> Network:
    """The harmonic network with the effective springs k + 3 eps c <r^2>_0 at a given (or symbolic) eps.

    Its fluxes agree with those of the anharmonic network up to O(eps^2).
    """
    growth = stiffness_growth(network)
    stiffnesses = _stiffnesses(network, growth)
    return _with_stiffnesses(network, {e: stiffnesses[e] + strength * rate for e, rate in growth.items()}, [])
