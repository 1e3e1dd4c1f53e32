"""M = 0 as the limit of small masses. The proof is a sketch; the statement is tested on families."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction
from symflux.model.network import Network
from symflux.quantities.result import Result

limit, massless = sympy.symbols("limit massless", real=True)


def families() -> Iterator[tuple[Network, Network]]:
    """(with masses r m on the sites that are massless in the other, that other)."""
    for ratios in ((1, 1), (1, 3), (3, 1)):
        first, second = (f"{r}*m" for r in ratios)
        yield tuple(
            sf.Network.from_edges(
                [(1, 2, "k")], pinning={1: 1, 2: 3}, masses=masses, baths={1: (1, "T1"), 2: (2, "T2")}
            )
            for masses in ({1: first, 2: second}, 0)
        )  # type: ignore[misc]
        yield tuple(
            sf.Network.from_edges(
                [(1, 2, ("a", "b")), (2, 3, 1)], pinning=1, masses={1: mass, 2: 2, 3: other},
                baths={1: (1, "T1"), 3: (1, "T2")}, drives={1: 1},
            )
            for mass, other in ((first, second), (0, 0))
        )  # type: ignore[misc]  # fmt: skip
        yield tuple(
            sf.Network.from_edges(
                [(1, 2, 1)], pinning=1, masses={1: mass, 2: 1}, baths={(1, 2): ("g", "T1"), 2: (1, "T2")}
            )
            for mass in (first, 0)
        )  # type: ignore[misc]


def means(network: Network) -> Iterator[tuple[str, Result]]:
    ss = network.steady_state()
    for label, flux in ss.bath_fluxes().items():
        if not network.drive_items or label != 1:  # with a drive on the same massless site it is infinite
            yield f"heat of bath {label}", flux
    yield "<q1 q2>", ss.covariance(("q", 1), ("q", 2))
    yield "<q1 q1>", ss.covariance(("q", 1), ("q", 1))
    for (i, j), flux in ss.bond_fluxes().items():
        yield f"flux {i}, {j}", flux


def proof() -> Iterator[Residual]:
    zero = RationalFunction.constant(0)
    for heavy, light in families():
        for (name, small), (_, none) in zip(means(heavy), means(light), strict=True):
            yield name, small.rational_function.reduced().substitute({"m": zero}) - none.rational_function


def instances() -> Iterator[Instance]:
    heavy, light = next(families())
    point = {"k": 1, "T1": 1, "T2": 3}
    heat = heavy.steady_state().bath_flux(1).rational_function.reduced()
    small = heat.substitute({"m": RationalFunction.constant(0)})
    values = {name: RationalFunction.constant(value) for name, value in point.items()}
    yield {limit: small.substitute(values), massless: light.at(point).steady_state().bath_flux(1)}


ENTRY = Entry(
    id="small_masses",
    title="Sketch: heats, works and means of positions at M = 0 are limits of small masses, in any ratio",
    variables={limit: "the limit of a mean as the masses r_i m go to zero", massless: "the mean at M = 0"},
    statement=sympy.Eq(limit, massless),
    assumptions=(),
    argument=(
        "A SKETCH, not a proof: tested on families and on thousands of random means, none of which differs. Suppose"
        " ker M is spanned by the massless sites (no mass between two of them) and (a) no field or feedback touches"
        " a massless site; (b) every bath or drive that touches one is on that site alone, or is a bath that joins "
        "it to one massive site, no two on the same pair; (c) every massless site feels friction. As m -> 0 the "
        "massless velocities relax at the rate gamma/m, fast against everything else, and the roots of det K split "
        "into those of M = 0 and n_0 that go to -gamma_i/(r_i m); the slow part of the response converges "
        "uniformly, and the fast part of <q_i q_j>, <q_i o v_j> and of the heats vanishes because the fast noise of"
        " each massless site is its own. Not so for <v_i v_j> of massless sites, which depends on the ratios r_i: "
        "those means are refused. Outside (a), (b), (c) the formulas at M = 0 look fine and can be wrong, so "
        "networks are refused there."
    ),
    proof=proof,
    instances=instances,
    references=("E. Nelson, Dynamical Theories of Brownian Motion (Princeton, 1967), for the single particle",),
)
