"""Proofs after multiplication with a positive factor."""

import pytest
from checking import accepts

from symflux import prove
from symflux.algebra import Polynomial
from symflux.positivity.proofs.goal import Assumption, Goal
from symflux.positivity.proofs.multiplier import prove_with_multiplier

A, B, C = (Polynomial.variable(n) for n in "abc")


def test_sum_is_at_least_three_where_the_product_is_one():
    clauses = frozenset(frozenset(n) for n in "abc")
    goal = Goal(A + B + C - 3, ">=", (Assumption(A * B * C - 1, "=="),), frozenset(), clauses)
    node = prove_with_multiplier(goal, [{}], seconds=5)
    assert node is not None
    assert accepts(goal, node)
    false = goal.with_polynomial(10 * (A + B + C) - 31, ">=")
    assert prove_with_multiplier(false, [{}], seconds=2) is None


@pytest.mark.parametrize(
    ("claim", "given", "real"),
    [
        ("a**2 + b**2 + c**2 >= a + b + c", ["a*b*c == 1"], ""),
        ("a + b + c <= 3", ["a**2 + b**2 + c**2 == 3"], "abc"),
        ("a*b + b*c + c*a >= -3/2", ["a**2 + b**2 + c**2 == 3"], "abc"),
        ("a*x + b*y <= 1", ["a**2 + b**2 == 1", "x**2 + y**2 == 1"], "abxy"),
    ],
)
def test_multiples_of_equalities_prove_constrained_bounds(claim, given, real):
    assert prove(claim, given=given, real=list(real), seconds=10).verdict == "proved"
