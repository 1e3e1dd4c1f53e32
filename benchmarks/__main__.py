"""``python -m benchmarks [--limit SECONDS] [--quick]``: the table of docs/benchmarks.md."""

from __future__ import annotations

import argparse
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.cases import CHAINS, SYMBOLIC, rational_chain
from benchmarks.rivals import plain_sympy, scipy_lyapunov
from symflux import Network
from symflux.errors import TimeLimitError
from symflux.work import child


def symflux_flux(network: Network, bond: tuple[int, int]) -> Any:
    """The flux through a bond, numerator and denominator in hand."""
    flux = network.steady_state().bond_flux(*bond)
    return [(value.numerator, value.denominator) for value in flux.coefficients.values()]


def timed(make: Callable[[], Network], bond: tuple[int, int], solve: Callable[..., Any]) -> tuple[float, float]:
    """(seconds, peak memory in MB); the network is built before the clock starts. The best of up to three runs."""
    best = float("inf")
    for _ in range(3):
        network = make()
        start = time.perf_counter()
        solve(network, bond)
        best = min(best, time.perf_counter() - start)
        if best > 1:
            break
    return best, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(make: Callable[[], Network], bond: tuple[int, int], solve: Callable[..., Any], limit: float) -> Any:
    try:
        return child.run(timed, make, bond, solve, seconds=limit)
    except TimeLimitError:
        return None


def row(name: str, ours: Any, theirs: Any, limit: float, wanted: float | None) -> str:
    if ours is None:
        return f"| {name} | > {limit:g} s | | | | |"
    seconds, memory = ours
    other = f"{theirs[0]:.3f} s" if theirs else f"> {limit:g} s"
    ratio = f"{theirs[0] / seconds:.3g}" if theirs else f"> {limit / seconds:.3g}"
    return f"| {name} | {seconds:.3f} s | {other} | {ratio} | {memory:.0f} MB | {f'{wanted:g} s' if wanted else ''} |"


def import_seconds(module: str) -> float:
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--limit", type=float, default=60.0, help="seconds for each rival (default 60)")
    options.add_argument("--quick", action="store_true", help="leave out the 4-ring with 12 parameters")
    arguments = options.parse_args()
    print(f"{platform.machine()}, Python {platform.python_version()}, one core, best of up to three runs\n")
    print("| network | symflux | plain sympy `linsolve` | ratio | peak memory | wanted |")
    print("|---|---|---|---|---|---|")
    for case in SYMBOLIC:
        if arguments.quick and (case.wanted or 0) > 10:
            continue
        ours = run(case.network, case.bond, symflux_flux, 600)
        theirs = run(case.network, case.bond, plain_sympy, arguments.limit)
        print(row(case.name, ours, theirs, arguments.limit, case.wanted), flush=True)
    print("\n| rational chain | symflux, exact | scipy, floating point | ratio | peak memory | wanted |")
    print("|---|---|---|---|---|---|")
    for size, wanted in CHAINS:

        def make(size: int = size) -> Network:
            return rational_chain(size)

        ours = run(make, (1, 2), symflux_flux, 600)
        theirs = run(make, (1, 2), scipy_lyapunov, arguments.limit)
        print(row(f"{size} sites", ours, theirs, arguments.limit, wanted), flush=True)
    ours_import, sympy_import = import_seconds("symflux"), import_seconds("sympy")
    print(f"\nimport symflux: {ours_import - sympy_import:.2f} s beyond sympy's own {sympy_import:.2f} s")


if __name__ == "__main__":
    main()
