"""The order in which a physicist writes parameters: frictions, springs, pinning, masses, temperatures."""

from __future__ import annotations

from collections.abc import Mapping

from symflux.algebra import Polynomial
from symflux.algebra.polynomial import Monomial
from symflux.algebra.ring import name_key
from symflux.model.network import Network

__all__ = ["DIAGONAL", "FRICTION", "MASS", "OTHER", "PINNING", "SPRING", "TEMPERATURE", "Order"]

#: what a parameter is; a diagonal entry of V is a name that formulas bring along
DIAGONAL, SPRING, PINNING, MASS, FRICTION, TEMPERATURE, OTHER = range(7)


class Order:
    """The kind of each parameter of a network, and the order of factors and terms that follows from it.

    In a product frictions stand first and temperatures last. In a sum, terms of higher degree in the springs come
    first, then of higher degree in the pinning, and so on; among equals those with more of the first parameter.
    """

    def __init__(self, network: Network | None = None, kinds: Mapping[str, int] | None = None):
        rank: dict[str, int] = dict(kinds or {})
        if network is not None:
            listed = (
                [k for _, k in network.spring_items],
                list(network.pinning_items),
                list(network.mass_items),
                [bath.friction for bath in network.bath_items],
                [bath.temperature for bath in network.bath_items],
            )
            for position, values in enumerate(listed, SPRING):
                for value in values:
                    for name in value.names:
                        rank.setdefault(name, position)
        self._rank = rank
        self.network = network
        self.temperatures = frozenset(n for n, r in rank.items() if r == TEMPERATURE) if network is not None else None

    def kind(self, name: str) -> int:
        """What the parameter is: one of the constants of this module."""
        return self._rank.get(name, OTHER)

    def also(self, kinds: Mapping[str, int]) -> Order:
        """The order with more names."""
        return Order(self.network, {**self._rank, **kinds})

    def key(self, name: str) -> tuple[int, object]:
        """Sort key of a parameter among the factors of a product."""
        kind = self.kind(name)
        return (-1 if kind == FRICTION else kind), name_key(name)

    def is_temperature(self, name: str) -> bool:
        """Whether the name is a bath temperature (without a network: whether it looks like one)."""
        if self.temperatures is not None:
            return name in self.temperatures
        return name.startswith("T") and name[1:].strip("_").isalnum()

    def terms(self, polynomial: Polynomial) -> list[tuple[Monomial, int]]:
        """The terms of a polynomial in this order, each monomial with its own factors in order."""
        names = sorted(polynomial.names, key=lambda name: (self.kind(name), name_key(name)))
        place = {name: k for k, name in enumerate(names)}
        keyed = []
        for monomial, coefficient in polynomial.terms():
            exponents = [0] * len(names)
            degrees = [0] * 7
            for name, exponent in monomial:
                exponents[place[name]] = -exponent
                degrees[self.kind(name)] -= exponent
            keyed.append((degrees, exponents, coefficient, monomial))
        keyed.sort(key=lambda item: item[:2])
        return [
            (tuple(sorted(monomial, key=lambda factor: self.key(factor[0]))), coefficient)
            for _, _, coefficient, monomial in keyed
        ]
