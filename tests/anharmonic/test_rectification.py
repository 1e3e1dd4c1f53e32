"""Rectification at first order, and the symmetry that forbids it."""

from fractions import Fraction

import pytest
import sympy

import symflux as sf
from symflux import paper
from symflux.anharmonic.moment_tables import moment_tables
from symflux.anharmonic.rectification import exchange_symmetry, rectification
from symflux.errors import NetworkError


def pair(**pinning: object) -> sf.Network:
    net = sf.chain(2, spring="k", pinning={1: "c1", 2: "c2"}, baths={1: ("g1", "T1"), 2: ("g2", "T2")})
    return net.with_quartic({(1, 2): "c"}, pinning={1: "d1", 2: "d2"})


POINT = {"k": 2, "c1": 1, "c2": Fraction(1, 2), "g1": 1, "g2": 3, "c": 1, "d1": 2, "d2": Fraction(1, 3)}


def test_formula_for_two_oscillators_agrees_with_exchanged_temperatures():
    expected = Fraction(0)
    for hot, cold in ((5, 2), (2, 5)):
        expected += moment_tables(pair().at(POINT | {"T1": hot, "T2": cold}), 1).bath_flux(1)[1].value
    coefficient = rectification(pair(), 1, 2).rational_function
    assert expected != 0
    assert expected == coefficient.evaluate(POINT) * (5 - 2) ** 2


def test_equal_oscillators_with_unequal_quartic_pins_have_a_short_formula():
    k, d1, d2 = sympy.symbols("k d1 d2", positive=True)
    net = pair().at({"c1": 1, "c2": 1, "g1": 1, "g2": 1, "c": 0})
    expected = 3 * k**2 * (d2 - d1) / (4 * (k**2 + k + 1) ** 3)
    assert sympy.cancel(rectification(net, 1, 2).expr - expected) == 0


def test_exchanging_the_ends_exchanges_the_sign():
    forth, back = rectification(pair(), 1, 2), rectification(pair(), 2, 1)
    assert forth.rational_function == -back.rational_function


def test_a_symmetric_network_does_not_rectify_and_says_why():
    net = sf.chain(4, pinning={1: 1, 4: 1}, baths={1: ("g", "T1"), 4: ("g", "T4")})
    found = rectification(net.with_quartic({(1, 2): 1, (3, 4): 1}, pinning={2: "d", 3: "d"}), 1, 4)
    assert found.rational_function.is_zero
    assert found.symmetry == ((1, 4), (2, 3), (3, 2), (4, 1))
    assert "at any order" in found.statement


def test_a_vanishing_coefficient_without_symmetry_is_not_called_a_symmetry():
    net = sf.chain(2, pinning={1: 1, 2: 2}, baths={1: (1, 1), 2: (1, 1)})
    found = rectification(net, 1, 2)
    assert found.rational_function.is_zero
    assert found.symmetry is None
    assert "higher orders are not decided" in found.statement


def test_rational_networks_say_which_end_should_be_hot():
    found = rectification(pair().at(POINT), 1, 2)
    end = 1 if found.rational_function.value > 0 else 2
    assert f"when {end} is the hot end" in str(found)
    eps, hot, cold = sympy.Symbol("eps", nonnegative=True), *sympy.symbols("T1 T2", positive=True)
    assert sympy.expand(found.asymmetry - eps * found.expr * (hot - cold) ** 2) == 0


def test_rectification_asks_for_the_two_baths():
    with pytest.raises(NetworkError, match="this one has 4"):
        rectification(paper.example_1(), 1, 2)
    with pytest.raises(NetworkError, match="no bath at site 3"):
        rectification(paper.example_2(), 1, 3)
    with pytest.raises(NetworkError, match="asked for 1 and 1"):
        rectification(paper.example_2(), 1, 1)


def test_no_relabelling_keeps_a_lopsided_network():
    assert exchange_symmetry(paper.example_2_corrected(), 1, 2) is None
    assert exchange_symmetry(paper.example_2(), 1, 2) == ((1, 2), (2, 1), (3, 3))
