"""The steady state of a uniform ring with baths on neighbouring sites, for every size."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction

N = sympy.Symbol("N", integer=True, positive=True)
conductance, closed = sympy.symbols("conductance closed", positive=True)

lam, L, D, k, g, h, top = (RationalFunction.variable(name) for name in ("lam", "L", "D", "k", "g", "h", "T1"))
x = lam + 1 / lam
c = k * (x - 2) - 4 * k * k / (g * h)  # the pin that belongs to lambda
KAPPA = (h - g) / (g * h)


def rho(power: RationalFunction) -> RationalFunction:
    """2 k r(d) per unit of the heat J, power = lambda^d, 1 <= d <= N - 1."""
    return (L / power + power) / (L / lam + lam)


def tau(power: RationalFunction) -> RationalFunction:
    """tau(d) per unit of J, d >= 1."""
    return KAPPA / ((lam - 1 / lam) * (L / lam + lam)) * (power - L / power)


def proof() -> Iterator[Residual]:
    yield "r(1) = J/2k", rho(lam) - 1
    yield "r(N - d) = r(d)", rho(L / D) - rho(D)
    yield "r(d + 1) + r(d - 1) = x r(d)", rho(D * lam) + rho(D / lam) - x * rho(D)
    yield "tau(d) - tau(d - 2)", tau(D) - tau(D / lam**2) - KAPPA * rho(D / lam)
    two, three = lam**2, lam**3
    # V X - X V + V R Gamma + Gamma R V = 0 at (1, j) and (N, j), 3 <= j <= N - 2, D = lambda^j
    rv = (-(c + 2 * k) * rho(D / lam) + k * (rho(D / two) + rho(D))) / (2 * k)
    bracket = rho(D / lam) / h + tau(D / two) - tau(D) + rho(D / lam) / g
    yield "row 1", -k * bracket + g * rv
    far = L / D
    rv = ((c + 2 * k) * rho(far) - k * (rho(far * lam) + rho(far / lam))) / (2 * k)
    yield "row N", -k * (tau(far / lam) - tau(far * lam) - rho(D) / g - rho(far) / h) + h * rv
    # (1, 2) and (N, N - 1): two values of the diagonal tau(0), with X_11 = T1 - J/g1, X_NN = T2 + J/g2
    corner = ((c + 2 * k) - k * rho(two)) / (2 * k)
    diagonal = tau(two) + top - 1 / g - 1 / h - g * corner / k  # from (1, 2)
    cold = diagonal - tau(two) - 1 / g - 1 / h - h * corner / k  # T2, from (N, N - 1)
    drop = top - cold
    yield "T1 - T2 = J/K", drop - (g + h) / (2 * k) * (L + 1) / (L / lam + lam)
    # (1, N): X_1N = 0, X_2N = J/g2, X_1,N-1 = -J/g1
    yield "corner 1, N", -k * (-drop + 1 / h + 1 / g + 1 / h + 1 / g) - (g + h) * corner
    # (1, N - 1) and (N, 2): the same X_2,N-1
    rv = (-(c + 2 * k) * rho(two) + k * (rho(three) + rho(lam))) / (2 * k)
    first = g * rv / k - rho(two) / h - rho(two) / g
    second = h * -rv / k + rho(two) / g + rho(two) / h
    yield "X_2,N-1 from both sides", first - second


def instances() -> Iterator[Instance]:
    for size in (3, 4, 5, 6, 9):
        network = sf.ring(size, spring=2, pinning=1, baths={1: (1, 3), size: (3, 1)})
        family = sf.family.ring(spring=2, pinning=1, baths={"first": (1, 3), "last": (3, 1)})
        value = network.steady_state().conductance(1, size)
        yield {N: size, conductance: value, closed: family.conductance("first", "last").at(N=size).expr}


ENTRY = Entry(
    id="ring_with_neighbouring_baths",
    title="Uniform ring, baths on neighbours: K = 2k/(g1 + g2) cosh((N/2 - 1) alpha)/cosh(N alpha/2)",
    variables={
        N: "number of sites, the baths at 1 and N",
        conductance: "heat into one bath per unit of temperature of the other",
        closed: "the closed form, 2 cosh(alpha) = 2 + c/k + 4 k/(g1 g2)",
    },
    statement=sympy.Eq(conductance, closed),
    assumptions=(N >= 3,),
    argument=(
        "X = <v v^T>, R = <v q^T> antisymmetric, V R - R V = Gamma X + X Gamma - 2 Gamma T, X = Gamma R + V Y with Y "
        "symmetric; eliminating Y: V X - X V + V R Gamma + Gamma R V = 0. Take R_ij = r(i - j) with r odd and r(N - d) "
        "= r(d): then V R - R V vanishes but in rows and columns 1 and N, which gives X_1j = -2k r(j)/g1, X_Nj = 2k "
        "r(N + 1 - j)/g2, X_1N = 0, X_11 = T1 - J/g1, X_NN = T2 + J/g2, J = 2 k r(1). For sites without a bath the "
        "other equation is the discrete wave equation, solved by X_ij = tau(|i - j|) + eta(i + j); eta is fixed by "
        "rows 1 and N. What is left are the classes of entries in these rows, one identity each in lambda, lambda^N, "
        "lambda^j. The solution of the Lyapunov equation is unique, so this is it. N = 3, 4, 5, where classes fall "
        "together, are among the instances."
    ),
    proof=proof,
    instances=instances,
)
