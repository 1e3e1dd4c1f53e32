"""The symmetries of a network's drawing: maps of the sites to themselves that keep bonds and where baths are.

A bounded search: mirrors (maps that are their own inverse) and rotations (all sites in cycles of one length, but for
fixed ones). What it does not find within its steps is drawn without; nothing else depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["Graph", "mirrors", "rotations"]

_STEPS = 4_000  #: of one search
_MIRRORS = 12  #: kinds that are tried, by how many sites stay in place


class Graph:
    """Sites 0, 1, ... with colours and neighbours."""

    def __init__(self, colours: Sequence[object], pairs: Sequence[tuple[int, int]]):
        self.size = len(colours)
        self.near: list[set[int]] = [set() for _ in colours]
        for i, j in pairs:
            self.near[i].add(j)
            self.near[j].add(i)
        self.kinds = self._refined(list(colours))
        self.order = self._breadth_first()

    def _refined(self, colours: list[object]) -> list[int]:
        """Colours that no symmetry mixes: those of the neighbours count too, until nothing changes."""
        kinds, count = _numbered(colours), 0
        while len(set(kinds)) > count:
            count = len(set(kinds))
            kinds = _numbered([(kinds[k], tuple(sorted(kinds[n] for n in self.near[k]))) for k in range(self.size)])
        return kinds

    def _breadth_first(self) -> list[int]:
        """Every site but the first of its part after one of its neighbours."""
        order: list[int] = []
        rare = {kind: self.kinds.count(kind) for kind in self.kinds}
        for start in sorted(range(self.size), key=lambda k: (rare[self.kinds[k]], -len(self.near[k]), k)):
            queue = [start] if start not in order else []
            while queue:
                here = queue.pop(0)
                if here not in order:
                    order.append(here)
                    queue += sorted(self.near[here])
        return order

    def fits(self, image: Mapping[int, int], site: int, target: int) -> bool:
        """Whether a partial map may be continued so."""
        if self.kinds[site] != self.kinds[target]:
            return False
        return all((other in self.near[site]) == (to in self.near[target]) for other, to in image.items())


def _numbered(colours: list[object]) -> list[int]:
    known = {text: k for k, text in enumerate(sorted({repr(colour) for colour in colours}))}
    return [known[repr(colour)] for colour in colours]


def mirrors(graph: Graph) -> list[dict[int, int]]:
    """Symmetries that are their own inverse, a few for each number of fixed sites, none that fixes all.

    >>> mirrors(Graph([0, 0, 0], [(0, 1), (1, 2)]))
    [{1: 1, 0: 2, 2: 0}]
    """
    found: list[dict[int, int]] = []
    kinds: dict[int, int] = {}
    steps = [_STEPS]

    def search(image: dict[int, int]) -> bool:
        steps[0] -= 1
        if steps[0] < 0:
            return True
        site = next((k for k in graph.order if k not in image), None)
        if site is None:
            fixed = sum(k == to for k, to in image.items())
            if fixed < graph.size and kinds.get(fixed, 0) < 3:
                kinds[fixed] = kinds.get(fixed, 0) + 1
                found.append(image)
            return len(found) >= _MIRRORS
        free = [k for k in graph.order if k not in image and k != site]
        for target in (*free, site):
            if not graph.fits(image, site, target):
                continue
            wider = image | {site: target}
            if target != site and not graph.fits(wider, target, site):
                continue
            if search(wider | {target: site}):
                return True
        return False

    search({})
    return found


def rotations(graph: Graph) -> list[dict[int, int]]:
    """Symmetries in which every site but at most one goes round in a cycle of the same length, longest first.

    >>> sorted(rotations(Graph([0] * 4, [(0, 1), (1, 2), (2, 3), (3, 0)]))[0].items())
    [(0, 1), (1, 2), (2, 3), (3, 0)]
    """
    found = []
    for length in range(graph.size, 2, -1):
        if graph.size % length <= 1:
            found += _of_length(graph, length)
    return found[:6]


def _of_length(graph: Graph, length: int) -> list[dict[int, int]]:
    steps = [_STEPS]
    found: list[dict[int, int]] = []

    def chain_of(image: Mapping[int, int], site: int) -> tuple[int, int]:
        """(first site of the chain that leads to this one, its length)."""
        back = {to: start for start, to in image.items()}
        count = 1
        while site in back:
            site, count = back[site], count + 1
        return site, count

    def search(image: dict[int, int], fixed: bool, last: int | None) -> bool:
        steps[0] -= 1
        if steps[0] < 0:
            return True
        site = last if last is not None else next((k for k in graph.order if k not in image), None)
        if site is None:
            found.append(image)
            return len(found) >= 2
        first, count = chain_of(image, site)
        if count == length:
            targets: list[int] = [first]
        else:
            taken = set(image.values())
            targets = [k for k in range(graph.size) if k not in taken and k not in image and k != site]
        for target in targets:
            if graph.fits(image, site, target) and search(
                image | {site: target}, fixed, None if target == first else target
            ):
                return True
        if count == 1 and not fixed and graph.size % length == 1 and graph.fits(image, site, site):
            return search(image | {site: site}, True, None)
        return False

    search({}, False, None)
    return found
