"""The stationary covariance in floating point: Schur decomposition and back substitution (Bartels, Stewart 1972).

For x = (v, y) as in :mod:`symflux.crosscheck.numeric_network` and a bath of temperature 1 at b,

    A X + X A^T + B = 0,    B = 2 gamma_b / m_b^2 at (v_b, v_b).

With A = U T U^H, T upper triangular, the columns of U^H X U follow from the last to the first. Positions come from
<q x^T> A^T + <v x^T> = 0, which holds also where q itself diffuses.
"""

from __future__ import annotations

from typing import Any

from symflux.crosscheck.fluxes import Flow, NumericFluxes
from symflux.crosscheck.numeric_network import Context, NumericNetwork, Rows, context, number
from symflux.errors import NetworkError

__all__ = ["fluxes_by_lyapunov"]


_MOST_DIGITS = 5_000  # beyond them a matrix that looks singular is given up


def fluxes_by_lyapunov(network: NumericNetwork, digits: int) -> NumericFluxes:
    """All fluxes per unit of each bath's temperature, computed with this many digits.

    With more, where rounding makes a matrix look singular; :class:`NetworkError` where even many do not help.
    """
    while True:
        try:
            return _fluxes(network, context(digits))
        except (ZeroDivisionError, RuntimeError):  # a singular matrix; no convergence to the Schur form
            if digits > _MOST_DIGITS:
                raise NetworkError(f"the numbers of this network are too far apart for {digits} digits") from None
            digits *= 2


def _fluxes(network: NumericNetwork, ctx: Context) -> NumericFluxes:
    drift = network.drift(ctx)
    unitary, triangular = _schur(ctx, drift)
    size = len(network.sites)
    coefficients: dict[Flow, dict[Any, Any]] = {("bond", *bond): {} for bond, *_ in network.springs}
    coefficients |= {("bath", site): {} for site, *_ in network.baths}
    for source, b, friction, _ in network.baths:
        mass = number(ctx, network.masses[b])
        noise = 2 * number(ctx, friction) / mass**2
        X = _covariance(ctx, unitary, triangular, b, noise)
        position_velocity = _positions(ctx, drift, X, size)
        for bond, i, j, spring in network.springs:
            current = (position_velocity[i][j] - position_velocity[j][i]) / 2
            coefficients["bond", *bond][source] = number(ctx, spring) * current
        for site, i, own, _ in network.baths:
            absorbed = -number(ctx, own) * X[i][i]
            coefficients["bath", site][source] = absorbed + (number(ctx, own) / mass if i == b else 0)
    return NumericFluxes(ctx, network, coefficients)


def _schur(ctx: Context, drift: Rows) -> tuple[Rows, Rows]:
    """Complex Schur form; complex also where A is real, so that no 2 x 2 blocks stay on the diagonal."""
    unitary, triangular = ctx.schur(ctx.matrix(drift) * ctx.mpc(1))
    return unitary.tolist(), triangular.tolist()


def _covariance(ctx: Context, U: Rows, T: Rows, bath: int, noise: Any) -> Rows:
    """X with A X + X A^T + noise e_b e_b^T = 0."""
    size = len(T)
    row = [ctx.conj(entry) for entry in U[bath]]  # U^H e_b
    columns: Rows = [[] for _ in range(size)]
    for j in reversed(range(size)):
        column = [-noise * row[i] * ctx.conj(row[j]) for i in range(size)]
        for k in range(j + 1, size):
            weight = ctx.conj(T[j][k])
            for i in range(size):
                column[i] -= weight * columns[k][i]
        shift = ctx.conj(T[j][j])
        for i in reversed(range(size)):
            for k in range(i + 1, size):
                column[i] -= T[i][k] * column[k]
            column[i] /= T[i][i] + shift
        columns[j] = column
    # X = U Y U^H, real
    half = [[ctx.fdot(U[i], columns[j]) for j in range(size)] for i in range(size)]
    conjugate = [[ctx.conj(entry) for entry in line] for line in U]
    return [[ctx.re(ctx.fdot(half[i], conjugate[j])) for j in range(size)] for i in range(size)]


def _positions(ctx: Context, drift: Rows, X: Rows, size: int) -> Rows:
    """<q_i v_j>, from <x q_i> = -A^-1 <x v_i>."""
    solved = [ctx.lu_solve(ctx.matrix(drift), ctx.matrix([-X[k][i] for k in range(len(X))])) for i in range(size)]
    return [[column[j] for j in range(size)] for column in solved]
