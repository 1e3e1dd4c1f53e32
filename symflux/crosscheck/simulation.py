r"""Langevin simulation: fluxes with error bars, by a route that shares nothing with the moment equations.

One step of length h is a Strang splitting: half a kick, linear Langevin dynamics exactly (matrix exponential and its
own Gaussian noise: an exact Ornstein-Uhlenbeck step), half a kick. The linear part has the self-consistent effective
springs k + 3 eps c <r^2>; the kicks are what is left of the quartic forces, -eps c (r^3 - 3 <r^2> r). At eps = 0 there
is no time-step error; the error is O(eps h^2). Every trajectory has a harmonic companion, the linear part alone under
the same noise, whose flux is known: the difference is averaged (control variate), and its noise falls with eps.
Trajectories are independent, so the error bar is the standard error over batches of them. The kicks are explicit: the
step must be well below the shortest period that a quartic spring reaches, or a trajectory runs away (which is noticed).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.linalg import expm

from symflux.crosscheck.float_model import Array, FloatModel
from symflux.errors import NetworkError
from symflux.model.network import Network, Site

__all__ = ["Estimate", "SimulatedState", "simulate"]

_FAR = 1e3  # standard deviations that only a splitting gone unstable reaches


@dataclass(frozen=True)
class Estimate:
    """A simulated mean and its standard error (one sigma)."""

    mean: float
    error: float

    def __str__(self) -> str:
        return f"{self.mean:.6g} +- {self.error:.2g}"

    def deviation(self, value: float) -> float:
        """How many standard errors away a value lies."""
        return abs(self.mean - value) / self.error


@dataclass(frozen=True, eq=False)
class SimulatedState:
    """Fluxes of one simulation at one eps; ``seed`` and settings reproduce it bit for bit on one machine."""

    network: Network
    strength: float
    step: float
    time: float
    trajectories: int
    seed: int
    bond_means: Array = field(repr=False)  #: one row for each batch, one column for each bond
    bath_means: Array = field(repr=False)  #: one row for each batch, one column for each site

    def bond_flux(self, i: Site, j: Site) -> Estimate:
        """phi_{i->j} = <(k r + eps c r^3)(v_i + v_j)/2>, r = q_i - q_j."""
        for column, bond in enumerate(self.network.bonds):
            if set(bond) == {i, j}:
                return _estimate(self.bond_means[:, column] * (1.0 if bond == (i, j) else -1.0))
        raise NetworkError(f"no bond {i}-{j}")

    def bath_flux(self, i: Site) -> Estimate:
        """phi_i = gamma_i (T_i/m_i - <v_i^2>)."""
        self.network.bath(i)
        return _estimate(self.bath_means[:, self.network.index(i)])


def _estimate(batches: Array) -> Estimate:
    return Estimate(float(batches.mean()), float(batches.std(ddof=1) / np.sqrt(len(batches))))


def simulate(
    network: Network,
    strength: float,
    *,
    step: float = 0.05,
    time: float = 200.0,
    settle: float = 20.0,
    trajectories: int = 2000,
    batches: int = 20,
    every: int = 4,
    seed: int = 1,
) -> SimulatedState:
    """Simulate a network with numbers in it at a finite eps.

    ``time`` is averaged over after ``settle``; fluxes are read every ``every`` steps. The start is the effective
    harmonic steady state. :class:`NetworkError` for parameters without numbers, and for settings that make no sense.
    """
    if step <= 0 or time < step or batches < 2 or trajectories < batches or every < 1:
        raise NetworkError("a simulation needs step > 0, time >= step, every >= 1 and two batches of trajectories")
    model = FloatModel.of(network)
    n = model.size
    rng = np.random.default_rng(seed)
    growth, extra, covariance = model.effective(strength)
    flow = expm(model.drift(extra) * step)
    spread = covariance - flow @ covariance @ flow.T
    noise = _square_root((spread + spread.T) / 2)
    stretches = model.stretches
    quartic = strength * np.array([c for _, _, c in model.couplings])
    push = -(stretches / model.masses[None, :]).T * (step / 2)

    def kick(state: Array) -> None:
        stretch = stretches @ state[:n]
        state[n:] += push @ (quartic[:, None] * stretch**3 - growth[:, None] * stretch)

    springs, pairs, bond_quartic = _bonds(model, model.potential)
    effective, _, _ = _bonds(model, model.potential + extra)
    exact_bonds = _bond_power(covariance, effective, pairs, n)
    exact_baths = model.frictions * (model.temperatures / model.masses - np.diag(covariance)[n:])

    def read(state: Array, springs: Array, cubic: Array) -> tuple[Array, Array]:
        stretch = state[pairs[:, 0]] - state[pairs[:, 1]]
        force = springs[:, None] * stretch + cubic[:, None] * stretch**3
        bonds = force * (state[n + pairs[:, 0]] + state[n + pairs[:, 1]]) / 2
        return bonds, -model.frictions[:, None] * state[n:] ** 2

    start = _square_root(covariance) @ rng.standard_normal((2 * n, trajectories))
    state, companion = start.copy(), start.copy()
    spread_of_start = float(np.sqrt(np.diag(covariance).max()))
    bond_sum, bath_sum = np.zeros((len(pairs), trajectories)), np.zeros((n, trajectories))
    settling, steps = round(settle / step), round(time / step)
    count = 0
    with np.errstate(over="ignore", invalid="ignore"):  # a trajectory that runs away is caught at the end
        for k in range(settling + steps):
            kick(state)
            random = noise @ rng.standard_normal((2 * n, trajectories))
            state = flow @ state + random
            companion = flow @ companion + random
            kick(state)
            if k >= settling and k % every == 0:
                bonds, baths = read(state, springs, strength * bond_quartic)
                known_bonds, known_baths = read(companion, effective, 0 * bond_quartic)
                bond_sum += bonds - known_bonds
                bath_sum += baths - known_baths
                count += 1
    if not np.abs(state).max() < _FAR * spread_of_start:
        raise NetworkError(f"the simulation ran away at eps = {strength}: take a smaller step")
    groups = np.array_split(np.arange(trajectories), batches)
    bond_means = np.array([bond_sum[:, group].mean(axis=1) / count for group in groups]) + exact_bonds
    bath_means = np.array([bath_sum[:, group].mean(axis=1) / count for group in groups]) + exact_baths
    return SimulatedState(network, strength, step, time, trajectories, seed, bond_means, bath_means)


def _square_root(matrix: Array) -> Array:
    """S with S S^T = matrix, for a positive semidefinite matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors * np.sqrt(np.clip(values, 0.0, None)))


def _bonds(model: FloatModel, potential: Array) -> tuple[Array, np.ndarray[tuple[int, ...], np.dtype[np.intp]], Array]:
    """(spring constants, site positions, quartic constants) of the bonds, in order."""
    network = model.network
    pairs = np.array([(network.index(i), network.index(j)) for i, j in network.bonds], dtype=np.intp).reshape(-1, 2)
    springs = np.array([-potential[a, b] for a, b in pairs])
    table = {frozenset((first, second)): c for first, second, c in model.couplings if second >= 0}
    quartic = np.array([table.get(frozenset((int(a), int(b))), 0.0) for a, b in pairs])
    return springs, pairs, quartic


def _bond_power(
    covariance: Array, springs: Array, pairs: np.ndarray[tuple[int, ...], np.dtype[np.intp]], n: int
) -> Array:
    """The harmonic bond fluxes k <q_i v_j>."""
    return np.array([k * covariance[a, n + b] for k, (a, b) in zip(springs, pairs, strict=True)])
