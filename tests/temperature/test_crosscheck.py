"""Exact signs, thresholds and patterns against the floating-point Lyapunov solver, at random temperatures."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

import symflux as sf
from symflux.crosscheck.lyapunov import fluxes_by_lyapunov
from symflux.crosscheck.numeric_network import numeric_network
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.region import temperature_region
from symflux.temperature.space import near_equilibrium

SIGN = {"+": 1, "0": 0, "-": -1}
NETWORKS = [sf.paper.example_1(), sf.paper.example_3(), sf.paper.example_4()]


class Numeric:
    """The bond fluxes of a network at any temperatures, in 30 digits."""

    def __init__(self, network: sf.Network):
        self.bonds = network.bonds
        self.fluxes = fluxes_by_lyapunov(numeric_network(network), 30)

    def signs(self, hot: Mapping[Any, Any]) -> list[int]:
        """1, -1, or 0 where the flux is below 1e-20 of its parts."""
        ctx, found = self.fluxes.ctx, []
        for i, j in self.bonds:
            coefficients = self.fluxes.coefficients["bond", i, j]
            parts = [c * int(hot[b].numerator) / int(hot[b].denominator) for b, c in coefficients.items()]
            value, size = ctx.fsum(parts), max(map(abs, parts))
            found.append(0 if abs(value) < size * ctx.mpf(10) ** -20 else 1 if value > 0 else -1)
        return found


@pytest.mark.parametrize("network", NETWORKS, ids=lambda net: str(net.name))
def test_random_temperatures_show_listed_patterns_only(network: sf.Network) -> None:
    rng = random.Random(3)
    numeric = Numeric(network)
    listed = [[SIGN[s] for s in p.signs.values()] for p in sign_patterns(network.steady_state())]
    seen = []
    for _ in range(1000):
        signs = numeric.signs({site: Fraction(rng.randint(1, 1000), rng.randint(1, 30)) for site in network.baths})
        if all(signs) and signs not in seen:
            seen.append(signs)
    assert all(signs in listed for signs in seen)
    assert len(seen) > len(listed) * 2 // 3


@pytest.mark.parametrize("network", NETWORKS, ids=lambda net: str(net.name))
def test_every_witness_has_its_signs_also_close_to_equilibrium(network: sf.Network) -> None:
    numeric = Numeric(network)
    for pattern in sign_patterns(network.steady_state()):
        close = near_equilibrium(pattern.witness, temperature=7, width=Fraction(1, 10**6))
        assert numeric.signs(pattern.witness) == [SIGN[s] for s in pattern.signs.values()]
        assert numeric.signs(close) == [SIGN[s] for s in pattern.signs.values()]


def test_a_flux_reverses_at_its_threshold() -> None:
    network = sf.paper.example_4()
    numeric, middle = Numeric(network), network.bonds.index((5, 6))
    region = temperature_region(network.steady_state().bond_flux(5, 6))
    rng = random.Random(5)
    tried = 0
    while tried < 20:
        hot = {site: Fraction(rng.randint(1, 50)) for site in network.baths}
        bath = rng.choice(list(network.baths))
        expression = region.threshold(bath).expr
        value = expression.subs({symbol: hot[int(symbol.name[1:])] for symbol in expression.free_symbols})
        threshold, step = Fraction(int(value.p), int(value.q)), Fraction(1, 1000)
        if threshold <= step:
            continue
        slope = 1 if region.form[bath] > 0 else -1
        for shift, sign in ((step, slope), (-step, -slope), (Fraction(0), 0)):
            assert numeric.signs({**hot, bath: threshold + shift})[middle] == sign
        tried += 1
