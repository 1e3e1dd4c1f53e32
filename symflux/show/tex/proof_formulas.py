"""The formulas of a certificate, typeset: polynomials as the checker holds them, and texts as the file has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.certificates.check import FREQUENCY
from symflux.certificates.core import Algebra, Poly
from symflux.quantities.registry import FUNCTIONS
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.tex.blocks import Equation, typeset, with_blocks
from symflux.show.tex.formula import latex_of
from symflux.show.tex.names import Names, atom_latex

__all__ = ["ProofFormulas", "parsed"]

_LONGEST = 120  #: terms of a polynomial that is printed in full


class ProofFormulas:
    """Typesets what an ``algebra`` of the checker holds; ``width`` in points."""

    def __init__(self, algebra: Algebra, names: Mapping[Any, str] | None, width: float):
        self.algebra, self.names, self.width = algebra, dict(names or {}), width

    def setter(self, variables: Iterable[str]) -> tuple[Collector, Names]:
        """What typesets formulas in these variables, and how each variable is written."""
        listed = list(variables)
        atoms = {name: r"\omega^2" if name == FREQUENCY else atom_latex(name) for name in listed if "(" in name}
        shown = Names(listed, atoms | {str(k): v for k, v in self.names.items()})
        return Collector(shown.__getitem__, Order()), shown

    def rational(self, p: Poly) -> RationalFunction:
        """A polynomial of the checker as an exact value."""
        scale = lcm(*(Fraction(c).denominator for c in p.values()), 1)
        terms = [(tuple(self.algebra.exponents(m).items()), int(Fraction(c) * scale)) for m, c in p.items()]
        return RationalFunction(Polynomial.from_terms(terms), Polynomial.constant(scale))

    def inline(self, value: RationalFunction) -> str:
        """For running text."""
        setter, _ = self.setter(value.names)
        sign, formula = setter.rational(value)
        return latex_of(formula, sign)

    def text(self, text: Any) -> str:
        """A formula of the file, typeset."""
        return self.inline(parsed(text))

    def display(self, left: str, value: RationalFunction) -> str:
        """An equation on its own line, or how long it is."""
        if len(value.numerator) > _LONGEST:
            return rf"\[ {left} = \text{{a polynomial of {len(value.numerator)} terms, in the certificate}}. \]"
        setter, shown = self.setter(value.names)
        return typeset(with_blocks([Equation(left, setter.rational(value))], shown, self.width), self.width)


def parsed(text: Any) -> RationalFunction:
    """A formula of a certificate as an exact value."""
    return parse(str(text), CLAIM_LIMITS, (*FUNCTIONS, FREQUENCY.removesuffix("()")))
