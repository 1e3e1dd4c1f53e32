"""A network at a point: all its numbers, and every flux as a sum of means of its linear model.

K(s) = M s^2 + D s + V from :meth:`Network.linear_model`, in fractions. Nothing else is shared with the exact side: what
a flux is in terms of forces and velocities is written down here once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import mpmath

from symflux.algebra import RationalFunction
from symflux.errors import ExpressionError, NetworkError
from symflux.model.linear_model import Direction
from symflux.model.network import Network, Site
from symflux.model.uniqueness import require_unique

__all__ = [
    "Context",
    "Flow",
    "NumericNetwork",
    "Rows",
    "Signal",
    "Source",
    "Term",
    "context",
    "number",
    "numeric_network",
]

Context = Any  #: an mpmath context of its own, so that nobody else's precision changes
Rows = list[list[Any]]

#: ("bond", i, j), ("bath", label), ("work",) or ("conductance", i, j), with the labels of the user
Flow = tuple[Any, ...]


def context(digits: int) -> Context:
    """A fresh mpmath context with this many decimal digits."""
    fresh = mpmath.mp.clone()
    fresh.dps = digits
    return fresh


class Source(NamedTuple):
    """A source of noise: a bath with its temperature, or a drive (friction None) with its strength."""

    label: Any
    direction: Direction
    friction: Fraction | None
    strength: Fraction

    @property
    def intensity(self) -> Fraction:
        """The force is sqrt(intensity strength) xi."""
        return Fraction(2) if self.friction is None else 2 * self.friction


class Signal(NamedTuple):
    """A sum of weights times the ``order``-th derivatives of coordinates, or the force of a source (by number)."""

    order: int
    weights: tuple[tuple[int, int], ...] = ()
    source: int | None = None


class Term(NamedTuple):
    """factor times <left o right>."""

    factor: Fraction
    left: Signal
    right: Signal


@dataclass(frozen=True)
class NumericNetwork:
    """The numbers of a network at a point, sites counted from 0, baths before drives."""

    sites: tuple[Site, ...]
    mass: tuple[tuple[Fraction, ...], ...]
    damping: tuple[tuple[Fraction, ...], ...]
    potential: tuple[tuple[Fraction, ...], ...]
    sources: tuple[Source, ...]
    flows: Mapping[Flow, tuple[Term, ...]]
    skew_stretch: bool  #: whether a spring whose own length diffuses has a flux, the antisymmetric part of k <q_i v_j>
    is_passive: bool  #: no directed spring, no feedback: every row of fluxes adds up to zero at equal temperatures

    @property
    def size(self) -> int:
        """The number of sites."""
        return len(self.sites)


def number(ctx: Context, value: Fraction) -> Any:
    """A fraction in the context's precision."""
    return ctx.mpf(value.numerator) / value.denominator


def numeric_network(network: Network, at: Mapping[Any, Any] | None = None) -> NumericNetwork:
    """The network at a point that gives every parameter, temperatures among them, a rational value.

    Raises :class:`NetworkError` naming the parameters without a value, and :class:`UniquenessError` where the
    fluxes are not unique at the point.
    """
    values = network.point(at or {})
    couplings = set(network.coupling_parameters)
    warm = [bath.temperature for bath in network.bath_items] + [drive.strength for drive in network.drive_items]
    needed = couplings.union(*(value.names for value in warm))
    missing = [name for name in network.parameters if name in needed and name not in values]
    if missing:
        names = ", ".join(missing)
        raise NetworkError(f"a check in numbers needs every parameter: no value for {names}; give at={{...}} or --at")
    symbolic = [f"{name} = {value.summary()}" for name, value in values.items() if not value.is_constant]
    if symbolic:
        raise NetworkError(f"a check in numbers needs rational values, not {symbolic[0]}")
    point = {name: value.value for name, value in values.items()}

    def put(value: RationalFunction) -> Fraction:
        try:
            return value.evaluate(point)
        except ExpressionError as error:
            raise NetworkError(f"{value.summary()}: {error}") from None

    if network.is_classic:
        require_unique(network.at({name: value for name, value in point.items() if name in couplings}))
    model = network.linear_model()
    sources = [Source(bath.label, bath.direction, put(bath.friction), put(bath.temperature)) for bath in model.baths]
    sources += [Source(("drive", each.label), each.direction, None, put(each.strength)) for each in model.drives]
    mass, damping, coupling = (
        tuple(tuple(map(put, row)) for row in matrix.dense()) for matrix in (model.mass, model.damping, model.coupling)
    )
    return NumericNetwork(
        sites=network.sites,
        mass=mass,
        damping=damping,
        potential=coupling,
        sources=tuple(sources),
        flows={flow: tuple(terms) for flow, terms in _flows(network, sources, put)},
        skew_stretch=network.is_classic,
        is_passive=not network.directed_items and not network.feedback_items,
    )


def _velocity(*places: tuple[int, int]) -> Signal:
    return Signal(1, places)


def _flows(network: Network, sources: list[Source], put: Any) -> Iterator[tuple[Flow, list[Term]]]:
    """What each element gives to j, bond by bond; the heat of each bath; the work of all."""
    index, given = network.index, dict[tuple[Site, Site], list[Term]]()

    def gives(i: Site, j: Site, *terms: Term) -> None:
        given.setdefault((i, j), []).extend(terms)

    def spring(i: Site, j: Site, constant: RationalFunction) -> Term:
        return Term(put(constant), Signal(0, ((index(i), 1), (index(j), -1))), _velocity((index(j), 1)))

    for (i, j), k in network.spring_items:
        gives(i, j, spring(i, j, k))
        gives(j, i, spring(j, i, k))
    for (i, j), (on_i, on_j) in network.directed_items:
        gives(i, j, spring(i, j, on_j))
        gives(j, i, spring(j, i, on_i))
    for (i, j), w in network.magnetic_items:
        gives(i, j, Term(-put(w), _velocity((index(i), 1)), _velocity((index(j), 1))))
        gives(j, i, Term(put(w), _velocity((index(i), 1)), _velocity((index(j), 1))))
    for (i, j), m in network.inerter_items:
        for a, b in ((i, j), (j, i)):
            bent = Signal(2, ((index(a), 1), (index(b), -1)))
            gives(a, b, Term(put(m), bent, _velocity((index(b), 1))))
    works: list[Term] = []
    heats: list[tuple[Flow, list[Term]]] = []
    for number_of, source in enumerate(sources):
        force = Signal(0, (), number_of)
        power = Term(Fraction(1), force, Signal(1, source.direction))
        if source.friction is None:
            works.append(power)
            continue
        heats.append((("bath", source.label), [power]))
        if len(source.direction) == 2:
            i, j = (network.sites[place] for place, _ in source.direction)
            for a, b in ((i, j), (j, i)):
                sign = dict(source.direction)[index(b)]
                gives(a, b, Term(Fraction(1), force, _velocity((index(b), sign))))
    works += [term for bond, _ in network.directed_items for pair in (bond, bond[::-1])
              for term in given[pair] if term.left.order == 0 and term.left.source is None]  # fmt: skip
    works += [Term(-put(h), _velocity((index(of), 1)), _velocity((index(on), 1)))
              for (on, of), h in network.feedback_items]  # fmt: skip
    one_way = {frozenset(bond) for bond, _ in network.directed_items}
    one_way |= {frozenset(bath.sites) for bath in network.bath_items if len(bath.sites) == 2}
    for (i, j), terms in given.items():
        if frozenset((i, j)) in one_way or next(bond for bond in given if set(bond) == {i, j}) == (i, j):
            yield ("bond", i, j), terms
    yield from heats
    if works:
        yield ("work",), works
