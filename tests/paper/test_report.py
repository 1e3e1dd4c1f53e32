"""The companion of the paper: compiles in one column and in two, and shows its values."""

from __future__ import annotations

import pytest
from compiling import compiled

from symflux.paper.report import paper_report
from symflux.paper.row import Item, Row
from symflux.paper.rows import backward_flux, circulation, fluxes_are_conserved, square
from symflux.show.tex.document import prose

ROWS = [
    square(),
    fluxes_are_conserved(),
    backward_flux(),
    circulation(),
    Row("P0", "a formula", items=(Item("sign", "-(a - b)*(2*a + b)**3*(a + c + 7)"), Item("long", "1/" + "7" * 39))),
]


@pytest.mark.parametrize("layout", ["article", "revtex"])
def test_it_compiles_without_overfull_boxes(layout, tmp_path):
    text = paper_report(ROWS, layout=layout)
    compiled(text, tmp_path)
    for shown in ("58949", "1564", r"\textbf{erratum}", "5 statements", "The erratum of Example 2, proved"):
        assert shown in text
    assert text.count(r"\begin{tikzpicture}") == 3
    assert text.count(r"\hfill$\square$") == 2


def test_what_does_not_hold_is_said():
    item = Item("x", "1/2", "0.7", "erratum", holds=False)
    text = paper_report([Row("P99", "nothing", items=(item,), checks=(("all is well", False),))])
    assert "NOT as expected: P99" in text and "UNEXPECTED" in text and "all is well (FAILS)" in text


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("phi_12 < 0 on one cell, a > 6.028", r"$\phi_{12} < 0$ on one cell, $a > 6.028$"),
        ("above w^2 = c + 2b", "above $w^2 = c + 2b$"),
        ("a chain with a bath", "a chain with a bath"),
        ("<q_i v_j>", r"$\langle q_{i}~v_{j}\rangle$"),
        ("max W - min W", r"$\max W - \min W$"),
    ],
)
def test_words_and_formulas_are_told_apart(plain, shown):
    assert " ".join(prose(plain).replace(" $", "$").split()) == " ".join(shown.replace(" $", "$").split())
