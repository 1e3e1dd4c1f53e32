"""``python -m benchmarks.growth [--limit SECONDS]``: how exact answers grow with the number of sites.

Processor seconds for one bond flux, each network in a process of its own, beside plain sympy and, for numbers, beside
the floating-point Lyapunov solver of scipy; beside Singular, Maxima and giac, where they are installed, for the reduced
equations. The numbers are written to ``benchmarks/growth.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import symflux as sf
from benchmarks.rivals import plain_sympy, scipy_lyapunov
from benchmarks.systems import SYSTEMS
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


def uniform_ring(size: int) -> Network:
    """A ring with the symbols k, c, g and baths at 1 and half way before the opposite site."""
    return sf.ring(size, spring="k", pinning="c", baths={1: ("g", "T1"), size // 2: ("g", "T2")})


def symmetric(kind: Callable[..., Network]) -> Callable[[int], Network]:
    """Equal sites with equal baths on all but the last one."""

    def make(size: int) -> Network:
        return kind(size, spring="k", pinning="c", baths={i: ("g", f"T{i}") for i in range(1, size)})

    return make


def ladder(size: int) -> Network:
    """Two rows of sites, the rungs of another symbol."""
    half = size // 2
    rails = [(i + row, i + row + 1, "k") for row in (0, half) for i in range(1, half)]
    rungs = [(i, i + half, "l") for i in range(1, half + 1)]
    return Network.from_edges([*rails, *rungs], pinning=1, baths={1: (1, "T1"), size: (1, "T2")})


def all_symbols_ring(size: int) -> Network:
    """A ring with a symbol for everything and a bath at each site."""
    sites = range(1, size + 1)
    return sf.ring(
        size,
        spring=[f"k{i}" for i in sites],
        pinning=[f"c{i}" for i in sites],
        baths={i: (f"g{i}", f"T{i}") for i in sites},
    )


def grid(size: int) -> Network:
    """A square grid of random whole numbers."""
    draw, side = random.Random(size), round(size**0.5)
    springs = [(i * side + j + 1, i * side + j + 2, draw.randint(1, 9)) for i in range(side) for j in range(side - 1)]
    springs += [
        (i * side + j + 1, (i + 1) * side + j + 1, draw.randint(1, 9)) for i in range(side - 1) for j in range(side)
    ]
    return Network.from_edges(springs, pinning="1/2", baths={1: (1, 2), size: ("3/2", 1)})


#: name, networks by size, sizes, seconds that were asked for
FAMILIES: tuple[tuple[str, Callable[[int], Network], dict[int, float | None]], ...] = (
    ("chain in k", uniform, {8: None, 12: None, 16: 0.1, 24: None, 32: None, 48: None, 64: 3}),
    ("chain in k, c, g", physical, {4: None, 8: None, 10: 0.05, 16: 0.4, 20: 1.5}),
    ("irregular chain, one symbol", irregular, {8: None, 16: 1, 24: 4, 32: 15}),
    ("ring in k, c, g", uniform_ring, {6: None, 10: 0.1, 12: 0.1, 16: None}),
    ("complete, k, c, g", symmetric(sf.complete), {4: None, 8: 0.05}),
    ("star, k, c, g", symmetric(sf.star), {4: None, 8: 0.05}),
    ("ladder, two symbols", ladder, {6: None, 10: 2}),
    ("disordered chain, all symbols", disordered, {3: None, 4: None, 5: 2}),
    ("ring, all symbols", all_symbols_ring, {3: None, 4: 1.5}),
    ("dense numbers", dense, {8: None, 15: 0.1, 30: 3}),
    ("grid of numbers", grid, {16: None, 64: 0.2}),
    ("chain of numbers", numbers, {16: None, 64: None, 256: None, 1000: None}),
)
#: seconds with the elimination of a matrix, before inverses modulo a polynomial were lifted; None: not done in 25 s
BEFORE: dict[str, dict[int, float | None]] = {
    "chain in k": {12: 0.020, 16: 0.032, 24: 0.100, 32: 0.330, 64: None},
    "chain in k, c, g": {4: 0.004, 8: 0.012, 10: 0.035, 16: 0.300, 20: 0.655},
    "irregular chain, one symbol": {8: 0.012, 16: 0.096, 24: 0.846, 32: 1.745},
    "ring in k, c, g": {10: 0.044, 12: 0.054},
    "complete, k, c, g": {8: 0.11},
    "star, k, c, g": {8: 0.20},
    "ladder, two symbols": {10: 0.940},
    "disordered chain, all symbols": {3: 0.004, 4: 0.028, 5: 1.335},
    "ring, all symbols": {4: 7.911},
    "dense numbers": {8: 0.008, 15: 0.025, 30: 0.117},
    "grid of numbers": {64: 0.40},
    "chain of numbers": {16: 0.007, 64: 0.042, 256: 0.878, 1000: None},
}
WITH_SYSTEMS = ("chain in k", "chain in k, c, g", "irregular chain, one symbol")


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


def measured(make: Make, solve: Callable[..., Any], limit: float) -> dict[str, float]:
    """{"seconds": ..., "memory": ...}, empty where it takes longer."""
    try:
        seconds, memory = child.run(timed, make, solve, seconds=4 * limit)
    except SymfluxError:
        return {}
    return {"seconds": round(seconds, 4), "memory": round(memory)} if seconds <= limit else {}


def rows(limit: float, rivals: float) -> Iterator[dict[str, Any]]:
    """One for each network; a rival that took too long is not asked about larger ones."""
    for name, build, sizes in FAMILIES:
        lost = set[str]()
        for size, asked in sizes.items():

            def make(build: Callable[[int], Network] = build, size: int = size) -> Network:
                return build(size)

            row: dict[str, Any] = {"network": name, "sites": size, "asked": asked}
            if size in BEFORE[name]:
                row["before"] = BEFORE[name][size]
            row |= measured(make, ours, limit)
            symbolic = bool(make().coupling_parameters)
            other = plain_sympy if symbolic else scipy_lyapunov
            theirs: dict[str, float | None] = {}
            if other.__name__ not in lost:
                theirs[other.__name__] = measured(make, other, rivals).get("seconds")
            if symbolic and name in WITH_SYSTEMS:
                theirs |= {system: ask(make(), rivals) for system, ask in SYSTEMS.items() if system not in lost}
            lost |= {system for system, seconds in theirs.items() if seconds is None}
            yield {**row, "others": theirs, "lost": sorted(lost)}


def table(rows: Iterable[Mapping[str, Any]], limit: float, rivals: float) -> Iterator[str]:
    """The lines of a Markdown table: seconds asked for, before, now, and of others."""
    yield "| network | sites | asked | before | symflux | peak memory | others |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        mine = f"{row['seconds']:.3f} s | {row['memory']} MB" if "seconds" in row else f"> {limit:g} s |"
        theirs = dict.fromkeys(row["lost"], f"> {rivals:g} s")
        theirs |= {name: f"{seconds:.3f} s" for name, seconds in row["others"].items() if seconds is not None}
        if "seconds" in row:
            for name, seconds in row["others"].items():
                if seconds is not None:
                    theirs[name] += f" ({seconds / max(row['seconds'], 1e-3):.3g} times)"
        others = ", ".join(f"{name} {text}" for name, text in theirs.items())
        asked = "" if row["asked"] is None else f"{row['asked']:g} s"
        before = "" if "before" not in row else "> 25 s" if row["before"] is None else f"{row['before']:.3f} s"
        yield f"| {row['network']} | {row['sites']} | {asked} | {before} | {mine} | {others} |"


def main() -> None:
    """Print the table and write the numbers."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    options.add_argument("--limit", type=float, default=60.0, help="processor seconds for each answer (default 60)")
    options.add_argument("--rivals", type=float, help="the same for others (default: as for ours)")
    given = options.parse_args()
    rivals = given.limit if given.rivals is None else given.rivals
    found: list[dict[str, Any]] = []

    def noted() -> Iterator[dict[str, Any]]:
        for row in rows(given.limit, rivals):
            found.append(row)
            yield row

    for line in table(noted(), given.limit, rivals):
        print(line, flush=True)
    path = Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"limit": given.limit, "rivals": rivals, "rows": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
