"""Closing one node of a proof: by the signs of coefficients, by a false assumption, or by a linear program.

The program looks for p = sum h g + sum of weighted AM-GM forms + terms >= 0 with monomials h. Its floating-point
answer only says which terms to use: the weights are solved again in rationals, and every coefficient is verified.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product as cartesian
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node, is_visibly_nonnegative, supports
from symflux.work.budget import Budget

__all__ = ["ITERATIONS", "Program", "by_linear_program", "by_signs", "program_steps"]

Exponents = tuple[int, ...]
_MOST = 12_000  # columns of a linear program
ITERATIONS = 20_000  #: of the simplex method


def by_signs(goal: Goal) -> Node | None:
    """A leaf without search: terms >= 0, or an assumption that fails."""
    if is_visibly_nonnegative(goal.polynomial, goal.real) and (
        not goal.is_strict or goal.is_covered(supports(goal.polynomial))
    ):
        return rules.sage()
    for k, (g, relation, _) in enumerate(goal.assumptions):
        for sign, side in (("-", -g), ("+", g)):
            if sign == "+" and relation != "==":
                continue
            if relation in (">", ">=", "==") and is_visibly_nonnegative(side, goal.real):
                strict = relation != ">"
                if not strict or goal.is_covered(supports(side)):
                    return rules.excluded(k, rules.sage(), sign if relation == "==" else None)
    return None


def by_linear_program(
    goal: Goal,
    centres: Sequence[Mapping[str, Fraction]] = ({},),
    *,
    wide: bool = False,
    budget: Budget | None = None,
) -> Node | None:
    """A leaf by AM-GM forms with equality at one of the ``centres``, and multiples of assumptions.

    ``wide`` allows all multiples up to the degree of the claim, not only those inside its box of exponents. The work
    is charged to the ``budget``, which also ends the walk through the centres.
    """
    budget = Budget(math.inf) if budget is None else budget
    for centre in centres:
        node = Program(goal, centre, wide).solve(budget)
        if node is not None or budget.is_spent:
            return node
    return None


@dataclass(frozen=True)
class _Multiple:
    """A monomial times an assumption."""

    assumption: int
    shift: Exponents
    sign: int  #: -1 for an equality used with a negative factor
    terms: dict[Exponents, Fraction]

    @property
    def size(self) -> float:
        return max(abs(float(c)) for c in self.terms.values())


class Program:
    """One linear program: p, scaled so that the centre is (1, .., 1)."""

    def __init__(self, goal: Goal, centre: Mapping[str, Fraction], wide: bool):
        self.goal, self.centre, self.wide = goal, centre, wide
        self.names = goal.names
        self.target = self.scaled(goal.polynomial)
        self.multiples: list[_Multiple] = []
        self._find_multiples()
        rows = dict.fromkeys(self.target)
        for multiple in self.multiples:
            rows.update(dict.fromkeys(multiple.terms))
        self.rows = list(rows)
        odd = [k for k, name in enumerate(self.names) if name in goal.real]
        self.even = [not any(row[k] % 2 for k in odd) for row in self.rows]

    def scaled(self, polynomial: Polynomial, factor: Fraction = Fraction(1)) -> dict[Exponents, Fraction]:
        """The coefficients where the centre is moved to all ones."""
        result = {}
        for monomial, coefficient in polynomial.terms():
            powers = dict(monomial)
            value = factor * coefficient
            for name, e in monomial:
                if self.centre.get(name, 1) != 1:
                    value *= self.centre[name] ** e
            result[tuple(powers.get(n, 0) for n in self.names)] = value
        return result

    def _find_multiples(self) -> None:
        if not self.goal.assumptions or not self.target:
            return
        degree = max(map(sum, self.target))
        if self.wide and degree:
            degree = max([degree, *(g.total_degree for g, _, _ in self.goal.assumptions)])
        largest = [max(row[i] for row in self.target) for i in range(len(self.names))]
        for k, (g, relation, _) in enumerate(self.goal.assumptions):
            if g.is_zero:
                continue
            scaled = self.scaled(g)
            room = [max(0, top - max(row[i] for row in scaled)) for i, top in enumerate(largest)]
            free = degree - max(map(sum, scaled))
            if degree == 0:  # a contradiction is looked for: 0 > 0 from the assumptions
                free = 0
            steps = [2 if n in self.goal.real and relation != "==" else 1 for n in self.names]
            if self.wide:
                room = [max(free, 0)] * len(self.names)
            if free < 0 or np.prod([r + 1 for r in room], dtype=float) > 4000:
                continue
            choices = cartesian(*(range(0, r + 1, s) for r, s in zip(room, steps, strict=True)))
            for shift in choices:
                if sum(shift) > free:
                    continue
                terms = {tuple(a + b for a, b in zip(row, shift, strict=True)): c for row, c in scaled.items()}
                self.multiples.append(_Multiple(k, shift, 1, terms))
                if relation == "==":
                    self.multiples.append(_Multiple(k, shift, -1, {row: -c for row, c in terms.items()}))
        if len(self.multiples) > 1500:
            self.multiples = [m for m in self.multiples if any(row in self.target for row in m.terms)][:1500]

    def solve(self, budget: Budget) -> Node | None:
        """The leaf, or None."""
        budget.charge(100 + 20 * len(self.rows) + 20 * len(self.multiples))
        place = {row: k for k, row in enumerate(self.rows)}
        values = np.array([float(self.target.get(row, 0)) for row in self.rows])
        scale = np.abs(values).max(initial=0)
        if scale == 0 or not np.isfinite(scale):
            return None
        values = values / scale
        points = np.array(self.rows, dtype=float)
        moved = {place[row] for m in self.multiples for row in m.terms} if self.wide else set()
        inner = [k for k, v in enumerate(values) if v < 0 or k in moved or not self.even[k]]
        outer = [k for k, v in enumerate(values) if (v > 0 or (v == 0 and self.wide) or k in moved) and self.even[k]]
        if len(inner) * len(outer) + len(self.multiples) > _MOST:
            return None
        from scipy.optimize import linprog  # here, because it takes longer to import than all the rest together
        from scipy.sparse import vstack

        pairs = [(c, a) for c in inner for a in outer if a != c]
        size, width = len(self.rows), len(self.names)
        entries: list[tuple[int, int, float]] = []  # size rows of <=, then balance rows
        signs = {c: 1.0 if values[c] < 0 or self.even[c] else -1.0 for c in inner}
        balance: list[tuple[int, int, float]] = []
        for column, (c, a) in enumerate(pairs):
            entries += [(c, column, -signs[c]), (a, column, 1.0)]
            change = points[a] - points[c]
            order = inner.index(c)
            balance += [(order * width + i, column, d) for i, d in enumerate(change) if d]
        for column, multiple in enumerate(self.multiples, len(pairs)):
            entries += [(place[row], column, float(c) / multiple.size) for row, c in multiple.terms.items()]
        last = len(pairs) + len(self.multiples)
        entries += [(k, last, abs(values[k])) for k in outer]
        upper = _sparse(entries, size, last + 1)
        equal = _sparse(balance, len(inner) * width, last + 1)
        bound = values.copy()
        odd = [k for k in range(size) if not self.even[k]]
        if odd:  # terms odd in a real variable must vanish
            equal_odd = upper[odd]
            kept = [k for k in range(size) if self.even[k]]
            upper, bound = upper[kept], values[kept]
            equal = vstack([equal, equal_odd]).tocsr()
            right = np.concatenate([np.zeros(len(inner) * width), values[odd]])
        else:
            right = np.zeros(len(inner) * width)
        cost = np.zeros(last + 1)
        cost[last] = -1
        found = linprog(
            cost, A_ub=upper, b_ub=bound + 1e-12, A_eq=equal, b_eq=right,
            bounds=[(0, None)] * last + [(0, 0.9)], method="highs", options={"maxiter": ITERATIONS},
        )  # fmt: skip
        budget.charge(program_steps(found, len(entries) + len(balance)))
        if found.status != 0 or found.x is None:
            return None
        return self._exact(found.x, pairs, signs, scale)

    def _exact(self, x: Any, pairs: list[tuple[int, int]], signs: Mapping[int, float], scale: float) -> Node | None:
        for digits in (24, 5040, 10**6, 10**9):
            node = self._rounded(x, pairs, signs, scale, digits)
            if node is not None:
                return node
        return None

    def _rounded(
        self, x: Any, pairs: list[tuple[int, int]], signs: Mapping[int, float], scale: float, digits: int
    ) -> Node | None:
        """The answer of the program in rationals with small denominators, if that still works."""
        rest, strict = dict(self.target), list[frozenset[str]]()
        multiples: dict[int, list[str]] = {}
        for column, multiple in enumerate(self.multiples, len(pairs)):
            weight = Fraction(float(x[column] * scale / multiple.size)).limit_denominator(digits)
            if x[column] < 1e-10 or not weight:
                continue
            for row, c in multiple.terms.items():
                rest[row] = rest.get(row, Fraction(0)) - weight * c
            _, relation, known = self.goal.assumptions[multiple.assumption]
            h = self._text(multiple.shift, multiple.sign * weight / self._value(multiple.shift) / known)
            multiples.setdefault(multiple.assumption, []).append(h)
            if relation == ">":
                strict.append(self._support(multiple.shift))
        chosen: dict[int, dict[Exponents, float]] = {}
        for column, (inner, outer) in enumerate(pairs):
            if x[column] > 1e-10:
                chosen.setdefault(inner, {})[self.rows[outer]] = float(x[column])
        circuits = []
        for inner, found in chosen.items():
            middle = self.rows[inner]
            exact = _balanced(middle, found, digits)
            if exact is None:
                return None
            total, missing = sum(exact.values(), Fraction(0)), -rest.get(middle, Fraction(0)) * int(signs[inner])
            if total <= 0 or missing <= 0:
                continue
            for row, w in exact.items():
                rest[row] = rest.get(row, Fraction(0)) - w * missing / total
            rest[middle] = Fraction(0)
            unit = missing / total / self._value(middle)
            circuits.append((self._text(middle), [(self._text(row), w * unit) for row, w in exact.items()]))
        even = dict(zip(self.rows, self.even, strict=True))
        rest = {row: c for row, c in rest.items() if c}
        if any(c < 0 or not even[row] for row, c in rest.items()):
            return None
        if self.goal.is_strict and not self.goal.is_covered([self._support(row) for row in rest] + strict):
            return None
        joined = [([k], " + ".join(pieces).replace("+ -", "- ")) for k, pieces in sorted(multiples.items())]
        return rules.sage(circuits, at=self.centre, multiples=joined)

    def _support(self, row: Exponents) -> frozenset[str]:
        return frozenset(n for n, e in zip(self.names, row, strict=True) if e)

    def _value(self, row: Exponents) -> Fraction:
        value = Fraction(1)
        for name, e in zip(self.names, row, strict=True):
            value *= self.centre.get(name, Fraction(1)) ** e
        return value

    def _text(self, row: Exponents, factor: Fraction = Fraction(1)) -> str:
        powers = [n if e == 1 else f"{n}**{e}" for n, e in zip(self.names, row, strict=True) if e]
        if factor != 1 or not powers:
            powers.insert(0, str(factor))
        return "*".join(powers)


def program_steps(found: Any, entries: int) -> int:
    """The steps that a linear program with so many entries has cost: its set-up, and its pivots."""
    return 3000 + 3 * entries + int(found.nit) * (20 + entries // 50)


def _sparse(entries: list[tuple[int, int, float]], rows: int, columns: int) -> Any:
    from scipy.sparse import coo_matrix

    r, c, v = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_matrix((v, (r, c)), shape=(rows, columns)).tocsr()


def _balanced(centre: Exponents, weights: Mapping[Exponents, float], digits: int) -> dict[Exponents, Fraction] | None:
    """Rational weights near these with sum w (a - centre) = 0 exactly; the largest are solved for."""
    order = sorted(weights, key=lambda a: -weights[a])
    width = len(centre)
    columns = [[Fraction(a[i] - centre[i]) for i in range(width)] for a in order]
    pivots: list[tuple[int, int]] = []  # (row, column), reduced as we go
    matrix = [[columns[j][i] for j in range(len(order))] for i in range(width)]
    for j in range(len(order)):
        used = {r for r, _ in pivots}
        row = next((i for i in range(width) if i not in used and matrix[i][j]), None)
        if row is None:
            continue
        lead = matrix[row][j]
        matrix[row] = [v / lead for v in matrix[row]]
        for i in range(width):
            if i != row and matrix[i][j]:
                factor = matrix[i][j]
                matrix[i] = [v - factor * u for v, u in zip(matrix[i], matrix[row], strict=True)]
        pivots.append((row, j))
    solved = {j: row for row, j in pivots}
    largest = max(weights.values())
    result = {
        j: Fraction(weights[a] / largest).limit_denominator(digits) for j, a in enumerate(order) if j not in solved
    }
    for j, row in solved.items():
        result[j] = -sum((matrix[row][k] * w for k, w in result.items() if k not in solved), Fraction(0))
    if any(w < 0 for w in result.values()):
        return None
    return {order[j]: w for j, w in result.items() if w}
