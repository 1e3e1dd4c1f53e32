"""Two-dimensional pictures of temperature space, as exact polygons.

- A network with three baths: temperatures up to a common factor are the points of a triangle, at corner b only
  bath b is hot. Every flux vanishes on a line through the middle, where all temperatures are equal.
- Any network with all but two temperatures fixed: the quadrant of these two, cut by one line for each flux.

Either way the cells are cones in three homogeneous coordinates, and their polygons come from exact generators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy

from symflux.algebra import exact
from symflux.errors import NetworkError, SignError
from symflux.model.labels import Label
from symflux.model.network import Bond, Network
from symflux.polyhedra.arrangement import arrange
from symflux.polyhedra.cone import generators
from symflux.polyhedra.linear_program import Row, Vector
from symflux.temperature.region import label_of, numeric_form
from symflux.temperature.sources import checked_bonds, form_of, sources_of
from symflux.temperature.space import TemperatureSpace, rational

__all__ = ["Plane", "PlaneCell", "PlaneLine", "quadrant", "triangle"]

_ZERO, _ONE = Fraction(0), Fraction(1)
_SIGNS = {1: "+", 0: "0", -1: "-"}


@dataclass(frozen=True)
class PlaneCell:
    """One sign pattern: its convex polygon (corners in order), and a point of it with small temperatures."""

    signs: Mapping[Bond, str]
    corners: tuple[Vector, ...]  #: homogeneous coordinates, normalized to the picture
    point: Vector
    witness: Mapping[Label, sympy.Rational]


@dataclass(frozen=True)
class PlaneLine:
    """The part of a line inside the picture on which the fluxes of ``bonds`` vanish."""

    bonds: tuple[Bond, ...]
    ends: tuple[Vector, Vector]


@dataclass(frozen=True)
class Plane:
    """A picture of temperature space.

    ``kind`` is "triangle" (three coordinates that add up to 1) or "quadrant" (x, y, 1 with 0 <= x, y <= limit).
    """

    kind: str
    names: tuple[str, ...]  #: of the temperatures on the axes or at the corners
    cells: tuple[PlaneCell, ...]
    lines: tuple[PlaneLine, ...]
    limit: Fraction
    fixed: Mapping[str, Fraction]  #: the temperatures that do not vary
    here: Vector | None  #: the network's own temperatures, where they are numbers


def triangle(ss: Any, *, bonds: Iterable[Bond] | None = None, given: Any = ()) -> Plane:
    """The triangle of the temperatures of a network with three baths. Couplings must be numbers.

    Conditions in ``given`` compare temperatures; a condition with a number in it has no place in a picture up to
    a common factor, and is refused.

    >>> from symflux import paper
    >>> plane = triangle(paper.example_3().steady_state())
    >>> len(plane.cells), plane.lines[1].bonds
    (6, ((1, 3),))
    """
    network: Network = ss.network
    space = TemperatureSpace.of(network, given)
    space.check_not_empty()
    if len(space.baths) != 3:
        raise SignError(f"a triangle needs three baths; this network has {len(space.baths)}: use over=(site, site)")
    if space.has_unit:
        raise SignError("given: a temperature compared with a number; the triangle shows temperatures up to a factor")
    listed = checked_bonds(network, bonds)
    forms = [_form(ss, bond, space.baths) for bond in listed]
    frame = _positive(3) + [each.as_row(3) for each in space.assumptions]

    def small(point: Vector) -> dict[Label, Fraction]:
        return {site: Fraction(int(t.p), int(t.q)) for site, t in space.witness(point).items()}

    own = [sources_of(network)[b] for b in space.baths]
    here = tuple(t.value for t in own) if all(t.is_constant for t in own) else None
    return Plane(
        "triangle",
        space.names,
        _cells(listed, forms, frame, None, _to_sum, small),
        _lines(listed, forms, frame, _to_sum),
        _ONE,
        {},
        None if here is None else _to_sum(here),
    )


def quadrant(
    ss: Any,
    over: Sequence[Label],
    *,
    at: Mapping[Any, Any] | None = None,
    bonds: Iterable[Bond] | None = None,
    limit: Any = None,
) -> Plane:
    """The plane of two bath temperatures, all others fixed by ``at`` or by the network's own numbers.

    ``at`` is {bath site or name of its temperature: value}. Both axes end at ``limit``; by default beyond every
    crossing of lines and beyond the network's own temperatures.
    """
    network: Network = ss.network
    if len(set(over)) != 2:
        raise SignError("over names two different baths")
    space = TemperatureSpace.of(network)
    for site in over:
        if site not in space.baths:
            network.bath(site)
    names = dict(zip(space.baths, space.names, strict=True))
    values: dict[Label, Fraction] = {}
    for key, value in (at or {}).items():
        named = next((b for b in space.baths if key == b or str(key) == names[b]), None)
        if named is None or named in over:
            raise NetworkError(f"at: {key} is not one of the fixed temperatures")
        values[named] = exact(value).value
    for site in space.baths:
        if site not in values and site not in over:
            values[site] = _own_value(network, site, names[site])
    listed = checked_bonds(network, bonds)
    forms = []
    for bond in listed:
        parts = dict(zip(space.baths, _form(ss, bond, space.baths), strict=True))
        constant = sum((parts[b] * t for b, t in values.items()), _ZERO)
        forms.append((parts[over[0]], parts[over[1]], constant))
    own = [sources_of(network)[site] for site in over]
    here = (own[0].value, own[1].value, _ONE) if all(t.is_constant for t in own) else None
    reach = _limit(forms, [*values.values(), *(here or ())]) if limit is None else Fraction(exact(limit).value)
    if reach <= 0:
        raise SignError(f"limit is {reach}: the axes end at a positive temperature")
    box = [Row((-_ONE, _ZERO, reach), ">"), Row((_ZERO, -_ONE, reach), ">")]
    frame = _positive(3) + box

    def everywhere(point: Vector) -> dict[Label, Fraction]:
        found = {**values, over[0]: point[0] / point[2], over[1]: point[1] / point[2]}
        return {site: found[site] for site in space.baths}

    return Plane(
        "quadrant",
        (names[over[0]], names[over[1]]),
        _cells(listed, forms, frame, 2, _to_unit, everywhere),
        _lines(listed, forms, frame, _to_unit),
        reach,
        {names[site]: value for site, value in values.items()},
        here if here is not None and max(here[:2]) <= reach else None,
    )


def _own_value(network: Network, source: Label, name: str) -> Fraction:
    own = sources_of(network)[source]
    if not own.is_constant:
        what = "temperature" if source in network.baths else "strength"
        raise NetworkError(f"the {what} {name} has no value: put one in at={{...}}")
    return own.value


def _form(ss: Any, bond: Bond, baths: Sequence[Label]) -> Vector:
    flux = ss.bond_flux(*bond)
    form = form_of(flux)
    return numeric_form({b: form[b] for b in baths}, label_of(flux))


def _positive(size: int) -> list[Row]:
    return [Row(tuple(_ONE if i == j else _ZERO for j in range(size)), ">") for i in range(size)]


def _to_sum(vector: Vector) -> Vector:
    total = sum(vector, _ZERO)
    return tuple(x / total for x in vector)


def _to_unit(vector: Vector) -> Vector:
    return tuple(x / vector[-1] for x in vector)


def _limit(forms: Sequence[Vector], fixed: Sequence[Fraction]) -> Fraction:
    """A round number beyond every crossing of two lines, or of a line and an axis, in the quadrant."""
    reach = [Fraction(2), *(Fraction(5, 4) * t for t in fixed)]
    lines = [form for form in forms if form[0] or form[1]] + [(_ONE, _ZERO, _ZERO), (_ZERO, _ONE, _ZERO)]
    for k, (a, b, c) in enumerate(lines):
        for d, e, f in lines[k + 1 :]:
            determinant = a * e - b * d
            if determinant:
                x, y = (b * f - c * e) / determinant, (c * d - a * f) / determinant
                if x >= 0 and y >= 0:
                    reach += [x * Fraction(5, 4), y * Fraction(5, 4)]
    wanted = max(reach)
    step = Fraction(10) ** (len(str(int(wanted))) - 1) / 2
    return step * (int(wanted / step) + 1)


def _cells(
    bonds: Sequence[Bond],
    forms: Sequence[Vector],
    frame: Sequence[Row],
    unit: int | None,
    normalize: Callable[[Vector], Vector],
    witness_at: Callable[[Vector], dict[Label, Fraction]],
) -> tuple[PlaneCell, ...]:
    cells = []
    for cell in arrange(forms, frame, unit=unit).cells:
        rows = [
            Row(form if sign > 0 else tuple(-a for a in form), ">")
            for form, sign in zip(forms, cell.signs, strict=True)
            if sign
        ]
        rays = generators([*rows, *frame], 3).rays
        corners = _in_order([normalize(ray) for ray in rays])
        values = witness_at(cell.point)
        point = normalize(cell.point if unit is not None else tuple(values.values()))
        witness = {site: rational(t) for site, t in values.items()}
        signs = {bond: _SIGNS[s] for bond, s in zip(bonds, cell.signs, strict=True)}
        cells.append(PlaneCell(signs, tuple(corners), point, witness))
    return tuple(cells)


def _lines(
    bonds: Sequence[Bond], forms: Sequence[Vector], frame: Sequence[Row], normalize: Callable[[Vector], Vector]
) -> tuple[PlaneLine, ...]:
    """One line for each set of proportional forms."""
    found: dict[tuple[Vector, ...], list[Bond]] = {}
    for bond, form in zip(bonds, forms, strict=True):
        if not any(form):
            continue
        rays = generators([*frame, Row(form, "==")], 3).rays
        ends = tuple(sorted({normalize(ray) for ray in rays}))
        if len(ends) == 2:
            found.setdefault(ends, []).append(bond)
    return tuple(PlaneLine(tuple(listed), (ends[0], ends[1])) for ends, listed in found.items())


def _in_order(points: Sequence[Vector]) -> list[Vector]:
    """Corners of a convex polygon in order around it: by slope from the lowest, lower chain first."""
    unique = sorted(set(points))
    if len(unique) < 3:
        return unique
    first, last = unique[0], unique[-1]

    def side(p: Vector) -> Fraction:
        return (last[0] - first[0]) * (p[1] - first[1]) - (last[1] - first[1]) * (p[0] - first[0])

    below = [p for p in unique if side(p) < 0]
    above = [p for p in unique[1:-1] if side(p) >= 0]
    return [first, *below, last, *above[::-1]]
