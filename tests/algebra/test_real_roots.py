"""Real roots are isolated exactly, and algebraic numbers compare exactly."""

from fractions import Fraction
from itertools import pairwise
from math import isclose, sqrt
from random import Random

import pytest
import sympy
from flint import fmpz_poly

from symflux.algebra import Polynomial
from symflux.algebra.real_roots import real_roots, roots_between, separate, sign_at, simplest_between
from symflux.errors import ExpressionError

x = Polynomial.variable("x")


def dense(*roots, scale=1):
    result = fmpz_poly([scale])
    for root in map(Fraction, roots):
        result *= fmpz_poly([-root.numerator, root.denominator])
    return result


def test_the_critical_value_of_the_triangle():
    (root,) = real_roots(144 * x**5 - 912 * x**4 + 296 * x**3 - 192 * x**2 + 25 * x - 4)
    assert root.interval == (4, 8)
    assert isclose(6.028, float(root), rel_tol=1e-3)


def test_rational_roots_are_met_exactly():
    wanted = [Fraction(-7, 3), Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(5)]
    polynomial = Polynomial.constant(3)
    for root in wanted:
        polynomial = polynomial * (root.denominator * x - root.numerator)
    assert wanted == [root.low for root in real_roots(polynomial)]
    assert all(root.is_rational for root in real_roots(polynomial))
    assert wanted[3:] == [root.low for root in real_roots(polynomial, positive=True)]


def test_roots_that_bisection_hits_do_not_disturb_their_neighbours():
    # 1 and 1/2 are bisection points; sqrt(2)/2 and its like lie close to them
    polynomial = dense(1, "1/2", "3/4") * fmpz_poly([-1, 0, 2]) * fmpz_poly([-5, 0, 9])
    roots = roots_between(polynomial, positive=True)
    assert len(roots) == 5
    for _ in range(60):
        for root in roots:
            root.refine()
    found = sorted(float(root.low) for root in roots)
    assert all(isclose(a, b, rel_tol=1e-12) for a, b in zip(found, [0.5, sqrt(0.5), sqrt(5) / 3, 0.75, 1], strict=True))


@pytest.mark.parametrize("seed", range(30))
def test_the_count_agrees_with_sturm(seed):
    random = Random(seed)
    size = random.choice([3, 50, 10**6])
    polynomial = fmpz_poly([random.randint(-size, size) for _ in range(random.randint(2, 12))])
    polynomial *= dense(*(Fraction(random.randint(-6, 6), random.randint(1, 4)) for _ in range(random.randint(0, 3))))
    polynomial *= random.choice([1, fmpz_poly([0, 1])])
    if polynomial.degree() < 1:
        return
    squarefree = divmod(polynomial, polynomial.gcd(polynomial.derivative()))[0]
    expected = sympy.Poly([int(c) for c in reversed(squarefree.coeffs())], sympy.Symbol("x")).count_roots()
    roots = roots_between(squarefree)
    assert expected == len(roots)
    for left, right in pairwise(roots):
        assert left.high <= right.low
    for root in roots:
        assert root.is_exact or not root.low < 0 < root.high
        if not root.is_exact:
            assert sign_at(root.polynomial, root.low) == root.below == -sign_at(root.polynomial, root.high) != 0


def test_negative_roots_refine_to_the_right_side():
    (root,) = (r for r in real_roots(x**2 - 2) if r < 0)
    assert isclose(-sqrt(2), float(root))


def test_touching_intervals_are_separated():
    roots = separate(roots_between(fmpz_poly([2925, -306, -8, 1]), positive=True))
    assert [(r.low, r.high) for r in roots] == [(10, 12), (14, 16)]


def test_two_roots_very_close_are_told_apart():
    narrow = Fraction(1, 10**30)
    roots = roots_between(dense(1 - narrow, 1 + narrow) * fmpz_poly([-2, 0, 1]))
    assert len(roots) == 4
    ordered = separate(roots)
    assert ordered[1].high < ordered[2].low


def test_simplest_between_is_inside_and_simplest():
    random = Random(5)
    for _ in range(200):
        low = Fraction(random.randint(-300, 300), random.randint(1, 40))
        high = low + Fraction(random.randint(1, 50), random.randint(1, 400))
        found = simplest_between(low, high)
        assert low < found < high
        for denominator in range(1, found.denominator):
            assert low * denominator // 1 + 1 >= high * denominator
    with pytest.raises(ExpressionError):
        simplest_between(Fraction(1), Fraction(1))


def test_numbers_compare_with_rationals_and_each_other():
    root2, root3 = real_roots(x**2 - 2)[1], real_roots(x**2 - 3)[1]
    assert root2 < root3
    assert root3 > root2
    assert root2 == real_roots((x**2 - 2) * (x - 7))[1]
    assert root2 != real_roots(x**2 - 2)[0]
    assert root2 > Fraction(141421356, 10**8)
    assert root2 < Fraction(141421357, 10**8)
    assert root2 > 1
    assert root2 < 2
    assert real_roots(2 * x - 3)[0] == Fraction(3, 2)
    assert root2 < real_roots(2 * x - 3)[0]
    assert {root2, real_roots(x**2 - 2)[1]} == {root2}
    near = real_roots(10**20 * x**2 - 2 * 10**20 - 1)[1]
    assert root2 < near


def test_sign_of_a_polynomial_at_a_number():
    root2 = real_roots(x**2 - 2)[1]
    assert root2.sign_of([-2, 0, 1]) == 0
    assert root2.sign_of([0, -2, 0, 1]) == 0
    assert root2.sign_of([-14142135, 10**7]) == 1
    assert root2.sign_of([-14142136, 10**7]) == -1
    assert root2.sign_of([4, -4, 1]) == 1  # a double root elsewhere
    assert root2.sign_of([]) == 0
    assert real_roots(2 * x - 3)[0].sign_of([-3, 2]) == 0


def test_numbers_go_to_sympy():
    root = real_roots(x**2 - 2)[0]
    assert sympy.sympify(root) == sympy.CRootOf(sympy.Symbol("x") ** 2 - 2, 0)
    assert real_roots(2 * x + 3)[0].to_sympy() == sympy.Rational(-3, 2)


def test_zero_has_every_root():
    with pytest.raises(ExpressionError, match="every number"):
        real_roots(x - x)
    with pytest.raises(ExpressionError, match="more than one variable"):
        real_roots(x - Polynomial.variable("y"))
    assert real_roots(Polynomial.constant(5)) == []
