"""Either a point or multipliers, never both, and both are multiplied out here by other code than the solver's."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from scipy.optimize import linprog

from symflux.polyhedra.linear_program import Farkas, Row, check_multipliers, satisfies, solve_rows


def rows_of(*conditions: tuple[tuple[int, ...], str]) -> list[Row]:
    return [Row(tuple(Fraction(a) for a in vector), relation) for vector, relation in conditions]  # type: ignore[arg-type]


def random_rows(rng: random.Random, count: int, size: int, largest: int) -> list[Row]:
    return [
        Row(tuple(Fraction(rng.randint(-largest, largest)) for _ in range(size)), rng.choice([">", ">", ">=", "=="]))
        for _ in range(count)
    ]


def margin_by_floats(rows: list[Row]) -> float:
    """The largest t <= 1 with every strict row >= t and the others satisfied, by an unrelated float solver."""
    size = len(rows[0].vector)
    upper, equal = [], []
    for row in rows:
        entries = [float(a) for a in row.vector]
        if row.relation == "==":
            equal.append([*entries, 0.0])
        else:
            upper.append([*(-a for a in entries), 1.0 if row.relation == ">" else 0.0])
    answer = linprog(
        [0.0] * size + [-1.0],
        A_ub=upper or None,
        b_ub=[0.0] * len(upper) if upper else None,
        A_eq=equal or None,
        b_eq=[0.0] * len(equal) if equal else None,
        bounds=[(None, None)] * size + [(0, 1)],
    )
    return float(-answer.fun)


def test_a_chain_of_orderings_has_a_point() -> None:
    rows = rows_of(((1, -1, 0), ">"), ((0, 1, -1), ">"), ((0, 0, 1), ">"))
    point = solve_rows(rows)
    assert not isinstance(point, Farkas)
    assert point[0] > point[1] > point[2] > 0


def test_a_cycle_of_orderings_is_contradictory_with_equal_multipliers() -> None:
    answer = solve_rows(rows_of(((1, -1, 0), ">"), ((0, 1, -1), ">"), ((-1, 0, 1), ">=")))
    assert isinstance(answer, Farkas)
    assert len(set(answer.multipliers)) == 1 and answer.multipliers[0] > 0


def test_a_cycle_of_weak_orderings_is_not_contradictory() -> None:
    rows = rows_of(((1, -1, 0), ">="), ((0, 1, -1), ">="), ((-1, 0, 1), ">="), ((1, 0, 0), ">"))
    point = solve_rows(rows)
    assert not isinstance(point, Farkas)
    assert point[0] == point[1] == point[2] > 0


def test_an_equation_may_enter_with_a_negative_multiplier() -> None:
    answer = solve_rows(rows_of(((1, 0), ">"), ((1, 0), "==")))
    assert isinstance(answer, Farkas)
    assert answer.multipliers[1] < 0


def test_zero_is_never_positive() -> None:
    answer = solve_rows(rows_of(((0, 0), ">")))
    assert isinstance(answer, Farkas) and answer.support == (0,)


def test_multipliers_that_do_not_cancel_prove_nothing() -> None:
    rows = rows_of(((1, 2), ">"), ((-1, -2), ">="))
    assert check_multipliers(rows, [Fraction(1), Fraction(1)])
    assert not check_multipliers(rows, [Fraction(1), Fraction(2)])
    assert not check_multipliers(rows, [Fraction(0), Fraction(0)])
    assert not check_multipliers(rows, [Fraction(-1), Fraction(-1)])
    assert not check_multipliers(rows, [Fraction(1)])


def test_weak_rows_alone_contradict_nothing() -> None:
    rows = rows_of(((1,), ">="), ((-1,), ">="))
    assert not check_multipliers(rows, [Fraction(1), Fraction(1)])
    assert solve_rows(rows) == (0,)


@pytest.mark.parametrize("largest", [3, 10**40])
def test_random_systems_agree_with_a_float_solver(largest: int) -> None:
    rng = random.Random(largest)
    outcomes = set()
    for _ in range(60):
        rows = random_rows(rng, rng.randint(2, 8), rng.randint(2, 4), largest)
        answer = solve_rows(rows)
        feasible = not isinstance(answer, Farkas)
        outcomes.add(feasible)
        if any(row.relation == ">" for row in rows) and largest < 10:
            assert feasible == (margin_by_floats(rows) > 1e-7)
        if isinstance(answer, Farkas):
            assert check_multipliers(rows, answer.multipliers)
        else:
            assert satisfies(rows, answer)
    assert outcomes == {True, False}


def test_a_contradiction_is_minimal() -> None:
    rng = random.Random(5)
    seen = 0
    for _ in range(60):
        rows = random_rows(rng, 7, 3, 4)
        answer = solve_rows(rows)
        if isinstance(answer, Farkas):
            core = [rows[k] for k in answer.support]
            for left_out in range(len(core)):
                rest = core[:left_out] + core[left_out + 1 :]
                assert not isinstance(solve_rows(rest), Farkas)
            seen += 1
    assert seen > 10
