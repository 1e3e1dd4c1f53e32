"""nu(z F) of a row of equal cells, for every number of cells, as a sum over the roots of Delta."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import Polynomial, RationalFunction
from symflux.family.segment import Segment

n = sympy.Symbol("n", integer=True, nonnegative=True)
conductance, closed = sympy.symbols("conductance closed", real=True)


def rows() -> list[Segment]:
    """A chain with walls, one whose first mass makes e1 and e2 vanish together, alternating masses, inner structure."""
    ends = {"first": (1, "T1"), "last": (2, "T2")}
    triangle = sf.Network.from_edges([(1, 2, 1), (2, 3, 2), (1, 3, 1)], pinning={1: 1}, baths={1: (1, "T1")})
    lone = sf.Network.from_edges([], pinning={1: 2}, baths={1: (1, "T2")})
    cell = sf.Network.from_edges([(1, 2, 1), (2, 3, 2)], pinning={2: 1})
    return [
        sf.family.chain(spring=2, pinning=1, walls=(1, 3), baths=ends),
        sf.family.chain(spring=1, pinning=2, masses={"first": 2}, baths={"first": (1, "T1"), "last": (1, "T2")}),
        sf.family.chain(spring=1, pinning=1, masses=(1, 3), baths=ends),
        sf.family.segment(left=triangle, cell=cell, right=lone, ports={"left": 3, "cell": (1, 3)}),
    ]


def proof() -> Iterator[Residual]:
    # the quadratic form in E and O
    e1, e2, o1, o2, q11, q12, q22, S, R = (
        Polynomial.variable(x) for x in ["e1", "e2", "o1", "o2", "q11", "q12", "q22", "S", "R"]
    )
    E, O = e1 * S + e2 * R, o1 * S + o2 * R
    delta = e1 * o2 - e2 * o1
    form = q11 * S * S + q12 * S * R + q22 * R * R
    alpha = q11 * o2 * o2 - q12 * o1 * o2 + q22 * o1 * o1
    beta = q12 * (o2 * e1 + e2 * o1) - 2 * q11 * e2 * o2 - 2 * q22 * e1 * o1
    gamma = q11 * e2 * e2 - q12 * e1 * e2 + q22 * e1 * e1
    yield "F Delta^2 = alpha E^2 + beta E O + gamma O^2", form * delta**2 - alpha * E * E - beta * E * O - gamma * O * O
    # the conic is kept by the recurrence
    tr, kap2 = Polynomial.variable("tr"), Polynomial.variable("kap2")
    after = tr * S - kap2 * R
    conic = after * after - tr * after * S + kap2 * S * S - kap2 * (S * S - tr * S * R + kap2 * R * R)
    yield "the conic is multiplied by kap2", conic
    # determinants and cofactors of real rows
    for row in rows():
        for cells in (1, 2, 3):
            network = row.network(row.shape.step * cells + row.shape.offset)
            model, s = network.linear_model(), RationalFunction.variable("s")
            matrix = [
                [model.mass[i, j] * s * s + model.damping[i, j] * s + model.coupling[i, j] for j in range(model.size)]
                for i in range(model.size)
            ]
            z = s * s
            here, before = RationalFunction.constant(1), RationalFunction.constant(0)
            put = {"/z": z}
            trace, square = (RationalFunction(p).substitute(put) for p in (row.row.trace, row.row.kap2))
            for _ in range(cells - 1):
                here, before = trace * here - square * before, here
            p1, p0 = row.row.characteristic
            sides = [
                RationalFunction(p.even).substitute(put) + s * RationalFunction(p.odd).substitute(put) for p in (p1, p0)
            ]
            scale = RationalFunction(row.scale) ** model.size
            total = sides[0] * here + sides[1] * before
            yield f"{row.shape.title}, {cells} cells: det K = S_N p1 + S_(N-1) p0", total - scale * _determinant(matrix)


def _determinant(matrix: list[list[RationalFunction]]) -> RationalFunction:
    if not matrix:
        return RationalFunction.constant(1)
    total = RationalFunction.constant(0)
    for j, entry in enumerate(matrix[0]):
        if entry:
            rest = [row[:j] + row[j + 1 :] for row in matrix[1:]]
            total = total + entry * _determinant(rest) * (-1) ** j
    return total


def instances() -> Iterator[Instance]:
    for row in rows():
        hot, cold = row.baths
        here, there = (row.place(label) for label in (hot, cold))
        for cells in (1, 2, 5):
            size = row.shape.step * cells + row.shape.offset
            network = row.network(size)
            if row.shape.labels is not None:
                here, there = network.sites[0], network.sites[-1]
            value = network.steady_state().conductance(here, there)
            yield {n: cells, conductance: value, closed: row.conductance(hot, cold).at({row.shape.size: size}).expr}


ENTRY = Entry(
    id="segments",
    title="A row of N equal cells between two blocks: conductances as sums over the roots of Delta",
    variables={
        n: "number of cells",
        conductance: "heat into a bath of the left block per unit of temperature of one of the right block",
        closed: "the sum over the roots of Delta, with the constant from infinity",
    },
    statement=sympy.Eq(conductance, closed),
    assumptions=(n >= 0,),
    argument=(
        "All masses > 0, V > 0 (or V with one free motion and no position covariance asked), the state unique at that "
        "N, the cofactor c between the ports of the cell and Delta not identically zero. Cells one after the other "
        "multiply (det, det without the last port) by a 2x2 matrix with trace tr = a - k^2 d and, by Jacobi's identity "
        "a d - b b' = -c^2, determinant kap2 = k^2 c^2; its powers are S_N tau - kap2 S_(N-1). So det K = S_N p1 + "
        "S_(N-1) p0, p1 = e1 + s o1, p0 = e2 + s o2, E = e1 S_N + e2 S_(N-1), O = o1 S_N + o2 S_(N-1), and every "
        "integrand is a quadratic form F in S_N, S_(N-1): a cofactor from end to end is a power of k c, and kap2^(N-1) "
        "is the conic. P = E + s O is Hurwitz, so nu(z F) = -1/2 sum over E = 0 of Res F/(E O). With F Delta^2 = alpha "
        "E^2 + beta E O + gamma O^2, F/(E O) = gamma O/(E Delta^2) + beta/Delta^2 + alpha E/(O Delta^2). The first "
        "term has further poles only where Delta = 0 and, unless e1 = e2 = 0 there, E != 0 (if E = 0 then O = 0, and "
        "the state is not unique); the sum of all its residues is the coefficient of 1/z at infinity. Where e1 = e2 = "
        "0 E vanishes for every N, and the other two terms contribute their residues. At a simple root of Delta O = "
        "lambda E with lambda free of N, so the derivative of O/E there is ((o1' - lambda e1') S_N + (o2' - lambda "
        "e2') S_(N-1))/E, without derivatives of S_N. At infinity t_N = S_(N-1)/S_N obeys t_(N+1) = 1/(tr - kap2 t_N) "
        "and is constant from some N on, up to the order that is needed, because deg kap2 < 2 deg tr."
    ),
    proof=proof,
    instances=instances,
)
