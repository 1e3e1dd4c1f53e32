"""Which sign map a live page shows first: one with something to see, if a look in floats finds one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np

from symflux.errors import SymfluxError
from symflux.model.network import Network
from symflux.numeric import fluxes
from symflux.show.page.dials import Dial

__all__ = ["first_plane"]

_SIDE = 13  #: points looked at along a side
_ENOUGH = 0.03  #: of them with the rarer sign
_PAIRS = 24  #: of parameters that are looked at


def first_plane(network: Network, dials: Sequence[Dial], names: Sequence[str]) -> list[int]:
    """The places of a flux among ``names`` and of two parameters among the dials; springs come before the rest.

    >>> import symflux as sf
    >>> from symflux.show.page.dials import dials_of
    >>> net = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1,
    ...                             baths={1: (1, "T1"), 2: (1, "T2")})
    >>> first_plane(net, dials_of(net), ["flux(1,3)", "flux(1,2)"])
    [0, 0, 1]
    """
    springs = {name for _, k in network.spring_items for name in k.names}
    order = sorted(range(len(dials)), key=lambda k: (dials[k].is_temperature, dials[k].name not in springs, k))
    pairs = sorted(combinations(range(len(order)), 2), key=lambda pair: (pair[1], pair[0]))
    best, chosen = 0.0, [-1, *order[:2]]
    for first, second in [(order[i], order[j]) for i, j in pairs][:_PAIRS]:
        values: dict[str, Any] = {dial.name: float(dial.value) for dial in dials}
        values[dials[first].name] = _steps(dials[first])[:, None]
        values[dials[second].name] = _steps(dials[second])[None, :]
        try:
            sweep = fluxes(network, values)
        except SymfluxError:
            continue
        for place, name in enumerate(names):
            if name not in sweep.arrays or not name.startswith("flux"):
                continue
            share = float(np.mean(sweep[name] > 0))
            share = min(share, 1 - share)
            if best == 0 and chosen[0] < 0 and np.any(sweep[name]):
                chosen = [place, first, second]
            if share >= _ENOUGH:  # the first flux of the first plane that shows both signs
                return [place, first, second]
            if share > best:
                best, chosen = share, [place, first, second]
    return [max(chosen[0], 0), *chosen[1:]]


def _steps(dial: Dial) -> Any:
    """Values about where the dial stands, none of them special."""
    value = float(dial.value)
    if dial.is_real or value <= 0:
        return np.linspace(-1.93, 2.03, _SIDE) * (abs(value) or 1.0) if dial.is_real else np.linspace(0.03, 2.01, _SIDE)
    return value * (np.linspace(0.05, 1.97, _SIDE) if dial.is_temperature else np.geomspace(0.053, 19.1, _SIDE))
