"""Energy is conserved at every site and order; equal temperatures carry no heat at any order."""

from dataclasses import replace

import sympy

from derivations.entry import Entry
from symflux import paper
from symflux.algebra import RationalFunction
from symflux.anharmonic.moment_tables import moment_tables
from symflux.model.network import Network

bath, n, j = sympy.Symbol("bath", real=True), sympy.Symbol("n", integer=True), sympy.Symbol("j", integer=True)
carried = sympy.IndexedBase("carried")
EXAMPLES = (paper.example_1, paper.example_2, paper.example_2_corrected, paper.example_3)


def quartic(net):
    return net.with_quartic(dict.fromkeys(net.bonds, 1), pinning={1: "1/2"})


def proof():
    for example in EXAMPLES:
        net = quartic(example())
        tables = moment_tables(net, 2)
        for site in net.sites:
            for k, heat in enumerate(tables.bath_flux(site)):
                around = [other for other in net.sites if net.has_bond(site, other)]
                total = sum((tables.bond_flux(site, other)[k] for other in around), RationalFunction.constant(0))
                yield f"{net.title()}, site {site}, order {k}: conservation", heat - total
        common = RationalFunction.variable("T")
        equal = tuple(replace(b, temperature=common) for b in net.bath_items)
        tables = moment_tables(Network(**{**net.__getstate__(), "bath_items": equal}), 2)
        for first, second in net.bonds:
            for k, flux in enumerate(tables.bond_flux(first, second)):
                yield f"{net.title()}, equal temperatures, bond {first}-{second}, order {k}", flux


def instances():
    for example in EXAMPLES:
        net = quartic(example())
        tables = moment_tables(net, 1)
        around = [other for other in net.sites if net.has_bond(1, other)]
        values = {carried[k]: tables.bond_flux(1, other)[1] for k, other in enumerate(around, start=1)}
        yield {bath: tables.bath_flux(1)[1], n: len(around), **values}


ENTRY = Entry(
    id="anharmonic_equilibrium",
    title="At every order the bath gives what the bonds carry away, and equal temperatures carry nothing",
    variables={
        bath: "the coefficient of eps^k in the heat flux from the bath at a site (0 without a bath)",
        carried: "the coefficients of eps^k in the heat fluxes along the bonds that leave the site",
        n: "the number of those bonds",
        j: "one of them",
    },
    statement=sympy.Eq(bath, sympy.Sum(carried[j], (j, 1, n))),
    assumptions=(),
    argument="""
The kinetic energy of site i is stationary: 0 = gamma (T/m - <v_i^2>) - <(dU/dq_i) v_i>, an exact consequence of the
moment equations. The force from a pin does no work on average, because <q_i v_i> and <q_i^3 v_i> are derivatives of
stationary means; what is left of the second term is the sum of the bond fluxes, with <F v_i> = <F v_j> because <r^n r'>
vanishes. All of this holds identically in eps, so order by order. With equal temperatures the Gibbs density
exp(-energy/T) is stationary for every eps; there v is independent of q and of mean zero, so every bond flux vanishes;
the moment equations have one solution, so the series is that of the Gibbs state.
""",
    proof=proof,
    instances=instances,
)
