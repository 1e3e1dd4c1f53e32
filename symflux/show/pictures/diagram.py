"""The network as a picture: sites, springs, baths coloured by temperature, heat as arrows.

An arrow's direction is the exact sign of the flux and its width is proportional to the flux; a bond that carries
nothing is dashed. Arrows that close a circle are marked, and the circle is drawn inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import hypot
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, SignError
from symflux.model.labels import Label, show_label
from symflux.model.network import Network, Site
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.pictures.plot import picture_values
from symflux.show.pictures.scene import Circle, Line, Polygon, Scene, Shape, Text, circular_arrow
from symflux.show.pictures.site_layout import Point, positions_of
from symflux.show.tex.formula import latex_of
from symflux.show.tex.names import Names, plain_name, site_latex, usual_form
from symflux.temperature.circulation import circulations

__all__ = ["Picture", "draw", "network_svg"]

# cold to hot: dark to light, blue to yellow, the same order in grey and for every kind of colour vision (after cividis)
_SCALE = ("#1d3b6f", "#4a5c7a", "#7c7b78", "#b5a56a", "#f4dc4c")
_HEAT, _CIRCLE, _SPRING = "#30343b", "#c2410c", "#8a8f98"
_RADIUS = 0.33
_WIDEST = 0.34  #: cm, the arrow of the largest flux
_NARROWEST = 0.05
_LABELLED = 40  #: bonds; pictures of more have no numbers at the bonds
_LONGEST_LABEL = 14
_SHOWN = 60  #: sites of a network that a notebook draws unasked


def draw(
    network: Network,
    ss: Any = None,
    *,
    at: Mapping[Any, Any] | None = None,
    positions: Mapping[Site, Sequence[Any]] | None = None,
    names: Mapping[Any, str] | None = None,
    labels: bool = True,
    fates: Any = None,
) -> Scene:
    """The picture of a network; with its steady state ``ss``, the heat that flows, at the values ``at``.

    ``fates=True``, or what :func:`symflux.fates` gave, colours the bonds by what heat can do on them instead.

    The result shows itself in a notebook; ``.svg`` and ``.tikz`` are its texts, ``.save("net.pdf")`` writes a file.
    ``positions`` maps every site to (x, y). Raises :class:`NetworkError` where fluxes have no number yet.

    >>> from symflux.paper import example_2_corrected
    >>> picture = draw(example_2_corrected(), example_2_corrected().steady_state())
    >>> picture.svg[:4], picture.tikz.splitlines()[0]
    ('<svg', '\\\\begin{tikzpicture}[x=1cm,y=1cm]')
    """
    at = picture_values(at)
    shown = network.at(at) if at else network
    if fates:
        from symflux.show.pictures.fate_picture import draw_fates

        return draw_fates(shown, fates, positions=positions, names=names, labels=labels)
    fluxes = _fluxes(shown, ss, at) if ss is not None else {}
    placed = positions_of(shown, positions)
    picture = Picture(shown, placed, fluxes, Names(shown.parameters, names), labels and len(shown.bonds) <= _LABELLED)
    baths = picture.baths()  # first: the labels of the bonds keep out of their way
    shapes = picture.bonds() + picture.circles(ss, at) + baths + picture.sites()
    return Scene(tuple(shapes), shown.title())


def network_svg(network: Network) -> str | None:
    """The picture that a notebook shows of a network: SVG text, or None (the text then) for more than 60 sites."""
    return draw(network).svg if 0 < len(network.sites) <= _SHOWN else None


def _fluxes(network: Network, ss: Any, at: Mapping[Any, Any] | None) -> dict[tuple[Label, ...], Fraction]:
    """{(i, j): flux along the bond, (i,): flux out of the bath}."""
    wanted: dict[tuple[Label, ...], Any] = {(i, j): ss.bond_flux(i, j) for i, j in network.bonds}
    wanted |= {(i,): ss.bath_flux(i) for i in network.baths}
    result = {}
    for key, flux in wanted.items():
        value: RationalFunction = (flux.at(at) if at else flux).rational_function
        if not value.is_constant:
            raise NetworkError(
                f"arrows need numbers: {flux.quantity} depends on {', '.join(value.names)}; give them with at="
            )
        result[key] = value.value
    return result


class Picture:
    """The parts of one picture."""

    def __init__(
        self,
        network: Network,
        placed: Mapping[Site, Point],
        fluxes: Mapping[tuple[Label, ...], Fraction],
        names: Names,
        labels: bool,
    ):
        self.network = network
        self.placed = placed
        self.fluxes = fluxes
        self.names = names
        self.labels = labels
        self.largest = max((abs(value) for value in fluxes.values()), default=Fraction(0))
        self.setter = Collector(names.__getitem__, Order(network))
        self.centre = _mean(list(placed.values()))
        ys = [y for _, y in placed.values()]
        self.is_flat = max(ys) - min(ys) < 0.1
        self.taken = [(x - _RADIUS, y - _RADIUS, x + _RADIUS, y + _RADIUS) for x, y in placed.values()]

    # bonds ----------------------------------------------------------------------------------------------

    def bonds(self) -> list[Shape]:
        """Springs, with heat as arrows and the numbers beside them."""
        lines: list[Shape] = []
        arrows: list[Shape] = []
        texts: list[Shape] = []
        for (i, j), spring in self.network.spring_items:
            a, b = self.placed[i], self.placed[j]
            flux = self.fluxes.get((i, j))
            lines.append(Line((a, b), _SPRING, 0.045, dashed=flux == 0))
            if flux:
                start, end = (i, j) if flux > 0 else (j, i)
                colour = _CIRCLE if self._circulates(start, end) else _HEAT
                arrows.append(self._arrow(self.placed[start], self.placed[end], flux, colour, f"{start} -> {end}", 0.4))
            if self.labels:
                texts += self._bond_label(a, b, spring, flux)
        return [*lines, *arrows, *texts]

    def _circulates(self, start: Site, end: Site) -> bool:
        """Whether the arrow is part of a directed cycle of arrows: its end leads back to its start."""
        arrows: dict[Label, list[Label]] = {}
        for key, flux in self.fluxes.items():
            if len(key) == 2 and flux:
                source, target = key if flux > 0 else key[::-1]
                arrows.setdefault(source, []).append(target)
        found: set[Label] = {end}
        frontier: list[Label] = [end]
        for here in frontier:
            for near in arrows.get(here, []):
                if near not in found:
                    found.add(near)
                    frontier.append(near)
        return start in found

    def _width(self, flux: Fraction) -> float:
        return max(_NARROWEST, _WIDEST * float(abs(flux) / self.largest)) if self.largest else 0.0

    def _arrow(self, a: Point, b: Point, flux: Fraction, colour: str, what: str, gap: float) -> Polygon:
        """A filled arrow from a to b, its shaft as wide as the flux is large."""
        length = hypot(b[0] - a[0], b[1] - a[1])
        ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
        half = self._width(flux) / 2
        head = min(0.45 * (length - 2 * gap), 0.16 + 1.6 * half)
        wing = half + 0.10
        stations = ((gap, half), (length - gap - head, half), (length - gap - head, wing), (length - gap, 0.0))
        upper = [(a[0] + s * ux - w * uy, a[1] + s * uy + w * ux) for s, w in stations]
        lower = [(a[0] + s * ux + w * uy, a[1] + s * uy - w * ux) for s, w in reversed(stations[:-1])]
        return Polygon((*upper, *lower), colour, "#ffffff", f"{what}: {abs(flux)}", 0.015)

    def _bond_label(self, a: Point, b: Point, spring: RationalFunction, flux: Fraction | None) -> list[Shape]:
        """Flux and spring beside a bond, on the side and at the place where they cover least."""
        lines = [(*self._named("k", spring), "#5b616b")]
        if flux is not None:
            size = abs(flux)
            lines.insert(0, (rf"\phi = {_number_latex(size)}", f"φ = {_number_plain(size)}", _HEAT))
        step = 0.30 + (self._width(flux) / 2 if flux else 0)
        nx, ny = self._outward(a, b, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))
        best: tuple[float, list[Shape]] | None = None
        for order, (part, side) in enumerate((p, s) for s in (1, -1) for p in (0.5, 0.4, 0.6)):
            spot = (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]))
            texts = _stacked(spot, (side * nx, side * ny), step, lines)
            cost = sum(self._covered(text, (a, b)) for text in texts) + 0.01 * order
            if best is None or cost < best[0]:
                best = cost, texts
            if cost < 0.01:
                break
        found = best[1] if best is not None else []
        self.taken += [_box(text) for text in found if isinstance(text, Text)]
        return found

    def _covered(self, text: Shape, own: tuple[Point, Point]) -> int:
        """How much a text would lie over: other texts, sites, baths (each as much as five points of a bond)."""
        if not isinstance(text, Text):
            return 0
        left, bottom, right, top = _box(text)
        boxes = sum(not (x1 < left or right < x0 or y1 < bottom or top < y0) for x0, y0, x1, y1 in self.taken)
        points = 0
        for i, j in self.network.bonds:
            a, b = self.placed[i], self.placed[j]
            if (a, b) != own:
                steps = [(a[0] + k * (b[0] - a[0]) / 24, a[1] + k * (b[1] - a[1]) / 24) for k in range(25)]
                points += sum(left <= x <= right and bottom <= y <= top for x, y in steps)
        return 5 * boxes + points

    def _outward(self, a: Point, b: Point, middle: Point) -> Point:
        """The normal of a bond that points away from the centre; downwards in a flat picture."""
        length = hypot(b[0] - a[0], b[1] - a[1])
        nx, ny = -(b[1] - a[1]) / length, (b[0] - a[0]) / length
        away = nx * (middle[0] - self.centre[0]) + ny * (middle[1] - self.centre[1])
        if (abs(away) < 0.05 and (ny > 0.35 or (abs(ny) <= 0.35 and nx < 0))) or away < -0.05:
            nx, ny = -nx, -ny
        return nx, ny

    # circles --------------------------------------------------------------------------------------------

    def circles(self, ss: Any, at: Mapping[Any, Any] | None) -> list[Shape]:
        """A circular arrow inside every short cycle round which heat flows."""
        if ss is None:
            return []
        try:
            found = circulations(ss, at=at)
        except SignError:  # too many to list: the arrows are still marked
            return []
        shapes: list[Shape] = []
        for cycle in sorted(found, key=len)[:3]:
            points = [self.placed[site] for site in cycle]
            area = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(points, [*points[1:], points[0]], strict=True))
            size = min(0.45, 0.16 * abs(area) ** 0.5)
            if size > 0.12:
                shapes += circular_arrow(_mean(points), size, clockwise=area < 0, colour=_CIRCLE)
        return shapes

    # baths and sites ------------------------------------------------------------------------------------

    def baths(self) -> list[Shape]:
        """A box for each bath, coloured by its temperature, with its heat as an arrow."""
        shapes: list[Shape] = []
        for label, bath in self.network.baths.items():
            site = bath.sites[0]
            here = self.placed[site]
            ux, uy = self._bath_direction(site)
            lines = [self._named("T", bath.temperature)]
            if bath.friction != 1:
                lines.append(self._named("gamma", bath.friction))
            wide = max(0.55, 0.105 * max(len(p) for _, p in lines) + 0.15)
            high = 0.24 * len(lines) + 0.06
            reach = 1.05 + (wide if abs(ux) > 0.35 else high) * 0.8
            centre = (here[0] + ux * reach, here[1] + uy * reach)
            signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
            corners = tuple((centre[0] + s * wide, centre[1] + t * high) for s, t in signs)
            self.taken.append((*corners[0], *corners[2]))
            shapes.append(Line((here, centre), _SPRING, 0.045, dashed=self.fluxes.get((label,)) == 0))
            fill = self._colour(bath.temperature)
            shapes.append(Polygon(corners, fill, "#000000"))
            flux = self.fluxes.get((label,))
            if flux:
                edge = _leaving((ux, uy), wide, high)
                outer = (here[0] + ux * (reach - edge), here[1] + uy * (reach - edge))
                ends = (outer, here) if flux > 0 else (here, outer)
                title = f"bath {show_label(label)} {'gives' if flux > 0 else 'takes'}"
                shapes.append(self._bath_arrow(*ends, flux, title, flux > 0))
            ink = "#ffffff" if _luminance(fill) < 0.5 else "#000000"
            for k, (latex, plain) in enumerate(lines):
                y = centre[1] + 0.2 * (len(lines) - 1) - 0.4 * k
                shapes.append(Text((centre[0], y), latex, plain, ink, 8.5))
        return shapes

    def _bath_arrow(self, a: Point, b: Point, flux: Fraction, title: str, gives: bool) -> Polygon:
        """The arrow between a bath and its site stops at the edge of the site's circle."""
        length = hypot(b[0] - a[0], b[1] - a[1])
        ux, uy = (b[0] - a[0]) / length, (b[1] - a[1]) / length
        cut = _RADIUS + 0.03
        if gives:
            b = (b[0] - cut * ux, b[1] - cut * uy)
        else:
            a = (a[0] + cut * ux, a[1] + cut * uy)
        return self._arrow(a, b, flux, _HEAT, title, 0.03)

    def _bath_direction(self, site: Site) -> Point:
        if self.is_flat:
            return 0.0, 1.0
        here = self.placed[site]
        near = [self.placed[j if i == site else i] for i, j in self.network.bonds if site in (i, j)]
        x = y = 0.0
        for p in near:
            length = hypot(p[0] - here[0], p[1] - here[1])
            x, y = x - (p[0] - here[0]) / length, y - (p[1] - here[1]) / length
        if hypot(x, y) < 0.3:
            x, y = here[0] - self.centre[0], here[1] - self.centre[1]
        if hypot(x, y) < 0.05:
            x, y = 0.0, 1.0
        length = hypot(x, y)
        return x / length, y / length

    def _colour(self, temperature: RationalFunction) -> str:
        """Cold is dark, hot is light; a temperature without a number is white."""
        numbers = sorted({b.temperature.value for b in self.network.baths.values() if b.temperature.is_constant})
        if not temperature.is_constant:
            return "#f2f2f2"
        if len(numbers) < 2:
            return _SCALE[2]
        part = float((temperature.value - numbers[0]) / (numbers[-1] - numbers[0])) * (len(_SCALE) - 1)
        k = min(int(part), len(_SCALE) - 2)
        return _mixed(_SCALE[k], _SCALE[k + 1], part - k)

    def sites(self) -> list[Shape]:
        """A labelled disc for each site."""
        shapes: list[Shape] = []
        for site in self.network.sites:
            baths = self.network.baths_at(site)
            fill = self._colour(baths[0].temperature) if baths else "#ffffff"
            ink = "#ffffff" if _luminance(fill) < 0.5 else "#000000"
            shapes.append(Circle(self.placed[site], _RADIUS, fill, title=f"site {site}"))
            shapes.append(Text(self.placed[site], site_latex(site), str(site), ink, 10 if len(str(site)) < 3 else 7))
        return shapes

    # texts ----------------------------------------------------------------------------------------------

    def _named(self, letter: str, value: RationalFunction) -> tuple[str, str]:
        """(LaTeX, plain text) of ``letter = value``; a parameter stands alone."""
        if len(value.names) == 1 and value == RationalFunction.variable(value.names[0]):
            return self._latex(value), self._plain(value)
        return f"{usual_form(letter)} = {self._latex(value)}", f"{plain_name(letter)} = {self._plain(value)}"

    def _latex(self, value: RationalFunction) -> str:
        if value.is_constant:
            return _number_latex(value.value)
        if len(str(value)) > _LONGEST_LABEL:
            return r"\ldots"
        sign, formula = self.setter.rational(value)
        return latex_of(formula, sign)

    def _plain(self, value: RationalFunction) -> str:
        if value.is_constant:
            return _number_plain(value.value)
        text = str(value)
        if len(text) > _LONGEST_LABEL:
            return "…"
        return plain_name(text) if text.isidentifier() else text.replace("**", "^").replace("*", " ")


def _stacked(spot: Point, normal: Point, step: float, lines: Sequence[tuple[str, str, str]]) -> list[Shape]:
    """Lines of text beside a point, in the direction of the normal."""
    nx, ny = normal
    anchor = "middle" if abs(nx) < 0.35 else "start" if nx > 0 else "end"
    texts: list[Shape] = []
    for k, (latex, plain, colour) in enumerate(lines):
        if abs(nx) >= 0.35:
            at = spot[0] + nx * step, spot[1] + ny * step + 0.18 * (len(lines) - 1) - 0.36 * k
        else:
            order = k if ny < 0 else len(lines) - 1 - k
            at = spot[0] + nx * step, spot[1] + ny * (step + 0.32 * order)
        texts.append(Text(at, latex, plain, colour, 8.5, anchor))
    return texts


def _box(text: Text) -> tuple[float, float, float, float]:
    """About what a text covers."""
    wide = 0.02 * text.size * len(text.plain)
    left = text.at[0] - {"middle": 0.5, "start": 0.0, "end": 1.0}[text.anchor] * wide
    return left, text.at[1] - 0.15, left + wide, text.at[1] + 0.15


def _number_plain(value: Fraction) -> str:
    """Exact where that is short, else four digits."""
    text = str(value)
    return text if len(text) <= 5 else f"{float(value):.4g}"


def _number_latex(value: Fraction) -> str:
    text = _number_plain(value)
    if "e" in text:
        mantissa, _, power = text.partition("e")
        return rf"{mantissa}\cdot 10^{{{int(power)}}}"
    return text


def _mean(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _leaving(direction: Point, wide: float, high: float) -> float:
    """How far from its centre a ray leaves a box of these half sides."""
    return min(side / abs(part) for side, part in zip((wide, high), direction, strict=True) if abs(part) > 1e-9)


def _mixed(first: str, second: str, part: float) -> str:
    pairs = ((int(first[k : k + 2], 16), int(second[k : k + 2], 16)) for k in (1, 3, 5))
    return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
