"""Sums of squares without a common zero are positive: from p >= 0, a sum of squares, to p > 0.

Let p = sum_i w_i q_i**2 with w_i >= 0. If s = sum_i w_i h_i q_i is plainly positive for some polynomials h_i, the q_i
do not vanish together (Nullstellensatz), and Cauchy and Schwarz make a proof of it (Lagrange's identity):

    (sum w_i h_i**2) p = s**2 + sum_(i<j) w_i w_j (h_i q_j - h_j q_i)**2.

The h_i come from a linear program of bounded degree, rounded and multiplied out.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from itertools import product as cartesian
from math import lcm
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.leaf import ITERATIONS, program_steps
from symflux.positivity.proofs.squares import prove_by_squares
from symflux.work.budget import Budget, Limit

__all__ = ["prove_without_common_zero"]

Exponents = tuple[int, ...]
Terms = dict[Exponents, Fraction]
_COLUMNS = 3000
_SQUARES = 12


def prove_without_common_zero(goal: Goal, *, seconds: Limit) -> Node | None:
    """A ``multiply`` node for a strict goal, or None."""
    budget = Budget.of(seconds)
    if not goal.is_strict or len(goal.polynomial) > 200:
        return None
    if not all(name.isidentifier() for name in goal.polynomial.names):  # squares are read back: plain names only
        return None
    plain = Goal(goal.polynomial, ">=", (), goal.real, goal.clauses)
    node = prove_by_squares(plain, seconds=budget.part(0.7 * budget.left))
    if node is None:
        return None
    search = _Search(goal, node["squares"])
    for degree in range(5):
        if budget.is_spent:
            break
        found = search.solve(degree, budget)
        if found is not None:
            return found
    return None


class _Search:
    def __init__(self, goal: Goal, squares: Sequence[Sequence[str]]):
        self.goal, self.names = goal, goal.polynomial.names
        rest = self._terms(goal.polynomial)
        self.parts: list[tuple[Terms, Terms]] = []  # (weight, root)
        for texts in squares:
            weight, root = (self._read(text) for text in texts)
            self.parts.append((weight, root))
            rest = _sum(rest, _product(weight, _product(root, root)), Fraction(-1))
        one: Terms = {(0,) * len(self.names): Fraction(1)}
        self.parts += [({row: c}, one) for row, c in rest.items()]

    def _terms(self, polynomial: Polynomial, factor: Fraction = Fraction(1)) -> Terms:
        rows = ((dict(monomial), c) for monomial, c in polynomial.terms())
        return {tuple(powers.get(n, 0) for n in self.names): c * factor for powers, c in rows}

    def _read(self, text: str) -> Terms:
        value = parse(text, CLAIM_LIMITS)
        return self._terms(value.numerator, Fraction(1, value.denominator.constant_value))

    def _is_even(self, row: Exponents) -> bool:
        return not any(e % 2 for n, e in zip(self.names, row, strict=True) if n in self.goal.real)

    def _covers(self, row: Exponents) -> bool:
        return self.goal.is_covered([frozenset(n for n, e in zip(self.names, row, strict=True) if e)])

    def solve(self, degree: int, budget: Budget) -> Node | None:
        """The node with factors h of this degree."""
        if not 1 < len(self.parts) <= _SQUARES:
            return None
        shifts = [r for r in cartesian(range(degree + 1), repeat=len(self.names)) if sum(r) <= degree]
        if len(shifts) * len(self.parts) > _COLUMNS:
            return None
        columns = [(k, shift) for k in range(len(self.parts)) for shift in shifts]
        weighted = [_product(w, q) for w, q in self.parts]
        images = [_shifted(weighted[k], shift) for k, shift in columns]
        rows = list(dict.fromkeys(row for image in images for row in image))
        covering = [row for row in rows if self._is_even(row) and self._covers(row)]
        if not covering:
            return None
        x = _program(images, rows, covering, [self._is_even(row) for row in rows], budget)
        for limit in (1, 2, 6, 24, 720, 5040) if x is not None else ():
            node = self._rounded(columns, x or [], limit)
            if node is not None:
                return node
        return None

    def _rounded(self, columns: Sequence[tuple[int, Exponents]], x: Sequence[float], limit: int) -> Node | None:
        factors: list[Terms] = [{} for _ in self.parts]
        smallest = min((abs(v) for v in x if abs(v) > 1e-7), default=1.0)
        for (k, shift), value in zip(columns, x, strict=True):
            exact = Fraction(value / smallest).limit_denominator(limit) if abs(value) > 1e-7 else Fraction(0)
            if exact:
                factors[k][shift] = exact
        total: Terms = {}
        for (w, q), h in zip(self.parts, factors, strict=True):
            total = _sum(total, _product(w, _product(h, q)))
        if not total or any(c < 0 or not self._is_even(row) for row, c in total.items()):
            return None
        if not any(self._covers(row) for row in total):
            return None
        by: Terms = {(0,) * len(self.names): Fraction(1)}
        bounds, squares = list[tuple[str, str]](), list[tuple[str, str]]()
        for (w, q), h in zip(self.parts, factors, strict=True):
            by = _sum(by, _product(w, _product(h, h)))
            squares.append((self._text(w), self._text(q)))
            if h:
                bounds.append((self._text(w), self._text(h)))
        for i, j in combinations(range(len(self.parts)), 2):
            cross = _sum(_product(factors[i], self.parts[j][1]), _product(factors[j], self.parts[i][1]), Fraction(-1))
            if cross:
                squares.append((self._text(_product(self.parts[i][0], self.parts[j][0])), self._text(cross)))
        return rules.multiply(self._text(by), rules.gram(bounds), rules.gram(squares))

    def _text(self, terms: Terms) -> str:
        common = lcm(*(c.denominator for c in terms.values()))
        rows = [
            (tuple((n, e) for n, e in zip(self.names, row, strict=True) if e), int(c * common))
            for row, c in terms.items()
        ]
        text = str(Polynomial.from_terms(rows))
        return text if common == 1 else f"({text})/{common}"


def _program(
    images: Sequence[Terms],
    rows: Sequence[Exponents],
    covering: Sequence[Exponents],
    even: Sequence[bool],
    budget: Budget,
) -> list[float] | None:
    """Coefficients x of the images whose sum has terms >= 0 only, those that make it positive not all zero."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, csr_matrix, hstack, vstack

    place = {row: k for k, row in enumerate(rows)}
    entries = [(place[row], k, float(c)) for k, image in enumerate(images) for row, c in image.items()]
    r, c, v = (np.array(part) for part in zip(*entries, strict=True))
    matrix = coo_matrix((v, (r, c)), shape=(len(rows), len(images))).tocsr()
    both: Any = hstack([matrix, -matrix]).tocsr()
    odd = [k for k, good in enumerate(even) if not good]
    kept = [k for k, good in enumerate(even) if good]
    wanted = set(covering)
    least = np.array([float(rows[k] in wanted) for k in kept])
    total = -(least @ both[kept])[None, :]  # the covering terms together are at least 1
    found = linprog(
        np.ones(2 * len(images)), A_ub=vstack([-both[kept], csr_matrix(total)]),
        b_ub=np.concatenate([np.zeros(len(kept)), [-1.0]]), A_eq=both[odd] if odd else None,
        b_eq=np.zeros(len(odd)) if odd else None, bounds=(0, None), method="highs", options={"maxiter": ITERATIONS},
    )  # fmt: skip
    budget.charge(program_steps(found, 2 * len(entries)))
    if found.status != 0 or found.x is None:
        return None
    return [float(x) for x in found.x[: len(images)] - found.x[len(images) :]]


def _product(left: Terms, right: Terms) -> Terms:
    result: Terms = {}
    for x, c in left.items():
        for y, d in right.items():
            row = tuple(a + b for a, b in zip(x, y, strict=True))
            result[row] = result.get(row, Fraction(0)) + c * d
    return {row: c for row, c in result.items() if c}


def _sum(left: Terms, right: Terms, factor: Fraction = Fraction(1)) -> Terms:
    result = dict(left)
    for row, c in right.items():
        result[row] = result.get(row, Fraction(0)) + factor * c
    return {row: c for row, c in result.items() if c}


def _shifted(terms: Terms, shift: Exponents) -> Terms:
    return {tuple(a + b for a, b in zip(row, shift, strict=True)): c for row, c in terms.items()}
