"""The steady state is Gaussian; its covariance solves one linear equation, and its mixed block is antisymmetric."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import family, points
from symflux.algebra import RationalFunction
from symflux.model.network import Network

ZERO = RationalFunction.constant(0)

n = sympy.Symbol("n", integer=True, positive=True)
i, j, k, a, b = sympy.symbols("i j k a b", integer=True, positive=True)
A, B, Q = sympy.IndexedBase("A"), sympy.IndexedBase("B"), sympy.IndexedBase("Q")


def drift(network: Network) -> list[list[RationalFunction]]:
    """A of d(p, q) = A (p, q) dt + noise."""
    size = len(network.sites)
    matrix = [[ZERO] * (2 * size) for _ in range(2 * size)]
    for r, (site, row) in enumerate(zip(network.sites, network.potential_matrix(), strict=True)):
        matrix[r][r] = -network.friction(site) / network.masses[site]
        matrix[r][size:] = [-entry for entry in row]
        matrix[size + r][r] = 1 / network.masses[site]
    return matrix


def noise(network: Network) -> list[RationalFunction]:
    """The diagonal of B."""
    baths = network.baths
    entries = [2 * baths[s].friction * baths[s].temperature if s in baths else ZERO for s in network.sites]
    return entries + [ZERO] * len(network.sites)


def covariance(network: Network, method: str = "auto") -> list[list[RationalFunction]]:
    """Q over (p, q), in site order."""
    ss = network.steady_state(method=method)
    coordinates = [(kind, site) for kind in ("p", "q") for site in network.sites]
    size = len(coordinates)
    matrix = [[ZERO] * size for _ in range(size)]
    for r in range(size):
        for c in range(r, size):
            matrix[r][c] = matrix[c][r] = ss.covariance(coordinates[r], coordinates[c]).rational_function
    return matrix


def proof() -> Iterator[Residual]:
    for network in list(family())[:4]:
        matrix, moments, drive = drift(network), covariance(network), noise(network)
        size = len(matrix)
        for r in range(size):
            for c in range(r, size):
                total = drive[r] if r == c else ZERO
                for x in range(size):
                    for factor, moment in ((matrix[r][x], moments[x][c]), (matrix[c][x], moments[x][r])):
                        if factor:
                            total = total + factor * moment
                yield f"{network.name}: entry {r}, {c} of A Q + Q A^T + B", total
        half = size // 2
        for r in range(half):
            for c in range(half):
                mixed = moments[r][half + c] / network.mass_items[r] + moments[c][half + r] / network.mass_items[c]
                yield f"{network.name}: <v q^T> is antisymmetric", mixed
    for network in list(family())[:3:2]:
        other = covariance(network, "lyapunov")
        for r, row in enumerate(covariance(network)):
            for c, entry in enumerate(row):
                yield f"{network.name}: both solvers give entry {r}, {c}", entry - other[r][c]


def instances() -> Iterator[Instance]:
    for network in list(points())[:4]:
        matrix, moments, drive = drift(network), covariance(network), noise(network)
        size = len(matrix)
        point = {n: size // 2}
        for r in range(size):
            for c in range(size):
                point[A[r + 1, c + 1]] = matrix[r][c]
                point[Q[r + 1, c + 1]] = moments[r][c]
                point[B[r + 1, c + 1]] = drive[r] if r == c else 0
        for r, c in ((1, 1), (1, 2), (1, size), (size // 2 + 1, size), (2, size // 2 + 1)):
            yield point | {i: r, j: c}


ENTRY = Entry(
    id="stationary_covariance",
    title="The covariance of momenta and positions solves A Q + Q A^T + B = 0",
    variables={
        n: "number of sites",
        i: "a row, momenta 1..n before positions n+1..2n",
        j: "a column",
        k: "the index summed over",
        A: "drift: d(p, q) = A (p, q) dt + noise, A = [[-Gamma/M, -V], [1/M, 0]]",
        B: "strength of the noise, diag(2 Gamma T, 0)",
        Q: "covariance of (p, q)",
    },
    statement=sympy.And(
        sympy.Eq(sympy.Sum(A[i, k] * Q[k, j] + Q[i, k] * A[j, k], (k, 1, 2 * n)), -B[i, j]),
        sympy.Eq(Q[i, j], Q[j, i]),
    ),
    assumptions=(),
    argument=(
        "Let V be positive definite and the baths reach every motion: A is stable then (derivation "
        "lemma_1_uniqueness; where V = L D L^T has a kernel the same holds for (p, L^T q)). The equations of motion "
        "are linear with additive white noise, so x(t) = exp(A t) x(0) + a Gaussian integral of the noise: every law "
        "converges to the Gaussian law of mean 0 and covariance Q = Int_0^inf exp(A t) B exp(A^T t) dt, which is the "
        "stationary one and the only one. Integrating the derivative of exp(A t) B exp(A^T t) gives A Q + Q A^T = -B. "
        "No other Q solves it: for a difference D of two solutions exp(A t) D exp(A^T t) is constant in t and goes to "
        "0. The block of <q q^T> reads <v q^T> + <q v^T> = 0: R = <v q^T> is antisymmetric. The blocks of <p p^T> and "
        "<p q^T> are the equations that the reference solver reduces and solves."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515",),
)
