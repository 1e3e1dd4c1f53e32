"""A signal of a linear model: what may stand in a mean <x o y>.

x = sum of weights times time derivatives of the coordinates, or the force of a bath, its own noise included. Its
response to source a is the polynomial X_a(s) = r_x(s) . adj(K) u_a + [the noise of a stands in x] det K, over det K.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Signal", "acceleration", "bath_force", "position", "velocity"]


@dataclass(frozen=True)
class Signal:
    """``weights`` of the sites' coordinates, each differentiated ``order`` times; or the force of bath ``bath``.

    Sites and baths are given by their numbers in the model. The force of a bath along its direction u is
    -gamma (u . v) + sqrt(2 gamma T) xi.

    >>> velocity({0: 1, 1: -1})
    Signal(weights=((0, 1), (1, -1)), order=1, bath=None)
    """

    weights: tuple[tuple[int, int], ...] = ()
    order: int = 0
    bath: int | None = None


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


def bath_force(bath: int) -> Signal:
    """The force of a bath, friction and noise."""
    return Signal(bath=bath)
