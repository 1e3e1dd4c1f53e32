"""The parts of the picture of a network, composed in drawing order; what is in the way of what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import hypot
from typing import Any

from symflux.algebra import RationalFunction
from symflux.model.labels import Label, show_label
from symflux.model.network import Network, Site
from symflux.show.pictures.bath_boxes import BathBox, Boxes
from symflux.show.pictures.geometry import Area, Point, distance_to_segment
from symflux.show.pictures.labels import Block, Line3, Placer
from symflux.show.pictures.scene import Line, Polygon, Scene, Shape, Text, circular_arrow
from symflux.show.pictures.site_layout import joined_pairs
from symflux.show.pictures.site_shapes import Arrow, SiteShape, blend, ink_on
from symflux.show.pictures.text_size import line_height
from symflux.show.pictures.writing import Writer, note

__all__ = ["Picture"]

_HEAT, _CIRCLE, _SPRING, _FAINT = "#30343b", "#c2410c", "#8a8f98", "#b8bcc4"
_WIDEST = 0.34  #: cm, the arrow of the largest flux
_NARROWEST = 0.05
_BESIDE = {
    "both": "at the bonds: heat, under it the spring", "flux": "at the bonds: heat", "spring": "at the bonds: springs"
}  # fmt: skip
_SHORTEST = 0.45  #: cm, an arrow


class Picture:
    """The parts of one picture, composed in drawing order."""

    circle_colour = _CIRCLE

    def __init__(
        self,
        network: Network,
        placed: Mapping[Site, Point],
        fluxes: Mapping[tuple[Label, ...], Fraction],
        names: Mapping[Any, str] | None,
        labels: str,
        cycles: Sequence[Sequence[Site]] = (),
    ):
        self.network, self.placed, self.fluxes = network, placed, fluxes
        self.labels, self.cycles = labels, cycles
        shown = [v for key, v in fluxes.items() if len(key) == 2 and labels in ("both", "flux")]
        self.writer = Writer(network, names, shown)
        self.notes: list[Line3] = []
        self.sites = {site: SiteShape(site, spot) for site, spot in placed.items()}
        self.pairs = joined_pairs(network)
        self.largest = max((abs(value) for value in fluxes.values()), default=Fraction(0))
        xs, ys = [x for x, _ in placed.values()], [y for _, y in placed.values()]
        self.centre = sum(xs) / len(xs), sum(ys) / len(ys)
        self.is_flat = max(ys) - min(ys) < 0.1
        self.faults = 0
        self.turned = False
        self.taken: list[Area] = [shape.area for shape in self.sites.values()]

    def compose(self) -> tuple[tuple[Shape, ...], int]:
        """(the shapes, how many things are in the way of each other)."""
        self.faults = self._crowded()
        lines, arrows, halves = self.bonds()
        boxes = self.baths()
        circles = self.circles()
        texts = self.texts(halves)
        sites = [shape for site, s in self.sites.items() for shape in s.shapes(self.site_colour(site))]
        shapes = [*lines, *arrows, *circles, *boxes, *sites, *texts]
        return (*shapes, *self._below(shapes)), self.faults

    def _crowded(self) -> int:
        """Sites on each other, and sites on the bonds of others."""
        areas = list(self.sites.values())
        found = sum(a.area.covers(b.area) for a, b in combinations(areas, 2))
        for i, j in self.pairs:
            a, b = self.placed[i], self.placed[j]
            for site, shape in self.sites.items():
                if site not in (i, j):
                    near = distance_to_segment(shape.centre, a, b) < shape.high + 0.12
                    found += near and (shape.is_disc or shape.area.covers(Area.band(a, b, 0.12)))
        return found

    # bonds ----------------------------------------------------------------------------------------------

    def bonds(self) -> tuple[list[Shape], list[Shape], dict[tuple[Site, Site], float]]:
        """(springs, heat as arrows, half the width of what stands at each pair)."""
        lines: list[Shape] = []
        arrows: list[Shape] = []
        halves: dict[tuple[Site, Site], float] = {}
        for pair in self.pairs:
            line, arrow, half = self.bond(pair)
            lines += line
            arrows += arrow
            halves[pair] = half
            self.taken.append(Area.band(self.placed[pair[0]], self.placed[pair[1]], 0.03))
        return lines, arrows, halves

    def bond(self, pair: tuple[Site, Site]) -> tuple[list[Shape], list[Shape], float]:
        """The line of one pair, its arrow, and half the width of both."""
        i, j = pair
        a, b = self.placed[i], self.placed[j]
        is_spring = self.network.has_bond(i, j)
        flux = self.fluxes.get((i, j)) if (i, j) in self.fluxes else self.fluxes.get((j, i))
        line: list[Shape] = []
        if is_spring or not self._is_only_bath(pair):
            colour, width = (_SPRING, 0.045) if is_spring else (_FAINT, 0.03)
            line.append(Line((a, b), colour, width, dashed=flux == 0))
        if not flux:
            return line, [], 0.025
        start, end = pair if ((i, j) in self.fluxes) == (flux > 0) else (j, i)
        colour = _CIRCLE if self._circulates(start, end) else _HEAT
        arrow = self._between(start, end, flux)
        self.taken += arrow.areas
        self.faults += arrow.length < _SHORTEST
        return line, [arrow.polygon(colour, f"{start} -> {end}: {abs(flux)}")], arrow.wing

    def _is_only_bath(self, pair: tuple[Site, Site]) -> bool:
        """Whether nothing but a bath or a drive joins the two: its box stands in the line."""
        network = self.network
        others = (network.inerter_items, network.magnetic_items, network.feedback_items)
        return not any(set(pair) == set(place) for each in others for place, _ in each)

    def _between(self, start: Site, end: Site, flux: Fraction) -> Arrow:
        """The arrow from the edge of one site to that of another."""
        a, b = self.placed[start], self.placed[end]
        length = hypot(b[0] - a[0], b[1] - a[1])
        way = (b[0] - a[0]) / length, (b[1] - a[1]) / length
        first = self.sites[start].reach(way, self._half(flux)) + 0.07
        last = self.sites[end].reach((-way[0], -way[1])) + 0.07
        tail = a[0] + first * way[0], a[1] + first * way[1]
        return Arrow(tail, (b[0] - last * way[0], b[1] - last * way[1]), self._half(flux))

    def _half(self, flux: Fraction) -> float:
        wide = _WIDEST * float(abs(flux) / self.largest) if self.largest else 0.0
        return max(_NARROWEST, wide) / 2

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

    # texts ----------------------------------------------------------------------------------------------

    def texts(self, halves: Mapping[tuple[Site, Site], float]) -> list[Shape]:
        """Flux and spring beside every bond, where they cover nothing."""
        bonds = [(self.placed[i], self.placed[j]) for i, j in self.pairs]
        placer = Placer(self.taken, bonds, turned=self.turned)
        for pair, half in halves.items():
            lines = tuple(self.lines_of(pair))
            if lines:
                a, b = (self.placed[site] for site in pair)
                placer.beside(Block(lines), a, b, half, self._outward(a, b))
        placed, left = placer.place()
        self.faults += left
        return [text for place in placed for text in place.shapes()]

    def lines_of(self, pair: tuple[Site, Site]) -> Iterator[Line3]:
        """What is written beside a pair."""
        i, j = pair
        both = {pair, (j, i)}
        for key, flux in self.fluxes.items():
            if self.labels in ("both", "flux") and key in both:
                yield self.writer.flux(abs(flux))
        if self.labels not in ("both", "spring"):
            return
        network, named = self.network, self.writer.named
        for place, spring in network.spring_items:
            if place in both:
                yield named("k", spring, place)
        for (a, b), values in network.directed_items:
            for (first, second), value in (((a, b), values[0]), ((b, a), values[1])):
                if (a, b) in both:
                    latex, plain, colour = named("k", value, (first, second))
                    head = f"{first}←{second}: "
                    yield rf"{first}\leftarrow {second}{{:}}\ {latex}", head + plain, colour
        others = {"m": network.inerter_items, "B": network.magnetic_items, "h": network.feedback_items}
        for letter, items in others.items():
            yield from (named(letter, value, place) for place, value in items if place in both)

    def _outward(self, a: Point, b: Point) -> Point:
        """Away from the centre; downwards in a flat picture."""
        middle = (a[0] + b[0]) / 2 - self.centre[0], (a[1] + b[1]) / 2 - self.centre[1]
        return (0.0, -1.0) if hypot(*middle) < 0.1 or self.is_flat else middle

    def _below(self, shapes: Sequence[Shape]) -> list[Shape]:
        """What the symbols stand for, and what is left out, under the picture."""
        left, bottom, _, _ = Scene(tuple(shapes)).box
        texts: list[Shape] = []
        told = [note(_BESIDE[self.labels])] if self.writer.brief else []
        for latex, plain, colour in (*self.writer.key, *told, *self.notes):
            height = line_height(latex, 8.5)
            bottom -= height + 0.12
            texts.append(Text((left, bottom + height / 2 - 0.05), latex, plain, colour, 8.5, "start"))
        return texts

    # circles --------------------------------------------------------------------------------------------

    def circles(self) -> list[Shape]:
        """A circular arrow inside every short cycle round which heat flows, where there is room."""
        shapes: list[Shape] = []
        for cycle in self.cycles:
            points = [self.placed[site] for site in cycle]
            area = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(points, [*points[1:], points[0]], strict=True))
            middle = sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
            size = min(0.45, 0.16 * abs(area) ** 0.5)
            while size > 0.15 and any(Area.disc(middle, 1.45 * size).covers(other) for other in self.taken):
                size *= 0.85
            if size > 0.15:
                self.taken.append(Area.disc(middle, 1.45 * size))
                shapes += circular_arrow(middle, size, clockwise=area < 0, colour=self.circle_colour)
        return shapes

    # baths and sites ------------------------------------------------------------------------------------

    def baths(self) -> list[Shape]:
        """A box for each bath, coloured by its temperature, with its heat as an arrow; white boxes for drives."""
        places = Boxes(self.sites, self.pairs, self.is_flat)
        shapes: list[Shape] = []
        for label, bath in self.network.baths.items():
            lines = [self.writer.named("T", bath.temperature, bath.sites)]
            if bath.friction != 1:
                lines.append(self.writer.named("gamma", bath.friction, bath.sites))
            flux = self.fluxes.get((label,))
            box = self._placed(places, bath.sites, Block(tuple(lines)), self._half(flux or Fraction(0)))
            shapes += self._joined(box, flux, f"bath {show_label(label)} {'gives' if (flux or 0) > 0 else 'takes'}")
            shapes += self._filled(box, self.colour(bath.temperature))
        for drive in self.network.drive_items:
            box = self._placed(places, drive.sites, Block((self.writer.named("E", drive.strength, drive.sites),)))
            shapes += [*self._joined(box, None, "drive"), *self._filled(box, "#ffffff")]
        return shapes

    def _placed(self, places: Boxes, sites: Sequence[Site], block: Block, half: float = 0.025) -> BathBox:
        box = places.beside(sites[0], block, half) if len(sites) == 1 else places.between(sites, block)
        self.faults += not box.is_clear
        self.taken += [box.area, *(Area.band(*joint, 0.03) for joint in box.joints)]
        return box

    def _joined(self, box: BathBox, flux: Fraction | None, title: str) -> list[Shape]:
        """The lines from a box to its sites, and the heat between; what begins under the box is hidden by it."""
        shapes: list[Shape] = [Line(joint, _SPRING, 0.045, dashed=flux == 0) for joint in box.joints]
        if flux and len(box.joints) == 1:
            (here, outer), side = box.joints[0], 0.03 / hypot(*(p - q for p, q in zip(*box.joints[0], strict=True)))
            edge = here[0] + side * (outer[0] - here[0]), here[1] + side * (outer[1] - here[1])
            arrow = Arrow(outer, edge, self._half(flux)) if flux > 0 else Arrow(edge, outer, self._half(flux))
            self.taken += arrow.areas
            shapes.append(arrow.polygon(_HEAT, f"{title}: {abs(flux)}"))
        return shapes

    @staticmethod
    def _filled(box: BathBox, fill: str) -> list[Shape]:
        (x, y), (wide, high) = box.centre, box.sides
        corners = tuple((x + s * wide, y + t * high) for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
        return [Polygon(corners, fill, "#000000"), *box.block.shapes(box.centre, ink_on(fill))]

    def colour(self, temperature: RationalFunction) -> str:
        """Cold is dark, hot is light; a temperature without a number is nearly white."""
        numbers = sorted({b.temperature.value for b in self.network.bath_items if b.temperature.is_constant})
        if not temperature.is_constant:
            return "#f2f2f2"
        if len(numbers) < 2:
            return blend(0.5)
        return blend(float((temperature.value - numbers[0]) / (numbers[-1] - numbers[0])))

    def site_colour(self, site: Site) -> str:
        """That of its bath, else white."""
        baths = self.network.baths_at(site)
        return self.colour(baths[0].temperature) if baths else "#ffffff"
