"""The polygons of temperature maps: exact, complete, without overlap."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

import symflux as sf
from symflux.errors import NetworkError, SignError
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.plane import Plane, PlaneCell, quadrant, triangle

SIGN = {"+": 1, "0": 0, "-": -1}


def doubled_area(cell: PlaneCell) -> Fraction:
    corners = cell.corners
    return abs(
        sum(
            (a[0] * b[1] - b[0] * a[1] for a, b in zip(corners, (*corners[1:], corners[0]), strict=True)),
            Fraction(0),
        )
    )


def assert_fluxes_have_the_signs_inside(ss: object, plane: Plane, cell: PlaneCell) -> None:
    """At the witness, and at the middle of the polygon."""
    points = [[Fraction(int(t.p), int(t.q)) for t in cell.witness.values()]]
    if plane.kind == "triangle":
        points.append([sum((corner[k] for corner in cell.corners), Fraction(0)) for k in range(3)])
    for bond, sign in cell.signs.items():
        coefficients = ss.bond_flux(*bond).coefficients.values()  # type: ignore[attr-defined]
        for point in points:
            value = sum((c.value * x for c, x in zip(coefficients, point, strict=True)), Fraction(0))
            assert (value > 0) - (value < 0) == SIGN[sign]


def test_the_cells_of_a_triangle_fill_it_and_are_all_the_patterns() -> None:
    ss = sf.paper.example_3().steady_state()
    plane = triangle(ss)
    assert sum(map(doubled_area, plane.cells)) == 1
    assert [c.signs for c in plane.cells] == [dict(p.signs) for p in sign_patterns(ss)]
    for cell in plane.cells:
        assert_fluxes_have_the_signs_inside(ss, plane, cell)
    assert len(plane.lines) == 3
    assert plane.here == (Fraction(1, 2), Fraction(1, 4), Fraction(1, 4))


def test_the_cells_of_a_quadrant_fill_it() -> None:
    ss = sf.paper.example_4().steady_state()
    plane = quadrant(ss, (1, 3))
    assert plane.names == ("T1", "T3")
    assert plane.fixed == {"T2": Fraction(18, 5), "T4": Fraction(34, 5)}
    assert sum(map(doubled_area, plane.cells)) == 2 * plane.limit**2
    for cell in plane.cells:
        assert_fluxes_have_the_signs_inside(ss, plane, cell)
    assert plane.here == (10, 7, 1)


def test_random_triangles_are_filled() -> None:
    rng = random.Random(4)
    for _ in range(5):
        net = sf.Network.from_edges(
            [(i, j, rng.randint(1, 20)) for i, j in ((1, 2), (2, 3), (1, 3), (3, 4), (1, 4))],
            pinning=1,
            baths={1: (1, "T1"), 2: (rng.randint(1, 3), "T2"), 4: (1, "T4")},
        )
        plane = triangle(net.steady_state())
        assert sum(map(doubled_area, plane.cells)) == 1
        assert plane.here is None


def test_assumptions_cut_the_triangle() -> None:
    ss = sf.paper.example_3().steady_state()
    half = triangle(ss, given=["T1 > T2"])
    assert sum(map(doubled_area, half.cells)) == Fraction(1, 2)
    assert all(c.witness[1] > c.witness[2] for c in half.cells)


def test_fluxes_that_reverse_together_share_a_line() -> None:
    net = sf.chain(4, pinning=1, baths={1: (1, 1), 2: (1, 2), 4: (1, 3)})
    plane = triangle(net.steady_state())
    assert ((2, 3), (3, 4)) in [line.bonds for line in plane.lines]


def test_questions_without_a_picture_are_refused() -> None:
    with pytest.raises(SignError, match="three baths; this network has 4"):
        triangle(sf.paper.example_1().steady_state())
    with pytest.raises(SignError, match="up to a factor"):
        triangle(sf.paper.example_3().steady_state(), given=["T1 > 3"])
    ss = sf.paper.example_1().steady_state()
    with pytest.raises(SignError, match="two different baths"):
        quadrant(ss, (1, 1))
    with pytest.raises(NetworkError, match="not one of the fixed"):
        quadrant(ss, (1, 3), at={"T1": 3})
    with pytest.raises(SignError, match="positive temperature"):
        quadrant(ss, (1, 3), limit=0)
    symbolic = sf.chain(3, pinning=1, baths={1: (1, "a"), 2: (1, "b"), 3: (1, "c")}).steady_state()
    with pytest.raises(NetworkError, match="the temperature c has no value"):
        quadrant(symbolic, (1, 2))
    assert quadrant(symbolic, (1, 2), at={"c": 3}).fixed == {"c": 3}
