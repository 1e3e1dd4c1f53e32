"""The sign that coefficients show, with real parameters among the positive ones."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symflux.algebra import Polynomial, exact

POSITIVE = (Fraction(1, 3), Fraction(1), Fraction(4))
REAL = (*POSITIVE, Fraction(0), Fraction(-1, 2), Fraction(-3))


@pytest.mark.parametrize(
    ("text", "real", "strict", "weak"),
    [
        ("a + 2*b", "", 1, 1), ("-a - b**2", "", -1, -1), ("a - b", "", None, None), ("0", "", 0, 0), ("0", "a", 0, 0),
        ("a", "a", None, None), ("a**2 + 1", "a", 1, 1), ("a**2", "a", None, 1), ("-a**2*b", "a", None, -1),
        ("-a**2*b - b", "a", -1, -1), ("a**2 + b**2", "ab", None, 1), ("a**2 + a + 1", "a", None, None),
    ],
)  # fmt: skip
def test_signs_are_read_off_only_where_they_are_plain(text, real, strict, weak):
    polynomial = exact(text).numerator
    assert polynomial.sign(set(real)) == strict
    assert polynomial.sign(set(real), strict=False) == weak


def test_the_sign_of_a_quotient_needs_a_denominator_without_zeros():
    assert exact("(a + b)/(a*b + 1)").sign() == 1
    assert exact("-a/(b + 1)").sign() == -1
    assert exact("a/x**2").sign({"x"}) is None and exact("a/x**2").sign({"x"}, strict=False) is None
    assert exact("x**2/(x**2 + a)").sign({"x"}, strict=False) == 1


TERMS = st.lists(
    st.tuples(st.integers(-2, 3), st.integers(0, 2), st.integers(0, 2), st.integers(0, 1)), min_size=1, max_size=4
)


@given(TERMS, st.sets(st.sampled_from("xyz")))
def test_a_sign_that_is_shown_holds_at_every_point(terms, real):
    polynomial = Polynomial.from_terms([((("x", i), ("y", j), ("z", k)), c) for c, i, j, k in terms])
    strict, weak = polynomial.sign(real), polynomial.sign(real, strict=False)
    assert strict is None or strict == weak
    for values in itertools.product(*(REAL if n in real else POSITIVE for n in "xyz")):
        value = polynomial.evaluate(dict(zip("xyz", values, strict=True)))
        found = (value > 0) - (value < 0)
        assert strict in (None, found)
        assert weak is None or found in (0, weak)


@given(TERMS, st.sets(st.sampled_from("xyz")))
def test_only_a_mixture_or_a_real_parameter_hides_a_sign(terms, real):
    polynomial = Polynomial.from_terms([((("x", i), ("y", j), ("z", k)), c) for c, i, j, k in terms])
    if polynomial.sign(real) is None:
        signs = {c > 0 for _, c in polynomial.terms()}
        assert len(signs) == 2 or real & set(polynomial.names)


def test_factors_that_differ_in_coefficients_beyond_64_bits():
    x, y = Polynomial.variable("x"), Polynomial.variable("y")
    for p in ((x + 10**30) * (x + 10**40), -6 * (x * y + 10**30) ** 2 * (x * y + 10**40) * (10**50 * x * y + 1)):
        constant, factors = p.factor()
        product = Polynomial.constant(constant)
        for factor, exponent in factors:
            product = product * factor**exponent
        assert product == p and len(factors) == len(set(factors)) > 1
