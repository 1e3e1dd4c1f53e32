"""Any number of baths with given temperatures, free couplings: groups of baths decide what a bond can carry."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.model.network import Network

groups, bonds = sympy.symbols("groups bonds", integer=True, nonnegative=True)
interleave = sympy.Symbol("interleave", integer=True, nonnegative=True)
phi, least, greatest = sympy.symbols("phi least greatest", real=True)


def networks() -> Iterator[Network]:
    """Loops in a chain, stars, dangling loops, several baths on one side; temperatures that interleave and do not."""
    graphs = (
        [(1, 2), (2, 3), (3, 4), (2, 4), (4, 5)],
        [(1, 2), (1, 3), (1, 4), (4, 5), (5, 6), (4, 6)],
        [(1, 2), (2, 3), (3, 1), (3, 4), (4, 5)],
    )
    for edges in graphs:
        sites = sorted({site for edge in edges for site in edge})
        for chosen in combinations(sites, 3):
            for temperatures in ((1, 2, 3), (2, 1, 3), (3, 1, 1)):
                springs = [(i, j, Fraction(1 + (3 * i + j) % 5, 2)) for i, j in edges]
                yield sf.Network.from_edges(
                    springs, pinning={s: Fraction(1 + s % 3, 2) for s in sites},
                    baths={s: (Fraction(1 + s, 3), t) for s, t in zip(chosen, temperatures, strict=True)},
                    name=f"{edges}, baths {dict(zip(chosen, temperatures, strict=True))}",
                )  # fmt: skip


def proof() -> Iterator[Residual]:
    seen = {"zero": 0, "fixed": 0, "any": 0}
    for network in networks():
        if network.hidden_modes():
            continue
        ss = network.steady_state()
        for bond, fate in sf.fates(network).items():
            seen[fate.kind] += 1
            flux = ss.bond_flux(*bond).rational_function
            if fate.kind == "zero":
                yield f"{network.name}: {bond}", flux
            elif fate.kind == "fixed":
                along = flux if fate.direction == bond else -flux
                yield f"{network.name}: {bond} goes from hot to cold", 0 if along.value > 0 else 1
    yield "zero bonds, fixed bonds, open bonds seen", 0 if min(seen.values()) > 20 else 1


def instances() -> Iterator[Instance]:
    for network in list(networks())[::17]:
        if network.hidden_modes():
            continue
        ss = network.steady_state()
        for bond, fate in sf.fates(network).items():
            signs = [-1, 1]
            if fate.kind == "any":
                made = [sf.reverse(network, bond, forward=forward) for forward in (False, True)]
                values = [each.steady_state().bond_flux(*bond).rational_function.value for each in made]
                signs = [(value > 0) - (value < 0) for value in values]
            along = bond if fate.direction in (None, bond) else (bond[1], bond[0])
            yield {
                groups: 1 if fate.kind == "zero" else 2,
                bonds: 1 if "bridge" in fate.reason else 3,
                interleave: int("interleave" in fate.reason),
                phi: ss.bond_flux(*along), least: signs[0], greatest: signs[1],
            }  # fmt: skip


closed = sympy.And(sympy.Eq(bonds, 1), sympy.Eq(interleave, 0))
ENTRY = Entry(
    id="fates_of_many_baths",
    title="Baths in one group: zero; a bridge: one sign where temperatures do not interleave; else both signs occur",
    variables={
        groups: "sites of the block through which baths are reached",
        bonds: "bonds of the block",
        interleave: "1 where a bath on either side of the bridge is hotter than one on the other side, else 0",
        phi: "flux along the bond, for a bridge from the hotter side",
        least: "the least sign of the flux over all springs, pins > 0 and frictions",
        greatest: "the greatest sign",
    },
    statement=sympy.And(
        sympy.Implies(groups < 2, sympy.Eq(phi, 0)),
        sympy.Implies(sympy.And(groups > 1, closed), phi > 0),
        sympy.Implies(sympy.And(groups > 1, sympy.Not(closed)), sympy.And(least < 0, greatest > 0)),
    ),
    assumptions=(),
    argument=(
        "Temperatures are given and not all equal. The flux is a sum over pairs of baths of the two-bath expression "
        "of derivation path_formula, with the common P. If all baths are reached through one site of the block, every "
        "term is zero. Through a bridge it is sum K_bc (T_b - T_c) over baths b, c on its two sides (derivation "
        "bridge_theorem), with K_bc > 0 for springs > 0: strictly of one sign where no T_b - T_c has the other sign "
        "and they do not all vanish. If they interleave, choose a pair of either sign and give all other baths small "
        "frictions: their terms vanish with the frictions, the pair's stays, and both signs occur. If the block has a "
        "cycle and at least two groups, two baths of different groups have different temperatures, or all would be "
        "equal; derivation resonance_limit for this pair, with the other frictions small, gives both signs. Heat can "
        "circulate, a directed cycle of strictly positive fluxes, if and only if the temperatures are not all equal "
        "and some block with three sites or more is reached through at least two of its sites: the construction gives "
        "the arms of one cycle a share above one and one below zero. Trees never circulate."
    ),
    proof=proof,
    instances=instances,
)
