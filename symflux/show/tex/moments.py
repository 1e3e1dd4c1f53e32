"""The quantities of a steady state written with determinants: each coefficient a ratio of two."""

from __future__ import annotations

from typing import Any

from symflux.algebra import RationalFunction
from symflux.model.labels import Label
from symflux.model.network import Network
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.show.collect import Collector, Signed
from symflux.show.coordinates import Coordinates
from symflux.show.formula import Formula, Number, Quotient, Sum, Symbol, times
from symflux.show.tex.blocks import Equation
from symflux.show.tex.names import Names, quantity_latex
from symflux.show.tex.structured import Determinants
from symflux.show.value import difference, signed_factor, temperature_factor, vanishes_when_equal

__all__ = ["Structured", "by_bath_flux", "by_bond_flux"]

_ONE = RationalFunction.constant(1)


class Structured:
    """Writes results of one network by its determinants."""

    def __init__(
        self, network: Network, determinants: Determinants, collector: Collector, coordinates: Coordinates,
        names: Names, *, oriented: bool,
    ):  # fmt: skip
        self.network, self.determinants, self.collector = network, determinants, collector
        self.coordinates, self.names, self.oriented = coordinates, names, oriented

    def equations(self, result: Result, left: str) -> list[Equation]:
        """The equation of a result, and of the flux that it is written with."""
        quantity = result.quantity
        if quantity.kind == "hurwitz_determinant":
            return [Equation(left, (1, times(self.determinants.hurwitz())))]
        if quantity.bath is not None:
            return [Equation(left, self._coefficient_alone(result))]
        if quantity.kind == "conductance":
            return [Equation(left, self.coefficient(quantity, quantity.sites[1]))]
        flux = self._flux_behind(quantity)
        if flux is not None:
            symbol = quantity_latex(flux, self.network, self.names)
            with_names = symbol, self.collector, self.coordinates
            if flux.kind == "flux":
                right = 1, by_bond_flux(self.network, quantity, *with_names)
            else:
                right = by_bath_flux(self.network, result, *with_names)
            return [Equation(left, right), Equation(symbol, self._linear(result, flux))]
        return [Equation(left, self._linear(result, quantity))]

    # one coefficient --------------------------------------------------------------------------------------

    def coefficient(self, quantity: Quantity, bath: Label) -> Signed:
        """The coefficient of T_b, b not the bath of a bath flux itself."""
        left, right, outer = self._moment_of(quantity)
        sign, above, below = self.determinants.moment(left, right, bath)
        if not sign:
            return 1, Number(0)
        front = (outer * self.network.bath(bath).friction).substitute(dict(quantity.at))
        front = self.coordinates.of(front)
        first, top = self.collector.factors(front.numerator)
        second, bottom = self.collector.factors(front.denominator)
        return sign * first * second, Quotient(times([*top, *above]), times([*bottom, *below]))

    def _moment_of(self, quantity: Quantity) -> tuple[tuple[str, Any], tuple[str, Any], RationalFunction]:
        """(left, right, factor): the quantity is factor * <left right>, as far as the other baths are concerned."""
        kind, sites, network = quantity.kind, quantity.sites, self.network
        if kind == "flux":
            return ("q", sites[0]), ("v", sites[1]), network.spring(*sites)
        if kind in ("conductance", "bath_flux"):
            bath = network.bath(sites[0])
            place = ("v", bath.sites[0])
            return place, place, bath.friction if kind == "conductance" else -bath.friction
        if kind == "kinetic_temperature":
            return ("v", sites[0]), ("v", sites[0]), network.masses[sites[0]]
        if kind == "position_difference":
            weights = {sites[0]: 1, sites[1]: -1}
            return ("q", weights), ("q", weights), _ONE
        (a, i), (b, j) = sites
        factor = _ONE
        for letter, site in ((a, i), (b, j)):
            if letter == "p":
                factor = factor * network.masses[site]
        first, second = ("v" if letter == "p" else letter for letter in (a, b))
        return (first, i), (second, j), factor

    def _coefficient_alone(self, result: Result) -> Signed:
        quantity = result.quantity
        whole = Quantity(quantity.kind, quantity.sites, None, quantity.at)
        assert quantity.bath is not None
        if quantity.kind != "bath_flux" or quantity.bath != quantity.sites[0]:
            return self.coefficient(whole, quantity.bath)
        terms = [self.coefficient(whole, bath) for bath in self.network.baths if bath != quantity.bath]
        return _sum([(-sign, formula) for sign, formula in terms])

    # linear forms -----------------------------------------------------------------------------------------

    def _linear(self, result: Result, quantity: Quantity) -> Signed:
        """The sum over the baths, with differences of temperatures where the coefficients add up to zero."""
        temperatures = result.temperatures
        zero_sum = quantity.kind == "flux" or quantity.kind == "bath_flux" or vanishes_when_equal(result)
        if not zero_sum and quantity.kind != "kinetic_temperature":
            return _sum([self._heated(quantity, bath) for bath in temperatures])
        pivot = quantity.sites[0] if quantity.kind == "bath_flux" else list(temperatures)[-1]
        terms = [] if zero_sum else [(1, times(temperature_factor(temperatures[pivot], self.collector)))]
        for bath, temperature in temperatures.items():
            if bath != pivot and temperature != temperatures[pivot]:
                sign, formula = self.coefficient(quantity, bath)
                terms.append(self._cooled(sign, formula, bath, pivot, result))
        return _sum(terms)

    def _cooled(self, sign: int, formula: Formula, bath: Label, pivot: Label, result: Result) -> Signed:
        baths = list(result.temperatures)
        own, other = result.temperatures[bath], result.temperatures[pivot]
        if self.oriented:
            turned = baths.index(bath) > baths.index(pivot)
            back, heat = difference(*((other, own) if turned else (own, other)), 1, self.collector)
            return (-sign if turned else sign) * back, times([formula, heat])
        sign, heat = difference(own, other, sign, self.collector)
        return sign, times([formula, heat])

    def _heated(self, quantity: Quantity, bath: Label) -> Signed:
        sign, formula = self.coefficient(quantity, bath)
        put = dict(quantity.at)
        temperature = self.network.bath(bath).temperature.substitute(put)
        return sign, times([formula, *temperature_factor(temperature, self.collector)])

    # by a flux --------------------------------------------------------------------------------------------

    def _flux_behind(self, quantity: Quantity) -> Quantity | None:
        """The flux from which the quantity follows: of the bath at a site, or of the bond between two."""
        if quantity.kind == "kinetic_temperature":
            baths = self.network.baths_at(quantity.sites[0])
            return Quantity("bath_flux", (baths[0].label,), None, quantity.at) if len(baths) == 1 else None
        if quantity.kind == "covariance":
            (a, i), (b, j) = quantity.sites
            if (a, b) == ("q", "v") and i != j and self.network.has_bond(i, j):
                return Quantity("flux", (i, j), None, quantity.at)
        return None


def by_bath_flux(
    network: Network, result: Result, symbol: str, collector: Collector, coordinates: Coordinates
) -> Signed:
    """m <v^2> = T - m phi/gamma at the site of a bath."""
    bath = network.baths_at(result.quantity.sites[0])[0]
    front = (network.masses[bath.sites[0]] / bath.friction).substitute(dict(result.quantity.at))
    return 1, Sum((
        collector.rational(result.temperatures[bath.label]),
        (-1, _over(front, symbol, collector, coordinates)),
    ))  # fmt: skip


def by_bond_flux(
    network: Network, quantity: Quantity, symbol: str, collector: Collector, coordinates: Coordinates
) -> Formula:
    """<q_i v_j> = phi/k on a bond."""
    (_, i), (_, j) = quantity.sites
    spring = network.spring(i, j).substitute(dict(quantity.at))
    return _over(_ONE / spring, symbol, collector, coordinates)


def _over(front: RationalFunction, symbol: str, collector: Collector, coordinates: Coordinates) -> Formula:
    """front * symbol as one fraction."""
    value = coordinates.of(front)
    sign, top = collector.factors(value.numerator)
    other, bottom = collector.factors(value.denominator)
    above, below = times([*top, Symbol(symbol)]), times(bottom)
    return signed_factor((sign * other, above if below == Number(1) else Quotient(above, below)))


def _sum(terms: list[Signed]) -> Signed:
    kept = tuple(term for term in terms if term[1] != Number(0))
    if not kept:
        return 1, Number(0)
    return kept[0] if len(kept) == 1 else (1, Sum(kept))
