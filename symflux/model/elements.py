"""What a network is made of: sites, springs, pinning, masses, baths, and what can be read off them.

The conventions stand at the top of :mod:`symflux.model.network`; what an element does to the equation of motion stands
at the top of :mod:`symflux.model.linear_model`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.ring import name_key
from symflux.errors import NetworkError
from symflux.model.labels import Label, Site, show_label, show_site

__all__ = ["Bath", "Bond", "Drive", "Elements", "Label"]

Bond = tuple[Site, Site]
_ZERO = RationalFunction.constant(0)


@dataclass(frozen=True)
class Bath:
    """A Langevin heat bath: friction gamma > 0 and temperature T >= 0 (k_B = 1), at a site or between two.

    Friction is mass per time, temperature is energy: m dv = ... - friction v dt + sqrt(2 friction T) dw. It is known
    by its label, which is its site where the user gives no other.

    >>> import symflux as sf
    >>> bath = sf.chain(2, baths={1: ("g", "T1")}).bath(1)
    >>> str(bath.friction), str(bath.temperature), bath.label, bath.sites, bath.named_temperature()
    ('g', 'T1', 1, (1,), 'T1')
    """

    friction: RationalFunction
    temperature: RationalFunction
    sites: tuple[Site, ...] = ()
    label: Label = ""

    def named_temperature(self) -> str | None:
        """The name of its temperature where that is a plain parameter, else None."""
        names = self.temperature.names
        return names[0] if len(names) == 1 and self.temperature == RationalFunction.variable(names[0]) else None


@dataclass(frozen=True)
class Drive:
    """White noise of strength E >= 0 without friction, at a site or between two: a force sqrt(2 E) xi."""

    strength: RationalFunction
    sites: tuple[Site, ...]

    @property
    def label(self) -> Label:
        """Its site, or the pair of sites that it joins."""
        return self.sites[0] if len(self.sites) == 1 else (self.sites[0], self.sites[1])


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
    >>> [bath.label for bath in net.baths_at(1)], net.bath_number(1), net.temperature_name(1), net.title()
    ([1], 0, 'T1', '"pair"')
    >>> net.is_classic, net.beyond_classic, net.require_classic("a spectrum")
    (True, (), None)
    >>> str(net.mapped(lambda value: value + 1).springs[2, 1])
    'k + 1'
    >>> [str(value) for value in net.coupling_values]
    ['k', 'c', '0', '1', '1', 'g']
    """

    sites: tuple[Site, ...]
    spring_items: tuple[tuple[Bond, RationalFunction], ...]
    pinning_items: tuple[RationalFunction, ...]
    mass_items: tuple[RationalFunction, ...]
    bath_items: tuple[Bath, ...]
    real: frozenset[str] = frozenset()
    quartic_items: tuple[tuple[Bond, RationalFunction], ...] = ()
    quartic_pinning_items: tuple[tuple[Site, RationalFunction], ...] = ()
    directed_items: tuple[tuple[Bond, tuple[RationalFunction, RationalFunction]], ...] = ()
    inerter_items: tuple[tuple[Bond, RationalFunction], ...] = ()
    magnetic_items: tuple[tuple[Bond, RationalFunction], ...] = ()
    drive_items: tuple[Drive, ...] = ()
    feedback_items: tuple[tuple[Bond, RationalFunction], ...] = ()
    name: str | None = field(default=None)

    @property
    def bonds(self) -> tuple[Bond, ...]:
        """The bonds (i, j), in the order and direction in which the springs were given, directed ones last."""
        return tuple(bond for bond, _ in (*self.spring_items, *self.directed_items))

    @cached_property
    def springs(self) -> Mapping[Bond, RationalFunction]:
        """{bond: spring constant} of the reciprocal springs."""
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
    def baths(self) -> Mapping[Label, Bath]:
        """{label: bath}, in site order; the label is the site where the user gives no other."""
        return MappingProxyType({bath.label: bath for bath in self.bath_items})

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
    def _pairs(self) -> Mapping[Bond, RationalFunction]:
        pairs = {bond: (k, k) for bond, k in self.spring_items} | dict(self.directed_items)
        return MappingProxyType({bond: k for (i, j), pair in pairs.items() for bond, k in _both(i, j, pair)})

    def index(self, site: Site) -> int:
        """The position of a site in :attr:`sites`; :class:`NetworkError` where there is no such site."""
        try:
            if not isinstance(site, bool):
                return self._positions[site]
        except (KeyError, TypeError):
            pass
        shown = ", ".join(map(str, self.sites[:20])) + (", ..." if len(self.sites) > 20 else "")
        raise NetworkError(f"no site {show_site(site)}; sites: {shown}")

    def bath(self, label: Label) -> Bath:
        """The bath of this label (its site where it has no other); :class:`NetworkError` where there is none."""
        try:
            if label in self.baths and not isinstance(label, bool):
                return self.baths[label]
            if isinstance(label, tuple) and label[::-1] in self.baths:
                return self.baths[label[1], label[0]]
        except TypeError:
            pass
        if isinstance(label, int | str) and set(self.baths) <= set(self.sites):
            self.index(label)
        shown = ", ".join(map(show_label, list(self.baths)[:20])) + (", ..." if len(self.baths) > 20 else "")
        raise NetworkError(f"no bath at {_where(label)}; baths at: {shown or 'none'}")

    def bath_number(self, label: Label) -> int:
        """The position of a bath among :attr:`baths`; :class:`NetworkError` where there is none."""
        return self.bath_items.index(self.bath(label))

    def baths_at(self, site: Site) -> tuple[Bath, ...]:
        """The baths that touch this site alone."""
        self.index(site)
        return tuple(bath for bath in self.bath_items if bath.sites == (site,))

    def spring(self, i: Site, j: Site) -> RationalFunction:
        """The constant with which i feels j, F_i = k (q_j - q_i); 0 where there is no bond."""
        self.index(i), self.index(j)
        return self._pairs.get((i, j), _ZERO)

    def friction(self, site: Site) -> RationalFunction:
        """The friction of the baths at a site together, 0 without a bath."""
        return sum((bath.friction for bath in self.baths_at(site)), _ZERO)

    def has_bond(self, i: Site, j: Site) -> bool:
        """Whether a spring joins the two sites."""
        self.index(i), self.index(j)
        return (i, j) in self._pairs

    @cached_property
    def coupling_values(self) -> tuple[RationalFunction, ...]:
        """Everything but temperatures, drives and quartic parts."""
        values = [k for _, k in self.spring_items] + list(self.pinning_items) + list(self.mass_items)
        values += [k for _, pair in self.directed_items for k in pair]
        for items in (self.inerter_items, self.magnetic_items, self.feedback_items):
            values += [value for _, value in items]
        return tuple(values + [bath.friction for bath in self.bath_items])

    @cached_property
    def _values(self) -> tuple[RationalFunction, ...]:
        sources = [bath.temperature for bath in self.bath_items] + [drive.strength for drive in self.drive_items]
        quartic = [c for _, c in self.quartic_items] + [d for _, d in self.quartic_pinning_items]
        return (*self.coupling_values, *sources, *quartic)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of all parameters, in canonical order."""
        return _names(self._values)

    @cached_property
    def coupling_parameters(self) -> tuple[str, ...]:
        """The names in springs, pinning, masses, frictions, fields: everything but temperatures and drives."""
        return _names(self.coupling_values)

    def temperature_name(self, label: Label) -> str:
        """The name of a bath's temperature: the user's if it is a plain parameter, else ``T<label>``."""
        return self.bath(label).named_temperature() or f"T{show_label(label)}"

    @cached_property
    def beyond_classic(self) -> tuple[str, ...]:
        """What the network has beyond masses, springs, pins and one bath a site, in words."""
        sites = [bath.sites for bath in self.bath_items]
        found = {
            "a site without mass": any(mass.is_zero for mass in self.mass_items),
            "an inerter": self.inerter_items,
            "a directed spring": self.directed_items,
            "a magnetic field": self.magnetic_items,
            "a bath between two sites": any(len(place) == 2 for place in sites),
            "several baths at a site": len(set(sites)) < len(sites),
            "a drive": self.drive_items,
            "feedback": self.feedback_items,
        }
        return tuple(words for words, there in found.items() if there)

    @property
    def is_classic(self) -> bool:
        """Whether there are only masses, springs, pins and one bath a site: Lemma 1 and others speak of these."""
        return not self.beyond_classic

    def require_classic(self, what: str) -> None:
        """:class:`NetworkError` where the network has more than a question is made for."""
        if self.beyond_classic:
            has = ", ".join(self.beyond_classic)
            raise NetworkError(f"{what}: for networks of masses, springs, pins and one bath a site; this one has {has}")

    # others from these --------------------------------------------------------------------------------

    def mapped(self, put: Callable[[RationalFunction], RationalFunction]) -> Elements:
        """The same elements with every value replaced; quartic parts that become zero are dropped."""

        def each(items: Iterable[tuple[Any, RationalFunction]]) -> tuple[tuple[Any, RationalFunction], ...]:
            return tuple((place, put(value)) for place, value in items)

        return replace(
            self,
            spring_items=each(self.spring_items),
            pinning_items=tuple(map(put, self.pinning_items)),
            mass_items=tuple(map(put, self.mass_items)),
            bath_items=tuple(
                replace(b, friction=put(b.friction), temperature=put(b.temperature)) for b in self.bath_items
            ),
            quartic_items=tuple(item for item in each(self.quartic_items) if item[1]),
            quartic_pinning_items=tuple(item for item in each(self.quartic_pinning_items) if item[1]),
            directed_items=tuple((bond, (put(a), put(b))) for bond, (a, b) in self.directed_items),
            inerter_items=each(self.inerter_items),
            magnetic_items=each(self.magnetic_items),
            drive_items=tuple(replace(drive, strength=put(drive.strength)) for drive in self.drive_items),
            feedback_items=each(self.feedback_items),
        )

    # content ------------------------------------------------------------------------------------------

    @cached_property
    def _content(self) -> tuple[Any, ...]:
        return (
            self.sites,
            frozenset((frozenset(bond), k) for bond, k in self.spring_items),
            self.pinning_items,
            self.mass_items,
            frozenset((_unordered(b.label), frozenset(b.sites), b.friction, b.temperature) for b in self.bath_items),
            frozenset(each for (i, j), pair in self.directed_items for each in _both(i, j, pair)),
            frozenset((frozenset(bond), m) for bond, m in self.inerter_items),
            frozenset(each for (i, j), w in self.magnetic_items for each in _both(i, j, (w, -w))),
            frozenset((frozenset(drive.sites), drive.strength) for drive in self.drive_items),
            frozenset(self.feedback_items),
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


def _names(values: Iterable[RationalFunction]) -> tuple[str, ...]:
    return tuple(sorted({name for value in values for name in value.names}, key=name_key))


def _both(i: Site, j: Site, pair: tuple[Any, Any]) -> tuple[tuple[Bond, Any], tuple[Bond, Any]]:
    """A bond with one value for each of its directions, so that either way of writing it is equal."""
    return ((i, j), pair[0]), ((j, i), pair[1])


def _unordered(label: Label) -> Any:
    return frozenset(label) if isinstance(label, tuple) else label


def _where(label: Any) -> str:
    return f"site {show_site(label)}" if isinstance(label, int | str) else show_label(label)
