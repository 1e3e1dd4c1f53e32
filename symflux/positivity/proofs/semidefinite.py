"""Positive semidefinite matrices with given linear images, by clarabel in floating point: a hint, never a proof.

Wanted are matrices Q_b >= t and factors f_j (>= 0 unless free) with

    sum_b <Q_b, E_b(row)> + sum_j f_j m_j(row) = target(row)      for every row,

t as large as possible, at most 1. What is solved is the dual: linear forms y on the rows with M_b(y) >= 0, where
M_b(y)_ik = sum_row y(row) E_b(row)_ik. Where t = 0 is the best, the range of M_b(y) is in the kernel of every Q_b.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symflux.work.budget import Budget

__all__ = ["Cell", "Multiple", "Optimum", "largest_least_eigenvalue", "predicted_steps"]

Floats = Any
Terms = Sequence[tuple[int, float]]  #: (row, coefficient) pairs
Cell = tuple[int, int, int, Terms]  #: (block, i, j) with j <= i, and the terms of its product
_ITERATIONS = 60
_MOST = 1.0  #: the largest t that is asked for, when the targets have size one


@dataclass(frozen=True)
class Multiple:
    """Something that may be added with an unknown factor."""

    terms: Terms
    is_free: bool  #: whether the factor may have either sign


@dataclass(frozen=True)
class Optimum:
    """What was found: t, the matrices Q_b, the factors, the matrices M_b(y), y itself."""

    least: float
    matrices: list[Floats]
    factors: list[float]
    moments: list[Floats]
    form: list[float]


def largest_least_eigenvalue(
    sizes: Sequence[int],
    cells: Sequence[Cell],
    multiples: Sequence[Multiple],
    target: Sequence[float],
    budget: Budget,
    *,
    along: Terms | None = None,
) -> Optimum | None:
    """The matrices with the largest least eigenvalue, or None where the solver does not come to an end.

    With ``along``, (row, coefficient) pairs, matrices >= 0 are looked for that make target - t along, t the largest.

    >>> found = largest_least_eigenvalue([2], [(0, 0, 0, [(0, 1)]), (0, 1, 0, [(1, 2)]), (0, 1, 1, [(2, 1)])], [],
    ...                                  [1, -1, 1], Budget(1))
    >>> round(found.least, 6), found.matrices[0].round(6).tolist()
    (0.5, [[1.0, -0.5], [-0.5, 1.0]])
    """
    free = [k for k, m in enumerate(multiples) if m.is_free]
    bounded = [k for k, m in enumerate(multiples) if not m.is_free]
    is_shifted = along is None  # t is the least eigenvalue of all matrices
    if along is None:
        along = [(row, c) for _, i, j, terms in cells if i == j for row, c in terms]
    first, starts, entries = _lines(sizes, cells, [multiples[k].terms for k in free],
                                    [multiples[k].terms for k in bounded], len(target), along)  # fmt: skip
    scale = max((abs(x) for x in target), default=0.0) or 1.0
    cost = np.append(np.array(target, dtype=float) / scale, _MOST)
    found = _solved(entries, cost, first, len(bounded), sizes, starts[-1])
    budget.charge(500 + 2 * len(entries) + found.iterations * _steps_of_iteration(sizes, len(target)))
    if str(found.status) not in ("Solved", "AlmostSolved", "InsufficientProgress"):
        return None
    z, s = np.array(found.z), np.array(found.s)
    factors = np.zeros(len(multiples))
    factors[free], factors[bounded] = z[1:first] * scale, z[first + 1 : starts[0]] * scale
    least = float(-z[0]) * scale
    shift = least if is_shifted else 0.0
    places = [(slice(a, a + n * (n + 1) // 2), n) for a, n in zip(starts, sizes, strict=False)]
    matrices = [_unpacked(z[part], n) * scale + shift * np.eye(n) for part, n in places]
    moments = [_unpacked(s[part], n) for part, n in places]
    if not all(np.isfinite(m).all() for m in matrices):
        return None
    return Optimum(least, matrices, [float(x) for x in factors], moments, [float(x) for x in found.x[: len(target)]])


def _lines(
    sizes: Sequence[int],
    cells: Sequence[Cell],
    free: Sequence[Terms],
    bounded: Sequence[Terms],
    width: int,
    along: Terms,
) -> tuple[int, list[int], list[tuple[int, int, float]]]:
    """(the line of the slack, where each matrix begins and all end, the entries) of the constraints.

    Lines: what t costs, the free multiples, the slack of t <= _MOST (one more unknown), the bounded multiples, the
    matrices as packed upper triangles.
    """
    entries: list[tuple[int, int, float]] = [(0, width, 1.0), *((0, row, c) for row, c in along)]
    for line, terms in enumerate(free, 1):
        entries += [(line, row, -c) for row, c in terms]
    first = 1 + len(free)
    entries.append((first, width, -1.0))
    for line, terms in enumerate(bounded, first + 1):
        entries += [(line, row, -c) for row, c in terms]
    starts = [first + 1 + len(bounded)]
    for size in sizes:
        starts.append(starts[-1] + size * (size + 1) // 2)
    root = float(np.sqrt(2.0))
    for b, i, j, terms in cells:
        line, factor = starts[b] + i * (i + 1) // 2 + j, -1.0 if i == j else -root / 2
        entries += [(line, row, factor * c) for row, c in terms]
    return first, starts, entries


def _solved(
    entries: Sequence[tuple[int, int, float]], cost: Floats, first: int, bounded: int, sizes: Sequence[int], height: int
) -> Any:
    """What clarabel finds, on one thread and the same everywhere."""
    import clarabel
    from scipy.sparse import csc_matrix

    lines, columns, values = (np.array(part) for part in zip(*entries, strict=True))
    matrix = csc_matrix((values, (lines, columns)), shape=(height, len(cost)))
    right = np.zeros(height)
    right[0] = 1.0
    cones = [clarabel.ZeroConeT(first), clarabel.NonnegativeConeT(1 + bounded)]
    cones += [clarabel.PSDTriangleConeT(size) for size in sizes]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.max_iter = _ITERATIONS
    settings.tol_feas = settings.tol_gap_abs = settings.tol_gap_rel = 1e-10
    settings.max_threads = 1
    settings.chordal_decomposition_enable = False
    nothing = csc_matrix((len(cost), len(cost)))
    return clarabel.DefaultSolver(nothing, cost, matrix, right, cones, settings).solve()


def predicted_steps(sizes: Sequence[int], rows: int) -> float:
    """What a program of this size will cost, in steps of counted work."""
    return 500 + 15 * _steps_of_iteration(sizes, rows)


def _steps_of_iteration(sizes: Sequence[int], rows: int) -> float:
    packed = [size * (size + 1) // 2 for size in sizes]
    return 20 + sum(packed) / 5 + sum(n**3 for n in packed) / 6000 + rows**2 / 20


def _unpacked(packed: Floats, size: int) -> Floats:
    """The symmetric matrix from its upper triangle, column by column, off-diagonal entries times the root of 2."""
    full = np.zeros((size, size))
    rows, columns = np.tril_indices(size)
    full[rows, columns] = packed / np.where(rows == columns, 1.0, np.sqrt(2.0))
    return full + full.T - np.diag(np.diag(full))
