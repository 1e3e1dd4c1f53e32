"""Generators of cones: every ray is inside, and everything inside is made of them."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import sympy

from symflux.polyhedra.cone import Cone, generators
from symflux.polyhedra.linear_program import Farkas, Row, solve_rows


def value(row: Row, point: tuple[Fraction, ...]) -> Fraction:
    return sum((a * x for a, x in zip(row.vector, point, strict=True)), Fraction(0))


def rays_by_enumeration(rows: list[Row], size: int) -> set[tuple[Fraction, ...]]:
    """Extreme rays of a pointed cone: the one-dimensional intersections of walls that lie inside."""
    found = set()
    for chosen in itertools.combinations(rows, size - 1):
        kernel = sympy.Matrix([[int(a) for a in row.vector] for row in chosen]).nullspace()
        if len(kernel) == 1:
            for sign in (1, -1):
                vector = kernel[0] * sign * sympy.ilcm(*(x.q for x in kernel[0]), 1)
                vector = vector / sympy.igcd(*vector)
                ray = tuple(Fraction(int(x)) for x in vector)
                if all(value(row, ray) >= 0 for row in rows):
                    found.add(ray)
    return found


def test_the_ordering_of_three_temperatures_has_two_rays_and_a_line() -> None:
    order = [Row((Fraction(1), Fraction(-1), Fraction(0)), ">"), Row((Fraction(0), Fraction(1), Fraction(-1)), ">")]
    cone = generators(order, 3)
    assert cone.lines == ((1, 1, 1),)
    assert len(cone.rays) == 2


def test_an_equation_removes_a_direction() -> None:
    cone = generators([Row((Fraction(1), Fraction(-1)), "==")], 2)
    assert cone == Cone(((1, 1),), ())


def test_random_pointed_cones_have_the_rays_that_enumeration_finds() -> None:
    rng = random.Random(3)
    tried = 0
    while tried < 25:
        size = rng.choice([3, 4])
        rows = [Row(tuple(Fraction(rng.randint(-3, 3)) for _ in range(size)), ">=") for _ in range(size + 3)]
        if sympy.Matrix([[int(a) for a in row.vector] for row in rows]).rank() < size:
            continue
        cone = generators(rows, size)
        assert cone.lines == ()
        assert set(cone.rays) == rays_by_enumeration(rows, size)
        assert len(set(cone.rays)) == len(cone.rays)
        tried += 1


def test_every_generator_lies_in_the_cone_and_a_form_positive_on_them_is_positive_inside() -> None:
    rng = random.Random(4)
    for _ in range(20):
        rows = [Row(tuple(Fraction(rng.randint(-3, 3)) for _ in range(4)), ">=") for _ in range(3)]
        cone = generators(rows, 4)
        for row in rows:
            assert all(value(row, ray) >= 0 for ray in cone.rays)
            assert all(value(row, line) == 0 for line in cone.lines)
        form = tuple(Fraction(rng.randint(-3, 3)) for _ in range(4))
        never_negative = all(value(Row(form, ">"), ray) >= 0 for ray in cone.rays) and not any(
            value(Row(form, ">"), line) for line in cone.lines
        )
        negative_somewhere = solve_rows([*rows, Row(tuple(-a for a in form), ">")])
        assert never_negative == isinstance(negative_somewhere, Farkas)
