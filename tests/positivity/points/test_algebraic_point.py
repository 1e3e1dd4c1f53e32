"""Points with irrational coordinates."""

from fractions import Fraction

import pytest

from symflux import prove
from symflux.algebra import Polynomial
from symflux.positivity.condition import Condition
from symflux.positivity.points.algebraic_point import AlgebraicPoint
from symflux.positivity.points.algebraic_search import find_algebraic_point

A, B, C = (Polynomial.variable(n) for n in "abc")


@pytest.mark.parametrize(
    ("conditions", "real"),
    [
        ([Condition(A * A - 2, "=="), Condition(B * B - 2, "==")], ""),
        ([Condition(A * A - 2, "=="), Condition(B * B - 2, "=="), Condition(-A * B, ">")], "ab"),
        ([Condition(-((A * A - 2) ** 2) - (B * B - 3 * A * A) ** 2, ">=")], ""),
        ([Condition(-((A**3 - 2) ** 2) - (B - A) ** 2, ">=")], ""),
        ([Condition(-((A * A - 2) ** 2) - (B**3 - 3) ** 2, ">=")], ""),
        ([Condition(A * A + B * B - 1, "=="), Condition(2 * A * B - 1, ">=")], ""),
        ([Condition(A * A + B * B + C * C - 7, "=="), Condition(A - C * C, ">"), Condition(C * C - 2, "==")], ""),
    ],
)
def test_coordinates_satisfy_the_conditions(conditions, real):
    point = find_algebraic_point(conditions, real=real, seconds=5)
    assert isinstance(point, AlgebraicPoint)
    near = {n: Fraction(float(v)) for n, v in point.items()}
    for polynomial, relation in conditions:
        value = float(polynomial.evaluate(near))
        assert value > 1e-9 if relation == ">" else value > -1e-9 if relation == ">=" else abs(value) < 1e-9
    t = float(point.root)
    for name, row in point.coefficients.items():
        assert sum(float(c) * t**k for k, c in enumerate(row)) == pytest.approx(float(point[name]))


def test_rational_double_zeros_are_rational():
    assert find_algebraic_point([Condition(-((A - 2) ** 2) - (B - 3) ** 2, ">=")]) == {"a": 2, "b": 3}


def test_inconsistent_equations_have_no_point():
    assert find_algebraic_point([Condition(A * A - 2, "=="), Condition(A * A - 3, "==")], seconds=0.3) is None
    assert find_algebraic_point([Condition(A * A + 2, "==")], real="a", seconds=0.3) is None


@pytest.mark.parametrize(
    "claim", ["(a**2-2)**2 > 0", "(a**2-2)**2 + (b**2-3*a**2)**2 > 0", "(a**2-a*b-b**2)**2 > 0", "(a**2-2)**4*b > 0"]
)
def test_claims_false_at_irrational_points_only_are_refuted(claim):
    outcome = prove(claim, seconds=10)
    assert outcome.verdict == "refuted"
    assert outcome.certificate.check().verdict == "refuted"


@pytest.mark.parametrize(
    ("claim", "given", "real", "verdict"),
    [
        ("a*b > 1", ["a**2 == 2", "b**2 == 2"], "", "proved"),
        ("a*b > 1", ["a**2 == 2", "b**2 == 2"], "ab", "refuted"),
        ("a*b > 1/3", ["a**2 + b**2 == 1", "a == b"], "", "proved"),
        ("a*b > 1", ["a**2 + b**2 == 1", "a == b"], "", "refuted"),
        ("a + b > 2", ["a**2 == 2", "b**2 == 2"], "", "proved"),
    ],
)
def test_assumptions_may_have_irrational_solutions_only(claim, given, real, verdict):
    outcome = prove(claim, given=given, real=list(real), seconds=10)
    assert outcome.verdict == verdict
    assert outcome.certificate.check().verdict == verdict
