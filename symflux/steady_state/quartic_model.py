"""The plain exact data of a weakly anharmonic network: what the moment hierarchies are solved from.

    m_i dv_i = -(V q)_i dt - eps dU/dq_i dt - gamma_i v_i dt + sqrt(2 gamma_i T_i) dw_i,   dq_i = v_i dt,
    U = sum over the quartic couplings of (c/4) r^4,   r = q_i - q_j (a quartic spring) or r = q_i (a quartic pin).

State vector x = (q_1..q_n, v_1..v_n).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from symflux.algebra import RationalFunction

__all__ = ["Coupling", "QuarticModel"]


class Coupling(NamedTuple):
    """One term (c/4) r^4 of the quartic energy, by site positions: r = q_i - q_j, or q_i where ``second`` is None."""

    first: int
    second: int | None
    coefficient: RationalFunction


@dataclass(frozen=True)
class QuarticModel:
    """Rational masses, potential matrix and frictions; temperatures and quartic coefficients may be polynomials.

    ``temperatures`` has one entry for each site, 0 without a bath. Coefficients with a denominator that depends on
    a parameter are not for this class: give the quotient a name and substitute at the end.
    """

    masses: tuple[Fraction, ...]
    potential: tuple[tuple[Fraction, ...], ...]
    frictions: tuple[Fraction, ...]
    temperatures: tuple[RationalFunction, ...]
    couplings: tuple[Coupling, ...]

    @property
    def size(self) -> int:
        return len(self.masses)

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in temperatures and quartic coefficients."""
        values = [*self.temperatures, *(coupling.coefficient for coupling in self.couplings)]
        return tuple(sorted({name for value in values for name in value.names}))

    def drift(self) -> list[list[Fraction]]:
        """A with dx = A x dt + noise, x = (q, v)."""
        n = self.size
        matrix = [[Fraction(0)] * (2 * n) for _ in range(2 * n)]
        for i in range(n):
            matrix[i][n + i] = Fraction(1)
            matrix[n + i][n + i] = -self.frictions[i] / self.masses[i]
            for j in range(n):
                matrix[n + i][j] = -self.potential[i][j] / self.masses[i]
        return matrix

    def noise(self) -> list[RationalFunction]:
        """The diagonal of B: the velocity of site i diffuses with 2 gamma_i T_i / m_i^2."""
        return [
            2 * (friction / mass**2) * temperature
            for mass, friction, temperature in zip(self.masses, self.frictions, self.temperatures, strict=True)
        ]

    def stretch(self, coupling: Coupling) -> dict[int, Fraction]:
        """r as a linear form {position in x: coefficient}."""
        form = {coupling.first: Fraction(1)}
        if coupling.second is not None:
            form[coupling.second] = Fraction(-1)
        return form

    def kick(self, coupling: Coupling) -> dict[int, Fraction]:
        """The direction in which the coupling accelerates: dv = -eps c r^3 * this, as {position in x: coefficient}."""
        n = self.size
        form = {n + coupling.first: 1 / self.masses[coupling.first]}
        if coupling.second is not None:
            form[n + coupling.second] = -1 / self.masses[coupling.second]
        return form

    def with_temperatures(self, temperatures: tuple[RationalFunction, ...]) -> QuarticModel:
        """The same model at other temperatures."""
        return replace(self, temperatures=temperatures)
