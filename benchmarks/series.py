"""``python -m benchmarks.series [--limit SECONDS] [--quick]``: the table of docs/anharmonic.md."""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable

from symflux import Network, chain, paper
from symflux.anharmonic.expansion import anharmonic_series
from symflux.errors import SymfluxError, TimeLimitError
from symflux.work import child


def pair() -> Network:
    return chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)})


#: (what, network, highest order)
CASES: tuple[tuple[str, Callable[[], Network], int], ...] = (
    ("2 sites", pair, 8),
    ("triangle, 2 baths (example 2)", paper.example_2_corrected, 6),
    ("triangle, 3 baths (example 3)", paper.example_3, 6),
    ("4-chain, 4 baths (example 1)", paper.example_1, 4),
    ("6 sites, 4 baths (example 4)", paper.example_4, 3),
)


def measured(make: Callable[[], Network], order: int) -> tuple[float, float, int]:
    """(processor seconds, peak memory in MB, bits of the last coefficient)."""
    network = make()
    network = network.with_quartic(dict.fromkeys(network.bonds, 1))
    start = time.process_time()
    value = anharmonic_series(network, order=order).bond_flux(*network.bonds[0]).numbers[-1]
    seconds = time.process_time() - start
    bits = max(value.numerator.bit_length(), value.denominator.bit_length())
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, bits


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--limit", type=float, default=600.0)
    options.add_argument("--quick", action="store_true", help="orders up to 3 only")
    chosen = options.parse_args()
    print("| network | order | processor seconds | memory | bits of the last coefficient |\n|---|---|---|---|---|")
    for name, make, highest in CASES:
        for order in range(1, (min(highest, 3) if chosen.quick else highest) + 1):
            try:
                seconds, memory, bits = child.run(measured, make, order, seconds=chosen.limit)
            except TimeLimitError:
                print(f"| {name} | {order} | > {chosen.limit:g} | | |", flush=True)
                break
            except SymfluxError as error:
                print(f"| {name} | {order} | {error} | | |", flush=True)
                break
            print(f"| {name} | {order} | {seconds:.2f} | {memory:.0f} MB | {bits} |", flush=True)


if __name__ == "__main__":
    main()
