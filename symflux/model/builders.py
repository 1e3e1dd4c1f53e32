"""From what users give to the checked :class:`Elements` of a network: every problem found is reported, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.linear import negative_direction
from symflux.errors import NetworkError
from symflux.model.elements import Bath, Bond, Elements
from symflux.model.labels import Site, closest, ordered_sites, parameter_name, show_label, show_site
from symflux.model.linear_model import linear_model
from symflux.model.problems import Problems

__all__ = ["MAX_SITES", "MAX_SPRINGS", "build", "build_from_matrix", "build_from_networkx", "checked", "graph_of"]

MAX_SITES = 1_000
MAX_SPRINGS = 10_000
MAX_SITES_SIGNED = 128  #: where springs or pins are negative, definiteness has to be decided by elimination

_ZERO = RationalFunction.constant(0)
_ONE = RationalFunction.constant(1)


def build(
    *,
    springs: Iterable[Sequence[Any]],
    pinning: Any = 0,
    baths: Mapping[Site, Any] | None = None,
    masses: Any = None,
    sites: Iterable[Site] = (),
    real: Iterable[Any] = (),
    name: str | None = None,
    quartic: Mapping[Bond, Any] | None = None,
    quartic_pinning: Any = None,
    refused: Sequence[str] = (),
) -> Elements:
    """The checked elements of a network; ``refused`` are problems that the caller has found already."""
    problems = Problems()
    problems.lines.extend(refused)
    listed = _listed(sites)
    if len(listed) > MAX_SITES:
        problems.add(f"sites: {len(listed)} sites; the limit is {MAX_SITES}")
        listed = []
    mentioned: list[Site] = [s for s in (problems.site("sites", label) for label in listed) if s is not None]
    if len(set(mentioned)) < len(mentioned):
        problems.add("sites: a site is listed twice")
    items = _springs(springs, problems, mentioned)
    pins = _table("pinning", pinning, problems, mentioned)
    mass = _table("mass", 1 if masses is None else masses, problems, mentioned)
    order = ordered_sites(mentioned)
    texts = {str(site): site for site in order}
    if len(texts) < len(order):
        problems.add("sites: a number and a string spell the same label; they could not be told apart in a file")
    if not order:
        problems.add("no sites: give springs, sites, a pinning table or a mass table")
    if len(order) > MAX_SITES:
        problems.add(f"{len(order)} sites; the limit is {MAX_SITES}")
    bath_items = _baths(baths or {}, problems, order)
    declared = _real(real, problems)
    problems.raise_if_any()
    elements = Elements(
        sites=order,
        spring_items=tuple(items),
        pinning_items=tuple(pins(site, _ZERO) for site in order),
        mass_items=tuple(mass(site, _ONE) for site in order),
        bath_items=tuple(bath_items),
        real=declared,
        name=_name(name),
    )
    elements = checked(elements)
    if quartic or quartic_pinning is not None:
        elements = with_quartic(elements, quartic or {}, quartic_pinning)
    strangers = [name for name in sorted(declared) if name not in elements.parameters]
    if strangers:
        raise NetworkError(f"real: no parameter {strangers[0]!r}; {closest(strangers[0], elements.parameters)}")
    return elements


def _listed(values: Any) -> list[Any]:
    if isinstance(values, str | int):
        return [values]
    try:
        return list(values)
    except TypeError:
        return [values]


def _name(name: Any) -> str | None:
    if name is None:
        return None
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= 100:
        raise NetworkError("name: use a printable string of up to 100 characters")
    return name


def _springs(
    springs: Iterable[Sequence[Any]], problems: Problems, mentioned: list[Site]
) -> list[tuple[Bond, RationalFunction]]:
    listed = _listed(springs)
    if len(listed) > MAX_SPRINGS:
        problems.add(f"{len(listed)} springs; the limit is {MAX_SPRINGS}")
        return []
    items: list[tuple[Bond, RationalFunction]] = []
    seen: set[frozenset[Site]] = set()
    for number, entry in enumerate(listed, start=1):
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
        items.append(((i, j), problems.value(where, entry[2])))
    return items


def _table(
    what: str, given: Any, problems: Problems, mentioned: list[Site]
) -> Callable[[Site, RationalFunction], RationalFunction]:
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


def _baths(given: Any, problems: Problems, order: Sequence[Site]) -> list[Bath]:
    if not isinstance(given, Mapping):
        problems.add("baths: write {site: (friction, temperature)}")
        return []
    found: dict[Site, Bath] = {}
    for label, entry in given.items():
        site = problems.site("bath", label)
        if site is None:
            continue
        where = f"bath at {site}"
        if site not in order:
            shown = ", ".join(map(str, order[:20])) + (", ..." if len(order) > 20 else "")
            problems.add(f"{where}: no such site; sites: {shown or 'none'}")
        if isinstance(entry, Bath):
            entry = (entry.friction, entry.temperature)
        if isinstance(entry, str) or not isinstance(entry, Sequence) or len(entry) != 2:
            problems.add(f"{where}: write (friction, temperature)")
            continue
        friction = problems.value(f"{where}, friction", entry[0])
        temperature = problems.value(f"{where}, temperature", entry[1])
        found[site] = Bath(friction, temperature, sites=(site,), label=site)
    return [found[site] for site in order if site in found]


def _real(real: Iterable[Any], problems: Problems) -> frozenset[str]:
    names = set()
    listed = _listed(real)
    if len(listed) > MAX_SPRINGS:
        problems.add(f"real: {len(listed)} names; the limit is {MAX_SPRINGS}")
        return frozenset()
    for key in listed:
        try:
            names.add(parameter_name(key))
        except NetworkError as error:
            problems.add(f"real: {error}")
    return frozenset(names)


def is_never_positive(value: RationalFunction, real: frozenset[str]) -> bool:
    """Whether no positive parameters can make the value positive, as far as coefficients alone show."""
    return value.sign(real, strict=False) in (0, -1)


def checked(elements: Elements) -> Elements:
    """The elements themselves, if they are physical; :class:`NetworkError` with every reason why not."""
    problems = Problems()
    for site, mass in elements.masses.items():
        if is_never_positive(mass, elements.real):
            problems.add(f"mass of site {site}: {mass.summary()} is not positive")
    for bath in elements.bath_items:
        for what, value in (("friction", bath.friction), ("temperature", bath.temperature)):
            if is_never_positive(value, elements.real):
                problems.add(f"bath at {show_label(bath.label)}, {what}: {value.summary()} is not positive")
    problems.raise_if_any()
    values = [k for _, k in elements.spring_items] + list(elements.pinning_items)
    if any(v.is_constant and v.value < 0 for v in values) and all(v.is_constant for v in values):
        if len(elements.sites) > MAX_SITES_SIGNED:
            raise NetworkError(
                f"negative springs or pins on {len(elements.sites)} sites; the limit there is {MAX_SITES_SIGNED}"
            )
        matrix = [[entry.value for entry in row] for row in linear_model(elements).coupling.dense()]
        direction = negative_direction(matrix)
        if direction is not None:
            shown = ", ".join(map(str, direction))
            raise NetworkError(f"the potential energy is not bounded below: it is negative along q = ({shown})")
    return elements


def build_from_matrix(
    V: Any, *, baths: Any, sites: Iterable[Site] | None, masses: Any, real: Iterable[Any], name: str | None
) -> Elements:
    """See :meth:`Network.from_matrix`."""
    if hasattr(V, "tolist"):
        V = V.tolist()
    if not isinstance(V, Sequence) or isinstance(V, str) or not all(isinstance(row, Sequence) for row in V):
        raise NetworkError("V: write a square matrix as a list of rows, a numpy array or a sympy Matrix")
    size = len(V)
    if size > MAX_SITES:
        raise NetworkError(f"V: {size} rows; the limit is {MAX_SITES}")
    if any(len(row) != size for row in V):
        raise NetworkError(f"V: {size} rows, so every row needs {size} entries")
    problems = Problems()
    matrix = [[problems.value(f"V[{i}, {j}]", entry) for j, entry in enumerate(row, 1)] for i, row in enumerate(V, 1)]
    for i in range(size):
        for j in range(i):
            if matrix[i][j] != matrix[j][i]:
                problems.add(f"V[{i + 1}, {j + 1}] and V[{j + 1}, {i + 1}] differ: V must be symmetric")
    labels = list(range(1, size + 1)) if sites is None else _listed(sites)
    if len(labels) != size:
        problems.add(f"sites: {len(labels)} labels for {size} rows of V")
    if isinstance(masses, Sequence) and not isinstance(masses, str):
        if len(masses) != size:
            problems.add(f"masses: {len(masses)} values for {size} rows of V")
        masses = dict(zip(labels, masses, strict=False))
    problems.raise_if_any()
    springs = [(labels[i], labels[j], -matrix[i][j]) for i in range(size) for j in range(i + 1, size) if matrix[i][j]]
    pinning = {labels[i]: sum(matrix[i], _ZERO) for i in range(size)}
    return build(springs=springs, pinning=pinning, baths=baths, masses=masses, sites=labels, real=real, name=name)


def build_from_networkx(
    graph: Any, *, spring: Any, pinning: Any, baths: Any, masses: Any, real: Iterable[Any], name: str | None
) -> Elements:
    """See :meth:`Network.from_networkx`."""
    if not hasattr(graph, "edges") or not hasattr(graph, "nodes"):
        raise NetworkError(f"a networkx graph is needed, not {type(graph).__name__}")
    if graph.is_directed() or graph.is_multigraph():
        raise NetworkError("the graph must be undirected, with at most one edge between two nodes")
    nodes = dict(graph.nodes(data=True))
    if pinning is None:
        pinning = {site: data["pinning"] for site, data in nodes.items() if "pinning" in data}
    if masses is None:
        masses = {site: data["mass"] for site, data in nodes.items() if "mass" in data}
    if baths is None:
        half = [s for s, d in nodes.items() if ("friction" in d) != ("temperature" in d)]
        if half:
            raise NetworkError(f"node {show_site(half[0])}: a bath needs both friction and temperature")
        baths = {s: (d["friction"], d["temperature"]) for s, d in nodes.items() if "friction" in d}
    return build(
        springs=[(i, j, data.get("k", spring)) for i, j, data in graph.edges(data=True)],
        pinning=pinning, baths=baths, masses=masses, sites=list(nodes), real=real, name=name,
    )  # fmt: skip


def graph_of(network: Elements) -> Any:
    """See :meth:`Network.to_networkx`."""
    try:
        import networkx
    except ImportError:
        raise NetworkError("to_networkx needs networkx: pip install 'symflux[networkx]'") from None
    graph = networkx.Graph(name=network.name or "")
    for site in network.sites:
        data = {"pinning": str(network.pinning[site]), "mass": str(network.masses[site])}
        for bath in network.baths_at(site):
            data |= {"friction": str(bath.friction), "temperature": str(bath.temperature)}
        graph.add_node(site, **data)
    for (i, j), k in network.spring_items:
        graph.add_edge(i, j, k=str(k))
    return graph


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
