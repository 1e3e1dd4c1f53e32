"""The plain exact data of a weakly anharmonic network: what the moment hierarchies are solved from.

    m_i dv_i = -(V q)_i dt - eps dU/dq_i dt - gamma_i v_i dt + sqrt(2 gamma_i T_i) dw_i,   dq_i = v_i dt,
    U = sum over the quartic couplings of (c/4) r^4,   r = q_i - q_j (a quartic spring) or r = q_i (a quartic pin).

The state vector x is (q_1..q_n, v_1..v_n). Where nothing is pinned the positions diffuse and only their differences
have a steady state: then x is (q_1 - q_n, .., q_{n-1} - q_n, v_1..v_n).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from flint import fmpq, fmpq_mat

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError

__all__ = ["Coupling", "Form", "Number", "QuarticModel"]

Number = Any  #: Fraction; or RationalFunction, for symbolic couplings
Form = dict[int, Number]  #: a linear form in x: {position in x: coefficient}


class Coupling(NamedTuple):
    """One term (c/4) r^4 of the quartic energy, by site positions: r = q_i - q_j, or q_i where ``second`` is None."""

    first: int
    second: int | None
    coefficient: RationalFunction


@dataclass(frozen=True)
class QuarticModel:
    """Masses, potential matrix and frictions, rational or symbolic; temperatures and quartic coefficients.

    ``temperatures`` has one entry for each site, 0 without a bath. :class:`NetworkError` where neither the positions
    nor their differences have a steady state (for symbolic couplings: at generic values).
    """

    masses: tuple[Number, ...]
    potential: tuple[tuple[Number, ...], ...]
    frictions: tuple[Number, ...]
    temperatures: tuple[RationalFunction, ...]
    couplings: tuple[Coupling, ...]

    def __post_init__(self) -> None:
        n = len(self.masses)
        entries = [_somewhere(value) for row in self.potential for value in row]
        rank = int(fmpq_mat(n, n, [fmpq(value.numerator, value.denominator) for value in entries]).rank()) if n else 0
        translates = rank == n - 1 and self.diffuses
        if rank < n and (not translates or any(coupling.second is None for coupling in self.couplings)):
            raise NetworkError(
                "the anharmonic series needs positions, or at least all their differences, that do not diffuse in "
                "the harmonic network: pin it harmonically"
            )

    @property
    def size(self) -> int:
        """The number of sites."""
        return len(self.masses)

    @cached_property
    def diffuses(self) -> bool:
        """Whether the positions themselves have no steady state (nothing is pinned)."""
        return not any(bool(sum(row, RationalFunction.constant(0))) for row in self.potential)

    @property
    def _positions(self) -> int:
        return self.size - 1 if self.diffuses else self.size

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters in temperatures and quartic coefficients."""
        values = [*self.temperatures, *(coupling.coefficient for coupling in self.couplings)]
        return tuple(sorted({name for value in values for name in value.names}))

    # linear forms in x --------------------------------------------------------------------------------

    def position(self, i: int) -> Form:
        """q_i; :class:`NetworkError` where it diffuses."""
        if self.diffuses:
            raise NetworkError("nothing is pinned, so positions diffuse: only their differences have a steady state")
        return {i: Fraction(1)}

    def velocity(self, i: int) -> Form:
        """v_i."""
        return {self._positions + i: Fraction(1)}

    def difference(self, i: int, j: int) -> Form:
        """q_i - q_j."""
        return {k: Fraction(sign) for k, sign in ((i, 1), (j, -1)) if k < self._positions}

    def stretch(self, coupling: Coupling) -> Form:
        """r of a coupling."""
        if coupling.second is None:
            return self.position(coupling.first)
        return self.difference(coupling.first, coupling.second)

    # the equations of motion --------------------------------------------------------------------------

    def drift(self) -> list[list[Fraction]]:
        """A with dx = A x dt + noise."""
        n, positions = self.size, self._positions
        matrix = [[Fraction(0)] * (positions + n) for _ in range(positions + n)]
        for i in range(positions):
            matrix[i][positions + i] = Fraction(1)
            if self.diffuses:
                matrix[i][positions + n - 1] = Fraction(-1)
        for i in range(n):
            matrix[positions + i][positions + i] = -self.frictions[i] / self.masses[i]
            for j in range(positions):
                matrix[positions + i][j] = -self.potential[i][j] / self.masses[i]
        return matrix

    def noise(self) -> list[RationalFunction]:
        """The diagonal of B: the velocity of site i diffuses with 2 gamma_i T_i / m_i^2."""
        velocities = [
            2 * (friction / mass**2) * temperature
            for mass, friction, temperature in zip(self.masses, self.frictions, self.temperatures, strict=True)
        ]
        return [RationalFunction.constant(0)] * self._positions + velocities

    def kick(self, coupling: Coupling) -> Form:
        """The direction in which the coupling accelerates: dv = -eps c r^3 * this."""
        form = {self._positions + coupling.first: 1 / self.masses[coupling.first]}
        if coupling.second is not None:
            form[self._positions + coupling.second] = -1 / self.masses[coupling.second]
        return form

    def with_temperatures(self, temperatures: tuple[RationalFunction, ...]) -> QuarticModel:
        """The same model at other temperatures."""
        return replace(self, temperatures=temperatures)


def _somewhere(value: Number) -> Fraction:
    """The value at one generic point of parameter space."""
    if isinstance(value, RationalFunction):
        return value.evaluate({name: Fraction(_number_for(name), 65537) for name in value.names})
    return Fraction(value)


def _number_for(name: str) -> int:
    """A number for a name, the same in every process."""
    return 1 + int.from_bytes(name.encode(), "big") % 65521
