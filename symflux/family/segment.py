"""Rows of equal cells between two end blocks, solved for every number of cells at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.ring import name_key
from symflux.errors import ExpressionError, InexactInputError, NetworkError, UniquenessError
from symflux.family.blocks import Block, integral_scale
from symflux.family.limits import SEARCHED, ExceptionalSizes, exceptional_cells
from symflux.family.parts import baths_at, require_ordinary
from symflux.family.residues import Pole, poles_of, residues
from symflux.family.row import Row
from symflux.family.segment_result import SegmentResult
from symflux.family.size_function import SizeFunction, is_lost
from symflux.family.sizes import read_values, whole
from symflux.model.labels import Site, show_site
from symflux.model.network import Bath, Network

__all__ = ["Segment", "segment"]

Label = Any  #: of a bath: ("left", site), ("right", site), or "first" and "last" in the named families
_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)


def segment(
    *, left: Network, cell: Network, right: Network, spring: Any = 1,
    ports: Mapping[str, Any] | None = None, size: str = "N",
) -> Segment:  # fmt: skip
    """Left block - N equal cells - right block, one bond of constant ``spring`` between neighbours; N >= 1 cells.

    ``ports`` names the sites at which blocks are joined: ``{"left": site, "cell": (left port, right port), "right":
    site}``; a block of one site needs none. Baths stand in the end blocks only, any number of them, and are called
    ``("left", site)`` and ``("right", site)``. Everything may be symbolic. Raises :class:`NetworkError` for a cell with
    a bath, or ports that are not connected. Derivation ``segments``.

    >>> import symflux as sf
    >>> end = lambda g, T: sf.Network.from_edges([], pinning={1: "c"}, baths={1: (g, T)})
    >>> cell = sf.Network.from_edges([], pinning={1: "c"})
    >>> row = segment(left=end("g1", "T1"), cell=cell, right=end("g2", "T2"), spring="k")
    >>> row.baths
    (('left', 1), ('right', 1))
    >>> row.bath_flux(("left", 1)).at(N=3, k=1, c=1, g1=1, g2=1)
    <bath_flux(('left', 1)) at N=3, k=1, c=1, g1=1, g2=1 = (43*T1 - 43*T2)/342>
    """
    blocks = {"left": left, "cell": cell, "right": right}
    for name, block in blocks.items():
        require_ordinary(block, f"segment: {name}")
    if cell.baths:
        raise NetworkError("segment: a cell has no bath: baths stand in the left and the right block")
    if not left.baths and not right.baths:
        raise NetworkError("segment: no block has a bath: give one to the left or the right block")
    constant = _value("spring", spring)
    found = _ports(blocks, ports or {})
    real = left.real | cell.real | right.real
    names = {n for b in blocks.values() for n in b.parameters} | set(constant.names)
    if size in names:
        raise NetworkError(f"segment: {size} is a parameter already: name the number of cells by size=")
    return Segment(Shape(left, cell, right, constant, found, real, size))


def _value(what: str, given: Any) -> RationalFunction:
    if isinstance(given, list | tuple | dict):
        raise NetworkError(f"{what}: one bond joins two neighbours, so one value is allowed, not {len(given)}")
    try:
        value = exact(given)
    except InexactInputError as error:
        raise InexactInputError(f"{what}: {error}") from None
    except ExpressionError as error:
        raise NetworkError(f"{what}: {error}") from None
    if value.is_constant and value.value <= 0:
        raise NetworkError(f"{what}: {value} is not positive")
    return value


def _ports(blocks: Mapping[str, Network], given: Any) -> tuple[Site, Site, Site, Site]:
    """(port of the left block, left port and right port of the cell, port of the right block)."""
    if not isinstance(given, Mapping) or set(given) - set(blocks):
        raise NetworkError('segment: ports are {"left": site, "cell": (site, site), "right": site}')
    found: list[Site] = []
    for name, block in blocks.items():
        port = given.get(name)
        if port is None and len(block.sites) > 1:
            raise NetworkError(f"segment: {name} has {len(block.sites)} sites: say which one is joined, in ports=")
        if port is None:
            port = block.sites[0]
        pair: Any = port if isinstance(port, Sequence) and not isinstance(port, str) else None
        if name == "cell":
            if pair is not None and len(pair) != 2:
                raise NetworkError(f"segment: one bond joins two cells, so a cell has two ports, not {len(pair)}")
            several: list[Any] = [port, port] if pair is None else list(pair)
        elif pair is not None:
            raise NetworkError(f"segment: {name}: one bond joins two blocks, so an end block has one port")
        else:
            several = [port]
        for site in several:
            block.index(site)
        found += several
    return found[0], found[1], found[2], found[3]


@dataclass(frozen=True)
class Shape:
    """What a segment is made of, and how its sizes and sites are called."""

    left: Network
    cell: Network
    right: Network
    spring: RationalFunction
    ports: tuple[Site, Site, Site, Site]
    real: frozenset[str]
    size: str = "N"
    offset: int = 0  #: N = step * cells + offset
    step: int = 1
    least: int = 1  #: the smallest N
    names: Mapping[str, tuple[str, Site]] | None = None  #: {"first": ("left", site), ...} of a named family
    labels: Callable[..., Network] | None = None  #: the network of a size, where its sites have names of their own
    title: str = "segment"
    squared: RationalFunction | None = None  #: the square of the entry between blocks, where that is not the spring's
    whole: tuple[str, ...] | None = None  #: the labels that are single sites, where others stand for several


class Segment:
    """A row of any number of equal cells; ask it what a steady state is asked, about the end blocks.

    ``baths`` lists the baths; answers hold for every size of at least :attr:`least`.
    """

    def __init__(self, shape: Shape):
        self.shape = shape
        self.least = shape.least
        self.real = shape.real
        blocks = {"left": shape.left, "right": shape.right}
        self._at = {("left", s): b for s, b in baths_at(shape.left, shape.title).items()}
        self._at |= {("right", s): b for s, b in baths_at(shape.right, shape.title).items()}
        names = {place: name for name, place in (shape.names or {}).items()}
        self._bath_places = {names.get(place, place): place for place in self._at}
        self._site_places: dict[Any, tuple[str, Site]] = {
            names.get((side, s), (side, s)): (side, s) for side, block in blocks.items() for s in block.sites
        }

    def __repr__(self) -> str:
        return f"<{self.shape.title} of {self.shape.size} >= {self.least}, parameters {', '.join(self.parameters)}>"

    @property
    def baths(self) -> tuple[Label, ...]:
        """The labels of the baths."""
        return tuple(self._bath_places)

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The names of all parameters but the size."""
        shape = self.shape
        names = {n for b in (shape.left, shape.cell, shape.right) for n in b.parameters} | set(shape.spring.names)
        return tuple(sorted(names, key=name_key))

    # the polynomials ----------------------------------------------------------------------------------------

    @cached_property
    def scale(self) -> Polynomial:
        """What all masses, frictions and springs are multiplied by to become polynomials."""
        shape = self.shape
        extra = [shape.spring] if shape.squared is None else [shape.spring, shape.squared]
        return integral_scale((shape.left, shape.cell, shape.right), extra)

    @cached_property
    def row(self) -> Row:
        """The determinants and cofactors for every number of cells."""
        shape, scale = self.shape, self.scale
        first, enter, leave, last = shape.ports
        blocks = [
            Block(block, ports, shape.spring, scale)
            for block, ports in ((shape.left, (first,)), (shape.cell, (enter, leave)), (shape.right, (last,)))
        ]
        bond = (shape.spring * shape.spring if shape.squared is None else shape.squared) * scale * scale
        return Row(blocks[0], blocks[1], blocks[2], bond.numerator)

    @property
    def delta(self) -> Polynomial:
        """Delta(z), the denominator of the residues; its degree does not depend on the size."""
        return self.row.delta

    # questions ----------------------------------------------------------------------------------------------

    def conductance(self, i: Label, j: Label) -> SegmentResult:
        """Heat into bath i per unit of temperature of bath j, for every size. Symmetric in i and j."""
        here, there = self._bath(i), self._bath(j)
        if here == there:
            raise NetworkError(f"a conductance joins two different baths, not {i!r} to itself")
        return SegmentResult(self, "conductance", (i, j), lambda: {None: self._conductance(here, there)})

    def bath_flux(self, i: Label) -> SegmentResult:
        """Heat flux out of bath i into the row, energy per time, for every size."""
        here = self._bath(i)

        def parts() -> dict[Any, SizeFunction]:
            found = {label: self._conductance(here, place) for label, place in self._bath_places.items() if label != i}
            own = SizeFunction.total(found.values())
            return {i: own, **{label: value.times(-1) for label, value in found.items()}}

        return SegmentResult(self, "bath_flux", (i,), parts)

    def bond_flux(self, i: Label, j: Label) -> SegmentResult:
        """Heat flux from i to j, two sites of one end block, for every size."""
        (side, a), (other, b) = self._site(i), self._site(j)
        block = self.shape.left if side == "left" else self.shape.right
        if side != other or not block.has_bond(a, b):
            raise NetworkError(f"no bond {i!r}-{j!r} inside one end block")
        spring = (block.spring(a, b) * self.scale).numerator

        def parts() -> dict[Any, SizeFunction]:
            return self._summing_to(_ZERO, side, lambda place: self._qv(side, a, b, place, 2 * spring))

        return SegmentResult(self, "flux", (i, j), parts)

    def kinetic_temperature(self, i: Label) -> SegmentResult:
        """m <v^2> of a site of an end block, an energy, for every size."""
        side, a = self._site(i)
        if self.shape.whole is not None and i not in self.shape.whole:
            raise NetworkError(f"{i!r} stands for several sites here: ask for {', '.join(map(repr, self.shape.whole))}")
        block = self.shape.left if side == "left" else self.shape.right
        mass = (block.masses[a] * self.scale).numerator

        def parts() -> dict[Any, SizeFunction]:
            return self._summing_to(_ONE, side, lambda place: self._vv(side, a, place, -2 * mass))

        return SegmentResult(self, "kinetic_temperature", (i,), parts)

    def bath_fluxes(self) -> dict[Label, SegmentResult]:
        """{label: bath flux}."""
        return {label: self.bath_flux(label) for label in self.baths}

    def bath_place(self, label: Label) -> tuple[str, Site]:
        """("left" or "right", site) of a bath; :class:`NetworkError` where there is none of that label."""
        return self._bath(label)

    def _bath(self, label: Label) -> tuple[str, Site]:
        try:
            if label in self._bath_places:
                return self._bath_places[label]
        except TypeError:
            pass
        shown = ", ".join(map(repr, self.baths))
        raise NetworkError(f"no bath {show_site(label)}; baths: {shown}")

    def _site(self, label: Label) -> tuple[str, Site]:
        try:
            if label in self._site_places:
                return self._site_places[label]
        except TypeError:
            pass
        shown = ", ".join(map(repr, self._site_places))
        raise NetworkError(f"no site {show_site(label)} in the end blocks; sites there: {shown}")

    def _index(self, place: tuple[str, Site]) -> int:
        return (self.shape.left if place[0] == "left" else self.shape.right).index(place[1])

    def _friction(self, place: tuple[str, Site]) -> Polynomial:
        return (self._at[place].friction * self.scale).numerator

    def _vv(self, side: str, site: Site, place: tuple[str, Site], factor: Polynomial) -> SizeFunction:
        """factor gamma_b nu(z F) for <v_i^2> per unit of T_b."""
        form = self.row.velocity_form(side, self._index((side, site)), place[0], self._index(place))
        return SizeFunction.of(residues(self.row, form), self._friction(place) * factor)

    def _qv(self, side: str, i: Site, j: Site, place: tuple[str, Site], factor: Polynomial) -> SizeFunction:
        a, b = self._index((side, i)), self._index((side, j))
        form = self.row.flux_form(side, a, b, place[0], self._index(place))
        return SizeFunction.of(residues(self.row, form), self._friction(place) * factor)

    def _conductance(self, here: tuple[str, Site], there: tuple[str, Site]) -> SizeFunction:
        return self._vv(here[0], here[1], there, -2 * self._friction(here))

    def _summing_to(
        self, total: RationalFunction, side: str, part: Callable[[tuple[str, Site]], SizeFunction]
    ) -> dict[Any, SizeFunction]:
        """The coefficients of all temperatures, one of them from the others: at equal temperatures the sum is known."""
        places = sorted(self._bath_places.items(), key=lambda item: item[1][0] == side)
        *others, (last, _) = places
        found = {label: part(place) for label, place in others}
        rest = SizeFunction.total([SizeFunction(total), *(value.times(-1) for value in found.values())])
        return {label: found.get(label, rest) for label in self.baths} | {last: rest}

    @cached_property
    def _poles(self) -> tuple[Pole, ...]:
        return poles_of(self.row)

    def require_unique(self, cells: int) -> None:
        """:class:`UniquenessError` where the steady state of that many cells is not unique."""
        if any(is_lost(pole, cells) for pole in self._poles):
            size = self.shape.step * cells + self.shape.offset
            what = f"{self.shape.title} with {self.shape.size} = {size}"
            raise UniquenessError(f"{what} has no unique steady state: a motion there touches no bath; see .exceptions")

    @cached_property
    def exceptions(self) -> ExceptionalSizes:
        """The sizes at which the steady state is not unique, for all values of the symbolic parameters.

        >>> import symflux as sf
        >>> end = sf.chain(2, spring=1, baths={2: (1, "T1")})
        >>> row = segment(left=end, cell=sf.chain(1), right=end.at({"T1": 2}), ports={"left": 2, "right": 2}, size="n")
        >>> str(row.exceptions)  # a free chain of n + 4 sites
        '2, 5, 8, ...'
        """
        shape = self.shape
        start = (shape.least - shape.offset) // shape.step
        single, progressions = exceptional_cells(self._poles, start)
        return ExceptionalSizes(
            tuple(shape.step * n + shape.offset for n in single),
            tuple((shape.step * n + shape.offset, shape.step * step) for n, step in progressions),
            shape.step * (start + SEARCHED - 1) + shape.offset,
        )

    # members ------------------------------------------------------------------------------------------------

    def temperature(self, label: Label) -> RationalFunction:
        """The temperature of a bath."""
        return self._at[self._bath(label)].temperature

    def cells(self, size: Any) -> int:
        """How many cells a size has; :class:`NetworkError` where it is no size of the family."""
        shape = self.shape
        number = whole(shape.size, size, shape.least)
        cells, rest = divmod(number - shape.offset, shape.step)
        if rest:
            what = (
                "even" if (shape.step, shape.offset % 2) == (2, 0) else f"{shape.offset} + a multiple of {shape.step}"
            )
            raise NetworkError(f"{shape.size} = {number}: the sizes of this family are {what}")
        return cells

    def at(self, values: Mapping[Any, Any] | None = None, **named: Any) -> Network | Segment:
        """The network of one size; without a size, the family with parameters replaced.

        Raises :class:`NetworkError` for a size that is not whole or too small.
        """
        put = read_values(values, named, (*self.parameters, self.shape.size), self.real)
        size = put.pop(self.shape.size, None)
        family = self.put(put) if put else self
        return family if size is None else family.network(size)

    def put(self, values: Mapping[str, RationalFunction]) -> Segment:
        """The family with parameters replaced."""

        def one(value: RationalFunction) -> RationalFunction:
            return value.substitute({n: v for n, v in values.items() if n in value.names})

        shape = self.shape
        labels = shape.labels
        changed = replace(
            shape, left=_put(shape.left, values), cell=_put(shape.cell, values),
            right=_put(shape.right, values), spring=one(shape.spring),
            squared=None if shape.squared is None else one(shape.squared),
            labels=None if labels is None else (lambda n, v=None: _put(labels(n, {**values, **(v or {})}), values)),
        )  # fmt: skip
        if changed.spring.is_constant and changed.spring.value <= 0:
            raise NetworkError(f"spring: {changed.spring} is not positive")
        return type(self)(changed)

    def network(self, size: Any) -> Network:
        """The ordinary network of one size; sites are called ``"left.s"``, ``"1.s"``, ..., ``"right.s"``."""
        cells, shape = self.cells(size), self.shape
        if shape.labels is not None:
            return shape.labels(whole(shape.size, size, shape.least))
        blocks = [("left", shape.left), *((str(n + 1), shape.cell) for n in range(cells)), ("right", shape.right)]
        first, enter, leave, last = shape.ports
        springs: list[tuple[Any, Any, RationalFunction]] = []
        pins: dict[Any, RationalFunction] = {}
        masses: dict[Any, RationalFunction] = {}
        baths: dict[Any, tuple[RationalFunction, RationalFunction]] = {}
        for name, block in blocks:
            springs += [(f"{name}.{i}", f"{name}.{j}", k) for (i, j), k in block.springs.items()]
            pins |= {f"{name}.{s}": pin for s, pin in block.pinning.items()}
            masses |= {f"{name}.{s}": mass for s, mass in block.masses.items()}
            found: Mapping[Site, Bath] = baths_at(block, shape.title)
            baths |= {f"{name}.{s}": (bath.friction, bath.temperature) for s, bath in found.items()}
        chain = [f"left.{first}"]
        for n in range(cells):
            springs.append((chain[-1], f"{n + 1}.{enter}", shape.spring))
            chain.append(f"{n + 1}.{leave}")
        springs.append((chain[-1], f"right.{last}", shape.spring))
        return Network.from_edges(springs, pinning=pins, masses=masses, baths=baths, sites=list(pins), real=self.real)

    def place(self, label: Label) -> Any:
        """The site of :meth:`network` that a label of a bath or of an end block's site stands for."""
        side, site = self._site_places.get(label) or self._bath_places[label]
        return f"{side}.{site}"


def _put(network: Network, values: Mapping[str, RationalFunction]) -> Network:
    return network.at({n: v for n, v in values.items() if n in network.parameters})
