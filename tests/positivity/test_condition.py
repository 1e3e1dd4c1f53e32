"""A condition and what it turns into say the same at every point."""

from fractions import Fraction
from itertools import product

import pytest

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import SignError
from symflux.positivity.condition import HOLDS, Condition, cleared, negation

X, Y = Polynomial.variable("x"), Polynomial.variable("y")
RELATIONS = (">", ">=", "<", "<=", "==", "!=")
POINTS = [{"x": Fraction(x), "y": Fraction(y)} for x, y in product((-2, -1, 0, 1, 3), (-1, 0, 2))]
POLYNOMIALS = [X, X - Y, X * Y - 2, X**2 - 1, -X - Y]


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("polynomial", POLYNOMIALS, ids=str)
def test_turned_and_negated(polynomial, relation):
    condition = Condition(polynomial, relation)
    assert condition.upright.relation in (">", ">=", "==", "!=")
    for point in POINTS:
        holds = HOLDS[relation](polynomial.evaluate(point))
        assert condition.holds(point) is holds
        assert condition.upright.holds(point) is holds
        assert condition.negated.holds(point) is not holds
        assert condition.negated.negated == condition


@pytest.mark.parametrize("relation", RELATIONS)
def test_values_are_put_in_and_denominators_cleared_by_their_squares(relation):
    condition = Condition(X - 1, relation)
    image = RationalFunction(Y, X - 2)  # x = y/(x - 2), of either sign
    for point in POINTS:
        if point["x"] != 2:
            expected = HOLDS[relation](point["y"] / (point["x"] - 2) - 1)
            assert condition.at({"x": image}).holds(point) is expected


@pytest.mark.parametrize("relation", RELATIONS)
def test_quotients_without_denominators(relation):
    """All the conditions together hold exactly where the quotient is defined and stands in the relation."""
    value = RationalFunction(X, X - Y)
    for point in POINTS:
        bottom = point["x"] - point["y"]
        expected = bottom != 0 and HOLDS[relation](point["x"] / bottom)
        assert all(each.holds(point) for each in cleared(value, relation, {"x", "y"})) is expected


def test_only_constants_have_a_truth():
    assert Condition(X, ">").truth is None
    assert [Condition(Polynomial.constant(0), relation).truth for relation in RELATIONS] == [
        False, True, False, True, True, False,
    ]  # fmt: skip


def test_unknown_relations_are_refused():
    for ask in (negation, lambda r: Condition(X, r).negated, lambda r: Condition(X, r).upright):
        with pytest.raises(SignError, match="unknown relation '=>'"):
            ask("=>")
