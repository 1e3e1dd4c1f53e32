"""Fluxes of many networks at once, in floats, by the eigenvectors of A: what the search for signs climbs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from symflux.algebra import RationalFunction
from symflux.model.linear_model import Direction
from symflux.model.network import Network
from symflux.moments.signal import Signal
from symflux.positivity.points.landscape import Floats

__all__ = ["AnyFluxModel", "FluxModel", "WantedSign"]

_LIGHT = 1e-3  #: the mass of a massless site, in units of the friction there


@dataclass(frozen=True)
class WantedSign:
    """A flux through a bond ``(i, j)``, or out of the bath at ``(i,)``, and the sign it should have: 1 or -1."""

    sites: tuple[Any, ...]
    sign: int


class _Function:
    """A rational function of the parameters, on rows of floats."""

    def __init__(self, value: RationalFunction, names: Sequence[str]):
        self.parts = []
        for polynomial in (value.numerator, value.denominator):
            terms = list(polynomial.terms())
            exponents = np.array([[dict(monomial).get(n, 0) for n in names] for monomial, _ in terms])
            self.parts.append((exponents.reshape(len(terms), len(names)), np.array([float(c) for _, c in terms])))

    def __call__(self, rows: Floats) -> Floats:
        top, bottom = (
            np.prod(rows[:, None, :] ** exponents[None], axis=2) @ factors for exponents, factors in self.parts
        )
        result: Floats = top / bottom
        return result


class FluxModel:
    """Second moments of many networks at once, in floats, by the eigenvectors of A."""

    def __init__(self, network: Network, wanted: Sequence[WantedSign]):
        names, self.size = network.parameters, len(network.sites)
        self.potential = [
            (i, j, _Function(entry, names))
            for i, row in enumerate(network.linear_model().coupling.dense())
            for j, entry in enumerate(row)
            if not entry.is_zero
        ]
        self.masses = [_Function(network.masses[site], names) for site in network.sites]
        self.baths = [
            (network.index(bath.sites[0]), _Function(bath.friction, names), _Function(bath.temperature, names))
            for bath in network.bath_items
        ]
        self.wanted = [(tuple(network.index(site) for site in each.sites), each.sign) for each in wanted]

    def heights(self, rows: Floats, warm: Floats) -> Floats:
        """sign * flux / (sum of its parts without signs): N x K x wanted, for couplings and for temperatures.

        ``warm`` is N x K x names: rows with other temperatures.
        """
        with np.errstate(all="ignore"):
            parts = self._coefficients(rows)
            count, trials = warm.shape[:2]
            flat = warm.reshape(count * trials, -1)
            temperatures = np.stack([t(flat).reshape(count, trials) for _, _, t in self.baths], axis=2)
            flux = np.einsum("nwb,nkb->nkw", parts, temperatures)
            scale = np.einsum("nwb,nkb->nkw", np.abs(parts), temperatures)
            heights: Floats = np.nan_to_num(flux / scale * np.array([s for _, s in self.wanted]), nan=-1.0)
            return heights

    def _coefficients(self, rows: Floats) -> Floats:
        """Each flux per unit of each bath's temperature: N x wanted x baths."""
        count, size = len(rows), self.size
        stiffness = np.zeros((count, size, size))
        for i, j, entry in self.potential:
            stiffness[:, i, j] = entry(rows)
        masses = np.stack([mass(rows) for mass in self.masses], axis=1)
        friction = np.zeros((count, size))
        for i, gamma, _ in self.baths:
            friction[:, i] = gamma(rows)
        matrix = np.zeros((count, 2 * size, 2 * size))  # d/dt (v, q)
        matrix[:, :size, size:] = -stiffness / masses[:, :, None]
        sites = np.arange(size)
        matrix[:, sites, sites] = -friction / masses
        matrix[:, size + sites, sites] = 1.0
        matrix = np.where(np.isfinite(matrix), matrix, 0.0)
        values, vectors = np.linalg.eig(matrix)
        inverse = np.linalg.pinv(vectors)
        sums = values[:, :, None] + values[:, None, :]
        result = np.zeros((count, len(self.wanted), len(self.baths)))
        for b, (i, _, _) in enumerate(self.baths):
            column = inverse[:, :, i]
            noise = 2.0 * friction[:, i] / masses[:, i] ** 2
            middle = -noise[:, None, None] * column[:, :, None] * column[:, None, :] / sums
            for w, (place, _) in enumerate(self.wanted):
                if len(place) == 2:  # k <q_i v_j>
                    left, right = vectors[:, size + place[0]], vectors[:, place[1]]
                    moment = np.einsum("ni,nij,nj->n", left, middle, right).real
                    result[:, w, b] = -stiffness[:, place[0], place[1]] * moment
                else:  # gamma (T/m - <v^2>)
                    left, site = vectors[:, place[0]], place[0]
                    heat = -np.einsum("ni,nij,nj->n", left, middle, left).real
                    result[:, w, b] = friction[:, site] * (heat + (1.0 / masses[:, site] if site == i else 0.0))
        return result


class AnyFluxModel(FluxModel):
    """The same for fields, inerters, directed springs, drives; a massless site gets a small mass.

    What is found is verified by the exact solver, so that a flux that is a little off costs a point and no more.
    """

    def __init__(self, network: Network, wanted: Sequence[WantedSign]):
        names, model = network.parameters, network.linear_model()
        self.size = model.size
        self.matrices = [
            [(i, j, _Function(entry, names)) for i, j, entry in matrix.entries()]
            for matrix in (model.mass, model.damping, model.coupling)
        ]
        self.light = [i for i in range(model.size) if model.mass[i, i].is_zero]
        self.directions: list[tuple[Direction, _Function | None]] = [(d.direction, None) for d in model.drives]
        self.directions[:0] = [(b.direction, _Function(b.friction, names)) for b in model.baths]
        warm = [b.temperature for b in model.baths] + [d.strength for d in model.drives]
        self.baths = [(0, _Function(value, names), _Function(value, names)) for value in warm]
        powers, state = network.steady_state().powers, network.steady_state()
        listed = [
            powers.delivered(*each.sites, None) if len(each.sites) == 2 else powers.baths(state._labels(*each.sites))
            for each in wanted
        ]
        self.terms = [[(_Function(t.factor, names), t.left, t.right) for t in terms] for terms in listed]
        self.wanted = [((), each.sign) for each in wanted]

    def _coefficients(self, rows: Floats) -> Floats:
        count, size = len(rows), self.size
        mass, damping, stiffness = (np.zeros((count, size, size)) for _ in range(3))
        for matrix, entries in zip((mass, damping, stiffness), self.matrices, strict=True):
            for i, j, entry in entries:
                matrix[:, i, j] = entry(rows)
        for i in self.light:
            mass[:, i, i] = _LIGHT * damping[:, i, i]
        inverse_mass = np.linalg.pinv(np.where(np.isfinite(mass), mass, 1.0))
        drift = np.zeros((count, 2 * size, 2 * size))  # d/dt (v, q)
        drift[:, :size, :size], drift[:, :size, size:] = -inverse_mass @ damping, -inverse_mass @ stiffness
        drift[:, size:, :size] = np.eye(size)
        drift = np.where(np.isfinite(drift), drift, 0.0)
        values, vectors = np.linalg.eig(drift)
        stable = values.real.max(axis=1) < 1e-9
        inverse, sums = np.linalg.pinv(vectors), values[:, :, None] + values[:, None, :]
        result = np.zeros((count, len(self.terms), len(self.directions)))
        for b, (direction, friction) in enumerate(self.directions):
            along = np.zeros(size)
            for i, sign in direction:
                along[i] = sign
            kick = np.concatenate([inverse_mass @ along, np.zeros((count, size))], axis=1)
            strength = 2.0 * (np.ones(count) if friction is None else friction(rows))
            column = np.einsum("nij,nj->ni", inverse, kick.astype(complex))
            middle = -strength[:, None, None] * column[:, :, None] * column[:, None, :] / sums
            covariance = np.einsum("nij,njk,nlk->nil", vectors, middle, vectors).real
            for w, terms in enumerate(self.terms):
                for factor, left, right in terms:
                    (x, n), (y, m) = (self._row(signal, rows, drift, kick, b) for signal in (left, right))
                    mean = np.einsum("ni,nij,nj->n", x, covariance, y)
                    mean += strength * (n * np.einsum("ni,ni->n", y, kick) + m * np.einsum("ni,ni->n", x, kick)) / 2
                    result[:, w, b] += factor(rows) * mean
        result[~stable] = np.nan
        return result

    def _row(self, signal: Signal, rows: Floats, drift: Floats, kick: Floats, source: int) -> tuple[Floats, Floats]:
        """A signal as a row over (v, q), and the noise of the source in it."""
        count, size = len(rows), self.size
        row, noise = np.zeros((count, 2 * size)), np.zeros(count)
        for number in signal.sources:
            direction, friction = self.directions[number]
            noise += float(number == source)
            if friction is not None:
                for i, sign in direction:
                    row[:, i] -= sign * friction(rows)
        for i, weight in signal.weights:
            if signal.order == 2:
                row += weight * drift[:, i]
                noise += weight * kick[:, i]
            else:
                row[:, i if signal.order else size + i] += weight
        return row, noise
