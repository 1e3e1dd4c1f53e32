"""Every connected graph on a few sites with two baths, once up to relabelling.

Sites are 1, 2, ..., the baths stand at 1 and 2. Of all labellings of a network the one listed has the bonds that come
first in the order 12, 13, ..., 23, ...: it is the same on every machine, and names the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations, permutations

from symflux.errors import NetworkError

__all__ = ["LARGEST", "SmallNetwork", "canonical", "small_networks"]

LARGEST = 7  #: sites
Bond = tuple[int, int]
Relabelling = dict[int, int]


@dataclass(frozen=True)
class SmallNetwork:
    """A connected graph on sites 1..size with baths at sites 1 and 2.

    >>> SmallNetwork.from_key("12 13 23").group
    [{1: 1, 2: 2, 3: 3}, {1: 2, 2: 1, 3: 3}]
    """

    size: int
    bonds: tuple[tuple[int, int], ...]

    @staticmethod
    def from_key(key: str) -> SmallNetwork:
        """The network of a key such as ``"12 13 23"``."""
        pairs = [part for part in key.split(" ") if len(part) == 2 and part.isdigit()]
        bonds = tuple((int(part[0]), int(part[1])) for part in pairs)
        size = max((b for bond in bonds for b in bond), default=0)
        if len(pairs) != key.count(" ") + 1 or not 2 <= size <= LARGEST or any(not 1 <= a < b for a, b in bonds):
            raise NetworkError(f"key {key[:60]!r}: write bonds as in '12 13 23', sites 1 to {LARGEST}")
        return SmallNetwork(size, bonds)

    @property
    def key(self) -> str:
        """The bonds as text, which names the network."""
        return " ".join(f"{i}{j}" for i, j in self.bonds)

    @cached_property
    def group(self) -> list[Relabelling]:
        """The symmetries that keep the pair of baths, some of which may exchange them."""
        edges = set(self.bonds)
        return [p for p in _relabellings(self.size) if {_sorted(p[i], p[j]) for i, j in self.bonds} == edges]

    @cached_property
    def orbits(self) -> dict[Bond, dict[Bond, int]]:
        """{first bond of an orbit: {bond: how its flux per T1 - T2 follows from that of the first, 1 or -1}}.

        A symmetry that exchanges the baths turns every flux round. A bond that a symmetry turns against itself has no
        flux; it is listed with 1.
        """
        found: dict[Bond, dict[Bond, int]] = {}
        seen: set[Bond] = set()
        for bond in self.bonds:
            if bond in seen:
                continue
            orbit: dict[Bond, int] = {}
            for p in self.group:
                i, j = p[bond[0]], p[bond[1]]
                sign = (1 if i < j else -1) * (1 if p[1] == 1 else -1)
                orbit.setdefault(_sorted(i, j), sign)
            found[bond] = dict(sorted(orbit.items()))
            seen |= orbit.keys()
        return found


def _sorted(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


@lru_cache(maxsize=8)
def _relabellings(size: int) -> tuple[Relabelling, ...]:
    rest = range(3, size + 1)
    return tuple(
        dict(zip((1, 2, *rest), (*pair, *images), strict=True))
        for pair in ((1, 2), (2, 1))
        for images in permutations(rest)
    )


@lru_cache(maxsize=8)
def _bits(size: int) -> dict[Bond, int]:
    """A bit for every pair of sites, the first pair the highest."""
    pairs = list(combinations(range(1, size + 1), 2))
    return {pair: 1 << (len(pairs) - 1 - k) for k, pair in enumerate(pairs)}


def _images(size: int, bonds: Iterable[Bond]) -> Iterator[tuple[int, Relabelling]]:
    """The graph as a number, under every relabelling that keeps the pair of baths."""
    bits, listed = _bits(size), list(bonds)
    for p in _relabellings(size):
        total = 0
        for i, j in listed:
            total |= bits[_sorted(p[i], p[j])]
        yield total, p


def canonical(size: int, bonds: Iterable[Bond]) -> tuple[SmallNetwork, Relabelling]:
    """The listed labelling of a network with baths at 1 and 2, and the relabelling that leads to it.

    >>> found, relabelling = canonical(4, [(1, 2), (2, 3), (2, 4), (1, 4), (3, 4)])
    >>> found.key, relabelling
    ('12 13 14 23 34', {1: 2, 2: 1, 3: 4, 4: 3})
    """
    number, relabelling = max(_images(size, bonds), key=lambda image: image[0])
    return SmallNetwork(size, _bonds(size, number)), relabelling


def _bonds(size: int, number: int) -> tuple[tuple[int, int], ...]:
    return tuple((i, j) for (i, j), bit in _bits(size).items() if number & bit)


@lru_cache(maxsize=8)
def small_networks(size: int) -> tuple[SmallNetwork, ...]:
    """Every connected network on ``size`` sites with two baths, once, fewest bonds first.

    >>> [len(small_networks(size)) for size in (2, 3, 4, 5)]
    [1, 3, 16, 98]
    """
    if not 2 <= size <= LARGEST:
        raise NetworkError(f"{size} sites: networks are listed from 2 to {LARGEST} sites")
    top = 1 << len(_bits(size))
    seen = bytearray(top)
    found = []
    for number in range(top - 1, 0, -1):  # the first labelling met of a network is the highest number
        if not seen[number]:
            bonds = _bonds(size, number)
            if number.bit_count() >= size - 1 and _is_connected(size, bonds):
                found.append(SmallNetwork(size, bonds))
            for image, _ in _images(size, bonds):
                seen[image] = 1
    return tuple(sorted(found, key=lambda network: (len(network.bonds), network.bonds)))


def _is_connected(size: int, bonds: Iterable[Bond]) -> bool:
    listed, reached = list(bonds), {1}
    for _ in range(size):
        reached |= {s for bond in listed if reached & set(bond) for s in bond}
    return len(reached) == size
