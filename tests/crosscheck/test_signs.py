"""Numeric signs of fluxes against the paper's examples and exact values."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import symflux as sf
from symflux.crosscheck import flux_signs
from symflux.errors import NetworkError


def test_heat_circulates_in_the_corrected_example_and_not_in_the_printed_one() -> None:
    corrected = flux_signs(sf.paper.example_2_corrected())
    printed = flux_signs(sf.paper.example_2())
    bonds = sf.paper.example_2().bonds
    assert {bond: corrected["bond", *bond] for bond in bonds} != {bond: printed["bond", *bond] for bond in bonds}


def test_signs_are_those_of_the_exact_fluxes_at_random_points() -> None:
    net = sf.complete(3, spring={(1, 2): "a", (1, 3): "b", (2, 3): "c"}, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    ss, draw, seen = net.steady_state(), random.Random(4), set()
    fluxes = {("bond", *bond): ss.bond_flux(*bond) for bond in net.bonds}
    for _ in range(12):
        at = {name: Fraction(draw.randint(1, 60), draw.randint(1, 8)) for name in net.parameters}
        signs = flux_signs(net, at, digits=20)
        for flow, flux in fluxes.items():
            value = flux.at(at).rational_function.value
            assert signs[flow] == (value > 0) - (value < 0)
            seen.add((flow, signs[flow]))
    assert len(seen) > len(fluxes), "some flux takes both signs"


def test_a_flux_that_vanishes_has_sign_zero() -> None:
    signs = flux_signs(sf.star(4, pinning=1, baths={2: (1, 2), 3: (1, 1)}))
    assert signs["bond", 1, 4] == 0 and signs["bond", 1, 2] == -1


def test_missing_parameters_are_named() -> None:
    with pytest.raises(NetworkError, match="no value for T1"):
        flux_signs(sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, 1)}))
