"""Splitting cones: every tree found is accepted, and no false claim has one."""

from fractions import Fraction

import pytest
from checking import accepts

from symflux.algebra.parser import parse
from symflux.positivity.proofs.cone_tree import prove_by_splitting
from symflux.positivity.proofs.goal import Assumption, Goal
from symflux.positivity.proofs.low_point import low_point, small_ray


def goal(text, relation=">=", given=(), real=()):
    """A goal on positive variables, but those in ``real``."""
    polynomial = parse(text).numerator
    assumptions = tuple(Assumption(parse(g).numerator, r) for g, r in given)
    names = set(polynomial.names).union(*(g.names for g, _, _ in assumptions)) - set(real)
    return Goal(polynomial, relation, assumptions, frozenset(real), frozenset(frozenset((n,)) for n in names))


ROBINSON = "x**6+y**6+z**6-x**4*y**2-x**4*z**2-y**4*x**2-y**4*z**2-z**4*x**2-z**4*y**2+3*x**2*y**2*z**2"
TRUE = [
    ("x**3+y**3+z**3-x**2*y-x**2*z-y**2*x-y**2*z-z**2*x-z**2*y+3*x*y*z", ">=", [], ()),
    (ROBINSON, ">=", [], "xyz"),
    ("a**3 - b**3", ">", [("a - b", ">")], ()),
    ("x**2 - 3*x + 2", ">=", [("x - 2", ">=")], ()),
    ("x**3*y-x**2*y**2+y**3*z-x**2*z**2-y**2*z**2+x*z**3", ">=", [("x+y-z", ">"), ("y+z-x", ">"), ("x+z-y", ">")], ()),
]


@pytest.mark.parametrize(("text", "relation", "given", "real"), TRUE, ids=[t[0][:20] for t in TRUE])
def test_trees_are_accepted(text, relation, given, real):
    target = goal(text, relation, given, real)
    node = prove_by_splitting(target, seconds=20)
    assert node is not None
    assert accepts(target, node)


FALSE = [
    ("a**2 - 3*a*b + b**2", ">=", []),
    ("a**3 - b**3", ">", [("a - b", ">=")]),
    ("(a-b)**2*(a+b)", ">", []),
]


@pytest.mark.parametrize(("text", "relation", "given"), FALSE, ids=[t[0] for t in FALSE])
def test_false_claims_have_no_tree(text, relation, given):
    assert prove_by_splitting(goal(text, relation, given), seconds=1.5) is None


def test_cones_of_a_split_cover_the_cone():
    target = goal("a**2 + 2*b*c - 3*c**2")
    ray = {"a": 1, "b": 2, "c": 1}
    for point in ({"a": 1, "b": 1, "c": 1}, {"a": 5, "b": 1, "c": 2}, {"a": 1, "b": 4, "c": 9}):
        k = min(ray, key=lambda n: Fraction(point[n], ray[n]))
        t = Fraction(point[k], ray[k])
        inner = {n: t if n == k else point[n] - ray[n] * t for n in ray}
        assert min(inner.values()) >= 0
        assert target.turned(ray, k).polynomial.evaluate(inner) == target.polynomial.evaluate(point)


def test_low_point_finds_the_zero_ray():
    point, ratio = low_point(goal("(a - 2*b)**2 + a*c"))
    assert ratio < 0.05
    assert abs(point["a"] / point["b"] - 2) < 0.4


def test_small_rays_are_primitive_integers():
    assert small_ray({"a": 2.02, "b": 0.99, "c": 0.001}, 4) == {"a": 2, "b": 1}
