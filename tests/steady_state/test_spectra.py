"""Spectra integrate to covariances; correlations start there, and have the spectrum's Laplace transform."""

import mpmath
import pytest
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
