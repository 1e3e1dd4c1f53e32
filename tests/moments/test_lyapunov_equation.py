"""Lyapunov equations in general: residuals, numpy, singular cases."""

import pickle
import time
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.linalg import solve_continuous_lyapunov

import symflux as sf
from symflux.algebra import exact
from symflux.algebra.linear_system import SingularSystem
from symflux.moments.lyapunov_equation import _by_resolvent, solve_by_elimination

small = st.integers(-4, 4)


@st.composite
def equations(draw):
    size = draw(st.integers(1, 4))
    A = [[draw(small) for _ in range(size)] for _ in range(size)]
    half = [[draw(small) for _ in range(size)] for _ in range(size)]
    return A, [[half[i][j] + half[j][i] for j in range(size)] for i in range(size)]


@given(equations())
def test_solution_satisfies_the_equation_and_agrees_with_scipy(equation):
    A, B = equation
    try:
        Q = sf.solve_lyapunov(A, B)
    except sf.LyapunovError:
        eigenvalues = np.linalg.eigvals(np.array(A, dtype=float))
        assert np.abs(eigenvalues[:, None] + eigenvalues[None, :]).min() < 1e-4
        return
    assert sympy.Matrix(A) * Q + Q * sympy.Matrix(A).T + sympy.Matrix(B) == sympy.zeros(len(A))
    assert Q == Q.T
    eigenvalues = np.linalg.eigvals(np.array(A, dtype=float))
    assume(np.abs(eigenvalues[:, None] + eigenvalues[None, :]).min() > 1e-2)
    reference = solve_continuous_lyapunov(np.array(A, dtype=float), -np.array(B, dtype=float))
    assert np.allclose(np.array(Q.tolist(), dtype=float), reference, rtol=1e-5, atol=1e-6)


@given(equations(), st.data())
def test_singular_equation_is_refused_for_the_right_reason(equation, data):
    """A with eigenvalue 0: inconsistent iff the augmented system has a larger rank."""
    A, B = equation
    A = [[0 for _ in A[0]], *A[1:]]
    size = len(A)
    pairs = [(i, j) for i in range(size) for j in range(i, size)]
    unknowns = {pair: sympy.Symbol(f"q{pair[0]}_{pair[1]}") for pair in pairs}
    Q = sympy.Matrix(size, size, lambda i, j: unknowns[min(i, j), max(i, j)])
    residual = sympy.Matrix(A) * Q + Q * sympy.Matrix(A).T + sympy.Matrix(B)
    system, right = sympy.linear_eq_to_matrix([residual[p] for p in pairs], list(unknowns.values()))
    with pytest.raises(sf.LyapunovError, match="share an eigenvalue") as caught:
        sf.solve_lyapunov(A, B)
    assert caught.value.consistent == (system.row_join(right).rank() == system.rank())


def test_symbols_come_back_as_they_were_given():
    k, plain = sympy.Symbol("k", negative=True), sympy.Dummy("x")
    Q = sf.solve_lyapunov([[-1, -k], [1, 0]], [[2 * plain, 0], [0, 0]])
    assert Q.free_symbols == {k, plain}
    assert sympy.simplify(Q - sympy.Matrix([[plain, 0], [0, plain / k]])) == sympy.zeros(2)


def test_optomechanical_drift_matrix():
    """Six symbols, four coordinates (Vitali et al. 2007): solved, and checked entry by entry."""
    w, g, kappa, delta, G, n = sympy.symbols("w g kappa delta G n", positive=True)
    A = sympy.Matrix([[0, w, 0, 0], [-w, -g, G, 0], [0, 0, -kappa, delta], [G, 0, -delta, -kappa]])
    B = sympy.diag(0, g * (2 * n + 1), kappa, kappa)
    Q = sf.solve_lyapunov(A, B)
    residual = A * Q + Q * A.T + B
    point = {w: 2, g: 3, kappa: 5, delta: 7, G: sympy.Rational(1, 3), n: 4}
    assert residual.subs(point) == sympy.zeros(4)
    assert Q.subs(point).is_positive_definite


@pytest.mark.parametrize(
    ("A", "B", "error"),
    [
        ([[0.5]], [[1]], sf.InexactInputError),
        ([[1]], [[float("nan")]], sf.InexactInputError),
        ([[True]], [[1]], sf.InexactInputError),
        ([[-1, 0]], [[1]], sf.SymfluxError),
        ([], [], sf.SymfluxError),
        ("x", [[1]], sf.SymfluxError),
        ([[-1]], [[1, 0], [0, 1]], sf.LyapunovError),
        ([[-1, 0], [0, -1]], [[0, 1], [2, 0]], sf.LyapunovError),
        ([["1/0"]], [[1]], sf.SymfluxError),
        (np.array([[-0.5]]), np.array([[1]]), sf.InexactInputError),
    ],
)
def test_bad_input_is_refused(A, B, error):
    with pytest.raises(error) as caught:
        sf.solve_lyapunov(A, B)
    assert "\n" not in str(caught.value)


def test_numpy_integers_are_exact():
    assert sf.solve_lyapunov(np.array([[-2]]), np.array([[1]]))[0, 0] == sympy.Rational(1, 4)


def test_lyapunov_equation_of_a_network_gives_its_covariance():
    network = sf.complete(3, spring=["a", 1, 2], pinning=1, masses=1, baths={1: (1, 2), 2: ("g", 1)})
    V = sympy.Matrix(3, 3, lambda i, j: network.potential_matrix()[i][j].to_sympy())
    gamma = sympy.diag(1, sympy.Symbol("g", positive=True), 0)
    A = sympy.Matrix(sympy.BlockMatrix([[-gamma, -V], [sympy.eye(3), sympy.zeros(3)]]))
    B = sympy.diag(2 * gamma * sympy.diag(2, 1, 0), sympy.zeros(3))
    difference = sf.solve_lyapunov(A, B) - network.steady_state().Q
    assert difference.applyfunc(sympy.cancel) == sympy.zeros(6)


SYMBOLS = sympy.symbols("a b c")
entries = st.one_of(
    small, st.sampled_from(SYMBOLS), st.sampled_from([SYMBOLS[0] / (SYMBOLS[1] + 1), -(SYMBOLS[2] ** 2)])
)


@settings(max_examples=30)
@given(st.integers(1, 3), st.data())
def test_the_resolvent_and_elimination_give_the_same_exact_objects(size, data):
    cells = [[data.draw(entries) if data.draw(st.booleans()) else 0 for _ in range(size)] for _ in range(size)]
    drift = [[exact(cell) for cell in row] for row in cells]
    half = [[exact(data.draw(entries)) for _ in range(size)] for _ in range(size)]
    noise = [[half[i][j] + half[j][i] for j in range(size)] for i in range(size)]
    noise[0][0] = noise[0][0] + exact("d/(a + 3)")
    try:
        expected = solve_by_elimination(drift, noise)
    except SingularSystem:
        with pytest.raises(SingularSystem):
            _by_resolvent(drift, noise)
        return
    assert _by_resolvent(drift, noise) == expected


@given(st.integers(1, 6), st.data())
def test_stability_is_that_of_the_eigenvalues(size, data):
    A = [[data.draw(small) - (data.draw(st.integers(0, 6)) if i == j else 0) for j in range(size)] for i in range(size)]
    with_one_symbol = sympy.Matrix(A) + (SYMBOLS[0] - 1) * sympy.eye(size)
    try:
        Q, R = sf.solve_lyapunov(A, sympy.eye(size)), sf.solve_lyapunov(with_one_symbol, sympy.eye(size))
    except sf.LyapunovError:
        return
    largest = np.linalg.eigvals(np.array(A, dtype=float)).real.max()
    assume(abs(largest) > 1e-6)
    assert Q.stable is Q.is_covariance is bool(largest < 0)
    assert (Q.stability_conditions == []) is Q.stable
    if R.stable is None:
        decided = [bool(condition.subs(SYMBOLS[0], 1) > 0) for condition in R.stability_conditions]
        assert all(decided) is Q.stable
    else:
        assert R.stable is Q.stable
    if Q.stable:
        assert Q.is_positive_definite


def test_denominators_of_either_sign_do_not_turn_stability_round():
    x = sympy.Symbol("x", real=True)
    Q = sf.solve_lyapunov([[0, 1 / x], [-1 / x, -1 / x]], sympy.eye(2))
    for value, stable in ((2, True), (-2, False)):
        assert all(condition.subs(x, value) > 0 for condition in Q.stability_conditions) is stable


def test_a_solution_that_is_no_covariance_says_so():
    assert sf.solve_lyapunov([[1, 0], [0, 2]], sympy.eye(2)).is_covariance is False
    assert sf.solve_lyapunov([[-1, 0], [0, -2]], [[1, 2], [2, 1]]).is_covariance is False
    assert sf.solve_lyapunov([[-1, 0], [0, -2]], [[1, 1], [1, 1]]).is_covariance is True
    t = sympy.Symbol("T", positive=True)
    assert sf.solve_lyapunov([[-1, 0], [0, -2]], [[2 * t, t], [t, t]]).is_covariance is True
    assert sf.solve_lyapunov([[-1, 0], [0, -2]], [[t, 2 * t], [2 * t, t]]).is_covariance is False
    assert sf.solve_lyapunov([[-1, 0], [0, -2]], [[t, 1], [1, t]]).is_covariance is None


def test_a_solution_is_a_matrix_and_what_is_made_of_it_is_a_plain_one():
    k = sympy.Symbol("k", positive=True)
    Q = sf.solve_lyapunov([[-1, -k], [1, 0]], [[2, 0], [0, 0]])
    assert isinstance(Q, sympy.Matrix) and sympy.latex(Q) == sympy.latex(sympy.Matrix(Q))
    for made in (Q.T, 2 * Q, Q + Q, Q[:, 0], Q.subs(k, 2), Q.copy(), Q.applyfunc(sympy.factor), sympy.Matrix(Q)):
        assert type(made) is sympy.Matrix
    again = pickle.loads(pickle.dumps(Q))
    assert again == Q and again.stable and type(again) is type(Q)
    assert Q[1, 1] == Q[-1, -1] == 1 / k and Q.shape == (2, 2) and Q.det() == 1 / k


def test_symbols_may_have_any_name():
    gamma, odd = sympy.Symbol("γ", positive=True), sympy.Symbol("x y")
    Q = sf.solve_lyapunov([[-gamma, 0], [0, -odd]], [[2 * gamma, 0], [0, 1]])
    assert sympy.Matrix([[1, 0], [0, 1 / (2 * odd)]]) == Q
    assert Q.stability_conditions == [gamma * odd, odd + gamma]


@pytest.mark.parametrize("consistent", [True, False])
def test_a_singular_equation_shows_its_null_vectors(consistent):
    """Two equal particles that nothing holds: the centre diffuses, or does not where no noise drives it."""
    k = sympy.Symbol("k")
    A = sympy.Matrix([[0, 1, 0, 0], [-k, -1, k, 0], [0, 0, 0, 1], [k, 0, -k, -1]])
    noise = [1, 1] if not consistent else [1, -1]
    B = sympy.Matrix(4, 4, lambda i, j: noise[i // 2] * noise[j // 2] if i % 2 and j % 2 else 0)
    with pytest.raises(sf.LyapunovError, match=r"0 \(A has the null vector \(1, 0, 1, 0\)\)") as caught:
        sf.solve_lyapunov(A, B)
    error = caught.value
    assert error.consistent is consistent and error.free
    (vector,) = error.null_vectors
    assert A * vector == sympy.zeros(4, 1) and vector != sympy.zeros(4, 1)
    for solution in error.null_solutions:
        assert A * solution + solution * A.T == sympy.zeros(4) and solution == solution.T != sympy.zeros(4)
    assert len(error.null_solutions) == len(error.free)
    assert ("free" in str(error)) is consistent


def test_six_rows_and_four_symbols_are_quick():
    a, b, c, d = sympy.symbols("a b c d")
    A = sympy.Matrix(
        [
            [0, 2, 3 * b, 0, -1, 1], [a, -3, 0, 1, 2, 0], [0, 3 * c, 1, -2, 0, d],
            [2, 0, d, -1, 0, 3], [1, 2 * b, 0, 0, -2, a], [0, -1, 3, c, 0, -3],
        ]
    )  # fmt: skip
    started = time.process_time()
    Q = sf.solve_lyapunov(A, sympy.eye(6))
    assert time.process_time() - started < 2  # 0.05 s on an idle core
    point = {a: 2, b: 3, c: sympy.Rational(1, 2), d: -1}
    P = A.subs(point)
    values = Q.at(point)
    assert P * values + values * P.T == -sympy.eye(6)
    with pytest.raises(sf.NetworkError, match="no symbol e in the equation; symbols: a, b, c, d"):
        Q.at({"e": 1})


@settings(max_examples=50)
@given(st.integers(1, 5), st.data())
def test_conditions_with_denominators_are_those_of_the_matrix_itself(size, data):
    x = sympy.Symbol("x", real=True)
    shift = data.draw(st.sampled_from([-4, -2, 2, 4]))
    A = sympy.Matrix(size, size, lambda i, j: data.draw(small) + shift * (i == j))
    drift = A / (x - 1) + sympy.diag(*[sympy.Integer(k) / 7 for k in range(size)]) / x
    try:
        Q = sf.solve_lyapunov(drift, sympy.eye(size))
    except sf.LyapunovError:
        return
    for value in (-2, sympy.Rational(1, 2), 3):
        at = drift.subs(x, value)
        point = {"x": exact(value)}
        found = [condition.substitute(point).value for condition in Q._conditions]
        assert found[:size] == [Fraction(int(c.p), int(c.q)) for c in at.charpoly().all_coeffs()[:0:-1]]
        largest = np.linalg.eigvals(np.array(at, dtype=float)).real.max()
        if abs(largest) > 1e-6:
            assert all(c > 0 for c in found) is bool(largest < 0)


def test_positive_coefficients_are_not_enough():
    """s^3 + s^2 + s + c is stable for 0 < c < 1 only."""
    a, c = sympy.symbols("a c", positive=True)
    for last, stable in ((2, False), (sympy.Rational(1, 2), True), (1 + a, False), (c, None), (1 / (1 + a), True)):
        Q = sf.solve_lyapunov([[0, 1, 0], [0, 0, 1], [-last, -1, -1]], sympy.eye(3))
        assert Q.stable is stable
    assert sf.solve_lyapunov([[0, 1, 0], [0, 0, 1], [-c, -1, -1]], sympy.eye(3)).stability_conditions == [1 - c]
