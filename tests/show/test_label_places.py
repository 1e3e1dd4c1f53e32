"""No text of a picture lies on another, on an arrow, a line or a site; no name is cut; one way of writing numbers."""

from __future__ import annotations

import random
import re
from itertools import combinations

import pytest
from picture_boxes import collisions, is_arrow, measured, outline, rectangle

import symflux as sf
from symflux.errors import NetworkError
from symflux.show.pictures.scene import Polygon, Scene, Text
from symflux.show.pictures.text_size import text_width

PETERSEN = [(i, i % 5 + 1, 1) for i in range(1, 6)] + [(i, i + 5, 2) for i in range(1, 6)]
PETERSEN += [(6 + i, 6 + (i + 2) % 5, 3) for i in range(5)]
CUBE = [(a + 1, c + 1, a + c) for a in range(8) for c in range(a) if (a ^ c).bit_count() == 1]
BONDS = {
    "K5": [(i, j, i + j) for i, j in combinations(range(1, 6), 2)],
    "star of 9": [(1, i, i) for i in range(2, 10)],
    "K33": [(i, j, i * j + i) for i in (1, 2, 3) for j in (4, 5, 6)],
    "Petersen": PETERSEN,
    "cube": CUBE,
}


def drawn(bonds, baths=None, **options):
    network = sf.Network.from_edges(bonds, pinning=1, baths=baths or {1: (1, 3), 3: (2, 1)})
    return network.draw(None if network.hidden_modes() else network.steady_state(), **options)


def texts_of(scene):
    return [shape for shape in scene.shapes if isinstance(shape, Text)]


@pytest.mark.parametrize("labels", ["both", "flux", "spring", "none"])
@pytest.mark.parametrize("name", BONDS)
def test_nothing_covers_a_text(name, labels):
    scene = drawn(BONDS[name], labels=labels)
    assert collisions(scene) == []
    sites = {site for i, j, _ in BONDS[name] for site in (i, j)}
    beside = len(texts_of(scene)) - len(sites) - 3  # T, T and a friction in the boxes
    per_bond = {"both": 2, "flux": 1, "spring": 1, "none": 0}[labels]
    assert per_bond * len(BONDS[name]) <= beside <= per_bond * len(BONDS[name]) + 1  # and a line below


def random_network(seed):
    draw = random.Random(seed)
    size = draw.randint(3, 8)
    long = draw.random() < 0.25
    sites = [f"part_{k}.of-{size}" if long and draw.random() < 0.5 else k for k in range(1, size + 1)]
    pairs = {(draw.choice(sites[:k]), sites[k]) for k in range(1, size)}
    pairs |= {pair for pair in combinations(sites, 2) if draw.random() < 0.2 and pair[::-1] not in pairs}
    values = (1, 2, "7/3", "10001/7") if draw.random() < 0.7 else ("k", "k_long_name", "a + 2*b + 3*c + d", "2*k")
    baths = {site: (draw.choice((1, "1/3")), draw.choice((1, 2, "35/11"))) for site in sites if draw.random() < 0.5}
    return sf.Network.from_edges(
        [(i, j, draw.choice(values)) for i, j in sorted(pairs, key=str)], pinning=1, baths=baths or {sites[0]: (1, 1)}
    )


@pytest.mark.parametrize("seed", range(50))
def test_nothing_covers_a_text_in_random_networks(seed):
    network = random_network(seed)
    has_numbers = not network.parameters and not network.hidden_modes()
    scene = network.draw(network.steady_state() if has_numbers else None)
    assert collisions(scene) == []
    assert len(texts_of(scene)) >= len(network.sites) + len(network.bonds)


def test_the_measure_sees_what_lies_on_another():
    scene = drawn(BONDS["K5"])
    assert len([s for s in scene.shapes if is_arrow(s)]) == 12
    text = next(shape for shape in scene.shapes if isinstance(shape, Text) and shape.plain == "0.2185")
    arrow = next(shape for shape in scene.shapes if is_arrow(shape))
    x, y = outline(arrow).vertices.mean(axis=0)
    moved = [Text((x, y), text.latex, text.plain, text.colour, text.size)]
    assert any("0.2185" in found[0] for found in collisions(Scene((*scene.shapes, *moved))))


@pytest.mark.parametrize("text", ["φ = 0.002946", "T_hot", "γ₁ = 1/3", "left_reservoir", "k = 10001/7", "WMm@"])
def test_widths_are_not_underestimated(text):
    assert measured(text, 9)[0] <= text_width(text, 9) + 0.02 <= 1.15 * measured(text, 9)[0] + 0.15


def test_long_names_stand_in_pills_in_full():
    bonds = [("left_reservoir", "middle", 2), ("middle", "right_reservoir", "1/3"), ("middle", "x" * 50, 1)]
    scene = drawn(bonds, {"left_reservoir": (1, 3), "right_reservoir": (2, 1)})
    pills = {s.title.removeprefix("site "): s for s in scene.shapes if isinstance(s, Polygon) and "site" in s.title}
    texts = {text.plain: text for text in texts_of(scene)}
    assert set(pills) == {"left_reservoir", "middle", "right_reservoir", "x" * 50}
    for name, pill in pills.items():
        assert outline(pill).contains_points(rectangle(texts[name])).all()
    assert collisions(scene) == []


def test_a_long_formula_stands_below_in_full():
    network = sf.Network.from_edges(
        [(1, 2, "a + 2*b + 3*c + d"), (2, 3, "k12")], pinning=1, baths={1: (1, "T_hot + 3*T_cold + T_3")}
    )
    plain = [text.plain for text in texts_of(network.draw())]
    assert "k₁₂'" in plain and "k₁₂' = a + 2 b + 3 c + d" in plain  # a parameter looks like k12 already
    assert "T₁" in plain and "T₁ = T_3 + 3 T_cold + T_hot" in plain
    assert not any("…" in text for text in plain)


def test_numbers_of_one_picture_are_written_in_one_way():
    exact = drawn([(1, 2, "1/3")], {1: (1, 2), 2: ("1/2", 1)}, labels="spring")
    assert {"k = 1/3", "γ = 1/2", "T = 2"} <= {text.plain for text in texts_of(exact)}
    decimal = drawn([(1, 2, "1/3")], {1: (1, 2), 2: ("1/2", "100001/7")})
    plain = [text.plain for text in texts_of(decimal)]
    assert "k = 0.3333" in plain and "γ = 0.5" in plain and not any("/" in text for text in plain)
    tiny = drawn([(1, 2, 1), (2, 3, "1/100000")], {1: (1, 2), 3: (1, 1)})
    fluxes = [text.plain for text in texts_of(tiny) if text.plain.startswith("φ")]
    assert len(fluxes) == 2 and all(re.fullmatch(r"φ = \d\.\d{3}e-\d+", text) for text in fluxes)


def test_what_is_left_out_is_said():
    bonds = [(i, j, 1) for i, j in combinations(range(1, 13), 2)]
    network = sf.Network.from_edges(bonds, pinning=1, baths={1: (1, 1)})
    assert "66 bonds: too many for texts beside them" in [text.plain for text in texts_of(network.draw())]
    with pytest.raises(NetworkError, match="labels='numbers': one of both, flux, spring, none"):
        network.draw(labels="numbers")


def test_every_kind_of_element_is_drawn():
    network = sf.Network.from_edges(
        [(1, 2, "k"), (2, 3, 1)],
        masses={1: 1, 2: 1, 3: 1, (1, 3): "b"},
        pinning=1,
        baths={1: (1, "T1"), (2, 3): ("g", "T2"), 3: {"a": (1, "T3"), "b": (2, "T4")}},
        magnetic={(1, 2): "B0"},
        drives={2: "E0"},
    )
    scene = network.draw()
    plain = {text.plain for text in texts_of(scene)}
    assert {"k", "b", "B₀", "E₀", "T₁", "T₂", "T₃", "T₄", "γ = 2"} <= plain
    assert collisions(scene) == []
