"""Spectra integrate to covariances; correlations start there, and have the spectrum's Laplace transform."""

import mpmath
import numpy as np
import pytest
import scipy.linalg
import sympy

import symflux as sf
from symflux.algebra import RationalFunction

NETWORKS = {
    "pair": sf.chain(2, spring="1/2", pinning=1, masses={2: "3/2"}, baths={1: ("1/2", 2), 2: (1, 1)}),
    "field": sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: (1, 3), 2: (2, 1)}, magnetic={(1, 2): "3/2"}),
    "overdamped": sf.chain(2, spring=1, pinning="1/3", masses=0, baths={1: (1, 3), 2: (2, 1)}),
    "driven": sf.Network.from_edges([(1, 2, (2, 1))], pinning=2, baths={1: (1, 1), 2: (2, 1)}, drives={2: "1/2"}),
}
X = RationalFunction.variable


def pairs(network):
    sites = network.sites
    yield ("q", sites[0]), ("q", sites[1])
    yield ("q", sites[0]), ("q", sites[0])
    yield ("q", sites[0]), ("v", sites[1])
    if network.masses[sites[0]]:
        yield ("v", sites[0]), ("v", sites[1])


@pytest.mark.parametrize("name", NETWORKS)
def test_the_integral_of_the_spectrum_is_the_covariance(name):
    ss = NETWORKS[name].steady_state()
    for first, second in pairs(ss.network):
        spectrum = ss.power_spectrum(first, second)
        w = spectrum.frequency
        density = sympy.lambdify(w, spectrum.real.to_sympy(), "mpmath")
        found = mpmath.quad(density, [0, 0.5, 1, 2, 4, mpmath.inf]) / mpmath.pi
        assert abs(found - float(ss.covariance(first, second).rational_function.value)) < 1e-8


@pytest.mark.parametrize("name", NETWORKS)
def test_the_correlation_starts_at_the_covariance(name):
    """lim s C(s) as s goes to infinity."""
    ss = NETWORKS[name].steady_state()
    for first, second in pairs(ss.network):
        found = ss.correlation(first, second)
        top, bottom = found.laplace.numerator, found.laplace.denominator
        s, degree = found.name, found.laplace.denominator.degree(found.name)
        leading = RationalFunction(top.coefficients_in(s)[degree - 1] if top.degree(s) == degree - 1 else top * 0)
        start = leading / RationalFunction(bottom.coefficients_in(s)[degree])
        assert start == ss.covariance(first, second).rational_function


def test_correlation_and_spectrum_are_two_forms_of_one():
    """S(w) = 2 Re C(i w) for one coordinate."""
    ss = NETWORKS["pair"].steady_state()
    C, S = ss.correlation(("q", 1), ("q", 1)), ss.power_spectrum(("q", 1), ("q", 1))
    w = sympy.Symbol("w", real=True)
    at_w = C.laplace.to_sympy(symbols={C.name: sympy.I * w})
    difference = 2 * sympy.re(sympy.expand(at_w).subs(w, sympy.Rational(7, 5)))
    assert sympy.nsimplify(difference - S.real.to_sympy(symbols={S.name: w}).subs(w, sympy.Rational(7, 5))) == 0


def test_one_oscillator():
    """2 g T/((k - m w^2)^2 + g^2 w^2), Wang and Uhlenbeck, Rev. Mod. Phys. 17 (1945) 323."""
    ss = sf.Network.from_edges([], sites=[1], pinning="k", masses="m", baths={1: ("g", "T")}).steady_state()
    k, m, g, T, w = map(X, ("k", "m", "g", "T", "omega"))
    assert ss.power_spectrum(("q", 1), ("q", 1)).real == 2 * g * T / ((k - m * w * w) ** 2 + g * g * w * w)


def test_peaks_are_exact():
    ss = sf.Network.from_edges([], sites=[1], pinning=2, baths={1: (1, 1)}).steady_state()
    assert ss.power_spectrum(("q", 1), ("q", 1)).maxima == [sympy.sqrt(6) / 2]
    assert ss.power_spectrum(("v", 1), ("v", 1)).maxima == [sympy.sqrt(2)]
    chain = sf.chain(2, spring=3, pinning=1, baths={1: ("1/10", 2), 2: ("1/10", 1)}).steady_state()
    assert len(chain.power_spectrum(("v", 1), ("v", 1)).maxima) == 2


def test_refusals():
    ss = sf.chain(2, spring="k", baths={1: (1, 1), 2: (1, 2)}).steady_state()
    with pytest.raises(sf.DivergenceError):
        ss.power_spectrum(("q", 1), ("q", 1))
    for ask in (
        lambda: ss.power_spectrum(("p", 1), ("v", 1)),
        lambda: ss.power_spectrum(("v", 1), ("v", 1)).maxima,
        lambda: ss.correlation(("v", 1), ("v", 1)).in_time("t"),
        lambda: ss.power_spectrum("q1", ("v", 1)),
    ):
        with pytest.raises(sf.NetworkError):
            ask()


def test_a_parameter_named_omega_keeps_its_name():
    ss = sf.Network.from_edges([], sites=[1], pinning="omega", baths={1: (1, 1)}).steady_state()
    assert str(ss.power_spectrum(("q", 1), ("q", 1)).frequency) == "omega_"


def by_matrices(network, first, second, time):
    """<x(t) y(0)> = row of exp(A t) times the covariance, by scipy; massive sites only."""
    model = network.linear_model()
    M, D, V = (np.array([[float(e.value) for e in row] for row in m.dense()]) for m in
               (model.mass, model.damping, model.coupling))  # fmt: skip
    n, W = len(M), np.linalg.inv(M)
    A = np.block([[np.zeros((n, n)), np.eye(n)], [-W @ V, -W @ D]])
    noise = np.zeros((2 * n, 2 * n))
    for bath in model.baths:
        u = np.zeros(n)
        for k, sign in bath.direction:
            u[k] = sign
        kick = np.concatenate([np.zeros(n), W @ u])
        noise += 2 * float((bath.friction * bath.temperature).value) * np.outer(kick, kick)
    C = scipy.linalg.solve_continuous_lyapunov(A, -noise)
    i, j = (network.index(site) + n * (kind == "v") for kind, site in (first, second))
    return (scipy.linalg.expm(A * time) @ C)[i, j]


MASSIVE = [
    NETWORKS["pair"],
    NETWORKS["field"],
    sf.chain(5, spring=[1, 2, 1, 3], pinning="1/2", baths={1: ("1/10", 2), 5: (1, 1)}),
    sf.Network.from_edges([(1, 2, (2, 1)), (2, 3, 1)], pinning=2, baths={1: (1, 1), (2, 3): (2, 1), 3: ("1/3", 4)}),
]


@pytest.mark.parametrize("network", MASSIVE)
def test_correlations_in_time_are_those_of_the_matrix_exponential(network):
    ss = network.steady_state()
    for first, second in pairs(network):
        found = ss.correlation(first, second)
        for time in (0, 0.375, 3, 20):
            assert float(found.value(time)) == pytest.approx(by_matrices(network, first, second, time), abs=1e-10)
            assert found.error(time) < 1e-13


def test_a_correlation_in_time_starts_at_the_covariance_and_dies():
    ss = NETWORKS["driven"].steady_state()
    found = ss.correlation(("q", 1), ("q", 2))
    assert float(found.value(0)) == float(ss.covariance(("q", 1), ("q", 2)))
    assert abs(found.value("200", digits=30)) < 1e-10 and found.value(3, digits=30) != 0


@pytest.mark.parametrize(("friction", "shape"), [(1, sympy.cos), (2, sympy.Symbol), (3, sympy.sqrt(5).func)])
def test_one_oscillator_in_time(friction, shape):
    """Below, at and above critical damping; at it P has a double root."""
    t = sympy.Symbol("t", nonnegative=True)
    ss = sf.Network.from_edges([], sites=[1], pinning=1, baths={1: (friction, 2)}).steady_state()
    found = ss.correlation(("q", 1), ("q", 1))
    exact = found.in_time("t")
    assert sympy.simplify(exact.diff(t, 2) + friction * exact.diff(t) + exact) == 0
    assert exact.subs(t, 0).equals(2) and sympy.simplify(exact.diff(t).subs(t, 0)) == 0
    assert exact.has(shape) and abs(float(exact.subs(t, 3)) - float(found.value(3))) < 1e-14


def test_the_numbers_route_and_the_equations_are_one():
    symbolic = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (2, "T2")}).steady_state()
    numbers = sf.chain(2, spring=3, pinning=1, baths={1: (1, "T1"), 2: (2, "T2")}).steady_state()
    for first, second in pairs(numbers.network):
        assert symbolic.correlation(first, second).at({"k": 3}).laplace == numbers.correlation(first, second).laplace


def test_long_chains_have_spectra_peaks_and_correlations():
    ss = sf.chain(12, pinning=1, baths={1: ("1/10", 2), 12: ("1/10", 1)}).steady_state()
    spectrum = ss.power_spectrum(("v", 1), ("v", 1))
    assert len(spectrum.maxima) == 12
    omega, density = spectrum.plot().figure.axes[0].lines[0].get_data()
    assert (density[omega > 0] > 0).all() and len(omega) > 600
    area = np.trapezoid(density, omega) / np.pi
    assert area == pytest.approx(float(ss.covariance(("v", 1), ("v", 1))), rel=0.05)  # the tail is cut off
    found = ss.correlation(("v", 1), ("v", 1))
    assert float(found.value(0)) == float(ss.covariance(("v", 1), ("v", 1)))
    times, drawn = found.plot(between=(0, 30)).figure.axes[0].lines[0].get_data()
    assert drawn[-1] == pytest.approx(by_matrices(ss.network, ("v", 1), ("v", 1), times[-1]), abs=1e-9)


def test_where_the_spectrum_peaks_its_slope_is_zero_and_turns_down():
    ss = NETWORKS["pair"].steady_state()
    spectrum = ss.power_spectrum(("v", 1), ("v", 1))
    density = spectrum.to_callable()
    assert spectrum.maxima
    for peak in map(float, spectrum.maxima):
        assert density(omega=peak) > max(density(omega=peak * 1.001), density(omega=peak * 0.999))


def test_times_and_digits_out_of_place_are_refused():
    found = NETWORKS["pair"].steady_state().correlation(("q", 1), ("q", 1))
    for ask in (
        lambda: found.value(-1),
        lambda: found.value("t"),
        lambda: found.value(float("nan")),
        lambda: found.value(1, digits=0),
        lambda: found.value(1, at={"k": 1}),
        lambda: found.plot(between=(2, 1)),
    ):
        with pytest.raises(sf.SymfluxError):
            ask()


def test_the_velocity_of_a_massless_site_has_a_spectrum_but_no_correlation_with_itself():
    ss = NETWORKS["overdamped"].steady_state()
    with pytest.raises(sf.DivergenceError, match="white noise"):
        ss.correlation(("v", 1), ("v", 1))
    assert ss.power_spectrum(("v", 1), ("v", 1)).real and ss.correlation(("q", 1), ("v", 1)).laplace


def test_spectra_and_correlations_show_themselves_in_one_line():
    ss = sf.Network.from_edges([], sites=[1], pinning="k", masses=0, baths={1: ("g", "T")}).steady_state()
    assert repr(ss.power_spectrum(("q", 1), ("q", 1))) == "<power spectrum in omega = 2*T*g/(g**2*omega**2 + k**2)>"
    assert repr(ss.correlation(("q", 1), ("q", 1))) == "<correlation, its Laplace transform in s = T*g/(g*k*s + k**2)>"
