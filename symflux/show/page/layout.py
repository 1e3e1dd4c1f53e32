"""Where the sites and baths of a network stand on a live page, and what is written beside them."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, cos, hypot, pi, sin
from typing import Any

from symflux.algebra import RationalFunction
from symflux.model.labels import show_label
from symflux.model.network import Network, Site
from symflux.show.pictures.site_layout import Point, positions_of
from symflux.show.tex.names import plain_name

__all__ = ["layout_of", "written"]

_REACH = 1.2  #: from a site to about the edge of its bath
_SPREAD = 0.9  #: radians between two baths of one site
_MARGIN = (0.75, 0.5)  #: left and right of the outermost baths, above and below
_LABEL = (0.9, 0.7)  #: how far a label reaches to the side of a bond, and above or below it, beyond the margin
_LEAST = (7.0, 3.0)  #: width and height of a picture
_LONGEST = 14


def written(value: RationalFunction) -> str:
    """A value for a picture or a label: short, plain text.

    >>> from symflux.algebra import exact
    >>> written(exact("k12")), written(exact("2*a")), written(exact("a*b + c**3 + d*e + 1"))
    ('k₁₂', '2 a', '…')
    """
    text = str(value)
    if value.is_constant or len(text) > _LONGEST:
        return text if len(text) <= _LONGEST else "…"
    return plain_name(text) if text.isidentifier() else text.replace("**", "^").replace("*", " ")


def layout_of(network: Network) -> dict[str, Any]:
    """Sites, bonds and baths with their places, y downwards; ``box`` is (left, top, width, height).

    >>> import symflux as sf
    >>> layout = layout_of(sf.chain(2, spring="k", baths={1: (1, "T1"), 2: (1, "T2")}))
    >>> layout["bonds"], [bath["name"] for bath in layout["baths"]], layout["box"]
    ([{'i': 0, 'j': 1, 'name': 'k'}], ['T₁', 'T₂'], [-2.0, -1.95, 7.0, 3.15])
    """
    placed = {site: (x, -y) for site, (x, y) in positions_of(network).items()}
    springs = {frozenset(bond): written(k) for bond, k in network.spring_items}
    springs |= {frozenset(bond): f"{written(a)}, {written(b)}" for bond, (a, b) in network.directed_items}
    pairs = [*network.bonds, *(b.sites for b in network.bath_items if len(b.sites) == 2)]
    pairs += [bond for bond, _ in (*network.magnetic_items, *network.inerter_items)]
    bonds = list({frozenset(pair): (pair[0], pair[1]) for pair in reversed(pairs)}.values())[::-1]
    baths = _baths(network, placed, bonds)
    points = [*placed.values(), *((bath["x"], bath["y"]) for bath in baths), *_beside(placed, bonds)]
    left, right = min(x for x, _ in points) - _MARGIN[0], max(x for x, _ in points) + _MARGIN[0]
    top, bottom = min(y for _, y in points) - _MARGIN[1], max(y for _, y in points) + _MARGIN[1]
    if right - left < _LEAST[0]:  # a small network is not blown up
        left, right = (left + right - _LEAST[0]) / 2, (left + right + _LEAST[0]) / 2
    if bottom - top < _LEAST[1]:
        top, bottom = (top + bottom - _LEAST[1]) / 2, (top + bottom + _LEAST[1]) / 2
    return {
        "sites": [{"label": str(site), "x": round(x, 3), "y": round(y, 3)} for site, (x, y) in placed.items()],
        "bonds": [
            {"i": network.index(i), "j": network.index(j), "name": springs.get(frozenset((i, j)), "")}
            for i, j in bonds
        ],
        "baths": baths,
        "box": [round(number, 3) for number in (left, top, right - left, bottom - top)],
    }


def _beside(placed: dict[Site, Point], bonds: Sequence[tuple[Site, Site]]) -> list[Point]:
    """Where labels may stand: on both sides of the middle of every bond."""
    found = []
    for i, j in bonds:
        (ax, ay), (bx, by) = placed[i], placed[j]
        length = hypot(bx - ax, by - ay) or 1.0
        nx, ny = _LABEL[0] * (by - ay) / length, _LABEL[1] * (ax - bx) / length
        found += [((ax + bx) / 2 + side * nx, (ay + by) / 2 + side * ny) for side in (-1, 1)]
    return found


def _baths(network: Network, placed: dict[Site, Point], bonds: Sequence[tuple[Site, Site]]) -> list[dict[str, Any]]:
    ys = [y for _, y in placed.values()]
    centre = sum(x for x, _ in placed.values()) / len(placed), sum(ys) / len(ys)
    found: list[dict[str, Any]] = []
    for bath in network.bath_items:
        own = [other for other in network.bath_items if other.sites == bath.sites]
        turn = _SPREAD * (own.index(bath) - (len(own) - 1) / 2)
        x = sum(placed[site][0] for site in bath.sites) / len(bath.sites)
        y = sum(placed[site][1] for site in bath.sites) / len(bath.sites)
        angle = pi * (len(bath.sites) - 1.5)  # above a flat picture, below it where it joins two sites
        if max(ys) - min(ys) >= 0.1:
            angle = _outward(bath.sites, placed, bonds, centre)
        reach = _REACH + (0.6 if abs(cos(angle + turn)) > 0.35 else 0.25)
        x, y = x + reach * cos(angle + turn), y + reach * sin(angle + turn)
        found.append(
            {
                "label": show_label(bath.label),
                "sites": [network.index(site) for site in bath.sites],
                "x": round(x, 3),
                "y": round(y, 3),
                "name": written(bath.temperature) if bath.temperature.names else f"T = {written(bath.temperature)}",
            }
        )
    return found


def _outward(
    sites: tuple[Site, ...], placed: dict[Site, Point], bonds: Sequence[tuple[Site, Site]], centre: Point
) -> float:
    """The middle of the widest gap between the bonds of a site; away from the centre where gaps are equally wide."""
    x, y = placed[sites[0]]
    if len(sites) == 2:
        other = placed[sites[1]]
        across = atan2(other[1] - y, other[0] - x) + pi / 2
        middle = (x + other[0]) / 2 - centre[0], (y + other[1]) / 2 - centre[1]
        return across if cos(across) * middle[0] + sin(across) * middle[1] >= 0 else across + pi
    near = [placed[j if i == sites[0] else i] for i, j in bonds if sites[0] in (i, j)]
    angles = sorted(atan2(b - y, a - x) for a, b in near)
    if not angles:
        return -pi / 2
    away = atan2(y - centre[1], x - centre[0]) if hypot(x - centre[0], y - centre[1]) > 0.05 else -pi / 2
    gaps = [
        (after - before, (before + after) / 2)
        for before, after in zip(angles, [*angles[1:], angles[0] + 2 * pi], strict=True)
    ]
    return max(gaps, key=lambda gap: (round(gap[0], 3), cos(gap[1] - away)))[1]
