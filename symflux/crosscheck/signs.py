"""Signs of fluxes at a point, in floating point: what the exact sign routines are tested against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symflux.crosscheck.lyapunov import fluxes_by_lyapunov
from symflux.crosscheck.numeric_network import Flow, numeric_network
from symflux.model.network import Network

__all__ = ["flux_signs"]


def flux_signs(network: Network, at: Mapping[Any, Any] | None = None, *, digits: int = 30) -> dict[Flow, int]:
    """{("bond", i, j) or ("bath", i): 1, -1, or 0} at a point that gives every parameter a rational value.

    0 says that the flux is below the rounding errors, half of the ``digits`` computed with; not that it vanishes.

    >>> from symflux.model.families import chain
    >>> flux_signs(chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, 2)}), {"T1": 1})
    {('bond', 1, 2): -1, ('bath', 1): -1, ('bath', 2): 1}
    """
    fluxes = fluxes_by_lyapunov(numeric_network(network, at), digits)
    threshold = fluxes.exchanged() * fluxes.ctx.mpf(10) ** (-(digits // 2))
    return {
        flow: _sign(fluxes.value(flow), threshold)
        for flow in fluxes.coefficients
        if flow[0] != "work" and not fluxes.is_infinite(flow)
    }


def _sign(value: Any, threshold: Any) -> int:
    return 0 if abs(value) <= threshold else 1 if value > 0 else -1
