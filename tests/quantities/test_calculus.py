"""Derivatives, limits, series and optima of results: against sympy, and with known answers."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import symflux as sf
from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.at_root import value_at_root
from symflux.algebra.real_roots import real_roots
from symflux.errors import DivergenceError, NetworkError

PAIR = sf.chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}).steady_state()
K = PAIR.conductance(1, 2)
k, c, g = (PAIR.network.symbol(name) for name in ("k", "c", "g"))


@pytest.mark.parametrize("name", ["k", "c", "g"])
def test_derivatives_are_sympys(name):
    symbol = PAIR.network.symbol(name)
    assert sympy.cancel(K.diff(name, 2).expr - sympy.diff(K.expr, symbol, 2)) == 0
    assert K.diff(symbol) == K.diff(name)


@pytest.mark.parametrize(("name", "to"), [("k", 0), ("k", "oo"), ("g", 0), ("g", "oo"), ("c", "oo"), ("c", 2)])
def test_limits_are_sympys(name, to):
    symbol = PAIR.network.symbol(name)
    expected = sympy.limit(K.expr, symbol, sympy.oo if to == "oo" else to)
    assert sympy.cancel(K.limit(name, to).expr - expected) == 0


@pytest.mark.parametrize(("name", "at"), [("k", 0), ("g", 0), ("c", 1), ("g", "oo"), ("k", "oo")])
def test_series_are_sympys(name, at):
    symbol = PAIR.network.symbol(name)
    found = K.series(name, order=4, at=at)
    point = sympy.oo if at == "oo" else at
    expected = sympy.series(K.expr, symbol, point, 4).removeO()
    mine = found.expr.removeO()
    difference = sympy.together(sympy.expand(mine - expected))
    assert sympy.limit(difference * (1 / symbol if at == "oo" else symbol - at) ** -3, symbol, point) == 0


def test_a_pole_and_its_leading_power():
    heat = sf.chain(2, spring="k", pinning=1, masses="m", baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    once = 1 / heat.bond_flux(1, 2)
    with pytest.raises(DivergenceError, match=r"like k\*\*-2"):
        once.limit("k", 0)
    power, coefficient = once.asymptotics("k", at=0)
    assert power == -2 and coefficient.rational_function != 0
    assert K.asymptotics("g")[0] == -1


def test_the_pair_conducts_best_at_the_fourth_root():
    """g^4 = k^4/(c + k)^2 at equal frictions."""
    best = K.maximum("g", at={"k": 2, "c": 1})
    assert best.point.minimal_polynomial("g") == 3 * Polynomial.variable("g") ** 2 - 4
    slope = K.diff("g").numerator
    square = RationalFunction.variable("k") ** 2 / (RationalFunction.variable("c") + RationalFunction.variable("k"))
    rest = slope.coefficients_in("g")
    assert len(rest) == 3 and RationalFunction(-rest[0], rest[2]) == square


def test_the_chain_of_eight_between_walls():
    chain = sf.chain(8, spring=1, pinning={1: 1, 8: 1}, baths={1: ("g", "T1"), 8: ("g", "T8")}).steady_state()
    best = chain.conductance(1, 8).maximum("g")
    assert f"{float(best.point):.6f}" == "0.866022"
    assert best.point.minimal_polynomial("g").degree("g") == 26
    points = chain.conductance(1, 8).stationary_points("g")
    assert [each.kind for each in points].count("maximum") >= 1


def test_a_value_at_an_algebraic_number_has_its_minimal_polynomial():
    there = K.at({"g": sympy.sqrt(2), "k": 1, "c": 1})
    assert abs(float(there) - float(K.expr.subs({g: sympy.sqrt(2), k: 1, c: 1}))) < 1e-12
    best = K.maximum("g", at={"k": 1, "c": 1})
    assert K.at({"g": best.point, "k": 1, "c": 1}) == best.value
    with pytest.raises(sf.NetworkError, match="positive unless declared real"):
        K.at({"g": -sympy.sqrt(2), "k": 1, "c": 1})


@given(st.lists(st.integers(-5, 5), min_size=2, max_size=4), st.lists(st.integers(1, 5), min_size=1, max_size=3))
def test_values_at_roots_are_roots_of_their_polynomial(top, bottom):
    x = RationalFunction.variable("x")
    value = sum((x**j * a for j, a in enumerate(top)), x * 0) / sum((x**j * b for j, b in enumerate(bottom)), x * 0)
    root = real_roots(Polynomial.variable("x") ** 3 - 2)[0]
    found = value_at_root(value, "x", root)
    expected = float(value.evaluate({"x": root.refine(Fraction(1, 10**30)).low})) if value.names else float(value.value)
    assert abs(float(found) - expected) < 1e-9 * (1 + abs(expected))


def test_no_largest_value_is_said():
    heat = sf.chain(2, spring="k", pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state().bond_flux(1, 2)
    with pytest.raises(sf.NetworkError, match="approached as k goes to oo"):
        heat.maximum("k")
    assert heat.stationary_points("k") == []


@pytest.mark.parametrize(
    "ask",
    [
        lambda: K.diff("kk"),
        lambda: K.diff("k", 0),
        lambda: K.limit("q", 0),
        lambda: K.series("k", order=10**6),
        lambda: K.stationary_points("g"),
        lambda: K.maximum("g", at={"k": 1}),
        lambda: (K - K).asymptotics("g"),
    ],
)
def test_refusals(ask):
    with pytest.raises(sf.NetworkError):
        ask()


def test_answers_are_results_again():
    assert sf.prove(K.diff("k") > 0).is_proved
    assert K.series("k", order=4).coefficients[2].expr == 1 / (2 * c * g)
    assert "O(k**4)" in str(K.series("k", order=4))


def as_result(expression):
    """A rational function of k as a result of the pair."""
    return K / K * expression


def test_a_local_maximum_below_what_is_approached_is_no_largest_value():
    climbs = as_result(k * (k - 3) ** 2 / (k**3 + 10))  # 0.36 near 1, zero at 3, and then up to 1
    first, *_ = climbs.stationary_points("k")
    assert first.kind == "maximum" and float(first.value) < 0.5
    with pytest.raises(NetworkError, match="it is approached as k goes to oo"):
        climbs.maximum("k")


def test_a_rise_that_pauses_is_an_inflection():
    pauses = as_result((k - 1) ** 3)
    assert [(each.kind, float(each.point)) for each in pauses.stationary_points("k")] == [("inflection", 1.0)]
    kinds = [each.kind for each in as_result(k**4 / 4 - 2 * k**3 / 3 + k**2 / 2 - 5).stationary_points("k")]
    assert kinds == ["inflection"]  # k (k - 1)^2: only the double root is positive
    assert [each.kind for each in as_result((k - 2) ** 2).stationary_points("k")] == ["minimum"]
