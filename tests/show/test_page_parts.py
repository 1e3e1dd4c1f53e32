"""The parts of the live page that need no browser: dials, packed formulas, grids, places, statements."""

from fractions import Fraction

import numpy as np
import pytest

import symflux as sf
from symflux.algebra import exact
from symflux.errors import NetworkError, TooLargeError
from symflux.show.page.content import content_of
from symflux.show.page.dials import dials_of, opened
from symflux.show.page.grid import grid_data
from symflux.show.page.layout import layout_of
from symflux.show.page.pack import Pack
from symflux.show.page.plane import first_plane
from symflux.show.page.statements import directions, is_rational
from symflux.show.page.typeset import Typesetter

PAIR = sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")})


def test_dials_start_where_the_steady_state_is_unique():
    net = sf.Network.from_edges(
        [(1, 3, "a"), (3, 2, "a"), (2, 4, "b"), (4, 1, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}
    )
    values = {dial.name: dial.value for dial in dials_of(net)}
    assert values["a"] != values["b"]
    assert {dial.name: dial.value for dial in dials_of(net, {"a": 2, "b": 0.5})} == {
        "a": 2,
        "b": Fraction(1, 2),
        "T1": 2,
        "T2": 1,
    }


def test_the_numbers_of_a_paper_become_parameters_with_these_numbers():
    for net in (sf.paper.example_1(), sf.paper.example_3(), sf.paper.example_4()):
        for freed, values in opened(net):
            assert freed.parameters == tuple(sorted(values)) and freed.at(values).steady_state() is not None
            assert freed.at(values) == net


def test_packed_polynomials_are_shared_and_bounded():
    pack = Pack(["a", "b"], most=60)
    value = exact("(a + b)**2*(a - 2*b)/(a*b)")
    assert pack.value(value) == pack.value(value) and len(pack.polynomials) == 4
    assert pack.value(exact(0)) == ["0", []]
    with pytest.raises(TooLargeError):
        pack.value(exact("(a + b)**9 + 1"))
    with pytest.raises(TooLargeError):
        Pack(["a"], most=1000).value(exact("a**40 + 2"))


def test_grids_hold_the_coefficients_of_the_temperatures():
    import base64

    data = grid_data(PAIR, dials_of(PAIR))
    assert data["names"] == ["k", "g"]
    side = len(data["steps"])
    first, second = (
        np.frombuffer(base64.b64decode(text), dtype="<f4").reshape(side, side) for text in data["tables"]["flux(1,2)"]
    )
    coefficient = PAIR.steady_state().bond_flux(1, 2).coefficient(1).rational_function
    for i, j in ((0, 0), (3, side - 1), (side // 2, side // 2)):
        k, g = (Fraction(data["steps"][place]) for place in (i, j))
        expected = float(coefficient.evaluate({"k": k, "g": g}))
        assert abs(first[i, j] - expected) < 1e-5 * abs(expected) and abs(second[i, j] + expected) < 1e-5 * abs(
            expected
        )
    driven = sf.Network.from_edges([(1, 2, "k")], pinning=1, baths={1: (1, "T")}, drives={2: "E"})
    with pytest.raises(NetworkError, match="drives"):
        grid_data(driven, dials_of(driven))


def test_places_are_apart():
    net = sf.Network.from_edges(
        [(1, 2, "k")], pinning=1, baths={1: {"hot": ("g", "T1"), "cold": ("g", "T2")}, (1, 2): ("h", "T0")}
    )
    layout = layout_of(net)
    spots = [(bath["x"], bath["y"]) for bath in layout["baths"]] + [(site["x"], site["y"]) for site in layout["sites"]]
    assert min(np.hypot(a[0] - b[0], a[1] - b[1]) for k, a in enumerate(spots) for b in spots[:k]) > 1
    left, top, width, height = layout["box"]
    assert all(left < x < left + width and top < y < top + height for x, y in spots)


def test_the_first_plane_shows_both_signs():
    net = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    place, x, y = first_plane(net, dials_of(net, {"a": 9, "b": 13}), ["flux(1,2)", "flux(1,3)", "flux(2,3)"])
    assert {x, y} == {0, 1} and place in (0, 1, 2)
    assert first_plane(PAIR, dials_of(PAIR), ["", "bath_flux(1)"])[0] in (0, 1)


def test_directions_are_proved_or_have_a_point_each():
    net = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    dials = dials_of(net, {"T1": 1, "T2": 2})
    found = directions(net.steady_state(), dials, seconds=10)
    assert [s.verdict for s in found] == ["refuted"] * 4
    assert all(
        "given T2 > T1" in s.claim and s.certificate and all(map(is_rational, s.witness.values())) for s in found
    )
    (only,) = directions(PAIR.steady_state(), dials_of(PAIR), seconds=10)
    assert only.verdict == "proved" and only.claim == "flux(1,2) > 0, given T1 > T2"


def test_formulas_use_names_that_are_defined_once_and_numbered_in_order():
    net = sf.paper.example_1()
    freed, _ = next(iter(opened(net)))
    formulas = content_of(freed.steady_state(), dials_of(freed), most=10**6).formulas
    assert "<mi>D#" not in formulas and "<mi>N#" not in formulas
    for name in ("<msub><mi>D</mi><mn>1</mn></msub>", "<msub><mi>N</mi><mn>1</mn></msub>"):
        assert formulas.count(f"<mtd>{name}<mo>=</mo></mtd>") == 1 < formulas.count(name)


def test_a_parameter_called_d_is_not_taken_for_a_denominator():
    net = sf.Network.from_edges(
        [(1, 2, "D"), (1, 3, "N"), (2, 3, "N")], pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")}
    )
    flux = net.steady_state().bond_flux(1, 2)
    typesetter = Typesetter(net, [flux])
    text = typesetter.settled(typesetter.formula(flux))
    assert "𝒟" in text and "<mi>D</mi>" in text
