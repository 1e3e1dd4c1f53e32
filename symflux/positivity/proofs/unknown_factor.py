"""A factor f >= 0 that makes f p a sum of squares, where neither is known: both come from one semidefinite program.

f = sum w v^T F v with F positive semidefinite of trace one, and f p = sum w v^T Q v: linear in F and Q together.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.gram_problem import (
    UNKNOWNS,
    Block,
    GramProblem,
    Terms,
    gram_problem,
    multiplied,
    square_blocks,
    terms_of,
)  # fmt: skip
from symflux.positivity.proofs.gram_rounding import Exact, Matrix
from symflux.positivity.proofs.gram_search import solve_exactly
from symflux.positivity.proofs.squares import squares_text
from symflux.work.budget import Budget, Limit

__all__ = ["prove_with_unknown_factor"]


@dataclass(frozen=True)
class FactorBlock(Block):
    """Squares of f. Their weight is -p times a monomial; one more row, the last, adds up their traces."""

    def product(self, i: int, j: int) -> Terms:
        """-p w v_i v_j, and the scalar product of v_i and v_j in a row of its own."""
        left, right = self.basis[i], self.basis[j]
        rows = multiplied(self.weight, multiplied(left, right))
        trace = sum(c * right.get(row, 0) for row, c in left.items())
        return {**rows, _TRACE: trace} if trace else rows


_TRACE = (-1,)


def prove_with_unknown_factor(goal: Goal, degree: int, *, seconds: Limit) -> Node | None:
    """A ``multiply`` node by continuity with a factor of this degree, for a claim p >= 0 without closed assumptions.

    The assumptions are not used. Raises :class:`symflux.work.budget.Spent` where it is too much work.
    """
    if goal.relation != ">=" or not all(relation == ">" for _, relation, _ in goal.assumptions):
        return None
    budget, names = Budget.of(seconds), goal.polynomial.names
    plain = Goal(goal.polynomial, ">=", (), goal.real, goal.clauses)
    roots = square_blocks(plain, degree)
    p, support = terms_of(plain.polynomial, names), dict[tuple[int, ...], Fraction]()
    for block in roots:
        for i in range(len(block.basis)):
            for j in range(i + 1):
                support.update(dict.fromkeys(block.product(i, j), Fraction(1)))
    rows = [(tuple((n, e) for n, e in zip(names, row, strict=True) if e), 1) for row in support]
    if len(rows) * len(p) > UNKNOWNS:
        return None
    product = plain.polynomial * Polynomial.from_terms(rows)
    problem = gram_problem(plain.with_polynomial(product, ">="), with_assumptions=False)
    if problem is None or problem.names != names:
        return None
    factors = [FactorBlock(b.monomial, (), multiplied(p, {b.monomial: -1}), b.basis) for b in roots]
    joint = GramProblem(names, {_TRACE: Fraction(1)}, (*problem.blocks, *factors), (), {})
    budget.charge(500 + 5 * joint.size)
    return solve_exactly(joint, _node, budget)


def _node(problem: GramProblem, exact: Exact) -> Node | None:
    pairs = list(zip(problem.blocks, exact.matrices, strict=True))
    found: list[tuple[list[tuple[str, str]], list[tuple[Block, Matrix]]]] = []
    for is_factor in (True, False):
        part = [(block, matrix) for block, matrix in pairs if isinstance(block, FactorBlock) == is_factor]
        squares = squares_text(problem.names, part)
        if squares is None:
            return None
        found.append((squares, part))
    (factor, blocks), (squares, _) = found
    total: Terms = {}
    for block, matrix in blocks:
        for i, left in enumerate(block.basis):
            for j, right in enumerate(block.basis):
                for row, c in multiplied(multiplied(left, right), {block.monomial: matrix[i][j]}).items():
                    total[row] = total.get(row, 0) + c
    text = " + ".join(
        "*".join([str(c), *(f"{n}**{e}" for n, e in zip(problem.names, row, strict=True) if e)])
        for row, c in sorted(total.items(), reverse=True) if c
    ).replace("+ -", "- ")  # fmt: skip
    return rules.multiply(text or "0", rules.gram(factor), rules.gram(squares), dense=True)
