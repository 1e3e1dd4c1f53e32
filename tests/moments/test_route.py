"""The fast route by itself: identities of P and its adjugate, units, sizes, the common denominator."""

import pytest
import sympy

import symflux as sf
from symflux.algebra import Polynomial, exact
from symflux.moments.rational import RationalMoments
from symflux.moments.route import moments_of
from symflux.moments.symbolic import SymbolicMoments

NETWORKS = {
    "triangle": sf.complete(3, spring=["a", "b", 2], pinning="c", baths={1: ("g", 1), 2: (2, 1)}),
    "masses": sf.chain(3, spring=["a", 1], pinning=1, masses=["m", 2, 3], baths={1: (1, 1), 3: (2, 1)}),
    "numbers": sf.ring(
        4, spring=[1, 2, 3, "1/5"], pinning="1/3", masses=[1, 2, 1, "1/2"], baths={1: (1, 1), 2: (2, 3)}
    ),
}


def matrix_of(moments):
    """K(s) as it stands in the solver, scaled."""
    s = sympy.Symbol("s")
    wrap = (lambda raw: Polynomial(raw).to_sympy()) if isinstance(moments, SymbolicMoments) else int
    size = moments.size
    grid = moments.grid
    K = sympy.Matrix(
        size,
        size,
        lambda i, j: sum(
            wrap(matrix[i].get(j, moments.zero)) * s**power
            for power, matrix in enumerate((grid.coupling, grid.damping, grid.mass))
        ),
    )
    return s, K, wrap


@pytest.mark.parametrize("name", NETWORKS)
def test_determinant_and_columns_are_those_of_K(name):
    moments = moments_of(NETWORKS[name].linear_model())
    s, K, wrap = matrix_of(moments)
    P = sum(wrap(c) * s**k for k, c in enumerate(moments.determinant))
    assert sympy.expand(K.det() - P) == 0
    column = [sum(wrap(c) * s**k for k, c in enumerate(entry)) for entry in moments.column(0)]
    product = K * sympy.Matrix(column)
    assert [sympy.expand(x) for x in product] == [sympy.expand(P), *[0] * (moments.size - 1)]


def test_numbers_and_symbols_go_their_own_ways_to_the_same_values():
    symbolic = sf.chain(3, spring=["x", "1/7"], pinning="2/3", masses="7/5", baths={1: ("2/3", 1), 3: ("5/2", 2)})
    numeric = symbolic.at({"x": "3/5"})
    left, right = moments_of(symbolic.linear_model()), moments_of(numeric.linear_model())
    assert isinstance(left, SymbolicMoments) and isinstance(right, RationalMoments)
    point = {"x": exact("3/5")}
    for i in range(3):
        for j in range(3):
            assert left.position_velocity(0, i, j).substitute(point) == right.position_velocity(0, i, j)
            assert left.velocity_velocity(0, i, j).substitute(point) == right.velocity_velocity(0, i, j)
            one, other = {i: 1}, {j: 1}
            assert left.position_position(0, one, other).substitute(point) == right.position_position(0, one, other)
    assert left.hurwitz_determinant().substitute(point) == right.hurwitz_determinant()


def test_equal_masses_keep_P_monic():
    moments = moments_of(sf.chain(5, spring="1/3", pinning="1/7", masses="7/5", baths={1: ("2/9", 1)}).linear_model())
    assert moments.determinant[-1] == 1


def test_hurwitz_determinant_of_one_oscillator_is_mass_times_friction():
    net = sf.chain(1, pinning="c", masses="m", baths={1: ("g", 1)})
    assert net.steady_state().hurwitz_determinant() == "m*g"


def test_hurwitz_determinant_vanishes_exactly_where_uniqueness_is_lost():
    ring = sf.ring(4, spring=["a", "b", "d", "e"], pinning=1, baths={1: (1, 1), 3: (1, 2)})
    D = ring.steady_state().hurwitz_determinant()
    assert D.at({"a": 1, "b": 1, "d": 1, "e": 1}) == 0
    assert D.at({"a": 1, "b": 1, "d": 1, "e": 2}).rational_function.value > 0


def test_dense_networks_take_the_characteristic_polynomial():
    net = sf.complete(20, spring=1, pinning=1, masses=[1, 2] * 10, baths={1: (1, 1), 2: ("1/2", 1), 3: (1, 3)})
    moments = moments_of(net.at({}).linear_model())
    by_minors = moments_of(sf.complete(5, spring=1, pinning=1, baths={1: (1, 1), 2: (2, 1)}).linear_model())
    assert by_minors._by_characteristic_polynomial() == by_minors.determinant
    assert len(moments._by_characteristic_polynomial()) == 41


def test_a_long_chain_is_solved_exactly():
    state = sf.chain(100, pinning=1, baths={1: (1, 2), 100: (1, 1)}).steady_state()
    first, middle = state.bond_flux(1, 2), state.bond_flux(50, 51)
    assert first == middle == state.bath_flux(1)
    assert 0 < float(first) < 1


def test_a_large_result_may_stay_unreduced_and_says_so(monkeypatch):
    monkeypatch.setattr("symflux.moments.symbolic.REDUCTION_LIMIT", 0)
    net = sf.chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")})
    flux = net.steady_state().bond_flux(1, 2)
    assert not flux.is_reduced
    monkeypatch.undo()
    reduced = net.at({}).steady_state().bond_flux(1, 2)
    assert reduced.is_reduced and flux == reduced
