"""Example 4: two 3-chains make a heat pump; where it works, and why not between the extremal baths."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from derivations.entry import Entry, Residual
from symflux import paper
from symflux.algebra import exact
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.region import temperature_region

T1, T2, T3, T4 = T = sympy.symbols("T1:5", positive=True)
K31, K32, K34 = K = sympy.symbols("K31 K32 K34", positive=True)
into_3 = K31 * (T3 - T1) + K32 * (T3 - T2) + K34 * (T3 - T4)
#: the flux from 5 to 6 is positive multiples of these two differences
plane = 217099840442036038084 * (T1 - T3) + 199854597388182758721 * (T2 - T4)


def proof() -> Iterator[Residual]:
    ss = paper.example_4().steady_state()
    middle = ss.bond_flux(5, 6).coefficients
    scale = middle[1] / exact(sympy.diff(plane, T1))
    for site, symbol in zip((1, 2, 3, 4), T, strict=True):
        yield f"the plane, coefficient of T{site}", middle[site] - scale * exact(sympy.diff(plane, symbol))
    yield "its factor is positive", Fraction(0) if scale.value > 0 else Fraction(1)
    # the pump runs while heat crosses from 6 to 5: bath 3 (at 8) is fed from bath 4 (at 7)
    point = dict(zip((1, 2, 3, 4), (13, 1, 8, 7), strict=True))
    for bond, sign in {(1, 5): 1, (2, 5): -1, (5, 6): -1, (3, 6): -1, (4, 6): 1}.items():
        value = sum((c.value * point[b] for b, c in ss.bond_flux(*bond).coefficients.items()), Fraction(0))
        yield f"sign of the flux {bond} at T = (13, 1, 8, 7)", Fraction(0) if value * sign > 0 else Fraction(1)
    running = [
        p for p in sign_patterns(ss, given=["T3 > T4"]) if p.signs[3, 6] == "-" and p.signs[4, 6] == "+"
    ]
    yield "the pump runs with either sign of the flux 5 -> 6", Fraction(len(running) - 2)
    # no pump between the extremal baths: Lemma 2 for bath 3
    for site, symbol in zip((1, 2, 4), K, strict=True):
        conductance = ss.conductance(3, site).rational_function
        yield f"bath 3 exchanges heat with bath {site} by K", ss.bath_flux(3).coefficients[site] + conductance
        yield f"K > 0 for baths 3 and {site}", Fraction(0) if conductance.value > 0 else Fraction(1)
        yield f"coefficient of T{site} in the general form", sympy.diff(into_3, T[site - 1]) + symbol
    yield "the general form vanishes at equal temperatures", into_3.subs(dict.fromkeys(T, T1))
    hottest = temperature_region(ss.bond_flux(3, 6), given=["T3 > T1", "T3 > T2", "T3 > T4"])
    yield "with bath 3 hottest the flux 3 -> 6 is positive", Fraction(0) if hottest.signs == {"+"} else Fraction(1)
    hottest.certificate("-").check()


ENTRY = Entry(
    id="heat_pump",
    title="The pump carries heat from cold to hot with either sign of the middle flux, but never to the hottest bath",
    variables={
        **{symbol: f"temperature of bath {k}" for k, symbol in enumerate(T, start=1)},
        **{symbol: f"conductance between bath 3 and another, K{str(symbol)[1:]}" for symbol in K},
    },
    statement=sympy.Implies(sympy.And(T3 >= T1, T3 >= T2, T3 >= T4), into_3 >= 0),
    assumptions=(),
    argument=(
        "The flux from 5 to 6 is a positive multiple of 217099840442036038084 (T1 - T3) + 199854597388182758721 (T2 "
        "- T4), so it vanishes exactly on that plane (5 and 6 carry no bath, and the two 3-chains are alike). At T "
        "= (13, 1, 8, 7) heat flows from 4 through 6 to 3, from the colder bath of the lower chain to the hotter "
        "one, while the middle bond carries heat from 6 to 5: the upper chain gains heat and still drives the pump. "
        "It cannot work between extremal baths: bath 3 injects sum_j K_3j (T_3 - T_j) with K_3j > 0, which is not "
        "negative if bath 3 is the hottest; in the same way the coldest bath never gives heat away."
    ),
    proof=proof,
    instances=(
        {T1: 10, T2: sympy.Rational(18, 5), T3: 11, T4: sympy.Rational(34, 5), K31: 1, K32: 2, K34: 3},
        {T1: 10, T2: sympy.Rational(18, 5), T3: 7, T4: sympy.Rational(34, 5), K31: 1, K32: 2, K34: 3},
        {T1: 2, T2: 2, T3: 2, T4: 2, K31: 1, K32: 1, K34: 1},
    ),
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Example 4",),
)
