"""The drawn maps: every cell, boundary and witness is on them, and they save without warnings."""

from __future__ import annotations

import io

import pytest

import symflux as sf

pytest.importorskip("matplotlib")

from symflux.show.pictures.temperature_map import temperature_map


def texts_of(figure: object) -> set[str]:
    axes = figure.axes[0]  # type: ignore[attr-defined]
    return {text.get_text() for text in axes.texts}


def legend_of(figure: object) -> list[str]:
    return [text.get_text() for text in figure.legends[0].get_texts()]  # type: ignore[attr-defined]


def test_a_triangle_names_its_corners_boundaries_and_cells() -> None:
    figure = temperature_map(sf.paper.example_3().steady_state())
    assert {"only $T_1$", "only $T_2$", "only $T_3$", "1–2", "2–3", "1–3", *"123456"} <= texts_of(figure)
    assert "1→2, 3→1, 2→3   at (2, 1, 1)" in legend_of(figure)[1]
    assert legend_of(figure)[-1] == "the network's own temperatures"


def test_a_quadrant_names_what_is_fixed() -> None:
    figure = temperature_map(sf.paper.example_1().steady_state(), over=(1, 3), limit=12)
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel(), axes.get_title()) == ("$T_1$", "$T_3$", "$T_2 = 2$, $T_4 = 2$")
    assert {"1–2", "2–3", "3–4"} <= texts_of(figure)


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
def test_maps_are_saved_in_every_format(form: str) -> None:
    target = io.BytesIO()
    temperature_map(sf.paper.example_4().steady_state(), over=(1, 3)).savefig(target, format=form)
    assert len(target.getvalue()) > 5000
