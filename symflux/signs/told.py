"""What an answer says beside its verdict: both sides at a point, what a proof assumed, where a claim is tight."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

import sympy
from flint import fmpq, fmpq_poly

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.at_root import value_at_root
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.certificates.certificate import Certificate
from symflux.certificates.check import STABLE
from symflux.errors import SymfluxError, WorkerError
from symflux.positivity.condition import Condition
from symflux.positivity.points.algebraic_point import AlgebraicPoint
from symflux.positivity.points.witness import find_point
from symflux.positivity.proofs.opening import stands
from symflux.quantities.claim import Claim
from symflux.quantities.quantity import quantity
from symflux.signs.question import Question
from symflux.work.budget import Budget

__all__ = ["closest_point", "numbers_of_used", "said", "shown_number", "sides_at"]

Value = Fraction | AlgebraicNumber
_MOST = 6  #: assumptions that are left out one by one
_DIGITS = 40  #: of a number that is shown in full
_TERMS = 10_000  #: of the polynomials of a question whose tight places are looked for
_NEARNESS = (Fraction(0), Fraction(1, 10_000), Fraction(1, 100), Fraction(1, 8))
_ROOT = "t"


def sides_at(claim: Claim, point: Mapping[str, Value]) -> tuple[Value, Value] | None:
    """The exact values of both sides at a point with values for all variables; None where they are not defined.

    >>> sides_at(Claim.from_text("a**2 + b > a/b"), {"a": Fraction(2), "b": Fraction(3)})
    (Fraction(7, 1), Fraction(2, 3))
    """
    with suppress(SymfluxError):
        left, right = claim.left, claim.right
        if claim.quantities and claim.network is not None:
            own = {name: _function(point, name) for name in claim.network.parameters if name in point}
            state = claim.network.at(own).steady_state()
            atoms = {atom: quantity(state, atom).rational_function for atom in claim.quantities}
            left, right = left.substitute(atoms), right.substitute(atoms)
        return _value(left, point), _value(right, point)
    return None


def _function(point: Mapping[str, Value], name: str) -> RationalFunction:
    """A coordinate as a rational function of the root that all of them are in the field of."""
    value = point[name]
    if isinstance(value, Fraction):
        return RationalFunction.constant(value)
    row = point.coefficients[name] if isinstance(point, AlgebraicPoint) else (Fraction(0), Fraction(1))
    t, total = RationalFunction.variable(_ROOT), RationalFunction.constant(0)
    for c in reversed(row):
        total = total * t + RationalFunction.constant(c)
    return total


def _value(side: RationalFunction, point: Mapping[str, Value]) -> Value:
    names = [name for name in side.names if name in point]
    irrational = [value for name in names if isinstance(value := point[name], AlgebraicNumber)]
    if not irrational and _ROOT not in set(side.names) - set(names):
        return side.evaluate({name: value for name in names if isinstance(value := point[name], Fraction)})
    root = point.root if isinstance(point, AlgebraicPoint) else irrational[0]
    return _in_field(side.substitute({name: _function(point, name) for name in names}), root)


def _in_field(function: RationalFunction, root: AlgebraicNumber) -> Value:
    """f(root), f first reduced to a polynomial of smaller degree than that of the root."""
    modulus = _dense(root.minimal_polynomial(_ROOT))
    common, inverse, _ = (_dense(function.denominator) % modulus).xgcd(modulus)
    if common.degree() > 0:
        raise SymfluxError("a denominator vanishes there")
    reduced = (_dense(function.numerator) * inverse % modulus) / common[0]
    total = RationalFunction.constant(0)
    for k, c in enumerate(reduced.coeffs()):
        total = total + RationalFunction.constant(Fraction(int(c.p), int(c.q))) * RationalFunction.variable(_ROOT) ** k
    found = value_at_root(total, _ROOT, root)
    return found.low if found.is_rational else found


def _dense(polynomial: Polynomial) -> fmpq_poly:
    return fmpq_poly([fmpq(c.constant_value) for c in polynomial.coefficients_in(_ROOT)])


def numbers_of_used(certificate: Certificate) -> list[int]:
    """The numbers of the assumptions that the proof needs: with "1 > 0" in place of the others it is accepted too.

    >>> from symflux.certificates.format import proved, sage, statement
    >>> given = [statement("b", ">", "1"), statement("a", ">=", "b")]
    >>> sample = {"rule": "point", "at": {"a": "2", "b": "2"}}
    >>> proof = proved(statement("2*a", ">=", "2*b"), sage(multiples=[([1], 1)]), given=given)
    >>> numbers_of_used(Certificate({**proof, "sample": sample}))
    [1]
    """
    count = sum(each != STABLE for each in certificate.data["given"])  # that word, which stays, is the last
    named = {k for k in _named(certificate.data["proof"]) if k < count}
    rest = [k for k in range(count) if k not in named]
    if not rest or _is_accepted(certificate, rest):
        return sorted(named)
    dropped: list[int] = []  # a strict assumption may be needed that no rule names
    for k in rest[:_MOST] if len(rest) > 1 else ():
        dropped += [k] if _is_accepted(certificate, [*dropped, k]) else []
    return [k for k in range(count) if k not in dropped]


def _is_accepted(certificate: Certificate, dropped: Sequence[int]) -> bool:
    """Whether the proof stands without these assumptions, which say 1 > 0 instead where they are defined."""
    given = [
        {**g, "left": f"1 + 0*({g['left']}) + 0*({g['right']})", "relation": ">", "right": "0"} if k in dropped else g
        for k, g in enumerate(certificate.data["given"])
    ]
    return stands({**certificate.data, "given": given})


def _named(node: Any) -> Iterator[int]:
    """Numbers of assumptions in a proof."""
    if isinstance(node, list):
        for child in node:
            yield from _named(child)
    elif isinstance(node, dict):
        if isinstance(node.get("given"), int):
            yield node["given"]
        for row in (*node.get("multiples", ()), *node.get("products", ())):
            yield from row[0]
        for key, child in node.items():
            if key not in ("multiples", "products"):
                yield from _named(child)


def closest_point(question: Question, budget: Budget) -> dict[str, Fraction] | None:
    """A point of the region at which the claim holds by little, or with equality; the least that is soon found."""
    try:
        targets, conditions = question.targets, question.assumptions
    except WorkerError:
        return None
    polynomial, relation = targets[0].upright
    if relation not in (">", ">=") or sum(len(p) for p, _ in (*targets, *conditions)) > _TERMS:
        return None
    size = _size(polynomial, question.real)
    for part in _NEARNESS:  # the negated claim, given up to a part of its own terms
        eased = polynomial * part.denominator + size * part.numerator
        wanted = [Condition(eased, ">="), *targets[1:], *conditions]
        found = find_point(wanted, names=question.names, real=question.real, seconds=budget.part(0.3 * budget.left))
        if found is not None:
            return found
    return None


def _size(polynomial: Polynomial, real: Sequence[str] | frozenset[str]) -> Polynomial:
    """A polynomial that is no less than the absolute value of each term, about."""
    rows = []
    for monomial, c in polynomial.terms():
        rows.append((tuple((n, e + e % 2 if n in real else e) for n, e in monomial), abs(c)))
    return Polynomial.from_terms(rows)


def said(sides: tuple[Value, Value] | None) -> str:
    """Both sides in words, for a message."""
    return "" if sides is None else f", where the sides are {shown_number(sides[0])} and {shown_number(sides[1])}"


def shown_number(value: Any) -> str:
    """A number for a message: in full where it is short, else as a decimal."""
    if isinstance(value, AlgebraicNumber):
        return f"about {float(value):.6g}"
    text = str(value)
    if len(text) <= _DIGITS:
        return text
    return f"about {sympy.Rational(value.numerator, value.denominator).evalf(6)}"
