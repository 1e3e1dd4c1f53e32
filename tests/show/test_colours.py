"""Colours under three kinds of colour blindness, simulated after Machado, Oliveira and Fernandes (2009), and in grey.

What differs by colour alone has to differ for every kind of vision; what does not has another mark: a dash, a hatch.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from symflux.show.pictures.fate_picture import COLOURS
from symflux.show.pictures.flux_plot import STYLES
from symflux.show.pictures.plot import INK, MINUS, MINUS_HATCH, PLUS
from symflux.show.pictures.site_shapes import blend, contrast, ink_on
from symflux.show.pictures.temperature_map import _COLOURS, _HATCHES

#: severity 1, acting on linear RGB
VISION = {
    "common": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
    "grey": np.array([[0.2126, 0.7152, 0.0722]] * 3),
}
_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    parts = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def seen(colour, vision):
    """CIELAB of what is seen."""
    rgb = np.clip(VISION[vision] @ linear(colour), 0, 1)
    xyz = _XYZ @ rgb / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def apart(one, other, vision):
    """The distance of two colours; 2 is just noticed side by side."""
    return float(np.linalg.norm(seen(one, vision) - seen(other, vision)))


def test_the_simulation_knows_which_colours_are_confused():
    assert apart("#ff0000", "#808000", "common") > 60
    assert apart("#cc4433", "#7f7f22", "deuteranopia") < 0.4 * apart("#cc4433", "#7f7f22", "common")
    assert all(np.allclose(matrix.sum(axis=1), 1, atol=1e-3) for matrix in VISION.values())


@pytest.mark.parametrize("vision", VISION)
def test_cold_to_hot_is_dark_to_light(vision):
    steps = [seen(blend(k / 8), vision)[0] for k in range(9)]
    assert all(later - earlier > 4 for earlier, later in pairwise(steps))
    assert apart(blend(0), blend(1), vision) > 50


@pytest.mark.parametrize("vision", VISION)
def test_both_signs_tell_apart(vision):
    assert MINUS_HATCH and (apart(PLUS, MINUS, vision) > 10 or vision == "grey")
    assert contrast(INK, PLUS) > 7 and contrast(INK, MINUS) > 7


@pytest.mark.parametrize("vision", [v for v in VISION if v != "grey"])
def test_fates_tell_apart(vision):
    assert all(apart(a, b, vision) > 18 for a, b in combinations(COLOURS.values(), 2))


@pytest.mark.parametrize("vision", VISION)
def test_circulating_heat_tells_apart_from_other_heat(vision):
    assert apart("#c2410c", "#30343b", vision) > 18


def test_curves_have_dashes_of_their_own_and_read_on_white():
    assert len(STYLES) == 10 and len({str(dashes) for _, dashes in STYLES}) == 10
    assert all(contrast(colour, "#ffffff") > 4.5 for colour, _ in STYLES)
    for vision in VISION:
        if vision != "grey":
            assert all(apart(a, b, vision) > 10 for (a, _), (b, _) in pairwise(STYLES))


def test_texts_in_boxes_read():
    assert all(contrast(ink_on(blend(k / 20)), blend(k / 20)) > 4.5 for k in range(21))


def test_cells_of_a_temperature_map_differ_in_hatching_where_not_in_colour():
    marks = [(_COLOURS[k % len(_COLOURS)], _HATCHES[(k + k // len(_COLOURS)) % len(_HATCHES)]) for k in range(24)]
    assert len(set(marks)) == 24
    for vision in VISION:
        for (one, first), (other, second) in combinations(marks, 2) if vision != "grey" else ():
            assert first != second or apart(one, other, vision) > 3
