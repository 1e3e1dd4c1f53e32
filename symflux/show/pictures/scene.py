"""A picture as a list of shapes, and its three renderings: SVG text, TikZ text, a matplotlib figure.

Coordinates are in cm, y upwards. The three show the same shapes at the same places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from symflux.errors import NetworkError
from symflux.show.pictures.text_size import line_height, text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Circle", "Line", "Polygon", "Scene", "Shape", "Text"]

Point = tuple[float, float]
_PIXELS = 37.8  #: per cm, at 96 dpi


@dataclass(frozen=True)
class Circle:
    """A filled circle with an outline."""

    centre: Point
    radius: float
    fill: str
    edge: str = "#000000"
    width: float = 0.03  #: of the edge, in cm
    title: str = ""


@dataclass(frozen=True)
class Line:
    """Straight pieces through points."""

    points: tuple[Point, ...]
    colour: str
    width: float
    dashed: bool = False


@dataclass(frozen=True)
class Polygon:
    """A filled polygon."""

    points: tuple[Point, ...]
    fill: str
    edge: str = "none"
    title: str = ""
    width: float = 0.02


@dataclass(frozen=True)
class Text:
    """``latex`` between dollar signs for TikZ and matplotlib, ``plain`` for SVG."""

    at: Point
    latex: str
    plain: str
    colour: str = "#000000"
    size: float = 9.0  #: points
    anchor: str = "middle"  #: or "start", "end"
    angle: float = 0.0  #: degrees, counter-clockwise, of a text anchored in its middle


Shape = Circle | Line | Polygon | Text


@dataclass(frozen=True, repr=False)
class Scene:
    """The shapes, in drawing order. ``str`` of it is the TikZ text; in a notebook it shows itself."""

    shapes: tuple[Shape, ...]
    title: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(left, bottom, right, top), texts by the widths of their letters."""
        xs: list[float] = []
        ys: list[float] = []
        for shape in self.shapes:
            if isinstance(shape, Circle):
                xs += [shape.centre[0] - shape.radius, shape.centre[0] + shape.radius]
                ys += [shape.centre[1] - shape.radius, shape.centre[1] + shape.radius]
            elif isinstance(shape, Text):
                wide, high = text_width(shape.plain, shape.size), line_height(shape.latex, shape.size)
                left = {"middle": 0.5, "start": 0.0, "end": 1.0}[shape.anchor] * wide
                if shape.angle:
                    turn = abs(sin(shape.angle * pi / 180)), abs(cos(shape.angle * pi / 180))
                    wide, high = wide * turn[1] + high * turn[0], wide * turn[0] + high * turn[1]
                    left = wide / 2
                xs += [shape.at[0] - left, shape.at[0] - left + wide]
                ys += [shape.at[1] - high / 2, shape.at[1] + high / 2]
            else:
                xs += [x for x, _ in shape.points]
                ys += [y for _, y in shape.points]
        return min(xs, default=0), min(ys, default=0), max(xs, default=1), max(ys, default=1)

    # SVG ------------------------------------------------------------------------------------------------

    @property
    def svg(self) -> str:
        """The picture as SVG text."""
        left, bottom, right, top = self.box
        margin = 0.15
        width, height = right - left + 2 * margin, top - bottom + 2 * margin

        def place(point: Point) -> str:
            return f"{_short((point[0] - left + margin) * _PIXELS)},{_short((top + margin - point[1]) * _PIXELS)}"

        body = "".join(_svg(shape, place) for shape in self.shapes)
        size = f'width="{_short(width * _PIXELS)}" height="{_short(height * _PIXELS)}"'
        view = f'viewBox="0 0 {_short(width * _PIXELS)} {_short(height * _PIXELS)}"'
        title = f"<title>{escape(self.title)}</title>" if self.title else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} font-family="DejaVu Serif, Times, serif">'
            f'{title}<rect width="100%" height="100%" fill="#ffffff"/>{body}</svg>\n'
        )

    def _repr_svg_(self) -> str:
        return self.svg

    # TikZ -----------------------------------------------------------------------------------------------

    @property
    def tikz(self) -> str:
        """The picture as a ``tikzpicture``; needs the package tikz."""
        colours = sorted({c for shape in self.shapes for c in _colours(shape)})
        defined = "".join(rf"  \definecolor{{{_name(c)}}}{{HTML}}{{{c[1:].upper()}}}%" + "\n" for c in colours)
        body = "".join(f"  {_tikz(shape)}\n" for shape in self.shapes)
        return f"\\begin{{tikzpicture}}[x=1cm,y=1cm]\n{defined}{body}\\end{{tikzpicture}}"

    def __str__(self) -> str:
        return self.tikz

    def __repr__(self) -> str:
        return f"<picture of {self.title or 'a network'}: {len(self.shapes)} shapes>"

    # matplotlib -----------------------------------------------------------------------------------------

    def figure(self) -> Figure:
        """The picture as a matplotlib figure, true to size."""
        try:
            from matplotlib.figure import Figure as MatplotlibFigure
        except ImportError:
            raise NetworkError("this picture needs matplotlib: pip install 'symflux[plot]'") from None
        left, bottom, right, top = self.box
        margin = 0.15
        size = (right - left + 2 * margin) / 2.54, (top - bottom + 2 * margin) / 2.54
        figure = MatplotlibFigure(figsize=size)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(left - margin, right + margin)
        axes.set_ylim(bottom - margin, top + margin)
        for order, shape in enumerate(self.shapes):
            _plot(axes, shape, order)
        return figure

    def save(self, path: str | Path) -> None:
        """Write ``.svg``, ``.tex`` (a tikzpicture), or what matplotlib writes: ``.pdf``, ``.png``."""
        suffix = Path(path).suffix.lower()
        if suffix == ".svg":
            Path(path).write_text(self.svg, encoding="utf-8")
        elif suffix in (".tex", ".tikz"):
            Path(path).write_text(self.tikz + "\n", encoding="utf-8")
        elif suffix in (".pdf", ".png", ".eps"):
            self.figure().savefig(path, dpi=300)
        else:
            raise NetworkError(f"{path}: a picture is .svg, .tex, .pdf, .png or .eps")


def circular_arrow(centre: Point, radius: float, *, clockwise: bool, colour: str) -> list[Shape]:
    """Three quarters of a circle with an arrowhead: heat runs round."""
    turn = -1 if clockwise else 1
    start, sweep, steps = pi * 0.75, 1.45 * pi, 40
    angles = [start + turn * sweep * k / steps for k in range(steps + 1)]
    points = [(centre[0] + radius * cos(a), centre[1] + radius * sin(a)) for a in angles]
    tip_angle = angles[-1] + turn * 0.55
    tip = (centre[0] + radius * cos(tip_angle), centre[1] + radius * sin(tip_angle))
    last = angles[-1]
    inner, outer = ((centre[0] + r * cos(last), centre[1] + r * sin(last)) for r in (0.62 * radius, 1.38 * radius))
    return [Line(tuple(points), colour, 0.07), Polygon((tip, inner, outer), colour)]


def _colours(shape: Shape) -> list[str]:
    found = [shape.fill, shape.edge] if isinstance(shape, Circle | Polygon) else [shape.colour]
    return [colour for colour in found if colour != "none"]


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _svg(shape: Shape, place: Any) -> str:
    if isinstance(shape, Text):
        x, y = place(shape.at).split(",")
        pixels = shape.size * 4 / 3
        turn = f' transform="rotate({_short(-shape.angle)} {x} {y})"' if shape.angle else ""
        return (
            f'<text x="{x}" y="{_short(float(y) + 0.35 * pixels)}" font-size="{_short(pixels)}" fill="{shape.colour}" '
            f'text-anchor="{shape.anchor}"{turn}>{escape(shape.plain)}</text>'
        )
    if isinstance(shape, Line):
        dashed = ' stroke-dasharray="5,4"' if shape.dashed else ""
        points = " ".join(map(place, shape.points))
        width = _short(shape.width * _PIXELS)
        return f'<polyline points="{points}" fill="none" stroke="{shape.colour}" stroke-width="{width}"{dashed}/>'
    title = f"<title>{escape(shape.title)}</title>" if shape.title else ""
    edge = f'fill="{shape.fill}" stroke="{shape.edge}" stroke-width="{_short(shape.width * _PIXELS)}"'
    if isinstance(shape, Circle):
        x, y = place(shape.centre).split(",")
        return f'<circle cx="{x}" cy="{y}" r="{_short(shape.radius * _PIXELS)}" {edge}>{title}</circle>'
    return f'<polygon points="{" ".join(map(place, shape.points))}" {edge} stroke-linejoin="round">{title}</polygon>'


def _name(colour: str) -> str:
    return "sf" + colour[1:].lower()


def _at(point: Point) -> str:
    return f"({_short(point[0])},{_short(point[1])})"


def _tikz(shape: Shape) -> str:
    if isinstance(shape, Text):
        side = {"middle": "", "start": ",anchor=west", "end": ",anchor=east"}[shape.anchor]
        side += f",rotate={_short(shape.angle)}" if shape.angle else ""
        size = f"\\fontsize{{{_short(shape.size)}}}{{{_short(1.2 * shape.size)}}}\\selectfont"
        text = f"${shape.latex}$" if shape.latex else ""
        return rf"\node[inner sep=0pt,text={_name(shape.colour)}{side}] at {_at(shape.at)} {{{size}{text}}};"
    if isinstance(shape, Line):
        path = " -- ".join(map(_at, shape.points))
        dashed = ",dash pattern=on 3pt off 2.5pt" if shape.dashed else ""
        return rf"\draw[{_name(shape.colour)},line width={_short(shape.width * 28.45)}pt{dashed}] {path};"
    edge = "none" if shape.edge == "none" else _name(shape.edge)
    options = f"fill={_name(shape.fill)},draw={edge},line width={_short(shape.width * 28.45)}pt"
    if isinstance(shape, Circle):
        return rf"\path[{options}] {_at(shape.centre)} circle[radius={_short(shape.radius)}];"
    return rf"\path[{options},line join=round] {' -- '.join(map(_at, shape.points))} -- cycle;"


def _plot(axes: Any, shape: Shape, order: int) -> None:
    from matplotlib.patches import Circle as Disc
    from matplotlib.patches import Polygon as Area

    if isinstance(shape, Text):
        side = {"middle": "center", "start": "left", "end": "right"}[shape.anchor]
        axes.text(
            *shape.at, f"${shape.latex}$" if shape.latex else "", color=shape.colour, size=shape.size, ha=side,
            va="center", zorder=order, math_fontfamily="cm", rotation=shape.angle, rotation_mode="default",
        )  # fmt: skip
    elif isinstance(shape, Line):
        style = (0, (3, 2.5)) if shape.dashed else "-"
        xs, ys = zip(*shape.points, strict=True)
        axes.plot(xs, ys, color=shape.colour, linewidth=shape.width * 28.45, linestyle=style, zorder=order)
    elif isinstance(shape, Circle):
        axes.add_patch(
            Disc(shape.centre, shape.radius, facecolor=shape.fill, edgecolor=shape.edge,
                 linewidth=shape.width * 28.45, zorder=order)
        )  # fmt: skip
    else:
        axes.add_patch(
            Area(_pairs(shape.points), closed=True, facecolor=shape.fill, edgecolor=shape.edge,
                 linewidth=shape.width * 28.45, zorder=order)
        )  # fmt: skip


def _pairs(points: Sequence[Point]) -> list[list[float]]:
    return [list(point) for point in points]
