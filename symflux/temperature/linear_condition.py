"""A condition that is linear in the temperatures: as certificates say it, and as a row of a linear program."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symflux.polyhedra.linear_program import Relation, Row, Vector

__all__ = ["LinearCondition"]

_RELATION: dict[str, Relation] = {">=": ">=", "<=": ">=", "==": "=="}


@dataclass(frozen=True)
class LinearCondition:
    """``left relation 0``, where ``left`` is a formula of the certificate's grammar, perhaps a flux.

    ``row`` is the linear form in the temperatures, constant last, that the relation makes > 0, >= 0 or == 0; it is
    empty where the couplings are symbols. ``text`` is what the user wrote.

    >>> warmer = LinearCondition("T2 - T1", "<", (Fraction(1), Fraction(-1), Fraction(0)))
    >>> str(warmer), warmer.as_row(2).relation, warmer.is_shift_invariant
    ('T2 - T1 < 0', '>', True)
    """

    left: str
    relation: str
    row: Vector
    text: str = ""

    def as_row(self, size: int) -> Row:
        """The form on the first ``size`` unknowns."""
        return Row(self.row[:size], _RELATION.get(self.relation, ">"))

    @property
    def is_shift_invariant(self) -> bool:
        """Whether the condition only compares temperatures with each other."""
        return not sum(self.row, Fraction(0)) and not self.row[-1]

    def __str__(self) -> str:
        return f"{self.left} {self.relation} 0"
