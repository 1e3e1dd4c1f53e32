"""Algebraic numbers from their digits: Newton's method in long binary fractions, then lattice reduction.

What is recognized is a guess until it has been put into the equations exactly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, islice
from itertools import product as cartesian

from flint import fmpq, fmpq_mat, fmpz_mat, fmpz_poly

from symflux.algebra.polynomial import Polynomial
from symflux.algebra.real_roots import AlgebraicNumber, real_roots
from symflux.algebra.ring import name_key

__all__ = ["LONG", "generators", "in_powers", "minimal_polynomial", "refined", "root_near"]

LONG = 100  #: bits of a denominator; numbers with more are digits of something irrational
BITS = 720  #: of the digits
_DEGREE = 8  #: of a minimal polynomial, at most


def refined(
    equations: Sequence[Polynomial], point: dict[str, Fraction], fixed: Mapping[str, Fraction]
) -> dict[str, Fraction] | None:
    """The zero near ``point`` in long binary fractions, by Newton's method, or None; as many equations as unknowns."""
    names = list(point)
    slopes = [[p.derivative(n) for n in names] for p in equations]
    for step in range(16):
        full = {**fixed, **point}
        values = fmpq_mat(len(names), 1, [_rational(p.evaluate(full)) for p in equations])
        matrix = fmpq_mat([[_rational(s.evaluate(full)) for s in row] for row in slopes])
        try:
            change = matrix.solve(values)
        except ZeroDivisionError:
            return None
        unit, largest = 2 ** min(64 << step, BITS), Fraction(0)
        for k, n in enumerate(names):
            moved = Fraction(int(change[k, 0].p), int(change[k, 0].q))
            largest = max(largest, abs(moved))
            point[n] = Fraction(round((point[n] - moved) * unit), unit)
        if largest < Fraction(1, 2 ** (BITS - 40)):
            return point
    return None


def _rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def _relation(numbers: Sequence[Fraction]) -> list[int] | None:
    """Small integers c with sum c_k numbers_k = 0 to all the digits, by lattice reduction, or None."""
    count, precision = len(numbers), BITS - 100
    rows = [[int(i == k) for i in range(count)] + [round(x * 2**precision)] for k, x in enumerate(numbers)]
    reduced = fmpz_mat(rows).lll()
    first = [int(reduced[0, i]) for i in range(count + 1)]
    size = max(map(abs, first)).bit_length()
    return first[:-1] if size * (count + 1) < 0.6 * precision else None


def minimal_polynomial(x: Fraction) -> fmpz_poly | None:
    """The minimal polynomial of the algebraic number that begins with these digits, or None.

    >>> minimal_polynomial(refined([Polynomial.variable("x") ** 2 - 2], {"x": Fraction(7, 5)}, {})["x"])
    x^2 + (-2)
    """
    for degree in (2, 4, _DEGREE):
        relation = _relation([x**k for k in range(degree + 1)])
        if relation is None:
            continue
        factors = [f for f, _ in fmpz_poly(relation).factor()[1]]
        best = min(factors, key=lambda f: abs(_value(f, x)))
        return best if best.leading_coefficient() > 0 else -best
    return None


def _value(polynomial: fmpz_poly, x: Fraction) -> Fraction:
    value = polynomial(_rational(x))
    return Fraction(int(value.p), int(value.q))


def generators(point: Mapping[str, Fraction], minimal: Mapping[str, fmpz_poly]) -> Iterator[tuple[Fraction, fmpz_poly]]:
    """Numbers that may generate the field of all coordinates: single coordinates, then small sums of several."""
    irrational = {str(p): n for n, p in reversed(list(minimal.items())) if p.degree() > 1}
    names = sorted(irrational.values(), key=lambda n: (-minimal[n].degree(), name_key(n)))
    for n in names:
        yield point[n], minimal[n]
    names = [n for n in minimal if minimal[n].degree() > 1]
    for size in range(2, len(names) + 1):
        for factors in islice(cartesian(*[(1, 2, -1, 3)] * (size - 1)), 6):
            for chosen in islice(combinations(names, size), 6):
                t = point[chosen[0]] + sum(
                    (c * point[n] for c, n in zip(factors, chosen[1:], strict=True)), Fraction(0)
                )
                polynomial = minimal_polynomial(t)
                if polynomial is not None and polynomial.degree() > 1:
                    yield t, polynomial


def in_powers(x: Fraction, t: Fraction, degree: int) -> tuple[Fraction, ...] | None:
    """x = c_0 + c_1 t + ... with rational c, or None."""
    if x.denominator.bit_length() <= LONG:
        return (x,)
    relation = _relation([x, *(t**k for k in range(degree))])
    if relation is None or not relation[0]:
        return None
    return tuple(Fraction(-c, relation[0]) for c in relation[1:])


def root_near(polynomial: fmpz_poly, x: Fraction) -> AlgebraicNumber | None:
    """The real root of the polynomial that is closest to x."""
    terms = [((("t", k),) if k else (), int(c)) for k, c in enumerate(polynomial.coeffs()) if c]
    roots = real_roots(Polynomial.from_terms(terms))
    return min(roots, key=lambda r: abs(float(r) - float(x)), default=None)
