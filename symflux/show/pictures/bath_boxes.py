"""Where baths and drives stand: a box beside its site, in the widest gap between the bonds, clear of everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import atan2, cos, hypot, pi, sin

from symflux.model.network import Site
from symflux.show.pictures.geometry import Area, Point
from symflux.show.pictures.labels import Block
from symflux.show.pictures.site_shapes import SiteShape

__all__ = ["BathBox", "Boxes"]

_ARROW = 0.72  #: cm between a site and its bath
_PADDING = 0.06
_REACHES = (1.0, 1.35, 1.8, 2.4)


@dataclass(frozen=True)
class BathBox:
    """A box with its text, and the ends of the line that joins it to its site (to its sites, for two)."""

    block: Block
    centre: Point
    joints: tuple[tuple[Point, Point], ...]  #: (at the site, at the box)
    is_clear: bool

    @property
    def sides(self) -> tuple[float, float]:
        """Half the sides."""
        return self.block.wide + _PADDING, self.block.high + _PADDING

    @property
    def area(self) -> Area:
        """What it covers."""
        return Area.box(self.centre, *self.sides)


class Boxes:
    """Places for boxes, one after the other, each clear of the sites, the bonds and the boxes before it."""

    def __init__(self, sites: Mapping[Site, SiteShape], bonds: Sequence[tuple[Site, Site]], is_flat: bool):
        self.sites, self.bonds, self.is_flat = sites, bonds, is_flat
        self.areas = [shape.area for shape in sites.values()]
        self.lines = [Area.band(sites[i].centre, sites[j].centre, 0.12) for i, j in bonds]
        self.boxes: list[Area] = []
        self.directions: dict[Site, list[float]] = {}
        for i, j in bonds:
            for one, other in ((i, j), (j, i)):
                (x, y), (u, v) = sites[one].centre, sites[other].centre
                self.directions.setdefault(one, []).append(atan2(v - y, u - x))
        xs, ys = ([shape.centre[k] for shape in sites.values()] for k in (0, 1))
        self.middle = sum(xs) / len(xs), sum(ys) / len(ys)

    def beside(self, site: Site, block: Block, half: float) -> BathBox:
        """A box for one site, joined to it by a band of this half width."""
        shape, first = self.sites[site], None
        for part in _REACHES:
            for angle in self._angles(site):
                way = cos(angle), sin(angle)
                sides = block.wide + _PADDING, block.high + _PADDING
                edge = min(s / abs(d) for s, d in zip(sides, way, strict=True) if abs(d) > 1e-9)
                start = shape.reach(way, half)
                far = start + _ARROW * part + edge
                at, outer = (_along(shape.centre, way, d) for d in (start, start + _ARROW * part))
                centre = _along(shape.centre, way, far)
                line = Area.band(at, outer, 0.15)
                box = BathBox(block, centre, ((at, outer),), self._is_clear(Area.box(centre, *sides), line, shape))
                first = first or box
                if box.is_clear:
                    self._take(site, angle, box, line)
                    return box
        assert first is not None  # there is always some angle
        return first

    def between(self, sites: Sequence[Site], block: Block) -> BathBox:
        """A box for two sites: half way, beside the bond where there is one."""
        a, b = (self.sites[site] for site in sites)
        dx, dy = b.centre[0] - a.centre[0], b.centre[1] - a.centre[1]
        length = hypot(dx, dy)
        normal = -dy / length, dx / length
        middle = (a.centre[0] + b.centre[0]) / 2, (a.centre[1] + b.centre[1]) / 2
        sides = block.wide + _PADDING, block.high + _PADDING
        step = abs(normal[0]) * sides[0] + abs(normal[1]) * sides[1] + 0.3
        found = None
        for part in (0.0, 1.0, -1.0, 1.6, -1.6, 2.4, -2.4):
            centre = _along(middle, normal, part * step)
            joints = tuple((end.centre, centre) for end in (a, b))
            area = Area.box(centre, *sides)
            is_clear = not any(area.covers(other) for other in (*self.areas, *self.lines, *self.boxes))
            found = found or BathBox(block, centre, joints, is_clear)
            if is_clear:
                found = BathBox(block, centre, joints, True)
                break
        assert found is not None
        self.boxes += [found.area, *(Area.band(*joint, 0.08) for joint in found.joints)]
        return found

    def _take(self, site: Site, angle: float, box: BathBox, line: Area) -> None:
        self.boxes += [box.area, line]
        self.directions.setdefault(site, []).append(angle)

    def _is_clear(self, area: Area, line: Area, own: SiteShape) -> bool:
        others = [s.area for s in self.sites.values() if s is not own]
        if any(area.covers(other) for other in (*others, own.area, *self.lines, *self.boxes)):
            return False
        return not any(line.covers(other) for other in (*others, *self.boxes))

    def _angles(self, site: Site) -> Iterator[float]:
        """Up and down in a row; else the middles of the gaps between the bonds, outwards first, wide ones first."""
        taken = sorted(self.directions.get(site, []))
        if (self.is_flat or not self.sites[site].is_disc) and not any(abs(abs(t) - pi / 2) < 0.3 for t in taken):
            yield from (pi / 2, -pi / 2)
        if not taken:
            yield from (pi / 2, -pi / 2, 0.0, pi)
            return
        x, y = self.sites[site].centre[0] - self.middle[0], self.sites[site].centre[1] - self.middle[1]
        outward = atan2(y, x) if hypot(x, y) > 0.1 else pi / 2
        gaps = [(b - a, (a + b) / 2, a) for a, b in pairwise([*taken, taken[0] + 2 * pi])]
        ordered = sorted(gaps, key=lambda gap: (-round(gap[0] + 0.4 * cos(gap[1] - outward), 6), gap[2]))
        yield from (middle for _, middle, _ in ordered)
        for wide, _, start in ordered:
            if wide > 0.6:
                yield from (start + part * wide for part in (0.35, 0.65, 0.25, 0.75))


def _along(start: Point, way: Point, distance: float) -> Point:
    return start[0] + way[0] * distance, start[1] + way[1] * distance
