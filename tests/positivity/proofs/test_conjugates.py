"""The squares of both sides: f p is even in the root, and f p = |A**2 - B**2|."""

from fractions import Fraction

import pytest

from symflux.algebra import Polynomial
from symflux.algebra.parser import parse
from symflux.positivity.proofs.conjugates import conjugates
from symflux.positivity.proofs.factors import prove_goal
from symflux.positivity.proofs.goal import Assumption, Goal


def polynomial(text):
    return parse(text).numerator


def goal(claim, *equalities, real=(), relation=">="):
    p = polynomial(claim)
    given = tuple(Assumption(polynomial(text), "==") for text in equalities)
    names = {n for q in (p, *(g for g, _, _ in given)) for n in q.names} - set(real)
    return Goal(p, relation, given, frozenset(real), frozenset(frozenset((n,)) for n in names))


@pytest.mark.parametrize(
    ("claim", "equality"),
    [("a + b - 2*s", "s**2 - a*b"), ("2*s - a", "s**2 - a*b - a**2"), ("s**4 + s**2 - a*s**2", "s**4 - a")],
)
def test_the_product_is_even_in_the_root_and_of_the_sign_of_the_factor(claim, equality):
    one = goal(claim, equality)
    (found,) = conjugates(one, {"a": Fraction(2), "b": Fraction(7), "s": Fraction(3)})
    power = polynomial(equality).degree("s")
    assert found.product == found.factor * one.polynomial
    assert all(dict(m).get("s", 0) % power == 0 for m, _ in found.product.terms())


def test_there_is_none_where_the_root_occurs_in_another_assumption():
    one = goal("a + b - 2*s", "s**2 - a*b", "s + a - 3")
    assert list(conjugates(one, {})) == []


def test_there_is_none_for_what_is_even_or_has_no_equality():
    assert list(conjugates(goal("a + s**2", "s**2 - a*b"), {})) == []
    assert list(conjugates(goal("a - s", "s**2 - s*a"), {})) == []
    assert list(conjugates(goal("a - s"), {})) == []


def test_claims_with_one_root_are_proved_by_it():
    node = prove_goal(goal("a + b - 2*s", "s**2*c - c*a*b"), seconds=1.0)
    assert node is not None
    triangle = goal("s + t - u", "s**2 - a**2 - b**2", "t**2 - c**2 - d**2", "u**2 - (a+c)**2 - (b+d)**2")
    sample = {n: Fraction(1) for n in "abcd"} | {"s": Fraction(7, 5), "t": Fraction(7, 5), "u": Fraction(14, 5)}
    assert prove_goal(triangle, seconds=2.0, sample=sample) is not None
    assert Polynomial.variable("s") is not None


def test_a_sphere_has_no_root_and_the_square_of_a_length_has_one():
    assert list(conjugates(goal("a + b + c - 1", "a**2 + b**2 + c**2 - 1"), {})) == []
    found = list(conjugates(goal("2*s - a - b", "s**2 - a**2 - b**2"), {}))
    assert [dict(each.product.terms()).keys() & {(("s", 1),)} for each in found] == [set()]


def test_an_odd_claim_on_a_sphere_is_proved_by_the_square_of_its_unit():
    one = goal("a*b + b*c + c*a - a*b*c - 2", "a**2 + b**2 + c**2 - 3")
    assert prove_goal(one, seconds=0.01) is None
    length = goal("1 - a*b*c", "a**2 + b**2 + c**2 - 3")
    assert prove_goal(length, seconds=2.0) is not None
