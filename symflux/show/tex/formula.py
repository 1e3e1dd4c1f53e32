"""Formula trees as LaTeX, in pieces that may be put on different lines."""

from __future__ import annotations

from dataclasses import replace

from symflux.show.collect import is_difference
from symflux.show.formula import Formula, Number, Power, Product, Quotient, Sum, Symbol
from symflux.show.tex.layout import Token, text_of

__all__ = ["latex_of", "tokens"]


def tokens(formula: Formula, sign: int = 1, depth: int = 0) -> list[Token]:
    """The LaTeX of ``sign * formula`` in pieces that may be put on different lines."""
    head = [Token("-", depth=depth)] if sign < 0 else []
    if sign < 0 and isinstance(formula, Sum):
        return head + _parenthesised(formula, depth)
    return head + _tokens(formula, depth)


def latex_of(formula: Formula, sign: int = 1) -> str:
    """The LaTeX of ``sign * formula`` on one line."""
    return text_of(tokens(formula, sign))


def _tokens(formula: Formula, depth: int) -> list[Token]:
    if isinstance(formula, Number):
        digits = str(formula.value)
        if len(digits) <= 40:
            return [Token(digits, depth=depth)]
        return [Token(digits[k : k + 10], k > 0, depth + 5) for k in range(0, len(digits), 10)]
    if isinstance(formula, Symbol):
        return [Token(formula.text, depth=depth)]
    if isinstance(formula, Quotient):
        return [Token(rf"\frac{{{text_of(tokens(formula.top))}}}{{{text_of(tokens(formula.bottom))}}}", depth=depth)]
    if isinstance(formula, Power):
        exponent = str(formula.exponent)
        raised = f"^{exponent}" if len(exponent) == 1 else f"^{{{exponent}}}"
        if isinstance(formula.base, Symbol) and not {"^", " ", "'", "+", "-"} & set(formula.base.text):
            return [Token(formula.base.text + raised, depth=depth)]
        inner = _parenthesised(formula.base, depth)
        return [*inner[:-1], replace(inner[-1], text=inner[-1].text + raised)]
    if isinstance(formula, Sum):
        result: list[Token] = []
        for k, (sign, term) in enumerate(formula.terms):
            pieces = _parenthesised(term, depth) if isinstance(term, Sum) else _tokens(term, depth)
            if k or sign < 0:
                mark = ("- " if sign < 0 else "+ ") if k else "-"
                first = pieces[0]
                pieces = [Token(f"{' ' if k else ''}{mark}{first.text}", bool(k), depth, lead="{} "), *pieces[1:]]
            result += pieces
        return result
    return _product_tokens(formula, depth)


def _product_tokens(product: Product, depth: int) -> list[Token]:
    result: list[Token] = []
    previous: Formula | None = None
    for factor in product.factors:
        pieces = _parenthesised(factor, depth) if isinstance(factor, Sum) else _tokens(factor, depth)
        if previous is not None:
            first = pieces[0]
            if isinstance(previous, Quotient) and is_difference(factor) and len(result) == 1:
                last = result.pop()  # temperatures stay at their coefficient
                first = Token(last.text + r"\," + text_of(pieces), last.can_break, depth, last.cost, last.lead)
                result, previous = [first], factor
                continue
            is_block = isinstance(factor, Sum) or (isinstance(factor, Power) and isinstance(factor.base, Sum))
            between = _between(previous, factor, pieces[0].text)
            pieces = [
                Token(between + first.text, is_block and not isinstance(previous, Number), depth, 4, r"\times "),
                *pieces[1:],
            ]
        result += pieces
        previous = factor
    return result


def _between(previous: Formula, factor: Formula, text: str) -> str:
    if isinstance(factor, Number) or (isinstance(previous, Number) and text[:1].isdigit()):
        return r" \cdot "
    spaced = isinstance(previous, Quotient) or any(
        isinstance(f, Symbol) and f.text.startswith((r"\mathrm", r"\mathtt")) for f in (previous, factor)
    )
    return r"\," if spaced else " "


_BRACKETS = (("(", ")"), (r"\bigl[", r"\bigr]"), (r"\Bigl(", r"\Bigr)"), (r"\Bigl[", r"\Bigr]"))


def _parenthesised(formula: Formula, depth: int) -> list[Token]:
    inner = _tokens(formula, depth + 1)
    opening, closing = _BRACKETS[min(_nesting(formula), len(_BRACKETS) - 1)]
    inner[0] = Token(opening + inner[0].text, False, inner[0].depth)
    last = inner[-1]
    inner[-1] = replace(last, text=last.text + closing)
    return inner


def _nesting(formula: Formula) -> int:
    """How many pairs of brackets stand inside one another in a sum; a quotient counts for two."""
    if isinstance(formula, Sum):
        return max((_nesting(term) + isinstance(term, Sum) for _, term in formula.terms), default=0)
    if isinstance(formula, Product):
        return max(_nesting(factor) + isinstance(factor, Sum) for factor in formula.factors)
    if isinstance(formula, Power):
        return _nesting(formula.base) + isinstance(formula.base, Sum)
    return 2 if isinstance(formula, Quotient) else 0
