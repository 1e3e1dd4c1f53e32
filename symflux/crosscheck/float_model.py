"""A network with numbers in it as floating-point arrays: what simulation and Galerkin work on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_continuous_lyapunov

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.network import Network

__all__ = ["Array", "FloatModel"]

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FloatModel:
    """Masses, potential, frictions, temperatures, and quartic couplings (site, other site or -1, coefficient).

    The state is x = (q_1..q_n, v_1..v_n), as in the exact code; nothing else is shared with it.
    """

    network: Network
    masses: Array
    potential: Array
    frictions: Array
    temperatures: Array
    couplings: tuple[tuple[int, int, float], ...]

    @staticmethod
    def of(network: Network) -> FloatModel:
        """The arrays of a network; :class:`NetworkError` where a parameter has no number, or the positions diffuse."""
        if network.parameters:
            raise NetworkError(f"numbers are needed for {', '.join(network.parameters)}: give them with .at({{...}})")
        model = network.linear_model()
        potential = np.array([[_float(value) for value in row] for row in model.coupling.dense()])
        if np.linalg.eigvalsh(potential)[0] <= 1e-12 * np.abs(potential).max():
            raise NetworkError("positions diffuse, or the potential is not stable: pin the network harmonically")
        sources = {bath.index: _float(bath.temperature) for bath in model.baths}
        couplings = [(network.index(i), network.index(j), _float(c)) for (i, j), c in network.quartic.items()]
        couplings += [(network.index(site), -1, _float(d)) for site, d in network.quartic_pinning.items()]
        return FloatModel(
            network,
            np.array([_float(mass) for mass in model.masses]),
            potential,
            np.array([_float(friction) for friction in model.frictions]),
            np.array([sources.get(number, 0.0) for number in range(model.size)]),
            tuple(couplings),
        )

    @property
    def size(self) -> int:
        """The number of sites."""
        return len(self.masses)

    @property
    def stretches(self) -> Array:
        """One row for each coupling: r = row . q."""
        rows = np.zeros((len(self.couplings), self.size))
        for k, (first, second, _) in enumerate(self.couplings):
            rows[k, first] = 1.0
            if second >= 0:
                rows[k, second] = -1.0
        return rows

    def drift(self, extra: Array | None = None) -> Array:
        """A with dx = A x dt + noise; ``extra`` is added to the potential matrix."""
        n = self.size
        potential = self.potential if extra is None else self.potential + extra
        matrix = np.zeros((2 * n, 2 * n))
        matrix[:n, n:] = np.eye(n)
        matrix[n:, :n] = -potential / self.masses[:, None]
        matrix[n:, n:] = -np.diag(self.frictions / self.masses)
        return matrix

    def covariance(self, extra: Array | None = None) -> Array:
        """The stationary covariance of the linear part, by scipy."""
        noise = np.concatenate([np.zeros(self.size), 2 * self.frictions * self.temperatures / self.masses**2])
        return np.asarray(solve_continuous_lyapunov(self.drift(extra), -np.diag(noise)))

    def effective(self, strength: float) -> tuple[Array, Array, Array]:
        """The harmonic network with self-consistent springs k + 3 eps c <r^2>, the average taken in that very network.

        (growth 3 eps c <r^2> of each coupling, what it adds to the potential matrix, covariance), by damped iteration.
        """
        stretches = self.stretches
        strengths = np.array([c for _, _, c in self.couplings])
        growth = np.zeros(len(strengths))
        for _ in range(500):
            extra = np.einsum("e,ei,ej->ij", growth, stretches, stretches)
            covariance = self.covariance(extra)
            squares = np.einsum("ei,ij,ej->e", stretches, covariance[: self.size, : self.size], stretches)
            new = 3 * strength * strengths * squares
            if np.all(np.abs(new - growth) <= 1e-13 * (1 + np.abs(growth))):
                break
            growth = (growth + new) / 2
        return growth, extra, covariance


def _float(value: RationalFunction | Fraction) -> float:
    number = value.value if isinstance(value, RationalFunction) else value
    return number.numerator / number.denominator
