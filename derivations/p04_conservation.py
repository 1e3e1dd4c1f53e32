"""At every site, what comes out of the bath leaves through the bonds."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import free, points, solved
from symflux.algebra import RationalFunction

n = sympy.Symbol("n", integer=True, positive=True)
i, j = sympy.symbols("i j", integer=True, positive=True)
phi, psi = sympy.IndexedBase("phi"), sympy.IndexedBase("psi")


def proof() -> Iterator[Residual]:
    for ss in [*solved(), *(network.steady_state() for network in free())]:
        network = ss.network
        total = RationalFunction.constant(0)
        for site in network.sites:
            balance = RationalFunction.constant(0)
            if site in network.baths:
                balance = balance + ss.bath_flux(site).rational_function
                total = total + ss.bath_flux(site).rational_function
            for left, right in network.bonds:
                if site in (left, right):
                    outward = ss.bond_flux(site, right if site == left else left)
                    balance = balance - outward.rational_function
            yield f"{network.name}: balance at site {site}", balance
        yield f"{network.name}: the baths together give nothing", total


def instances() -> Iterator[Instance]:
    for network in points():
        ss, sites = network.steady_state(), network.sites
        point: dict[object, object] = {n: len(sites)}
        for r, site in enumerate(sites, start=1):
            point[phi[r]] = ss.bath_flux(site).rational_function if site in network.baths else 0
            for c, other in enumerate(sites, start=1):
                bonded = site != other and network.has_bond(site, other)
                point[psi[r, c]] = ss.bond_flux(site, other).rational_function if bonded else 0
        for r in range(1, len(sites) + 1):
            yield point | {i: r}


ENTRY = Entry(
    id="conservation",
    title="The flux out of a site's bath is the sum of the fluxes through its bonds",
    variables={
        n: "number of sites",
        i: "a site",
        j: "the site summed over",
        phi: "flux from a site's bath into the network, 0 without a bath",
        psi: "flux psi[i, j] from i to j, 0 without a bond",
    },
    statement=sympy.And(
        sympy.Eq(phi[i], sympy.Sum(psi[i, j], (j, 1, n))), sympy.Eq(sympy.Sum(phi[j], (j, 1, n)), 0)
    ),
    assumptions=(),
    argument=(
        "The generator applied to the kinetic energy p_i^2/(2 m_i) is gamma_i (T_i/m_i - v_i^2) - v_i (V q)_i; its "
        "mean vanishes in the steady state. The first part has mean phi_i. In the second, V_ii <q_i v_i> = 0 because "
        "<q v^T> is antisymmetric (derivation stationary_covariance), and -V_ij <q_j v_i> = k_ij <q_j v_i> = -k_ij "
        "<q_i v_j> = -phi_{i->j}. So phi_i = sum_j phi_{i->j}. Summed over all sites the bond fluxes cancel in pairs, "
        "phi_{i->j} = -phi_{j->i}, and the bath fluxes add up to zero."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515",),
)
