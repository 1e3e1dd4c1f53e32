"""Where M = 0 is the limit of small masses, and where it is not.

For ker M spanned by the massless sites the means at M = 0 are the limits of those at small masses (however these are
chosen) provided that (a) no velocity coupling touches a massless site, (b) every bath or drive that touches one is on
that site alone, or is a bath that joins it to one massive site, no two on the same pair, (c) every massless site feels
friction. The proof is a sketch; thousands of means were compared. Outside these conditions formulas at M = 0 look fine
and can be wrong, so networks are refused there; circuits, where ideal joints are customary, list them instead.
"""

from __future__ import annotations

from symflux.algebra import RationalFunction
from symflux.model.labels import show_label
from symflux.model.linear_model import LinearModel
from symflux.model.physical import pieces

__all__ = ["idealisations"]

_ADVICE = "give these sites a mass"


def idealisations(model: LinearModel) -> list[str]:
    """What at M = 0 is not known to be the limit of small masses, a line each; empty where all is well."""
    light = {i for i in range(model.size) if model.mass[i, i].is_zero}
    names = [show_label(site) for site in model.sites]
    return [
        *_not_on_sites(model, names),
        *_velocity_couplings(model, light, names),
        *_baths(model, light, names),
        *_drives(model, light),
        *_frictionless(model, light, names),
    ]


def _not_on_sites(model: LinearModel, names: list[str]) -> list[str]:
    """ker M has to be spanned by sites: sites that only inerters give a mass can move together without any."""
    found, rows = [], model.mass.dense()
    for piece in map(sorted, pieces(rows)):
        if len(piece) == 1 or not all(sum(rows[i], RationalFunction.constant(0)).is_zero for i in piece):
            continue
        if len(piece) == 2:
            i, j = piece
            found.append(f"inerter {names[i]}-{names[j]}: it joins two sites without a mass of their own; {_ADVICE}")
        else:
            sites = ", ".join(names[i] for i in piece)
            found.append(f"inerters join the sites {sites}, none of which has a mass of its own; {_ADVICE}")
    return found


def _velocity_couplings(model: LinearModel, light: set[int], names: list[str]) -> list[str]:
    rest = {(i, j): entry for i, j, entry in model.damping.entries()}
    for bath in model.baths:
        for i, a in bath.direction:
            for j, b in bath.direction:
                rest[i, j] = rest.get((i, j), RationalFunction.constant(0)) - a * b * bath.friction
    touched = {i for place, entry in rest.items() if entry for i in place if i in light}
    return [f"site {names[i]}: a field or feedback acts on a massless site; {_ADVICE}" for i in sorted(touched)]


def _baths(model: LinearModel, light: set[int], names: list[str]) -> list[str]:
    found, pairs = [], set()
    for bath in model.baths:
        ends = [i for i, _ in bath.direction]
        touched = [i for i in ends if i in light]
        if len(ends) < 2 or not touched:
            continue
        where = f"bath {show_label(bath.label)}"
        if len(touched) == 2:
            shown = f"{names[ends[0]]} and {names[ends[1]]}"
            found.append(f"{where}: it joins the massless sites {shown}; {_ADVICE}")
        elif frozenset(ends) in pairs:
            found.append(f"{where}: two baths join the same pair of which one site is massless; {_ADVICE}")
        pairs.add(frozenset(ends))
    return found


def _drives(model: LinearModel, light: set[int]) -> list[str]:
    return [
        f"drive {show_label(drive.label)}: it joins two sites of which one is massless; {_ADVICE}"
        for drive in model.drives
        if len(drive.direction) == 2 and any(i in light for i, _ in drive.direction)
    ]


def _frictionless(model: LinearModel, light: set[int], names: list[str]) -> list[str]:
    bare = [names[i] for i in sorted(light) if model.damping[i, i].is_zero]
    return [f"site {name}: it has neither mass nor friction; {_ADVICE}, or a bath" for name in bare]
