"""An entry of the atlas examined by another route: the steady state of the network, with numbers, at several points."""

from __future__ import annotations

from fractions import Fraction

from symflux.algebra.parser import parse
from symflux.catalogue.entry import Entry
from symflux.catalogue.equal_springs import EqualSprings
from symflux.catalogue.quadrant import in_units
from symflux.catalogue.settle import settle

__all__ = ["problems"]

_POINTS = ((1, 1, 1, 1), (2, 1, 3, 1), (1, 5, 1, 2), (7, 2, 3, 5))
Point = tuple[int, int, int, int]


def problems(entry: Entry, *, thorough: bool = False) -> list[str]:
    """What is wrong with an entry of equal springs, in words; empty if nothing is.

    Every witness, and four points more, are computed anew; without hidden motions by the moments of the network, which
    know nothing of paths. ``thorough`` settles the entry anew as well.

    >>> import symflux as sf
    >>> [problems(entry) for entry in sf.atlas(sites=3)]
    [[], [], []]
    """
    found = []
    points = set(_POINTS)
    for orbit in entry.data["orbits"]:
        points |= {(k, c, g, m) for k, c, g, m in orbit.get("points", ())}
    for point in sorted(points):
        values = _slopes(entry, point)
        for orbit in entry.data["orbits"]:
            expected = _claimed(orbit, point)
            for i, j, turn in orbit["bonds"]:
                sign = (values[i, j] > 0) - (values[i, j] < 0)
                if sign != expected * turn:
                    shown = ", ".join(f"{name} = {value}" for name, value in zip("kcgm", point, strict=True))
                    found.append(f"{entry.key}: flux {i} -> {j} has the sign {sign} at {shown}")
        for orbit in entry.data["orbits"]:
            for place, wanted in zip(orbit.get("points", ()), (1, -1), strict=False):
                if _claimed(orbit, (place[0], place[1], place[2], place[3])) != wanted:
                    found.append(f"{entry.key}: a witness of bond {orbit['bonds'][0][:2]} has the wrong sign")
    if thorough and settle(entry.key) != entry.data:
        found.append(f"{entry.key}: settled anew it is another entry")
    return list(dict.fromkeys(found))


def _claimed(orbit: dict[str, list[str]], point: Point) -> int:
    """The sign that the entry claims at a point for the first bond of an orbit."""
    sign = int(str(orbit.get("sign", 0)))
    units = in_units(point)
    for name in orbit.get("open", ()):
        factor = parse(name).numerator
        value = factor.evaluate({n: units[n] for n in factor.names})
        sign *= (value > 0) - (value < 0)
    return sign


def _slopes(entry: Entry, point: Point) -> dict[tuple[int, int], Fraction]:
    """{bond: flux per unit of T1 - T2}."""
    if entry.hidden:
        fluxes = EqualSprings(entry.graph)
        units = in_units(point)
        return {bond: fluxes.numerator(bond).evaluate(units) for bond in entry.bonds}
    state = entry.network(point).steady_state()
    return {bond: Fraction(state.bond_flux(*bond).coefficients[1].value) for bond in entry.bonds}
