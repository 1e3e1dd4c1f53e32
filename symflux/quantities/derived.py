"""Quantities that claims write as sums of others, by the first law: work, and the heat of all baths at a site.

A certificate speaks of the others alone, so that the checker needs no rule for these.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from symflux.algebra.parser import call_arguments
from symflux.errors import NetworkError
from symflux.model.labels import find_label, label_text
from symflux.model.network import Network

__all__ = ["DERIVED", "expanded", "sum_of"]

#: names that may stand before a parenthesis in a claim, beside those of the registry
DERIVED = ("work",)

_CALL = re.compile(r"\b(work|bath_flux) *\(((?:[^()]|\([^()]*\))*)\)")


def expanded(text: str, network: Network) -> str:
    """One side of a claim with the sums written out; what is no such sum stays as it is.

    Raises :class:`NetworkError` for labels that the network does not have, and where nothing does work.

    >>> import symflux as sf
    >>> one_way = sf.Network.from_edges([(1, 2, (0, 1))], baths={1: (1, "T1"), 2: [(1, "T2"), (1, "T3")]})
    >>> expanded("2*work(1,2) - bath_flux(2)", one_way)
    '2*(flux(1,2) + flux(2,1)) - (bath_flux(2.1) + bath_flux(2.2))'
    """

    def written(call: re.Match[str]) -> str:
        arguments: list[Any] = call_arguments(call[2])
        if call[1] == "work":
            if len(arguments) > 2:
                raise NetworkError(f"{call[0]}: expected at most two sites, as in work(1,2)")
            arguments = [find_label(each, network.sites, call[0]) for each in arguments]
        elif len(arguments) == 1:
            sites = {label_text(site): site for site in network.sites}
            arguments = [sites.get(arguments[0], arguments[0])]
        found = sum_of(call[1], arguments, network)
        if found is None:
            return call[0]
        return found if call[0] == text.strip() else f"({found})"

    return _CALL.sub(written, text)


def sum_of(kind: str, sites: Sequence[Any], network: Network) -> str | None:
    """The sum of fluxes and bath fluxes that this quantity is, as a claim writes it; None for any other quantity.

    >>> import symflux as sf
    >>> sum_of("work", (), sf.chain(2, baths={1: (1, "T1"), 2: (1, "T2")}))
    '-bath_flux(1) - bath_flux(2)'
    """
    if kind == "bath_flux" and len(sites) == 1:
        known = {label_text(label) for label in network.baths}
        if label_text(sites[0]) in known or sites[0] not in network.sites:
            return None
        return " + ".join(_heat(bath.label) for bath in network.baths_at(sites[0])) or None
    if kind != "work":
        return None
    if not sites:
        return "".join(f" - {_heat(label)}" for label in network.baths).removeprefix(" ").replace("- ", "-", 1) or "0"
    return _at_site(sites[0], network) if len(sites) == 1 else _between(sites[0], sites[1], network)


def _heat(label: Any) -> str:
    return f"bath_flux({label_text(label)})"


def _flux(i: Any, j: Any) -> str:
    return f"flux({label_text(i)},{label_text(j)})"


def _between(i: Any, j: Any, network: Network) -> str:
    """What a directed spring delivers to both of its ends: all that the bond does, without a bath in it."""
    name = f"work({label_text(i)},{label_text(j)})"
    if any(set(drive.sites) == {i, j} for drive in network.drive_items):
        raise NetworkError(f"{name}: claims know no work of a drive between two sites; the value is in ss.work(...)")
    if not any(set(bond) == {i, j} for bond, _ in network.directed_items):
        raise NetworkError(f"{name}: no directed spring between {label_text(i)} and {label_text(j)}")
    baths = [f" - {_heat(bath.label)}" for bath in network.bath_items if set(bath.sites) == {i, j}]
    return f"{_flux(i, j)} + {_flux(j, i)}{''.join(baths)}"


def _at_site(i: Any, network: Network) -> str:
    """The first law at a site: what its baths and bonds bring in, and the work there, add up to zero."""
    name = f"work({label_text(i)})"
    if any(len(drive.sites) == 2 and i in drive.sites for drive in network.drive_items):
        raise NetworkError(f"{name}: claims know no work at the end of a drive between two sites")
    drives = any(drive.sites == (i,) for drive in network.drive_items)
    if not drives and not any(on == i for (on, _), _ in network.feedback_items):
        raise NetworkError(f"{name}: no drive and no feedback at site {label_text(i)}")
    pairs = [*network.bonds, *(bond for bond, _ in (*network.magnetic_items, *network.inerter_items))]
    pairs += [bath.sites for bath in network.bath_items if len(bath.sites) == 2]
    others = dict.fromkeys(b if a == i else a for a, b in pairs if i in (a, b))
    terms = [_heat(bath.label) for bath in network.bath_items if bath.sites == (i,)]
    terms += [_flux(other, i) for other in others]
    return f"-({' + '.join(terms)})" if terms else "0"
