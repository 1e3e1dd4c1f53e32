"""What stands beside the parts of a picture: short formulas; long ones below it, under a symbol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.model.network import Network, Site
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.pictures.labels import Line3
from symflux.show.pictures.number_format import NumberFormat
from symflux.show.tex.formula import latex_of
from symflux.show.tex.names import Names, escaped, plain_name, site_latex, usual_form

__all__ = ["Writer", "note"]

_SHORT = 14  #: characters of a formula beside a bond
_LONG = 90  #: characters of a formula below the picture
_INK, _QUIET = "#30343b", "#5b616b"
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Writer:
    """Texts of one picture; ``key`` collects what the symbols stand for."""

    def __init__(self, network: Network, names: Mapping[Any, str] | None, fluxes: Sequence[Fraction] = ()):
        self.names = Names(network.parameters, names)
        self.given = {str(key) for key in names or {}}
        self.setter = Collector(self.names.__getitem__, Order(network))
        numbers = [*fluxes, *(v.value for v in network._values if v.is_constant)]
        self.format = NumberFormat(numbers)
        self.key: list[Line3] = []
        self.brief = False  #: springs and heat without "k =": what they are stands below the picture

    def flux(self, size: Fraction) -> Line3:
        """``phi = number``."""
        latex, plain = self.format.latex(size), self.format.plain(size)
        return (latex, plain, _INK) if self.brief else (rf"\phi = {latex}", f"φ = {plain}", _INK)

    def named(self, letter: str, value: RationalFunction, sites: Sequence[Site] = (), colour: str = _QUIET) -> Line3:
        """``letter = value``; a parameter stands alone, and a long formula is told below the picture."""
        if len(value.names) == 1 and value == RationalFunction.variable(value.names[0]):
            (name,) = value.names
            return self.names[name], plain_name(name), colour
        latex, plain = self._value(value)
        head = usual_form(letter), plain_name(letter)
        if len(plain) > _SHORT:
            head = self._symbol(letter, sites)
            if len(plain) > _LONG:
                count = f"a formula of {len(value.numerator) + len(value.denominator)} terms"
                latex, plain = _words(count), count
            line = f"{head[0]} = {latex}", f"{head[1]} = {plain}", _QUIET
            if line not in self.key:
                self.key.append(line)
            return *head, colour
        if self.brief and letter == "k":
            return latex, plain, colour
        return f"{head[0]} = {latex}", f"{head[1]} = {plain}", colour

    def _symbol(self, letter: str, sites: Sequence[Site]) -> tuple[str, str]:
        """The letter with the sites below it, primed where a parameter looks like that."""
        short = all(isinstance(site, int) and 0 <= site < 10 for site in sites)
        below = ("" if short else ",").join(map(site_latex, sites))
        latex = rf"{usual_form(letter)}_{{{below}}}"
        text = ("" if short else ",").join(map(str, sites))
        plain = plain_name(letter) + (text.translate(_SUBSCRIPTS) if short else f"_{text}")
        while latex in self.names:
            latex, plain = latex + "'", plain + "'"
        return latex, plain

    def _value(self, value: RationalFunction) -> tuple[str, str]:
        if value.is_constant:
            return self.format.latex(value.value), self.format.plain(value.value)
        sign, formula = self.setter.rational(value)
        return latex_of(formula, sign), str(value).replace("**", "^").replace("*", " ")


def note(text: str) -> Line3:
    """A sentence under a picture."""
    return _words(text), text, _QUIET


def _words(text: str) -> str:
    return rf"\mathrm{{{escaped(text).replace(' ', chr(92) + ' ')}}}"
