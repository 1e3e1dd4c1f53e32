"""A network in words, for terminals and notebooks."""

from __future__ import annotations

from collections.abc import Mapping

from symflux.algebra import RationalFunction
from symflux.algebra.ring import name_key
from symflux.model.elements import Bath, Elements
from symflux.model.labels import Site, show_label

__all__ = ["description", "summary"]

_ZERO = RationalFunction.constant(0)


def summary(network: Elements) -> str:
    """One line: how many sites, springs and baths, and the parameters."""
    return (
        f"<Network {network.name + ': ' if network.name else ''}{_count(len(network.sites), 'site')}, "
        f"{_count(len(network.bonds), 'spring')}, {_count(len(network.baths), 'bath')}"
        f"{', parameters ' + ', '.join(network.parameters[:12]) if network.parameters else ''}"
        f"{', ...' if len(network.parameters) > 12 else ''}>"
    )


def description(network: Elements) -> str:
    """Every spring, pin, mass and bath; long tables are cut short."""
    head = f"{network.name}: " if network.name else ""
    lines = [
        f"{head}network of {_count(len(network.sites), 'site')}, {_count(len(network.bonds), 'spring')}, "
        f"{_count(len(network.baths), 'bath')}"
    ]
    lines += [f"  spring {i}-{j}: {k.summary()}" for (i, j), k in network.spring_items[:40]]
    if len(network.spring_items) > 40:
        lines.append(f"  ... and {len(network.spring_items) - 40} more springs")
    lines += _listed("pinning", network.pinning, _ZERO)
    lines += _listed("masses", network.masses, RationalFunction.constant(1))
    lines += [
        f"  bath {_bath_place(bath)}: friction {bath.friction.summary()}, temperature {bath.temperature.summary()}"
        for bath in network.bath_items
    ]
    lines += [f"  quartic spring {i}-{j}: {c.summary()}" for (i, j), c in network.quartic_items]
    lines += _listed("quartic pinning", network.quartic_pinning, _ZERO)
    lines += [
        f"  directed spring {i}-{j}: {a.summary()} on {i}, {b.summary()} on {j}"
        for (i, j), (a, b) in network.directed_items[:40]
    ]
    lines += [f"  mass between {i} and {j}: {m.summary()}" for (i, j), m in network.inerter_items]
    lines += [f"  magnetic field {i}-{j}: {w.summary()}" for (i, j), w in network.magnetic_items]
    lines += [
        f"  drive at {show_label(drive.label)}: strength {drive.strength.summary()}" for drive in network.drive_items
    ]
    lines += [f"  feedback on {on} from {of}: {h.summary()}" for (on, of), h in network.feedback_items]
    if network.real:
        lines.append(f"  real (of either sign): {', '.join(sorted(network.real, key=name_key))}")
    return "\n".join(lines)


def _bath_place(bath: Bath) -> str:
    """``at 1``, ``hot at 1``, ``between 1 and 2``."""
    place = f"at {bath.sites[0]}" if len(bath.sites) == 1 else f"between {bath.sites[0]} and {bath.sites[1]}"
    return place if bath.label == bath.sites[0] or isinstance(bath.label, tuple) else f"{bath.label} {place}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _listed(title: str, values: Mapping[Site, RationalFunction], default: RationalFunction) -> list[str]:
    listed = [f"{site}: {value.summary()}" for site, value in values.items() if value != default]
    if len(listed) > 20:
        listed = [*listed[:20], "..."]
    return [f"  {title} {', '.join(listed)}"] if listed else []
