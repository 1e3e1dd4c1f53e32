"""Stability where springs are directed or feedback acts: Hermite's conditions, and two that can be written down."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import Polynomial, exact
from symflux.moments.existence import stability_polynomials
from symflux.moments.poly import bezout_matrix

worst, least = sympy.symbols("worst least", real=True)


def polynomial(real: list[Fraction], pairs: list[tuple[Fraction, Fraction]]) -> list[Fraction]:
    """Coefficients, constant first, of the product of (s - a) and (s - a)^2 + b^2."""
    found = [Fraction(1)]
    for factor in [[-a, Fraction(1)] for a in real] + [[a * a + b * b, -2 * a, Fraction(1)] for a, b in pairs]:
        product = [Fraction(0)] * (len(found) + len(factor) - 1)
        for i, x in enumerate(found):
            for j, y in enumerate(factor):
                product[i + j] += x * y
        found = product
    return found


def conditions(p: list[Fraction]) -> list[Fraction]:
    """The coefficients and the trailing minors of the Bezout matrix of the even and the odd part."""
    size = (len(p) - 1) // 2 + 1
    even, odd = ([*p[k::2], *[Fraction(0)] * size][:size] for k in (0, 1))
    matrix = bezout_matrix(even, odd, Fraction(0))
    minors = [
        sympy.Matrix([row[len(matrix) - k :] for row in matrix[len(matrix) - k :]]).det()
        for k in range(1, len(matrix) + 1)
    ]
    return [*p, *(Fraction(int(m.p), int(m.q)) for m in minors)]


def same_up_to_positive(found: list[Polynomial], expected: list[str]) -> Iterator[Residual]:
    yield "number of conditions", len(found) - len(expected)
    wanted = [exact(text).numerator for text in expected]
    for known in found:
        yield f"{known.summary()} is expected", min((abs(int(known != each)) for each in wanted), default=1)


def proof() -> Iterator[Residual]:
    # Orlando: det b of a quartic is the product of all sums of two roots (times the leading coefficient)
    roots = sympy.symbols("r1:5")
    s = sympy.Symbol("s")
    p = sympy.Poly(sympy.expand(sympy.prod([s - root for root in roots])), s).all_coeffs()[::-1]
    matrix = sympy.Matrix(bezout_matrix([p[0], p[2], p[4]], [p[1], p[3], sympy.S.Zero], sympy.S.Zero))
    sums = sympy.prod([x + y for i, x in enumerate(roots) for y in roots[i + 1 :]])
    yield "Orlando's formula", sympy.expand(matrix.det() - sums)
    ring = sf.Network.from_edges(
        [(1, 2, (0, "k")), (2, 3, (0, "k")), (3, 1, (0, "k"))], pinning="c",
        baths={i: ("g", f"T{i}") for i in (1, 2, 3)},
    )  # fmt: skip
    yield from same_up_to_positive(stability_polynomials(ring), ["4*c*g**2 + 6*g**2*k - 3*k**2"])
    # the ring's motions: s^2 + g s + A + i B is Hurwitz iff A g^2 > B^2, here with A = c + 3k/2, B = sqrt(3) k/2
    c, g, k = sympy.symbols("c g k", positive=True)
    A, B = c + 3 * k / 2, sympy.sqrt(3) * k / 2
    yield "of a circulant ring", sympy.expand(4 * (A * g**2 - B**2) - (4 * c * g**2 + 6 * g**2 * k - 3 * k**2))
    pair = sf.Network.from_edges(
        [(1, 2, ("c1", "c2"))], pinning={1: "a - c1", 2: "b - c2"}, baths={1: ("g1", "T1"), 2: ("g2", "T2")},
        real=["c1", "c2"],
    )  # fmt: skip
    known = "g1*g2*(a-b)**2 + g1*g2*(g1+g2)*(a*g2 + b*g1) + c1*c2*(g1+g2)**2"
    yield from same_up_to_positive(stability_polynomials(pair), ["a*b - c1*c2", known])


def instances() -> Iterator[Instance]:
    half = Fraction(1, 2)
    for real, pairs in (
        ([-1], [(-half, 3)]), ([-1, -2], [(-half, 1)]), ([], [(-1, 2), (-half, half)]), ([-1], [(half, 3)]),
        ([], [(-1, 2), (Fraction(1, 10), 5)]), ([1], [(-2, 1)]), ([-3], [(-1, 1), (-half, 2)]), ([-2], []),
    ):  # fmt: skip
        real, pairs = [Fraction(a) for a in real], [(Fraction(a), Fraction(b)) for a, b in pairs]
        yield {worst: max([*real, *(a for a, _ in pairs)]), least: min(conditions(polynomial(real, pairs)))}


ENTRY = Entry(
    id="hermite_conditions",
    title="P is Hurwitz iff its coefficients and the trailing minors of the Bezout matrix are positive",
    variables={worst: "the largest real part of a root of P", least: "the least of the coefficients and minors"},
    statement=sympy.Equivalent(worst < 0, least > 0),
    assumptions=(sympy.Ne(worst, 0),),
    argument=(
        "P real, leading coefficient positive, P = E(s^2) + s O(s^2), b the Bezout matrix of E and O. Hermite: b is "
        "positive definite iff the roots of E and O are real, negative and interlace (O between E), up to the sign of "
        "z; with positive coefficients this says that all roots of P have Re s < 0 (Hermite, Biehler). Conversely a "
        "Hurwitz P has positive coefficients, being a product of s + a and s^2 + 2 a s + a^2 + b^2 with a > 0, and b > "
        "0. The minors of either corner decide whether b > 0. Orlando: det b is the product of the sums of two roots. "
        "Nothing here needs the symmetry of K(s), so the theorem covers directed springs and feedback."
    ),
    proof=proof,
    instances=instances,
    references=(
        "C. Hermite, J. reine angew. Math. 52 (1856) 39",
        "A. Lienard, M. H. Chipart, J. Math. Pures Appl. 10 (1914) 291",
        "L. Orlando, Math. Ann. 71 (1911) 233",
    ),
)
