"""Fluctuations of heat: known formulas, two routes, fluctuation and dissipation, the uncertainty relation."""

from fractions import Fraction

import pytest
from random_networks import any_network

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError, NetworkError
from symflux.moments.second_lyapunov import diffusion_by_lyapunov

X = RationalFunction.variable
ZERO = RationalFunction.constant(0)


def value(result):
    return result.rational_function


def test_one_oscillator_with_two_baths():
    """g1 g2 [g1 g2 (T1^2 + T2^2) + (g1^2 + g2^2) T1 T2]/(m (g1 + g2)^3), whatever the trap."""
    net = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: [("g1", "T1"), ("g2", "T2")]})
    g1, g2, T1, T2, m = map(X, ("g1", "g2", "T1", "T2", "m"))
    wanted = g1 * g2 * (g1 * g2 * (T1**2 + T2**2) + (g1**2 + g2**2) * T1 * T2) / (m * (g1 + g2) ** 3)
    ss = net.steady_state()
    assert value(ss.bath_flux("1.1").diffusion()) == wanted == value(ss.bath_flux("1.2").diffusion())


def test_it_is_the_same_on_all_bonds_and_baths_of_a_chain():
    ss = sf.chain(4, spring=[1, 2, 3], pinning="1/2", baths={1: (1, "T1"), 4: (2, "T4")}).steady_state()
    first = ss.bond_flux(1, 2).diffusion()
    assert all(flux.diffusion() == first for flux in [*ss.bond_fluxes().values(), *ss.bath_fluxes().values()])
    assert ss.covariance_of_heat(ss.bath_flux(1), ss.bath_flux(4)) == -first
    assert list(first.coefficients) == [(1, 1), (1, 4), (4, 4)]


def test_at_equal_temperatures_it_is_conductance_times_temperature_squared():
    for net in (
        sf.chain(3, spring="k", pinning=1, baths={1: ("g", "T"), 3: (1, "T")}),
        sf.chain(2, spring="k", pinning=1, masses=0, baths={1: ("g", "T"), 2: (1, "T")}),
    ):
        ss = net.steady_state()
        one, two = net.baths
        assert value(ss.bath_flux(one).diffusion()) == value(ss.conductance(one, two)) * X("T") ** 2


def test_the_uncertainty_relation_of_two_baths():
    """D = K T1 T2 + q (T1 - T2)^2, hence D sigma - J^2 = K q (T1 - T2)^4/(T1 T2) with q > 0."""
    ss = sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: (1, "T2")}).steady_state()
    T1, T2 = X("T1"), X("T2")
    D, J, K = (value(r) for r in (ss.bond_flux(1, 2).diffusion(), ss.bond_flux(1, 2), ss.conductance(1, 2)))
    q = (D - K * T1 * T2) / (T1 - T2) ** 2
    assert not set(q.names) & {"T1", "T2"} and q.numerator.has_positive_coefficients()
    sigma = value(ss.entropy_production())
    assert D * sigma - J * J == K * q * (T1 - T2) ** 4 / (T1 * T2)
    assert value(ss.uncertainty_ratio(ss.bond_flux(1, 2))) == D * sigma / (J * J)


def test_three_baths_in_a_field_beat_the_bound():
    net = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, "4/15"), (3, 1, "1/3")], pinning={1: "5/3", 2: "1/2", 3: 2},
        baths={1: (5, "11/10"), 2: (2, "923/1000"), 3: ("4/3", "977/1000")},
        magnetic={(1, 2): 5, (2, 3): 4, (3, 1): 4},
    )  # fmt: skip
    ss = net.steady_state()
    assert f"{float(ss.uncertainty_ratio(ss.bath_flux(1))):.4f}" == "0.9527"


def by_lyapunov(ss, terms):
    form = diffusion_by_lyapunov(ss.network.linear_model(), [(t.factor, t.left, t.right) for t in terms])
    labels = ss.powers.labels
    return {
        (labels[a], labels[b]): form[a, b] + (form[b, a] if a != b else ZERO)
        for a in range(len(labels))
        for b in range(a, len(labels))
    }


@pytest.mark.parametrize("block", range(4))
def test_the_second_lyapunov_equation_gives_the_same_on_networks_of_every_kind(block):
    compared = 0
    for seed in range(20 * block, 20 * block + 20):
        network = any_network(seed, most=2 + (seed % 3 == 0))
        try:
            ss = network.steady_state()
            asked = [(ss.bath_flux(label), ss.powers.baths([label])) for label in network.baths]
            asked += [(ss.bond_flux(i, j), ss.powers.delivered(i, j, None)) for i, j in ss.powers.pairs()]
            asked += [(ss.work(*drive.sites), ss.powers.drive(drive.sites)) for drive in network.drive_items
                      if len(drive.sites) == 1 and not ss.powers.feedback(drive.sites[0])]  # fmt: skip
            for flux, terms in asked:
                reference = by_lyapunov(ss, terms)
                try:
                    found = dict(flux.diffusion().coefficients)
                except DivergenceError:
                    continue
                assert found == reference
                compared += 1
        except NetworkError:
            continue
    assert compared > 20


def test_symbolic_pair_by_both_routes():
    ss = sf.chain(2, spring="k", pinning={1: "a", 2: 1}, baths={1: ("g", "T"), 2: (2, "S")}).steady_state()
    assert dict(ss.bond_flux(1, 2).diffusion().coefficients) == by_lyapunov(ss, ss.powers.delivered(1, 2, None))


def test_values_are_put_in_afterwards():
    ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    there = ss.bond_flux(1, 2).diffusion().at({"k": 1, "T1": 2, "T2": 1})
    assert value(there).value == Fraction(7, 18)
    with pytest.raises(NetworkError, match="ask for the fluctuations first"):
        ss.bond_flux(1, 2).at({"k": 1}).diffusion()


def test_only_currents_fluctuate():
    ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    with pytest.raises(NetworkError, match="fluctuations are of"):
        ss.covariance_of_heat(ss.kinetic_temperature(1), ss.bond_flux(1, 2))
    with pytest.raises(NetworkError, match="of this steady state"):
        ss.covariance_of_heat(ss.bond_flux(1, 2), 3)


def test_sums_of_fluxes_fluctuate_as_their_parts_do():
    ss = sf.complete(3, spring=[1, 2, 3], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    both = ss.bond_flux(1, 2) + ss.bond_flux(1, 3)
    assert ss.covariance_of_heat(both, both) == ss.bath_flux(1).diffusion()


def test_claims_about_fluctuations_are_proved():
    ss = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    assert sf.prove(ss.bond_flux(1, 2).diffusion() > 0).is_proved


TWO = {1: ("g", "T1"), 2: ("h", "T2")}
ONE = {1: (1, "T1"), 2: (1, "T2")}
TWO_BATHS = {
    "pair": sf.chain(2, spring="k", pinning="c", baths=TWO),
    "overdamped": sf.chain(2, spring="k", pinning="c", masses=0, baths=TWO),
    "particle": sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: list(TWO.values())}),
    "field": sf.Network.from_edges([(1, 2, 1)], pinning=1, baths=ONE, magnetic={(1, 2): "w"}, real=["w"]),
    "triangle": sf.complete(3, spring=[1, 2, "k"], pinning=1, baths=ONE),
    "chain": sf.chain(8, pinning=1, baths={1: (1, "T1"), 8: (1, "T2")}),
}


@pytest.mark.parametrize("name", TWO_BATHS)
def test_the_uncertainty_relation_of_small_networks_has_a_certificate(name):
    ss = TWO_BATHS[name].steady_state()
    heat = ss.bath_flux(next(iter(ss.network.baths)))
    claim = heat.diffusion() * ss.entropy_production() >= heat**2
    assert claim.quantities
    outcome = sf.prove(claim, seconds=30)
    assert outcome.is_proved and outcome.certificate.check().verdict == "proved"


def test_the_uncertainty_ratio_can_be_claimed():
    ss = TWO_BATHS["chain"].steady_state()
    ratio = ss.uncertainty_ratio(ss.bond_flux(3, 4))
    assert sf.prove(ratio >= 1, given=["T1 > T2"], seconds=30).is_proved
    assert sf.prove(ratio >= "3/2", given=["T1 > T2"], seconds=30).is_refuted
    assert sf.prove("diffusion(3,4) == bath_diffusion(1)", network=ss.network).is_proved


def test_three_baths_in_a_field_refute_it():
    net = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, "4/15"), (3, 1, "1/3")], pinning={1: "5/3", 2: "1/2", 3: 2},
        baths={1: (5, "T1"), 2: (2, "T2"), 3: ("4/3", "T3")}, magnetic={(1, 2): 5, (2, 3): 4, (3, 1): 4},
    )  # fmt: skip
    outcome = sf.prove("bath_diffusion(1)*entropy_production() >= bath_flux(1)**2", network=net, seconds=30)
    assert outcome.is_refuted and outcome.certificate.check().verdict == "refuted"
