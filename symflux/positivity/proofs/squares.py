"""Sums of squares: p = sum of w v^T Q v with weights w >= 0 and Q positive semidefinite, in rationals.

With assumptions g, multiples of them are taken off p first. The matrices are found in floating point, those with the
largest least eigenvalue; where that is zero the problem is cut down to the squares that can be there
(:mod:`symflux.positivity.proofs.facial_reduction`) and solved again. They are then rounded to rationals that make p
exactly, and split into squares by an exact L D L^T.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symflux.certificates import format as rules
from symflux.positivity.proofs.facial_reduction import reduced_problem
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.gram_problem import UNKNOWNS, GramProblem, Terms, added, gram_problem
from symflux.positivity.proofs.gram_rounding import Exact, Matrix, Rounding, denominators, squares_of, whole
from symflux.positivity.proofs.semidefinite import Cell, Multiple, Optimum, largest_least_eigenvalue, predicted_steps
from symflux.work.budget import Budget, Limit, Spent

__all__ = ["prove_by_squares"]

Exponents = tuple[int, ...]
_TERMS = 700  #: of the polynomial and its assumptions
_ROUNDS = 6  #: of facial reduction
_INTERIOR = 1e-6  #: least eigenvalue, against the largest coefficient, from which on there is room to round
_NEGATIVE = -2e-5  #: and below which there is no sum of squares


def prove_by_squares(goal: Goal, *, seconds: Limit, with_assumptions: bool = False, degree: int = 0) -> Node | None:
    """A ``gram`` node, or None. Squares are multiplied by positive variables, where there are any.

    The assumptions are used only ``with_assumptions``, in products up to the ``degree``. Raises :class:`Spent` where
    the work would be more than is left.
    """
    listed = [goal.polynomial, *(g for g, _, _ in goal.assumptions if with_assumptions)]
    if goal.polynomial.is_zero or sum(map(len, listed)) > _TERMS:
        return None
    budget = Budget.of(seconds)
    problem = gram_problem(goal, with_assumptions=with_assumptions, degree=degree)
    budget.charge(5000 if problem is None else 500 + 5 * problem.size)
    if problem is None or problem.size > UNKNOWNS:
        return None
    return _Search(goal, budget).prove(problem)


@dataclass(frozen=True)
class _Apart:
    """Something positive that is set aside, so that what is left need only be >= 0."""

    terms: Terms  #: a part of p
    support: frozenset[str]  #: the variables of the term that stays, or of the factor of a strict assumption
    extra: int  #: the number of that extra, or -1


class _Search:
    def __init__(self, goal: Goal, budget: Budget):
        self.goal, self.budget = goal, budget

    def prove(self, problem: GramProblem) -> Node | None:
        """The node, for a strict goal perhaps after something positive was set aside."""
        node = self._solve(problem, [])
        if node is not None or not self.goal.is_strict:
            return node
        for part in self._parts(problem):
            if self.budget.is_spent:
                return None
            most = self._most(problem, part)
            if most > 0:
                kept = {row: c * most for row, c in part.terms.items()}
                node = self._solve(problem.with_target(added(problem.target, kept, Fraction(-1))), [(part, most)])
                if node is not None:
                    return node
        return None

    # floating point -----------------------------------------------------------------------------------

    def _solve(self, problem: GramProblem, apart: list[tuple[_Apart, Fraction]]) -> Node | None:
        for _ in range(_ROUNDS):
            found = self._optimum(problem)
            scale = max((abs(float(c)) for c in problem.target.values()), default=1.0)
            if found is None or found.least < _NEGATIVE * scale:
                return None
            node = self._rounded(problem, found, apart, found.least > _INTERIOR * scale)
            if node is not None:
                return node
            values = [sum(found.form.get(row, 0.0) * float(c) for row, c in e.terms.items()) for e in problem.extras]
            smaller = reduced_problem(problem, found.optimum.moments, values)
            if smaller is None:
                return None
            problem = smaller
        return None

    def _optimum(self, problem: GramProblem, direction: Terms | None = None) -> _Found | None:
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
        if predicted_steps(sizes, len(place)) > 2e6 * self.budget.left:
            raise Spent
        self.budget.charge(15 * len(cells))
        optimum = largest_least_eigenvalue(sizes, cells, multiples, target, self.budget, along=along)
        if optimum is None:
            return None
        return _Found(optimum, {row: optimum.form[k] for row, k in place.items()})

    # strict claims ------------------------------------------------------------------------------------

    def _parts(self, problem: GramProblem) -> Iterator[_Apart]:
        """What may be set aside: strict assumptions, and monomials that are positive on the region."""
        names, real = problem.names, self.goal.real
        for k, extra in enumerate(problem.extras):
            support = _support(names, extra.monomial)
            strict = all(self.goal.assumptions[n][1] == ">" for n in extra.indices)
            if strict and self.goal.is_covered([support]):
                yield _Apart(extra.terms, support, k)
        found: dict[frozenset[str], Exponents] = {}
        for block in problem.blocks:
            for i in range(len(block.basis)):
                ((row, _),) = block.product(i, i).items()
                support = _support(names, row)
                if not support & real and (support not in found or sum(row) < sum(found[support])):
                    found[support] = row
        for support in sorted(found, key=lambda s: (-len(s), sorted(s))):
            if self.goal.is_covered([support]):
                yield _Apart({found[support]: Fraction(1)}, support, -1)

    def _most(self, problem: GramProblem, part: _Apart) -> Fraction:
        """A simple number, half of the largest with which the part may be set aside, about; or 0."""
        found = self._optimum(problem, part.terms)
        scale = max(abs(float(c)) for c in problem.target.values())
        if found is None or found.least < 1e-6 * scale:
            return Fraction(0)
        half = found.least / 2
        return Fraction(1, round(1 / half)) if half < 1 else Fraction(int(half))

    # rationals ----------------------------------------------------------------------------------------

    def _rounded(
        self, problem: GramProblem, found: _Found, apart: Sequence[tuple[_Apart, Fraction]], is_interior: bool
    ) -> Node | None:
        rounding = Rounding(problem, found.optimum.matrices, found.optimum.factors)
        for limit in denominators(is_interior):
            self.budget.charge(rounding.steps)
            exact = rounding.exact(limit)
            node = None if exact is None else self._node(problem, exact, apart)
            if node is not None:
                return node
        return None

    def _node(self, problem: GramProblem, exact: Exact, apart: Sequence[tuple[_Apart, Fraction]]) -> Node | None:
        names = problem.names
        strict = [_support(names, row) for row in problem.kept]
        factors = list(exact.factors)
        for part, c in apart:
            strict.append(part.support)
            if part.extra >= 0:
                factors[part.extra] += c
        squares: list[tuple[str, str]] = []
        for block, matrix in zip(problem.blocks, exact.matrices, strict=True):
            self.budget.charge(len(matrix) ** 3 / 2)
            if self.goal.is_strict and not self.goal.is_covered(strict):
                strict += _set_aside(names, block.monomial, block.basis, matrix)
            parts = squares_of(matrix)
            if parts is None:
                return None
            for value, column in parts:
                root: Terms = {}
                for i, c in column.items():
                    root = added(root, block.basis[i], c)
                unit, integers = whole(root)
                squares.append((_monomial(names, block.monomial, value * unit**2), _text(names, integers)))
        multiples: dict[tuple[int, ...], list[str]] = {}
        for extra, c in zip(problem.extras, factors, strict=True):
            if not c:
                continue
            relations = {self.goal.assumptions[k][1] for k in extra.indices}
            for k in extra.indices:
                c /= self.goal.assumptions[k][2]
            multiples.setdefault(extra.indices, []).append(_monomial(names, extra.monomial, c))
            if relations == {">"}:
                strict.append(_support(names, extra.monomial))
        if self.goal.is_strict and not self.goal.is_covered(strict):
            return None
        joined = [(list(k), " + ".join(pieces).replace("+ -", "- ")) for k, pieces in sorted(multiples.items())]
        return rules.gram(squares, multiples=joined)


@dataclass(frozen=True)
class _Found:
    """An optimum, and the values of its linear form at the monomials."""

    optimum: Optimum
    form: dict[Exponents, float]

    @property
    def least(self) -> float:
        return self.optimum.least


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
