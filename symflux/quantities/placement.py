"""Values put into a result: which parameters they replace, and whether there is a steady state at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.linear import negative_direction
from symflux.errors import ExpressionError, NetworkError, StabilityError, SymfluxError, UniquenessError
from symflux.model.network import Network
from symflux.moments.existence import require_steady_state
from symflux.quantities.quantity import Quantity

__all__ = ["Placement"]


@dataclass(frozen=True)
class Placement:
    """New values for a quantity of a network, on top of those that the quantity is taken at already.

    >>> import symflux as sf
    >>> heat = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    >>> placement = Placement.of(heat.network, heat.quantity, {"k": 1, "T1": "2*T2"})
    >>> str(placement.put(heat.rational_function)), sorted(placement.total)
    ('T2/6', ['T1', 'k'])
    """

    network: Network
    quantity: Quantity
    point: Mapping[str, RationalFunction]

    @staticmethod
    def of(network: Network, quantity: Quantity, values: Mapping[Any, Any]) -> Placement:
        """The values as they were given; :class:`NetworkError` for unknown names and for one that has a value."""
        known = {name for name, _ in quantity.at}
        introduced = {name for _, value in quantity.at for name in value.names}
        point = network.point(values, also=introduced)
        again = (known - introduced) & set(point)
        if again:
            raise NetworkError(f"{sorted(again)[0]} already has a value in this result")
        return Placement(network, quantity, point)

    @cached_property
    def total(self) -> dict[str, RationalFunction]:
        """What the network's own parameters are worth, these values put into the ones given before."""
        try:
            total = {name: value.substitute(self.point) for name, value in self.quantity.at}
        except ExpressionError as error:
            raise NetworkError(f"{self.quantity} has no value there: {error}") from None
        for name, value in self.point.items():
            if name not in total and name in self.network.parameters:
                total[name] = value
        return total

    def put(self, value: RationalFunction) -> RationalFunction:
        """A value of the result with the new ones in it; where its denominator vanishes the error says why."""
        try:
            return value.substitute(self.point)
        except ExpressionError:
            shown = ", ".join(f"{name} = {value}" for name, value in list(self.point.items())[:6])
            self._explain(self.point)
            raise NetworkError(f"{self.quantity} has no value at {shown}: its denominator vanishes") from None

    def require_steady_state(self) -> None:
        """:class:`NetworkError` or :class:`UniquenessError` where the values take the steady state away."""
        if self.quantity.kind == "hurwitz_determinant":  # a polynomial of the couplings, not of a steady state
            return
        try:
            self._require_bounded_energy()
            self._require_unique()
        except ExpressionError as error:
            raise NetworkError(f"{self.quantity} has no value there: {error}") from None

    def _require_bounded_energy(self) -> None:
        """:class:`NetworkError` where the values make springs or pins negative and V with them."""
        network, values = self.network, self.total
        if network.directed_items:  # stability decides there, not energy
            return
        put = [value.substitute(values) for value in (*network.springs.values(), *network.pinning_items)]
        if not all(value.is_constant for value in put) or all(value.value >= 0 for value in put):
            return
        direction = negative_direction(
            [[entry.substitute(values).value for entry in row] for row in network.linear_model().coupling.dense()]
        )
        if direction is not None:
            raise NetworkError(
                "at these values the potential energy is not bounded below: "
                f"it is negative along q = ({', '.join(map(str, direction))})"
            )

    def _require_unique(self) -> None:
        """:class:`UniquenessError` where all couplings are positive numbers that take uniqueness away.

        A coupling of zero is a limit of networks that are unique, and stays allowed.
        """
        names, values = self.network.coupling_parameters, self.total
        if not names or not set(names) <= set(values):
            return
        couplings = {name: values[name] for name in names}
        may_grow = bool(self.network.directed_items or self.network.feedback_items)
        if all(value.is_constant and (value.value or may_grow) for value in couplings.values()):
            self._explain(couplings)

    def _explain(self, point: Mapping[str, RationalFunction]) -> None:
        """Raise :class:`UniquenessError` where the values take uniqueness away."""
        try:
            network = self.network.at(replace(self, point=point).total)
        except SymfluxError:
            return
        try:
            require_steady_state(network)
        except UniquenessError as error:
            raise UniquenessError(f"at these values {error}", error.hidden_modes) from None
        except StabilityError as error:
            raise StabilityError(f"at these values {error}", error.conditions) from None
