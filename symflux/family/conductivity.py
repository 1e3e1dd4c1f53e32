"""The heat conductivity of the self-consistent chain, in the limit of infinite length.

A bath at every site, all of friction g, their temperatures such that none carries net heat. With the band V(theta) = c
+ sum_r 2 k_r (1 - cos r theta) the conductivity is kappa = (1/4g) times the mean of V'(theta)^2/V(theta) over theta.
With y = 2 - 2 cos theta V is a polynomial in y, V'(theta)^2 = V_y^2 y (4 - y), and partial fractions in y leave the
means of y^m, binomial(2m, m), and of 1/(y - y_j), -1/sqrt(y_j (y_j - 4)). Derivation: ``conductivity_of_a_band``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import comb
from typing import Any

import sympy

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.family.chains import read

__all__ = ["Conductivity", "conductivity"]

MAX_RANGE = 12


@dataclass(frozen=True)
class Conductivity:
    """The conductivity of an infinite self-consistent chain: heat flux per unit of temperature gradient.

    It is that of the infinite-volume state; a finite chain has another value, that tends to it.

    >>> found = conductivity(springs={1: "k"}, pinning="c", friction="g")
    >>> found.expr
    (-sqrt(c)*sqrt(c + 4*k) + c + 2*k)/(4*g)
    >>> found.state
    'infinite volume'
    """

    springs: tuple[tuple[int, RationalFunction], ...]
    pinning: RationalFunction
    friction: RationalFunction
    real: frozenset[str] = frozenset()
    state: str = "infinite volume"  #: the state whose conductivity this is

    @cached_property
    def band(self) -> sympy.Poly:
        """V as a polynomial in y = 2 - 2 cos(theta)."""
        y = sympy.Symbol("y")
        total = sympy.Poly(self.pinning.to_sympy(self.real), y)
        for distance, spring in self.springs:  # 2 - 2 cos(r theta) = 2 - 2 T_r(1 - y/2)
            wave = 2 - 2 * sympy.chebyshevt_poly(distance, 1 - y / 2)
            total = total + sympy.Poly(spring.to_sympy(self.real) * sympy.expand(wave), y)
        return total

    @cached_property
    def expr(self) -> sympy.Expr:
        """The exact value, algebraic in the parameters; a sum over the roots of the band where its degree is over 2."""
        y = sympy.Symbol("y")
        band = self.band
        slope = band.diff(y)
        whole, _ = sympy.div(slope**2 * sympy.Poly(y * (4 - y), y), band, domain=band.domain.get_field())
        mean = sum(c * comb(2 * m, m) for (m,), c in whole.terms())
        factor = 1 / (4 * self.friction.to_sympy(self.real))

        def part(root: sympy.Expr) -> sympy.Expr:
            """V_y (2 - y) sqrt(1 - 4/(2 - y)^2): the branch of sqrt(y (y - 4)) that grows like -y."""
            return slope.as_expr().subs(y, root) * _branch(root)

        degree = band.degree()
        if degree == 1:
            root = sympy.sqrt(band.nth(0)) * sympy.sqrt(sympy.expand(band.nth(0) + 4 * band.nth(1))) / band.nth(1)
            return sympy.together(factor * (mean - band.nth(1) * root))
        if degree == 2:
            return factor * (mean - sum(part(root) for root in sympy.roots(band, multiple=True)))
        return factor * (mean - sympy.RootSum(band, sympy.Lambda(y, part(y)), auto=False))

    def value(self, digits: int = 20) -> sympy.Float:
        """Its decimal value, where everything is a number; :class:`NetworkError` otherwise.

        >>> conductivity(springs={1: 1}, pinning=1, friction=1).value(10)
        0.1909830056
        """
        if self.expr.free_symbols:
            names = ", ".join(sorted(map(str, self.expr.free_symbols)))
            raise NetworkError(f"the conductivity is not a number: it depends on {names}")
        found = sympy.re(self.expr.doit().evalf(digits + 15))
        return sympy.Float(found, digits)

    def latex(self) -> str:
        """The value as LaTeX.

        >>> print(conductivity(springs={1: 1}, pinning=1, friction=1).latex())
        \\frac{3 - \\sqrt{5}}{4}
        """
        return str(sympy.latex(self.expr))

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle \\kappa = {self.latex()}$"

    def __repr__(self) -> str:
        return f"<conductivity, {self.state}: {self.expr}>"


def _branch(root: sympy.Expr) -> sympy.Expr:
    return (2 - root) * sympy.sqrt(1 - 4 / (2 - root) ** 2)


def conductivity(*, springs: Mapping[int, Any], pinning: Any, friction: Any = 1, masses: Any = 1) -> Conductivity:
    """The conductivity of the self-consistent chain with springs ``{distance: constant}`` of any finite range.

    Unit masses; pinning > 0. F. Bonetto, J. L. Lebowitz, J. Lukkarinen, J. Stat. Phys. 116 (2004) 783, for springs
    between nearest neighbours. Exact, algebraic, for the infinite-volume state. Raises :class:`NetworkError`.

    >>> conductivity(springs={1: 1, 2: 1}, pinning=1).value(8)
    0.69003877
    """
    if not isinstance(springs, Mapping) or not springs:
        raise NetworkError('conductivity: springs are {distance: constant}, as in {1: "k", 2: "l"}')
    found = []
    for distance, constant in springs.items():
        if isinstance(distance, bool) or not isinstance(distance, int) or not 1 <= distance <= MAX_RANGE:
            raise NetworkError(f"conductivity: a distance is a whole number from 1 to {MAX_RANGE}, not {distance!r}")
        found.append((distance, read(f"spring at distance {distance}", constant)))
    pin, drag, mass = read("pinning", pinning), read("friction", friction), read("masses", masses)
    if mass != 1:
        raise NetworkError("conductivity: masses are 1; for a mass m divide springs, pinning and friction by m")
    for what, value in [("pinning", pin), ("friction", drag), *((f"spring at distance {d}", k) for d, k in found)]:
        if value.is_constant and value.value <= 0:
            raise NetworkError(f"conductivity: {what} is {value}; it must be positive")
    return Conductivity(tuple(sorted(found, key=lambda item: item[0])), pin, drag)
