"""What a network is made of: sites, springs, pinning, masses, baths, and what can be read off them.

The conventions stand at the top of :mod:`symflux.model.network`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.ring import name_key
from symflux.errors import NetworkError
from symflux.model.labels import Site, show_site

__all__ = ["Bath", "Bond", "Elements"]

Bond = tuple[Site, Site]
_ZERO = RationalFunction.constant(0)


@dataclass(frozen=True)
class Bath:
    """A Langevin heat bath: friction gamma > 0 and temperature T > 0 (k_B = 1).

    Friction is mass per time, temperature is energy: m dv = ... - friction v dt + sqrt(2 friction T) dw.

    >>> import symflux as sf
    >>> bath = sf.chain(2, baths={1: ("g", "T1")}).bath(1)
    >>> str(bath.friction), str(bath.temperature)
    ('g', 'T1')
    """

    friction: RationalFunction
    temperature: RationalFunction


@dataclass(frozen=True, eq=False, repr=False)
class Elements:
    """The parts of a network, read but never changed; :class:`~symflux.model.network.Network` adds the rest.

    Values are exact rational functions of the parameters. Any consistent units with k_B = 1: springs and pinning are
    energy per length squared, frictions mass per time, temperatures energies. Questions about a site or bath that is
    not there raise :class:`NetworkError`.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([(2, 1, "k")], pinning={1: "c"}, baths={1: ("g", "2*T")}, name="pair")
    >>> net = net.with_quartic({(1, 2): "u"}, pinning={1: 3})
    >>> net.sites, net.bonds, net.parameters, net.coupling_parameters
    ((1, 2), ((2, 1),), ('T', 'c', 'g', 'k', 'u'), ('c', 'g', 'k'))
    >>> str(net.springs[2, 1]), str(net.pinning[1]), str(net.masses[2]), list(net.baths)
    ('k', 'c', '1', [1])
    >>> str(net.quartic[1, 2]), str(net.quartic_pinning[1])
    ('u', '3')
    >>> net.index(2), str(net.bath(1).temperature), str(net.spring(1, 2)), str(net.friction(2)), net.has_bond(1, 2)
    (1, '2*T', 'k', '0', True)
    >>> [[str(entry) for entry in row] for row in net.potential_matrix()]
    [['c + k', '-k'], ['-k', 'k']]
    >>> str(net.potential_rows()[1][0]), net.temperature_name(1), net.title()
    ('-k', 'T1', '"pair"')
    """

    sites: tuple[Site, ...]
    spring_items: tuple[tuple[Bond, RationalFunction], ...]
    pinning_items: tuple[RationalFunction, ...]
    mass_items: tuple[RationalFunction, ...]
    bath_items: tuple[tuple[Site, Bath], ...]
    real: frozenset[str] = frozenset()
    quartic_items: tuple[tuple[Bond, RationalFunction], ...] = ()
    quartic_pinning_items: tuple[tuple[Site, RationalFunction], ...] = ()
    name: str | None = field(default=None)

    @property
    def bonds(self) -> tuple[Bond, ...]:
        """The bonds (i, j), in the order and direction in which the springs were given."""
        return tuple(bond for bond, _ in self.spring_items)

    @cached_property
    def springs(self) -> Mapping[Bond, RationalFunction]:
        """{bond: spring constant}."""
        return MappingProxyType(dict(self.spring_items))

    @cached_property
    def pinning(self) -> Mapping[Site, RationalFunction]:
        """{site: pinning constant}, every site."""
        return MappingProxyType(dict(zip(self.sites, self.pinning_items, strict=True)))

    @cached_property
    def masses(self) -> Mapping[Site, RationalFunction]:
        """{site: mass}, every site."""
        return MappingProxyType(dict(zip(self.sites, self.mass_items, strict=True)))

    @cached_property
    def baths(self) -> Mapping[Site, Bath]:
        """{site: bath}, in site order."""
        return MappingProxyType(dict(self.bath_items))

    @cached_property
    def quartic(self) -> Mapping[Bond, RationalFunction]:
        """{bond: coefficient c of the quartic spring eps/4 c (q_i - q_j)^4}."""
        return MappingProxyType(dict(self.quartic_items))

    @cached_property
    def quartic_pinning(self) -> Mapping[Site, RationalFunction]:
        """{site: coefficient d of the quartic pin eps/4 d q_i^4}."""
        return MappingProxyType(dict(self.quartic_pinning_items))

    @cached_property
    def _positions(self) -> Mapping[Site, int]:
        return MappingProxyType({site: k for k, site in enumerate(self.sites)})

    @cached_property
    def _pairs(self) -> Mapping[frozenset[Site], RationalFunction]:
        return MappingProxyType({frozenset(bond): k for bond, k in self.spring_items})

    def index(self, site: Site) -> int:
        """The position of a site in :attr:`sites`; :class:`NetworkError` where there is no such site."""
        try:
            if not isinstance(site, bool):
                return self._positions[site]
        except (KeyError, TypeError):
            pass
        shown = ", ".join(map(str, self.sites[:20])) + (", ..." if len(self.sites) > 20 else "")
        raise NetworkError(f"no site {show_site(site)}; sites: {shown}")

    def bath(self, site: Site) -> Bath:
        """The bath at a site; :class:`NetworkError` where there is none."""
        self.index(site)
        if site not in self.baths:
            raise NetworkError(f"no bath at site {site}; baths at: {', '.join(map(str, self.baths)) or 'none'}")
        return self.baths[site]

    def spring(self, i: Site, j: Site) -> RationalFunction:
        """The spring constant between two sites, 0 where there is no bond."""
        self.index(i), self.index(j)
        return self._pairs.get(frozenset((i, j)), _ZERO)

    def friction(self, site: Site) -> RationalFunction:
        """The friction at a site, 0 without a bath."""
        self.index(site)
        return self.baths[site].friction if site in self.baths else _ZERO

    def has_bond(self, i: Site, j: Site) -> bool:
        """Whether a spring joins the two sites."""
        self.index(i), self.index(j)
        return frozenset((i, j)) in self._pairs

    def potential_rows(self) -> list[dict[int, RationalFunction]]:
        """The rows of V = diag(pinning) + weighted graph Laplacian: {column: non-zero entry}, in site order."""
        rows = [{k: pin} for k, pin in enumerate(self.pinning_items)]
        for (i, j), spring in self.spring_items:
            a, b = self._positions[i], self._positions[j]
            rows[a][b] = rows[b][a] = -spring
            rows[a][a] = rows[a][a] + spring
            rows[b][b] = rows[b][b] + spring
        return [{k: entry for k, entry in sorted(row.items()) if entry} for row in rows]

    def potential_matrix(self) -> list[list[RationalFunction]]:
        """V as a full matrix, in site order."""
        return [[row.get(k, _ZERO) for k in range(len(self.sites))] for row in self.potential_rows()]

    @cached_property
    def _values(self) -> tuple[RationalFunction, ...]:
        couplings = [k for _, k in self.spring_items] + list(self.pinning_items) + list(self.mass_items)
        baths = [value for _, bath in self.bath_items for value in (bath.friction, bath.temperature)]
        quartic = [c for _, c in self.quartic_items] + [d for _, d in self.quartic_pinning_items]
        return tuple(couplings + baths + quartic)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of all parameters, in canonical order."""
        return tuple(sorted({name for value in self._values for name in value.names}, key=name_key))

    @cached_property
    def coupling_parameters(self) -> tuple[str, ...]:
        """The names in springs, pinning, masses and frictions: everything but the temperatures."""
        values = [k for _, k in self.spring_items] + list(self.pinning_items) + list(self.mass_items)
        values += [bath.friction for _, bath in self.bath_items]
        return tuple(sorted({name for value in values for name in value.names}, key=name_key))

    def temperature_name(self, site: Site) -> str:
        """The name of a bath's temperature: the user's if it is a plain parameter, else ``T<site>``."""
        temperature = self.bath(site).temperature
        if len(temperature.names) == 1 and temperature == RationalFunction.variable(temperature.names[0]):
            return temperature.names[0]
        return f"T{site}"

    # content ------------------------------------------------------------------------------------------

    @cached_property
    def _content(self) -> tuple[Any, ...]:
        return (
            self.sites,
            frozenset((frozenset(bond), k) for bond, k in self.spring_items),
            self.pinning_items,
            self.mass_items,
            frozenset(self.bath_items),
            self.real & frozenset(self.parameters),
            frozenset((frozenset(bond), c) for bond, c in self.quartic_items),
            frozenset(self.quartic_pinning_items),
        )

    def __eq__(self, other: object) -> bool:
        return self._content == other._content if isinstance(other, Elements) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._content)

    def __getstate__(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in self.__dataclass_fields__}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def title(self) -> str:
        """The name in quotes, or a short description."""
        return f'"{self.name}"' if self.name else f"network of {len(self.sites)} sites"
