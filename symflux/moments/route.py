"""The fast route, for symbolic couplings and for numbers."""

from __future__ import annotations

from symflux.model.linear_model import LinearModel
from symflux.moments.rational import RationalMoments
from symflux.moments.symbolic import SymbolicMoments
from symflux.moments.system import Moments

__all__ = ["Moments", "moments_of"]


def moments_of(model: LinearModel) -> Moments:
    """The moments of a model, over Z where its couplings are numbers and over Z[parameters] where not."""
    return SymbolicMoments(model) if model.parameters else RationalMoments(model)
