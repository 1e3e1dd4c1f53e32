"""A system of linear inequalities has a solution, or multipliers prove that it has none (Motzkin, Farkas)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import sympy

from derivations.entry import Entry, Residual
from symflux.polyhedra.linear_program import Farkas, Relation, Row, check_multipliers, satisfies, solve_rows

m, n, i, j = sympy.symbols("m n i j", integer=True, positive=True)
a, x, y = (sympy.IndexedBase(name) for name in "axy")
combined = sympy.Sum(y[i] * sympy.Sum(a[i, j] * x[j], (j, 1, n)), (i, 1, m))
columns = sympy.Sum(x[j] * sympy.Sum(y[i] * a[i, j], (i, 1, m)), (j, 1, n))


def proof() -> Iterator[Residual]:
    for height, width in ((2, 2), (4, 3)):
        matrix = sympy.Matrix(height, width, sympy.symbols(f"a0:{height * width}"))
        point = sympy.Matrix(sympy.symbols(f"x0:{width}"))
        weights = sympy.Matrix(sympy.symbols(f"y0:{height}"))
        left, right = (weights.T * (matrix * point))[0], ((matrix.T * weights).T * point)[0]
        yield f"rows combined, {height} x {width}", left - right
    # the simplex method decides every system, one way or the other
    rng = random.Random(2)
    outcomes = set()
    relations: tuple[Relation, ...] = (">", ">=", "==")
    for _ in range(40):
        rows = [
            Row(tuple(Fraction(rng.randint(-3, 3)) for _ in range(3)), rng.choice(relations))
            for _ in range(6)
        ]
        answer = solve_rows(rows)
        found = isinstance(answer, Farkas)
        outcomes.add(found)
        good = check_multipliers(rows, answer.multipliers) if isinstance(answer, Farkas) else satisfies(rows, answer)
        yield "a point or multipliers, multiplied out", Fraction(0 if good else 1)
    yield "both outcomes occur", Fraction(2 - len(outcomes))


ENTRY = Entry(
    id="linear_alternative",
    title="Some x solves a.x > 0, b.x >= 0, c.x = 0, or multipliers combine the rows to 0 > 0",
    variables={
        m: "number of conditions",
        n: "number of unknowns",
        i: "a condition",
        j: "an unknown",
        a: "coefficients, one row for each condition",
        x: "the unknowns",
        y: "multipliers of the conditions",
    },
    statement=sympy.Eq(combined, columns),
    assumptions=(),
    argument=(
        "Let y be multipliers, not negative on the inequalities, not all zero on the strict ones, with sum_i y_i "
        "a_i = 0. For a solution x the combination sum_i y_i (a_i.x) would be > 0, since each term is >= 0 and one "
        "is > 0; but it is (sum_i y_i a_i).x = 0. So both cannot exist. That one of them exists: consider the "
        "linear program 'minimize the sum of artificial variables subject to sum_i y_i a_i = 0, sum of the strict "
        "y_i = 1, y >= 0 on the inequalities'. It is feasible and bounded below by 0, and the simplex method with "
        "Bland's rule ends. At value 0 it ends with multipliers; at a positive value its prices (-x, t) satisfy "
        "a_i.x >= t > 0 on the strict rows, b.x >= 0 and c.x = 0. A basic solution has linearly independent "
        "columns, so the rows with y_i not zero are a minimal contradiction."
    ),
    proof=proof,
    instances=(
        {m: 2, n: 2, a[1, 1]: 1, a[1, 2]: -1, a[2, 1]: -2, a[2, 2]: 2, y[1]: 2, y[2]: 1, x[1]: 5, x[2]: 3},
        {m: 1, n: 2, a[1, 1]: 3, a[1, 2]: 4, y[1]: 1, x[1]: -1, x[2]: 2},
    ),
    references=("T. S. Motzkin, Beiträge zur Theorie der linearen Ungleichungen (1936)", "J. Farkas (1902)"),
)
