"""Effective springs give the first order exactly, for numbers and for symbols."""

from fractions import Fraction

import pytest

import symflux as sf
from symflux import paper
from symflux.algebra import exact
from symflux.anharmonic.first_order import EffectiveSprings, effective_network, stiffness_growth
from symflux.anharmonic.moment_tables import moment_tables


@pytest.mark.parametrize("example", [paper.example_1, paper.example_2_corrected, paper.example_3, paper.example_4])
def test_effective_springs_agree_with_the_moment_hierarchy(example):
    net = example().with_quartic(dict.fromkeys(example().bonds, 1), pinning={1: "1/2"})
    tables, effective = moment_tables(net, 1), EffectiveSprings(net)
    for i, j in net.bonds:
        assert tables.bond_flux(i, j) == effective.bond_flux(i, j)
    for site in net.sites:
        assert tables.bath_flux(site) == effective.bath_flux(site)
        for kind in ("q", "v"):
            left, right = (kind, site), ("q", net.sites[0])
            assert tables.covariance(left, right) == effective.covariance(left, right)


def test_symbolic_temperatures_and_strengths_go_through_the_rational_route():
    net = sf.chain(3, pinning=1, baths={1: (1, "T1"), 3: (2, "T3")}).with_quartic({(1, 2): "c", (2, 3): 1})
    assert moment_tables(net, 1).bond_flux(1, 2) == EffectiveSprings(net).bond_flux(1, 2)


def test_symbolic_couplings_agree_with_numbers():
    net = sf.chain(2, spring="k", pinning={1: "c1", 2: "c2"}, baths={1: ("g", "T1"), 2: ("g", "T2")})
    net = net.with_quartic({(1, 2): "c"}, pinning={2: "d"})
    point = dict(zip(["k", "c1", "c2", "g", "T1", "T2", "c", "d"], map(Fraction, range(1, 9)), strict=True))
    symbolic = EffectiveSprings(net).bond_flux(1, 2)[1]
    assert moment_tables(net.at(point), 1).bond_flux(1, 2)[1].value == symbolic.evaluate(point)


def test_effective_springs_are_exact_at_first_order_and_not_beyond():
    net = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    flux = effective_network(net, exact("eps")).steady_state().bond_flux(1, 2).rational_function
    series = moment_tables(net, 2).bond_flux(1, 2)
    first = flux.derivative("eps")
    zero = {"eps": Fraction(0)}
    assert (series[0].value, series[1].value) == (flux.evaluate(zero), first.evaluate(zero))
    assert series[2].value != first.derivative("eps").evaluate(zero) / 2


def test_growth_of_a_pin_is_three_times_the_mean_square():
    net = sf.chain(1, pinning=2, baths={1: (1, "T")}).with_quartic({}, pinning={1: "d"})
    assert stiffness_growth(net) == {1: exact("3*d*T/2")}


def test_first_order_of_a_harmonic_network_is_zero():
    assert EffectiveSprings(paper.example_1()).bond_flux(1, 2)[1].is_zero
