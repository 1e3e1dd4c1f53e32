"""Determinants over any commutative ring, by minors of growing width: no divisions, zeros never touched.

Rows are taken in order; a set of columns (a bit mask) stands for the minor of the rows so far on them. A set is
dropped as soon as some column outside it has no entry left below, so that a banded matrix of any size stays cheap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["MAX_MINORS", "first_row_cofactors", "sparse_determinant"]

MAX_MINORS = 200_000  #: kept at a time


def _minors(rows: Sequence[Mapping[int, Any]], one: Any, columns: Sequence[int]) -> dict[int, Any] | None:
    """{column set: minor of all rows}; None where more than MAX_MINORS would be kept."""
    last = dict.fromkeys(columns, -1)
    for number, row in enumerate(rows):
        for k in row:
            last[k] = number
    expiring = [0] * len(rows)
    for k, number in last.items():
        if number >= 0:
            expiring[number] |= 1 << k
    minors: dict[int, Any] = {0: one}
    # with fewer rows than columns some columns stay unused, and none may be called missing
    spare = len(columns) - len(rows)
    gone = 0
    for number, row in enumerate(rows):
        wider: dict[int, Any] = {}
        gone |= expiring[number]
        for used, minor in minors.items():
            for k, entry in row.items():
                if used >> k & 1:
                    continue
                key = used | 1 << k
                if (gone & ~key).bit_count() > spare:
                    continue
                term = minor * entry
                if (used >> (k + 1)).bit_count() % 2:
                    term = -term
                wider[key] = wider[key] + term if key in wider else term
        if len(wider) > MAX_MINORS:
            return None
        minors = wider
    return minors


def sparse_determinant(rows: Sequence[Mapping[int, Any]], one: Any) -> Any | None:
    """The determinant of a square matrix given as rows {column: non-zero entry}; None where it would be too large.

    >>> sparse_determinant([{0: 2, 1: 1}, {0: 1, 1: 3}], 1)
    5
    """
    size = len(rows)
    minors = _minors(rows, one, range(size))
    return None if minors is None else minors.get((1 << size) - 1, one - one)


def first_row_cofactors(rows: Sequence[Mapping[int, Any]], one: Any) -> list[Any]:
    """The cofactors of the first row, given the rows below it.

    >>> first_row_cofactors([{0: 1, 1: 3}], 1)
    [3, -1]
    """
    size = len(rows) + 1
    minors = _minors(rows, one, range(size))
    if minors is None:
        raise MemoryError(f"more than {MAX_MINORS} minors")
    full = (1 << size) - 1
    return [minors.get(full ^ 1 << k, one - one) * (-1) ** k for k in range(size)]
