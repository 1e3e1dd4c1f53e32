"""Couplings for which heat runs backward, or forward, through a bond of a loop.

The construction is that of derivation ``resonance_limit``: two baths tuned to one frequency and weakly attached to the
rest drive it at that frequency, and the share of the heat that a bond carries is a ratio of determinants, in which one
detuned site sets any value. What it gives is made small, and every network returned is verified exactly.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt
from typing import Any

from symflux.algebra import RationalFunction
from symflux.catalogue.fates import Fate, fates
from symflux.catalogue.free_class import BathedGraph, bathed_graph
from symflux.catalogue.loops import Loop, loop_through, path_between
from symflux.catalogue.temperature_order import TemperatureOrder
from symflux.errors import NetworkError, SignError, SymfluxError, VerificationError
from symflux.model.labels import check_pair
from symflux.model.network import Bond, Network

__all__ = ["flux_sign", "reverse"]

_TRIES = 600  #: exact solutions spent on making the couplings small
_FINEST = 24  #: the weakest attachment tried is 2**-_FINEST
_ROOT_BITS = 24  #: of square roots of masses
_SMALL = [Fraction(n) for n in (1, 2, 3, 4, 5, 6, 8, 10)] + [Fraction(1, n) for n in (2, 3, 4, 5, 6, 8, 10)]
_SIMPLE = (*_SMALL, Fraction(3, 2), Fraction(20), Fraction(50), Fraction(100))


def reverse(network: Network, bond: Any, order: Any = None, *, forward: bool = False) -> Network:
    """A network on the same graph, with the same masses and temperatures, whose bond carries heat backward.

    ``bond_flux(i, j) < 0`` there (``forward=True``: > 0) for every temperature in the ``order``; springs, pins and
    frictions are rational numbers. With two baths and no order the first bath is taken to be the hotter one; with more
    baths the temperatures must be numbers. The masses must be numbers. The sign is verified exactly. Raises
    :class:`SignError` with the theorem where the bond cannot carry heat either way, and :class:`NetworkError` as
    :func:`symflux.fates` does. Derivation ``resonance_limit``.

    >>> import symflux as sf
    >>> triangle = sf.ring(3, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> backward = sf.reverse(triangle, (1, 2))
    >>> sf.prove(backward.steady_state().bond_flux(1, 2) < 0, given=["T1 > T2"]).verdict
    'proved'
    >>> sf.reverse(sf.chain(3, baths={1: (1, "T1"), 3: (1, "T3")}), (2, 1))
    Traceback (most recent call last):
      ...
    symflux.errors.SignError: bond 2-1 is fixed 1 -> 2 for all couplings: bridge between bath 1 and bath 3: from ...
    """
    i, j = check_pair(bond)
    graph, known = bathed_graph(network), TemperatureOrder(network, order)
    found = fates(network, order)
    if (i, j) not in found:
        raise NetworkError(f"no bond {i}-{j}; bonds: {', '.join(f'{a}-{b}' for a, b in list(found)[:20])}")
    _require_any(network, found[i, j], (i, j), known)
    plan = _plan(graph, known, (i, j), forward)
    tried = _Trial(network, graph, (i, j), plan, 1 if forward else -1)
    for values in tried.constructed():
        if tried.is_good(values):
            return tried.network_at(tried.made_small(values))
    raise VerificationError(f"bond {i}-{j}: no couplings were found although the theorem says that there are some")


def flux_sign(network: Network, bond: Bond, hot: Any, cold: Any) -> int:
    """The sign of a bond flux of a network with numbers for couplings; with two baths per unit of T_hot - T_cold."""
    flux = network.steady_state().bond_flux(*bond)
    value = flux.coefficients[hot].value if len(network.baths) == 2 else flux.rational_function.value
    return (value > 0) - (value < 0)


def _require_any(network: Network, fate: Fate, bond: Bond, order: TemperatureOrder) -> None:
    shown = f"bond {bond[0]}-{bond[1]}"
    if fate.kind == "zero":
        raise SignError(f"{shown} carries no heat for any couplings: {fate.reason}")
    if fate.kind == "fixed":
        way = f"{fate.direction[0]} -> {fate.direction[1]}" if fate.direction else ""
        raise SignError(f"{shown} is fixed {way} for all couplings: {fate.reason}")
    baths = network.baths
    if len(baths) > 2 and not all(bath.temperature.is_constant for bath in baths.values()):
        raise SignError(f"{shown}: with {len(baths)} baths the temperatures must be numbers; put them in by net.at")
    if len(baths) == 2 and order.ranks is None:
        raise SignError(f"{shown}: which bath is hotter? Give an order, as in order='T1 > T2'")
    for site, mass in zip(network.sites, network.mass_items, strict=True):
        if not mass.is_constant:
            raise NetworkError(f"mass of {site} is {mass.summary()}: reverse needs numbers for the masses")


# where heat shall go -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """Two baths, and the way that heat between them takes: a single path, or a loop run backward."""

    hot: Any
    cold: Any
    source: int
    drain: int
    path: tuple[int, ...] = ()
    loop: Loop | None = None


def _plan(graph: BathedGraph, order: TemperatureOrder, bond: Bond, forward: bool) -> _Plan:
    """The hot and the cold bath that differ most, of those between which heat can run through the bond."""
    ranks = order.ranks
    assert ranks is not None
    index = {site: k for k, site in enumerate(graph.sites)}
    near: dict[int, list[int]] = {k: [] for k in index.values()}
    for a, b in graph.positions():
        near[a].append(b)
        near[b].append(a)
    e = (index[bond[0]], index[bond[1]]) if forward else (index[bond[1]], index[bond[0]])
    pairs = [(hot, cold) for hot in ranks for cold in ranks if ranks[hot] > ranks[cold]]
    pairs.sort(key=lambda pair: ranks[pair[1]] - ranks[pair[0]])
    for hot, cold in pairs:
        source, drain = index[graph.baths[hot]], index[graph.baths[cold]]
        if source == drain:
            continue
        loop = loop_through(near, e, source, drain)
        if loop is not None:
            if loop.forward:
                return _Plan(hot, cold, source, drain, path=loop.along)
            return _Plan(hot, cold, source, drain, loop=loop)
        path = path_between(near, source, drain)
        if path is not None and e in set(itertools.pairwise(path)) and path_between(near, *e, without=e) is None:
            return _Plan(hot, cold, source, drain, path=tuple(path))
    raise VerificationError(f"bond {bond[0]}-{bond[1]}: no two baths of different temperature use it")


# couplings -----------------------------------------------------------------------------------------------

_Values = tuple[Fraction, ...]  #: springs, then pins, then frictions


class _Trial:
    """Networks on one graph that differ in their couplings, and the sign that is wanted."""

    def __init__(self, network: Network, graph: BathedGraph, bond: Bond, plan: _Plan, sign: int):
        self.network, self.graph, self.bond, self.plan, self.sign = network, graph, bond, plan, sign
        self.bonds = graph.positions()
        self.masses = [mass.value for mass in network.mass_items]
        self.weights = {pair: _root(self.masses[pair[0]] * self.masses[pair[1]]) for pair in self.bonds}

    def network_at(self, values: _Values) -> Network:
        """The network with these couplings."""
        constant = RationalFunction.constant
        springs = {bond: constant(value) for bond, value in zip(self.graph.bonds, values, strict=False)}
        pins = values[len(springs) : len(springs) + len(self.masses)]
        frictions = dict(zip(self.graph.baths, values[len(springs) + len(pins) :], strict=True))
        return replace(
            self.network,
            spring_items=tuple((bond, springs.get(bond, k)) for bond, k in self.network.spring_items),
            pinning_items=tuple(map(constant, pins)),
            bath_items=tuple(replace(b, friction=constant(frictions[b.label])) for b in self.network.bath_items),
            quartic_items=(),
            quartic_pinning_items=(),
        )

    def is_good(self, values: _Values) -> bool:
        """Whether the flux exists and has the wanted sign, exactly."""
        try:
            return flux_sign(self.network_at(values), self.bond, self.plan.hot, self.plan.cold) == self.sign
        except SymfluxError:
            return False

    # the resonance limit --------------------------------------------------------------------------------

    def constructed(self) -> Iterator[_Values]:
        """Couplings nearer and nearer to the limit."""
        for power in range(1, _FINEST):
            attached = Fraction(1, 2**power)
            for other in (attached**2, attached**3, attached):
                yield self._at_limit(attached, other)

    def _at_limit(self, attached: Fraction, other: Fraction) -> _Values:
        """The network of the limit: baths attached with ``attached``, bonds that shall not matter with ``other``."""
        plan = self.plan
        ends = {plan.source, plan.drain}
        ways = [plan.path] if plan.loop is None else [plan.loop.along, plan.loop.around]
        used = {frozenset(step) for way in ways for step in itertools.pairwise(way)}
        shifts = self._shifts(ways)
        springs = {}
        for pair in self.bonds:
            strength = Fraction(1) if frozenset(pair) in used else other
            strength *= attached ** len(ends & set(pair))
            springs[pair] = strength * self.weights[pair]
        pull = [Fraction(0)] * len(self.masses)
        for (a, b), spring in springs.items():
            pull[a] += spring
            pull[b] += spring
        middle = max(pull[k] / mass - shifts[k] for k, mass in enumerate(self.masses))
        middle = Fraction(middle.__ceil__() + 1)
        pins = [mass * (middle + shifts[k]) - pull[k] for k, mass in enumerate(self.masses)]
        frictions = []
        for label, site in self.graph.baths.items():
            mass = self.masses[self.graph.sites.index(site)]
            frictions.append(mass * attached**2 * (1 if label in (plan.hot, plan.cold) else attached**4))
        return (*springs.values(), *pins, *frictions)

    def _shifts(self, ways: list[tuple[int, ...]]) -> list[Fraction]:
        """The detunings: 0 for the two baths, 2 along the ways but for one site, all different elsewhere."""
        shifts = [Fraction(5 + 2 * k) for k in range(len(self.masses))]
        for way in ways:
            for site in way:
                shifts[site] = Fraction(2)
        loop = self.plan.loop
        if loop is not None:
            here, there = loop.inside_along, loop.inside_around
            r, s = len(here) + 1, len(there) + 1
            shared = [site for site in loop.along if site in loop.around]
            for k, site in enumerate(shared):
                shifts[site] = Fraction(3 + k, 1)
            if s >= 2:
                shifts[there[0]] = (s - Fraction(5, 2)) / (s - 1)
            else:
                shifts[here[0]] = Fraction(r - 4, r - 1)
        shifts[self.plan.source] = shifts[self.plan.drain] = Fraction(0)
        return shifts

    # made small -----------------------------------------------------------------------------------------

    def made_small(self, values: _Values) -> _Values:
        """Simpler numbers, one coupling after the other, as long as the sign stays: a fixed number of tries."""
        left = _TRIES
        best = values
        changed = True
        while changed and left > 0:
            changed = False
            for k in sorted(range(len(best)), key=lambda k: -_size(best[k])):
                for candidate in _candidates(best[k]):
                    if left <= 0:
                        break
                    left -= 1
                    tried = (*best[:k], candidate, *best[k + 1 :])
                    if self.is_good(tried):
                        best, changed = tried, True
                        break
        return best


def _size(value: Fraction) -> int:
    return value.numerator + 2 * value.denominator


def _candidates(value: Fraction) -> list[Fraction]:
    """Simpler numbers: the simplest first, then those near to the value."""
    near = [value.limit_denominator(n) for n in (1, 2, 5)]
    found = {c for c in (*_SIMPLE, *near) if c > 0 and _size(c) < _size(value)}
    return sorted(found, key=lambda c: (_size(c), c))[:4] + [c for c in near if c in found]


def _root(value: Fraction) -> Fraction:
    """A rational near the square root, exact for squares."""
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return Fraction(isqrt(value.numerator * 4**_ROOT_BITS // value.denominator), 2**_ROOT_BITS)

