"""The fast route, for symbolic couplings and for numbers."""

from __future__ import annotations

from symflux.network.network import Network
from symflux.steady_state.moment_system import Moments
from symflux.steady_state.rational_moments import RationalMoments
from symflux.steady_state.symbolic_moments import SymbolicMoments

__all__ = ["Moments", "moments_of"]


def moments_of(network: Network) -> Moments:
    """The moments of a network, over Z where its couplings are numbers and over Z[parameters] where not."""
    return SymbolicMoments(network) if network.coupling_parameters else RationalMoments(network)
