"""The incremental arrangement against two enumerations that share nothing with it."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest
import sympy

from symflux.polyhedra.arrangement import Arrangement, arrange
from symflux.polyhedra.linear_program import Farkas, Row, check_multipliers, solve_rows

Vector = tuple[Fraction, ...]


def vectors(*entries: tuple[int, ...]) -> list[Vector]:
    return [tuple(Fraction(a) for a in entry) for entry in entries]


def random_forms(rng: random.Random, count: int, size: int, largest: int = 3) -> list[Vector]:
    return [tuple(Fraction(rng.randint(-largest, largest)) for _ in range(size)) for _ in range(count)]


def signs_at(forms: list[Vector], point: Vector) -> tuple[int, ...]:
    values = [sum((a * x for a, x in zip(form, point, strict=True)), Fraction(0)) for form in forms]
    return tuple((v > 0) - (v < 0) for v in values)


def by_sweep(forms: list[Vector], cone: list[Row], choices: tuple[int, ...]) -> set[tuple[int, ...]]:
    """One exact linear program for each of the len(choices)**m patterns."""
    found = set()
    for signs in itertools.product(choices, repeat=len(forms)):
        rows = [
            Row(form if s >= 0 else tuple(-a for a in form), ">" if s else "==")
            for form, s in zip(forms, signs, strict=True)
        ]
        if not isinstance(solve_rows(rows + cone), Farkas):
            found.add(signs)
    return found


def by_cocircuits(forms: list[Vector]) -> set[tuple[int, ...]]:
    """All sign vectors of an arrangement of full rank are compositions of those of its rays (no programs at all)."""
    size = len(forms[0])
    rays = set()
    for chosen in itertools.combinations(forms, size - 1):
        kernel = sympy.Matrix([[int(a) for a in form] for form in chosen]).nullspace()
        if len(kernel) == 1:
            ray = tuple(Fraction(int(x.p), int(x.q)) for x in kernel[0])
            signs = signs_at(forms, ray)
            rays |= {signs, tuple(-s for s in signs)}
    found = {(0,) * len(forms)}
    while True:
        more = {tuple(a or b for a, b in zip(one, two, strict=True)) for one in found for two in rays} | found
        if more == found:
            return found
        found = more


def assert_everything_is_evident(found: Arrangement, forms: list[Vector], cone: list[Row]) -> None:
    for cell in found.cells:
        assert signs_at(forms, cell.point) == cell.signs
        for row in cone:
            value = signs_at([row.vector], cell.point)[0]
            assert value > 0 if row.relation == ">" else value >= 0 if row.relation == ">=" else value == 0
    for circuit in found.circuits:
        rows, multipliers = circuit.rows(forms, cone)
        assert check_multipliers(rows, multipliers)


@pytest.mark.parametrize("seed", range(6))
def test_cells_agree_with_one_program_per_pattern(seed: int) -> None:
    rng = random.Random(seed)
    forms = random_forms(rng, 6, 3)
    found = arrange(forms)
    expected = by_sweep(forms, [], (1, -1))
    if all(any(form) for form in forms):
        assert {cell.signs for cell in found.cells} == expected
    assert_everything_is_evident(found, forms, [])


@pytest.mark.parametrize("seed", range(6))
def test_faces_on_a_cone_agree_with_one_program_per_pattern(seed: int) -> None:
    rng = random.Random(100 + seed)
    forms = random_forms(rng, 4, 3)
    cone = [
        Row(vector, rng.choice([">", ">=", ">", "=="]))  # type: ignore[arg-type]
        for vector in random_forms(rng, 2, 3)
    ]
    found = arrange(forms, cone, faces=True)
    expected = by_sweep(forms, cone, (1, 0, -1))
    assert {cell.signs for cell in found.cells} == expected
    assert len(found.cells) == len(expected)
    assert_everything_is_evident(found, forms, cone)
    for signs in itertools.product((1, 0, -1), repeat=4):
        assert (found.why_not(signs) is None) == (signs in expected)


@pytest.mark.parametrize("seed", range(4))
def test_faces_agree_with_compositions_of_rays(seed: int) -> None:
    rng = random.Random(200 + seed)
    forms = [form for form in random_forms(rng, 8, 4, largest=2) if any(form)]
    assert sympy.Matrix([[int(a) for a in form] for form in forms]).rank() == 4
    found = arrange(forms, faces=True)
    expected = by_cocircuits(forms)
    assert {cell.signs for cell in found.cells} == expected
    assert {cell.signs for cell in arrange(forms).cells} == {signs for signs in expected if all(signs)}
    assert_everything_is_evident(found, forms, [])


def test_generic_forms_have_the_number_of_cells_that_counting_gives() -> None:
    rng = random.Random(7)
    forms = random_forms(rng, 9, 4, largest=10**12)
    assert len(arrange(forms).cells) == 2 * (1 + 8 + 28 + 56)


def test_points_are_small_integers() -> None:
    found = arrange(vectors((1, -1, 0), (0, 1, -1)))
    assert len(found.cells) == 4
    assert all(abs(x) <= 2 and x.denominator == 1 for cell in found.cells for x in cell.point)


def test_a_form_that_vanishes_is_always_zero_and_says_why() -> None:
    found = arrange(vectors((0, 0), (1, -1)))
    assert {(0, 1), (0, -1)} == {cell.signs for cell in found.cells}
    reason = found.why_not((1, 1))
    assert reason is not None and reason.signs == {0: 1}


def test_proportional_forms_have_a_reason_of_two() -> None:
    forms = vectors((1, -1), (-2, 2))
    found = arrange(forms)
    assert {(1, -1), (-1, 1)} == {cell.signs for cell in found.cells}
    reason = found.why_not((1, 1))
    assert reason is not None and reason.multipliers == {0: 2, 1: 1}


def test_an_empty_cone_has_no_cells_and_says_why() -> None:
    cone = [Row((Fraction(1),), ">"), Row((Fraction(-1),), ">")]
    found = arrange(vectors((1,)), cone)
    assert found.cells == ()
    reason = found.why_not((1,))
    assert reason is not None and reason.cone == {0: 1, 1: 1}
