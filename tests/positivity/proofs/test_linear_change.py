"""Linear assumptions as signs of new variables: the change can be undone, and proofs by it are accepted."""

import random
from fractions import Fraction

import pytest

from symflux.algebra.parser import parse
from symflux.positivity.proofs.goal import Assumption, Goal
from symflux.positivity.proofs.linear_change import changed
from symflux.signs.prove import prove

TRIANGLE = ["b + c - a", "c + a - b", "a + b - c"]


def goal(text, given, relation=">", claim=">="):
    p = parse(text).numerator
    listed = tuple(Assumption(parse(g).numerator, relation) for g in given)
    names = {n for q in (p, *(g for g, _, _ in listed)) for n in q.names}
    return Goal(p, claim, listed, frozenset(), frozenset(frozenset((n,)) for n in names))


@pytest.mark.parametrize(
    "given", [TRIANGLE, ["a - b", "b - c"], ["a - 2*b", "c - a - b"], ["a - 1", "b - a"], ["a + b - 2*c", "c - b"]]
)
def test_the_polynomial_in_new_variables_has_the_same_values(given):
    one = goal("a**3 - 2*a*b*c + b**2*c - 7*c + 3", given)
    found = changed(one)
    assert found is not None
    chance = random.Random(1)
    for _ in range(20):
        point = {n: Fraction(chance.randint(-9, 9), chance.randint(1, 4)) for n in "abc"}
        values = found.sample(point)
        scale = Fraction(1)
        for _, _, _, _, step in found.steps:
            scale *= step.scale
        assert found.goal.polynomial.evaluate(values) == scale * one.polynomial.evaluate(point)
    assert not set(found.goal.polynomial.names) & {step[-1].name for step in found.steps}


def test_there_is_no_change_where_an_assumption_stays_that_is_not_plain():
    assert changed(goal("a*b*c", ["1 - a", "a - b"])) is None
    assert changed(goal("a*b*c", ["a*b - c", "a - b"])) is None
    assert changed(goal("a*b*c", ["a + b"])) is None


def test_assumptions_on_other_variables_are_out_of_sight():
    found = changed(goal("a - b", ["a - b", "u - v*w"]))
    assert [step[0] for step in found.steps] == ["y"]


CLAIMS = [
    ("a*b*c >= (a + b - c)*(b + c - a)*(c + a - b)", ["b + c > a", "c + a > b", "a + b > c"]),
    ("a**3 + b**3 + c**3 + 3*a*b*c >= 2*a**2*b + 2*b**2*c + 2*c**2*a", ["b + c > a", "c + a > b", "a + b > c"]),
    ("a**2*b*(a - b) + b**2*c*(b - c) + c**2*a*(c - a) >= 0", ["b + c >= a", "c + a >= b", "a + b >= c"]),
    ("a*b + b*c + c*a >= 2*a*b*c + 1", ["b + c > a", "c + a > b", "a + b > c", "a**2 + b**2 + c**2 == 3"]),
    ("a**2 + b*c >= c**2 + a*b", ["a >= b", "b >= c"]),
]


@pytest.mark.parametrize(("claim", "given"), CLAIMS)
def test_claims_on_triangles_and_ordered_numbers_are_proved(claim, given):
    assert prove(claim, given=given, seconds=20).is_proved


def test_a_false_claim_on_triangles_is_refuted():
    assert prove("a*b*c > (a + b - c)*(b + c - a)*(c + a - b)", given=CLAIMS[0][1]).is_refuted
