"""``python -m benchmarks.picture``: the numbers of benchmarks/growth.json as a picture, docs/images/growth.svg.

Logarithmic on both axes: a straight line is a power of the number of sites, a line that bends upward is worse than any.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["draw", "read_rows"]

DOCS = Path(__file__).resolve().parent.parent / "docs"
BEYOND = 25.0  #: seconds that what came before was given
_MARKS = {"now": ("#1f4e79", "o", "-"), "before": ("#c2410c", "s", "--"), "rival": ("#5b616b", "^", ":")}

Points = dict[str, list[tuple[int, float, bool]]]


def read_rows(data: Mapping[str, Any]) -> dict[str, Points]:
    """{network: {"now" | "before" | name of a rival: points}} of what ``benchmarks.growth`` wrote."""
    found: dict[str, Points] = defaultdict(lambda: defaultdict(list))
    for row in data["rows"]:
        entry, sites = found[row["network"]], row["sites"]
        entry["now"].append((sites, row.get("seconds", data["limit"]), "seconds" not in row))
        if "before" in row:
            entry["before"].append((sites, row["before"] or BEYOND, row["before"] is None))
        for name in row["lost"]:
            entry[name.replace("_", " ")].append((sites, data["rivals"], True))
        for name, seconds in row["others"].items():
            entry[name.replace("_", " ")].append((sites, seconds, False))
    return {name: dict(entry) for name, entry in found.items()}


def draw(tables: dict[str, Points]) -> Any:
    """A panel for each family of networks; a hollow mark with an arrow took longer than it shows."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullFormatter, ScalarFormatter

    columns, rows = 3, -(-len(tables) // 3)
    figure = Figure(figsize=(3.3 * columns, 2.7 * rows), layout="constrained")
    flat = figure.subplots(rows, columns, squeeze=False).ravel()
    handles: dict[str, Any] = {}
    for axes, (name, entry) in zip(flat, tables.items(), strict=False):
        for place, (label, points) in enumerate(entry.items()):
            colour, marker, style = _MARKS.get(label, _MARKS["rival"])
            done = [(n, max(t, 1e-3)) for n, t, beyond in points if not beyond]
            late = [(n, t * 1.5**place) for n, t, beyond in points if beyond]  # one above the other
            shown = {"now": "symflux", "before": "symflux before"}.get(label, label)
            axes.plot(*zip(*(done or [(float("nan"), 1.0)]), strict=True), color=colour, marker=marker, markersize=4,
                      linestyle=style, linewidth=1.3, label=shown)  # fmt: skip
            for n, t in late:
                axes.plot([n], [t], color=colour, marker=marker, markersize=5, markerfacecolor="white", linestyle="")
                axes.annotate("", (n, t * 1.9), (n, t * 1.1), arrowprops={"arrowstyle": "->", "color": colour})
        sizes = sorted({n for points in entry.values() for n, _, _ in points})
        axes.set(xscale="log", yscale="log", title=name, xlabel="sites", ylabel="seconds", ylim=(8e-4, 60))
        axes.set_xticks(sizes)
        axes.xaxis.set_major_formatter(ScalarFormatter())
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.title.set_fontsize(9)
        handles |= dict(zip(*axes.get_legend_handles_labels()[::-1], strict=True))
    figure.legend(handles.values(), handles, loc="outside lower center", ncols=4, fontsize=8, frameon=False)
    for axes in flat[len(tables) :]:
        axes.set_visible(False)
    return figure


def main() -> None:
    """Draw the numbers."""
    import matplotlib

    os.environ["SOURCE_DATE_EPOCH"] = "0"
    tables = read_rows(json.loads(Path(__file__).with_name("growth.json").read_text(encoding="utf-8")))
    with matplotlib.rc_context({"svg.hashsalt": "symflux"}):
        draw(tables).savefig(DOCS / "images" / "growth.svg")


if __name__ == "__main__":
    main()
