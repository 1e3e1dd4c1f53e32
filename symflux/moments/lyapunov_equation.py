"""Lyapunov equations in general: A Q + Q A^T + B = 0 for any exact square A and symmetric B.

The n(n+1)/2 entries of Q are the unknowns of one sparse linear system: numbers go through FLINT, parameters through
sympy's fraction-free elimination. The residual is checked before anything is returned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy
from flint import fmpq, fmpq_mat

from symflux.algebra import RationalFunction, exact
from symflux.algebra.linear import Echelon
from symflux.algebra.linear_system import Row, SingularSystem, solve_rows
from symflux.algebra.rational_function import sum_vanishes
from symflux.errors import ExpressionError, InexactInputError, LyapunovError, NetworkError, VerificationError

__all__ = ["solve_lyapunov"]

_ZERO = RationalFunction.constant(0)
_MAX_SIZE = 60

Matrix = list[list[RationalFunction]]


def solve_lyapunov(A: Any, B: Any) -> sympy.Matrix:
    """Solve ``A Q + Q A^T + B = 0`` exactly for symmetric ``Q``.

    ``A`` is any square matrix, ``B`` symmetric of the same size: lists, numpy arrays or sympy matrices of exact
    values; symbols stand for real parameters and come back as they were given. Raises :class:`LyapunovError` where
    A and -A share an eigenvalue, saying whether the equation is then inconsistent or leaves entries free, and
    :class:`InexactInputError` for floats.

    >>> k = sympy.Symbol("k")
    >>> solve_lyapunov([[-1, -k], [1, 0]], [[2, 0], [0, 0]])
    Matrix([
    [1,   0],
    [0, 1/k]])
    """
    symbols: dict[str, sympy.Symbol] = {}
    left, right = _matrix("A", A, symbols), _matrix("B", B, symbols)
    size = len(left)
    if len(right) != size:
        raise LyapunovError(f"A has {size} rows and B has {len(right)}: they must agree", consistent=False)
    for i in range(size):
        for j in range(i):
            if right[i][j] != right[j][i]:
                raise LyapunovError(f"B[{i}, {j}] and B[{j}, {i}] differ: B must be symmetric", consistent=False)
    rows = [_equation(left, right, i, j) for i in range(size) for j in range(i, size)]
    unknowns = [(i, j) for i in range(size) for j in range(i, size)]
    try:
        solution = _solve_numbers(rows, unknowns) if not _names(rows) else solve_rows(rows)
    except SingularSystem:
        raise _singular(rows, unknowns) from None
    if len(solution) < len(unknowns):
        raise _singular(rows, unknowns)
    for row in rows:
        if not sum_vanishes([(c,) if u is None else (c, solution[u]) for u, c in row.items()]):
            raise VerificationError("the residual of the Lyapunov equation is not zero: please report this as a bug")
    return sympy.Matrix(size, size, lambda i, j: _in_symbols(solution[min(i, j), max(i, j)], symbols))


def _matrix(name: str, given: Any, symbols: dict[str, sympy.Symbol]) -> Matrix:
    rows = given.tolist() if hasattr(given, "tolist") else given
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not all(isinstance(row, Sequence) for row in rows):
        raise NetworkError(f"{name}: write a square matrix as a list of rows, a numpy array or a sympy Matrix")
    size = len(rows)
    if not 0 < size <= _MAX_SIZE or any(len(row) != size for row in rows):
        raise NetworkError(f"{name}: a square matrix of up to {_MAX_SIZE} rows is needed")
    result = []
    for i, row in enumerate(rows):
        line = []
        for j, entry in enumerate(row):
            if isinstance(entry, sympy.Basic):
                for symbol in sorted(entry.free_symbols, key=lambda s: (s.name, str(s))):
                    symbols.setdefault(symbol.name, symbol)
            try:
                line.append(exact(entry))
            except InexactInputError as error:
                raise InexactInputError(f"{name}[{i}, {j}]: {error}") from None
            except ExpressionError as error:
                raise NetworkError(f"{name}[{i}, {j}]: {error}") from None
        result.append(line)
    return result


def _equation(A: Matrix, B: Matrix, i: int, j: int) -> Row:
    """(A Q + Q A^T + B)_ij in the unknowns Q_kl, k <= l."""
    row: Row = {}
    for k in range(len(A)):
        for coefficient, unknown in ((A[i][k], (k, j)), (A[j][k], (k, i))):
            if coefficient:
                key = (min(unknown), max(unknown))
                row[key] = row.get(key, _ZERO) + coefficient
    if B[i][j]:
        row[None] = B[i][j]
    return row


def _names(rows: Sequence[Row]) -> bool:
    return any(value.names for row in rows for value in row.values())


def _solve_numbers(rows: Sequence[Row], unknowns: Sequence[Any]) -> dict[Any, RationalFunction]:
    """Dixon lifting, by FLINT."""

    def number(value: RationalFunction) -> fmpq:
        return fmpq(value.value.numerator, value.value.denominator)

    system = fmpq_mat([[number(row.get(unknown, _ZERO)) for unknown in unknowns] for row in rows])
    right = fmpq_mat([[-number(row.get(None, _ZERO))] for row in rows])
    try:
        column = system.solve(right)
    except ZeroDivisionError:
        raise SingularSystem from None
    return {
        unknown: RationalFunction.constant(Fraction(int(value.p), int(value.q)))
        for unknown, value in zip(unknowns, column.entries(), strict=True)
    }


def _singular(rows: Sequence[Row], unknowns: Sequence[Any]) -> LyapunovError:
    echelon = Echelon(len(unknowns) + 1)
    for row in rows:
        echelon.add([row.get(unknown, _ZERO) for unknown in unknowns] + [-row.get(None, _ZERO)])
    shared = "A and -A share an eigenvalue"
    if len(unknowns) in echelon.rows:
        return LyapunovError(f"{shared}, and the equation is inconsistent: it has no solution", consistent=False)
    free = [unknown for k, unknown in enumerate(unknowns) if k not in echelon.rows]
    shown = ", ".join(f"Q[{i}, {j}]" for i, j in free[:6]) + (", ..." if len(free) > 6 else "")
    return LyapunovError(f"{shared}, and the equation leaves entries free: {shown}", consistent=True)


def _in_symbols(value: RationalFunction, symbols: Mapping[str, sympy.Symbol]) -> sympy.Expr:
    """The value in the user's own symbols."""
    return value.to_sympy(symbols=symbols)
