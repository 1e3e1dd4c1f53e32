"""Lemma 2: the hottest bath never absorbs heat, the coldest never gives any; strictly, unless nothing reaches it."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import solved
from symflux import paper
from symflux.algebra import RationalFunction

BATHS = (1, 2, 3, 4)
T, phi, K = sympy.IndexedBase("T"), sympy.IndexedBase("phi"), sympy.IndexedBase("K")
coupled = sympy.Or(*(K[1, b] > 0 for b in BATHS[1:]))


def proof() -> Iterator[Residual]:
    # T_1 = T_b + x_b: the flux of bath 1 is sum K_1b x_b, term by term of the sign of x_b
    for size in (2, 3, 5):
        excess = sympy.symbols(f"x2:{size + 1}")
        conductance = sympy.symbols(f"K2:{size + 1}")
        others = sympy.symbols(f"T2:{size + 1}")
        top = sympy.Symbol("T1")
        flux = sum(k * (top - t) for k, t in zip(conductance, others, strict=True))
        below = {t: top - x for t, x in zip(others, excess, strict=True)}
        rest = sum(k * x for k, x in zip(conductance, excess, strict=True))
        yield f"{size} baths", flux.subs(below, simultaneous=True) - rest
    for ss in solved():
        baths = ss.network.baths
        for site, bath in baths.items():
            total = ss.bath_flux(site).rational_function
            for other, cold in baths.items():
                if other != site:
                    conductance_ = ss.conductance(site, other).rational_function
                    total = total - conductance_ * (bath.temperature - cold.temperature)
            yield f"{ss.network.name}: flux of bath {site} - sum K (T_{site} - T_b)", total


def instances() -> Iterator[Instance]:
    pairs = sf.Network.from_edges(
        [(1, 2, 1), (3, 4, 2)], pinning=1, baths={site: (1, f"T{site}") for site in BATHS}, name="two pairs"
    )
    for network in (paper.example_1(), paper.example_4(), pairs):
        ss = network.steady_state()
        for temperatures in ((7, 1, 2, 3), (1, 5, 2, 3), (4, 4, 4, 1), (1, 1, 9, 9), (5, 3, 4, 2), (2, 2, 2, 2)):
            point: dict[object, object] = {}
            for site, temperature in zip(BATHS, temperatures, strict=True):
                point[T[site]] = temperature
                total = RationalFunction.constant(0)
                for bath, coefficient in ss.bath_flux(site).coefficients.items():
                    total = total + coefficient * temperatures[bath - 1]
                point[phi[site]] = total
                for other in BATHS:
                    point[K[site, other]] = ss.conductance(site, other) if other != site else 0
            yield point


ENTRY = Entry(
    id="lemma_2",
    title="The hottest bath never absorbs, the coldest never injects",
    variables={
        T: "bath temperatures (four baths here, any number in the argument)",
        phi: "bath fluxes, positive into the network",
        K: "conductances between the baths, not negative",
    },
    statement=sympy.And(
        sympy.Implies(sympy.And(*(T[1] >= T[b] for b in BATHS[1:])), phi[1] >= 0),
        sympy.Implies(sympy.And(*(T[1] <= T[b] for b in BATHS[1:])), phi[1] <= 0),
        sympy.Implies(sympy.And(*(T[1] > T[b] for b in BATHS[1:]), coupled), phi[1] > 0),
        sympy.Implies(sympy.And(*(T[1] < T[b] for b in BATHS[1:]), coupled), phi[1] < 0),
        sympy.Eq(phi[1], sum(K[1, b] * (T[1] - T[b]) for b in BATHS[1:])),
    ),
    assumptions=tuple(K[1, b] >= 0 for b in BATHS[1:]),
    argument=(
        "phi_h = sum_b K_hb (T_h - T_b) with K_hb >= 0 (derivation landauer_conductance). If T_h >= T_b for all b "
        "every term is >= 0, if T_h <= T_b every term is <= 0. If h is strictly the hottest, phi_h > 0 unless all "
        "K_hb vanish, which means that no bath b responds to h at all. Nothing about the network is used, so no "
        "network of harmonic springs pumps heat into its hottest bath or out of its coldest."
    ),
    proof=proof,
    instances=instances,
    references=("J.-P. Eckmann, E. Zabey, J. Stat. Phys. 114 (2004) 515, Lemma 2",),
)
