"""nu(z F) for every number of cells, as a sum over the roots of Delta. No integral, no guess.

With E = e1 S_N + e2 S_(N-1), O = o1 S_N + o2 S_(N-1), Delta = e1 o2 - e2 o1, and F = q11 S_N^2 + q12 S_N S_(N-1) + q22
S_(N-1)^2: F Delta^2 = alpha E^2 + beta E O + gamma O^2, and

    nu(z F) = 1/2 ( sum over Delta = 0, e != 0 of Res (gamma/Delta^2)(O/E)
                  - sum over e1 = e2 = 0 of Res (alpha E/O + beta)/Delta^2  -  [1/z at infinity] (gamma/Delta^2)(O/E) ).

At a simple root of Delta O = lambda E, so that the derivatives of S_N drop out of the residue: it is a quotient
(A S_N + B S_(N-1))/(C S_N + D S_(N-1)). The last term does not depend on N from some N on. Derivation: ``segments``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.family.blocks import Z
from symflux.family.field import field_of
from symflux.family.remainders import reduced, remainders, together
from symflux.family.row import Form, Row

__all__ = ["Pole", "Residues", "poles_of", "residues"]

_SHORT = 500  #: terms of a polynomial up to which a common factor is looked for
_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)


@dataclass(frozen=True)
class Pole:
    """The roots of one factor of Delta: the sum over them of (A S_N + B S_(N-1))/(U (C S_N + D S_(N-1))).

    A, B, U, C, D are polynomials in z of lower degree than the factor; C and D depend on the row alone.
    """

    factor: Polynomial  #: irreducible, in z
    trace: Polynomial  #: tr and kap2
    kap2: Polynomial
    above: tuple[Polynomial, Polynomial]  #: A, B
    under: Polynomial  #: U, zero at no root
    below: tuple[Polynomial, Polynomial]  #: C, D
    common: bool  #: whether e1 = e2 = 0 there: then O_N, not E_N, stands below

    @cached_property
    def field(self) -> Any:
        """The field of its roots: :class:`~symflux.family.field.Field`."""
        polynomials = (self.factor, self.trace, self.kap2, *self.above, self.under, *self.below)
        return field_of(self.factor, numbers=all(set(p.names) <= {Z} for p in polynomials))

    def times(self, over: Polynomial, under: Polynomial) -> Pole:
        """The product with over/under, both free of z."""
        common = over.gcd(self.under) if len(self.under) < _SHORT else Polynomial.constant(1)
        first, second = (side * over.exact_quotient(common) for side in self.above)
        return replace(self, above=(first, second), under=self.under.exact_quotient(common) * under)

    def with_above(self, first: Polynomial, second: Polynomial, under: Polynomial) -> Pole | None:
        """Another quantity of the same row at the same roots; None where it vanishes there."""
        first, second, under = reduced((first, second, under), self.factor)
        if first.is_zero and second.is_zero:
            return None
        return replace(self, above=(first, second), under=under)

    @cached_property
    def terms(self) -> tuple[Any, Any, Any, Any]:
        """(A, B, U C, U D): rational functions at the root of a linear factor, else polynomials in z."""
        listed = (*self.above, self.under * self.below[0], self.under * self.below[1])
        found = reduced(listed, self.factor)
        return found[0], found[1], found[2], found[3]


@dataclass(frozen=True)
class Residues:
    """nu(z F) for every N: constant + the poles, from ``start`` cells on; ``early`` holds the constants before."""

    constant: RationalFunction
    poles: tuple[Pole, ...]
    start: int
    early: tuple[RationalFunction, ...]  #: the constants at N = 0, ..., start - 1


def residues(row: Row, form: Form) -> Residues:
    """The residues of an integrand; :class:`NetworkError` where Delta vanishes identically or has a double root."""
    p1, p0 = row.characteristic
    e1, o1, e2, o2 = p1.even, p1.odd, p0.even, p0.odd
    delta = row.delta
    if delta.is_zero:
        raise NetworkError("Delta vanishes identically: the residue formula says nothing about this family")
    gamma = form.q11 * e2 * e2 - form.q12 * e1 * e2 + form.q22 * e1 * e1
    alpha = form.q11 * o2 * o2 - form.q12 * o1 * o2 + form.q22 * o1 * o1
    beta = form.q12 * (o2 * e1 + e2 * o1) - 2 * form.q11 * e2 * o2 - 2 * form.q22 * e1 * o1
    poles = []
    for factor, power in delta.factor()[1]:
        if not factor.degree(Z):
            continue
        pole = _pole(row, delta, factor, power, (alpha, beta, gamma))
        if pole is not None:
            poles.append(pole)
    constant, early = _at_infinity(row, gamma, delta)
    half = RationalFunction.constant(1) / 2
    return Residues(-half * constant, tuple(poles), len(early), tuple(-half * c for c in early))


def _pole(
    row: Row, delta: Polynomial, factor: Polynomial, power: int, quadratic: tuple[Polynomial, Polynomial, Polynomial]
) -> Pole | None:
    """The contribution of one factor of Delta, with its 1/2; None where there is none.

    e != 0: the residue of (gamma/Delta^2)(O/E) at a double pole. Times 2 Delta'^3 e_p E it is
    (gamma' Delta' - gamma Delta'') e_p O + gamma Delta' ((o1' e_p - o_p e1') S_N + (o2' e_p - o_p e2') S_(N-1)).
    e1 = e2 = 0: minus the residue of (alpha E/O + beta)/Delta^2, a simple pole.
    """
    alpha, beta, gamma = quadratic
    p1, p0 = row.characteristic
    e, o = (p1.even, p0.even), (p1.odd, p0.odd)

    def prime(p: Polynomial) -> Polynomial:
        return p.derivative(Z)

    at = remainders(factor, numbers=not row.names)
    vanishing = [not at(p) for p in e]
    common = all(vanishing)
    if power > 1:
        if _divides(factor, gamma, 2 * power) and (not common or (alpha.is_zero and beta.is_zero)):
            return None
        raise NetworkError("Delta has a double root: no closed form, but every single size has its exact value")
    slope, (e1, e2), (o1, o2) = at(prime(delta)), map(at, e), map(at, o)
    if common:
        first = at(alpha)
        second = at(prime(beta))
        above = [(first * at(prime(e[k])) + second * side).times(-1) for k, side in ((0, o1), (1, o2))]
        under, below = (slope * slope).times(2), (o1, o2)
    else:
        p = vanishing.index(False)
        e_p, o_p, g = (e1, e2)[p], (o1, o2)[p], at(gamma)
        first = (at(prime(gamma)) * slope + (g * at(prime(prime(delta)))).times(-1)) * e_p
        second = g * slope
        above = [
            first * side + second * (at(prime(o[k])) * e_p + (o_p * at(prime(e[k]))).times(-1))
            for k, side in ((0, o1), (1, o2))
        ]  # fmt: skip
        under, below = (slope * slope * slope * e_p).times(2), (e1, e2)
    one = at(Polynomial.constant(1))
    third, fourth, unit = together((*below, one), factor)
    whole = [side * at(unit) for side in above]
    first_, second_, under_ = together((*whole, under), factor)
    if first_.is_zero and second_.is_zero:
        return None
    return Pole(factor, row.trace, row.kap2, (first_, second_), under_, (third, fourth), common)


def poles_of(row: Row) -> tuple[Pole, ...]:
    """Every factor of Delta, whether or not a quantity has a pole there."""
    unit, found = Polynomial.constant(1), []
    e = [(p.even, p.odd) for p in row.characteristic]
    for factor, _ in row.delta.factor()[1]:
        if factor.degree(Z):
            at = remainders(factor, numbers=not row.names)
            common = not any(at(even) for even, _ in e)
            sides = [odd if common else even for even, odd in e]
            third, fourth = together([at(side) for side in sides], factor)
            found.append(Pole(factor, row.trace, row.kap2, (unit, unit), unit, (third, fourth), common))
    return tuple(found)


def _divides(factor: Polynomial, value: Polynomial, power: int) -> bool:
    try:
        for _ in range(power):
            value = value.exact_quotient(factor)
    except ValueError:
        return False
    return True


def _at_infinity(row: Row, gamma: Polynomial, delta: Polynomial) -> tuple[RationalFunction, list[RationalFunction]]:
    """(the coefficient of 1/z for all large N, its values at N = 0, 1, ... before that).

    With t_N = S_(N-1)/S_N, t_(N+1) = 1/(tr - kap2 t_N), t_1 = 0: modulo any power of 1/z the t_N become constant.
    """
    p1, p0 = row.characteristic
    e1, o1, e2, o2 = p1.even, p1.odd, p0.even, p0.odd
    if gamma.is_zero:
        return _ZERO, []
    extra, cells = gamma.degree(Z) - 2 * delta.degree(Z), row.trace.degree(Z)
    gap = max(o1.degree(Z), o2.degree(Z)) - max(e1.degree(Z), e2.degree(Z))
    length = max(extra + 2 + max(gap, o2.degree(Z) - e2.degree(Z)), 1)  # terms of a series that are needed
    weight = _divide(_series(gamma, gamma.degree(Z), length), _series(delta * delta, 2 * delta.degree(Z), length))
    found = [_coefficient(weight, extra, (o2, o2), (e2, e2), [_ZERO] * length)]
    t = [_ZERO] * length
    while True:
        found.append(_coefficient(weight, extra, (o1, o2), (e1, e2), t))
        steps = zip(_series(row.trace, cells, length), _multiply(_series(row.kap2, cells, length), t), strict=True)
        following = _divide([_ONE] + [_ZERO] * (length - 1), [a - b for a, b in steps])
        following = ([_ZERO] * cells + following)[:length]
        if following == t:
            break
        t = following
    constant = found[-1]
    while found and found[-1] == constant:
        found.pop()
    return constant, found


def _coefficient(
    weight: list[RationalFunction],
    extra: int,
    above: tuple[Polynomial, Polynomial],
    below: tuple[Polynomial, Polynomial],
    t: list[RationalFunction],
) -> RationalFunction:
    """[1/z] of z^extra weight (o1 + o2 t)/(e1 + e2 t), the series in powers of 1/z; only the terms that it needs."""
    over, under = (max(p.degree(Z) for p in pair) for pair in (above, below))
    place = extra + over - under + 1
    if place < 0:
        return _ZERO
    sides = []
    for (first, second), degree in ((above, over), (below, under)):
        row = _series(first, degree, place + 1)
        if any(t):
            product_ = _multiply(_series(second, degree, place + 1), t[: place + 1])
            row = [a + b for a, b in zip(row, product_, strict=True)]
        sides.append(row)
    if not sides[1][0]:
        raise NetworkError("the determinant of the row has a lower degree than it may: please report this")
    quotient = _divide(*sides)
    total = _ZERO
    for k in range(place + 1):
        if weight[k] and quotient[place - k]:
            total = total + weight[k] * quotient[place - k]
    return total


def _series(p: Polynomial, degree: int, length: int) -> list[RationalFunction]:
    """p/z^degree in powers of 1/z."""
    coefficients = [RationalFunction(c) for c in p.coefficients_in(Z)] if p else []
    row = [_ZERO] * length
    for k, c in enumerate(coefficients):
        if 0 <= degree - k < length:
            row[degree - k] = c
        elif degree < k and c:
            raise NetworkError("a series at infinity has a higher term than it may: please report this")
    return row


def _multiply(left: list[RationalFunction], right: list[RationalFunction]) -> list[RationalFunction]:
    row = [_ZERO] * len(left)
    for i, a in enumerate(left):
        if a:
            for j in range(len(left) - i):
                if right[j]:
                    row[i + j] = row[i + j] + a * right[j]
    return row


def _divide(left: list[RationalFunction], right: list[RationalFunction]) -> list[RationalFunction]:
    """left/right, the constant term of right not zero."""
    row: list[RationalFunction] = []
    for k in range(len(left)):
        total = left[k]
        for j in range(1, k + 1):
            if right[j] and row[k - j]:
                total = total - right[j] * row[k - j]
        row.append(total / right[0])
    return row
