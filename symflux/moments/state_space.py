"""The readable reference route for every linear model: a state equation without massless velocities, then Lyapunov.

A congruence q = T y makes M diagonal, with zeros for what has no mass. The light coordinates obey

    D_LL dy_L = -(D_LH v_H + V_LH y_H + V_LL y_L) dt + noise,

and for x = (v_H, y_H, y_L) this is dx = A x dt + sum_a G_a dW_a. Every signal is r . x + n . (noises). For one source
only the span of A^k G_a moves. Free motions, the kernel of A there, are stripped by A = B C with C of full row rank:
C x obeys the same equation with A' = C B, and what does not diffuse is linear in C x. For each source of strength S
(2 gamma for a bath at temperature 1, 2 for a drive)

    A Q + Q A^T + S G G^T = 0,    <x o y> = r_x Q r_y^T + S (n_x (r_y . G) + n_y (r_x . G))/2:

a signal and the noise of the same instant have the mean S n G/2 (Stratonovich). See ``docs/theory.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symflux.algebra import RationalFunction
from symflux.algebra.linear import Echelon
from symflux.algebra.linear_system import Row, SingularSystem, solve_rows
from symflux.errors import DivergenceError, NetworkError, UniquenessError
from symflux.model.linear_model import LinearModel
from symflux.moments.signal import Signal, position, velocity

__all__ = ["StateSpace", "StateSpaceMoments"]

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)

Vector = list[RationalFunction]
Matrix = list[Vector]


@dataclass(frozen=True)
class _Expression:
    """r . x + n . (noises of the sources)."""

    state: Vector
    noise: Vector


def _dot(left: Sequence[RationalFunction], right: Sequence[RationalFunction]) -> RationalFunction:
    total = _ZERO
    for a, b in zip(left, right, strict=True):
        if a and b:
            total = total + a * b
    return total


def _product(left: Matrix, right: Matrix) -> Matrix:
    columns = [list(column) for column in zip(*right, strict=True)]
    return [[_dot(row, column) for column in columns] for row in left]


def _congruence(mass: Matrix) -> tuple[Matrix, Vector]:
    """T and the diagonal of T^T M T, for a positive semidefinite M: a zero on the diagonal has a row of zeros."""
    size = len(mass)
    rest = [list(row) for row in mass]
    transform = [[_ONE if i == j else _ZERO for j in range(size)] for i in range(size)]
    for i in range(size):
        if rest[i][i].is_zero:
            continue
        factors = [rest[i][j] / rest[i][i] for j in range(size)]
        for j in range(i + 1, size):
            if not factors[j]:
                continue
            for row in transform:
                row[j] = row[j] - factors[j] * row[i]
            for row in rest:
                row[j] = row[j] - factors[j] * row[i]
            for k in range(size):
                rest[j][k] = rest[j][k] - factors[j] * rest[i][k]
    return transform, [rest[i][i] for i in range(size)]


class StateSpace:
    """dx = A x dt + sum_a G_a dW_a for the linear model, and its signals as expressions in x and the noises."""

    def __init__(self, model: LinearModel):
        self.model = model
        transform, mass = _congruence(model.mass.dense())
        self.transform = transform
        self.mass = mass
        turned = [list(column) for column in zip(*transform, strict=True)]
        self._damping = _product(_product(turned, model.damping.dense()), transform)
        self._coupling = _product(_product(turned, model.coupling.dense()), transform)
        sources = [*(bath.direction for bath in model.baths), *(drive.direction for drive in model.drives)]
        self._forces = [[_direction_entry(row, direction) for direction in sources] for row in turned]
        self.heavy = [i for i, m in enumerate(mass) if m]
        self.light = [i for i, m in enumerate(mass) if not m]
        self.sources = len(sources)
        self._light_velocity = self._solved_light()
        self.A, self.G = self._equation()

    def _positions(self) -> dict[int, int]:
        """Where y_i stands in x."""
        return {i: len(self.heavy) + k for k, i in enumerate([*self.heavy, *self.light])}

    @property
    def size(self) -> int:
        """The length of x."""
        return 2 * len(self.heavy) + len(self.light)

    def _force_without(self, i: int, over: Sequence[int]) -> _Expression:
        """-(D v)_i over these velocities of massive coordinates, -(V y)_i, and the noise on i."""
        state = [_ZERO] * self.size
        for j in over:
            state[self.heavy.index(j)] = -self._damping[i][j]
        for j, place in self._positions().items():
            state[place] = -self._coupling[i][j]
        return _Expression(state, list(self._forces[i]))

    def _solved_light(self) -> dict[int, _Expression]:
        """The velocity of each light coordinate, from D_LL dy_L = ..."""
        rows: Matrix = []
        for i in self.light:
            force = self._force_without(i, self.heavy)
            rows.append([*(self._damping[i][j] for j in self.light), *force.state, *force.noise])
        width = len(self.light)
        echelon = Echelon(width + self.size + self.sources)
        for row in rows:
            echelon.add(row)
        if any(k not in echelon.rows for k in range(width)):
            raise NetworkError("the reference route needs a friction at every massless site: give these sites a mass")
        return {
            i: _Expression(list(echelon.rows[k][width : width + self.size]), list(echelon.rows[k][width + self.size :]))
            for k, i in enumerate(self.light)
        }

    def _equation(self) -> tuple[Matrix, Matrix]:
        drift: Matrix = []
        noise: Matrix = []
        for i in self.heavy:
            force = self._force_without(i, self.heavy)
            state, random = list(force.state), list(force.noise)
            for j in self.light:
                factor = self._damping[i][j]
                if factor:
                    light = self._light_velocity[j]
                    state = [a - factor * b for a, b in zip(state, light.state, strict=True)]
                    random = [a - factor * b for a, b in zip(random, light.noise, strict=True)]
            drift.append([a / self.mass[i] for a in state])
            noise.append([a / self.mass[i] for a in random])
        for k in range(len(self.heavy)):
            drift.append([_ONE if c == k else _ZERO for c in range(self.size)])
            noise.append([_ZERO] * self.sources)
        for i in self.light:
            drift.append(list(self._light_velocity[i].state))
            noise.append(list(self._light_velocity[i].noise))
        return drift, noise

    def expression(self, signal: Signal) -> _Expression:
        """A signal in terms of x and the noises."""
        state, noise = [_ZERO] * self.size, [_ZERO] * self.sources

        def add(other: _Expression, factor: RationalFunction) -> None:
            for target, values in ((state, other.state), (noise, other.noise)):
                for k, value in enumerate(values):
                    if value:
                        target[k] = target[k] + factor * value

        for source in signal.sources:
            if source < len(self.model.baths):
                bath = self.model.baths[source]
                add(self.expression(velocity(dict(bath.direction))), -bath.friction)
            noise[source] = noise[source] + 1
        for i in range(len(self.transform)):
            share = sum((self.transform[site][i] * weight for site, weight in signal.weights), _ZERO)
            if share:
                add(self._coordinate(i, signal.order), share)
        return _Expression(state, noise)

    def _coordinate(self, i: int, order: int) -> _Expression:
        """y_i, or its first or second derivative in time."""
        state, noise = [_ZERO] * self.size, [_ZERO] * self.sources
        if order == 0:
            state[self._positions()[i]] = _ONE
        elif i in self.light:
            if order > 1:
                raise DivergenceError("the acceleration of a massless site is no signal")
            return self._light_velocity[i]
        elif order == 1:
            state[self.heavy.index(i)] = _ONE
        else:
            return _Expression(list(self.A[self.heavy.index(i)]), list(self.G[self.heavy.index(i)]))
        return _Expression(state, noise)


def _direction_entry(row: Vector, direction: Sequence[tuple[int, int]]) -> RationalFunction:
    total = _ZERO
    for i, sign in direction:
        total = total + row[i] * sign
    return total


class _Excited:
    """The motions that one source excites, free motions stripped: dz = A z dt + G dW."""

    def __init__(self, space: StateSpace, source: int):
        column = [row[source] for row in space.G]
        self.basis = self._reached(space.A, column)
        pivots = list(self.basis)
        A = [[_ZERO] * len(pivots) for _ in pivots]
        for k, vector in enumerate(self.basis.values()):
            moved = [_dot(row, vector) for row in space.A]
            for line, pivot in zip(A, pivots, strict=True):
                line[k] = moved[pivot]
        G = [column[pivot] for pivot in pivots]
        self.steps: list[dict[int, Vector]] = []  # the rows C of each step that strips a kernel
        while A and (rows := _row_space(A)) and len(rows) < len(A):
            self.steps.append(rows)
            B = [[row[pivot] for pivot in rows] for row in A]
            A, G = _product(list(rows.values()), B), [_dot(row, G) for row in rows.values()]
        if A and not _row_space(A):  # nothing moves but freely
            self.steps.append({})
            A, G = [], []
        self.A, self.G = A, G

    @staticmethod
    def _reached(A: Matrix, start: Vector) -> dict[int, Vector]:
        """{pivot: basis vector} of span{A^k G}: a vector of the span is the sum of its pivot entries times these."""
        echelon, vector = Echelon(len(A)), start
        while echelon.add(list(vector)):
            vector = [_dot(row, vector) for row in A]
        return {pivot: list(echelon.rows[pivot]) for pivot in sorted(echelon.rows)}

    def row(self, state: Vector) -> Vector:
        """A signal's row in terms of z: :class:`DivergenceError` where it diffuses."""
        row = [_dot(state, vector) for vector in self.basis.values()]
        for rows in self.steps:
            weights = [row[pivot] for pivot in rows]
            rest = list(row)
            for weight, basis in zip(weights, rows.values(), strict=True):
                if weight:
                    rest = [a - weight * b for a, b in zip(rest, basis, strict=True)]
            if any(rest):
                raise DivergenceError("this mean diverges: a free motion carries the coordinate away")
            row = weights
        return row

    def covariance(self, strength: RationalFunction) -> Matrix:
        """Q with A Q + Q A^T + S G G^T = 0."""
        size, rows = len(self.A), list[Row]()
        for i in range(size):
            for j in range(i, size):
                row: Row = {None: strength * self.G[i] * self.G[j]}
                for k in range(size):
                    for a, b, factor in ((k, j, self.A[i][k]), (i, k, self.A[j][k])):
                        if factor:
                            key = (min(a, b), max(a, b))
                            row[key] = row.get(key, _ZERO) + factor
                rows.append(row)
        try:
            solved = solve_rows(rows)
        except SingularSystem:
            raise UniquenessError("the Lyapunov equation has no unique solution: some motion is hidden") from None
        return [[solved[min(i, j), max(i, j)] for j in range(size)] for i in range(size)]


def _row_space(matrix: Matrix) -> dict[int, Vector]:
    """{pivot: row} of the reduced echelon form."""
    echelon = Echelon(len(matrix))
    for row in matrix:
        echelon.add(list(row))
    return {pivot: list(echelon.rows[pivot]) for pivot in sorted(echelon.rows)}


class StateSpaceMoments:
    """Stationary means by the Lyapunov equation of the state space; same questions as the fast route."""

    def __init__(self, model: LinearModel):
        self.model = model
        self.space = StateSpace(model)
        self._excited: dict[int, _Excited] = {}
        self._solutions: dict[int, Matrix] = {}

    def _strength(self, source: int) -> RationalFunction:
        baths = self.model.baths
        return 2 * baths[source].friction if source < len(baths) else RationalFunction.constant(2)

    def excited(self, source: int) -> _Excited:
        """The motions that a source excites."""
        if source not in self._excited:
            self._excited[source] = _Excited(self.space, source)
        return self._excited[source]

    def covariance(self, source: int) -> Matrix:
        """Q of the excited motions, per unit of the source."""
        if source not in self._solutions:
            self._solutions[source] = self.excited(source).covariance(self._strength(source))
        return self._solutions[source]

    def mean(self, source: int, left: Signal, right: Signal) -> RationalFunction:
        """<left o right> per unit of the source's temperature or strength."""
        x, y = self.space.expression(left), self.space.expression(right)
        if x.noise[source] and y.noise[source]:
            raise DivergenceError("this mean diverges: white noise reaches it with no mass between")
        excited = self.excited(source)
        r, t, column = excited.row(x.state), excited.row(y.state), excited.G
        noise = x.noise[source] * _dot(t, column) + y.noise[source] * _dot(r, column)
        total = self._strength(source) * noise / 2
        for i, row in enumerate(self.covariance(source)):
            if r[i]:
                total = total + r[i] * _dot(row, t)
        return total

    def velocity_velocity(self, source: int, i: int, j: int) -> RationalFunction:
        """<v_i v_j> per unit of the source."""
        return self.mean(source, velocity({i: 1}), velocity({j: 1}))

    def position_velocity(self, source: int, i: int, j: int) -> RationalFunction:
        """<(q_i - q_j) v_j> per unit of the source."""
        return self.mean(source, position({i: 1, j: -1}), velocity({j: 1}))

    def position_position(self, source: int, left: dict[int, int], right: dict[int, int]) -> RationalFunction:
        """<(left . q)(right . q)> per unit of the source."""
        return self.mean(source, position(left), position(right))
