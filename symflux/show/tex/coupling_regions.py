"""The regions of coupling space, for a report: where a flux inside a loop is positive and where negative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from symflux.algebra import RationalFunction
from symflux.errors import SignError, TimeLimitError
from symflux.model.bridges import is_bridge
from symflux.model.network import Bond
from symflux.quantities.result import Result
from symflux.show.collect import Collector
from symflux.show.tex.blocks import Equation, typeset, with_blocks
from symflux.show.tex.bonds import bond_text, equal_currents
from symflux.show.tex.document import Document
from symflux.show.tex.maps import sign_scene
from symflux.show.tex.names import Names, quantity_latex
from symflux.signs.region import SignRegion, sign_region
from symflux.steady_state.state import SteadyState

__all__ = ["CouplingRegions"]

_CELLS = 40


class CouplingRegions:
    """The part of a report that maps the couplings; ``points`` are couplings at which a bond is known to run back."""

    def __init__(
        self,
        ss: SteadyState,
        page: Document,
        names: Names,
        setter: Collector,
        seconds: float,
        points: Sequence[tuple[Bond, Mapping[str, Fraction]]],
    ):
        self.ss, self.network, self.page = ss, ss.network, page
        self.names, self.setter, self.seconds, self.points = names, setter, seconds, points

    def add(self) -> None:
        """Where the fluxes of the loops are positive and negative, over one or two of the couplings."""
        network, page = self.network, self.page
        if not network.coupling_parameters or len(network.baths) != 2:
            return
        started = False
        for bond in equal_currents(self.ss):
            if is_bridge(network, bond):
                continue
            coefficient = self.ss.bond_flux(*bond).coefficient(next(iter(network.baths)))
            fixed = self._fixed(bond, coefficient)
            found = coefficient.at(fixed) if fixed else coefficient
            try:
                region = sign_region(found, over=list(found.rational_function.names), seconds=self.seconds)
            except (SignError, TimeLimitError):
                continue
            if len(region.signs) < 2:
                continue
            if not started:
                page.section("Regions of coupling space")
                started = True
            left = quantity_latex(coefficient.quantity, network, self.names)
            where = f"At {self.names.values(fixed)} the" if fixed else "The"
            page.add(rf"\textbf{{Bond {bond_text(bond)}.}} {where} coefficient ${left}$ changes its sign exactly where")
            for polynomial in region.boundary:
                wall = Equation("0", self.setter.rational(RationalFunction(polynomial)))
                page.add(typeset(with_blocks([wall], self.names, page.width), page.width))
            self._cells(region, left)

    def _fixed(self, bond: Bond, coefficient: Result) -> dict[str, Fraction]:
        """Values for all but two of the couplings, springs kept open first: those where the bond runs backwards."""
        names = sorted(coefficient.rational_function.names, key=self.setter.order.kind)
        if len(names) <= 2:
            return {}
        backwards = next((values for other, values in reversed(self.points) if other == bond), {})
        return {name: backwards.get(name, Fraction(1)) for name in names[2:]}

    def _cells(self, region: SignRegion, left: str) -> None:
        """The map of two couplings, or the table of one."""
        if len(region.names) == 2:
            text = f"The sign of ${left}$: positive where light blue, negative where orange; the line is exact."
            self.page.figure(sign_scene(region, self.names), text)
            return
        cells = [
            (f"${cell.sign}$", self.names.values(cell.sample))
            for cell in region.cells
        ]
        self.page.table(["sign", "a point of the cell"], cells[:_CELLS], "ll")
