r"""Hermite-Galerkin: fluxes at a finite eps, in floating point, without expanding in eps.

The Wick-ordered moments about a Gaussian reference obey linear equations that couple degree d to d+2, d and d-2;
those above ``degree`` are dropped and the rest is solved. The reference is self-consistent: its springs are
k + 3 eps c <r^2>, the average taken in the reference itself, so that the quartic force enters Wick-ordered and second
moments are right to first order in eps before anything is solved. Deterministic and not perturbative; the error is
judged by raising ``degree``. With Z(J) = sum of moments of at least two variables, Z(0) = 1,

    (A^T J . d/dJ) Z = eps sum over couplings of c (g.J) [R^3 - 3 s R] Z,   R = d_r + (C r).J,   s = r.C.r.

Shares no code with the exact series.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations_with_replacement, product
from math import comb

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import splu

from symflux.crosscheck.float_model import Array, FloatModel
from symflux.errors import NetworkError, TooLargeError
from symflux.model.network import Network, Site

__all__ = ["GalerkinState", "galerkin"]

_MAX_UNKNOWNS = 20_000


@dataclass(frozen=True, eq=False)
class GalerkinState:
    """Second and fourth moments at one eps, from Wick moments up to ``degree``. Floating point: a cross-check."""

    network: Network
    strength: float
    degree: int
    second: Array = field(repr=False)  #: <x x^T>, x = (q, v)
    cubic: Array = field(repr=False)  #: one row for each quartic coupling: <r^3 x>

    def bond_flux(self, i: Site, j: Site) -> float:
        """<(k r + eps c r^3) v_j>, r = q_i - q_j."""
        network = self.network
        n, a, b = len(network.sites), network.index(i), network.index(j)
        value = network.spring(i, j).value
        flux = value.numerator / value.denominator * (self.second[a, n + b] - self.second[b, n + b])
        for row, (bond, c) in zip(self.cubic, network.quartic.items(), strict=False):
            if set(bond) == {i, j}:
                sign = 1.0 if bond == (i, j) else -1.0
                flux += self.strength * c.value.numerator / c.value.denominator * sign * row[n + b]
        return float(flux)

    def bath_flux(self, i: Site) -> float:
        """gamma_i (T_i/m_i - <v_i^2>)."""
        model = FloatModel.of(self.network)
        a = self.network.index(i)
        heat = model.temperatures[a] / model.masses[a] - self.second[model.size + a, model.size + a]
        return float(model.frictions[a] * heat)


def galerkin(network: Network, strength: float, *, degree: int = 6) -> GalerkinState:
    """The moments of a network at a finite eps; ``degree`` is even and at least 4.

    :class:`TooLargeError` over 20000 unknowns. Only the harmonic limit and convergence in ``degree`` vouch for it.
    """
    if degree < 4 or degree % 2:
        raise NetworkError(f"degree = {degree}: give an even number, 4 or more")
    model = FloatModel.of(network)
    variables = 2 * model.size
    unknowns = sum(comb(variables + d - 1, d) for d in range(2, degree + 1, 2))
    if unknowns > _MAX_UNKNOWNS:
        raise TooLargeError(f"degree {degree} has {unknowns} unknowns; the limit is {_MAX_UNKNOWNS}: lower the degree")
    _, extra, covariance = model.effective(strength)
    scale = np.sqrt(np.diag(covariance))
    drift = model.drift(extra) * scale[None, :] / scale[:, None]  # the state in units of its standard deviations
    correlation: Array = covariance / scale[:, None] / scale[None, :]
    space = _Space(variables, degree)
    operator = space.derivation(drift)
    for (first, second, c), row in zip(model.couplings, model.stretches, strict=True):
        form = np.concatenate([row, np.zeros(model.size)]) * scale
        kick = np.zeros(variables)
        kick[model.size + first] = 1 / model.masses[first]
        if second >= 0:
            kick[model.size + second] = -1 / model.masses[second]
        lifted = correlation @ form
        stretch = space.derivative(form) + space.multiplication(lifted)
        wick = stretch @ stretch @ stretch - 3 * float(form @ lifted) * stretch
        operator = operator - strength * c * (space.multiplication(kick / scale) @ wick)
    moments = space.solve(operator)
    correction = np.zeros((variables, variables))
    for a in range(variables):
        for b in range(variables):
            correction[a, b] = space.moment(moments, (a, b))
    cubic = np.zeros((len(model.couplings), variables))
    for k, row in enumerate(model.stretches):
        form = np.concatenate([row, np.zeros(model.size)]) * scale
        square, cross = form @ correlation @ form, correlation @ form
        for a in range(variables):
            fourth = sum(
                form[i] * form[j] * form[m] * space.moment(moments, (i, j, m, a))
                for i, j, m in product([int(i) for i in np.flatnonzero(form)], repeat=3)
            )
            second_part = 3 * square * (cross[a] + form @ correction[:, a]) + 3 * cross[a] * (form @ correction @ form)
            cubic[k, a] = (fourth + second_part) * scale[a]
    second_moments: Array = (correlation + correction) * scale[:, None] * scale[None, :]
    return GalerkinState(network, strength, degree, second_moments, cubic)


class _Space:
    """Polynomials in J of degree at most ``degree`` + 4 as vectors, and the operators on them as sparse matrices."""

    def __init__(self, variables: int, degree: int):
        self.variables = variables
        self.degree = degree
        self.basis: list[tuple[int, ...]] = []
        for d in range(degree + 4):
            self.basis += list(combinations_with_replacement(range(variables), d))
        self.position = {word: k for k, word in enumerate(self.basis)}
        lengths = np.array([len(word) for word in self.basis])
        self._wanted = np.flatnonzero((lengths >= 2) & (lengths <= degree) & (lengths % 2 == 0))
        self._raise: list[sparse.csr_matrix] = []
        self._lower: list[sparse.csr_matrix] = []
        size = len(self.basis)
        # Basis vectors are J^mu / sqrt(mu!): raising and lowering are then transposes, and entries stay moderate.
        for a in range(variables):
            rows, columns, entries = [], [], []
            for k, word in enumerate(self.basis):
                target = self.position.get(tuple(sorted((*word, a))))
                if target is not None:
                    rows.append(target)
                    columns.append(k)
                    entries.append(np.sqrt(word.count(a) + 1.0))
            matrix = sparse.csr_matrix((entries, (rows, columns)), shape=(size, size))
            self._raise.append(matrix)
            self._lower.append(matrix.T.tocsr())

    def multiplication(self, form: Array) -> sparse.csr_matrix:
        """Multiplication by form . J."""
        return sum(form[a] * self._raise[a] for a in np.flatnonzero(form))

    def derivative(self, form: Array) -> sparse.csr_matrix:
        """The derivative along form."""
        return sum(form[a] * self._lower[a] for a in np.flatnonzero(form))

    def derivation(self, drift: Array) -> sparse.csr_matrix:
        """(A^T J) . d/dJ."""
        return sum(
            drift[b, a] * (self._raise[b] @ self._lower[a])
            for a in range(self.variables)
            for b in np.flatnonzero(drift[:, a])
        )

    def solve(self, operator: sparse.csr_matrix) -> Array:
        """The moments with operator Z = 0 in degrees 2 to ``degree``, Z(0) = 1 and nothing above."""
        matrix = operator[self._wanted][:, self._wanted].tocsc()
        side = -operator[self._wanted][:, 0].toarray().ravel()
        moments = np.zeros(len(self.basis))
        moments[0] = 1.0
        moments[self._wanted] = splu(matrix).solve(side)
        return moments

    def moment(self, moments: Array, word: tuple[int, ...]) -> float:
        """The Wick-ordered moment of a product of coordinates."""
        word = tuple(sorted(word))
        factor = 1.0
        for a in set(word):
            for k in range(2, word.count(a) + 1):
                factor *= k
        return float(moments[self.position[word]] * np.sqrt(factor))
