"""Maps of temperature space: a cell for each sign pattern of the fluxes, its walls named by the bond that reverses.

Drawn from the exact cells of :mod:`symflux.temperature.plane`, never by sampling signs. Cells differ by
hatching and number as well as by colour, so the map reads in grey and for the colour-blind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symflux.model.network import Bond, Site
from symflux.show.pictures.plot import picture_number, picture_values
from symflux.show.tex.names import usual_form
from symflux.temperature.plane import Plane, PlaneLine, quadrant, triangle

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["draw_plane", "temperature_map"]

# light colours (Okabe and Ito, lightened); neighbours in the list also differ in grey
_COLOURS = (
    "#ffffff", "#c6dbef", "#fdd49e", "#d0d0d0", "#ccebc5", "#f2d0e4", "#fff7bc", "#bfd3c1", "#e5d8bd", "#cbd5e8",
)  # fmt: skip
_HATCHES = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "||||", "oo", "++", "**")
_ROOT_3_HALF = 3**0.5 / 2
_LISTED = 24  #: patterns in the legend at most
_SIDE = 4.6  #: inches
_MANY, _LARGE_SIDE = 8, 7.0  #: a map of more cells is larger
_DIRECTIONS = ((1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (0.0, 1.4), (0.0, -1.4), (1.4, 0.0), (-1.4, 0.0))


def temperature_map(
    ss: Any,
    *,
    over: Sequence[Site] | None = None,
    at: Mapping[Any, Any] | None = None,
    bonds: Iterable[Bond] | None = None,
    given: Any = (),
    limit: Any = None,
) -> Figure:
    """A map of the sign patterns of the bond fluxes over bath temperatures, as a matplotlib figure.

    With three baths, a triangle: temperatures up to a common factor (``given`` may restrict them). With ``over``,
    a pair of bath sites, the quadrant of these two temperatures up to ``limit``, the others fixed by ``at`` or by
    the network's numbers. Needs matplotlib (the ``plot`` extra); save with ``figure.savefig("map.svg")``.
    """
    if over is None:
        return draw_plane(triangle(ss, bonds=bonds, given=given))
    return draw_plane(
        quadrant(ss, over, at=picture_values(at), bonds=bonds, limit=None if limit is None else picture_number(limit))
    )


def draw_plane(plane: Plane) -> Figure:
    """The figure of a plane."""
    from matplotlib.figure import Figure
    from matplotlib.patches import Polygon

    drawn = [(number, cell) for number, cell in enumerate(plane.cells, start=1) if len(cell.corners) > 2]
    same = _common([cell.signs for _, cell in drawn])
    texts = [
        f"{number}: {_arrows({b: s for b, s in cell.signs.items() if b not in same}) or 'no bond'}"
        f"   at ({', '.join(map(str, cell.witness.values()))})"
        for number, cell in drawn[:_LISTED]
    ]
    hidden = len(drawn) - _LISTED
    title = "heat flows" + (f" (and {hidden} more patterns)" if hidden > 0 else "")
    title += f"; everywhere {_arrows(same)}" if same else ""
    side = _SIDE if len(drawn) <= _MANY else _LARGE_SIDE
    legend_width = 0.9 + 0.072 * max([30, len(title), *map(len, texts)])
    height = max(side, 0.23 * len(texts) + 1.2)
    full = side + legend_width
    figure = Figure(figsize=(full, height))
    axes = figure.add_axes((0.7 / full, 0.5 / height, (side - 1.05) / full, 1 - 1.0 / height))
    labels = _Labels(axes, plane, side - 1.05)
    handles: list[Any] = []
    for number, cell in drawn:
        style: dict[str, Any] = {
            "facecolor": _COLOURS[(number - 1) % len(_COLOURS)],
            "hatch": _HATCHES[(number - 1 + (number - 1) // len(_COLOURS)) % len(_HATCHES)],
            "edgecolor": "#808080",
        }
        axes.add_patch(Polygon([_place(plane, corner) for corner in cell.corners], closed=True, linewidth=0, **style))
        spot = _place(plane, cell.point)
        axes.plot(*([x] for x in spot), marker="o", markersize=3.5, color="black", zorder=4)
        labels.occupy(spot, 2, 2)
        if number <= _LISTED:
            handles.append(Polygon([(0, 0)], **style))
    for line in plane.lines:
        ends = [_place(plane, end) for end in line.ends]
        axes.plot([x for x, _ in ends], [y for _, y in ends], color="black", linewidth=1.4, zorder=3)
    _frame(axes, plane)
    for line in plane.lines:
        _name_line(labels, plane, line)
    for number, cell in drawn:
        labels.put(str(number), _place(plane, cell.point), circled=True)
    if plane.here is not None:
        handles += axes.plot(
            *([x] for x in _place(plane, plane.here)), marker="*", markersize=12, color="black",
            markerfacecolor="white", zorder=5, linestyle="",
        )  # fmt: skip
        texts.append("the network's own temperatures")
    figure.legend(
        handles, texts, title=title,
        loc="center left", bbox_to_anchor=((side + 0.1) / full, 0.5), fontsize=8, frameon=False,
        handlelength=2.4, handleheight=1.4,
    )  # fmt: skip
    return figure


class _Labels:
    """Small texts that keep out of each other's way, with a thin line to the point where they had to move."""

    def __init__(self, axes: Any, plane: Plane, inches: float):
        self.axes = axes
        width = 1.24 if plane.kind == "triangle" else float(plane.limit)
        self.unit = width / (inches * 72)  #: picture coordinates per point
        self.limit = float(plane.limit) if plane.kind == "quadrant" else None
        self.boxes: list[tuple[float, float, float, float]] = []

    def occupy(self, spot: tuple[float, float], half_width: float, half_height: float) -> None:
        x, y, wide, high = *spot, half_width * self.unit, half_height * self.unit
        self.boxes.append((x - wide, y - high, x + wide, y + high))

    def put(
        self, text: str, spot: tuple[float, float], *, circled: bool = False, first: tuple[float, float] | None = None
    ) -> None:
        """Write near the spot, in the direction ``first`` if there is room, in points."""
        wide, high = (7.5, 7.5) if circled else (2.9 * len(text) + 2, 6)
        tries = [] if first is None else [(first[0] * k, first[1] * k) for k in (1.0, 1.9, 2.8, 3.7)]
        tries += [(dx * r, dy * r) for r in (8, 13, 19, 27, 37, 50, 66) for dx, dy in _DIRECTIONS]
        dx, dy = next((offset for offset in tries if self._is_free(spot, offset, wide, high, circled)), tries[0])
        place = (spot[0] + dx * self.unit, spot[1] + dy * self.unit)
        self.occupy(place, wide, high)
        far = dx * dx + dy * dy > 17**2
        shape = {"boxstyle": "circle,pad=0.15" if circled else "round,pad=0.1", "facecolor": "white", "linewidth": 0.6}
        self.axes.annotate(
            text, spot, xytext=place, textcoords="data", ha="center", va="center", fontsize=8 if circled else 9,
            zorder=6, bbox={**shape, "edgecolor": "black" if circled else "none"}, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "linewidth": 0.6, "shrinkA": 0, "shrinkB": 1} if far else None,
        )  # fmt: skip

    def _is_free(
        self, spot: tuple[float, float], offset: tuple[float, float], wide: float, high: float, inside: bool
    ) -> bool:
        x, y = spot[0] + offset[0] * self.unit, spot[1] + offset[1] * self.unit
        wide, high = wide * self.unit, high * self.unit
        if inside and self.limit is not None and not (wide < x < self.limit - wide and high < y < self.limit - high):
            return False
        return all(
            x + wide <= left or x - wide >= right or y + high <= low or y - high >= top
            for left, low, right, top in self.boxes
        )


def _common(patterns: Sequence[Mapping[Bond, str]]) -> dict[Bond, str]:
    """The bonds whose sign is the same in all patterns, where there are several."""
    if len(patterns) < 2:
        return {}
    return {bond: sign for bond, sign in patterns[0].items() if all(each[bond] == sign for each in patterns)}


def _arrows(signs: Mapping[Bond, str]) -> str:
    """Each bond written in the direction in which heat flows."""
    parts = {"+": "{0}→{1}", "-": "{1}→{0}", "0": "{0}–{1} none"}
    return ", ".join(parts[sign].format(i, j) for (i, j), sign in signs.items())


def _place(plane: Plane, vector: Sequence[Any]) -> tuple[float, float]:
    """Picture coordinates of a point in homogeneous coordinates."""
    if plane.kind == "quadrant":
        return float(vector[0]), float(vector[1])
    return float(vector[1]) + float(vector[2]) / 2, float(vector[2]) * _ROOT_3_HALF


def _name_line(labels: _Labels, plane: Plane, line: PlaneLine) -> None:
    """The bonds that reverse on a boundary, written outside the picture where the boundary leaves it."""
    text = ", ".join(f"{i}–{j}" for i, j in line.bonds)
    ends = [_place(plane, end) for end in line.ends]
    if plane.kind == "triangle":
        corners = [(0.0, 0.0), (1.0, 0.0), (0.5, _ROOT_3_HALF)]
        end = max(ends, key=lambda e: min((e[0] - c[0]) ** 2 + (e[1] - c[1]) ** 2 for c in corners))
        dx, dy = end[0] - 0.5, end[1] - _ROOT_3_HALF / 3
        length = (dx * dx + dy * dy) ** 0.5 or 1.0
        labels.put(text, end, first=(14 * dx / length, 14 * dy / length))
        return
    limit = float(plane.limit)
    end = max(ends, key=lambda e: (max(e) >= limit, e[0] + e[1]))
    if end[0] >= limit:
        labels.put(text, end, first=(14, 0))
    elif end[1] >= limit:
        labels.put(text, end, first=(0, 10))
    else:
        labels.put(text, end, first=(8, 10))


def _frame(axes: Any, plane: Plane) -> None:
    if plane.kind == "quadrant":
        limit = float(plane.limit)
        axes.set_xlim(0, limit)
        axes.set_ylim(0, limit)
        axes.set_aspect("equal")
        axes.set_xlabel(f"${usual_form(plane.names[0])}$")
        axes.set_ylabel(f"${usual_form(plane.names[1])}$")
        if plane.fixed:
            fixed = ", ".join(f"${usual_form(name)} = {value}$" for name, value in plane.fixed.items())
            axes.set_title(fixed, fontsize=10, pad=20)
        return
    corners = [(0.0, 0.0), (1.0, 0.0), (0.5, _ROOT_3_HALF)]
    around = [*corners, corners[0]]
    axes.plot([x for x, _ in around], [y for _, y in around], color="black", linewidth=1)
    for (x, y), name, shift in zip(corners, plane.names, ((-4, -12), (4, -12), (0, 12)), strict=True):
        axes.annotate(
            f"only ${usual_form(name)}$",
            (x, y),
            xytext=shift,
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=10,
        )
    axes.plot([0.5], [_ROOT_3_HALF / 3], marker="s", markersize=4, color="black", zorder=5)
    axes.set_xlim(-0.12, 1.12)
    axes.set_ylim(-0.12, _ROOT_3_HALF + 0.1)
    axes.set_aspect("equal")
    axes.set_axis_off()
