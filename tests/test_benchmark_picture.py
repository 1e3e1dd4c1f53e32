"""The picture of growth shows what the tables say, and is that of the page."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.growth import table
from benchmarks.picture import draw, read_rows

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
DATA = json.loads((ROOT / "benchmarks" / "growth.json").read_text(encoding="utf-8"))
SMALL = {
    "limit": 6.0,
    "rivals": 5.0,
    "rows": [
        {
            "network": "chain",
            "sites": 8,
            "before": 1.5,
            "seconds": 0.008,
            "others": {"Maxima": 2.5},
            "lost": ["plain_sympy"],
        },
        {"network": "chain", "sites": 16, "before": None, "others": {}, "lost": ["Maxima"]},
    ],
}


def test_numbers_are_read_as_they_are():
    assert read_rows(SMALL) == {
        "chain": {
            "now": [(8, 0.008, False), (16, 6.0, True)],
            "before": [(8, 1.5, False), (16, 25.0, True)],
            "plain sympy": [(8, 5.0, True)],
            "Maxima": [(8, 2.5, False), (16, 5.0, True)],
        }
    }


def test_what_took_longer_is_a_hollow_mark_above_no_curve():
    axes = draw(read_rows(SMALL)).axes[0]
    assert (axes.get_xscale(), axes.get_yscale(), axes.get_title()) == ("log", "log", "chain")
    curves = {line.get_label(): list(map(float, line.get_ydata())) for line in axes.lines if line.get_label()[0] != "_"}
    assert curves["symflux"] == [0.008] and curves["symflux before"] == [1.5]
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert sorted(float(line.get_xdata()[0]) for line in hollow) == [8, 16, 16, 16]


def test_the_page_shows_the_numbers_and_the_picture():
    page, entries = PAGE.read_text(encoding="utf-8"), read_rows(DATA)
    assert all(line in page for line in table(DATA["rows"], DATA["limit"], DATA["rivals"]))
    assert len(entries) >= 6 and all({"now", "before"} <= set(entry) for entry in entries.values())
    assert "(images/growth.svg)" in page
