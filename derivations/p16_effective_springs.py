"""Order 1 in the anharmonicity is a harmonic network with effective springs."""

import sympy

from derivations.entry import Entry
from symflux import chain, paper
from symflux.anharmonic.first_order import EffectiveSprings, stiffness_growth, stiffness_slope
from symflux.anharmonic.moment_tables import moment_tables

first, n, e = sympy.Symbol("first", real=True), sympy.Symbol("n", integer=True), sympy.Symbol("e", integer=True)
c, square, slope = sympy.IndexedBase("c"), sympy.IndexedBase("square"), sympy.IndexedBase("slope")


def examples():
    for example in (paper.example_1(), paper.example_2_corrected(), paper.example_3(), paper.example_4()):
        yield example.with_quartic(dict.fromkeys(example.bonds, 1), pinning={1: "1/2"})


def proof():
    # Isserlis, from the moment generating function exp(Q) of (r, y): the fourth moment <r^3 y>.
    s, t, rr, ry, yy = sympy.symbols("s t rr ry yy")
    quadratic = (s**2 * rr + 2 * s * t * ry + t**2 * yy) / 2
    fourth = sympy.Poly(quadratic**2 / 2, s, t).coeff_monomial(s**3 * t)
    yield "Isserlis", 6 * fourth - 3 * rr * ry
    pair = chain(2, spring="k", pinning={1: "c1", 2: 1}, masses={2: 2}, baths={1: (1, "T1"), 2: ("g", "T2")})
    for net in (pair.with_quartic({(1, 2): "a"}, pinning={1: "b"}), *examples()):
        tables, effective = moment_tables(net, 1), EffectiveSprings(net)
        for i, j in net.bonds:
            yield f"{net.title()}, bond {i}-{j}", tables.bond_flux(i, j)[1] - effective.bond_flux(i, j)[1]
        for i in net.sites:
            left, right = ("q", i), ("q", net.sites[0])
            difference = tables.covariance(left, right)[1] - effective.covariance(left, right)[1]
            yield f"{net.title()}, covariance {i}", difference


def instances():
    for net in examples():
        i, j = net.bonds[0]
        growth = stiffness_growth(net)
        values = {first: moment_tables(net, 1).bond_flux(i, j)[1], n: len(growth)}
        strengths = {frozenset(bond): value for bond, value in net.quartic.items()} | dict(net.quartic_pinning)
        for k, (element, rate) in enumerate(growth.items(), start=1):
            one = {element: rate / rate}
            values[c[k]] = strengths[element]
            values[square[k]] = rate / (3 * strengths[element])
            values[slope[k]] = stiffness_slope(net, one, lambda s, i=i, j=j: s.bond_flux(i, j).rational_function)
        yield values


ENTRY = Entry(
    id="effective_springs",
    title="To first order, anharmonicity only stiffens the springs",
    variables={
        first: "the coefficient of eps in a flux or second moment",
        n: "the number of quartic springs and pins",
        e: "one of them",
        c: "their coefficients",
        square: "the harmonic mean square of what each of them measures, q_i - q_j or q_i",
        slope: "the derivative of the harmonic flux or moment along the spring or pin in the same place",
    },
    statement=sympy.Eq(first, sympy.Sum(3 * c[e] * square[e] * slope[e], (e, 1, n))),
    assumptions=(),
    argument="""
Second moments at order eps obey the Lyapunov equation of the harmonic network with an extra source: for y linear in x,
the quartic force adds -c <r^3 (g y)>-terms, averages <r^3 x_a> in the harmonic steady state. That state is Gaussian,
so <r^3 x_a> = 3 <r^2> <r x_a> (Isserlis): the source is that of a linear force of stiffness 3 c <r^2>. Hence the
second moments are, to first order, those of the harmonic network with k + 3 eps c <r^2>. A bond flux is
<(k r + eps c r^3) v>; at first order its second term is 3 c <r^2> <r v> by the same rule, the change of k in the
harmonic formula. So the flux, too, is the harmonic function of the effective springs, and its first coefficient is the
derivative along them. At second order <r^3 y> involves the fourth cumulant, and the rule ends.
""",
    proof=proof,
    instances=instances,
)
