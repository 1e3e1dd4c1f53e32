"""The steady state of a circuit, asked in the circuit's words: heat of a resistor, power, voltages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symflux.algebra import RationalFunction
from symflux.circuit.netlist import GROUND, Component
from symflux.errors import NetworkError
from symflux.model.labels import Site
from symflux.moments.existence import require_steady_state
from symflux.moments.signal import acceleration, force_of, position, velocity
from symflux.quantities.result import Result
from symflux.steady_state.flux import Flux
from symflux.steady_state.powers import Power
from symflux.steady_state.state import SteadyState

if TYPE_CHECKING:
    from symflux.circuit.circuit import Circuit

__all__ = ["CircuitState"]

_ONE = RationalFunction.constant(1)


class CircuitState:
    """The exact steady state of a circuit; ``.state`` is that of its network, with all of its questions.

    >>> from symflux.circuit import Circuit
    >>> state = Circuit.from_netlist("R1 1 0 R T=T1\\nR2 1 0 R T=T2\\nC1 1 0 C").steady_state()
    >>> state.heat("R1").expr, state.heat("R1").diffusion().expr.factor()
    ((T1 - T2)/(2*C*R), (T1 + T2)**2/(8*C*R))
    >>> state.heats()["R2"] == -state.heat("R1"), state.state.network.baths["R1"].sites
    (True, (1,))
    """

    def __init__(self, circuit: Circuit):
        self.circuit = circuit
        network = circuit.network
        require_steady_state(network, ideal_joints=True)
        self.state = SteadyState(network, "moments")

    def heat(self, name: str) -> Flux:
        """The heat per time that a resistor gives to the circuit, its own noise included; positive INTO the circuit.

        Raises :class:`NetworkError` for another component, :class:`DivergenceError` where it is infinite.
        """
        return self.state.bath_flux(self.circuit.component(name, "R").name)

    def heats(self) -> dict[str, Flux]:
        """{resistor: its heat}."""
        return {c.name: self.heat(c.name) for c in self.circuit.components if c.kind == "R"}

    def voltage_covariance(self, first: Site, second: Site) -> Result:
        """The mean product of two node voltages.

        Raises :class:`DivergenceError` where white noise reaches a node without a capacitor.

        >>> from symflux.circuit import Circuit
        >>> rc = Circuit.from_netlist("R1 1 0 T=T\\nC1 1 0 C\\nC2 1 2 C\\nR2 2 0 R T=T").steady_state()
        >>> rc.voltage_covariance(1, 2).expr
        T/C
        """
        a, b = (self._number(node) for node in (first, second))
        self.state._require_a_mass(("v", first), ("v", second))
        terms = [Power(_ONE, velocity({a: 1}), velocity({b: 1}))]
        return self.state._linear("voltage_covariance", (first, second), terms)

    def _number(self, node: Site) -> int:
        if node == GROUND:
            raise NetworkError("ground has no voltage: ask about the other nodes")
        return self.state.network.index(node)

    def power(self, name: str, node: Site) -> Flux:
        """The mean power that a component gives to one of its nodes, <i v>; at every node all of them add up to zero.

        Raises :class:`NetworkError` where the component does not touch the node.
        """
        component = self.circuit.component(name, "RCLIG")
        here = self._number(node)
        if node not in component.nodes[:2]:
            raise NetworkError(f"{name} joins {component.nodes[0]} and {component.nodes[1]}, not {node}")
        terms = {"R": self._resistor, "C": self._capacitor, "L": self._inductor, "I": self._noise, "G": self._source}
        return self.state._flux("power", (name, node), terms[component.kind](component, node, here))

    def _across(self, component: Component, node: Site) -> dict[int, int]:
        """The weights of (this node minus the other) among the coordinates."""
        network = self.state.network
        other = component.nodes[1] if component.nodes[0] == node else component.nodes[0]
        weights = {network.index(node): 1}
        if other != GROUND:
            weights[network.index(other)] = -1
        return weights

    def _resistor(self, component: Component, node: Site, here: int) -> list[Power]:
        number = self.state.network.bath_number(component.name)
        direction = dict(self.state.powers.model.baths[number].direction)
        return [Power(_ONE, force_of(number), velocity({here: direction[here]}))]

    def _capacitor(self, component: Component, node: Site, here: int) -> list[Power]:
        return [Power(-component.value, acceleration(self._across(component, node)), velocity({here: 1}))]

    def _inductor(self, component: Component, node: Site, here: int) -> list[Power]:
        terms = []
        for one, other, value in self.circuit._inverse_inductances():
            if one.name == component.name:
                start = other.nodes[0] if other.nodes[0] != GROUND else other.nodes[1]
                sign = (1 if component.nodes[0] == node else -1) * (1 if other.nodes[0] == start else -1)
                terms.append(Power(-value * sign, position(self._across(other, start)), velocity({here: 1})))
        return terms

    def _noise(self, component: Component, node: Site, here: int) -> list[Power]:
        model, network = self.state.powers.model, self.state.network
        alike = [c.value for c in self.circuit.components if c.kind == "I" and set(c.nodes) == set(component.nodes)]
        share = component.value / sum(alike, RationalFunction.constant(0))  # currents of one place are one drive
        for number, drive in enumerate(model.drives):
            places = {network.sites[k] for k, _ in drive.direction}
            if places == {n for n in component.nodes if n != GROUND}:
                sign = dict(drive.direction)[here]
                return [Power(share, force_of(len(model.baths) + number), velocity({here: sign}))]
        raise NetworkError(f"{component.name}: no such noise current")

    def _source(self, component: Component, node: Site, here: int) -> list[Power]:
        sign = -1 if component.nodes[0] == node else 1
        return [
            Power(component.value * (sign * other), velocity({self.state.network.index(of): 1}), velocity({here: 1}))
            for of, other in zip(component.nodes[2:], (1, -1), strict=True)
            if of != GROUND
        ]

    def __repr__(self) -> str:
        names: list[Any] = [c.name for c in self.circuit.components]
        return f"<steady state of the circuit of {', '.join(names[:12])}{', ...' if len(names) > 12 else ''}>"
