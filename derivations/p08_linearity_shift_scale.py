"""Covariances and fluxes are linear in the bath temperatures; fluxes ignore a common shift and scale with a factor."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import points, solved
from symflux.algebra import RationalFunction

n, b = sympy.symbols("n b", integer=True, positive=True)
lam, shift = sympy.symbols("lambda s", real=True)
c, T = sympy.IndexedBase("c"), sympy.IndexedBase("T")
before, after = sympy.symbols("before after", real=True)


def proof() -> Iterator[Residual]:
    factor, common = RationalFunction.variable("x"), RationalFunction.variable("y")
    for ss in solved():
        network = ss.network
        put = {
            network.temperature_name(site): factor * bath.temperature + common for site, bath in network.baths.items()
        }
        fluxes = [ss.bond_flux(*bond) for bond in network.bonds] + [ss.bath_flux(site) for site in network.baths]
        for flux in fluxes:
            value = flux.rational_function
            yield f"{network.name}: {flux.quantity} at x T + y", value.substitute(put) - factor * value
            for name in put:  # one bath at 1, the others at 0
                alone = {other: RationalFunction.constant(int(other == name)) for other in put}
                value = value - value.substitute(alone) * RationalFunction.variable(name)
            yield f"{network.name}: {flux.quantity} is the sum of the effects of single baths", value
        for site in network.sites:
            kinetic = ss.kinetic_temperature(site).rational_function
            moved = kinetic.substitute(put) - factor * kinetic - common
            yield f"{network.name}: kinetic temperature at {site}", moved


def instances() -> Iterator[Instance]:
    for network in points():
        ss, baths = network.steady_state(), list(network.baths)
        for bond in network.bonds:
            form = ss.bond_flux(*bond).coefficients
            moved = RationalFunction.constant(0)
            point: dict[object, object] = {n: len(baths), lam: 3, shift: 5}
            for k, site in enumerate(baths, start=1):
                point[c[k]], point[T[k]] = form[site], network.baths[site].temperature
                moved = moved + form[site] * (3 * network.baths[site].temperature + 5)
            yield point | {before: ss.bond_flux(*bond).rational_function, after: moved}


ENTRY = Entry(
    id="linearity_shift_scale",
    title="Every flux is linear in the temperatures, unchanged by a common shift, and scales with a common factor",
    variables={
        n: "number of baths",
        b: "a bath",
        c: "coefficients of a flux: its values when one bath has temperature 1 and the others 0",
        T: "bath temperatures",
        lam: "any factor",
        shift: "any shift",
        before: "the flux at the temperatures T",
        after: "the flux at the temperatures lambda T + s",
    },
    statement=sympy.And(
        sympy.Eq(before, sympy.Sum(c[b] * T[b], (b, 1, n))),
        sympy.Eq(after, sympy.Sum(c[b] * (lam * T[b] + shift), (b, 1, n))),
        sympy.Eq(after, lam * before),
        sympy.Eq(sympy.Sum(c[b], (b, 1, n)), 0),
    ),
    assumptions=(),
    argument=(
        "A Q + Q A^T = -B has one solution, B is linear in the temperatures and A free of them: Q is linear in the "
        "temperatures, and so is every flux, which is linear in Q and T. At equal temperatures Q is Gibbs' and every "
        "flux vanishes (derivation gibbs_state): the coefficients add up to zero. Hence phi(lambda T "
        "+ s) = lambda phi(T) + s sum c_b = lambda phi(T); Q gains s diag(M, 1/V), a kinetic temperature gains s. "
        "Signs of fluxes depend on the ratios of temperature differences only."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515",),
)
