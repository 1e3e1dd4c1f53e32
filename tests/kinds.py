"""One small network of every kind, with letters; ``numbers`` puts numbers in for the couplings."""

import symflux as sf

_edges = sf.Network.from_edges
_TRIANGLE = [(1, 2, 1), (2, 3, 2), (3, 1, 1)]

KINDS = {
    "overdamped": _edges([(1, 2, "k")], pinning="c", masses=0, baths={1: ("g1", "T1"), 2: ("g2", "T2")}),
    "overdamped ring": _edges(_TRIANGLE, pinning=1, masses=0, baths={1: (1, "T1"), 2: (2, "T2"), 3: (1, "T3")}),
    "some masses": _edges(
        [(1, 2, 1), (2, 3, 2)], pinning=1, masses={1: 0, 2: "m", 3: 1}, baths={1: (1, "T1"), 3: ("g", "T3")}
    ),
    "inerter": _edges([(1, 2, 1)], pinning=1, masses={(1, 2): "C"}, baths={1: (1, "T1"), 2: (1, "T2")}),
    "several baths": _edges(
        [(1, 2, "k")], pinning=1, baths={1: {"hot": (1, "T1"), "cold": ("h", "T2")}, 2: (1, "T3")}
    ),
    "bath between": _edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), (1, 2): ("h", "T2"), 2: (1, "T3")}),
    "directed": _edges([(1, 2, ("a", "b"))], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}),
    "field": _edges(
        [(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (2, "T2")}, magnetic={(1, 2): "w"}, real=["w"]
    ),
    "field on a ring": _edges(
        _TRIANGLE, pinning=1, baths={1: (1, "T1"), 2: (2, "T2"), 3: (1, "T3")}, magnetic={(1, 2): 2}
    ),
    "drive": _edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}, drives={1: "E"}),
    "feedback": _edges([(1, 2, "k")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}, feedback={(2, 2): "h"}),
    "floating": _edges([(1, 2, 1)], masses={1: 0}, baths={1: (1, "T1"), 2: ("g", "T2")}, magnetic={}),
}


def point(network):
    """A value for every parameter: 1, 2, 3, 1, ..."""
    return {name: k % 3 + 1 for k, name in enumerate(network.parameters)}


def numbers(network):
    """The network with numbers for its couplings, its temperatures and drives left open."""
    return network.at({name: value for name, value in point(network).items() if name in network.coupling_parameters})
