"""A network at a point: all its numbers, and the matrices of its motion in a precision of choice.

With V = L D L^T of rank r (pivoted elimination), y = L^T q are r coordinates in which nothing diffuses:

    M dv = -(L D y + Gamma v) dt + noise,        dy = L^T v dt.

The 'drift' matrix of (v, y) is non-singular and stable wherever the fluxes are defined, also where V has a kernel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath

from symflux.algebra import RationalFunction
from symflux.errors import ExpressionError, NetworkError
from symflux.model.labels import Label
from symflux.model.linear_model import ModelBath
from symflux.model.network import Bond, Network, Site
from symflux.model.uniqueness import require_unique

__all__ = ["Context", "NumericNetwork", "Rows", "context", "numeric_network"]

Context = Any  #: an mpmath context of its own, so that nobody else's precision changes
Rows = list[list[Any]]


def context(digits: int) -> Context:
    """A fresh mpmath context with this many decimal digits."""
    fresh = mpmath.mp.clone()
    fresh.dps = digits
    return fresh


@dataclass(frozen=True)
class NumericNetwork:
    """The numbers of a network at a point, sites counted from 0. ``baths`` gives (friction, temperature) by site."""

    sites: tuple[Site, ...]
    springs: tuple[tuple[Bond, int, int, Fraction], ...]
    masses: tuple[Fraction, ...]
    potential: tuple[tuple[Fraction, ...], ...]
    baths: tuple[tuple[Label, int, Fraction, Fraction], ...]

    def friction(self, ctx: Context) -> list[Any]:
        """The friction of every site."""
        values = [ctx.mpf(0)] * len(self.sites)
        for _, i, friction, _ in self.baths:
            values[i] = number(ctx, friction)
        return values

    def factor(self) -> tuple[list[list[Fraction]], list[Fraction]]:
        """(columns of L, diagonal of D) with V = L D L^T, one column for each dimension of the range of V.

        In fractions, because the rank of a matrix is no question for rounded numbers.
        """
        rest = [list(row) for row in self.potential]
        size = len(rest)
        columns, diagonal = [], []
        for _ in range(size):
            pivot = max(range(size), key=lambda i: rest[i][i])
            value = rest[pivot][pivot]
            if value <= 0:
                break
            column = [rest[i][pivot] / value for i in range(size)]
            for i in range(size):
                for j in range(size):
                    if column[i] and rest[pivot][j] and i != pivot:
                        rest[i][j] -= column[i] * rest[pivot][j]
            rest[pivot] = [Fraction(0)] * size
            columns.append(column)
            diagonal.append(value)
        return columns, diagonal

    def drift(self, ctx: Context) -> Rows:
        """The matrix A of d(v, y) = A (v, y) dt + noise."""
        columns, diagonal = self.factor()
        size, rank = len(self.sites), len(columns)
        masses = [number(ctx, mass) for mass in self.masses]
        rows = [[ctx.mpf(0)] * (size + rank) for _ in range(size + rank)]
        for i, friction in enumerate(self.friction(ctx)):
            rows[i][i] = -friction / masses[i]
            for a in range(rank):
                rows[i][size + a] = -number(ctx, columns[a][i] * diagonal[a]) / masses[i]
                rows[size + a][i] = number(ctx, columns[a][i])
        return rows


def number(ctx: Context, value: Fraction) -> Any:
    """A fraction in the context's precision."""
    return ctx.mpf(value.numerator) / value.denominator


def numeric_network(network: Network, at: Mapping[Any, Any] | None = None) -> NumericNetwork:
    """The network at a point that gives every parameter, temperatures among them, a rational value.

    Raises :class:`NetworkError` naming the parameters without a value, and :class:`UniquenessError` where the
    fluxes are not unique at the point.
    """
    values = network.point(at or {})
    couplings = set(network.coupling_parameters)
    needed = couplings.union(*(bath.temperature.names for bath in network.bath_items))
    missing = [name for name in network.parameters if name in needed and name not in values]
    if missing:
        raise NetworkError(f"a check in numbers needs every parameter: no value for {', '.join(missing)}")
    symbolic = [f"{name} = {value.summary()}" for name, value in values.items() if not value.is_constant]
    if symbolic:
        raise NetworkError(f"a check in numbers needs rational values, not {symbolic[0]}")
    point = {name: value.value for name, value in values.items()}

    def put(value: RationalFunction) -> Fraction:
        try:
            return value.evaluate(point)
        except ExpressionError as error:
            raise NetworkError(f"{value.summary()}: {error}") from None

    require_unique(network.at({name: value for name, value in point.items() if name in couplings}))
    model = network.linear_model()
    return NumericNetwork(
        sites=network.sites,
        springs=tuple(((i, j), network.index(i), network.index(j), put(k)) for (i, j), k in network.spring_items),
        masses=tuple(map(put, model.masses)),
        potential=tuple(tuple(map(put, row)) for row in model.coupling.dense()),
        baths=tuple((bath.label, _place(bath), put(bath.friction), put(bath.temperature)) for bath in model.baths),
    )


def _place(bath: ModelBath) -> int:
    assert bath.index is not None
    return bath.index
