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
from symflux.show.pictures.diagram import fitted, resized
from symflux.show.pictures.geometry import Area, Point
from symflux.show.pictures.picture import Picture
from symflux.show.pictures.scene import Line, Polygon, Scene, Shape
from symflux.show.pictures.site_layout import positions_of

__all__ = ["COLOURS", "draw_entry", "draw_fates"]

#: grey, blue and orange differ for every kind of colour vision, and the three kinds of bonds in shape as well
COLOURS = {"zero": "#a3a8b0", "fixed": "#1d4f91", "any": "#d9730d"}


def draw_fates(
    network: Network,
    found: Any = True,
    *,
    positions: Mapping[Site, Sequence[Any]] | None = None,
    names: Mapping[Any, str] | None = None,
    labels: str = "both",
) -> Scene:
    """The picture of a network with its bonds coloured by fate; ``found`` is True, or a mapping from bonds to fates.

    >>> import symflux as sf
    >>> net = sf.chain(3, baths={1: (1, "T1"), 3: (1, "T3")})
    >>> net.draw(fates=True).svg.count("#1d4f91")
    4
    """
    known: Mapping[Any, Fate] = fates(network) if found is True else found
    placed = positions_of(network, positions)

    def make(size: float, wanted: str) -> Picture:
        return _FatePicture(network, resized(placed, size), known, names, wanted)

    kind = "spring" if labels in ("both", "spring") else "none"
    return Scene(fitted(make, kind, len(network.bonds), False), f"fates of {network.title()}")


def draw_entry(entry: Entry, *, positions: Mapping[Site, Sequence[Any]] | None = None) -> Scene:
    """The picture of an entry of the atlas: the hot bath's site is yellow, the cold one's dark.

    A circular arrow where heat circulates for all couplings.

    >>> import symflux as sf
    >>> sf.atlas(sites=3)[0].draw().title
    '12 13'
    """
    network = entry.network()
    placed = positions_of(network, positions)
    shown = network.at({"T1": 2, "T2": 1})
    cycles = [entry.cycle] if entry.circulates == "always" else []
    picture = _FatePicture(shown, placed, entry, None, "none", cycles, colour=COLOURS["fixed"], shows_baths=False)
    return Scene(picture.compose()[0], entry.key)


class _FatePicture(Picture):
    """A picture whose bonds are lines and heads by fate."""

    def __init__(
        self,
        network: Network,
        placed: Mapping[Site, Point],
        known: Mapping[Any, Fate],
        names: Mapping[Any, str] | None,
        labels: str,
        cycles: Sequence[Sequence[Site]] = (),
        *,
        colour: str = COLOURS["any"],
        shows_baths: bool = True,
    ):
        super().__init__(network, placed, {}, names, labels, cycles)
        self.known, self.circle_colour, self.shows_baths = known, colour, shows_baths

    def bond(self, pair: tuple[Site, Site]) -> tuple[list[Shape], list[Shape], float]:
        """A line and heads by fate."""
        i, j = pair
        fate = self.known[i, j]
        colour, (a, b) = COLOURS[fate.kind], (self.placed[i], self.placed[j])
        line: list[Shape] = [Line((a, b), colour, 0.05 if fate.kind == "zero" else 0.1, dashed=fate.kind == "zero")]
        heads: list[Polygon] = []
        if fate.kind == "any":
            heads = [_head(a, b, colour, 0.3), _head(b, a, colour, 0.3)]
        elif fate.direction is not None:
            start, end = (self.placed[site] for site in fate.direction)
            heads = [_head(start, end, colour, 0.62)]
        self.taken += [Area(head.points) for head in heads]
        return line, list(heads), 0.17 if heads else 0.05

    def baths(self) -> list[Shape]:
        """Boxes, but for the pages of the atlas."""
        return super().baths() if self.shows_baths else []


def _head(a: Point, b: Point, colour: str, part: float) -> Polygon:
    """An arrowhead on the line from a to b, its tip at this part of it, towards b; below a half it points to a."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
    back = -1 if part < 0.5 else 1
    tip = (a[0] + part * length * ux, a[1] + part * length * uy)
    base = (tip[0] - back * 0.34 * ux, tip[1] - back * 0.34 * uy)
    wing = (0.15 * uy, -0.15 * ux)
    return Polygon((tip, (base[0] + wing[0], base[1] + wing[1]), (base[0] - wing[0], base[1] - wing[1])), colour)
