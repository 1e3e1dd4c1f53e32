"""Inverses modulo a polynomial: equal to Euclid's over Q, and nothing unchecked comes out."""

import random

import pytest
from flint import fmpq_poly, fmpz_poly

from symflux.algebra import lifting
from symflux.algebra.lifting import inverse_modulo


def random_pair(seed):
    draw = random.Random(seed)
    degree, height = draw.randint(1, 14), draw.choice((2, 10**6, 10**40))
    lead = draw.choice((1, -1, 3, height))
    modulus = fmpz_poly([draw.randint(-height, height) for _ in range(degree)] + [lead])
    other = fmpz_poly([draw.randint(-height, height) for _ in range(draw.randint(1, degree + 1))])
    return (modulus, other) if other else random_pair(seed + 1_000)


@pytest.mark.parametrize("seed", range(150))
def test_euclid_gives_the_same(seed):
    modulus, other = random_pair(seed)
    if seed % 7 == 0:
        modulus, other = modulus * fmpz_poly([1, 2]), other * fmpz_poly([1, 2])
    common, inverse, _ = fmpq_poly(other).xgcd(fmpq_poly(modulus))
    found = inverse_modulo(modulus, other)
    if common.degree() > 0:
        assert found is None
    else:
        assert fmpq_poly(found[0]) / int(found[1]) == inverse and found[1] > 0


def test_a_prime_that_divides_the_resultant_is_passed_over():
    prime = lifting._FIRST_PRIME
    assert inverse_modulo(fmpz_poly([0, 0, 1]), fmpz_poly([prime, 1])) == (fmpz_poly([prime, -1]), prime**2)
    assert inverse_modulo(fmpz_poly([1, prime]), fmpz_poly([1])) == (fmpz_poly([1]), 1)


def test_a_wrong_fraction_is_not_believed(monkeypatch):
    right = lifting._fractions

    def wrong(residues, power):
        found = right(residues, power)
        return found and (found[0] + 1, found[1])

    monkeypatch.setattr(lifting, "_fractions", wrong)
    assert inverse_modulo(fmpz_poly([1, 0, 3, 2]), fmpz_poly([5, 1]), max_bits=5_000) is None


def test_the_limit_on_size_is_kept():
    draw = random.Random(2)
    modulus = fmpz_poly([draw.getrandbits(300) for _ in range(40)] + [1])
    other = fmpz_poly([draw.getrandbits(300) for _ in range(40)])
    assert inverse_modulo(modulus, other, max_bits=500) is None
    assert inverse_modulo(modulus, other, max_bits=50_000) is not None
