"""From what users give to the checked :class:`Elements` of a network: every problem found is reported, at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.elements import Bond, Elements
from symflux.model.labels import Site, closest, ordered_sites
from symflux.model.physical import checked
from symflux.model.problems import Problems
from symflux.model.tables import (
    MAX_SITES,
    MAX_SPRINGS,
    listed,
    read_baths,
    read_drives,
    read_masses,
    read_pairs,
    read_real,
    read_springs,
    read_table,
)

__all__ = ["MAX_SITES", "MAX_SPRINGS", "build", "build_from_matrix", "checked", "with_quartic"]

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)


def build(
    *,
    springs: Iterable[Sequence[Any]],
    pinning: Any = 0,
    baths: Any = None,
    masses: Any = None,
    inerters: Any = None,
    sites: Iterable[Site] = (),
    magnetic: Any = None,
    drives: Any = None,
    feedback: Any = None,
    real: Iterable[Any] = (),
    name: str | None = None,
    quartic: Mapping[Bond, Any] | None = None,
    quartic_pinning: Any = None,
    refused: Sequence[str] = (),
) -> Elements:
    """The checked elements of a network; ``refused`` are problems that the caller has found already."""
    problems = Problems()
    problems.lines.extend(refused)
    mentioned = _mentioned(sites, problems)
    found = read_springs(springs, problems, mentioned)
    pins = read_table("pinning", pinning, problems, mentioned)
    mass, between = read_masses(masses, problems, mentioned)
    between += read_pairs("mass", inerters, problems, mentioned, creates=True)
    order = _ordered(mentioned, problems)
    known = list(order)
    elements = {
        "bath_items": tuple(read_baths(baths, problems, order)),
        "magnetic_items": tuple(read_pairs("magnetic field", magnetic, problems, known)),
        "drive_items": tuple(read_drives(drives, problems, order)),
        "feedback_items": tuple(read_pairs("feedback", feedback, problems, known, may_be_one=True)),
    }
    declared = read_real(real, problems)
    problems.raise_if_any()
    result = checked(
        Elements(
            sites=order,
            spring_items=tuple(found.reciprocal),
            pinning_items=tuple(pins(site, _ZERO) for site in order),
            mass_items=tuple(mass(site, _ONE) for site in order),
            directed_items=tuple(found.directed),
            inerter_items=tuple(between),
            real=declared,
            name=_name(name),
            **elements,  # type: ignore[arg-type]
        )
    )
    if quartic or quartic_pinning is not None:
        result = with_quartic(result, quartic or {}, quartic_pinning)
    strangers = [name for name in sorted(declared) if name not in result.parameters]
    if strangers:
        raise NetworkError(f"real: no parameter {strangers[0]!r}; {closest(strangers[0], result.parameters)}")
    return result


def _mentioned(sites: Any, problems: Problems) -> list[Site]:
    given = listed(sites)
    if len(given) > MAX_SITES:
        problems.add(f"sites: {len(given)} sites; the limit is {MAX_SITES}")
        given = []
    mentioned = [s for s in (problems.site("sites", label) for label in given) if s is not None]
    if len(set(mentioned)) < len(mentioned):
        problems.add("sites: a site is listed twice")
    return mentioned


def _ordered(mentioned: list[Site], problems: Problems) -> tuple[Site, ...]:
    order = ordered_sites(mentioned)
    texts = {str(site): site for site in order}
    if len(texts) < len(order):
        problems.add("sites: a number and a string spell the same label; they could not be told apart in a file")
    if not order:
        problems.add("no sites: give springs, sites, a pinning table or a mass table")
    if len(order) > MAX_SITES:
        problems.add(f"{len(order)} sites; the limit is {MAX_SITES}")
    return order


def _name(name: Any) -> str | None:
    if name is None:
        return None
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= 100:
        raise NetworkError("name: use a printable string of up to 100 characters")
    return name


def build_from_matrix(
    V: Any,
    *,
    baths: Any,
    sites: Iterable[Site] | None,
    masses: Any,
    damping: Any,
    drives: Any,
    reciprocal: bool,
    real: Iterable[Any],
    name: str | None,
) -> Elements:
    """See :meth:`Network.from_matrix`."""
    problems = Problems()
    matrix = _square("V", V, problems)
    size = len(matrix)
    if reciprocal:
        for i in range(size):
            for j in range(i):
                if matrix[i][j] != matrix[j][i]:
                    problems.add(
                        f"V[{i + 1}, {j + 1}] and V[{j + 1}, {i + 1}] differ: V must be symmetric "
                        "(reciprocal=False allows one-way springs)"
                    )
    labels = list(range(1, size + 1)) if sites is None else listed(sites)
    if len(labels) != size:
        problems.add(f"sites: {len(labels)} labels for {size} rows of V")
    if isinstance(masses, Sequence) and not isinstance(masses, str):
        if len(masses) != size:
            problems.add(f"masses: {len(masses)} values for {size} rows of V")
        masses = dict(zip(labels, masses, strict=False))
    magnetic, feedback = _damping(damping, labels, size, problems)
    problems.raise_if_any()
    springs = [
        (labels[i], labels[j], -matrix[i][j] if matrix[i][j] == matrix[j][i] else (-matrix[i][j], -matrix[j][i]))
        for i in range(size)
        for j in range(i + 1, size)
        if matrix[i][j] or matrix[j][i]
    ]
    pinning = {labels[i]: sum(matrix[i], _ZERO) for i in range(size)}
    return build(
        springs=springs, pinning=pinning, baths=baths, masses=masses, sites=labels, magnetic=magnetic, drives=drives,
        feedback=feedback, real=real, name=name,
    )  # fmt: skip


def _square(what: str, given: Any, problems: Problems) -> list[list[RationalFunction]]:
    if hasattr(given, "tolist"):
        given = given.tolist()
    is_rows = isinstance(given, Sequence) and not isinstance(given, str)
    if not is_rows or not all(isinstance(row, Sequence) and not isinstance(row, str) for row in given):
        raise NetworkError(f"{what}: write a square matrix as a list of rows, a numpy array or a sympy Matrix")
    size = len(given)
    if size > MAX_SITES:
        raise NetworkError(f"{what}: {size} rows; the limit is {MAX_SITES}")
    if any(len(row) != size for row in given):
        raise NetworkError(f"{what}: {size} rows, so every row needs {size} entries")
    return [
        [problems.value(f"{what}[{i}, {j}]", entry) for j, entry in enumerate(row, 1)] for i, row in enumerate(given, 1)
    ]


def _damping(damping: Any, labels: list[Any], size: int, problems: Problems) -> tuple[Any, Any]:
    """What a velocity matrix without the baths adds: fields where it is antisymmetric, feedback where it is not."""
    if damping is None:
        return None, None
    matrix = _square("damping", damping, problems)
    if len(matrix) != size:
        raise NetworkError(f"damping: {len(matrix)} rows for {size} rows of V")
    if len(labels) != size:
        return None, None
    magnetic, feedback = {}, {}
    for i in range(size):
        for j in range(size):
            if i < j and matrix[i][j] == -matrix[j][i]:
                if matrix[i][j]:
                    magnetic[labels[i], labels[j]] = -matrix[i][j]
            elif matrix[i][j] and (i == j or matrix[i][j] != -matrix[j][i]):
                feedback[labels[i], labels[j]] = matrix[i][j]
    return magnetic, feedback


def with_quartic(elements: Elements, springs: Mapping[Bond, Any], pinning: Any) -> Elements:
    """See :meth:`Network.with_quartic`."""
    problems = Problems()
    items: dict[Bond, RationalFunction] = {}
    if not isinstance(springs, Mapping):
        raise NetworkError("quartic springs: write {(site, site): value}")
    for bond, value in springs.items():
        if isinstance(bond, str) or not isinstance(bond, Sequence) or len(bond) != 2:
            problems.add("quartic spring: write {(site, site): value}")
            continue
        i, j = bond
        try:
            known = elements.has_bond(i, j)
        except NetworkError as error:
            problems.add(f"quartic spring: {error}")
            continue
        if i == j:
            problems.add(f"quartic spring {i}-{j}: joins a site to itself")
        elif not known:
            problems.add(f"quartic spring {i}-{j}: no bond there; give it a spring (0 is allowed)")
        elif (j, i) in items:
            problems.add(f"quartic spring {i}-{j}: given twice")
        items[(i, j)] = problems.value(f"quartic spring {i}-{j}", value)
    pins: dict[Site, RationalFunction] = {}
    if pinning is not None:
        table = pinning if isinstance(pinning, Mapping) else dict.fromkeys(elements.sites, pinning)
        for site, value in table.items():
            try:
                elements.index(site)
            except NetworkError as error:
                problems.add(f"quartic pinning: {error}")
                continue
            pins[site] = problems.value(f"quartic pinning of site {site}", value)
    problems.raise_if_any()
    return replace(
        elements,
        quartic_items=tuple((bond, c) for bond, c in items.items() if c),
        quartic_pinning_items=tuple((site, pins[site]) for site in elements.sites if pins.get(site)),
    )
