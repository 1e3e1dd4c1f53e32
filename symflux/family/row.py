"""A row of equal cells between two end blocks: the polynomials that hold for every number of cells.

K(s) of the whole row has the determinant P_N = S_N p1 + S_(N-1) p0 with N cells, S_0 = 0, S_1 = 1,
S_(N+1) = tr S_N - kap2 S_(N-1); a cofactor inside one end block has the same form, a cofactor from end to end is a
product. Everything is a polynomial in z = s^2 of a size that does not depend on N. Derivation: ``segments``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from symflux.algebra import Polynomial
from symflux.errors import NetworkError
from symflux.family.blocks import Block, Parts, Z, product

__all__ = ["Form", "Row"]


@dataclass(frozen=True)
class Form:
    """F = q11 S_N^2 + q12 S_N S_(N-1) + q22 S_(N-1)^2, the integrand of nu(z F)."""

    q11: Polynomial
    q12: Polynomial
    q22: Polynomial

    def __add__(self, other: Form) -> Form:
        return Form(self.q11 + other.q11, self.q12 + other.q12, self.q22 + other.q22)

    def times(self, factor: Polynomial | int) -> Form:
        """The product with a polynomial in z."""
        return Form(self.q11 * factor, self.q12 * factor, self.q22 * factor)


class Row:
    """Left block - N equal cells - right block, joined by bonds of one spring between their ports."""

    def __init__(self, left: Block, cell: Block, right: Block, bond_squared: Polynomial):
        """``bond_squared`` is the square of the entry of K that joins two blocks."""
        self.left, self.cell, self.right, self.bond2 = left, cell, right, bond_squared
        first, last = cell.ports
        whole = cell.minor().even
        self.d = cell.minor((first, last), (first, last)).even if first != last else Polynomial.constant(0)
        self.c = cell.cofactor(first, last).even
        without_right, without_left = (cell.minor((p,), (p,)).even for p in (last, first))
        if whole * self.d - without_right * without_left + self.c * self.c:  # Jacobi's identity
            raise NetworkError("the minors of the cell contradict Jacobi's identity: please report this")
        if self.c.is_zero:
            raise NetworkError("the two ports of the cell are not connected: nothing passes through it")
        self.trace = whole - self.bond2 * self.d
        self.kap2 = self.bond2 * self.c * self.c
        self._step = ((whole, -(self.bond2 * without_left)), (without_right, -(self.bond2 * self.d)))

    def _pair(self, start: tuple[Parts, Parts], end: tuple[Parts, Parts]) -> tuple[Parts, Parts]:
        """(p1, p0) of the determinant with these (whole, without port) at the two ends."""
        (a, b), (c, d) = self._step
        (whole, inner), (after, behind) = start, end
        one = after * (whole.times(a) + inner.times(b)) + (behind * (whole.times(c) + inner.times(d))).times(
            -self.bond2
        )
        zero = (after * whole + (behind * inner).times(-self.bond2)).times(-self.kap2)
        return one, zero

    @cached_property
    def characteristic(self) -> tuple[Parts, Parts]:
        """(p1, p0): P_N = S_N p1 + S_(N-1) p0."""
        return self._pair((self.left.whole, self.left.inner), (self.right.whole, self.right.inner))

    @cached_property
    def delta(self) -> Polynomial:
        """Delta = e1 o2 - e2 o1 with p1 = e1 + s o1, p0 = e2 + s o2."""
        p1, p0 = self.characteristic
        return p1.even * p0.odd - p0.even * p1.odd

    # cofactors ----------------------------------------------------------------------------------------------

    def inside(self, side: str, i: int, b: int) -> tuple[Parts, Parts]:
        """(n1, n0): the cofactor N_ib of two sites of one end block is S_N n1 + S_(N-1) n0."""
        block, other = (self.left, self.right) if side == "left" else (self.right, self.left)
        own = block.cofactor(i, b), block.cofactor(i, b, block.ports[:1])
        far = other.whole, other.inner
        return self._pair(own, far) if side == "left" else self._pair(far, own)

    def reach(self, side: str, i: int) -> Parts:
        """The cofactor from a site of an end block to its port."""
        block = self.left if side == "left" else self.right
        return block.cofactor(i, block.ports[0])

    def velocity_form(self, side: str, i: int, there: str, b: int) -> Form:
        """F with <v_i^2> = -2 gamma_b T_b nu(z F)."""
        if side == there:
            n1, n0 = self.inside(side, i, b)
            return Form(n1.norm(), 2 * product(n1, n0)[0], n0.norm())
        return self._across(self.reach(side, i).norm() * self.reach(there, b).norm())

    def flux_form(self, side: str, i: int, j: int, there: str, b: int) -> Form:
        """F with <q_i v_j> = 2 gamma_b T_b nu(z F), i and j in one end block."""
        if side == there:
            (i1, i0), (j1, j0) = self.inside(side, i, b), self.inside(side, j, b)
            mixed = product(i1, j0)[1] + product(i0, j1)[1]
            return Form(product(i1, j1)[1], mixed, product(i0, j0)[1])
        form = product(self.reach(side, i), self.reach(side, j))[1]
        return self._across(form * self.reach(there, b).norm())

    def _across(self, value: Polynomial) -> Form:
        """value times bond^(2N+2) c^(2N), by the conic S_N^2 - tr S_N S_(N-1) + kap2 S_(N-1)^2 = kap2^(N-1)."""
        factor = value * self.bond2 * self.kap2
        return Form(factor, -(factor * self.trace), factor * self.kap2)

    @property
    def names(self) -> set[str]:
        """The parameters of the row."""
        p1, p0 = self.characteristic
        return {n for p in (p1.even, p1.odd, p0.even, p0.odd, self.trace, self.kap2) for n in p.names} - {Z}
