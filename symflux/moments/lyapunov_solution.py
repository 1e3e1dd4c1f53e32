"""The solution of a Lyapunov equation: a sympy matrix that knows whether it is a covariance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy
from flint import fmpq, fmpq_mat, fmpz_mat
from sympy.polys.matrices import DomainMatrix

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.linear import negative_direction
from symflux.algebra.rational_function import common_denominator
from symflux.algebra.ring import fit, ring
from symflux.errors import ExpressionError, NetworkError
from symflux.moments.poly import bezout_matrix
from symflux.moments.resolvent import Resolvent

__all__ = ["LyapunovSolution", "integral_matrix"]

Matrix = Sequence[Sequence[RationalFunction]]


def integral_matrix(matrix: Matrix) -> tuple[list[list[Any]], Polynomial]:
    """(polynomials of one ring, d) with the matrix equal to their quotients by d."""
    names = {name for row in matrix for entry in row for name in entry.names}
    scale = common_denominator(entry for row in matrix for entry in row)
    context = ring(names)
    return [[fit((entry * scale).numerator.raw, context) for entry in row] for row in matrix], scale


class LyapunovSolution(sympy.Matrix):  # type: ignore[misc]
    """``Q`` with ``A Q + Q A^T + B = 0``, as :func:`solve_lyapunov` returns it: a ``sympy.Matrix``.

    Entries become sympy expressions when they are asked for. What is calculated from it is a plain ``sympy.Matrix``.

    >>> import symflux as sf
    >>> g, k = sympy.symbols("g k", positive=True)
    >>> Q = sf.solve_lyapunov([[-g, -k], [1, 0]], [[2 * g, 0], [0, 0]])
    >>> Q[1, 1], Q.stable, Q.is_covariance, type(2 * Q) is sympy.Matrix
    (1/k, True, True, True)
    >>> x = sympy.Symbol("x", real=True)
    >>> Q = sf.solve_lyapunov([[-1, -x], [1, 0]], [[2, 0], [0, 0]])
    >>> Q.stable, Q.is_covariance, Q.stability_conditions
    (None, None, [x])
    """

    @classmethod
    def of(
        cls,
        A: Matrix,
        B: Matrix,
        values: Mapping[tuple[int, int], RationalFunction],
        symbols: Mapping[str, sympy.Symbol],
    ) -> LyapunovSolution:
        """The matrix with these entries (i, j), i <= j; ``symbols`` are the user's own, by name."""
        matrix: LyapunovSolution = object.__new__(cls)
        matrix.rows = matrix.cols = len(A)
        matrix._drift, matrix._noise, matrix._values, matrix._symbols = A, B, dict(values), dict(symbols)
        return matrix

    # results of arithmetic are no solutions any more
    @classmethod
    def _new(cls, *arguments: Any, **options: Any) -> sympy.Matrix:
        return sympy.Matrix._new(*arguments, **options)

    @classmethod
    def _fromrep(cls, rep: Any) -> sympy.Matrix:
        return sympy.Matrix._fromrep(rep)

    def __reduce__(self) -> tuple[Any, ...]:
        return LyapunovSolution.of, (self._drift, self._noise, self._values, self._symbols)

    @property
    def _rep(self) -> Any:
        if "_filled" not in self.__dict__:
            size, half = range(self.rows), {pair: self._entry(*pair) for pair in self._values}
            rows = [[half[min(i, j), max(i, j)] for j in size] for i in size]
            domain = sympy.EXRAW if any(entry.free_symbols for row in rows for entry in row) else sympy.QQ
            self._filled = DomainMatrix(
                [[domain.from_sympy(entry) for entry in row] for row in rows], (self.rows, self.rows), domain
            ).to_sparse()
        return self._filled

    @_rep.setter
    def _rep(self, rep: Any) -> None:
        self._filled = rep

    def _entry(self, i: int, j: int) -> sympy.Expr:
        return self._values[i, j].to_sympy(symbols=self._symbols)

    def __getitem__(self, key: Any) -> Any:
        if "_filled" not in self.__dict__ and isinstance(key, tuple) and len(key) == 2:
            i, j = key
            if type(i) is int and type(j) is int and 0 <= i < self.rows and 0 <= j < self.rows:
                return self._entry(min(i, j), max(i, j))  # the others may be long
        return super().__getitem__(key)

    def at(self, values: Mapping[Any, Any]) -> sympy.Matrix:
        """The matrix at exact values of some symbols, without writing out the long entries on the way.

        Raises :class:`NetworkError` for a name that is no symbol of the equation, or where an entry has no value there.

        >>> import symflux as sf
        >>> k = sympy.Symbol("k")
        >>> sf.solve_lyapunov([[-1, -k], [1, 0]], [[2, 0], [0, 0]]).at({k: 4})
        Matrix([
        [1,   0],
        [0, 1/4]])
        """
        names = {symbol: name for name, symbol in self._symbols.items()}
        known = {name for row in (*self._drift, *self._noise) for entry in row for name in entry.names}
        point = {}
        for key, value in values.items():
            name = names.get(key, str(key))
            if name not in known:
                raise NetworkError(
                    f"no symbol {name[:40]} in the equation; symbols: {', '.join(sorted(known)) or 'none'}"
                )
            point[name] = exact(value)
        try:
            put = {
                pair: value.substitute(point).to_sympy(symbols=self._symbols) for pair, value in self._values.items()
            }
        except ExpressionError as error:
            raise NetworkError(f"no value there: {error}") from None
        return sympy.Matrix(self.rows, self.rows, lambda i, j: put[min(i, j), max(i, j)])

    # what it means -------------------------------------------------------------------------------------

    @cached_property
    def _real(self) -> frozenset[str]:
        """The names of symbols that are not declared positive."""
        return frozenset(name for name, symbol in self._symbols.items() if not symbol.is_positive)

    @cached_property
    def _conditions(self) -> list[RationalFunction]:
        """A is stable if and only if all of these are positive: P(s) = det(s - A) and its Hermite-Bezout minors."""
        if all(entry.is_constant for row in self._drift for entry in row):
            return [RationalFunction.constant(value) for value in _numeric_conditions(self._drift)]
        matrix, scale = integral_matrix(self._drift)
        resolvent, size = Resolvent(matrix), len(matrix)
        # for scale * A the zeros are scale times as large: p_k gains scale^(n - k), a minor of j rows as below
        found = [
            RationalFunction(Polynomial(p), scale ** (size - k)) for k, p in enumerate(resolvent.characteristic[:-1])
        ]
        for j, minor in enumerate(resolvent.minors, start=1):
            found.append(RationalFunction(Polynomial(minor), scale ** (j * (2 * size - 3) - 2 * j * (j - 1))))
        return found

    @cached_property
    def stable(self) -> bool | None:
        """Whether every eigenvalue of ``A`` has a negative real part; None where that depends on the symbols.

        Symbols declared positive are positive, others real. None may also be said where only coefficients of both
        signs hide the answer; then :attr:`stability_conditions` decides at any values.
        """
        signs = [(c.sign(self._real), c.sign(self._real, strict=False)) for c in self._conditions]
        if any(weak in (-1, 0) for _, weak in signs):
            return False
        return True if all(strict == 1 for strict, _ in signs) else None

    @cached_property
    def stability_conditions(self) -> list[sympy.Expr]:
        """What has to be positive for ``A`` to be stable, no more and no less, where :attr:`stable` is None.

        The coefficients of det(s - A) and the leading minors of its Hermite-Bezout matrix, without those that are
        positive anyway; empty where A is stable.
        """
        found = [c for c in self._conditions if c.sign(self._real) != 1]
        return [c.to_sympy(symbols=self._symbols) for k, c in enumerate(found) if c not in found[:k]]

    @cached_property
    def is_covariance(self) -> bool | None:
        """Whether ``Q`` is the covariance of a stationary process dx = A x dt + noise of covariance ``B`` per time.

        True: ``A`` is stable and ``B`` is positive semidefinite, so ``Q`` is too. False: ``A`` is not stable, or no
        noise has this ``B``: ``Q`` solves the equation and is nobody's covariance. None: it depends on the symbols.
        """
        noise = self._is_semidefinite()
        if self.stable is False or noise is False:
            return False
        return True if self.stable and noise else None

    def _is_semidefinite(self) -> bool | None:
        """Whether B >= 0: all elementary symmetric functions of its eigenvalues are."""
        if all(entry.is_constant for row in self._noise for entry in row):
            return negative_direction([[entry.value for entry in row] for row in self._noise]) is None
        matrix, scale = integral_matrix(self._noise)
        size = len(matrix)
        signs = []
        for k, p in enumerate(Resolvent(matrix).characteristic[:-1]):
            symmetric = RationalFunction(Polynomial(p if (size - k) % 2 == 0 else -p), scale ** (size - k))
            if symmetric.sign(self._real) == -1:
                return False
            signs.append(symmetric.sign(self._real, strict=False))
        return True if all(sign in (0, 1) for sign in signs) else None


def _numeric_conditions(A: Matrix) -> list[Fraction]:
    """The same conditions for numbers, by FLINT."""
    entries = [[fmpq(e.value.numerator, e.value.denominator) for e in row] for row in A]
    polynomial, size = fmpq_mat(entries).charpoly(), len(A)
    p = [polynomial[k] for k in range(size + 1)]
    scale = fmpq(1)
    for value in p:
        scale = scale * value.q
    whole = [int((value * scale).p) for value in p]  # a positive multiple of P has the same zeros
    length = size // 2 + 1
    even, odd = (part + [0] * (length - len(part)) for part in (whole[::2], whole[1::2]))
    b = bezout_matrix(even, odd, 0)
    minors = [fmpz_mat([row[:k] for row in b[:k]]).det() for k in range(1, len(b) + 1)]
    return [Fraction(int(value.p), int(value.q)) for value in p[:-1]] + [Fraction(int(minor)) for minor in minors]
