"""Results: values, substitution, arithmetic, equality, pickling, text."""

import pickle

import pytest
import sympy

import symflux as sf

NET = sf.complete(3, spring=["a", "b", "b"], pinning="c", baths={1: (1, "T1"), 2: (1, "T2")})
FLUX = NET.steady_state().bond_flux(1, 2)


def test_value_is_the_sum_of_coefficients_times_temperatures():
    T1, T2 = sympy.symbols("T1 T2", positive=True)
    parts = FLUX.coefficient(1).expr * T1 + FLUX.coefficient(2).expr * T2
    assert sympy.cancel(parts - FLUX.expr) == 0


def test_two_baths_print_as_a_difference():
    T1, T2 = sympy.symbols("T1 T2", positive=True)
    assert (T1 - T2) in FLUX.expr.args


def test_substitution_in_steps_and_at_once():
    once = FLUX.at({"a": 9, "b": 13, "c": 1, "T1": 2, "T2": 1})
    steps = FLUX.at({"a": 9}).at({"b": 13, "c": 1}).at({sympy.Symbol("T1"): 2, "T2": 1})
    assert once == steps == sympy.Rational(-18, 611)
    assert once.network is FLUX.network and once.quantity == steps.quantity
    assert float(once) == pytest.approx(-18 / 611)


def test_zero_temperature_is_a_limit_that_is_allowed():
    assert FLUX.at({"a": 1, "b": 1, "c": 1, "T1": 1, "T2": 0}) == sympy.Rational(1, 12)


def test_a_coupling_of_zero_is_a_limit_that_is_allowed():
    """Without its springs the middle site is reached by no bath; the limit of weak springs exists all the same."""
    chain = sf.chain(3, spring="k", pinning="c", baths={1: ("g", "T1"), 3: ("g", "T2")})
    limit = chain.steady_state().kinetic_temperature(2).at({"k": 0, "g": 1, "c": 1})
    assert limit.expr == (chain.symbol("T1") + chain.symbol("T2")) / 2
    assert chain.at({"k": 0}).hidden_modes() == [(0, 1, 0)]
    symmetric = sf.Network.from_edges([(1, 2, "a"), (2, 3, "b")], pinning="c", baths={2: (1, "T")})
    with pytest.raises(sf.UniquenessError, match="at these values"):
        symmetric.steady_state().kinetic_temperature(1).at({"a": 1, "b": 1, "c": 1})


def test_values_that_leave_the_potential_without_a_bottom_are_refused():
    net = sf.Network.from_edges([(1, 2, "x")], pinning=1, real=["x"], baths={1: (1, "T1"), 2: (1, "T2")})
    heat = net.steady_state().bond_flux(1, 2)
    assert heat.at({"x": "-1/3"}).expr == (net.symbol("T1") - net.symbol("T2")) / 14
    with pytest.raises(sf.NetworkError, match=r"not bounded below: it is negative along q = \("):
        heat.at({"x": -1})


@pytest.mark.parametrize("values", [{"k": 1}, {"a": -1}, {"a": 0.5}, {"a": "1/0"}, {"a": "__import__('os')"}, 3])
def test_bad_values_are_refused(values):
    with pytest.raises(sf.SymfluxError):
        FLUX.at(values)


def test_values_that_take_uniqueness_away_are_refused_and_explained():
    net = sf.Network.from_edges([(1, 3, "k"), (1, 4, 1), (2, 3, 1), (2, 4, 1)], pinning=1, baths={1: (1, 2), 2: (1, 1)})
    warm = net.steady_state().kinetic_temperature(3)
    with pytest.raises(sf.UniquenessError, match="q3 - q4") as caught:
        warm.at({"k": 1})
    assert caught.value.hidden_modes == [(0, 0, 1, -1)]
    assert warm.at({"k": 2}).rational_function.value > 0


def test_arithmetic_leaves_for_sympy_exactly():
    k = NET.steady_state().conductance(1, 2)
    assert sympy.cancel((FLUX + FLUX) - 2 * FLUX.expr) == 0
    assert sympy.sympify(k) == k.expr and sympy.Symbol("x") + k == sympy.Symbol("x") + k.expr
    with pytest.raises(sf.InexactInputError):
        FLUX * 0.5


def test_equality_is_of_values_and_survives_pickling():
    again = pickle.loads(pickle.dumps(FLUX))
    assert again == FLUX and hash(again) == hash(FLUX)
    assert NET.steady_state().bond_flux(2, 1) != FLUX
    assert FLUX.coefficients == again.coefficients


def test_a_result_that_is_not_linear_says_so():
    with pytest.raises(sf.NetworkError, match="linear form"):
        _ = NET.steady_state().entropy_production().coefficients
    with pytest.raises(sf.NetworkError, match="not a number"):
        float(FLUX)


def test_the_text_of_a_large_result_stays_short():
    baths = {i: (f"g{i}", f"T{i}") for i in (1, 2, 3)}
    big = sf.complete(3, spring=["a", "b", "d"], pinning=["c1", "c2", "c3"], baths=baths)
    flux = big.steady_state().bond_flux(1, 2)
    assert len(repr(flux)) < 400 and "terms" in repr(flux)
