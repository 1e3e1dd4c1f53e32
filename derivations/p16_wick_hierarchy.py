"""The degree-by-degree recursion for the moments of a weakly anharmonic network."""

from fractions import Fraction

import sympy

from derivations.entry import Entry
from symflux import chain, ring
from symflux.anharmonic.moment_tables import model_of
from symflux.anharmonic.raw_moments import raw_moments
from symflux.anharmonic.wick import WickMoments

wick, raw = sympy.symbols("wick raw", real=True)


def networks():
    bath = {1: (1, 2), 2: (3, 1)}
    yield chain(2, pinning={1: 1, 2: "1/2"}, masses={2: 3}, baths=bath).with_quartic({(1, 2): 1}, pinning={2: 2}), 3
    yield chain(2, spring=2, baths=bath).with_quartic({(1, 2): "1/3"}), 3
    yield ring(3, spring=[1, 2, 3], pinning=1, baths=bath).with_quartic({(1, 2): 1, (3, 1): 2}), 2


def coefficients():
    """(by the recursion, from the plain moment equations) for every second moment of every network and order."""
    for net, order in networks():
        model, _ = model_of(net)
        plain, moments = raw_moments(model, order), WickMoments(model, order)
        size = len(model.drift())
        for k in range(order + 1):
            for a in range(size):
                for b in range(a, size):
                    word = tuple((i == a) + (i == b) for i in range(size))
                    yield moments.second({a: Fraction(1)}, {b: Fraction(1)}, k).value, plain[k][word]


def proof():
    p, q, b1, b2, s, t, c11, c12, c22, x, y = sympy.symbols("p q b1 b2 s t c11 c12 c22 x y")
    # The noise drops out: J.(A C + C A^T + B).J / 2 is what it and the covariance add up to. A is 2 x 2 and general;
    # B is what the Lyapunov equation makes it.
    A, C, J = sympy.Matrix([[p, q], [b1, b2]]), sympy.Matrix([[c11, c12], [c12, c22]]), sympy.Matrix([s, t])
    B = -(A * C + C * A.T)
    yield "noise", sympy.expand(((A.T * J).T * C * J)[0] + (J.T * B * J)[0] / 2)
    # r acts as d_r + (C r).J: on exp(J.C.J/2) Z, for a polynomial Z with general coefficients.
    Z = sum(sympy.Symbol(f"z{i}{j}") * s**i * t**j for i in range(4) for j in range(4))
    gaussian = sympy.exp((J.T * C * J)[0] / 2)
    left = x * sympy.diff(gaussian * Z, s) + y * sympy.diff(gaussian * Z, t)
    r = sympy.Matrix([x, y])
    right = x * sympy.diff(Z, s) + y * sympy.diff(Z, t) + (r.T * C * J)[0] * Z
    yield "insertion of r", sympy.expand(sympy.expand(left / gaussian) - right)
    for number, (by_recursion, plain) in enumerate(coefficients()):
        yield f"moment {number}", by_recursion - plain


ENTRY = Entry(
    id="wick_hierarchy",
    title="Wick-ordered moments decouple degree by degree, and give the moments of the plain equations",
    variables={
        wick: "the coefficient of eps^k in a second moment, from the recursion for Wick-ordered moments",
        raw: "the same from the stationary moment equations",
    },
    statement=sympy.Eq(wick, raw),
    assumptions=(),
    argument="""
Let L = L_0 + eps L_1 be the generator, L_0 = (A x).grad + sum B_a d_a^2/2, L_1 = -sum c r^3 (g.grad) over the quartic
couplings. Stationarity is <L exp(J.x)> = 0 as a formal power series in J and eps. Write <exp(J.x)> = exp(J.C.J/2) Z(J)
with C the covariance at eps = 0. L_0 exp(J.x) = [(A^T J).d_J + J.B.J/2] exp(J.x); on exp(J.C.J/2) the first term gives
J.(A C).J, which cancels J.B.J/2 because A C + C A^T = -B. So <L_0 exp(J.x)> = exp(J.C.J/2) (A^T J).d_J Z. In L_1 a
factor r becomes d_r, the derivative along r in J, and d_r exp(J.C.J/2) = exp(J.C.J/2) (d_r + (C r).J). Hence
(A^T J).d_J Z = eps sum c (g.J) (d_r + (C r).J)^3 Z, order by order the recursion that is solved. The left side keeps
the degree in J and is invertible on degree d >= 1, because its eigenvalues are sums of d eigenvalues of the stable A;
the right side takes degree d to d - 2, d, d + 2, d + 4, so Z_k has degree at most 4 k. Z(0) = 1 closes the system.
""",
    proof=proof,
    instances=lambda: ({wick: left, raw: right} for left, right in coefficients()),
)
