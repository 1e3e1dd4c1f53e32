"""A part of a network that occurs several times: read from one copy, or from two whose equality is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.family.parts import baths_at
from symflux.family.sizes import read_size
from symflux.model.labels import Site, show_site
from symflux.model.network import Bond, Network

__all__ = ["SYMMETRIC", "Part", "read_part", "require_equal_between"]

SYMMETRIC = "symmetric"  #: the name of the sector of the means, so of no part


@dataclass(frozen=True)
class Part:
    """A part of the network that occurs ``count`` times: its sites in one copy, and the springs between two copies."""

    name: str
    count: RationalFunction
    sites: tuple[Site, ...]
    mutual: Mapping[Bond, RationalFunction]  #: {(a, b): spring from a of one copy to b of another}; symmetric


def read_part(network: Network, name: Any, entry: Any) -> tuple[Part, set[Site]]:
    """The part, and the sites of the copies that stand in the network beside the first."""
    if not isinstance(name, str) or not name or name == SYMMETRIC:
        raise NetworkError(f"copies: {show_site(name)} is no name of a part: give a word such as 'legs'")
    if isinstance(entry, str) or not isinstance(entry, Sequence) or len(entry) != 2:
        raise NetworkError(f'copies: {name}: write (count, sites), as in ("N", [2, 3])')
    count, given = read_size(name, entry[0]), entry[1]
    if isinstance(given, str) or not isinstance(given, Sequence) or not given:
        raise NetworkError(f"copies: {name}: give the sites of one copy as a list, as in [2, 3]")
    nested = [isinstance(each, Sequence) and not isinstance(each, str) for each in given]
    listed = [tuple(each) for each in given] if all(nested) else [tuple(given)]
    if any(nested) and (not all(nested) or len({len(each) for each in listed}) != 1):
        raise NetworkError(f"copies: {name}: the copies are unequal: each lists as many sites, in the same order")
    flat = [site for each in listed for site in each]
    for site in flat:
        network.index(site)
    if len(set(flat)) != len(flat):
        raise NetworkError(f"copies: {name}: a site is listed twice")
    _require_equal_copies(network, name, listed)
    mutual = {}
    if len(listed) > 1:
        first, second = listed[0], listed[1]
        for site in first:
            for b, other in enumerate(first):
                if spring := network.spring(site, second[b]):
                    mutual[site, other] = spring
    return Part(name, count, listed[0], mutual), {site for each in listed[1:] for site in each}


def _require_equal_copies(network: Network, name: str, listed: Sequence[tuple[Site, ...]]) -> None:
    """Every permutation of the listed copies leaves masses, pins, baths and springs as they are."""
    baths, inside = baths_at(network, "copies"), {site for each in listed for site in each}

    def refuse(what: str, left: Any, right: Any) -> None:
        if left != right:
            raise NetworkError(f"copies: {name}: the copies are unequal: {what} differ")

    first = listed[0]
    for other in listed[1:]:
        for a, (site, twin) in enumerate(zip(first, other, strict=True)):
            pair = f"{show_site(site)} and {show_site(twin)}"
            refuse(f"masses of {pair}", network.masses[site], network.masses[twin])
            refuse(f"pins of {pair}", network.pinning[site], network.pinning[twin])
            here, there = baths.get(site), baths.get(twin)
            refuse(
                f"baths of {pair}",
                here and (here.friction, here.temperature),
                there and (there.friction, there.temperature),
            )
            for b in range(a):
                springs = network.spring(site, first[b]), network.spring(twin, other[b])
                refuse(f"springs in the copies of {pair}", *springs)
            for outside in network.sites:
                if outside not in inside:
                    springs = network.spring(site, outside), network.spring(twin, outside)
                    refuse(f"springs to {show_site(outside)}", *springs)
    if len(listed) > 1:
        for a in range(len(first)):
            for b in range(len(first)):
                between = {network.spring(x[a], y[b]) for x in listed for y in listed if x is not y}
                refuse("springs between copies", len(between), 1)


def require_equal_between(network: Network, parts: Sequence[Part], given: Mapping[str, Any]) -> None:
    """The bonds between listed copies of two different parts are equal too."""
    copies_of = {}
    for part in parts:
        entry = given[part.name][1]
        nested = isinstance(entry[0], Sequence) and not isinstance(entry[0], str)
        copies_of[part.name] = [tuple(each) for each in entry] if nested else [part.sites]
    for k, part in enumerate(parts):
        for other in parts[:k]:
            for a in range(len(part.sites)):
                for b in range(len(other.sites)):
                    springs = {network.spring(x[a], y[b]) for x in copies_of[part.name] for y in copies_of[other.name]}
                    if len(springs) > 1:
                        raise NetworkError(f"copies: springs between the copies of {part.name} and {other.name} differ")
