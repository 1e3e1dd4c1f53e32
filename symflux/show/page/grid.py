"""Fluxes of a network whose formulas are too long for a page: numbers on a grid over one or two of its couplings."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.network import Network
from symflux.numeric import fluxes
from symflux.show.page.dials import Dial

__all__ = ["grid_data"]

_NUMBERS = 30_000  #: of all tables together; four bytes each
_MOST, _LEAST = 41, 7  #: points along a side
_REACH = 10.0  #: the grid goes from a tenth of the first value to ten times it


def grid_data(network: Network, dials: Sequence[Dial]) -> dict[str, Any]:
    """The axes, and for every flux its coefficient of each bath's temperature at the points of the grid.

    The coefficients are floats of single precision, ``error`` is that of the doubles they were made from. Raises
    :class:`NetworkError` for drives, whose part of a flux is no coefficient of a temperature, and where frictions or
    springs are temperatures too.

    >>> import symflux as sf
    >>> from symflux.show.page.dials import dials_of
    >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> data = grid_data(net, dials_of(net))
    >>> data["names"], sorted(data["tables"]), data["error"] < 1e-10
    (['k'], ['bath_flux(1)', 'bath_flux(2)', 'flux(1,2)'], True)
    """
    if network.drive_items or network.feedback_items:
        raise NetworkError("a grid of numbers is for networks of springs and baths, without drives and feedback")
    couplings = [dial for dial in dials if not dial.is_temperature]
    springs = {name for _, k in network.spring_items for name in k.names}
    axes = [dial for dial in couplings if not dial.is_real and dial.value > 0]
    axes = sorted(axes, key=lambda dial: dial.name not in springs)[:2]
    count = len(network.bath_items) * (len(network.bonds) + len(network.bath_items))
    side = int((_NUMBERS / count) ** (1 / max(len(axes), 1)))
    side = max(_LEAST, min(_MOST, side)) if axes else 1
    steps = np.geomspace(1 / _REACH, _REACH, side) if axes else np.ones(1)
    values: dict[str, Any] = {dial.name: float(dial.value) for dial in couplings}
    for place, dial in enumerate(axes):
        shape = [1] * len(axes)
        shape[place] = side
        values[dial.name] = (float(dial.value) * steps).reshape(shape)
    tables: dict[str, list[str]] = {}
    error = 0.0
    for number in range(len(network.bath_items)):
        sweep = fluxes(_one_hot(network, number), values)
        error = max(error, sweep.error)
        for name, array in sweep.items():
            tables.setdefault(name, []).append(_text(np.broadcast_to(array, (side,) * len(axes) or (1,))))
    return {
        "names": [dial.name for dial in axes],
        "steps": [round(float(step), 12) for step in steps],
        "tables": tables,
        "error": error,
    }


def _one_hot(network: Network, number: int) -> Network:
    """One bath at temperature 1, the others at 0: each flux is its coefficient of that temperature."""
    baths = tuple(
        replace(bath, temperature=RationalFunction.constant(int(k == number)))
        for k, bath in enumerate(network.bath_items)
    )
    return Network.of(replace(network, bath_items=baths))


def _text(array: Any) -> str:
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode("ascii")
