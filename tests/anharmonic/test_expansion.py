"""The series of a network: identities at every order, directions, homogeneity, refusals."""

import pickle
import random
import time
from fractions import Fraction
from itertools import combinations

import pytest
import sympy

import symflux as sf
from symflux import paper
from symflux.algebra import RationalFunction
from symflux.anharmonic.checks import verify
from symflux.anharmonic.expansion import anharmonic_series
from symflux.errors import NetworkError, TooLargeError, UniquenessError, VerificationError


def with_unit_quartic_springs(net: sf.Network) -> sf.Network:
    return net.with_quartic(dict.fromkeys(net.bonds, 1))


def random_network(sites: int, seed: int, *, pinned: bool = True) -> sf.Network:
    rng = random.Random(seed)

    def number() -> Fraction:
        return Fraction(rng.randint(1, 9), rng.randint(1, 4))

    bonds = [pair for pair in combinations(range(1, sites + 1), 2) if pair[1] == pair[0] + 1 or rng.random() < 0.5]
    bathed = [1, sites] if sites > 2 else [1, 2]
    net = sf.Network.from_edges(
        [(i, j, number()) for i, j in bonds],
        pinning={i: number() for i in range(1, sites + 1)} if pinned else 0,
        baths={i: (number(), number()) for i in bathed},
        masses={i: number() for i in range(1, sites + 1)},
    )
    return net.with_quartic({bond: number() for bond in bonds}, pinning={1: number()} if pinned else None)


@pytest.mark.parametrize(
    ("sites", "order", "pinned"), [(2, 3, True), (2, 3, False), (3, 2, True), (3, 3, False), (4, 2, True)]
)
def test_identities_hold_at_every_order_on_random_networks(sites, order, pinned):
    series = anharmonic_series(random_network(sites, sites, pinned=pinned), order=order)
    assert not series.bond_flux(1, 2).is_zero
    assert "equal temperatures" in str(series.verify())


def test_verification_refuses_a_series_that_was_tampered_with():
    series = anharmonic_series(random_network(3, 3), order=1)
    table = [[list(row) for row in order] for order in series.route.seconds]
    table[1][0][4] = table[1][4][0] = table[1][0][4] + 1
    object.__setattr__(series.route, "seconds", table)
    with pytest.raises(VerificationError, match="order 1"):
        verify(series)


def test_coefficients_are_homogeneous_in_the_temperatures():
    """c_k has degree k + 1: what must be small is eps times temperature."""
    net = with_unit_quartic_springs(sf.chain(3, pinning=1, baths={1: (1, "T1"), 2: (2, "T2"), 3: (1, "T3")}))
    flux = anharmonic_series(net, order=3).bond_flux(1, 2)
    for k, value in enumerate(flux.rational_functions):
        assert {sum(power for _, power in monomial) for monomial, _ in value.numerator.terms()} == {k + 1}
        assert value.denominator.is_constant


def test_flux_vanishes_where_the_temperatures_are_equal():
    net = with_unit_quartic_springs(sf.chain(3, pinning=1, baths={1: (1, "T1"), 3: (2, "T3")}))
    series = anharmonic_series(net, order=2)
    assert not series.bond_flux(2, 3).is_zero
    assert series.bond_flux(2, 3).at({"T1": "T", "T3": "T"}).is_zero


def test_quartic_strength_counts_powers_of_eps():
    net = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): "c"})
    flux = anharmonic_series(net, order=3).bond_flux(1, 2)
    for k, value in enumerate(flux.rational_functions):
        assert value == RationalFunction.constant(value.evaluate({"c": 1})) * RationalFunction.variable("c") ** k


def test_the_series_of_a_harmonic_network_stops_at_order_0():
    net = paper.example_1()
    series = anharmonic_series(net, order=2)
    assert series.bond_flux(2, 3).coefficients == [sympy.Rational(1564, 1457), 0, 0]


def test_temperatures_may_be_quotients():
    base = {1: (1, "1/b"), 2: (1, 1)}
    net = sf.chain(2, pinning=1, baths=base).with_quartic({(1, 2): 1})
    quotient = anharmonic_series(net, order=2).bond_flux(1, 2).at({"b": "1/2"})
    assert anharmonic_series(net.at({"b": "1/2"}), order=2).bond_flux(1, 2) == quotient


def test_symbolic_springs_agree_with_numbers():
    net = sf.chain(2, spring="k", pinning={1: 1, 2: 2}, baths={1: (1, "T1"), 2: (1, 1)}).with_quartic({(1, 2): 1})
    point = {"k": Fraction(2, 3), "T1": 5}
    numbers = anharmonic_series(net.at(point), order=2)
    for order in (1, 2):
        symbolic = anharmonic_series(net, order=order)
        for name in ("bond_flux(1, 2)", "bath_flux(2)", "kinetic_temperature(1)"):
            method, sites = name[:-1].split("(")
            sites = [int(site) for site in sites.split(",")]
            expected = getattr(numbers, method)(*sites).rational_functions[: order + 1]
            assert expected == getattr(symbolic, method)(*sites).at(point).rational_functions


def test_symbolic_series_of_order_2_verifies():
    net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).with_quartic({(1, 2): 1})
    assert anharmonic_series(net, order=2).verify()


def test_direction_is_that_of_the_harmonic_flux():
    series = anharmonic_series(with_unit_quartic_springs(paper.example_2_corrected()), order=1)
    backward = series.direction((1, 3))
    assert (backward.order, backward.sign) == (0, -1)
    assert "stays so for small enough eps" in backward.statement
    assert "no evidence of a reversal" in str(backward)


def test_persistence_is_a_theorem_where_every_site_has_a_bath():
    for example, proved in ((paper.example_1(), True), (paper.example_2(), False), (paper.example_3(), True)):
        direction = anharmonic_series(with_unit_quartic_springs(example), order=0).direction(example.bonds[0])
        assert direction.is_proved == proved
        assert ("provided the stationary moments stay bounded" in str(direction)) != proved
    softening = paper.example_1().with_quartic({(1, 2): -1})
    assert not anharmonic_series(softening, order=0).is_asymptotic
    unpinned = sf.chain(2, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    assert not anharmonic_series(unpinned, order=0).is_asymptotic


def test_direction_follows_the_first_order_where_the_harmonic_flux_vanishes():
    """Example 4 at a temperature where phi_56 = 0: linear in T_1, so the zero is found exactly."""
    net = paper.example_4()
    bath = {site: (1, bath.temperature) for site, bath in net.baths.items()}
    springs = [(i, j, k) for (i, j), k in net.springs.items()]
    free = sf.Network.from_edges(springs, pinning=1, baths=bath | {1: (1, "T1")})
    flux = free.steady_state().bond_flux(5, 6).rational_function
    constant, slope = (c for c in flux.numerator.coefficients_in("T1"))
    zero = Fraction(-constant.constant_value, slope.constant_value)
    series = anharmonic_series(with_unit_quartic_springs(free.at({"T1": zero})), order=1)
    direction = series.direction((5, 6))
    assert (direction.order, direction.sign) == (1, -1)
    assert "vanishes in the harmonic network" in direction.statement


def test_direction_is_open_where_everything_vanishes_or_depends_on_parameters():
    net = with_unit_quartic_springs(sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}))
    series = anharmonic_series(net, order=1)
    assert series.direction((1, 2)).sign is None
    assert "depends on the parameters" in series.direction((1, 2)).statement
    equal = anharmonic_series(net.at({"T1": 1, "T2": 1}), order=1).direction((1, 2))
    assert (equal.order, equal.sign) == (None, None)
    assert "not decided by this series" in equal.statement


def test_time_limit_gives_the_same_answer_from_a_child_process():
    net = with_unit_quartic_springs(paper.example_1())
    series = anharmonic_series(net, order=1, seconds=30)
    assert series.bond_flux(1, 2) == anharmonic_series(net, order=1).bond_flux(1, 2)
    assert pickle.loads(pickle.dumps(series)).bond_flux(1, 2) == series.bond_flux(1, 2)


def test_series_object_prints_its_bond_fluxes():
    series = anharmonic_series(with_unit_quartic_springs(sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)})), order=1)
    assert str(series) == "phi_1->2 = 1/6 + 1/2*eps + O(eps**2)"
    assert repr(series) == "<AnharmonicSeries of network of 2 sites to order 1>"
    assert "varepsilon" in series.bond_flux(1, 2)._repr_latex_()


def test_memory_limit_is_honoured():
    with pytest.raises(TooLargeError, match="ask for a lower order"):
        anharmonic_series(with_unit_quartic_springs(paper.example_4()), order=2, memory=10**6)


def test_orders_out_of_reach_are_refused_at_once():
    start = time.process_time()
    with pytest.raises(TooLargeError, match="ask for a lower order"):
        anharmonic_series(with_unit_quartic_springs(paper.example_1()), order=40)
    symbolic = sf.ring(4, spring="k", pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    with pytest.raises(TooLargeError, match="give the couplings numbers"):
        anharmonic_series(symbolic, order=4)
    assert time.process_time() - start < 2


def test_networks_without_a_series_are_refused_in_words():
    with pytest.raises(UniquenessError, match="no unique steady state"):
        anharmonic_series(with_unit_quartic_springs(paper.figure_1()), order=1)
    free = sf.chain(2, baths={1: (1, 2), 2: (1, 1)})
    with pytest.raises(NetworkError, match="pin it harmonically"):
        anharmonic_series(free.with_quartic({}, pinning={1: 1}), order=2)
    with pytest.raises(NetworkError, match="order = -1"):
        anharmonic_series(paper.example_1(), order=-1)
    series = anharmonic_series(paper.example_1(), order=0)
    with pytest.raises(NetworkError, match="no bond 1-3"):
        series.bond_flux(1, 3)
    with pytest.raises(NetworkError, match="use 'q', 'v' or 'p'"):
        series.covariance(("x", 1), ("v", 2))
    with pytest.raises(NetworkError, match="only their differences"):
        anharmonic_series(free.with_quartic({(1, 2): 1}), order=1).covariance(("q", 1), ("q", 1))


def test_moments_of_a_free_network_match_its_own_differences():
    free = sf.chain(3, baths={1: (1, 2), 3: (1, 1)}).with_quartic({(1, 2): 1, (2, 3): 2})
    series = anharmonic_series(free, order=2)
    assert series.bond_flux(1, 2) == series.bond_flux(2, 3) == series.bath_flux(1)
    assert series.verify()
