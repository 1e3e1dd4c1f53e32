r"""The companion of the source paper: every statement with its exact values, pictures, proofs and errata, as LaTeX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from symflux.algebra import exact
from symflux.errors import SymfluxError
from symflux.model.network import Network
from symflux.paper.figures import paper_figure
from symflux.paper.row import Item, Row
from symflux.paper.rows import paper_rows
from symflux.show.tex.document import Document, decimal_latex, prose
from symflux.show.tex.latex import latex, system_latex
from symflux.show.tex.layout import width_of
from symflux.show.tex.proof import proof_latex
from symflux.signs.prove import prove
from symflux.signs.region import sign_region

__all__ = ["paper_report"]

_FIGURES = {
    "Figure 1": "Fig. 1 of the paper", "Example 1": "Fig. 2 of the paper, redrawn from the exact fluxes",
    "Example 2 (corrected)": "Fig. 3 of the paper with the couplings that give its numbers",
    "Example 3": "Fig. 4 of the paper, redrawn from the exact fluxes",
    "Example 4": "Fig. 5 of the paper, redrawn from the exact fluxes",
}  # fmt: skip
_LONGEST = 40  #: digits of a fraction that is printed in full


def paper_report(rows: Sequence[Row] | None = None, *, layout: str = "article", seconds: float = 30.0) -> str:
    """The LaTeX document. ``rows`` are computed unless they are given; ``seconds`` bounds the search for each proof.

    ``layout`` is ``"article"`` or ``"revtex"`` (two columns). Needs pdflatex with amsmath, tikz, booktabs, lmodern.
    """
    listed = list(paper_rows() if rows is None else rows)
    page = Document(r"Strange heat flux in harmonic networks: exact values, proofs and errata", layout)
    _opening(page, listed)
    for row in listed:
        _row(page, row)
    _spectral_proofs(page, seconds)
    return str(page)


def _opening(page: Document, rows: Sequence[Row]) -> None:
    page.add(
        r"This is the exact companion of J.-P. Eckmann and E. Zabey, \emph{Strange heat flux in (an)harmonic "
        r"networks}, J. Stat. Phys. \textbf{114}, 515 (2004). Every number is a quotient of integers, computed afresh "
        r"for this document; decimals are rounded from it. ``Printed'' are the digits of the paper.",
        r"\textbf{Conventions.} Sites have positions $q_i$ and velocities $v_i$, unit masses unless given, springs "
        r"$k_{ij} = -V_{ij}$, pinning $c_i$, and $V_{ii} = c_i + \sum_j k_{ij}$. A bath has friction $\gamma_i$ and "
        r"temperature $T_i$ ($k_B = 1$). Heat flows from bath $i$ into the network at the rate "
        r"$\phi_i = \gamma_i(T_i - \langle v_i^2\rangle)$ and from $i$ to $j$ at the rate "
        r"$\phi_{i\to j} = k_{ij}\langle q_i v_j\rangle$. The paper never states the diagonal of $V$; unit pinning at "
        r"every site reproduces its numbers and is used throughout.",
    )
    items = [item for row in rows for item in row.items]
    agree = sum(item.verdict.startswith("agrees") for item in items)
    errata = [row.id for row in rows if row.has_erratum]
    failed = [row.id for row in rows if not row.holds]
    rest = f"NOT as expected: {', '.join(failed)}." if failed else "all the rest is confirmed."
    page.add(
        rf"\textbf{{Outcome.}} {len(rows)} statements; {agree} printed values agree; errata in "
        f"{', '.join(errata) or 'none'}; {rest}"
    )


def _row(page: Document, row: Row) -> None:
    page.section(row.id, numbered=False)
    page.add(rf"\textbf{{{_sentence(row.statement)}.}}")
    if row.network is not None and row.network.name in _FIGURES:
        _figure(page, row.network)
    printed = [item for item in row.items if item.printed]
    others = [item for item in row.items if not item.printed]
    if printed and page.layout == "article":
        rows = [(prose(i.quantity), _value(i.exact), prose(i.printed), _verdict(i)) for i in printed]
        page.table(["quantity", "exact", "printed", ""], rows, "llll")
    else:
        page.items(
            f"{prose(i.quantity)}: {_value(i.exact)}, printed {prose(i.printed)}: {_verdict(i)}" for i in printed
        )
    page.items(
        f"{prose(i.quantity)}{'' if i.quantity.endswith('=') else ':'} {_formula(i.exact, page)}"
        + ("" if i.holds else " (UNEXPECTED)")
        for i in others
    )
    page.items(f"{prose(what)}{'' if holds else ' (FAILS)'}." for what, holds in row.checks)
    if row.note:
        page.add(rf"\emph{{Note.}} {_sentence(row.note)}.".replace("..", "."))


def _sentence(text: str) -> str:
    """With a capital first letter, where it is a word."""
    shown = prose(text)
    return shown[:1].upper() + shown[1:] if shown[:1].isalpha() else shown


def _verdict(item: Item) -> str:
    text = r"\textbf{erratum}" if item.verdict == "erratum" else item.verdict
    return text + ("" if item.holds else " (UNEXPECTED)")


def _value(text: str) -> str:
    """An exact value: a fraction with its decimals, or a formula in words."""
    try:
        number = Fraction(text)
    except ValueError:
        return prose(text)
    if number.denominator == 1:
        return f"${number}$"
    if max(len(str(number.numerator)), len(str(number.denominator))) > _LONGEST:
        return rf"${decimal_latex(number, 12)}\ldots$"
    sign = "-" if number < 0 else ""
    return rf"${sign}\frac{{{abs(number.numerator)}}}{{{number.denominator}}}$ $\approx {decimal_latex(number)}$"


def _formula(text: str, page: Document) -> str:
    """An exact value that may be a formula in parameters; a long one gets lines of its own."""
    try:
        value = exact(text)
    except SymfluxError:
        return prose(text)
    if value.is_constant:
        return _value(text)
    shown = latex(value)
    if r"\frac{-" not in shown and width_of(shown) < 0.45 * page.width:
        return f"${shown}$"
    return "\n" + latex(value, width=page.width - 30)


def _figure(page: Document, network: Network) -> None:
    more = "" if network.hidden_modes() else ". The width of an arrow is the flux, its direction the exact sign"
    page.figure(paper_figure(network), f"{_FIGURES[network.name or '']}{more}.")


# proofs -------------------------------------------------------------------------------------------------------


def _spectral_proofs(page: Document, seconds: float) -> None:
    """The triangle of Example 2 with free couplings: formulas, exact region, and the proof of the erratum."""
    triangle = Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")],
        pinning="c",
        baths={1: ("g", "T1"), 2: ("g", "T2")},
        name="symmetric triangle",
    )
    state = triangle.steady_state()
    page.section("The triangle of Example 2 with free couplings")
    page.add(
        "Springs $k_{12} = a$, $k_{13} = k_{23} = b$, pinning $c$ at every site, friction $g$ at sites 1 and 2, no "
        "bath at site 3. Then",
        system_latex([state.bond_flux(1, 2), state.bond_flux(1, 3)], width=page.width),
    )
    direct, detour = (state.bond_flux(*bond).spectrum() for bond in ((1, 2), (1, 3)))
    page.add(
        r"\textbf{Why heat circulates.} The coefficient of $T_1$ in the flux through a spring $k$ is",
        r"\[ \frac{2 g k}{\pi}\int_0^\infty \frac{\omega^2 S(\omega^2)}{|P(i\omega)|^2}\,d\omega, \]",
        r"\[ S_{1\to 2} = " + latex(direct.weight(1), names={"omega": r"\omega"}) + ", \\]",
        r"\[ S_{1\to 3} = " + latex(detour.weight(1), names={"omega": r"\omega"}) + ". \\]",
        "Slow motion carries heat from the hotter to the colder bath on both ways; between the roots of the first, and "
        "above the root of the second, it runs backward.",
    )
    _erratum(page, triangle, seconds)
    _region(page, seconds)


def _erratum(page: Document, triangle: Network, seconds: float) -> None:
    """With b = 2a heat never circulates, whatever the pinning and the friction."""
    page.section("The erratum of Example 2, proved", 2)
    page.add(
        "The printed couplings have $b = 2a$. Then both fluxes run from the hotter bath to the colder one, whatever "
        "$a$, the pinning and the friction: no heat circulates."
    )
    printed = triangle.at({"b": "2*a"}).steady_state()
    for bond in ((1, 2), (1, 3)):
        page.add(*_proved(printed.bond_flux(*bond).coefficient(1) > 0, page, seconds))


def _proved(claim: object, page: Document, seconds: float) -> Iterable[str]:
    outcome = prove(claim, seconds=seconds)
    if outcome.certificate is None:
        return [f"(Not decided in {seconds:g} seconds.)"]
    return [proof_latex(outcome.certificate, width=page.width)]


def _region(page: Document, seconds: float) -> None:
    """The exact boundary of circulation at unit pinning and friction."""
    page.section("Where heat circulates", 2)
    corrected = Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}
    ).steady_state()
    page.add("At unit pinning and friction the direct flux and the one through site 3 change their signs exactly where")
    lines, tables = [], []
    for bond in ((1, 2), (1, 3)):
        coefficient = corrected.bond_flux(*bond).coefficient(1)
        try:
            region = sign_region(coefficient, over=["a", "b"], seconds=seconds)
        except SymfluxError as error:
            lines.append(f"(not decided: {prose(str(error))})")
            continue
        lines += [rf"\[ {latex(boundary)} = 0 \]" for boundary in region.boundary]
        label = rf"$\phi_{{{bond[0]}\to {bond[1]}}}$"
        for cell in region.cells:
            tables.append((label, f"${cell.sign}$", ", ".join(f"${n} = {v}$" for n, v in cell.sample.items())))
    page.add(*lines)
    page.table(["flux", "sign", "a point of the cell"], tables, "lll")
    page.add(
        r"(signs for $T_1 > T_2$). Heat goes round one way where the first is negative, and the other way, "
        r"backward through the free mass, where the second is."
    )
