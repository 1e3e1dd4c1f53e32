"""Where nothing works and all temperatures are equal, the state is Gibbs's and no bath gives heat; fields or not."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from derivations.networks import passive_kinds
from symflux.algebra import RationalFunction
from symflux.model.network import Network

n = sympy.Symbol("n", integer=True, positive=True)
b = sympy.Symbol("b", integer=True, positive=True)
kappa = sympy.IndexedBase("kappa")
T, phi = sympy.symbols("T phi", positive=True), sympy.Symbol("phi", real=True)
ZERO, ONE = RationalFunction.constant(0), RationalFunction.constant(1)


def at_one_temperature(network: Network) -> Network:
    names = {name for bath in network.baths.values() for name in bath.temperature.names}
    return network.at(dict.fromkeys(names, "T"))


def proof() -> Iterator[Residual]:
    heat = RationalFunction.variable("T")
    for given in passive_kinds():
        network = at_one_temperature(given)
        ss, model, sites = network.steady_state(), network.linear_model(), network.sites
        for label, flux in ss.bath_fluxes().items():
            yield f"{network.name}: heat of bath {label}", flux.rational_function
        for i, site in enumerate(sites):
            for j, other in enumerate(sites):
                delta = heat if i == j else ZERO
                if not model.mass[j, j].is_zero and not model.mass[i, i].is_zero:
                    moving = [
                        model.mass[i, k] * ss.covariance(("v", sites[k]), ("v", other)).rational_function
                        for k in range(len(sites)) if model.mass[i, k]
                    ]  # fmt: skip
                    yield f"{network.name}: (M <v v>)_{i}{j} = T", sum(moving, ZERO) - delta
                if not ss.kernel:
                    held = [
                        model.coupling[i, k] * ss.covariance(("q", sites[k]), ("q", other)).rational_function
                        for k in range(len(sites)) if model.coupling[i, k]
                    ]  # fmt: skip
                    yield f"{network.name}: (V <q q>)_{i}{j} = T", sum(held, ZERO) - delta
                    if i != j and not model.mass[j, j].is_zero:
                        rest = ss.covariance(("q", site), ("v", other)).rational_function
                        yield f"{network.name}: <q_{i} v_{j}>", rest


def instances() -> Iterator[Instance]:
    for network in passive_kinds():
        point = {name: k % 3 + 2 for k, name in enumerate(network.coupling_parameters)}
        ss = network.at(point).steady_state()
        for flux in ss.bath_fluxes().values():
            parts = list(flux.coefficients.values())
            values = {kappa[k]: part for k, part in enumerate(parts, start=1)}
            yield {n: len(parts), T: 3, phi: sum(parts, ZERO) * 3, **values}


ENTRY = Entry(
    id="gibbs_state_in_fields",
    title="At equal temperatures no bath gives heat, in magnetic fields and with massless sites too",
    variables={
        n: "number of baths", b: "a bath", kappa: "coefficients of the temperatures in the heat of a bath",
        T: "the common temperature", phi: "the heat of that bath at the common temperature",
    },
    statement=sympy.And(sympy.Eq(sympy.Sum(kappa[b], (b, 1, n)), 0), sympy.Eq(phi, 0)),
    assumptions=(),
    argument=(
        "M = M^T >= 0, V = V^T >= 0, D = Omega + sum_b gamma_b u_b u_b^T with Omega antisymmetric: no directed "
        "spring, no feedback, no drive. Put <v v^T> = T M^-1, <q v^T> = 0, <q q^T> = T V^-1 (on what moves) into "
        "the moment equations: V and M cancel between positions and velocities, Omega M^-1 + M^-1 Omega^T cancels "
        "because Omega is antisymmetric, and 2 sum gamma_b T u_b u_b^T is the noise. By uniqueness this is the "
        "state, also for the massless coordinates, whose equation is of first order. Then <(u.v)^2> is T u M^-1 u "
        "and every heat gamma_b (T u_b M^-1 u_b - <(u_b.v)^2>) vanishes; on massless sites the heat is sum_j V_ij "
        "<q_j o v_i>, which is zero too. So the coefficients of the heat add up to zero. The currents through bonds"
        " vanish as well unless a field and a mass between sites stand together: then <v_i v_j> = T (M^-1)_ij is "
        "not zero and runs round."
    ),
    proof=proof,
    instances=instances,
    references=("J. W. Gibbs 1902; N. Bohr 1911 and H.-J. van Leeuwen 1921 for the magnetic field",),
)
