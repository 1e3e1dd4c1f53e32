"""Circulating heat, and why no temperature can explain it.

Directed graph: an arrow i -> j for each bond whose flux from i to j is positive. Exactly one is true (theorem of
the alternative, derivation ``cycle_or_potential``):
- there is a potential: numbers U_i with U_i > U_j for every arrow i -> j;
- there is a directed cycle. Going round it U would have to fall all the way, so no definition of a local
  temperature whatsoever makes heat flow from hot to cold on every bond.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from symflux.algebra import RationalFunction, exact
from symflux.errors import NetworkError, SignError
from symflux.model.network import Bond, Network, Site
from symflux.temperature.sources import bond_pairs, require_one_current

__all__ = ["LoopLaw", "Potential", "circulations", "loop_law", "potential"]

_MOST_CYCLES = 100_000


@dataclass(frozen=True)
class Potential:
    """Either ``potentials`` {site: number} that fall along every flux, or the ``cycle`` of sites that forbids them.

    >>> import symflux as sf
    >>> answer = sf.paper.example_2_corrected().steady_state().potential()
    >>> answer.exists, answer.cycle, answer.potentials
    (False, (1, 2, 3), None)
    """

    potentials: Mapping[Site, sympy.Integer] | None
    cycle: tuple[Site, ...] | None

    @property
    def exists(self) -> bool:
        """Whether a potential exists."""
        return self.cycle is None


@dataclass(frozen=True)
class LoopLaw:
    """Whether every flux is g_ij (U_i - U_j) for given conductances g.

    If so ``potentials`` holds the U (0 at the first site of each connected part). If not, going round ``cycle``
    the sum of flux/g is ``defect``, which is not zero.

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, 3), 2: (1, 1)}).steady_state()
    >>> law = ss.loop_law({(1, 2): "1/6"})
    >>> law.exists, law.potentials, law.defect
    (True, {1: 0, 2: -2}, 0)
    """

    potentials: Mapping[Site, sympy.Expr] | None
    cycle: tuple[Site, ...] | None
    defect: sympy.Expr

    @property
    def exists(self) -> bool:
        """Whether the loop law can hold."""
        return self.cycle is None


def circulations(ss: Any, *, at: Mapping[Any, Any] | None = None) -> list[list[Site]]:
    """The directed cycles along which heat flows all the way round, each a list of sites.

    Elementary cycles, each once, starting from its first site in network order. Everything must be a number, in
    the network or by ``at``. Raises :class:`SignError` beyond 100,000 cycles: one cycle is what :func:`potential`
    gives.

    >>> from symflux.model.families import complete
    >>> from symflux.model.network import Network
    >>> net = Network.from_edges([(1, 2, 20), (1, 3, 10), (2, 3, 20)], pinning=1, baths={1: (1, 2), 2: (1, 1)})
    >>> circulations(net.steady_state())
    [[1, 2, 3]]
    """
    network = ss.network
    arrows = _arrows(ss, at)
    order = {site: k for k, site in enumerate(network.sites)}
    cycles: list[list[Site]] = []
    for start in network.sites:
        # every cycle is found from its first site; only sites that lead back to it are entered
        allowed = {s for s in network.sites if order[s] >= order[start]}
        useful = _leads_to(start, arrows, allowed)
        stack: list[tuple[list[Site], list[Site]]] = [([start], [s for s in arrows[start] if s in useful])]
        while stack:
            path, branches = stack[-1]
            if not branches:
                stack.pop()
                continue
            following = branches.pop(0)
            if following == start:
                cycles.append(path)
                if len(cycles) > _MOST_CYCLES:
                    raise SignError(f"more than {_MOST_CYCLES} cycles; potential(...) gives one of them")
            elif following not in path:
                extended = [*path, following]
                stack.append((extended, [s for s in arrows[following] if s in useful]))
    return cycles


def potential(ss: Any, *, at: Mapping[Any, Any] | None = None) -> Potential:
    """Numbers that fall along every bond that carries heat, or the cycle that proves there are none.

    The numbers are the smallest that serve: the length of the longest path downhill. Bonds without flux ask
    for nothing.

    >>> from symflux.model.families import chain
    >>> net = chain(3, pinning=1, baths={1: (1, 2), 3: (1, 1)})
    >>> dict(potential(net.steady_state()).potentials)
    {1: 2, 2: 1, 3: 0}
    """
    sites = ss.network.sites
    arrows = _arrows(ss, at)
    height: dict[Site, int] = {}
    on_path: list[Site] = []
    for start in sites:
        # depth first, with an explicit stack: sites are finished after everything below them
        stack = [(start, list(arrows[start]))] if start not in height else []
        on_path = [start]
        while stack:
            here, below = stack[-1]
            if below:
                following = below.pop()
                if following in on_path:
                    cycle = tuple(on_path[on_path.index(following) :])
                    return Potential(None, _from_first(cycle, sites))
                if following not in height:
                    stack.append((following, list(arrows[following])))
                    on_path.append(following)
            else:
                stack.pop()
                on_path.pop()
                height[here] = max((height[s] + 1 for s in arrows[here]), default=0)
    return Potential({s: sympy.Integer(height[s]) for s in sites}, None)


def loop_law(ss: Any, conductances: Mapping[Bond, Any], *, at: Mapping[Any, Any] | None = None) -> LoopLaw:
    """Kirchhoff's loop law: are all fluxes g_ij (U_i - U_j) for these positive conductances g?

    Equivalently, the sum of flux/g around every loop is zero. Symbols may stay symbols: the test is an identity.

    >>> from symflux.model.families import ring
    >>> net = ring(3, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> law = loop_law(net.steady_state(), {(1, 2): 1, (2, 3): 1, (3, 1): 1})
    >>> law.exists, law.cycle, law.defect
    (False, (1, 2, 3), -T1/12 + T2/12)
    """
    network: Network = ss.network
    require_one_current(network, "a loop law")
    bonds = bond_pairs(network)
    given = {}
    for (i, j), value in conductances.items():
        network.index(i), network.index(j)
        if (i, j) not in bonds and (j, i) not in bonds:
            raise NetworkError(f"conductances: no bond {i}-{j}")
        number = exact(value)
        if number.is_constant and number.value <= 0:
            raise NetworkError(f"conductances: {i}-{j} is {number}; conductances are positive")
        given[frozenset((i, j))] = number
    drops: dict[tuple[Site, Site], RationalFunction] = {}
    neighbours: dict[Site, list[Site]] = {site: [] for site in network.sites}
    for i, j in bonds:
        if frozenset((i, j)) not in given:
            raise NetworkError(f"conductances: none is given for the bond {i}-{j}")
        flux = _at(ss.bond_flux(i, j), at).rational_function
        drops[i, j] = flux / given[frozenset((i, j))]
        drops[j, i] = -drops[i, j]
        neighbours[i].append(j)
        neighbours[j].append(i)
    real = network.real
    levels: dict[Site, RationalFunction] = {}
    parents: dict[Site, Site | None] = {}
    for root in network.sites:
        if root in levels:
            continue
        levels[root], parents[root] = RationalFunction.constant(0), None
        frontier = [root]
        while frontier:
            here = frontier.pop(0)
            for other in neighbours[here]:
                if other not in levels:
                    levels[other], parents[other] = levels[here] - drops[here, other], here
                    frontier.append(other)
                    continue
                defect = drops[here, other] - (levels[here] - levels[other])
                if not defect.is_zero:
                    cycle = _from_first(_tree_path(parents, other, here), network.sites)
                    return LoopLaw(None, cycle, defect.to_sympy(real))
    return LoopLaw({s: u.to_sympy(real) for s, u in levels.items()}, None, sympy.Integer(0))


def _at(flux: Any, at: Mapping[Any, Any] | None) -> Any:
    return flux.at(at) if at else flux


def _arrows(ss: Any, at: Mapping[Any, Any] | None) -> dict[Site, list[Site]]:
    """{site: the sites that it sends heat to directly}."""
    network: Network = ss.network
    require_one_current(network, "circulation")
    values = network.point(at or {})
    couplings = {name: value for name, value in values.items() if name in network.coupling_parameters}
    if couplings and all(not value.is_zero for value in couplings.values()):
        # with numbers the solver is fast, whatever the formula would have been
        ss = network.at(couplings).steady_state(method=ss.method)
        at = {name: value for name, value in values.items() if name in ss.network.parameters}
    arrows: dict[Site, list[Site]] = {site: [] for site in network.sites}
    for i, j in bond_pairs(network):
        flux = _at(ss.bond_flux(i, j), at).rational_function
        if not flux.is_constant:
            raise SignError(f"flux({i},{j}) depends on {', '.join(flux.names)}: give them values with at={{...}}")
        value = Fraction(flux.value)
        if value:
            arrows[i if value > 0 else j].append(j if value > 0 else i)
    return arrows


def _leads_to(goal: Site, arrows: Mapping[Site, list[Site]], allowed: set[Site]) -> set[Site]:
    """The allowed sites from which heat flows on to the goal, and the goal."""
    found = {goal}
    while True:
        more = {s for s in allowed - found if any(t in found for t in arrows[s])}
        if not more:
            return found
        found |= more


def _from_first(cycle: tuple[Site, ...], sites: tuple[Site, ...]) -> tuple[Site, ...]:
    """The same cycle, starting from its first site in network order."""
    first = min(range(len(cycle)), key=lambda k: sites.index(cycle[k]))
    return cycle[first:] + cycle[:first]


def _tree_path(parents: Mapping[Site, Site | None], start: Site, end: Site) -> tuple[Site, ...]:
    """The sites from start to end along a tree."""
    above_start, site = [start], start
    while (parent := parents[site]) is not None:
        above_start.append(parent)
        site = parent
    above_end, site = [end], end
    while site not in above_start:
        parent = parents[site]
        assert parent is not None
        above_end.append(parent)
        site = parent
    return tuple(above_start[: above_start.index(site)] + above_end[::-1])
