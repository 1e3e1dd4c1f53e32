"""The steady state and its results: values put in, comparing, arithmetic, refusals."""

import pickle
from fractions import Fraction

import numpy as np
import pytest
import sympy

import symflux as sf
from symflux.steady_state.flux import Flux

T1, T2, k = (sympy.Symbol(name, positive=True) for name in ("T1", "T2", "k"))


@pytest.fixture
def pair():
    return sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()


def test_flux_of_a_pair(pair):
    assert sympy.cancel(k**2 * (T1 - T2) / (2 * (k**2 + k + 1)) - pair.bond_flux(1, 2).expr) == 0


def test_zero_temperature_is_allowed(pair):
    assert pair.bond_flux(1, 2).at({"T2": 0, "k": 1, "T1": 6}).expr == 1


def test_zero_spring_is_allowed(pair):
    assert pair.bond_flux(1, 2).at({"k": 0}).expr == 0


def test_values_may_come_one_after_another(pair):
    flux = pair.bond_flux(1, 2)
    assert flux.at({"k": 1}).at({"T1": 2}).at({"T2": 1}) == flux.at({"k": 1, "T1": 2, "T2": 1}) == Fraction(1, 6)


def test_a_value_is_given_once(pair):
    with pytest.raises(sf.NetworkError, match="k already has a value"):
        pair.bond_flux(1, 2).at({"k": 1}).at({"k": 2})


def test_parameters_may_be_swapped_and_replaced_by_new_ones(pair):
    flux = pair.bond_flux(1, 2)
    assert flux.at({"T1": "T2", "T2": "T1"}) == pair.bond_flux(2, 1)
    scaled = flux.at({"k": "2*x"})
    assert scaled.at({"x": 1}) == flux.at({"k": 2})
    assert scaled.at({"x": 1}).quantity == flux.at({"k": 2}).quantity


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"q": 1}, "no parameter 'q'"),
        ({"k": -1}, "positive unless declared real"),
        ({"k": 0.5}, "k: 0.5 is a float"),
        ({"k": np.float64(0.5)}, "k: 0.5 is a float"),
        ({"k": True}, "k: True is a truth value"),
        ({"k": "1/0"}, "k: .*division by zero"),
        ({"k": None}, "k: NoneType"),
        ({3: 1}, "not a parameter"),
        ([("k", 1)], "values are given as"),
    ],
)
def test_bad_values_are_refused(pair, values, words):
    with pytest.raises(sf.NetworkError, match=words) as caught:
        pair.bond_flux(1, 2).at(values)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [np.int64(2), sympy.Integer(2), Fraction(2), "2", "4/2", 2])
def test_values_of_every_exact_kind_are_the_same(pair, value):
    assert pair.bond_flux(1, 2).at({"k": value}) == pair.bond_flux(1, 2).at({k: 2})


def test_symbols_of_other_assumptions_are_the_same_parameter(pair):
    assert pair.bond_flux(1, 2).at({sympy.Symbol("k", real=True): 2}) == pair.bond_flux(1, 2).at({"k": 2})


def test_exceptional_values_raise_and_name_the_mode():
    network = sf.Network.from_edges(
        [(1, 3, 1), (1, 4, 1), (2, 3, 1), (2, 4, "k")],
        pinning={1: 1, 2: 1, 3: 1, 4: "p"},
        baths={1: (1, "T1"), 2: (1, "T2")},
    )
    flux = network.steady_state().kinetic_temperature(3)
    with pytest.raises(sf.UniquenessError, match="q3 - q4 moves by itself"):
        flux.at({"k": 1, "p": 1})


def test_values_that_make_the_energy_unbounded_are_refused():
    ss = sf.Network.from_matrix([["a", "-b"], ["-b", "c"]], baths={1: (1, 1), 2: (1, 2)}).steady_state()
    assert ss.bond_flux(1, 2).at({"a": 3, "b": 1, "c": 3}) == Fraction(-1, 8)
    with pytest.raises(sf.NetworkError, match=r"not bounded below.*q = \(5, 1\)"):
        ss.bond_flux(1, 2).at({"a": 1, "b": 5, "c": 1})
    with pytest.raises(sf.NetworkError, match="not bounded below"):
        ss.bond_flux(1, 2).at({"a": 1, "b": 5}).at({"c": 1})


def test_coefficients_are_results_and_add_up(pair):
    flux = pair.bond_flux(1, 2)
    assert sympy.cancel(flux.coefficient(1) * T1 + flux.coefficient(2) * T2 - flux.expr) == 0
    with pytest.raises(sf.NetworkError, match="no site 3"):
        flux.coefficient(3)
    with pytest.raises(sf.NetworkError, match="not a linear form"):
        pair.entropy_production().coefficient(1)


def test_numbers_convert_and_formulas_refuse(pair):
    assert float(pair.bond_flux(1, 2).at({"k": 1, "T1": 6, "T2": 0})) == 1.0
    with pytest.raises(sf.NetworkError, match="it depends on"):
        float(pair.bond_flux(1, 2))


def test_results_work_in_sympy(pair):
    flux = pair.bond_flux(1, 2)
    assert sympy.sympify(flux) == flux.expr
    assert flux + 1 == flux.expr + 1
    assert 2 * flux == 2 * flux.expr
    assert T1 * flux == T1 * flux.expr
    assert sum([flux, flux]) == 2 * flux.expr
    assert sympy.sympify(flux.numerator).free_symbols == {k, T1, T2}


def test_equality_is_exact_and_hash_agrees(pair):
    flux = pair.bond_flux(1, 2)
    assert flux == -pair.bond_flux(2, 1)
    assert flux == flux.expr
    assert hash(flux) == hash(pair.bath_flux(1))
    assert hash(flux.at({"k": 1, "T1": 6, "T2": 0})) == hash(1)
    assert flux != 0.5
    assert flux != "no formula ("


def test_results_survive_pickling(pair):
    flux = pair.bond_flux(1, 2).at({"T1": 3})
    again = pickle.loads(pickle.dumps(flux))
    assert (again, again.network, again.quantity) == (flux, flux.network, flux.quantity)
    assert isinstance(again, Flux)
    state = pickle.loads(pickle.dumps(pair))
    assert state.bond_flux(1, 2) == pair.bond_flux(1, 2)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda ss: ss.bond_flux(1, 3), "no site 3; sites: 1, 2"),
        (lambda ss: ss.bond_flux(1, 1), "no bond 1-1"),
        (lambda ss: ss.bath_flux("1"), "no site '1'"),
        (lambda ss: ss.bath_flux(True), "no site"),
        (lambda ss: ss.conductance(1, 1), "two different baths"),
        (lambda ss: ss.kinetic_temperature([1]), "no site"),
        (lambda ss: ss.covariance(("x", 1), ("q", 1)), "a coordinate is"),
        (lambda ss: ss.covariance(("q", 9), ("q", 1)), "no site 9"),
        (lambda ss: ss.network.steady_state(method="magic"), "use one of auto, lyapunov, moments"),
    ],
)
def test_questions_without_an_answer_are_refused_in_one_line(pair, ask, words):
    with pytest.raises(sf.NetworkError, match=words) as caught:
        ask(pair)
    assert "\n" not in str(caught.value)


def test_no_bath_at_a_site():
    with pytest.raises(sf.NetworkError, match="no bath at site 2; baths at: 1"):
        sf.chain(2, pinning=1, baths={1: (1, 1)}).steady_state().bath_flux(2)


@pytest.mark.parametrize("method", ["moments", "lyapunov"])
def test_unpinned_network_gives_differences_and_refuses_positions(method):
    ss = sf.chain(3, spring=["a", "b"], baths={1: (1, "T1"), 3: (1, "T3")}).steady_state(method=method)
    assert ss.position_difference(1, 2).expr != 0
    assert ss.position_difference(2, 2) == 0
    for ask in (lambda: ss.Q, lambda: ss.covariance(("q", 1), ("q", 1)), lambda: ss.covariance(("q", 1), ("v", 2))):
        with pytest.raises(sf.NetworkError, match="diverges: nothing holds the network along"):
            ask()
    assert ss.covariance(("v", 1), ("p", 2)).expr is not None


def test_difference_of_two_unpinned_pieces_diffuses():
    ss = sf.Network.from_edges(
        [(1, 2, 1), (3, 4, 1)], baths={1: (1, 1), 2: (1, 2), 3: (1, 3), 4: (1, 4)}
    ).steady_state()
    assert ss.position_difference(1, 2).expr > 0
    with pytest.raises(sf.NetworkError, match="diffuses"):
        ss.position_difference(1, 3)


def test_asking_for_one_flux_does_not_compute_all():
    ss = sf.chain(5, pinning=1, baths={1: (1, 1), 5: (1, 2)}).steady_state()
    flux = ss.bond_flux(2, 3)
    assert not ss.powers.known
    assert flux.coefficients
    assert len(ss.powers.known) == 1


def test_a_claim_does_not_wait_for_the_value():
    ss = sf.chain(5, spring="k", pinning="c", baths={1: ("g", "T1"), 5: ("h", "T5")}).steady_state()
    assert sf.prove(ss.bond_flux(3, 4) > 0, given=["T1 > T5"]).verdict == "proved"
    assert not ss.powers.known


def test_results_of_thousands_of_digits_can_be_shown():
    """Python itself refuses to print integers of more than 4300 digits."""
    ss = sf.chain(2, spring=10**2500, pinning=1, baths={1: (1, "T"), 2: (3, 1)}).steady_state()
    flux = ss.bond_flux(1, 2)
    assert "digits" in repr(flux)
    assert len(str(flux.rational_function)) > 5000
    assert flux.at({"T": 1}) == 0


def test_chain_of_64_sites_is_exact_and_conserves_heat():
    ss = sf.chain(64, pinning="1/3", baths={1: (1, 2), 64: (2, 1)}).steady_state()
    assert ss.bath_flux(1) == ss.bond_flux(31, 32) == -ss.bath_flux(64)
