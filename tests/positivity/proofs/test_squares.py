"""Sums of squares, found numerically, end as exact identities."""

from fractions import Fraction

import pytest
from checking import accepts, goal

from symflux.algebra.parser import parse
from symflux.positivity.proofs.squares import prove_by_squares

VASILE = "x**4-3*x**3*y+2*x**2*y**2+y**4-3*y**3*z+2*x**2*z**2+2*y**2*z**2-3*x*z**3+z**4"


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("x**2 - 2*x*y + y**2", ">="),
        (VASILE, ">="),
        ("2*x**4 + 2*x**3*y - x**2*y**2 + 5*y**4", ">="),
        ("x**2 + x + 1", ">"),
        ("x**4 - x + 1 + y**2", ">"),
        ("a**2 - 2*a*x + x**2 + a*y**2", ">="),
        ("a*x**2 - 2*a*x + a", ">="),
    ],
)
def test_sums_of_squares_are_accepted(text, relation):
    target = goal(text, relation)
    node = prove_by_squares(target, seconds=20)
    assert node is not None
    assert accepts(target, node)


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("x**4*y**2 + x**2*y**4 - 3*x**2*y**2 + 1", ">="),  # Motzkin: not negative, and no sum of squares
        ("x**2 - 3*x*y + y**2", ">="),
        ("x**2 - 2*x + 1", ">"),
        ("x**3 + 1", ">="),
    ],
)
def test_what_is_no_sum_of_squares_is_left_alone(text, relation):
    assert prove_by_squares(goal(text, relation), seconds=5) is None


def test_squares_hold_as_an_identity():
    target = goal(VASILE)
    node = prove_by_squares(target, seconds=20)
    total = sum((parse(w) * parse(q) ** 2 for w, q in node["squares"]), start=parse("0"))
    assert total == target.polynomial
    assert all(Fraction(parse(w).value) > 0 for w, _ in node["squares"])
