"""Sparse matrices add what is given twice, drop what cancels, and are equal by content."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from symflux.algebra import RationalFunction
from symflux.algebra.sparse_matrix import SparseMatrix

ENTRIES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(-2, 2)), max_size=12)


def matrix_of(entries):
    return SparseMatrix.of(4, [(i, j, RationalFunction.constant(v)) for i, j, v in entries])


def dense_sum(entries):
    rows = [[0] * 4 for _ in range(4)]
    for i, j, value in entries:
        rows[i][j] += value
    return rows


@given(ENTRIES)
def test_the_entries_are_sums_and_zeros_are_not_kept(entries):
    matrix, expected = matrix_of(entries), dense_sum(entries)
    assert [[entry.value for entry in row] for row in matrix.dense()] == expected
    assert all(value for _, _, value in matrix.entries())
    assert matrix.diagonal() == [matrix[i, i] for i in range(4)]


@given(ENTRIES)
def test_symmetry_is_seen(entries):
    rows = dense_sum(entries)
    matrix = matrix_of(entries)
    assert matrix.is_symmetric is all(rows[i][j] == rows[j][i] for i in range(4) for j in range(4))
    assert matrix.is_antisymmetric is all(rows[i][j] == -rows[j][i] for i in range(4) for j in range(4))
    assert matrix.is_diagonal is all(rows[i][j] == 0 for i in range(4) for j in range(4) if i != j)


@given(ENTRIES, st.randoms())
def test_content_alone_counts(entries, random):
    shuffled = random.sample(entries, len(entries))
    left, right = matrix_of(entries), matrix_of(shuffled)
    assert left == right and hash(left) == hash(right)
    assert pickle.loads(pickle.dumps(left)) == left
    doubled = left.mapped(lambda value: value * 2)
    assert doubled == matrix_of(entries + entries)
