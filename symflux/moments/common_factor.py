"""Motions that do not matter: the common factor of det K(s) and the responses, which cancels from every mean.

A network with symmetries has motions that a source does not reach or a signal does not show: with
X = F X', Y = F Y' and P = F P' the mean of X and Y is that of X' and Y' under P', of a lower degree. The factor is
found by the greatest common divisor alone, without group theory, and only where there is one at a point modulo a prime.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import nmod_poly

from symflux.moments.poly import Poly

__all__ = ["common_factor"]

_PRIME = 2**61 - 1
_POINT = (104_729, 1_299_709, 15_485_863, 179_424_673)  #: values of the symbols, in turn, with their squares


def common_factor(polynomials: Sequence[Poly], context: Any, in_s: Callable[[Poly], Any]) -> Any | None:
    """The greatest common divisor of P and others, as ``in_s`` makes them; None where it has degree 0 in s.

    Where P keeps its degree at a point, a factor in s cannot hide there: none at the point is none at all.
    """
    values = [_POINT[k % 4] ** (1 + k // 4) for k in range(context.nvars())]
    shared = None
    for coefficients in polynomials:
        at_point = nmod_poly([int(c(*values)) % _PRIME if c else 0 for c in coefficients], _PRIME)
        if shared is None and at_point.degree() < len(coefficients) - 1:
            return None
        shared = at_point if shared is None else shared.gcd(at_point)
        if shared.degree() < 1:
            return None
    first, *others = map(in_s, polynomials)
    for other in others:
        first = first.gcd(other)
    return first
