"""Where sites stand: mirror symmetry kept, long chains folded, no site on a bond of others."""

from __future__ import annotations

import random
from itertools import combinations
from math import hypot

import numpy as np
import pytest

import symflux as sf
from symflux.show.pictures.geometry import distance_to_segment
from symflux.show.pictures.site_layout import positions_of
from symflux.show.pictures.symmetry import Graph, mirrors, rotations


def mirror_of(network):
    """A straight line that takes every site to a site and every bond to a bond, tried one after the other."""
    placed = positions_of(network)
    points = np.array(list(placed.values()))
    points -= points.mean(axis=0)
    sites = list(placed)
    bonds = {frozenset(bond) for bond in network.bonds}
    ways = list(points) + [p + q for p, q in combinations(points, 2)] + [np.array([1.0, 0]), np.array([0, 1.0])]
    for x, y in ways:
        size = np.hypot(x, y)
        if size < 1e-3:
            continue
        c, s = (x * x - y * y) / size**2, 2 * x * y / size**2
        images = points @ np.array([[c, s], [s, -c]])
        near = np.abs(images[:, None, :] - points[None, :, :]).max(axis=2)
        to = near.argmin(axis=1)
        if near.min(axis=1).max() > 0.02 or all(to == range(len(sites))):
            continue
        image = dict(zip(sites, (sites[k] for k in to), strict=True))
        if {frozenset((image[i], image[j])) for i, j in map(tuple, bonds)} == bonds:
            return image
    return None


def doubled(seed):
    """A random network and its mirror image, joined at one or two sites of their own."""
    draw = random.Random(seed)
    size, spine = draw.randint(2, 4), draw.randint(0, 2)
    own = {(draw.randint(1, k - 1), k) for k in range(2, size + 1)}
    bonds = {(f"{side}{i}", f"{side}{j}") for side in "lr" for i, j in own}
    middle = [f"m{k}" for k in range(spine)] or []
    for k, site in enumerate(middle):
        at = draw.randint(1, size) if k else 1
        bonds |= {(f"{side}{at}", site) for side in "lr"}
    if not middle:
        bonds.add(("l1", "r1"))
    return sf.Network.from_edges([(i, j, 1) for i, j in sorted(bonds)])


SYMMETRIC = {
    "K5": sf.complete(5),
    "star": sf.star(8),
    "ring": sf.ring(6),
    "ladder": sf.paper.example_4(),
    "K33": sf.Network.from_edges([(i, j, 1) for i in (1, 2, 3) for j in (4, 5, 6)]),
    "house": sf.Network.from_edges([(1, 2, 1), (2, 3, 1), (3, 4, 1), (4, 1, 1), (1, 5, 1), (2, 5, 1)]),
    "two baths": sf.Network.from_edges(
        [(1, 2, 1), (2, 3, 1), (3, 4, 1), (4, 1, 1), (1, 3, 1), (3, 5, 1)], baths={2: (1, 1), 4: (1, 2)}
    ),
}


@pytest.mark.parametrize("name", SYMMETRIC)
def test_a_mirror_symmetry_of_the_network_is_one_of_the_picture(name):
    image = mirror_of(SYMMETRIC[name])
    assert image is not None
    if name == "two baths":
        assert image[2] == 4


@pytest.mark.parametrize("seed", range(20))
def test_random_networks_with_a_mirror_have_it_in_the_picture(seed):
    assert mirror_of(doubled(seed)) is not None


def test_what_has_no_symmetry_is_not_given_one():
    lopsided = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, 1), (3, 1, 1), (3, 4, 1), (4, 5, 1), (5, 6, 1), (4, 7, 1), (1, 8, 1)]
    )
    assert mirror_of(lopsided) is None


def test_long_chains_fold_and_short_ones_do_not():
    for size, rows in ((5, 1), (11, 1), (12, 2), (24, 3), (60, 6)):
        placed = positions_of(sf.chain(size))
        assert len({round(y, 6) for _, y in placed.values()}) == rows
        steps = [hypot(*(p - q for p, q in zip(placed[k], placed[k + 1], strict=True))) for k in range(1, size)]
        assert steps == pytest.approx([3.0] * (size - 1))
    wide = positions_of(sf.chain(24))
    assert max(x for x, _ in wide.values()) <= 27


@pytest.mark.parametrize(
    "bonds", [[(1, 2), (2, 3), (3, 4), (4, 1)], [(1, 2), (1, 3), (1, 4)], [(1, 2), (2, 3), (3, 1), (3, 4)]]
)
def test_symmetries_keep_every_bond(bonds):
    size = max(max(bond) for bond in bonds)
    graph = Graph([0] * size, [(i - 1, j - 1) for i, j in bonds])
    wanted = {frozenset((i - 1, j - 1)) for i, j in bonds}
    found = [*mirrors(graph), *rotations(graph)]
    assert found
    for image in found:
        assert sorted(image.values()) == list(range(size))
        assert {frozenset((image[i], image[j])) for i, j in map(tuple, wanted)} == wanted
    assert all(image[image[k]] == k for image in mirrors(graph) for k in image)


def test_no_site_lies_on_the_bond_of_others():
    for seed in range(20):
        network = doubled(seed)
        placed = positions_of(network)
        for i, j in network.bonds:
            for site, spot in placed.items():
                if site not in (i, j):
                    assert distance_to_segment(spot, placed[i], placed[j]) > 0.5
