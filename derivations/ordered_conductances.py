"""Conductances in fields: not negative, rows and columns with equal sums, and turned round with the field."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import passive_kinds
from symflux.algebra import RationalFunction
from symflux.model.network import Network

n = sympy.Symbol("n", integer=True, positive=True)
a, b = sympy.symbols("a b", integer=True, positive=True)
K, L = sympy.IndexedBase("K"), sympy.IndexedBase("L")
ZERO = RationalFunction.constant(0)


def conductances(network: Network) -> dict[tuple[object, object], RationalFunction]:
    """Every ordered conductance; two baths on one massless site have none and are left out of the families here."""
    ss, labels = network.steady_state(), list(network.baths)
    return {(i, j): ss.conductance(i, j).rational_function for i in labels for j in labels if i != j}


def turned(network: Network) -> Network:
    """The network with every field reversed."""
    return network.at({"w": -RationalFunction.variable("w")}) if "w" in network.parameters else network


def proof() -> Iterator[Residual]:
    # G - G^+ = -2 i w G Gamma G^+ = -2 i w G^+ Gamma G, for two coordinates in a field
    w, f, g, h, x, y, z = sympy.symbols("w f g h x y z", real=True)
    matrix = sympy.Matrix([[x + sympy.I * w * g, y - sympy.I * w * f], [y + sympy.I * w * f, z + sympy.I * w * h]])
    gamma = sympy.diag(g, h)
    response, adjoint = matrix.inv(), matrix.H.inv()
    for step, product in (("rows", response * gamma * adjoint), ("columns", adjoint * gamma * response)):
        rest = sympy.simplify(response - adjoint + 2 * sympy.I * w * product)
        for entry in rest:
            yield f"G - G^+ by {step}", entry
    for network in passive_kinds():
        known, back, labels = conductances(network), conductances(turned(network)), list(network.baths)
        for (i, j), value in known.items():
            yield f"{network.name}: k_{i},{j}(w) = k_{j},{i}(-w)", value - back[j, i]
        for i in labels:
            row = sum((known[i, j] for j in labels if j != i), ZERO)
            yield f"{network.name}: row {i} = column {i}", row - sum((known[j, i] for j in labels if j != i), ZERO)


def instances() -> Iterator[Instance]:
    ring = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, "4/15"), (3, 1, "1/3")], pinning={1: "5/3", 2: "1/2", 3: 2},
        baths={1: (5, 1), 2: (2, 1), 3: ("4/3", 1)}, magnetic={(1, 2): 5, (2, 3): 4, (3, 1): 4},
    )  # fmt: skip
    other = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, "4/15"), (3, 1, "1/3")], pinning={1: "5/3", 2: "1/2", 3: 2},
        baths={1: (5, 1), 2: (2, 1), 3: ("4/3", 1)}, magnetic={(1, 2): -5, (2, 3): -4, (3, 1): -4},
    )  # fmt: skip
    known, back = conductances(ring), conductances(other)
    point: dict[object, object] = {n: 3}
    for i in (1, 2, 3):
        for j in (1, 2, 3):
            point[K[i, j]], point[L[i, j]] = known.get((i, j), ZERO), back.get((i, j), ZERO)
    yield point


ENTRY = Entry(
    id="ordered_conductances",
    title="In fields k_ab >= 0, row sums are column sums, and k_ab(w) = k_ba(-w)",
    variables={
        n: "number of baths", a: "a bath", b: "another bath", K: "k_ab, heat that bath b gives to a per degree",
        L: "the same with all fields reversed",
    },
    statement=sympy.And(
        *(
            sympy.And(
                sympy.Eq(sympy.Sum(K[i, b], (b, 1, n)), sympy.Sum(K[a, i], (a, 1, n))),
                K[i, j] >= 0,
                sympy.Eq(K[i, j], L[j, i]),
            )
            for i in (1, 2, 3)
            for j in (1, 2, 3)
        )
    ),
    assumptions=(sympy.Eq(n, 3),),
    argument=(
        "M and V symmetric, D = Omega + Gamma, Gamma = sum_b gamma_b u_b u_b^T, Omega antisymmetric: any number of "
        "baths (three in the statement), massless sites, masses between sites, baths between sites. Bath b drives "
        "bath a with the transmission k_ab = 2 gamma_a gamma_b (1/2 pi) Int w^2 |u_a G(i w) u_b|^2 dw >= 0 "
        "(derivation landauer_conductance). K(i w) - K(i w)^+ = 2 i w Gamma, because i w Omega is Hermitian; from "
        "the left by G, from the right by G^+, and the other way round: G - G^+ = -2 i w G Gamma G^+ = -2 i w G^+ "
        "Gamma G. The diagonal element at u_a says sum_b gamma_b |u_a G u_b|^2 = sum_b gamma_b |u_b G u_a|^2 at "
        "every frequency: row sums are column sums. Reversing the fields turns K into K^T, hence G into G^T. Two "
        "baths: the row sum is k_12, the column sum k_21, so they are equal and nothing rectifies."
    ),
    proof=proof,
    instances=instances,
    references=("L. Onsager, Phys. Rev. 38 (1931) 2265; H. B. G. Casimir, Rev. Mod. Phys. 17 (1945) 343",),
)
