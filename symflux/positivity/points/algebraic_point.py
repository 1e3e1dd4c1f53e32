"""Points with irrational coordinates: exact, all of them in the field of one real algebraic number.

A claim such as (a**2 - 2)**2 > 0 fails at irrational points only, and assumptions such as a**2 == 2 hold at nothing
else. Lattice reduction recognizes one algebraic number t and the coordinates as polynomials in t; conditions are then
decided exactly in the field Q(t). How such points are found: :mod:`symflux.positivity.points.algebraic_search`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

from flint import fmpq, fmpq_poly, fmpz_poly

from symflux.algebra.real_roots import AlgebraicNumber
from symflux.algebra.recognition import LONG, generators, in_powers, minimal_polynomial, root_near
from symflux.certificates import format as rules
from symflux.positivity.condition import HOLDS, Condition, Point
from symflux.work.budget import Budget

__all__ = ["AlgebraicPoint", "in_one_field", "near", "point_rule"]


@dataclass(frozen=True, eq=False)
class AlgebraicPoint(Mapping[str, Fraction | AlgebraicNumber]):
    """Coordinates in Q(t), ``t`` one real algebraic number: for each variable the coefficients of 1, t, t**2, ..

    >>> from symflux.algebra import Polynomial
    >>> from symflux.positivity.condition import Condition
    >>> from symflux.positivity.points.algebraic_search import find_algebraic_point
    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> point = find_algebraic_point([Condition(a * a - 2, "=="), Condition(b * b - 2 * a, "==")])
    >>> print(point["b"]); print(point.in_field["a"])
    the root of x**4 - 8 in (1, 2)
    1/2*t**2
    """

    root: AlgebraicNumber
    coefficients: Mapping[str, tuple[Fraction, ...]]
    numbers: Mapping[str, Fraction | AlgebraicNumber]

    def __getitem__(self, name: str) -> Fraction | AlgebraicNumber:
        return self.numbers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.numbers)

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def in_field(self) -> dict[str, str]:
        """The coordinates as polynomials in ``t``, as text."""
        return {name: _text(row) for name, row in self.coefficients.items()}


def point_rule(values: Mapping[str, Fraction | AlgebraicNumber], bits: int) -> dict[str, Any]:
    """The values as a ``point`` of a certificate: rational, or polynomials in one algebraic number.

    Its interval is no wider than 2**-bits: wide ones do not tell the sign of every polynomial.
    """
    width = Fraction(1, 2**bits)
    if isinstance(values, AlgebraicPoint):
        root = values.root.refine(width)
        return rules.point(values.in_field, polynomial=root.minimal_polynomial("t"), interval=root.interval)
    algebraic = [(n, v) for n, v in values.items() if isinstance(v, AlgebraicNumber) and not v.is_rational]
    at: dict[str, Any] = {n: v.low if isinstance(v, AlgebraicNumber) else v for n, v in values.items()}
    if not algebraic:
        return rules.point(at)
    at.update({n: "t" for n, v in algebraic if v == algebraic[0][1]})
    root = algebraic[0][1].refine(width)
    return rules.point(at, polynomial=root.minimal_polynomial("t"), interval=root.interval)


def near(point: Mapping[str, Fraction | AlgebraicNumber]) -> dict[str, Fraction]:
    """Rational values at or near the point, as a hint."""
    return {n: v if isinstance(v, Fraction) else Fraction(float(v)).limit_denominator(10**9) for n, v in point.items()}


def in_one_field(
    point: Mapping[str, Fraction], conditions: Sequence[Condition], real: Collection[str], budget: Budget
) -> AlgebraicPoint | Point | None:
    """A point known to many digits with its coordinates as polynomials in one t, if the conditions hold there."""
    minimal: dict[str, fmpz_poly] = {}
    for name, x in point.items():
        budget.charge(20_000 if x.denominator.bit_length() > LONG else 20)
        polynomial = (
            minimal_polynomial(x) if x.denominator.bit_length() > LONG else fmpz_poly([-x.numerator, x.denominator])
        )
        if polynomial is None:
            return None
        minimal[name] = polynomial
    if all(polynomial.degree() == 1 for polynomial in minimal.values()):
        rational = {n: Fraction(-int(p[0]), int(p[1])) for n, p in minimal.items()}
        good = all(n in real or x > 0 for n, x in rational.items())
        return rational if good and all(condition.holds(rational) for condition in conditions) else None
    for t, polynomial in generators(point, minimal):
        budget.charge(20_000 * len(point))
        rows = {n: in_powers(x, t, polynomial.degree()) for n, x in point.items()}
        if all(row is not None for row in rows.values()):
            root = root_near(polynomial, t)
            coefficients = {n: row for n, row in rows.items() if row is not None}
            if root is None or not _all_hold(root, polynomial, coefficients, conditions, real):
                return None
            numbers: dict[str, Fraction | AlgebraicNumber] = {}
            for name, x in point.items():
                own = root_near(minimal[name], x)
                if own is None:
                    return None
                numbers[name] = own.low if own.is_rational else own
            return AlgebraicPoint(root, coefficients, numbers)
        if budget.is_spent:
            return None
    return None


def _all_hold(
    root: AlgebraicNumber,
    minimal: fmpz_poly,
    coefficients: Mapping[str, Sequence[Fraction]],
    conditions: Sequence[Condition],
    real: Collection[str],
) -> bool:
    """Whether the conditions hold, and the positive variables are positive, decided in the field of the root."""
    modulus = fmpq_poly(minimal)
    values = {n: fmpq_poly([fmpq(c.numerator, c.denominator) for c in row]) for n, row in coefficients.items()}
    powers: dict[tuple[str, int], fmpq_poly] = {}

    def power(name: str, exponent: int) -> fmpq_poly:
        if exponent == 0:
            return fmpq_poly([1])
        if (name, exponent) not in powers:
            half = power(name, exponent // 2)
            whole = half * half * (values[name] if exponent % 2 else 1)
            powers[name, exponent] = whole % modulus
        return powers[name, exponent]

    def sign(value: fmpq_poly) -> int:
        listed = [Fraction(int(c.p), int(c.q)) for c in value.coeffs()]
        common = lcm(*(c.denominator for c in listed)) if listed else 1
        return root.sign_of([int(c * common) for c in listed]) if listed else 0

    if any(n not in real and sign(value) <= 0 for n, value in values.items()):
        return False
    for polynomial, relation in sorted(conditions, key=lambda c: len(c.polynomial)):
        total = fmpq_poly([0])
        for monomial, c in polynomial.terms():
            term = fmpq_poly([c])
            for name, e in monomial:
                term = term * power(name, e) % modulus
            total = total + term
        if not HOLDS[relation](sign(total)):
            return False
    return True


def _text(row: Sequence[Fraction]) -> str:
    terms = [str(c) if k == 0 else f"{c}*t" if k == 1 else f"{c}*t**{k}" for k, c in enumerate(row) if c]
    return " + ".join(terms).replace("+ -", "- ") or "0"
