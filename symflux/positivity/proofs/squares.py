"""Sums of squares: p = sum of w v^T Q v with weights w >= 0 and Q positive semidefinite, in rationals.

With assumptions g, multiples of them are taken off p first. The matrices are found in floating point, those with the
largest least eigenvalue; where that is zero the problem is cut down to the squares that can be there
(:mod:`symflux.positivity.proofs.facial_reduction`) and solved again. They are then rounded to rationals that make p
exactly, and split into squares by an exact L D L^T.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.gram_problem import UNKNOWNS, Block, Extra, GramProblem, Terms, added, gram_problem
from symflux.positivity.proofs.gram_rounding import Exact, Matrix, squares_of, whole
from symflux.positivity.proofs.gram_search import optimum, solve_exactly
from symflux.work.budget import Budget, Limit

__all__ = ["prove_by_squares", "squares_text"]

Exponents = tuple[int, ...]
_TERMS = 700  #: of the polynomial and its assumptions


def prove_by_squares(
    goal: Goal, *, seconds: Limit, with_assumptions: bool = False, products: bool = False
) -> Node | None:
    """A ``gram`` node, or None. Squares are multiplied by positive variables, where there are any.

    The assumptions are used only ``with_assumptions``; times monomials, and with ``products`` times squares too. Raises
    :class:`Spent` where the work would be more than is left.
    """
    listed = [goal.polynomial, *(g for g, _, _ in goal.assumptions if with_assumptions)]
    if goal.polynomial.is_zero or sum(map(len, listed)) > _TERMS:
        return None
    budget = Budget.of(seconds)
    problem = gram_problem(goal, with_assumptions=with_assumptions, products=products)
    budget.charge(5000 if problem is None else 500 + 5 * problem.size)
    if problem is None or problem.size > UNKNOWNS:
        return None
    return _Search(goal, budget).prove(problem)


@dataclass(frozen=True)
class _Apart:
    """Something positive that is set aside, so that what is left need only be >= 0."""

    terms: Terms  #: a part of p
    support: frozenset[str]  #: the variables of the term that stays, or of the factor of a strict assumption
    extra: Extra | None  #: where it is a strict assumption
    factor: Fraction = Fraction(1)


class _Search:
    def __init__(self, goal: Goal, budget: Budget):
        self.goal, self.budget = goal, budget

    def prove(self, problem: GramProblem) -> Node | None:
        """The node, for a strict goal perhaps after something positive was set aside."""
        node = self._solve(problem, None)
        if node is not None or not self.goal.is_strict:
            return node
        for part in self._parts(problem):
            if self.budget.is_spent:
                return None
            most = self._most(problem, part)
            if most > 0:
                node = self._solve(
                    problem.with_target(added(problem.target, part.terms, -most)), replace(part, factor=most)
                )
                if node is not None:
                    return node
        return None

    def _solve(self, problem: GramProblem, apart: _Apart | None) -> Node | None:
        return solve_exactly(problem, lambda smaller, exact: self._node(smaller, exact, apart), self.budget)

    # strict claims ------------------------------------------------------------------------------------

    def _parts(self, problem: GramProblem) -> Iterator[_Apart]:
        """What may be set aside: strict assumptions, and monomials that are positive on the region."""
        names, real = problem.names, self.goal.real
        for extra in problem.extras:
            support = _support(names, extra.monomial)
            strict = all(self.goal.assumptions[n][1] == ">" for n in extra.indices)
            if strict and self.goal.is_covered([support]):
                yield _Apart(extra.terms, support, extra)
        found: dict[frozenset[str], Exponents] = {}
        for block in problem.blocks:
            for i in range(len(block.basis) if not block.indices else 0):
                ((row, _),) = block.product(i, i).items()
                support = _support(names, row)
                if not support & real and (support not in found or sum(row) < sum(found[support])):
                    found[support] = row
        for support in sorted(found, key=lambda s: (-len(s), sorted(s))):
            if self.goal.is_covered([support]):
                yield _Apart({found[support]: 1}, support, None)

    def _most(self, problem: GramProblem, part: _Apart) -> Fraction:
        """A simple number, half of the largest with which the part may be set aside, about; or 0."""
        found = optimum(problem, self.budget, part.terms)
        scale = max(abs(float(c)) for c in problem.target.values())
        if found is None or found.least < 1e-6 * scale:
            return Fraction(0)
        half = found.least / 2
        return Fraction(1, round(1 / half)) if half < 1 else Fraction(int(half))

    # rationals ----------------------------------------------------------------------------------------

    def _node(self, problem: GramProblem, exact: Exact, apart: _Apart | None) -> Node | None:
        names = problem.names
        strict = [_support(names, row) for row in problem.kept]
        extras = list(zip(problem.extras, exact.factors, strict=True))
        if apart is not None:
            strict.append(apart.support)
            if apart.extra is not None:
                extras.append((apart.extra, apart.factor))
        squares: list[tuple[str, str]] = []
        products: list[tuple[tuple[int, ...], str, str]] = []
        for block, matrix in zip(problem.blocks, exact.matrices, strict=True):
            self.budget.charge(len(matrix) ** 3 / 2)
            if self.goal.is_strict and not block.indices and not self.goal.is_covered(strict):
                strict += _set_aside(names, block.monomial, block.basis, matrix)
            pairs = squares_text(names, [(block, matrix)], 1 / self._known(block.indices))
            if pairs is None:
                return None
            if block.indices:
                products += [(block.indices, *pair) for pair in pairs]
            else:
                squares += pairs
        multiples: dict[tuple[int, ...], list[str]] = {}
        for extra, c in extras:
            if not c:
                continue
            relations = {self.goal.assumptions[k][1] for k in extra.indices}
            text = _monomial(names, extra.monomial, c / self._known(extra.indices))
            multiples.setdefault(extra.indices, []).append(text)
            if relations == {">"}:
                strict.append(_support(names, extra.monomial))
        if self.goal.is_strict and not self.goal.is_covered(strict):
            return None
        joined = [(list(k), " + ".join(pieces).replace("+ -", "- ")) for k, pieces in sorted(multiples.items())]
        return rules.gram(squares, multiples=joined, products=products)

    def _known(self, indices: Sequence[int]) -> Fraction:
        """What the checker's assumptions are, over ours."""
        return prod((self.goal.assumptions[k][2] for k in indices), start=Fraction(1))


def squares_text(
    names: Sequence[str], blocks: Sequence[tuple[Block, Matrix]], factor: Fraction = Fraction(1)
) -> list[tuple[str, str]] | None:
    """(weight, root) of every square, as formulas; None where a matrix is not positive semidefinite."""
    found = list[tuple[str, str]]()
    for block, matrix in blocks:
        parts = squares_of(matrix)
        if parts is None:
            return None
        for value, column in parts:
            root: Terms = {}
            for i, c in column.items():
                root = added(root, block.basis[i], c)
            unit, integers = whole(root)
            found.append((_monomial(names, block.monomial, value * unit**2 * factor), _text(names, integers)))
    return found


def _set_aside(
    names: Sequence[str], monomial: Exponents, basis: Sequence[Terms], matrix: Matrix
) -> Iterator[frozenset[str]]:
    """The terms of the diagonal, parts of which are taken off: what is left is still positive semidefinite."""
    for i, v in enumerate(basis):
        if len(v) == 1 and _lower(matrix, i):
            ((row, _),) = v.items()
            yield _support(names, tuple(w + 2 * e for w, e in zip(monomial, row, strict=True)))


def _lower(matrix: Matrix, i: int) -> bool:
    """Take something off a diagonal entry, if the matrix then still is positive semidefinite."""
    kept = matrix[i][i]
    for part in (2, 16, 256) if kept > 0 else ():
        matrix[i][i] = kept - kept / part
        if squares_of(matrix) is not None:
            return True
    matrix[i][i] = kept
    return False


def _support(names: Sequence[str], row: Exponents) -> frozenset[str]:
    return frozenset(n for n, e in zip(names, row, strict=True) if e)


def _monomial(names: Sequence[str], row: Exponents, factor: Fraction) -> str:
    powers = [n if e == 1 else f"{n}**{e}" for n, e in zip(names, row, strict=True) if e]
    return "*".join(([str(factor)] if factor != 1 or not powers else []) + powers)


def _text(names: Sequence[str], terms: dict[Exponents, int]) -> str:
    pieces = [_monomial(names, row, Fraction(c)) for row, c in sorted(terms.items(), reverse=True)]
    return " + ".join(pieces).replace("+ -", "- ")
