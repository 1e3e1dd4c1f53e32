"""A linear law of the fluxes for every antisymmetric A with A M^-1 V = V M^-1 A."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction
from symflux.model.network import Network

ZERO = RationalFunction.constant(0)

law, circulation = sympy.symbols("law circulation", real=True)


def networks() -> list[Network]:
    """Rings, a complete graph and a star, with unequal baths at some of the sites."""
    return [
        sf.ring(3, spring=2, pinning=1, baths={1: (1, 3), 2: (2, 1), 3: (3, 7)}, name="triangle"),
        sf.ring(5, spring=1, pinning=1, baths={1: (1, 3), 3: (2, 1)}, name="ring of five"),
        sf.ring(4, spring=1, pinning=2, masses=3, baths={1: (1, 3), 2: (2, 1), 3: ("1/2", 4)}, name="heavy ring"),
        sf.complete(4, spring=1, pinning="1/2", baths={1: (1, 3), 2: (2, 1), 4: (5, 2)}, name="complete graph"),
        sf.star(4, spring=1, pinning=1, baths={1: (1, 3), 2: (2, 1), 3: (3, 7)}, name="star"),
    ]


def proof() -> Iterator[Residual]:
    for network in networks():
        laws, state, size = network.symmetry_laws(), network.steady_state(), len(network.sites)
        V, m = network.potential_matrix(), list(network.mass_items)
        for each in laws:
            A = [[ZERO] * size for _ in range(size)]
            for (i, j), entry in each.generator:
                a, b = network.index(i), network.index(j)
                A[a][b], A[b][a] = entry, -entry
            for a in range(size):
                for b in range(size):
                    left = sum((A[a][c] * V[c][b] / m[c] for c in range(size)), ZERO)
                    right = sum((V[a][c] * A[c][b] / m[c] for c in range(size)), ZERO)
                    yield f"{network.name}: A M^-1 V = V M^-1 A at {a}, {b}", left - right
            yield f"{network.name}: tr(Gamma R A M^-1)", each.residual(state)


def instances() -> Iterator[Instance]:
    for network in networks()[:2]:
        state = network.steady_state()
        for each in network.symmetry_laws():
            if each.cycle is not None:
                fluxes = [state.bond_flux(*bond).expr for bond in each.resistances]
                same = all(f > 0 for f in fluxes) or all(f < 0 for f in fluxes)
                yield {law: each.residual(state), circulation: int(same)}


ENTRY = Entry(
    id="symmetry_laws",
    title="Repeated frequencies give linear laws of the fluxes; a uniform ring obeys Kirchhoff's voltage law",
    variables={
        law: "tr(Gamma R A M^-1) = sum over i < j of A_ij (gamma_i/m_i + gamma_j/m_j) <v_i q_j>, up to sign",
        circulation: "1 where heat flows all the way round a uniform ring, else 0",
    },
    statement=sympy.And(sympy.Eq(law, 0), sympy.Eq(circulation, 0)),
    assumptions=(),
    argument=(
        "M, V symmetric, M > 0, Gamma diagonal; X = <v v^T>, Y = <q q^T>, R_ij = <v_i q_j> in the steady state. The "
        "mean of d(v q^T)/dt vanishes: M X = Gamma R + V Y, and <d(q q^T)/dt> = 0 says that R is antisymmetric. Let A "
        "be antisymmetric with A M^-1 V = V M^-1 A, W = A M^-1. Multiply M X = Gamma R + V Y by W from the right and "
        "take the trace: tr(M X A M^-1) = tr(X A) = 0, a symmetric times an antisymmetric matrix; tr(V Y A M^-1) = "
        "tr(Y A M^-1 V) = 0, because A M^-1 V = V M^-1 A is minus its own transpose; what is left is tr(Gamma R W) = "
        "0. With W_ji = A_ji/m_i this is the sum over pairs of A_ij (gamma_i/m_i + gamma_j/m_j) <q_i v_j>. Where V has "
        "a kernel put V + eps M, with the same A, and let eps go to 0. Such A exist exactly where M^-1 V has a "
        "repeated eigenvalue: A = u v^T - v u^T with u = M phi_1, v = M phi_2. On a uniform ring the shift minus its "
        "transpose is one: sum of (gamma_i + gamma_j) phi_ij round the ring = 0 with non-negative weights, so the "
        "fluxes are not all of one sign."
    ),
    proof=proof,
    instances=instances,
)
