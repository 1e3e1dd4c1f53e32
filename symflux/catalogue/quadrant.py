"""The sign of a polynomial over the positive quadrant, settled exactly: zero, one sign everywhere, or both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from symflux.algebra import Polynomial
from symflux.positivity.points.decomposition import Decomposition, has_one_sign

__all__ = ["NAMES", "Point", "QuadrantSign", "in_units", "sign_in_quadrant", "whole_points"]

NAMES = ("k", "c", "g", "m")
Point = tuple[int, int, int, int]  #: whole numbers k, c, g, m
_LARGEST = 6  #: of the whole numbers tried as k, c, g, m
_TRIED = 200  #: points, before the cells are asked


@dataclass(frozen=True)
class QuadrantSign:
    """What signs a polynomial in c and h has for c > 0, h > 0.

    ``kind`` is "zero", "fixed" or "any". For "fixed" the sign is ``sign``, 1 or -1, and ``open`` holds the factors
    whose sign the coefficients do not show: they are positive by the decomposition into cells. For "any" the sign is
    that of ``sign`` times the product of ``open``, which is the boundary, and ``points`` are whole numbers (k, c, g, m)
    where it is + and -.
    """

    kind: str
    sign: int = 0
    open: tuple[Polynomial, ...] = ()
    points: tuple[Point, ...] = ()


def sign_in_quadrant(polynomial: Polynomial) -> QuadrantSign:
    """Decided by factors: coefficients of one sign, else the open cells of the quadrant (every one has a sample).

    An irreducible polynomial that has one sign on every open cell may vanish at single points on their walls.

    >>> c, h = Polynomial.variable("c"), Polynomial.variable("h")
    >>> sign_in_quadrant(6 * h - 7).kind, sign_in_quadrant(6 * h - 7).points
    ('any', ((1, 1, 2, 1), (1, 1, 1, 1)))
    >>> sign_in_quadrant(-c * c + c * h - h * h)
    QuadrantSign(kind='fixed', sign=-1, open=(Polynomial(c**2 - c*h + h**2),), points=())
    """
    if polynomial.is_zero:
        return QuadrantSign("zero")
    constant, factors = polynomial.factor()
    sign = 1 if constant > 0 else -1
    kept: list[Polynomial] = []
    changing: list[Polynomial] = []
    for factor, exponent in factors:
        if has_one_sign(factor):
            sign *= (1 if factor.leading_coefficient > 0 else -1) ** exponent
            continue
        signs = {value > 0 for _, value in _samples(factor)}
        if len(signs) == 1:
            (positive,) = signs
            sign *= (1 if positive else -1) ** exponent
            kept.append(factor if positive else -factor)
        elif exponent % 2:
            changing.append(factor)
        else:
            kept.append(factor)
    if not changing:
        return QuadrantSign("fixed", sign, tuple(kept))
    return QuadrantSign("any", sign, tuple(changing), _both_signs(changing, sign))


def _samples(polynomial: Polynomial) -> Iterator[tuple[dict[str, Fraction], Fraction]]:
    """A point of every open cell, with the value there."""
    names = list(polynomial.names)
    for cell in Decomposition([polynomial], names).cells():
        point = dict(zip(names, cell.sample, strict=True))
        yield point, polynomial.evaluate(point)


def _both_signs(factors: Sequence[Polynomial], sign: int) -> tuple[Point, ...]:
    """Whole numbers k, c, g, m at which the product has the sign + and the sign -."""
    found: dict[bool, Point] = {}

    def see(point: Point) -> None:
        value = sign
        units = in_units(point)
        for factor in factors:
            here = factor.evaluate({name: units[name] for name in factor.names})
            value *= (here > 0) - (here < 0)
        if value:
            found.setdefault(value > 0, point)

    for point in whole_points()[:_TRIED]:
        see(point)
        if len(found) == 2:
            return found[True], found[False]
    names = sorted({name for factor in factors for name in factor.names})
    for cell in Decomposition(list(factors), names).cells():
        sample = dict(zip(names, cell.sample, strict=True))
        see(_scaled_up(sample.get("c", Fraction(1)), sample.get("h", Fraction(1))))
        if len(found) == 2:
            break
    return found[True], found[False]


def in_units(point: Point) -> dict[str, Fraction]:
    """c/k and g^2/(k m): the point in units where k = m = 1."""
    k, c, g, m = point
    return {"c": Fraction(c, k), "h": Fraction(g * g, k * m)}


@lru_cache(maxsize=1)
def whole_points() -> tuple[Point, ...]:
    """Small whole numbers k, c, g, m, one for each c/k and g^2/(k m): unit springs and masses first, smallest first."""
    seen: dict[tuple[Fraction, Fraction], Point] = {}
    numbers = range(1, _LARGEST + 1)
    everything = ((k, c, g, m) for k, c, g, m in product(numbers, repeat=4))
    for point in sorted(everything, key=lambda p: (p[0] * p[3] != 1, max(p), sum(p), p)):
        units = in_units(point)
        seen.setdefault((units["c"], units["h"]), point)
    return tuple(seen.values())


def _scaled_up(c: Fraction, h: Fraction) -> Point:
    """Whole numbers with these c/k and g^2/(k m)."""
    ratio = h * c.denominator  # g^2/m
    return c.denominator, c.numerator, ratio.numerator, ratio.numerator * ratio.denominator
