"""``symflux lyapunov FILE``: a Lyapunov equation A Q + Q A^T + B = 0 from a file of two matrices."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import Any

import sympy

from symflux.algebra import exact
from symflux.algebra.parser import check_name
from symflux.cli.command import Answer, BadInput, add_command, written
from symflux.errors import ExpressionError, LyapunovError, NetworkError
from symflux.model.files import file_text, toml_data
from symflux.moments.lyapunov_equation import solve_lyapunov

__all__ = ["add_commands"]

_KEYS = ("A", "B", "real", "name")
_EXAMPLE = "A = [[0, 1], ['-k', '-g']] and B = [[0, 0], [0, '2*g*T']]"


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "lyapunov",
        run_lyapunov,
        "solve A Q + Q A^T + B = 0 exactly, for the matrices of a TOML file",
        "symflux lyapunov drift.toml --format latex",
    )
    command.add_argument("file", metavar="FILE", help=f"TOML: {_EXAMPLE}; parameters are positive but for real = ['x']")
    command.add_argument("--format", choices=("text", "latex", "json"), default="text")


def run_lyapunov(options: argparse.Namespace) -> Answer:
    """``symflux lyapunov FILE``: exit status 1 where the equation has no solution, or many."""
    A, B = read_matrices(options.file)
    try:
        solution = solve_lyapunov(A, B)
    except LyapunovError as error:
        return Answer("", 1, (str(error),))
    if options.format == "json":
        return Answer(json.dumps(_data(solution), indent=2))
    if options.format == "latex":
        return Answer(f"Q = {sympy.latex(solution)}")
    size = range(solution.rows)
    lines = [
        f"Q[{i}, {j}] = {written(exact(solution[i, j]))}" for i in size for j in size if i <= j and solution[i, j] != 0
    ]
    zeros = sum(solution[i, j] == 0 for i in size for j in size if i <= j)
    if zeros:
        lines.append(f"{zeros} entries on and above the diagonal are zero" if zeros > 1 else "the other entry is zero")
    return Answer("\n".join([*lines, "", *_meaning(solution)]))


def _meaning(solution: Any) -> list[str]:
    if solution.is_covariance:
        return ["A is stable and B is positive semidefinite: Q is the covariance of dx = A x dt + noise"]
    if solution.stable is False:
        return ["A is not stable: Q is the covariance of nothing"]
    if solution.is_covariance is False:
        return ["B is not positive semidefinite: Q is the covariance of nothing"]
    lines = ["A is stable"] if solution.stable else ["A is stable if and only if these are positive:"]
    lines += [f"  {condition}" for condition in solution.stability_conditions]
    return [*lines, "Q is a covariance where A is stable and B is positive semidefinite"]


def _data(solution: Any) -> dict[str, Any]:
    size = range(solution.rows)
    return {
        "Q": [[str(solution[i, j]) for j in size] for i in size],
        "stable": solution.stable,
        "is_covariance": solution.is_covariance,
        "stability_conditions": [str(condition) for condition in solution.stability_conditions],
    }


def read_matrices(path: str) -> tuple[list[list[Any]], list[list[Any]]]:
    """A and B of a file, in symbols; :class:`NetworkError` says the file, the place and what would do."""
    data = toml_data(file_text(path, "a file of matrices"), where=path, what="a file of matrices")
    unknown = [key for key in data if key not in _KEYS]
    missing = [key for key in ("A", "B") if key not in data]
    if unknown or missing:
        what = f"unknown key {unknown[0][:40]!r}" if unknown else f"no {missing[0]}"
        raise BadInput(f"{path}: {what}; write {_EXAMPLE}")
    names = data.get("real", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadInput(f"{path}: real is a list of names, as in real = ['x']")
    try:
        real = [check_name(name) for name in names]
    except ExpressionError as error:
        raise NetworkError(f"{path}: real: {error}") from None
    symbols = {name: sympy.Symbol(name, real=True) for name in real}
    A, B = (_matrix(path, key, data[key], symbols) for key in ("A", "B"))
    return A, B


def _matrix(path: str, key: str, given: Any, symbols: Mapping[str, sympy.Symbol]) -> list[list[Any]]:
    if not isinstance(given, list) or not all(isinstance(row, list) for row in given):
        raise BadInput(f"{path}: {key} is a list of rows; write {_EXAMPLE}")
    rows = []
    for i, row in enumerate(given):
        line = []
        for j, entry in enumerate(row):
            try:
                line.append(exact(entry).to_sympy(symbols=symbols) if isinstance(entry, str) else entry)
            except (ExpressionError, NetworkError) as error:
                raise NetworkError(f"{path}: {key}[{i}, {j}]: {error}") from None
        rows.append(line)
    return rows
