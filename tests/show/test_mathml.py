"""MathML read back by its elements is the value."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

import pytest

import symflux as sf
from symflux.algebra import exact
from symflux.show.mathml import mathml, symbol_mathml

PAIR = sf.chain(2, spring="k12", pinning="c", baths={1: ("gamma1", "T1"), 2: ("g", "T_cold")}).steady_state()


def value_of(element, symbols):
    if element.tag == "mn":
        return Fraction(element.text)
    if element.tag in ("mi", "msub"):
        return symbols[ElementTree.tostring(element, encoding="unicode")]
    if element.tag == "mfrac":
        top, bottom = (value_of(child, symbols) for child in element)
        return top / bottom
    if element.tag == "msup":
        return value_of(element[0], symbols) ** int(element[1].text)
    total, term, sign = Fraction(0), None, 1
    for child in element:
        if child.tag == "mo" and child.text in "+−":
            total += sign * term if term is not None else 0
            term, sign = None, 1 if child.text == "+" else -1
        elif child.tag != "mo":
            number = value_of(child, symbols)
            term = number if term is None else term * number
    return total + sign * term


@pytest.mark.parametrize(
    "value",
    [
        PAIR.bond_flux(1, 2), PAIR.kinetic_temperature(2), PAIR.position_difference(1, 2), "-(a - b)**3/(2*c)", "-3/4",
        "a - (b + c)**2*d",
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("block", [False, True])
def test_mathml_reads_back(value, block):
    known = exact(value)
    point = {name: Fraction(k + 3, 2 * k + 1) for k, name in enumerate(known.names)}
    text = mathml(value, block=block)
    root = ElementTree.fromstring(text)
    symbols = {symbol_mathml(name): number for name, number in point.items()}
    assert value_of(root, symbols) == known.evaluate(point)
    assert len(symbols) == len(point)
    assert ("display" in root.attrib) is block


def test_two_parameters_never_look_alike():
    text = mathml("k12 - k_12")
    assert text.count("<msub>") == 1 and '<mi mathvariant="monospace">k_12</mi>' in text
