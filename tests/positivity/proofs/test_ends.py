"""Both ends of an interval: found where nothing is lost by it, and only what the checker accepts."""

import random

import pytest

from symflux.algebra.parser import parse
from symflux.positivity.proofs.ends import intervals
from symflux.positivity.proofs.goal import Assumption, Goal
from symflux.signs.prove import prove

BOX = ["a <= 1", "b <= 1", "c <= 1"]
TRUE = [
    ("a*(1 - b) + b*(1 - c) + c*(1 - a) <= 1", BOX, []),
    ("(1 - a)*(1 - b)*(1 - c) + a + b + c >= 1", BOX, []),
    ("a**2*(1 - b) + b**2*(1 - c) + c**2*(1 - a) <= 1", BOX, []),
    ("x*y + y*z + z*x + 1 >= 0", [f"{v} {r} 1" for v in "xyz" for r in ("<=", ">= -")], ["x", "y", "z"]),
    ("x*(2 - x) >= 0", ["x >= 0", "x <= 2"], ["x"]),
    ("a*b - x*y > 0", ["x < a", "x > -a", "y < b", "y > -b"], ["x", "y"]),
    ("a*b*c - 6*x >= 0", ["6*x <= a*b*c", "x >= -7"], ["x"]),
]


@pytest.mark.parametrize(("claim", "given", "real"), TRUE)
def test_true_claims_on_boxes_are_proved(claim, given, real):
    given = [g.replace("- 1", "-1") for g in given]
    assert prove(claim, given=given, real=real, seconds=20).is_proved


def test_false_claims_on_boxes_are_refuted():
    assert prove("a*(1 - b) + b*(1 - c) + c*(1 - a) <= 99/100", given=BOX).is_refuted
    assert prove("x*y + y*z + z*x + 99/100 >= 0", given=[f"x{r}" for r in ("<=1", ">=-1")], real="x").is_refuted


def goal(text, *given, real=(), relation=">="):
    p = parse(text).numerator
    listed = tuple(Assumption(parse(g).numerator, ">=") for g in given)
    names = {n for q in (p, *(g for g, _, _ in listed)) for n in q.names} - set(real)
    return Goal(p, relation, listed, frozenset(real), frozenset(frozenset((n,)) for n in names))


def test_a_variable_with_a_third_bound_is_left_alone():
    assert [i.name for i in intervals(goal("3 - a", "1 - a"))] == ["a"]
    assert list(intervals(goal("3 - a", "1 - a", "2 - a"))) == []
    assert list(intervals(goal("3 - a", "1 - a**2"))) == []
    assert list(intervals(goal("3 - a**3", "1 - a"))) == []
    assert list(intervals(goal("3 - x", "1 - x", real="x"))) == []


def test_the_ends_are_those_of_the_interval():
    (found,) = intervals(goal("x*a", "3*x - b", "c - 2*x", real="x"))
    assert [str(p) for p in (*found.bottom, *found.top)] == ["b", "3", "c", "2"]


def test_random_multilinear_claims_on_the_unit_box_are_decided_by_their_corners():
    chance = random.Random(5)
    for _ in range(12):
        terms = [f"{chance.randint(-3, 3)}*{m}" for m in ("a", "b", "c", "a*b", "b*c", "a*c", "a*b*c")]
        text = " + ".join(terms)
        value = parse(text).numerator
        corners = [{"a": i, "b": j, "c": k} for i in (0, 1) for j in (0, 1) for k in (0, 1)]
        least = min(value.evaluate(corner) for corner in corners)
        assert prove(f"{text} >= {least}", given=BOX).is_proved
        assert prove(f"{text} >= {least} + 1/10", given=BOX).is_refuted


@pytest.mark.parametrize("scale", ["1", "2", "1/3", "6/5"])
def test_factors_in_front_of_bounds_change_nothing(scale):
    given = [f"({scale})*(b - x) >= 0", f"({scale})*(b - 2) >= 0", "c >= b"]
    outcome = prove("c*x*(c - b) + (b - x)*(c - 2) + (b - 2)*(c - x) >= 0", given=given)
    assert outcome.verdict == "proved"
