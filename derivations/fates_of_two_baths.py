"""Two baths, free couplings: a bond never carries heat, or always one way, or either way; the graph decides."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from derivations.networks import path_sums, small_bathed
from symflux.algebra import RationalFunction
from symflux.catalogue.reverse import flux_sign
from symflux.model.network import Network

z = RationalFunction.variable("z")
entries, bonds = sympy.symbols("entries bonds", integer=True, positive=True)
phi, drop, least, greatest = sympy.symbols("phi drop least greatest", real=True)


def proof() -> Iterator[Residual]:
    seen = {"zero": 0, "fixed": 0, "any": 0}
    for size in (2, 3, 4, 5):
        for network in small_bathed(size):
            total, sums = path_sums(network, 1, 2, z)
            for bond, fate in sf.fates(network, order="T1 > T2").items():
                seen[fate.kind] += 1
                name = f"{network.name}: {bond[0]}-{bond[1]}"
                if fate.kind == "zero":
                    yield f"{name} is on no simple path", sums[bond]
                elif fate.kind == "fixed":
                    yield f"{name} is on every path", sums[bond] - (total if fate.direction == bond else -total)
                else:  # some path uses the bond, some path does not: the two sums are different polynomials
                    loose = sums[bond] not in (RationalFunction.constant(0), total, -total)
                    yield f"{name} is on some path but not on all", 0 if loose else 1
    yield "zero bonds, fixed bonds, open bonds seen", 0 if min(seen.values()) > 50 else 1


def instances() -> Iterator[Instance]:
    for size, step in ((2, 1), (3, 1), (4, 4)):
        for network in list(small_bathed(size))[::step]:
            if not network.hidden_modes():
                yield from _bonds_of(network)


def _bonds_of(network: Network) -> Iterator[Instance]:
    fates = sf.fates(network, order="T1 > T2")
    ss = network.at({"T1": 3, "T2": 1}).steady_state()
    for bond, fate in fates.items():
        signs = (-1, 1)
        if fate.kind == "any":
            signs = tuple(
                flux_sign(sf.reverse(network, bond, order="T1 > T2", forward=forward), bond, 1, 2)
                for forward in (False, True)
            )
        along = bond if fate.direction in (None, bond) else (bond[1], bond[0])
        yield {
            entries: 1 if fate.kind == "zero" else 2,
            bonds: 1 if fate.kind == "fixed" else 3,
            phi: ss.bond_flux(*along), drop: 2, least: min(signs), greatest: max(signs),
        }  # fmt: skip


ENTRY = Entry(
    id="fates_of_two_baths",
    title="Two baths, free couplings: no simple path, no flux; a bridge has a sign; any other bond runs both ways",
    variables={
        entries: "sites through which the block of the bond is reached from the baths",
        bonds: "bonds of the block",
        phi: "flux along the bond, for a bridge away from the first bath",
        drop: "T_a - T_b",
        least: "the least sign of the flux over all springs, pins > 0 and frictions, T_a > T_b",
        greatest: "the greatest sign",
    },
    statement=sympy.And(
        sympy.Implies(sympy.Eq(entries, 1), sympy.Eq(phi, 0)),
        sympy.Implies(sympy.And(sympy.Eq(entries, 2), sympy.Eq(bonds, 1)), phi * drop > 0),
        sympy.Implies(sympy.And(sympy.Eq(entries, 2), bonds > 1), sympy.And(least < 0, greatest > 0)),
    ),
    assumptions=(sympy.Ne(drop, 0),),
    argument=(
        "Let Z be the block of the bond e in the block-cut tree of a connected graph with springs k > 0, and a', b' "
        "the sites of Z through which the baths a, b are reached. By derivation path_formula the flux is (T_a - T_b) "
        "times a positive constant times Int w^2 N N_e/|P|^2. If a' = b' no simple path from a to b enters Z and "
        "leaves it again: N_e = 0 identically, and the flux is zero at every frequency. If Z is the bond alone and a' "
        "!= b', every path uses e in one direction: N_e = N or -N, and Int w^2 N^2/|P|^2 > 0 as the top coefficient "
        "of N, from the shortest paths, is not zero. Both hold for every network on the graph: zero pins, unpinned, "
        "hidden modes at rest, T = 0. If Z has a cycle and a' != b' there is a cycle through e in Z and two disjoint "
        "leads to it from a' and b' (Menger): by the construction of derivation resonance_limit the share of the heat "
        "that e carries takes every real value, so both strict signs occur; at couplings with a unique state, and for "
        "given masses, as q -> M^(1/2) q makes them one. It says nothing of subclasses, such as equal springs."
    ),
    proof=proof,
    instances=instances,
    references=("K. Menger, Fund. Math. 10 (1927) 96 (disjoint paths)",),
)
