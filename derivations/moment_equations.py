"""The equations for the spectral moments, and the sign of their determinant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import determinant, family, response
from symflux.algebra import Polynomial, RationalFunction
from symflux.moments.poly import bezout_matrix
from symflux.moments.route import moments_of

ZERO, ONE = RationalFunction.constant(0), RationalFunction.constant(1)

n = sympy.Symbol("n", integer=True, positive=True)
i, j = sympy.symbols("i j", integer=True, nonnegative=True)
b, mu = sympy.IndexedBase("b"), sympy.IndexedBase("mu")
D, product = sympy.symbols("D product", real=True)


def parts(leading: RationalFunction, roots: Sequence[RationalFunction]) -> tuple[list[Any], list[Any]]:
    """(E, O) of P(s) = leading * prod (s + r), constant terms first, O padded to the length of E."""
    coefficients = [leading]
    for root in roots:
        shifted = [ZERO, *coefficients]
        coefficients = [low + root * c for low, c in zip(shifted, [*coefficients, ZERO], strict=True)]
    return coefficients[::2], [*coefficients[1::2], ZERO]


def moment(leading: RationalFunction, roots: Sequence[RationalFunction], power: int) -> RationalFunction:
    """nu(z^power) = (1/2 pi) Int (-w^2)^power/|P(i w)|^2 dw, by residues at s = r (for different r)."""
    total = ZERO
    for k, root in enumerate(roots):
        bottom = leading * leading
        for l, other in enumerate(roots):
            bottom = bottom * (root + other)
            if l != k:
                bottom = bottom * (other - root)
        total = total + root ** (2 * power) / bottom
    return total


def names(count: int) -> list[RationalFunction]:
    """Roots: four symbols, then different numbers."""
    symbols = [RationalFunction.variable(f"r{k}") for k in range(1, min(count, 4) + 1)]
    return symbols + [RationalFunction.constant(Fraction(2 * k + 1, 3)) for k in range(count - len(symbols))]


def proof() -> Iterator[Residual]:
    leading = RationalFunction.variable("p")
    for size in (1, 2):
        roots = names(2 * size)
        even, odd = parts(leading, roots)
        nu = [moment(leading, roots, power) for power in range(2 * size)]
        for shift in range(size):
            total = ZERO
            for k, entry in enumerate(even):
                total = total + entry * nu[k + shift]
            yield f"{size} sites: nu(E z^{shift}) = 0", total
            total = ZERO
            for k, entry in enumerate(odd[:-1]):
                total = total + entry * nu[k + shift + 1]
            expected = -1 / (2 * leading) if shift == size - 1 else ZERO
            yield f"{size} sites: nu(z O z^{shift})", total - expected
        for r, row in enumerate(bezout_matrix(even, odd, ZERO)):
            total = ZERO
            for entry, value in zip(row, nu[1:], strict=False):
                total = total + entry * value
            yield f"{size} sites: row {r} of the Bezout system", total + (Fraction(1, 2) if r == 0 else 0)
    for size in (1, 2, 3):
        roots = [RationalFunction.variable(f"r{k}") for k in range(2 * size)] if size < 3 else names(6)
        even, odd = parts(leading, roots)
        expected = leading ** (2 * size)
        for left, right in combinations(roots, 2):
            expected = expected * (left + right)
        found = determinant(bezout_matrix(even, odd, ZERO))
        yield f"{size} sites: det b is the product of the sums of two roots", found - expected
    yield from _columns()


def _columns() -> Iterator[Residual]:
    """The recursion for the columns of the adjugate, and the symmetric and antisymmetric parts of the integrands."""
    s = RationalFunction.variable("s")
    for network in list(family())[:4]:
        _, P, N = response(network, s)
        moments = moments_of(network.linear_model())
        scale = RationalFunction(moments.scale)
        for number, bath in enumerate(network.linear_model().baths):
            source = bath.index
            for target, coefficients in enumerate(moments.column(number)):
                total = ZERO
                for k, coefficient in enumerate(coefficients):
                    total = total + RationalFunction(Polynomial(coefficient)) * s**k
                minor = N[target][source] * scale ** (len(network.sites) - 1)
                yield f"{network.name}: the recursion gives N_{target}{source}", total - minor
        total = ZERO
        for k, coefficient in enumerate(moments.determinant):
            total = total + RationalFunction(Polynomial(coefficient)) * s**k
        yield f"{network.name}: P", total - P * scale ** len(network.sites)


def instances() -> Iterator[Instance]:
    for leading, roots in (
        (1, (1, 2)),
        (3, (1, 2, 5, Fraction(1, 2))),
        (Fraction(1, 2), (1, 2, 3, 4, 5, 6)),
        (2, (Fraction(1, 3), Fraction(1, 2), 1, 7, 2, 3, 4, 9)),
    ):
        top = RationalFunction.constant(Fraction(leading))
        values = [RationalFunction.constant(Fraction(root)) for root in roots]
        size = len(values) // 2
        even, odd = parts(top, values)
        matrix = bezout_matrix(even, odd, ZERO)
        sums = ONE
        for left, right in combinations(values, 2):
            sums = sums * (left + right)
        point: dict[object, object] = {n: size, D: determinant(matrix), product: top ** (2 * size) * sums}
        for r, row in enumerate(matrix):
            point[mu[r]] = moment(top, values, r + 1)
            for c, entry in enumerate(row):
                point[b[r, c]] = entry
        for r in range(size):
            yield point | {i: r}


ENTRY = Entry(
    id="moment_equations",
    title="The moments mu_a = nu(z^(a+1)) solve the Bezout system of E and O; its determinant has one sign",
    variables={
        n: "number of sites",
        i: "a row",
        j: "a column",
        b: "Bezout matrix: (E(x) O(y) - E(y) O(x))/(x - y) = sum b_ij x^i y^j, P(s) = E(s^2) + s O(s^2)",
        mu: "moments mu_a = (1/2 pi) Int (-w^2)^(a+1)/|P(i w)|^2 dw",
        D: "det b, the Hurwitz determinant",
        product: "p_2n^2n times the product of -(s_k + s_l), k < l, over the zeros s_k of P",
    },
    statement=sympy.And(
        sympy.Eq(sympy.Sum(b[i, j] * mu[j], (j, 0, n - 1)), -sympy.KroneckerDelta(i, 0) / 2),
        sympy.Eq(D, product),
        D > 0,
    ),
    assumptions=(),
    argument=(
        "P has degree 2n and all zeros in the open left half-plane (Lemma 1). For a polynomial h put I(h) = (1/2 pi "
        "i) Int h(s)/(P(s) P(-s)) ds along the imaginary axis; only the even part of h counts, and I(h) = nu(that "
        "part). h = P(s) s^k leaves s^k/P(-s), which has no pole in the left half-plane. Close the path there: for k "
        "<= 2n-2 the arc gives nothing, I = 0; for k = 2n-1 the integrand is 1/(p_2n s) far out, the half circle "
        "gives 1/(2 p_2n), and the principal value along the axis is -1/(2 p_2n). The even part of P s^(2l) is E z^l, "
        "that of P s^(2l+1) is z O z^l: nu(E z^l) = 0 and nu(z O z^l) = -delta_{l,n-1}/(2 p_2n) for l = 0..n-1. Now "
        "apply nu in y, with a factor y, to (E(x) O(y) - E(y) O(x))/(x - y) = O(y) (E(x) - E(y))/(x - y) - E(y) (O(x) "
        "- O(y))/(x - y). The second part is E(y) times powers y^l, l <= n-1 with the factor: 0. In the first only "
        "the term p_2n y^(n-1) of the quotient survives: -1/2, free of x. Comparing powers of x gives sum_j b_ij mu_j "
        "= -delta_i0/2. The sign: with W_jk = z_k^j over the zeros z_k of E, W^T b W = diag(E'(z_k) O(z_k)), because "
        "the defining quotient vanishes at two different zeros of E. For P stable the zeros of E and of z O are real, "
        "not positive, simple and interlaced, since the phase of P(i w) = E(-w^2) + i w O(-w^2) grows steadily "
        "(Hermite, Biehler): all E'(z_k) O(z_k) > 0, b is positive definite, det b > 0. Its value: det b vanishes "
        "where E and O have a common zero, that is where s and -s are both zeros of P; as a symmetric polynomial in "
        "the zeros it is divisible by every s_k + s_l, the degrees agree, and for zeros -r_1, -r_2, ... with r_1 >> "
        "r_2 >> ... its leading term is p_1 p_2 ... p_2n (Orlando): det b = p_2n^2n prod (-(s_k + s_l)). Covariances: "
        "the response to bath b is N_ib/P, N_b = adj(K) e_b, and (M s^2 + Gamma s + V) N_b = P e_b compared power by "
        "power gives the recursion M n_(k-2) = p_k e_b - Gamma n_(k-1) - V n_k. <q_i v_j>, <v_i v_j> and <q_i q_j> "
        "are 2 gamma_b T_b nu of the even parts of -s N_ib(s) N_jb(-s), -s^2 N_ib(s) N_jb(-s) and N_ib(s) N_jb(-s), "
        "since v answers with s times q and s is conjugate to -s on the axis. Where V has a kernel of one dimension "
        "P(0) = 0: s = 0 is a zero of P and -P, z divides the even parts of all velocity and flux moments, and the "
        "equations are used for nu(z z^a) alone, where everything stays finite."
    ),
    proof=proof,
    instances=instances,
    references=("L. Orlando, Math. Ann. 71 (1911) 233 (the product of the sums of two zeros)",),
)
