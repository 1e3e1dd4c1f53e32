"""Where the texts beside the bonds go: next to their bond, and never over another text, an arrow or a site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import atan2, cos, hypot, pi, sin

from symflux.show.pictures.geometry import Area, Point, distance_to_segment
from symflux.show.pictures.scene import Shape, Text
from symflux.show.pictures.text_size import line_height, text_width

__all__ = ["Block", "Line3", "Place", "Placer"]

_SIZE = 8.5  #: points
_LEADING = 0.06  #: cm between two lines of a block
_MARGIN = 0.04  #: cm round a block
_GAP = 0.05  #: cm between a block and its bond
_PARTS = (0.5, *(0.5 + sign * step / 25 for step in range(1, 10) for sign in (-1, 1)))  #: of the bond, the middle first

Line3 = tuple[str, str, str]  #: LaTeX, plain text, colour


@dataclass(frozen=True)
class Block:
    """Lines of text, one under the other."""

    lines: tuple[Line3, ...]
    size: float = _SIZE

    @property
    def wide(self) -> float:
        """Half the width, margin included, in cm."""
        return max((text_width(plain, self.size) for _, plain, _ in self.lines), default=0.0) / 2 + _MARGIN

    @property
    def high(self) -> float:
        """Half the height, margin included, in cm."""
        total = sum(line_height(latex, self.size) for latex, _, _ in self.lines)
        return (total + _LEADING * (len(self.lines) - 1)) / 2 + _MARGIN

    def in_one_line(self) -> Block:
        """The same with the lines one after the other."""
        if len(self.lines) < 2:
            return self
        latex, plain = (gap.join(line[k] for line in self.lines) for k, gap in enumerate((r",\ ", ",  ")))
        return Block(((latex, plain, self.lines[0][2]),), self.size)

    def shapes(self, centre: Point, colour: str | None = None, angle: float = 0.0) -> list[Shape]:
        """The texts, around a point, turned by an angle."""
        down = self.high - _MARGIN
        texts: list[Shape] = []
        for latex, plain, own in self.lines:
            height = line_height(latex, self.size)
            step = down - height / 2
            spot = centre[0] - step * sin(angle), centre[1] + step * cos(angle)
            texts.append(Text(spot, latex, plain, colour or own, self.size, angle=angle * 180 / pi))
            down -= height + _LEADING
        return texts


@dataclass(frozen=True)
class Place:
    """A block at a point, turned by an angle."""

    block: Block
    centre: Point
    angle: float = 0.0

    @cached_property
    def area(self) -> Area:
        """What it covers."""
        return Area.box(self.centre, self.block.wide, self.block.high).turned(self.angle)

    def shapes(self) -> list[Shape]:
        """The texts."""
        return self.block.shapes(self.centre, angle=self.angle)


class Placer:
    """Finds a place for every block that was wished for; ``turned`` writes along the bonds."""

    def __init__(self, taken: Iterable[Area], lines: Sequence[tuple[Point, Point]], *, turned: bool = False):
        self.taken, self.lines = list(taken), lines
        self.turned = turned
        self.wishes: list[list[Place]] = []

    def beside(self, block: Block, a: Point, b: Point, half: float, outward: Point) -> None:
        """A wish to stand beside the line from a to b, of this half width, rather on the side of ``outward``."""
        length = hypot(b[0] - a[0], b[1] - a[1])
        normal = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
        side = 1 if normal[0] * outward[0] + normal[1] * outward[1] >= 0 else -1
        angle = 0.0
        if self.turned:
            angle = atan2(b[1] - a[1], b[0] - a[0])
            angle -= round(angle / pi - 1e-6) * pi  # read from below or from the right
        found: list[tuple[float, Place]] = []
        for late, each in enumerate(dict.fromkeys((block, block.in_one_line()) if self.turned else (block,))):
            support = each.high if self.turned else abs(normal[0]) * each.wide + abs(normal[1]) * each.high
            for turn in (side, -side):
                step = turn * (half + _GAP + support)
                for part in _PARTS:
                    spot = a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])
                    place = Place(each, (spot[0] + step * normal[0], spot[1] + step * normal[1]), angle)
                    if self.turned or not self._is_nearer_to_another(place, (a, b)):
                        found.append((abs(part - 0.5) + (0.2 if turn != side else 0.0) + 0.3 * late, place))
        self.wishes.append([place for _, place in sorted(found, key=lambda entry: entry[0])])

    def _is_nearer_to_another(self, place: Place, own: tuple[Point, Point]) -> bool:
        mine = distance_to_segment(place.centre, *own)
        return any(line != own and distance_to_segment(place.centre, *line) < mine for line in self.lines)

    def place(self) -> tuple[list[Place], int]:
        """(the places, how many blocks have none): those with the fewest places choose first.

        One that finds none may send away one other that has another place.
        """
        free = [[place for place in wish if not _hits(place.area, self.taken)] for wish in self.wishes]
        chosen: dict[int, Place] = {}
        for k in sorted(range(len(free)), key=lambda k: (len(free[k]), k)):
            found = _choose(free[k], chosen, free)
            if found is not None:
                chosen[k] = found
        return [chosen[k] for k in sorted(chosen)], len(free) - len(chosen)


def _choose(places: Sequence[Place], chosen: dict[int, Place], free: Sequence[Sequence[Place]]) -> Place | None:
    """A free place, perhaps after one of the chosen has moved."""
    for place in places:
        if not _hits(place.area, (other.area for other in chosen.values())):
            return place
    for place in places:
        in_the_way = [k for k, other in chosen.items() if other.area.covers(place.area)]
        if len(in_the_way) == 1:
            (other,) = in_the_way
            rest = [place.area, *(each.area for k, each in chosen.items() if k != other)]
            moved = next((each for each in free[other] if not _hits(each.area, rest)), None)
            if moved is not None:
                chosen[other] = moved
                return place
    return None


def _hits(area: Area, others: Iterable[Area]) -> bool:
    return any(area.covers(other) for other in others)
