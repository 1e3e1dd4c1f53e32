"""Rational points to try a symbolic statement at: fixed ones, so that every run sees the same."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

__all__ = ["generic_points"]


def generic_points(
    names: Sequence[str], real: Collection[str] = (), *, number: int = 100
) -> Iterator[dict[str, Fraction]]:
    """Up to ``number`` points with positive coordinates (of either sign for names in ``real``, after the first point).

    What holds at one point (a rank, a non-zero determinant) holds generically; what fails at one may have met a pole
    or a special value, and the next point may tell.

    >>> next(generic_points(["a", "b"]))
    {'a': Fraction(2, 1), 'b': Fraction(3, 1)}
    """
    yield {name: Fraction(k + 2) for k, name in enumerate(names)}
    source = random.Random(20040515)
    for _ in range(number - 1 if names else 0):
        point = {}
        for name in names:
            value = Fraction(source.randint(1, 60), source.randint(1, 9))
            point[name] = -value if name in real and source.random() < 0.5 else value
        yield point
