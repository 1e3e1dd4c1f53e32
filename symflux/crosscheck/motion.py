"""dx = A x dt + sum_a g_a dW_a of a network in fractions: massless coordinates eliminated, free motions stripped.

A congruence q = T y makes M diagonal. With x = (v_H, y_H, y_L), H the coordinates that have a mass and L those that
have none,

    m_H dv_H = -(D v + V y)_H dt + noise,    dy_H = v_H dt,    D_LL dy_L = -(D_LH v_H + (V y)_L) dt + noise.

Where A is singular, A = B C with C of full row rank, and z = C x obeys the same kind of equation with A' = C B: the
rank is no question for rounded numbers, so all of this is done in fractions. What is not linear in z diffuses; if a
velocity is among it, each source is looked at in the span of A^k g_a that it excites.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symflux.crosscheck.numeric_network import NumericNetwork
from symflux.errors import NetworkError

__all__ = ["Motion", "Space", "motions"]

Vector = list[Fraction]
Matrix = list[Vector]
_ZERO = Fraction(0)


@dataclass(frozen=True)
class Motion:
    """dz = A z dt + g dW of every source that it stands for, and the velocity of every site as row . z + noise."""

    sources: tuple[int, ...]
    drift: Matrix
    noise: list[Vector]  #: g of each of the sources
    velocities: list[Vector | None]  #: a row for each site; None where the velocity itself diffuses
    shaken: list[Vector]  #: of each source, the noise in the velocity of every site
    accelerations: list[tuple[Vector | None, Vector] | None]  #: row, and the noise of each source; None without a mass
    is_bounded: Callable[[int, int], bool]  #: whether the difference of two sites' coordinates is


class Space:
    """The equation of all sources together: every row is one over x, then one over the noises of the sources."""

    def __init__(self, network: NumericNetwork):
        T, mass = _congruence([list(row) for row in network.mass])
        turned = [list(column) for column in zip(*T, strict=True)]
        D, V = (_product(_product(turned, matrix), T) for matrix in (network.damping, network.potential))
        F = [[sum((row[k] * sign for k, sign in s.direction), _ZERO) for s in network.sources] for row in turned]
        heavy, light = ([i for i, m in enumerate(mass) if bool(m) is there] for there in (True, False))
        h, size, number = len(heavy), 2 * len(heavy) + len(light), len(network.sources)
        place = {i: h + k for k, i in enumerate([*heavy, *light])}

        def force(i: int, over: Sequence[int]) -> Vector:
            """-(D v)_i - (V y)_i, and the noise on i."""
            row = [_ZERO] * size + F[i]
            for j in over:
                row[heavy.index(j)] -= D[i][j]
            for j, k in place.items():
                row[k] -= V[i][j]
            return row

        rows = [[D[i][j] for j in light] + force(i, heavy) for i in light]
        solved = _echelon(rows)
        if any(solved.get(k) is None for k in range(len(light))):
            raise NetworkError("a check in numbers needs a friction at every massless site: give these sites a mass")
        slow = {i: solved[k][len(light) :] for k, i in enumerate(light)}
        fast: dict[int, Vector] = {}
        for i in heavy:
            row = force(i, heavy)
            for j in light:
                row = [a - D[i][j] * b for a, b in zip(row, slow[j], strict=True)]
            fast[i] = [a / mass[i] for a in row]
        still = [[Fraction(k == a) for k in range(size + number)] for a in range(h)]
        self.rows = [*fast.values(), *still, *slow.values()]
        self.size, self.number = size, number
        speeds = dict(zip(heavy, still, strict=True)) | slow
        places = {i: [Fraction(c == k) for c in range(size + number)] for i, k in place.items()}
        self.positions = [_combined(row, places, size + number) for row in T]
        self.velocities = [_combined(row, speeds, size + number) for row in T]
        self.accelerations = [
            _combined(row, fast, size + number) if not any(row[j] for j in light) else None for row in T
        ]


def motions(network: NumericNetwork) -> list[Motion]:
    """One motion for all sources, or one for each where some velocity diffuses."""
    space = Space(network)
    every = tuple(range(space.number))
    whole = _motion(space, every, None)
    if None not in whole.velocities:
        return [whole]
    return [_motion(space, (source,), source) for source in every]


def _motion(space: Space, sources: tuple[int, ...], excited: int | None) -> Motion:
    size = space.size
    A = [row[:size] for row in space.rows]
    G = [[row[size + source] for row in space.rows] for source in sources]
    steps: list[dict[int, Vector]] = []
    basis: dict[int, Vector] = {}
    if excited is not None:
        basis = _reached(A, G[0])
        pivots, vectors = list(basis), list(basis.values())
        moved = [[_dot(row, vector) for row in A] for vector in vectors]
        A = [[image[pivot] for image in moved] for pivot in pivots]
        G = [[g[pivot] for pivot in pivots] for g in G]
    while A and len(rows := _echelon(A)) < len(A):
        steps.append(rows)
        B = [[row[pivot] for pivot in rows] for row in A]
        C = list(rows.values())
        A, G = _product(C, B) if rows else [], [[_dot(row, g) for row in C] for g in G]

    def stripped(row: Vector) -> Vector | None:
        if excited is not None:
            row = [_dot(row, vector) for vector in basis.values()]
        for rows in steps:
            weights = [row[pivot] for pivot in rows]
            if row != _sum(weights, list(rows.values()), len(row)):
                return None
            row = weights
        return row

    velocities = [stripped(row[:size]) for row in space.velocities]
    shaken = [[row[size + source] for row in space.velocities] for source in sources]
    accelerations = [
        None if row is None else (stripped(row[:size]), [row[size + source] for source in sources])
        for row in space.accelerations
    ]

    def is_bounded(i: int, j: int) -> bool:
        pairs = zip(space.positions[i][:size], space.positions[j][:size], strict=True)
        return stripped([a - b for a, b in pairs]) is not None

    return Motion(sources, A, G, velocities, shaken, accelerations, is_bounded)


# fractions ---------------------------------------------------------------------------------------------


def _dot(left: Sequence[Fraction], right: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(left, right, strict=True) if a and b), _ZERO)


def _product(left: Sequence[Sequence[Fraction]], right: Sequence[Sequence[Fraction]]) -> Matrix:
    columns = list(zip(*right, strict=True))
    return [[_dot(row, column) for column in columns] for row in left]


def _sum(weights: Sequence[Fraction], vectors: Sequence[Vector], size: int) -> Vector:
    total = [_ZERO] * size
    for weight, vector in zip(weights, vectors, strict=True):
        if weight:
            total = [a + weight * b for a, b in zip(total, vector, strict=True)]
    return total


def _combined(weights: Sequence[Fraction], rows: dict[int, Vector], size: int) -> Vector:
    return _sum([weights[i] for i in rows], list(rows.values()), size)


def _congruence(mass: Matrix) -> tuple[Matrix, Vector]:
    """T and the diagonal of T^T M T, M positive semidefinite."""
    size = len(mass)
    T = [[Fraction(i == j) for j in range(size)] for i in range(size)]
    for i in range(size):
        pivot = mass[i][i]
        for j in range(i + 1, size) if pivot else ():
            factor = mass[i][j] / pivot
            if factor:
                for row in (*T, *mass):
                    row[j] -= factor * row[i]
                mass[j] = [a - factor * b for a, b in zip(mass[j], mass[i], strict=True)]
    return T, [mass[i][i] for i in range(size)]


def _echelon(matrix: Matrix) -> dict[int, Vector]:
    """{pivot: row} of the reduced echelon form, pivots ascending."""
    found: dict[int, Vector] = {}
    for given in matrix:
        row = list(given)
        for pivot, known in found.items():
            if row[pivot]:
                row = [a - row[pivot] * b for a, b in zip(row, known, strict=True)]
        lead = next((k for k, entry in enumerate(row) if entry), None)
        if lead is None:
            continue
        row = [entry / row[lead] for entry in row]
        for pivot, known in found.items():
            if known[lead]:
                found[pivot] = [a - known[lead] * b for a, b in zip(known, row, strict=True)]
        found[lead] = row
    return dict(sorted(found.items()))


def _reached(A: Matrix, start: Vector) -> dict[int, Vector]:
    """{pivot: basis vector} of span{A^k g}."""
    rows: Matrix = []
    vector = start
    while any(vector) and len(_echelon([*rows, vector])) > len(rows):
        rows.append(vector)
        vector = [_dot(row, vector) for row in A]
    return _echelon(rows)
