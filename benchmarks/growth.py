"""``python -m benchmarks.growth [--limit SECONDS]``: how exact answers grow with the number of sites.

Processor seconds for one bond flux, each network in a process of its own, beside plain sympy and, for numbers, beside
the floating-point Lyapunov solver of scipy.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable
from typing import Any

import symflux as sf
from benchmarks.rivals import plain_sympy, scipy_lyapunov
from symflux import Network
from symflux.errors import SymfluxError
from symflux.work import child

Make = Callable[[], Network]


def uniform(size: int) -> Network:
    """A chain with the symbol k."""
    return sf.chain(size, spring="k", pinning=1, baths={1: (1, "T1"), size: (1, "T2")})


def physical(size: int) -> Network:
    """A chain with the symbols k, c, g."""
    return sf.chain(size, spring="k", pinning="c", baths={1: ("g", "T1"), size: ("g", "T2")})


def irregular(size: int) -> Network:
    """A chain of irregular numbers with one symbol, its first spring."""
    draw = random.Random(size)
    springs = ["k", *(draw.randint(1, 9) for _ in range(size - 2))]
    pinning = [draw.randint(1, 9) for _ in range(size)]
    return sf.chain(size, spring=springs, pinning=pinning, baths={1: (1, "T1"), size: (2, "T2")})


def disordered(size: int) -> Network:
    """A chain with a symbol for everything."""
    springs, pinning = [f"k{i}" for i in range(1, size)], [f"c{i}" for i in range(1, size + 1)]
    return sf.chain(size, spring=springs, pinning=pinning, baths={1: ("g1", "T1"), size: ("g2", "T2")})


def dense(size: int) -> Network:
    """Every pair joined by a rational spring."""
    draw = random.Random(size)
    sites = range(1, size + 1)

    def number() -> str:
        return f"{draw.randint(1, 9)}/{draw.randint(1, 9)}"

    springs = [(i, j, number()) for i in sites for j in range(i + 1, size + 1)]
    pinning = {i: number() for i in sites}
    return Network.from_edges(springs, pinning=pinning, baths={1: ("1/2", 2), size: ("3/2", 1)})


def numbers(size: int) -> Network:
    """A chain of numbers."""
    return sf.chain(size, spring=1, pinning="1/2", baths={1: (1, 2), size: ("3/2", 1)})


FAMILIES: tuple[tuple[str, Callable[[int], Network], tuple[int, ...]], ...] = (
    ("chain in k", uniform, (8, 12, 16, 24, 32)),
    ("chain in k, c, g", physical, (4, 8, 10, 16, 20)),
    ("irregular chain, one symbol", irregular, (8, 16, 24)),
    ("disordered chain, all symbols", disordered, (3, 4, 5)),
    ("dense numbers", dense, (8, 15, 30)),
    ("chain of numbers", numbers, (64, 256, 1000)),
)


def timed(make: Make, solve: Callable[..., Any]) -> tuple[float, float]:
    """(processor seconds, peak memory in MB)."""
    warm = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1")})
    _ = warm.steady_state().bath_flux(1).coefficients
    network = make()
    start = time.process_time()
    solve(network, network.bonds[0])
    return time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def ours(network: Network, bond: tuple[int, int]) -> Any:
    """The flux through a bond, its coefficients in hand."""
    return [(v.numerator, v.denominator) for v in network.steady_state().bond_flux(*bond).coefficients.values()]


def shown(make: Make, solve: Callable[..., Any], limit: float) -> tuple[str, str]:
    """Seconds and memory as text."""
    try:
        seconds, memory = child.run(timed, make, solve, seconds=limit)
    except SymfluxError:
        return f"> {limit:g} s", ""
    return f"{seconds:.3f} s", f"{memory:.0f} MB"


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    options.add_argument("--limit", type=float, default=60.0, help="seconds for each answer (default 60)")
    limit = options.parse_args().limit
    print("| network | sites | symflux | peak memory | other | seconds |")
    print("|---|---|---|---|---|---|")
    for name, build, sizes in FAMILIES:
        for size in sizes:

            def make(build: Callable[[int], Network] = build, size: int = size) -> Network:
                return build(size)

            other = scipy_lyapunov if not make().coupling_parameters else plain_sympy
            mine, theirs = shown(make, ours, limit), shown(make, other, limit)
            print(f"| {name} | {size} | {mine[0]} | {mine[1]} | {other.__name__} | {theirs[0]} |", flush=True)


if __name__ == "__main__":
    main()
