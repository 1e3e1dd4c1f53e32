"""Polynomials and rational functions: the same object whatever ring or route it came from."""

import pickle
from fractions import Fraction
from math import gcd

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.generic_point import generic_points
from symflux.algebra.linear import negative_direction, null_space, primitive_vector
from symflux.algebra.polynomial import digits
from symflux.algebra.rational_function import sum_vanishes
from symflux.algebra.ring import name_key, ring
from symflux.errors import ExpressionError, InexactInputError

NAMES = ["a", "b", "k2", "k10"]
monomials = st.dictionaries(st.sampled_from(NAMES), st.integers(1, 3), max_size=3).map(lambda d: tuple(d.items()))
polynomials = st.lists(st.tuples(monomials, st.integers(-5, 5)), max_size=4).map(Polynomial.from_terms)
functions = st.tuples(polynomials, polynomials.filter(bool)).map(lambda pair: RationalFunction(*pair))


def in_a_larger_ring(polynomial):
    """The same polynomial, in a ring with more names."""
    context = ring(["zz", "aa", *NAMES])
    return Polynomial(polynomial.raw.project_to_context(context))


@given(functions, functions)
def test_a_ring_of_more_names_changes_nothing(f, g):
    wide = RationalFunction(in_a_larger_ring(f.numerator), in_a_larger_ring(f.denominator))
    assert (wide, hash(wide), str(wide), wide.names) == (f, hash(f), str(f), f.names)
    assert wide + g == f + g
    assert pickle.loads(pickle.dumps(wide)) == f


@given(functions, functions, functions)
def test_field_laws(f, g, h):
    assert f + g == g + f
    assert (f + g) * h == f * h + g * h
    assert f - f == 0
    if not f.is_zero:
        assert f / f == 1
        assert (g / f) * f == g
        assert f**-2 == 1 / (f * f)


@given(functions)
def test_canonical_form(f):
    assert f.denominator.leading_coefficient > 0
    assert f.numerator.gcd(f.denominator) == 1 or f.is_zero
    doubled = RationalFunction(f.numerator * 2, f.denominator * 2, reduce=False)
    assert not doubled.is_reduced
    assert (doubled, hash(doubled)) == (f, hash(f))
    assert exact(str(f)) == f
    assert exact(f.to_sympy()) == f


@given(functions, st.sampled_from(NAMES), functions)
def test_substitution_agrees_with_sympy(f, name, value):
    symbol = sympy.Symbol(name, positive=True)
    expected = sympy.fraction(sympy.together(f.to_sympy()))
    try:
        got = f.substitute({name: value})
    except ExpressionError:
        assert sympy.cancel(expected[1].subs(symbol, value.to_sympy())) == 0
        return
    assert exact(sympy.cancel(f.to_sympy().subs(symbol, value.to_sympy()))) == got


@given(functions, st.fixed_dictionaries({name: st.fractions(-3, 3, max_denominator=4) for name in NAMES}))
def test_evaluation_is_substitution_of_numbers(f, point):
    try:
        value = f.evaluate(point)
    except ExpressionError:
        assert f.denominator.evaluate(point) == 0
    else:
        assert f.substitute({name: RationalFunction.constant(x) for name, x in point.items()}) == value


@given(st.one_of(st.integers(), st.fractions()))
def test_constants_equal_numbers_and_hash_alike(value):
    constant = RationalFunction.constant(value)
    assert (constant, hash(constant)) == (value, hash(value))
    if isinstance(value, int):
        assert (Polynomial.constant(value), hash(Polynomial.constant(value))) == (value, hash(value))


@given(st.lists(st.lists(functions, min_size=1, max_size=2), max_size=3))
def test_a_sum_vanishes_with_its_own_negative(products):
    negative = [[-product[0], *product[1:]] for product in products]
    assert sum_vanishes([*products, *negative])
    assert not sum_vanishes([*products, *negative, [RationalFunction.constant(1)]])


def test_floats_never_come_in():
    with pytest.raises(InexactInputError):
        RationalFunction.variable("a") * 0.1
    with pytest.raises(TypeError):
        Polynomial.variable("a") * 0.1


def test_names_sort_as_people_count():
    assert sorted(["k10", "k2", "K", "k", "k02", "a"], key=name_key) == ["K", "a", "k", "k02", "k2", "k10"]


def test_numbers_of_any_size_have_digits():
    assert digits(-(10**6000)) == "-1" + "0" * 6000
    assert str(Polynomial.constant(10**6000)) == "1" + "0" * 6000
    assert exact(10**6000) == 10**6000


def test_generic_points_are_the_same_every_time():
    points = list(generic_points(["a", "b"], ["b"], number=30))
    assert points == list(generic_points(["a", "b"], ["b"], number=30))
    assert all(point["a"] > 0 for point in points)
    assert {point["b"] > 0 for point in points} == {True, False}


symmetric = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(st.integers(-2, 2), min_size=n, max_size=n), min_size=n, max_size=n)
)


@given(symmetric)
def test_negative_directions_are_negative_and_found_where_they_exist(half):
    size = len(half)
    matrix = [[Fraction(half[i][j] + half[j][i]) for j in range(size)] for i in range(size)]
    direction = negative_direction(matrix)
    if direction is None:
        assert sympy.Matrix(matrix).is_positive_semidefinite
    else:
        assert sum(direction[i] * matrix[i][j] * direction[j] for i in range(size) for j in range(size)) < 0


@given(symmetric)
def test_null_space_is_all_of_the_kernel(rows):
    matrix = [[Fraction(entry) for entry in row] for row in rows]
    basis = null_space(matrix, len(rows), Fraction(0), Fraction(1))
    assert len(basis) == len(rows) - sympy.Matrix(rows).rank()
    for vector in basis:
        assert all(sum(x * y for x, y in zip(row, vector, strict=True)) == 0 for row in matrix)
        whole = primitive_vector(vector)
        assert gcd(*whole) == 1
