"""Where the sites of a network stand in its picture: chains on a line, rings on a circle, the rest by least stress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, hypot, pi, sin
from typing import Any

import numpy as np

from symflux.errors import NetworkError
from symflux.model.network import Network, Site

__all__ = ["Point", "positions_of"]

Point = tuple[float, float]
_ROUNDS = 400
_LONGEST = 150  #: sites in one picture


def positions_of(
    network: Network, given: Mapping[Site, Sequence[Any]] | None = None, *, bond: float = 3.0
) -> dict[Site, Point]:
    """A position in cm for every site, y upwards; bonds are about ``bond`` long. ``given`` positions are scaled only.

    The same network always gets the same picture. Raises :class:`NetworkError` where positions are missing, and for
    networks too large to draw.
    """
    sites = list(network.sites)
    if len(sites) > _LONGEST:
        raise NetworkError(f"{len(sites)} sites are too many for a picture; the limit is {_LONGEST}")
    if given is not None:
        missing = [site for site in sites if site not in given]
        if missing:
            raise NetworkError(f"no position for site {missing[0]}: give one for every site")
        placed = {site: (float(given[site][0]), float(given[site][1])) for site in sites}
        return _scaled(network, placed, bond)
    neighbours: dict[Site, list[Site]] = {site: [] for site in sites}
    for i, j in network.bonds:
        neighbours[i].append(j)
        neighbours[j].append(i)
    path = _path(sites, neighbours)
    if path is not None:
        return {site: (bond * k, 0.0) for k, site in enumerate(path)}
    cycle = _cycle(sites, neighbours)
    if cycle is None and len(network.bonds) == len(sites) * (len(sites) - 1) // 2:
        cycle = sites
    if cycle is not None:
        return _scaled(network, _circle(cycle), bond)
    return _scaled(network, _least_stress(sites, neighbours), bond)


def _path(sites: list[Site], neighbours: Mapping[Site, list[Site]]) -> list[Site] | None:
    """The sites in order, if the network is a chain."""
    ends = [site for site in sites if len(neighbours[site]) < 2]
    if any(len(n) > 2 for n in neighbours.values()) or (len(sites) > 1 and len(ends) != 2):
        return None
    order = [ends[0] if ends else sites[0]]
    while len(order) < len(sites):
        following = [s for s in neighbours[order[-1]] if s not in order[-2:]]
        if not following:
            return None
        order.append(following[0])
    return order


def _cycle(sites: list[Site], neighbours: Mapping[Site, list[Site]]) -> list[Site] | None:
    """The sites in order round a ring."""
    if len(sites) < 3 or any(len(n) != 2 for n in neighbours.values()):
        return None
    order = [sites[0]]
    while len(order) < len(sites):
        following = [s for s in neighbours[order[-1]] if s not in order]
        if not following:
            return None
        order.append(following[0])
    return order


def _circle(order: Sequence[Site]) -> dict[Site, Point]:
    """On a circle, the first two sites at the bottom, counter-clockwise."""
    step = 2 * pi / len(order)
    start = -pi / 2 - step / 2
    return {site: (cos(start + k * step), sin(start + k * step)) for k, site in enumerate(order)}


def _least_stress(sites: list[Site], neighbours: Mapping[Site, list[Site]]) -> dict[Site, Point]:
    """Distances in the picture close to distances along bonds (stress majorization, Gansner, Koren and North 2004)."""
    size = len(sites)
    place = {site: k for k, site in enumerate(sites)}
    distance = np.full((size, size), float(size))
    for site in sites:
        found, frontier = {site: 0}, [site]
        for here in frontier:
            for near in neighbours[here]:
                if near not in found:
                    found[near] = found[here] + 1
                    frontier.append(near)
        for other, steps in found.items():
            distance[place[site], place[other]] = steps
    np.fill_diagonal(distance, 1.0)
    weight = distance**-2.0
    np.fill_diagonal(weight, 0.0)
    angles = 2 * pi * np.arange(size) / size
    points = np.column_stack([np.cos(angles), np.sin(angles)]) * size / 3
    laplacian = np.diag(weight.sum(axis=1)) - weight
    inverse = np.linalg.pinv(laplacian)
    for _ in range(_ROUNDS):
        difference = points[:, None, :] - points[None, :, :]
        length = np.maximum(np.sqrt((difference**2).sum(axis=2)), 1e-9)
        ratio = weight * distance / length
        np.fill_diagonal(ratio, 0.0)
        points = inverse @ ((np.diag(ratio.sum(axis=1)) - ratio) @ points)
    points = points - points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    turned = points @ axes[:, ::-1]  # the longest direction lies flat
    for column in range(2):
        largest = np.argmax(np.abs(np.round(turned[:, column], 6)))
        if turned[largest, column] * (-1 if column == 0 else 1) < 0:
            turned[:, column] *= -1
    return {site: (float(x), float(y)) for site, (x, y) in zip(sites, turned, strict=True)}


def _scaled(network: Network, placed: Mapping[Site, Point], bond: float) -> dict[Site, Point]:
    """The mean bond gets the wished length, and no two sites come closer than a third of it."""
    lengths = [hypot(placed[i][0] - placed[j][0], placed[i][1] - placed[j][1]) for i, j in network.bonds]
    unit = sum(lengths) / len(lengths) if lengths else 1.0
    points = list(placed.values())
    nearest = min(
        (hypot(a[0] - b[0], a[1] - b[1]) for k, a in enumerate(points) for b in points[k + 1 :]), default=unit
    )
    if nearest <= 0 or unit <= 0:
        raise NetworkError("two sites have the same position")
    factor = max(bond / unit, bond / 3 / nearest)
    return {site: (factor * x, factor * y) for site, (x, y) in placed.items()}
