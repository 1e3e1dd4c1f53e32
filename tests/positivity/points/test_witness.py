"""False claims get a rational point; true ones get none, and everything returned is verified."""

import time
from fractions import Fraction

import pytest

from symflux.algebra import Polynomial
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.errors import SignError
from symflux.positivity.condition import Condition, negation
from symflux.positivity.points.witness import find_point, find_witness


def polynomial(text):
    return parse(text, CLAIM_LIMITS).numerator


def witness(text, relation, given=(), real="", seconds=3.0):
    assumptions = [Condition(polynomial(p), r) for p, r in given]
    return find_witness(Condition(polynomial(text), relation), assumptions, real=frozenset(real), seconds=seconds)


FALSE = [
    # an open set of refutations
    ("4*a**3 - 4*a**2*b - a*b**2 + b**3 + 2*a*b + b**2 + a*c", ">", [], ""),
    ("a**5*b - a**3*b**3 + b**6*a**2 - 100*a*b + 1", ">", [], ""),
    ("a**2*b**2 + 1 - a*b*c + c**9*a*b**7", ">=", [], ""),
    ("1000*(a-b)**2 - a*b/1000", ">=", [("a-b", ">")], ""),
    ("a**10 - 11*a**9 + 3", ">", [("a-10", ">"), ("11-a", ">"), ("100*a-1099", ">")], ""),
    ("x**2 + 1 - 10000*y", ">", [("y - x**2", "<"), ("x - 100", ">")], "xy"),
    ("(a-1)**2 + (b-2)**2 + (c-3)**2 + (d-4)**2 - 1/1000000", ">=", [], ""),
    # thin cones far out: one term outweighs the rest only along a curve
    ("a**6*b**6 + a**3 + b**3 + 1 - a**2*b**5/1000", ">", [], ""),
    # only at isolated points
    ("x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2", ">", [], "xy"),
    ("(x-22/7)**2*5 + (y+3/11)**2 + (z**3+8)**2", ">", [], "xyz"),
    ("((a-1)**2 + (b-2)**2 + (c-3)**2 + (d-4)**2)*(a+b)", ">", [], ""),
    ("a**3 + b**3 + c**3 - 3*a*b*c + (a-2)**2", ">", [], ""),
    ("x**2", ">", [], "x"),
    # only on a wall
    ("a - b", ">", [("a-b", ">=")], ""),
    ("a - b", "!=", [("a-2*b+5", ">="), ("3*b-a-5", ">=")], ""),
    ("(a*d - b*e)**2", ">", [("a-b-1", ">"), ("d-7", ">")], ""),
    ("a*b*c*d - 1", ">", [("a-2", ">="), ("b-2", ">="), ("c-2", ">=")], ""),
    # equalities, among claims and assumptions
    ("a**2 + b**2 - 1", "!=", [("a-b", ">"), ("b-1/2", ">")], ""),
    ("a - 2*b", ">", [("a**2-3*b**2-6", "==")], ""),
    ("a + b + c + d + e - 5", ">", [("a*b*c*d*e-1", "==")], ""),
    ("a*d - b*e", "==", [], ""),
    ("a - b", "==", [("a**2-b**2-1", "==")], ""),
    ("1 - a", "<", [("b**2-4", "==")], ""),
    ("0*a - 1", ">=", [], ""),
]


@pytest.mark.parametrize(("text", "relation", "given", "real"), FALSE)
def test_a_false_claim_is_refuted(text, relation, given, real):
    started = time.process_time()
    found = witness(text, relation, given, real, seconds=20)
    assert found is not None
    assert time.process_time() - started < 3
    assert not Condition(polynomial(text), relation).holds(found)
    assert all(Condition(polynomial(p), r).holds(found) for p, r in given)
    assert all(type(value) is Fraction for value in found.values())
    assert all(value > 0 for name, value in found.items() if name not in real)


TRUE = [
    ("a**2 + b**2 - 2*a*b", ">=", [], ""),
    ("a - b", ">", [("a-b", ">")], ""),
    ("x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2", ">=", [], "xy"),
    ("a + b + c + d - 4", ">=", [("a*b*c*d-1", "==")], ""),
    ("a**2 - 2", "!=", [], ""),
    ("a", ">", [("a-b", ">"), ("b-a", ">")], ""),
    ("0*a + 1", ">=", [], ""),
    ("a + b", "!=", [], ""),
]


@pytest.mark.parametrize(("text", "relation", "given", "real"), TRUE)
def test_a_true_claim_has_no_witness_and_the_limit_holds(text, relation, given, real):
    started = time.monotonic()
    assert witness(text, relation, given, real, seconds=0.3) is None
    assert time.monotonic() - started < 3


def test_small_numbers_are_preferred():
    assert witness("a - b", ">") == {"a": 1, "b": 1}
    found = witness("4*a**3 - 4*a**2*b - a*b**2 + b**3 + 2*a*b + b**2 + a*c", ">")
    assert max(value.numerator * value.denominator for value in found.values()) <= 20


def test_every_variable_has_a_value():
    found = witness("a - 3", ">", [("b - c", ">"), ("0*d + 1", ">")])
    assert set(found) == {"a", "b", "c"}
    assert find_point([], names=["k", "g"]) == {"g": 1, "k": 1}


def test_the_search_is_deterministic():
    claim = ("((a-1)**2 + (b-2)**2 + (c-3)**2 + (d-4)**2)*(a+b)", ">")
    assert witness(*claim, seconds=60) == witness(*claim, seconds=20)


def test_a_point_satisfies_several_conditions_at_once():
    a, b, c = (Polynomial.variable(name) for name in "abc")
    conditions = [Condition(p, ">") for p in (a * a - 2 * b * c, b - c * c, c * c * c - a)]
    found = find_point(conditions)
    assert all(condition.holds(found) for condition in conditions)


def test_negation_is_an_involution():
    assert all(negation(negation(r)) == r for r in (">", ">=", "<", "<=", "==", "!="))
    with pytest.raises(SignError, match="unknown relation"):
        negation("=")
