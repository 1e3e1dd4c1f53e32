"""The sectors of a family of copies: networks of fixed size, uncorrelated, of which its quantities are made.

What each is, and why they are enough: :mod:`symflux.family.copies`; derivation ``equal_copies``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symflux.algebra import RationalFunction
from symflux.family.parts import baths_at
from symflux.family.repeated_part import Part
from symflux.model.network import Bond, Network

if TYPE_CHECKING:
    from symflux.family.copies import Copies

__all__ = ["standard_sector", "symmetric_sector"]

_ZERO = RationalFunction.constant(0)


def symmetric_sector(family: Copies) -> Network:
    """The means over the copies: masses, frictions, pins and springs added up over them."""
    network, springs = family.network, dict[Bond, RationalFunction]()
    for (i, j), k in network.springs.items():
        one, two = family.part_of(i), family.part_of(j)
        number = family.count(i) if one is two else family.count(i) * family.count(j)
        springs[i, j] = number * k
    for part in family.parts:
        for (a, b), k in part.mutual.items():
            if network.index(a) < network.index(b):
                bond = (a, b) if (a, b) in springs else (b, a)
                springs[bond] = springs.get(bond, _ZERO) + part.count * (part.count - 1) * k
    baths = baths_at(network, "copies")
    return Network.from_edges(
        [(i, j, k) for (i, j), k in springs.items() if k],
        pinning={s: family.count(s) * network.pinning[s] for s in network.sites},
        masses={s: family.count(s) * network.masses[s] for s in network.sites},
        baths={s: (family.count(s) * b.friction, b.temperature) for s, b in baths.items()},
        sites=network.sites,
        real=network.real,
        name="means over the copies",
    )


def standard_sector(family: Copies, part: Part) -> Network:
    """One copy with V_same - V_other: pins c + sum of the springs that leave the copy + count * mutual springs."""
    network, inside = family.network, set(part.sites)
    pins = {s: network.pinning[s] for s in part.sites}
    springs: dict[Bond, RationalFunction] = {}
    for (i, j), k in network.springs.items():
        if i in inside and j in inside:
            springs[i, j] = k
        elif i in inside or j in inside:
            here, there = (i, j) if i in inside else (j, i)
            pins[here] = pins[here] + family.count(there) * k
    for (a, b), k in part.mutual.items():
        pins[a] = pins[a] + part.count * k
        if network.index(a) < network.index(b):
            bond = (a, b) if (a, b) in springs else (b, a)
            springs[bond] = springs.get(bond, _ZERO) - k
    baths = baths_at(network, "copies")
    name = family.twin
    return Network.from_edges(
        [(name(i), name(j), k) for (i, j), k in springs.items() if k],
        pinning={name(s): pin for s, pin in pins.items()},
        masses={name(s): network.masses[s] for s in part.sites},
        baths={name(s): (b.friction, b.temperature) for s, b in baths.items() if s in inside},
        sites=[name(s) for s in part.sites],
        real=network.real,
        name=f"differences of the copies of {part.name}",
    )
