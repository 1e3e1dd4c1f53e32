"""``python -m benchmarks.temperature [--quick]``: the table of docs/temperature.md."""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections.abc import Callable
from fractions import Fraction

from symflux import Network, chain, paper
from symflux.temperature.patterns import sign_patterns


def random_network(seed: int, sites: int, bonds: int, baths: int) -> Network:
    """Connected, with random rational springs: a random tree and further bonds."""
    rng = random.Random(seed)
    pairs = [(rng.randint(1, k - 1), k) for k in range(2, sites + 1)]
    others = [pair for pair in itertools.combinations(range(1, sites + 1), 2) if pair not in pairs]
    pairs += rng.sample(others, bonds - len(pairs))
    return Network.from_edges(
        [(i, j, Fraction(rng.randint(1, 40), rng.randint(1, 4))) for i, j in pairs],
        pinning=1,
        baths={site: (Fraction(rng.randint(1, 4), 2), 1) for site in rng.sample(range(1, sites + 1), baths)},
    )


#: (what, network, with zeros)
CASES: tuple[tuple[str, Callable[[], Network], bool], ...] = (
    ("4-chain, 4 baths, 3 bonds (example 1)", paper.example_1, False),
    ("6 sites, 4 baths, 5 bonds (example 4)", paper.example_4, False),
    ("the same, with zeros", paper.example_4, True),
    ("10-chain, 10 baths, 9 bonds", lambda: chain(10, pinning=1, baths=dict.fromkeys(range(1, 11), (1, 1))), False),
    ("random, 8 sites, 6 baths, 12 bonds", lambda: random_network(1, 8, 12, 6), False),
    ("another", lambda: random_network(2, 8, 12, 6), False),
)


def main() -> None:
    """Print one row for each network."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="the paper's networks only")
    quick = options.parse_args().quick
    print("| network | patterns | contradictions | processor seconds | one certificate, made and checked |")
    print("|---|---|---|---|---|")
    for name, make, zeros in CASES[: 3 if quick else None]:
        state = make().steady_state()
        start = time.process_time()
        found = sign_patterns(state, zeros=zeros)
        seconds = time.process_time() - start
        shown = ""
        if found.contradictions:
            start = time.process_time()
            found.contradictions[0].certificate()
            shown = f"{time.process_time() - start:.2f} s"
        print(f"| {name} | {len(found)} | {len(found.contradictions)} | {seconds:.2f} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
