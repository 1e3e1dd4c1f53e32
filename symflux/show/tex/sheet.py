"""Equations for results of one network that are read together: every part has one name, which is defined once.

What follows from something simpler on the same sheet is said so: equal fluxes once, kinetic temperatures by the bath
flux, <q_i v_j> by the bond flux, entropy production by the conductances. What is too long to read comes as
determinants of named blocks (:mod:`symflux.show.tex.structured`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from symflux.errors import NetworkError
from symflux.quantities.result import Result
from symflux.show.collect import Collector, Signed
from symflux.show.coordinates import Coordinates, Definition, coordinates_of
from symflux.show.formula import Formula, Number, Sum, Symbol, cost, times
from symflux.show.order import Order
from symflux.show.tex.blocks import Equation, line_count, symbols_of, with_blocks
from symflux.show.tex.moments import Structured, by_bath_flux, by_bond_flux
from symflux.show.tex.names import Names, quantity_latex, site_latex
from symflux.show.tex.structured import Determinants, determinants_of, expanded_rows
from symflux.show.value import difference, entropy_formula, result_formula, signed_factor

__all__ = ["STRUCTURE_TERMS", "Sheet"]

STRUCTURE_TERMS = 300  #: a numerator with more terms than this comes in blocks
_DIRECT_LINES = 40  #: of a column: a longer formula comes in blocks where it can
MOST_LINES = 80  #: of a column: what is longer is refused
_WORTH = 0.8  #: new names must shorten the formulas to this share, their definitions counted
_DEFINITION = 8  #: what one definition costs besides its value
_HURWITZ = "hurwitz_determinant"
_ENTROPY = 150  #: a longer entropy production is written with the names of the conductances


class Sheet:
    """The equations of some results, made together."""

    def __init__(
        self,
        results: Sequence[Result],
        *,
        names: Mapping[Any, str] | None = None,
        width: float | None = None,
        expanded: bool = False,
    ):
        self.results, self.width, self.expanded = list(results), width, expanded
        self.network = self.results[0].network
        if any(result.network is not self.network for result in self.results):
            raise NetworkError("results of one network belong on one sheet; these are of several")
        self.names = Names(self.network.parameters, names)
        self.ats = list(dict.fromkeys(result.quantity.at for result in self.results))
        self.lefts = [quantity_latex(result.quantity, self.network, self.names) for result in self.results]
        self.alone = len(self.results) == 1
        self._determinants: dict[Any, Determinants | None] = {}
        self.followers: dict[int, tuple[int, int]] = {}  #: {place: (sign, place of the flux that it equals)}
        self._choose()
        mains = [self._equations(k) for k in range(len(self.results))]
        self._finish(mains)

    # names ------------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        """The names in which the formulas are shortest, and the direct formulas in them."""
        choices = [Coordinates()]
        if len(self.ats) == 1 and not self.expanded:
            choices = coordinates_of(self.network, dict(self.ats[0]))
        self.huge = [not self.expanded and _is_huge(result) for result in self.results]
        found = []
        for choice in choices:
            collector = self._collector(choice)
            formulas = {
                k: result_formula(r, collector, choice, oriented=not self.alone)
                for k, r in enumerate(self.results)
                if not self.huge[k] and r.quantity.kind != "entropy_production"
            }
            found.append((choice, collector, formulas))
        best = 1 if len(found) > 1 and self._is_worth(found) else 0
        self.coordinates, self.collector, self.direct = found[best]

    def _is_worth(self, found: Sequence[tuple[Coordinates, Collector, dict[int, Signed]]]) -> bool:
        """Whether the new names shorten the formulas by what they cost; between two sites they always may."""
        if any(self.huge) or len(self.network.sites) == 2:
            return any(self.huge) or _length(found[1]) <= _length(found[0])
        definitions = sum(cost(found[1][1].rational(d.value)[1]) + _DEFINITION for d in found[1][0].definitions)
        return bool(_length(found[1]) + definitions <= _WORTH * _length(found[0]))

    def _collector(self, choice: Coordinates) -> Collector:
        own = {d.name: self._definition_symbol(d) for d in choice.definitions}
        order = Order(self.network).also(choice.kinds)
        return Collector(lambda name: own[name] if name in own else self.names[name], order, expanded=self.expanded)

    def _definition_symbol(self, definition: Definition) -> str:
        letter = self.names.free(definition.letter)
        if not definition.sites:
            return letter
        sites = [site_latex(site) for site in definition.sites]
        text = ("" if all(len(site) == 1 for site in sites) else ",").join(sites)
        return f"{letter}_{text}" if len(text) == 1 else f"{letter}_{{{text}}}"

    # one result -------------------------------------------------------------------------------------------

    def _equations(self, place: int) -> list[Equation]:
        """The equation of a result, and those of what it is written with."""
        result, left = self.results[place], self.lefts[place]
        derived = self._derived(place)
        if derived is not None:
            return [Equation(left, derived)]
        if result.quantity.kind == "entropy_production":
            return self._entropy(result, left)
        structured = self._structured(result) if self._is_long(place) else None
        if structured is not None:
            if result.quantity.kind == _HURWITZ and structured.determinants.below == left:
                return [e for e in self._determinant_equations(structured.determinants) if e.left == left]
            return structured.equations(result, left)
        if self.huge[place]:
            self.direct[place] = result_formula(result, self.collector, self.coordinates, oriented=not self.alone)
        equation = Equation(left, self.direct[place])
        if not self.expanded and result.rational_function.names and line_count(equation) > MOST_LINES:
            raise NetworkError(
                f"{result.quantity}: its formula has no short form, {line_count(equation)} lines in a column: put in "
                "values for some parameters with .at({...}), or ask for all of it with latex(expanded=True)"
            )
        return [equation]

    def _is_long(self, place: int) -> bool:
        if self.expanded:
            return False
        return self.huge[place] or line_count(Equation(self.lefts[place], self.direct[place])) > _DIRECT_LINES

    def _structured(self, result: Result) -> Structured | None:
        at = result.quantity.at
        if at not in self._determinants:
            letters = [left for left, r in zip(self.lefts, self.results, strict=True) if r.quantity.kind == _HURWITZ]
            self._determinants[at] = determinants_of(
                result.state, dict(at), self.names, letter="".join(letters[:1]), primes="'" * self.ats.index(at)
            )
        found = self._determinants[at]
        if found is None:
            return None
        return Structured(self.network, found, self.collector, self.coordinates, self.names, oriented=not self.alone)

    # what follows from something else -----------------------------------------------------------------------

    def _place_of(self, kind: str, sites: tuple[Any, ...], at: Any, before: int | None = None) -> int | None:
        for place, result in enumerate(self.results[:before]):
            q = result.quantity
            if (q.kind, q.sites, q.bath, q.at) == (kind, sites, None, at):
                return place
        return None

    def _derived(self, place: int) -> Signed | None:
        """The result by others on the sheet, or None."""
        result = self.results[place]
        quantity = result.quantity
        if self.expanded or quantity.bath is not None:
            return None
        if quantity.kind in ("flux", "bath_flux"):
            return self._same_flux(place) or (self._by_conductances(result) if quantity.kind == "bath_flux" else None)
        if quantity.kind == "kinetic_temperature":
            baths = self.network.baths_at(quantity.sites[0])
            other = self._place_of("bath_flux", (baths[0].label,), quantity.at) if len(baths) == 1 else None
            return (
                None
                if other is None
                else by_bath_flux(self.network, result, self.lefts[other], self.collector, self.coordinates)
            )
        if quantity.kind == "covariance" and {quantity.sites[0][0], quantity.sites[1][0]} == {"q", "v"}:
            (_, i), (_, j) = quantity.sites if quantity.sites[0][0] == "q" else quantity.sites[::-1]
            for sites, sign in (((i, j), 1), ((j, i), -1)):
                other = self._place_of("flux", sites, quantity.at)
                if other is not None:
                    return sign, by_bond_flux(
                        self.network, quantity, self.lefts[other], self.collector, self.coordinates
                    )
        return None

    def _by_conductances(self, result: Result) -> Signed | None:
        """phi_i as the sum of K_ij (T_i - T_j), where all of these are on the sheet."""
        own, terms = result.quantity.sites[0], []
        for other in result.temperatures:
            if other == own:
                continue
            for pair in ((own, other), (other, own)):
                place = self._place_of("conductance", pair, result.quantity.at)
                if place is not None:
                    break
            else:
                return None
            first, second = result.temperatures[own], result.temperatures[other]
            if first == second or self.results[place].rational_function.is_zero:
                continue
            baths = list(result.temperatures)
            turned = baths.index(own) > baths.index(other)
            sign, heat = difference(*((second, first) if turned else (first, second)), 1, self.collector)
            terms.append((-sign if turned else sign, times([Symbol(self.lefts[place]), heat])))
        if not terms or all(t.is_constant for t in result.temperatures.values()):
            return None
        terms.sort(key=lambda term: -term[0])  # a plus stands first
        return terms[0] if len(terms) == 1 else (1, Sum(tuple(terms)))

    def _same_flux(self, place: int) -> Signed | None:
        """The flux as an earlier one, up to the sign: in a chain every bond carries the same current."""
        mine = self.results[place]
        for other in range(place):
            if self.results[other].quantity.kind not in ("flux", "bath_flux"):
                continue
            if self.results[other].quantity.bath is not None or other in self.followers:
                continue
            for sign in (1, -1):
                if _same(mine, self.results[other], sign):
                    self.followers[place] = sign, other
                    return sign, Symbol(self.lefts[other])
        return None

    def _entropy(self, result: Result, left: str) -> list[Equation]:
        """Over pairs of baths; long conductances have their names, and are defined once."""
        collector, put = self.collector, dict(result.quantity.at)
        if all(t.is_constant for t in result.temperatures.values()):
            return [Equation(left, collector.rational(self.coordinates.of(result.rational_function)))]
        conductances = {
            pair: conductance.at(put) if put else conductance
            for pair, conductance in self.network.steady_state().conductances().items()
            if result.temperatures[pair[0]] != result.temperatures[pair[1]]
        }
        shown, terms, further = {}, [], list[Equation]()
        for pair, conductance in conductances.items():
            value = conductance.rational_function
            if value.is_zero:
                continue
            if not _is_huge(conductance):
                shown[pair] = collector.rational(self.coordinates.of(value))
        length = sum(cost(formula) for _, formula in shown.values())
        named = len(shown) < len(conductances) or (len(shown) > 1 and length > _ENTROPY)
        for pair, conductance in conductances.items():
            if conductance.rational_function.is_zero:
                continue
            symbol = quantity_latex(conductance.quantity, self.network, self.names)
            formula = (1, Symbol(symbol)) if named else shown[pair]
            if named and self._place_of("conductance", pair, result.quantity.at) is None:
                structured = self._structured(conductance) if pair not in shown else None
                further += (
                    [Equation(symbol, shown[pair])] if structured is None else structured.equations(conductance, symbol)
                )
            terms.append((formula, result.temperatures[pair[0]], result.temperatures[pair[1]]))
        return [Equation(left, entropy_formula(terms, collector) or (1, Number(0))), *further]

    # the whole sheet ----------------------------------------------------------------------------------------

    def _finish(self, mains: Sequence[list[Equation]]) -> None:
        """Names for what does not fit a line, and the meaning of every name."""
        first = [listed[0] for listed in mains]
        blocks = {
            equation.left: equation for listed in mains for equation in listed[1:] if equation.left not in self.lefts
        }
        for found in self._determinants.values():
            if found is not None:
                blocks |= {e.left: e for e in self._determinant_equations(found) if e.left not in self.lefts}
        new_names = {}
        for definition in self.coordinates.definitions:
            symbol = self._definition_symbol(definition)
            new_names[symbol] = Equation(symbol, self.collector.rational(definition.value))
        used = _needed(first, blocks | new_names)
        everything = [*first, *(equation for name, equation in blocks.items() if name in used)]
        fitted = with_blocks(everything, self.names, self.width, taken=new_names)
        self.mains = fitted[: len(first)]
        self.blocks = {equation.left: equation for equation in fitted[len(first) :]}
        self.blocks |= {name: equation for name, equation in new_names.items() if name in used}
        self._shown: set[str] = set()

    def _determinant_equations(self, found: Determinants) -> list[Equation]:
        listed = []
        for block in found.blocks():
            if block.text:
                listed.append(Equation(block.symbol, text=block.text, about=block.about))
            elif block.rows:
                sign, factors, rows = expanded_rows(block.rows)
                listed.append(Equation(block.symbol, (sign * block.sign, times(map(_entry, factors))), rows=rows))
            elif block.value is not None:
                listed.append(Equation(block.symbol, self.collector.rational(self.coordinates.of(block.value))))
        return listed

    def take(self, places: Iterable[int]) -> list[Equation]:
        """The equations of these results, and the blocks they need that were not taken before."""
        mains = [self.mains[k] for k in places]
        return [*mains, *self.definitions(mains)]

    def definitions(self, mains: Sequence[Equation]) -> list[Equation]:
        """The blocks that these equations need and that were not taken before."""
        needed = _needed(mains, self.blocks) - self._shown
        self._shown |= needed
        return [equation for name, equation in self.blocks.items() if name in needed]


def _length(found: tuple[Coordinates, Collector, dict[int, Signed]]) -> int:
    return sum(cost(formula) for _, formula in found[2].values())


def _needed(mains: Sequence[Equation], blocks: Mapping[str, Equation]) -> set[str]:
    found: set[str] = set()
    front = [symbol for equation in mains for symbol in symbols_of(equation)]
    while front:
        symbol = front.pop()
        if symbol in blocks and symbol not in found:
            found.add(symbol)
            front += symbols_of(blocks[symbol])
    # a sentence is shown where one of the names that it explains is
    for name, equation in blocks.items():
        if equation.about and found & set(equation.about):
            found.add(name)
    return found


def _entry(text: str) -> Formula:
    return (
        Number(int(text))
        if text.isdigit()
        else signed_factor((-1, Number(int(text[1:]))))
        if text[:1] == "-"
        else Symbol(text)
    )


def _is_huge(result: Result) -> bool:
    if result.quantity.kind == "entropy_production":
        return any(map(_is_huge, result.network.steady_state().conductances().values()))
    form = result.linear_form
    coefficients = [result.rational_function] if form is None else list(form.values())
    return max((max(len(c.numerator), len(c.denominator)) for c in coefficients), default=0) > STRUCTURE_TERMS


def _same(left: Result, right: Result, sign: int) -> bool:
    """Whether two linear results are equal, up to a sign, without computing their sums over the baths."""
    if left.linear_form is None or right.linear_form is None:
        return left.rational_function == sign * right.rational_function
    mine, other = dict(left.linear_form), dict(right.linear_form)
    if left.temperatures != right.temperatures:
        return False
    return all(mine[b] == (other[b] if sign > 0 else -other[b]) for b in mine)
