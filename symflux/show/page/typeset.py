"""The formulas of a page as MathML: each flux once, what is long by a name that is defined below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from symflux.algebra import Polynomial
from symflux.model.labels import Label, Site, show_label
from symflux.model.network import Network
from symflux.quantities.result import Result
from symflux.show.collect import Collector
from symflux.show.formula import Formula, Sum, size
from symflux.show.mathml import formula_mathml, symbols_mathml
from symflux.show.order import Order
from symflux.show.value import result_formula

__all__ = ["Typesetter", "bath_symbol", "bond_symbol"]

_BELOW, _ABOVE = 5, 10  #: terms of a factor, in a denominator or a numerator, from which on it has a name
_SHOWN_TERMS = 60  #: of a polynomial that is written out
_COLLECTED_TERMS = 1_500  #: of a numerator or denominator that is written as a formula
_ROW = 46  #: symbols of a line of a long sum


def _label(label: Label) -> str:
    if isinstance(label, int):
        return f"<mn>{label}</mn>" if label >= 0 else f"<mrow><mo>&#8722;</mo><mn>{-label}</mn></mrow>"
    return f"<mtext>{escape(show_label(label))}</mtext>"


def bond_symbol(i: Site, j: Site) -> str:
    """The symbol of a bond flux.

    >>> bond_symbol(1, "<b>")
    '<msub><mi>φ</mi><mrow><mn>1</mn><mo>→</mo><mtext>&lt;b&gt;</mtext></mrow></msub>'
    """
    return f"<msub><mi>φ</mi><mrow>{_label(i)}<mo>→</mo>{_label(j)}</mrow></msub>"


def bath_symbol(label: Label) -> str:
    """The symbol of a bath flux."""
    return f"<msub><mi>φ</mi>{_label(label)}</msub>"


class Typesetter:
    """The symbols of one network, the names of long factors, and the formulas that use them.

    Formulas and definitions come with preliminary names; :meth:`settled` puts in the last ones.

    >>> import symflux as sf
    >>> ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> typesetter = Typesetter(ss.network, [ss.bond_flux(1, 2)])
    >>> typesetter.formula(ss.bond_flux(1, 2)).count("<mfrac>"), typesetter.definitions()
    (1, [])
    """

    def __init__(self, network: Network, results: Sequence[Result]):
        self.network = network
        self.symbols = symbols_mathml(network.parameters)
        self.named: dict[Polynomial, str] = {}
        order = Order(network)
        self._name(results)
        self.collector = Collector(self.symbols.__getitem__, order, named=self.named)
        self.plain = Collector(self.symbols.__getitem__, order)
        self.used = ""

    def _name(self, results: Iterable[Result]) -> None:
        """Names for the long factors, in the order in which they are met: D below the bar, N above it."""
        met: dict[str, dict[Polynomial, None]] = {"D": {}, "N": {}}
        for result in results:
            form = result.linear_form
            for value in (result.rational_function,) if form is None else form.values():
                for letter, polynomial, least in (("D", value.denominator, _BELOW), ("N", value.numerator, _ABOVE)):
                    if len(polynomial) > _COLLECTED_TERMS:
                        continue
                    met[letter].update({f: None for f, _ in polynomial.factor()[1] if len(f) > least})
        for letter, found in met.items():
            for factor in found:
                self.named.setdefault(factor, f"<mi>{letter}#{len(self.named)}</mi>")

    def settled(self, text: str) -> str:
        """A text with the names in their last form: those that the formulas use, numbered in the order of use."""
        forms = {"D": "𝒟" if "D" in self.symbols else "D", "N": "𝒩" if "N" in self.symbols else "N"}
        used = [symbol for symbol in self.named.values() if symbol in self.used]
        for letter, shown in forms.items():
            own = [symbol for symbol in used if symbol.startswith(f"<mi>{letter}#")]
            for number, symbol in enumerate(own, 1):
                below = f"<msub><mi>{shown}</mi><mn>{number}</mn></msub>"
                text = text.replace(symbol, below if len(own) > 1 else f"<mi>{shown}</mi>")
        return text

    def formula(self, result: Result) -> str | None:
        """The value of a result; None where it is too long to read."""
        form = result.linear_form
        values = [result.rational_function] if form is None else list(form.values())
        if any(max(len(v.numerator), len(v.denominator)) > _COLLECTED_TERMS for v in values):
            return None
        sign, formula = result_formula(result, self.collector, oriented=True)
        text = formula_mathml(formula, sign)
        self.used += text
        return text

    def definitions(self) -> list[tuple[str, list[str], int]]:
        """(name, lines, terms) of every name that the formulas use; without lines where it is too long to read."""
        found = []
        for polynomial, symbol in self.named.items():
            if symbol in self.used:
                lines: list[str] = []
                if len(polynomial) <= _SHOWN_TERMS:
                    sign, formula = self.plain.polynomial(polynomial)
                    lines = _lines(formula, sign)
                found.append((symbol, lines, len(polynomial)))
        return found


def _lines(formula: Formula, sign: int) -> list[str]:
    """A long sum in pieces that fit a line."""
    if not isinstance(formula, Sum) or sign < 0:
        return [formula_mathml(formula, sign)]
    rows: list[list[Any]] = [[]]
    room = _ROW
    for s, term in formula.terms:
        length = size(term) + 1
        if rows[-1] and length > room:
            rows.append([])
            room = _ROW
        rows[-1].append((s, term))
        room -= length
    texts = [formula_mathml(Sum(tuple(row))) for row in rows]
    plus = "<mo>+</mo>"
    return [texts[0], *(plus + text if row[0][0] > 0 else text for row, text in zip(rows[1:], texts[1:], strict=True))]
