"""A bond whose removal cuts the network in two carries the sum of K_ab (T_a - T_b) over baths on its two sides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import networkx
import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import family, free, points
from symflux.algebra import RationalFunction
from symflux.model.network import Bond, Network, Site

n = sympy.Symbol("n", integer=True, positive=True)
a, b = sympy.symbols("a b", integer=True, positive=True)
side, K, T = sympy.IndexedBase("side"), sympy.IndexedBase("K"), sympy.IndexedBase("T")
flux = sympy.Symbol("phi", real=True)
low, high = sympy.symbols("low high", real=True)
across = side[a] * (1 - side[b]) * K[a, b]


def bridges(network: Network) -> Iterator[tuple[Bond, frozenset[Site]]]:
    """(bond, the sites on the side of its first end) for every bond that is a bridge."""
    graph = networkx.Graph(network.bonds)
    for bond in network.bonds:
        rest = graph.copy()
        rest.remove_edge(*bond)
        reached = frozenset(networkx.node_connected_component(rest, bond[0]))
        if bond[1] not in reached:
            yield bond, reached


def proof() -> Iterator[Residual]:
    # sum over side A of sum_j K_aj (T_a - T_j): what stays inside A cancels
    for size, members in ((3, (0,)), (4, (0, 1)), (5, (0, 2, 3))):
        temperatures = sympy.symbols(f"T1:{size + 1}")
        conductance = {
            frozenset(pair): sympy.Symbol(f"K{pair[0]}_{pair[1]}") for pair in combinations(range(size), 2)
        }
        total = 0
        for x in members:
            for y in range(size):
                if x != y:
                    total += conductance[frozenset((x, y))] * (temperatures[x] - temperatures[y])
                    if y not in members:
                        total -= conductance[frozenset((x, y))] * (temperatures[x] - temperatures[y])
        yield f"{size} baths, {len(members)} on one side", total
    count = 0
    for network in (*family(), *free(), _long_chain()):
        ss = network.steady_state()
        for bond, members in bridges(network):
            count += 1
            rest = ss.bond_flux(*bond).rational_function
            for left, bath in network.baths.items():
                for right, other in network.baths.items():
                    if left in members and right not in members:
                        conductance_ = ss.conductance(left, right).rational_function
                        rest = rest - conductance_ * (bath.temperature - other.temperature)
            yield f"{network.name}: bridge {bond[0]}-{bond[1]}", rest
    yield "bridges seen", 0 if count >= 10 else 1


def _long_chain() -> Network:
    return sf.chain(
        4, spring=1, pinning="c", baths={site: (1, f"T{site}") for site in (1, 2, 3, 4)}, name="chain of four"
    )


def instances() -> Iterator[Instance]:
    for network in points():
        ss, baths = network.steady_state(), list(network.baths)
        for bond, members in bridges(network):
            point: dict[object, object] = {n: len(baths), flux: ss.bond_flux(*bond)}
            for r, left in enumerate(baths, start=1):
                point[side[r]], point[T[r]] = int(left in members), network.baths[left].temperature
                for c, right in enumerate(baths, start=1):
                    point[K[r, c]] = ss.conductance(left, right) if r != c else 0
            zero = RationalFunction.constant(0)
            inside = [network.baths[s].temperature.value for s in baths if s in members]
            outside = [network.baths[s].temperature.value for s in baths if s not in members]
            yield point | {low: min(inside, default=zero), high: max(outside, default=zero)}


ENTRY = Entry(
    id="bridge_theorem",
    title="A bridge carries the sum of K_ab (T_a - T_b) over the baths a, b on its two sides",
    variables={
        n: "number of baths",
        a: "a bath",
        b: "another bath",
        side: "1 for the baths on the side of the bond's first end, 0 for the others",
        K: "conductances",
        T: "bath temperatures",
        flux: "flux through the bridge, from its first end to its second",
        low: "the lowest temperature on the first side",
        high: "the highest temperature on the second side",
    },
    statement=sympy.And(
        sympy.Eq(flux, sympy.Sum(across * (T[a] - T[b]), (b, 1, n), (a, 1, n))),
        sympy.Implies(low >= high, flux >= 0),
    ),
    assumptions=(),
    argument=(
        "Let A be the sites on the side of i once the bond i-j is cut. Add the conservation law phi_a = sum_c "
        "phi_{a->c} over a in A (derivation conservation): bonds inside A cancel, and i-j is the only bond that "
        "leaves A, so the flux through it is the sum of the bath fluxes of A. Put in phi_a = sum_b K_ab (T_a - T_b) "
        "(derivation landauer_conductance): pairs inside A cancel because K is symmetric. What is left is the sum "
        "over a in A and b outside. As K >= 0 its sign is settled whenever no bath outside is hotter than one inside, "
        "or the other way round. In a tree every bond is a bridge."
    ),
    proof=proof,
    instances=instances,
)
