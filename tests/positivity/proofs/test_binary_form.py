"""Polynomials in one variable: proved wherever they are positive, never elsewhere."""

from fractions import Fraction

import pytest
from checking import accepts
from hypothesis import given, settings
from hypothesis import strategies as st

from symflux.algebra import Polynomial
from symflux.algebra.real_roots import real_roots
from symflux.positivity.proofs.binary_form import prove_binary_form
from symflux.positivity.proofs.goal import Goal

X, Y = Polynomial.variable("x"), Polynomial.variable("y")
POSITIVE = frozenset({frozenset({"x"}), frozenset({"y"})})


def goal(polynomial, relation=">", real=()):
    clauses = frozenset(c for c in POSITIVE if not c & set(real))
    return Goal(polynomial, relation, real=frozenset(real), clauses=clauses)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(-9, 9), min_size=2, max_size=6), st.booleans())
def test_proved_exactly_where_there_is_no_root(coefficients, real):
    p = sum((X**k * c for k, c in enumerate(coefficients)), Polynomial.constant(0))
    target = goal(p, real=["x"] if real else [])
    node = prove_binary_form(target)
    assert node is None or accepts(target, node)
    if len(p.names) == 1:
        is_positive = p.evaluate({"x": Fraction(1)}) > 0 and not real_roots(p, positive=not real)
        assert (node is not None) == is_positive


@pytest.mark.parametrize(
    "polynomial",
    [X**2 + Y**2 - X * Y, X**4 - 2 * X**3 * Y + 5 * X * Y**3 + Y**4, 1000 * X**2 - 1999 * X * Y + 1000 * Y**2,
     X**2 * 10**400 - X * Y * 10**200 + Y**2, (X - 3 * Y) ** 2 * 10**6 + Y**2, X**20 - X**10 * Y**10 + Y**20],
    ids=str,
)  # fmt: skip
def test_forms_with_roots_near_the_positive_axis(polynomial):
    target = goal(polynomial)
    assert accepts(target, prove_binary_form(target))


@pytest.mark.parametrize("polynomial", [(X - Y) ** 2, X**2 - Y**2, X * Y - 1, X + Y + Polynomial.variable("z"), -X])
def test_others_are_left_alone(polynomial):
    assert prove_binary_form(goal(polynomial)) is None


def test_one_term_that_is_zero_on_a_face_is_not_split():
    assert prove_binary_form(Goal(X * Y, ">", clauses=frozenset({frozenset({"x", "y"})}))) is None
