"""Symbols replaced by their inverses where E and O, and so their solution, have lower degrees then.

With x = 1/u and z = y/u the polynomials E'(y) = u^a E(y/u) and O'(y) = u^c O(y/u), a and c least, have Bezout entries
b'_ij = u^(a + c - 1 - i - j) b_ij: a solution of b' y' = D' e_0 is one of b y = D e_0 with

    y_j/D = u^(a + c - 1 - j) y'_j/D'.

A spring constant that stands in all of V is like z: of the n-th degree in E, and of the second in E' for a chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symflux.moments.poly import Poly

__all__ = ["Orientation"]

Exponents = tuple[int, ...]
Terms = dict[Exponents, Any]


@dataclass(frozen=True)
class Orientation:
    """Which symbols of ``context`` are turned: {number of the symbol: (a, c)}."""

    context: Any
    tops: dict[int, tuple[int, int]]

    @staticmethod
    def of(even: Poly, odd: Poly, names: Sequence[int], context: Any) -> Orientation:
        """The symbols of lower degree when turned.

        >>> from symflux.algebra.ring import ring
        >>> context = ring(["k"])
        >>> k, one = context.gen(0), context.constant(1)
        >>> Orientation.of([k**2 + k, 2 * k + 1, one], [k, one, 0 * one], [0], context).tops
        {0: (2, 1)}
        """
        tops = {}
        for name in names:
            first, second = _exponents(even, name), _exponents(odd, name)
            a, c = (max((k + high for k, _, high in part), default=0) for part in (first, second))
            plain = sum(max((high for _, _, high in part), default=0) for part in (first, second))
            turned = sum(max((t - k - low for k, low, _ in part), default=0) for t, part in ((a, first), (c, second)))
            if turned < plain:
                tops[name] = a, c
        return Orientation(context, tops)

    def turned(self, coefficients: Poly, *, odd: bool) -> Poly:
        """E' of E, or O' of O."""
        return [
            self.context.from_dict(
                {
                    tuple(
                        self.tops[name][odd] - k - e if name in self.tops else e for name, e in enumerate(exponents)
                    ): coefficient
                    for exponents, coefficient in p.to_dict().items()
                }
            )
            if p
            else p
            for k, p in enumerate(coefficients)
        ]

    def back(self, values: Sequence[Terms], bottom: Terms) -> tuple[list[Terms], Terms]:
        """(y, D) of (y', D'), as terms; no factor in common where (y', D') have none."""
        if not self.tops:
            return list(values), bottom
        ends = {name: a + c - 1 for name, (a, c) in self.tops.items()}
        top = {
            name: max(
                max((e[name] for e in bottom), default=0),
                *(end - k + max((e[name] for e in value), default=0) for k, value in enumerate(values) if value),
            )
            for name, end in ends.items()
        }

        def moved(terms: Terms, k: int | None) -> Terms:
            return {
                tuple(
                    top[name] - e - (0 if k is None else ends[name] - k) if name in ends else e
                    for name, e in enumerate(exponents)
                ): coefficient
                for exponents, coefficient in terms.items()
            }

        return [moved(value, k) for k, value in enumerate(values)], moved(bottom, None)


def _exponents(coefficients: Poly, name: int) -> list[tuple[int, int, int]]:
    """(k, least, greatest exponent) of the coefficients that are not zero."""
    found = []
    for k, p in enumerate(coefficients):
        if p:
            exponents = [int(e[name]) for e in p.monoms()]
            found.append((k, min(exponents), max(exponents)))
    return found
