r"""Pictures for reports, as shapes that TikZ draws: the sign of a result over two parameters, the spectrum of a bond.

The sign of every strip of a map is exact, and each point of its boundary an isolated root over a rational abscissa.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import sympy

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.real_roots import real_roots
from symflux.show.pictures.scene import Line, Polygon, Scene, Shape, Text
from symflux.show.tex.names import Names
from symflux.signs.region import SignRegion
from symflux.steady_state.spectrum import Spectrum

__all__ = ["sign_scene", "spectrum_scene"]

_COLUMNS = 48  #: of a map
_POINTS = 160  #: of a curve
_WIDE, _HIGH = 6.0, 4.2  #: cm
_JUMP = 0.9  #: cm between neighbouring points of one line at most
Point = tuple[float, float]
_PLUS, _MINUS, _INK, _ZERO = "#c6dbef", "#fdae6b", "#1f2933", "#8899aa"


def sign_scene(region: SignRegion, names: Names) -> Scene:
    """The map of a sign region over two parameters: blue where positive, orange where negative, the boundary drawn.

    Both ranges begin at zero and hold all sample points of the cells.
    """
    (first, second), cells = region.names, region.cells
    right, top = (
        _rounded(Fraction(5, 4) * max(Fraction(str(cell.sample[name])) for cell in cells)) for name in (first, second)
    )
    frame = _Frame(float(right), float(top))
    shapes: list[Shape] = []
    columns = []
    for k in range(_COLUMNS):
        low, high = right * k / _COLUMNS, right * (k + 1) / _COLUMNS
        middle = (low + high) / 2
        heights = _heights(region.boundary, first, middle, top)
        columns.append((middle, heights))
        for below, above in pairwise([Fraction(0), *heights, top]):
            if below < above:
                sign = _sign(region.value, {first: middle, second: (below + above) / 2})
                corners = [(low, below), (high, below), (high, above), (low, above)]
                points = tuple(frame.at(float(x), float(y)) for x, y in corners)
                shapes.append(Polygon(points, _PLUS if sign > 0 else _MINUS))
    shapes += [Line(points, _INK, 0.04) for points in _walls(columns, frame)]
    return Scene((*shapes, *frame.axes(names[first], first, names[second], second)), "sign map")


def _sign(value: RationalFunction, point: dict[str, Fraction]) -> int:
    number = value.evaluate(point)
    return (number > 0) - (number < 0)


def _heights(boundary: Sequence[Polynomial], name: str, x: Fraction, top: Fraction) -> list[Fraction]:
    """Where the boundary stands over x, from below, as isolating midpoints."""
    found: list[Fraction] = []
    for polynomial in boundary:
        line = RationalFunction(polynomial).substitute({name: RationalFunction.constant(x)}).numerator
        if not line.is_constant:
            found += [Fraction(float(root)).limit_denominator(10**9) for root in real_roots(line)]
    return sorted({height for height in found if 0 < height < top})


def _walls(columns: Sequence[tuple[Fraction, list[Fraction]]], frame: _Frame) -> list[tuple[Point, ...]]:
    """The boundary as lines: the points of neighbouring columns that are close."""
    done: list[list[Point]] = []
    running: list[list[Point]] = []
    for x, heights in columns:
        going, waiting = [], list(running)
        for y in heights:
            point = frame.at(float(x), float(y))
            near = min(waiting, key=lambda line: abs(line[-1][1] - point[1]), default=None)
            if near is not None and abs(near[-1][1] - point[1]) < _JUMP:
                waiting.remove(near)
                near.append(point)
                going.append(near)
            else:
                going.append([point])
        done += waiting
        running = going
    return [tuple(line) for line in (*done, *running) if len(line) > 1]


def spectrum_scene(form: Spectrum, title: str = "spectrum") -> Scene | None:
    r"""The current of a bond per frequency, in units of its largest value; None where it still has parameters.

    Drawn in floating point: a picture, no evidence. The zero line is dashed.
    """
    density, frequency = exact(form.density * sympy.pi), form.frequency.name
    if set(density.names) != {frequency}:
        return None
    roots = [float(change) for change in form.sign_changes]
    most = 1.6 * max([1.0, *roots])
    curve = {most * k / _POINTS: 0.0 for k in range(1, _POINTS + 1)}
    for x in curve:
        curve[x] = float(density.evaluate({frequency: Fraction(x)}))
    for _ in range(4):  # more points where the curve is steep
        scale = max(map(abs, curve.values())) or 1.0
        for left, right in pairwise(sorted(curve)):
            if abs(curve[right] - curve[left]) > 0.04 * scale:
                curve[(left + right) / 2] = float(density.evaluate({frequency: Fraction((left + right) / 2)}))
    xs = sorted(curve)
    ys, scale = [curve[x] for x in xs], max(map(abs, curve.values())) or 1.0
    frame = _Frame(most, 2.0, high=2.6)
    points = tuple(frame.at(x, 1.0 + y / scale) for x, y in zip(xs, ys, strict=True))
    dots = [frame.at(root, 1.0) for root in roots]
    marks = [Line(((x, y - 0.09), (x, y + 0.09)), _MINUS, 0.07) for x, y in dots]
    zero = Line((frame.at(0, 1.0), frame.at(most, 1.0)), _ZERO, 0.02, dashed=True)
    return Scene((zero, *marks, Line(points, _INK, 0.04), *frame.axes(r"\omega", "ω", "", "", marked=False)), title)


class _Frame:
    """Axes from the origin, in cm."""

    def __init__(self, right: float, top: float, high: float = _HIGH):
        self.right, self.top, self.high = right, top, high

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The place of a point."""
        return round(x / self.right * _WIDE, 3), round(y / self.top * self.high, 3)

    def axes(self, across: str, across_plain: str, up: str, up_plain: str, *, marked: bool = True) -> list[Shape]:
        """The frame, ticks and names of both axes."""
        box = ((0.0, 0.0), (_WIDE, 0.0), (_WIDE, self.high), (0.0, self.high), (0.0, 0.0))
        shapes: list[Shape] = [Line(box, _INK, 0.025)]
        for x in _ticks(self.right):
            place = self.at(x, 0)[0]
            shapes.append(Line(((place, 0.0), (place, -0.08)), _INK, 0.02))
            shapes.append(Text((place, -0.28), _short(x), _short(x), size=8))
        shapes.append(Text((_WIDE / 2, -0.72), across, across_plain, size=9))
        for y in _ticks(self.top) if marked else []:
            place = self.at(0, y)[1]
            shapes.append(Line(((0.0, place), (-0.08, place)), _INK, 0.02))
            shapes.append(Text((-0.18, place), _short(y), _short(y), size=8, anchor="end"))
        if up:
            shapes.append(Text((-0.85, self.high / 2), up, up_plain, size=9))
        return shapes


def _ticks(most: float) -> list[float]:
    step = 1.0
    while most / step > 6:
        step *= 2 if str(step).lstrip("0.")[0] != "2" else 2.5
    while most / step < 3:
        step /= 2
    return [step * k for k in range(int(most / step + 1e-9) + 1)]


def _short(value: float) -> str:
    return f"{value:g}"


def _rounded(value: Fraction) -> Fraction:
    """A round number that is no smaller."""
    unit = Fraction(1)
    while unit * 10 <= value:
        unit *= 10
    while unit > value:
        unit /= 10
    return next(unit * k for k in (1, 2, 3, 4, 5, 6, 8, 10) if unit * k >= value)
