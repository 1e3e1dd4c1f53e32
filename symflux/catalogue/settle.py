"""One entry of the atlas of equal springs, settled from its key alone: a pure function with a plain answer.

The same key gives the same answer on every machine and in every order; nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from symflux.algebra import Polynomial
from symflux.catalogue.equal_springs import EqualSprings
from symflux.catalogue.quadrant import QuadrantSign, in_units, sign_in_quadrant, whole_points
from symflux.catalogue.small_networks import SmallNetwork
from symflux.positivity.points.decomposition import Decomposition

__all__ = ["directed_cycles", "settle"]

_POINTS = 300  #: whole numbers at which circulation is looked at before the cells are
Bond = tuple[int, int]


def settle(key: str) -> dict[str, Any]:
    """The fates of all bonds of a small network with equal springs, and whether heat circulates, as JSON data.

    >>> paw = settle("12 13 14 23")
    >>> [(row["bonds"], row["kind"]) for row in paw["orbits"]]
    [([[1, 2, 1]], 'fixed'), ([[1, 3, 1]], 'any'), ([[1, 4, 1]], 'zero'), ([[2, 3, 1]], 'any')]
    >>> paw["circulates"], paw["cycle"], paw["orbits"][1]["open"]
    ('sometimes', [1, 2, 3], ['...'])
    """
    network = SmallNetwork.from_key(key)
    fluxes = EqualSprings(network)
    signs = {bond: sign_in_quadrant(fluxes.numerator(bond)) for bond in network.orbits}
    return {
        "key": network.key,
        "sites": network.size,
        "hidden": fluxes.hidden,
        "orbits": [
            {"bonds": [[*bond, turn] for bond, turn in network.orbits[first].items()], **_orbit(found)}
            for first, found in signs.items()
        ],
        **_circulation(network, {bond: fluxes.numerator(bond) for bond in network.orbits}, signs),
    }


def _orbit(found: QuadrantSign) -> dict[str, Any]:
    """What is said of an orbit of bonds; what is empty is left out."""
    more = {
        "sign": found.sign,
        "open": [str(factor) for factor in found.open],
        "points": [list(point) for point in found.points],
    }
    return {"kind": found.kind, **{name: value for name, value in more.items() if value}}


def _circulation(
    network: SmallNetwork, numerators: Mapping[Bond, Polynomial], signs: Mapping[Bond, QuadrantSign]
) -> dict[str, Any]:
    """Whether heat runs round a cycle: for all couplings, for some, for none; a cycle; points with and without."""
    fixed = [_arrow(bond, turn * s.sign) for s, bond, turn in _bonds(network, signs) if s.kind == "fixed"]
    always = next(directed_cycles(fixed), None)
    if always is not None:
        return {"circulates": "always", "cycle": list(always)}
    loose = [_arrow(bond, way) for s, bond, _ in _bonds(network, signs) if s.kind == "any" for way in (1, -1)]
    if next(directed_cycles([*fixed, *loose]), None) is None:
        return {"circulates": "never"}
    found: dict[bool, tuple[list[int], list[str]]] = {}
    for point in whole_points()[:_POINTS]:
        cycle = _cycle_at(network, numerators, in_units(point))
        found.setdefault(bool(cycle), (cycle, [str(x) for x in point]))
        if len(found) == 2:
            break
    else:
        factors = list(dict.fromkeys(factor for s in signs.values() if s.kind == "any" for factor in s.open))
        names = sorted({name for factor in factors for name in factor.names})
        for cell in Decomposition(factors, names).cells():
            units = {"c": Fraction(1), "h": Fraction(1)} | dict(zip(names, cell.sample, strict=True))
            cycle = _cycle_at(network, numerators, units)
            found.setdefault(bool(cycle), (cycle, ["1", str(units["c"]), f"sqrt({units['h']})", "1"]))
            if len(found) == 2:
                break
    if False not in found:  # in every cell, though not round the same cycle; what happens on the walls is left open
        return {"circulates": "changing", "cycle": found[True][0], "points": [found[True][1]]}
    if True not in found:
        return {"circulates": "never"}
    return {"circulates": "sometimes", "cycle": found[True][0], "points": [found[True][1], found[False][1]]}


def _bonds(
    network: SmallNetwork, signs: Mapping[Bond, QuadrantSign]
) -> Iterator[tuple[QuadrantSign, Bond, int]]:
    for first, orbit in network.orbits.items():
        for bond, turn in orbit.items():
            yield signs[first], bond, turn


def _arrow(bond: Bond, sign: int) -> Bond:
    return bond if sign > 0 else (bond[1], bond[0])


def _cycle_at(network: SmallNetwork, numerators: Mapping[Bond, Polynomial], units: Mapping[str, Fraction]) -> list[int]:
    """A cycle of strictly positive fluxes at a point, or []."""
    arrows = []
    for first, orbit in network.orbits.items():
        numerator = numerators[first]
        value = numerator.evaluate({name: units[name] for name in numerator.names})
        arrows += [_arrow(bond, turn * (1 if value > 0 else -1)) for bond, turn in orbit.items() if value]
    return list(next(directed_cycles(arrows), ()))


def directed_cycles(arrows: list[Bond]) -> Iterator[tuple[int, ...]]:
    """The directed simple cycles of at least three sites, each from its smallest site.

    >>> list(directed_cycles([(1, 2), (2, 3), (3, 1), (2, 1)]))
    [(1, 2, 3)]
    """
    after: dict[int, list[int]] = {}
    for i, j in sorted(set(arrows)):
        after.setdefault(i, []).append(j)
    for start in sorted(after):
        waiting: list[tuple[int, ...]] = [(start,)]
        while waiting:
            path = waiting.pop()
            for site in after.get(path[-1], ()):
                if site == start and len(path) > 2:
                    yield path
                elif site > start and site not in path:
                    waiting.append((*path, site))
