"""Sums of exponentials: exact for rational and quadratic roots of any multiplicity, enclosed for all others."""

from fractions import Fraction

import mpmath
import pytest
import sympy

from symflux.algebra.exponentials import ExponentialSum
from symflux.errors import ExpressionError

t, s = sympy.symbols("t s", positive=True)


def product(*factors):
    """Coefficients, constants first."""
    found = sympy.Poly(sympy.prod(factors), s)
    return [int(c) for c in found.all_coeffs()[::-1]]


EXACT = {
    "simple": [s + 1, s + 2],
    "double": [s + 1, s + 1],
    "triple and simple": [2 * s + 1, 2 * s + 1, 2 * s + 1, s + 3],
    "pair": [s**2 + 2 * s + 5],
    "double pair": [s**2 + s + 1, s**2 + s + 1, s + 1],
    "real irrational": [s**2 + 3 * s + 1, s**2 + 4 * s + 1],
    "double irrational": [s**2 + 4 * s + 1, s**2 + 4 * s + 1],
}


@pytest.mark.parametrize("name", EXACT)
def test_the_transform_of_the_exact_sum_is_what_it_came_from(name):
    bottom = product(*EXACT[name])
    top = [Fraction(3), Fraction(-1, 2), Fraction(2)][: len(bottom) - 1]
    found = ExponentialSum(top, bottom).exact(t)
    back = sympy.laplace_transform(sympy.expand(found), t, s, noconds=True)
    wanted = sum(sympy.Rational(c) * s**k for k, c in enumerate(top)) / sum(c * s**k for k, c in enumerate(bottom))
    for point in (sympy.Rational(1, 3), 2, 7):
        assert abs((back - wanted).subs(s, point).evalf(40)) < 1e-30
    assert found.is_real is not False and not found.has(sympy.I)


@pytest.mark.parametrize("name", EXACT)
def test_the_enclosed_value_is_the_exact_one(name):
    bottom = product(*EXACT[name])
    total = ExponentialSum([1, 2], bottom)
    exact = total.exact(t)
    for time in (Fraction(0), Fraction(1, 7), Fraction(30)):
        value, error = total.value(time, 20)
        with mpmath.workdps(60):
            wanted = mpmath.mpf(str(exact.subs(t, sympy.Rational(time)).evalf(50)))
            assert abs(wanted - value) <= error and error < 1e-19


def test_errors_are_bounds():
    """Nearly equal roots, of which large terms cancel: the value moves by less than the bound with more digits."""
    total = ExponentialSum([1], product(1000 * s + 1000, 1000 * s + 1001, s**3 + s**2 + s + 1 + 10))
    for time in (Fraction(0), Fraction(5, 3), Fraction(40)):
        coarse, error = total.value(time, 6)
        fine, smaller = total.value(time, 60)
        with mpmath.workdps(80):
            assert abs(coarse - fine) <= error + smaller and smaller < error * mpmath.mpf(10) ** -40


def test_a_cubic_is_not_exact_and_its_value_is_that_of_the_inverse_transform():
    total = ExponentialSum([1, 1], [3, 3, 2, 1])
    assert total.exact(t) is None
    with mpmath.workdps(30):
        wanted = mpmath.invertlaplace(lambda x: (1 + x) / (3 + 3 * x + 2 * x**2 + x**3), 2, method="talbot")
    assert abs(total.value(Fraction(2), 15)[0] - wanted) < 1e-14


def test_what_is_zero_is_zero():
    assert ExponentialSum([0], [1, 1, 1, 3]).value(Fraction(1), 15) == (0, 0)
    assert ExponentialSum([0], [1, 1]).exact(t) == 0


def test_what_is_out_of_reach_is_refused():
    with pytest.raises(ExpressionError, match="out of reach"):
        ExponentialSum([1], [1, 1, 1, 3]).value(Fraction(1), 10_000)
