from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from invariants.floating_point import FloatState
from invariants.laws import conserved, verify
from network_strategies import rational_networks, raw_matrices, symbolic_networks

import symflux as sf
from symflux.algebra import RationalFunction


def fluxes(ss):
    network = ss.network
    values = {("bond", *bond): ss.bond_flux(*bond).rational_function for bond in network.bonds}
    return values | {("bath", site): ss.bath_flux(site).rational_function for site in network.baths}


def with_temperatures(network, put):
    """The same couplings with other temperatures: {site: value}."""
    return sf.Network.from_edges(
        [(i, j, k) for (i, j), k in network.springs.items()],
        pinning=network.pinning,
        masses=network.masses,
        baths={site: (bath.friction, put(site, bath.temperature)) for site, bath in network.baths.items()},
        sites=network.sites,
    )


@given(rational_networks())
def test_laws_hold_for_rational_networks(network):
    verify(network)


@settings(max_examples=25)
@given(symbolic_networks())
def test_laws_hold_for_symbolic_networks(network):
    verify(network)


@settings(max_examples=30)
@given(rational_networks(most=3))
def test_both_routes_agree_on_rational_networks(network):
    one, other = (network.steady_state(method=method) for method in ("lyapunov", "moments"))
    assert fluxes(one) == fluxes(other)
    for i in network.sites:
        for j in network.sites:
            assert one.covariance(("v", i), ("v", j)) == other.covariance(("v", i), ("v", j))


@settings(max_examples=25)
@given(symbolic_networks())
def test_both_routes_give_the_same_canonical_objects(network):
    one, other = (network.steady_state(method=method) for method in ("lyapunov", "moments"))
    for key, value in fluxes(one).items():
        same = fluxes(other)[key]
        assert (value.numerator, value.denominator) == (same.numerator, same.denominator)
        assert (str(value), hash(value)) == (str(same), hash(same))


@given(rational_networks())
def test_fluxes_agree_with_floating_point(network):
    reference = FloatState(network)
    assume(reference.condition < 1e5)
    ss = network.steady_state()
    for i, j in network.bonds:
        assert reference.bond_flux(i, j) == pytest.approx(float(ss.bond_flux(i, j)), rel=1e-7, abs=1e-7)
    for site in network.baths:
        assert reference.bath_flux(site) == pytest.approx(float(ss.bath_flux(site)), rel=1e-7, abs=1e-7)
    for a, i in enumerate(network.sites):
        for b, j in enumerate(network.sites):
            got = float(ss.covariance(("v", i), ("v", j)))
            assert reference.vv[a, b] == pytest.approx(got, rel=1e-7, abs=1e-7)


@given(rational_networks(pinned=True))
def test_positions_agree_with_floating_point(network):
    reference = FloatState(network)
    assume(reference.condition < 1e5)
    Q = network.steady_state().Q
    size = len(network.sites)
    for i in range(size):
        for j in range(size):
            assert reference.qq[i, j] == pytest.approx(float(Q[size + i, size + j]), rel=1e-7, abs=1e-7)
            momentum = reference.mass[j] * reference.qv[i, j]
            assert momentum == pytest.approx(float(Q[size + i, j]), rel=1e-7, abs=1e-7)


@given(rational_networks())
def test_position_differences_agree_with_floating_point(network):
    reference = FloatState(network)
    assume(reference.condition < 1e5)
    ss = network.steady_state()
    for i, j in network.bonds:
        a, b = reference.index[i], reference.index[j]
        difference = reference.qq[a, a] + reference.qq[b, b] - 2 * reference.qq[a, b]
        assert difference == pytest.approx(float(ss.position_difference(i, j)), rel=1e-6, abs=1e-7)


@settings(max_examples=120)
@given(raw_matrices(), st.data())
def test_raw_matrices_with_kernels_agree_with_floating_point(given_matrix, data):
    V, size = given_matrix
    baths = data.draw(st.lists(st.integers(1, size), min_size=1, max_size=size, unique=True))
    network = sf.Network.from_matrix(V, baths={i: (1, i) for i in baths})
    assume(not network.hidden_modes())
    reference = FloatState(network)
    assume(reference.condition < 1e5)
    for method in ("moments", "lyapunov"):
        ss = network.steady_state(method=method)
        conserved(ss)
        for site in network.sites:
            got = float(ss.kinetic_temperature(site))
            assert reference.vv[site - 1, site - 1] == pytest.approx(got, rel=1e-6, abs=1e-7)
        for i, j in network.bonds:
            if abs(reference.kernel[i - 1] - reference.kernel[j - 1]).max(initial=0) < 1e-9:
                got = float(ss.bond_flux(i, j))
                assert reference.bond_flux(i, j) == pytest.approx(got, rel=1e-6, abs=1e-7)


@given(rational_networks(), st.fractions(min_value=0, max_value=100, max_denominator=9))
def test_fluxes_are_unchanged_by_a_common_shift_of_temperature(network, shift):
    warmer = with_temperatures(network, lambda _, T: T + shift)
    assert fluxes(network.steady_state()) == fluxes(warmer.steady_state())


@given(rational_networks(), st.fractions(min_value=Fraction(1, 9), max_value=100, max_denominator=9))
def test_fluxes_scale_with_temperature(network, factor):
    hotter = with_temperatures(network, lambda _, T: T * factor)
    scaled = {key: value * factor for key, value in fluxes(network.steady_state()).items()}
    assert scaled == fluxes(hotter.steady_state())


@given(rational_networks(pinned=True))
def test_equal_temperatures_are_gibbs(network):
    """Q = T diag(M, V^-1), and nothing flows."""
    T = RationalFunction.constant(Fraction(7, 3))
    ss = with_temperatures(network, lambda *_: T).steady_state()
    assert set(fluxes(ss).values()) == {RationalFunction.constant(0)}
    sites, V = network.sites, network.potential_matrix()
    for a, i in enumerate(sites):
        for b, j in enumerate(sites):
            assert ss.covariance(("p", i), ("p", j)) == (T * network.masses[i] if i == j else 0)
            assert ss.covariance(("q", i), ("p", j)) == 0
            product = sum(
                (V[a][c] * ss.covariance(("q", k), ("q", j)).rational_function for c, k in enumerate(sites)),
                RationalFunction.constant(0),
            )
            assert product == (T if a == b else 0)


@given(rational_networks(), st.randoms(use_true_random=False))
def test_relabelling_relabels_the_fluxes(network, random):
    labels = [f"s{k}" for k in range(len(network.sites))]
    random.shuffle(labels)
    new = dict(zip(network.sites, labels, strict=True))
    springs = [(new[i], new[j], k) for (i, j), k in network.springs.items()]
    random.shuffle(springs)
    other = sf.Network.from_edges(
        springs,
        pinning={new[s]: c for s, c in network.pinning.items()},
        masses={new[s]: m for s, m in network.masses.items()},
        baths={new[s]: (b.friction, b.temperature) for s, b in network.baths.items()},
    ).steady_state()
    ss = network.steady_state()
    for i, j in network.bonds:
        assert ss.bond_flux(i, j) == other.bond_flux(new[i], new[j])
    for site in network.baths:
        assert ss.bath_flux(site) == other.bath_flux(new[site])


@given(rational_networks(), st.fractions(min_value=Fraction(1, 5), max_value=5, max_denominator=5))
def test_fluxes_scale_with_the_unit_of_time(network, speed):
    """Frictions times s, springs and pins times s^2: every flux times s."""
    faster = sf.Network.from_edges(
        [(i, j, k * speed**2) for (i, j), k in network.springs.items()],
        pinning={site: c * speed**2 for site, c in network.pinning.items()},
        masses=network.masses,
        baths={s: (b.friction * speed, b.temperature) for s, b in network.baths.items()},
    )
    scaled = {key: value * speed for key, value in fluxes(network.steady_state()).items()}
    assert scaled == fluxes(faster.steady_state())


@given(rational_networks(), st.fractions(min_value=Fraction(1, 5), max_value=5, max_denominator=5))
def test_fluxes_are_unchanged_where_everything_mechanical_is_scaled_together(network, factor):
    """M, Gamma and V times the same number: a change of the unit of mass."""
    heavier = sf.Network.from_edges(
        [(i, j, k * factor) for (i, j), k in network.springs.items()],
        pinning={site: c * factor for site, c in network.pinning.items()},
        masses={site: m * factor for site, m in network.masses.items()},
        baths={s: (b.friction * factor, b.temperature) for s, b in network.baths.items()},
    )
    assert fluxes(network.steady_state()) == fluxes(heavier.steady_state())


@settings(max_examples=25)
@given(symbolic_networks(), st.data())
def test_values_may_be_put_in_before_or_after_solving(network, data):
    point = {
        name: data.draw(st.fractions(min_value=Fraction(1, 3), max_value=5, max_denominator=4))
        for name in network.parameters
    }
    there = network.at(point)
    assume(not there.hidden_modes())
    ss, ready = network.steady_state(), there.steady_state()
    for bond in network.bonds:
        assert ss.bond_flux(*bond).at(point) == ready.bond_flux(*bond)
    for site in network.baths:
        assert ss.bath_flux(site).at(point) == ready.bath_flux(site)


@settings(max_examples=25)
@given(symbolic_networks())
def test_hurwitz_determinant_is_positive_at_positive_parameters(network):
    D = network.steady_state().hurwitz_determinant()
    for k in range(4):
        point = {name: Fraction(1 + (k * 5 + 3 * n) % 7, 1 + k) for n, name in enumerate(network.parameters)}
        if not network.at(point).hidden_modes():
            values = {n: v for n, v in point.items() if n in D.rational_function.names}
            assert D.rational_function.evaluate(values) > 0
