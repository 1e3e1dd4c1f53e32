"""The same question put to other tools, as a newcomer would."""

from __future__ import annotations

import sympy

from symflux import Network


def plain_sympy(network: Network, bond: tuple[int, int]) -> sympy.Expr:
    """The full Lyapunov equation A Q + Q A^T + B = 0, typed out and given to ``linsolve``."""
    size = len(network.sites)
    V = sympy.Matrix(size, size, lambda i, j: network.potential_matrix()[i][j].to_sympy())
    friction = sympy.diag(*(network.friction(site).to_sympy() for site in network.sites))
    noise = sympy.diag(
        *(
            (2 * bath.friction * bath.temperature).to_sympy() if bath is not None else 0
            for bath in map(network.baths.get, network.sites)
        )
    )
    A = sympy.Matrix(sympy.BlockMatrix([[-friction, -V], [sympy.eye(size), sympy.zeros(size)]]))
    B = sympy.diag(noise, sympy.zeros(size))
    unknowns = sympy.symbols(f"x0:{size * (2 * size + 1)}")
    table = iter(unknowns)
    Q = sympy.zeros(2 * size)
    for i in range(2 * size):
        for j in range(i, 2 * size):
            Q[i, j] = Q[j, i] = next(table)
    residual = A * Q + Q * A.T + B
    equations = [residual[i, j] for i in range(2 * size) for j in range(i, 2 * size)]
    (solution,) = sympy.linsolve(equations, unknowns)
    values = dict(zip(unknowns, solution, strict=True))
    i, j = (network.index(site) for site in bond)
    return -V[i, j] * values[Q[size + i, j]]


def scipy_lyapunov(network: Network, bond: tuple[int, int]) -> float:
    """The floating-point answer, by ``scipy.linalg.solve_continuous_lyapunov``."""
    import numpy
    from scipy.linalg import solve_continuous_lyapunov

    size = len(network.sites)
    V = numpy.array([[float(entry.value) for entry in row] for row in network.potential_matrix()])
    friction = numpy.diag([float(network.friction(site).value) for site in network.sites])
    noise = numpy.zeros((2 * size, 2 * size))
    for site, bath in network.baths.items():
        noise[network.index(site), network.index(site)] = 2 * float((bath.friction * bath.temperature).value)
    A = numpy.block([[-friction, -V], [numpy.eye(size), numpy.zeros((size, size))]])
    Q = solve_continuous_lyapunov(A, -noise)
    i, j = (network.index(site) for site in bond)
    return float(-V[i, j] * Q[size + i, j])
