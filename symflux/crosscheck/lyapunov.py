"""The stationary covariance in floating point: Schur decomposition and back substitution (Bartels, Stewart 1972).

For z as in :mod:`symflux.crosscheck.motion` and a source of intensity S along g,

    A X + X A^T + S g g^T = 0.

With A = U T U^H, T upper triangular, the columns of U^H X U follow from the last to the first. Positions come from
<q z^T> A^T + <v z^T> + S n g^T = 0, n the noise in v, which holds also where q itself diffuses. A product with a noise
of the same instant has half its size (Stratonovich).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symflux.crosscheck.fluxes import NumericFluxes
from symflux.crosscheck.motion import Motion, motions
from symflux.crosscheck.numeric_network import Context, Flow, NumericNetwork, Rows, Signal, context, number
from symflux.errors import NetworkError, UniquenessError

__all__ = ["fluxes_by_lyapunov"]


_MOST_DIGITS = 5_000  # beyond them a matrix that looks singular is given up


def fluxes_by_lyapunov(network: NumericNetwork, digits: int) -> NumericFluxes:
    """All fluxes per unit of each source's strength, computed with this many digits.

    With more, where rounding makes a matrix look singular; :class:`NetworkError` where even many do not help, and
    :class:`UniquenessError` where a motion does not die out.
    """
    while True:
        try:
            return _fluxes(network, context(digits))
        except (ZeroDivisionError, RuntimeError):  # a singular matrix; no convergence to the Schur form
            if digits > _MOST_DIGITS:
                raise NetworkError(f"the numbers of this network are too far apart for {digits} digits") from None
            digits *= 2


def _fluxes(network: NumericNetwork, ctx: Context) -> NumericFluxes:
    coefficients: dict[Flow, dict[Any, Any]] = {flow: {} for flow in network.flows}
    for motion in motions(network):
        drift = [[number(ctx, entry) for entry in row] for row in motion.drift]
        unitary, triangular = _schur(ctx, drift)
        if any(ctx.re(row[k]) >= 0 for k, row in enumerate(triangular)):
            raise UniquenessError("the steady state is not unique at this point: a motion grows or goes on for ever")
        for k, source in enumerate(motion.sources):
            means = _Means(ctx, network, motion, k, drift, unitary, triangular)
            for flow, terms in network.flows.items():
                parts = [None if (m := means.of(t.left, t.right)) is None else number(ctx, t.factor) * m for t in terms]
                label = network.sources[source].label
                coefficients[flow][label] = None if None in parts else ctx.fsum(parts)
    return NumericFluxes(ctx, network, coefficients)


class _Means:
    """<x o y> for one source of unit strength."""

    def __init__(self, ctx: Context, network: NumericNetwork, motion: Motion, k: int, drift: Rows, U: Rows, T: Rows):
        self.ctx, self.network, self.motion, self.k = ctx, network, motion, k
        self.source = motion.sources[k]
        self.intensity = number(ctx, network.sources[self.source].intensity)
        self.kick = [number(ctx, entry) for entry in motion.noise[k]]
        self.rows = [None if row is None else [number(ctx, entry) for entry in row] for row in motion.velocities]
        self.noise = [number(ctx, entry) for entry in motion.shaken[k]]
        self.X = _covariance(ctx, U, T, self.kick, self.intensity) if drift else []
        self.drift = drift
        self.positions: dict[int, Any] = {}

    def of(self, x: Signal, y: Signal) -> Any:
        """The mean, None where it is infinite."""
        if x.source is None and x.order == 0:
            return self._position_velocity(x, y)
        left, right = self._row(x), self._row(y)
        if left is None or right is None or (left[1] and right[1]):
            return None
        (a, n), (b, m) = left, right
        total = self.ctx.fsum(p * self.ctx.fdot(line, b) for p, line in zip(a, self.X, strict=True) if p)
        return total + self.intensity * (n * self.ctx.fdot(b, self.kick) + m * self.ctx.fdot(a, self.kick)) / 2

    def _row(self, signal: Signal) -> tuple[list[Any], Any] | None:
        """(row over z, noise) of a velocity, an acceleration or a force; the noise exactly 0 where it is."""
        ctx, exact = self.ctx, Fraction(0)
        if signal.source is not None:
            source = self.network.sources[signal.source]
            own = int(signal.source == self.source)
            if source.friction is None:
                return [ctx.mpf(0)] * len(self.X), own
            moving = self._row(Signal(1, source.direction))
            if moving is None:
                return None
            shaken = [self.motion.shaken[self.k][site] * sign for site, sign in source.direction]
            return (
                [-number(ctx, source.friction) * p for p in moving[0]],
                number(ctx, own - source.friction * sum(shaken, Fraction(0))),
            )
        total = [ctx.mpf(0)] * len(self.X)
        for site, weight in signal.weights:
            if signal.order == 1:
                row, noise = self.rows[site], self.motion.shaken[self.k][site]
            else:
                bent = self.motion.accelerations[site]
                row = None if bent is None or bent[0] is None else [number(ctx, entry) for entry in bent[0]]
                noise = bent[1][self.k] if bent is not None else Fraction(0)
            if row is None:
                return None
            total = [a + weight * b for a, b in zip(total, row, strict=True)]
            exact = exact + weight * noise
        return total, number(ctx, exact) if exact else 0

    def _position_velocity(self, x: Signal, y: Signal) -> Any:
        """The antisymmetric part of <q_i v_j>, which is all of it where the stretch of a spring is bounded."""
        total = self.ctx.mpf(0)
        for i, weight in x.weights:
            for j, sign in y.weights:
                if i == j:
                    continue
                if self.rows[i] is None or self.rows[j] is None:
                    return None
                if not self.network.skew_stretch and not self.motion.is_bounded(i, j):
                    return None
                there = self.ctx.fdot(self._position(i), self.rows[j])
                back = self.ctx.fdot(self._position(j), self.rows[i])
                total += weight * sign * (there - back) / 2
        return total

    def _position(self, i: int) -> list[Any]:
        """<q_i z^T>."""
        if i not in self.positions:
            ctx, row = self.ctx, self.rows[i] or []
            size = range(len(self.X))
            right = [-ctx.fsum(row[k] * self.X[k][j] for k in size) for j in size]
            right = [r - self.intensity * self.noise[i] * g for r, g in zip(right, self.kick, strict=True)]
            solved = ctx.lu_solve(ctx.matrix(self.drift), ctx.matrix(right)) if right else []
            self.positions[i] = [solved[j] for j in size]
        return list(self.positions[i])


def _schur(ctx: Context, drift: Rows) -> tuple[Rows, Rows]:
    """Complex Schur form; complex also where A is real, so that no 2 x 2 blocks stay on the diagonal."""
    if not drift:
        return [], []
    if len(drift) == 1:
        return [[ctx.mpc(1)]], [[ctx.mpc(drift[0][0])]]
    unitary, triangular = ctx.schur(ctx.matrix(drift) * ctx.mpc(1))
    return unitary.tolist(), triangular.tolist()


def _covariance(ctx: Context, U: Rows, T: Rows, kick: list[Any], intensity: Any) -> Rows:
    """X with A X + X A^T + intensity g g^T = 0."""
    size = len(T)
    row = [ctx.fsum(ctx.conj(U[k][i]) * g for k, g in enumerate(kick) if g) for i in range(size)]  # U^H g
    columns: Rows = [[] for _ in range(size)]
    for j in reversed(range(size)):
        column = [-intensity * row[i] * ctx.conj(row[j]) for i in range(size)]
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
