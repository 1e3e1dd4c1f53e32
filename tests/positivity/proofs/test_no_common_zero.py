"""Sums of squares without a common zero."""

import pytest
from checking import accepts

from symflux import prove
from symflux.algebra import Polynomial
from symflux.positivity.proofs.goal import Goal
from symflux.positivity.proofs.no_common_zero import prove_without_common_zero

A, B, C = (Polynomial.variable(n) for n in "abc")
POSITIVE = frozenset(frozenset(n) for n in "abc")


@pytest.mark.parametrize(
    ("polynomial", "real"),
    [
        ((3 * A * C - 1) ** 2 + (B - A * B * C) ** 2, ""),
        ((A * B - 1) ** 2 + B * B, "ab"),
        ((A * B - 1) ** 2 + (A * B - 2) ** 2, "abc"),
        ((A - 1) ** 2 + (B - 1) ** 2 + (A * B - 3) ** 2, "ab"),
    ],
)
def test_a_sum_of_squares_without_common_zero_is_positive(polynomial, real):
    goal = Goal(polynomial, ">", (), frozenset(real), frozenset(c for c in POSITIVE if not c & set(real)))
    node = prove_without_common_zero(goal, seconds=5)
    assert node is not None
    assert accepts(goal, node)


def test_a_common_zero_has_no_proof():
    goal = Goal((A - 1) ** 2 + (A * B - 2) ** 2, ">", (), frozenset(), POSITIVE)
    assert prove_without_common_zero(goal, seconds=1) is None


def test_infimum_zero_that_is_not_attained_is_proved_and_no_larger_bound():
    assert prove("(a*b-1)**2 + b**2 > 0", real=["a", "b"], seconds=10).verdict == "proved"
    assert prove("(a*b-1)**2 + b**2 > 1/1000", real=["a", "b"], seconds=10).verdict == "refuted"
