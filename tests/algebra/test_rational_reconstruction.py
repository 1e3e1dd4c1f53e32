"""Fractions from residues: every fraction that fits is found, and only such."""

import random

import pytest
from flint import fmpq, fmpz

from symflux.algebra.rational_reconstruction import fraction_from_residue

PRIME = 2**127 - 1


@pytest.mark.parametrize("bits", [20, 300, 1_500, 20_000])
def test_fractions_come_back(bits):
    draw = random.Random(bits)
    modulus = fmpz(PRIME) ** (2 * bits // 126 + 2)
    for _ in range(20):
        value = fmpq(draw.getrandbits(bits) - 2 ** (bits - 1), draw.getrandbits(bits) + 1)
        residue = value.p * fmpz(pow(int(value.q), -1, int(modulus)))
        assert fraction_from_residue(residue, modulus) == (value.p, value.q)


def test_a_small_denominator_leaves_room_for_the_numerator():
    modulus, top, bottom = fmpz(PRIME) ** 8, fmpz(3) ** 550, fmpz(7) ** 4
    residue = top * fmpz(pow(int(bottom), -1, int(modulus)))
    assert fraction_from_residue(residue, modulus) is None
    assert fraction_from_residue(residue, modulus, denominator_bits=40) == (top, bottom)


def test_random_residues_are_no_fractions():
    draw = random.Random(5)
    modulus = fmpz(PRIME) ** 6
    for _ in range(50):
        assert fraction_from_residue(fmpz(draw.getrandbits(700)), modulus) is None


def test_whole_numbers_and_zero():
    assert fraction_from_residue(fmpz(0), fmpz(PRIME)) == (0, 1)
    assert fraction_from_residue(fmpz(-5), fmpz(PRIME)) == (-5, 1)
