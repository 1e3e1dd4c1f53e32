"""The same reduced equations put to computer algebra systems: y_0 of b y = D e_0, b the Bezout matrix of E and O.

They get b written out and are asked for det b and its first minor, the denominator and the numerator of the flux of a
chain up to units. Their processor time counts from the start of the process.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from symflux import Network
from symflux.algebra import Polynomial
from symflux.moments.poly import bezout_matrix
from symflux.moments.symbolic import SymbolicMoments

__all__ = ["SYSTEMS", "giac", "maxima", "singular"]


def _entries(network: Network) -> tuple[tuple[str, ...], list[list[str]]]:
    moments = SymbolicMoments(network.linear_model())
    matrix = bezout_matrix(moments.damped_even, moments.damped_odd, moments.zero)
    return moments.model.parameters, [[str(Polynomial(entry)).replace("**", "^") for entry in row] for row in matrix]


def _run(command: list[str], script: str, seconds: float) -> float | None:
    """Processor seconds of a system that reads a script; None where it is not done in time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "script"
        path.write_text(script)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        try:
            done = subprocess.run(
                [*command, str(path)], capture_output=True, timeout=4 * seconds, stdin=subprocess.DEVNULL, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if b"done" not in done.stdout:
        raise RuntimeError(f"{command[0]}: {(done.stdout + done.stderr)[-300:].decode(errors='replace')}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used if used <= seconds else None


def singular(network: Network, seconds: float) -> float | None:
    """``det`` of Singular over Q[parameters]."""
    names, rows = _entries(network)
    size = len(rows)
    entries = ",".join(entry for row in rows for entry in row)
    script = (
        f"ring r = 0,({','.join(names)}),dp; matrix b[{size}][{size}] = {entries}; poly d = det(b);"
        f'poly n = det(submat(b,2..{size},2..{size})); print(size(d) + size(n)); "done"; quit;\n'
    )
    return _run(["Singular", "-q"], script, seconds)


def maxima(network: Network, seconds: float) -> float | None:
    """``determinant`` of Maxima with ``ratmx``."""
    _, rows = _entries(network)
    matrix = ",".join(f"[{','.join(row)}]" for row in rows)
    script = (
        f'ratmx: true$ b: matrix({matrix})$ d: determinant(b)$ n: determinant(minor(b, 1, 1))$ print("done")$ quit();\n'
    )
    return _run(["maxima", "--very-quiet", "-b"], script, seconds)


def giac(network: Network, seconds: float) -> float | None:
    """``det`` of giac."""
    _, rows = _entries(network)
    matrix = ",".join(f"[{','.join(row)}]" for row in rows)
    last = len(rows) - 1
    script = f'b := [{matrix}]:; d := det(b):; n := det(subMat(b, 1, 1, {last}, {last})):; print("done");\n'
    return _run(["giac"], script, seconds)


#: those that are installed
SYSTEMS: dict[str, Callable[[Network, float], float | None]] = {
    name: ask
    for name, command, ask in (("Singular", "Singular", singular), ("Maxima", "maxima", maxima), ("giac", "giac", giac))
    if shutil.which(command, path=os.environ.get("PATH"))
}
