"""Where the potential energy is bounded below, by signs of minors."""

from fractions import Fraction

import pytest

import symflux as sf
from symflux.model.physical import definite_minors


@pytest.mark.parametrize(("x", "is_definite"), [("1/2", True), ("-1/2", False), ("-3/2", False), (-3, True), (7, True)])
def test_minors_are_positive_where_the_potential_is(x, is_definite):
    """A spring of 1/x between two pinned sites: 1 + 2/x > 0."""
    net = sf.Network.from_edges([(1, 2, "1/x")], pinning=1, real=["x"], baths={1: (1, 1)})
    minors = definite_minors(net)
    assert all(minor.evaluate({"x": Fraction(x)}) > 0 for minor in minors) is is_definite


def test_a_piece_that_nothing_holds_is_as_good_as_one_with_a_site_held():
    net = sf.Network.from_edges([(1, 2, "x"), (2, 3, 1)], real=["x"], baths={1: (1, 1)})
    minors = definite_minors(net)
    assert all(minor.evaluate({"x": Fraction(1, 3)}) > 0 for minor in minors)
    assert not all(minor.evaluate({"x": Fraction(-1, 3)}) > 0 for minor in minors)
