"""Real roots of integer polynomials in one variable: isolated exactly, by Descartes' rule of signs.

The number of sign changes among the coefficients of (1 + x)^n p(1/(1 + x)) is the number of roots of p in (0, 1),
up to an even excess; 0 and 1 are exact. Bisection of (0, 2^k) until every piece shows 0 or 1 isolates the roots of
a square-free p (Collins and Akritas 1976); rational points at which p vanishes are taken out as they are met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import total_ordering
from itertools import pairwise
from typing import Any

import sympy
from flint import fmpq, fmpz_poly

from symflux.algebra.polynomial import Polynomial
from symflux.errors import ExpressionError

__all__ = ["AlgebraicNumber", "Root", "real_roots", "roots_between", "separate", "simplest_between"]


@dataclass(slots=True)
class Root:
    """One real root, inside the open interval (low, high), or equal to both ends.

    ``polynomial`` vanishes nowhere else on [low, high], is not zero at either end of an interval, and has the
    sign ``below`` at low. A working object: :meth:`refine` narrows it in place.
    """

    polynomial: fmpz_poly
    low: Fraction
    high: Fraction
    below: int

    @property
    def is_exact(self) -> bool:
        """Whether the interval is one rational number, the root itself."""
        return self.low == self.high

    def refine(self) -> None:
        """Halve the interval."""
        if self.low == self.high:
            return
        middle = (self.low + self.high) / 2
        sign = sign_at(self.polynomial, middle)
        if sign == 0:
            self.low = self.high = middle
        elif sign == self.below:
            self.low = middle
        else:
            self.high = middle


def sign_at(polynomial: fmpz_poly, point: Fraction) -> int:
    """The sign of the polynomial at a rational point: -1, 0 or 1."""
    value = int(polynomial(fmpq(point.numerator, point.denominator)).p)
    return (value > 0) - (value < 0)


def roots_between(polynomial: fmpz_poly, *, positive: bool = False) -> list[Root]:
    """The real roots of a square-free polynomial, or the positive ones, in ascending order with disjoint intervals.

    No interval contains 0, and the intervals may touch (see :func:`separate`).
    """
    if polynomial.degree() < 0:
        raise ExpressionError("every number is a root of 0")
    roots: list[Root] = []
    stripped = polynomial
    if polynomial[0] == 0:
        while stripped[0] == 0:
            stripped = stripped.right_shift(1)
        if not positive:
            roots.append(Root(fmpz_poly([0, 1]), Fraction(0), Fraction(0), -1))
    roots += _positive_roots(stripped)
    if not positive:
        mirrored = _positive_roots(stripped(fmpz_poly([0, -1])))
        roots[:0] = [
            Root(r.polynomial(fmpz_poly([0, -1])), -r.high, -r.low, -r.below if not r.is_exact else r.below)
            for r in reversed(mirrored)
        ]
    return roots


def _variations(coefficients: Iterable[Any]) -> int:
    count, last = 0, 0
    for c in coefficients:
        sign = (c > 0) - (c < 0)
        if sign:
            count += sign == -last
            last = sign
    return count


_SHIFT = fmpz_poly([1, 1])


def _variations_inside(polynomial: fmpz_poly) -> int:
    """Descartes' bound for the roots in the open interval (0, 1)."""
    coefficients = polynomial.coeffs()
    if _variations(coefficients) == 0:
        return 0
    return _variations(fmpz_poly(coefficients[::-1])(_SHIFT).coeffs())


def _bound(polynomial: fmpz_poly) -> int:
    """k with every positive root below 2^k: 2 max (|c_i| / c_n)^(1/(n-i)) over the c_i of the other sign."""
    coefficients = polynomial.coeffs()
    degree, top = len(coefficients) - 1, coefficients[-1]
    size = abs(int(top)).bit_length() - 1
    best = None
    for i, c in enumerate(coefficients[:-1]):
        if c * top < 0:
            power = -((size - abs(int(c)).bit_length()) // (degree - i))  # ceiling of (log2 |c_i/c_n|) / (n - i)
            best = power if best is None else max(best, power)
    return 0 if best is None else best + 1


def _positive_roots(polynomial: fmpz_poly) -> list[Root]:
    coefficients = polynomial.coeffs()
    degree = len(coefficients) - 1
    if degree < 1 or _variations(coefficients) == 0:
        return []
    exponent = _bound(polynomial)
    scale = Fraction(2) ** exponent
    if exponent >= 0:
        start = fmpz_poly([c << (exponent * i) for i, c in enumerate(coefficients)])
    else:
        start = fmpz_poly([c << (-exponent * (degree - i)) for i, c in enumerate(coefficients)])
    found: list[tuple[Fraction, Fraction]] = []
    # a piece: its polynomial on (0, 1), and its ends as integers over 2^level
    stack: list[tuple[fmpz_poly, int, int]] = [(start, 0, 0)]
    while stack:
        piece, place, level = stack.pop()
        if place < 0:  # an exact root, kept in order
            found.append((scale * ~place / 2**level,) * 2)
            continue
        count = _variations_inside(piece)
        if count == 0:
            continue
        if count == 1 and place > 0:
            found.append((scale * place / 2**level, scale * (place + 1) / 2**level))
            continue
        size = piece.degree()
        left = fmpz_poly([c << (size - i) for i, c in enumerate(piece.coeffs())])
        right = left(_SHIFT)
        middle_is_root = right[0] == 0
        if middle_is_root:
            right = right.right_shift(1)
        stack.append((right, 2 * place + 1, level + 1))
        if middle_is_root:
            stack.append((right, ~(2 * place + 1), level + 1))
        stack.append((left, 2 * place, level + 1))
    rest = polynomial
    for low, high in found:
        if low == high:
            rest = divmod(rest, fmpz_poly([-low.numerator, low.denominator]))[0]
    return [
        Root(fmpz_poly([-low.numerator, low.denominator]), low, high, -1)
        if low == high
        else Root(rest, low, high, sign_at(rest, low))
        for low, high in found
    ]


def separate(roots: Iterable[Root]) -> list[Root]:
    """All these roots in ascending order, refined until there is room between any two neighbours.

    The roots must be those of pairwise coprime polynomials: then they are different, and refining ends.
    """
    ordered = sorted(roots, key=lambda r: (r.low, r.high))
    done = False
    while not done:
        done = True
        for left, right in pairwise(ordered):
            if left.high >= right.low:
                done = False
                left.refine()
                right.refine()
        if not done:
            ordered.sort(key=lambda r: (r.low, r.high))
    return ordered


def simplest_between(low: Fraction, high: Fraction | None) -> Fraction:
    """The rational of smallest denominator, then numerator, in the open interval (low, high); high None is infinity.

    >>> print(simplest_between(Fraction(5, 2), Fraction(7, 2)), simplest_between(Fraction(8), None))
    3 9
    >>> print(simplest_between(Fraction(12, 10), Fraction(13, 10)), simplest_between(Fraction(-3), Fraction(1, 2)))
    5/4 0
    """
    if high is not None and low >= high:
        raise ExpressionError(f"no number between {low} and {high}")
    if low < 0 and (high is None or high > 0):
        return Fraction(0)
    if high is not None and high <= 0:
        return -simplest_between(-high, -low)
    # continued fractions: the whole part they share, then the simplest between the reciprocals of the rests
    whole = low.numerator // low.denominator
    if high is None or whole + 1 < high:
        return Fraction(whole + 1)
    rest = simplest_between(1 / (high - whole), 1 / (low - whole) if low > whole else None)
    return whole + 1 / rest


@total_ordering
@dataclass(frozen=True, eq=False)
class AlgebraicNumber:
    """A real algebraic number: a root of an irreducible integer polynomial, and an interval with no other root of it.

    ``coefficients`` of the minimal polynomial, constant term first; ``low`` and ``high`` are rational and equal
    where the number is rational, else it lies strictly between them.

    >>> root = real_roots(Polynomial.variable("x") ** 2 - 2)[1]
    >>> root
    AlgebraicNumber(the root of x**2 - 2 in (1, 2))
    >>> root > Fraction(7, 5), root < Fraction(17, 12), float(root)
    (True, True, 1.4142135623730951)
    """

    coefficients: tuple[int, ...]
    low: Fraction
    high: Fraction
    below: int = field(repr=False)

    @property
    def is_rational(self) -> bool:
        """Whether the interval is one rational number, the value itself."""
        return self.low == self.high

    @property
    def interval(self) -> tuple[Fraction, Fraction]:
        """(low, high)."""
        return self.low, self.high

    def minimal_polynomial(self, name: str = "x") -> Polynomial:
        """The minimal polynomial in the variable ``name``: primitive, positive leading coefficient."""
        return Polynomial.from_terms((((name, k),) if k else (), c) for k, c in enumerate(self.coefficients) if c)

    def _dense(self) -> fmpz_poly:
        return fmpz_poly(list(self.coefficients))

    def _root(self) -> Root:
        return Root(self._dense(), self.low, self.high, self.below)

    def refine(self, width: Fraction) -> AlgebraicNumber:
        """The same number, its interval no wider than ``width``."""
        root = self._root()
        while root.high - root.low > width:
            root.refine()
        return replace(self, low=root.low, high=root.high)

    def compare(self, other: AlgebraicNumber | Fraction | int) -> int:
        """-1, 0 or 1 as this number is smaller than, equal to or larger than the other."""
        if not isinstance(other, AlgebraicNumber):
            value = Fraction(other)
            if self.is_rational or not self.low < value < self.high:
                return (self.low > value) - (self.low < value) or (self.high > value) - (self.high < value)
            return 1 if sign_at(self._dense(), value) == self.below else -1
        if other.is_rational:
            return self.compare(other.low)
        if self.is_rational:
            return -other.compare(self.low)
        left, right = self, other
        while left.low < right.high and right.low < left.high:
            if left.coefficients == right.coefficients and max(left.low, right.low) < min(left.high, right.high):
                polynomial = left._dense()
                low, high = max(left.low, right.low), min(left.high, right.high)
                if sign_at(polynomial, low) != sign_at(polynomial, high):
                    return 0
            left = left.refine((left.high - left.low) / 2)
            right = right.refine((right.high - right.low) / 2)
        return -1 if left.high <= right.low else 1

    def sign_of(self, coefficients: Sequence[int]) -> int:
        """The sign of another polynomial (constant term first) at this number.

        >>> real_roots(Polynomial.variable("x") ** 2 - 2)[1].sign_of([-3, 0, 2])
        1
        """
        polynomial = fmpz_poly(list(coefficients))
        if self.is_rational:
            return sign_at(polynomial, self.low)
        if not _divides(polynomial, self._dense()):
            number = self
            while _variations_on(polynomial, number.low, number.high):
                number = number.refine((number.high - number.low) / 2)
            return sign_at(polynomial, (number.low + number.high) / 2)
        return 0

    def __eq__(self, other: object) -> bool:
        if isinstance(other, AlgebraicNumber | Fraction | int) and not isinstance(other, bool):
            return self.compare(other) == 0
        return NotImplemented

    def __lt__(self, other: AlgebraicNumber | Fraction | int) -> bool:
        return self.compare(other) < 0

    def __hash__(self) -> int:
        return hash(self.low) if self.is_rational else hash(self.coefficients)

    def __float__(self) -> float:
        size = max(abs(self.low), abs(self.high))
        narrow = self.refine(size / 2**60)
        return float((narrow.low + narrow.high) / 2)

    def __str__(self) -> str:
        if self.is_rational:
            return str(self.low)
        return f"the root of {self.minimal_polynomial()} in ({self.low}, {self.high})"

    def __repr__(self) -> str:
        return f"AlgebraicNumber({self})"

    def to_sympy(self) -> sympy.Expr:
        """A sympy number: a Rational, or a ``CRootOf`` that compares and evaluates."""
        if self.is_rational:
            return sympy.Rational(self.low.numerator, self.low.denominator)
        index = sum(1 for root in _roots_of_irreducible(self._dense(), False) if root < self)
        return sympy.CRootOf(sympy.Poly(list(self.coefficients[::-1]), sympy.Symbol("x")), index)

    def _sympy_(self) -> sympy.Expr:
        return self.to_sympy()


def _divides(polynomial: fmpz_poly, divisor: fmpz_poly) -> bool:
    """Whether a primitive divisor divides the polynomial."""
    return bool(polynomial.degree() < 0) or bool(
        polynomial.degree() >= divisor.degree() and polynomial.gcd(divisor).degree() == divisor.degree()
    )


def _variations_on(polynomial: fmpz_poly, low: Fraction, high: Fraction) -> int:
    """Descartes' bound for the roots in (low, high)."""
    width = high - low
    scale = low.denominator * width.denominator
    line = fmpz_poly([int(low * scale), int(width * scale)])
    total, power = fmpz_poly([0]), 1
    for c in reversed(polynomial.coeffs()):  # scale^n p(low + width x), by Horner's rule
        total = total * line + c * power
        power *= scale
    return _variations_inside(total)


def _roots_of_irreducible(polynomial: fmpz_poly, positive: bool) -> list[AlgebraicNumber]:
    if polynomial.leading_coefficient() < 0:
        polynomial = -polynomial
    if polynomial.degree() == 1:
        value = Fraction(-int(polynomial[0]), int(polynomial[1]))
        if positive and value <= 0:
            return []
        return [AlgebraicNumber(tuple(int(c) for c in polynomial.coeffs()), value, value, -1)]
    coefficients = tuple(int(c) for c in polynomial.coeffs())
    return [AlgebraicNumber(coefficients, r.low, r.high, r.below) for r in roots_between(polynomial, positive=positive)]


def univariate(polynomial: Polynomial) -> fmpz_poly:
    """A polynomial in at most one parameter, as FLINT's dense type."""
    if len(polynomial.names) > 1:
        raise ExpressionError(f"{polynomial.summary()} has more than one variable: {', '.join(polynomial.names)}")
    result = [0] * (polynomial.total_degree + 1)
    for monomial, c in polynomial.terms():
        result[monomial[0][1] if monomial else 0] = c
    return fmpz_poly(result)


def real_roots(polynomial: Polynomial, *, positive: bool = False) -> list[AlgebraicNumber]:
    """The different real roots of a polynomial in one variable, ascending, their intervals disjoint with room between.

    ``positive`` leaves out the roots that are not positive. The zero polynomial raises :class:`ExpressionError`.

    >>> x = Polynomial.variable("x")
    >>> [str(root) for root in real_roots((2 * x - 3) ** 2 * (x * x - 3 * x + 1))]
    ['the root of x**2 - 3*x + 1 in (1/4, 1/2)', '3/2', 'the root of x**2 - 3*x + 1 in (2, 4)']
    """
    if polynomial.is_zero:
        raise ExpressionError("every number is a root of 0")
    numbers: list[AlgebraicNumber] = []
    for factor, _ in univariate(polynomial).factor()[1]:
        numbers += _roots_of_irreducible(factor, positive)
    roots = [number._root() for number in numbers]
    owner = {id(root): number for root, number in zip(roots, numbers, strict=True)}
    return [replace(owner[id(root)], low=root.low, high=root.high) for root in separate(roots)]
