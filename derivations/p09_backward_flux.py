"""Example 1: heat flows from the colder to the hotter of two neighbours, on an exact half-space of temperatures."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from derivations.entry import Entry, Residual
from symflux import paper
from symflux.algebra import exact
from symflux.temperature.gradient import against_gradient

T1, T2, T3, T4 = T = sympy.symbols("T1:5", positive=True)
flux = sympy.Rational(85, 2914) * (T1 - T4) - sympy.Rational(289, 2914) * (T3 - T2)


def proof() -> Iterator[Residual]:
    ss = paper.example_1().steady_state()
    for site, symbol in zip((1, 2, 3, 4), T, strict=True):
        coefficient = ss.bond_flux(2, 3).coefficients[site]
        yield f"coefficient of T{site} in the flux from 2 to 3", coefficient - exact(sympy.diff(flux, symbol))
    # the superposition: bath 1 alone drives heat forward, bath 3 alone drives it back
    forward, backward = (flux.subs(dict(zip(T, point, strict=True))) for point in ((100, 2, 2, 2), (2, 2, 20, 2)))
    yield "bath 1 alone at 100", forward - sympy.Rational(4165, 1457)
    yield "bath 3 alone at 20", backward + sympy.Rational(2601, 1457)
    yield "together", forward + backward - ss.bond_flux(2, 3).expr
    yield "together, as published (1.1)", ss.bond_flux(2, 3).expr - sympy.Rational(1564, 1457)
    yield "kinetic temperature of 2, as published (14)", ss.kinetic_temperature(2).expr - sympy.Rational(62999, 4371)
    yield "kinetic temperature of 3, as published (18)", ss.kinetic_temperature(3).expr - sympy.Rational(79787, 4371)
    # both temperatures at once, at small integers
    answer = against_gradient(ss, (2, 3))
    assert answer.both is not None and answer.both.witness is not None
    hot = dict(zip(T, answer.both.witness.values(), strict=True))
    against = flux.subs(hot) * (T3 - T2).subs(hot)
    yield "the witness against both temperatures", Fraction(0) if against > 0 else Fraction(1)


ENTRY = Entry(
    id="backward_flux",
    title="In the 4-chain with four baths heat flows from 2 to 3 exactly where 5 (T1 - T4) > 17 (T3 - T2)",
    variables={symbol: f"temperature of bath {k}" for k, symbol in enumerate(T, start=1)},
    statement=sympy.Equivalent(flux > 0, 5 * (T1 - T4) > 17 * (T3 - T2)),
    assumptions=(T3 > T2,),
    argument=(
        "Unit springs, pinning and friction. The flux from 2 to 3 is the linear form (85 (T1 - T4) - 289 (T3 - "
        "T2))/2914, coefficient by coefficient; 85 = 17 x 5 and 289 = 17 x 17. So it runs against T3 > T2 on the "
        "open half-space 5 (T1 - T4) > 17 (T3 - T2): with T2 = T4 = 2 and T3 = 20 from T1 = 316/5 on. It is the sum "
        "of two ordinary fluxes: bath 1 alone at 100 drives 4165/1457 forward, bath 3 alone at 20 drives 2601/1457 "
        "backward. The kinetic temperatures 62999/4371 < 79787/4371 order the sites in the same way, so they do not "
        "save the gradient rule either."
    ),
    proof=proof,
    instances=tuple(
        dict(zip(T, point, strict=True))
        for point in ((100, 2, 20, 2), (50, 2, 20, 2), (5, 1, 2, 1), (3, 1, 2, 1), (1, 1, 7, 4))
    ),
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Example 1",),
)
