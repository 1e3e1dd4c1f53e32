"""What both numeric routes compute: for every flux, the coefficient of every bath's temperature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symflux.crosscheck.numeric_network import Context, Flow, NumericNetwork, Source, number

__all__ = ["NumericFluxes"]


@dataclass(frozen=True)
class NumericFluxes:
    """Heat per time and per unit of each source's temperature or strength.

    ``coefficients[flow][source]`` for bonds, baths and works, None where it is infinite. A conductance K_ij is what
    bath j takes from bath i's flux.
    """

    ctx: Context
    network: NumericNetwork
    coefficients: Mapping[Flow, Mapping[Any, Any]]

    def is_infinite(self, flow: Flow) -> bool:
        """Whether some source makes it infinite."""
        if flow[0] == "conductance":
            return self.coefficients["bath", flow[1]][flow[2]] is None
        return None in self.coefficients[flow].values()

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

        With ``per_degree`` the largest gamma/m, the same for coefficients. Without a mass the rate is that of V.
        """
        network, rates = self.network, []
        for source in network.sources:
            heavy = [m for i, _ in source.direction if (m := network.mass[i][i])]
            rate = (1 if source.friction is None else source.friction) / min(heavy) if heavy else self._slow(source)
            rates.append(number(self.ctx, Fraction(rate * (1 if per_degree else source.strength))))
        return max(rates, default=self.ctx.mpf(0))

    def _slow(self, source: Source) -> Fraction:
        stiff = sum((abs(entry) for i, _ in source.direction for entry in self.network.potential[i]), Fraction(0))
        return stiff / (source.friction or max(self.network.damping[i][i] for i, _ in source.direction))

    def _parts(self, flow: Flow) -> list[Any]:
        coefficients = self.coefficients[flow]
        return [coefficients[source.label] * number(self.ctx, source.strength) for source in self.network.sources]

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
                flow: max(abs(c - other.coefficients[flow][source]) for source, c in parts.items())
                for flow, parts in self.coefficients.items()
                if not self.is_infinite(flow)
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
