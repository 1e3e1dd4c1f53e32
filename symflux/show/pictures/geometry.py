"""What covers what: convex polygons in the plane, the only shapes that the placing of labels knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import cos, hypot, pi, sin

__all__ = ["Area", "Point", "distance_to_segment", "segments_cross"]

Point = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A convex polygon.

    >>> Area.box((0, 0), 1, 1).covers(Area.box((1.9, 0), 1, 1)), Area.box((0, 0), 1, 1).covers(Area.disc((2, 2), 1))
    (True, False)
    """

    points: tuple[Point, ...]

    @staticmethod
    def box(centre: Point, wide: float, high: float) -> Area:
        """A rectangle by its half sides."""
        (x, y), (w, h) = centre, (wide, high)
        return Area(((x - w, y - h), (x + w, y - h), (x + w, y + h), (x - w, y + h)))

    @staticmethod
    def disc(centre: Point, radius: float) -> Area:
        """A polygon of 16 corners round a circle."""
        outer = radius / cos(pi / 16)
        angles = [pi * k / 8 for k in range(16)]
        return Area(tuple((centre[0] + outer * cos(a), centre[1] + outer * sin(a)) for a in angles))

    @staticmethod
    def band(a: Point, b: Point, half: float) -> Area:
        """A straight line of some thickness."""
        length = hypot(b[0] - a[0], b[1] - a[1]) or 1.0
        x, y = half * (a[1] - b[1]) / length, half * (b[0] - a[0]) / length
        return Area(((a[0] + x, a[1] + y), (b[0] + x, b[1] + y), (b[0] - x, b[1] - y), (a[0] - x, a[1] - y)))

    def turned(self, angle: float) -> Area:
        """The same, turned round the middle of its corners."""
        if not angle:
            return self
        x, y = (sum(p[k] for p in self.points) / len(self.points) for k in (0, 1))
        c, s = cos(angle), sin(angle)
        return Area(tuple((x + c * (p - x) - s * (q - y), y + s * (p - x) + c * (q - y)) for p, q in self.points))

    @cached_property
    def limits(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top)."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs), min(ys), max(xs), max(ys)

    @cached_property
    def _sides(self) -> list[tuple[Point, float, float]]:
        """For every side its normal, and the least and largest product of it with a corner."""
        sides = []
        for (x, y), (u, v) in zip(self.points, (*self.points[1:], self.points[0]), strict=True):
            normal = v - y, x - u
            products = [normal[0] * p + normal[1] * q for p, q in self.points]
            sides.append((normal, min(products), max(products)))
        return sides

    def covers(self, other: Area) -> bool:
        """Whether the two have a point in common: no side of either keeps them apart."""
        left, bottom, right, top = self.limits
        west, south, east, north = other.limits
        if right <= west or east <= left or top <= south or north <= bottom:
            return False
        return not (self._is_apart(other) or other._is_apart(self))

    def _is_apart(self, other: Area) -> bool:
        for (x, y), low, high in self._sides:
            products = [x * p + y * q for p, q in other.points]
            if min(products) >= high or max(products) <= low:
                return True
        return False


def distance_to_segment(point: Point, a: Point, b: Point) -> float:
    """How far a point is from the straight line between two others.

    >>> distance_to_segment((0, 1), (-1, 0), (1, 0)), distance_to_segment((2, 0), (-1, 0), (1, 0))
    (1.0, 1.0)
    """
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    part = ((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / square if square else 0.0
    part = min(1.0, max(0.0, part))
    return hypot(point[0] - a[0] - part * dx, point[1] - a[1] - part * dy)


def segments_cross(first: Sequence[Point], second: Sequence[Point]) -> bool:
    """Whether two straight lines cross at an inner point of both.

    >>> segments_cross(((0, 0), (2, 2)), ((0, 2), (2, 0))), segments_cross(((0, 0), (1, 1)), ((1, 1), (2, 0)))
    (True, False)
    """
    (a, b), (c, d) = first, second
    one, two = _turn(a, b, c) * _turn(a, b, d), _turn(c, d, a) * _turn(c, d, b)
    return one < -1e-9 and two < -1e-9


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
