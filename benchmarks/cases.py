"""The networks that are timed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import symflux as sf
from symflux import Network

TRIANGLE = {(1, 2): "k12", (1, 3): "k13", (2, 3): "k23"}


@dataclass(frozen=True)
class Case:
    """A network, the bond whose flux is asked for, and where one would like to be (seconds, one core)."""

    name: str
    network: Callable[[], Network]
    bond: tuple[int, int]
    wanted: float | None = None


SYMBOLIC = (
    Case(
        "2-chain, 5 parameters",
        lambda: sf.chain(2, spring="k", pinning=["c1", "c2"], baths={1: ("g1", "T1"), 2: ("g2", "T2")}),
        (1, 2),
    ),
    Case(
        "uniform 3-chain",
        lambda: sf.chain(3, spring="k", pinning="c", baths={1: ("g", "T1"), 3: ("g", "T3")}),
        (1, 2),
    ),
    Case(
        "triangle, 3 springs, c, g",
        lambda: sf.complete(3, spring=TRIANGLE, pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}),
        (1, 2),
    ),
    Case(
        "triangle, 9 parameters, 3 temperatures",
        lambda: sf.complete(
            3, spring=TRIANGLE, pinning=["c1", "c2", "c3"], baths={i: (f"g{i}", f"T{i}") for i in (1, 2, 3)}
        ),
        (1, 2),
        0.02,
    ),
    Case(
        "4-chain, 9 parameters",
        lambda: sf.chain(
            4, spring=["a", "b", "d"], pinning=["c1", "c2", "c3", "c4"], baths={1: ("g1", "T1"), 4: ("g4", "T4")}
        ),
        (1, 2),
        0.1,
    ),
    Case(
        "4-ring, 7 parameters",
        lambda: sf.ring(4, spring=["a", "b", "d", "e"], pinning="c", baths={1: ("g1", "T1"), 3: ("g3", "T3")}),
        (1, 2),
    ),
    Case(
        "K4, 6 springs and a pin",
        lambda: sf.complete(4, spring=["a", "b", "d", "e", "f", "h"], pinning="c", baths={1: (1, "T1"), 2: (1, "T2")}),
        (3, 4),
        0.6,
    ),
    Case("six-site pump, symbolic temperatures", lambda: _pump(), (5, 6)),
    Case(
        "4-ring, 12 parameters",
        lambda: sf.ring(
            4,
            spring=["a", "b", "d", "e"],
            pinning=["c1", "c2", "c3", "c4"],
            baths={i: (f"g{i}", f"T{i}") for i in (1, 2, 3, 4)},
        ),
        (1, 2),
        60.0,
    ),
)


def _pump() -> Network:
    pump = sf.paper.example_4()
    return Network.from_edges(
        [(i, j, k) for (i, j), k in pump.springs.items()],
        pinning=1,
        baths={site: (1, f"T{site}") for site in pump.baths},
    )


def rational_chain(size: int) -> Network:
    """A chain of rational springs with a bath at each end."""
    return sf.chain(size, spring=1, pinning="1/2", baths={1: (1, 2), size: ("3/2", 1)})


CHAINS = ((32, None), (64, 0.1), (128, 0.5), (256, 5.0))
