"""A circuit as a schematic: resistors, capacitors, inductors and sources between nodes, ground below.

Nodes in a row where the circuit allows it, with what leads to ground hanging below; else by least stress. No text lies
on a symbol or on another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Any

from symflux.circuit.circuit import Circuit
from symflux.circuit.netlist import GROUND, Component
from symflux.model.labels import Site
from symflux.model.network import Network
from symflux.show.pictures.geometry import Area, Point
from symflux.show.pictures.labels import Block, Line3, Place, Placer
from symflux.show.pictures.scene import Circle, Line, Scene, Shape, Text
from symflux.show.pictures.site_layout import positions_of
from symflux.show.pictures.symbols import INK, ground, symbol
from symflux.show.pictures.text_size import line_height
from symflux.show.pictures.writing import Writer
from symflux.show.tex.names import plain_name, usual_form

__all__ = ["draw_circuit"]

_BOND = 3.2  #: cm between two nodes
_LANE = 1.5  #: cm between components that hang from one node
_HANG = 2.0  #: cm from a node to its ground
_APART = 1.1  #: cm between components that join the same nodes
_SIZES = (1.0, 1.2, 1.45, 1.8, 2.2, 2.8)
_AROUND = tuple((far * sin(pi * k / 8), far * cos(pi * k / 8)) for far in (1.0, 1.6, 2.4) for k in range(16))


@dataclass(frozen=True)
class _Branch:
    """A component between two points, and the wires that lead to them."""

    component: Component
    a: Point
    b: Point
    wires: tuple[tuple[Point, Point], ...] = ()


def draw_circuit(circuit: Circuit, *, names: Mapping[Any, str] | None = None) -> Scene:
    """The schematic of a circuit; ``names`` maps parameters to their LaTeX. Shows itself in a notebook.

    >>> from symflux.circuit import Circuit
    >>> draw_circuit(Circuit.from_netlist("R1 1 0 T=T1\\nC1 1 0 C")).svg[:4]
    '<svg'
    """
    shapes: list[Shape] = []
    for size in _SIZES:
        shapes, left = _Schematic(circuit, names, size).compose()
        if not left:
            break
    return Scene(tuple(shapes), "circuit")


class _Schematic:
    def __init__(self, circuit: Circuit, names: Mapping[Any, str] | None, size: float):
        self.circuit, self.size = circuit, size
        self.writer = Writer(circuit.network, names)
        self.parts = [c for c in circuit.components if c.kind in "RCLIG"]
        self.taken: list[Area] = []
        self.dots: list[Point] = []

    def compose(self) -> tuple[list[Shape], int]:
        """(the shapes, how many texts found no place)."""
        shapes: list[Shape] = []
        branches, places = self._laid_out()
        halves = []
        for branch in branches:
            body, half, area = symbol(branch.component.kind, branch.a, branch.b)
            wires = [Line(wire, INK, 0.04) for wire in branch.wires]
            shapes += [*wires, *body]
            halves.append(half)
            lines = [*branch.wires, (branch.a, branch.b)]
            self.taken += [area, *(Area.band(*line, 0.05) for line in lines)]
            ways = (branch.b, branch.a), (branch.a, branch.b)
            for way, node in zip(ways, branch.component.nodes[:2], strict=True):
                if node == GROUND:
                    symbols, covered = ground(way)
                    shapes += symbols
                    self.taken.append(covered)
        shapes += [Circle(spot, 0.06, INK, INK, 0.02) for spot in [*places.values(), *self.dots]]
        self.taken += [Area.disc(spot, 0.08) for spot in places.values()]
        placer = Placer(self.taken, [])
        for branch, half in zip(branches, halves, strict=True):
            placer.beside(Block(tuple(self._lines(branch.component))), branch.a, branch.b, half, (1.0, 0.6))
        for node, spot in places.items():
            block = Block(((usual_form(str(node)) if isinstance(node, str) else str(node), str(node), "#5b616b"),))
            reach = block.wide + 0.14, block.high + 0.12
            placer.wishes.append([Place(block, (spot[0] + x * reach[0], spot[1] + y * reach[1])) for x, y in _AROUND])
        placed, left = placer.place()
        shapes += [text for place in placed for text in place.shapes()]
        return [*shapes, *self._below(shapes)], left

    # places ---------------------------------------------------------------------------------------------

    def _laid_out(self) -> tuple[list[_Branch], dict[Site, Point]]:
        pairs: dict[frozenset[Site], list[Component]] = {}
        hanging: dict[Site, list[Component]] = {node: [] for node in self.circuit.nodes}
        for part in self.parts:
            ends = part.nodes[:2]
            if GROUND in ends:
                hanging[ends[1] if ends[0] == GROUND else ends[0]].append(part)
            else:
                pairs.setdefault(frozenset(ends), []).append(part)
        bonds = [tuple(parts[0].nodes[:2]) for parts in pairs.values()]
        row = _row(self.circuit.nodes, bonds)
        if row is not None:
            return self._in_a_row(row, pairs, hanging)
        return self._spread_out(bonds, pairs, hanging)

    def _in_a_row(
        self,
        row: Sequence[Site],
        pairs: Mapping[frozenset[Site], list[Component]],
        hanging: Mapping[Site, list[Component]],
    ) -> tuple[list[_Branch], dict[Site, Point]]:
        """Nodes from left to right; what leads to ground hangs side by side below its node."""
        branches: list[_Branch] = []
        places: dict[Site, Point] = {}
        rights: dict[Site, Point] = {}  #: where what hangs from a node ends
        x, lane, hang = 0.0, _LANE * self.size, _HANG * (0.8 + 0.2 * self.size)
        for k, node in enumerate(row):
            parts = hanging[node]
            if k:
                x += _BOND * self.size
            places[node] = (x, 0.0)
            for number, part in enumerate(parts):
                top = x + lane * number
                wires = (((top - lane, 0.0), (top, 0.0)),) if number else ()
                if 0 < number < len(parts) - 1:
                    self.dots.append((top, 0.0))
                branches.append(self._between(part, (top, 0.0), (top, -hang), wires))
            x += lane * max(0, len(parts) - 1)
            rights[node] = (x, 0.0)
        for one, other in pairwise(row):
            start, end = rights[one], places[other]
            branches += self._parallel(pairs.get(frozenset((one, other)), []), one, start, end)
        return branches, places

    def _spread_out(
        self,
        bonds: Sequence[tuple[Site, ...]],
        pairs: Mapping[frozenset[Site], list[Component]],
        hanging: Mapping[Site, list[Component]],
    ) -> tuple[list[_Branch], dict[Site, Point]]:
        """Nodes by least stress, every end at ground a place of its own."""
        ends = {(node, number): f"ground.{node}.{number}" for node in hanging for number in range(len(hanging[node]))}
        edges = [(f"node.{i}", f"node.{j}", 1) for i, j in bonds]
        edges += [(f"node.{node}", name, 1) for (node, _), name in ends.items()]
        placed = positions_of(Network.from_edges(edges), bond=_BOND * self.size)
        places = {node: placed[f"node.{node}"] for node in self.circuit.nodes}
        branches: list[_Branch] = []
        for key, parts in pairs.items():
            one = parts[0].nodes[0]
            (other,) = key - {one}
            branches += self._parallel(parts, one, places[one], places[other])
        for node, parts in hanging.items():
            for number, part in enumerate(parts):
                branches.append(self._between(part, places[node], placed[ends[node, number]], ()))
        return branches, places

    def _parallel(self, parts: Sequence[Component], first: Site, a: Point, b: Point) -> list[_Branch]:
        """Components between the same two nodes, side by side."""
        length = hypot(b[0] - a[0], b[1] - a[1])
        way = (b[0] - a[0]) / length, (b[1] - a[1]) / length
        found = []
        for number, part in enumerate(parts):
            aside = _APART * self.size * (number if way[1] == 0 else number - (len(parts) - 1) / 2)
            shift = -way[1] * aside, way[0] * aside
            start = a[0] + 0.5 * way[0] + shift[0], a[1] + 0.5 * way[1] + shift[1]
            end = b[0] - 0.5 * way[0] + shift[0], b[1] - 0.5 * way[1] + shift[1]
            corners = (((a[0] + 0.5 * way[0], a[1] + 0.5 * way[1])), (b[0] - 0.5 * way[0], b[1] - 0.5 * way[1]))
            wires = ((a, corners[0]), (corners[1], b)) + (((corners[0], start), (end, corners[1])) if aside else ())
            points = (start, end) if part.nodes[0] == first else (end, start)
            found.append(_Branch(part, *points, wires))
        return found

    @staticmethod
    def _between(part: Component, node: Point, earth: Point, wires: tuple[tuple[Point, Point], ...]) -> _Branch:
        ends = (node, earth) if part.nodes[1] == GROUND else (earth, node)
        return _Branch(part, *ends, wires)

    # texts ----------------------------------------------------------------------------------------------

    def _lines(self, part: Component) -> list[Line3]:
        """The name with the value, and the temperature of a resistor."""
        latex, plain, colour = self.writer.named(part.name, part.value)
        if plain not in (plain_name(part.name), "") and "=" not in plain:
            latex, plain = f"{usual_form(part.name)} = {latex}", f"{plain_name(part.name)} = {plain}"
        lines: list[Line3] = [(latex, plain, INK)]
        if part.kind == "G":
            at, to = (str(node) for node in part.nodes[2:])
            lines.append((rf"\times (V_{{{at}}} - V_{{{to}}})", f"× (V_{at} − V_{to})", colour))
        if part.kind == "R":
            lines.append(self.writer.named("T", part.temperature))
        return lines

    def _below(self, shapes: Sequence[Shape]) -> list[Shape]:
        """Mutual inductances, and what long formulas stand for."""
        left, bottom, _, _ = Scene(tuple(shapes)).box
        texts: list[Shape] = []
        couplings: list[Line3] = []
        for part in self.circuit.components:
            if part.kind in "Kk":
                (latex, plain, colour), *_ = self._lines(part)
                both = ", ".join(part.partners)
                couplings.append((rf"{latex}:\ \mathrm{{{both}}}", f"{plain}: {both}", colour))
        for latex, plain, colour in (*couplings, *self.writer.key):
            bottom -= line_height(latex, 8.5) + 0.12
            texts.append(Text((left, bottom + 0.1), latex, plain, colour, 8.5, "start"))
        return texts


def _row(nodes: Sequence[Site], bonds: Sequence[tuple[Site, ...]]) -> list[Site] | None:
    """The nodes from left to right where each is joined to the next one only; None where they are not."""
    near: dict[Site, list[Site]] = {node: [] for node in nodes}
    for i, j in bonds:
        near[i].append(j)
        near[j].append(i)
    if any(len(others) > 2 for others in near.values()):
        return None
    row: list[Site] = []
    for start in sorted(nodes, key=lambda node: len(near[node]) > 1):
        here: Site | None = start if start not in row else None
        while here is not None:
            row.append(here)
            here = next((other for other in near[here] if other not in row), None)
    follow = {frozenset(pair) for pair in pairwise(row)}
    return row if all(frozenset(bond) in follow for bond in bonds) else None
