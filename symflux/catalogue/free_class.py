"""Networks for which the theorems on free couplings speak, as a graph with baths at its sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.labels import show_label
from symflux.model.network import Bond, Network, Site

__all__ = ["CLASS", "BathedGraph", "bathed_graph"]

CLASS = "all springs > 0, pins > 0 and frictions > 0, at the masses of the network"
_OTHERS = {
    "directed_items": "a directed spring",
    "inerter_items": "an inerter",
    "magnetic_items": "a field",
    "drive_items": "a drive",
    "feedback_items": "feedback",
}


@dataclass(frozen=True)
class BathedGraph:
    """The bonds with a spring, and the sites at which baths stand."""

    sites: tuple[Site, ...]
    bonds: tuple[Bond, ...]  #: as entered
    baths: Mapping[Any, Site]  #: {label: site}

    def positions(self) -> list[tuple[int, int]]:
        """The bonds by positions of sites."""
        index = {site: k for k, site in enumerate(self.sites)}
        return [(index[i], index[j]) for i, j in self.bonds]


def bathed_graph(network: Network) -> BathedGraph:
    """The graph of a network, or :class:`NetworkError` where the theorems do not speak of it, saying why.

    >>> import symflux as sf
    >>> bathed_graph(sf.chain(2, baths={1: (1, "T")})).baths
    {1: 1}
    """
    if not isinstance(network, Network):
        raise NetworkError(f"{type(network).__name__} is no network: give a Network")
    for attribute, what in _OTHERS.items():
        if getattr(network, attribute):
            raise NetworkError(f"{network.title()} has {what}: fates are known for springs, pins and site baths only")
    baths = {}
    for label, bath in network.baths.items():
        if len(bath.sites) != 1:
            shown = show_label(label)
            raise NetworkError(f"bath {shown} stands between two sites: fates are known for site baths only")
        (baths[label],) = bath.sites
    for site, mass in zip(network.sites, network.mass_items, strict=True):
        _require_positive(network, mass, f"mass of {site}", "fates are known for masses > 0 only")
    bonds = []
    for (i, j), spring in network.spring_items:
        if not spring.is_zero:
            _require_positive(network, spring, f"spring {i}-{j}", "fates are known for springs > 0 only")
            bonds.append((i, j))
    return BathedGraph(network.sites, tuple(bonds), baths)


def _require_positive(network: Network, value: RationalFunction, what: str, else_: str) -> None:
    parts = (value.numerator, value.denominator)
    surely = not set(value.names) & network.real and all(p.has_positive_coefficients() for p in parts)
    if value.is_zero or not surely:
        raise NetworkError(f"{what} is {value.summary()}, which need not be positive: {else_}")
