"""The entry: one theorem, its proof in words, and the identities that the proof rests on, executed.

A file holds one entry, in the variable ``ENTRY``. The file's name, without a leading ``p05_`` that points at the row
of the source paper, is the entry's id; docstrings of the package refer to it as: derivation ``entropy_production``.

>>> a, b = sympy.symbols("a b", real=True)
>>> entry = Entry(
...     id="difference_of_squares",
...     title="A difference of squares factors",
...     variables={a: "any number", b: "any number"},
...     statement=sympy.Eq(a**2 - b**2, (a - b) * (a + b)),
...     assumptions=(),
...     argument="Multiply out: the mixed terms cancel.",
...     proof=lambda: [("multiplied out", (a - b) * (a + b) - a**2 + b**2)],
...     instances=({a: 3, b: 2},),
... )
>>> print(entry.examine())
proved: 1 residual identically zero, 1 instance
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.errors import SymfluxError

__all__ = ["Entry", "Instance", "Outcome", "Residual"]

#: a name for the step, and what must vanish identically: a number, polynomial, rational function or sympy expression
Residual = tuple[str, Polynomial | RationalFunction | Fraction | int | sympy.Expr]
#: values for the variables: symbols, indexed symbols such as K[1, 2], or matrix symbols
Instance = Mapping[Any, Any]


@dataclass(frozen=True)
class Outcome:
    """Proved, refuted or undecided, with the reason; undecided is never counted as proved."""

    status: str
    reason: str
    residuals: int = 0
    instances: int = 0

    def __str__(self) -> str:
        return f"{self.status}: {self.reason}"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A theorem that can be run.

    ``statement`` and ``assumptions`` are sympy expressions (relations, ``And``, ``Implies``, sums over indexed symbols)
    in ``variables``, which says what each symbol means; a symbol that is positive carries that as an assumption.
    ``argument`` is the proof in words, short and complete, in the generality claimed. ``proof()`` gives the
    (step, residual) pairs of the identities it rests on, each identically zero. ``instances`` are points obeying the
    assumptions, given as they are or by a function. Empty ``references``: derived here.
    """

    id: str
    title: str
    variables: Mapping[Any, str]
    statement: Any
    assumptions: tuple[Any, ...]
    argument: str
    proof: Callable[[], Iterable[Residual]]
    instances: Sequence[Instance] | Callable[[], Iterable[Instance]]
    references: tuple[str, ...] = ()

    def examine(self) -> Outcome:
        """Run the proof and try every instance; the first failure decides."""
        residuals = 0
        for step, residual in self.proof():
            residuals += 1
            try:
                vanishes = exact(residual).is_zero
            except SymfluxError as error:
                return Outcome("undecided", f"{step}: the residual cannot be decided: {error}", residuals)
            if not vanishes:
                return Outcome("refuted", f"{step}: the residual is {exact(residual).summary()}, not zero", residuals)
        if not residuals:
            return Outcome("undecided", "the proof has no residual", 0)
        points = 0
        for instance in self.instances() if callable(self.instances) else self.instances:
            points += 1
            broken = self._broken_assumption(instance)
            if broken:
                return Outcome("undecided", f"instance {points} does not obey {broken}", residuals, points)
            holds = value_at(self.statement, instance)
            if holds is None:
                return Outcome("undecided", f"instance {points} leaves the statement open", residuals, points)
            if not holds:
                return Outcome("refuted", f"instance {points} makes the statement false", residuals, points)
        if not points:
            return Outcome("undecided", "there is no instance", residuals, 0)
        shown = f"{_count(residuals, 'residual')} identically zero, {_count(points, 'instance')}"
        return Outcome("proved", shown, residuals, points)

    def _broken_assumption(self, instance: Instance) -> str:
        """What an instance violates, in words: an assumption, or what a symbol itself carries; empty if nothing."""
        for key, value in instance.items():
            for property_ in ("positive", "nonnegative", "real", "integer"):
                if getattr(key, f"is_{property_}", None) and getattr(_number(value), f"is_{property_}", True) is False:
                    return f"{key} {property_}: it is {value}"
        return next((str(a) for a in self.assumptions if value_at(a, instance) is not True), "")


def value_at(expression: Any, instance: Instance) -> bool | None:
    """The truth of a sympy expression at a point; None where the point does not settle it.

    Plain symbols are put in first, so that indices and ranges of sums become numbers.

    >>> K, n, i = sympy.IndexedBase("K"), *sympy.symbols("n i", integer=True)
    >>> value_at(sympy.Eq(sympy.Sum(K[i], (i, 1, n)), 3), {n: 2, K[1]: 1, K[2]: 2})
    True
    """
    values = {sympy.sympify(key): _number(value) for key, value in instance.items()}
    plain = {key: value for key, value in values.items() if isinstance(key, sympy.Symbol)}
    rest = {key: value for key, value in values.items() if key not in plain}
    result = sympy.sympify(expression).subs(plain).doit().xreplace(rest).doit()
    result = result.replace(
        lambda part: isinstance(part, sympy.Eq | sympy.Ne) and getattr(part.lhs, "is_Matrix", False),
        lambda part: sympy.sympify((part.lhs == part.rhs) == isinstance(part, sympy.Eq)),
    )
    if result == sympy.true or result == sympy.false:
        return bool(result)
    return None


def _number(value: Any) -> Any:
    """A sympy number, or a sympy object as it is; no float gets in."""
    if isinstance(value, bool | sympy.Basic | sympy.MatrixBase):
        return sympy.sympify(value)
    return exact(value).to_sympy()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
