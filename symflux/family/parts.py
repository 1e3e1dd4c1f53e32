"""What the theorems of this room read of a network: springs, pins, masses, and one bath at a site.

The only file of the room that looks into a network.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.labels import Site, show_label, show_site
from symflux.model.network import Bath, Network

__all__ = ["baths_at", "matrices", "require_ordinary"]

_OTHERS = {  #: elements that the theorems of this room do not cover
    "directed_items": "one-way springs", "inerter_items": "inerters", "magnetic_items": "fields",
    "drive_items": "drives", "feedback_items": "feedback", "quartic_items": "quartic springs",
    "quartic_pinning_items": "quartic pins",
}  # fmt: skip


def require_ordinary(network: object, what: str) -> Network:
    """The network itself, where the theorems of this room hold; :class:`NetworkError` naming what they do not cover."""
    if not isinstance(network, Network):
        raise NetworkError(f"{what}: give a Network, not {type(network).__name__}")
    for items, kind in _OTHERS.items():
        if getattr(network, items):
            raise NetworkError(f"{what}: {kind} are not covered: springs, pins, masses and baths only")
    for site, mass in network.masses.items():
        if mass.is_zero:
            raise NetworkError(f"{what}: the mass of site {show_site(site)} is 0: masses are positive here")
    baths_at(network, what)
    return network


def baths_at(network: Network, what: str) -> dict[Site, Bath]:
    """{site: its bath}; :class:`NetworkError` where a bath is not at one site, or a site has several."""
    found: dict[Site, Bath] = {}
    for label, bath in network.baths.items():
        if len(bath.sites) != 1 or bath.sites[0] in found:
            raise NetworkError(f"{what}: bath {show_label(label)}: one bath at a site, and none between two sites")
        found[bath.sites[0]] = bath
    return found


def matrices(
    network: Network,
) -> tuple[Sequence[RationalFunction], Sequence[RationalFunction], list[Mapping[int, RationalFunction]]]:
    """(masses, frictions, rows of V), in site order."""
    model = network.linear_model()
    return model.masses, model.frictions, [model.coupling.row(i) for i in range(model.size)]
