r"""The report on a network beyond springs and one bath a site: fields, directed springs, massless sites, drives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import sympy

from symflux.errors import DivergenceError, NetworkError, SignError, SymfluxError
from symflux.moments.existence import is_passive
from symflux.quantities.result import Result
from symflux.show.tex.document import number_latex
from symflux.show.tex.names import escaped, quantity_latex, site_latex
from symflux.show.tex.report import Report
from symflux.show.tex.sheet import Sheet
from symflux.steady_state.flux import Flux
from symflux.steady_state.state import SteadyState

__all__ = ["KindsReport"]

_SHOWN = 10  #: fluxes of one sort


class KindsReport(Report):
    """The sections of a report on a network of any kind."""

    def model(self) -> None:
        """The linear model, element by element, with what each does."""
        page = self.page
        page.section("The network")
        page.add(
            r"With $K(s) = M s^2 + D s + V$ the positions obey $K(d/dt)\,q = $ noise ($k_B = 1$). A bath of friction "
            r"$\gamma$ and temperature $T$ along $u$ (a site, or the difference of two) is the force "
            r"$-u\gamma\,(u\cdot v) + u\sqrt{2\gamma T}\,\xi$. Heat is counted into the network, and the flux "
            r"$\phi_{i\to j}$ is the power $\langle F_j\circ v_j\rangle$ that the bond delivers to $j$ (Stratonovich)."
        )
        page.figure(self._picture(), "The network; boxes are heat baths.")
        page.table(["element", "where", "force", "constants"], list(self._elements())[:60], "llll")
        self._parameters()

    def _elements(self) -> Iterator[tuple[str, str, str, str]]:
        network, inline = self.network, self._inline

        def place(*sites: object) -> str:
            return f"${'$--$'.join(map(site_latex, sites))}$"

        for site, mass in network.masses.items():
            what = f"${inline(mass)}$" if mass else "$0$ (overdamped)"
            yield "mass", place(site), "", what
        for (i, j), m in network.inerter_items:
            yield "mass between", place(i, j), r"$m\,(\dot v_j - \dot v_i)$ on $i$", f"${inline(m)}$"
        for site, pin in network.pinning.items():
            if pin:
                yield "pin", place(site), "$-c\\,q$", f"${inline(pin)}$"
        for (i, j), k in network.spring_items:
            yield "spring", place(i, j), r"$k\,(q_j - q_i)$ on $i$", f"${inline(k)}$"
        for (i, j), (a, b) in network.directed_items:
            yield "directed spring", place(i, j), r"$k_{ij}(q_j - q_i)$ on $i$", f"${inline(a)}$, ${inline(b)}$"
        for (i, j), w in network.magnetic_items:
            yield "field", place(i, j), r"$w\,v_j$ on $i$, $-w\,v_i$ on $j$", f"${inline(w)}$"
        for bath in network.bath_items:
            warm = rf"$\gamma = {inline(bath.friction)}$, $T = {inline(bath.temperature)}$"
            yield f"bath {escaped(str(bath.label))}", place(*bath.sites), "", warm
        for drive in network.drive_items:
            yield "drive", place(*drive.sites), r"$\sqrt{2E}\,\xi$", f"$E = {inline(drive.strength)}$"
        for (on, of), h in network.feedback_items:
            yield "feedback", place(on), f"$-h\\,v_{{{site_latex(of)}}}$", f"$h = {inline(h)}$"

    def uniqueness(self) -> bool:
        """Whether there is a steady state, and where it is stable."""
        page = self.page
        page.section("Existence and uniqueness")
        try:
            conditions = self.network.steady_state().stability_conditions()
        except SymfluxError as error:
            page.add(f"There is no steady state to speak of: {escaped(str(error))[:400]}.")
            return False
        if is_passive(self.network):
            page.add(
                r"No element does work but drives, so no motion grows; no motion $e^{i\omega t}x$, $\omega \neq 0$, "
                "leaves every bath at rest (for generic values of the parameters), so the steady state is unique."
            )
        elif conditions:
            page.add("The network does work, and is stable exactly where all of these hold (Hermite):")
            page.items(f"${sympy.latex(condition)}$" for condition in conditions[:8])
        else:
            page.add("The network does work, and is stable for all values of its parameters (Hermite).")
        return True

    def fluxes(self, ss: SteadyState) -> None:
        """Conductances, heats, currents and works that are finite; what is not is named."""
        page, network = self.page, self.network
        labels = list(network.baths)
        ordered = [(i, j) for i in labels for j in labels if i != j]
        pairs = ordered if network.magnetic_items or not is_passive(network) else list(ss.conductances())
        asked: list[Result] = [ss.conductance(*pair) for pair in pairs[:_SHOWN]]
        asked += list(ss.bath_fluxes().values())[:_SHOWN] + list(ss.bond_fluxes().values())[:_SHOWN]
        if network.directed_items or network.drive_items or network.feedback_items:
            asked.append(ss.work())
        finite, infinite = self._split(asked)
        page.section("Heat fluxes")
        if infinite:
            page.add(f"Infinite, because white noise meets itself without a mass between: {', '.join(infinite)}.")
        if is_passive(network) and not network.drive_items:
            page.add(
                r"The heats are $\phi_a = \sum_b K_{ab}(T_a - T_b)$ with $K_{ab} = \frac{\gamma_a\gamma_b}{\pi}"
                r"\int_{-\infty}^\infty\omega^2|u_a G(i\omega) u_b|^2 d\omega \geq 0$; row sums are column sums, and "
                r"reversing all fields turns $K$ into its transpose. The hottest bath never absorbs, and entropy is "
                r"produced at the rate $\sum K_{ba}(T_a/T_b - 1 - \ln(T_a/T_b)) \geq 0$, term by term."
            )
        else:
            page.add(
                "Heat and work of the whole network add up to zero. Where something works, heat may flow at equal "
                "temperatures and the hottest bath may absorb."
            )
        try:
            sheet = Sheet(finite, names=self.given_names, width=page.width)
        except NetworkError as error:
            page.add(f"The formulas are too long to print: {escaped(str(error))[:300]}.")
            return
        self._fluxes(sheet, range(len(finite)))

    def _split(self, asked: list[Result]) -> tuple[list[Result], list[str]]:
        finite, infinite = [], []
        for result in asked:
            try:
                _ = result.rational_function
                finite.append(result)
            except DivergenceError:
                infinite.append(f"${quantity_latex(result.quantity, self.network, self.names)}$")
        return finite, infinite

    def directions(self, ss: SteadyState) -> None:
        """The signs of every flux over all temperatures, and where its current turns round."""
        page, network = self.page, self.network
        page.section("Directions of the heat")
        sentences = []
        for flux in list(chain(ss.bath_fluxes().values(), ss.bond_fluxes().values()))[:_SHOWN]:
            left = f"${quantity_latex(flux.quantity, network, self.names)}$"
            try:
                sentences.append(f"{left}: {self._signs(flux)}{self._turns(flux)}.")
            except DivergenceError:
                continue
            except SymfluxError as error:
                sentences.append(f"{left}: {escaped(str(error))[:200]}.")
        page.items(sentences)

    def _signs(self, flux: Flux) -> str:
        value = flux.rational_function
        if value.is_constant:
            return f"{number_latex(value.value, longest=12).join('$$')}"
        region = flux.temperature_region(seconds=self.seconds)
        listed = ", ".join(f"${sign}$" for sign in sorted(region.signs, key="+0-".index)) or "none"
        said = f"over all temperatures of the baths it takes the signs {listed}"
        return said + (", others undecided" if region.undecided else "")

    def _turns(self, flux: Flux) -> str:
        try:
            changes = flux.spectrum().sign_changes
        except SignError:
            return ""
        if not changes or len(str(changes)) > 200:
            return ""
        return "; its current turns round at $\\omega = " + ", ".join(map(sympy.latex, changes)) + "$"

