"""A factor that makes a sum of squares, found together with the squares; by continuity it need only be >= 0."""

import pytest
from checking import accepts, goal

from symflux.positivity.proofs.unknown_factor import prove_with_unknown_factor

MOTZKIN = "x**4*y**2 + x**2*y**4 + z**6 - 3*x**2*y**2*z**2"
ROBINSON = "x**2*(x-w)**2 + y**2*(y-w)**2 + z**2*(z-w)**2 + 2*x*y*z*(x+y+z-2*w)"


@pytest.mark.parametrize(("text", "degree"), [(MOTZKIN, 2), (ROBINSON, 2)])
def test_forms_that_are_no_sums_of_squares_have_a_factor(text, degree):
    target = goal(text, real="xyzw")
    node = prove_with_unknown_factor(target, degree, seconds=20)
    assert node["rule"] == "multiply"
    assert "dense" in node
    assert accepts(target, node)


def test_positive_variables_have_factors_with_positive_terms():
    target = goal("a**3 + b**3 + c**3 + 6*a*b*c - (a + b + c)**3*0.25", real="")
    node = prove_with_unknown_factor(target, 1, seconds=20)
    assert accepts(target, node)


def test_a_form_that_is_somewhere_negative_has_no_factor():
    assert prove_with_unknown_factor(goal("x**4 + y**4 - 3*x**2*y**2"), 2, seconds=5) is None


def test_strict_claims_are_left_alone():
    assert prove_with_unknown_factor(goal(MOTZKIN + " + z**6", ">"), 2, seconds=5) is None
