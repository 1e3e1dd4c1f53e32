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
:mod:`symflux.steady_state.lyapunov` is the slow reference that a physicist can read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from flint import fmpq, fmpq_mat, fmpz, fmpz_mat, fmpz_mpoly, fmpz_poly

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.determinant import first_row_cofactors, sparse_determinant
from symflux.algebra.rational_function import common_denominator
from symflux.algebra.ring import fit, ring
from symflux.errors import NetworkError
from symflux.network.network import Network

__all__ = ["REDUCTION_LIMIT", "Moments", "moments_of"]

REDUCTION_LIMIT = 200_000_000  #: terms(numerator) * terms(denominator) beyond which no common factor is searched

Poly = list[Any]  #: coefficients in s or z, constant first


def moments_of(network: Network) -> Moments:
    """The moments of a network, over Z where its couplings are numbers and over Z[parameters] where not."""
    return SymbolicMoments(network) if network.coupling_parameters else RationalMoments(network)


class Moments:
    """The second moments of a network per unit of one bath's temperature, whatever the ring of its couplings."""

    one: Any
    zero: Any

    def __init__(self, network: Network):
        self.network = network
        self.size = len(network.sites)
        couplings = network.potential_rows()
        frictions = [network.friction(site) for site in network.sites]
        # K is made integral by a factor, and for numbers also by a unit of time: scale * K(s/clock) * clock^2 has the
        # masses scale * M, frictions scale * clock * Gamma and couplings scale * clock^2 * V
        values = [entry for row in couplings for entry in row.values()] + frictions
        self.scale, self.clock = self._units(list(network.mass_items), values)
        self._prepare()
        first = RationalFunction(self.scale)
        second, third = first * self.clock, first * self.clock * self.clock
        self.couplings = [{j: self._integral(entry * third) for j, entry in row.items()} for row in couplings]
        self.masses = [self._integral(mass * first) for mass in network.mass_items]
        self.frictions = [self._integral(friction * second) for friction in frictions]
        self._columns: dict[int, list[Poly]] = {}

    # what the two rings do differently -----------------------------------------------------------------

    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[Polynomial, int]:
        """(scale, clock)."""
        raise NotImplementedError

    def _prepare(self) -> None:
        """Set ``one`` and ``zero``."""
        raise NotImplementedError

    def _integral(self, value: RationalFunction) -> Any:
        """A polynomial value as an element of the ring."""
        raise NotImplementedError

    @cached_property
    def determinant(self) -> Poly:
        """p_0, ..., p_2n of det K(s), scaled."""
        raise NotImplementedError

    def _times(self, left: Poly, right: Poly) -> Poly:
        raise NotImplementedError

    def _finished(self, bath: int, form: Poly, ticks: int, over: Any = None) -> RationalFunction:
        """scale * clock^ticks * 2 gamma_b nu(z form) / over, per unit of T_b: in the units of M, Gamma and V again.

        ``ticks`` is 0 for <v v>, 1 for <q v>, 2 for <q q>.
        """
        raise NotImplementedError

    def hurwitz_determinant(self) -> RationalFunction:
        """det b for the unscaled M, Gamma, V. Where P is Hurwitz, b is positive definite (Hermite's criterion)."""
        raise NotImplementedError

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
            size, zero, p = self.size, self.zero, self.determinant
            above, top = [zero] * size, [zero] * size
            layers: list[list[Any]] = []
            for k in range(2 * size, 1, -1):
                layer = []
                for i in range(size):
                    entry = p[k] if i == bath else zero
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


class SymbolicMoments(Moments):
    """Moments over Z[parameters]."""

    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[Polynomial, int]:
        return common_denominator([*masses, *others]), 1

    def _prepare(self) -> None:
        self.context = ring((*self.network.coupling_parameters, *self.scale.names))
        self.one, self.zero = self.context.constant(1), self.context.constant(0)

    def _integral(self, value: RationalFunction) -> fmpz_mpoly:
        return fit(value.numerator.raw, self.context)

    @cached_property
    def determinant(self) -> Poly:
        frequency = "/s"  # no user's name has a slash
        context = ring((*self.context.names(), frequency))
        position = context.names().index(frequency)
        s = context.gen(position)
        rows = [{j: fit(entry, context) for j, entry in row.items()} for row in self.couplings]
        for i, row in enumerate(rows):
            diagonal = s * (s * fit(self.masses[i], context) + fit(self.frictions[i], context))
            row[i] = diagonal + row[i] if i in row else diagonal
        total = sparse_determinant(rows, context.constant(1))
        if total is None:
            raise NetworkError(f"det K(s) of {self.size} sites is too large for symbolic couplings: give some values")
        powers: list[dict[tuple[int, ...], Any]] = [{} for _ in range(2 * self.size + 1)]
        for exponents, coefficient in zip(total.monoms(), total.coeffs(), strict=True):
            rest = (*exponents[:position], *exponents[position + 1 :])
            powers[int(exponents[position])][rest] = coefficient
        return [self.context.from_dict(power) for power in powers]

    @cached_property
    def cofactors(self) -> list[fmpz_mpoly]:
        """The cofactors of the first row of the Bezout matrix."""
        return first_row_cofactors([{k: e for k, e in enumerate(row) if e} for row in self._bezout[1:]], self.one)

    @cached_property
    def bezout_determinant(self) -> fmpz_mpoly:
        """det b: zero exactly where some motion is undamped."""
        total = self.zero
        for entry, cofactor in zip(self._bezout[0], self.cofactors, strict=True):
            total = total + entry * cofactor
        return total

    def hurwitz_determinant(self) -> RationalFunction:
        return RationalFunction(Polynomial(self.bezout_determinant), self.scale ** (2 * self.size * self.size))

    def _times(self, left: Poly, right: Poly) -> Poly:
        if not left or not right:
            return []
        result: Poly = [self.zero] * (len(left) + len(right) - 1)
        for i, a in enumerate(left):
            if a:
                for j, b in enumerate(right):
                    if b:
                        result[i + j] = result[i + j] + a * b
        return result

    def _finished(self, bath: int, form: Poly, ticks: int, over: fmpz_mpoly | None = None) -> RationalFunction:
        remainder, leading_power = self._modulo_even(form)
        total = self.zero
        for coefficient, cofactor in zip(remainder, self.cofactors, strict=False):
            if coefficient:
                total = total + coefficient * cofactor
        numerator = Polynomial(-self.frictions[bath] * total) * self.scale
        bottom = self.bezout_determinant * self.even[-1] ** leading_power
        denominator = Polynomial(bottom if over is None else bottom * over)
        small = len(numerator) * len(denominator) <= REDUCTION_LIMIT
        return RationalFunction(numerator, denominator, reduce=small)

    def _modulo_even(self, form: Poly) -> tuple[Poly, int]:
        """(r, t) with e_n^t form = r modulo E and deg r < n."""
        form, even, power = list(form), self.even, 0
        lead = even[-1]
        monic = bool(lead.is_one())
        while len(form) > self.size:
            top = form.pop()
            if not top:
                continue
            shift = len(form) - self.size
            if not monic:
                form = [lead * c for c in form]
                power += 1
            for k in range(self.size):
                if even[k]:
                    form[shift + k] = form[shift + k] - top * even[k]
        return form, power


class RationalMoments(Moments):
    """Moments over Z, for networks whose couplings are numbers: chains of hundreds of sites."""

    def _units(self, masses: list[RationalFunction], others: list[RationalFunction]) -> tuple[Polynomial, int]:
        # with unit masses P stays monic, whatever the denominators of V: no powers of them pile up in the moments
        scale = common_denominator(masses)
        return scale, common_denominator(value * scale for value in others).constant_value

    def _prepare(self) -> None:
        self.one, self.zero = fmpz(1), fmpz(0)

    def _integral(self, value: RationalFunction) -> fmpz:
        return fmpz(value.value.numerator)

    @cached_property
    def determinant(self) -> Poly:
        order = _narrow_order(self.couplings)
        place = {i: k for k, i in enumerate(order)}
        rows = []
        for i in order:
            row = {place[j]: fmpz_poly([entry]) for j, entry in self.couplings[i].items()}
            diagonal = fmpz_poly([self.couplings[i].get(i, 0), self.frictions[i], self.masses[i]])
            row[place[i]] = diagonal
            rows.append(row)
        total = sparse_determinant(rows, fmpz_poly([1]))
        if total is None:
            return self._by_characteristic_polynomial()
        return [total[k] for k in range(2 * self.size + 1)]

    def _by_characteristic_polynomial(self) -> Poly:
        """det K = det M times the characteristic polynomial of [[0, 1], [-M^-1 V, -M^-1 Gamma]], for dense V."""
        size = self.size
        entries = [[fmpq(0)] * (2 * size) for _ in range(2 * size)]
        for i in range(size):
            entries[i][size + i] = fmpq(1)
            for j, coupling in self.couplings[i].items():
                entries[size + i][j] = -fmpq(coupling, self.masses[i])
            entries[size + i][size + i] = -fmpq(self.frictions[i], self.masses[i])
        total = self.one
        for mass in self.masses:
            total = total * mass
        polynomial = fmpq_mat(entries).charpoly()
        return [(polynomial[k] * total).p for k in range(2 * size + 1)]

    @cached_property
    def _values(self) -> tuple[list[fmpz], fmpz]:
        """nu(z z^a) for a = 0..2n-1, over a common denominator: the Bezout system, then E z^l for the rest."""
        right = fmpz_mat(self.size, 1, [1] + [0] * (self.size - 1))
        first, denominator = fmpz_mat(self._bezout).solve(right).numer_denom()
        values = [-fmpz(entry) for entry in first.entries()]
        even, size = self.even, self.size
        lead = even[-1]
        terms = [(k, e) for k, e in enumerate(even[:-1]) if e]
        for a in range(size, 2 * size):
            following = self.zero
            for k, e in terms:
                following -= e * values[a - size + k]
            if lead != 1:
                values = [lead * value for value in values]
                denominator = denominator * lead
            values.append(following)
        return values, denominator

    def hurwitz_determinant(self) -> RationalFunction:
        size = self.size
        value = Fraction(int(fmpz_mat(self._bezout).det()))
        # p_k carries (scale clock^2)^n / clock^k, and row i, column j of b collects 2(i + j) + 3 of the latter
        value *= Fraction(self.clock) ** (2 * size * (size - 1) + 3 * size)
        return RationalFunction.constant(value / (self.scale.constant_value * self.clock**2) ** (2 * size * size))

    def _times(self, left: Poly, right: Poly) -> Poly:
        return list((fmpz_poly(left) * fmpz_poly(right)).coeffs())

    def _finished(self, bath: int, form: Poly, ticks: int, over: fmpz | None = None) -> RationalFunction:
        values, denominator = self._values
        total = self.zero
        for coefficient, value in zip(form, values, strict=False):
            if coefficient:
                total += coefficient * value
        bottom = denominator if over is None else denominator * over
        units = self.scale.constant_value * self.clock**ticks
        return RationalFunction.constant(Fraction(int(total * self.frictions[bath]), int(bottom)) * units)


def _narrow_order(couplings: Sequence[dict[int, Any]]) -> list[int]:
    """Sites in breadth-first order from a site of least degree (Cuthill and McKee 1969): a narrow band."""
    order: list[int] = []
    seen: set[int] = set()
    for start in sorted(range(len(couplings)), key=lambda i: len(couplings[i])):
        if start in seen:
            continue
        seen.add(start)
        queue = [start]
        for site in queue:
            neighbours = sorted((j for j in couplings[site] if j not in seen), key=lambda j: len(couplings[j]))
            seen.update(neighbours)
            queue += neighbours
        order += queue
    return order


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
