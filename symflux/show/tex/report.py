r"""The report on one network: a self-contained LaTeX document with everything exact that can be said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction, exact
from symflux.crosscheck import cross_check
from symflux.errors import NetworkError, SymfluxError
from symflux.model.network import Network
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.pictures.diagram import draw
from symflux.show.tex.blocks import Equation, typeset, with_blocks
from symflux.show.tex.bonds import bond_text
from symflux.show.tex.directions import Directions
from symflux.show.tex.document import Document, decimal_latex
from symflux.show.tex.fate_section import add_fates
from symflux.show.tex.formula import latex_of
from symflux.show.tex.layout import width_of
from symflux.show.tex.names import Names, escaped, site_latex
from symflux.show.tex.sheet import Sheet
from symflux.steady_state.state import SteadyState

__all__ = ["Report", "report"]

_BONDS = 12  #: bonds whose fluxes and signs are printed
_ROWS = 40
_BATHS, _PAIRS = 6, 10
_CHECKED = 10  #: sites: the check in numbers of a larger network takes minutes


def report(
    network: Network,
    *,
    layout: str = "article",
    names: Mapping[Any, str] | None = None,
    seconds: float = 20.0,
    digits: int = 30,
) -> str:
    """The LaTeX document: model, figure, uniqueness, fluxes, conductances, signs with proofs, cross-check.

    ``layout`` is ``"article"`` or ``"revtex"`` (two columns); ``seconds`` bounds the search for each proof. A network
    without a unique steady state gets a report that says so. Needs pdflatex with amsmath, tikz and lmodern.

    >>> from symflux.model.families import chain
    >>> text = report(chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}))
    >>> text.splitlines()[0], text.rstrip().splitlines()[-1]
    ('\\\\documentclass[10pt,a4paper]{article}', '\\\\end{document}')
    """
    return str(_kind(network)(network, layout, names, seconds, digits).document())


def _kind(network: Network) -> type[Report]:
    if network.is_classic:
        return Report
    from symflux.show.tex.kinds_report import KindsReport  # which is a report too

    return KindsReport


class Report:
    """The sections of one report, on a network of springs with one bath a site."""

    def __init__(self, network: Network, layout: str, names: Mapping[Any, str] | None, seconds: float, digits: int):
        self.network = network
        self.given_names = names
        self.names = Names(network.parameters, names)
        self.seconds, self.digits = seconds, digits
        self.setter = Collector(self.names.__getitem__, Order(network))
        called = escaped(network.name) if network.name else f"a network of {len(network.sites)} sites"
        self.page = Document(f"Heat fluxes of {called}", layout)
        self.ss: SteadyState | None = None

    def document(self) -> Document:
        """All sections."""
        self.model()
        if self.uniqueness():
            self.ss = self.network.steady_state()
            self.fluxes(self.ss)
            self.directions(self.ss)
            self.check(self.ss)
        return self.page

    def directions(self, ss: SteadyState) -> None:
        """What the graph decides of every bond, and what the sign engine does."""
        add_fates(self.network, self.page)
        Directions(ss, self.page, self.given_names, self.seconds).add()

    def _inline(self, value: RationalFunction) -> str:
        if value.is_constant:
            return str(value)
        sign, formula = self.setter.rational(value)
        text = latex_of(formula, sign)
        return text if width_of(text) < 0.5 * self.page.width else r"\ldots"

    # the model ------------------------------------------------------------------------------------------

    def model(self) -> None:
        """Equations of motion, conventions, tables of constants, picture."""
        page, network = self.page, self.network
        page.section("The network")
        page.add(
            rf"{_counted(len(network.sites), 'site')} with positions $q_i$ and velocities $v_i$, "
            rf"{_counted(len(network.bonds), 'spring')} and "
            rf"{_counted(len(network.baths), 'Langevin heat bath')} ($k_B = 1$):",
            "\\begin{align*}\nm_i\\,dv_i &= -(V q)_i\\,dt - \\gamma_i v_i\\,dt + \\sqrt{2\\gamma_i T_i}\\,dw_i, \\\\\n"
            "dq_i &= v_i\\,dt, \\qquad V_{ij} = -k_{ij},\\quad V_{ii} = c_i + \\textstyle\\sum_j k_{ij}.\n"
            "\\end{align*}",
            r"Heat flows from bath $i$ into the network at the rate "
            r"$\phi_i = \gamma_i(T_i/m_i - \langle v_i^2\rangle)$ and from site $i$ to site $j$ at the rate "
            r"$\phi_{i\to j} = k_{ij}\langle q_i v_j\rangle$; at every site $\phi_i = \sum_j \phi_{i\to j}$.",
        )
        page.figure(self._picture(), self._caption())
        springs = [(bond_text(bond), f"${self._inline(k)}$") for bond, k in network.spring_items]
        page.table(["bond", "spring $k$"], springs[:_ROWS], "ll")
        rows = []
        for site in network.sites[:_ROWS]:
            bath = network.baths.get(site)
            rows.append(
                (
                    f"${site_latex(site)}$",
                    f"${self._inline(network.masses[site])}$",
                    f"${self._inline(network.pinning[site])}$",
                    f"${self._inline(bath.friction)}$" if bath else "--",
                    f"${self._inline(bath.temperature)}$" if bath else "--",
                )
            )
        page.table(["site", "$m$", "$c$", r"$\gamma$", "$T$"], rows, "lllll")
        if len(network.sites) > _ROWS or len(springs) > _ROWS:
            page.add(f"(The first {_ROWS} of each.)")
        self._parameters()

    def _parameters(self) -> None:
        page, network = self.page, self.network
        positive = [name for name in network.parameters if name not in network.real]
        if positive:
            page.add(f"The parameters {self._listed(positive)} are positive.")
        if either := sorted(network.real & set(network.parameters)):
            page.add(f"The parameters {self._listed(either)} may have either sign.")

    def _listed(self, names: Sequence[str]) -> str:
        return ", ".join(f"${self.names[name]}$" for name in names)

    def _picture(self) -> Any:
        if self.network.is_classic and not self.network.parameters and not self.network.hidden_modes():
            return draw(self.network, self.network.steady_state(), names=self.given_names)
        return draw(self.network, names=self.given_names)

    def _caption(self) -> str:
        if self.network.parameters:
            return "The network; boxes are heat baths."
        return (
            "The network; boxes are heat baths, light is hot. The width of an arrow is the heat flux, its direction "
            "the exact sign. Orange arrows close a circle."
        )

    # uniqueness -----------------------------------------------------------------------------------------

    def uniqueness(self) -> bool:
        """Lemma 1 for this network; whether there is a steady state to speak of."""
        page, network = self.page, self.network
        page.section("Uniqueness")
        page.add(
            r"The steady state is unique if and only if the baths reach every motion: the vectors $(M^{-1}V)^k e_i$, "
            r"$i$ a site with a bath, $k = 0, 1, \ldots$, span $\mathbb{R}^n$."
        )
        if not network.baths:
            page.add("Without a bath there is no steady state.")
            return False
        modes = network.hidden_modes()
        if modes:
            shown = [", ".join(map(str, mode)) for mode in modes[:6]]
            page.add("Here they do not. These mode shapes are reached by no bath and oscillate for ever:")
            page.items(f"$({text})$" for text in shown)
            return False
        try:
            exceptional = network.exceptional_set()
        except SymfluxError as error:
            page.add(f"Here they do, for generic values of the parameters ({escaped(str(error))[:200]}).")
            return True
        if [str(p) for p in exceptional] == ["1"]:
            where = "for all values of the parameters" if network.coupling_parameters else ""
            page.add(f"Here they do{' ' + where if where else ''}: the steady state is unique.")
        else:
            page.add("Here they do, except where all of these vanish:")
            for polynomial in exceptional[:8]:
                value = exact(polynomial)
                page.add(typeset(self._fitted("", value), page.width))
        return True

    def _fitted(self, left: str, value: RationalFunction) -> list[Equation]:
        return with_blocks([Equation(left, self.setter.rational(value))], self.names, self.page.width)

    # fluxes ---------------------------------------------------------------------------------------------

    def fluxes(self, ss: SteadyState) -> None:
        """Conductances, and by them all fluxes: every formula and every name stands once."""
        page, network = self.page, self.network
        pairs = list(ss.conductances().values())[:_PAIRS]
        baths = [ss.bath_flux(label) for label in list(network.baths)[:_BATHS]]
        bonds = [ss.bond_flux(i, j) for i, j in network.bonds[:_BONDS]]
        results = [*pairs, *baths, *bonds]
        if not bonds and not baths:
            return
        page.section("Heat fluxes")
        try:
            sheet = Sheet(results, names=self.given_names, width=page.width)
        except NetworkError as error:
            page.add(f"The formulas are too long to print: {escaped(str(error))[:300]}.")
            return
        if pairs:
            self._landauer()
            page.add(typeset(sheet.take(range(len(pairs))), page.width))
        if len(baths) > 1:
            page.add("The fluxes from the baths are")
        self._fluxes(sheet, range(len(pairs), len(pairs) + len(baths)))
        if bonds:
            if any(k not in sheet.followers for k in range(len(pairs) + len(baths), len(results))):
                page.add("The fluxes through the bonds are")
            self._fluxes(sheet, range(len(pairs) + len(baths), len(results)))
        if len(network.bonds) > _BONDS or len(network.baths) > _BATHS:
            page.add(f"(The first {_BONDS} bonds and {_BATHS} baths.)")

    def _fluxes(self, sheet: Sheet, places: Sequence[int]) -> None:
        """Each flux once; those that equal another are said to."""
        own = [k for k in places if k not in sheet.followers]
        if own:
            self.page.add(typeset(sheet.take(own), self.page.width))
        chains: dict[tuple[int, int], list[str]] = {}
        for k in places:
            if k in sheet.followers:
                sign, leader = sheet.followers[k]
                chains.setdefault((leader, sign), []).append(sheet.lefts[k])
        said = []
        for (leader, sign), equal in chains.items():
            same = " $=$ ".join(f"${text}$" for text in equal)
            said.append(f"{same} $=$ ${'-' if sign < 0 else ''}{sheet.lefts[leader]}$")
        everywhere = len(said) == 1 and len(places) > 2 and all(sign > 0 for _, sign in chains)
        front = "The same current flows through every bond: " if everywhere else r"\noindent and " if own else ""
        if said:
            self.page.add(f"{front}{', '.join(said)}.")

    def _landauer(self) -> None:
        """The Landauer form, with its proof."""
        page = self.page
        page.add(
            r"With $G(s) = (M s^2 + \Gamma s + V)^{-1}$ the bath fluxes are",
            "\\begin{align*}\n"
            r"\phi_i &= \sum_j K_{ij}(T_i - T_j), \\ K_{ij} = K_{ji} &= \frac{2\gamma_i\gamma_j}{\pi}\int_0^\infty "
            r"\omega^2 |G_{ij}(i\omega)|^2\,d\omega \geq 0."
            "\n\\end{align*}",
            r"\textbf{Proof.} Bath $j$ drives site $i$ with the response $G_{ij}$, so $\langle v_i^2\rangle$ is the "
            r"sum over $j$ of $2\gamma_j T_j$ times $\frac{1}{2\pi}\int\omega^2 |G_{ij}(i\omega)|^2 d\omega$; the "
            r"coefficient of $T_j$, $j \neq i$, in $\phi_i$ is $-K_{ij}$. At equal temperatures the Gibbs state has no "
            r"flux, so the coefficients of $\phi_i$ add up to zero. $G$ is symmetric, hence so is $K$. \hfill$\square$",
            r"So the hottest bath never absorbs heat and the coldest never gives any, and the entropy production "
            r"$\sum_{i<j} K_{ij}(T_i - T_j)^2/(T_i T_j)$ is $\geq 0$ term by term. Here",
        )

    def check(self, ss: SteadyState) -> None:
        """The numeric cross-check at one point."""
        page, network = self.page, self.network
        if len(network.sites) > _CHECKED:
            return
        point = {name: Fraction(k + 2, 1 + k % 2) for k, name in enumerate(network.parameters)}
        try:
            outcome = cross_check(ss, at=point, digits=self.digits)
        except SymfluxError as error:
            page.section("Cross-check")
            page.add(f"No check in numbers: {escaped(str(error))[:300]}")
            return
        page.section("Cross-check")
        where = ", ".join(f"${self.names[n]} = {v}$" for n, v in point.items())
        page.add(
            "The exact values against two computations in floating point that share no code with them, the Lyapunov "
            f"equation and the frequency integral{f', at {where}' if where else ''}. The numbers are the decimal "
            "digits to which they agree."
        )
        rows = [
            (escaped(a.name).replace("->", r"$\to$"), f"${decimal_latex(a.exact)}$", *map(str, a_digits))
            for a in outcome.agreements[:_ROWS]
            for a_digits in [(a.lyapunov_digits, a.integral_digits)]
        ]
        page.table(["quantity", "value", "Lyapunov", "integral"], rows, "llrr")
        page.add(f"All agree to at least {outcome.digits_agreed} digits." if outcome.agrees else "They disagree.")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
