"""Lemma 1: the steady state is unique and positive definite exactly where the baths reach every motion."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import determinant, points
from derivations.p01_stationary_covariance import covariance
from symflux import paper
from symflux.algebra import RationalFunction, exact
from symflux.model.network import Network
from symflux.moments.route import moments_of

n, r = sympy.symbols("n r", integer=True, positive=True)
D, q = sympy.symbols("D q", real=True)


def krylov(network: Network, starts: list[int]) -> list[list[RationalFunction]]:
    """The vectors (M^-1 V)^k e_b, k < n, for every b of ``starts``."""
    couplings, size = network.potential_matrix(), len(network.sites)
    vectors = []
    for start in starts:
        vector = [RationalFunction.constant(int(k == start)) for k in range(size)]
        for _ in range(size):
            vectors.append(vector)
            image = []
            for row, mass in zip(couplings, network.mass_items, strict=True):
                total = RationalFunction.constant(0)
                for entry, part in zip(row, vector, strict=True):
                    if entry and part:
                        total = total + entry * part
                image.append(total / mass)
            vector = image
    return vectors


def proof() -> Iterator[Residual]:
    # an eigenvalue x + i y: m (x + i y)^2 + g (x + i y) + v = 0 in real and imaginary parts
    m, g, v, x, y = sympy.symbols("m g v x y", real=True)
    value = sympy.expand(m * (x + sympy.I * y) ** 2 + g * (x + sympy.I * y) + v)
    real, imaginary = value.as_real_imag()
    yield "imaginary part of the quadratic form", imaginary - y * (2 * m * x + g)
    yield "real part of the quadratic form", real - (m * (x**2 - y**2) + g * x + v)
    # the hidden mode of the paper's square, with symbols: V u = kappa u, u = 0 at the baths
    square = sf.Network.from_edges(
        [(1, 3, "a"), (1, 4, "a"), (2, 3, "b"), (2, 4, "b")], pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}
    )
    mode = [exact(entry) for entry in square.hidden_modes()[0]]
    kappa = exact("a + b + c")
    for site, row, entry in zip(square.sites, square.potential_matrix(), mode, strict=True):
        image = sum((coupling * part for coupling, part in zip(row, mode, strict=True)), RationalFunction.constant(0))
        yield f"V u = (a + b + c) u at site {site}", image - kappa * entry
        yield f"Gamma u = 0 at site {site}", square.friction(site) * entry
    yield "the Hurwitz determinant of the square vanishes", moments_of(square.linear_model()).hurwitz_determinant()
    # one bath, unit masses: the Hurwitz determinant is gamma^n det(e_b, V e_b, ..., V^(n-1) e_b)^2
    for network in (
        sf.chain(2, spring="k", pinning={1: "c1", 2: "c2"}, baths={1: ("g", 1)}),
        sf.chain(3, spring=["a", "b"], pinning={1: "c1", 2: "c2", 3: "c3"}, baths={2: ("g", 1)}),
        sf.ring(3, spring=["a", "b", "d"], pinning="c", baths={1: ("g", 1)}),
        sf.star(4, spring=["a", "b", "d"], pinning="c", baths={2: ("g", 1)}),
        sf.ring(4, spring=["a", "b", "d", 1], pinning=1, baths={1: ("g", 1)}),
    ):
        size, start = len(network.sites), [network.index(next(iter(network.baths)))]
        reached = determinant(krylov(network, start))
        expected = RationalFunction.variable("g") ** size * reached * reached
        yield f"{network!r}", moments_of(network.linear_model()).hurwitz_determinant() - expected


def instances() -> Iterator[Instance]:
    broken = sf.Network.from_edges(
        [(1, 3, 1), (1, 4, 1), (2, 3, 1), (2, 4, 1)], pinning={1: 1, 2: 1, 3: 1, 4: 2}, baths={1: (1, 3), 2: (1, 1)}
    )
    heavy = sf.star(4, pinning=1, masses={3: 2, 4: 2}, baths={2: (1, 1)})
    figure = paper.figure_1().at({"T1": 1, "T2": 2})
    for network in (figure, broken, heavy, sf.chain(3, pinning=1, baths={2: (1, 1)}), paper.example_3(), *points()):
        vectors = krylov(network, [network.index(site) for site in network.baths])
        rank = sympy.Matrix([[entry.to_sympy() for entry in vector] for vector in vectors]).rank()
        size = len(network.sites)
        least = RationalFunction.constant(0)
        if rank == size:
            matrix = sympy.Matrix([[e.to_sympy() for e in row] for row in covariance(network)])
            least = exact(min(matrix[:k, :k].det() for k in range(1, 2 * size + 1)))
        yield {n: size, r: rank, D: moments_of(network.linear_model()).hurwitz_determinant(), q: least}


ENTRY = Entry(
    id="lemma_1_uniqueness",
    title="Unique and positive definite if and only if the vectors (M^-1 V)^k e_b, b a bath, span R^n",
    variables={
        n: "number of sites",
        r: "dimension of W = span{(M^-1 V)^k e_b : b has a bath, k >= 0}",
        D: "Hurwitz determinant of det(M s^2 + Gamma s + V): zero where two motions have opposite eigenvalues",
        q: "least leading principal minor of the covariance, 0 where there is no unique one",
    },
    statement=sympy.And(sympy.Equivalent(sympy.Eq(r, n), D > 0), sympy.Equivalent(sympy.Eq(r, n), q > 0)),
    assumptions=(r <= n, D >= 0),
    argument=(
        "V is positive definite, M^-1 V is symmetric in the inner product (x, M y). If W is not everything, take u != "
        "0 with (u, M w) = 0 for all w in W. Such u form a space invariant under M^-1 V; take u in it with V u = "
        "kappa M u, kappa > 0. As e_b is in W, m_b u_b = 0: Gamma u = 0. The coordinate Q = (M u).q then obeys Q'' = "
        "-kappa Q without friction or noise, so every amplitude is stationary: no uniqueness. If W is everything, let "
        "x = (lambda q, q) be an eigenvector of the motion: (lambda^2 M + lambda Gamma + V) q = 0. Multiply by q*: "
        "lambda^2 m + lambda g + v = 0 with m, v > 0, g >= 0. If g > 0 then Re lambda < 0: the imaginary part y (2 m "
        "x + g) vanishes, so x = -g/(2 m) or y = 0, and then m x^2 + g x + v = 0 needs x < 0. If g = 0 then Gamma q = "
        "0, q vanishes at the baths and M^-1 V q = -lambda^2 q, so (q, M (M^-1 V)^k e_b) = (-lambda^2)^k m_b q_b = 0 "
        "for all k: q is M-orthogonal to W = R^n, q = 0. So A is stable, the law is unique (derivation "
        "stationary_covariance), and Q = Int exp(A t) B exp(A^T t) dt. If Q is singular, some y != 0 has B exp(A^T t) "
        "y = 0 for all t; such y form a space invariant under A^T, so take A^T y = lambda y, y = (y_p, y_q), B y = 0: "
        "y_p vanishes at the baths, y_q = lambda M y_p (as Gamma y_p = 0), V y_p = -lambda y_q = -lambda^2 M y_p, and "
        "y_p = 0 by the argument just given, so y = 0. Q is positive definite. Where V is only semidefinite, the same "
        "holds for (p, L^T q), V = L D L^T, on which velocities and fluxes rest. The Hurwitz determinant is a "
        "positive number times the product of all -(s_k + s_l), k < l, over the zeros of P (derivation "
        "moment_equations): positive if all Re s_k < 0, zero if two zeros are +-i w. With one bath and unit masses it "
        "is gamma^n det(e_b, V e_b, ...)^2: both are the product of the squared weights of e_b on the normal modes "
        "and of the squared differences of their eigenvalues."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Lemma 1",),
)
