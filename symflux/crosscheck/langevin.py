"""Langevin simulation of a linear network of any kind, in numpy: heats and works as they are defined.

The linear equation dx = A x dt + sum_a g_a dW_a of :mod:`symflux.crosscheck.motion` by the implicit midpoint rule,
whose stationary covariance is that of the equation whatever the step. An element that pushes with F = f . x + a xi
while q moves with v = r . x + b xi gives F o v = (f . x)(r . x) + S (a r . g + b f . g)/2 on the mean (Stratonovich).
Standard errors come from batches of trajectories: they are statistical alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from symflux.crosscheck.float_model import Array
from symflux.crosscheck.motion import Space
from symflux.crosscheck.numeric_network import Flow, NumericNetwork, Signal, numeric_network
from symflux.crosscheck.simulation import Estimate
from symflux.errors import NetworkError
from symflux.model.labels import Label, Site
from symflux.model.network import Network

__all__ = ["SimulatedFluxes", "langevin"]


@dataclass(frozen=True)
class SimulatedFluxes:
    """Heats and works of one simulation, with standard errors; the seed reproduces it on one machine."""

    network: Network
    flows: Mapping[Flow, Estimate]

    def bond_flux(self, i: Site, j: Site) -> Estimate:
        """What the bond gives to j per unit of time."""
        if ("bond", i, j) in self.flows:
            return self.flows["bond", i, j]
        if ("bond", j, i) not in self.flows:
            raise NetworkError(f"no bond {i}-{j}")
        back = self.flows["bond", j, i]
        return Estimate(-back.mean, back.error)

    def bath_flux(self, label: Label) -> Estimate:
        """The heat per unit of time out of a bath INTO the network."""
        return self.flows["bath", self.network.bath(label).label]

    def work(self) -> Estimate:
        """The work per unit of time of directed springs, drives and feedback."""
        return self.flows.get(("work",), Estimate(0.0, 0.0))


def langevin(
    network: Network,
    at: Mapping[Any, Any] | None = None,
    *,
    step: float = 0.05,
    time: float = 60.0,
    settle: float = 20.0,
    trajectories: int = 1000,
    batches: int = 20,
    seed: int = 1,
) -> SimulatedFluxes:
    """Simulate a network with numbers for all its parameters, averaging over ``time`` after ``settle``.

    Raises :class:`NetworkError` for parameters without numbers and for settings that make no sense.

    >>> import symflux as sf
    >>> found = langevin(sf.chain(2, pinning=1, masses=0, baths={1: (1, 2), 2: (1, 1)}), time=2, trajectories=40)
    >>> sorted(found.flows)
    [('bath', 1), ('bath', 2), ('bond', 1, 2)]
    """
    if step <= 0 or time < step or settle < 0 or batches < 2 or trajectories < batches:
        raise NetworkError("a simulation needs step > 0, time >= step and two batches of trajectories")
    numbers = numeric_network(network, at)
    space = Space(numbers)
    drift, kick = _floats(space.rows, space.size)
    one = np.eye(space.size)
    shrink = np.linalg.inv(one - drift * step / 2)
    forward = shrink @ (one + drift * step / 2)
    strengths = np.sqrt([float(source.intensity * source.strength) * step for source in numbers.sources])
    power = np.array([float(source.intensity * source.strength) for source in numbers.sources])
    powers = {
        flow: [_Power(space, numbers, float(t.factor), t.left, t.right, kick * power) for t in terms]
        for flow, terms in numbers.flows.items()
    }
    rng = np.random.default_rng(seed)
    state = np.zeros((space.size, trajectories))
    sums = {flow: np.zeros(trajectories) for flow in powers}
    settling, steps = round(settle / step), round(time / step)
    for k in range(settling + steps):
        noise = strengths[:, None] * rng.standard_normal((len(strengths), trajectories))
        state = forward @ state + shrink @ (kick @ noise)
        if k >= settling:
            for flow, terms in powers.items():
                for term in terms:
                    sums[flow] += term.of(state)
    groups = np.array_split(np.arange(trajectories), batches)
    return SimulatedFluxes(network, {flow: _estimate(total / steps, groups) for flow, total in sums.items()})


def _estimate(values: Array, groups: list[Any]) -> Estimate:
    means = np.array([values[group].mean() for group in groups])
    return Estimate(float(means.mean()), float(means.std(ddof=1) / np.sqrt(len(means))))


class _Power:
    """factor times F o v, averaged over the noise of the instant."""

    def __init__(self, space: Space, network: NumericNetwork, factor: float, x: Signal, y: Signal, kick: Array):
        (self.push, shaken), (self.speed, also) = _pushed(space, network, x), _pushed(space, network, y)
        if np.any(shaken * also):
            raise NetworkError("a flux of this network is infinite: white noise meets itself there")
        self.factor = factor
        self.constant = float(shaken @ (self.speed @ kick) + also @ (self.push @ kick)) / 2

    def of(self, state: Array) -> Array:
        """Its value in every trajectory."""
        return np.asarray(self.factor * ((self.push @ state) * (self.speed @ state) + self.constant))


def _floats(rows: list[list[Fraction]], size: int) -> tuple[Array, Array]:
    matrix = np.array([[float(entry) for entry in row] for row in rows])
    return matrix[:, :size], matrix[:, size:]


def _pushed(space: Space, network: NumericNetwork, signal: Signal) -> tuple[Array, Array]:
    """(row over x, row over the noises) of a signal."""
    if signal.source is not None:
        source = network.sources[signal.source]
        row, noise = _pushed(space, network, Signal(1, source.direction))
        friction = float(source.friction or 0)
        own = np.array([float(k == signal.source) for k in range(len(network.sources))])
        return -friction * row, own - friction * noise
    total = np.zeros(space.size + space.number)
    for site, weight in signal.weights:
        known = (space.positions, space.velocities, space.accelerations)[signal.order][site]
        if known is None:
            raise NetworkError(f"site {network.sites[site]} has no acceleration without a mass")
        total = total + weight * np.array([float(entry) for entry in known])
    return total[: space.size], total[space.size :]
