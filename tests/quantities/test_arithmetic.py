"""Results of one steady state combine into results that remember it."""

import pickle
from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

import symflux as sf
from symflux.errors import NetworkError, SignError
from symflux.moments import symbolic

NET = sf.Network.from_edges([(1, 2, "k"), (1, 3, 1)], pinning=1, baths={1: (1, "T1"), 2: (1, "T2"), 3: (2, 3)})
SS = NET.steady_state()
K = sympy.Symbol("k", positive=True)
LEAVES = [SS.bond_flux(1, 2), SS.bath_flux(3), SS.kinetic_temperature(1), SS.energy(), SS.conductance(1, 2)]
OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: 2 * a - b * Fraction(1, 3),
    lambda a, b: b - a,
]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(LEAVES), st.sampled_from([*LEAVES, 2, Fraction(1, 3), K]), st.sampled_from(OPERATIONS))
def test_arithmetic_agrees_with_sympy(a, b, operation):
    found = operation(a, b)
    value = b.expr if hasattr(b, "expr") else sympy.Rational(b) if isinstance(b, Fraction) else sympy.sympify(b)
    assert found.network == NET and found.state is SS
    assert sympy.cancel(found.expr - sympy.sympify(operation(a.expr, value))) == 0


def test_a_sum_of_fluxes_is_the_question_that_its_text_is():
    total = sum([SS.bond_flux(1, 2), SS.bond_flux(1, 3)])
    one = sf.prove(total > 0, given=["T1 > T2", "T1 > 3"], seconds=10)
    other = sf.prove("flux(1,2) + flux(1,3) > 0", given=["T1 > T2", "T1 > 3"], network=NET, seconds=10)
    assert one.is_proved and other.is_proved
    assert one.certificate.data["proof"] == other.certificate.data["proof"]
    assert total == SS.bath_flux(1)
    assert total.coefficients == SS.bath_flux(1).coefficients


def test_what_is_not_linear_has_a_value_and_no_coefficients():
    square = SS.bond_flux(1, 2) ** 2
    assert sympy.cancel(square.expr - SS.bond_flux(1, 2).expr ** 2) == 0
    assert sympy.cancel((1 / SS.energy()).expr - 1 / SS.energy().expr) == 0
    with pytest.raises(NetworkError, match="linear form"):
        _ = square.coefficients


def test_foreign_expressions_go_to_sympy_and_parameters_stay():
    x = sympy.Symbol("x")
    flux = SS.bond_flux(1, 2)
    assert all(isinstance(foreign, sympy.Expr) for foreign in (flux * x, x * flux, flux * sympy.pi, flux ** x))
    assert (K * flux).network == NET and (flux * "k") == K * flux
    assert sympy.cancel((K * flux).expr - K * flux.expr) == 0


def test_results_of_two_networks_do_not_mix():
    other = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    for mix in (lambda: other + LEAVES[0], lambda: other > LEAVES[0], lambda: other / LEAVES[0]):
        with pytest.raises(NetworkError, match="two networks"):
            mix()


def test_a_result_and_its_values_belong_together():
    flux = SS.bond_flux(1, 2)
    there = flux.at({"k": 2})
    assert there.state is SS
    assert sympy.cancel((there - flux).expr - (there.expr - flux.expr)) == 0
    both = there + SS.bath_flux(3).at({"k": 2})
    assert both.quantity.at == there.quantity.at
    assert both.coefficients[1] == there.coefficients[1] + SS.bath_flux(3).at({"k": 2}).coefficients[1]
    assert (both.at({"T1": 1, "T2": 1})).rational_function.is_constant


def test_a_combination_survives_pickling():
    total = SS.bond_flux(1, 2) - 2 * SS.bath_flux(3)
    again = pickle.loads(pickle.dumps(total))
    assert again == total and again.quantity == total.quantity


def test_nothing_divided_by_itself_is_one_where_it_is_zero():
    cold = sf.chain(2, pinning=1, baths={1: (1, 1), 2: (1, 1)}).steady_state()
    ratio = cold.bath_flux(1) / cold.bath_flux(1)
    with pytest.raises(NetworkError, match="divides by what is zero"):
        _ = ratio.expr
    with pytest.raises(SignError, match="divides by what is zero"):
        sf.prove("bath_flux(1)/bath_flux(1) == 1", network=cold.network, seconds=3)


def test_a_result_is_no_truth_value_and_no_function():
    with pytest.raises(SignError, match="no truth value"):
        bool(LEAVES[0])
    with pytest.raises(NetworkError, match=r"write \.at\(\{'k': 1\}\)"):
        LEAVES[0](k=1)
    with pytest.raises(NetworkError, match=r"write \.at\(\{'k': 2\}\)"):
        LEAVES[0].at(k=2)


def test_value_spectrum_claim_and_latex_build_one_solver(monkeypatch):
    built = []
    true_init = symbolic.SymbolicMoments.__init__

    def counted(self, *arguments):
        built.append(1)
        true_init(self, *arguments)

    monkeypatch.setattr(symbolic.SymbolicMoments, "__init__", counted)
    net = sf.chain(3, spring="k", pinning="c", baths={1: ("g", "T1"), 3: (1, "T2")})
    flux = net.steady_state().bond_flux(1, 2)
    _ = flux.expr, flux.spectrum().sign_changes, (flux > 0).difference, flux.latex()
    assert len(built) == 1


@pytest.mark.parametrize("base", ["__import__('os').getpid()", "2", 2.0])
def test_text_and_floats_have_no_powers(base):
    result = sf.chain(2, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    with pytest.raises(TypeError, match="unsupported operand"):
        base**result
    assert (2**result).has(*result.expr.free_symbols)
