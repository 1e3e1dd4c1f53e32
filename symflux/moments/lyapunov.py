"""The readable reference route: the Lyapunov equation as one linear system, solved by sympy.

For x = (v, q) and a single bath at b of temperature 1, stationarity of <p p^T> and <p q^T> reads, with
X = <v v^T>, R = <v q^T> (antisymmetric, because <q q^T> does not change), Y = <q q^T>,

    (1)  Gamma X M + M X Gamma + M R V - V R M = 2 Gamma T
    (2)  M X = Gamma R + V Y.

Y is symmetric, so V Y V is, and (2) times V leaves

    (3)  M X V - V X M = Gamma R V + V R Gamma.

Where gamma_i m_j + m_i gamma_j > 0, (1) gives X_ij in terms of R; what is left unknown is R and the X_ij between
two sites without a bath. (3), and (1) between such sites, are as many equations.

Where V has a kernel of r > 1 dimensions, spanned by the columns of Z, the centre-of-mass-like coordinates diffuse,
<v q^T> gains a symmetric part Z d Z^T, and (2) along the kernel, Z^T M X Z = Z^T Gamma (R + Z d Z^T) Z, is needed too.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.linear import Echelon, null_space
from symflux.algebra.linear_system import Row, SingularSystem, solve_rows
from symflux.algebra.rational_function import sum_of_products
from symflux.errors import NetworkError, UniquenessError
from symflux.model.linear_model import LinearModel
from symflux.moments.signal import Signal

__all__ = ["LyapunovMoments"]

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)


class LyapunovMoments:
    """The second moments of a linear model per unit of one bath's temperature, straight from the Lyapunov equation.

    A bath is given by its number in ``model.baths``, a site by its number in ``model.sites``.
    """

    def __init__(self, model: LinearModel):
        self.model = model
        self.size = model.size
        self.V = model.coupling.dense()
        self.m = list(model.masses)
        self.gamma = list(model.frictions)
        self._solutions: dict[int, dict[Any, RationalFunction]] = {}

    # the unknowns --------------------------------------------------------------------------------------

    def _R(self, i: int, j: int) -> Row:
        """R_ij = <v_i q_j> in terms of the unknowns."""
        return {} if i == j else {("R", i, j): _ONE} if i < j else {("R", j, i): -_ONE}

    def _commutator(self, i: int, j: int) -> Row:
        """(M R V - V R M)_ij."""
        row: Row = {}
        for k in range(self.size):
            if self.V[k][j]:
                _add(row, self._R(i, k), self.m[i] * self.V[k][j])
            if self.V[i][k]:
                _add(row, self._R(k, j), -self.V[i][k] * self.m[j])
        return row

    def _damping(self, i: int, j: int) -> RationalFunction:
        return self.gamma[i] * self.m[j] + self.m[i] * self.gamma[j]

    def _X(self, i: int, j: int, bath: int) -> Row:
        """X_ij = <v_i v_j>: by (1) where friction reaches the pair, an unknown where not."""
        damping = self._damping(i, j)
        if damping.is_zero:
            return {("X", min(i, j), max(i, j)): _ONE}
        row: Row = {}
        _add(row, self._commutator(i, j), -_ONE / damping)
        if i == j == self.model.baths[bath].index:
            _add(row, {None: _ONE}, 2 * self.model.baths[bath].friction / damping)
        return row

    # the equations -------------------------------------------------------------------------------------

    def _equations(self, bath: int) -> list[Row]:
        size, rows = self.size, []
        for i in range(size):
            for j in range(i, size):
                if self._damping(i, j).is_zero:
                    rows.append(self._commutator(i, j))  # (1) between two sites without a bath
        X = {(i, j): self._X(i, j, bath) for i in range(size) for j in range(i, size)}
        for i in range(size):
            for j in range(i + 1, size):  # (3) is antisymmetric
                row: Row = {}
                for k in range(size):
                    if self.V[k][j]:
                        _add(row, X[min(i, k), max(i, k)], self.m[i] * self.V[k][j])
                        _add(row, self._R(i, k), -self.gamma[i] * self.V[k][j])
                    if self.V[i][k]:
                        _add(row, X[min(k, j), max(k, j)], -self.V[i][k] * self.m[j])
                        _add(row, self._R(k, j), -self.V[i][k] * self.gamma[j])
                rows.append(row)
        if len(self.kernel) > 1:
            rows += self._kernel_equations(X)
        return rows

    def _kernel_equations(self, X: Mapping[tuple[int, int], Row]) -> list[Row]:
        """Z^T M X Z = Z^T Gamma (R + Z d Z^T) Z, d symmetric and unknown."""
        rows, Z, size = [], self.kernel, self.size
        overlap = [[sum((x * y for x, y in zip(a, b, strict=True)), _ZERO) for b in Z] for a in Z]
        for a in range(len(Z)):
            for b in range(len(Z)):
                row: Row = {}
                for i in range(size):
                    if not Z[a][i]:
                        continue
                    for j in range(size):
                        if Z[b][j]:
                            _add(row, X[min(i, j), max(i, j)], Z[a][i] * self.m[i] * Z[b][j])
                            _add(row, self._R(i, j), -Z[a][i] * self.gamma[i] * Z[b][j])
                    for c in range(len(Z)):
                        for e in range(len(Z)):
                            weight = -Z[a][i] * self.gamma[i] * Z[c][i] * overlap[e][b]
                            _add(row, {("d", min(c, e), max(c, e)): _ONE}, weight)
                rows.append(row)
        return rows

    @cached_property
    def kernel(self) -> list[list[RationalFunction]]:
        """A basis of the kernel of V."""
        return null_space(self.V, self.size, _ZERO, _ONE)

    def solution(self, bath: int) -> dict[Any, RationalFunction]:
        """The values of the unknowns for unit temperature of one bath."""
        if bath not in self._solutions:
            try:
                self._solutions[bath] = solve_rows(self._equations(bath))
            except SingularSystem:
                raise UniquenessError("the Lyapunov equation has no unique solution: some motion is hidden") from None
        return self._solutions[bath]

    def _value(self, row: Row, bath: int) -> RationalFunction:
        solution = self.solution(bath)
        return sum_of_products(
            (coefficient,) if unknown is None else (coefficient, solution[unknown])
            for unknown, coefficient in row.items()
            if coefficient
        )

    # what users ask for --------------------------------------------------------------------------------

    def position_velocity(self, bath: int, i: int, j: int) -> RationalFunction:
        """The antisymmetric part of <q_i v_j>, per unit of T_b."""
        return self._value(self._R(j, i), bath)

    def velocity_velocity(self, bath: int, i: int, j: int) -> RationalFunction:
        """<v_i v_j> per unit of T_b."""
        return self._value(self._X(i, j, bath), bath)

    def position_position(self, bath: int, left: Mapping[int, int], right: Mapping[int, int]) -> RationalFunction:
        """<(left . q)(right . q)> per unit of T_b, from V Y = M X - Gamma R: (left . q) needs V w = left."""
        size, weights = self.size, self._preimage(left)
        self._preimage(right)
        total = _ZERO
        for i in range(size):
            if not weights[i]:
                continue
            for j, factor in right.items():
                part = self.m[i] * self.velocity_velocity(bath, i, j)
                part = part - self.gamma[i] * self.position_velocity(bath, j, i)
                total = total + weights[i] * part * factor
        return total

    def mean(self, source: int, left: Signal, right: Signal) -> RationalFunction:
        """<left o right> per unit of T_b, term by term; <q_i v_j> by its antisymmetric part."""
        if left.sources or right.sources:
            return self._heat(source, *((left, right) if left.sources else (right, left)))
        if left.order + right.order > 2:
            raise NetworkError("the Lyapunov equation has positions and velocities, no accelerations")
        if not left.order and not right.order:
            return self.position_position(source, dict(left.weights), dict(right.weights))
        if left.order > right.order:
            left, right = right, left
        pair = self.velocity_velocity if left.order else self.position_velocity
        total = _ZERO
        for i, a in left.weights:
            for j, b in right.weights:
                total = total + pair(source, i, j) * (a * b)
        return total

    def _heat(self, source: int, force: Signal, other: Signal) -> RationalFunction:
        """<F_b o v>: the friction of bath b times <v_b v>, and what its noise gives to its own site."""
        assert other.order == 1
        total = _ZERO
        for number in force.sources:
            bath = self.model.baths[number]
            assert bath.index is not None
            for j, weight in other.weights:
                total = total - bath.friction * self.velocity_velocity(source, bath.index, j) * weight
                if j == bath.index and source == number:
                    total = total + bath.friction / self.m[j] * weight
        return total

    def _preimage(self, vector: Mapping[int, int]) -> list[RationalFunction]:
        """w with V w = vector; :class:`NetworkError` where there is none, because that coordinate diffuses."""
        size = self.size
        echelon = Echelon(size + 1)
        for i in range(size):
            echelon.add([*self.V[i], RationalFunction.constant(vector.get(i, 0))])
        if size in echelon.rows:
            raise NetworkError("this position variance diverges: the kernel of V reaches it")
        return [echelon.rows[i][size] if i in echelon.rows else _ZERO for i in range(size)]


def _add(target: Row, row: Mapping[Any, RationalFunction], factor: RationalFunction) -> None:
    for unknown, coefficient in row.items():
        target[unknown] = target.get(unknown, _ZERO) + factor * coefficient
