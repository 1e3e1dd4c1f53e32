"""What users write for springs, masses, baths and the rest, read into elements; every problem is collected.

A place is a site or a pair of sites. Three forms of a bath entry: ``(friction, temperature)``, a list of such pairs
(labels ``2.1``, ``2.2``), a table ``{name: (friction, temperature)}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.model.elements import Bath, Bond, Drive
from symflux.model.labels import Label, Site, parameter_name, show_label, show_site
from symflux.model.problems import Problems

__all__ = [
    "MAX_SITES",
    "MAX_SPRINGS",
    "Springs",
    "listed",
    "read_baths",
    "read_drives",
    "read_masses",
    "read_pairs",
    "read_real",
    "read_springs",
    "read_table",
]

MAX_SITES = 1_000
MAX_SPRINGS = 10_000

_Filled = Callable[[Site, RationalFunction], RationalFunction]


class Springs:
    """The springs as they were given: reciprocal ones, and directed ones with a constant for each end."""

    def __init__(self) -> None:
        self.reciprocal: list[tuple[Bond, RationalFunction]] = []
        self.directed: list[tuple[Bond, tuple[RationalFunction, RationalFunction]]] = []


def listed(values: Any) -> list[Any]:
    """A list of what may be one label or many."""
    if isinstance(values, str | int):
        return [values]
    try:
        return list(values)
    except TypeError:
        return [values]


def _is_pair(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2


def read_springs(springs: Iterable[Sequence[Any]], problems: Problems, mentioned: list[Site]) -> Springs:
    """Springs ``(i, j, k)`` or ``(i, j, (k_ij, k_ji))``; their sites join ``mentioned``."""
    found, given = Springs(), listed(springs)
    if len(given) > MAX_SPRINGS:
        problems.add(f"{len(given)} springs; the limit is {MAX_SPRINGS}")
        return found
    seen: set[frozenset[Site]] = set()
    for number, entry in enumerate(given, start=1):
        if isinstance(entry, str) or not isinstance(entry, Sequence) or len(entry) != 3:
            problems.add(f"spring {number}: write (site, site, spring constant)")
            continue
        i, j = (problems.site(f"spring {number}", label) for label in entry[:2])
        if i is None or j is None:
            continue
        where = f"spring {i}-{j}"
        mentioned += [i, j]
        if i == j:
            problems.add(f"{where}: joins a site to itself; pinning holds a site in place")
        elif frozenset((i, j)) in seen:
            problems.add(f"{where}: given twice; add the two constants")
        seen.add(frozenset((i, j)))
        _read_constant(found, (i, j), entry[2], where, problems)
    return found


def _read_constant(found: Springs, bond: Bond, value: Any, where: str, problems: Problems) -> None:
    if not isinstance(value, list | tuple):
        found.reciprocal.append((bond, problems.value(where, value)))
        return
    if len(value) != 2 or any(each is None for each in value):
        wanted = f"(k_{bond[0]}{bond[1]}, k_{bond[1]}{bond[0]})"
        problems.add(f"{where}: {show_site(value)} is not an exact value; a directed spring has two, {wanted}")
        return
    first, second = (problems.value(where, each) for each in value)
    if first == second:
        found.reciprocal.append((bond, first))
    else:
        found.directed.append((bond, (first, second)))


def read_table(what: str, given: Any, problems: Problems, mentioned: list[Site]) -> _Filled:
    """One value for all sites, or a table that also creates sites."""
    if not isinstance(given, Mapping):
        value = problems.value(what, given)
        return lambda site, default: value
    table: dict[Site, RationalFunction] = {}
    if len(given) > MAX_SITES:
        problems.add(f"{what}: {len(given)} sites; the limit is {MAX_SITES}")
        given = {}
    for label, entry in given.items():
        site = problems.site(what, label)
        if site is not None:
            mentioned.append(site)
            table[site] = problems.value(f"{what} of site {site}", entry)
    return lambda site, default: table.get(site, default)


def read_masses(
    given: Any, problems: Problems, mentioned: list[Site]
) -> tuple[_Filled, list[tuple[Bond, RationalFunction]]]:
    """Masses of sites, and of pairs of sites: inerters (capacitors between two nodes)."""
    inerters: dict[Bond, Any] = {}
    if isinstance(given, Mapping):
        inerters = {key: value for key, value in given.items() if isinstance(key, tuple)}
        given = {key: value for key, value in given.items() if not isinstance(key, tuple)}
    filled = read_table("mass", 1 if given is None else given, problems, mentioned)
    return filled, read_pairs("mass", inerters, problems, mentioned, creates=True)


def read_pairs(
    what: str, given: Any, problems: Problems, sites: list[Site], *, creates: bool = False, may_be_one: bool = False
) -> list[tuple[Bond, RationalFunction]]:
    """``{(i, j): value}`` for two sites of the network, in the order given; they join the list where it ``creates``."""
    if given is None:
        return []
    if not isinstance(given, Mapping):
        problems.add(f"{what}: write {{(site, site): value}}")
        return []
    found: dict[Bond, RationalFunction] = {}
    for key, value in list(given.items())[: MAX_SPRINGS + 1]:
        pair = _sites_of(what, key, problems, sites, creates=creates, lengths=(2,), may_be_one=may_be_one)
        if pair is None:
            continue
        where = f"{what} {pair[0]}-{pair[1]}"
        if not may_be_one and (pair[1], pair[0]) in found:
            problems.add(f"{where}: given twice")
        found[pair[0], pair[1]] = problems.value(where, value)
    if len(given) > MAX_SPRINGS:
        problems.add(f"{what}: {len(given)} pairs; the limit is {MAX_SPRINGS}")
    return list(found.items())


def _sites_of(
    what: str, key: Any, problems: Problems, sites: list[Site], *,
    creates: bool = False, lengths: Sequence[int] = (1, 2), may_be_one: bool = False,
) -> tuple[Site, ...] | None:  # fmt: skip
    """A place: one site, or two different ones, of the network."""
    given = key if isinstance(key, tuple) else (key,)
    if len(given) not in lengths:
        example = "a site or a pair of sites" if 1 in lengths else "a pair of sites, as in (1, 2)"
        problems.add(f"{what} {show_site(key)}: write {example}")
        return None
    found = []
    for label in given:
        site = problems.site(what, label)
        if site is None:
            return None
        if creates:
            sites.append(site)
        elif site not in sites:
            shown = ", ".join(map(str, sites[:20])) + (", ..." if len(sites) > 20 else "")
            problems.add(f"{_place(what, given)}: no such site; sites: {shown or 'none'}")
            return None
        found.append(site)
    if len(found) == 2 and found[0] == found[1] and not may_be_one:
        problems.add(f"{what} {found[0]}-{found[1]}: joins a site to itself")
        return None
    return tuple(found)


def _place(what: str, given: Sequence[Any]) -> str:
    shown = "-".join(map(show_site, given))
    return f"{what} at {shown}" if len(given) == 1 else f"{what} {shown}"


def read_baths(given: Any, problems: Problems, order: Sequence[Site]) -> list[Bath]:
    """Baths at sites and between them, each with its label; in the order of their first sites."""
    if given is None:
        return []
    if not isinstance(given, Mapping):
        problems.add("baths: write {site: (friction, temperature)}")
        return []
    found: dict[Any, Bath] = {}
    for key, entry in given.items():
        sites = _sites_of("bath", key, problems, list(order))
        for label, values in _entries(sites or ("?",), entry):
            bath = _bath(sites or (), label if sites else show_site(key), values, problems)
            if bath is None or sites is None or (isinstance(label, str) and problems.site("bath", label) is None):
                continue
            seen = frozenset(label) if isinstance(label, tuple) else str(label)  # formulas and files spell labels
            if seen in found or any(seen == str(site) and sites != (site,) for site in order):
                problems.add(f"bath at {show_label(label)}: another bath or a site has this name; labels are unique")
            found[seen] = bath
    place = {site: k for k, site in enumerate(order)}
    return sorted(found.values(), key=lambda bath: (len(bath.sites), place[bath.sites[0]]))


def _bath(sites: tuple[Site, ...], label: Label, values: Any, problems: Problems) -> Bath | None:
    where = f"bath at {show_label(label)}"
    if isinstance(values, Bath):
        values = (values.friction, values.temperature)
    if not _is_pair(values):
        problems.add(f"{where}: write (friction, temperature)")
        return None
    friction = problems.value(f"{where}, friction", values[0])
    return Bath(friction, problems.value(f"{where}, temperature", values[1]), sites=sites, label=label)


def _entries(sites: tuple[Site, ...], entry: Any) -> Iterator[tuple[Label, Any]]:
    """(label, what was given for it) of each bath at a place."""
    own: Label = sites[0] if len(sites) == 1 else (sites[0], sites[1])
    if isinstance(entry, Mapping):
        yield from entry.items()
    elif isinstance(entry, list | tuple) and any(isinstance(each, Bath | list | tuple) for each in entry):
        for number, each in enumerate(entry, start=1):
            yield f"{show_label(own)}.{number}", each
    else:
        yield own, entry


def read_drives(given: Any, problems: Problems, order: Sequence[Site]) -> list[Drive]:
    """``{site or pair: strength}``."""
    if given is None:
        return []
    if not isinstance(given, Mapping):
        problems.add("drives: write {site: strength}")
        return []
    found: dict[frozenset[Site], Drive] = {}
    for key, value in given.items():
        sites = _sites_of("drive", key, problems, list(order))
        if sites is not None:
            if frozenset(sites) in found:
                problems.add(f"{_place('drive', sites)}: given twice; add the two strengths")
            found[frozenset(sites)] = Drive(problems.value(_place("drive", sites), value), sites)
    return list(found.values())


def read_real(real: Iterable[Any], problems: Problems) -> frozenset[str]:
    """The names of parameters that may have either sign."""
    names = set()
    given = listed(real)
    if len(given) > MAX_SPRINGS:
        problems.add(f"real: {len(given)} names; the limit is {MAX_SPRINGS}")
        return frozenset()
    for key in given:
        try:
            names.add(parameter_name(key))
        except NetworkError as error:
            problems.add(f"real: {error}")
    return frozenset(names)
