"""Gram problems: from floats to rational matrices, with zeros of the polynomial found on the way."""

from fractions import Fraction

import numpy as np
from checking import accepts, goal

from symflux.positivity.proofs.facial_reduction import reduced_problem
from symflux.positivity.proofs.goal import Assumption
from symflux.positivity.proofs.gram_problem import gram_problem, square_blocks
from symflux.positivity.proofs.gram_rounding import Rounding, squares_of
from symflux.positivity.proofs.gram_search import optimum, solve_exactly
from symflux.positivity.proofs.semidefinite import largest_least_eigenvalue
from symflux.positivity.proofs.squares import prove_by_squares
from symflux.work.budget import Budget


def test_odd_monomials_in_positive_variables_are_weights():
    problem = gram_problem(goal("a*x**2 - 2*a*x + a"), with_assumptions=False)
    assert [block.monomial for block in problem.blocks] == [(1, 0)]
    assert [list(v) for v in problem.blocks[0].basis] == [[(0, 0)], [(0, 1)]]


def test_flips_of_signs_split_the_matrices():
    even = gram_problem(goal("x**4 + y**4 + x**2*y**2 + 1"), with_assumptions=False)
    assert sorted(len(b.basis) for b in even.blocks) == [1, 1, 1, 3]
    odd = gram_problem(goal("x**4 + y**4 + x*y + 1"), with_assumptions=False)
    assert sorted(len(b.basis) for b in odd.blocks) == [2, 4]


def test_squares_outside_the_newton_polytope_are_left_out():
    problem = gram_problem(goal("x**4*y**2 + x**2*y**4 + z**6 - 3*x**2*y**2*z**2"), with_assumptions=False)
    listed = {row for b in problem.blocks for v in b.basis for row in v}
    assert listed == {(2, 1, 0), (1, 2, 0), (1, 1, 1), (0, 0, 3)}


def test_no_problem_where_a_term_cannot_be_made():
    assert gram_problem(goal("x**3 + 1"), with_assumptions=False) is None


def test_a_zero_cuts_the_problem_down():
    problem = gram_problem(goal("(x - 2*y)**4"), with_assumptions=False)
    found = optimum(problem, Budget(1))
    assert abs(found.least) < 1e-5
    smaller = reduced_problem(problem, found.optimum.moments, [])
    assert [len(b.basis) for b in smaller.blocks] == [2]
    for v in smaller.blocks[0].basis:  # they vanish at x = 2 y
        assert sum(c * 2 ** row[0] for row, c in v.items()) == 0


def test_irrational_zeros_come_in_pairs_and_leave_a_rational_space():
    target = goal("(x**2 - 2*y**2)**2*(x**2 + y**2)")
    assert accepts(target, prove_by_squares(target, seconds=5))


def test_exact_solutions_make_the_polynomial():
    problem = gram_problem(goal("x**4 + x**3*y + y**4 + x*y**3 + 3*x**2*y**2"), with_assumptions=False)
    found = optimum(problem, Budget(1))
    exact = Rounding(problem, found.optimum.matrices, found.optimum.factors).exact(12)
    total = {}
    for block, matrix in zip(problem.blocks, exact.matrices, strict=True):
        for i in range(len(matrix)):
            for j in range(len(matrix)):
                for row, c in block.product(i, j).items():
                    total[row] = total.get(row, 0) + c * matrix[i][j]
    assert {row: c for row, c in total.items() if c} == problem.target


def test_a_solution_that_is_refused_is_not_the_last():
    seen = []
    problem = gram_problem(goal("x**2 - x*y + y**2"), with_assumptions=False)
    assert solve_exactly(problem, lambda _, exact: seen.append(exact) or (exact if len(seen) == 3 else None), Budget(1))
    assert len(seen) == 3


def test_splitting_into_squares_is_exact():
    matrix = [[Fraction(2), Fraction(1)], [Fraction(1), Fraction(1, 2)]]
    assert squares_of(matrix) == [(2, {0: 1, 1: Fraction(1, 2)})]
    assert squares_of([[Fraction(1), Fraction(2)], [Fraction(2), Fraction(3)]]) is None
    assert squares_of([[Fraction(0), Fraction(1)], [Fraction(1), Fraction(3)]]) is None


def test_all_squares_of_a_degree():
    assert sum(len(b.basis) for b in square_blocks(goal("x**4 + x*y**3 + z**4"), 2)) == 3
    assert sum(len(b.basis) for b in square_blocks(goal("a**3 + b**3", real=""), 1)) == 2


def test_the_most_of_something_that_is_left_over():
    cells = [(0, 0, 0, [(0, 1.0)]), (0, 1, 0, [(1, 2.0)]), (0, 1, 1, [(2, 1.0)])]
    found = largest_least_eigenvalue([2], cells, [], [1.0, -1.0, 1.0], Budget(1), along=[(2, 1.0)])
    assert np.isclose(found.least, 0.75, atol=1e-5)  # 1 - x + (1 - t) x**2 >= 0


def test_squares_times_assumptions():
    target = goal("(x - y)*(x - 3*y)**2 + x**2")
    given = goal("x - y").polynomial
    with_given = type(target)(target.polynomial, ">=", (Assumption(given, ">="),), target.real, target.clauses)
    node = prove_by_squares(with_given, seconds=5, with_assumptions=True, products=True)
    assert node["products"]
    assert accepts(with_given, node)
