"""Gauss's rule and the partition of the half line."""

from __future__ import annotations

import symflux as sf
from symflux.crosscheck.frequency import fluxes_by_frequency, gauss_rule
from symflux.crosscheck.lyapunov import fluxes_by_lyapunov
from symflux.crosscheck.numeric_network import context, numeric_network


def test_gauss_rule_is_exact_up_to_its_degree_and_no_further() -> None:
    ctx = context(40)
    for order in (1, 2, 7, 12):
        rule = gauss_rule(ctx, order)
        assert len(rule) == order
        for power in range(2 * order):
            assert abs(ctx.fsum(w * x**power for x, w, _ in rule) - ctx.mpf(1) / (power + 1)) < ctx.mpf(10) ** -36
        beyond = 2 * order
        assert abs(ctx.fsum(w * x**beyond for x, w, _ in rule) - ctx.mpf(1) / (beyond + 1)) > ctx.mpf(10) ** -36


def test_the_last_weight_of_a_rule_picks_the_last_legendre_coefficient() -> None:
    ctx = context(30)
    rule = gauss_rule(ctx, 6)
    leading = ctx.mpf(1) / 252  # of P_5(2 x - 1) in x**5: 5! 5! / 10!
    assert abs(abs(ctx.fsum(v * x**5 for x, _, v in rule)) - leading) < ctx.mpf(10) ** -28
    assert abs(ctx.fsum(v * x**4 for x, _, v in rule)) < ctx.mpf(10) ** -28


def test_both_routes_give_the_same_coefficients() -> None:
    net = numeric_network(sf.chain(3, spring=[1, 2], pinning=1, masses={2: 3}, baths={1: (1, 2), 2: (2, 1), 3: (1, 5)}))
    direct, integral = fluxes_by_lyapunov(net, 40), fluxes_by_frequency(net, 25)
    assert integral.converged >= 23
    assert set(direct.coefficients) == set(integral.fluxes.coefficients)
    assert integral.fluxes.convergence(direct) >= 25


def test_a_rule_of_too_low_order_says_that_it_has_not_converged() -> None:
    net = numeric_network(sf.chain(3, pinning=1, baths={1: (1, 2), 3: (1, 1)}))
    good, poor = fluxes_by_frequency(net, 30), fluxes_by_frequency(net, 6)
    assert good.converged >= 28 > poor.converged
    assert 6 <= good.fluxes.convergence(poor.fluxes) < 30


def test_nobody_elses_precision_changes() -> None:
    import mpmath

    before = mpmath.mp.dps
    fluxes_by_lyapunov(numeric_network(sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)})), 60)
    assert mpmath.mp.dps == before
