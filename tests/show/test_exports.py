"""Results in other tools: the same value from functions, source code and JSON."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import mpmath
import numpy as np
import pytest

import symflux as sf
from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.errors import NetworkError
from symflux.show.text.exports import from_json, to_callable, to_json

TRIANGLE = sf.Network.from_edges(
    [(1, 2, "k12"), (1, 3, "k13"), (2, 3, "k23")], pinning="c", baths={1: ("gamma", "T1"), 2: ("lambda", "T2")}
).steady_state()
FLUX = TRIANGLE.bond_flux(1, 3)
POINT = {name: Fraction(k + 2, k + 1) for k, name in enumerate(FLUX.rational_function.names)}
EXACT = FLUX.at(POINT).rational_function.value


def long_quotient(terms=5_000):
    monomials = [(("a", k % 13), ("b", k % 17), ("c", k // 221), ("d", (7 * k) % 5)) for k in range(terms)]
    terms = [(tuple((n, e) for n, e in m if e), (-1) ** k * (k * k + 1)) for k, m in enumerate(monomials)]
    return RationalFunction(Polynomial.from_terms(terms), exact("a**2 + b*c + d**3 + 1").numerator, reduce=False)


def test_the_python_function_is_exact():
    assert to_callable(FLUX, "python")(**POINT) == EXACT
    assert to_callable(FLUX, "python")(*POINT.values()) == EXACT


def test_the_numpy_function_is_vectorised():
    function = to_callable(FLUX)
    grid = {name: float(value) for name, value in POINT.items()} | {"k12": np.array([[float(POINT["k12"]), 2.0]])}
    values = function(**grid)
    assert values.shape == (1, 2)
    assert values[0, 0] == pytest.approx(float(EXACT), rel=1e-12)
    assert isinstance(function(**{name: float(value) for name, value in POINT.items()}), float)


def test_the_mpmath_function_has_the_precision_asked_for():
    with mpmath.workdps(60):
        difference = to_callable(FLUX, "mpmath")(**POINT) - mpmath.mpf(EXACT.numerator) / EXACT.denominator
        assert abs(difference) < mpmath.mpf(10) ** -55


def test_five_thousand_terms_are_no_problem():
    value = long_quotient()
    assert len(value.numerator) == 5_000
    point = {"a": Fraction(1, 2), "b": Fraction(3, 4), "c": Fraction(2, 3), "d": Fraction(4, 5)}
    expected = value.numerator.evaluate(point) / value.denominator.evaluate(point)
    assert to_callable(value, "python")(**point) == expected
    many = to_callable(value)(a=np.full(100, 0.5), b=0.75, c=2 / 3, d=0.8)
    assert many == pytest.approx(np.full(100, float(expected)), rel=1e-8)


def test_integers_too_large_for_a_double_are_scaled():
    value = RationalFunction(exact("x").numerator * 10**400, Polynomial.constant(3 * 10**399))
    unreduced = RationalFunction(exact("x").numerator * 10**400, exact("x + 2").numerator * 10**400, reduce=False)
    assert to_callable(value)(x=3) == pytest.approx(10.0)
    assert to_callable(unreduced)(x=2.0) == pytest.approx(0.5)


def test_a_missing_or_unknown_value_is_named():
    function = to_callable("a/b")
    with pytest.raises(NetworkError, match="no value for b; parameters: a, b"):
        function(a=1)
    with pytest.raises(NetworkError, match="no parameter c"):
        function(a=1, b=2, c=3)
    with pytest.raises(NetworkError, match="given twice"):
        function(1, 2, b=2)
    with pytest.raises(NetworkError, match="backend 'fortran'"):
        to_callable("a", "fortran")


@pytest.mark.parametrize(
    "result",
    [
        FLUX,
        FLUX.at({"k12": "3/2", "T1": "T2"}),
        FLUX.coefficient(1),
        TRIANGLE.bath_flux(2),
        TRIANGLE.covariance(("q", 1), ("v", 2)),
        TRIANGLE.entropy_production(),
        TRIANGLE.conductance(1, 2),
        sf.paper.example_3().steady_state().bond_flux(1, 2),
    ],
    ids=lambda r: str(r.quantity),
)
def test_json_gives_the_result_back(result):
    text = to_json(result)
    back = from_json(text)
    assert back == result and back.quantity == result.quantity and back.network == result.network
    assert type(back) is type(result)
    assert to_json(back) == text


def test_the_documented_example_is_what_is_written():
    page = (__import__("pathlib").Path(__file__).parents[2] / "docs" / "json-format.md").read_text()
    shown = re.search(r"```json\n(.*?)```", page, re.DOTALL)[1]
    heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    assert json.loads(shown) == json.loads(to_json(heat))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": "symflux result 1"}', "1e999", '{"format": 3}'])
def test_json_that_is_no_result_is_refused(text):
    with pytest.raises(NetworkError):
        from_json(text)
