"""The signs of a flux over temperatures when the couplings are symbols.

The temperatures form a cone with numbers as generators (lines and rays). On it a linear form takes a positive
value exactly if it is positive on some ray, or not zero on some line; so all that has to be known about the
couplings is the sign of the form on each generator. For bath fluxes and bridges these are sums of conductances
K_ab >= 0 with numbers as coefficients, which decides most of them for every network at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.model.labels import Label, label_text
from symflux.model.network import Network, Site
from symflux.moments.existence import is_passive
from symflux.polyhedra.cone import generators
from symflux.polyhedra.linear_program import Farkas, Vector, satisfies
from symflux.temperature.coupling_sign import coupling_sign
from symflux.temperature.space import TemperatureSpace
from symflux.work.budget import Budget, Limit

__all__ = ["SymbolicSigns", "conductance_pairs", "symbolic_signs"]

_ANY = frozenset("+0-")
_OF = {1: frozenset("+"), 0: frozenset("0"), -1: frozenset("-")}


@dataclass(frozen=True)
class SymbolicSigns:
    """What is known for all couplings; see :class:`~symflux.temperature.region.TemperatureRegion`."""

    signs: frozenset[str]
    undecided: frozenset[str]
    except_where: tuple[Polynomial, ...]
    reason: str
    points: Mapping[str, Vector] = field(default_factory=dict)


def conductance_pairs(network: Network, quantity: Any) -> list[tuple[Label, Label]] | None:
    """Pairs of baths with flux = sum over the pairs of K_ab T_a - K_ba T_b, K >= 0; None where it is no such sum.

    Both sums of K over the pairs are equal, so the sign is settled where no T_a - T_b has the other one. Without fields
    K_ab = K_ba.

    A bath's flux is such a sum over all other baths; the flux through a whole bridge, with no bath across it, over all
    baths on its two sides (derivations ``landauer_conductance`` and ``bridge_theorem``). Drives, directed springs and
    feedback break that.
    """
    if not is_passive(network) or network.drive_items:
        return None
    places = {label: set(bath.sites) for label, bath in network.baths.items()}
    if quantity.kind == "bath_flux":
        (asked,) = quantity.sites
        own = [asked] if asked in places else [label for label, sites in places.items() if sites == {asked}]
        return [(a, b) for a in own for b in places if b not in own]
    if quantity.kind == "flux":
        i, j = quantity.sites
        near, far = (_component(network, site, without=frozenset((i, j))) for site in (i, j))
        if j not in near and {i, j} not in places.values():
            return [(a, b) for a in places if places[a] <= near for b in places if places[b] <= far]
    return None


def symbolic_signs(
    quantity: Any,
    coefficients: Mapping[Label, RationalFunction],
    space: TemperatureSpace,
    network: Network,
    *,
    seconds: Limit,
) -> SymbolicSigns:
    """The signs of sum coefficient_b T_b on a temperature space, for all couplings at once.

    ``network`` is that of the space with the values that the couplings were given. ``seconds`` of counted work
    bound the search for proofs about bonds inside loops.
    """
    if all(c.is_zero for c in coefficients.values()):
        inside = space.solve([])
        points = {} if isinstance(inside, Farkas) else {"0": inside}
        return SymbolicSigns(frozenset("0"), frozenset(), (), "", points)
    size = len(space.baths) + space.has_unit
    cone = generators(space.cone, size)
    judge = _Judge(quantity, coefficients, space, network, Budget.of(seconds))
    lines = [(line, judge.sign(line)) for line in cone.lines]
    rays = [(ray, judge.sign(ray)) for ray in cone.rays]
    moving = [(line, found) for line, found in lines if found != _OF[0]]
    if moving:
        settled = any("0" not in found for _, found in moving)
        open_points = () if settled else tuple(dict.fromkeys(judge.value(line).numerator for line, _ in moving))
        signs, undecided = _ANY, frozenset[str]()
    else:
        open_points = ()
        signs, undecided = _on_rays(rays, space)
    reason = "; ".join(dict.fromkeys(judge.reasons)) if undecided else ""
    both_ways = rays + lines + [(tuple(-x for x in line), _turned(found)) for line, found in lines]
    points = {sign: point for sign in "+-0" if (point := _common_point(sign, both_ways, space)) is not None}
    return SymbolicSigns(signs, undecided, open_points, reason, points)


def _on_rays(
    rays: list[tuple[Vector, frozenset[str]]], space: TemperatureSpace
) -> tuple[frozenset[str], frozenset[str]]:
    """(signs that occur, signs that are undecided) where the form vanishes on every line."""
    occurs, undecided = set(), set()
    for sign in "+-":
        if any(found == {sign} for _, found in rays):
            occurs.add(sign)
        elif any(sign in found for _, found in rays):
            undecided.add(sign)
    surely_zero = [ray for ray, found in rays if found == {"0"}]
    maybe_zero = [ray for ray, found in rays if "0" in found]
    if occurs == {"+", "-"} or _satisfiable(surely_zero, space):
        occurs.add("0")
    elif len(occurs | undecided) > 1 or _satisfiable(maybe_zero, space):
        undecided.add("0")
    return frozenset(occurs), frozenset(undecided)


def _satisfiable(rays: list[Vector], space: TemperatureSpace) -> bool:
    """Whether the sum of these rays (plus lines, on which conditions vanish) meets the strict conditions."""
    return satisfies(space.cone, _sum(rays, len(space.baths) + space.has_unit))


def _common_point(sign: str, parts: list[tuple[Vector, frozenset[str]]], space: TemperatureSpace) -> Vector | None:
    """A point at which the form has this sign for all couplings, if adding generators gives one."""
    if sign == "0":
        chosen = [part for part, found in parts if found == {"0"}]
    else:
        if not any(found == {sign} for _, found in parts):
            return None
        chosen = [part for part, found in parts if found <= {sign, "0"}]
    point = _sum(chosen, len(space.baths) + space.has_unit)
    return point if satisfies(space.cone, point) else None


def _sum(vectors: list[Vector], size: int) -> Vector:
    total = (Fraction(0),) * size
    for vector in vectors:
        total = tuple(t + x for t, x in zip(total, vector, strict=True))
    return total


def _turned(found: frozenset[str]) -> frozenset[str]:
    return frozenset({"+": "-", "-": "+", "0": "0"}[sign] for sign in found)


class _Judge:
    """The possible signs of one form on one vector of temperatures, over all couplings."""

    def __init__(
        self,
        quantity: Any,
        coefficients: Mapping[Label, RationalFunction],
        space: TemperatureSpace,
        network: Network,
        budget: Budget,
    ):
        self.coefficients, self.space, self.network, self.budget = coefficients, space, network, budget
        self.pairs = conductance_pairs(network, quantity)
        self.quantity = quantity
        self.reasons: list[str] = []

    def value(self, vector: Vector) -> RationalFunction:
        terms = [self.coefficients[b] * x for b, x in zip(self.space.baths, vector, strict=False) if x]
        total = RationalFunction.constant(0)
        for term in terms:
            total = total + term
        return total

    def sign(self, vector: Vector) -> frozenset[str]:
        """{"+"} where positive for all couplings, {"+", "0"} where never negative, and so on."""
        value = self.value(vector)
        if value.is_zero:
            return _OF[0]
        if self.pairs is not None:
            found = self._by_conductances(vector)
            if found != _ANY:
                return found
        answer = coupling_sign(
            value,
            self.network,
            formula=self._formula(vector),
            given=self.space.coupling_assumptions,
            seconds=self.budget,
        )
        if answer.sign is None:
            self.reasons.append(answer.reason)
            return _ANY
        return _OF[answer.sign]

    def _formula(self, vector: Vector) -> str | None:
        """The value as claims on the network name it."""
        if self.quantity.kind not in ("flux", "bath_flux", "kinetic_temperature") or self.network.drive_items:
            return None
        sites = ",".join(map(label_text, self.quantity.sites))
        return " + ".join(
            ("" if x == 1 else f"{x}*") + f"{self.quantity.kind}_coefficient({sites},{label_text(b)})"
            for b, x in zip(self.space.baths, vector, strict=False)
            if x and not self.coefficients[b].is_zero
        )

    def _by_conductances(self, vector: Vector) -> frozenset[str]:
        """From flux = sum K_ab (T_a - T_b), K_ab >= 0, and > 0 where attractive springs join a and b."""
        network = self.network
        temperature = dict(zip(self.space.baths, vector, strict=False))
        differences = [(a, b, temperature[a] - temperature[b]) for a, b in self.pairs or ()]
        baths = network.baths
        strict = {
            (d > 0) - (d < 0)
            for a, b, d in differences
            if d and _joined(network, baths[a].sites, baths[b].sites)
        }
        weak = {(d > 0) - (d < 0) for _, _, d in differences if d}
        if len(weak) != 1:
            return _ANY
        sign = "+" if weak == {1} else "-"
        return frozenset({sign}) if strict else frozenset({sign, "0"})


def _component(network: Network, site: Site, without: frozenset[Site] = frozenset()) -> set[Site]:
    """The sites that springs, fields, inerters and baths join to a site, one bond left out."""
    reached, frontier = {site}, [site]
    joined = network.bonds if network.is_classic else _joins(network)
    while frontier:
        here = frontier.pop()
        for i, j in joined:
            if frozenset((i, j)) == without or here not in (i, j):
                continue
            other = j if here == i else i
            if other not in reached:
                reached.add(other)
                frontier.append(other)
    return reached


def _joins(network: Network) -> list[tuple[Site, Site]]:
    found = list(network.bonds)
    for items in (network.magnetic_items, network.inerter_items):
        found += [bond for bond, _ in items]
    return found + [(bath.sites[0], bath.sites[1]) for bath in network.bath_items if len(bath.sites) == 2]


def _joined(network: Network, first: Sequence[Site], second: Sequence[Site]) -> bool:
    """Whether K_ab > 0 for all couplings: a path of springs exists, and every spring is attractive.

    The highest power of s in the cofactor (a, b) of K(s) then is the sum over the shortest paths of the products
    of their springs and the masses left over (frictions where there is no mass), all positive, so G_ab is not
    identically zero. Only springs may join sites for that.
    """
    if len(first) + len(second) > 2 or len(_joins(network)) > len(network.bonds):
        return False
    attractive = all(k.sign(network.real) == 1 for k in network.springs.values())
    return attractive and second[0] in _component(network, first[0])
