"""Example 3: where a triangle with all three masses thermalised, two baths equal, circulates."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual
from symflux import complete, paper
from symflux.algebra import exact
from symflux.signs.prove import prove

a, b = sympy.symbols("a b", positive=True)
first = (
    11 * a**4 + 13 * a**3 * b + 32 * a**3 - 24 * a**2 * b**2 + 60 * a**2 * b + 52 * a**2 - 8 * a * b**3
    + 40 * a * b + 40 * a + 8 * b**4 + 16 * b**3 + 16 * b**2 + 32 * b + 16
)  # fmt: skip
third = -(a**3 - a**2 * b + 2 * a**2 - 4 * a * b**2 + 6 * a * b + 4 * b**3 + 4 * b**2 + 4 * b)


def proof() -> Iterator[Residual]:
    triangle = complete(
        3, spring={(1, 2): "a", (2, 3): "a", (1, 3): "b"}, pinning=1, baths={1: (1, "T1"), 2: (1, "T2"), 3: (1, "T2")}
    )
    ss = triangle.steady_state()
    determinant = ss.hurwitz_determinant().rational_function.numerator
    for bond, core in (((1, 2), first), ((3, 1), third)):
        coefficient = ss.bond_flux(*bond).coefficients[1]
        quotient = coefficient.numerator.exact_quotient(exact(core).numerator)
        positive = quotient.has_positive_coefficients()
        yield f"the numerator of {bond} is its core times positive coefficients", 0 if positive else 1
        share = determinant.exact_quotient(coefficient.denominator.exact_quotient(coefficient.denominator.content()))
        yield "the denominator divides the Hurwitz determinant, which is positive", 0 if share else 1
    middle = ss.bond_flux(2, 3).coefficients[1].numerator
    core = exact(middle.to_sympy() / (a - b))
    yield "the numerator of (2, 3) has the factor a - b", core.denominator - 1 if core.denominator.is_constant else 1
    square = exact(7 * a**2 - 2 * a * b + 16 * a + 4 * b**2 + 8 * b + 16)
    rest = core.numerator.exact_quotient(square.numerator)
    yield "times a positive quadratic", 0 if rest.has_positive_coefficients() else 1
    positive_terms = (a - b) ** 2 + 6 * a**2 + 16 * a + 3 * b**2 + 8 * b + 16
    yield "the quadratic is a sum of positive terms", square - exact(positive_terms)
    for claim in (first > 0, a > b):
        outcome = prove(claim, given=[third > 0])
        accepted = outcome.certificate is not None and outcome.certificate.check().verdict == "proved"
        yield f"{claim} where heat flows from 3 to 1, by certificate", 0 if accepted else 1
    published = paper.example_3().steady_state()
    for bond, value in (
        ((1, 2), sympy.Rational(82691079525, 143873900612)),
        ((2, 3), sympy.Rational(51192658125, 143873900612)),
        ((3, 1), sympy.Rational(116325, 3888694)),
    ):
        yield f"published flux {bond}", published.bond_flux(*bond).expr - value


ENTRY = Entry(
    id="thermalised_circulation",
    title="With baths (hot, cold, cold) the triangle circulates exactly where one polynomial is positive",
    variables={a: "springs k12 = k23", b: "spring k13"},
    statement=sympy.Implies(third > 0, (first > 0) & (a > b)),
    assumptions=(),
    argument=(
        "Unit pinning and frictions, T2 = T3 < T1. Each flux is (T1 - T2) times its core, times a sum of positive "
        "terms, over the Hurwitz determinant. The core of 2->3 is a - b (times a positive quadratic); those of 1->2 "
        "and 3->1 are the two polynomials. Where that of 3->1 is positive the other two are, by checked "
        "certificates, so heat flows 1->2->3->1 exactly there: a curved wedge that starts at a = 28.195..., a root "
        "of 9x^6 - 246x^5 - 223x^4 + 132x^3 - 324x^2 - 272x - 48; the paper's a = 45, b = 30 lies inside."
    ),
    proof=proof,
    instances=tuple({a: x, b: y} for x, y in ((45, 30), (33, 23), (100, 60), (29, 20), (1, 1), (5, 9))),
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Example 3",),
)
