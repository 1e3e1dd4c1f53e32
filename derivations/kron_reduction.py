"""Floating baths: the heat currents of a network whose inner baths carry no net heat are those of a smaller network."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Residual
from symflux.algebra import exact
from symflux.model.families import chain
from symflux.steady_state.floating import self_consistent

K12, K13, K23 = sympy.symbols("K12 K13 K23", positive=True)
T1, T2, T3 = sympy.symbols("T1:4", positive=True)
reduced = K12 + K13 * K23 / (K13 + K23)
share = (K13 * T1 + K23 * T2) / (K13 + K23)


def proof() -> Iterator[Residual]:
    yield "bath 3 carries nothing", K13 * (share - T1) + K23 * (share - T2)
    yield "bath 1", K12 * (T1 - T2) + K13 * (T1 - share) - reduced * (T1 - T2)
    # two floating of four baths, any conductances: the Schur complement, multiplied out
    pairs = ((1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4))
    K = {frozenset(pair): sympy.Symbol(f"K{pair[0]}{pair[1]}") for pair in pairs}
    laplacian = sympy.Matrix(4, 4, lambda r, s: 0 if r == s else -K[frozenset((r + 1, s + 1))])
    laplacian -= sympy.diag(*(sum(laplacian[r, :]) for r in range(4)))
    rest, floating = [0, 1], [2, 3]
    inner, coupling = laplacian.extract(floating, floating), laplacian.extract(floating, rest)
    weights = -inner.inv() * coupling
    smaller = laplacian.extract(rest, rest) + laplacian.extract(rest, floating) * weights
    for row in range(2):
        yield f"shares of floating bath {row + 3} add up to 1", sympy.together(sum(weights[row, :]) - 1)
        for column in range(2):
            yield f"floating bath {row + 3} carries nothing", sympy.together((inner * weights + coupling)[row, column])
    yield "what is left is a Laplacian", sympy.together(sum(smaller[0, :]))
    yield "and symmetric", sympy.together(smaller[0, 1] - smaller[1, 0])
    # the package's own answer, with symbols
    net = chain(3, spring="k", pinning="c", baths={s: ("g", f"T{s}") for s in (1, 2, 3)})
    ss = net.steady_state()
    answer = self_consistent(ss, [2])
    values = {K12: ss.conductance(1, 3).expr, K13: ss.conductance(1, 2).expr, K23: ss.conductance(2, 3).expr}
    yield "a chain of three", answer.conductance(1, 3).rational_function - exact(reduced.xreplace(values))
    yield "its middle bath", answer.bath_flux(2).rational_function


ENTRY = Entry(
    id="kron_reduction",
    title="A bath that floats between two others adds K13 K23/(K13 + K23) to their conductance",
    variables={
        K12: "conductance between baths 1 and 2",
        K13: "conductance between bath 1 and the floating bath 3",
        K23: "conductance between bath 2 and the floating bath 3",
        T1: "temperature of bath 1",
        T2: "temperature of bath 2",
        T3: "temperature of bath 3",
    },
    statement=sympy.Implies(
        sympy.Eq(K13 * (T3 - T1) + K23 * (T3 - T2), 0),
        sympy.Eq(K12 * (T1 - T2) + K13 * (T1 - T3), reduced * (T1 - T2)),
    ),
    assumptions=(),
    argument=(
        "The bath fluxes phi_i = sum_j K_ij (T_i - T_j) are L T with the Laplacian L of K. Order the baths into "
        "floating (F) and given (R). phi_F = 0 says L_FF T_F = -L_FR T_R. If every floating bath is joined by "
        "conductances K > 0, perhaps through others, to a given one, L_FF is positive definite (x.L_FF x is the "
        "dissipation with the given temperatures 0), so T_F = S T_R is unique with S = -L_FF^{-1} L_FR; its rows "
        "add up to 1 because L annihilates equal temperatures. Then phi_R = (L_RR + L_RF S) T_R: a Schur complement "
        "of L, symmetric, again annihilating equal temperatures, hence the Laplacian of the conductances K' = K_RR "
        "+ K_RF S. One floating bath gives the formula stated."
    ),
    proof=proof,
    instances=(
        {K12: 2, K13: 3, K23: 6, T1: 7, T2: 1, T3: 3},
        {K12: 2, K13: 3, K23: 6, T1: 7, T2: 1, T3: 4},
    ),
    references=(
        "F. Bonetto, J. L. Lebowitz, J. Lukkarinen, J. Stat. Phys. 116 (2004) 783 (self-consistent baths)",
        "G. Kron, Tensor Analysis of Networks (1939)",
    ),
)
