"""Example 2: where a triangle with two baths circulates, exactly, and the erratum: not where the paper says."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual
from symflux import complete, paper
from symflux.algebra import exact

a, b, c, g = sympy.symbols("a b c g", positive=True)
direct = g**2 * (a * c + 2 * a * b + b**2) + (a - b) * (2 * a - b) * (2 * a + b)
indirect = g**2 * (c + 2 * a + b) + (b - a) * (2 * a + b)


def proof() -> Iterator[Residual]:
    triangle = complete(
        3, spring={(1, 2): "a", (1, 3): "b", (2, 3): "b"}, pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}
    )
    ss = triangle.steady_state()
    # flux = coefficient * (T1 - T2), coefficient = positive * core / D, D > 0 the Hurwitz determinant
    for bond, positive, core in (((1, 2), a * g, direct), ((1, 3), b**2 * g, indirect)):
        coefficient = ss.bond_flux(*bond).coefficients[1]
        yield f"core of the flux {bond}", coefficient.numerator - exact(positive * core).numerator
        determinant = ss.hurwitz_determinant().rational_function.numerator
        share = determinant.exact_quotient(coefficient.denominator.exact_quotient(coefficient.denominator.content()))
        yield "the denominator divides the Hurwitz determinant, which is positive", 0 if share else 1
    yield "the free mass passes on what it gets", ss.bond_flux(1, 3).expr - ss.bond_flux(3, 2).expr
    # b = 2 a, as printed: both cores are sums of positive terms
    yield "direct core at b = 2a", direct.subs(b, 2 * a) - g**2 * (a * c + 8 * a**2)
    yield "indirect core at b = 2a", indirect.subs(b, 2 * a) - (g**2 * (c + 4 * a) + 4 * a**2)
    # the spectral reason: above a critical frequency the free mass sends heat back
    omega = ss.bond_flux(1, 3).spectrum().frequency
    weight = ss.bond_flux(1, 3).spectrum().weight(1)
    yield "spectral form of the bond 1-3", weight - b * g * (2 * a * b + a * c + b**2 - a * omega**2)
    # the printed decimals belong to other couplings
    corrected = paper.example_2_corrected().steady_state()
    yield "direct bond, corrected", corrected.bond_flux(1, 2).expr - sympy.Rational(37400, 129057)
    yield "circulating heat, corrected", corrected.bond_flux(3, 1).expr - sympy.Rational(1040, 129057)
    # unequal pinning can make the printed couplings circulate, with other numbers
    unequal = complete(
        3, spring={(1, 2): 10, (1, 3): 20, (2, 3): 20}, pinning=[3, 3, 0], baths={1: (1, 2), 2: (1, 1)}
    ).steady_state()
    yield "direct bond, pinning (3, 3, 0)", unequal.bond_flux(1, 2).expr + sympy.Rational(1550, 181717)


ENTRY = Entry(
    id="circulation",
    title="A symmetric triangle circulates exactly where one of two cores is negative; never for b = 2a",
    variables={
        a: "spring between the two baths' sites",
        b: "springs to the free mass",
        c: "pinning, the same at every site",
        g: "friction of both baths",
    },
    statement=sympy.Not(sympy.And(direct < 0, indirect < 0))
    & sympy.Implies(sympy.Eq(b, 2 * a), (direct > 0) & (indirect > 0)),
    assumptions=(),
    argument=(
        "For T1 > T2 the flux 1->2 has the sign of g^2 (ac + 2ab + b^2) + (a-b)(2a-b)(2a+b) and the fluxes 1->3 = "
        "3->2 that of g^2 (c + 2a + b) + (b-a)(2a+b): both are positive factors times these cores over the Hurwitz "
        "determinant, which is positive. Their weighted sum is the conductance, so not both are negative, and heat "
        "circulates exactly where one is: 1->3->2->1 where the first is negative (then a < b < 2a), 1->2->3->1 where "
        "the second is (then b < a). At b = 2a, the printed k12 = 10, k13 = k23 = 20, the only terms that can be "
        "negative vanish or are positive, so both fluxes run from 1 to 2 for every pinning and friction: an erratum. "
        "The spectral form S_{13,1} = b g (2ab + ac + b^2 - a w^2) says why heat turns back on the long way: above "
        "w^2 = c + 2b + b^2/a the free mass is out of phase, and the flux 1->3 is negative exactly when the average "
        "of w^2, weighted by w^2/|P(iw)|^2, exceeds that number."
    ),
    proof=proof,
    instances=tuple(
        dict(zip((a, b, c, g), point, strict=True))
        for point in ((10, 20, 1, 1), (20, 10, 1, 1), (9, 13, 1, 1), (1, 2, 7, 3), (1, 1, 1, 1), (30, 1, 1, 1))
    ),
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Example 2",),
)
