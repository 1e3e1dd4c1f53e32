"""Columns of the adjugate of K(s) by a recursion from the top down, without determinants.

K N = P u at the power s^k says, for a site of mass m and for a massless site of friction g,

    m n_(k-2,i) = p_k u_i - (D n_(k-1))_i - (V n_k)_i,
    g n_(k-1,i) = p_k u_i - (D n_(k-1))_(i, sites with a mass) - (V n_k)_i,

and the divisions are exact. M must be diagonal, and D between massless sites too, with a friction at each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from symflux.model.linear_model import Direction
from symflux.moments.poly import Poly

__all__ = ["Grid", "adjugate_column", "can_recur"]

Rows = tuple[dict[int, Any], ...]


@dataclass(frozen=True)
class Grid:
    """M, D and V as rows {column: non-zero entry}, in the ring of the solver."""

    mass: Rows
    damping: Rows
    coupling: Rows

    @property
    def size(self) -> int:
        """The number of sites."""
        return len(self.mass)

    @property
    def is_massless(self) -> list[bool]:
        """Whether each site has no mass."""
        return [not row for row in self.mass]


def can_recur(grid: Grid) -> bool:
    """Whether M is diagonal, and D too among the massless sites, each with a friction."""
    light = grid.is_massless
    if any(j != i for i, row in enumerate(grid.mass) for j in row):
        return False
    return all(
        i in grid.damping[i] and not any(light[j] and j != i for j in grid.damping[i])
        for i in range(grid.size)
        if light[i]
    )


def adjugate_column(grid: Grid, p: Poly, direction: Direction, zero: Any) -> list[Poly]:
    """adj(K) u: one polynomial in s for each site."""
    size, light, u = grid.size, grid.is_massless, dict(direction)
    degree = len(p) - 1
    layers = [[zero] * size for _ in range(degree + 3)]  # layers[k] is n_k; what lies above the top is zero
    for k in range(degree, -1, -1):
        for i in range(size):  # n_(k-1) of the massless sites first: n_(k-2) of the others needs them
            if light[i] and k:
                entry = _right_side(grid, layers, p, u, k, i, light, zero)
                layers[k - 1][i] = _quotient(entry, grid.damping[i][i])
        if k > 1:
            for i in range(size):
                if not light[i]:
                    entry = _right_side(grid, layers, p, u, k, i, None, zero)
                    layers[k - 2][i] = _quotient(entry, grid.mass[i][i])
    return [[layers[k][i] for k in range(degree)] for i in range(size)]


def _right_side(
    grid: Grid, layers: list[list[Any]], p: Poly, u: dict[int, int], k: int, i: int, light: list[bool] | None, zero: Any
) -> Any:
    """p_k u_i - (D n_(k-1))_i - (V n_k)_i; with ``light`` the massless sites are left out of the sum over D."""
    entry = p[k] if u.get(i) == 1 else -p[k] if i in u else zero
    if k:
        for j, damping in grid.damping[i].items():
            if layers[k - 1][j] and not (light is not None and light[j]):
                entry = entry - damping * layers[k - 1][j]
    for j, coupling in grid.coupling[i].items():
        if layers[k][j]:
            entry = entry - coupling * layers[k][j]
    return entry


def _quotient(entry: Any, divisor: Any) -> Any:
    return divmod(entry, divisor)[0] if entry and divisor != 1 else entry
