"""Kinetic temperatures along the uniform ring with baths on neighbours, for every site and every size.

Between the baths T_i = tau(0) + eta(2 i), in the letters of derivation ``ring_with_neighbouring_baths``; computed in
Q(parameters)(lambda), lambda + 1/lambda = x, where lambda drops out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.family.blocks import Z
from symflux.family.field import Field

if TYPE_CHECKING:
    from symflux.family.rings import Ring

__all__ = ["kinetic_temperatures"]

_ONE = RationalFunction.constant(1)


def kinetic_temperatures(ring: Ring, n: int) -> dict[int, RationalFunction]:
    """{site: kinetic temperature} of the ring of n sites, the baths at 1 and n."""
    (g, hot), (h, cold) = ring.ends["first"], ring.ends["last"]
    k, x, heat = ring.spring, ring.x, ring.per_degree(n) * (hot - cold)
    found = {1: hot - heat / g, n: cold + heat / h}
    if n < 4:  # the formula begins where two sites lie between the baths
        return found
    inside = _Inside(x, n, (h - g) / (g * h))
    two = inside.rho(2)
    corner = inside.plus(inside.number((ring.pinning + 2 * k) / (2 * k)), two, -_ONE / 2)
    diagonal = inside.plus(inside.tau(2), inside.number(-1 / g - 1 / h))
    diagonal = inside.plus(diagonal, corner, -g / k)  # (tau(0) - T1)/J
    for i in range(2, n):
        m = 2 * i
        if m <= n:
            eta = inside.plus(inside.scaled(inside.rho(m - 1), -1 / g), inside.tau(m - 2), -_ONE)
        elif m >= n + 2:
            eta = inside.plus(inside.scaled(inside.rho(2 * n + 1 - m), 1 / h), inside.tau(2 * n - m), -_ONE)
        else:  # eta(n + 1) = X_(2,n-1) - tau(n - 3); the row (1, n - 1) gives X_(2,n-1)
            third = inside.plus(inside.rho(3), inside.number(_ONE)) if n > 3 else inside.number(_ONE)
            rv = inside.plus(inside.scaled(two, -(ring.pinning + 2 * k) / (2 * k)), third, _ONE / 2)
            eta = inside.plus(inside.scaled(rv, g / k), two, -1 / g - 1 / h)
            eta = inside.plus(eta, inside.tau(n - 3), -_ONE)
        value = inside.field.coefficients(inside.plus(diagonal, eta))
        if value[1]:
            raise NetworkError("a kinetic temperature of the ring is irrational: please report this")
        found[i] = hot + heat * value[0]
    return dict(sorted(found.items()))


class _Inside:
    """rho(d) and tau(d) per unit of heat, in the field of lambda."""

    def __init__(self, x: RationalFunction, n: int, kappa: RationalFunction):
        z = Polynomial.variable(Z)
        self.field: Any = Field(x.denominator * z * z - x.numerator * z + x.denominator)
        self.n, self._powers = n, [self.field.of(Polynomial.constant(1)), self.field.of(z)]
        self.plus, self.scaled = self.field.plus, self.field.scaled
        below = self.plus(self.power(n - 1), self.power(1))
        self._unit = self.field.inverse(below)
        step = self.plus(self.power(1), self.field.inverse(self.power(1)), -_ONE)
        self._amplitude = self.scaled(self.field.times(self._unit, self.field.inverse(step)), kappa)

    def number(self, value: RationalFunction) -> Any:
        """A value free of lambda."""
        return self.field.of(value)

    def power(self, d: int) -> Any:
        """lambda^d."""
        while len(self._powers) <= d:
            self._powers.append(self.field.times(self._powers[-1], self._powers[1]))
        return self._powers[d]

    def rho(self, d: int) -> Any:
        """2 k r(d)/J."""
        return self.field.times(self.plus(self.power(self.n - d), self.power(d)), self._unit)

    def tau(self, d: int) -> Any:
        """tau(d)/J for d >= 1; the diagonal is kept apart."""
        return self.field.times(self.plus(self.power(d), self.power(self.n - d), -_ONE), self._amplitude)
