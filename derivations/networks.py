"""The networks that proofs run on: different graphs, bath placements and masses, symbols where there is room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.catalogue.small_networks import small_networks
from symflux.model.network import Network
from symflux.steady_state.state import SteadyState

__all__ = [
    "POINTS", "Matrix", "determinant", "family", "free", "of_every_kind", "passive_kinds", "path_sums", "points",
    "response", "simple_paths", "small_bathed", "solved",
]  # fmt: skip

Matrix = list[list[RationalFunction]]
_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)


def family() -> Iterator[Network]:
    """Symbolic networks, all pinned: trees and cycles, with and without bath-less sites."""
    yield sf.chain(
        2, spring="k", pinning={1: "c1", 2: "c2"}, masses={1: "m1", 2: "m2"}, baths={1: ("g1", "T1"), 2: ("g2", "T2")},
        name="pair",
    )  # fmt: skip
    yield sf.chain(
        3, spring=["a", "b"], pinning="c", masses={2: "m"}, baths={1: ("g1", "T1"), 3: ("g3", "T3")},
        name="chain with a free middle",
    )  # fmt: skip
    yield sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")},
        name="triangle with a free mass",
    )  # fmt: skip
    yield sf.ring(
        3, spring=["a", "b", 1], pinning=1, baths={1: (1, "T1"), 2: ("g", "T2"), 3: (1, "T3")},
        name="triangle with three baths",
    )  # fmt: skip
    yield sf.star(
        4, spring=["a", "b", 1], pinning="c", baths={2: (1, "T2"), 3: (2, "T3"), 4: (1, "T4")}, name="star",
    )  # fmt: skip
    yield sf.ring(
        4, spring=["a", 1, "b", 2], pinning=1, baths={1: (1, "T1"), 3: ("g", "T3")}, name="ring of four",
    )  # fmt: skip
    yield sf.Network.from_edges(
        [(1, 2, 1), (2, 3, "k"), (1, 3, 2), (3, 4, "b"), (4, 5, 1)], pinning=1,
        baths={1: (1, "T1"), 2: (2, "T2"), 5: (1, "T5")}, name="triangle with a tail",
    )  # fmt: skip


def passive_kinds() -> Iterator[Network]:
    """Symbolic networks of every kind on which nothing works: fields, massless sites, inerters, several baths."""
    two = {1: ("g", "T1"), 2: ("h", "T2")}
    yield sf.chain(2, spring="k", pinning=1, masses=0, baths=two, name="overdamped pair")
    yield sf.Network.from_edges(
        [(1, 2, "k")], pinning=1, baths=two, magnetic={(1, 2): "w"}, real=["w"], name="pair in a field"
    )
    yield sf.Network.from_edges(
        [(1, 2, 1), (2, 3, 2), (3, 1, "k")], pinning=1, baths={1: (1, "T1"), 2: ("g", "T2"), 3: (2, "T3")},
        magnetic={(1, 2): "w"}, real=["w"], name="triangle in a field",
    )  # fmt: skip
    yield sf.Network.from_edges(
        [(1, 2, 1)], pinning=1, masses={(1, 2): "m"}, baths=two, name="pair with a mass between"
    )
    yield sf.Network.from_edges(
        [(1, 2, 1)], pinning=1, masses={1: 0, 2: "m"}, baths={1: (1, "T1"), 2: [("g", "T2"), (2, "T3")]},
        name="massless site beside one with two baths",
    )  # fmt: skip
    yield sf.Network.from_edges(
        [(1, 2, 1), (2, 3, 1)], pinning={2: 1}, baths={1: ("g", "T1"), (1, 2): (2, "T2"), 3: (1, "T3")},
        magnetic={(2, 3): "w"}, real=["w"], name="dashpot with noise and a field",
    )  # fmt: skip


def of_every_kind() -> Iterator[Network]:
    """Those, and networks with directed springs, drives and feedback, which work."""
    yield from passive_kinds()
    two = {1: ("g", "T1"), 2: (1, "T2")}
    yield sf.Network.from_edges([(1, 2, ("a", "b"))], pinning=1, baths=two, name="directed pair")
    yield sf.Network.from_edges(
        [(1, 2, "k"), (2, 3, (1, 2))], pinning=1, masses={3: 0}, baths={1: ("g", "T1"), 3: (1, "T2")},
        name="directed spring to a massless site",
    )  # fmt: skip
    yield sf.Network.from_edges([(1, 2, "k")], pinning=1, baths=two, drives={1: "E"}, name="driven pair")
    yield sf.Network.from_edges(
        [(1, 2, "k")], pinning=1, baths=two, feedback={(2, 1): "h"}, magnetic={(1, 2): 1}, name="pair with feedback"
    )


def free() -> Iterator[Network]:
    """Symbolic networks that nothing holds: positions diffuse, fluxes are as well defined as ever."""
    yield sf.ring(
        3, spring=["a", "b", 1], masses={3: "m"}, baths={1: ("g", "T1"), 2: (1, "T2")}, name="free triangle",
    )  # fmt: skip
    yield sf.Network.from_edges(
        [(1, 2, "a"), (3, 4, "b")], baths={1: (1, "T1"), 2: (1, "T2"), 4: ("g", "T4")}, name="two free pairs",
    )  # fmt: skip


#: values for every parameter of the family
POINTS: tuple[Mapping[str, Any], ...] = (
    {
        "k": 2, "a": 3, "b": Fraction(1, 2), "c": 1, "c1": 1, "c2": 3, "d": 5, "m": 2, "m1": 1, "m2": Fraction(3, 2),
        "g": Fraction(2, 3), "g1": 1, "g2": 4, "g3": Fraction(1, 5), "T1": 7, "T2": 1, "T3": 4, "T4": 2, "T5": 3,
    },
)  # fmt: skip


def points() -> Iterator[Network]:
    """The networks of the family at rational points."""
    for point in POINTS:
        for network in family():
            yield network.at({name: point[name] for name in network.parameters})


def solved() -> Iterator[SteadyState]:
    """The steady states of the family."""
    for network in family():
        yield network.steady_state()


def response(network: Network, frequency: RationalFunction) -> tuple[Matrix, RationalFunction, Matrix]:
    """(K, P, N) at s = ``frequency``: K = M s^2 + Gamma s + V, P = det K, N = adj K, by minors; G = N/P is K^-1."""
    matrix = [list(row) for row in network.potential_matrix()]
    for k, site in enumerate(network.sites):
        diagonal = frequency * (frequency * network.masses[site] + network.friction(site))
        matrix[k][k] = matrix[k][k] + diagonal
    size = len(matrix)
    adjugate = [
        [determinant([[matrix[r][c] for c in range(size) if c != i] for r in range(size) if r != j]) * (-1) ** (i + j)
         for j in range(size)]
        for i in range(size)
    ]  # fmt: skip
    return matrix, determinant(matrix), adjugate


def determinant(matrix: Sequence[Sequence[RationalFunction]]) -> RationalFunction:
    """By expansion along the first row: small matrices only."""
    if not matrix:
        return _ONE
    total = _ZERO
    for column, entry in enumerate(matrix[0]):
        if entry:
            minor = [[*row[:column], *row[column + 1 :]] for row in matrix[1:]]
            total = total + entry * determinant(minor) * (-1) ** column
    return total


def simple_paths(network: Network, start: Any, end: Any) -> Iterator[tuple[Any, ...]]:
    """Every simple path between two sites."""
    near: dict[Any, list[Any]] = {site: [] for site in network.sites}
    for i, j in network.bonds:
        near[i].append(j)
        near[j].append(i)
    waiting: list[tuple[Any, ...]] = [(start,)]
    while waiting:
        path = waiting.pop()
        if path[-1] == end:
            yield path
        else:
            waiting += [(*path, site) for site in near[path[-1]] if site not in path]


def path_sums(
    network: Network, start: Any, end: Any, z: RationalFunction
) -> tuple[RationalFunction, dict[tuple[Any, Any], RationalFunction]]:
    """(N, {bond: N_e}): sums over simple paths of the springs along times det(V - z M) on the sites off the path."""
    matrix = [list(row) for row in network.potential_matrix()]
    for k, mass in enumerate(network.mass_items):
        matrix[k][k] = matrix[k][k] - z * mass
    total, sums = _ZERO, dict.fromkeys(network.bonds, _ZERO)
    for path in simple_paths(network, start, end):
        off = [network.index(site) for site in network.sites if site not in path]
        weight = determinant([[matrix[r][c] for c in off] for r in off])
        for step in pairwise(path):
            weight = weight * network.spring(*step)
        total = total + weight
        for i, j in pairwise(path):
            if (i, j) in sums:
                sums[i, j] = sums[i, j] + weight
            else:
                sums[j, i] = sums[j, i] - weight
    return total, sums


def small_bathed(size: int, *, start: int = 0) -> Iterator[Network]:
    """Every connected graph on so many sites with baths at 1 and 2, with springs, pins and masses without symmetry."""
    for number, network in enumerate(small_networks(size), start=start):
        springs = [(i, j, Fraction(2 + (5 * i + 3 * j + number) % 7, 1 + (i + j) % 3)) for i, j in network.bonds]
        yield sf.Network.from_edges(
            springs, pinning={k: Fraction(1 + (3 * k + number) % 5, 2) for k in range(1, size + 1)},
            masses={k: Fraction(1 + (2 * k) % 3, 1) for k in range(1, size + 1)},
            baths={1: (Fraction(2, 3), "T1"), 2: (Fraction(5, 4), "T2")}, name=f"bonds {network.key}",
        )  # fmt: skip
