"""The first-order rectification coefficient of two baths."""

import sympy

from derivations.entry import Entry
from symflux import chain, star
from symflux.algebra import RationalFunction, exact
from symflux.anharmonic.first_order import EffectiveSprings
from symflux.anharmonic.moment_tables import moment_tables
from symflux.anharmonic.rectification import rectification

forward, backward, R = sympy.symbols("forward backward R", real=True)
hot, cold = sympy.symbols("T_hot T_cold", positive=True)


#: special cases of two oscillators that have short formulas
SHORT = (
    (
        "equal but for their quartic pins",
        {"c1": "c0", "c2": "c0", "g1": "g", "g2": "g", "c": 0},
        "3*g**5*k**2*(d2 - d1)/(4*(c0*g**2 + g**2*k + k**2)**3)",
    ),
    (
        "quartic spring, equal but for their frictions",
        {"c1": "c0", "c2": "c0", "d1": 0, "d2": 0},
        "6*c*g1**2*g2**2*k**2*(2*c0 + k)*(g1 - g2)*(k - g1*g2)"
        "/((c0 + 2*k)*(g1 + g2)**2*(c0*g1*g2 + g1*g2*k + k**2)**3)",
    ),
    (
        "quartic spring, equal but for their pins",
        {"g1": "g", "g2": "g", "d1": 0, "d2": 0},
        "12*c*g*k*(c2 - c1)*((c1 - c2)**2 + 2*g**2*(c1 + c2 + k))*((c1 - c2)**2 + 2*(g**2 - k)*(c1 + c2))"
        "/((c1*c2 + c1*k + c2*k)*((c1 - c2)**2 + 2*g**2*(c1 + c2) + 4*g**2*k + 4*k**2)**3)",
    ),
)


def pair():
    net = chain(2, spring="k", pinning={1: "c1", 2: "c2"}, baths={1: ("g1", "T1"), 2: ("g2", "T2")})
    return net.with_quartic({(1, 2): "c"}, pinning={1: "d1", 2: "d2"})


def swapped(value):
    first, second = RationalFunction.variable("T1"), RationalFunction.variable("T2")
    return value.substitute({"T1": second, "T2": first})


def proof():
    net = pair()
    slope = EffectiveSprings(net).bath_flux(1)[1]
    gap = (exact("T1") - exact("T2")) ** 2
    yield "two oscillators", slope + swapped(slope) - rectification(net, 1, 2).rational_function * gap
    for name, values, formula in SHORT:
        found = rectification(net.at(values), 1, 2).rational_function
        yield f"two oscillators, {name}", found - exact(formula)
    # With a symmetry that exchanges the baths the sum vanishes beyond the first order.
    even = chain(3, pinning=1, baths={1: (1, "T1"), 3: (1, "T2")}).with_quartic({(1, 2): 1, (2, 3): 1})
    for k, value in enumerate(moment_tables(even, 3).bath_flux(1)):
        yield f"symmetric chain, order {k}", value + swapped(value)


def instances():
    lopsided = star(3, spring=[1, 2], pinning={1: 1, 2: 2, 3: 1}, baths={2: (1, "T1"), 3: (2, "T2")})
    for net, one, other in ((pair(), 1, 2), (lopsided.with_quartic({(1, 2): 1}, pinning={3: 2}), 2, 3)):
        point = {name: k + 2 for k, name in enumerate(net.parameters)}
        values = {
            key: moment_tables(net.at(point | {"T1": first, "T2": second}), 1).bath_flux(one)[1]
            for key, first, second in ((forward, 5, 2), (backward, 2, 5))
        }
        yield {**values, R: rectification(net.at(point), one, other).rational_function, hot: 5, cold: 2}


ENTRY = Entry(
    id="rectification",
    title="Two baths rectify at first order by one number times the square of the temperature difference",
    variables={
        forward: "the coefficient of eps in the heat flux from the first bath, it at T_hot and the other at T_cold",
        backward: "the same with the two temperatures exchanged",
        R: "3 times the sum over quartic springs and pins of c (dK/dk) (a - b), with K the harmonic conductance, k the "
        "spring or pin in the same place, and a T_hot + b T_cold the harmonic mean square of what it measures",
        hot: "a temperature",
        cold: "a temperature",
    },
    statement=sympy.Eq(forward + backward, R * (hot - cold) ** 2),
    assumptions=(),
    argument="""
The harmonic flux is K (T_1 - T_2), K a function of the springs. By the derivation effective_springs its first order is
the derivative along k -> k + 3 eps c (a T_1 + b T_2), which is 3 (T_1 - T_2) sum c (dK/dk) (a T_1 + b T_2). Exchange
T_1 and T_2 and add: (T_1 - T_2) [(a T_1 + b T_2) - (a T_2 + b T_1)] = (a - b) (T_1 - T_2)^2. If a relabelling of the
sites exchanges the two baths and keeps everything else, the flux out of the first bath at (T_2, T_1) is that out of
the second at (T_1, T_2), which is minus that out of the first, because no other bath gives heat: the sum vanishes at
every eps, so at every order.
""",
    proof=proof,
    instances=instances,
)
