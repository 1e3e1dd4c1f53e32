"""The fast route, for symbolic couplings and for numbers."""

from __future__ import annotations

from symflux.model.network import Network
from symflux.moments.rational import RationalMoments
from symflux.moments.symbolic import SymbolicMoments
from symflux.moments.system import Moments

__all__ = ["Moments", "moments_of"]


def moments_of(network: Network) -> Moments:
    """The moments of a network, over Z where its couplings are numbers and over Z[parameters] where not."""
    return SymbolicMoments(network) if network.coupling_parameters else RationalMoments(network)
