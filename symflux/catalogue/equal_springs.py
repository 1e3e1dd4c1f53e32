r"""Networks of equal springs k, pins c, frictions g and masses m: every bond flux as a polynomial in two parameters.

In units of k and m only c/k and h = g^2/(k m) are left. With x = w^2 - c every polynomial of derivation
``path_formula`` is one in x with whole-number coefficients: N and N_e from sums over paths, and P from the minors D,
D_a, D_b, D_ab of L - x without neither, one or both of the baths' sites, L the Laplacian of the graph:

    P(s) = D + s g (D_a + D_b) + s^2 g^2 D_ab     at x = -s^2 - c.

A common factor of all of these belongs to motions that no bath reaches; it is divided out, which leaves those at rest.
What remains is the moment system of derivation ``moment_equations`` over Z[c, h].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from flint import fmpz_poly

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.determinant import first_row_cofactors
from symflux.algebra.ring import ring
from symflux.catalogue.small_networks import SmallNetwork
from symflux.moments.poly import bezout_matrix

__all__ = ["EqualSprings"]

Poly = list[Any]  #: coefficients in z = s^2, constant first
_NAMES = ("c", "h")


class EqualSprings:
    """The fluxes of a small network in its equal-spring class, baths at sites 1 and 2.

    >>> diamond = EqualSprings(SmallNetwork.from_key("12 13 14 23 34"))
    >>> diamond.hidden, str(diamond.numerator((1, 4)))
    (0, '12*c*h**2 - 14*c*h + 48*h**2 - 56*h')
    >>> str(diamond.flux((1, 2)).evaluate({"c": 1, "h": 1}) * 1619)
    '120'
    """

    def __init__(self, network: SmallNetwork):
        self.network = network
        self.context = ring(_NAMES)
        self.c, self.h = (self.context.gen(self.context.names().index(name)) for name in _NAMES)
        self.zero, self.one = self.context.constant(0), self.context.constant(1)

    # polynomials in x ------------------------------------------------------------------------------------

    @cached_property
    def _laplacian(self) -> list[list[int]]:
        size = self.network.size
        rows = [[0] * size for _ in range(size)]
        for i, j in self.network.bonds:
            rows[i - 1][j - 1] = rows[j - 1][i - 1] = -1
            rows[i - 1][i - 1] += 1
            rows[j - 1][j - 1] += 1
        return rows

    def _minor(self, without: Sequence[int]) -> fmpz_poly:
        """det(L - x) on all sites but these."""
        kept = [k for k in range(self.network.size) if k + 1 not in without]
        x = fmpz_poly([0, 1])
        rows = [[fmpz_poly([self._laplacian[i][j]]) - (x if i == j else 0) for j in kept] for i in kept]
        return _determinant(rows)

    def _paths(self) -> Iterator[tuple[int, ...]]:
        near: dict[int, list[int]] = {k: [] for k in range(1, self.network.size + 1)}
        for i, j in self.network.bonds:
            near[i].append(j)
            near[j].append(i)
        waiting: list[tuple[int, ...]] = [(1,)]
        while waiting:
            path = waiting.pop()
            if path[-1] == 2:
                yield path
            else:
                waiting += [(*path, site) for site in near[path[-1]] if site not in path]

    @cached_property
    def _by_paths(self) -> dict[tuple[int, ...], fmpz_poly]:
        """{(): N, bond: N_e} as polynomials in x, k = 1."""
        found = {key: fmpz_poly([0]) for key in ((), *self.network.bonds)}
        for path in self._paths():
            weight = self._minor(path)
            found[()] += weight
            for i, j in pairwise(path):
                found[min(i, j), max(i, j)] += weight if i < j else -weight
        return found

    @cached_property
    def _minors(self) -> tuple[fmpz_poly, fmpz_poly, fmpz_poly]:
        return self._minor(()), self._minor((1,)) + self._minor((2,)), self._minor((1, 2))

    @cached_property
    def _common(self) -> fmpz_poly:
        """The common factor: the motions that no bath reaches."""
        found = fmpz_poly([0])
        for polynomial in (*self._minors, self._by_paths[()]):
            found = found.gcd(polynomial)
        return found

    @property
    def hidden(self) -> int:
        """The number of motions that no bath reaches, the same for all couplings."""
        return int(self._common.degree())

    # the moment system -----------------------------------------------------------------------------------

    def _in_z(self, polynomial: fmpz_poly) -> Poly:
        """A polynomial in x at x = -z - c, by Horner's rule."""
        result: Poly = [self.zero]
        for coefficient in reversed(polynomial.coeffs()):
            raised = [self.zero, *(-r for r in result)]
            for k, r in enumerate(result):
                raised[k] = raised[k] - r * self.c
            raised[0] = raised[0] + int(coefficient)
            result = raised
        return result[: max(polynomial.degree(), 0) + 1]

    @cached_property
    def _system(self) -> tuple[Poly, list[Any], Any]:
        """(E, the cofactors of the first row of the Bezout matrix, its determinant), a factor g taken out of O."""
        free, single, both = (self._in_z(polynomial // self._common) for polynomial in self._minors)
        size = len(free) - 1
        even = [free[k] + (self.h * both[k - 1] if 0 < k <= len(both) else 0) for k in range(size + 1)]
        odd = [single[k] if k < len(single) else self.zero for k in range(size + 1)]
        matrix = bezout_matrix(even, odd, self.zero)
        cofactors = first_row_cofactors([{k: e for k, e in enumerate(row) if e} for row in matrix[1:]], self.one)
        total = sum((a * b for a, b in zip(matrix[0], cofactors, strict=True)), self.zero)
        return even, cofactors, total

    def numerator(self, bond: tuple[int, int]) -> Polynomial:
        """A polynomial in c and h with the sign of the flux from the first site of the bond to the second per T1 - T2.

        Units k = m = 1. The flux is g times this over the determinant of the moment system, which is positive.
        """
        even, cofactors, _ = self._system
        i, j = bond
        paths = self._by_paths
        form = self._in_z((paths[()] // self._common) * (paths[min(i, j), max(i, j)] // self._common))
        size, lead = len(even) - 1, even[-1]  # lead is 1 or -1, the sign of det(-x)
        while len(form) > size:
            top = form.pop() * lead
            for k in range(size):
                form[len(form) - size + k] -= top * even[k]
        total = sum((a * b for a, b in zip(form, cofactors, strict=False)), self.zero)
        return Polynomial(total if i < j else -total)

    def flux(self, bond: tuple[int, int]) -> RationalFunction:
        """The flux from the first site to the second per unit of T1 - T2 and of friction, in units k = m = 1."""
        return RationalFunction(self.numerator(bond), Polynomial(self._system[2]))


def _determinant(rows: list[list[fmpz_poly]]) -> fmpz_poly:
    """By the first row: at most seven rows."""
    if not rows:
        return fmpz_poly([1])
    total = fmpz_poly([0])
    for k, entry in enumerate(rows[0]):
        if entry:
            total += (-1) ** k * entry * _determinant([row[:k] + row[k + 1 :] for row in rows[1:]])
    return total

