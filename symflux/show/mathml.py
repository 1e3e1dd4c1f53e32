r"""Results and formulas as MathML, which browsers and notebooks draw by themselves.

The same trees as for LaTeX; every symbol is one ``mi`` or ``msub``, and a product is written with invisible times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from symflux.algebra import exact
from symflux.quantities.result import Result
from symflux.show.collect import Collector, Signed
from symflux.show.formula import Formula, Number, Power, Product, Quotient, Sum, Symbol
from symflux.show.order import Order
from symflux.show.value import result_formula

__all__ = ["formula_mathml", "mathml", "symbol_mathml", "symbols_mathml"]

_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Omega": "Ω", "Lambda": "Λ",
}  # fmt: skip
_NAME = re.compile(r"([A-Za-z]+?)_?(\d+|(?<=_)[A-Za-z0-9]+)")
_TIMES, _MINUS = "<mo>&#8290;</mo>", "<mo>&#8722;</mo>"


def mathml(value: Any, *, block: bool = False) -> str:
    """The MathML of a result, rational function, polynomial, number or formula string, collected as its LaTeX is.

    >>> mathml("a/(2*b1)")
    '<math><mfrac><mi>a</mi><mrow><mn>2</mn><mo>&#8290;</mo><msub><mi>b</mi><mn>1</mn></msub></mrow></mfrac></math>'
    """
    if isinstance(value, Result):
        shown = symbols_mathml(value.network.parameters)
        signed: Signed = result_formula(value, Collector(shown.__getitem__, Order(value.network)))
    else:
        known = exact(value)
        signed = Collector(symbols_mathml(known.names).__getitem__, Order()).rational(known)
    sign, formula = signed
    head = '<math display="block">' if block else "<math>"
    return f"{head}{formula_mathml(formula, sign)}</math>"


def symbols_mathml(names: Iterable[str]) -> dict[str, str]:
    """Two parameters never look alike: a name whose form is taken keeps its own spelling."""
    shown: dict[str, str] = {}
    for name in names:
        form = symbol_mathml(name)
        shown[name] = f'<mi mathvariant="monospace">{escape(name)}</mi>' if form in shown.values() else form
    return shown


def symbol_mathml(name: str) -> str:
    """A parameter: its digits, or what stands behind an underscore, as a subscript.

    >>> symbol_mathml("gamma1"), symbol_mathml("T_hot"), symbol_mathml("mass")
    ('<msub><mi>γ</mi><mn>1</mn></msub>', '<msub><mi>T</mi><mi>hot</mi></msub>', '<mi>mass</mi>')
    """
    match = _NAME.fullmatch(name)
    if match is None:
        return f"<mi>{escape(_GREEK.get(name, name))}</mi>"
    stem, below = match[1], match[2]
    tag = "mn" if below.isdigit() else "mi"
    return f"<msub><mi>{_GREEK.get(stem, stem)}</mi><{tag}>{_GREEK.get(below, below)}</{tag}></msub>"


def formula_mathml(formula: Formula, sign: int = 1) -> str:
    """The elements of ``sign * formula``; its symbols are MathML already."""
    text = _text(formula)
    if sign > 0:
        return text
    return f"<mrow>{_MINUS}{_fenced(formula) if isinstance(formula, Sum) else text}</mrow>"


def _text(formula: Formula) -> str:
    if isinstance(formula, Number):
        return f"<mn>{formula.value}</mn>"
    if isinstance(formula, Symbol):
        return formula.text
    if isinstance(formula, Power):
        base = formula.base
        inner = _text(base) if isinstance(base, Symbol | Number) else _fenced(base)
        return f"<msup>{inner}<mn>{formula.exponent}</mn></msup>"
    if isinstance(formula, Quotient):
        return f"<mfrac>{_text(formula.top)}{_text(formula.bottom)}</mfrac>"
    if isinstance(formula, Product):
        factors = [_fenced(factor) if isinstance(factor, Sum) else _text(factor) for factor in formula.factors]
        return f"<mrow>{_TIMES.join(factors)}</mrow>"
    parts = []
    for k, (sign, term) in enumerate(formula.terms):
        mark = _MINUS if sign < 0 else "<mo>+</mo>" if k else ""
        parts.append(mark + (_fenced(term) if isinstance(term, Sum) else _text(term)))
    return f"<mrow>{''.join(parts)}</mrow>"


def _fenced(formula: Formula) -> str:
    return f"<mrow><mo>(</mo>{_text(formula)}<mo>)</mo></mrow>"
