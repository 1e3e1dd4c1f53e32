"""Resultants and discriminants: where two polynomials, or one and its derivative, have a common root.

FLINT's subresultants serve, but in two variables and high degree they are overtaken by values: the resultant is
computed in one variable for as many integers in place of the other as its degree asks for, and interpolated. The
bounds on its degree and order come from Newton polygons and are rigorous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import ceil, floor

from flint import fmpz_poly

from symflux.algebra.polynomial import Polynomial
from symflux.algebra.real_roots import univariate
from symflux.algebra.ring import merge

__all__ = ["discriminant", "resultant"]

_SMALL = 2_000  # terms(p) * degree(p) up to which FLINT's own routine is used

Rows = list[fmpz_poly]  #: coefficients in the variable to eliminate, polynomials in the other one


def resultant(left: Polynomial, right: Polynomial, name: str) -> Polynomial:
    """The resultant of two polynomials of positive degree in ``name``, which it eliminates. Zero: a common factor.

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> print(resultant(a * b - 1, a + b - 3, "b"))
    a**2 - 3*a + 1
    """
    other = _other_variable({*left.names, *right.names}, name)
    size = max(len(left), len(right)) * max(left.degree(name), right.degree(name))
    if other is None or size <= _SMALL:
        first, second = merge(left.raw, right.raw)
        return Polynomial(first.resultant(second, name))
    p, q = _rows(left, name), _rows(right, name)
    low, high = _range(p, q)
    return _interpolated(lambda x: int(_at(p, x).resultant(_at(q, x))), (p[-1], q[-1]), low, high, other)


def discriminant(polynomial: Polynomial, name: str) -> Polynomial:
    """The discriminant in ``name``: zero where two roots meet (also where one goes to infinity, if degree > 1).

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> print(discriminant(b * b + a * b + 1, "b"))
    a**2 - 4
    """
    other = _other_variable(set(polynomial.names), name)
    if other is None or len(polynomial) * polynomial.degree(name) <= _SMALL:
        return Polynomial(polynomial.raw.discriminant(name))
    p = _rows(polynomial, name)
    low, high = _range(p, [k * c for k, c in enumerate(p)][1:])
    low, high = low - _order(p[-1]), high - int(p[-1].degree())  # resultant(p, p') = +- leading coefficient * disc
    return _interpolated(lambda x: int(_at(p, x).discriminant()), (p[-1],), low, high, other)


def _other_variable(names: set[str], name: str) -> str | None:
    """The one other variable, where there is exactly one."""
    rest = names - {name}
    return next(iter(rest)) if len(rest) == 1 else None


def _rows(polynomial: Polynomial, name: str) -> Rows:
    return [univariate(c) for c in polynomial.coefficients_in(name)]


def _at(rows: Rows, value: int) -> fmpz_poly:
    return fmpz_poly([c(value) for c in rows])


def _order(polynomial: fmpz_poly) -> int:
    return next(k for k, c in enumerate(polynomial.coeffs()) if c)


def _range(left: Rows, right: Rows) -> tuple[int, int]:
    """Bounds on the order at 0 and the degree of the resultant of two polynomials in one variable over Z[x].

    Res = lc(left)^deg(right) * product of right at the roots of left, and for large x a root grows like x^s with
    s a slope of the Newton polygon. The same holds near 0, with the lower hull.
    """
    high = _growth([int(c.degree()) if c else None for c in left], [int(c.degree()) if c else None for c in right])
    low = _growth([-_order(c) if c else None for c in left], [-_order(c) if c else None for c in right])
    return ceil(-low), floor(high)


def _growth(left: list[int | None], right: list[int | None]) -> Fraction:
    top = left[-1]
    assert top is not None
    total = Fraction(top * (len(right) - 1))
    for slope, count in _slopes(left):
        total += count * max(d + j * slope for j, d in enumerate(right) if d is not None)
    return total


def _slopes(degrees: list[int | None]) -> Iterator[tuple[Fraction, int]]:
    """(s, number of roots that grow like x^s), from the upper hull of the points (j, degree of c_j)."""
    points = [(j, d) for j, d in enumerate(degrees) if d is not None]
    at = 0
    while at < len(points) - 1:
        j, d = points[at]
        steepest = max(Fraction(e - d, k - j) for k, e in points[at + 1 :])
        end = max(i for i in range(at + 1, len(points)) if Fraction(points[i][1] - d, points[i][0] - j) == steepest)
        yield -steepest, points[end][0] - j
        at = end


def _interpolated(
    value: Callable[[int], int], leading: tuple[fmpz_poly, ...], low: int, high: int, name: str
) -> Polynomial:
    """The integer polynomial x^low (...) of degree <= high with these values; nodes avoid zeros of ``leading``.

    Divided differences of an integer polynomial at integers are integers.
    """
    if high < low:
        return Polynomial.constant(0)
    nodes: list[int] = []
    step = 0
    while len(nodes) <= high - low:
        step += 1
        nodes += [x for x in (step, -step) if all(c(x) for c in leading)]
    nodes = nodes[: high - low + 1]
    differences = [value(x) // x**low for x in nodes]
    for k in range(1, len(nodes)):
        for i in range(len(nodes) - 1, k - 1, -1):
            differences[i] = (differences[i] - differences[i - 1]) // (nodes[i] - nodes[i - k])
    total = fmpz_poly([0])
    for x, c in zip(reversed(nodes), reversed(differences), strict=True):
        total = total * fmpz_poly([-x, 1]) + c
    return Polynomial.from_terms(
        (((name, k + low),) if k + low else (), int(c)) for k, c in enumerate(total.coeffs()) if c
    )
