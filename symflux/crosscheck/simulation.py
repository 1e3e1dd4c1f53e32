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
        if not self.error:  # a power that no trajectory changes, as that of a drive on a mass
            return 0.0 if np.isclose(self.mean, value, rtol=1e-9, atol=0) else float("inf")
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
    rng = np.random.default_rng(seed)
    splitting = _Splitting(model, strength, step)
    meter = _Meter(model, splitting, strength, trajectories)
    shape = (2 * model.size, trajectories)
    start = _square_root(splitting.covariance) @ rng.standard_normal(shape)
    state, companion = start.copy(), start.copy()
    settling, steps = round(settle / step), round(time / step)
    with np.errstate(over="ignore", invalid="ignore"):  # a trajectory that runs away is caught at the end
        for k in range(settling + steps):
            random = splitting.noise @ rng.standard_normal(shape)
            state, companion = splitting.advance(state, companion, random)
            if k >= settling and k % every == 0:
                meter.add(state, companion)
    if not np.abs(state).max() < _FAR * float(np.sqrt(np.diag(splitting.covariance).max())):
        raise NetworkError(f"the simulation ran away at eps = {strength}: take a smaller step")
    bonds, baths = meter.means(np.array_split(np.arange(trajectories), batches))
    return SimulatedState(network, strength, step, time, trajectories, seed, bonds, baths)


class _Splitting:
    """One step of all trajectories, and of their harmonic companions under the same noise."""

    def __init__(self, model: FloatModel, strength: float, step: float):
        self.size, self.stretches = model.size, model.stretches
        self.growth, self.extra, self.covariance = model.effective(strength)
        self.flow = expm(model.drift(self.extra) * step)
        spread = self.covariance - self.flow @ self.covariance @ self.flow.T
        self.noise = _square_root((spread + spread.T) / 2)
        self.quartic = strength * np.array([c for _, _, c in model.couplings])
        self.push = -(self.stretches / model.masses[None, :]).T * (step / 2)

    def advance(self, state: Array, companion: Array, random: Array) -> tuple[Array, Array]:
        """Half a kick, the linear part, half a kick; the companion has no kicks."""
        self._kick(state)
        state = self.flow @ state + random
        self._kick(state)
        return state, self.flow @ companion + random

    def _kick(self, state: Array) -> None:
        stretch = self.stretches @ state[: self.size]
        state[self.size :] += self.push @ (self.quartic[:, None] * stretch**3 - self.growth[:, None] * stretch)


class _Meter:
    """Sums the powers of bonds and baths along trajectories, less those of the companions, whose means are known."""

    def __init__(self, model: FloatModel, splitting: _Splitting, strength: float, trajectories: int):
        self.model, n = model, model.size
        self.springs, self.pairs, quartic = _bonds(model, model.potential)
        self.effective, _, _ = _bonds(model, model.potential + splitting.extra)
        self.cubic, self.none = strength * quartic, 0 * quartic
        self.exact_bonds = _bond_power(splitting.covariance, self.effective, self.pairs, n)
        kinetic = np.diag(splitting.covariance)[n:]
        self.exact_baths = model.frictions * (model.temperatures / model.masses - kinetic)
        self.bonds, self.baths = np.zeros((len(self.pairs), trajectories)), np.zeros((n, trajectories))
        self.count = 0

    def add(self, state: Array, companion: Array) -> None:
        """One more reading."""
        bonds, baths = self._powers(state, self.springs, self.cubic)
        known_bonds, known_baths = self._powers(companion, self.effective, self.none)
        self.bonds += bonds - known_bonds
        self.baths += baths - known_baths
        self.count += 1

    def means(self, groups: list[Array]) -> tuple[Array, Array]:
        """Of bonds and of baths, one row a group of trajectories."""
        bonds = np.array([self.bonds[:, group].mean(axis=1) / self.count for group in groups])
        baths = np.array([self.baths[:, group].mean(axis=1) / self.count for group in groups])
        return bonds + self.exact_bonds, baths + self.exact_baths

    def _powers(self, state: Array, springs: Array, cubic: Array) -> tuple[Array, Array]:
        n = self.model.size
        first, second = self.pairs[:, 0], self.pairs[:, 1]
        stretch = state[first] - state[second]
        force = springs[:, None] * stretch + cubic[:, None] * stretch**3
        bonds = force * (state[n + first] + state[n + second]) / 2
        return bonds, -self.model.frictions[:, None] * state[n:] ** 2


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
