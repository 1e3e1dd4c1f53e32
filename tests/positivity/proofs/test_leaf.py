"""Leaves: closed by signs or by a linear program, and always exactly."""

from fractions import Fraction

import pytest
from checking import accepts

from symflux.algebra.parser import parse
from symflux.positivity.proofs.goal import Assumption, Goal
from symflux.positivity.proofs.leaf import by_linear_program, by_signs


def goal(text, relation=">=", given=(), real=()):
    """A goal on positive variables, but those in ``real``."""
    polynomial = parse(text).numerator
    assumptions = tuple(Assumption(parse(g).numerator, r) for g, r in given)
    names = set(polynomial.names).union(*(g.names for g, _, _ in assumptions)) - set(real)
    return Goal(polynomial, relation, assumptions, frozenset(real), frozenset(frozenset((n,)) for n in names))


@pytest.mark.parametrize("text", ["a + b", "a*b - a*b", "a**2*b + 3"])
def test_positive_terms_close(text):
    assert by_signs(goal(text)) == {"rule": "sage"}


def test_real_variables_need_even_powers():
    assert by_signs(goal("x**2 + 1", ">", real="x")) is not None
    assert by_signs(goal("x**3 + 1", ">", real="x")) is None


def test_strict_claims_need_a_term_on_every_face():
    assert by_signs(goal("x**2", ">", real="x")) is None
    assert by_signs(goal("x**2", ">=", real="x")) is not None


def test_false_assumption_closes_and_its_wall_counts():
    assert by_signs(goal("-a", ">=", [("-a-b", ">")]))["rule"] == "excluded"
    node = by_signs(goal("-x**2", ">", [("-x**2", ">=")], real="x"))
    assert node is None


TIGHT = [
    ("a**2 - 2*a*b + b**2", [], ()),
    ("4*a**2 - 4*a*b + b**2", [], ()),
    ("a**5+b**5+c**5-a*b*c*(a**2+b**2)/2-a*b*c*c**2", [], ()),
    ("x**4*y**2 + x**2*y**4 - 3*x**2*y**2 + 1", [], "xy"),
    ("a - b", [("a - c", ">="), ("c - b", ">=")], ()),
    ("a**2 - b**2", [("a - b", ">=")], ()),
    ("x*y - x**2", [("y - x", "==")], ()),
]


@pytest.mark.parametrize(("text", "given", "real"), TIGHT, ids=[t for t, _, _ in TIGHT])
def test_linear_programs_end_in_exact_leaves(text, given, real):
    target = goal(text, ">=", given, real)
    centres = [{}, {"a": Fraction(1), "b": Fraction(2)}]
    node = by_linear_program(target, centres)
    assert node is not None
    assert accepts(target, node)


@pytest.mark.parametrize("text", ["a**2 - 3*a*b + b**2", "a - b", "x**2 - 1"])
def test_false_claims_have_no_leaf(text):
    assert by_linear_program(goal(text)) is None
