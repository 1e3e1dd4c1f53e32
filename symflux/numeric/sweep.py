"""Sweeps: fluxes, conductances and covariances of a network over arrays of parameter values, in floats.

Every sweep carries an error estimate: at two of its points (the worst conditioned, and the last) the exact value at the
same binary numbers is computed and compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symflux.errors import NetworkError
from symflux.model.labels import closest, parameter_name, show_label
from symflux.model.network import Network
from symflux.numeric.batch import Batch

__all__ = ["Sweep", "conductances", "covariance", "fluxes"]

Floats = NDArray[np.float64]
_BATCH = 20_000  #: points at a time


@dataclass(frozen=True)
class Sweep(Mapping[str, Floats]):
    """Arrays by name, as ``sweep["flux(1,2)"]``, in the common shape of the values.

    ``error`` is the largest relative error at the two points that were computed exactly too.

    >>> import numpy, symflux as sf
    >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, 1)})
    >>> sweep = fluxes(pair, {"k": numpy.array([1.0, 2.0]), "T1": 3.0})
    >>> sorted(sweep), sweep["flux(1,2)"].round(6).tolist(), sweep.error < 1e-10
    (['bath_flux(1)', 'bath_flux(2)', 'flux(1,2)'], [0.333333, 0.571429], True)
    """

    arrays: Mapping[str, Floats]
    points: Mapping[str, Floats]  #: the values of the parameters, in the common shape
    error: float

    def __getitem__(self, name: str) -> Floats:
        if name not in self.arrays:
            raise NetworkError(f"no array {name!r}; {closest(str(name), tuple(self.arrays))}")
        return self.arrays[name]

    def __iter__(self) -> Any:
        return iter(self.arrays)

    def __len__(self) -> int:
        return len(self.arrays)

    def __repr__(self) -> str:
        shape = next((array.shape for array in self.arrays.values()), ())
        return f"<sweep of shape {shape}: {', '.join(self.arrays)}; error {self.error:.1g}>"

    def to_xarray(self) -> Any:
        """The arrays as an ``xarray.Dataset`` (needs xarray), the values as coordinates of one dimension ``point``.

        Raises :class:`NetworkError` where xarray is not installed.

        >>> Sweep({}, {}, 0.0).arrays
        {}
        """
        try:
            import xarray
        except ImportError:
            raise NetworkError("to_xarray needs xarray: pip install xarray") from None
        data = {name: ("point", array.reshape(-1)) for name, array in self.arrays.items()}
        return xarray.Dataset(data, coords={n: ("point", v.reshape(-1)) for n, v in self.points.items()})


def fluxes(net: Network, values: Mapping[Any, Any] | None = None) -> Sweep:
    """Every bond and bath flux at every point: ``values`` gives each parameter a number or an array (they broadcast).

    Raises :class:`NetworkError` naming parameters without values, and where the steady state is not unique or stable.
    """

    def asked(batch: Batch) -> dict[str, Floats]:
        index, found = net.index, dict[str, Floats]()
        for i, j in net.bonds:
            left, right = batch.position({index(i): 1, index(j): -1}), batch.speed({index(j): 1})
            k = batch.number(net.spring(j, i))
            found[f"flux({i},{j})"] = k * _total(net, batch, left, right)
        for number, bath in enumerate(net.bath_items):
            along = batch.speed(dict(batch.directions[number]))
            found[f"bath_flux({show_label(bath.label)})"] = _total(net, batch, batch.force(number), along)
        return found

    def exact(state: Any) -> dict[str, Any]:
        result = {f"flux({i},{j})": state.bond_flux(i, j, by="spring") for i, j in net.bonds}
        return result | {f"bath_flux({show_label(label)})": state.bath_flux(label) for label in net.baths}

    return _sweep(net, values, asked, exact)


def conductances(net: Network, values: Mapping[Any, Any] | None = None) -> Sweep:
    """Every conductance, ordered: ``conductance(b,a)`` is the heat into bath b per unit of T_a - T_b.

    Raises as :func:`fluxes` does; temperatures need no value.

    >>> import symflux as sf
    >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> float(conductances(pair, {"k": 2.0})["conductance(1,2)"].round(6))
    0.285714
    """

    def asked(batch: Batch) -> dict[str, Floats]:
        found = {}
        for b, bath in enumerate(net.bath_items):
            along = batch.speed(dict(batch.directions[b]))
            for a, other in enumerate(net.bath_items):
                if a != b:
                    name = f"conductance({show_label(bath.label)},{show_label(other.label)})"
                    found[name] = batch.number(bath.friction) * batch.mean(a, along, along)
        return found

    def exact(state: Any) -> dict[str, Any]:
        labels = list(net.baths)
        return {
            f"conductance({show_label(b)},{show_label(a)})": state.conductance(b, a)
            for b in labels
            for a in labels
            if a != b
        }

    return _sweep(net, values, asked, exact, warm=False)


def covariance(net: Network, first: tuple[str, Any], second: tuple[str, Any], values: Any = None) -> Sweep:
    """The covariance of two coordinates ``("q", site)`` or ``("v", site)``, under the name ``"covariance"``.

    Raises as :func:`fluxes` does, and for a coordinate that diffuses.

    >>> import symflux as sf
    >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, 2), 2: (1, 1)})
    >>> float(covariance(pair, ("q", 1), ("q", 1), {"k": 1.0})["covariance"].round(6))
    1.166667
    """
    state = net.steady_state()
    state.covariance(first, second)  # refuses what diffuses, in words

    def asked(batch: Batch) -> dict[str, Floats]:
        signals = [
            batch.position({net.index(site): 1}) if kind == "q" else batch.speed({net.index(site): 1})
            for kind, site in (first, second)
        ]
        return {"covariance": _total(net, batch, *signals)}

    if any(kind == "p" for kind, _ in (first, second)):
        raise NetworkError('covariances of floats are of ("q", site) and ("v", site); p is m v')
    return _sweep(net, values, asked, lambda exact: {"covariance": exact.covariance(first, second)})


def _total(net: Network, batch: Batch, left: Any, right: Any) -> Floats:
    strengths = [bath.temperature for bath in net.bath_items] + [drive.strength for drive in net.drive_items]
    total = np.zeros(batch.points)
    for source, strength in enumerate(strengths):
        total = total + batch.number(strength) * batch.mean(source, left, right)
    return total


def _sweep(
    net: Network, values: Any, asked: Callable[[Batch], dict[str, Floats]], exact: Callable[[Any], dict[str, Any]],
    *, warm: bool = True,
) -> Sweep:  # fmt: skip
    needed = net.parameters if warm else net.coupling_parameters
    given = _arrays(net, values or {}, needed)
    shape = np.broadcast_shapes(*(v.shape for v in given.values())) if given else ()
    flat = {name: np.broadcast_to(v, shape).reshape(-1).astype(float) for name, v in given.items()}
    points = int(np.prod(shape)) if shape else 1
    found: dict[str, list[Floats]] = {}
    conditions = []
    for start in range(0, points, _BATCH):
        part = {name: v[start : start + _BATCH] for name, v in flat.items()}
        batch = Batch(net, part, min(_BATCH, points - start))
        batch.solve()
        conditions.append(batch.conditions)
        for name, array in asked(batch).items():
            found.setdefault(name, []).append(array)
    arrays = {name: np.concatenate(parts).reshape(shape) for name, parts in found.items()}
    worst = int(np.argmax(np.concatenate(conditions)))
    error = max(_error(net, flat, arrays, exact, k) for k in {worst, points - 1})
    return Sweep(arrays, {name: np.broadcast_to(v, shape) for name, v in given.items()}, error)


def _arrays(net: Network, values: Mapping[Any, Any], needed: tuple[str, ...]) -> dict[str, Floats]:
    given: dict[str, Floats] = {}
    for key, value in values.items():
        name = parameter_name(key)
        if name not in net.parameters:
            raise NetworkError(f"no parameter {name!r}; {closest(name, net.parameters)}")
        array = np.asarray(value, dtype=float)
        if not np.all(np.isfinite(array)):
            raise NetworkError(f"{name}: values must be finite")
        if name not in net.real and np.any(array < 0):
            raise NetworkError(f"{name}: parameters are positive unless declared real")
        if name in needed:
            given[name] = array
    missing = [name for name in needed if name not in given]
    if missing:
        raise NetworkError(f"no value for {', '.join(missing)}: give each a number or an array")
    return given


def _error(
    net: Network, flat: Mapping[str, Floats], arrays: Mapping[str, Floats], exact: Callable[[Any], Any], point: int
) -> float:
    """The largest error at one point, relative to the largest value there: exact at the same binary numbers."""
    there = net.at({name: Fraction(float(v[point])) for name, v in flat.items()})
    values = {name: float(result.rational_function.value) for name, result in exact(there.steady_state()).items()}
    size = max(map(abs, values.values()), default=1.0) or 1.0
    return max((abs(float(arrays[name].reshape(-1)[point]) - v) / size for name, v in values.items()), default=0.0)
