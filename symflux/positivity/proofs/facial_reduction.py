"""Where no positive definite matrix makes the polynomial: the squares that every solution lacks are found and left out.

A linear form y >= 0 on all squares with y(p) = 0 (a sum of values at zeros of p, for example) makes Q_b M_b(y) = 0 for
every solution Q_b. The range of M_b(y), computed in floating point, is brought to echelon form and rounded to
rationals; what is orthogonal to it is the basis of a smaller problem. A wrong guess loses the proof, nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from symflux.positivity.proofs.gram_problem import Block, GramProblem, Terms, added

__all__ = ["reduced_problem"]

Floats = Any
_DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 16, 20, 24, 36, 60, 120, 360, 1000)
_CLOSE, _NEAR, _SMALL = 2e-4, 6e-3, 6  # small denominators are told apart at a larger distance


def reduced_problem(problem: GramProblem, moments: Sequence[Floats], extras: Sequence[float]) -> GramProblem | None:
    """The problem on the complement of the ranges of these matrices, without extras of a positive value; or None.

    ``moments`` are the M_b(y), ``extras`` the values y(m_j). None where there is nothing to leave out.
    """
    sizes = np.concatenate([np.linalg.eigvalsh(m) for m in moments] or [np.zeros(0)])
    threshold = _threshold(np.concatenate([sizes, np.array([abs(x) for x in extras])]))
    blocks, changed = list[Block](), False
    for block, matrix in zip(problem.blocks, moments, strict=True):
        values, vectors = np.linalg.eigh(matrix)
        span = vectors[:, values > threshold]
        if not span.shape[1]:
            blocks.append(block)
            continue
        changed = True
        basis = _complement(block.basis, span)
        if basis:
            blocks.append(replace(block, basis=basis))
    kept = tuple(e for e, x in zip(problem.extras, extras, strict=True) if e.is_free or x <= threshold)
    if not changed and len(kept) == len(problem.extras):
        return None
    return replace(problem, blocks=tuple(blocks), extras=kept)


def _threshold(sizes: Floats) -> float:
    """Between what is zero and what is not: in the widest gap of the logarithms."""
    listed = np.sort(np.maximum(sizes, 1e-10))[::-1]
    ratios = [
        (listed[k] / listed[k + 1], k) for k in range(len(listed) - 1) if listed[k + 1] < 1e-2 and listed[k] > 1e-6
    ]
    if not ratios:
        return 1e-5
    _, k = max(ratios)
    return float(np.sqrt(listed[k] * listed[k + 1]))


def _complement(basis: Sequence[Terms], span: Floats) -> tuple[Terms, ...]:
    """Polynomials sum n_i v_i with n orthogonal to the columns of ``span``, one for each place without a pivot."""
    rows, pivots = _echelon(span.T.copy())
    result = []
    for j in range(len(basis)):
        if j in pivots:
            continue
        combined: Terms = dict(basis[j])
        for row, p in zip(rows, pivots, strict=True):
            c = _simple(float(row[j]))
            if c:
                combined = added(combined, basis[p], -c)
        if combined:
            result.append(combined)
    return tuple(result)


def _echelon(rows: Floats) -> tuple[Floats, list[int]]:
    """Gauss-Jordan with the largest entry of all for the pivot; rows that are nothing are left out."""
    pivots: list[int] = []
    done = 0
    while done < len(rows):
        rest = np.abs(rows[done:])
        i, j = np.unravel_index(int(rest.argmax()), rest.shape)
        if rest[i, j] < 1e-6:
            break
        rows[[done, done + i]] = rows[[done + i, done]]
        rows[done] /= rows[done, j]
        for k in range(len(rows)):
            if k != done:
                rows[k] -= rows[k, j] * rows[done]
        pivots.append(int(j))
        done += 1
    return rows[:done], pivots


def _simple(x: float) -> Fraction:
    """The rational with the smallest denominator that is close enough."""
    for denominator in _DENOMINATORS:
        found = Fraction(round(x * denominator), denominator)
        if abs(float(found) - x) <= (_NEAR if denominator <= _SMALL else _CLOSE) * max(1.0, abs(x)):
            return found
    return Fraction(x).limit_denominator(100_000)
