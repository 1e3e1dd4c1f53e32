"""Which way heat can run through each bond of a network whose springs, pins and frictions are free.

Derivations ``fates_of_two_baths`` and ``fates_of_many_baths`` are the theorems behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symflux.catalogue.blocks import Block, blocks
from symflux.catalogue.free_class import CLASS, BathedGraph, bathed_graph
from symflux.catalogue.temperature_order import TemperatureOrder
from symflux.errors import NetworkError, SignError
from symflux.model.labels import check_pair, show_site
from symflux.model.network import Bond, Network, Site
from symflux.signs.outcome import Outcome
from symflux.signs.prove import prove

__all__ = ["KINDS", "Fate", "Fates", "fates"]

KINDS = ("zero", "fixed", "any")
_NAMED = 4  #: baths or sites of a list in words


@dataclass(frozen=True)
class Fate:
    """What can happen on one bond.

    ``kind`` is "zero" (never any heat), "fixed" (one way only, ``direction`` = (from, to)) or "any" (either way, as
    the couplings say, or the temperatures where they are left free). ``reason`` says which theorem and why.

    >>> import symflux as sf
    >>> fate = sf.fates(sf.chain(3, baths={1: (1, "T1"), 3: (1, "T3")}), order="T3 > T1")[1, 2]
    >>> fate.kind, fate.direction
    ('fixed', (2, 1))
    >>> fate.reason
    'bridge between bath 1 and bath 3: from the hotter side to the colder'
    """

    kind: str
    direction: Bond | None
    reason: str
    is_strict: bool = True  #: whether heat must run where the kind is "fixed"

    def __str__(self) -> str:
        return f"{_way(self)}; {self.reason}"


def _way(fate: Fate) -> str:
    return fate.kind + (f" {fate.direction[0]} -> {fate.direction[1]}" if fate.direction else "")


class Fates(Mapping[Bond, Fate]):
    """The fate of every bond: a mapping from bonds as entered; ``in`` and ``[]`` take either order of the two sites.

    ``holds_for`` is the class of couplings, ``order`` what is known of the temperatures.

    >>> import symflux as sf
    >>> paw = sf.Network.from_edges([(1, 2, 1), (1, 3, 1), (2, 3, 1), (1, 4, 1)], baths={1: (1, "T1"), 2: (1, "T2")})
    >>> print(sf.fates(paw, order="T1 > T2"))
    fates of network of 4 sites: all springs > 0, pins > 0 and frictions > 0, at the masses of the network
    temperatures: T1 > T2
      1-2  any           on a loop that heat enters at 1 and leaves at 2
      1-3  any           on a loop that heat enters at 1 and leaves at 2
      2-3  any           on a loop that heat enters at 1 and leaves at 2
      1-4  zero          no simple path between baths runs through it: every bath is reached through site 1
    >>> (2, 1) in sf.fates(paw), (2, 4) in sf.fates(paw)
    (True, False)
    >>> sf.fates(paw).temperatures
    'T1 > T2 (taken: the first bath is the hotter one)'
    """

    holds_for = CLASS

    def __init__(self, network: Network, order: TemperatureOrder, found: Mapping[Bond, Fate]):
        self.network = network
        self.order = order
        self._found = dict(found)

    def _key(self, bond: Any) -> Bond | None:
        try:
            i, j = check_pair(bond)
            return (i, j) if (i, j) in self._found else (j, i) if (j, i) in self._found else None
        except (NetworkError, TypeError):
            return None

    def __getitem__(self, bond: Any) -> Fate:
        key = self._key(bond)
        if key is None:
            shown = ", ".join(f"{i}-{j}" for i, j in list(self._found)[:20])
            raise KeyError(f"no bond {show_site(bond)}; bonds: {shown or 'none'}")
        return self._found[key]

    def __contains__(self, bond: object) -> bool:
        return self._key(bond) is not None

    def __iter__(self) -> Iterator[Bond]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def temperatures(self) -> str:
        """What is taken of the temperatures, in words."""
        if len(self.order.temperatures) < 2:
            return "only one bath" if self.order.temperatures else "no bath"
        if self.order.is_assumed:
            return f"{self.order.conditions()[0]} (taken: the first bath is the hotter one)"
        if self.order.given:
            return ", ".join(self.order.conditions()) + ("" if self.order.is_complete else "; more is left free")
        return "as in the network" if self.order.ranks is not None else "free (give an order, as in order='T1 > T2')"

    def prove(self, bond: Any, seconds: float = 60) -> Outcome:
        """The fate of a "zero" or "fixed" bond as a claim on this network, proved with a certificate.

        Raises :class:`SignError` where heat can run either way: :func:`symflux.reverse` gives networks for both.

        >>> import symflux as sf
        >>> print(sf.fates(sf.chain(3, pinning=1, baths={1: (1, "T1"), 3: (1, "T3")})).prove((2, 1)).claim)
        flux(1,2) > 0
        """
        fate = self[bond]
        if fate.kind == "any":
            raise SignError(f"bond {show_site(bond)}: {fate.reason}; reverse() gives networks for both ways")
        i, j = fate.direction or check_pair(bond)
        relation = "== 0" if fate.kind == "zero" else "> 0" if fate.is_strict else ">= 0"
        given = [] if fate.kind == "zero" and not self.order.are_all_equal else self.order.conditions()
        return prove(f"flux({i},{j}) {relation}", given=given, seconds=seconds, network=self.network)

    def __str__(self) -> str:
        width = max((len(f"{i}-{j}") for i, j in self), default=0)
        ways = {key: _way(fate) for key, fate in self.items()}
        wide = max([12, *map(len, ways.values())])
        lines = [f"fates of {self.network.title()}: {self.holds_for}", f"temperatures: {self.temperatures}"]
        lines += [f"  {f'{i}-{j}':<{width}}  {ways[i, j]:<{wide}}  {self[i, j].reason}" for i, j in self]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import fates_html

        return fates_html(self)

    def __repr__(self) -> str:
        counts = [f"{sum(f.kind == kind for f in self.values())} {kind}" for kind in KINDS]
        return f"<fates of {len(self)} bonds: {', '.join(counts)}>"


def fates(network: Network, order: Any = None) -> Fates:
    """Which way heat can run through every bond, whatever the springs, pins and frictions.

    Needs no values: what is asked is whether a bond carries nothing for all couplings, heat in one direction for all,
    or either direction as the couplings say. ``order`` compares the temperatures, as in ``"T1 > T2 > T3"``; numbers in
    the network are read; with two baths and no order the first is taken to be the hotter one. Motions that no bath
    reaches are taken to be at rest. Raises :class:`NetworkError` for networks with other elements than springs, pins
    and baths at sites, and :class:`SignError` for an order that does not make sense. Derivations
    ``fates_of_two_baths``, ``fates_of_many_baths``.

    >>> import symflux as sf
    >>> ring = sf.ring(4, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> sf.fates(ring, order="T1 > T2")[3, 4].kind
    'any'
    """
    graph = bathed_graph(network)  # first: it says what a network has that no theorem speaks of
    known = TemperatureOrder(network, order)
    return Fates(network, known, _Finder(graph, known).fates(network.bonds))


class _Finder:
    """Blocks with the baths that are reached through their sites, and what the theorems say of each."""

    def __init__(self, graph: BathedGraph, order: TemperatureOrder):
        self.graph = graph
        self.order = order
        self.ranks = order.ranks
        ranks = self.ranks
        # bits in order of temperature: the coldest and the hottest of a set are its lowest and highest bit
        self.labels = sorted(graph.baths, key=lambda label: ranks[label]) if ranks else list(graph.baths)

    def fates(self, bonds: Sequence[Bond]) -> dict[Bond, Fate]:
        graph = self.graph
        marks = [0] * len(graph.sites)
        index = {site: k for k, site in enumerate(graph.sites)}
        for bit, label in enumerate(self.labels):
            marks[index[graph.baths[label]]] |= 1 << bit
        found: dict[Bond, Fate] = {bond: Fate("zero", None, "its spring is zero") for bond in bonds}
        for block in blocks(len(graph.sites), graph.positions(), marks):
            for k in block.bonds:
                found[graph.bonds[k]] = self._fate(block, graph.bonds[k])
        return found

    def _fate(self, block: Block, bond: Bond) -> Fate:
        entries = {self.graph.sites[k]: marks for k, marks in block.reached.items()}
        if not entries:
            return Fate("zero", None, "no bath in this piece of the network: everything is at rest")
        if len(entries) == 1:
            (site,) = entries
            return Fate(
                "zero", None,
                f"no simple path between baths runs through it: every bath is reached through site {site}",
            )  # fmt: skip
        everything = 0
        for marks in entries.values():
            everything |= marks
        if self._are_equal(everything):
            return Fate("zero", None, "all baths of this piece have one temperature")
        if len(block.bonds) == 1:
            return self._bridge(bond, entries[bond[0]], entries[bond[1]])
        names = list(entries)
        if len(names) == 2:
            hot_first = self._signs(entries[names[0]], entries[names[1]])[0]
            first, second = names if hot_first == {1} else names[::-1] if hot_first == {-1} else sorted(names, key=str)
            if hot_first in ({1}, {-1}):
                return Fate("any", None, f"on a loop that heat enters at {first} and leaves at {second}")
        return Fate("any", None, f"on a loop that heat enters and leaves at {_listed(sorted(names, key=str))}")

    def _bridge(self, bond: Bond, left: int, right: int) -> Fate:
        signs, settled = self._signs(left, right)
        between = f"bridge between {self._named(left)} and {self._named(right)}"
        if not settled:
            return Fate("any", None, f"{between}: the temperatures are free, and decide the way")
        if {1, -1} <= signs:
            return Fate("any", None, f"{between}: the temperatures of its two sides interleave")
        if signs == {0}:
            return Fate("zero", None, f"{between}: all have one temperature")
        direction = bond if 1 in signs else (bond[1], bond[0])
        strict = 0 not in signs
        more = "" if strict else ", or nothing where all temperatures are equal"
        return Fate("fixed", direction, f"{between}: from the hotter side to the colder{more}", strict)

    # sets of baths --------------------------------------------------------------------------------------

    def _members(self, marks: int) -> list[Any]:
        return [self.labels[k] for k in range(marks.bit_length()) if marks >> k & 1]

    def _extremes(self, marks: int) -> tuple[int, int]:
        assert self.ranks is not None
        lowest = (marks & -marks).bit_length() - 1
        return self.ranks[self.labels[lowest]], self.ranks[self.labels[marks.bit_length() - 1]]

    def _are_equal(self, marks: int) -> bool:
        if self.ranks is not None:
            low, high = self._extremes(marks)
            return low == high
        first, *others = self._members(marks)
        return all(self.order.signs(first, other) == {0} for other in others)

    def _signs(self, left: int, right: int) -> tuple[frozenset[int], bool]:
        """See :meth:`TemperatureOrder.signs_across`; at once where every two temperatures are compared."""
        if self.ranks is None:
            return self.order.signs_across(self._members(left), self._members(right))
        (low, high), (coldest, hottest) = self._extremes(left), self._extremes(right)
        if low == high == coldest == hottest:
            return frozenset({0}), True
        if low >= hottest:
            return frozenset({1}), True
        return frozenset({-1} if high <= coldest else {-1, 0, 1}), True

    def _named(self, marks: int) -> str:
        members = sorted(self._members(marks), key=str)
        return f"bath{'s' * (len(members) > 1)} {_listed(members)}"


def _listed(things: Sequence[Site]) -> str:
    shown = [str(thing) for thing in things[:_NAMED]]
    if len(things) > _NAMED:
        return ", ".join(shown) + f" and {len(things) - _NAMED} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
