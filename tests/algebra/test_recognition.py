"""Algebraic numbers from their digits."""

from fractions import Fraction
from random import Random

from flint import fmpz_poly

from symflux.algebra import Polynomial
from symflux.algebra.recognition import generators, in_powers, minimal_polynomial, refined, root_near

A, B = Polynomial.variable("a"), Polynomial.variable("b")


def test_a_root_is_refined_and_recognized():
    point = refined([A**3 - A - 1], {"a": Fraction(4, 3)}, {})
    assert minimal_polynomial(point["a"]) == fmpz_poly([-1, -1, 0, 1])
    assert str(root_near(fmpz_poly([-1, -1, 0, 1]), point["a"])) == "the root of x**3 - x - 1 in (1, 2)"


def test_one_number_generates_the_field_of_two_square_roots():
    point = refined([A * A - 2, B * B - 3], {"a": Fraction(3, 2), "b": Fraction(2)}, {})
    minimal = {n: minimal_polynomial(x) for n, x in point.items()}
    t, polynomial = next((t, p) for t, p in generators(point, minimal) if p.degree() == 4)
    for x in point.values():
        row = in_powers(x, t, polynomial.degree())
        assert abs(sum(c * t**k for k, c in enumerate(row)) - x) < Fraction(1, 2**500)


def test_digits_of_nothing_small_are_not_recognized():
    digits = Fraction(Random(5).getrandbits(720), 2**720)
    assert minimal_polynomial(digits) is None


def test_a_singular_system_is_not_refined():
    assert refined([A * A - 2 * A * B + B * B, A - B], {"a": Fraction(1), "b": Fraction(1)}, {}) is None
