"""A Gram problem from floats to rationals: solved, cut down where it has no interior, rounded, until it will do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from symflux.positivity.proofs.facial_reduction import reduced_problem
from symflux.positivity.proofs.gram_problem import GramProblem, Terms
from symflux.positivity.proofs.gram_rounding import Exact, Rounding, denominators
from symflux.positivity.proofs.semidefinite import Cell, Multiple, Optimum, largest_least_eigenvalue, predicted_steps
from symflux.work.budget import Budget, Spent

__all__ = ["Found", "optimum", "solve_exactly"]

Answer = TypeVar("Answer")
Exponents = tuple[int, ...]
_ROUNDS = 6  #: of facial reduction
_INTERIOR = 1e-6  #: least eigenvalue, against the largest coefficient, from which on there is room to round
_NEGATIVE = -2e-5  #: and below which there is no sum of squares


@dataclass(frozen=True)
class Found:
    """An optimum, and the values of its linear form at the monomials."""

    optimum: Optimum
    form: dict[Exponents, float]

    @property
    def least(self) -> float:
        """The least eigenvalue, or what was made as large as possible instead."""
        return self.optimum.least


def solve_exactly(
    problem: GramProblem, accept: Callable[[GramProblem, Exact], Answer | None], budget: Budget
) -> Answer | None:
    """What ``accept`` makes of the first rational solution that it likes, or None.

    Raises :class:`Spent` where the work would be more than is left.
    """
    for _ in range(_ROUNDS):
        found = optimum(problem, budget)
        scale = max((abs(float(c)) for c in problem.target.values()), default=1.0)
        if found is None or found.least < _NEGATIVE * scale:
            return None
        rounding = Rounding(problem, found.optimum.matrices, found.optimum.factors)
        for limit in denominators(found.least > _INTERIOR * scale, rounding.is_plain):
            budget.charge(rounding.steps)
            exact = rounding.exact(limit)
            answer = None if exact is None else accept(problem, exact)
            if answer is not None:
                return answer
        values = [sum(found.form.get(row, 0.0) * float(c) for row, c in e.terms.items()) for e in problem.extras]
        smaller = reduced_problem(problem, found.optimum.moments, values)
        if smaller is None:
            return None
        problem = smaller
    return None


def optimum(problem: GramProblem, budget: Budget, direction: Terms | None = None) -> Found | None:
    """The matrices with the largest least eigenvalue; or those that leave the most of ``direction`` over.

    Raises :class:`Spent` where the work would be more than is left.
    """
    place: dict[Exponents, int] = {}
    cells: list[Cell] = []
    for b, block in enumerate(problem.blocks):
        for i in range(len(block.basis)):
            for j in range(i + 1):
                double = 1.0 if i == j else 2.0
                product = block.product(i, j).items()
                cells.append((b, i, j, [(place.setdefault(r, len(place)), double * float(c)) for r, c in product]))
    multiples = [
        Multiple([(place.setdefault(r, len(place)), float(c)) for r, c in e.terms.items()], e.is_free)
        for e in problem.extras
    ]
    if any(row not in place for row in problem.target):
        return None
    target = [0.0] * len(place)
    for row, c in problem.target.items():
        target[place[row]] = float(c)
    along = None if direction is None else [(place[r], float(c)) for r, c in direction.items() if r in place]
    sizes = [len(b.basis) for b in problem.blocks]
    if predicted_steps(sizes, len(place)) > 2e6 * budget.left:
        raise Spent
    budget.charge(15 * len(cells))
    best = largest_least_eigenvalue(sizes, cells, multiples, target, budget, along=along)
    if best is None:
        return None
    return Found(best, {row: best.form[k] for row, k in place.items()})
