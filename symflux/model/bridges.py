"""Bonds whose removal cuts the network in two, and the sites on either side of them."""

from __future__ import annotations

from symflux.model.elements import Bond, Elements
from symflux.model.labels import Site

__all__ = ["is_bridge", "side_of"]


def side_of(network: Elements, bond: Bond) -> set[Site]:
    """The sites that the first site of a bond still reaches when the bond is taken away."""
    found, front = {bond[0]}, [bond[0]]
    for here in front:
        for i, j in network.bonds:
            if here in (i, j) and {i, j} != set(bond):
                other = j if here == i else i
                if other not in found:
                    found.add(other)
                    front.append(other)
    return found


def is_bridge(network: Elements, bond: Bond) -> bool:
    """Whether taking the bond away cuts the network in two."""
    return bond[1] not in side_of(network, bond)
