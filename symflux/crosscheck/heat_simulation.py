r"""Langevin simulation of the heat that passes a bond: its mean and its diffusion, with error bars.

Linear dynamics is stepped exactly (matrix exponential and its own Gaussian noise), for every kind of element on sites
with a mass or with friction of their own. The heat of a step is Stratonovich's: the force at the middle times the step
of the position (between massless sites the variance of a step's heat is short of a part of order h). Var(Q_t) grows
like 2 D t + a constant, so D is the slope between two times; the error bar is the standard error over batches of
trajectories. Nothing is shared with the exact route but the network.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import expm, solve_continuous_lyapunov

from symflux.crosscheck.float_model import Array
from symflux.crosscheck.simulation import Estimate
from symflux.errors import NetworkError
from symflux.model.network import Network, Site

__all__ = ["SimulatedHeat", "simulate_heat"]


@dataclass(frozen=True)
class SimulatedHeat:
    """The heat through a bond: mean per time, and lim Var(Q_t)/(2 t)."""

    mean: Estimate
    diffusion: Estimate


@dataclass(frozen=True)
class _Motion:
    """dz = A z dt + G dW of z = (all positions, velocities of the sites with a mass)."""

    drift: Array
    noise: Array
    massive: list[int]


def _motion(network: Network) -> _Motion:
    model = network.linear_model()
    if network.parameters:
        raise NetworkError(f"numbers are needed for {', '.join(network.parameters)}: give them with .at({{...}})")
    M, D, V = (
        np.array([[float(entry.value) for entry in row] for row in matrix.dense()])
        for matrix in (model.mass, model.damping, model.coupling)
    )
    sources = [(b.direction, np.sqrt(2 * float((b.friction * b.temperature).value))) for b in model.baths]
    sources += [(d.direction, np.sqrt(2 * float(d.strength.value))) for d in model.drives]
    kicks = np.zeros((len(M), len(sources)))
    for column, (direction, size) in enumerate(sources):
        for site, sign in direction:
            kicks[site, column] = sign * size
    n = len(M)
    heavy = [i for i in range(n) if M[i].any()]
    light = [i for i in range(n) if i not in heavy]
    place = {i: n + k for k, i in enumerate(heavy)}
    # velocities of all sites as rows over z, and their noise: massless ones follow from the forces
    rows, sparks = np.zeros((n, n + len(heavy))), np.zeros((n, len(sources)))
    for i in heavy:
        rows[i, place[i]] = 1.0
    if light:
        inverse = np.linalg.inv(D[np.ix_(light, light)])
        rows[light] = inverse @ np.hstack([-V[light], -D[np.ix_(light, heavy)]])
        sparks[light] = inverse @ kicks[light]
    drift, noise = np.zeros((n + len(heavy),) * 2), np.zeros((n + len(heavy), len(sources)))
    drift[:n], noise[:n] = rows, sparks
    if heavy:
        force = np.hstack([-V[heavy], np.zeros((len(heavy), len(heavy)))]) - D[heavy] @ rows
        inverse = np.linalg.inv(M[np.ix_(heavy, heavy)])
        drift[n:], noise[n:] = inverse @ force, inverse @ (kicks[heavy] - D[heavy] @ sparks)
    return _Motion(drift, noise, heavy)


def simulate_heat(
    network: Network,
    i: Site,
    j: Site,
    *,
    step: float = 0.05,
    time: float = 80.0,
    settle: float = 20.0,
    trajectories: int = 4000,
    batches: int = 20,
    seed: int = 1,
) -> SimulatedHeat:
    """Simulate the heat from i to j by spring and field in ``time`` after ``settle``; numbers only, positions bounded.

    :class:`NetworkError` for parameters without numbers, for settings that make no sense, and where positions diffuse.
    """
    if step <= 0 or time < 10 * step or batches < 2 or trajectories < 2 * batches or not 0 <= settle < time:
        raise NetworkError("a simulation needs step > 0, time > settle, and two batches of trajectories")
    motion = _motion(network)
    if np.linalg.eigvals(motion.drift).real.max() > -1e-9:
        raise NetworkError("positions diffuse, or the motion is not stable: pin the network")
    covariance = solve_continuous_lyapunov(motion.drift, -motion.noise @ motion.noise.T)
    flow = expm(motion.drift * step)
    spread = covariance - flow @ covariance @ flow.T
    kick, start = (_root(matrix) for matrix in (spread, covariance))
    rng = np.random.default_rng(seed)
    state = start @ rng.standard_normal((len(flow), trajectories))
    a, b = network.index(i), network.index(j)
    spring = float(network.spring(j, i).value)
    fields = {bond: float(w.value) for bond, w in network.magnetic_items}
    field = fields.get((j, i), 0.0) - fields.get((i, j), 0.0)  # the force on j is field v_i
    if field and not {a, b} <= set(motion.massive):
        raise NetworkError("the power of a field is simulated between sites with a mass")
    n = len(network.sites)
    speeds = [n + motion.massive.index(k) for k in (a, b)] if field else []
    heat = np.zeros(trajectories)
    early = heat
    for k in range(round((settle + time) / step)):
        if k == round(settle / step):
            early = heat.copy()
        after = flow @ state + kick @ rng.standard_normal((len(flow), trajectories))
        middle = (state + after) / 2
        heat = heat + spring * (middle[a] - middle[b]) * (after[b] - state[b])
        if field:
            heat = heat + field * step * (state[speeds[0]] * state[speeds[1]] + after[speeds[0]] * after[speeds[1]]) / 2
        state = after
    groups = np.array_split(np.arange(trajectories), batches)
    means = np.array([(heat - early)[group].mean() / time for group in groups])
    slopes = np.array([(heat[group].var(ddof=1) - early[group].var(ddof=1)) / (2 * time) for group in groups])
    return SimulatedHeat(_estimate(means), _estimate(slopes))


def _estimate(batches: Array) -> Estimate:
    return Estimate(float(batches.mean()), float(batches.std(ddof=1) / np.sqrt(len(batches))))


def _root(matrix: Array) -> Array:
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray(vectors * np.sqrt(np.clip(values, 0.0, None)))
