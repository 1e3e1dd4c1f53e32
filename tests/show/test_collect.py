"""Collected formulas: the same polynomial, its squares to be seen, the frictions outside."""

from __future__ import annotations

from fractions import Fraction

import pytest
from latex_reader import evaluate

import symflux as sf
from symflux.algebra import exact
from symflux.show.collect import Collector
from symflux.show.formula import cost
from symflux.show.order import FRICTION, Order
from symflux.show.tex.formula import latex_of

FRICTIONS = Order(kinds={"g": FRICTION, "h": FRICTION})
TRIANGLE = sf.Network.from_edges(
    [(1, 2, "k"), (1, 3, "kappa"), (2, 3, "kappa")], pinning="k_0", baths={1: ("g", "T_1"), 2: ("g", "T_2")}
).steady_state()


def collected(text, order=FRICTIONS):
    collector = Collector(str, order)
    sign, formula = collector.rational(exact(text))
    return latex_of(formula, sign)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a - b)**2*(a + b) + g**2*(a*b + b**2 + a)", "g^2 (a b + b^2 + a) + (a - b)^2 (a + b)"),
        ("g*h*(a - b)**2 + c*(g + h)**2*a*b", "a b c (g + h)^2 + g h (a - b)^2"),
        ("g**2*a**2 - g**2*b**2 + a**2 + b**2 + 2*a*b", "(a + b) \\bigl[g^2 (a - b) + a + b\\bigr]"),
        ("-(a - b)**2*g - a*b*g**3", "-g \\bigl[g^2 a b + (a - b)^2\\bigr]"),
    ],
)
def test_squares_are_seen_and_frictions_stand_outside(text, expected):
    assert collected(text) == expected


def test_the_triangle_reads_as_a_physicist_writes_it():
    flux = TRIANGLE.bond_flux(1, 2)
    text = flux.latex(names={"kappa": r"\kappa"})
    assert r"g k \bigl[g^2 (2 k \kappa + \kappa^2 + k k_0) + (k - \kappa) (2 k - \kappa) (2 k + \kappa)\bigr]" in text
    assert r"(k - \kappa)^2 (2 k + \kappa)^2" in text
    assert text.endswith(r"\,(T_1 - T_2)")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_collected_is_equal_and_no_longer_than_the_plain_sum(seed):
    numbers = [(seed * 37 + 11 * k) % 17 - 8 for k in range(8)]
    a, b, c, d, e, f, g, h = numbers
    text = (
        f"({a}*x + {b}*y - g)**2*({c}*x*h + {d or 1}*y**2 + g**2) + {e or 1}*(x - {f}*y)**2*(h + {g}*g)"
        f" + {h or 1}*g*h*(x*y - {a or 1})"
    )
    value = exact(text)
    point = {"x": Fraction(3, 7), "y": Fraction(5, 2), "g": Fraction(-4, 3), "h": Fraction(11, 5)}
    assert evaluate(collected(text), point) == value.evaluate(point)
    plain, short = Collector(str, FRICTIONS, expanded=True), Collector(str, FRICTIONS)
    assert cost(short.rational(value)[1]) <= cost(plain.rational(value)[1])
