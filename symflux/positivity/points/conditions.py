"""Conditions on parameters: a polynomial and its relation to zero."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.errors import SignError

__all__ = ["HOLDS", "Condition", "Point", "conditions_of", "holds", "negation", "upright"]

Condition = tuple[Polynomial, str]
Point = dict[str, Fraction]

_NEGATION = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "==": "!=", "!=": "=="}
HOLDS: dict[str, Callable[[Fraction | int], bool]] = {
    ">": lambda v: v > 0,
    ">=": lambda v: v >= 0,
    "<": lambda v: v < 0,
    "<=": lambda v: v <= 0,
    "==": lambda v: v == 0,
    "!=": lambda v: v != 0,
}


def negation(relation: str) -> str:
    """The relation that holds exactly where this one does not.

    >>> negation(">"), negation("==")
    ('<=', '!=')
    """
    if relation not in _NEGATION:
        raise SignError(f"unknown relation {relation!r}: use >, >=, <, <=, == or !=")
    return _NEGATION[relation]


def holds(condition: Condition, point: Mapping[str, Fraction]) -> bool:
    """Whether ``polynomial relation 0`` is true at the point, exactly.

    >>> x = Polynomial.variable("x")
    >>> holds((x * x - 2, "<="), {"x": Fraction(3, 2)})
    False
    """
    polynomial, relation = condition
    return HOLDS[relation](polynomial.evaluate(point))


def upright(polynomial: Polynomial, relation: str) -> Condition:
    """The same condition as one of > 0, >= 0, == 0, != 0."""
    negation(relation)
    if relation in ("<", "<="):
        return -polynomial, relation.replace("<", ">")
    return polynomial, relation


_OPERATORS = re.compile(r"(<=|>=|==|!=|<|>|=)")


def conditions_of(given: Any) -> list[Condition]:
    """Assumptions as users write them, denominators cleared.

    Strings (``"a > 2*b"``, chains like ``"a > b > c"``), sympy relations, claims, or (polynomial, relation) pairs:
    one, or a list of them. Raises :class:`SignError` for anything else.

    >>> [(str(p), relation) for p, relation in conditions_of(["a/b > 1", "b >= c >= 1"])]
    [('a*b - b**2', '>'), ('b - c', '>='), ('c - 1', '>=')]
    """
    alone = isinstance(given, str | sympy.Basic) or hasattr(given, "relation")
    alone = alone or (isinstance(given, tuple) and len(given) == 2 and given[1] in HOLDS)
    result: list[Condition] = []
    for item in [given] if alone else list(given):
        if isinstance(item, str):
            pieces = _OPERATORS.split(item)
            if len(pieces) < 3 or "=" in pieces:
                raise SignError(f"given {item[:60]!r}: not a comparison; write for example 'a > b' or 'a == b'")
            sides = [parse(piece, CLAIM_LIMITS) for piece in pieces[::2]]
            for left, relation, right in zip(sides, pieces[1::2], sides[1:], strict=False):
                result += _cleared(left - right, relation)
        elif isinstance(item, sympy.core.relational.Relational):
            result += _cleared(exact(item.lhs, CLAIM_LIMITS) - exact(item.rhs, CLAIM_LIMITS), item.rel_op)
        elif isinstance(item, tuple) and len(item) == 2:
            result += _cleared(exact(item[0], CLAIM_LIMITS), item[1])
        elif hasattr(item, "relation") and hasattr(item, "difference"):
            result += _cleared(item.difference, item.relation)
        else:
            raise SignError(f"given {str(item)[:60]!r}: not a comparison; write for example 'a > b' or 'a == b'")
    return result


def _cleared(difference: RationalFunction, relation: str) -> list[Condition]:
    negation(relation)
    top, bottom = difference.numerator, difference.denominator
    if bottom.is_constant:
        return [(top, relation)]
    pieces: list[Condition] = [(top, relation)] if relation in ("==", "!=") else [(top * bottom, relation)]
    if relation not in (">", "<") and any(c < 0 for _, c in bottom.terms()):
        pieces.append((bottom, "!="))
    return pieces
