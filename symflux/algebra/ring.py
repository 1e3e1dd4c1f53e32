"""The one door to python-flint's multivariate polynomials.

A ring is a FLINT context Z[x_1, ..., x_n] with lexicographic order. The names of a ring are always sorted by
:func:`name_key`, so that the leading term of a polynomial does not depend on which other parameters its ring
happens to have: canonical forms computed in different rings agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx

__all__ = ["fit", "merge", "name_key", "ring", "ring_names"]

_DIGITS = re.compile(r"(\d+)")


@lru_cache(maxsize=4096)
def name_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key that puts ``k2`` before ``k10``.

    >>> sorted(["k10", "k2", "a"], key=name_key)
    ['a', 'k2', 'k10']
    """
    parts = _DIGITS.split(name)
    key = tuple((1, int(part), part) if part.isdigit() else (0, 0, part) for part in parts if part)
    return (*key, (-1, 0, name))


@lru_cache(maxsize=1024)
def _ring_of(names: frozenset[str]) -> fmpz_mpoly_ctx:
    return fmpz_mpoly_ctx.get(tuple(sorted(names, key=name_key)), Ordering.lex)


def ring(names: Iterable[str]) -> fmpz_mpoly_ctx:
    """The polynomial ring over Z in these names, in the canonical order."""
    return _ring_of(frozenset(names))


@lru_cache(maxsize=1024)
def ring_names(context: fmpz_mpoly_ctx) -> tuple[str, ...]:
    """The names of a ring, in its order."""
    return tuple(context.names())


def fit(polynomial: fmpz_mpoly, context: fmpz_mpoly_ctx) -> fmpz_mpoly:
    """The same polynomial as an element of another ring, which must have every name that it uses."""
    if polynomial.context() is context:
        return polynomial
    return polynomial.project_to_context(context)


def merge(left: fmpz_mpoly, right: fmpz_mpoly) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    """Both polynomials in one ring that has the names of both."""
    first, second = left.context(), right.context()
    if first is second:
        return left, right
    common = _ring_of(frozenset(ring_names(first)) | frozenset(ring_names(second)))
    return fit(left, common), fit(right, common)
