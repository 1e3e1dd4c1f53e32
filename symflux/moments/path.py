"""K(s) of sites in a row: determinants and cofactors by continuants, one at a time.

Where K is tridiagonal in some order of the sites, with b_i = K_(i,i+1) K_(i+1,i), the determinants of its first i rows
and of its rows from i on obey

    L_(i+1) = K_ii L_i - b_(i-1) L_(i-1),    R_i = K_ii R_(i+1) - b_i R_(i+2),

and adj(K)_ij = L_i R_(j+1) times -K_(k,k+1) for each k from i to j - 1 (i <= j; the other way round with -K_(k+1,k)).
A flux through one bond needs two or three of them, whatever the length; rows are numbered from 0.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["Path", "narrow_order"]

_SPACING = 24  #: one in so many determinants is kept, with its neighbour; those between are computed again

Pair = tuple[Any, Any]


class Path:
    """A tridiagonal K over any commutative ring. ``entry(i, j)`` is K_ij, ``order`` the sites along the path.

    >>> K = [[2, -1, 0], [-1, 3, -4], [0, -1, 5]]
    >>> path = Path([0, 1, 2], lambda i, j: K[i][j], 1)
    >>> path.determinant, [path.cofactor(i, 2) for i in range(3)]
    (17, [4, 8, 5])
    """

    def __init__(self, order: Sequence[int], entry: Callable[[int, int], Any], one: Any):
        self.size, self.one = len(order), one
        self._place = {site: k for k, site in enumerate(order)}
        steps = list(itertools.pairwise(order))
        self._diagonal = [entry(i, i) for i in order]
        self._up, self._down = [entry(i, j) for i, j in steps], [entry(j, i) for i, j in steps]
        self._products = [a * b for a, b in zip(self._up, self._down, strict=True)]
        self._first: dict[int, Pair] = {0: (one, one - one)}  #: {i: (L_i, L_(i-1))}
        self._last: dict[int, Pair] = {0: (one, one - one)}  #: {n - i: (R_i, R_(i+1))}

    @property
    def determinant(self) -> Any:
        """det K."""
        return self._leading(self.size)

    def cofactor(self, i: int, j: int) -> Any:
        """adj(K)_ij for two sites."""
        first, second = self._place[i], self._place[j]
        factors = self._up[first:second] if first <= second else self._down[second:first]
        first, second = min(first, second), max(first, second)
        product = self.one
        for factor in factors:
            product = product * -factor
        if not product:
            return product
        return product * self._leading(first) * self._trailing(second + 1)

    def _leading(self, count: int) -> Any:
        return self._walked(self._first, count, self._diagonal, self._products)

    def _trailing(self, start: int) -> Any:
        return self._walked(self._last, self.size - start, self._diagonal[::-1], self._products[::-1])

    @staticmethod
    def _walked(known: dict[int, Pair], count: int, diagonal: Sequence[Any], products: Sequence[Any]) -> Any:
        start = max(k for k in known if k <= count)
        last, before = known[start]
        for k in range(start, count):
            following = diagonal[k] * last
            if k and products[k - 1]:
                following = following - products[k - 1] * before
            last, before = following, last
            if (k + 1) % _SPACING == 0 or k + 1 == count:
                known[k + 1] = last, before
        return last


def narrow_order(couplings: Sequence[Mapping[int, Any]]) -> tuple[list[int], int]:
    """(Sites in breadth-first order from a site of least degree, the width of the band in this order): narrow for what
    is long (Cuthill and McKee 1969).

    >>> narrow_order([{2: 1}, {2: 1}, {0: 1, 1: 1}])
    ([0, 2, 1], 1)
    """
    order: list[int] = []
    seen: set[int] = set()
    for start in sorted(range(len(couplings)), key=lambda i: len(couplings[i])):
        if start in seen:
            continue
        seen.add(start)
        queue = [start]
        for site in queue:
            neighbours = sorted((j for j in couplings[site] if j not in seen), key=lambda j: len(couplings[j]))
            seen.update(neighbours)
            queue += neighbours
        order += queue
    place = {i: k for k, i in enumerate(order)}
    return order, max((abs(place[j] - place[i]) for i, row in enumerate(couplings) for j in row), default=0)
