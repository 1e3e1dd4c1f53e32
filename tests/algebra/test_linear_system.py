"""Linear systems row by row: solved, overdetermined, singular."""

import pytest

from symflux.algebra import RationalFunction, exact
from symflux.algebra.linear_system import SingularSystem, solve_rows


def row(constant=0, **coefficients):
    return {name: exact(value) for name, value in coefficients.items()} | {None: exact(constant)}


def test_numbers():
    solution = solve_rows([row(-5, x=1, y=2), row(-1, x=1, y=-1)])
    assert solution == {"x": exact("7/3"), "y": exact("4/3")}


def test_parameters_in_lowest_terms():
    solution = solve_rows([row(-1, x="a", y="b"), row(-1, x="b", y="a")])
    assert solution["x"] == solution["y"] == 1 / exact("a + b")
    assert str(solution["x"]) == "1/(a + b)"


def test_denominators_are_cleared_row_by_row():
    assert solve_rows([row("1/(b + 1)", x="1/a")]) == {"x": exact("-a/(b + 1)")}


def test_superfluous_rows_are_left_out():
    solution = solve_rows([row(-2, x=1), row(-4, x=2), row(-6, x=3, y=0), row(-1, y="a")])
    assert solution == {"x": exact(2), "y": exact("1/a")}


@pytest.mark.parametrize("rows", [[row(-1, x=1, y=1)], [row(-1, x="a", y="a"), row(-2, x="2*a", y="2*a")]])
def test_no_unique_solution(rows):
    with pytest.raises(SingularSystem):
        solve_rows(rows)


def test_nothing_to_solve():
    assert solve_rows([{None: RationalFunction.constant(0)}]) == {}
