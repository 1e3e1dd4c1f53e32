"""Formulas as small trees between exact values and what is shown: one tree for LaTeX, text and MathML.

A tree is a ``Number``, ``Symbol`` (in the notation of the writer), ``Power``, ``Product``, ``Sum`` or ``Quotient``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Union

__all__ = ["Formula", "Number", "Power", "Product", "Quotient", "Sum", "Symbol", "cost", "size", "times"]


@dataclass(frozen=True)
class Number:
    """A non-negative integer."""

    value: int


@dataclass(frozen=True)
class Symbol:
    """What stands for one thing, in the notation of the writer: a parameter, or the name of a block."""

    text: str


@dataclass(frozen=True)
class Power:
    """A base with an integer exponent."""

    base: Formula
    exponent: int


@dataclass(frozen=True)
class Product:
    """Factors side by side."""

    factors: tuple[Formula, ...]


@dataclass(frozen=True)
class Sum:
    """Terms with their signs; the first sign is printed only if it is a minus."""

    terms: tuple[tuple[int, Formula], ...]


@dataclass(frozen=True)
class Quotient:
    """A fraction."""

    top: Formula
    bottom: Formula


Formula = Union["Number", "Symbol", "Power", "Product", "Sum", "Quotient"]


def size(formula: Formula) -> int:
    """How much there is to read: symbols, numbers, and pairs of parentheses."""
    if isinstance(formula, Number):
        return max(1, len(str(formula.value)) // 2)
    if isinstance(formula, Symbol):
        return 2
    if isinstance(formula, Power):
        return size(formula.base) + 1
    if isinstance(formula, Product):
        return sum(size(f) + (1 if isinstance(f, Sum) else 0) for f in formula.factors)
    if isinstance(formula, Sum):
        return sum(size(term) + 1 for _, term in formula.terms)
    return size(formula.top) + size(formula.bottom) + 1


def cost(formula: Formula, depth: int = 0) -> int:
    """The size, and a price for parentheses that grows with the parentheses around them."""
    if isinstance(formula, Power):
        return _enclosed(formula.base, depth) + 1
    if isinstance(formula, Product):
        return sum(_enclosed(factor, depth) for factor in formula.factors)
    if isinstance(formula, Sum):
        return sum(cost(term, depth) + 1 for _, term in formula.terms)
    if isinstance(formula, Quotient):
        return cost(formula.top, depth) + cost(formula.bottom, depth) + 1
    return size(formula)


def _enclosed(formula: Formula, depth: int) -> int:
    return cost(formula, depth + 1) + 1 + depth if isinstance(formula, Sum) else cost(formula, depth)


def times(factors: Iterable[Formula]) -> Formula:
    """A product, flattened, without ones."""
    flat: list[Formula] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else [factor])
    kept = [f for f in flat if f != Number(1)]
    if not kept:
        return Number(1)
    return kept[0] if len(kept) == 1 else Product(tuple(kept))
