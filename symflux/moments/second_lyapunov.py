"""The readable reference for fluctuations: a second Lyapunov equation makes the current a martingale.

In the state space dz = A z dt + sum_a G_a dW_a (sources of strength S_a) a current is

    x o y = z^T B z + sum_a (b_a . z) xi_a,

with B the symmetric part of r_x r_y^T and b_a = n_(x,a) r_y + n_(y,a) r_x. With A^T H + H A = -B the quantity
Q_t + z^T H z - mean t is a martingale, whose quadratic variation grows at the mean rate

    sum_a S_a <(g_a . z)^2>,    g_a = 2 H G_a + b_a,

and half of it is lim Var(Q_t)/(2 t). For models whose A is regular: nothing moves freely.
"""

from __future__ import annotations

from symflux.algebra import RationalFunction
from symflux.algebra.linear_system import Row, SingularSystem, solve_rows
from symflux.errors import NetworkError
from symflux.model.linear_model import LinearModel
from symflux.moments.signal import Signal
from symflux.moments.state_space import StateSpace

__all__ = ["diffusion_by_lyapunov"]

_ZERO = RationalFunction.constant(0)

Matrix = list[list[RationalFunction]]
Current = list[tuple[RationalFunction, Signal, Signal]]  #: a sum of factor * (x o y)


def diffusion_by_lyapunov(model: LinearModel, current: Current) -> dict[tuple[int, int], RationalFunction]:
    """{(a, b): coefficient} of lim Var/(2 t) as a form in the strengths: baths per temperature, drives per strength.

    a is the source whose noise makes the increments, b the one that makes the covariance.
    """
    space = StateSpace(model)
    size = space.size
    form = [[_ZERO] * size for _ in range(size)]
    noise = [[_ZERO] * size for _ in range(space.sources)]
    for factor, x, y in current:
        left, right = space.expression(x), space.expression(y)
        for i in range(size):
            for j in range(size):
                pair = left.state[i] * right.state[j] + left.state[j] * right.state[i]
                form[i][j] = form[i][j] + factor * pair / 2
            for a in range(space.sources):
                part = left.noise[a] * right.state[i] + right.noise[a] * left.state[i]
                noise[a][i] = noise[a][i] + factor * part
    H = _solved(_transposed(space.A), form)
    result = {}
    for a in range(space.sources):
        g = [noise[a][i] + 2 * sum((H[i][j] * space.G[j][a] for j in range(size)), _ZERO) for i in range(size)]
        for b in range(space.sources):
            column = [row[b] for row in space.G]
            source = [[_strength(model, b) * p * q for q in column] for p in column]
            Q = _solved(space.A, source)
            mean = sum((g[i] * Q[i][j] * g[j] for i in range(size) for j in range(size)), _ZERO)
            result[a, b] = _strength(model, a) * mean / 2
    return result


def _strength(model: LinearModel, source: int) -> RationalFunction:
    baths = model.baths
    return 2 * baths[source].friction if source < len(baths) else RationalFunction.constant(2)


def _transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _solved(A: Matrix, right: Matrix) -> Matrix:
    """X symmetric with A X + X A^T + right = 0."""
    size = len(A)
    rows: list[Row] = []
    for i in range(size):
        for j in range(i, size):
            row: Row = {None: right[i][j]}
            for k in range(size):
                for a, b, factor in ((k, j, A[i][k]), (i, k, A[j][k])):
                    if factor:
                        key = (min(a, b), max(a, b))
                        row[key] = row.get(key, _ZERO) + factor
            rows.append(row)
    try:
        solved = solve_rows(rows)
    except SingularSystem:
        solved = {}
    if len(solved) < size * (size + 1) // 2:
        raise NetworkError("the reference for fluctuations needs a network in which nothing moves freely")
    return [[solved[min(i, j), max(i, j)] for j in range(size)] for i in range(size)]
