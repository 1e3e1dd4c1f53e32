"""A comparison as it is written: two sides and a relation, from text or from sympy.

Text is one comparison or a chain of them, ``"a > b > c"``; sides are in the grammar of :mod:`symflux.algebra.parser`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from symflux.algebra import RationalFunction, exact
from symflux.algebra.hints import quoted
from symflux.algebra.numerals import without_exponents
from symflux.algebra.parser import CLAIM_LIMITS, call_arguments, parse
from symflux.algebra.radicals import Roots
from symflux.errors import ExpressionError, TooLargeError
from symflux.quantities.derived import DERIVED
from symflux.quantities.registry import FUNCTIONS

__all__ = ["RELATIONS", "Comparison", "names_in", "read_sympy", "read_text", "without_roots"]

RELATIONS = (">", ">=", "<", "<=", "==", "!=")
_OPERATOR = re.compile(r"<=|>=|==|!=|<|>|=")
_NAMES = (*FUNCTIONS, *DERIVED)
_INSIDE = r"""((?:[^()"']|"[^"]*"|'[^']*'|\([^()"']*\))*)"""
_CALL = re.compile(rf"\b({'|'.join(sorted(_NAMES, key=len, reverse=True))}) *\({_INSIDE}\)")
_COMMA = re.compile(r",(?![^()]*\))")  # outside of all parentheses
_AND = re.compile(r"[\w)] +(?:and|or) +[\w(]|&")
_WRITTEN = re.compile(rf"{_CALL.pattern}|[A-Za-z_][A-Za-z0-9_]*")
_SYMPY_RELATIONS = {
    sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=",
    sympy.StrictLessThan: "<",
    sympy.LessThan: "<=",
    sympy.Equality: "==",
    sympy.Unequality: "!=",
}


@dataclass(frozen=True)
class Comparison:
    """``left relation right`` as it was read, before it is known what network it speaks of."""

    left: RationalFunction
    relation: str
    right: RationalFunction
    texts: tuple[str, str] | None = None  #: both sides, quantities in the spelling of certificates
    real: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The variables of both sides."""
        return (*self.left.names, *self.right.names)

    @property
    def difference(self) -> RationalFunction:
        """left - right, which stands in the relation to 0."""
        return self.left - self.right


def read_text(text: str, *, quantities: bool = True, roots: Roots | None = None) -> list[Comparison]:
    """The comparisons in a text, one or a chain of them. Raises :class:`ExpressionError`; nothing is evaluated as code.

    Roots are understood where ``roots`` is given, which keeps their equations.

    >>> [(str(c.left), c.relation, str(c.right)) for c in read_text('flux("A.1", 2) > k >= 0')]
    [('flux(A.1,2)', '>', 'k'), ('k', '>=', '0')]
    """
    plain = _CALL.sub(_canonical, text)
    pieces = _OPERATOR.split(plain)
    found = _OPERATOR.findall(plain)
    if _COMMA.search(plain) or _AND.search(plain):
        raise ExpressionError(f"{quoted(text, 60)}: several relations, write them one by one")
    if not found or "=" in found:
        what = "write == for equality" if found else "not a comparison, no relation is in it"
        example = "flux(1,2) > 0" if quantities else "a**2 + b**2 >= 2*a*b"
        raise ExpressionError(f"{quoted(text, 60)}: {what}; a claim is like '{example}'")
    if not quantities and (named := _CALL.search(plain)):
        raise ExpressionError(f"{quoted(named[0])} is a quantity of a network, and none was given: add network=")
    for k, piece in enumerate(pieces):
        if not piece.strip(" "):
            where = f"nothing stands {'after' if k else 'before'} {found[k - 1 if k else 0]}"
            raise ExpressionError(
                f"{quoted(text, 60)}: {where}; a claim is like '{'flux(1,2) > 0' if quantities else 'a > b'}'"
            )
    sides = [without_exponents(piece.strip(" ")) for piece in pieces]  # as certificates write them
    if roots is not None:
        sides = [roots.written_out(side) for side in sides]
    values = [parse(side, CLAIM_LIMITS, _NAMES if quantities else ()) for side in sides]
    return [
        Comparison(values[k], relation, values[k + 1], (sides[k], sides[k + 1])) for k, relation in enumerate(found)
    ]


def read_sympy(relation: Any, *, roots: Roots | None = None) -> Comparison:
    """A sympy relation. Symbols that are declared real in sympy and not positive are real here.

    >>> read_sympy(sympy.Symbol("x", real=True) < 1).real
    frozenset({'x'})
    """
    symbol = _SYMPY_RELATIONS.get(type(relation))
    if symbol is None:
        raise ExpressionError(f"{type(relation).__name__} is no relation: use >, >=, <, <=, Eq or Ne")
    real = {s.name for s in relation.free_symbols if s.is_real and not s.is_positive}
    sides = (relation.lhs, relation.rhs)
    if roots is not None:
        sides = tuple(without_roots(side, roots) for side in sides)
    left, right = (exact(side, CLAIM_LIMITS) for side in sides)
    return Comparison(left, symbol, right, None, frozenset(real))


def without_roots(expr: Any, roots: Roots, depth: int = 0) -> Any:
    """The expression with variables in place of its roots."""
    if depth > CLAIM_LIMITS.depth:
        raise TooLargeError(f"an expression nested more than {CLAIM_LIMITS.depth} deep")
    if not isinstance(expr, sympy.Expr) or not expr.has(sympy.Pow):
        return expr
    inner = [without_roots(each, roots, depth + 1) for each in expr.args]
    if isinstance(expr, sympy.Pow) and isinstance(expr.exp, sympy.Rational) and not expr.exp.is_Integer:
        value = exact(inner[0], CLAIM_LIMITS)
        text = roots.power(value, Fraction(int(expr.exp.p), int(expr.exp.q)), str(value))
        return parse(text, CLAIM_LIMITS).to_sympy()
    return expr.func(*inner) if isinstance(expr, sympy.Add | sympy.Mul | sympy.Pow) else expr


def names_in(text: str) -> Iterator[str]:
    """The variables and quantities of a text that was read, in order, those that cancel included.

    >>> list(names_in("k*flux(1, 2) - k"))
    ['k', 'flux(1,2)', 'k']
    """
    return (match[0].replace(" ", "") for match in _WRITTEN.finditer(text))


def _canonical(call: re.Match[str]) -> str:
    """A quantity without quotes, spaces as they were typed where there are none to take away."""
    if not set(call[2]) & set("\"'"):
        return call[0]
    return f"{call[1]}({','.join(call_arguments(call[2]))})"
