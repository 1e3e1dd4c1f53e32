"""Determinants by minors, against sympy."""

from random import Random

import pytest
import sympy

from symflux.algebra import determinant
from symflux.algebra.determinant import first_row_cofactors, sparse_determinant


def sparse(matrix):
    return [{k: entry for k, entry in enumerate(row) if entry} for row in matrix]


@pytest.mark.parametrize("seed", range(8))
def test_agrees_with_sympy(seed):
    random = Random(seed)
    size = random.randint(1, 6)
    matrix = [[random.choice((0, 0, 1, -2, 3)) for _ in range(size)] for _ in range(size)]
    assert sympy.Matrix(matrix).det() == sparse_determinant(sparse(matrix), 1)


@pytest.mark.parametrize("seed", range(8))
def test_cofactors_expand_the_determinant(seed):
    random = Random(seed)
    size = random.randint(2, 6)
    matrix = [[random.choice((0, 1, -2, 3)) for _ in range(size)] for _ in range(size)]
    cofactors = first_row_cofactors(sparse(matrix[1:]), 1)
    assert sympy.Matrix(matrix).det() == sum(a * c for a, c in zip(matrix[0], cofactors, strict=True))
    assert [sympy.Matrix(matrix).cofactor(0, k) for k in range(size)] == cofactors


def test_a_column_of_zeros_gives_zero():
    assert sparse_determinant([{0: 1}, {0: 2}], 1) == 0


def test_a_long_band_stays_cheap():
    size = 300
    rows = [{k: 2 if k == i else -1 for k in (i - 1, i, i + 1) if 0 <= k < size} for i in range(size)]
    assert sparse_determinant(rows, 1) == size + 1


def test_too_many_minors_are_refused(monkeypatch):
    monkeypatch.setattr(determinant, "MAX_MINORS", 5)
    dense = [dict.fromkeys(range(6), 1) for _ in range(6)]
    assert sparse_determinant(dense, 1) is None
    with pytest.raises(MemoryError):
        first_row_cofactors(dense[1:], 1)
