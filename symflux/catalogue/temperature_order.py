"""What is known about which bath is hotter: from the numbers in a network, and from an order that a user states."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sympy

from symflux.algebra import RationalFunction
from symflux.errors import SignError
from symflux.model.network import Network
from symflux.temperature.space import comparisons

__all__ = ["TemperatureOrder"]

_MOST = 60  #: different temperatures up to which expressions are compared with each other
_TURNED = {"<": ">", "<=": ">="}


class TemperatureOrder:
    """Which of two bath temperatures is higher, as far as numbers and a stated order tell.

    ``order`` is a chain (``"T1 > T2 >= T3"``), a sympy relation, or a list of such; it compares temperatures of baths
    with each other and with numbers. With two baths and nothing known, the first bath is taken to be the hotter one
    (``is_assumed``). Raises :class:`SignError` where the order names something else or contradicts itself.

    >>> import symflux as sf
    >>> order = TemperatureOrder(sf.chain(3, baths={1: (1, "T1"), 2: (1, 5), 3: (1, "T3")}), "T1 > T3 >= 7")
    >>> set(order.signs(1, 3)), set(order.signs(2, 3)), dict(order.ranks)
    ({1}, {-1}, {1: 2, 2: 0, 3: 1})
    """

    def __init__(self, network: Network, order: Any = None):
        self.network = network
        if order is not None and not isinstance(order, str | sympy.Basic | Iterable):
            raise SignError(f"order = {str(order)[:20]}: write for example 'T1 > T2 > T3'")
        self.temperatures = {label: bath.temperature for label, bath in network.baths.items()}
        listed = [] if order is None else [order] if isinstance(order, str | sympy.Basic) else list(order)
        self.given: tuple[Any, ...] = tuple(listed)
        self.is_assumed = False
        self._nodes: dict[RationalFunction, int] = {}
        self._below: list[dict[int, bool]] = []  # {colder node: whether surely colder}
        for temperature in self.temperatures.values():
            self._node(temperature)
        for condition in listed:
            self._state(condition)
        self._from_values()
        self._close()
        first_two = list(self.temperatures)[:2]
        if len(self.temperatures) == 2 and not listed and len(self.signs(*first_two)) == 3:
            self.is_assumed = True
            self._add(self._nodes[self.temperatures[first_two[0]]], self._nodes[self.temperatures[first_two[1]]], True)
            self._close()

    # what is stated -------------------------------------------------------------------------------------

    def _node(self, value: RationalFunction) -> int:
        if value not in self._nodes:
            self._nodes[value] = len(self._below)
            self._below.append({})
        return self._nodes[value]

    def _add(self, hot: int, cold: int, strict: bool) -> None:
        self._below[hot][cold] = self._below[hot].get(cold, False) or strict

    def _state(self, condition: Any) -> None:
        known = set(self.temperatures.values())
        for each in comparisons(condition):
            relation, left, right = each.relation, each.left, each.right
            for side in (left, right):
                if side not in known and not side.is_constant:
                    names = ", ".join(dict.fromkeys(str(t) for t in self.temperatures.values()))
                    shown = f"order {str(condition)[:60]!r}"
                    raise SignError(f"{shown}: {side.summary()} is no bath temperature; {names} are")
            if relation in _TURNED:
                left, right = right, left
            hot, cold = self._node(left), self._node(right)
            self._add(hot, cold, relation in ("<", ">"))
            if relation == "==":
                self._add(cold, hot, False)

    def _from_values(self) -> None:
        """Numbers are in order; of two expressions, one is higher if their difference has positive coefficients."""
        numbers = sorted((value.value, node) for value, node in self._nodes.items() if value.is_constant)
        for (low, cold), (high, hot) in itertools.pairwise(numbers):
            self._add(hot, cold, low < high)
        if len(numbers) == len(self._nodes) or len(self._nodes) > _MOST:
            return
        for left, hot in self._nodes.items():
            for right, cold in self._nodes.items():
                if hot != cold and not (left.is_constant and right.is_constant):
                    difference = left - right
                    parts = (difference.numerator, difference.denominator)
                    if not set(difference.names) & self.network.real and all(
                        p.has_positive_coefficients() for p in parts
                    ):
                        self._add(hot, cold, True)

    # what follows ---------------------------------------------------------------------------------------

    def _close(self) -> None:
        """For every node the nodes that are surely colder, and those that are surely not hotter."""
        self._colder: list[dict[int, bool]] = []
        for start in range(len(self._below)):
            best: dict[int, bool] = {start: False}
            waiting = [(start, False)]
            while waiting:
                node, strict = waiting.pop()
                for cold, step in self._below[node].items():
                    found = strict or step
                    if cold not in best or (found and not best[cold]):
                        best[cold] = found
                        waiting.append((cold, found))
            if best[start]:
                shown = ", ".join(str(condition) for condition in self.given)[:100]
                raise SignError(f"order {shown}: it contradicts itself or the temperatures of the network")
            self._colder.append(best)

    def _signs(self, i: int, j: int) -> frozenset[int]:
        """The signs that T_i - T_j can have, as far as is known."""
        down, up = self._colder[i].get(j), self._colder[j].get(i)
        if i == j or (down is not None and up is not None):
            return frozenset({0})
        if down is not None:
            return frozenset({1} if down else {0, 1})
        if up is not None:
            return frozenset({-1} if up else {0, -1})
        return frozenset({-1, 0, 1})

    def signs(self, a: Any, b: Any) -> frozenset[int]:
        """The signs that T_a - T_b can have for two baths, a subset of {-1, 0, 1}."""
        return self._signs(self._nodes[self.temperatures[a]], self._nodes[self.temperatures[b]])

    @property
    def ranks(self) -> Mapping[Any, int] | None:
        """{bath: rank}, equal for equal temperatures and higher for hotter ones; None where something is open."""
        used = {self._nodes[t] for t in self.temperatures.values()}
        height = {node: sum(cold in used and strict for cold, strict in self._colder[node].items()) for node in used}
        ordered = sorted(used, key=height.__getitem__)
        for cold, hot in itertools.pairwise(ordered):
            if self._signs(hot, cold) != {int(height[hot] > height[cold])}:
                return None
        return {label: height[self._nodes[t]] for label, t in self.temperatures.items()}

    @property
    def is_complete(self) -> bool:
        """Whether no two temperatures are left without a comparison, strict or not."""
        if self.ranks is not None:
            return True
        labels = list(self.temperatures)
        return all(len(self.signs(a, b)) < 3 for k, a in enumerate(labels) for b in labels[:k])

    def signs_across(self, left: Sequence[Any], right: Sequence[Any]) -> tuple[frozenset[int], bool]:
        """The signs that sum K_bc (T_b - T_c) has for b left, c right and any K_bc > 0; and whether that is settled.

        It is not where two temperatures are not compared, so that both signs are for the temperatures to choose.
        """
        found: set[int] = set()
        strict = 0
        for b in left:
            for c in right:
                signs = self.signs(b, c)
                found |= signs
                strict = next(iter(signs)) if len(signs) == 1 and 0 not in signs else strict
                if {1, -1} <= signs:
                    return frozenset({-1, 0, 1}), False
                if {1, -1} <= found:
                    return frozenset({-1, 0, 1}), True
        return frozenset(found - {0}) if strict else frozenset(found), True

    @property
    def are_all_equal(self) -> bool:
        """Whether all temperatures are surely the same."""
        labels = list(self.temperatures)
        return all(self.signs(labels[0], other) == {0} for other in labels[1:])

    def conditions(self) -> list[str]:
        """The order as assumptions of a claim: what was stated, or T_first > T_second where that was taken."""
        if self.is_assumed:
            first, second = self.temperatures.values()
            return [f"{first} > {second}"]
        return [_text(condition) for condition in self.given]


def _text(condition: Any) -> str:
    if isinstance(condition, str):
        return condition
    return ", ".join(f"{each.left} {each.relation} {each.right}" for each in comparisons(condition))

