"""Positive factors that make a proof possible: f p has a linear-programming proof where p itself has none.

f = sum l_m m with monomials m and l_m >= 0. The numbers l_m, the AM-GM forms and the multiples of assumptions come
from one linear program; then f is rounded, and f p is proved like any other polynomial.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product as cartesian
from math import lcm
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.leaf import ITERATIONS, Program, by_linear_program, program_steps
from symflux.work.budget import Budget, Limit

__all__ = ["prove_with_multiplier"]

Exponents = tuple[int, ...]
_MOST = 12_000  # columns


def prove_with_multiplier(goal: Goal, centres: Sequence[Mapping[str, Fraction]], *, seconds: Limit) -> Node | None:
    """A ``multiply`` node with a factor of degree one or two, or None."""
    budget = Budget.of(seconds)
    names = goal.names
    if goal.polynomial.is_zero or len(goal.polynomial) > 100 or len(names) > 6:
        return None
    steps = [2 if n in goal.real else 1 for n in names]
    for degree in (1, 2):
        shifts = [r for r in cartesian(*(range(0, degree + 1, s) for s in steps)) if sum(r) <= degree]
        powers = [tuple((n, e) for n, e in zip(names, r, strict=True) if e) for r in shifts]
        monomials = [Polynomial.from_terms([(m, 1)]) for m in powers]
        supports = [frozenset(m.names) for m in monomials]
        covering = [goal.is_covered([s]) for s in supports]
        for centre in centres:
            if budget.is_spent:
                return None
            numbers = _numbers(goal, centre, monomials, covering, budget)
            for limit in (4, 60, 5040) if numbers is not None else ():
                exact = [Fraction(x).limit_denominator(limit) for x in numbers or ()]
                node = _rounded(goal, centre, monomials, exact, budget)
                if node is not None:
                    return node
    return None


def _rounded(
    goal: Goal,
    centre: Mapping[str, Fraction],
    monomials: Sequence[Polynomial],
    numbers: Sequence[Fraction],
    budget: Budget,
) -> Node | None:
    common = lcm(*(x.denominator for x in numbers))
    factor = Polynomial.constant(0)
    for m, x in zip(monomials, numbers, strict=True):
        factor = factor + m * int(x * common)
    if factor.is_zero or not goal.is_covered([frozenset(n for n, _ in m) for m, _ in factor.terms()]):
        return None
    node = by_linear_program(
        goal.with_polynomial(goal.polynomial * factor, goal.relation), [centre], wide=True, budget=budget
    )
    return None if node is None else rules.multiply(factor, rules.sage(), node)


def _numbers(
    goal: Goal,
    centre: Mapping[str, Fraction],
    monomials: Sequence[Polynomial],
    covering: Sequence[bool],
    budget: Budget,
) -> list[float] | None:
    """The numbers l_m, those that make f positive adding up to one, or None."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, vstack

    widest = goal.polynomial * sum(monomials, Polynomial.constant(0))
    program = Program(goal.with_polynomial(widest, goal.relation), centre, True)
    images = [program.scaled(goal.polynomial * m) for m in monomials]
    rows = list(dict.fromkeys([*program.rows, *(row for image in images for row in image)]))
    place = {row: k for k, row in enumerate(rows)}
    is_odd = np.array([any(row[k] % 2 for k, n in enumerate(program.names) if n in goal.real) for row in rows])
    points = np.array(rows, dtype=float)
    outer = [k for k in range(len(rows)) if not is_odd[k]]
    inner = [(c, s) for c in range(len(rows)) for s in ((1.0, -1.0) if is_odd[c] else (1.0,))]
    pairs = [(c, a, s) for c, s in inner for a in outer if a != c]
    width, count = len(program.names), len(monomials) + len(program.multiples)
    if len(pairs) + count > _MOST:
        return None
    above: list[tuple[int, int, float]] = []  # - f p + multiples + forms <= 0
    for column, image in enumerate(images):
        scale = max((abs(float(c)) for c in image.values()), default=1.0)
        above += [(place[row], column, -float(c) / scale) for row, c in image.items()]
    for column, multiple in enumerate(program.multiples, len(monomials)):
        above += [(place[row], column, float(c) / multiple.size) for row, c in multiple.terms.items()]
    balance: list[tuple[int, int, float]] = []
    order: dict[tuple[int, float], int] = {}
    for column, (c, a, s) in enumerate(pairs, count):
        above += [(c, column, -s), (a, column, 1.0)]
        which = order.setdefault((c, s), len(order))
        balance += [(which * width + i, column, float(d)) for i, d in enumerate(points[a] - points[c]) if d]
    total = count + len(pairs)

    def matrix(entries: list[tuple[int, int, float]], height: int) -> Any:
        r, c, v = zip(*entries, strict=True) if entries else ((), (), ())
        return coo_matrix((v, (r, c)), shape=(height, total)).tocsr()

    upper = matrix(above, len(rows))
    scales = [max((abs(float(c)) for c in image.values()), default=1.0) for image in images]
    norm = matrix([(0, k, 1.0) for k, good in enumerate(covering) if good], 1)
    odd, even = np.flatnonzero(is_odd), np.flatnonzero(~is_odd)
    equal = vstack([matrix(balance, len(order) * width), upper[odd], norm]).tocsr()
    right = np.zeros(equal.shape[0])
    right[-1] = 1.0
    found = linprog(
        np.concatenate([np.zeros(count), np.full(len(pairs), 1e-3)]), A_ub=upper[even], b_ub=np.full(len(even), 1e-12),
        A_eq=equal, b_eq=right, bounds=(0, None), method="highs", options={"maxiter": ITERATIONS},
    )  # fmt: skip
    budget.charge(program_steps(found, len(above) + len(balance)))
    if found.status != 0 or found.x is None:
        return None
    numbers = [float(x) / s for x, s in zip(found.x, scales, strict=False)]
    largest = max(numbers[: len(monomials)], default=0.0)
    return None if largest <= 0 else [x / largest if x > 1e-9 * largest else 0.0 for x in numbers[: len(monomials)]]
