"""Simulation: reproducible, exact where it must be, and in agreement with series and Galerkin within error bars."""

import numpy as np
import pytest

import symflux as sf
from symflux import paper
from symflux.anharmonic.expansion import anharmonic_series
from symflux.crosscheck.galerkin import galerkin
from symflux.crosscheck.simulation import Estimate, simulate
from symflux.errors import NetworkError

PAIR = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1}, pinning={1: "1/2"})
CHAIN = paper.example_1().with_quartic(dict.fromkeys(paper.example_1().bonds, 1))
SIGMAS = 3.5


def test_without_anharmonicity_the_control_variate_leaves_no_noise():
    net = paper.example_1()
    state = simulate(net, 0.0, time=2, trajectories=40)
    for bond in net.bonds:
        assert state.bond_flux(*bond).mean == pytest.approx(float(net.steady_state().bond_flux(*bond)), rel=1e-9)
    assert state.bath_flux(1).mean == pytest.approx(float(net.steady_state().bath_flux(1)), rel=1e-9)


@pytest.mark.parametrize("strength", ["1/100", "1/50"])
def test_pair_agrees_with_the_series_within_error_bars(strength):
    flux = anharmonic_series(PAIR, order=3).bond_flux(1, 2)
    eps = 1 / int(strength[2:])
    measured = simulate(PAIR, eps, time=60, seed=2).bond_flux(1, 2)
    assert measured.deviation(float(flux.pade(1, 2).value(strength))) < SIGMAS
    assert measured.error < 0.25 * abs(float(flux.truncated(strength)) - float(flux.truncated(0)))


@pytest.mark.parametrize("strength", ["1/10000", "1/2000"])
def test_chain_agrees_with_the_series_within_error_bars(strength):
    series = anharmonic_series(CHAIN, order=3)
    state = simulate(CHAIN, 1 / int(strength[2:]), step=0.1, time=60, every=2, seed=3)
    for bond in CHAIN.bonds:
        flux, measured = series.bond_flux(*bond), state.bond_flux(*bond)
        assert measured.deviation(float(flux.pade(1, 2).value(strength))) < SIGMAS
        assert measured.error < 0.25 * abs(float(flux.truncated(strength)) - float(flux.truncated(0)))


def test_strong_anharmonicity_agrees_with_galerkin():
    measured = simulate(PAIR, 1.0, step=0.05, time=60, seed=4)
    expected = galerkin(PAIR, 1.0, degree=10)
    assert measured.bond_flux(1, 2).deviation(expected.bond_flux(1, 2)) < SIGMAS
    assert measured.bath_flux(2).deviation(expected.bath_flux(2)) < SIGMAS


def test_a_coarse_step_is_off_by_little():
    """Strang splitting about effective springs: at a step of 0.2 and eps = 1/2 the error is below 2 per cent."""
    expected = galerkin(PAIR, 0.5, degree=10).bath_flux(1)
    measured = simulate(PAIR, 0.5, step=0.2, time=150, every=1, seed=5).bath_flux(1)
    assert measured.error < 0.007 * expected
    assert measured.mean == pytest.approx(expected, rel=0.02)


def test_the_same_seed_gives_the_same_numbers():
    first, second, other = (simulate(PAIR, 0.1, time=2, trajectories=40, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.bond_means, second.bond_means)
    assert not np.array_equal(first.bond_means, other.bond_means)


def test_reversed_bond_reverses_the_flux():
    state = simulate(PAIR, 0.1, time=2, trajectories=40)
    assert state.bond_flux(1, 2).mean == -state.bond_flux(2, 1).mean


def test_estimates_print_with_their_error():
    assert str(Estimate(0.5, 0.01)) == "0.5 +- 0.01"


def test_a_runaway_is_noticed():
    with pytest.raises(NetworkError, match="ran away"):
        simulate(PAIR, 20.0, step=0.4, time=20, trajectories=200)


def test_senseless_settings_are_refused():
    with pytest.raises(NetworkError, match="step > 0"):
        simulate(PAIR, 0.1, step=0)
    with pytest.raises(NetworkError, match="no bond 1-3"):
        simulate(PAIR, 0.1, time=1, trajectories=40).bond_flux(1, 3)
