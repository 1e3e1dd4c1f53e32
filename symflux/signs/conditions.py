"""Conditions on parameters: a polynomial and its relation to zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.errors import SignError

__all__ = ["HOLDS", "Condition", "Point", "holds", "negation", "upright"]

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
