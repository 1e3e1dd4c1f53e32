"""The fast route: every stationary mean of a linear model from one small linear system, no matrix equation.

K(s) = M s^2 + D s + V, P = det K of degree d, and N_a = adj(K) u_a for every source of noise: a bath of strength
2 gamma T along u_a, a drive of strength 2 E. A signal x answers source a by X_a(s)/P(s), and

    <x o y> = sum over a of (strength of a) nu(even part of X_a(s) Y_a(-s)),
    nu(f) = (1/2 pi) Int f(-w^2)/|P(i w)|^2 dw,

as a function of z = s^2; taking the even part is the Stratonovich product. Free motions are stripped: P = s^r P~, and
what does not diffuse is divisible by s^r too. With P~ = E(z) + s O(z), m = floor(d/2) and b the Bezout matrix of E and
O (m x m), closing contours in the right half-plane gives, for d even and odd alike, mu_k = nu(z z^k) by

    b mu = -(1, 0, ..., 0)/2,
    nu(z g) = (g mod E).mu for d even, (g mod O).mu for d odd,    nu(1) = ([d = 1]/(2 p_1) - sum e_k mu_(k-1))/e_0,

and det b is a Hurwitz determinant of P~ (times its leading coefficient for d even). Derivation: ``moment_equations``.
Nothing uses the symmetry of K. Everything stays in Z[parameters] (FLINT ``fmpz_mpoly``), or in Z where the couplings
are numbers. :mod:`symflux.moments.lyapunov` is the slow reference that a physicist can read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError
from symflux.model.linear_model import Direction, LinearModel
from symflux.moments.columns import Grid, adjugate_column, can_recur
from symflux.moments.path import Path, narrow_order
from symflux.moments.poly import Poly, bezout_matrix, even_part, minus, plus, shifted
from symflux.moments.signal import Signal, position, velocity

__all__ = ["PATH_FROM", "Moments"]

PATH_FROM = 6  #: sites in a row from which single cofactors are cheaper than columns


class Moments(ABC):
    """The stationary means of a linear model per unit of one source's strength, whatever the ring of its couplings.

    Sources are numbered: the baths in the order of ``model.baths``, then the drives. A mean is per unit of the bath's
    temperature, or per unit of the drive's strength. Sites are given by their numbers in ``model.sites``.
    """

    one: Any
    zero: Any

    def __init__(self, model: LinearModel):
        self.model = model
        self.size = model.size
        # K is made integral by a factor, and for numbers also by a unit of time: scale * K(s/clock) * clock^2 has the
        # masses scale * M, frictions scale * clock * D and couplings scale * clock^2 * V
        values = [entry for matrix in (model.coupling, model.damping) for _, _, entry in matrix.entries()]
        values += [bath.friction for bath in model.baths]
        self.scale, self.clock = self._units([entry for _, _, entry in model.mass.entries()], values)
        self._prepare()
        first = self.scale
        second, third = first * self.clock, first * self.clock * self.clock
        self.grid = Grid(
            tuple({j: self._integral(m * first) for j, m in row} for row in model.mass.rows),
            tuple({j: self._integral(d * second) for j, d in row} for row in model.damping.rows),
            tuple({j: self._integral(v * third) for j, v in row} for row in model.coupling.rows),
        )
        self.directions: list[Direction] = [bath.direction for bath in model.baths]
        self.directions += [drive.direction for drive in model.drives]
        self.strengths = [self._integral(bath.friction * second) for bath in model.baths]
        self.strengths += [self.one for _ in model.drives]
        self._columns: dict[Direction, list[Poly]] = {}
        self._cofactors: dict[tuple[int, int], Poly] = {}
        self._responses: dict[tuple[int, Signal], Poly] = {}

    # what the two rings do differently -----------------------------------------------------------------

    @abstractmethod
    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[RationalFunction, int]:
        """(scale, clock)."""

    @abstractmethod
    def _prepare(self) -> None:
        """Set ``one`` and ``zero``."""

    @abstractmethod
    def _integral(self, value: RationalFunction) -> Any:
        """A polynomial value as an element of the ring."""

    @property
    @abstractmethod
    def determinant(self) -> Poly:
        """p_0, ..., p_d of det K(s), scaled, without leading zeros."""

    @abstractmethod
    def _in_s(self, i: int, j: int) -> Any:
        """K_ij(s) in a ring of polynomials in s."""

    @abstractmethod
    def _by_powers(self, polynomial: Any) -> Poly:
        """The coefficients of an element of that ring."""

    @abstractmethod
    def _column_by_determinants(self, direction: Direction) -> list[Poly]:
        """adj(K) u where the recursion cannot be used: inerters, or massless sites without friction of their own."""

    @abstractmethod
    def _times(self, left: Poly, right: Poly) -> Poly:
        """The product of two polynomials."""

    @abstractmethod
    def _nu(self, constant: Any, rest: Poly, factor: Any, units: RationalFunction) -> RationalFunction:
        """2 factor units nu(constant + z rest)."""

    @property
    @abstractmethod
    def is_undamped(self) -> bool:
        """Whether det b is zero (generically): where nothing feeds the motion, some motion goes on for ever."""

    @abstractmethod
    def hurwitz_determinant(self) -> RationalFunction:
        """det b for the unscaled M, D and V. Where P is Hurwitz, b is positive definite (Hermite's criterion)."""

    # P(s) and the columns of the adjugate --------------------------------------------------------------

    @cached_property
    def free_directions(self) -> int:
        """r with det K = s^r P~: the free motions, generically."""
        return next(k for k, p in enumerate(self.determinant) if p)

    @cached_property
    def damped(self) -> Poly:
        """P~, whose zeros are the damped motions."""
        return self.determinant[self.free_directions :]

    @cached_property
    def degree(self) -> int:
        """The degree d of P~."""
        return len(self.damped) - 1

    @cached_property
    def damped_even(self) -> Poly:
        """E(z) of P~, padded to length m + 1."""
        return self._padded(self.damped[::2])

    @cached_property
    def damped_odd(self) -> Poly:
        """O(z) of P~, padded to length m + 1."""
        return self._padded(self.damped[1::2])

    def _padded(self, coefficients: Poly) -> Poly:
        return coefficients + [self.zero] * (self.degree // 2 + 1 - len(coefficients))

    @cached_property
    def modulus(self) -> Poly:
        """E for d even, O for d odd: z times it has no mean beyond the top."""
        return self.damped_odd if self.degree % 2 else self.damped_even

    @cached_property
    def bezout(self) -> list[list[Any]]:
        """The Bezout matrix of E and O."""
        return bezout_matrix(self.damped_even, self.damped_odd, self.zero)

    def column(self, source: int) -> list[Poly]:
        """N_a(s) = adj(K) u_a for all sites: by the recursion from the top down where it can be used."""
        direction = self.directions[source]
        if direction not in self._columns:
            if can_recur(self.grid):
                column = adjugate_column(self.grid, self.determinant, direction, self.zero)
            else:
                column = self._column_by_determinants(direction)
            self._columns[direction] = column
        return self._columns[direction]

    @cached_property
    def band(self) -> tuple[list[int], int]:
        """(An order of the sites, the width of the band of K in it)."""
        rows = zip(self.grid.mass, self.grid.damping, self.grid.coupling, strict=True)
        return narrow_order([{**v, **d, **m} for m, d, v in rows])

    @cached_property
    def path(self) -> Path | None:
        """K of sites in a row, where they are many; else None."""
        order, width = self.band
        if self.size < PATH_FROM or width > 1:
            return None
        return Path(order, self._in_s, self._in_s(order[0], order[0]) ** 0)

    def entry(self, source: int, site: int) -> Poly:
        """N_a(s) at one site: without the others where the sites form a row."""
        direction = self.directions[source]
        if self.path is None or direction in self._columns:
            return self.column(source)[site]
        total: Poly = []
        for i, sign in direction:
            place = (site, i)
            if place not in self._cofactors:
                self._cofactors[place] = self._by_powers(self.path.cofactor(site, i))
            total = plus(total, self._cofactors[place] if sign > 0 else [-c for c in self._cofactors[place]])
        return total

    # means ----------------------------------------------------------------------------------------------

    def response(self, source: int, signal: Signal) -> Poly:
        """X_a(s)/s^r: :class:`DivergenceError` where the signal diffuses under this source."""
        key = (source, signal)
        if key not in self._responses:
            raw = self._raw_response(source, signal)
            free = self.free_directions
            if any(raw[:free]):
                raise DivergenceError("this mean diverges: a free motion carries the coordinate away")
            self._responses[key] = raw[free:]
        return self._responses[key]

    def _raw_response(self, source: int, signal: Signal) -> Poly:
        total = list[Any]()
        if not signal.sources:
            for site, weight in signal.weights:
                entry = self.entry(source, site)
                total = plus(total, entry if weight == 1 else [weight * c for c in entry])
            return shifted(total, signal.order, self.zero)
        for number in signal.sources:
            if number < len(self.model.baths):
                for site, sign in self.directions[number]:
                    total = plus(total, [-sign * self.strengths[number] * c for c in self.entry(source, site)])
        total = shifted(total, 1, self.zero)
        return plus(total, self.determinant) if source in signal.sources else total

    def mean(self, source: int, left: Signal, right: Signal) -> RationalFunction:
        """<left o right> per unit of the source's temperature or strength.

        :class:`DivergenceError` where it is infinite: a coordinate diffuses, or the velocity of a massless site is
        asked for its mean square.
        """
        return self._mean_of(source, left, right, self.response(source, left), self.response(source, right), 0)

    def _mean_of(self, source: int, left: Signal, right: Signal, x: Poly, y: Poly, free: int) -> RationalFunction:
        """The mean of two signals with these responses, of which s^free is still to be stripped."""
        form = even_part(x, y, self._times)
        if any(form[:free]):
            raise DivergenceError("this mean diverges: a free motion carries the coordinate away")
        form = [-c for c in form[free:]] if free % 2 else form[free:]  # P(s) P(-s) = (-z)^r P~(s) P~(-s)
        while form and not form[-1]:
            form.pop()
        if len(form) > self.degree:
            raise DivergenceError("this mean diverges: white noise reaches it with no mass between")
        if not form:
            return RationalFunction.constant(0)
        return self._nu(form[0], form[1:], self.strengths[source], self._units_of(source, left, right))

    def _units_of(self, source: int, left: Signal, right: Signal) -> RationalFunction:
        """What the units of the scaled K cost: a response gains scale clock^2 to the n - 1 (a force: to the n) and
        clock to its order, the friction of a bath scale clock."""
        is_bath = source < len(self.model.baths)
        forces = bool(left.sources) + bool(right.sources)
        ticks = 3 - left.order - right.order - 2 * forces - is_bath
        units = self.scale ** (2 - forces - is_bath)
        return units if self.clock == 1 else units * RationalFunction.constant(self.clock) ** ticks

    def spectral_form(self, source: int, left: Signal, right: Signal) -> tuple[Poly, RationalFunction]:
        """The even part of X_a(s) Y_a(-s)/(-z)^r in z, and the units over which it stands, as those of |P~|^2.

        Per unit of friction times temperature, or of the drive's strength. :class:`DivergenceError` as :meth:`mean`.
        """
        form = even_part(self._raw_response(source, left), self._raw_response(source, right), self._times)
        free = self.free_directions
        if any(form[:free]):
            raise DivergenceError("this mean diverges: a free motion carries the coordinate away")
        form = [-c for c in form[free:]] if free % 2 else form[free:]
        while form and not form[-1]:
            form.pop()
        if len(form) > self.degree:
            raise DivergenceError("this mean diverges: white noise reaches it with no mass between")
        units = RationalFunction.constant(1)
        for signal in (left, right):
            power = self.size if signal.sources else self.size - 1
            ticks = 2 * power + (0 if signal.sources else signal.order)
            units = units * self.scale**power * RationalFunction.constant(self.clock) ** ticks
        return form, units

    # pairs of coordinates -------------------------------------------------------------------------------

    def position_velocity(self, source: int, i: int, j: int) -> RationalFunction:
        """The antisymmetric part of <q_i v_j>, per unit of the source: finite also where both coordinates diffuse.

        It is all of <q_i v_j> where positions are bounded, and <(q_i - q_j) v_j> where their difference is.
        """
        if i == j:
            return RationalFunction.constant(0)
        left, right = position({i: 1}), velocity({j: 1})
        x, y = self._raw_response(source, left), self._raw_response(source, right)
        return self._mean_of(source, left, right, x, y, self.free_directions)

    def velocity_velocity(self, source: int, i: int, j: int) -> RationalFunction:
        """<v_i v_j> per unit of the source."""
        return self.mean(source, velocity({i: 1}), velocity({j: 1}))

    def position_position(self, source: int, left: Mapping[int, int], right: Mapping[int, int]) -> RationalFunction:
        """<(left . q)(right . q)> per unit of the source."""
        return self.mean(source, position(left), position(right))

    # the polynomials under the integral, as pictures and certificates show them ----------------------------

    @cached_property
    def characteristic(self) -> Poly:
        """P itself, unless K has free motions with r > 1: P and its cofactors then share s^(r-1), and the shared zeros
        at 0 are moved to -1, which changes no quotient."""
        return self._regular(self.determinant)

    def _regular(self, coefficients: Poly) -> Poly:
        extra = max(self.free_directions - 1, 0)
        result = coefficients[extra:]
        for _ in range(extra):  # times (s + 1)
            result = plus([*result, self.zero], [self.zero, *result])
        return result

    @cached_property
    def even(self) -> Poly:
        """The even part of the characteristic polynomial, in z."""
        return self.characteristic[::2]

    @cached_property
    def odd(self) -> Poly:
        """The odd part over s, in z, padded to the same length."""
        odd = self.characteristic[1::2]
        return odd + [self.zero] * (len(self.even) - len(odd))

    def parts(self, source: int, i: int) -> tuple[Poly, Poly]:
        """(A, B) with N_ia = A(z) + s B(z), zeros at 0 moved as in :attr:`characteristic`."""
        entry = self._regular(self.entry(source, i))
        return entry[::2], entry[1::2]

    def antisymmetric_form(self, source: int, i: int, j: int) -> Poly:
        """S(z) with <q_i v_j> = 2 gamma_b T_b nu(z S): the spectral form of a bond flux, up to its factors."""
        a_i, b_i = self.parts(source, i)
        a_j, b_j = self.parts(source, j)
        return minus(self._times(a_i, b_j), self._times(b_i, a_j))

    def symmetric_form(self, source: int, i: int, j: int) -> Poly:
        """The even part of N_ia(s) N_ja(-s), in z."""
        a_i, b_i = self.parts(source, i)
        a_j, b_j = self.parts(source, j)
        return minus(self._times(a_i, a_j), [self.zero, *self._times(b_i, b_j)])
