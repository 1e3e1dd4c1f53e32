"""Where the sites of a network stand in its picture.

Chains on a line, folded where they are long; rings and complete graphs on a circle; the rest by least stress, in the
best of several arrangements: sites off the bonds of others, mirror symmetry where the network has one, few crossings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from math import cos, hypot, pi, sin
from typing import Any

import numpy as np

from symflux.errors import NetworkError
from symflux.model.network import Network, Site
from symflux.show.pictures.geometry import Point, distance_to_segment, segments_cross
from symflux.show.pictures.stress import (
    distances,
    fixed_by_mirror,
    fixed_by_rotation,
    least_stress,
    scaled_from_distances,
    stress_of,
)
from symflux.show.pictures.symmetry import Graph, mirrors, rotations

__all__ = ["Point", "joined_pairs", "positions_of"]

_LONGEST = 150  #: sites in one picture
_ROW = 10  #: sites of a chain in one row
_SYMMETRIC = 40  #: sites of a network whose symmetries are looked for
_CLEAR = 0.28  #: of a bond: how far a site has to be from the bonds of others
_BATHS_ASIDE = 0.7  #: what it costs to mirror the bonds but not the baths, in crossings
_CROSSINGS = 80  #: bonds of a network whose crossings are counted


def joined_pairs(network: Network) -> list[tuple[Site, Site]]:
    """Every two sites that something joins: a spring, a bath, a field, an inerter, feedback; each pair once."""
    items = (network.spring_items, network.directed_items, network.inerter_items)
    found = [pair for each in (*items, network.magnetic_items, network.feedback_items) for pair, _ in each]
    places = [*(bath.sites for bath in network.bath_items), *(drive.sites for drive in network.drive_items)]
    found += [(place[0], place[1]) for place in places if len(place) == 2]
    return list({frozenset(pair): pair for pair in reversed(found) if pair[0] != pair[1]}.values())[::-1]


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
    pairs = joined_pairs(network)
    if given is not None:
        missing = [site for site in sites if site not in given]
        if missing:
            raise NetworkError(f"no position for site {missing[0]}: give one for every site")
        placed = {site: (float(given[site][0]), float(given[site][1])) for site in sites}
        return _scaled(pairs, placed, bond)
    neighbours: dict[Site, list[Site]] = {site: [] for site in sites}
    for i, j in pairs:
        neighbours[i].append(j)
        neighbours[j].append(i)
    path = _path(sites, neighbours)
    if path is not None:
        return _folded(path, bond)
    cycle = _cycle(sites, neighbours)
    if cycle is None and len(pairs) == len(sites) * (len(sites) - 1) // 2:
        cycle = sites
    if cycle is not None:
        return _scaled(pairs, _circle(cycle), bond)
    return _scaled(pairs, _best(network, sites, pairs), bond)


# chains and rings ---------------------------------------------------------------------------------------------


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


def _folded(path: Sequence[Site], bond: float) -> dict[Site, Point]:
    """A chain in rows of equal length, to and fro; a short one in one row.

    >>> [(int(x), int(y)) for x, y in _folded(range(12), 1).values()][4:8]
    [(4, 0), (5, 0), (5, -1), (4, -1)]
    """
    rows = -(-len(path) // (_ROW + 1)) if len(path) <= _ROW + 1 else -(-len(path) // _ROW)
    length = -(-len(path) // rows)
    placed = {}
    for k, site in enumerate(path):
        row, column = divmod(k, length)
        placed[site] = (bond * (length - 1 - column if row % 2 else column), -bond * row)
    return placed


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


# everything else ----------------------------------------------------------------------------------------------


def _best(network: Network, sites: list[Site], pairs: Sequence[tuple[Site, Site]]) -> dict[Site, Point]:
    """The best of the arrangements."""
    place = {site: k for k, site in enumerate(sites)}
    edges = [(place[i], place[j]) for i, j in pairs]
    plain = Graph([0] * len(sites), edges)
    graphs = [Graph([len(network.baths_at(site)) for site in sites], edges), plain]
    distance = distances(plain.near)
    found: list[tuple[tuple[float, ...], Any, list[float]]] = []
    images = [mirrors(graph) if len(sites) <= _SYMMETRIC else [] for graph in graphs]
    for points in _arrangements(graphs, images, distance):
        # the mirror of all, that of the bonds alone, or none
        axes = [[axis for m in each if (axis := _axis(points, m)) is not None] for each in images]
        grade = next((k for k, each in enumerate(axes) if each), 2)
        cost = _faults(points, edges), float(grade == 2), _untidiness(points, edges, distance) + _BATHS_ASIDE * grade
        found.append((tuple(round(part, 6) for part in cost), points, [*axes[0], *axes[1]]))
    points = _upright(*min(found, key=lambda entry: entry[0])[1:])
    return {site: (float(x), float(y)) for site, (x, y) in zip(sites, points, strict=True)}


def _arrangements(graphs: Sequence[Graph], images: Sequence[Sequence[Any]], distance: Any) -> Iterator[Any]:
    """The positions of every arrangement that is tried, mirrors and rotations of each graph among them."""
    size = len(distance)
    around = 2 * pi * np.arange(size) / size
    yield least_stress(distance, scaled_from_distances(distance))
    yield least_stress(distance, np.column_stack([np.cos(around), np.sin(around)]) * size / 3)
    for mirror in (each for known in images for each in known):
        keep = fixed_by_mirror(mirror)
        start = scaled_from_distances(distance, mirror)
        yield least_stress(distance, start, keep)
        # sites on the axis in one more order, and pairs spread out by their number
        spread = np.array([[(k < mirror[k]) - (k > mirror[k]), 0.0] for k in range(size)], dtype=float)
        order = np.array([[0.0, float(min(k, mirror[k]))] for k in range(size)])
        yield least_stress(distance, start + spread * (1 + order[:, 1:] / 3) + 0.5 * order, keep)
    for graph in graphs if size <= _SYMMETRIC else ():
        for turn in rotations(graph):
            yield from _rings(turn, graph, distance)


def _rings(turn: Mapping[int, int], graph: Graph, distance: Any) -> Iterator[Any]:
    """The cycles of a rotation on rings round the middle, the smallest first, with least stress and without."""
    cycles: list[list[int]] = []
    for start in range(graph.size):
        if turn[start] != start and not any(start in cycle for cycle in cycles):
            cycle = [start]
            while turn[cycle[-1]] != start:
                cycle.append(turn[cycle[-1]])
            cycles.append(cycle)
    length = len(cycles[0])
    keep = fixed_by_rotation(turn, length)
    for chosen in (cycles, cycles[::-1]) if len(cycles) > 1 else (cycles,):
        first = 1.0 if len(cycles) * length < graph.size or length < 5 or len(cycles) > 1 else length / 6
        points = np.zeros((graph.size, 2))
        for ring, cycle in enumerate(chosen):
            offset = _nearest(chosen[ring - 1], cycle, graph, points) if ring else -pi / 2 - pi / length
            for k, site in enumerate(cycle):
                angle = offset + 2 * pi * k / length
                points[site] = (first + 1.1 * ring) * np.array([cos(angle), sin(angle)])
        yield points
        yield least_stress(distance, points, keep)


def _nearest(inner: Sequence[int], outer: Sequence[int], graph: Graph, points: Any) -> float:
    """The angle of an outer ring's first site: that of its neighbour on the inner ring, or between two."""
    near = [k for k in inner if k in graph.near[outer[0]]]
    if not near:
        return float(np.arctan2(*points[inner[0]][::-1])) + pi / len(inner)
    x, y = sum(points[k] for k in near)
    return float(np.arctan2(y, x)) if hypot(x, y) > 1e-6 else float(np.arctan2(*points[near[0]][::-1]))


def _axis(points: Any, mirror: Mapping[int, int]) -> float | None:
    """The angle of the straight line through the middle that takes every site to its image; None where none does."""
    centred = points - points.mean(axis=0)
    images = centred[[mirror[k] for k in range(len(points))]]
    dot, cross = (centred * images), centred[:, 0] * images[:, 1] + centred[:, 1] * images[:, 0]
    angle = 0.5 * np.arctan2(cross.sum(), (dot[:, 0] - dot[:, 1]).sum())
    reflection = np.array([[np.cos(2 * angle), np.sin(2 * angle)], [np.sin(2 * angle), -np.cos(2 * angle)]])
    apart = np.abs(centred @ reflection - images).max()
    return float(angle) if apart < 1e-3 * max(1.0, np.abs(centred).max()) else None


def _faults(points: Any, edges: Sequence[tuple[int, int]]) -> float:
    """How much the sites lie on each other or on bonds that are not theirs, in units of the mean bond."""
    unit = float(np.mean([hypot(*(points[i] - points[j])) for i, j in edges])) if edges else 1.0
    if unit < 1e-6:
        return 1e6
    spots = [(float(x) / unit, float(y) / unit) for x, y in points]
    fault = sum(max(0.0, 0.4 - hypot(a[0] - b[0], a[1] - b[1])) for a, b in combinations(spots, 2))
    for i, j in edges:
        near = [distance_to_segment(p, spots[i], spots[j]) for k, p in enumerate(spots) if k not in (i, j)]
        fault += sum(max(0.0, _CLEAR - d) for d in near)
    return fault


def _untidiness(points: Any, edges: Sequence[tuple[int, int]], distance: Any) -> float:
    """Crossings, narrow angles, bonds of unequal length, stress."""
    lines = [(tuple(points[i]), tuple(points[j])) for i, j in edges]
    crossings = 0
    if len(edges) <= _CROSSINGS:
        for (one, first), (other, second) in combinations(zip(edges, lines, strict=True), 2):
            crossings += not set(one) & set(other) and segments_cross(first, second)
    angles: list[float] = []
    for site in range(len(points)):
        around = sorted(
            float(np.arctan2(*(points[k] - points[site])[::-1]))
            for edge in edges
            if site in edge
            for k in edge
            if k != site
        )
        angles += [b - a for a, b in pairwise([*around, around[0] + 2 * pi])] if len(around) > 1 else []
    narrow = sum(max(0.0, pi / 6 - angle) for angle in angles)
    lengths = [hypot(a[0] - b[0], a[1] - b[1]) for a, b in lines] or [1.0]
    return crossings + 4 * narrow + 0.6 * max(lengths) / max(min(lengths), 1e-3) + 10 * stress_of(distance, points)


def _upright(points: Any, axes: Sequence[float]) -> Any:
    """A mirror's axis upright or flat, else the longest direction flat; wide, not tall; the first site at the left."""
    points = points - points.mean(axis=0)
    if axes:
        turn = min(axes, key=lambda angle: round(min(abs(np.sin(2 * angle)), 0.5), 3))
        turn -= round(turn / (pi / 2)) * pi / 2
        points = points @ np.array([[cos(turn), -sin(turn)], [sin(turn), cos(turn)]])
        wide, high = np.ptp(points, axis=0)
        points = points[:, ::-1] if high > 1.02 * wide else points
    else:
        points = points @ np.linalg.eigh(points.T @ points)[1][:, ::-1]
    for column in range(2):
        largest = np.argmax(np.abs(np.round(points[:, column], 6)))
        if points[largest, column] * (-1 if column == 0 else 1) < 0:
            points = points * np.array([-1 if column == k else 1 for k in range(2)])
    return points


def _scaled(pairs: Sequence[tuple[Site, Site]], placed: Mapping[Site, Point], bond: float) -> dict[Site, Point]:
    """The mean bond gets the wished length, and no two sites come closer than a third of it."""
    lengths = [hypot(placed[i][0] - placed[j][0], placed[i][1] - placed[j][1]) for i, j in pairs]
    unit = sum(lengths) / len(lengths) if lengths else 1.0
    nearest = min((hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(placed.values(), 2)), default=unit)
    if nearest <= 0 or unit <= 0:
        raise NetworkError("two sites have the same position")
    factor = max(bond / unit, bond / 3 / nearest)
    return {site: (factor * x, factor * y) for site, (x, y) in placed.items()}
