"""The fast route: every covariance from one small linear system, no matrix equation.

K(s) = M s^2 + Gamma s + V, P(s) = det K(s) = sum_k p_k s^k = E(z) + s O(z) with z = s^2, and N_b = adj(K) e_b.
A bath of temperature T_b contributes 2 gamma_b T_b nu(f) to a covariance, where
nu(g) = (1/2 pi) Int g(-w^2)/|P(i w)|^2 dw and f is the even part of

    <q_i v_j>: -s N_ib(s) N_jb(-s)      <v_i v_j>: -s^2 N_ib(s) N_jb(-s)      <q_i q_j>: N_ib(s) N_jb(-s).

P has its zeros in the left half-plane, so closing contours in the right one gives nu(E z^l) = 0 and
nu(z O z^l) = -delta_{l,n-1}/(2 p_2n). With the Bezout matrix b of E and O these say, for mu_a = nu(z z^a),

    sum_j b_ij mu_j = -delta_i0 / 2,        i = 0..n-1,

so mu is half the first column of -b^-1, and det b is a Hurwitz determinant of P. Derivation: ``moment_equations``.
Everything stays in Z[parameters] (FLINT ``fmpz_mpoly``), or in Z where the couplings are numbers.
:mod:`symflux.moments.lyapunov` is the slow reference that a physicist can read.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.linear_model import LinearModel

__all__ = ["Moments", "Poly", "bezout_matrix"]

Poly = list[Any]  #: coefficients in s or z, constant first


class Moments(ABC):
    """The second moments of a linear model per unit of one bath's temperature, whatever the ring of its couplings.

    A bath is given by its number in ``model.baths``, a site by its number in ``model.sites``.
    """

    one: Any
    zero: Any

    def __init__(self, model: LinearModel):
        self.model = model
        self.size = model.size
        couplings = [model.coupling.row(i) for i in range(model.size)]
        frictions = model.frictions
        # K is made integral by a factor, and for numbers also by a unit of time: scale * K(s/clock) * clock^2 has the
        # masses scale * M, frictions scale * clock * Gamma and couplings scale * clock^2 * V
        values = [entry for row in couplings for entry in row.values()] + list(frictions)
        own = [bath.friction for bath in model.baths]
        self.scale, self.clock = self._units(list(model.masses), [*values, *own])
        self._prepare()
        first = self.scale
        second, third = first * self.clock, first * self.clock * self.clock
        self.couplings = [{j: self._integral(entry * third) for j, entry in row.items()} for row in couplings]
        self.masses = [self._integral(mass * first) for mass in model.masses]
        self.frictions = [self._integral(friction * second) for friction in frictions]
        self.bath_frictions = [self._integral(friction * second) for friction in own]
        self._columns: dict[int, list[Poly]] = {}

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
        """p_0, ..., p_2n of det K(s), scaled."""

    @abstractmethod
    def _times(self, left: Poly, right: Poly) -> Poly:
        """The product of two polynomials in z."""

    @abstractmethod
    def _finished(self, bath: int, form: Poly, ticks: int, over: Any = None) -> RationalFunction:
        """scale * clock^ticks * 2 gamma_b nu(z form) / over, per unit of T_b: in the units of M, Gamma and V again.

        ``ticks`` is 0 for <v v>, 1 for <q v>, 2 for <q q>.
        """

    @abstractmethod
    def hurwitz_determinant(self) -> RationalFunction:
        """det b for the unscaled M, Gamma, V. Where P is Hurwitz, b is positive definite (Hermite's criterion)."""

    # P(s) and the columns of the adjugate --------------------------------------------------------------

    @cached_property
    def free_directions(self) -> int:
        """The dimension of the kernel of V (generically)."""
        return next(k for k, p in enumerate(self.determinant) if p)

    @cached_property
    def characteristic(self) -> Poly:
        """The polynomial whose zeros are the damped motions.

        P itself, unless V has a kernel of r > 1 dimensions: P and its cofactors then share s^(r-1), and the shared
        zeros at 0 are moved to -1, which changes no quotient.
        """
        return self._regular(self.determinant)

    def _regular(self, coefficients: Poly) -> Poly:
        extra = max(self.free_directions - 1, 0)
        result = coefficients[extra:]
        for _ in range(extra):  # times (s + 1)
            result = _plus([*result, self.zero], [self.zero, *result])
        return result

    def column(self, bath: int) -> list[Poly]:
        """N_ib(s) for all sites i: the adjugate's column, by the two-term recursion from the top down.

        M n_(k-2) = p_k e_b - Gamma n_(k-1) - V n_k; the divisions by the masses are exact.
        """
        if bath not in self._columns:
            place = self.model.baths[bath].index
            size, zero, p = self.size, self.zero, self.determinant
            above, top = [zero] * size, [zero] * size
            layers: list[list[Any]] = []
            for k in range(2 * size, 1, -1):
                layer = []
                for i in range(size):
                    entry = p[k] if i == place else zero
                    if top[i] and self.frictions[i]:
                        entry = entry - self.frictions[i] * top[i]
                    for j, coupling in self.couplings[i].items():
                        if above[j]:
                            entry = entry - coupling * above[j]
                    layer.append(divmod(entry, self.masses[i])[0] if entry and self.masses[i] != 1 else entry)
                layers.append(layer)
                above, top = top, layer
            layers.reverse()
            self._columns[bath] = [self._regular([layer[i] for layer in layers]) for i in range(size)]
        return self._columns[bath]

    @cached_property
    def even(self) -> Poly:
        """E(z), degree n."""
        return self.characteristic[::2]

    @cached_property
    def odd(self) -> Poly:
        """O(z), padded to degree n."""
        return [*self.characteristic[1::2], self.zero]

    @cached_property
    def _bezout(self) -> list[list[Any]]:
        return bezout_matrix(self.even, self.odd, self.zero)

    # the polynomials under the integral ----------------------------------------------------------------

    def parts(self, bath: int, i: int) -> tuple[Poly, Poly]:
        """(A, B) with N_ib = A(z) + s B(z)."""
        column = self.column(bath)[i]
        return column[::2], column[1::2]

    def antisymmetric_form(self, bath: int, i: int, j: int) -> Poly:
        """S(z) with <q_i v_j> = 2 gamma_b T_b nu(z S): the spectral form of a bond flux, up to its factors."""
        a_i, b_i = self.parts(bath, i)
        a_j, b_j = self.parts(bath, j)
        return _minus(self._times(a_i, b_j), self._times(b_i, a_j))

    def symmetric_form(self, bath: int, i: int, j: int) -> Poly:
        """The even part of N_ib(s) N_jb(-s), in z."""
        a_i, b_i = self.parts(bath, i)
        a_j, b_j = self.parts(bath, j)
        return _minus(self._times(a_i, a_j), [self.zero, *self._times(b_i, b_j)])

    # what users ask for --------------------------------------------------------------------------------

    def position_velocity(self, bath: int, i: int, j: int) -> RationalFunction:
        """The antisymmetric part of <q_i v_j>, per unit of T_b. That is all of it where V is non-singular."""
        if i == j:
            return RationalFunction.constant(0)
        return self._finished(bath, self.antisymmetric_form(bath, i, j), 1)

    def velocity_velocity(self, bath: int, i: int, j: int) -> RationalFunction:
        """<v_i v_j> per unit of T_b."""
        return self._finished(bath, [-c for c in self.symmetric_form(bath, i, j)], 0)

    def position_position(self, bath: int, left: Mapping[int, int], right: Mapping[int, int]) -> RationalFunction:
        """<(left . q)(right . q)> per unit of T_b; :class:`NetworkError` where the kernel of V makes it diverge."""
        form: Poly = [self.zero]
        for i, a in left.items():
            for j, b in right.items():
                form = _plus(form, [a * b * c for c in self.symmetric_form(bath, i, j)])
        constant, rest = form[0], form[1:]
        if not constant:
            return self._finished(bath, rest, 2)
        # nu(1) = -sum_k>0 e_k nu(z^k) / e_0, from nu(E) = 0
        e_0 = self.even[0]
        if not e_0:
            raise NetworkError("this position variance diverges: the kernel of V reaches it")
        return self._finished(bath, _minus([e_0 * c for c in rest], [constant * e for e in self.even[1:]]), 2, over=e_0)


def bezout_matrix(even: Poly, odd: Poly, zero: Any) -> list[list[Any]]:
    """b with (E(x) O(y) - E(y) O(x))/(x - y) = sum b_ij x^i y^j; symmetric, n x n for deg E = n."""
    size = len(even) - 1
    matrix = [[zero] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1, size + 1):
            difference = even[i] * odd[j] - odd[i] * even[j]
            above = matrix[i - 1][j] if i and j < size else zero
            matrix[i][j - 1] = above - difference
            matrix[j - 1][i] = matrix[i][j - 1]
    return matrix


def _plus(left: Poly, right: Poly) -> Poly:
    if len(left) < len(right):
        left, right = right, left
    return [a + right[k] if k < len(right) else a for k, a in enumerate(left)]


def _minus(left: Poly, right: Poly) -> Poly:
    return _plus(left, [-c for c in right])
