"""A condition on parameters: a polynomial and its relation to zero."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import NamedTuple

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import SignError

__all__ = ["HOLDS", "Condition", "Point", "cleared", "negation"]

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


class Condition(NamedTuple):
    """``polynomial relation 0``: what an assumption, the edge of a region or the negation of a claim comes down to.

    >>> condition = Condition(Polynomial.variable("x") - 2, "<=")
    >>> str(condition), condition.holds({"x": Fraction(3, 2)}), str(condition.negated), str(condition.upright)
    ('x - 2 <= 0', True, 'x - 2 > 0', '-x + 2 >= 0')
    """

    polynomial: Polynomial
    relation: str

    def holds(self, point: Mapping[str, Fraction]) -> bool:
        """Whether it is true at the point, exactly."""
        return HOLDS[self.relation](self.polynomial.evaluate(point))

    def at(self, values: Mapping[str, RationalFunction]) -> Condition:
        """The same condition with values put in; a denominator that comes in is cleared by its square.

        >>> a, b = Polynomial.variable("a"), RationalFunction.variable("b")
        >>> str(Condition(a - 1, ">").at({"a": 1 / b}))
        '-b**2 + b > 0'
        """
        value = RationalFunction(self.polynomial).substitute(values)
        bottom = value.denominator
        return Condition(value.numerator if bottom.is_constant else value.numerator * bottom, self.relation)

    @property
    def negated(self) -> Condition:
        """The condition that holds exactly where this one does not."""
        return Condition(self.polynomial, negation(self.relation))

    @property
    def upright(self) -> Condition:
        """The same condition as one of > 0, >= 0, == 0, != 0."""
        negation(self.relation)
        if self.relation in ("<", "<="):
            return Condition(-self.polynomial, self.relation.replace("<", ">"))
        return self

    @property
    def truth(self) -> bool | None:
        """Whether it is true, where no variable occurs; None where one does.

        >>> [Condition(p, ">").truth for p in (Polynomial.constant(2), Polynomial.variable("x"))]
        [True, None]
        """
        return HOLDS[self.relation](self.polynomial.constant_value) if self.polynomial.is_constant else None

    def __str__(self) -> str:
        return f"{self.polynomial.summary()} {self.relation} 0"


def negation(relation: str) -> str:
    """The relation that holds exactly where this one does not.

    >>> negation(">"), negation("==")
    ('<=', '!=')
    """
    if relation not in _NEGATION:
        raise SignError(f"unknown relation {relation!r}: use >, >=, <, <=, == or !=")
    return _NEGATION[relation]


def cleared(difference: RationalFunction, relation: str, real: Collection[str] = ()) -> list[Condition]:
    """``difference relation 0`` without denominators: the conditions hold together where it holds, and is defined.

    >>> a, b = RationalFunction.variable("a"), RationalFunction.variable("b")
    >>> [str(condition) for condition in cleared(a / b - 1, ">")], [str(c) for c in cleared(a / b, ">=", {"b"})]
    (['a*b - b**2 > 0'], ['a*b >= 0', 'b != 0'])
    """
    negation(relation)
    top, bottom = difference.numerator, difference.denominator
    if bottom.is_constant:
        return [Condition(top, relation)]
    pieces = [Condition(top if relation in ("==", "!=") else top * bottom, relation)]
    if relation not in (">", "<") and bottom.sign(real) is None:
        pieces.append(Condition(bottom, "!="))
    return pieces
