"""What each bath's temperature adds: kinetic temperatures are averages of them, and every variance grows with each."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import free, points, solved
from symflux.algebra import RationalFunction

n = sympy.Symbol("n", integer=True, positive=True)
b = sympy.Symbol("b", integer=True, positive=True)
c, d, T = (sympy.IndexedBase(name) for name in ("c", "d", "T"))
theta, variance = sympy.symbols("theta variance", real=True)


def proof() -> Iterator[Residual]:
    for state in [*solved(), *(network.steady_state() for network in free())]:
        for site in state.network.sites:
            share = state.kinetic_temperature(site).coefficients
            whole = sum(share.values(), RationalFunction.constant(-1))
            yield f"{state.network.name}: the coefficients of site {site} add up to 1", whole


def instances() -> Iterator[Instance]:
    for network in points():
        state = network.steady_state()
        for site in network.sites:
            kinetic, square = state.kinetic_temperature(site), state.covariance(("q", site), ("q", site))
            point: dict[object, object] = {n: len(network.baths), theta: kinetic, variance: square, b: 1}
            for k, (label, bath) in enumerate(network.baths.items(), start=1):
                point |= {T[k]: bath.temperature, c[k]: kinetic.coefficient(label), d[k]: square.coefficient(label)}
            yield point


ENTRY = Entry(
    id="temperatures_between_baths",
    title="Kinetic temperatures are weighted means of the bath temperatures; variances grow with each of them",
    variables={
        n: "number of baths",
        b: "a bath",
        c: "coefficients of the kinetic temperature",
        d: "coefficients of the variance of a position, a velocity or a distance",
        T: "bath temperatures",
        theta: "kinetic temperature of a site",
        variance: "the variance",
    },
    statement=sympy.And(
        sympy.Eq(theta, sympy.Sum(c[b] * T[b], (b, 1, n))),
        sympy.Eq(sympy.Sum(c[b], (b, 1, n)), 1),
        c[b] >= 0,
        sympy.Eq(variance, sympy.Sum(d[b] * T[b], (b, 1, n))),
        d[b] >= 0,
    ),
    assumptions=(),
    argument=(
        "A signal x answers the noise of bath b by X_b/P, so <x^2> = sum_b 2 gamma_b T_b (1/2 pi) Int |X_b(i w)|^2/"
        "|P(i w)|^2 dw: every coefficient is the integral of what is not negative, and is zero only where X_b vanishes "
        "identically. This holds for fields and for every other element too. Where nothing works on the network and "
        "every mass is on a site, Gibbs's state at equal temperatures T has m <v^2> = T (derivation gibbs_state; a "
        "field does no work and leaves it as it is), so the coefficients of m <v^2> add up to 1. A position has a "
        "variance where V is positive definite. The covariance of two different coordinates is no square: its "
        "coefficients may be negative."
    ),
    proof=proof,
    instances=instances,
    references=(),
)
