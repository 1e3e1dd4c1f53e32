"""Functions of numbers keep their digits where terms cancel."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import symflux as sf
from symflux.algebra import exact
from symflux.show.text.exports import to_callable

POWER = "(x - 1)**12/(y - 1/3)"
RESULTS = [
    sf.chain(5, spring="k", pinning="c", baths={1: ("g", "T1"), 5: (1, "T2")}).steady_state().bond_flux(2, 3),
    sf.Network.from_edges([(1, 2, "k"), (1, 3, "a"), (2, 3, "b")], baths={1: (1, "T1"), 2: (1, "T2"), 3: (1, "T3")})
    .steady_state()
    .bond_flux(1, 2),
]
NUMBERS = st.floats(min_value=1e-8, max_value=1e8)


def test_a_power_near_its_root_has_all_its_digits():
    function = to_callable(POWER)
    for x in (1.0001, 1 + 2.0**-40, -3.5):
        expected = (Fraction(x) - 1) ** 12 / (Fraction(2.5) - Fraction(1, 3))
        assert function(x=x, y=2.5) == pytest.approx(float(expected), rel=1e-15)
    assert function(x=1.0, y=2) == 0.0
    grid = function(x=np.array([[1.0, 1.00001], [2.0, 0.0]]), y=np.array([2.0, 4 / 3]))
    assert grid == pytest.approx(np.array([[0, 1e-60], [3 / 5, 1]]), rel=1e-9)


def test_an_exact_zero_is_zero_in_every_backend():
    flux = RESULTS[1]
    point = dict.fromkeys(flux.rational_function.names, 1.5)
    for backend in ("numpy", "mpmath", "python"):
        assert to_callable(flux, backend)(**point) == 0


@pytest.mark.parametrize("result", RESULTS, ids=str)
@given(data=st.data())
def test_doubles_agree_with_the_exact_value(result, data):
    names = result.rational_function.names
    point = {name: data.draw(NUMBERS, label=name) for name in names}
    value = exact(result).substitute({name: exact(Fraction(x)) for name, x in point.items()}).value
    assert to_callable(result)(**point) == pytest.approx(float(value), rel=1e-9, abs=0)
    with mpmath.workdps(30):
        assert mpmath.almosteq(to_callable(result, "mpmath")(**point), mpmath.mpf(value.numerator) / value.denominator)


def test_mpmath_has_the_digits_asked_for_where_terms_cancel():
    function = to_callable(POWER, "mpmath")
    with mpmath.workdps(80):
        x = 1 + mpmath.mpf(10) ** -70
        assert mpmath.almosteq(function(x=x, y=Fraction(4, 3)), (x - 1) ** 12, rel_eps=mpmath.mpf(10) ** -78)
        assert abs(function(x=1 + 1j, y=2) - mpmath.mpf(3) / 5) < mpmath.mpf(10) ** -70
        assert function(x=1, y="2") == 0
    with pytest.raises(ZeroDivisionError):
        function(x=2, y=Fraction(1, 3))


def test_what_is_no_number_stays_so():
    function = to_callable("a/(b + 1)")
    assert np.isnan(function(a=float("nan"), b=1)) and function(a=float("inf"), b=1) == float("inf")
    assert function(a=1e308, b=1e308) == pytest.approx(1.0)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        assert to_callable("1/(a - 1)")(a=1.0) == float("inf")
