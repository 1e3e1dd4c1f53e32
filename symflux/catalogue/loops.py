"""A cycle through a bond, and two disjoint leads to it: what heat running backward is made of."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from dataclasses import dataclass

__all__ = ["Loop", "loop_through", "path_between"]

Neighbours = Mapping[int, Collection[int]]
_TAKEN = (-1, 0)


@dataclass(frozen=True)
class Loop:
    """Two ways from a source to a drain that share their first and last pieces.

    ``along`` runs through the bond, from one of its ends to the other as ``forward`` says; ``around`` avoids it. Both
    are whole simple paths from source to drain, and ``inside_along``, ``inside_around`` the sites on one of them only.
    """

    along: tuple[int, ...]
    around: tuple[int, ...]
    forward: bool

    @property
    def inside_along(self) -> tuple[int, ...]:
        """The inner sites of the arm with the bond, in order."""
        return tuple(site for site in self.along if site not in self.around)

    @property
    def inside_around(self) -> tuple[int, ...]:
        """The inner sites of the other arm, in order."""
        return tuple(site for site in self.around if site not in self.along)


def path_between(near: Neighbours, start: int, end: int, without: tuple[int, int] | None = None) -> list[int] | None:
    """A shortest path, not using one bond; None where there is none.

    >>> path_between({0: [1, 2], 1: [0, 2], 2: [0, 1]}, 0, 1, without=(0, 1))
    [0, 2, 1]
    """
    came = {start: start}
    waiting = [start]
    for here in waiting:
        if here == end:
            break
        for other in sorted(near[here]):
            if other not in came and without not in ((here, other), (other, here)):
                came[other] = here
                waiting.append(other)
    if end not in came:
        return None
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]


def loop_through(near: Neighbours, bond: tuple[int, int], source: int, drain: int) -> Loop | None:
    """A shortest cycle through the bond, with disjoint leads from source and drain; None where there is none.

    There is one exactly where the bond lies in a block that source and drain reach through different sites (Menger).

    >>> near = {0: [1, 2], 1: [0, 2], 2: [0, 1, 3], 3: [2]}
    >>> loop_through(near, (0, 1), 0, 3)
    Loop(along=(0, 1, 2, 3), around=(0, 2, 3), forward=True)
    """
    i, j = bond
    arc = path_between(near, i, j, without=bond)
    if arc is None:
        return None
    leads = _disjoint_leads(near, set(arc), source, drain)
    if leads is None:
        return None
    first, second = leads
    turn = arc.index(first[-1])
    ring = arc[turn:] + arc[:turn]  # the cycle, from where the source enters it
    split = ring.index(second[-1])
    arms = (ring[: split + 1], [ring[0], *ring[: split - 1 : -1]])
    tail = second[::-1][1:]
    ways = [tuple(first[:-1] + arm + tail) for arm in arms]
    steps = [set(itertools.pairwise(way)) for way in ways]
    k = 0 if {(i, j), (j, i)} & steps[0] else 1
    return Loop(ways[k], ways[1 - k], (i, j) in steps[k])


def _disjoint_leads(near: Neighbours, goal: set[int], source: int, drain: int) -> tuple[list[int], list[int]] | None:
    """Two paths without a common site, from source and from drain, that meet the goal in their last sites only.

    A flow of two units through sites of capacity one; each site is an entrance (s, 0) and an exit (s, 1).
    """
    follows: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for s, others in near.items():
        follows[s, 0] = {(s, 1)}
        follows[s, 1] = set() if s in goal else {(t, 0) for t in others}
    for start in (source, drain):
        came: dict[tuple[int, int], tuple[int, int] | None] = {(start, 0): None}
        waiting = [(start, 0)]
        end = None
        for here in waiting:
            if here[1] and here[0] in goal and here[0] not in _ends(follows, goal):
                end = here
                break
            for other in sorted(follows[here]):
                if other not in came and other != _TAKEN:
                    came[other] = here
                    waiting.append(other)
        if end is None:
            return None
        follows[end].add(_TAKEN)  # this end of the goal is taken
        while (before := came[end]) is not None:
            follows[before].discard(end)
            follows[end].add(before)
            end = before
    return _follow(follows, near, goal, source), _follow(follows, near, goal, drain)


def _ends(follows: Mapping[tuple[int, int], set[tuple[int, int]]], goal: set[int]) -> set[int]:
    return {s for s in goal if _TAKEN in follows[s, 1]}


def _follow(
    follows: Mapping[tuple[int, int], set[tuple[int, int]]], near: Neighbours, goal: set[int], start: int
) -> list[int]:
    """The path of the flow from a start: a used step is one whose reverse is there."""
    path = [start]
    while path[-1] not in goal:
        here = path[-1]
        path.append(next(t for t in sorted(near[here]) if (here, 1) in follows[t, 0]))
    return path

