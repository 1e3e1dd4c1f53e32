"""The flux through a bond is the power of its spring, k <q_i v_j>; the sign printed in the source paper is reversed."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import points, solved
from symflux.algebra import RationalFunction

k, V, phi, T_i, T_j = sympy.symbols("k V_ij phi T_i T_j", real=True)
qv_ij, qv_ji, qv_ii, qv_jj = sympy.symbols("qv_ij qv_ji qv_ii qv_jj", real=True)
pair = sympy.Symbol("pair", integer=True, nonnegative=True)


def proof() -> Iterator[Residual]:
    # LU = k (q_i - q_j)(v_i - v_j) for U = k (q_i - q_j)^2/2 splits into the powers into i and into j
    q_i, q_j, v_i, v_j = sympy.symbols("q_i q_j v_i v_j")
    potential = k * (q_i - q_j) ** 2 / 2
    change = sympy.diff(potential, q_i) * v_i + sympy.diff(potential, q_j) * v_j
    into_i, into_j = -sympy.diff(potential, q_i) * v_i, -sympy.diff(potential, q_j) * v_j
    yield "the energy that leaves the spring goes into its two ends", change + into_i + into_j
    yield "power into j", into_j - k * (q_i * v_j - q_j * v_j)
    yield "power into i", into_i - k * (q_j * v_i - q_i * v_i)
    for ss in solved():
        for i, j in ss.network.bonds:
            forward = ss.covariance(("q", i), ("v", j)).rational_function
            backward = ss.covariance(("q", j), ("v", i)).rational_function
            own = ss.covariance(("q", i), ("v", i)).rational_function
            name = f"{ss.network.name}, bond {i}-{j}"
            yield f"{name}: <L U> = 0", forward + backward
            yield f"{name}: <q_i v_i> = 0", own
            flux = ss.bond_flux(i, j).rational_function
            yield f"{name}: the flux is the power into {j}", flux - ss.network.spring(i, j) * forward
    # the sign: in a pair heat goes from the hot bath to the cold one
    ss = sf.chain(2, spring="k", pinning="c", baths={1: ("g1", "T1"), 2: ("g2", "T2")}).steady_state()
    conductance = ss.conductance(1, 2).rational_function
    difference = RationalFunction.variable("T1") - RationalFunction.variable("T2")
    yield "pair: k <q_1 v_2> = K (T1 - T2)", ss.bond_flux(1, 2).rational_function - conductance * difference
    positive = conductance.numerator.has_positive_coefficients() and conductance.denominator.has_positive_coefficients()
    yield "pair: K has positive coefficients only", 0 if positive else 1
    printed = -ss.network.spring(1, 2) * ss.covariance(("q", 1), ("v", 2)).rational_function
    yield "pair: the printed V_12 <v_2 q_1> is the negative of the flux", printed + conductance * difference


def instances() -> Iterator[Instance]:
    for network in points():
        ss = network.steady_state()
        for i, j in network.bonds:
            temperatures = [network.baths[s].temperature if s in network.baths else 0 for s in (i, j)]
            moments = [ss.covariance(("q", a), ("v", b)).rational_function for a, b in ((i, j), (j, i), (i, i), (j, j))]
            yield {
                k: network.spring(i, j), V: -network.spring(i, j), phi: ss.bond_flux(i, j).rational_function,
                **dict(zip((qv_ij, qv_ji, qv_ii, qv_jj), moments, strict=True)),
                **dict(zip((T_i, T_j), temperatures, strict=True)), pair: int(len(network.sites) == 2),
            }  # fmt: skip


ENTRY = Entry(
    id="flux_definition",
    title="The heat flux from i to j is k_ij <q_i v_j> = -V_ij <q_i v_j>, not the printed V_ij <p_j q_i>",
    variables={
        k: "spring constant of the bond",
        V: "entry of the potential matrix, -k",
        phi: "flux from i to j",
        qv_ij: "<q_i v_j>",
        qv_ji: "<q_j v_i>",
        qv_ii: "<q_i v_i>",
        qv_jj: "<q_j v_j>",
        T_i: "bath temperature at i",
        T_j: "bath temperature at j",
        pair: "1 where the network is this bond alone, 0 otherwise",
    },
    statement=sympy.And(
        sympy.Eq(phi, k * (qv_ij - qv_jj)),
        sympy.Eq(-phi, k * (qv_ji - qv_ii)),
        sympy.Eq(phi, -V * qv_ij),
        sympy.Implies(sympy.And(sympy.Eq(pair, 1), T_i > T_j), phi > 0),
    ),
    assumptions=(sympy.Eq(V, -k), k > 0),
    argument=(
        "The energy of a bond is U = k_ij (q_i - q_j)^2/2; pins and momenta belong to the sites. The spring pulls at "
        "j with the force k_ij (q_i - q_j), so the power it gives to j is k_ij (q_i - q_j) v_j, and to i it gives "
        "k_ij (q_j - q_i) v_i; together they are -L U. In the steady state <L U> = 0: what j receives i has given, "
        "and that is the flux from i to j. <L q_i^2> = 2 <q_i v_i> = 0, so the flux is k_ij <q_i v_j> = -V_ij <q_i "
        "v_j>, positive when energy goes into j. The source paper prints V_ij <p_j q_i> (unit masses), which is the "
        "negative of it for V_ij = -k_ij: in a pair of sites that formula would carry heat from the cold bath to the "
        "hot one, while k <q_1 v_2> = K (T_1 - T_2) with a K that has positive coefficients only. Where V has a "
        "kernel and positions diffuse, <q_i v_j> stands for its antisymmetric part in i and j, the power per bond."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515 (erratum: sign)",),
)
