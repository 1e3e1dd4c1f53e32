"""The network with its bonds coloured by fate: what heat can do on them.

A dashed grey bond never carries heat, a blue arrow is the only way heat takes, an orange bond can carry it either way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot
from typing import Any

from symflux.catalogue.entry import Entry
from symflux.catalogue.fates import Fate, fates
from symflux.model.network import Network, Site
from symflux.show.pictures.diagram import Picture
from symflux.show.pictures.scene import Line, Polygon, Scene, Shape, circular_arrow
from symflux.show.pictures.site_layout import Point, positions_of
from symflux.show.tex.names import Names

__all__ = ["COLOURS", "draw_entry", "draw_fates"]

#: grey, blue and orange differ for every kind of colour vision, and the three kinds of bonds in shape as well
COLOURS = {"zero": "#a3a8b0", "fixed": "#1d4f91", "any": "#d9730d"}
_LABELLED = 40  #: bonds; pictures of more have no texts at the bonds


def draw_fates(
    network: Network,
    found: Any = True,
    *,
    positions: Mapping[Site, Sequence[Any]] | None = None,
    names: Mapping[Any, str] | None = None,
    labels: bool = True,
) -> Scene:
    """The picture of a network with its bonds coloured by fate; ``found`` is True, or a mapping from bonds to fates.

    >>> import symflux as sf
    >>> net = sf.chain(3, baths={1: (1, "T1"), 3: (1, "T3")})
    >>> net.draw(fates=True).svg.count("#1d4f91")
    4
    """
    known: Mapping[Any, Fate] = fates(network) if found is True else found
    placed = positions_of(network, positions)
    shown = labels and len(network.bonds) <= _LABELLED
    picture = _FatePicture(network, placed, {}, Names(network.parameters, names), shown)
    picture.known = known
    baths = picture.baths()
    return Scene((*picture.bonds(), *baths, *picture.sites()), f"fates of {network.title()}")


def draw_entry(entry: Entry, *, positions: Mapping[Site, Sequence[Any]] | None = None) -> Scene:
    """The picture of an entry of the atlas: the hot bath's site is yellow, the cold one's dark.

    A circular arrow where heat circulates for all couplings.

    >>> import symflux as sf
    >>> sf.atlas(sites=3)[0].draw().title
    '12 13'
    """
    network = entry.network()
    placed = positions_of(network, positions)
    picture = _FatePicture(network.at({"T1": 2, "T2": 1}), placed, {}, Names(network.parameters, None), False)
    picture.known = entry
    circle: list[Shape] = []
    if entry.circulates == "always":
        circle = _circle([placed[site] for site in entry.cycle])
    return Scene((*picture.bonds(), *circle, *picture.sites()), entry.key)


def _circle(points: list[Point]) -> list[Shape]:
    area = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(points, [*points[1:], points[0]], strict=True))
    centre = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
    size = min(0.4, 0.14 * abs(area) ** 0.5)
    return circular_arrow(centre, size, clockwise=area < 0, colour=COLOURS["fixed"]) if size > 0.1 else []


class _FatePicture(Picture):
    known: Mapping[Any, Fate]

    def bonds(self) -> list[Shape]:
        """Lines and heads by fate, with the springs written beside them."""
        lines: list[Shape] = []
        texts: list[Shape] = []
        for (i, j), spring in self.network.spring_items:
            fate = self.known[i, j]
            colour = COLOURS[fate.kind]
            a, b = self.placed[i], self.placed[j]
            lines.append(Line((a, b), colour, 0.05 if fate.kind == "zero" else 0.1, dashed=fate.kind == "zero"))
            if fate.kind == "any":
                lines += [_head(a, b, colour, 0.3), _head(b, a, colour, 0.3)]
            elif fate.direction is not None:
                start, end = (self.placed[site] for site in fate.direction)
                lines.append(_head(start, end, colour, 0.62))
            if self.labels:
                texts += self._bond_label(a, b, spring, None)
        return [*lines, *texts]


def _head(a: Point, b: Point, colour: str, part: float) -> Polygon:
    """An arrowhead on the line from a to b, its tip at this part of it, towards b; below a half it points to a."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    back = -1 if part < 0.5 else 1
    tip = (a[0] + part * length * ux, a[1] + part * length * uy)
    base = (tip[0] - back * 0.34 * ux, tip[1] - back * 0.34 * uy)
    wing = (0.15 * uy, -0.15 * ux)
    return Polygon((tip, (base[0] + wing[0], base[1] + wing[1]), (base[0] - wing[0], base[1] - wing[1])), colour)
