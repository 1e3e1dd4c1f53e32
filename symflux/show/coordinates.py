r"""New names that make formulas short: the diagonal of V, squared frequencies, damping rates.

A pinning that stands nowhere else may be traded for the diagonal entry :math:`V_{ii} = c_i + \sum_j k_{ij}`, in which
most formulas are much shorter. For two sites the squared frequencies :math:`a = V_{11}/m_1, b = V_{22}/m_2` and the
damping rates :math:`\alpha_i = \gamma_i/m_i` do the same. Every new name comes with the equation that defines it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from symflux.algebra import RationalFunction
from symflux.model.network import Network, Site
from symflux.show.order import DIAGONAL, FRICTION

__all__ = ["Coordinates", "Definition", "coordinates_of"]


@dataclass(frozen=True)
class Definition:
    """``name = value``; the name is written ``letter`` with the sites as subscripts (twice for V_ii)."""

    name: str
    letter: str
    sites: tuple[Site, ...]
    value: RationalFunction


@dataclass(frozen=True)
class Coordinates:
    """What is put in for the parameters, and what the new names mean in terms of the old ones."""

    put: Mapping[str, RationalFunction] = field(default_factory=dict)
    definitions: tuple[Definition, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)  #: for the order of factors

    def of(self, value: RationalFunction) -> RationalFunction:
        """The value in the new names."""
        return value.substitute(self.put) if self.put else value


def coordinates_of(network: Network, at: Mapping[str, RationalFunction]) -> list[Coordinates]:
    """The choices of names for values of this network with ``at`` put in, the parameters themselves first.

    >>> import symflux as sf
    >>> net = sf.chain(3, spring="k", pinning=["a", "b", "a"], baths={1: (1, "T1")})
    >>> for choice in coordinates_of(net, {}):
    ...     print([(d.name, str(d.value)) for d in choice.definitions])
    []
    [('V(2)', 'b + 2*k')]
    """
    free = _free_pinnings(network, at)
    if not free:
        return [Coordinates()]
    entries = dict(zip(network.sites, network.linear_model().coupling.diagonal(), strict=True))
    diagonal = {site: entries[site].substitute(at) for site in free}
    if len(network.sites) == 2 == len(free):
        return [Coordinates(), _two_sites(network, at, free, diagonal)]
    put, definitions = {}, []
    for site, name in free.items():
        symbol = f"V({site})"
        put[name] = RationalFunction.variable(symbol) - (diagonal[site] - RationalFunction.variable(name))
        definitions.append(Definition(symbol, "V", (site, site), diagonal[site]))
    return [Coordinates(), Coordinates(put, tuple(definitions), {d.name: DIAGONAL for d in definitions})]


def _two_sites(
    network: Network,
    at: Mapping[str, RationalFunction],
    free: Mapping[Site, str],
    diagonal: Mapping[Site, RationalFunction],
) -> Coordinates:
    """Two oscillators: squared frequencies a, b, and damping rates where the masses are not 1."""
    put, definitions, kinds = {}, [], {}
    masses = {site: network.masses[site].substitute(at) for site in network.sites}
    rates = _free_frictions(network, at) if any(mass != 1 for mass in masses.values()) else {}
    for letter, (site, name) in zip("ab", free.items(), strict=True):
        symbol = RationalFunction.variable(letter + "()")
        put[name] = symbol * masses[site] - (diagonal[site] - RationalFunction.variable(name))
        if masses[site] == 1:
            definitions.append(Definition(letter + "()", letter, (), diagonal[site]))
        else:
            entry = Definition(f"V({site})", "V", (site, site), diagonal[site])
            frequency = RationalFunction.variable(entry.name) / masses[site]
            definitions += [Definition(letter + "()", letter, (), frequency), entry]
            kinds[entry.name] = DIAGONAL
        kinds[letter + "()"] = DIAGONAL
    for site, name in rates.items():
        rate = f"alpha({site})"
        put[name] = RationalFunction.variable(rate) * masses[site]
        definitions.append(Definition(rate, r"\alpha", (site,), RationalFunction.variable(name) / masses[site]))
        kinds[rate] = FRICTION
    return Coordinates(put, tuple(definitions), kinds)


def _free_pinnings(network: Network, at: Mapping[str, RationalFunction]) -> dict[Site, str]:
    """{site: its pinning} for the pinnings that are parameters of their own, used nowhere else."""
    return _alone(network, at, {site: network.pinning[site] for site in network.sites})


def _free_frictions(network: Network, at: Mapping[str, RationalFunction]) -> dict[Site, str]:
    """{site: friction} where every site has one bath, whose friction is a parameter of its own."""
    baths = list(network.baths.values())
    sites = {bath.sites[0]: bath.friction for bath in baths if len(bath.sites) == 1}
    found = _alone(network, at, sites)
    return found if len(found) == len(baths) == len(network.sites) else {}


def _alone(
    network: Network, at: Mapping[str, RationalFunction], values: Mapping[Site, RationalFunction]
) -> dict[Site, str]:
    """The values that are a parameter which stands nowhere else."""
    counts: Counter[str] = Counter()

    def counted(value: RationalFunction) -> RationalFunction:
        counts.update(value.names)
        return value

    network.mapped(counted)
    for value in at.values():
        counted(value)
    return {
        site: value.names[0]
        for site, value in values.items()
        if len(value.names) == 1
        and value == RationalFunction.variable(value.names[0])
        and counts[value.names[0]] == 1
        and value.names[0] not in at
    }
