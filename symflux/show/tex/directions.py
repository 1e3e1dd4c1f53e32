"""The directions of the heat, for a report: proved, refuted by a point, or open; and the circles it runs round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, SignError, SymfluxError
from symflux.model.bridges import is_bridge, side_of
from symflux.model.labels import Label
from symflux.model.network import Bond
from symflux.quantities.result import Result
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.pictures.diagram import draw
from symflux.show.tex.blocks import Equation, typeset
from symflux.show.tex.bonds import bond_text, equal_currents
from symflux.show.tex.coupling_regions import CouplingRegions
from symflux.show.tex.document import Document, number_latex
from symflux.show.tex.layout import width_of
from symflux.show.tex.maps import spectrum_scene
from symflux.show.tex.names import Names, quantity_latex, site_latex
from symflux.show.tex.proof import proof_latex
from symflux.signs.prove import Outcome, prove
from symflux.steady_state.spectrum import Spectrum
from symflux.steady_state.state import SteadyState

__all__ = ["Directions"]

_SPECTRA = 3  #: pictures of spectra
_CIRCULATIONS = 12  #: points at which a circle is looked for
_TERMS = 4_000  #: of a numerator that a claim is still put to the proof for


class Directions:
    """The part of a report that says which way the heat flows."""

    def __init__(self, ss: SteadyState, page: Document, names: Mapping[Any, str] | None, seconds: float):
        self.ss, self.page, self.given_names, self.seconds = ss, page, names, seconds
        self.network = ss.network
        self.names = Names(self.network.parameters, names)
        self.setter = Collector(self.names.__getitem__, Order(self.network))
        #: couplings at which a bond runs backwards or forwards
        self.points: list[tuple[Bond, dict[str, Fraction]]] = []
        self.drawn = 0  #: spectra

    def add(self) -> None:
        """All of it."""
        self.signs(self.ss)
        self.circulation(self.ss)
        CouplingRegions(self.ss, self.page, self.names, self.setter, self.seconds, self.points).add()

    def signs(self, ss: SteadyState) -> None:
        """The direction of every bond flux: proved, refuted by a point, or open."""
        page, network = self.page, self.network
        page.section("Directions of the heat")
        self._bath_theorem()
        if not all(is_bridge(network, bond) for bond in network.bonds):
            page.add(
                r"Resolved by frequency, the coefficient of $T_b$ in the flux through a bond is, with a small "
                r"polynomial $S_b$ and $P(s) = \det(M s^2 + \Gamma s + V)$,",
                r"\[ \frac{2\gamma_b k}{\pi}\int_0^\infty \frac{\omega^2 S_b(\omega^2)}{|P(i\omega)|^2}\,d\omega; \]",
                "where $S_b$ changes its sign the current turns round.",
            )
        for bond, others in equal_currents(ss).items():
            flux = ss.bond_flux(*bond)
            left = quantity_latex(flux.quantity, network, self.names)
            page.add(rf"\medskip\textbf{{Bond {bond_text(bond)}.}}{self._others_text(bond, others)}")
            value = flux.rational_function
            if value.is_zero:
                page.add(f"No heat flows: ${left} = 0$ identically.")
            elif value.is_constant:
                start, end = bond if value.value > 0 else bond[::-1]
                page.add(
                    f"The flux is ${left} = {number_latex(value.value, longest=12)}$: heat flows from "
                    f"${site_latex(start)}$ to ${site_latex(end)}$."
                )
                self._spectral(ss, bond)
            else:
                self._spectral(ss, bond)
                self._direction(ss, bond, left)

    def _others_text(self, bond: Bond, others: Sequence[tuple[int, Bond]]) -> str:
        if not others:
            return ""
        listed = [bond_text(other if sign > 0 else (other[1], other[0])) for sign, other in others]
        return f" The same current flows through {_and(listed)}."

    def _bath_theorem(self) -> None:
        if len(self.network.baths) == 2:
            (first, second), (hot, cold) = zip(
                *((site_latex(site), self._temperature(site)) for site in self.network.baths), strict=True
            )
            self.page.add(
                r"From the hotter bath heat flows into the network, and out into the colder one: "
                rf"$\phi_{{{first}}} = -\phi_{{{second}}} = K\,({hot} - {cold})$ with $K \geq 0$."
            )

    def _spectral(self, ss: SteadyState, bond: Bond) -> None:
        """Inside a loop: the spectral form and where the current turns round."""
        if is_bridge(self.network, bond):
            return
        form = ss.bond_flux(*bond).spectrum()
        shown = [(bath, weight) for bath, weight in form.weights.items() if not weight.is_zero]
        if not shown or max(len(weight.numerator) for _, weight in shown) > 40:
            return
        i, j = (site_latex(site) for site in bond)
        frequency = form.frequency.name
        page = self.page
        page.add("Its spectral form:")
        names = Names([*self.network.parameters, frequency], {**(self.given_names or {}), frequency: r"\omega"})
        setter = Collector(names.__getitem__, Order(self.network))
        listed = [Equation(rf"S_{{{site_latex(b)}}}", setter.rational(weight)) for b, weight in shown[:3]]
        page.add(typeset(listed, page.width))
        try:
            changes = form.sign_changes
        except SignError:
            return
        if changes and all(change.is_number for change in changes):
            texts = ", ".join(
                str(sympy.latex(c)) if len(str(c)) < 30 else f"{float(c):.6g}\\ldots" for c in changes[:6]
            )
            page.add(rf"The current of the bond ${i}$--${j}$ turns round at $\omega = {texts}$.")
            self._draw_spectrum(form, bond, "")

    def _draw_spectrum(self, form: Spectrum, bond: Bond, where: str) -> None:
        """The current per frequency, for the first bonds whose current turns round."""
        if self.drawn >= _SPECTRA:
            return
        scene = spectrum_scene(form, f"spectrum of the bond {bond}")
        if scene is not None:
            self.drawn += 1
            text = rf"The current through the bond {bond_text(bond)} by frequency{where}, in units of its largest value"
            self.page.figure(scene, f"{text}; above the dashed line it flows forwards.")

    def _direction(self, ss: SteadyState, bond: Bond, left: str) -> None:
        """The sign theorem of one bond flux, through its coefficients."""
        network, page = self.network, self.page
        flux = ss.bond_flux(*bond)
        baths = list(network.baths)
        if len(baths) != 2 or not network.coupling_parameters:
            if is_bridge(network, bond):
                self._bridge_theorem(bond, left)
            self._over_temperatures(flux, left)
            return
        if is_bridge(network, bond) and self._by_conductance(flux, bond, left):
            return
        coefficient = flux.coefficient(baths[0])
        if coefficient.rational_function.is_zero:
            page.add(f"No heat flows: ${left} = 0$ identically.")
            return
        if len(coefficient.numerator) > _TERMS:
            page.add("The numerator is too long for the search of a proof.")
            return
        hot, cold = (self._temperature(site) for site in baths)
        for claim, sign in ((coefficient > 0, ">"), (coefficient < 0, "<")):
            outcome = _tried(claim, self.seconds)
            if outcome is not None and outcome.verdict == "proved" and outcome.certificate is not None:
                first, second = (hot, cold) if sign == ">" else (cold, hot)
                page.add(
                    rf"\textbf{{Theorem.}} ${left}$ has the sign of ${first} - {second}$ for all values of "
                    "the parameters.",
                    proof_latex(outcome.certificate, names=self.given_names, width=page.width),
                )
                return
            if outcome is None or outcome.verdict == "undecided":
                page.add("The direction was not decided in the time given.")
                return
        points = [self._point_of(coefficient, sign, bond) for sign in ("+", "-")]
        page.add(
            rf"\textbf{{Either direction occurs}} for ${hot} > {cold}$, depending on the couplings"
            + (": " if all(points) else ".")
            + "; ".join(text for text in points if text)
            + ("." if all(points) else "")
        )
        self._spectrum_at_point(bond)

    def _spectrum_at_point(self, bond: Bond) -> None:
        """The spectrum where the bond was last found to run backwards."""
        point = next((values for other, values in reversed(self.points) if other == bond), None)
        if point is None or is_bridge(self.network, bond):
            return
        form = self.network.at(point).steady_state().bond_flux(*bond).spectrum()
        if form.sign_changes:
            self._draw_spectrum(form, bond, f" at {self.names.values(point)}")

    def circulation(self, ss: SteadyState) -> None:
        """A place where heat flows all the way round a cycle, drawn."""
        network = self.network
        candidates = [point for _, point in self.points] if network.parameters else [{}]
        for point in candidates[:_CIRCULATIONS]:
            try:
                cycles = ss.circulations(at=point)
            except SignError:
                return
            if not cycles:
                continue
            self.page.section("Circulation")
            rounds = _and([" $\\to$ ".join(f"${site_latex(s)}$" for s in (*cycle, cycle[0])) for cycle in cycles[:4]])
            where = f"At {self.names.values(point)} heat" if point else "Heat"
            self.page.add(f"{where} flows all the way round {rounds}: no potential runs down along every bond.")
            placed = network.at(point) if point else network
            if point:
                self.page.figure(
                    draw(placed, placed.steady_state(), names=self.given_names),
                    f"The network at {self.names.values(point)}. The width of an arrow is the heat flux; orange arrows "
                    "close a circle.",
                )
            return

    def _temperature(self, site: Label) -> str:
        """The symbol of a bath's temperature."""
        value = self.network.baths[site].temperature
        is_parameter = len(value.names) == 1 and value == RationalFunction.variable(value.names[0])
        return self.names[value.names[0]] if is_parameter else f"T_{{{site_latex(site)}}}"

    def _point_of(self, coefficient: Result, sign: str, bond: Bond) -> str:
        """A rational point at which the coefficient has this sign, from a refutation of the opposite."""
        outcome = _tried(coefficient <= 0 if sign == "+" else coefficient >= 0, self.seconds)
        if outcome is None or outcome.witness is None:
            return ""
        wanted = coefficient.rational_function.names
        found = {name: value for name, value in outcome.witness.items() if name in wanted}
        self._remember(bond, found)
        return f"{'forwards' if sign == '+' else 'backwards'} at {self.names.values(found)}"

    def _remember(self, bond: Bond, found: Mapping[str, Any]) -> None:
        """A point with every parameter given: the hotter bath at 2, the other at 1."""
        point = {name: Fraction(1) for name in self.network.parameters}
        for number, bath in zip((2, 1), self.network.bath_items, strict=True):
            for name in bath.temperature.names:
                point[name] = Fraction(number)
        point |= {name: Fraction(str(value)) for name, value in found.items()}
        self.points.append((bond, point))

    def _by_conductance(self, flux: Any, bond: Bond, left: str) -> bool:
        """The theorem on the only bond between two baths, by their conductance; whether it could be said."""
        near = side_of(self.network, bond)
        sides = [[site for site in self.network.baths if (site in near) is first] for first in (True, False)]
        if not all(sides):
            return False
        temperatures = [self.network.baths[side[0]].temperature for side in sides]
        if any(len(t.names) != 1 or t != RationalFunction.variable(t.names[0]) for t in temperatures):
            return False
        hot, cold = (t.names[0] for t in temperatures)
        outcome = _tried(flux > 0, self.seconds, [f"{hot} > {cold}"])
        if outcome is None or outcome.verdict != "proved" or outcome.certificate is None:
            return False
        self.page.add(
            rf"\textbf{{Theorem.}} ${left}$ has the sign of ${self.names[hot]} - {self.names[cold]}$ for all values of "
            "the parameters.",
            proof_latex(outcome.certificate, names=self.given_names, width=self.page.width),
        )
        return True

    def _bridge_theorem(self, bond: Bond, left: str) -> None:
        """A bond that is the only way between two parts carries what their baths exchange."""
        near = side_of(self.network, bond)
        first = [site_latex(site) for site in self.network.baths if site in near]
        second = [site_latex(site) for site in self.network.baths if site not in near]
        self.page.add(
            rf"\textbf{{Theorem.}} ${left} = \sum_{{a,b}} K_{{ab}}\,(T_a - T_b)$, the sum over baths $a$ "
            f"at ${', '.join(first)}$ and $b$ at ${', '.join(second)}$: this bond is the only way between the two. So "
            "heat flows from the one side to the other whenever all baths of the one are hotter than all of the other. "
            r"\textbf{Proof.} In the steady state the bond carries the sum of the bath fluxes of its first side, "
            r"$\sum_a \phi_a = \sum_{a,j} K_{aj}(T_a - T_j)$, in which the pairs within the side cancel. "
            r"\hfill$\square$"
        )

    def _over_temperatures(self, flux: Any, left: str) -> None:
        """The half-space of temperatures with the exact thresholds, for couplings that are numbers."""
        if self.network.coupling_parameters:
            self.page.add(
                "The flux is a sum of temperature differences with the coefficients given above; every sign occurs for "
                "some temperatures."
            )
            return
        terms = []
        for site, coefficient in flux.coefficients.items():
            if not coefficient.is_zero:
                number = number_latex(abs(coefficient.value), decimals=False, longest=14)
                terms.append(f"{'-' if coefficient.value < 0 else '+'} {number}\\, T_{{{site_latex(site)}}}")
        text = " ".join(terms).removeprefix("+ ")
        body = rf"{left} > 0 \iff {text} > 0"
        self.page.add(f"\\begin{{multline*}}\n{_folded(body, terms, self.page.width)}\n\\end{{multline*}}")

def _and(listed: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


def _folded(body: str, terms: Sequence[str], width: float) -> str:
    """One line, or broken before a term when it is too long."""
    if width_of(body) < width - 40:
        return body
    middle = len(terms) // 2
    cut = body.rfind(terms[middle]) if middle else -1
    return body if cut < 0 else body[:cut] + "\\\\\n" + body[cut:]


def _tried(claim: Any, seconds: float, given: Sequence[str] = ()) -> Outcome | None:
    try:
        outcome: Outcome = prove(claim, given, seconds=seconds)
        return outcome
    except (SymfluxError, NetworkError):
        return None
