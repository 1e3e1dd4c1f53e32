"""What must be small is eps times temperature."""

from fractions import Fraction

import sympy

from derivations.entry import Entry
from symflux import chain, paper
from symflux.algebra import exact
from symflux.anharmonic.moment_tables import moment_tables

scaled, coefficient = sympy.symbols("scaled coefficient", real=True)
factor, k = sympy.Symbol("factor", positive=True), sympy.Symbol("k", integer=True, nonnegative=True)


def proof():
    net = chain(3, pinning=1, masses={2: 3}, baths={1: (1, "T1"), 2: (2, "T2"), 3: (1, "T3")})
    net = net.with_quartic({(1, 2): 1, (2, 3): 2}, pinning={1: 1})
    larger = {name: exact(f"f*{name}") for name in ("T1", "T2", "T3")}
    for i, j in net.bonds:
        for order, value in enumerate(moment_tables(net, 3).bond_flux(i, j)):
            yield f"bond {i}-{j}, order {order}", value.substitute(larger) - exact("f") ** (order + 1) * value


def instances():
    net = paper.example_2_corrected().with_quartic(dict.fromkeys([(1, 2), (1, 3)], 1))
    hotter = {site: (1, bath.temperature * 3) for site, bath in net.baths.items()}
    springs = [(i, j, value) for (i, j), value in net.springs.items()]
    warm = type(net).from_edges(springs, pinning=1, baths=hotter).with_quartic(net.quartic)
    for order in range(3):
        old, new = (moment_tables(network, 2).bond_flux(1, 2)[order] for network in (net, warm))
        yield {scaled: new, coefficient: old, factor: Fraction(3), k: order}


ENTRY = Entry(
    id="temperature_homogeneity",
    title="The coefficient of eps^k in a flux is homogeneous of degree k + 1 in the temperatures",
    variables={
        scaled: "the coefficient of eps^k in a flux, with all temperatures multiplied by the factor",
        coefficient: "the same before that",
        factor: "a positive number",
        k: "the order",
    },
    statement=sympy.Eq(scaled, factor ** (k + 1) * coefficient),
    assumptions=(),
    argument="""
Put x = sqrt(f) x'. The noise is then that of temperatures T/f, the linear part is unchanged and the quartic force
becomes eps f r'^3: the network at temperatures f T and strength eps is the network at T and strength eps f, with
second moments and fluxes multiplied by f. Comparing coefficients of eps^k gives f^(k+1).
""",
    proof=proof,
    instances=instances,
)
