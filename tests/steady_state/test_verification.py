"""verify() must fail loudly when anything is wrong: every moment is doctored in turn."""

import pytest
from hypothesis import given, settings
from network_strategies import rational_networks

import symflux as sf
from symflux.algebra import RationalFunction

MOMENTS = ("position_velocity", "velocity_velocity")


def triangle():
    return sf.complete(3, spring=["a", 1, 2], pinning=1, baths={1: ("g", "T1"), 2: (1, "T2")})


def doctor(ss, monkeypatch, moment, bath, pair, wrong):
    """One second moment, for one bath, put through ``wrong``."""
    genuine = getattr(type(ss.moments), moment)

    def doctored(self, b, i, j):
        value = genuine(self, b, i, j)
        return wrong(value) if (b, i, j) == (bath, *pair) else value

    monkeypatch.setattr(type(ss.moments), moment, doctored)


def test_genuine_results_verify():
    assert "residual is identically zero" in str(triangle().steady_state().verify())


@pytest.mark.parametrize("method", ["moments", "lyapunov"])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("bath", [0, 1])
@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_doctored_moment_is_caught(method, moment, bath, pair, monkeypatch):
    ss = triangle().steady_state(method=method)
    doctor(ss, monkeypatch, moment, bath, pair, lambda value: value + 1)
    with pytest.raises(sf.VerificationError, match="this is a bug in symflux"):
        ss.verify()


@pytest.mark.parametrize("site", [0, 1, 2])
def test_doctored_kinetic_temperature_is_caught(site, monkeypatch):
    ss = triangle().steady_state()
    doctor(ss, monkeypatch, "velocity_velocity", 0, (site, site), lambda value: value * 2)
    with pytest.raises(sf.VerificationError):
        ss.verify()


def test_one_changed_coefficient_is_caught(monkeypatch):
    """A numerator of many terms, one coefficient changed by one."""
    from symflux.algebra import Polynomial

    def wrong(value):
        terms = list(value.numerator.terms())
        terms[-1] = (terms[-1][0], terms[-1][1] + 1)
        return RationalFunction(Polynomial.from_terms(terms), value.denominator)

    ss = triangle().steady_state()
    doctor(ss, monkeypatch, "position_velocity", 1, (0, 2), wrong)
    with pytest.raises(sf.VerificationError):
        ss.verify()


def test_all_moments_scaled_together_are_caught(monkeypatch):
    """Linear equations without their right side would let this pass."""
    ss = triangle().steady_state()
    for moment in MOMENTS:
        genuine = getattr(type(ss.moments), moment)
        monkeypatch.setattr(type(ss.moments), moment, lambda self, b, i, j, genuine=genuine: genuine(self, b, i, j) * 2)
    with pytest.raises(sf.VerificationError):
        ss.verify()


def test_matrix_given_by_free_symbols_is_verified_at_a_stable_point():
    """The first trial point makes this V indefinite; the next ones must be looked at."""
    ss = sf.Network.from_matrix([["a", "-b"], ["-b", "c"]], baths={1: (1, 1), 2: (1, 2)}).steady_state()
    assert "positive definite at a=" in str(ss.verify())


def test_matrix_that_is_never_stable_is_said_to_be_undecided():
    ss = sf.Network.from_matrix([["a", "a + b"], ["a + b", "a"]], baths={1: (1, 1), 2: (1, 2)}).steady_state()
    assert "no point was found" in str(ss.verify())


@settings(max_examples=20)
@given(rational_networks(most=3))
def test_both_routes_verify(network):
    for method in ("moments", "lyapunov"):
        assert network.steady_state(method=method).verify()
