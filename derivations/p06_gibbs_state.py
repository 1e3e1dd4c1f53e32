"""Where all baths are equally warm the steady state is Gibbs' state, whatever the frictions, and nothing flows."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import family, points
from symflux.algebra import RationalFunction

ZERO, ONE = RationalFunction.constant(0), RationalFunction.constant(1)

n = sympy.Symbol("n", integer=True, positive=True)
i, j, k = sympy.symbols("i j k", integer=True, positive=True)
T = sympy.Symbol("T", positive=True)
m, V, X, R, Y = (sympy.IndexedBase(name) for name in ("m", "V", "X", "R", "Y"))
delta = sympy.KroneckerDelta(i, j)


def proof() -> Iterator[Residual]:
    for network in family():
        ss, sites, couplings = network.steady_state(), network.sites, network.potential_matrix()
        small = len(network.sites) <= 3
        for r, left in enumerate(sites):
            for c, right in enumerate(sites):
                expected = ONE if r == c else ZERO
                velocities = _sum(ss.covariance(("v", left), ("v", right)).coefficients)
                yield f"{network.name}: m <v v> at {left}, {right}", velocities * network.masses[right] - expected
                mixed = _sum(ss.covariance(("q", left), ("v", right)).coefficients)
                yield f"{network.name}: <q v> at {left}, {right}", mixed
                if small:
                    held = ZERO
                    for x, site in enumerate(sites):
                        if couplings[r][x]:
                            moment = _sum(ss.covariance(("q", site), ("q", right)).coefficients)
                            held = held + couplings[r][x] * moment
                    yield f"{network.name}: V <q q> at {left}, {right}", held - expected
        for flux in [ss.bond_flux(*bond) for bond in network.bonds] + [ss.bath_flux(site) for site in network.baths]:
            yield f"{network.name}: {flux.quantity}", _sum(flux.coefficients)


def _sum(coefficients: object) -> RationalFunction:
    """The value where every bath has temperature 1."""
    total = ZERO
    for coefficient in coefficients.values():  # type: ignore[attr-defined]
        total = total + coefficient
    return total


def instances() -> Iterator[Instance]:
    for network in points():
        ss, sites, couplings = network.steady_state(), network.sites, network.potential_matrix()
        common = RationalFunction.constant(3)
        point: dict[object, object] = {n: len(sites), T: common}
        for r, left in enumerate(sites, start=1):
            point[m[r]] = network.masses[left]
            for c, right in enumerate(sites, start=1):
                point[V[r, c]] = couplings[r - 1][c - 1]
                for base, kinds in ((X, "vv"), (R, "vq"), (Y, "qq")):
                    moment = ss.covariance((kinds[0], left), (kinds[1], right))
                    point[base[r, c]] = common * _sum(moment.coefficients)
        for r, c in ((1, 1), (1, 2), (2, 1), (2, 2), (len(sites), 1)):
            yield point | {i: r, j: c}


ENTRY = Entry(
    id="gibbs_state",
    title="At equal temperatures the covariance is T diag(1/M, 1/V) and every flux vanishes",
    variables={
        n: "number of sites",
        i: "a site",
        j: "a site",
        k: "the site summed over",
        T: "the common temperature",
        m: "masses",
        V: "potential matrix, positive definite",
        X: "<v v^T>",
        R: "<v q^T>",
        Y: "<q q^T>",
    },
    statement=sympy.And(
        sympy.Eq(m[i] * X[i, j], T * delta),
        sympy.Eq(R[i, j], 0),
        sympy.Eq(sympy.Sum(V[i, k] * Y[k, j], (k, 1, n)), T * delta),
    ),
    assumptions=(),
    argument=(
        "Put Q = T diag(M, V^-1) over (p, q) into A Q + Q A^T + B with A = [[-Gamma/M, -V], [1/M, 0]] and B = diag(2 "
        "Gamma T, 0). Momenta: -T Gamma - T Gamma + 2 T Gamma = 0. Mixed: -V T V^-1 + T M/M = -T + T = 0. Positions: "
        "0. The solution is unique, so this is the steady state: Gibbs' exp(-H/T). <q v^T> = 0 makes every bond flux "
        "vanish, m_i <v_i^2> = T every bath flux. Since fluxes are linear in the temperatures, the coefficients of "
        "each flux add up to zero. Where V = L D L^T has a kernel the same computation with (p, L^T q) and T diag(M, "
        "1/D) gives m_i <v_i^2> = T; <q v^T>, which diffusion makes T Z (Z^T Gamma Z)^-1 Z^T for Z spanning the "
        "kernel, is symmetric, and bond fluxes are its antisymmetric part."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515",),
)
