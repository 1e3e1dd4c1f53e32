"""Facts about series in eps and the estimates made from them."""

from fractions import Fraction

import pytest
import sympy

import symflux as sf
from symflux.algebra import RationalFunction, exact
from symflux.anharmonic.series import Series
from symflux.errors import InexactInputError, NetworkError


def series(*values: object) -> Series:
    return Series("phi", tuple(exact(value) for value in values))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (("1/3", -2, 0, "1/7"), "1/3 - 2*eps + 1/7*eps**3 + O(eps**4)"),
        ((0, 1), "eps + O(eps**2)"),
        ((0, 0), "0 + O(eps**2)"),
        ((-1,), "-1 + O(eps)"),
        (("a - b", "a*b"), "(a - b) + a*b*eps + O(eps**2)"),
        ((Fraction(10**50 + 1, 3 * 10**50),), "0.33333333... + O(eps)"),
    ],
)
def test_series_prints_as_a_sum_with_its_remainder(values, text):
    assert text == str(series(*values))


def test_coefficients_are_exact_sympy_numbers():
    assert [sympy.Rational(1, 3), sympy.Integer(-2)] == series("1/3", -2).coefficients


def test_pade_reproduces_a_rational_function():
    """(1 + 2 e)/(1 + 3 e) = 1 - e + 3 e^2 - 9 e^3 + ..."""
    estimate = series(1, -1, 3, -9).pade(1, 1)
    assert Fraction(1 + 2, 1 + 3) == estimate.value(1)
    assert (Fraction(1), Fraction(2)) == estimate.top
    assert "estimate" in str(estimate)


def test_pade_beyond_the_known_order_is_refused():
    with pytest.raises(NetworkError, match="needs order 3"):
        series(1, 2, 3).pade(2, 1)


def test_pade_that_does_not_exist_is_refused():
    with pytest.raises(NetworkError, match="no Pade estimate"):
        series(1, 0, 1).pade(1, 1)


def test_pade_at_its_pole_is_refused():
    with pytest.raises(NetworkError, match="pole"):
        series(1, 1).pade(0, 1).value(1)


def test_truncation_adds_the_terms_asked_for():
    assert Fraction(1) + Fraction(2, 10) == series(1, 2, 3).truncated("1/10", 1)
    with pytest.raises(NetworkError, match="order 4 is not known"):
        series(1, 2, 3).truncated(1, 4)
    with pytest.raises(InexactInputError):
        series(1, 2, 3).truncated(0.1)


def test_symbolic_series_needs_values_before_it_is_summed():
    symbolic = series("a", "a*b")
    with pytest.raises(NetworkError, match="depends on a, b"):
        symbolic.truncated(1)
    assert Fraction(8) == symbolic.at({"a": 2, sympy.Symbol("b", positive=True): 3}).truncated(1)
    with pytest.raises(NetworkError, match="no parameter 'z'"):
        symbolic.at({"z": 1})


def test_leading_order_skips_coefficients_that_vanish():
    assert series(0, 0, "a").leading_order == 2
    assert series(0, 0).leading_order is None


def test_a_real_spring_that_may_be_zero_gives_no_direction():
    """k = x**2 carries nothing at x = 0, so the sign of its flux depends on x."""
    net = sf.Network.from_edges([(1, 2, "x**2")], real=["x"], pinning=1, baths={1: (1, 2), 2: (1, 1)})
    direction = net.anharmonic_series(order=1).direction((1, 2))
    assert direction.sign is None and "depends on the parameters" in direction.statement
    assert net.anharmonic_series(order=1).is_asymptotic


def test_latex_carries_the_remainder():
    assert series("1/3", -2).latex() == r"\frac{1}{3} - 2 \varepsilon + O(\varepsilon^{2})"


def test_equal_series_are_equal_objects():
    assert series(1, 2) == series(1, 2) != series(1, 3)
    assert len({series(1, 2), series(1, 2)}) == 1
    assert RationalFunction.constant(1) == series(1).rational_functions[0]
