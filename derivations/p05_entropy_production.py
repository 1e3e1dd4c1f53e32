"""The entropy production is a sum of non-negative terms, one for each pair of baths: the second law, term by term."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import free, points, solved
from symflux.algebra import RationalFunction

n = sympy.Symbol("n", integer=True, positive=True)
i, j = sympy.symbols("i j", integer=True, positive=True)
K, T, phi = sympy.IndexedBase("K"), sympy.IndexedBase("T"), sympy.IndexedBase("phi")
sigma = sympy.Symbol("sigma", real=True)
term = K[i, j] * (T[i] - T[j]) ** 2 / (T[i] * T[j])


def proof() -> Iterator[Residual]:
    # any symmetric K: the terms of the pair i, j in -sum phi_i/T_i
    for size in (2, 3, 4, 6):
        temperatures = sympy.symbols(f"T1:{size + 1}")
        conductance = {pair: sympy.Symbol(f"K{pair[0]}_{pair[1]}") for pair in combinations(range(size), 2)}
        for (a, b), k in conductance.items():
            left, right = temperatures[a], temperatures[b]
            pair_terms = -k * (left - right) / left - k * (right - left) / right
            yield f"{size} baths, pair {a}, {b}", pair_terms - k * (left - right) ** 2 / (left * right)
    for ss in [*solved(), *(network.steady_state() for network in free())]:
        total = ss.entropy_production().rational_function
        for site, bath in ss.network.baths.items():
            total = total + ss.bath_flux(site).rational_function / bath.temperature
        yield f"{ss.network.name}: sum K (T_i - T_j)^2/(T_i T_j) + sum phi_i/T_i", total
        for (a, b), conductance_ in ss.conductances().items():
            rest = conductance_.rational_function - ss.conductance(b, a).rational_function
            yield f"{ss.network.name}: K({a}, {b}) is symmetric", rest


def instances() -> Iterator[Instance]:
    for network in points():
        ss, baths = network.steady_state(), list(network.baths)
        point: dict[object, object] = {n: len(baths)}
        total = RationalFunction.constant(0)
        for r, site in enumerate(baths, start=1):
            point[T[r]] = network.baths[site].temperature
            point[phi[r]] = ss.bath_flux(site).rational_function
            total = total - ss.bath_flux(site).rational_function / network.baths[site].temperature
            for c, other in enumerate(baths, start=1):
                point[K[r, c]] = ss.conductance(site, other).rational_function if r != c else 0
        yield point | {sigma: total}


ENTRY = Entry(
    id="entropy_production",
    title="The entropy production is sum over i < j of K_ij (T_i - T_j)^2/(T_i T_j) >= 0",
    variables={
        n: "number of baths",
        i: "a bath",
        j: "another bath",
        K: "conductances, symmetric and not negative",
        T: "bath temperatures, positive",
        phi: "bath fluxes, positive into the network",
        sigma: "rate of entropy production of the baths, -sum phi_i/T_i",
    },
    statement=sympy.And(
        sympy.Eq(2 * sigma, sympy.Sum(term, (j, 1, n), (i, 1, n))),  # every pair twice
        sympy.Eq(sigma, -sympy.Sum(phi[i] / T[i], (i, 1, n))),
        sigma >= 0,
    ),
    assumptions=(
        sympy.Eq(sympy.Sum(sympy.Abs(T[i]) - T[i], (i, 1, n)), 0),
        sympy.Eq(sympy.Sum(sympy.Abs(K[i, j]) - K[i, j], (j, 1, n), (i, 1, n)), 0),
        sympy.Eq(sympy.Sum((K[i, j] - K[j, i]) ** 2, (j, 1, n), (i, 1, n)), 0),
    ),
    argument=(
        "Bath i loses the heat phi_i per time at the temperature T_i, so its entropy changes at the rate -phi_i/T_i; "
        "that of the network is constant. Put in phi_i = sum_j K_ij (T_i - T_j) with K_ij = K_ji >= 0 (derivation "
        "landauer_conductance): the pair i, j contributes -K_ij (T_i - T_j)/T_i - K_ij (T_j - T_i)/T_j = K_ij (T_i - "
        "T_j)^2/(T_i T_j) >= 0. The sum is zero only where every two baths with K_ij > 0 are equally warm, and then "
        "all bath fluxes vanish."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515 (positivity)",),
)
