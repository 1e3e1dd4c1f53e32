"""The picture of growth shows what the tables say, and is that of the page."""

from __future__ import annotations

from pathlib import Path

from benchmarks.picture import draw, read_tables

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
TEXT = """\
## Growth

| network | sites | symflux | peak memory | other | seconds |
|---|---|---|---|---|---|
| chain | 8 | 0.008 s | 74 MB | sympy `linsolve` | > 6 s |
| chain | 16 | > 6 s |  | sympy `linsolve` | > 6 s |

### Growth before

| network | sites | symflux |
|---|---|---|
| chain | 8 | 1.5 s |

## Signs
| other | 8 | 1 s |
"""


def test_tables_are_read_as_they_are():
    assert read_tables(TEXT) == {
        "chain": {
            "now": [(8, 0.008, False), (16, 6.0, True)],
            "sympy linsolve": [(8, 6.0, True), (16, 6.0, True)],
            "before": [(8, 1.5, False)],
        }
    }


def test_what_took_longer_is_a_hollow_mark_above_no_curve():
    axes = draw(read_tables(TEXT)).axes[0]
    assert (axes.get_xscale(), axes.get_yscale(), axes.get_title()) == ("log", "log", "chain")
    curves = {line.get_label(): list(map(float, line.get_ydata())) for line in axes.lines if line.get_label()[0] != "_"}
    assert curves["symflux"] == [0.008] and curves["symflux before"] == [1.5]
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert sorted(float(line.get_xdata()[0]) for line in hollow) == [8, 16, 16]


def test_the_page_has_every_family_before_and_now():
    tables = read_tables(PAGE.read_text(encoding="utf-8"))
    assert len(tables) >= 6
    assert all({"now", "before"} <= set(entry) for entry in tables.values())
    assert "(images/growth.svg)" in PAGE.read_text(encoding="utf-8")
