"""Circuits as schematics: every component once, ground below, no text on a symbol or on another text."""

from __future__ import annotations

from math import dist
from xml.etree import ElementTree

import pytest
from picture_boxes import collisions

from symflux.circuit import Circuit
from symflux.cli import main
from symflux.show.pictures.scene import Circle, Line, Polygon, Text

NETLISTS = {
    "two cells": "R1 1 0 T=T1\nC1 1 0\nR2 2 0 T=T2\nC2 2 0\nC 1 2",
    "one cell": "R1 1 0 1k T=300\nC1 1 0 2u",
    "parallel": "R1 1 2 R T=T1\nL1 2 3 L\nC1 3 0\nR2 3 0 T=T2\nR3 1 2 2*R T=1\nC5 1 0",
    "ring": "R1 1 0 R T=T1\nC1 1 0\nC2 2 0\nC3 3 0\nL1 1 2\nL2 2 3\nL3 3 1\nK1 L1 L2 M=m\nI1 2 0 S=s\nG1 3 0 1 0 gm\n"
    "R2 3 0 T=T2",
    "named": "R1 input 0 T=T_hot\nC1 input 0\nC12 input output\nR2 output 0 T=T_cold\nC2 output 0",
}


def grounds(scene):
    """The lowest of the three lines of each ground."""
    lines = [s for s in scene.shapes if isinstance(s, Line) and s.width == 0.05]
    return [line for line in lines if abs(dist(*line.points) - 0.12) < 1e-9]


@pytest.mark.parametrize("name", NETLISTS)
def test_texts_have_places_of_their_own_and_nothing_is_missing(name):
    circuit = Circuit.from_netlist(NETLISTS[name])
    scene = circuit.draw()
    assert collisions(scene) == []
    texts = [shape.plain for shape in scene.shapes if isinstance(shape, Text)]
    assert {str(node) for node in circuit.nodes} <= set(texts)
    for part in circuit.components:
        known = {part.name, part.name[:1] + part.name[1:].translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))}
        assert any(text.partition(" ")[0] in known for text in texts), part.name
    assert len(grounds(scene)) == sum(0 in part.nodes[:2] for part in circuit.components)
    ElementTree.fromstring(scene.svg)


def test_symbols_are_those_of_the_components():
    scene = Circuit.from_netlist(NETLISTS["ring"]).draw()
    zigzags = [s for s in scene.shapes if isinstance(s, Line) and len(s.points) == 8]
    bumps = [s for s in scene.shapes if isinstance(s, Line) and len(s.points) == 36]
    plates = [s for s in scene.shapes if isinstance(s, Line) and s.width == 0.06]
    circles = [s for s in scene.shapes if isinstance(s, Circle) and s.radius == 0.3]
    diamonds = [s for s in scene.shapes if isinstance(s, Polygon) and len(s.points) == 4]
    assert [len(each) for each in (zigzags, bumps, plates, circles, diamonds)] == [2, 3, 6, 1, 1]


def test_a_chain_of_cells_stands_in_a_row():
    scene = Circuit.from_netlist(NETLISTS["two cells"]).draw()
    dots = [shape.centre for shape in scene.shapes if isinstance(shape, Circle) and shape.radius == 0.06]
    assert {y for _, y in dots} == {0.0} and len(dots) == 2
    assert scene.box[1] < -1.5


def test_the_command_draws_a_circuit(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rc.cir").write_text(NETLISTS["two cells"], encoding="utf-8")
    assert main(["circuit", "rc.cir", "--draw", "rc.svg"]) == 0
    assert "wrote rc.svg" in capsys.readouterr().err
    assert (tmp_path / "rc.svg").read_text(encoding="utf-8").startswith("<svg")
    assert main(["circuit", "rc.cir", "--draw", "rc.doc"]) == 2
