"""The shapes that stand for sites, baths and heat: discs, pills, boxes and arrows."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from symflux.model.network import Site
from symflux.show.pictures.geometry import Area, Point
from symflux.show.pictures.scene import Circle, Polygon, Shape, Text
from symflux.show.pictures.text_size import text_width
from symflux.show.tex.names import site_latex

__all__ = ["SCALE", "Arrow", "SiteShape", "blend", "contrast", "ink_on"]

# cold to hot: dark to light, blue to yellow, the same order in grey and for every kind of colour vision (after cividis)
SCALE = ("#1d3b6f", "#4a5c7a", "#7c7b78", "#b5a56a", "#f4dc4c")
RADIUS = 0.33  #: cm
_PILL = 0.27  #: half the height of a pill


class SiteShape:
    """A site: a disc for a short name, a pill as wide as a long one.

    >>> SiteShape(12, (0, 0)).is_disc, SiteShape("reservoir", (0, 0)).is_disc
    (True, False)
    """

    def __init__(self, site: Site, centre: Point):
        self.site, self.centre = site, centre
        self.size = 10.0 if len(str(site)) < 3 else 8.0
        wide = text_width(str(site), self.size)
        self.is_disc = wide < 1.75 * RADIUS
        self.wide, self.high = (RADIUS, RADIUS) if self.is_disc else (wide / 2 + 0.2, _PILL)

    @property
    def area(self) -> Area:
        """What it covers."""
        return Area.disc(self.centre, RADIUS) if self.is_disc else Area.box(self.centre, self.wide, self.high)

    def reach(self, direction: Point, half: float = 0.0) -> float:
        """How far from the centre a band of this half width, in a direction of length one, leaves it."""
        if self.is_disc:
            return RADIUS
        (x, y), far = direction, 0.0
        for aside in ((-y * half, x * half), (y * half, -x * half)):
            ways = zip(direction, aside, (self.wide, self.high), strict=True)
            far = max(far, min((side - (o if d > 0 else -o)) / abs(d) for d, o, side in ways if abs(d) > 1e-9))
        return far

    def shapes(self, fill: str) -> list[Shape]:
        """The shape with its name in it."""
        title = f"site {self.site}"
        body: Shape = Circle(self.centre, RADIUS, fill, title=title)
        if not self.is_disc:
            (x, y), straight = self.centre, self.wide - self.high
            angles = [pi * (k / 8 - 0.5) for k in range(9)]
            right = [(x + straight + self.high * cos(a), y + self.high * sin(a)) for a in angles]
            left = [(x - straight - self.high * cos(a), y - self.high * sin(a)) for a in angles]
            body = Polygon((*right, *left), fill, "#000000", title, 0.03)
        return [body, Text(self.centre, site_latex(self.site), str(self.site), ink_on(fill), self.size)]


class Arrow:
    """A filled arrow from a to b, its shaft of a given half width."""

    def __init__(self, a: Point, b: Point, half: float):
        self.length = hypot(b[0] - a[0], b[1] - a[1]) or 1e-9
        self.half, self.wing = half, half + 0.10
        head = min(0.45 * self.length, 0.16 + 1.6 * half)
        ux, uy = (b[0] - a[0]) / self.length, (b[1] - a[1]) / self.length
        stations = ((0.0, half), (self.length - head, half), (self.length - head, self.wing), (self.length, 0.0))
        upper = [(a[0] + s * ux - w * uy, a[1] + s * uy + w * ux) for s, w in stations]
        lower = [(a[0] + s * ux + w * uy, a[1] + s * uy - w * ux) for s, w in reversed(stations[:-1])]
        self.points = (*upper, *lower)

    @property
    def areas(self) -> Sequence[Area]:
        """The shaft and the head."""
        a, b, c, tip, d, e, f = self.points
        return Area((a, b, e, f)), Area((c, tip, d))

    def polygon(self, colour: str, title: str) -> Polygon:
        """The arrow with a thin white edge."""
        return Polygon(self.points, colour, "#ffffff", title, 0.015)


def blend(part: float) -> str:
    """A colour of the scale, 0 cold and 1 hot."""
    place = min(1.0, max(0.0, part)) * (len(SCALE) - 1)
    k = min(int(place), len(SCALE) - 2)
    pairs = ((int(SCALE[k][c : c + 2], 16), int(SCALE[k + 1][c : c + 2], 16)) for c in (1, 3, 5))
    return "#" + "".join(f"{round(a + (place - k) * (b - a)):02x}" for a, b in pairs)


def contrast(first: str, second: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG 2).

    >>> round(contrast("#000000", "#ffffff")), contrast("#777777", "#777777")
    (21, 1.0)
    """
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def ink_on(fill: str) -> str:
    """Black or white, whichever reads better."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, fill))


def _luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
