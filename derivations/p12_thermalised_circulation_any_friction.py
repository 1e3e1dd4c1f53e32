"""Example 3 for every pinning and friction: where heat circulates one way, and where the other."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

from derivations.entry import Entry, Residual
from symflux import complete
from symflux.algebra import exact

a, b, c, g = sympy.symbols("a b c g", positive=True)
toward_hot = (a - b) * (a - 2 * b) * (a + 2 * b) + 2 * g**2 * (a + b) * (a + 2 * b) + 4 * b * c * g**2
from_hot = (
    (a - b) * (11 * a**3 + 24 * a**2 * b - 8 * b**3)
    + g**2 * (32 * a**3 + 60 * a**2 * b + 16 * b**3 + c * (28 * a**2 + (2 * a - b) ** 2 + 7 * b**2))
    + g**4 * (20 * a**2 + 44 * a * b + 8 * b**2 + 40 * a * c + 32 * b * c + 16 * c**2)
)
between_cold = 7 * a**2 - 2 * a * b + 4 * b**2 + g**2 * (16 * a + 8 * b + 12 * c) + 4 * g**4
first = 9 * a**2 + 6 * a * g**2 + 4 * c * g**2
second = (a + 2 * b) ** 2 + g**2 * (2 * a + 4 * b + 4 * c)
third = (a - b) ** 2 + g**2 * (2 * a + b + c)


def proof() -> Iterator[Residual]:
    triangle = complete(
        3,
        spring={(1, 2): "a", (1, 3): "b", (2, 3): "a"},
        pinning="c",
        baths={1: ("g", "T1"), 2: ("g", "T2"), 3: ("g", "T2")},
    )
    ss = triangle.steady_state()
    drop = sympy.Symbol("T1", positive=True) - sympy.Symbol("T2", positive=True)
    # every flux is a positive factor times (T1 - T2), times the term that decides its sign
    for bond, value in (
        ((1, 2), a**2 * g * from_hot / (first * second * third)),
        ((2, 3), a**2 * g * (a + 2 * b) * (a - b) * between_cold / (first * second * third)),
        ((3, 1), -b * g * toward_hot / (second * third)),
    ):
        flux = ss.bond_flux(*bond).rational_function
        over = exact(value * drop)
        scale = Fraction(flux.numerator.leading_coefficient, flux.denominator.leading_coefficient) / Fraction(
            over.numerator.leading_coefficient, over.denominator.leading_coefficient
        )
        yield f"flux {bond}: the number in front is positive", Fraction(0) if scale > 0 else Fraction(1)
        yield f"flux {bond}", flux - over * exact(scale)
    yield "7 a^2 - 2 a b + 4 b^2 is positive", 7 * a**2 - 2 * a * b + 4 * b**2 - ((a - b) ** 2 + 6 * a**2 + 3 * b**2)
    # for a < b the term of the flux 3 -> 1 is positive, for a > b that of the flux 1 -> 2
    d = sympy.Symbol("d", positive=True)
    below = (d) * (a + 2 * d) * (3 * a + 2 * d)
    yield "(a-b)(a-2b)(a+2b) at b = a + d", ((a - b) * (a - 2 * b) * (a + 2 * b)).subs(b, a + d) - below
    above = d * (27 * b**3 + 81 * b**2 * d + 57 * b * d**2 + 11 * d**3)
    yield "first term at a = b + d", ((a - b) * (11 * a**3 + 24 * a**2 * b - 8 * b**3)).subs(a, b + d) - above


ENTRY = Entry(
    id="thermalised_circulation_any_friction",
    title="For every pinning and friction the thermalised triangle circulates where one of two polynomials is negative",
    variables={
        a: "springs 1-2 and 2-3",
        b: "spring 1-3",
        c: "pinning, the same at every site",
        g: "friction of all baths",
    },
    statement=sympy.Implies(toward_hot < 0, (b < a) & (a < 2 * b) & (from_hot > 0))
    & sympy.Implies(from_hot < 0, (a < b) & (toward_hot > 0)),
    assumptions=(),
    argument=(
        "Baths T1 > T2 = T3. The flux 1->2 is a positive factor times F = (a-b)(11a^3 + 24a^2 b - 8b^3) + g^2 (...) + "
        "g^4 (...), all further coefficients positive; 2->3 has the sign of a - b; 3->1 that of -H with H = "
        "(a-b)(a-2b)(a+2b) + 2g^2 (a+b)(a+2b) + 4bcg^2. If H < 0 then (a-b)(a-2b) < 0, so b < a < 2b; then F > 0 "
        "(27b^3 + ... at a = b + d), and heat circulates 1->2->3->1. If F < 0 then a < b; then H > 0, and heat "
        "circulates 1->3->2->1. Where neither is negative no cycle exists. So 1->2->3->1 exactly where H < 0 (stiff "
        "springs with b < a < 2b: at a = 45, b = 30, c = g = 1, H = -7755), and 1->3->2->1 exactly where F < 0."
    ),
    proof=proof,
    instances=tuple(
        dict(zip((a, b, c, g), point, strict=True))
        for point in ((45, 30, 1, 1), (80, 100, 1, 1), (1, 1, 1, 1), (3, 2, 1, 1), (30, 45, 1, 1), (150, 100, 2, 3))
    ),
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Example 3",),
)
