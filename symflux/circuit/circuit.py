"""A circuit, and the network that it is: coordinates are node fluxes, velocities are voltages (Nyquist 1928).

Capacitors are masses (between nodes: inerters), resistors baths of friction 1/R, inductors springs 1/L, ground the
wall. Kirchhoff's current law is Newton's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.linear import Echelon
from symflux.circuit.netlist import GROUND, Component, read_netlist
from symflux.circuit.state import CircuitState
from symflux.errors import NetworkError, UniquenessError
from symflux.model.elements import Elements
from symflux.model.files import netlist_in
from symflux.model.labels import Site
from symflux.model.massless import idealisations
from symflux.model.network import Network

__all__ = ["Circuit", "elements_of_netlist"]

_ZERO = RationalFunction.constant(0)
MAX_FILE_BYTES = 1_000_000


@dataclass(frozen=True)
class Circuit:
    """Resistors with temperatures, capacitors, inductors, controlled sources and noise currents.

    >>> circuit = Circuit.from_netlist('''
    ... R1 1 0 R1 T=T1
    ... R2 1 0 R2 T=T2
    ... C1 1 0 C
    ... ''')
    >>> state = circuit.steady_state()
    >>> state.heat("R1").expr
    (T1 - T2)/(C*R1 + C*R2)
    >>> circuit.network
    <Network 1 site, 0 springs, 2 baths, parameters C, R1, R2, T1, T2>
    >>> circuit.idealisations, [component.name for component in circuit.components]
    ([], ['R1', 'R2', 'C1'])
    """

    components: tuple[Component, ...]
    remarks: tuple[str, ...] = ()

    def __repr__(self) -> str:
        names = ", ".join(component.name for component in self.components)
        return f"<circuit of {names}>"

    @staticmethod
    def from_netlist(text: str) -> Circuit:
        """A circuit from the text of a netlist, SPICE's manner; see :mod:`symflux.circuit.netlist`.

        Raises :class:`NetworkError` with every problem, each with its line.

        >>> Circuit.from_netlist("R1 1 0 temp=27")
        Traceback (most recent call last):
        ...
        symflux.errors.NetworkError: line 1: temp= is Celsius in SPICE; write T= for the temperature (an energy, ...
        """
        components, remarks = read_netlist(text)
        circuit = Circuit(tuple(components), tuple(remarks))
        circuit._require_sound()
        return circuit

    @staticmethod
    def from_file(path: str | Path) -> Circuit:
        """A circuit from a netlist file, or from a network file (``.toml``) that holds one under ``[circuit]``.

        Raises :class:`NetworkError` where it cannot be read.

        >>> import tempfile, pathlib
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = pathlib.Path(folder) / "rc.cir"
        ...     _ = path.write_text("R1 1 0\\nC1 1 0\\n")
        ...     Circuit.from_file(path).network.parameters
        ('C1', 'R1', 'T_R1')
        """
        text = netlist_in(path) if str(path).lower().endswith(".toml") else _text_of(path)
        try:
            return Circuit.from_netlist(text)
        except NetworkError as error:
            lines = [f"{path}: {problem}" for problem in error.problems]
            raise NetworkError("\n".join(lines), lines) from None

    # soundness ------------------------------------------------------------------------------------------

    @cached_property
    def nodes(self) -> tuple[Site, ...]:
        """The nodes but for ground, in order of mention."""
        return tuple(dict.fromkeys(node for c in self.components for node in c.nodes if node != GROUND))

    def component(self, name: str, kinds: str = "RCLIGKk") -> Component:
        """The component of this name; :class:`NetworkError` where there is none of these kinds."""
        for component in self.components:
            if component.name == name and component.kind in kinds:
                return component
        known = ", ".join(c.name for c in self.components if c.kind in kinds)
        raise NetworkError(f"no component {name!r} for this question; there are: {known or 'none'}")

    def _require_sound(self) -> None:
        problems = []
        if not any(GROUND in c.nodes for c in self.components):
            problems.append("no component is connected to ground, node 0")
        reached: set[Site] = {GROUND}
        lines = {node: c.line for c in reversed(self.components) for node in c.nodes}
        joined = [c.nodes[:2] for c in self.components if c.kind in "RCLI"]
        for _ in self.nodes:
            for one, other in joined:
                if (one in reached) != (other in reached):
                    reached |= {one, other}
        loose: dict[int, list[str]] = {}
        for node in self.nodes:
            if node not in reached:
                loose.setdefault(lines[node], []).append(str(node))
        for line, nodes in sorted(loose.items()):
            one = len(nodes) == 1
            shown = f"node {nodes[0]} floats" if one else f"nodes {' and '.join(nodes[:4])} float"
            problems.append(f"line {line}: {shown}: nothing joins {'it' if one else 'them'} to ground")
        for component in self.components:
            if component.kind in "Kk":
                problems += self._coupling_problems(component)
        if problems:
            raise NetworkError("\n".join(problems), problems)

    def _coupling_problems(self, coupling: Component) -> list[str]:
        names = {c.name for c in self.components if c.kind == "L"}
        unknown = [name for name in coupling.partners if name not in names]
        if unknown or coupling.partners[0] == coupling.partners[1]:
            shown = f"no inductor {unknown[0]}" if unknown else "an inductor is coupled to itself"
            return [f"line {coupling.line}: {coupling.name}: {shown}; inductors: {', '.join(sorted(names)) or 'none'}"]
        try:
            self._mutual(coupling)
        except NetworkError as error:
            return [f"line {coupling.line}: {error}"]
        return []

    def _mutual(self, coupling: Component) -> RationalFunction:
        """The mutual inductance, below sqrt(L1 L2) where these are numbers."""
        first, second = (self.component(name, "L").value for name in coupling.partners)
        mutual = coupling.value
        if coupling.kind == "k":
            root = _root(first * second)
            if root is None:
                raise NetworkError(
                    f"{coupling.name}: a coefficient needs sqrt({coupling.partners[0]} {coupling.partners[1]}) to be "
                    "rational; write M= instead"
                )
            mutual = mutual * root
        rest = first * second - mutual * mutual
        if rest.is_constant and rest.value <= 0:
            raise NetworkError(f"{coupling.name}: the mutual inductance is not below sqrt(L1 L2)")
        return mutual

    # the network ----------------------------------------------------------------------------------------

    @cached_property
    def network(self) -> Network:
        """The network of the circuit: sites are nodes, baths are resistors by name.

        Raises :class:`NetworkError` where it is unphysical, as a capacitance that is negative.
        """
        masses: dict[Any, RationalFunction] = dict.fromkeys(self.nodes, _ZERO)
        baths: dict[Any, dict[str, Any]] = {}
        drives: dict[Any, RationalFunction] = {}
        feedback: dict[Any, RationalFunction] = {}
        for component in self.components:
            place = _place(component.nodes)
            if component.kind == "C":
                reverse = place[::-1] if isinstance(place, tuple) else place
                key = reverse if reverse in masses else place
                masses[key] = masses.get(key, _ZERO) + component.value
            elif component.kind == "R":
                baths.setdefault(place, {})[component.name] = (1 / component.value, component.temperature)
            elif component.kind == "I":
                drives[place] = drives.get(place, _ZERO) + component.value
            elif component.kind == "G":
                self._add_source(feedback, component)
        springs, pinning = self._springs()
        return Network.from_edges(
            [(i, j, k) for (i, j), k in springs.items() if k], pinning=pinning, masses=masses, baths=baths,
            sites=self.nodes, drives=drives, feedback={pair: h for pair, h in feedback.items() if h},
        )  # fmt: skip

    @staticmethod
    def _add_source(feedback: dict[Any, RationalFunction], source: Component) -> None:
        out, into, plus, minus = source.nodes
        for on, sign in ((out, 1), (into, -1)):
            for of, other in ((plus, 1), (minus, -1)):
                if GROUND not in (on, of):
                    feedback[on, of] = feedback.get((on, of), _ZERO) + source.value * (sign * other)

    def _springs(self) -> tuple[dict[tuple[Site, Site], RationalFunction], dict[Site, RationalFunction]]:
        """Springs and pins of the inverse inductances: an entry v at (i, j) is a spring -v, and v on both pins."""
        springs: dict[tuple[Site, Site], RationalFunction] = {}
        pinning: dict[Site, RationalFunction] = {}
        order = {node: k for k, node in enumerate(self.nodes)}
        for one, other, value in self._inverse_inductances():
            ends = [(n, s) for n, s in zip(one.nodes, (1, -1), strict=True) if n != GROUND]
            far = [(n, s) for n, s in zip(other.nodes, (1, -1), strict=True) if n != GROUND]
            for i, a in ends:
                for j, b in far:
                    pinning[i] = pinning.get(i, _ZERO) + value * (a * b)
                    if i != j and order[i] < order[j]:  # the other order is the same spring
                        springs[i, j] = springs.get((i, j), _ZERO) - value * (a * b)
        return springs, pinning

    def _inverse_inductances(self) -> list[tuple[Component, Component, RationalFunction]]:
        """(inductor, inductor, entry of the inverse of the inductance matrix)."""
        inductors = [c for c in self.components if c.kind == "L"]
        size = len(inductors)
        place = {c.name: k for k, c in enumerate(inductors)}
        matrix = [[c.value if k == r else _ZERO for k in range(size)] for r, c in enumerate(inductors)]
        for coupling in self.components:
            if coupling.kind in "Kk":
                a, b = (place[name] for name in coupling.partners)
                matrix[a][b] = matrix[b][a] = matrix[a][b] + self._mutual(coupling)
        echelon = Echelon(2 * size)
        for r, row in enumerate(matrix):
            echelon.add([*row, *(RationalFunction.constant(int(k == r)) for k in range(size))])
        if any(k not in echelon.rows for k in range(size)):
            raise NetworkError("the inductance matrix is singular")
        return [
            (inductors[r], inductors[k], echelon.rows[r][size + k])
            for r in range(size)
            for k in range(size)
            if echelon.rows[r][size + k]
        ]

    @cached_property
    def idealisations(self) -> list[str]:
        """Where the circuit has ideal joints, so that answers may depend on what is left out: small capacitances,
        currents that never decay. Empty where all is well."""
        advice = "give these sites a mass"
        found = [
            line.replace(advice, "add a small capacitor").replace("site", "node").replace("mass", "capacitor")
            for line in idealisations(self.network.linear_model())
        ]
        return [*self.remarks, *found, *self._inductor_loops(), *self._assumed_couplings()]

    def _assumed_couplings(self) -> list[str]:
        """Mutual inductances that are symbols, and have to be below sqrt(L1 L2)."""
        found = []
        for coupling in self.components:
            if coupling.kind in "Kk":
                first, second = (self.component(name, "L").value for name in coupling.partners)
                if (first * second - self._mutual(coupling) ** 2).sign() != 1:
                    one, other = coupling.partners
                    found.append(f"line {coupling.line}: {coupling.name} is taken to be below sqrt({one} {other})")
        return found

    def _inductor_loops(self) -> list[str]:
        group: dict[Site, Site] = {node: node for node in (*self.nodes, GROUND)}

        def root(node: Site) -> Site:
            while group[node] != node:
                node = group[node]
            return node

        found = []
        for component in self.components:
            if component.kind == "L":
                one, other = (root(node) for node in component.nodes)
                if one == other:
                    found.append(
                        f"line {component.line}: {component.name} closes a loop of inductors: a current round it never "
                        "decays; it is taken to be zero"
                    )
                group[one] = other
        return found

    def draw(self, **options: Any) -> Any:
        """The circuit as a schematic. Options: :func:`symflux.show.pictures.schematic.draw_circuit`.

        Raises :class:`NetworkError` where the circuit is no network.

        >>> Circuit.from_netlist("R1 1 0\\nC1 1 0").draw().svg[:4]
        '<svg'
        """
        from symflux.show.pictures.schematic import draw_circuit

        return draw_circuit(self, **options)

    def _repr_svg_(self) -> str:
        return str(self.draw().svg)

    def steady_state(self) -> CircuitState:
        """The exact steady state; ideal joints are computed and listed in :attr:`idealisations`.

        Raises :class:`UniquenessError` or :class:`StabilityError` where there is none.

        >>> Circuit.from_netlist("R1 1 0 T=T\\nC1 1 0 C").steady_state().voltage_covariance(1, 1).expr
        T/C
        """
        try:
            return CircuitState(self)
        except UniquenessError as error:
            raise UniquenessError(self._undamped(error), error.hidden_modes) from None

    def _undamped(self, error: UniquenessError) -> str:
        """What swings for ever, by names and lines of the netlist; where that is unknown in the network's words."""
        sites = self.network.sites
        moving = {sites[k % len(sites)] for mode in error.hidden_modes for k, x in enumerate(mode) if x != 0}
        found = [c for c in self.components if c.kind in ("L", "C") and moving & set(c.nodes)]
        if not found:
            return str(error)
        names = ", ".join(c.name for c in found)
        return f"line {found[0].line}: {names}: no resistor reaches a motion there, which never ends; join one"


def elements_of_netlist(text: str) -> Elements:
    """The elements of a netlist's network, for network files that hold one.

    >>> elements_of_netlist("R1 1 0 T=T1\\nC1 1 0").sites
    (1,)
    """
    return Circuit.from_netlist(text).network


def _text_of(path: str | Path) -> str:
    try:
        with open(path, "rb") as stream:
            return stream.read(MAX_FILE_BYTES + 1).decode("utf-8")
    except (OSError, ValueError) as error:
        raise NetworkError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _place(nodes: tuple[Site, ...]) -> Any:
    """A node, or the two nodes, that an element joins; ground is the wall."""
    real = [node for node in nodes[:2] if node != GROUND]
    return real[0] if len(real) == 1 else tuple(real)


def _root(value: RationalFunction) -> RationalFunction | None:
    """The rational square root, where there is one."""
    if value.is_zero:
        return value
    roots = []
    for part in (value.numerator, value.denominator):
        content, factors = part.factor()
        whole = round(content**0.5) if content < 10**30 else -1
        if content <= 0 or whole * whole != content or any(exponent % 2 for _, exponent in factors):
            return None
        root = RationalFunction.constant(whole)
        for factor, exponent in factors:
            root = root * RationalFunction.wrap(factor) ** (exponent // 2)
        roots.append(root)
    return roots[0] / roots[1]
