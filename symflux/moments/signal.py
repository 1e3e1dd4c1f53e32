"""A signal of a linear model: what may stand in a mean <x o y>.

x = sum of weights times time derivatives of the coordinates, or the force of a bath (its own noise included) or of a
drive. It answers source a by X_a(s) = r_x(s) . adj(K) u_a + [the noise of a stands in x] det K, over det K.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Signal", "acceleration", "force_of", "position", "velocity"]


@dataclass(frozen=True)
class Signal:
    """``weights`` of the sites' coordinates, each differentiated ``order`` times; or the force of sources together.

    Sites are given by their numbers in the model, sources too: first the baths, then the drives. The force of a bath
    along its direction u is -gamma (u . v) + sqrt(2 gamma T) xi, that of a drive sqrt(2 E) xi.

    >>> velocity({0: 1, 1: -1})
    Signal(weights=((0, 1), (1, -1)), order=1, sources=())
    """

    weights: tuple[tuple[int, int], ...] = ()
    order: int = 0
    sources: tuple[int, ...] = ()


def _of(weights: Mapping[int, int], order: int) -> Signal:
    return Signal(tuple(sorted((site, weight) for site, weight in weights.items() if weight)), order)


def position(weights: Mapping[int, int]) -> Signal:
    """sum of weights times q."""
    return _of(weights, 0)


def velocity(weights: Mapping[int, int]) -> Signal:
    """sum of weights times v."""
    return _of(weights, 1)


def acceleration(weights: Mapping[int, int]) -> Signal:
    """sum of weights times dv/dt."""
    return _of(weights, 2)


def force_of(*sources: int) -> Signal:
    """The force of a bath, friction and noise, or of a drive; of several along one direction together."""
    return Signal(sources=sources)
