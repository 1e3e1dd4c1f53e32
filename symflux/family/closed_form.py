"""The closed form with one pole, as people write it: a factor times a quotient of neighbours of one sequence.

With s_n = S_n/kap^(n-1), x = tr/kap, s_(n+1) = x s_n - s_(n-1), 2 cosh(alpha) = x, s_n = sinh(n alpha)/sinh(alpha): a
function (a s_n + b s_(n-1))/(c s_n + d s_(n-1)) of the number n of cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.family.size_function import SizeFunction

__all__ = ["ClosedForm", "closed_form", "square_root"]

_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)
_SHIFTS = (0, -1, 1, -2, 2)


@dataclass(frozen=True)
class ClosedForm:
    """factor (s_(n+j) - eta s_(n+j-1))/(s_(n+k) - theta s_(n+k-1)), n cells; the factor alone where x is None."""

    factor: RationalFunction
    x: RationalFunction | None = None
    above: tuple[int, RationalFunction] | None = None  #: (j, eta)
    below: tuple[int, RationalFunction] | None = None  #: (k, theta)


def closed_form(function: SizeFunction) -> ClosedForm:
    """The closed form; :class:`NetworkError` where there are several poles, or sizes with values of their own."""
    if function.early:
        raise NetworkError(f"the first {len(function.early)} numbers of cells have values of their own: no closed form")
    if not function.poles:
        return ClosedForm(function.constant)
    pole = function.poles[0]
    if len(function.poles) > 1 or pole.field.root is None:
        degree = sum(pole.field.degree for pole in function.poles)
        raise NetworkError(f"{degree} poles: a sum over roots; ask for .terms and .poles, or .latex()")
    field = pole.field
    a, b, c, d, trace, kap2 = (field.coefficients(field.of(p))[0] for p in (*pole.terms, pole.trace, pole.kap2))
    kap = square_root(kap2)
    if kap is None:
        raise NetworkError("kap2 is no square at the pole: no sequence with rational coefficients")
    a, b = a + function.constant * c, b + function.constant * d
    x = trace / kap
    top, bottom = (a, b / kap), (c, d / kap)  # S_n = kap^(n-1) s_n
    lead_top, above = _shortest(top, x)
    lead_bottom, below = _shortest(bottom, x)
    return ClosedForm(lead_top / lead_bottom, x, above, below)


def _shortest(
    pair: tuple[RationalFunction, RationalFunction], x: RationalFunction
) -> tuple[RationalFunction, tuple[int, RationalFunction]]:
    """(w, (j, eta)) with p s_n + q s_(n-1) = w (s_(n+j) - eta s_(n+j-1)), eta as short as can be."""
    found = []
    for j in _SHIFTS:
        p, q = pair
        # s_n = x s_(n-1) - s_(n-2) and back: p s_n + q s_(n-1) in terms of s_(n+j), s_(n+j-1)
        for _ in range(abs(j)):
            p, q = (p * x + q, -p) if j < 0 else (-q, p + q * x)
        if p:
            eta = -(q / p)
            found.append((len(eta.numerator) + len(eta.denominator) - (not eta), abs(j), j, p, eta))
    _, _, j, lead, eta = min(found, key=lambda item: item[:2])
    return lead, (j, eta)


def square_root(value: RationalFunction) -> RationalFunction | None:
    """A square root among the rational functions, or None."""
    sides = []
    for side in (value.numerator, value.denominator):
        unit, factors = side.factor()
        number = _whole_root(unit)
        if number is None or any(power % 2 for _, power in factors):
            return None
        total = Polynomial.constant(number)
        for factor, power in factors:
            total = total * factor ** (power // 2)
        sides.append(total)
    return RationalFunction(sides[0], sides[1])


def _whole_root(number: int) -> int | None:
    return None if number < 0 or isqrt(number) ** 2 != number else isqrt(number)
