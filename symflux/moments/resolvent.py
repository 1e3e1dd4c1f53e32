"""The resolvent of a square matrix, and the Lyapunov equation solved by it: no n (n+1)/2 unknowns.

With P(s) = det(s - A) and N(s) = adj(s - A), by the recursion of Faddeev and Le Verrier, the symmetric solution of
A Q + Q A^T + B = 0 is

    Q = nu(F),    F(z) the even part of N(s) B N(-s)^T in z = s^2,    nu(f) = (1/2 pi) Int f(-w^2)/|P(i w)|^2 dw,

where A is stable, and by continuation wherever the equation has one solution: Q is a rational function of the entries.
P = E(z) + s O(z) and the Bezout matrix b of E and O, of n/2 rows, give nu as in :mod:`symflux.moments.system`: with c
the cofactors of the first row of b,

    2 det(b) nu(z g) = -(g mod E).c  (n even; mod O for n odd),    2 det(b) e_0 nu(1) = sum e_k c_(k-1).

E and O are monic where they are divided by, because P is. Where det(b) e_0 = 0, A and -A share an eigenvalue.
Derivation: ``moment_equations``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from symflux.algebra.determinant import first_row_cofactors, sparse_determinant
from symflux.errors import NetworkError
from symflux.moments.poly import Poly, bezout_matrix

__all__ = ["Resolvent"]

Matrix = Sequence[Sequence[Any]]


class Resolvent:
    """P(s) = det(s - A) and adj(s - A) of a square matrix of ``fmpz_mpoly`` in one ring.

    >>> from symflux.algebra.ring import ring
    >>> k = ring(["k"]).gens()[0]
    >>> resolvent = Resolvent([[0 * k, 1 + 0 * k], [-k, -1 + 0 * k]])
    >>> [str(p) for p in resolvent.characteristic], [str(minor) for minor in resolvent.minors]
    (['k', '1', '1'], ['1'])
    """

    def __init__(self, matrix: Matrix):
        self.matrix = matrix
        self.size = len(matrix)
        context = matrix[0][0].context()
        self.zero, self.one = context.constant(0), context.constant(1)
        self._recur()

    def _recur(self) -> None:
        """N_(n-1) = 1,  p_(n-k) = -tr(A N_(n-k))/k,  N_(n-k-1) = A N_(n-k) + p_(n-k): exact divisions."""
        size, context = self.size, self.one.context()
        current = self._diagonal(self.one)
        characteristic, adjugate = [self.one], []
        for k in range(1, size + 1):
            adjugate.append(current)
            current = self._product(self.matrix, current)
            trace = self.zero
            for i in range(size):
                trace = trace + current[i][i]
            p = -divmod(trace, context.constant(k))[0]
            characteristic.append(p)
            for i in range(size):
                current[i][i] = current[i][i] + p
        self.characteristic: Poly = characteristic[::-1]  #: p_0, ..., p_n = 1
        self.adjugate: list[list[list[Any]]] = adjugate[::-1]  #: N_0, ..., N_(n-1) = 1

    def _diagonal(self, entry: Any) -> list[list[Any]]:
        return [[entry if i == j else self.zero for j in range(self.size)] for i in range(self.size)]

    def _product(self, left: Matrix, right: Matrix) -> list[list[Any]]:
        columns = list(zip(*right, strict=True))
        return [[self._dot(row, column) for column in columns] for row in left]

    def _dot(self, left: Sequence[Any], right: Sequence[Any]) -> Any:
        total = self.zero
        for x, y in zip(left, right, strict=False):
            if x and y:
                total = total + x * y
        return total

    # stability -----------------------------------------------------------------------------------------

    def _padded(self, coefficients: Poly) -> Poly:
        return coefficients + [self.zero] * (self.size // 2 + 1 - len(coefficients))

    @cached_property
    def even(self) -> Poly:
        """E(z), padded to length n//2 + 1."""
        return self._padded(self.characteristic[::2])

    @cached_property
    def odd(self) -> Poly:
        """O(z), padded to length n//2 + 1."""
        return self._padded(self.characteristic[1::2])

    @cached_property
    def _bezout_rows(self) -> list[dict[int, Any]]:
        matrix = bezout_matrix(self.even, self.odd, self.zero)
        return [{k: entry for k, entry in enumerate(row) if entry} for row in matrix]

    @cached_property
    def minors(self) -> list[Any]:
        """The leading minors of b. A is stable if and only if they and p_0, ..., p_(n-1) are positive (Hermite)."""
        rows = self._bezout_rows
        blocks = [
            [{k: e for k, e in row.items() if k < size} for row in rows[:size]] for size in range(1, len(rows) + 1)
        ]
        found = [sparse_determinant(block, self.one) for block in blocks]
        if None in found:
            raise NetworkError(f"the Hurwitz determinants of {self.size} rows are too large to be written out")
        return found

    # the Lyapunov equation -----------------------------------------------------------------------------

    @cached_property
    def denominator(self) -> Any:
        """2 e_0 det(b): zero where A and -A share an eigenvalue."""
        determinant = sparse_determinant(self._bezout_rows, self.one) if self._bezout_rows else self.one
        if determinant is None:
            raise NetworkError(f"the Hurwitz determinant of {self.size} rows is too large to be written out")
        return 2 * self.even[0] * determinant

    def solution(self, right: Matrix) -> dict[tuple[int, int], Any]:
        """{(i, j), i <= j: denominator * Q_ij} for A Q + Q A^T + right = 0, ``right`` symmetric."""
        size = self.size
        forms = self._forms(right)
        cofactors = first_row_cofactors(self._bezout_rows[1:], self.one) if size > 1 else []
        # e_0 nu(1): for n = 1 it is 1/2 and not a sum
        unit = self._dot(self.even[1:], cofactors) if size > 1 else self.one
        modulus, lead = (self.odd if size % 2 else self.even)[:-1], size // 2
        found = {}
        for (i, j), form in forms.items():
            rest = form[1:]
            while len(rest) > lead:  # modulo E or O, which are monic
                top = rest.pop()
                if top:
                    for k, e in enumerate(modulus, start=len(rest) - lead):
                        if e:
                            rest[k] = rest[k] - top * e
            found[i, j] = form[0] * unit - self.even[0] * self._dot(rest, cofactors)
        return found

    def _forms(self, right: Matrix) -> dict[tuple[int, int], Poly]:
        """F_ij(z) = sum (-1)^l z^((k+l)/2) (N_k B N_l^T)_ij over k + l even."""
        size = self.size
        pairs = [(i, j) for i in range(size) for j in range(i, size)]
        forms: dict[tuple[int, int], Poly] = {pair: [self.zero] * size for pair in pairs}
        for k, first in enumerate(self.adjugate):
            left = self._product(first, right)
            for other in range(k % 2, size, 2):
                second = self.adjugate[other]
                for i, j in pairs:
                    term = self._dot(left[i], second[j])
                    if term:
                        form, power = forms[i, j], (k + other) // 2
                        form[power] = form[power] - term if other % 2 else form[power] + term
        return forms

    def leaves_residual(self, right: Matrix, solution: dict[tuple[int, int], Any]) -> bool:
        """Whether A W + W A^T + denominator * right is not identically zero for W = ``solution``."""
        size = self.size
        W = [[solution[min(i, j), max(i, j)] for j in range(size)] for i in range(size)]
        for i in range(size):
            for j in range(i, size):
                total = self._dot(self.matrix[i], W[j]) + self._dot(self.matrix[j], W[i])
                if total + self.denominator * right[i][j]:
                    return True
        return False
