"""Exact tables of stationary moments of a network, order by order in eps.

Temperatures and quartic coefficients enter the moment equations on right-hand sides only: they may be symbolic at any
order. Symbolic springs, pinning, masses and frictions are feasible for two sites, or for one parameter.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from symflux.algebra import RationalFunction
from symflux.anharmonic.quartic_model import Coupling, Form, Number, QuarticModel
from symflux.anharmonic.symbolic_wick import SymbolicWickMoments
from symflux.anharmonic.wick import WickMoments
from symflux.model.network import Network, Site

__all__ = ["MomentTables", "model_of", "moment_tables"]

_ZERO = RationalFunction.constant(0)


def model_of(network: Network) -> tuple[QuarticModel, dict[str, RationalFunction]]:
    """The moment problem of a network, and what its parameters stand for where that is not a polynomial.

    :class:`NetworkError` where positions diffuse in a way that leaves no series.
    """
    substitutions: dict[str, RationalFunction] = {}
    symbolic = bool(network.coupling_parameters)

    def polynomial(value: RationalFunction) -> RationalFunction:
        if symbolic or value.denominator.is_constant:
            return value
        name = f"quotient_{len(substitutions)}"
        while name in network.parameters:
            name += "_"
        substitutions[name] = value
        return RationalFunction.variable(name)

    couplings = [Coupling(network.index(i), network.index(j), polynomial(c)) for (i, j), c in network.quartic.items()]
    couplings += [Coupling(network.index(site), None, polynomial(d)) for site, d in network.quartic_pinning.items()]
    linear = network.linear_model()
    sources = [_ZERO] * linear.size
    for bath in linear.baths:
        assert bath.index is not None
        sources[bath.index] = polynomial(bath.temperature)

    def number(value: RationalFunction) -> Number:
        return value if symbolic else value.value

    model = QuarticModel(
        masses=tuple(map(number, linear.masses)),
        potential=tuple(tuple(map(number, row)) for row in linear.coupling.dense()),
        frictions=tuple(map(number, linear.frictions)),
        temperatures=tuple(sources),
        couplings=tuple(couplings),
    )
    return model, substitutions


@dataclass(frozen=True, eq=False)
class MomentTables:
    """Second moments to order K and <r^3 v> on quartic bonds to order K - 1, as exact coefficients.

    ``seconds[k][a][b]`` belongs to the coordinates of ``model``; ``cubics[k][(i, j)]`` is <(q_i - q_j)^3 v_j>, for
    both directions of each quartic bond.
    """

    network: Network
    model: QuarticModel
    order: int
    seconds: tuple[tuple[tuple[RationalFunction, ...], ...], ...]
    cubics: tuple[dict[tuple[Site, Site], RationalFunction], ...]

    def mean(self, left: Form, right: Form, order: int) -> RationalFunction:
        """The coefficient of eps^order in <(left.x)(right.x)>."""
        table = self.seconds[order]
        total = _ZERO
        for a, first in left.items():
            for b, second in right.items():
                total = total + (first * second) * table[a][b]
        return total

    def bond_flux(self, i: Site, j: Site) -> list[RationalFunction]:
        """<(k r + eps c r^3) v_j> with r = q_i - q_j: the work that i does on j."""
        network = self.network
        stretch = self.model.difference(network.index(i), network.index(j))
        velocity = self.model.velocity(network.index(j))
        spring = network.spring(i, j)
        quartic = {bond: c for (a, b), c in network.quartic.items() for bond in ((a, b), (b, a))}
        result = []
        for k in range(self.order + 1):
            value = spring * self.mean(stretch, velocity, k)
            if k and (i, j) in quartic:
                value = value + quartic[i, j] * self.cubics[k - 1][i, j]
            result.append(value)
        return result

    def bath_flux(self, i: Site) -> list[RationalFunction]:
        """gamma_i (T_i/m_i - <v_i^2>); 0 at a site without a bath."""
        network = self.network
        velocity = self.model.velocity(network.index(i))
        if i not in network.baths:
            return [_ZERO] * (self.order + 1)
        friction = network.baths[i].friction
        heat = [-friction * self.mean(velocity, velocity, k) for k in range(self.order + 1)]
        heat[0] = heat[0] + friction / network.masses[i] * network.baths[i].temperature
        return heat

    def covariance(self, left: tuple[str, Site], right: tuple[str, Site]) -> list[RationalFunction]:
        """<x y> for coordinates ("q", "v" or "p", site)."""
        first, second = self._form(left), self._form(right)
        return [self.mean(first, second, k) for k in range(self.order + 1)]

    def _form(self, coordinate: tuple[str, Site]) -> Form:
        kind, site = coordinate
        position = self.network.index(site)
        if kind == "q":
            return self.model.position(position)
        velocity = self.model.velocity(position)
        if kind == "p":
            return {a: value * self.model.masses[position] for a, value in velocity.items()}
        return velocity


def moment_tables(network: Network, order: int, memory: int = 2 * 10**9) -> MomentTables:
    """Solve the hierarchy of a network to order ``order``, by numbers or symbolically as its couplings are."""
    model, substitutions = model_of(network)
    moments: WickMoments | SymbolicWickMoments
    if network.coupling_parameters:
        moments = SymbolicWickMoments(model, order)
    else:
        moments = WickMoments(model, order, memory=memory)

    def settled(value: RationalFunction) -> RationalFunction:
        return value.substitute(substitutions) if substitutions else value

    size = len(model.drift())
    seconds = []
    for k in range(order + 1):
        table = [[_ZERO] * size for _ in range(size)]
        for a in range(size):
            for b in range(a, size):
                value = settled(moments.second({a: Fraction(1)}, {b: Fraction(1)}, k))
                table[a][b] = table[b][a] = value
        seconds.append(tuple(map(tuple, table)))
    cubics: list[dict[tuple[Site, Site], RationalFunction]] = []
    for k in range(order):
        entry = {}
        for bond in network.quartic:
            for i, j in (bond, bond[::-1]):
                a, b = network.index(i), network.index(j)
                entry[i, j] = settled(moments.cubic(model.difference(a, b), model.velocity(b), k))
        cubics.append(entry)
    settled_model = replace(
        model,
        temperatures=tuple(map(settled, model.temperatures)),
        couplings=tuple(c._replace(coefficient=settled(c.coefficient)) for c in model.couplings),
    )
    return MomentTables(network, settled_model, order, tuple(seconds), tuple(cubics))
