"""The state equation of a network at many points at once, in floats, and its covariances by eigenvectors.

For dx = A x dt + sum_a G_a dW_a with A = W diag(lambda) W^-1 and g = W^-1 G_a,

    Q = W [-S_a g_i conj(g_j)/(lambda_i + conj(lambda_j))] W^H.

x holds the velocities of sites with a mass and positions: all of a pinned piece of the network, differences from one
site of a piece that floats. Velocities of massless sites follow from the state and the noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError, StabilityError
from symflux.model.linear_model import Direction
from symflux.model.network import Network

__all__ = ["Batch", "evaluated"]

Floats = NDArray[np.float64]


def evaluated(value: RationalFunction, values: Mapping[str, Floats], points: int) -> Floats:
    """A rational function at every point."""
    top, bottom = _polynomial(value.numerator, values, points), _polynomial(value.denominator, values, points)
    return top / bottom


def _polynomial(polynomial: Polynomial, values: Mapping[str, Floats], points: int) -> Floats:
    total = np.zeros(points)
    for monomial, coefficient in polynomial.terms():
        term = np.full(points, float(coefficient))
        for name, exponent in monomial:
            term = term * values[name] ** exponent
        total += term
    return total


class Batch:
    """A network at ``points`` points: A, G, and the rows that say what positions and velocities are."""

    def __init__(self, network: Network, values: Mapping[str, Floats], points: int):
        self.network, self.values, self.points = network, values, points
        self.model = network.linear_model()
        size = self.model.size
        mass, damping, coupling = (
            self._matrix(matrix) for matrix in (self.model.mass, self.model.damping, self.model.coupling)
        )
        self.heavy = [i for i in range(size) if self.model.mass.row(i)]
        self.light = [i for i in range(size) if not self.model.mass.row(i)]
        self.directions: list[Direction] = [b.direction for b in self.model.baths]
        self.directions += [d.direction for d in self.model.drives]
        self.strengths = [2 * self.number(b.friction) for b in self.model.baths]
        self.strengths += [np.full(points, 2.0) for _ in self.model.drives]
        self._prepare(mass, damping, coupling)

    def number(self, value: RationalFunction) -> Floats:
        """A value of the network at every point."""
        return evaluated(value, self.values, self.points)

    def _matrix(self, matrix: Any) -> Floats:
        result = np.zeros((self.points, matrix.size, matrix.size))
        for i, j, entry in matrix.entries():
            result[:, i, j] = self.number(entry)
        return result

    def _embedding(self) -> tuple[Floats, Floats]:
        """(E, R): q = E z and z = R q, z without the position of one site of each piece that nothing holds."""
        size, network = self.model.size, self.network
        piece = list(range(size))

        def root(i: int) -> int:
            while piece[i] != i:
                i = piece[i]
            return i

        for i, j, _ in self.model.coupling.entries():
            piece[root(i)] = root(j)
        held = {root(i) for i, pin in enumerate(network.pinning_items) if not pin.is_zero}
        loose = sorted({root(i) for i in range(size)} - held)
        kept = [i for i in range(size) if i not in loose]
        embedding, reading = np.zeros((size, len(kept))), np.zeros((len(kept), size))
        for k, i in enumerate(kept):
            embedding[i, k] = reading[k, i] = 1.0
            if root(i) in loose:
                reading[k, root(i)] = -1.0
        return embedding, reading

    def _prepare(self, mass: Floats, damping: Floats, coupling: Floats) -> None:
        heavy, light, size = self.heavy, self.light, self.model.size
        embedding, reading = self._embedding()
        self.embedding = embedding
        count, places = len(heavy), embedding.shape[1]
        self.width = count + places
        sources = len(self.directions)
        noise = np.zeros((size, sources))
        for a, direction in enumerate(self.directions):
            for i, sign in direction:
                noise[i, a] = sign
        force = np.zeros((self.points, size, self.width))  # -(D v over heavy) - V q
        force[:, :, :count] = -damping[:, :, heavy]
        force[:, :, count:] = -coupling @ embedding
        velocity = np.zeros((self.points, size, self.width))
        shake = np.zeros((self.points, size, sources))
        velocity[:, heavy, :count] = np.eye(count)
        if light:
            block = damping[:, light][:, :, light]
            velocity[:, light] = np.linalg.solve(block, force[:, light])
            shake[:, light] = np.linalg.solve(block, np.broadcast_to(noise[light], (self.points, len(light), sources)))
        self.velocity, self.shake = velocity, shake
        pull = force[:, heavy] - damping[:, heavy][:, :, light] @ velocity[:, light]
        kick = noise[heavy] - damping[:, heavy][:, :, light] @ shake[:, light]
        inertia = mass[:, heavy][:, :, heavy]
        drift = np.zeros((self.points, self.width, self.width))
        self.G = np.zeros((self.points, self.width, sources))
        if count:
            drift[:, :count] = np.linalg.solve(inertia, pull)
            self.G[:, :count] = np.linalg.solve(inertia, kick)
        drift[:, count:] = reading @ velocity
        self.G[:, count:] = reading @ shake
        self.A = drift

    def solve(self) -> None:
        """The covariance of the state for every source: ``self.Q[source]``, points first."""
        eigenvalues, W = np.linalg.eig(self.A)
        worst = eigenvalues.real.max(axis=1)
        scale = np.abs(eigenvalues).max(axis=1)
        bad = np.flatnonzero(worst > -1e-12 * scale)
        if bad.size:
            at = ", ".join(f"{name} = {float(v[bad[0]]):.6g}" for name, v in list(self.values.items())[:6])
            kind = StabilityError if self.network.directed_items or self.network.feedback_items else NetworkError
            raise kind(f"no unique steady state at point {int(bad[0])}{': ' + at if at else ''}")
        inverse = np.linalg.inv(W)
        self.conditions = np.linalg.cond(W)
        pairs = eigenvalues[:, :, None] + eigenvalues.conj()[:, None, :]
        self.Q = []
        for a in range(len(self.directions)):
            g = np.einsum("pij,pj->pi", inverse, self.G[:, :, a])
            core = -self.strengths[a][:, None, None] * g[:, :, None] * g.conj()[:, None, :] / pairs
            self.Q.append(np.real(W @ core @ W.conj().transpose(0, 2, 1)))

    # signals: (row over the state, row over the noises) -----------------------------------------------------

    def position(self, weights: Mapping[int, int]) -> tuple[Floats, Floats]:
        """sum of weights times q."""
        row = np.zeros((self.points, self.width))
        for i, weight in weights.items():
            row[:, len(self.heavy) :] += weight * self.embedding[i]
        return row, np.zeros((self.points, len(self.directions)))

    def speed(self, weights: Mapping[int, int]) -> tuple[Floats, Floats]:
        """sum of weights times v."""
        row = sum((w * self.velocity[:, i] for i, w in weights.items()), np.zeros((self.points, self.width)))
        noise = sum((w * self.shake[:, i] for i, w in weights.items()), np.zeros((self.points, len(self.directions))))
        return row, noise

    def force(self, bath: int) -> tuple[Floats, Floats]:
        """The force of a bath along its direction, its noise included."""
        row, noise = self.speed(dict(self.directions[bath]))
        friction = self.strengths[bath][:, None] / 2
        noise = -friction * noise
        noise[:, bath] += 1.0
        noise[np.abs(noise) < 1e-13] = 0.0
        return -friction * row, noise

    def mean(self, source: int, left: tuple[Floats, Floats], right: tuple[Floats, Floats]) -> Floats:
        """<left o right> per unit of a source, at every point; infinite where white noise meets itself."""
        (x, n), (y, m) = left, right
        total = np.einsum("pi,pij,pj->p", x, self.Q[source], y)
        column = self.G[:, :, source]
        crossed = n[:, source] * np.einsum("pi,pi->p", y, column) + m[:, source] * np.einsum("pi,pi->p", x, column)
        total = total + self.strengths[source] * crossed / 2
        return np.where((n[:, source] != 0) & (m[:, source] != 0), np.inf, total)
