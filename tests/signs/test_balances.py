"""Claims that equations between coefficients settle, and what is left to others."""

import pytest

import symflux as sf
from symflux import prove
from symflux.algebra.parser import parse
from symflux.positivity.proofs.goal import Assumption, Goal
from symflux.signs.balances import prove_balanced

DIAMOND = sf.Network.from_edges(
    [(1, 2, "a"), (2, 3, "b"), (3, 4, "d"), (4, 1, "e"), (1, 3, "f")],
    pinning="c",
    baths={1: ("g1", "T1"), 2: ("g2", "T2"), 3: ("g3", "T3")},
)
CHAIN = sf.chain(3, spring="k", pinning="c", masses="m", baths={1: ("g", "T1"), 3: ("g", "T3")})


@pytest.mark.parametrize(
    ("claim", "given", "network"),
    [
        ("flux(1,2) + flux(1,4) + flux(1,3) == bath_flux(1)", (), DIAMOND),
        ("flux(1,4) == flux(4,3)", (), DIAMOND),
        ("flux(1,2) == 0", ["T1 == T2", "T2 == T3"], DIAMOND),
        ("flux(1,3) + flux(1,2) + flux(1,4) > 0", ["T1 > T2", "T1 > T3"], DIAMOND),
        ("kinetic_temperature(4) < T1", ["T1 > T2", "T2 > T3"], DIAMOND),
        ("kinetic_temperature(2) == (T1 + T3)/2", (), CHAIN),
        ("kinetic_temperature(2) > T3", ["T1 > T3"], CHAIN),
        ("covariance_coefficient(q2,q2,1) >= 0", (), CHAIN),
    ],
)
def test_what_every_network_obeys_is_proved_without_expanding_it(claim, given, network):
    outcome = prove(claim, given=given, network=network)
    assert outcome.verdict == "proved"
    assert outcome.certificate.data["proof"]["by"] == "conductances"


def goal(text, *equations):
    given = tuple(Assumption(parse(each, functions=("f",)).numerator, "==") for each in equations)
    polynomial = parse(text, functions=("f",)).numerator
    return Goal(polynomial, ">=", given, frozenset(("f(1)", "f(2)", "f(3)")))


def test_multiples_of_equations_take_the_unknown_coefficients_out():
    asked = []
    given = goal("x*f(1) + x*f(2) + y", "f(1) + f(3)", "f(2) - f(3)")
    node = prove_balanced(given, lambda rest, one_step: asked.append(rest) or {"rule": "sage"})
    assert [str(each.polynomial) for each in asked] == ["y"]
    assert node["multiples"] == [[[0], "x"], [[1], "x"]]


def test_a_goal_that_changes_with_an_unknown_coefficient_is_not_searched():
    assert prove_balanced(goal("f(1) + y", "f(2) + f(3)"), lambda rest, one_step: pytest.fail("searched")) is None
