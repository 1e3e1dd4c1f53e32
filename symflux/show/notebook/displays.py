"""The rich displays of what is asked for: a method ``_repr_html_`` of each noun leads here.

Nothing is shown that was not computed or checked: where making a formula would take long the display says what to ask.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from symflux.certificates.certificate import Certificate
from symflux.errors import CertificateError, NetworkError, SymfluxError
from symflux.model.labels import show_label
from symflux.quantities.result import Result
from symflux.show.notebook.collections import results_latex
from symflux.show.notebook.pieces import block, colour, details, formula, paragraph, table, told
from symflux.show.pictures.diagram import draw, network_svg
from symflux.show.tex.names import Names, quantity_latex
from symflux.work import child

__all__ = [
    "certificate_html", "checks_html", "design_html", "fates_html", "outcome_html", "outcomes_html", "patterns_html",
    "region_html", "series_html", "state_html", "temperature_region_html",
]  # fmt: skip

_SECONDS = 5.0  #: for the formulas of a state that is only looked at
_MEMORY = 1e9
_OPEN = 2_500  #: characters of a proof that is not folded
_CHECKED = 100_000  #: characters of a certificate that is checked before it is shown
_ROWS = 60


# states -----------------------------------------------------------------------------------------------------


def state_html(ss: Any) -> str:
    """The picture of the network and its fluxes, as numbers or as formulas."""
    network = ss.network
    results = [*ss.bond_fluxes().values(), *ss.bath_fluxes().values()][:_ROWS]
    picture = network_svg(network) or ""
    try:
        if not network.parameters and picture:
            picture = draw(network, ss).svg
        fluxes = child.run(_fluxes, results, seconds=_SECONDS, label="formulas", memory=_MEMORY)
    except SymfluxError as error:
        fluxes = paragraph(f"{error}: ask for one flux, as ss.bond_flux({_first_bond(network)}), or give values")
    return block(f"<p>Steady state of {_title(network)}</p>", picture, fluxes)


def _title(network: Any) -> str:
    return paragraph(network.title()).removeprefix("<p>").removesuffix("</p>")


def _first_bond(network: Any) -> str:
    return ", ".join(map(repr, network.bonds[0])) if network.bonds else "i, j"


def _fluxes(results: list[Result]) -> str:
    finite, infinite = [], []
    for result in results:
        try:
            _ = result.rational_function
            finite.append(result)
        except SymfluxError as error:
            infinite.append(paragraph(f"{result.quantity}: {error}"))
    if all(result.rational_function.is_constant for result in finite):
        names = Names(finite[0].network.parameters) if finite else None
        rows = [
            (formula(quantity_latex(result.quantity, result.network, names)), *_number(result))
            for result in finite
            if names is not None
        ]
        return table(["flux", "exact", "about"], rows) + "".join(infinite)
    shown = results_latex(finite)
    return (told(shown) if shown else paragraph(f"{len(finite)} fluxes")) + "".join(infinite)


def _number(result: Result) -> tuple[str, str]:
    value = result.rational_function.value
    text = str(value)
    return text if len(text) <= 40 else f"{text[:18]}… ({len(text)} characters)", f"{float(value):.8g}"


# claims -----------------------------------------------------------------------------------------------------


def outcome_html(outcome: Any) -> str:
    """The verdict with the told proof, or the counterexample, or what was tried."""
    certificate = outcome.certificate
    head = f"<p>{colour(outcome.verdict)}: <code>{_escaped(str(outcome.claim) + _given(certificate))}</code></p>"
    if certificate is None or not hasattr(certificate, "latex"):
        return block(head, paragraph(outcome.reason), paragraph(outcome.evidence) if outcome.evidence else "")
    return block(head, _proof(certificate, paragraph(outcome.reason)), _size(certificate))


def design_html(design: Any) -> str:
    """The wishes, and the parameters that fulfil them, or the proof that none do."""
    wishes = ", ".join(map(str, design.wanted))
    head = f"<p>{colour(design.verdict)}: <code>{_escaped(wishes)}</code></p>"
    if design.certificate is None:
        return block(head, paragraph(design.reason))
    if design.witness:
        values = table(["parameter", "value"], [tuple(map(_escaped, pair)) for pair in design.witness.items()])
        return block(head, values, _size(design.certificate))
    return block(head, _proof(design.certificate, paragraph(design.reason)), _size(design.certificate))


def _proof(certificate: Any, instead: str) -> str:
    try:
        text = certificate.latex()
    except SymfluxError as error:
        return instead + paragraph(f"not told: {error}")
    what = "proof" if certificate.data.get("verdict") == "proved" else "counterexample"
    return details(what, told(text), opened=len(text) <= _OPEN)


def _size(certificate: Any) -> str:
    size = len(certificate.text.encode())
    return paragraph(f"certificate of {size:,} bytes: .certificate.save(path), then symflux check path")


def _escaped(value: Any) -> str:
    return paragraph(str(value)).removeprefix("<p>").removesuffix("</p>")


def _given(certificate: Any) -> str:
    """The assumptions of a certificate, as they stand in its file."""
    data = getattr(certificate, "data", None) or {}
    texts = [g if isinstance(g, str) else f"{g['left']} {g['relation']} {g['right']}" for g in data.get("given", ())]
    return f", given {', '.join(texts)}" if texts else ""


def outcomes_html(outcomes: Iterable[Any]) -> str:
    """A table of verdicts."""
    rows = [
        (
            colour(each.verdict),
            f"<code>{_escaped(str(each.claim) + _given(each.certificate))}</code>",
            _escaped(each.reason),
        )
        for each in outcomes
    ]
    return block(table(["", "claim", "reason"], rows))


def certificate_html(certificate: Certificate) -> str:
    """What was proved or refuted, if the checker accepts it, and how large the file is."""
    size = len(certificate.text.encode())
    if size > _CHECKED:
        return block(paragraph(f"certificate of {size:,} bytes, not checked here: ask .check()"))
    try:
        found = certificate.check()
    except CertificateError as error:
        return block(paragraph(f"certificate of {size:,} bytes that is not accepted: {error}"))
    claim = found.claim + (f", given {', '.join(found.given)}" if found.given else "")
    steps = _count(certificate.data.get("proof"))
    number = f"{steps} step{'s' * (steps != 1)}, " if steps else ""
    return block(
        f"<p>{colour(found.verdict)}: <code>{_escaped(claim)}</code></p>",
        paragraph(f"{found.hypothesis}; accepted by the checker; {number}{size:,} bytes"),
    )


def _count(node: Any) -> int:
    """The steps of a proof: every table with a rule."""
    if isinstance(node, dict):
        return ("rule" in node) + sum(map(_count, node.values()))
    return sum(map(_count, node)) if isinstance(node, list | tuple) else 0


# regions and tables -----------------------------------------------------------------------------------------


def region_html(region: Any) -> str:
    """The map where it can be drawn, and the table of the cells."""
    picture = ""
    if len(region.names) <= 2:
        try:
            plot = region.plot()
        except NetworkError:  # without matplotlib the table says it all
            pass
        else:
            picture = plot._repr_svg_() or _bitmap(plot._repr_png_())
    rows = [
        (cell.sign.replace("-", "\N{MINUS SIGN}"), _escaped(cell.description), _escaped(_values(cell.sample)))
        for cell in region.cells[:_ROWS]
    ]
    more = len(region.cells) - len(rows)
    left = paragraph(f"and {more} more cells") if more > 0 else ""
    meaning = paragraph(f"for {region.meaning}") if region.meaning else ""
    return block(meaning, picture, table(["sign", "cell", "sample"], rows), left)


def _bitmap(png: bytes) -> str:
    return f'<img alt="sign map" src="data:image/png;base64,{base64.b64encode(png).decode("ascii")}">'


def _values(sample: Any) -> str:
    return ", ".join(f"{name} = {value}" for name, value in sample.items())


def temperature_region_html(region: Any) -> str:
    """Where the flux is positive, and which signs occur, each with temperatures."""
    rows = []
    for sign in ("+", "0", "-"):
        if sign in region.undecided:
            rows.append((sign, "undecided"))
        elif sign not in region.signs:
            rows.append((sign, "never"))
        else:
            try:
                rows.append((sign, "at " + _escaped(_at(region.witness(sign)))))
            except SymfluxError:  # occurs, at temperatures that depend on the couplings
                rows.append((sign, "occurs"))
    rows = [(sign.replace("-", "\N{MINUS SIGN}"), text) for sign, text in rows]
    try:
        shown = f"<p>{formula(region.latex())}</p>"
    except SymfluxError:
        shown = ""
    return block(shown, table(["sign", "temperatures"], rows), paragraph(region.reason) if region.reason else "")


def _at(witness: Any) -> str:
    return ", ".join(f"T of {show_label(bath)} = {value}" for bath, value in witness.items())


def patterns_html(patterns: Any) -> str:
    """The patterns that occur, with temperatures; and why others cannot."""
    bonds = patterns.bonds
    rows = [
        (*(p.signs[bond].replace("-", "\N{MINUS SIGN}") for bond in bonds), _escaped(_at(p.witness)))
        for p in patterns[:_ROWS]
    ]
    more = paragraph(f"and {len(patterns) - _ROWS} more") if len(patterns) > _ROWS else ""
    never = "".join(paragraph(str(each)) for each in patterns.contradictions[:12])
    return block(table([*(_escaped(f"{i} → {j}") for i, j in bonds), "temperatures"], rows), more, never)


def fates_html(fates: Any) -> str:
    """The network with its bonds coloured by what heat can do on them, and why."""
    rows = []
    for (i, j), fate in fates.items():
        way = f" {fate.direction[0]} → {fate.direction[1]}" if fate.direction else ""
        rows.append(tuple(map(_escaped, (f"{i}–{j}", fate.kind + way, fate.reason))))
    picture = draw(fates.network, fates=fates).svg if 0 < len(fates.network.sites) <= _ROWS else ""
    said = paragraph(f"{fates.holds_for}; temperatures: {fates.temperatures}")
    return block(picture, said, table(["bond", "heat", "why"], rows[:_ROWS]))


def checks_html(verification: Any) -> str:
    """What was verified."""
    return block(table(["checked", "outcome"], [tuple(map(_escaped, row)) for row in verification.checks]))


def series_html(series: Any) -> str:
    """The series of every flux."""
    network = series.network
    listed = [(f"{i} → {j}", series.bond_flux(i, j)) for i, j in network.bonds]
    listed += [(f"bath {show_label(label)}", series.bath_flux(label)) for label in network.baths]
    rows = [(_escaped(name), formula(one.latex())) for name, one in listed[:_ROWS]]
    return block(table(["flux", "series in the strength of the quartic springs"], rows))
