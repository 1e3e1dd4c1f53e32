"""Lyapunov equations in general: residuals, numpy, singular cases."""

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import solve_continuous_lyapunov

import symflux as sf

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
