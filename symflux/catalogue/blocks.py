"""The blocks of a graph, and through which of their sites given marks are reached.

A block is a largest set of bonds any two of which lie on a common simple cycle; a bond on no cycle is a block alone.
Two blocks share at most one site, so the blocks of a connected graph hang together like a tree (Hopcroft and Tarjan,
Comm. ACM 16 (1973) 372).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Block", "blocks"]


@dataclass(frozen=True)
class Block:
    """The bonds of a block (by their position), and for each of its sites the marks that are reached through it.

    Marks are bits of an integer. ``reached`` has sites through which some mark is reached, and no others.
    """

    bonds: tuple[int, ...]
    reached: dict[int, int]
    size: int  #: sites


def blocks(size: int, bonds: Sequence[tuple[int, int]], marks: Sequence[int]) -> list[Block]:
    """The blocks of the graph on sites 0..size-1; ``marks[i]`` are the bits that stand at site i.

    No two bonds join the same sites. Time and memory grow with the number of sites and bonds.

    >>> found = blocks(4, [(0, 1), (1, 2), (0, 2), (2, 3)], [1, 0, 0, 2])
    >>> [(block.bonds, block.reached) for block in found]
    [((3,), {3: 2, 2: 1}), ((0, 1, 2), {2: 2, 0: 1})]
    """
    return _Walk(size, bonds, marks).found


class _Walk:
    """A depth-first walk: a block is complete where nothing below a site leads above it."""

    def __init__(self, size: int, bonds: Sequence[tuple[int, int]], marks: Sequence[int]):
        self.bonds = bonds
        self.below = list(marks)  # the marks at a site and in everything that hangs below it
        self.order = [-1] * size
        self.low = [0] * size
        self.near: list[list[tuple[int, int]]] = [[] for _ in range(size)]
        for k, (i, j) in enumerate(bonds):
            self.near[i].append((j, k))
            self.near[j].append((i, k))
        self.found: list[Block] = []
        for root in range(size):
            if self.order[root] < 0:
                first = len(self.found)
                tops = self._walk(root)
                self._complete(first, tops, self.below[root])

    def _walk(self, root: int) -> list[int]:
        """The blocks of one piece, each without what is reached through its top; returns the tops."""
        count, self.order[root] = 0, 0
        open_bonds: list[int] = []
        tops: list[int] = []
        stack = [(root, -1, iter(self.near[root]))]
        while stack:
            here, came_by, branches = stack[-1]
            for other, bond in branches:
                if bond == came_by:
                    continue
                if self.order[other] < 0:
                    count += 1
                    self.order[other] = self.low[other] = count
                    open_bonds.append(bond)
                    stack.append((other, bond, iter(self.near[other])))
                    break
                if self.order[other] < self.order[here]:
                    open_bonds.append(bond)
                    self.low[here] = min(self.low[here], self.order[other])
            else:
                stack.pop()
                if stack:
                    top = stack[-1][0]
                    self.low[top] = min(self.low[top], self.low[here])
                    if self.low[here] >= self.order[top]:
                        self._close(open_bonds, came_by, top)
                        tops.append(top)
        return tops

    def _close(self, open_bonds: list[int], first: int, top: int) -> None:
        members = [open_bonds.pop()]
        while members[-1] != first:
            members.append(open_bonds.pop())
        sites = dict.fromkeys(site for bond in members for site in self.bonds[bond])
        reached = {site: self.below[site] for site in sites if site != top and self.below[site]}
        for marks in reached.values():
            self.below[top] |= marks
        self.found.append(Block(tuple(sorted(members)), reached, len(sites)))

    def _complete(self, first: int, tops: Sequence[int], everything: int) -> None:
        """What is reached through the top of a block is all of the piece that is not reached through the others."""
        for block, top in zip(self.found[first:], tops, strict=True):
            rest = everything
            for marks in block.reached.values():
                rest &= ~marks
            if rest:
                block.reached[top] = rest
