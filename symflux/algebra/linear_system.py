"""Linear systems over Q or Q(parameters), given row by row, solved fraction free by sympy's ``DomainMatrix``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy
from sympy.polys.matrices import DomainMatrix
from sympy.polys.matrices.exceptions import DMNonInvertibleMatrixError

from symflux.algebra.generic_point import generic_points
from symflux.algebra.linear import Echelon
from symflux.algebra.polynomial import Polynomial
from symflux.algebra.rational_function import RationalFunction, common_denominator
from symflux.errors import ExpressionError

__all__ = ["Row", "SingularSystem", "solve_rows"]

Row = dict[Any, RationalFunction]  #: unknown -> coefficient; the key None holds the constant

_ZERO = RationalFunction.constant(0)


class SingularSystem(ArithmeticError):
    """A linear system without a unique solution."""


def solve_rows(rows: Sequence[Row]) -> dict[Any, RationalFunction]:
    """Solve rows = 0 for their unknowns, fraction free, with sympy's ``DomainMatrix.solve_den``.

    Raises :class:`SingularSystem` where the solution is not unique.

    >>> x, one = RationalFunction.variable("x"), RationalFunction.constant(1)
    >>> print(solve_rows([{"u": x, None: -one}])["u"])
    1/x
    """
    unknowns = sorted({unknown for row in rows for unknown in row if unknown is not None}, key=repr)
    if not unknowns:
        return {}
    names = sorted({name for row in rows for value in row.values() for name in value.names})
    if len(rows) > len(unknowns):
        rows = _independent(rows, unknowns, names)
    symbols = [sympy.Symbol(name) for name in names]
    domain = sympy.ZZ[tuple(symbols)] if symbols else sympy.ZZ
    entries = []
    for row in rows:
        scale = common_denominator(row.values())
        line = [(row.get(unknown, _ZERO) * scale).numerator for unknown in unknowns]
        line.append((-row.get(None, _ZERO) * scale).numerator)
        entries.append([_element(p, names, domain) for p in line])
    width = len(unknowns)
    system = DomainMatrix([line[:width] for line in entries], (len(rows), width), domain)
    right = DomainMatrix([line[width:] for line in entries], (len(rows), 1), domain)
    try:
        if len(rows) < width:
            raise DMNonInvertibleMatrixError
        # with parameters, elimination swells on the way and the adjugate does not: 0.3 s instead of minutes
        numerators, denominator = system.solve_den(right, method="charpoly" if names else "rref")
    except DMNonInvertibleMatrixError:
        raise SingularSystem from None
    bottom = _polynomial(denominator, names)
    column = numerators.to_list_flat()
    return {
        unknown: RationalFunction(_polynomial(value, names), bottom)
        for unknown, value in zip(unknowns, column, strict=True)
    }


def _independent(rows: Sequence[Row], unknowns: Sequence[Any], names: Sequence[str]) -> list[Row]:
    """Rows that are independent at one parameter point, hence generically. The others are consequences wherever the
    system has a solution at all; callers check the equations they came from."""
    best: list[Row] = []
    for point in generic_points(names, number=10):
        echelon = Echelon(len(unknowns))
        try:
            kept = [row for row in rows if echelon.add([row.get(u, _ZERO).evaluate(point) for u in unknowns])]
        except ExpressionError:  # a pole of a coefficient
            continue
        best = max(best, kept, key=len)
        if len(best) == len(unknowns):
            break
    return best


def _element(polynomial: Polynomial, names: Sequence[str], domain: Any) -> Any:
    if not names:
        return domain(polynomial.constant_value)
    position = {name: k for k, name in enumerate(names)}
    terms = {}
    for monomial, coefficient in polynomial.terms():
        exponents = [0] * len(names)
        for name, exponent in monomial:
            exponents[position[name]] = exponent
        terms[tuple(exponents)] = sympy.ZZ(coefficient)
    return domain.ring.from_dict(terms)


def _polynomial(element: Any, names: Sequence[str]) -> Polynomial:
    if not names:
        return Polynomial.constant(int(element))
    return Polynomial.from_terms(
        (tuple((name, e) for name, e in zip(names, exponents, strict=True) if e), int(coefficient))
        for exponents, coefficient in element.terms()
    )
