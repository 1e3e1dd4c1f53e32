r"""Formulas as small trees between exact polynomials and LaTeX: factored and collected where that is shorter.

A tree is a ``Number``, ``Symbol`` (LaTeX as it stands), ``Power``, ``Product``, ``Sum`` or ``Quotient``. Every tree
made here equals the polynomial it was made from; nothing is rounded, cancelled or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Union

from symflux.algebra import Polynomial
from symflux.algebra.polynomial import Monomial
from symflux.algebra.ring import name_key
from symflux.model.network import Network
from symflux.show.tex.layout import Token, text_of

__all__ = ["Formula", "Number", "Order", "Power", "Product", "Quotient", "Sum", "Symbol", "size", "times", "tokens"]

_FACTOR_TERMS = 1_500  #: beyond this no factors are searched
_TURNED_TERMS = 4  #: a longer sum keeps its order, and the minus in front
_COLLECT_TERMS = 250  #: beyond this no collected form is searched


@dataclass(frozen=True)
class Number:
    """A non-negative integer."""

    value: int


@dataclass(frozen=True)
class Symbol:
    """LaTeX that stands for one thing: a parameter, or the name of a block."""

    latex: str


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


def times(factors: Iterable[Formula]) -> Formula:
    """A product, flattened, without ones."""
    flat: list[Formula] = []
    for factor in factors:
        flat.extend(factor.factors if isinstance(factor, Product) else [factor])
    kept = [f for f in flat if f != Number(1)]
    if not kept:
        return Number(1)
    return kept[0] if len(kept) == 1 else Product(tuple(kept))


class Order:
    """The physical order of parameters: springs, pinning, masses, frictions, temperatures; then by name.

    In a sum, terms of higher degree in the springs come first, then of higher degree in the pinning, and so on; among
    equals those with more of the first parameter.
    """

    def __init__(self, network: Network | None = None):
        rank: dict[str, int] = {}
        if network is not None:
            kinds = (
                [k for _, k in network.spring_items],
                list(network.pinning_items),
                list(network.mass_items),
                [bath.friction for bath in network.bath_items],
                [bath.temperature for bath in network.bath_items],
            )
            for position, values in enumerate(kinds):
                for value in values:
                    for name in value.names:
                        rank.setdefault(name, position)
        self._rank = rank
        self.temperatures = frozenset(n for n, r in rank.items() if r == 4) if network is not None else None

    def key(self, name: str) -> tuple[int, object]:
        """Sort key of a parameter."""
        return self._rank.get(name, 5), name_key(name)

    def is_temperature(self, name: str) -> bool:
        """Whether the name is a bath temperature (without a network: whether it looks like one)."""
        if self.temperatures is not None:
            return name in self.temperatures
        return name.startswith("T") and name[1:].strip("_").isalnum()

    def terms(self, polynomial: Polynomial) -> list[tuple[Monomial, int]]:
        """The terms of a polynomial in this order, each monomial with its own factors in order."""
        names = sorted(polynomial.names, key=self.key)
        place = {name: k for k, name in enumerate(names)}
        keyed = []
        for monomial, coefficient in polynomial.terms():
            exponents = [0] * len(names)
            for name, exponent in monomial:
                exponents[place[name]] = exponent
            degrees = [0] * 6
            for name, exponent in monomial:
                degrees[self._rank.get(name, 5)] -= exponent
            keyed.append((degrees, [-e for e in exponents], coefficient))
        keyed.sort()
        return [
            (tuple((n, -e) for n, e in zip(names, negated, strict=True) if e), coefficient)
            for _, negated, coefficient in keyed
        ]


class Typesetter:
    """Makes formulas of polynomials, for one set of names and one order."""

    def __init__(self, shown: Callable[[str], str], order: Order, *, expanded: bool = False):
        self.shown = shown
        self.order = order
        self.expanded = expanded

    # signed formulas of polynomials ---------------------------------------------------------------------

    def polynomial(self, polynomial: Polynomial) -> tuple[int, Formula]:
        """(sign, formula) with polynomial = sign * formula; the formula's leading term is positive."""
        if polynomial.is_zero:
            return 1, Number(0)
        if self.expanded or len(polynomial) > _FACTOR_TERMS:
            return self._positive(polynomial)
        sign, factors = self.factors(polynomial)
        return sign, times(factors)

    def factors(self, polynomial: Polynomial) -> tuple[int, list[Formula]]:
        """(sign, factors): the number, then single parameters, then sums, then differences of temperatures."""
        if polynomial.is_constant:
            value = polynomial.constant_value
            return (-1 if value < 0 else 1), [Number(abs(value))]
        if self.expanded or len(polynomial) > _FACTOR_TERMS:
            sign, formula = self._positive(polynomial)
            return sign, [formula]
        content, listed = polynomial.factor()
        sign = -1 if content < 0 else 1
        singles: list[tuple[Any, Formula]] = []
        sums: list[tuple[Polynomial, int, Formula]] = []
        heats: list[tuple[Polynomial, int, Formula]] = []
        for factor, exponent in listed:
            if len(factor) == 1:
                ((monomial, _),) = factor.terms()
                name = monomial[0][0]
                singles.append((self.order.key(name), self._power(Symbol(self.shown(name)), exponent)))
                continue
            flipped, formula = self._irreducible(factor)
            sign *= flipped**exponent
            is_heat = all(self.order.is_temperature(name) for name in factor.names)
            (heats if is_heat else sums).append((factor, exponent, formula))
        sign = self._absorb(sign, heats) if heats else self._absorb(sign, sums)
        ordered = [formula for _, formula in sorted(singles, key=lambda item: item[0])]
        for group in (sums, heats):
            ordered += [self._power(formula, exponent) for _, exponent, formula in group]
        number = [] if abs(content) == 1 and ordered else [Number(abs(content))]
        return sign, number + ordered

    def _absorb(self, sign: int, group: list[tuple[Polynomial, int, Formula]]) -> int:
        """Turn a - b into b - a (or a short sum with both signs likewise) where that takes a minus off the front."""
        if sign > 0:
            return sign
        for k, (factor, exponent, formula) in enumerate(group):
            if exponent % 2 and isinstance(formula, Sum) and len(formula.terms) <= _TURNED_TERMS:
                turned = [(-s, term) for s, term in formula.terms]
                positive = [term for term in turned if term[0] > 0]
                if positive:
                    negative = [term for term in turned if term[0] < 0]
                    group[k] = (factor, exponent, Sum((*positive, *negative)))
                    return 1
        return sign

    def _positive(self, polynomial: Polynomial) -> tuple[int, Formula]:
        """The sum of its terms, leading term positive."""
        terms = self.order.terms(polynomial)
        sign = 1 if terms[0][1] > 0 else -1
        parts = tuple((sign if c > 0 else -sign, self._term(monomial, abs(c))) for monomial, c in terms)
        if len(parts) == 1:
            return sign, parts[0][1]
        return sign, Sum(tuple((1 if s > 0 else -1, f) for s, f in parts))

    def _term(self, monomial: Monomial, coefficient: int) -> Formula:
        powers = [self._power(Symbol(self.shown(name)), exponent) for name, exponent in monomial]
        return times([Number(coefficient), *powers])

    @staticmethod
    def _power(base: Formula, exponent: int) -> Formula:
        return base if exponent == 1 else Power(base, exponent)

    def _irreducible(self, polynomial: Polynomial) -> tuple[int, Formula]:
        """The expanded sum, or one collected in a parameter where that is clearly shorter."""
        sign, plain = self._positive(polynomial)
        if len(polynomial) < 6 or len(polynomial) > _COLLECT_TERMS:
            return sign, plain
        shortest = None
        for name in sorted(polynomial.names, key=self.order.key):
            coefficients = polynomial.coefficients_in(name)
            length = sum(self._rough_size(c) + 2 for c in coefficients if not c.is_zero)
            if shortest is None or length < shortest[0]:
                shortest = length, name, coefficients
        if shortest is None or shortest[0] > 0.8 * size(plain):
            return sign, plain
        return self._collected(shortest[1], shortest[2])

    def _collected(self, name: str, coefficients: Sequence[Polynomial]) -> tuple[int, Formula]:
        terms: list[tuple[int, Formula]] = []
        for power in range(len(coefficients) - 1, -1, -1):
            if coefficients[power].is_zero:
                continue
            if not power:
                sign, factors = self.factors(coefficients[0])
                if len(factors) == 1 and isinstance(factors[0], Sum):
                    terms += [(sign * s, f) for s, f in factors[0].terms]
                    continue
            else:
                sign, factors = self.factors(coefficients[power] * Polynomial.variable(name) ** power)
            terms.append((sign, times(factors)))
        if terms[0][0] < 0:  # once more with the signs turned, so that each term finds its best form
            return -1, self._collected(name, [-c for c in coefficients])[1]
        return 1, Sum(tuple(terms))

    def _rough_size(self, polynomial: Polynomial) -> int:
        """The size of the factored form, its factors expanded."""
        content, listed = polynomial.factor()
        total = 0 if abs(content) == 1 else 1
        for factor, _ in listed:
            total += 2 if len(factor) == 1 else 1 + sum(2 * len(m) + 1 + (abs(c) != 1) for m, c in factor.terms())
        return total


# LaTeX ------------------------------------------------------------------------------------------------------


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
        return [Token(formula.latex, depth=depth)]
    if isinstance(formula, Quotient):
        return [Token(rf"\frac{{{text_of(tokens(formula.top))}}}{{{text_of(tokens(formula.bottom))}}}", depth=depth)]
    if isinstance(formula, Power):
        exponent = str(formula.exponent)
        raised = f"^{exponent}" if len(exponent) == 1 else f"^{{{exponent}}}"
        if isinstance(formula.base, Symbol) and not {"^", " ", "'", "+", "-"} & set(formula.base.latex):
            return [Token(formula.base.latex + raised, depth=depth)]
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
            is_block = isinstance(factor, Sum) or (isinstance(factor, Power) and isinstance(factor.base, Sum))
            between = _between(previous, factor, pieces[0].text)
            pieces = [Token(between + first.text, is_block and bool(result), depth, 4, r"\times "), *pieces[1:]]
        result += pieces
        previous = factor
    return result


def _between(previous: Formula, factor: Formula, text: str) -> str:
    if isinstance(factor, Number) or (isinstance(previous, Number) and text[:1].isdigit()):
        return r" \cdot "
    spaced = isinstance(previous, Quotient) or any(
        isinstance(f, Symbol) and f.latex.startswith((r"\mathrm", r"\mathtt")) for f in (previous, factor)
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
