"""What both numeric routes compute: for every flux, the coefficient of every bath's temperature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symflux.crosscheck.numeric_network import Context, NumericNetwork, number
from symflux.model.labels import Label

__all__ = ["Flow", "NumericFluxes"]

#: ("bond", i, j), ("bath", i) or ("conductance", i, j), with the sites' labels
Flow = tuple[Any, ...]


@dataclass(frozen=True)
class NumericFluxes:
    """Heat per time and per unit of each bath's temperature.

    ``coefficients[flow][bath]`` for bonds and baths. A conductance K_ij is what bath j takes from bath i's flux.
    """

    ctx: Context
    network: NumericNetwork
    coefficients: Mapping[Flow, Mapping[Label, Any]]

    def value(self, flow: Flow) -> Any:
        """The flux at the network's temperatures, or the conductance."""
        if flow[0] == "conductance":
            return -self.coefficients["bath", flow[1]][flow[2]]
        return self.ctx.fsum(part for part in self._parts(flow))

    def size(self, flow: Flow) -> Any:
        """The size of the parts of which the flux is the sum: what a flux near zero has to be compared with."""
        if flow[0] == "conductance":
            return abs(self.value(flow))
        return max((abs(part) for part in self._parts(flow)), default=self.ctx.mpf(0))

    def exchanged(self, *, per_degree: bool = False) -> Any:
        """The largest gamma T/m: what a bath and its site exchange in both directions, the source of rounding errors.

        With ``per_degree`` the largest gamma/m, the same for coefficients.
        """
        rates = [
            number(self.ctx, friction / self.network.masses[i] * (1 if per_degree else temperature))
            for _, i, friction, temperature in self.network.baths
        ]
        return max(rates, default=self.ctx.mpf(0))

    def _parts(self, flow: Flow) -> list[Any]:
        coefficients = self.coefficients[flow]
        return [coefficients[site] * number(self.ctx, t) for site, _, _, t in self.network.baths]

    def agreement(self, flow: Flow, value: Any) -> int:
        """To how many digits an exact value agrees, at most the working precision.

        Relative to the value; where that is exactly 0, relative to the parts that cancel.
        """
        scale = abs(value) or self._floored(self.size(flow), self.exchanged(per_degree=flow[0] == "conductance"))
        return self._digits(abs(self.value(flow) - value), scale)

    def lost(self, flow: Flow, value: Any) -> int:
        """How many digits a flux of the given value may lose to cancellation: its size against what is exchanged."""
        size = self.exchanged(per_degree=flow[0] == "conductance")
        if not value or size <= abs(value):
            return 0
        return int(self.ctx.ceil(self.ctx.log10(size / abs(value))))

    def convergence(self, other: NumericFluxes) -> int:
        """To how many digits two computations agree in all coefficients, each relative to the largest of its flux."""
        return self.digits_of(
            {
                flow: max(abs(c - other.coefficients[flow][site]) for site, c in parts.items())
                for flow, parts in self.coefficients.items()
            }
        )

    def digits_of(self, errors: Mapping[Flow, Any]) -> int:
        """The digits that errors of this size leave right, each relative to the largest coefficient of its flux."""
        exchanged = self.exchanged(per_degree=True)
        digits = [int(self.ctx.dps)]
        for flow, error in errors.items():
            largest = max(map(abs, self.coefficients[flow].values()))
            digits.append(self._digits(error, self._floored(largest, exchanged)))
        return min(digits)

    def _floored(self, size: Any, exchanged: Any) -> Any:
        """The size, unless it is itself a rounding error of what is exchanged."""
        return size if size > exchanged * self.ctx.eps * 10**10 else exchanged

    def _digits(self, difference: Any, scale: Any) -> int:
        if not difference or not scale:
            return int(self.ctx.dps)
        return max(0, min(int(self.ctx.dps), int(self.ctx.floor(-self.ctx.log10(difference / scale)))))
