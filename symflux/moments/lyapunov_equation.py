"""Lyapunov equations in general: A Q + Q A^T + B = 0 for any exact square A and symmetric B.

With parameters, Q is read off the resolvent of A (:mod:`symflux.moments.resolvent`); numbers go through FLINT as one
linear system for the n(n+1)/2 entries. The same system with parameters, by sympy's fraction-free elimination, is the
reference, and says what is wrong where A and -A share an eigenvalue. The residual is checked before anything returns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy
from flint import fmpq, fmpq_mat

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.linear import Echelon, null_space
from symflux.algebra.linear_system import Row, SingularSystem, solve_rows
from symflux.algebra.parser import is_name
from symflux.algebra.rational_function import sum_vanishes
from symflux.algebra.ring import fit
from symflux.errors import ExpressionError, InexactInputError, LyapunovError, NetworkError, VerificationError
from symflux.moments.lyapunov_solution import LyapunovSolution, integral_matrix
from symflux.moments.resolvent import Resolvent

__all__ = ["solve_by_elimination", "solve_lyapunov"]

_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)
_MAX_SIZE = 60

Matrix = list[list[RationalFunction]]
Solution = dict[tuple[int, int], RationalFunction]


def solve_lyapunov(A: Any, B: Any) -> LyapunovSolution:
    """Solve ``A Q + Q A^T + B = 0`` exactly for symmetric ``Q``.

    ``A`` is any square matrix, ``B`` symmetric of the same size: lists, numpy arrays or sympy matrices of exact
    values; symbols stand for real parameters and come back as they were given. The result is a ``sympy.Matrix`` that
    also says whether it is the covariance of something: ``.stable``, ``.stability_conditions``, ``.is_covariance``.

    Raises :class:`LyapunovError` where A and -A share an eigenvalue: with ``.consistent``, the null vectors of A, the
    solutions of A N + N A^T = 0 and the entries that stay free; and :class:`InexactInputError` for floats.

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
    try:
        solution = _by_resolvent(left, right) if _names([*left, *right]) else solve_by_elimination(left, right)
    except SingularSystem:
        raise _singular(left, right, symbols) from None
    return LyapunovSolution.of(left, right, solution, symbols)


def solve_by_elimination(A: Matrix, B: Matrix) -> Solution:
    """{(i, j), i <= j: Q_ij} from the linear system of all entries: the reference. Raises :class:`SingularSystem`."""
    rows, unknowns = _system(A, B)
    solution = _solve_numbers(rows, unknowns) if not _names([*A, *B]) else solve_rows(rows)
    if len(solution) < len(unknowns):
        raise SingularSystem
    for row in rows:
        if not sum_vanishes([(c,) if u is None else (c, solution[u]) for u, c in row.items()]):
            raise VerificationError("the residual of the Lyapunov equation is not zero: please report this as a bug")
    return solution


def _by_resolvent(A: Matrix, B: Matrix) -> Solution:
    """The same from the resolvent of A."""
    # A = a/d and B = b/e: with a W + W a^T + D b = 0, Q = d W/(e D)
    (a, d), (b, e) = integral_matrix(A), integral_matrix(B)
    context = (Polynomial(a[0][0]) + Polynomial(b[0][0])).raw.context()
    a, b = ([[fit(entry, context) for entry in row] for row in matrix] for matrix in (a, b))
    resolvent = Resolvent(a)
    if not resolvent.denominator:
        raise SingularSystem
    solution = resolvent.solution(b)
    if resolvent.leaves_residual(b, solution):
        raise VerificationError("the residual of the Lyapunov equation is not zero: please report this as a bug")
    bottom = Polynomial(resolvent.denominator) * e
    return {pair: RationalFunction(Polynomial(w) * d, bottom) for pair, w in solution.items()}


def _system(A: Matrix, B: Matrix) -> tuple[list[Row], list[tuple[int, int]]]:
    unknowns = [(i, j) for i in range(len(A)) for j in range(i, len(A))]
    return [_equation(A, B, i, j) for i, j in unknowns], unknowns


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
            try:
                line.append(exact(_plain(entry, symbols) if isinstance(entry, sympy.Basic) else entry))
            except InexactInputError as error:
                raise InexactInputError(f"{name}[{i}, {j}]: {error}") from None
            except ExpressionError as error:
                raise NetworkError(f"{name}[{i}, {j}]: {error}") from None
        result.append(line)
    return result


def _plain(entry: sympy.Basic, symbols: dict[str, sympy.Symbol]) -> sympy.Basic:
    """The entry in symbols that name parameters, whatever is declared of the user's; ``symbols`` remembers those."""
    plain = {}
    for symbol in sorted(entry.free_symbols, key=lambda s: (s.name, str(s))):
        name = symbol.name
        if not is_name(name):
            known = (placeholder for placeholder, own in symbols.items() if own == symbol)
            name = next(known, f"_symbol_{len(symbols)}")
        symbols.setdefault(name, symbol)
        plain[symbol] = sympy.Symbol(name)
    return entry.xreplace(plain)


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


def _names(rows: Sequence[Sequence[RationalFunction]]) -> bool:
    return any(value.names for row in rows for value in row)


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


def _singular(A: Matrix, B: Matrix, symbols: Mapping[str, sympy.Symbol]) -> LyapunovError:
    """What can be said where the equation has no solution, or many."""
    rows, unknowns = _system(A, B)
    size, width = len(A), len(unknowns)
    augmented = [[row.get(unknown, _ZERO) for unknown in unknowns] + [-row.get(None, _ZERO)] for row in rows]
    echelon = _echelon(augmented, width + 1, is_numeric=not _names([*A, *B]))
    consistent = width not in echelon.rows
    if not consistent:  # the null space is that of the left side alone
        echelon = _echelon([row[:width] for row in augmented], width, is_numeric=not _names([*A, *B]))
    free = [unknown for k, unknown in enumerate(unknowns) if k not in echelon.rows]

    def shown(vector: Sequence[RationalFunction], shape: tuple[int, int], position: Any) -> sympy.Matrix:
        return sympy.Matrix(*shape, lambda i, j: vector[position(i, j)].to_sympy(symbols=symbols))

    number = {unknown: k for k, unknown in enumerate(unknowns)}
    solutions = [
        shown(vector, (size, size), lambda i, j: number[min(i, j), max(i, j)])
        for vector in echelon.null_space(_ZERO, _ONE)
        if len(vector) == width or not vector[width]
    ]
    vectors = [shown(vector, (size, 1), lambda i, j: i) for vector in null_space(A, size, _ZERO, _ONE)]
    listed = ", ".join(f"Q[{i}, {j}]" for i, j in free[:6]) + (", ..." if len(free) > 6 else "")
    message = "A and -A share an eigenvalue"
    if vectors:
        text = f"({', '.join(map(str, vectors[0]))})"
        message += f", 0 (A has the null vector {text if len(text) <= 200 else 'in .null_vectors'})"
    if consistent:
        message += f", and the equation leaves entries free: {listed}"
    else:
        message += ", and the equation is inconsistent: it has no solution"
    return LyapunovError(message, consistent, null_vectors=vectors, null_solutions=solutions, free=free)


def _echelon(rows: Sequence[Sequence[RationalFunction]], width: int, *, is_numeric: bool) -> Echelon:
    """The row space in reduced form; numbers by FLINT."""
    echelon = Echelon(width)
    if is_numeric:
        reduced, rank = fmpq_mat(
            [[fmpq(entry.value.numerator, entry.value.denominator) for entry in row] for row in rows]
        ).rref()
        for i in range(rank):
            numbers = [Fraction(int(reduced[i, k].p), int(reduced[i, k].q)) for k in range(width)]
            pivot = next(k for k, entry in enumerate(numbers) if entry)
            echelon.rows[pivot] = [RationalFunction.constant(entry) for entry in numbers]
        return echelon
    for row in rows:
        echelon.add(list(row))
    return echelon
