"""A network as the text of a network file (``docs/network-format.md``), exact: reading it gives the network back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from symflux.algebra import RationalFunction
from symflux.model.elements import Elements
from symflux.model.labels import Site

__all__ = ["network_text"]


def network_text(network: Elements) -> str:
    """The network as a file; reading it gives back an equal network."""
    lines = []
    if network.name:
        lines.append(f"name = {_quoted(network.name)}")
    lines.append(f"sites = [{', '.join(_label(site) for site in network.sites)}]")
    real = sorted(network.real & set(network.parameters))
    if real:
        lines.append(f"real = [{', '.join(map(_quoted, real))}]")
    tables: list[str] = []
    for key, values, default in (
        ("masses", network.masses, 1),
        ("pinning", network.pinning, 0),
        ("quartic_pinning", network.quartic_pinning, 0),
    ):
        distinct = set(values.values())
        if len(distinct) == 1 and len(values) == len(network.sites):
            (only,) = distinct
            if only != default:
                lines.append(f"{key} = {_exact(only)}")
        elif values:
            tables += ["", f"[{key}]"]
            tables += [f"{_key(site)} = {_exact(value)}" for site, value in values.items() if value != default]
    lines += tables
    quartic = {frozenset(bond): c for bond, c in network.quartic_items}
    for (i, j), k in network.spring_items:
        lines += ["", "[[spring]]", f"between = [{_label(i)}, {_label(j)}]", f"k = {_exact(k)}"]
        if frozenset((i, j)) in quartic:
            lines.append(f"quartic = {_exact(quartic[frozenset((i, j))])}")
    lines += _directed_lines(network)
    for bath in network.bath_items:
        lines += ["", "[[bath]]", *_place_lines(bath.sites), f"friction = {_exact(bath.friction)}"]
        lines.append(f"temperature = {_exact(bath.temperature)}")
        if bath.label != bath.sites[0] and not isinstance(bath.label, tuple):
            lines.append(f"name = {_quoted(str(bath.label))}")
    return "\n".join(lines) + "\n"


def _directed_lines(network: Elements) -> list[str]:
    """The elements beyond springs, pins, masses of sites and baths."""
    lines: list[str] = []
    for bond, pair in network.directed_items:
        lines += ["", "[[spring]]", *_place_lines(bond), f"k = [{', '.join(_quoted(str(k)) for k in pair)}]"]
    for bond, mass in network.inerter_items:
        lines += ["", "[[mass]]", *_place_lines(bond), f"mass = {_exact(mass)}"]
    for bond, field in network.magnetic_items:
        lines += ["", "[[magnetic]]", *_place_lines(bond), f"w = {_exact(field)}"]
    for drive in network.drive_items:
        lines += ["", "[[drive]]", *_place_lines(drive.sites), f"strength = {_exact(drive.strength)}"]
    for (on, of), strength in network.feedback_items:
        lines += ["", "[[feedback]]", f"on = {_label(on)}", f"from = {_label(of)}", f"friction = {_exact(strength)}"]
    return lines


def _place_lines(sites: Sequence[Site]) -> list[str]:
    listed = ", ".join(map(_label, sites))
    return [f"site = {listed}"] if len(sites) == 1 else [f"between = [{listed}]"]


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _label(site: Site) -> str:
    return str(site) if isinstance(site, int) else _quoted(site)


def _key(site: Site) -> str:
    return str(site) if isinstance(site, int) and site >= 0 else _quoted(str(site))


def _exact(value: RationalFunction) -> str:
    text = str(value)
    return text if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text) else _quoted(text)
