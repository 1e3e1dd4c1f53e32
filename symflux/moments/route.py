"""The fast route, for symbolic couplings and for numbers: which solver, by what is known beforehand.

No symbol: whole numbers. Symbols that are only units are set to 1 where one or two others stay, V_ii is one symbol
wherever it has one of its own; the rest is chosen in :mod:`symflux.moments.symbolic` by the number of symbols and the
size. All of them return the same objects.
"""

from __future__ import annotations

from symflux.model.linear_model import LinearModel
from symflux.moments.rational import RationalMoments
from symflux.moments.reduced import OwnDiagonalMoments, UnitMoments, own_diagonal, units_removed
from symflux.moments.symbolic import NUMBERS_FROM, SymbolicMoments
from symflux.moments.system import Moments

__all__ = ["OWN_DIAGONAL_FROM", "Moments", "moments_of"]

OWN_DIAGONAL_FROM = 7  #: symbols from which fewer terms are worth the way back


def moments_of(model: LinearModel) -> Moments:
    """The moments of a model, over Z where its couplings are numbers and over Z[parameters] where not."""
    symbols = len(model.parameters)
    if not symbols:
        return RationalMoments(model)
    if symbols <= 4 and model.size >= min(NUMBERS_FROM.values()) and (reduced := units_removed(model)) is not None:
        grading, unit_free = reduced
        left = symbols - len(grading.references)
        if left in NUMBERS_FROM and model.size >= NUMBERS_FROM[left]:
            return UnitMoments(model, grading, lambda: SymbolicMoments(unit_free))
        if left == 0:
            return UnitMoments(model, grading, lambda: RationalMoments(unit_free))
    if symbols >= OWN_DIAGONAL_FROM and (own := own_diagonal(model)) is not None:
        sums, diagonal = own
        return OwnDiagonalMoments(model, sums, lambda: SymbolicMoments(diagonal))
    return SymbolicMoments(model)
