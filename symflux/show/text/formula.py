"""Formula trees as plain text in the grammar of network files: ``g*k*(T1 - T2)/(2*D)``."""

from __future__ import annotations

from symflux.show.collect import is_difference
from symflux.show.formula import Formula, Number, Power, Product, Quotient, Sum, Symbol, size, times

__all__ = ["formula_text"]


def formula_text(formula: Formula, sign: int = 1) -> str:
    """The text of ``sign * formula``; what :func:`symflux.algebra.exact` reads back.

    >>> from symflux.show.collect import Collector
    >>> from symflux.show.order import Order
    >>> from symflux.algebra import exact
    >>> sign, formula = Collector(str, Order()).rational(exact("(b - a)**2*(T2 - T1)/(2*c)"))
    >>> formula_text(formula, sign)
    '(a - b)**2*(T2 - T1)/(2*c)'
    """
    text = _text(formula)
    if sign > 0:
        return text
    return f"-({text})" if isinstance(formula, Sum) else f"-{text}"


def _text(formula: Formula) -> str:
    if isinstance(formula, Number):
        return str(formula.value)
    if isinstance(formula, Symbol):
        return formula.text
    if isinstance(formula, Power):
        return f"{_factor(formula.base)}**{formula.exponent}"
    if isinstance(formula, Sum):
        parts = []
        for k, (sign, term) in enumerate(formula.terms):
            text = f"({_text(term)})" if isinstance(term, Sum) else _text(term)
            parts.append(f"{'-' if sign < 0 else ''}{text}" if not k else f" {'-' if sign < 0 else '+'} {text}")
        return "".join(parts)
    if isinstance(formula, Product):
        return _product(formula)
    bottom = formula.bottom
    below = _text(bottom) if isinstance(bottom, Number | Symbol | Power) else f"({_text(bottom)})"
    return f"{_factor(formula.top)}/{below}"


def _product(formula: Product) -> str:
    """One fraction of all factors; differences of temperatures stand before longer sums."""
    over: list[Formula] = []
    below: list[Formula] = []
    for factor in formula.factors:
        if isinstance(factor, Quotient):
            over += factor.top.factors if isinstance(factor.top, Product) else [factor.top]
            below.append(factor.bottom)
        else:
            over.append(factor)
    if below:
        return _text(Quotient(times(over), times(below)))
    heats = [f for f in over if is_difference(f) or (isinstance(f, Power) and is_difference(f.base))]
    first = [f for f in over if f not in heats and size(f) <= 4 and not isinstance(f, Sum)]
    rest = [f for f in over if f not in heats and f not in first]
    return "*".join(_factor(f) for f in (*first, *heats, *rest))


def _factor(formula: Formula) -> str:
    return f"({_text(formula)})" if isinstance(formula, Sum | Quotient) else _text(formula)
