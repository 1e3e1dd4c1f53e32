"""Pictures of networks: the same shapes in SVG, TikZ and matplotlib, arrows in the exact direction."""

from __future__ import annotations

from fractions import Fraction
from math import hypot
from xml.etree import ElementTree

import pytest

import symflux as sf
from symflux.errors import NetworkError
from symflux.show.pictures.diagram import draw, network_svg
from symflux.show.pictures.scene import Circle, Line, Polygon, Scene, Text
from symflux.show.pictures.site_layout import positions_of

TRIANGLE = sf.paper.example_2_corrected()
PICTURE = draw(TRIANGLE, TRIANGLE.steady_state())


def sites_of(scene: Scene):
    return {s.title.removeprefix("site "): s.centre for s in scene.shapes if isinstance(s, Circle)}


def arrows_of(scene: Scene):
    return {s.title.partition(":")[0]: s for s in scene.shapes if isinstance(s, Polygon) and "->" in s.title}


@pytest.mark.parametrize("example", [sf.paper.example_1, sf.paper.example_3, sf.paper.example_4, sf.paper.example_2])
def test_every_arrow_points_where_the_heat_flows(example):
    network = example()
    ss = network.steady_state()
    scene = draw(network, ss)
    places, arrows = sites_of(scene), arrows_of(scene)
    assert len(arrows) == len(network.bonds)
    for i, j in network.bonds:
        start, end = (i, j) if ss.bond_flux(i, j).rational_function.value > 0 else (j, i)
        tip = arrows[f"{start} -> {end}"].points[3]
        to_start, to_end = (hypot(tip[0] - places[str(s)][0], tip[1] - places[str(s)][1]) for s in (start, end))
        assert to_end < to_start


def test_arrow_widths_are_proportional_to_the_fluxes():
    network = sf.paper.example_3()
    arrows = arrows_of(draw(network, network.steady_state()))

    def width(arrow):
        first, last = arrow.points[0], arrow.points[-1]
        return hypot(first[0] - last[0], first[1] - last[1])

    ratio = width(arrows["2 -> 3"]) / width(arrows["1 -> 2"])
    assert ratio == pytest.approx(float(Fraction(51192658125, 82691079525)), rel=1e-6)


def test_a_bond_that_carries_nothing_is_dashed():
    network = sf.Network.from_edges([(1, 2, 1), (2, 3, 1), (2, 4, 1)], pinning=1, baths={1: (1, 2), 3: (1, 1)})
    scene = draw(network, network.steady_state())
    assert [s.dashed for s in scene.shapes if isinstance(s, Line)][:3] == [False, False, True]
    assert len(arrows_of(scene)) == 2


def test_circulating_heat_is_marked():
    assert any(isinstance(s, Line) and len(s.points) > 20 for s in PICTURE.shapes)
    colours = {arrow.fill for arrow in arrows_of(PICTURE).values()}
    plain = draw(sf.paper.example_2(), sf.paper.example_2().steady_state())
    assert len(colours) == 1 and colours.isdisjoint({arrow.fill for arrow in arrows_of(plain).values()})
    assert not any(isinstance(s, Line) and len(s.points) > 20 for s in plain.shapes)


def test_the_svg_is_well_formed_and_complete():
    root = ElementTree.fromstring(PICTURE.svg)
    texts = [node.text for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"1", "2", "3", "T = 2", "T = 1", "k = 10"} <= set(texts)
    assert PICTURE._repr_svg_() == PICTURE.svg


def test_three_renderings_show_the_same_shapes(tmp_path):
    texts = sum(isinstance(s, Text) for s in PICTURE.shapes)
    assert PICTURE.tikz.count(r"\node") == texts == PICTURE.svg.count("<text")
    figure = PICTURE.figure()
    assert len(figure.axes[0].texts) == texts
    for name in ("a.svg", "a.tex", "a.pdf", "a.png"):
        PICTURE.save(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 500
    with pytest.raises(NetworkError, match=r"a.doc: a picture is .svg"):
        PICTURE.save(tmp_path / "a.doc")


def test_hot_is_lighter_than_cold():
    circles = {s.title: s.fill for s in PICTURE.shapes if isinstance(s, Circle)}
    assert int(circles["site 1"][1:3], 16) > int(circles["site 2"][1:3], 16)
    assert circles["site 3"] == "#ffffff"


def test_a_network_without_numbers_is_drawn_without_arrows():
    network = sf.chain(3, spring="k", pinning="c", baths={1: ("gamma1", "T1"), 3: ("gamma3", "T3")})
    scene = network.draw()
    assert "γ₁" in scene.svg and r"\gamma_1" in scene.tikz
    with pytest.raises(NetworkError, match="arrows need numbers"):
        network.draw(network.steady_state())
    point = {"k": 1, "c": 1, "gamma1": 1, "gamma3": 2, "T1": 2, "T3": 1}
    assert len(arrows_of(network.draw(network.steady_state(), at=point))) == 2


def test_the_layout_is_the_same_every_time_and_keeps_sites_apart():
    for network in (sf.paper.example_4(), sf.complete(5), sf.star(6), sf.ring(7), sf.chain(4)):
        placed = positions_of(network)
        assert placed == positions_of(network)
        points = list(placed.values())
        assert min(hypot(a[0] - b[0], a[1] - b[1]) for k, a in enumerate(points) for b in points[:k]) > 0.9
    with pytest.raises(NetworkError, match="no position for site 3"):
        positions_of(TRIANGLE, {1: (0, 0), 2: (1, 0)})
    with pytest.raises(NetworkError, match="too many for a picture"):
        positions_of(sf.chain(151))


def test_labels_do_not_cover_each_other():
    bonds = [(1, 2, 1), (2, 3, 1), (3, 4, 1), (4, 1, 1), (4, 5, 2), (5, 6, 3), (6, 7, 1), (7, 4, 2)]
    network = sf.Network.from_edges(bonds, pinning=1, baths={1: (1, 3), 6: (1, 1)})
    texts = [s for s in draw(network, network.steady_state()).shapes if isinstance(s, Text) and "=" in s.plain]
    assert len(texts) == 18
    for k, one in enumerate(texts):
        for other in texts[:k]:
            assert abs(one.at[0] - other.at[0]) > 0.6 or abs(one.at[1] - other.at[1]) > 0.3


def test_a_notebook_draws_small_networks_only():
    assert network_svg(sf.chain(5)).startswith("<svg")
    assert network_svg(sf.chain(61)) is None


def test_labels_are_escaped():
    network = sf.Network.from_edges([("a_b", "c-d", "k_1")], pinning=1, baths={"a_b": (1, "T_hot")})
    scene = draw(network)
    ElementTree.fromstring(scene.svg)
    assert r"\mathrm{a\_b}" in scene.tikz
