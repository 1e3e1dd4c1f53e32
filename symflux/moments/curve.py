"""Polynomials in one or two symbols as polynomials in one, and back: x^i y^j as c^i X^(step i + j).

All solutions of a system may vanish at a point of the curve x = c X^step, y = X, above all at the origin, and share a
power of X there. The step is one more than the degrees in y ask for: no true term ends at X^(step - 1), so that the gap
shows where the terms begin. Equal symbols are often a special point; with c = -1 the curve does not pass through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flint import fmpz, fmpz_poly

from symflux.moments.orientation import Terms

__all__ = ["Curve"]


@dataclass(frozen=True)
class Curve:
    """x = factor X^step and y = X for the symbols with the numbers ``names``; x = X where there is only one."""

    names: Sequence[int]
    step: int = 1
    factor: int = 1

    def packed(self, polynomial: Any) -> fmpz_poly:
        """A polynomial on the curve."""
        if not polynomial:
            return fmpz_poly()
        first, coefficients = self.names[0], dict[int, fmpz]()
        for exponents, coefficient in polynomial.to_dict().items():
            power = exponents[first]
            if len(self.names) == 2:
                coefficient *= fmpz(self.factor) ** power
                power = power * self.step + exponents[self.names[1]]
            coefficients[power] = coefficients.get(power, 0) + coefficient
        return fmpz_poly([coefficients.get(k, 0) for k in range(max(coefficients) + 1)])

    def unpacked(self, polynomials: Sequence[fmpz_poly], width: int) -> Iterator[list[Terms]]:
        """The polynomials in ``width`` symbols that are these on the curve but for a common factor, likeliest first."""
        if len(self.names) == 1:
            yield [self._terms(p, width, 0) for p in polynomials]
            return
        used = {k % self.step for p in polynomials for k, c in enumerate(p.coeffs()) if c}
        for lost in range(self.step):
            if (self.step - 1 - lost) % self.step not in used:
                try:
                    yield [self._terms(p, width, lost) for p in polynomials]
                except ArithmeticError:
                    continue

    def _terms(self, polynomial: fmpz_poly, width: int, lost: int) -> Terms:
        terms: Terms = {}
        for power, coefficient in enumerate(polynomial.coeffs(), start=lost):
            if coefficient:
                exponents = [0] * width
                if len(self.names) == 2:
                    i, exponents[self.names[1]] = divmod(power, self.step)
                    exponents[self.names[0]] = i
                    coefficient, rest = divmod(coefficient, fmpz(self.factor) ** i)
                    if rest:
                        raise ArithmeticError("not a polynomial on this curve")
                else:
                    exponents[self.names[0]] = power
                terms[tuple(exponents)] = coefficient
        return terms
