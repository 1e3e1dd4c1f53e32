"""A whole bridge, with its field and its inerter, carries heat from hot to cold; its spring alone need not."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction
from symflux.model.network import Network

n = sympy.Symbol("n", integer=True, positive=True)
a, b = sympy.symbols("a b", integer=True, positive=True)
side, K, T = sympy.IndexedBase("side"), sympy.IndexedBase("K"), sympy.IndexedBase("T")
flux, low, high = sympy.symbols("phi low high", real=True)
ZERO = RationalFunction.constant(0)

BRIDGES = [
    (
        sf.Network.from_edges(
            [(1, 2, "k")], pinning=1, baths={1: ("g", "T1"), 2: (1, "T2")}, magnetic={(1, 2): "w"}, real=["w"],
            name="a spring in a field",
        ),
        {1},
    ),
    (
        sf.Network.from_edges(
            [(1, 2, 1), (2, 3, 1), (3, 1, 2), (3, 4, "k")], pinning=1, masses={(3, 4): 1},
            baths={1: (1, "T1"), 2: (2, "T2"), 4: (1, "T4")}, magnetic={(1, 2): "w"}, real=["w"],
            name="a triangle in a field with a tail",
        ),
        {1, 2, 3},
    ),
    (
        sf.Network.from_edges(
            [(1, 2, 1), (2, 3, 1)], pinning=1, masses={1: 0}, baths={1: (1, "T1"), 2: ("g", "T2"), 3: (1, "T3")},
            name="a chain with a massless end",
        ),
        {1, 2},
    ),
]  # fmt: skip


def crossing(network: Network, near: set[int]) -> RationalFunction:
    """sum over a near and b far of k_ba T_a - k_ab T_b."""
    ss, total = network.steady_state(), ZERO
    for i, bath in network.baths.items():
        for j, other in network.baths.items():
            if i in near and j not in near:
                given, taken = (ss.conductance(*pair).rational_function for pair in ((j, i), (i, j)))
                total = total + given * bath.temperature - taken * other.temperature
    return total


def ends(network: Network, near: set[int]) -> tuple[int, int]:
    pairs = [tuple(pair) for pair in network.steady_state().powers.pairs()]
    return next((i, j) if i in near else (j, i) for i, j in pairs if (i in near) != (j in near))


def proof() -> Iterator[Residual]:
    for network, near in BRIDGES:
        heat = network.steady_state().bond_flux(*ends(network, near)).rational_function
        yield f"{network.name}: phi = sum of k_ba T_a - k_ab T_b", heat - crossing(network, near)


def instances() -> Iterator[Instance]:
    for given, near in BRIDGES:
        for hot in (True, False):
            values = {name: k % 3 + 1 for k, name in enumerate(given.coupling_parameters)}
            warm = {f"T{s}": (5 if (s in near) == hot else 1) + s for s in given.baths}
            network = given.at(values | warm)
            ss, baths = network.steady_state(), list(network.baths)
            point: dict[object, object] = {n: len(baths), flux: ss.bond_flux(*ends(network, near))}
            for i, left in enumerate(baths, start=1):
                point[side[i]], point[T[i]] = int(left in near), network.baths[left].temperature
                for j, right in enumerate(baths, start=1):
                    point[K[i, j]] = ss.conductance(left, right) if i != j else ZERO
            yield point | {
                low: min(network.baths[s].temperature.value for s in baths if s in near),
                high: max(network.baths[s].temperature.value for s in baths if s not in near),
            }


across = side[a] * (1 - side[b])
ENTRY = Entry(
    id="whole_bridges",
    title="A whole bridge carries the sum of k_ba T_a - k_ab T_b over the baths on its two sides",
    variables={
        n: "number of baths", a: "a bath", b: "another bath", side: "1 on the side of the bond's first end, else 0",
        K: "ordered conductances", T: "temperatures", flux: "the flux of all elements of the bridge together",
        low: "the lowest temperature on the first side", high: "the highest on the second",
    },
    statement=sympy.And(
        sympy.Eq(flux, sympy.Sum(across * (K[b, a] * T[a] - K[a, b] * T[b]), (b, 1, n), (a, 1, n))),
        sympy.Eq(
            sympy.Sum(across * K[b, a], (b, 1, n), (a, 1, n)), sympy.Sum(across * K[a, b], (b, 1, n), (a, 1, n))
        ),
        sympy.Implies(low >= high, flux >= 0),
    ),
    assumptions=(),
    argument=(
        "Nothing works on the network, and no bath stands across the bridge; springs, fields and masses between "
        "sites may. The flux of the whole bridge is the heat of the baths on the first side A (derivation "
        "first_law_at_sites), sum over a in A of sum_b k_ab (T_a - T_b). The coefficient of T_a, a in A, is the row"
        " sum of a less the k_ca with c in A; row sums are column sums (derivation ordered_conductances), so it is "
        "the sum of k_ba over b outside. The coefficient of T_b outside is -sum of k_ab over a in A. The "
        "coefficients of all temperatures add up to zero, so both sums over the cut are equal, and low >= high "
        "gives phi >= (low - high) times that sum. The spring alone may run backward: derivation what_works_break."
    ),
    proof=proof,
    instances=instances,
)  # fmt: skip
