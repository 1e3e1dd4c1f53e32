"""Equalities solved for a variable: the goals after are what the checker has, factors included."""

from fractions import Fraction

import pytest
from checking import accepts, goal

from symflux.algebra.parser import parse
from symflux.positivity.proofs.equalities import Eliminated, eliminations, unit_elimination
from symflux.positivity.proofs.factors import prove_goal
from symflux.positivity.proofs.goal import Assumption, Goal


def given(text, *equalities, real="", factor=1):
    plain = goal(text, real=real)
    listed = tuple(Assumption(parse(e).numerator, "==", Fraction(factor)) for e in equalities)
    names = {n for g, _, _ in listed for n in g.names} | set(plain.polynomial.names)
    clauses = frozenset(frozenset((n,)) for n in names if n not in real)
    return Goal(plain.polynomial, ">=", listed, frozenset(real), clauses)


@pytest.mark.parametrize("factor", [1, Fraction(1, 3), 5])
@pytest.mark.parametrize(
    ("text", "equality"),
    [
        ("1 - a*b", "a + b - 2"),
        ("a + b + c - 3", "a*b*c - 1"),
        ("a**2 + b**2 + c**2 - a - b - c", "3*a*b*c - 3"),
        ("a*d - b*c", "a*d - b*c"),
        ("8 - (a + b)*(b + c)*(c + a)", "a + b + c - 3"),
    ],
)
def test_claims_under_an_equality_are_proved(text, equality, factor):
    target = given(text, equality, factor=factor)
    assert accepts(target, prove_goal(target, seconds=3))


def test_a_power_is_eliminated_where_the_others_are_its_multiples():
    target = given("x**4 - 2*x**2*a + a**2", "(a + b)*x**2 - c")
    found = Eliminated(target, 0, "x")
    assert found.power == 2
    assert str(found.goal.polynomial) == str(parse("(c - a*(a + b))**2").numerator)
    with pytest.raises(ValueError, match="no multiple"):
        Eliminated(given("x**3", "x**2 - a"), 0, "x")


def test_a_factor_of_two_signs_is_not_divided_by():
    with pytest.raises(ValueError, match="no c x"):
        Eliminated(given("x", "(a - b)*x - 1"), 0, "x")
    with pytest.raises(ValueError, match="no c x"):
        Eliminated(given("x", "a**2*x - 1", real="a"), 0, "x")


def test_the_shortest_result_comes_first():
    found = list(eliminations(given("a**5 + b - 2", "a + b - 2")))
    assert [each.name for each in found] == ["b", "a"]


def test_there_is_no_unit_where_all_is_homogeneous():
    assert unit_elimination(given("a**2 - b**2", "a - b")) is None
