"""Equations for the page: names for the parts that do not fit a line, and lines that fit a column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from symflux.show.collect import Signed, is_difference
from symflux.show.formula import Formula, Number, Power, Product, Quotient, Sum, Symbol
from symflux.show.tex.formula import tokens as tokens_of
from symflux.show.tex.layout import COLUMNS, Token, broken, column_points, text_of, width_of
from symflux.show.tex.names import Names

__all__ = ["Equation", "line_count", "symbols_of", "typeset", "with_blocks"]

_RELATION = 17.0  #: points that an equals sign takes
_INDENT = 10.0  #: points of the quad in front of a continued line
_SHARED_WIDTH = 70.0  #: points: shorter denominators are repeated rather than named


@dataclass(frozen=True)
class Equation:
    """``left = right``; or ``right`` times a determinant of ``rows``; or ``text`` that says what ``about`` means."""

    left: str
    right: Signed = (1, Number(0))
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    about: tuple[str, ...] = ()


@dataclass
class _Blocks:
    """The names given to parts that do not fit; never one of ``taken``, which the equations define themselves."""

    names: Names
    taken: frozenset[str] = frozenset()
    named: dict[Formula, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def symbol(self, formula: Formula, letter: str) -> Symbol:
        if formula not in self.named:
            stem = self.names.free(letter)
            number = self.counts.get(letter, 0) + 1
            while (name := f"{stem}_{number}" if number < 10 else f"{stem}_{{{number}}}") in self.taken:
                number += 1
            self.counts[letter] = number
            self.named[formula] = name
        return Symbol(self.named[formula])


# what does not fit gets a name --------------------------------------------------------------------------------


def with_blocks(
    listed: Sequence[Equation], names: Names, width: float | None, *, taken: Iterable[str] = ()
) -> list[Equation]:
    """The equations with names for what would not fit a line, and the equations that define these names.

    A part that stands in several equations has one name; ``taken`` are names that stand for something else.
    """
    if width is None:
        return list(listed)
    blocks = _Blocks(names, frozenset([*(equation.left for equation in listed), *taken]))
    room = width - max(width_of(equation.left) for equation in listed) - _RELATION
    shared = _shared(listed)
    done = []
    for equation in listed:
        if equation.rows or equation.text:
            done.append(equation)
            continue
        sign, formula = equation.right
        formula = _outlined(_replaced(formula, shared, blocks), 1.5 * room, blocks)
        limit = room * 0.6
        fitted = formula
        while limit > 12 and not _fits(fitted, sign, room):
            for letters in ("D", "ND"):  # a name for the denominator may be enough
                if not _fits(fitted, sign, room):
                    fitted = _shortened(formula, limit, letters, blocks)
            limit *= 0.7
        done.append(Equation(equation.left, (sign, fitted)))
    used: dict[str, Formula] = {}
    for equation in done:
        _collect_symbols(equation.right[1], used)
    defined = {symbol: part for part, symbol in blocks.named.items()}
    parts = [(symbol, defined[symbol]) for symbol in used if symbol in defined]
    stems = [symbol.partition("_")[0] for symbol, _ in parts]
    short = {symbol: stem for (symbol, _), stem in zip(parts, stems, strict=True) if stems.count(stem) == 1}
    short = {symbol: stem for symbol, stem in short.items() if stem not in blocks.taken}
    done = [replace(e, right=(e.right[0], _renamed(e.right[1], short))) for e in done]
    return done + [Equation(short.get(symbol, symbol), (1, part)) for symbol, part in parts]


def symbols_of(equation: Equation) -> set[str]:
    """Everything that has a name on the right of an equation."""
    found: dict[str, Formula] = {}
    _collect_symbols(equation.right[1], found)
    return {*found, *(entry for row in equation.rows for entry in row), *equation.about}


def line_count(equation: Equation, column: float = COLUMNS["column"]) -> int:
    """About how many lines of a column the equation takes."""
    if equation.rows:
        return len(equation.rows)
    formula = equation.right[1]
    if isinstance(formula, Quotient | Product | Sum):
        widths = [width_of(text_of(tokens_of(part))) for part in _stacked(formula)]
        return sum(1 + int(width / (0.75 * column)) for width in widths)
    return 1


def _stacked(formula: Formula) -> list[Formula]:
    """The parts that will stand on lines of their own: tops and bottoms of the quotients."""
    if isinstance(formula, Quotient):
        return [formula.top, formula.bottom]
    if isinstance(formula, Product):
        return [part for factor in formula.factors for part in _stacked(factor)]
    if isinstance(formula, Sum) and any(isinstance(t, Product | Quotient) for _, t in formula.terms):
        parts = [part for _, term in formula.terms for part in _stacked(term)]
        return parts if any(isinstance(p, Sum) for p in parts) else [formula]
    return [formula]


def _collect_symbols(formula: Formula, into: dict[str, Formula]) -> None:
    if isinstance(formula, Symbol):
        into[formula.text] = formula
    elif isinstance(formula, Power):
        _collect_symbols(formula.base, into)
    elif isinstance(formula, Product):
        for factor in formula.factors:
            _collect_symbols(factor, into)
    elif isinstance(formula, Sum):
        for _, term in formula.terms:
            _collect_symbols(term, into)
    elif isinstance(formula, Quotient):
        _collect_symbols(formula.top, into)
        _collect_symbols(formula.bottom, into)


def _renamed(formula: Formula, short: Mapping[str, str]) -> Formula:
    """A block that is the only one of its letter needs no number."""
    if isinstance(formula, Symbol):
        return Symbol(short.get(formula.text, formula.text))
    if isinstance(formula, Power):
        return Power(_renamed(formula.base, short), formula.exponent)
    if isinstance(formula, Product):
        return Product(tuple(_renamed(factor, short) for factor in formula.factors))
    if isinstance(formula, Sum):
        return Sum(tuple((sign, _renamed(term, short)) for sign, term in formula.terms))
    if isinstance(formula, Quotient):
        return Quotient(_renamed(formula.top, short), _renamed(formula.bottom, short))
    return formula


def _shared(listed: Sequence[Equation]) -> frozenset[Formula]:
    """The long sums that stand in the denominators of several equations."""
    counts: Counter[Formula] = Counter()
    for equation in listed:
        counts.update(set(_below(equation.right[1])))
    return frozenset(f for f, count in counts.items() if count > 1 and width_of(text_of(tokens_of(f))) > _SHARED_WIDTH)


def _below(formula: Formula) -> list[Formula]:
    """The sums among the factors of the denominators."""
    if isinstance(formula, Quotient):
        factors = formula.bottom.factors if isinstance(formula.bottom, Product) else (formula.bottom,)
        return [base for f in factors if isinstance(base := f.base if isinstance(f, Power) else f, Sum)]
    if isinstance(formula, Product):
        return [found for factor in formula.factors for found in _below(factor)]
    return [found for _, term in formula.terms for found in _below(term)] if isinstance(formula, Sum) else []


def _replaced(formula: Formula, wanted: frozenset[Formula], blocks: _Blocks) -> Formula:
    """The formula with names for the wanted parts of its denominators."""
    if not wanted:
        return formula
    if isinstance(formula, Quotient):
        return Quotient(formula.top, _put_names(formula.bottom, wanted, blocks))
    if isinstance(formula, Product):
        return Product(tuple(_replaced(factor, wanted, blocks) for factor in formula.factors))
    if isinstance(formula, Sum):
        return Sum(tuple((sign, _replaced(term, wanted, blocks)) for sign, term in formula.terms))
    return formula


def _put_names(formula: Formula, wanted: frozenset[Formula], blocks: _Blocks) -> Formula:
    if formula in wanted:
        return blocks.symbol(formula, "D")
    if isinstance(formula, Product):
        return Product(tuple(_put_names(factor, wanted, blocks) for factor in formula.factors))
    return Power(_put_names(formula.base, wanted, blocks), formula.exponent) if isinstance(formula, Power) else formula


def _outlined(formula: Formula, limit: float, blocks: _Blocks) -> Formula:
    """The formula with names for the long factors that multiply a difference of temperatures."""
    if isinstance(formula, Sum):
        return Sum(tuple((s, _outlined(f, limit, blocks)) for s, f in formula.terms))
    if not isinstance(formula, Product):
        return formula
    if not is_difference(formula.factors[-1]):
        return Product(tuple(_outlined(f, limit, blocks) for f in formula.factors))
    most = limit if any(isinstance(f, Sum) for f in formula.factors[:-1]) else limit / 3
    return Product(
        tuple(
            blocks.symbol(f, "N") if isinstance(f, Sum | Number) and width_of(text_of(tokens_of(f))) > most else f
            for f in formula.factors
        )
    )


def _fits(formula: Formula, sign: int, room: float) -> bool:
    """Whether every piece fits a line; only the first line has no indent."""
    pieces = [width_of(token.text) for token in tokens_of(formula, sign)]
    return sum(pieces) <= room or all(width <= room - _INDENT for width in pieces)


def _shortened(formula: Formula, limit: float, letters: str, blocks: _Blocks) -> Formula:
    """The formula with long parts of its quotients replaced by names: N above, D below."""
    if isinstance(formula, Quotient):
        top = _named(formula.top, limit, blocks, "N") if "N" in letters else formula.top
        return Quotient(top, _named(formula.bottom, limit, blocks, "D"))
    if isinstance(formula, Product):
        return Product(tuple(_shortened(f, limit, letters, blocks) for f in formula.factors))
    if isinstance(formula, Sum):
        return Sum(tuple((s, _shortened(f, limit, letters, blocks)) for s, f in formula.terms))
    return formula


def _named(formula: Formula, limit: float, blocks: _Blocks, letter: str) -> Formula:
    if width_of(text_of(tokens_of(formula))) <= limit:
        return formula
    if isinstance(formula, Product):
        parts = tuple(_named(f, limit, blocks, letter) for f in formula.factors)
        shorter = Product(parts)
        if width_of(text_of(tokens_of(shorter))) <= 1.6 * limit or parts != formula.factors:
            return shorter
        return blocks.symbol(formula, letter)
    if isinstance(formula, Power):
        return Power(_named(formula.base, limit, blocks, letter), formula.exponent)
    if isinstance(formula, Symbol):
        return formula
    return blocks.symbol(formula, letter)


# lines --------------------------------------------------------------------------------------------------------


def typeset(listed: Sequence[Equation], width: float | None) -> str:
    """A display: ``align*`` (or ``equation*`` for one line) of a given width; ``aligned`` without one."""
    column = width or column_points("page")
    left = max(width_of(equation.left) for equation in listed)
    room = column - left - (_RELATION if left else 4)
    lines: list[str] = []
    for equation in listed:
        equals = f"{equation.left} &= " if equation.left else "&"
        if equation.rows:
            front = "" if equation.right[1] == Number(1) else text_of(tokens_of(equation.right[1])) + r"\,"
            minus = "-" if equation.right[0] < 0 else ""
            lines.append(equals + minus + front + _determinant(equation.rows))
        elif equation.text:
            for k, part in enumerate(equation.text.split("\\\\\n&\\quad ")):
                first, *rest = broken(_words(part), room - _INDENT * bool(k), room - _INDENT)
                lines += [(r"&\quad " if k else equals) + first, *(rf"&\quad {line}" for line in rest)]
        else:
            sign, formula = equation.right
            first, *rest = broken(tokens_of(formula, sign), room, room - _INDENT)
            lines += [equals + first, *(rf"&\quad {line}" for line in rest)]
    if width is None:
        return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"
    if len(lines) == 1:
        return "\\begin{equation*}\n" + lines[0].replace("&", "", 1) + "\n\\end{equation*}"
    return "\\begin{align*}\n" + " \\\\\n".join(lines) + "\n\\end{align*}"


def _words(text: str) -> list[Token]:
    """A sentence of equalities in pieces that a line may end between."""
    pieces = re.split(r"(?<= )(?=[=+-] |\\bigl\[)", text)
    return [Token(piece, k > 0, piece[0] not in "=", lead="{} ") for k, piece in enumerate(pieces)]


def _determinant(rows: Sequence[Sequence[str]]) -> str:
    body = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\left|\begin{{array}}{{{'c' * len(rows)}}} {body} \end{{array}}\right|"
