"""The atlas as static pages: an index that filters in the browser, and a page for every entry."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from symflux.algebra.parser import parse
from symflux.catalogue.atlas import Atlas
from symflux.catalogue.entry import BondFate, Entry
from symflux.show.page.quadrant_plot import quadrant_plot
from symflux.show.pictures.fate_picture import COLOURS

__all__ = ["write_pages"]

_STYLE = f"""
:root {{ color-scheme: light; --zero: {COLOURS["zero"]}; --fixed: {COLOURS["fixed"]}; --any: {COLOURS["any"]}; }}
* {{ box-sizing: border-box; }}
body {{ font: 16px/1.5 Georgia, 'DejaVu Serif', serif; color: #1f2328; margin: 0 auto; max-width: 72rem;
  padding: 1rem; }}
h1 {{ font-size: 1.6rem; line-height: 1.2; }} h2 {{ font-size: 1.2rem; }}
a {{ color: var(--fixed); }}
form {{ display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; margin: 1rem 0; }}
form label {{ white-space: nowrap; }} select {{ font: inherit; }}
.cards {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(13rem, 1fr)); gap: 1rem; }}
.card {{ border: 1px solid #d0d4da; border-radius: .4rem; padding: .5rem; display: block; color: inherit;
  text-decoration: none; }}
.card:hover, .card:focus {{ border-color: var(--fixed); }}
.card svg {{ width: 100%; height: 9rem; }} .card[hidden] {{ display: none; }}
.card p {{ margin: .25rem 0 0; font-size: .9rem; overflow-wrap: anywhere; }}
.picture svg {{ width: 100%; max-width: 26rem; height: auto; }}
.curve {{ display: flex; flex-wrap: wrap; gap: 1rem; align-items: flex-start; margin: 1rem 0; }}
.curve svg {{ width: 16rem; max-width: 100%; height: auto; flex: none; }}
.curve div {{ flex: 1 1 18rem; min-width: 0; }}
code {{ overflow-wrap: anywhere; font-size: .9em; }}
table {{ border-collapse: collapse; }}
td, th {{ padding: .2rem .75rem .2rem 0; text-align: left; vertical-align: top; }}
.zero {{ color: #6b7280; }} .fixed {{ color: var(--fixed); }} .any {{ color: #a9550a; }}
"""

_SCRIPT = """
const form = document.querySelector("form"), cards = [...document.querySelectorAll(".card")];
function filter() {
  const wanted = [...form.querySelectorAll("select")].filter(s => s.value);
  let shown = 0;
  for (const card of cards) {
    card.hidden = !wanted.every(s => card.dataset[s.name] === s.value);
    shown += !card.hidden;
  }
  document.getElementById("shown").textContent = shown + " of " + cards.length;
}
form.addEventListener("change", filter);
form.addEventListener("reset", () => setTimeout(filter));
filter();
"""

_CIRCULATES = {
    "always": "Heat circulates for all couplings",
    "changing": "Heat circulates in every cell of the couplings, round changing cycles",
    "sometimes": "Heat circulates for some couplings",
    "never": "Heat never circulates",
}
_LEGEND = (
    '<span class="zero">dashed: never any heat</span>, <span class="fixed">blue: always this way</span>, '
    '<span class="any">orange: either way, as the couplings say</span>'
)


def write_pages(atlas: Atlas, folder: str | Path) -> int:
    """Write ``index.html`` and a page for every entry into a folder, which is made; returns how many entries.

    >>> import symflux as sf, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_pages(sf.atlas(sites=3), folder), sorted(path.name for path in Path(folder).iterdir())
    (3, ['12-13-23.html', '12-13.html', '13-23.html', 'index.html'])
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    entries = list(atlas)
    for before, entry, after in zip([None, *entries[:-1]], entries, [*entries[1:], None], strict=True):
        (place / _file(entry)).write_text(_entry_page(entry, before, after), encoding="utf-8")
    (place / "index.html").write_text(_index(atlas), encoding="utf-8")
    return len(entries)


def _file(entry: Entry) -> str:
    return entry.key.replace(" ", "-") + ".html"


def _page(title: str, body: str, script: str = "") -> str:
    tail = f"<script>{script}</script>" if script else ""
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>{body}{tail}</body></html>\n"
    )


# the index -----------------------------------------------------------------------------------------------


def _index(atlas: Atlas) -> str:
    sites = sorted({entry.sites for entry in atlas})
    title = f"What heat can do: networks of {', '.join(map(str, sites))} sites"
    choices: dict[str, list[Any]] = {
        "circulates": [word for word in _CIRCULATES if any(e.circulates == word for e in atlas)],
        "bonds": sorted({len(entry) for entry in atlas}),
        "hidden": sorted({entry.hidden for entry in atlas}),
        "backward": ["yes", "no"],
    }
    words = ("heat circulates", "bonds", "hidden motions", "some bond turns")
    selects = "".join(_select(name, word, choices[name]) for name, word in zip(choices, words, strict=True))
    cards = "\n".join(_card(entry) for entry in atlas)
    of = "all springs k, pins c, frictions g and masses m equal" if atlas.couplings == "equal" else "free couplings"
    return _page(
        title,
        f"<h1>{title}</h1><p>Baths at sites 1 (yellow, hot) and 2 (dark, cold); {of}. Each bond is coloured by what "
        f'heat can do on it over all couplings: {_LEGEND}.</p><form>{selects}<button type="reset">all</button>'
        f'<span id="shown" aria-live="polite">{len(atlas)}</span></form><div class="cards">\n{cards}\n</div>',
        _SCRIPT,
    )


def _select(name: str, words: str, values: Iterable[Any]) -> str:
    options = "".join(f"<option>{value}</option>" for value in values)
    return f'<label>{words} <select name="{name}"><option value="">any</option>{options}</select></label>'


def _card(entry: Entry) -> str:
    turns = "yes" if any(fate.kind == "any" for fate in entry.values()) else "no"
    hidden = f"; {entry.hidden} hidden" if entry.hidden else ""
    return (
        f'<a class="card" href="{_file(entry)}" data-circulates="{entry.circulates}" data-bonds="{len(entry)}" '
        f'data-hidden="{entry.hidden}" data-backward="{turns}">{entry.draw().svg}'
        f"<p>{entry.key}</p><p>circulates: {entry.circulates}{hidden}</p></a>"
    )


# an entry ------------------------------------------------------------------------------------------------


def _entry_page(entry: Entry, before: Entry | None, after: Entry | None) -> str:
    links = ['<a href="index.html">all networks</a>']
    links += [f'<a href="{_file(before)}">previous</a>'] if before else []
    links += [f'<a href="{_file(after)}">next</a>'] if after else []
    hidden = (
        f"<p>{entry.hidden} motion{'s' * (entry.hidden > 1)} of it no bath reaches; they are taken to be at rest.</p>"
        if entry.hidden
        else ""
    )
    cycle = ""
    if entry.cycle:
        cycle = ", as round " + " → ".join(map(str, (*entry.cycle, entry.cycle[0])))
    rows = "".join(
        f'<tr><td>{i}–{j}</td><td class="{fate.kind}">{_kind(fate)}</td></tr>' for (i, j), fate in entry.items()
    )
    curves = "".join(_curve(entry, bond) for bond in _first_bonds(entry))
    return _page(
        f"network {entry.key}",
        f"<p>{' · '.join(links)}</p><h1>Bonds {entry.key}</h1><p>Baths at 1 (hot) and 2 (cold). "
        f"{_CIRCULATES[entry.circulates]}{cycle}.</p>{hidden}"
        f'<div class="picture">{entry.draw().svg}</div><p>{_LEGEND}.</p>'
        f"<table><tr><th>bond</th><th>heat</th></tr>{rows}</table>{curves}",
    )


def _kind(fate: BondFate) -> str:
    if fate.direction is not None:
        return f"always {fate.direction[0]} → {fate.direction[1]}"
    return "never any" if fate.kind == "zero" else "either way"


def _first_bonds(entry: Entry) -> list[tuple[int, int]]:
    """One bond of each class of bonds that symmetries exchange, of those that turn round."""
    firsts = []
    for orbit in entry.data["orbits"]:
        if orbit["kind"] == "any":
            i, j, _ = orbit["bonds"][0]
            firsts.append((i, j))
    return firsts


def _curve(entry: Entry, bond: tuple[int, int]) -> str:
    fate = entry[bond]
    orbit = next(o for o in entry.data["orbits"] if o["bonds"][0][:2] == list(bond))
    factors = [parse(name).numerator for name in orbit["open"]]
    sign = int(orbit["sign"])
    others = [f"{i}–{j}" for i, j, _ in orbit["bonds"][1:]]
    same = f" (and, by symmetry, {', '.join(others)})" if others else ""
    shown = "".join(
        f"<li>{word} at {', '.join(f'{name} = {value}' for name, value in fate.witnesses[s].items())}</li>"
        for s, word in (("+", "forward"), ("-", "backward"))
    )
    boundary = escape(str(fate.boundary).replace("**", "^"))
    points = [(tuple(point), mark) for point, mark in zip(orbit["points"], "+−", strict=True)]
    return (
        f'<section class="curve">{quadrant_plot(factors, sign, points)}<div><h2>Flux {bond[0]} → {bond[1]}{same}</h2>'
        f"<p>has the sign of <code>{boundary}</code></p><ul>{shown}</ul></div></section>"
    )
