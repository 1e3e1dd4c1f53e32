"""Wishes that a linear law of a symmetric network forbids: heat all the way round a uniform ring."""

from __future__ import annotations

from collections.abc import Sequence

from symflux.errors import NetworkError
from symflux.family.certificate import FamilyCertificate
from symflux.family.symmetry import symmetry_laws
from symflux.model.network import Network
from symflux.quantities.claim import Claim

__all__ = ["forbidden_circulation"]

_FEWEST = 2  #: wishes: a law has at least two terms that are bonds


def forbidden_circulation(network: Network, wishes: Sequence[Claim]) -> tuple[str, FamilyCertificate] | None:
    """(the reason, its certificate) where the wished signs of fluxes contradict a law with positive weights, or None.

    >>> import symflux as sf
    >>> ring = sf.ring(3, spring="k", baths={1: ("g1", "T1"), 2: ("g2", "T2")})
    >>> reason, certificate = forbidden_circulation(ring, [ring.symmetry_laws()[0].claim]) or ("none", None)
    >>> reason
    'none'
    """
    forward = {bond for wish in wishes for bond in _directed(wish)}
    if len(forward) < _FEWEST:
        return None
    try:
        laws = symmetry_laws(network)
    except NetworkError:  # elements that the theorem does not cover, or too many sites
        return None
    for law in laws:
        if law.cycle is None:
            continue
        steps = set(zip(law.cycle, (*law.cycle[1:], law.cycle[0]), strict=True))
        needed = {bond if bond in steps else bond[::-1] for bond in law.resistances}
        turned = {bond[::-1] for bond in needed}
        shown = {(str(i), str(j)) for i, j in needed}
        back = {(str(i), str(j)) for i, j in turned}
        if shown <= forward or back <= forward:
            return f"heat cannot circulate here: {law}", law.certificate()
    return None


def _directed(wish: Claim) -> list[tuple[str, str]]:
    """The bond of a wish ``flux(i,j) > 0``, in the direction of the heat; empty for any other wish."""
    value = wish.formal_difference
    names = value.names
    if wish.relation not in (">", "<") or len(names) != 1 or not names[0].startswith("flux("):
        return []
    top, bottom = value.numerator, value.denominator
    if top.total_degree != 1 or len(top) != 1 or not bottom.is_constant:
        return []
    i, j = names[0][5:-1].split(",")
    positive = (top.leading_coefficient > 0) == (wish.relation == ">")
    return [(i, j) if positive else (j, i)]
