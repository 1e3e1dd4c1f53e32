"""The symbols of circuits, drawn along a line: resistor, capacitor, inductor, the two sources, ground."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from symflux.show.pictures.geometry import Area, Point
from symflux.show.pictures.scene import Circle, Line, Polygon, Shape

__all__ = ["HALF", "INK", "arrow_head", "ground", "symbol"]

INK = "#1f2933"
HALF = 0.42  #: cm, half the length of a symbol
_WIDTH = 0.04


class _Frame:
    """Coordinates along a line from a to b: u along it from the middle, v to its left."""

    def __init__(self, a: Point, b: Point):
        length = hypot(b[0] - a[0], b[1] - a[1])
        self.middle = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        self.way = (b[0] - a[0]) / length, (b[1] - a[1]) / length

    def __call__(self, u: float, v: float) -> Point:
        (x, y), (c, s) = self.middle, self.way
        return x + c * u - s * v, y + s * u + c * v


def symbol(kind: str, a: Point, b: Point) -> tuple[list[Shape], float, Area]:
    """(shapes of a component between two points, half its width, what it covers), wires included.

    ``kind`` is the letter of the netlist: R, C, L, I or G; the current of I and G runs from a to b.
    """
    frame = _Frame(a, b)
    inner = {"C": 0.08, "I": 0.3, "G": 0.34}.get(kind, HALF)
    wires: list[Shape] = [Line((a, frame(-inner, 0)), INK, _WIDTH), Line((frame(inner, 0), b), INK, _WIDTH)]
    half = {"R": 0.15, "C": 0.25, "L": 0.16, "I": 0.3, "G": 0.34}[kind]
    area = Area(tuple(frame(u, v) for u, v in ((-inner, -half), (inner, -half), (inner, half), (-inner, half))))
    return [*wires, *_BODIES[kind](frame)], half, area


def _resistor(frame: _Frame) -> list[Shape]:
    steps = [(-HALF, 0.0)]
    steps += [(HALF * ((2 * k + 1) / 6 - 1), 0.15 * (1 if k % 2 == 0 else -1)) for k in range(6)]
    return [Line(tuple(frame(u, v) for u, v in (*steps, (HALF, 0.0))), INK, _WIDTH)]


def _capacitor(frame: _Frame) -> list[Shape]:
    return [Line((frame(u, -0.25), frame(u, 0.25)), INK, 0.06) for u in (-0.08, 0.08)]


def _inductor(frame: _Frame) -> list[Shape]:
    radius = HALF / 4
    points = []
    for bump in range(4):
        centre = -HALF + radius * (2 * bump + 1)
        points += [(centre - radius * cos(pi * k / 8), 1.3 * radius * sin(pi * k / 8)) for k in range(9)]
    return [Line(tuple(frame(u, v) for u, v in points), INK, _WIDTH)]


def _source(frame: _Frame) -> list[Shape]:
    return [Circle(frame(0, 0), 0.3, "#ffffff", INK, _WIDTH), *_current(frame)]


def _controlled(frame: _Frame) -> list[Shape]:
    corners = tuple(frame(u, v) for u, v in ((-0.34, 0.0), (0.0, 0.3), (0.34, 0.0), (0.0, -0.3)))
    return [Polygon(corners, "#ffffff", INK, "", _WIDTH), *_current(frame)]


def _current(frame: _Frame) -> list[Shape]:
    return [Line((frame(-0.2, 0), frame(0.08, 0)), INK, _WIDTH), arrow_head(frame(0.0, 0), frame(0.21, 0))]


_BODIES = {"R": _resistor, "C": _capacitor, "L": _inductor, "I": _source, "G": _controlled}


def arrow_head(a: Point, b: Point) -> Polygon:
    """A small filled head from a to its tip b."""
    length = hypot(b[0] - a[0], b[1] - a[1])
    x, y = 0.09 * (a[1] - b[1]) / length, 0.09 * (b[0] - a[0]) / length
    return Polygon(((a[0] + x, a[1] + y), b, (a[0] - x, a[1] - y)), INK)


def ground(wire: tuple[Point, Point]) -> tuple[Sequence[Shape], Area]:
    """Three lines across the end of a wire, and what they cover."""
    (a, b), length = wire, hypot(wire[1][0] - wire[0][0], wire[1][1] - wire[0][1])
    x, y = (b[0] - a[0]) / length, (b[1] - a[1]) / length

    def at(along: float, across: float) -> Point:
        return b[0] + along * x - across * y, b[1] + along * y + across * x

    lines = [
        Line((at(down, -wide), at(down, wide)), INK, 0.05) for wide, down in ((0.24, 0.0), (0.15, 0.1), (0.06, 0.2))
    ]
    return lines, Area((at(-0.03, -0.26), at(0.23, -0.26), at(0.23, 0.26), at(-0.03, 0.26)))
