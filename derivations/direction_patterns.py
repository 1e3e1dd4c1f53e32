"""Which directions of all bonds can occur together between two baths: a necessary condition, and how many it leaves.

That every pattern it leaves does occur for some couplings is a conjecture, not a theorem; nothing here proves it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import small_bathed
from symflux.algebra import Polynomial
from symflux.model.network import Network

Edge = tuple[int, int]
admissible, strict = sympy.symbols("admissible strict", integer=True, nonnegative=True)

TRIANGLE = [(1, 2), (1, 3), (2, 3)]
COMPLETE = {n: [(i, j) for i in range(1, n + 1) for j in range(i + 1, n + 1)] for n in (4, 5)}
#: admissible patterns, and those of them without circulation
COUNTS = {3: (3, 1), 4: (30, 2), 5: (612, 6)}


def tutte_at_0_2(edges: Sequence[Edge], sites: frozenset[int]) -> int:
    """T(0, 2) of a connected multigraph by deletion and contraction: its strongly connected orientations."""
    edges = list(edges)
    loops = sum(i == j for i, j in edges)
    rest = [edge for edge in edges if edge[0] != edge[1]]
    if not rest:
        return int(2**loops)
    first, *others = rest
    merged = [tuple(first[0] if end == first[1] else end for end in edge) for edge in others]
    contracted = tutte_at_0_2([(i, j) for i, j in merged], sites - {first[1]}) if merged else 1
    bridge = not is_connected(others, sites)
    kept = 0 if bridge else tutte_at_0_2(others, sites)
    return int(2**loops * (0 if bridge else kept + contracted))


def is_connected(edges: Sequence[Edge], sites: frozenset[int]) -> bool:
    reached = {min(sites)}
    for _ in sites:
        reached |= {s for edge in edges if reached & set(edge) for s in edge}
    return sites <= reached


def is_strong(arrows: Sequence[Edge], sites: frozenset[int]) -> bool:
    """Whether every site leads to every other."""
    for turned in (False, True):
        reached = {min(sites)}
        for _ in sites:
            reached |= {(i if turned else j) for i, j in arrows if (j if turned else i) in reached}
        if not sites <= reached:
            return False
    return True


def patterns(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    """The orientations that are strongly connected together with the arrow 2 -> 1."""
    sites = frozenset(s for edge in edges for s in edge)
    for turns in product((False, True), repeat=len(edges)):
        arrows = [(j, i) if turn else (i, j) for (i, j), turn in zip(edges, turns, strict=True)]
        if is_strong([*arrows, (2, 1)], sites):
            yield arrows


def has_cycle(arrows: Sequence[Edge]) -> bool:
    left = set(arrows)
    while True:
        sources = {i for i, _ in left} - {j for _, j in left}
        gone = {arrow for arrow in left if arrow[0] in sources}
        if not gone:
            return bool(left)
        left -= gone


def proof() -> Iterator[Residual]:
    for size, edges in ((3, TRIANGLE), (4, COMPLETE[4]), (5, COMPLETE[5])):
        found = list(patterns(edges))
        sites = frozenset(range(1, size + 1))
        yield f"K{size}: admissible patterns", len(found) - COUNTS[size][0]
        yield f"K{size}: without circulation", sum(not has_cycle(p) for p in found) - COUNTS[size][1]
        closed = tutte_at_0_2([*edges, (1, 2)], sites)
        yield f"K{size}: T(0, 2)/2 of the graph and one bond more", closed - 2 * len(found)
    # the conservation law that the condition rests on: what leaves a set of sites is what its baths give
    names = {edge: Polynomial.variable(f"f{edge[0]}{edge[1]}") for edge in COMPLETE[4]}
    flux = {**names, **{(j, i): -f for (i, j), f in names.items()}}
    for members in ((1,), (1, 3), (1, 2, 4)):
        leaving = sum((flux[i, j] for i in members for j in range(1, 5) if i != j), Polynomial.constant(0))
        across = sum((flux[i, j] for i in members for j in range(1, 5) if j not in members), Polynomial.constant(0))
        yield f"what leaves {members}: bonds inside cancel", leaving - across


def instances() -> Iterator[Instance]:
    for size in (3, 4, 5):
        for network in small_bathed(size):
            if not network.hidden_modes():
                yield _pattern_of(network)


def _pattern_of(network: Network) -> Instance:
    """Of the bonds that carry heat: whether their directions and the arrow 2 -> 1 are strongly connected."""
    ss = network.at({"T1": 2, "T2": 1}).steady_state()
    arrows: list[Edge] = []
    for i, j in network.bonds:
        value = ss.bond_flux(i, j).rational_function.value
        if value:
            arrows.append((int(i), int(j)) if value > 0 else (int(j), int(i)))
    sites = frozenset(s for arrow in arrows for s in arrow)
    return {strict: len(arrows), admissible: int(is_strong([*arrows, (2, 1)], sites))}


ENTRY = Entry(
    id="direction_patterns",
    title="The directions of the fluxes and an arrow from the cold bath to the hot one are strongly connected",
    variables={
        strict: "bonds that carry heat",
        admissible: "1 if every site on them leads to every other by arrows of heat and the arrow b -> a, else 0",
    },
    statement=sympy.Eq(admissible, 1),
    assumptions=(strict > 0,),
    argument=(
        "Close the circuit: the heat that bath a gives runs back from b to a along one more arrow. Then what enters "
        "every site leaves it. Were the arrows not strongly connected, some set of sites would have arrows out of it "
        "and none into it, or none at all with the rest of what carries heat: but what leaves the set is zero by "
        "conservation (derivation conservation), a sum of strictly positive numbers. The number of orientations of a "
        "graph that are strongly connected is T(0, 2), T the Tutte polynomial (Stanley, Las Vergnas); with the bond "
        "ab added and its direction given it is half of that: triangle 3 (1 without circulation), K4 30 (2), K5 612 "
        "(6). Conjecture, not proved: every admissible pattern occurs for some couplings; exact witnesses are known "
        "to five sites."
    ),
    proof=proof,
    instances=instances,
    references=(
        "R. P. Stanley, Discrete Math. 5 (1973) 171",
        "M. Las Vergnas, J. Combin. Theory B 29 (1980) 231",
    ),
)
