"""Distances in a picture close to distances along bonds: stress majorization (Gansner, Koren and North 2004).

Where the start has a symmetry, it is kept: after every step each site is put where the symmetry wants it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import Any

import numpy as np

__all__ = ["distances", "fixed_by_mirror", "fixed_by_rotation", "least_stress", "scaled_from_distances", "stress_of"]

_ROUNDS = 300


def distances(near: Sequence[set[int]]) -> Any:
    """Numbers of bonds on the shortest way between every two sites; the number of sites where there is none."""
    size = len(near)
    found = np.full((size, size), float(max(size, 2)))
    for start in range(size):
        known, frontier = {start: 0}, [start]
        for here in frontier:
            for other in near[here]:
                if other not in known:
                    known[other] = known[here] + 1
                    frontier.append(other)
        for other, steps in known.items():
            found[start, other] = steps
    return found  # zero from a site to itself


def least_stress(distance: Any, points: Any, keep: Any = None) -> Any:
    """The nearest local minimum of the stress; ``keep`` puts points where a symmetry wants them."""
    itself = np.eye(len(distance))
    weight = (1.0 - itself) / (distance + itself) ** 2
    inverse = np.linalg.pinv(np.diag(weight.sum(axis=1)) - weight)
    for _ in range(_ROUNDS):
        apart = points[:, None, :] - points[None, :, :]
        length = np.maximum(np.sqrt((apart**2).sum(axis=2)), 1e-9)
        ratio = weight * distance / length
        moved = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ points)
        moved = keep(moved) if keep is not None else moved
        if np.abs(moved - points).max() < 1e-7:
            return moved
        points = moved
    return points


def stress_of(distance: Any, points: Any) -> float:
    """The stress per pair, at the best size of the picture."""
    upper = np.triu_indices(len(points), 1)
    wanted = distance[upper]
    length = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))[upper]
    if not len(wanted) or not (length**2).sum():
        return 0.0
    factor = (length / wanted).sum() / ((length / wanted) ** 2).sum()
    return float(((factor * length / wanted - 1) ** 2).mean())


def scaled_from_distances(distance: Any, mirror: Mapping[int, int] | None = None) -> Any:
    """Classical scaling: coordinates from the distances, with a mirror the first one odd and the second even under it.

    Without a mirror the two largest coordinates.
    """
    size = len(distance)
    centred = np.eye(size) - 1.0 / size
    product = -0.5 * centred @ distance**2 @ centred
    if mirror is None:
        values, vectors = np.linalg.eigh(product)
        return vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 1e-9))
    swap = np.zeros((size, size))
    for k, to in mirror.items():
        swap[to, k] = 1.0
    columns = []
    for sign in (-1, 1):
        part = (np.eye(size) + sign * swap) / 2
        values, vectors = np.linalg.eigh(part @ product @ part)
        columns.append(vectors[:, -1] * np.sqrt(max(values[-1], 1e-9)))
    return np.column_stack(columns)


def fixed_by_mirror(mirror: Mapping[int, int]) -> Any:
    """What puts points in mirror images with respect to the vertical axis."""
    order = np.array([mirror[k] for k in range(len(mirror))])

    def keep(points: Any) -> Any:
        return (points + points[order] * np.array([-1.0, 1.0])) / 2

    return keep


def fixed_by_rotation(turn: Mapping[int, int], length: int) -> Any:
    """What puts points on rings round the origin, each site's image a step further."""
    size = len(turn)
    orders = [np.arange(size)]
    for _ in range(length - 1):
        orders.append(np.array([turn[int(k)] for k in orders[-1]]))

    def keep(points: Any) -> Any:
        total = np.zeros_like(points)
        for step, order in enumerate(orders):
            back = -2 * pi * step / length
            matrix = np.array([[cos(back), sin(back)], [-sin(back), cos(back)]])
            total += points[order] @ matrix
        return total / length

    return keep
