"""Parameters for which fluxes have wanted signs: searched with floats, verified by the exact solver.

``None`` means that none were found with the work that was allowed, never that there are none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import count

import numpy as np
import numpy.typing as npt

from symflux.errors import SymfluxError
from symflux.model.network import Network
from symflux.positivity.condition import Condition
from symflux.positivity.points.landscape import Floats, Landscape
from symflux.positivity.points.simple_numbers import POOL, REAL_POOL, TOLERANCES, near, read, simpler
from symflux.positivity.points.witness import find_point
from symflux.signs.flux_model import AnyFluxModel, FluxModel, WantedSign
from symflux.work.budget import Budget, Limit

__all__ = ["WantedSign", "has_signs", "search_fluxes"]

Point = dict[str, Fraction]
_ELITE = 24
_TEMPERATURES = 48  # tried with each set of couplings: fluxes are linear in them, so they cost little


def has_signs(network: Network, wanted: Sequence[WantedSign], point: Mapping[str, Fraction]) -> bool:
    """Whether the fluxes have these signs at a rational point, by the exact solver; False where it has no answer."""
    try:
        state = network.at(dict(point)).steady_state()
        for each in wanted:
            flux = state.bond_flux(*each.sites) if len(each.sites) == 2 else state.bath_flux(*each.sites)
            if flux.rational_function.value * each.sign <= 0:
                return False
    except SymfluxError:  # not a physical network there, or no unique steady state
        return False
    return True


def search_fluxes(
    network: Network, wanted: Sequence[WantedSign], given: Sequence[Condition] = (), *, seconds: Limit = 2.0
) -> Point | None:
    """Rational values of all parameters for which the fluxes have the wanted signs and the conditions hold.

    ``seconds`` of counted work; small numbers preferred.
    """
    names = network.parameters
    if not names:
        return {} if has_signs(network, wanted, {}) and all(condition.holds({}) for condition in given) else None
    if not wanted:
        return find_point(given, names=names, real=network.real, seconds=seconds)
    return _FluxSearch(network, wanted, given, Budget.of(seconds)).run()


class _FluxSearch:
    def __init__(self, network: Network, wanted: Sequence[WantedSign], given: Sequence[Condition], budget: Budget):
        self.network, self.wanted, self.budget = network, wanted, budget
        self.given = [condition.upright for condition in given]
        self.names = network.parameters
        self.model = (FluxModel if network.is_classic else AnyFluxModel)(network, wanted)
        self.landscape = Landscape(self.given, self.names, network.real) if self.given else None
        self.random = np.random.default_rng(515)
        couplings = set(network.coupling_parameters)
        self.is_warm = np.array([name not in couplings for name in self.names], dtype=bool)
        self.pools = [REAL_POOL if n in network.real else POOL for n in self.names]

    def run(self) -> Point | None:
        """Rounds of fresh samples, each followed by generations around the best of them."""
        for tried in count():
            margins, points = self._best_temperatures(self._fresh(tried))
            for generation in range(8):
                order = np.argsort(-margins, kind="stable")
                for k in order[:4]:
                    if margins[k] > 1e-9:
                        found = self._rational(points[k])
                        if found is not None:
                            return self._simplified(found)
                if self.budget.is_spent:
                    return None
                elite = points[order[:_ELITE]]
                offspring = self._near(elite, 0.5 ** (generation / 3))
                new = self._margins(offspring, offspring[:, None, :])[:, 0]
                margins = np.concatenate([margins[order[:_ELITE]], new])
                points = np.concatenate([elite, offspring])
        return None

    # floats -------------------------------------------------------------------------------------------

    def _batch(self) -> int:
        return max(20, min(300, 40_000 // ((2 * self.model.size) ** 3)))

    def _fresh(self, tried: int) -> Floats:
        """Simple numbers, from the simplest on, then over more and more scales."""
        size = self._batch()
        width = (3, 8, 16)[min(tried, 2)]
        rows = np.column_stack([self.random.choice(pool[:width], size=size) for pool in self.pools])
        if tried % 2:  # all couplings strong or weak together
            together = np.exp2(self.random.integers(-3, 10, size=(size, 1)))
            rows = np.where(self.is_warm, rows, rows * together)
        if tried >= 2:
            spread = 1 + tried % 5
            rows = rows * np.exp2(self.random.integers(-spread, spread + 1, size=rows.shape))
        return rows

    def _near(self, elite: Floats, reach: float) -> Floats:
        """Around each of the best, near and far; some coordinates stay."""
        rows = np.repeat(elite, max(1, self._batch() // len(elite)), axis=0)
        spread = 2.0 * reach * np.exp2(-self.random.integers(0, 6, size=(len(rows), 1)).astype(float))
        moving = self.random.random(rows.shape) < 0.6
        step: Floats = rows * np.exp(spread * moving * self.random.normal(size=rows.shape))
        return step

    def _margins(self, rows: Floats, warm: Floats) -> Floats:
        """The smallest height of the wanted fluxes; below -2 where a condition fails."""
        self._charge(len(rows), warm.shape[1])
        heights: Floats = self.model.heights(rows, warm).min(axis=2)
        if self.landscape is not None:
            flat = warm.reshape(-1, len(self.names))
            allowed = self.landscape.passes(flat, slack=1e-12).reshape(heights.shape)
            lacking = np.minimum(self.landscape.heights(flat), 0.0).sum(axis=1).reshape(heights.shape)
            heights = np.where(allowed, heights, -2.0 + lacking)
        return heights

    def _charge(self, rows: int, trials: int = 1) -> None:
        size = 2 * self.model.size
        each = 10 + 0.4 * size**2 + 0.02 * size**3 * len(self.model.baths) + 0.1 * trials * len(self.wanted)
        self.budget.charge(500 + 50 * size + rows * each)

    def _best_temperatures(self, rows: Floats) -> tuple[Floats, Floats]:
        """For each row the temperatures with the largest margin: (margins, rows)."""
        trials = _TEMPERATURES if self.is_warm.any() else 1
        warm: Floats = np.repeat(rows[:, None, :], trials, axis=1)
        if trials > 1:
            shape = (1, trials - 1, int(self.is_warm.sum()))
            scales = np.exp2(self.random.integers(-6, 7, size=shape) * (np.arange(trials - 1) % 2)[None, :, None])
            warm[:, 1:, self.is_warm] = self.random.choice(POOL[:8], size=shape) * scales
        heights = self._margins(rows, warm)
        choice = heights.argmax(axis=1)
        every = np.arange(len(rows))
        return heights[every, choice], warm[every, choice]

    # exact --------------------------------------------------------------------------------------------

    def _verified(self, point: Point) -> bool:
        self.budget.charge(1000 + 40 * len(self.network.sites) ** 3)
        return (
            all(n in self.network.real or v > 0 for n, v in point.items())
            and all(condition.holds(point) for condition in self.given)
            and has_signs(self.network, self.wanted, point)
        )

    def _rational(self, row: Floats) -> Point | None:
        """The coarsest rounding that keeps all signs."""
        if not np.isfinite(row).all():
            return None
        roundings = [{n: near(float(x), t) for n, x in zip(self.names, row, strict=True)} for t in TOLERANCES[:7]]
        roundings.append({n: read(float(x)) for n, x in zip(self.names, row, strict=True)})
        rows = np.array([[float(v) for v in point.values()] for point in roundings])
        self._charge(len(rows))
        promising = self.model.heights(rows, rows[:, None, :]).min(axis=(1, 2)) > 1e-9
        return next((p for p, good in zip(roundings, promising, strict=True) if good and self._verified(p)), None)

    def _simplified(self, point: Point) -> Point:
        """Each value in turn the simplest that will do."""
        part = Budget(1.0)  # the point is there already
        for _ in range(2):
            before = dict(point)
            for name in self.names:
                values = simpler(point[name], real=name in self.network.real)
                if not values:
                    continue
                rows = np.array([[float({**point, name: v}[n]) for n in self.names] for v in values])
                part.charge(1000 + 20 * len(rows) * self.model.size)
                good: npt.NDArray[np.bool_] = self.model.heights(rows, rows[:, None, :]).min(axis=(1, 2)) > 1e-9
                for value in (v for v, promising in zip(values, good, strict=True) if promising):
                    if part.is_spent:
                        return point
                    part.charge(1000 + 40 * len(self.network.sites) ** 3)
                    if self._verified({**point, name: value}):
                        point = {**point, name: value}
                        break
            if point == before:
                break
        return point
