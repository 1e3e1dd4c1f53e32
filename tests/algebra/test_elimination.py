"""Resultants by values agree with resultants by subresultants."""

from random import Random

import pytest

from symflux.algebra import Polynomial, elimination
from symflux.algebra.elimination import discriminant, resultant

a, b = Polynomial.variable("a"), Polynomial.variable("b")


def random_polynomial(random, degree):
    terms = []
    for j in range(degree + 1):
        for i in range(random.randint(0, 2), degree + 2, random.randint(1, 3)):
            terms.append((tuple((n, e) for n, e in (("a", i), ("b", j)) if e), random.randint(-9, 9)))
    return Polynomial.from_terms(terms) + 10 * b**degree * random.choice([1, 3, a, a * a - 4, a - 1])


@pytest.mark.parametrize("seed", range(15))
def test_by_values_and_by_subresultants(seed, monkeypatch):
    random = Random(seed)
    p, q = random_polynomial(random, random.randint(1, 6)), random_polynomial(random, random.randint(1, 6))
    expected = resultant(p, q, "b"), discriminant(p, "b")
    monkeypatch.setattr(elimination, "_SMALL", 0)
    found = resultant(p, q, "b"), discriminant(p, "b")
    assert expected == found
    assert not expected[0].is_zero


def test_a_common_factor_gives_zero(monkeypatch):
    monkeypatch.setattr(elimination, "_SMALL", 0)
    common = a * b * b - b + a
    assert resultant(common * (b - a), common * (b + 2), "b").is_zero
    assert discriminant(common * common, "b").is_zero


def test_three_variables():
    c = Polynomial.variable("c")
    assert resultant(a * b - c, b - c, "b") in (a * c - c, c - a * c)
