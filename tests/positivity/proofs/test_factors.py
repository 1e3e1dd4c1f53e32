"""Signs of factors, from coefficients and from assumptions."""

import pytest

import symflux as sf
from symflux import prove

TRIANGLE = sf.Network.from_edges(
    [(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning="c", baths={1: (1, "T1"), 2: (1, "T2")}
)
CORE = "4*a**3 - 4*a**2*b - a*b**2 + 2*a*b + a*c + b**3 + b**2"


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (f"{CORE} > 0", ["T1 > T2", "flux(1,2) > 0"]),
        (f"{CORE} > 0", ["T1 < T2", "flux(1,2) < 0"]),
        (f"(T1 - T2)*({CORE}) > 0", ["flux(1,2) > 0"]),
        ("flux(1,2) > 0", ["T1 > T2", f"{CORE} > 0"]),
        ("flux(2,1) < 0", ["flux(1,2) > 0"]),
        ("flux(1,2)*flux(1,2) > 0", ["flux(1,2) > 0"]),
        ("bath_flux(1) > 0", ["flux(1,2) > 0", "flux(1,3) > 0"]),
    ],
)
def test_claims_that_share_factors_with_an_assumed_flux_are_proved(claim, given):
    assert prove(claim, given=given, network=TRIANGLE, seconds=10).verdict == "proved"


def test_a_shared_factor_of_unknown_sign_proves_nothing():
    assert prove("T1 > T2", given=["flux(1,3) > 0"], network=TRIANGLE, seconds=10).verdict == "refuted"


@pytest.mark.parametrize(
    ("claim", "given"),
    [("a*b > 2", ["a < -1", "b < -2"]), ("a*b <= -2", ["a <= -1", "b >= 2"]), ("a**3 > 2", ["a > 0", "a**2 == 2"])],
)
def test_real_variables_take_their_sign_from_assumptions(claim, given):
    assert prove(claim, given=given, real=["a", "b"], seconds=10).verdict == "proved"


@pytest.mark.parametrize(
    ("claim", "given"),
    [("a > b", ["a != b", "a >= b"]), ("a == b", ["a >= b", "b >= a"]), ("a + b > 2", ["a*b > 1"]),
     ("a + b + c >= 3", ["a*b + b*c + c*a >= 3"]), ("a + 1/a > 2", ["a != 1"])],
)  # fmt: skip
def test_the_negated_claim_and_factors_meet_the_assumptions(claim, given):
    assert prove(claim, given=given, seconds=10).verdict == "proved"


def test_a_square_with_a_zero_far_from_the_diagonal_and_a_positive_term():
    assert prove("(2*a*b*c*d - b)**2 + a*b*c > 0", seconds=10).verdict == "proved"


def test_squares_beside_a_positive_term_that_they_could_absorb():
    squares = "(a*c*d)**2 + (2*d - a*b)**2 + (2*a*b*d - a*c)**2"
    assert prove(f"{squares} + a*c*d > 0", seconds=10).verdict == "proved"
    assert prove(f"{squares} - a*c*d > 0", seconds=10).verdict == "refuted"


def test_a_quadratic_form_of_negative_discriminant_is_positive():
    assert prove("a*x**2 + b*x + c > 0", given=["4*a*c > b**2"], real=["b", "x"], seconds=10).verdict == "proved"
    assert prove("a*x**2 + b*x + c > 0", given=["3*a*c > b**2"], real=["b", "x"], seconds=10).verdict == "proved"
    assert prove("a*x**2 + b*x + c > 0", given=["5*a*c > b**2"], real=["b", "x"], seconds=10).verdict == "refuted"


def test_a_flux_that_is_zero_is_not_positive():
    network = sf.Network.from_edges([(1, 2, "a"), (2, 3, "a")], pinning="c", baths={2: (1, "T2"), 3: (1, "T3")})
    assert prove("flux(1,2) > 0", given=["T2 > T3"], network=network, seconds=10).verdict == "refuted"
    assert prove("flux(1,2) == 0", given=["T2 > T3"], network=network, seconds=10).verdict == "proved"


def test_an_equality_proves_equality_of_its_factor():
    assert prove("a == b", given=["a**2 == b**2"], seconds=10).verdict == "proved"
    assert prove("a == b", given=["a**2 == b**2"], real=["a", "b"], seconds=10).verdict == "refuted"


def test_assumptions_where_no_steady_state_is_unique_prove_nothing():
    ring = sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "b"), (2, 4, "d"), (3, 4, "e"), (2, 3, 1)],
        pinning=1, baths={1: (1, "T1"), 4: (1, "T4")},
    )  # fmt: skip
    outcome = prove("flux(2,3) == 0", given=["a == b", "d == e"], network=ring, seconds=8)
    assert outcome.verdict == "undecided"
    assert "unique steady state" in outcome.reason
