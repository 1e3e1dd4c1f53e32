"""Fractions from their residues: r/t from u = r/t modulo N, in time nearly linear in the digits.

The pairs (r, t) with r = t u modulo N are the integer combinations of (N, 0) and (u, 1). Euclid's steps on the leading
halves of the numbers, recursively, bring this basis to entries of the size of sqrt(N), and Gauss's steps find its
shortest vector. Every step is a unimodular change of basis, so that rounding costs steps and never correctness.
Sources: D. E. Knuth 1970; A. Schoenhage 1971; M. Monagan, ISSAC 2004 (what must be left over to believe the answer).
"""

from __future__ import annotations

from flint import fmpz

__all__ = ["fraction_from_residue"]

_LEAF = 1_600  #: bits below which Euclid's steps are taken one by one
_MARGIN = 40  #: bits that a fraction must leave unused: it is a coincidence with a chance of one in 2^40

Change = tuple[fmpz, fmpz, fmpz, fmpz]  #: rows (p, q), (r, s) of determinant 1 or -1


def fraction_from_residue(
    residue: fmpz, modulus: fmpz, *, denominator_bits: int | None = None
) -> tuple[fmpz, fmpz] | None:
    """(r, t) with r = t residue modulo ``modulus`` and |r| t far below it, t > 0; None where there is none.

    For r and t of equal size unless ``denominator_bits`` bounds t, and leaves the other digits to r. A candidate: it is
    for the caller to check what it should satisfy.

    >>> prime = 2**61 - 1
    >>> fraction_from_residue(fmpz(22) * pow(7, -1, prime), fmpz(prime))
    (22, 7)
    """
    residue, bits = residue % modulus, modulus.bit_length()
    weight = 0 if denominator_bits is None else max(bits - 2 * denominator_bits - _MARGIN, 0)
    p, q, r, s = _halved(modulus, residue, (bits + weight + 1) // 2)
    # the second entry, times 2^weight, is as large as the first one may be
    first, second = (p * modulus + q * residue, q << weight), (r * modulus + s * residue, s << weight)
    while True:
        if _norm(first) < _norm(second):
            first, second = second, first
        steps = _nearest(first[0] * second[0] + first[1] * second[1], _norm(second))
        if not steps:
            break
        first = (first[0] - steps * second[0], first[1] - steps * second[1])
    top, bottom = second[0], second[1] >> weight
    if not bottom or (abs(top) * abs(bottom)).bit_length() + _MARGIN > bits:
        return None
    return (top, bottom) if bottom > 0 else (-top, -bottom)


def _norm(vector: tuple[fmpz, fmpz]) -> fmpz:
    return vector[0] * vector[0] + vector[1] * vector[1]


def _nearest(top: fmpz, bottom: fmpz) -> fmpz:
    return (2 * top + bottom) // (2 * bottom)


def _halved(a: fmpz, b: fmpz, stop: int) -> Change:
    """A change of basis under which a >= b >= 0 become numbers of about ``stop`` bits."""
    bits = a.bit_length()
    if b.bit_length() <= stop:
        return fmpz(1), fmpz(0), fmpz(0), fmpz(1)
    if bits <= _LEAF:
        return _step_by_step(int(a), int(b), stop)
    way = (bits - stop) // 2
    cut = max(bits - 2 * way, 0)
    p, q, r, s = _halved(a >> cut, b >> cut, bits - way - cut)
    a, b = p * a + q * b, r * a + s * b
    if a < 0:
        a, p, q = -a, -p, -q
    if b < 0:
        b, r, s = -b, -r, -s
    if a < b:
        a, b, p, q, r, s = b, a, r, s, p, q
    if b.bit_length() <= stop:
        return p, q, r, s
    quotient = a // b
    a, b, p, q, r, s = b, a - quotient * b, r, s, p - quotient * r, q - quotient * s
    bits = a.bit_length()
    cut = max(2 * stop - bits, 0)
    t, u, v, w = _halved(a >> cut, b >> cut, stop - cut)
    return t * p + u * r, t * q + u * s, v * p + w * r, v * q + w * s


def _step_by_step(a: int, b: int, stop: int) -> Change:
    """Euclid's algorithm until the smaller number has ``stop`` bits."""
    p, q, r, s = 1, 0, 0, 1
    while b.bit_length() > stop:
        quotient, rest = divmod(a, b)
        a, b = b, rest
        p, q, r, s = r, s, p - quotient * r, q - quotient * s
    return fmpz(p), fmpz(q), fmpz(r), fmpz(s)
