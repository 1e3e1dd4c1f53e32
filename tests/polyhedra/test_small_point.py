"""Small points stay inside, and are small where small ones exist."""

from __future__ import annotations

from fractions import Fraction

from symflux.polyhedra.linear_program import Row, satisfies
from symflux.polyhedra.small_point import small_point


def row(relation: str, *entries: int) -> Row:
    return Row(tuple(Fraction(a) for a in entries), relation)  # type: ignore[arg-type]


def test_an_equation_is_kept_exactly() -> None:
    rows = [row("==", 2, -3, 0), row(">", 1, 0, -1), row(">", 0, 0, 1)]
    point = (Fraction(3000), Fraction(2000), Fraction(1001))
    small = small_point(rows, point)
    assert satisfies(rows, small)
    assert max(small) <= 9


def test_large_coefficients_force_large_numbers() -> None:
    rows = [row("==", 10**20 + 1, -(10**20))]
    small = small_point(rows, (Fraction(10**20) / 7, Fraction(10**20 + 1) / 7))
    assert small == (10**20, 10**20 + 1)


def test_an_affine_problem_keeps_its_unit() -> None:
    rows = [row(">", 1, -3), row(">", -1, 4), row(">", 0, 1)]
    small = small_point(rows, (Fraction(10), Fraction(3)), unit=1)
    assert small == (7, 2)


def test_a_point_that_cannot_be_rounded_comes_back() -> None:
    wide = 10**9
    rows = [row(">", 1, -wide), row(">", -1, wide + 1)]
    point = (Fraction(2 * wide + 1, 2), Fraction(1))
    assert satisfies(rows, small_point(rows, point))
