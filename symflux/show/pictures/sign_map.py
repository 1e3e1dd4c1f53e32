"""Maps of the sign of a result over one or two parameters, from exact cells.

No sign is ever sampled: each strip of a map is a cell of :mod:`symflux.signs.region`, whose sign is proved by one
exact point, and each point of a wall is an isolated root of the wall's polynomial at a rational abscissa.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.real_roots import AlgebraicNumber, real_roots
from symflux.errors import SignError
from symflux.positivity.points.decomposition import Bound
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.pictures.plot import INK, MINUS, MINUS_HATCH, PLUS, Plot, mark_exactly, new_plot, picture_number
from symflux.show.tex.formula import latex_of
from symflux.show.tex.names import Names
from symflux.signs.region import Cell, SignRegion

__all__ = ["sign_map"]

_COLUMNS = 240  #: of a map of two parameters
_LONGEST_FORMULA = 90


def sign_map(
    region: SignRegion,
    *,
    limits: Mapping[Any, tuple[Any, Any]] | None = None,
    names: Mapping[Any, str] | None = None,
    label: str = r"\phi",
) -> Plot:
    """The picture of a sign region over one parameter (a line with its roots) or two (cells and boundary curve).

    ``limits`` gives the range shown of a parameter, as ``{"a": (0, 5)}``; ``label`` is the LaTeX of what has the sign.
    Needs matplotlib. Raises :class:`SignError` for three parameters.
    """
    if len(region.names) > 2:
        raise SignError(f"a picture shows one or two parameters, not {len(region.names)}: give the others values")
    shown = Names(region.names, names)
    ranges = {str(name): (picture_number(low), picture_number(high)) for name, (low, high) in (limits or {}).items()}
    for name, (low, high) in ranges.items():
        if name not in region.names or low >= high:
            raise SignError(f"limits of {name}: a range (low, high) of one of {', '.join(region.names)}")
    return _line(region, ranges, shown, label) if len(region.names) == 1 else _plane(region, ranges, shown, label)


def _wall(bound: Bound | None, is_real: bool) -> AlgebraicNumber | None:
    """A wall of the first parameter as a number."""
    return None if bound is None else real_roots(bound.polynomial, positive=not is_real)[bound.index]


def _default_range(values: Sequence[float], samples: Sequence[float], is_real: bool) -> tuple[Fraction, Fraction]:
    """A range that shows all these values with room around."""
    points = list(values) or list(samples)
    low, high = min(points, default=0.0), max(points, default=1.0)
    margin = 0.25 * ((high - low) or abs(high) or 1.0)
    top = high + (0.5 * abs(high) if not is_real else margin)
    return (Fraction(low - margin) if is_real else Fraction(0)), Fraction(top or 1.0)


# one parameter ------------------------------------------------------------------------------------------------


def _line(region: SignRegion, ranges: Mapping[str, Any], names: Names, label: str) -> Plot:
    (name,) = region.names
    is_real = name in region.real
    walls = [(_wall(cell.bounds[0][0], is_real), _wall(cell.bounds[0][1], is_real)) for cell in region.cells]
    numbers = sorted({wall for pair in walls for wall in pair if wall is not None})
    samples = [float(cell.values[0]) for cell in region.cells]
    low, high = map(float, ranges.get(name) or _default_range([float(n) for n in numbers], samples, is_real))
    figure, axes = new_plot(6.2, 1.75)
    for cell, (lower, upper) in zip(region.cells, walls, strict=True):
        left = low if lower is None else max(low, float(lower))
        right = high if upper is None else min(high, float(upper))
        if left >= right:
            continue
        axes.axvspan(left, right, 0.0, 1.0, **_style(cell.sign))
        axes.text((left + right) / 2, 0.5, "+" if cell.sign == "+" else "\N{MINUS SIGN}", size=15, ha="center",
                  va="center", color=INK, bbox={"boxstyle": "circle,pad=0.1", "fc": "white", "ec": "none"})  # fmt: skip
    visible = [number for number in numbers if low <= float(number) <= high]
    for number in visible:
        axes.axvline(float(number), color=INK, linewidth=1.6)
    axes.set(xlim=(low, high), ylim=(0, 1), yticks=[], xlabel=f"${names[name]}$")
    mark_exactly(axes, visible)
    axes.set_title(f"sign of ${label}$", fontsize=10)
    return Plot(figure)


def _style(sign: str) -> dict[str, Any]:
    if sign == "+":
        return {"facecolor": PLUS, "edgecolor": "none", "linewidth": 0}
    return {"facecolor": MINUS, "edgecolor": "#b3622a", "hatch": MINUS_HATCH, "linewidth": 0}


# two parameters -----------------------------------------------------------------------------------------------


class _Roots:
    """The roots of walls over rational abscissas, each found once."""

    def __init__(self, region: SignRegion):
        self.base, self.name = region.names
        self.is_real = self.name in region.real
        self._known: dict[tuple[Polynomial, Fraction], list[float]] = {}

    def height(self, wall: Bound | None, x: Fraction, missing: float) -> float:
        """Where the wall stands over x."""
        if wall is None:
            return missing
        key = wall.polynomial, x
        if key not in self._known:
            line = RationalFunction(wall.polynomial).substitute({self.base: RationalFunction.constant(x)}).numerator
            self._known[key] = [float(root) for root in real_roots(line, positive=not self.is_real)]
        roots = self._known[key]
        return roots[wall.index] if wall.index < len(roots) else missing


def _plane(region: SignRegion, ranges: Mapping[str, Any], names: Names, label: str) -> Plot:
    base, name = region.names
    roots = _Roots(region)
    edges = {id(cell): tuple(_wall(w, base in region.real) for w in cell.bounds[0]) for cell in region.cells}
    critical = [float(number) for number in region.critical]
    samples = [[float(cell.values[k]) for cell in region.cells] for k in (0, 1)]
    x_low, x_high = map(float, ranges.get(base) or _default_range(critical, samples[0], base in region.real))
    columns = {id(cell): _columns(edges[id(cell)], x_low, x_high) for cell in region.cells}
    low, high = ranges.get(name) or _height(region, columns, roots, samples[1])
    y_low, y_high = float(low), float(high)
    figure, axes = new_plot(5.6, 4.3)
    bottom = y_low if name in region.real else max(0.0, y_low)
    drawn: set[str] = set()
    strips: list[tuple[Cell, list[float], list[float], list[float]]] = []
    for cell in region.cells:
        xs = columns[id(cell)]
        if not xs:
            continue
        lower = [roots.height(cell.bounds[1][0], x, bottom if name not in region.real else y_low) for x in xs]
        upper = [roots.height(cell.bounds[1][1], x, y_high) for x in xs]
        strips.append((cell, [float(x) for x in xs], lower, upper))
        clipped = [min(max(h, y_low), y_high) for h in lower], [min(max(h, y_low), y_high) for h in upper]
        axes.fill_between([float(x) for x in xs], *clipped, **_style(cell.sign))
        drawn.add(cell.sign)
    _boundaries(axes, region, strips, edges)
    for number in region.critical:
        if x_low < float(number) < x_high:
            axes.axvline(float(number), color=INK, linewidth=0.7, linestyle=(0, (1, 3)))
    axes.set(xlim=(x_low, x_high), ylim=(y_low, y_high), xlabel=f"${names[base]}$", ylabel=f"${names[name]}$")
    mark_exactly(axes, [n for n in region.critical if x_low < float(n) < x_high][:6])
    _legend(axes, region, names, label, drawn)
    return Plot(figure)


def _columns(edges: Sequence[AlgebraicNumber | None], low: float, high: float) -> list[Fraction]:
    """Rational abscissas strictly inside the base interval of a cell, dense near its ends."""
    left = low if edges[0] is None else max(low, float(edges[0]))
    right = high if edges[1] is None else min(high, float(edges[1]))
    if left >= right:
        return []
    count = max(8, round(_COLUMNS * (right - left) / (high - low)))
    inner = [left + (right - left) * k / count for k in range(1, count)]
    margin = (right - left) * 1e-4
    ends = [left + margin / 20, left + margin, left + 20 * margin]
    ends += [right - 20 * margin, right - margin, right - margin / 20]
    return sorted(Fraction(x).limit_denominator(10**7) for x in {*inner, *ends} if _is_between(x, edges))


def _is_between(x: float, edges: Sequence[AlgebraicNumber | None]) -> bool:
    at = Fraction(x).limit_denominator(10**7)
    return (edges[0] is None or edges[0] < at) and (edges[1] is None or edges[1] > at) and (at > 0 or edges[0] is None)


def _height(
    region: SignRegion, columns: Mapping[int, Sequence[Fraction]], roots: _Roots, samples: Sequence[float]
) -> tuple[Fraction, Fraction]:
    """A range that shows the walls: nine tenths of their points."""
    heights: list[float] = []
    for cell in region.cells:
        for x in columns[id(cell)][::8]:
            heights += [roots.height(wall, x, 0.0) for wall in cell.bounds[1] if wall is not None]
    heights = sorted(heights)
    kept = heights[len(heights) // 20 : max(1, len(heights) - len(heights) // 20)] if heights else []
    return _default_range(kept, samples, roots.is_real)


def _boundaries(axes: Any, region: SignRegion, strips: Sequence[Any], edges: Mapping[int, Any]) -> None:
    """The curve across which the sign changes: common walls of cells of different sign."""
    below = {}
    for cell, xs, lower, _ in strips:
        wall = cell.bounds[1][0]
        if wall is not None:
            below[(cell.bounds[0], wall.polynomial, wall.index)] = cell, xs, lower
    for cell, xs, _, upper in strips:
        wall = cell.bounds[1][1]
        other = None if wall is None else below.get((cell.bounds[0], wall.polynomial, wall.index))
        if other is not None and other[0].sign != cell.sign:
            axes.plot(xs, upper, color=INK, linewidth=1.6)
    base = region.names[0]
    upright = [p for p in region.boundary if p.names == (base,)]
    for p in upright:
        for number in real_roots(p, positive=base not in region.real):
            axes.axvline(float(number), color=INK, linewidth=1.6)


def _legend(axes: Any, region: SignRegion, names: Names, label: str, drawn: set[str]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    texts = {"+": f"${label} > 0$", "-": f"${label} < 0$"}
    handles: list[Any] = [Patch(label=texts[sign], **_style(sign)) for sign in ("+", "-") if sign in drawn]
    setter = Collector(names.__getitem__, Order())
    for p in region.boundary[:3]:
        sign, formula = setter.rational(RationalFunction(p))
        text = latex_of(formula, sign)
        if len(text) > _LONGEST_FORMULA:
            text = f"p_{{{len(p)}}}({', '.join(names[n] for n in p.names)})"
        handles.append(Line2D([], [], color=INK, linewidth=1.6, label=f"${_mathtext(text)} = 0$"))
    axes.figure.legend(handles=handles, loc="outside lower center", ncols=2, fontsize=8, frameon=False)


def _mathtext(latex: str) -> str:
    """LaTeX that matplotlib's mathtext reads: no sized brackets."""
    for command in (r"\bigl", r"\bigr", r"\Bigl", r"\Bigr"):
        latex = latex.replace(command, "")
    return latex
