"""The HTML around the content of a live page.

Everything that comes from a user is escaped here: text by ``html.escape``, data as JSON without ``<``, ``>``, ``&``.
The page's own policy (a Content-Security-Policy) lets nothing run but the one script and the one style in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from symflux.model.network import Network
from symflux.show.mathml import symbol_mathml
from symflux.show.page.content import Content
from symflux.show.page.dials import Dial
from symflux.show.page.statements import Statement, is_rational

__all__ = ["page_text"]

_SCRIPTS = ("exact.js", "surface.js", "map.js", "picture.js", "page.js")
_CERTIFICATE = 60_000  #: characters; a longer certificate is named and not handed out


def page_text(
    network: Network, dials: Sequence[Dial], data: Mapping[str, Any], content: Content, statements: Sequence[Statement]
) -> str:
    """The whole page."""
    frame = _Frame(network, dials, data, content, statements)
    style, script = _resource("live.css"), _script()
    policy = (
        f"default-src 'none'; script-src 'sha256-{_digest(script)}'; style-src 'sha256-{_digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    title = escape(network.name or f"Heat fluxes in a network of {_counted(len(network.sites), 'site')}")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="{escape(_maker())}">\n<title>{title}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n{frame.body(title)}\n"
        f'<script type="application/json" id="model">{_json(data)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


@cache
def _resource(name: str) -> str:
    return files("symflux.show.page").joinpath("browser", name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    return '(() => {\n"use strict";\n' + "\n".join(map(_resource, _SCRIPTS)) + "})();\n"


def _maker() -> str:
    """The program and its version, where it is installed."""
    try:
        return f"symflux {version('symflux')}"
    except PackageNotFoundError:
        return "symflux"


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _json(data: Any) -> str:
    """JSON that ends no script element, whatever it holds."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _download(text: str, name: str, words: str, kind: str = "application/json") -> str:
    encoded = base64.b64encode(text.encode("utf-8")).decode("ascii")
    label = escape(f"{words}, download {name}")
    return f'<a download="{escape(name)}" aria-label="{label}" href="data:{kind};base64,{encoded}">{words}</a>'


class _Frame:
    """The sections of one page."""

    def __init__(
        self,
        network: Network,
        dials: Sequence[Dial],
        data: Mapping[str, Any],
        content: Content,
        statements: Sequence[Statement],
    ):
        self.network, self.dials, self.data = network, list(dials), data
        self.content, self.statements = content, statements
        self.is_exact = "grid" not in data
        self.fluxes: list[dict[str, Any]] = list(data["fluxes"])
        self.figures = 0

    def body(self, title: str) -> str:
        """Everything a reader sees."""
        parts = [
            ("network", "Network and fluxes", self.figure()),
            ("signs", "Where heat runs which way", self.map()),
            ("formulas", "Formulas", self.formulas()),
            ("statements", "Statements and their certificates", self.proofs()),
            ("details", "Conventions and data", self.details()),
        ]
        kept = [(name, words, text) for name, words, text in parts if text]
        links = "".join(f'<a href="#{name}">{words}</a>' for name, words, _ in kept)
        sections = "\n".join(
            f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{number}&ensp;{words}</h2>\n'
            f"{text}</section>"
            for number, (name, words, text) in enumerate(kept, 1)
        )
        return (
            '<a class="skip" href="#network">To the network</a>\n<header><p class="kind">Interactive supplement</p>'
            f'<h1>{title}</h1><p class="abstract">{self._abstract()}</p>'
            f'<nav aria-label="Sections">{links}</nav></header>\n'
            f"<main>\n{sections}\n</main>\n<footer>Made by {escape(_maker())}. This file is complete: it "
            "works without a network, and asks nothing of one.</footer>"
        )

    def _abstract(self) -> str:
        network = self.network
        size = (
            f"{_counted(len(network.sites), 'harmonic oscillator')}, {_counted(len(network.bonds), 'spring')} and "
            f"{_counted(len(network.bath_items), 'heat bath')} in the steady state."
        )
        if not self.is_exact:
            return f"{size} The exact formulas are too long for a page; it shows numbers from a grid instead."
        return (
            f"{size} Every heat flux below is evaluated from its exact formula at the values you choose, with "
            "integers of any length, so that the signs and the fractions are exact."
        )

    # the network ----------------------------------------------------------------------------------------

    def figure(self) -> str:
        """Picture, dials and the table of fluxes."""
        self.figures += 1
        box = " ".join(f"{number:g}" for number in self.data["layout"]["box"])
        notes = "".join(f'<p class="notice">{note}</p>' for note in self.content.notes)
        caption = (
            f"<b>Figure {self.figures}.</b> The network. Boxes are heat baths, dark when cold and light when hot. An "
            "arrow points where the heat goes and is as wide as the flux is large; orange arrows close a circle."
        )
        return (
            f'<div class="pair"><figure><svg id="picture" viewBox="{box}" role="img" aria-labelledby="picture-title">'
            f'<title id="picture-title">The network</title></svg><figcaption>{caption}</figcaption></figure>\n'
            f"<div>{self._dials()}</div></div>\n{notes}"
            '<p id="trouble" role="status" hidden></p><noscript><p class="notice">The picture, the numbers and the map '
            f"need JavaScript; formulas and statements do not.</p></noscript>\n{self._table()}"
        )

    def _dials(self) -> str:
        if not self.dials:
            return "<p>Every value of this network is a number: there is nothing to turn.</p>"
        rows = []
        for warm, words in ((False, "Couplings"), (True, "Temperatures")):
            listed = [(k, dial) for k, dial in enumerate(self.dials) if dial.is_temperature is warm]
            if listed:
                rows.append(f"<h3>{words}</h3>")
            for k, dial in listed:
                name, symbol = escape(dial.name), f"<math>{symbol_mathml(dial.name)}</math>"
                rows.append(
                    f'<label for="typed-{k}">{symbol}</label>'
                    f'<input type="range" id="range-{k}" min="0" max="1000" step="1" aria-label="{name}, slider">'
                    f'<input type="text" id="typed-{k}" inputmode="decimal" autocomplete="off" spellcheck="false" '
                    f'aria-label="{name}, typed" value="{dial.value}">'
                )
        return (
            f'<div class="dials">{"".join(rows)}</div><div class="buttons">'
            '<button type="button" id="reset">Reset</button>'
            '<button type="button" id="link">Link to these values</button>'
            '</div><p class="fine">Type any fraction or decimal, as 3/2 or 0.15; it is taken as it stands.</p>'
        )

    def _table(self) -> str:
        exact = '<th scope="col" class="exact">exact value</th>' if self.is_exact else ""
        rows = []
        for k, flux in enumerate(self.fluxes):
            cell = f'<td class="exact" id="exact-{k}"></td>' if self.is_exact else ""
            rows.append(
                f'<tr><th scope="row">{escape(flux["text"])}</th><td class="way" id="way-{k}"></td>'
                f'<td class="number" id="size-{k}"></td>{cell}</tr>'
            )
        sign = "Positive from the first site to the second, and from a bath into the network."
        return (
            f'<div class="scroll"><table class="fluxes{"" if self.is_exact else " about"}"><thead><tr>'
            '<th scope="col">heat flux</th><td></td>'
            f'<th scope="col" class="number">{"value" if self.is_exact else "about"}</th>{exact}</tr></thead>'
            f'<tbody>{"".join(rows)}</tbody></table></div><p class="fine">{sign} Energy per time, with '
            f"k<sub>B</sub> = 1.</p>\n{self._many()}"
        )

    def _many(self) -> str:
        if not self.dials:
            return ""
        order = ", ".join(escape(dial.name) for dial in self.dials)
        return (
            '<details id="many"><summary>Fluxes at many points</summary><p class="fine">One point a line, in the order '
            f'{order}.</p><textarea id="points" aria-label="points, one a line" spellcheck="false"></textarea>'
            '<div class="buttons"><button type="button" id="points-go">Evaluate</button>'
            '<button type="button" id="points-here">Add the values above</button></div>'
            '<div class="scroll"><table id="points-table"></table></div></details>'
        )

    # the map --------------------------------------------------------------------------------------------

    def map(self) -> str:
        """The sign map; nothing where there are fewer than two parameters."""
        if len(self.dials) < 2 or not self.fluxes:
            return ""
        self.figures += 1
        place, first, second = self.data["plane"]
        options = [
            "".join(
                f'<option value="{k}"{" selected" if k == chosen else ""}>{escape(text)}</option>'
                for k, text in enumerate(texts)
            )
            for texts, chosen in (
                ([flux["text"] for flux in self.fluxes], place),
                ([dial["text"] for dial in self.data["dials"]], first),
                ([dial["text"] for dial in self.data["dials"]], second),
            )
        ]
        how = (
            "The curve is the zero of the exact numerator at the other parameters' values, followed in a grid of "
            "73 × 73 points whose signs are exact: where floats cannot tell, integers do. What is smaller than a "
            "cell of that grid can escape it."
            if self.is_exact
            else "Signs are those of the numbers of the grid, interpolated: they are not exact."
        )
        labels = ("of the flux", "across", "upwards")
        ids = ("map-flux", "map-x", "map-y")
        selects = "".join(
            f'<label>{word} <select id="{name}">{listed}</select></label>'
            for word, name, listed in zip(labels, ids, options, strict=True)
        )
        return (
            f'<div class="controls">{selects}</div><div class="mapbox"><figure>{_MAP}<figcaption>'
            f'<b>Figure {self.figures}.</b> The sign of the flux <span id="map-of"></span> over two '
            "parameters, the others as above. "
            f"{how}</figcaption></figure>\n<div><ul class=\"key\">{_KEY}</ul>"
            '<p id="map-said" role="status" aria-live="polite"></p><p class="fine">Drag the point, or move it with the '
            "arrow keys (with Shift in larger steps); the dials above follow.</p></div></div>"
        )

    # formulas and statements ----------------------------------------------------------------------------

    def formulas(self) -> str:
        """The typeset fluxes."""
        return self.content.formulas

    def proofs(self) -> str:
        """Each statement with what it rests on."""
        if not self.statements:
            return ""
        shown = "\n".join(self._statement(number, one) for number, one in enumerate(self.statements, 1))
        return (
            "<p>Each statement holds, or fails, as said wherever the steady state exists and is unique. A certificate "
            "is a file from which a small checker, with nothing else installed, sees that it is so: "
            f"<code>symflux check FILE</code>.</p>\n{shown}"
        )

    def _statement(self, number: int, one: Statement) -> str:
        words = {"proved": "Proved", "refuted": "Refuted", "undecided": "Undecided"}[one.verdict]
        if one.shown:
            claim = f'<p><span class="verdict {one.verdict}">{words}:</span> {one.shown}</p>'
        else:
            claim = f'<p><span class="verdict {one.verdict}">{words}:</span> <code>{escape(one.claim)}</code></p>'
        about = [escape(text) for text in ("" if one.shown else one.hypothesis, one.reason) if text]
        witness = {name: value for name, value in one.witness.items() if is_rational(value)}
        if one.witness:
            about.insert(0, "false at " + escape(", ".join(f"{n} = {v}" for n, v in one.witness.items())))
        buttons = []
        names = {dial.name for dial in self.dials}
        if witness and len(witness) == len(one.witness) and set(witness) <= names and self.is_exact:
            buttons.append(
                f'<button type="button" data-claim="{escape(one.claim)}" data-witness="{escape(json.dumps(witness))}">'
                "Show the point</button>"
            )
        if 0 < len(one.certificate) <= _CERTIFICATE:
            size = f"{len(one.certificate.encode()):,}".replace(",", "&#8239;")
            file = f"certificate-{number}.json"
            link = _download(one.certificate, file, "Certificate")
            buttons.append(f'<span>{link} <span class="fine">{size} bytes</span></span>')
        elif one.certificate:
            about.append("the certificate is too long for this page: write it with symflux prove")
        return (
            f'<div class="statement">{claim}<p class="fine">{"; ".join(about)}</p>'
            f'<div class="buttons">{"".join(buttons)}</div></div>'
        )

    # the end --------------------------------------------------------------------------------------------

    def details(self) -> str:
        """Conventions, and the network to take away."""
        real = [dial.name for dial in self.dials if dial.is_real]
        signs = (
            f"The parameters are positive, except that {escape(', '.join(real))} may have either sign."
            if real
            else "All parameters are positive; temperatures may be zero."
        )
        error = ""
        if not self.is_exact:
            error = (
                "<p>The numbers of the grid were computed in double precision; at two points of each table they were "
                f"compared with the exact values, and differed by at most {self.data['grid']['error']:.1e} of the "
                "largest. They travel in single precision: what is within its rounding of zero is shown as 0.</p>"
            )
        file = _download(self.network.to_toml(), "network.toml", "The network as a file", "application/toml")
        return (
            "<p>Positions <i>q</i> and velocities <i>v</i> obey <i>m</i> d<i>v</i> = −<i>V q</i> d<i>t</i> − "
            "<i>γ v</i> d<i>t</i> + √(2<i>γT</i>) d<i>w</i>, with independent noise at every bath. The flux "
            "<i>i</i> → <i>j</i> is the power that the bond gives site <i>j</i>; that of a bath is the power it gives "
            f"the network. {signs}</p>{error}\n<p>{file}"
            " for <code>symflux</code>, which made this page: <code>symflux page network.toml -o page.html</code>.</p>"
        )


_MAP = (
    '<svg id="map" viewBox="-62 -8 472 460" tabindex="0" role="application" aria-label="Sign map; arrow keys move the '
    'point" aria-describedby="map-said"><defs><pattern id="stripes" width="9" height="9" patternUnits="userSpaceOnUse" '
    'patternTransform="scale(.0025)"><path d="M-2 11L11 -2M-2 2L2 -2M7 11L11 7"/></pattern><pattern id="stripes-key" '
    'width="9" height="9" patternUnits="userSpaceOnUse"><path d="M-2 11L11 -2M-2 2L2 -2M7 11L11 7"/></pattern></defs>'
    '<g transform="scale(400)"><path id="map-plus" class="plus"/><path id="map-minus" class="minus"/>'
    '<path id="map-none" class="none"/></g>'
    '<g transform="scale(400)"><path id="map-hatch" class="hatch"/></g>'
    '<g transform="scale(400)"><path id="map-border"/><rect id="map-frame" width="1" height="1"/>'
    '<g id="map-point"><circle id="map-dot" r=".022"/><circle id="map-core" r=".0085"/></g>'
    '<rect id="map-area" width="1" height="1" fill="transparent"/></g><g id="map-ticks"></g></svg>'
)
_KEY = "".join(
    f'<li><svg viewBox="0 0 26 18" aria-hidden="true">{shape}</svg><span id="{name}">{words}</span></li>'
    for shape, name, words in (
        ('<rect class="plus" width="26" height="18"/>', "map-plus-said", ""),
        (
            '<rect class="minus" width="26" height="18"/><rect class="hatch-key" width="26" height="18"/>',
            "map-minus-said",
            "",
        ),
        ('<path class="stroke" d="M0 14C8 14 14 4 26 4"/>', "map-border-said", "no heat"),
        ('<rect class="none" width="26" height="18"/>', "map-none-said", "no steady state"),
    )
)
