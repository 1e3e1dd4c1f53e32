"""Networks from networkx graphs and back: every element is an attribute of a node or an edge, as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symflux.errors import NetworkError
from symflux.model.builders import build
from symflux.model.elements import Elements
from symflux.model.labels import show_site

__all__ = ["build_from_networkx", "graph_of"]


def build_from_networkx(
    graph: Any, *, spring: Any, weight: str | None, pinning: Any, baths: Any, masses: Any, real: Iterable[Any],
    name: str | None,
) -> Elements:  # fmt: skip
    """See :meth:`Network.from_networkx`."""
    if not hasattr(graph, "edges") or not hasattr(graph, "nodes"):
        raise NetworkError(f"a networkx graph is needed, not {type(graph).__name__}")
    if graph.is_directed() or graph.is_multigraph():
        raise NetworkError("the graph must be undirected, with at most one edge between two nodes")
    if weight is not None and not isinstance(weight, str):
        raise NetworkError("weight: give the name of the edge attribute that holds the spring constant")
    nodes, edges = dict(graph.nodes(data=True)), list(graph.edges(data=True))
    several = next((node for node in nodes if isinstance(node, tuple)), None)
    if several is not None:  # a pair of sites names a bond everywhere else
        raise NetworkError(
            f"node {show_site(several)}: a site is an int or a string, not a tuple; relabel the graph first, "
            'as in networkx.relabel_nodes(graph, lambda node: ".".join(map(str, node)))'
        )
    if pinning is None:
        pinning = {site: data["pinning"] for site, data in nodes.items() if "pinning" in data}
    if masses is None:
        masses = {site: data["mass"] for site, data in nodes.items() if "mass" in data}
        masses |= {_ends(i, j, data): data["mass"] for i, j, data in edges if "mass" in data}
    if baths is None:
        baths = _baths(nodes, edges)
    drives = {site: data["drive"] for site, data in nodes.items() if "drive" in data}
    drives |= {_ends(i, j, data): data["drive"] for i, j, data in edges if "drive" in data}
    feedback = {(site, of): h for site, data in nodes.items() for of, h in dict(data.get("feedback", {})).items()}
    springs = []
    for i, j, data in edges:
        if data.get("spring", True):
            springs.append((*_ends(i, j, data), _spring(i, j, data, spring, weight)))
    return build(
        springs=springs, pinning=pinning, baths=baths, masses=masses, sites=list(nodes),
        magnetic={_ends(i, j, data): data["magnetic"] for i, j, data in edges if "magnetic" in data},
        drives=drives, feedback=feedback, real=real, name=name,
    )  # fmt: skip


def _ends(i: Any, j: Any, data: Any) -> tuple[Any, Any]:
    """The two sites in the order in which a directed element means them."""
    first, second = data.get("between", (i, j))
    return first, second


def _spring(i: Any, j: Any, data: Any, spring: Any, weight: str | None) -> Any:
    if "k" in data:
        return data["k"]
    if weight is not None:
        return data.get("weight" if weight == "k" else weight, spring)
    if "weight" in data:
        raise NetworkError(
            f"edge {show_site(i)}-{show_site(j)} has the attribute weight, and no k: "
            'write weight="k" to use the weights as spring constants'
        )
    return spring


def _baths(nodes: Any, edges: Any) -> dict[Any, Any]:
    half = [s for s, d in nodes.items() if ("friction" in d) != ("temperature" in d)]
    if half:
        raise NetworkError(f"node {show_site(half[0])}: a bath needs both friction and temperature")
    baths: dict[Any, Any] = {s: (d["friction"], d["temperature"]) for s, d in nodes.items() if "friction" in d}
    baths |= {s: d["baths"] for s, d in nodes.items() if "baths" in d}
    return baths | {_ends(i, j, d): d["baths"] for i, j, d in edges if "baths" in d}


def graph_of(network: Elements) -> Any:
    """See :meth:`Network.to_networkx`."""
    try:
        import networkx
    except ImportError:
        raise NetworkError("to_networkx needs networkx: pip install 'symflux[networkx]'") from None
    graph = networkx.Graph(name=network.name or "")
    for site in network.sites:
        graph.add_node(site, pinning=str(network.pinning[site]), mass=str(network.masses[site]))
    for bath in network.bath_items:
        here, values = _data(graph, bath.sites), (str(bath.friction), str(bath.temperature))
        if bath.label == bath.sites[0]:
            here |= {"friction": values[0], "temperature": values[1]}
        elif isinstance(bath.label, tuple):
            here["baths"] = values
        else:
            here.setdefault("baths", {})[bath.label] = values
    for drive in network.drive_items:
        _data(graph, drive.sites)["drive"] = str(drive.strength)
    for (on, of), h in network.feedback_items:
        graph.nodes[on].setdefault("feedback", {})[of] = str(h)
    for bond, k in network.spring_items:
        _data(graph, bond)["k"] = str(k)
    for bond, mass in network.inerter_items:
        _data(graph, bond)["mass"] = str(mass)
    for bond, pair in network.directed_items:
        data = _data(graph, bond)
        data["between"], data["k"] = bond, (str(pair[0]), str(pair[1]))
    for bond, w in network.magnetic_items:
        data = _data(graph, bond)
        data.setdefault("between", bond)
        data["magnetic"] = str(w if data["between"] == bond else -w)
    springs = {frozenset(bond) for bond in (*network.springs, *dict(network.directed_items))}
    for i, j, data in graph.edges(data=True):
        if frozenset((i, j)) not in springs:
            data["spring"] = False
    return graph


def _data(graph: Any, sites: tuple[Any, ...]) -> Any:
    """The attributes of a node, or of an edge, which is made where there is none."""
    if len(sites) == 1:
        return graph.nodes[sites[0]]
    if not graph.has_edge(*sites):
        graph.add_edge(*sites)
    return graph.edges[sites]
