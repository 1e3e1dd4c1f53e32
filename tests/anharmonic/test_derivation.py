"""Facts about the derivation of a linear map and its exact inverse."""

import random
from fractions import Fraction
from math import comb

import pytest

from symflux.anharmonic.derivation import Derivation, monomials
from symflux.errors import LyapunovError, TooLargeError


def stable_matrix(size: int, rng: random.Random) -> list[list[Fraction]]:
    """Diagonally dominant with a negative diagonal, so stable."""
    matrix = [[Fraction(rng.randint(-3, 3), rng.randint(1, 4)) for _ in range(size)] for _ in range(size)]
    for k in range(size):
        matrix[k][k] = -1 - sum(abs(matrix[k][j]) for j in range(size) if j != k)
    return matrix


@pytest.mark.parametrize(("variables", "degree"), [(1, 3), (2, 2), (3, 4), (6, 4)])
def test_monomials_of_a_degree_are_all_there_once(variables, degree):
    found = monomials(variables, degree)
    assert comb(variables + degree - 1, degree) == len(found) == len(set(found))
    assert {degree} == {sum(exponents) for exponents in found}


@pytest.mark.parametrize(("size", "degree"), [(1, 2), (2, 4), (3, 3), (4, 4)])
def test_solution_multiplies_back_exactly(size, degree):
    rng = random.Random(size * 10 + degree)
    derivation = Derivation(stable_matrix(size, rng), degree)
    sides = [
        {exponents: Fraction(rng.randint(1, 9), rng.randint(1, 9)) for exponents in derivation.basis},
        {},
        {derivation.basis[0]: Fraction(2, 3)},
    ]
    assert sides == [derivation.apply(solution) for solution in derivation.solve(sides)]


def test_derivation_obeys_the_product_rule():
    """(A^T J . d/dJ) on J_0 J_1 is (image of J_0) J_1 + J_0 (image of J_1)."""
    matrix = [[Fraction(-1), Fraction(2)], [Fraction(3), Fraction(-5)]]
    image = Derivation(matrix, 2).apply({(1, 1): Fraction(1)})
    assert {(2, 0): Fraction(2), (1, 1): Fraction(-6), (0, 2): Fraction(3)} == image


def test_undamped_motion_is_refused():
    rotation = [[Fraction(0), Fraction(1)], [Fraction(-1), Fraction(0)]]
    with pytest.raises(LyapunovError, match="not stable"):
        Derivation(rotation, 2).solve([{(1, 1): Fraction(1), (2, 0): Fraction(1)}])


def test_a_system_over_the_memory_limit_is_refused():
    matrix = [[Fraction(-(i == j)) for j in range(12)] for i in range(12)]
    with pytest.raises(TooLargeError, match="12376 unknowns"):
        Derivation(matrix, 6)
