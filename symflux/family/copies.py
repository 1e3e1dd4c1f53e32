"""N equal copies of a part of a network: two networks of fixed size in which N is a plain parameter.

Let S_n permute n equal copies of a part. The means Q over the copies obey the equations of an ordinary network, the
symmetric sector (masses, frictions, pins and springs added up over the orbits); the differences of copies obey those
of one copy with the matrix V_same - V_other, the standard sector, n - 1 times; the sectors are uncorrelated. With
q_(a,i) = Q_a + y_(a,i): <y_(a,i) y_(b,i)> = (1 - 1/n) <u_a u_b>, <y_(a,i) y_(b,j)> = -(1/n) <u_a u_b> for i != j, u the
standard sector at the temperatures of the copies. Derivation: ``equal_copies``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.ring import name_key
from symflux.errors import NetworkError, UniquenessError
from symflux.family.copies_result import CopiesResult
from symflux.family.parts import baths_at, require_ordinary
from symflux.family.repeated_part import SYMMETRIC, Part, read_part, require_equal_between
from symflux.family.sectors import standard_sector, symmetric_sector
from symflux.family.sizes import read_values, whole
from symflux.model.labels import Site, show_site
from symflux.model.network import Bond, Network

__all__ = ["Copies", "Part", "copies"]

_ONE = RationalFunction.constant(1)


def copies(network: Network, parts: Mapping[str, Any]) -> Copies:
    """The family of networks in which parts of ``network`` occur any number of times.

    ``parts`` is ``{name: (count, sites)}``. ``count`` is a new parameter such as ``"N"`` (or an expression such as
    ``"N - 2"``). ``sites`` is one copy of the part; every bond that leaves it goes from every copy to the same site
    outside, or to every copy of another part. Where copies are joined to each other, give two of them,
    ``[["a"], ["b"]]``: their springs are read from the network, and all copies must be equal. Sites in no part stay as
    they are. Raises :class:`NetworkError`. Derivation ``equal_copies``.

    >>> import symflux as sf
    >>> star = sf.chain(2, spring="k", baths={1: ("g1", "T1"), 2: ("g2", "T2")})
    >>> legs = copies(star, {"legs": ("N", [2])})
    >>> legs.bond_flux(1, 2).at({"T1": 2, "T2": 1, "g2": 1, "k": 1}).expr
    (g1**2 + g1)/(N**2*g1 + 2*N*g1**2 + N*g1 + N + g1**3 + g1**2 + g1)
    >>> sf.prove(legs.bond_flux(1, 2) > 0, given=["T1 > T2"]).verdict
    'proved'
    """
    require_ordinary(network, "copies")
    if not isinstance(parts, Mapping) or not parts:
        raise NetworkError('copies: parts are given as {name: (count, sites)}, as in {"legs": ("N", [2, 3])}')
    used: set[Site] = set()
    read, dropped = [], set[Site]()
    for name, entry in parts.items():
        part, extra = read_part(network, name, entry)
        twice = (set(part.sites) | extra) & used
        if twice:
            raise NetworkError(f"copies: site {show_site(min(twice, key=str))} is in two parts")
        used |= set(part.sites) | extra
        dropped |= extra
        read.append(part)
    clash = {n for part in read for n in part.count.names} & set(network.parameters)
    if clash:
        raise NetworkError(f"copies: {min(clash)} is a parameter of the network already: give the count another name")
    require_equal_between(network, read, parts)
    kept = [site for site in network.sites if site not in dropped]
    return Copies(_restricted(network, kept), tuple(read))


def _restricted(network: Network, kept: Sequence[Site]) -> Network:
    baths = baths_at(network, "copies")
    return Network.from_edges(
        [(i, j, k) for (i, j), k in network.springs.items() if i in kept and j in kept],
        pinning={site: network.pinning[site] for site in kept},
        masses={site: network.masses[site] for site in kept},
        baths={site: (bath.friction, bath.temperature) for site, bath in baths.items() if site in kept},
        sites=kept,
        real=network.real,
        name=network.name,
    )


class Copies:
    """A network in which parts occur any number of times; ask it what a steady state is asked.

    Answers hold for every count of 1 or more. ``bond_flux(i, j)`` is the flux through one of the equal bonds, with
    ``total=True`` that through all of them together; so for ``bath_flux`` and ``conductance``. A question that needs a
    sector without a unique state raises :class:`UniquenessError`; others stay open.

    >>> import symflux as sf
    >>> baths = {1: ("g", "T1"), 2: ("g", "T2"), 3: ("g", "T"), 4: ("g", "T")}
    >>> net = sf.complete(4, spring="k", pinning="c", baths=baths)
    >>> family = copies(net, {"rest": ("N - 2", [[3], [4]])})
    >>> family.conductance(1, 2).expr
    2*g*k**2/(N**2*k**2 + 2*N*g**2*k + 4*c*g**2)
    """

    def __init__(self, network: Network, parts: tuple[Part, ...]):
        self.network = network  #: one copy of every part
        self.parts = parts
        self.baths = tuple(baths_at(network, "copies"))
        self.real = network.real

    def __repr__(self) -> str:
        shown = ", ".join(f"{part.count} of {part.name}" for part in self.parts)
        return f"<Copies of parts of {self.network!r}: {shown}>"

    @cached_property
    def sizes(self) -> tuple[str, ...]:
        """The names of the counts."""
        return tuple(sorted({n for part in self.parts for n in part.count.names}, key=name_key))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of all parameters, the counts among them."""
        mutual = {name for part in self.parts for k in part.mutual.values() for name in k.names}
        return tuple(sorted({*self.sizes, *self.network.parameters, *mutual}, key=name_key))

    def part_of(self, site: Site) -> Part | None:
        """The part in which a site lies, None for a site that is there once."""
        self.network.index(site)
        return next((part for part in self.parts if site in part.sites), None)

    def count(self, site: Site) -> RationalFunction:
        """How many copies of a site there are."""
        part = self.part_of(site)
        return _ONE if part is None else part.count

    # the sectors --------------------------------------------------------------------------------------------

    @cached_property
    def sectors(self) -> dict[str, Network]:
        """{name: reduced network}: ``"symmetric"`` of the means, and one of differences for each part."""
        return {SYMMETRIC: symmetric_sector(self), **{part.name: standard_sector(self, part) for part in self.parts}}

    def twin(self, site: Site) -> str:
        """What a site is called in the sector of differences."""
        label = f"{site}.d"
        while label in map(str, self.network.sites):
            label += "d"
        return label

    def hidden_modes(self) -> dict[str, list[tuple[Any, ...]]]:
        """{sector: motions that no bath reaches}; a question whose sectors have none has a unique answer.

        >>> import symflux as sf
        >>> net = sf.complete(4, baths={1: (1, "T1"), 2: (1, "T2")})
        >>> copies(net, {"rest": ("n", [[3], [4]])}).hidden_modes()
        {'symmetric': [], 'rest': [(1,)]}
        """
        return {name: network.hidden_modes() for name, network in self.sectors.items()}

    def require_unique(self, sector: str) -> None:
        """:class:`UniquenessError` where the sector has a motion that no bath reaches."""
        network = self.sectors[sector]
        modes = network.hidden_modes()
        if modes or not network.baths:
            what = f"the sector of {network.name}"
            raise UniquenessError(f"{what} has no unique steady state: no bath reaches all its motions", modes)

    # questions ----------------------------------------------------------------------------------------------

    def bond_flux(self, i: Site, j: Site, *, total: bool = False, apart: bool = False) -> CopiesResult:
        """The heat flux from i to j through one bond, or through all equal ones together (``total``).

        ``apart`` means the bond from i of one copy to j of another copy of the same part. Energy per time.

        >>> import symflux as sf
        >>> net = sf.chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")})
        >>> sides = copies(net, {"left": ("m", [1]), "right": ("n", [2])})
        >>> sides.bond_flux(1, 2).at({"T1": 2, "T2": 1, "g": 1, "c": 1}).expr
        2*k**2/(k**2*m**2 + 2*k**2*m*n + k**2*n**2 + 2*k*m + 2*k*n + 4)
        """
        part = self.part_of(i)
        if apart:
            if part is None or part is not self.part_of(j) or (i, j) not in part.mutual:
                raise NetworkError(f"no bond from {show_site(i)} of one copy to {show_site(j)} of another")
            number = part.count * (part.count - 1)
            return CopiesResult(self, "flux_apart", (i, j), number if total else _ONE)
        if not self.network.has_bond(i, j):
            bonds = ", ".join(f"{a}-{b}" for a, b in self.network.bonds[:20])
            raise NetworkError(f"no bond {show_site(i)}-{show_site(j)}; bonds: {bonds or 'none'}")
        number = self.count(i) if part is self.part_of(j) else self.count(i) * self.count(j)
        return CopiesResult(self, "flux", (i, j), number if total else _ONE)

    def bath_flux(self, i: Site, *, total: bool = False) -> CopiesResult:
        """The heat flux out of one bath at site i, or of all equal baths together (``total``), into the network."""
        self._require_bath(i)
        return CopiesResult(self, "bath_flux", (i,), self.count(i) if total else _ONE)

    def conductance(self, i: Site, j: Site, *, total: bool = False) -> CopiesResult:
        """Heat into one bath at i (all of them: ``total``) per unit of temperature of all the baths at j together."""
        self._require_bath(i)
        self._require_bath(j)
        if i == j:
            raise NetworkError(f"a conductance joins two different baths, not {show_site(i)} to itself")
        return CopiesResult(self, "conductance", (i, j), self.count(i) if total else _ONE)

    def kinetic_temperature(self, i: Site) -> CopiesResult:
        """m <v^2> of a site, the same in every copy. An energy."""
        self.network.index(i)
        return CopiesResult(self, "kinetic_temperature", (i,), _ONE)

    def bond_fluxes(self) -> dict[Bond, CopiesResult]:
        """{(i, j): flux through one bond}, bonds as entered."""
        return {(i, j): self.bond_flux(i, j) for i, j in self.network.bonds}

    def bath_fluxes(self) -> dict[Site, CopiesResult]:
        """{site: flux out of one bath}."""
        return {site: self.bath_flux(site) for site in self.baths}

    def kinetic_temperatures(self) -> dict[Site, CopiesResult]:
        """{site: kinetic temperature}."""
        return {site: self.kinetic_temperature(site) for site in self.network.sites}

    def _require_bath(self, site: Site) -> None:
        self.network.index(site)
        if site not in self.baths:
            shown = ", ".join(map(str, self.baths)) or "none"
            raise NetworkError(f"no bath at site {show_site(site)}; baths at: {shown}")

    # one member ---------------------------------------------------------------------------------------------

    def at(self, values: Mapping[Any, Any] | None = None, **named: Any) -> Network | Copies:
        """The ordinary network with these counts; a family again where a count is left out.

        The copies of site ``s`` are called ``"s.1"``, ``"s.2"``, ... Raises :class:`NetworkError` for a count that is
        not whole or less than 1.

        >>> import symflux as sf
        >>> star = sf.chain(2, spring="k", baths={1: ("g1", "T1"), 2: ("g2", "T2")})
        >>> copies(star, {"legs": ("N", [2])}).at(N=3).sites
        (1, '2.1', '2.2', '2.3')
        """
        put = read_values(values, named, self.parameters, self.real)
        network = self.network.at({n: v for n, v in put.items() if n in self.network.parameters})
        parts = []
        for part in self.parts:
            count = part.count.substitute({n: v for n, v in put.items() if n in self.sizes})
            if count.is_constant:
                shown = ", ".join(f"{n} = {v}" for n, v in put.items() if n in part.count.names)
                count = RationalFunction.constant(whole(shown or f"{part.name}: count", _size(part, put, count)))
            mutual = {bond: _put(k, put) for bond, k in part.mutual.items()}
            parts.append(Part(part.name, count, part.sites, mutual))
        family = Copies(network, tuple(parts))
        return family if family.sizes else family.written_out()

    def written_out(self) -> Network:
        """The ordinary network, where all counts are numbers."""
        numbers = {site: int(self.count(site).value) for site in self.network.sites}

        def labels(site: Site) -> list[Site]:
            return [f"{site}.{n}" for n in range(1, numbers[site] + 1)] if self.part_of(site) is not None else [site]

        springs: list[tuple[Site, Site, RationalFunction]] = []
        for (i, j), k in self.network.springs.items():
            if self.part_of(i) is not None and self.part_of(i) is self.part_of(j):
                springs += [(a, b, k) for a, b in zip(labels(i), labels(j), strict=True)]
            else:
                springs += [(a, b, k) for a in labels(i) for b in labels(j)]
        for part in self.parts:
            for (a, b), k in part.mutual.items():
                pairs = [(x, y) for p, x in enumerate(labels(a)) for q, y in enumerate(labels(b)) if p != q]
                if self.network.index(a) <= self.network.index(b):  # the others are the same bonds once more
                    springs += [(x, y, k) for x, y in {frozenset(pair): pair for pair in pairs}.values()]
        every = [(site, label) for site in self.network.sites for label in labels(site)]
        baths = baths_at(self.network, "copies")
        return Network.from_edges(
            springs,
            pinning={label: self.network.pinning[site] for site, label in every},
            masses={label: self.network.masses[site] for site, label in every},
            baths={label: (baths[s].friction, baths[s].temperature) for s, label in every if s in baths},
            sites=[label for _, label in every],
            real=self.real,
        )


def _size(part: Part, put: Mapping[str, RationalFunction], count: RationalFunction) -> RationalFunction:
    """The count, or the size itself where that is not whole: it is what the message is about."""
    own = [put[n] for n in part.count.names if n in put]
    return next((v for v in own if v.denominator != 1), count)


def _put(value: RationalFunction, put: Mapping[str, RationalFunction]) -> RationalFunction:
    return value.substitute({n: v for n, v in put.items() if n in value.names})
