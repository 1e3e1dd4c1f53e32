"""The spectral weight of a bond factors: k_e S_e = gamma_b N N_e, both factors sums over simple paths."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import path_sums, small_bathed
from symflux.algebra import RationalFunction
from symflux.model.network import Network

omega = RationalFunction.variable("omega")
phi, T_a, T_b, gamma_b = sympy.symbols("phi T_a T_b gamma_b", real=True)
weight, N, N_e = sympy.symbols("weight N N_e", real=True)


def symbolic() -> Iterator[Network]:
    """Every coupling a name: zero pins, an unpinned network, springs of either sign, several loops."""
    yield sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning={1: "c1", 3: "c3"}, masses={2: "m", 3: "M"},
        baths={1: ("g1", "T1"), 2: ("g2", "T2")}, name="triangle",
    )  # fmt: skip
    yield sf.Network.from_edges(
        [(1, 3, "a"), (1, 4, "b"), (3, 2, "d"), (4, 2, "e"), (3, 4, "f")], masses={3: "m"},
        baths={1: ("g1", "T1"), 2: ("g2", "T2")}, name="unpinned bridge",
    )  # fmt: skip
    yield sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "-1"), (2, 3, "d"), (3, 4, "e"), (1, 4, "f")], pinning=5,
        baths={1: ("g1", "T1"), 2: ("g2", "T2")}, name="a spring of negative sign",
    )  # fmt: skip


def proof() -> Iterator[Residual]:
    count = 0
    networks = [network for size in (2, 3, 4, 5) for network in small_bathed(size)]
    for network in (*symbolic(), *networks):
        total, sums = path_sums(network, 1, 2, omega * omega)
        if network.hidden_modes():
            continue
        ss = network.steady_state()
        for bond in network.bonds:
            count += 1
            form = ss.bond_flux(*bond).spectrum()
            factored = network.friction(2) * total * sums[bond]
            yield f"{network.name}: {bond[0]}-{bond[1]}", network.spring(*bond) * form.weights[1] - factored
    yield "bonds seen", 0 if count > 450 else 1


def instances() -> Iterator[Instance]:
    for network in small_bathed(4):
        if network.hidden_modes():
            continue
        ss = network.steady_state()
        total, sums = path_sums(network, 1, 2, omega * omega)
        for bond in network.bonds:
            form = ss.bond_flux(*bond).spectrum()
            at = {"omega": 2}
            yield {
                gamma_b: network.friction(2),
                weight: network.spring(*bond).value * form.weights[1].evaluate(at),
                N: total.evaluate(at),
                N_e: sums[bond].evaluate(at),
            }


ENTRY = Entry(
    id="path_formula",
    title="Between two baths the spectral weight of a bond is gamma_b N N_e, N and N_e sums over simple paths",
    variables={
        gamma_b: "friction of the second bath",
        weight: "k_e S_e: the spring times the spectral weight of the first bath, at some frequency",
        N: "sum over simple paths from the first bath to the second: springs along, times det(V - w^2 M) off it",
        N_e: "the same with the sign of the direction in which a path uses the bond, 0 where it does not",
    },
    statement=sympy.Eq(weight, gamma_b * N * N_e),
    assumptions=(gamma_b > 0,),
    argument=(
        "u = G(i w) e_a solves K_0 u = alpha e_a + beta e_b with K_0 = V - w^2 M, alpha = 1 - i w gamma_a u_a, beta = "
        "-i w gamma_b u_b. With g = K_0^-1, which is real, Im(conj(u_i) u_j) = (g_ia g_jb - g_ib g_ja) Im(conj(alpha) "
        "beta), and Im(conj(alpha) beta) = -w gamma_b |u_b|^2/g_ab, where u_b = N/P and g_ab = N/det K_0: the "
        "cofactor (a, b) of a symmetric matrix with off-diagonal entries -k is the sum N over simple paths from a to "
        "b of the springs along the path times the minor of the sites off it. By Jacobi the 2 x 2 minor of g is a "
        "minor of K_0 with two rows and two columns deleted, over det K_0; it expands over pairs of disjoint paths, "
        "from a to one end of the bond and from b to the other, all with the sign +, which the bond joins into one "
        "simple path from a to b through it: this gives N_e. So the power of the bond at frequency w is 2 gamma_a T_a "
        "gamma_b w^2 N N_e/|P|^2 from bath a, and by Gibbs' state the same with the opposite sign from bath b: "
        "flux_(i->j) = (T_a - T_b) (2 gamma_a gamma_b/pi) Int_0^oo w^2 N(w^2) N_e(w^2)/|P(i w)|^2 dw. Both sides are "
        "polynomials, so zeros of det K_0 do not matter: the formula holds for springs of either sign, zero pins, "
        "networks that nothing holds (the flux by power) and, at rest, hidden modes."
    ),
    proof=proof,
    instances=instances,
)
