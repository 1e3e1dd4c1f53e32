"""The steady state of a uniform chain between two walls, for every size: its kinetic temperatures."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction

N = sympy.Symbol("N", integer=True, positive=True)
temperature, closed = sympy.symbols("temperature closed", positive=True)

NAMES = ("lam", "L", "D", "k", "a", "b", "g", "h", "T1")
lam, L, D, k, a, b, g, h, top = map(RationalFunction.variable, NAMES)
G, p, q, x = g * h, k - a, k - b, lam + 1 / lam
MEAN, SQUARE = (h * a + g * b) / (g + h), (h * a * a + g * b * b) / (g + h)
c = ((x - 2) * k * (k - MEAN + G) - SQUARE) / G  # the pin that belongs to lambda
y = k * x - c - 2 * k
ETA = 1 - MEAN / k
DROP = (g + h) * (k - MEAN + G) / G  # T1 - T2 where r is normalised to rho

ALPHA, BETA = L * (1 - ETA / lam), -(1 - ETA * lam) / L
BELOW = ALPHA + BETA


def r(power: RationalFunction) -> RationalFunction:
    """r(d) = <v_(i+d) q_i> for T1 - T2 = DROP, power = lambda^d, 1 <= d <= N - 1."""
    return (ALPHA / power + BETA * power) / BELOW


KAPPA = ((p * p + k * k - p * k * x) / g - g * y) / k


def t(power: RationalFunction) -> RationalFunction:
    """tau(d), d >= 1."""
    return KAPPA * (BETA * power - ALPHA / power) / (BELOW * (lam - 1 / lam))


def first(power: RationalFunction) -> RationalFunction:
    """X_1j, 1 < j < N, power = lambda^j."""
    return (p * r(power / lam) - k * r(power)) / g


def last(power: RationalFunction) -> RationalFunction:
    """X_jN."""
    return (k * r(L * lam / power) - q * r(L / power)) / h


CORNER = (b - a) * r(L / lam) / (g + h)  # X_1N


def proof() -> Iterator[Residual]:
    yield "r(d + 1) + r(d - 1) = x r(d)", r(D * lam) + r(D / lam) - x * r(D)
    yield "kappa from both ends", KAPPA + ((q * q + k * k - q * k * x) / h - h * y) / k
    yield "tau(d + 1) - tau(d - 1)", t(D * lam) - t(D / lam) - KAPPA * r(D)
    # V X - X V + V R Gamma + Gamma R V = 0 at (1, j) and (N, j), 3 <= j <= N - 2
    eta = first(D / lam) - t(D / lam**2)  # eta(j) from row 1
    yield "row 1", k * (t(D) + eta) - p * first(D) + g * y * r(D / lam)
    far = L / D  # X_(N-1,j) = X_(N,j-1) + X_(N,j+1) - [tau(N + 1 - j) + eta(N + 1 + j)]
    eta = last(D * lam) - t(far / lam)  # eta(N + j + 1) from column N
    yield "row N", k * (t(far * lam) + eta) - q * last(D) - h * y * r(far)
    # (1, 2) and (N, N - 1): X_22 = tau(0) + eta(4), X_(N-1,N-1) = tau(0) + eta(2 N - 2)
    two = lam**2
    one = top - k * r(lam) / g
    second = one + first(two * lam) - p / k * first(two) + g / k * (k * r(two) - (c + 2 * k) * r(lam))
    diagonal = second - first(two * lam) + t(two)
    end = top - DROP + k * r(lam) / h
    other = end + last(L / two) - q / k * last(L / lam) - h / k * (k * r(two) - (c + 2 * k) * r(lam))
    yield "T1 - T2 = DROP", other - last(L / two) + t(two) - diagonal
    # (1, N)
    near = L / lam
    bracket = (a - b) * CORNER - k * last(two) + k * first(near)
    yield "corner 1, N", bracket - h * ((c + k + a) * r(near) - k * r(near / lam)) - g * (
        (c + k + b) * r(near) - k * r(near / lam)
    )
    # (1, N - 1) and (N, 2): the same X_(2,N-1)
    rv = k * r(near) + k * r(near / two) - (c + 2 * k) * r(near / lam)
    left = first(near / lam) + CORNER - p / k * first(near) + g / k * rv
    right = CORNER + last(two * lam) - q / k * last(two) - h / k * rv
    yield "X_2,N-1 from both sides", left - right


def instances() -> Iterator[Instance]:
    for size in (2, 3, 4, 5, 6, 9):
        family = sf.family.chain(
            spring=2, pinning="1/2", walls=(3, "1/3"), baths={"first": (1, 5), "last": ("3/2", 2)}
        )
        found = family.kinetic_temperatures(N=size)
        state = family.network(size).steady_state()
        for i in {1, 2, (size + 1) // 2, size}:
            yield {N: size, temperature: state.kinetic_temperature(i).expr, closed: found[i].expr}


ENTRY = Entry(
    id="chain_profile",
    title="Uniform chain between walls: <v_i q_j> is a function of i - j, and T_i - T_j is that of one of i + j",
    variables={
        N: "number of sites, baths at 1 and N",
        temperature: "kinetic temperature of a site",
        closed: "tau(0) + eta(2 i)",
    },
    statement=sympy.Eq(temperature, closed),
    assumptions=(N >= 2,),
    argument=(
        "Unit masses, springs k, pin c, walls a and b, frictions g and h. X = <v v^T>, R = <v q^T> antisymmetric, V R "
        "- R V = Gamma X + X Gamma - 2 Gamma T, X = Gamma R + V Y with Y symmetric; eliminating Y: V X - X V + V R "
        "Gamma + Gamma R V = 0. Take R_ij = -r(j - i) for j > i, r(d + 1) + r(d - 1) = x r(d): the first equation "
        "then holds inside, and gives X_1j = [(k - a) r(j - 1) - k r(j)]/g, X_jN = [k r(N + 1 - j) - (k - b) r(N - "
        "j)]/h, X_1N = (b - a) r(N - 1)/(g + h), X_11 = T1 - k r(1)/g, X_NN = T2 + k r(1)/h. For sites without a bath "
        "the other is the discrete wave equation, solved by X_ij = tau(|i - j|) + eta(i + j) for any tau, eta; rows 1 "
        "and N fix eta, and tau(d + 1) - tau(d - 1) = kappa r(d). What is left are the classes of entries in rows 1 "
        "and N, an identity each in lambda, lambda^N and lambda^j; the pin c is expressed by lambda. Small N, where "
        "classes fall together, are among the instances. For a = b and g = h kappa is zero and T_i - (T1 + T2)/2 is "
        "-(T1 - T2) k/(2 (k - a + g^2)) (1 - eta x + eta^2) s_(N+1-2i)/(s_N - eta s_(N-1)), eta = 1 - a/k."
    ),
    proof=proof,
    instances=instances,
    references=("Z. Rieder, J. L. Lebowitz, E. Lieb, J. Math. Phys. 8 (1967) 1073", "H. Nakazawa 1970"),
)
