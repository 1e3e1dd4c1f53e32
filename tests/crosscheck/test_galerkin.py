"""Galerkin at finite eps: conservation, convergence, and agreement with the exact series at small eps."""

import numpy as np
import pytest

import symflux as sf
from symflux import paper
from symflux.anharmonic.expansion import anharmonic_series
from symflux.anharmonic.rectification import rectification
from symflux.crosscheck.float_model import FloatModel
from symflux.crosscheck.galerkin import galerkin
from symflux.errors import NetworkError, TooLargeError

PAIR = sf.chain(2, pinning=1, masses={2: 2}, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(2, 1): 1}, pinning={1: "1/2"})


def test_without_anharmonicity_it_is_the_harmonic_steady_state():
    net = paper.example_1()
    for bond in net.bonds:
        expected = float(net.steady_state().bond_flux(*bond))
        assert galerkin(net, 0.0, degree=4).bond_flux(*bond) == pytest.approx(expected)


def test_energy_is_conserved_at_every_site_at_finite_eps():
    net = paper.example_3()
    state = galerkin(net.with_quartic(dict.fromkeys(net.bonds, 1)), 50.0, degree=4)
    for site in net.sites:
        carried = sum(state.bond_flux(site, other) for other in net.sites if other != site)
        assert state.bath_flux(site) == pytest.approx(carried, rel=1e-9)
        assert abs(carried) > 1e-2


def test_equal_temperatures_carry_no_heat():
    net = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (3, 2)}).with_quartic({(1, 2): 1})
    assert galerkin(net, 0.5, degree=8).bond_flux(1, 2) == pytest.approx(0, abs=1e-11)


def test_agrees_with_the_series_at_small_eps():
    flux = anharmonic_series(PAIR, order=6).bond_flux(1, 2)
    for below, tolerance in ((1000, 1e-12), (100, 1e-7)):
        expected = float(flux.truncated(f"1/{below}"))
        assert galerkin(PAIR, 1 / below, degree=10).bond_flux(1, 2) == pytest.approx(expected, rel=tolerance)


def test_converges_in_the_degree_where_the_series_is_no_use():
    values = [galerkin(PAIR, 1.0, degree=degree).bond_flux(1, 2) for degree in (6, 8, 10)]
    assert abs(values[2] - values[1]) < 1e-3 * abs(values[2])
    truncated = float(anharmonic_series(PAIR, order=4).bond_flux(1, 2).truncated(1))
    assert abs(truncated - values[2]) > 10 * abs(values[2])


@pytest.mark.parametrize(("spring", "better"), [("1/2", -1), (2, 1)])
def test_rectification_turns_round_where_the_spring_is_the_product_of_the_frictions(spring, better):
    """At k = g1 g2 = 1, for a quartic spring between oscillators that differ in friction alone."""
    eps, total = 1e-4, 0.0
    for hot, cold in ((2, 1), (1, 2)):
        net = sf.chain(2, spring=spring, pinning=1, baths={1: (2, hot), 2: ("1/2", cold)}).with_quartic({(1, 2): 1})
        total += galerkin(net, eps, degree=8).bath_flux(1)
    expected = rectification(net, 1, 2).rational_function.value
    assert better * expected > 0
    assert total / eps == pytest.approx(float(expected), rel=0.02)


def test_single_oscillator_follows_the_gibbs_integral():
    """<q^2> of exp(-q^2/2 - q^4/4) by quadrature."""
    net = sf.chain(1, pinning=1, baths={1: (1, 1)}).with_quartic({}, pinning={1: 1})
    q = np.linspace(-8, 8, 4001)
    weight = np.exp(-(q**2) / 2 - q**4 / 4)
    expected = (q**2 * weight).sum() / weight.sum()
    assert galerkin(net, 1.0, degree=20).second[0, 0] == pytest.approx(expected, rel=1e-5)


def test_reference_is_self_consistent():
    """To first order in eps the reference alone has the right moments, so degree 4 changes them at order eps^2."""
    model = FloatModel.of(PAIR)
    shifts = [np.abs(galerkin(PAIR, e, degree=4).second - model.covariance()).max() for e in (1e-4, 1e-3)]
    assert shifts[1] / shifts[0] == pytest.approx(10, rel=0.05)


def test_questions_without_an_answer_are_refused():
    with pytest.raises(NetworkError, match="even number"):
        galerkin(PAIR, 0.1, degree=5)
    with pytest.raises(NetworkError, match="numbers are needed for T1"):
        galerkin(sf.chain(2, pinning=1, baths={1: (1, "T1")}), 0.1)
    with pytest.raises(NetworkError, match="positions diffuse"):
        galerkin(sf.chain(2, baths={1: (1, 1)}), 0.1)
    with pytest.raises(TooLargeError, match="lower the degree"):
        galerkin(paper.example_4(), 0.1, degree=8)
