"""The question that is asked: a claim, its assumptions, the network they speak of, and the work allowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import islice
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.radicals import Roots, names_in_texts
from symflux.certificates import format as rules
from symflux.certificates.check import STABLE
from symflux.errors import NetworkError, SignError, SymfluxError
from symflux.model.labels import parameter_name
from symflux.model.network import Network
from symflux.moments.existence import stability_polynomials
from symflux.positivity.condition import Condition, negation
from symflux.quantities.claim import Claim, network_table, real_names
from symflux.quantities.derived import DERIVED
from symflux.quantities.reader import read_claim, read_claims, require_known
from symflux.quantities.registry import FUNCTIONS
from symflux.signs.outcome import is_easy
from symflux.signs.placed import Placed
from symflux.signs.small_points import holds_at, small_points
from symflux.work import child
from symflux.work.budget import Budget

__all__ = ["Question"]

_SMALL = 4  #: sites of a network from which on a step may be long, so that it has a process and a limit of its own


class Question:
    """A claim and its assumptions, the certificate without its proof, and the work left."""

    def __init__(
        self,
        claim: Any,
        given: Any,
        real: Iterable[Any],
        network: Network | None,
        budget: Budget,
        extra: Iterable[Any] = (),
        at: Mapping[Any, Any] | None = None,
    ):
        self.budget = budget
        listed = list(given) if isinstance(given, list | tuple) else [given]
        given = [each for each in listed if each != STABLE]
        spoken = [claim, *given]
        networks = {each.network for each in spoken if isinstance(each, Claim) and each.network is not None}
        if len(networks | ({network} - {None})) > 1:
            raise NetworkError("the claim and its assumptions speak of different networks")
        network = networks.pop() if networks else network
        declared = _names(real)
        roots = _roots(spoken, network, declared)
        self.claim = read_claim(claim, network, roots=roots)
        self.given = read_claims(given, network, roots=roots)
        if at:
            placed = Placed(at, roots, declared if network is None else declared | network.real)
            placed.require_known([self.claim, *self.given], network)
            network = None if network is None else placed.network(network)
            self.claim, *self.given = (placed.claim(each, network) for each in (self.claim, *self.given))
            self.given += placed.equations(network)
        self.roots = tuple(roots.found)
        if self.roots:  # each is a new variable with its equation
            self.given = [*self.given, *(Claim.from_text(root.equation, network) for root in self.roots)]
            declared |= {root.name for root in self.roots if not root.is_positive}
        claims = [self.claim, *self.given]
        if network is not None:
            require_known(claims, network, declared | _names(extra) | {root.name for root in self.roots})
        self.is_stable = len(given) < len(listed)  #: whether the word "stable" is among the assumptions
        if self.is_stable and network is None:
            raise SignError('"stable" speaks of a network, and none was given: add network=')
        self.network = network if self.is_stable or any(c.quantities for c in claims) else None
        self.real = real_names(claims, declared)
        if network is not None:
            self.real |= network.real
        self.template: dict[str, Any] = {
            **rules.proved(
                self.claim.statement(), {}, given=self._statements(), real=self.real,
                network=None if self.network is None else network_table(self.network),
            )
        }  # fmt: skip
        self.tried: list[str] = []
        self.is_easy = self.network is None and all(is_easy(c) for c in claims)

    def _statements(self) -> list[Any]:
        return [*(claim.statement() for claim in self.given), *([STABLE] if self.is_stable else [])]

    @property
    def left(self) -> float:
        """The seconds of counted work that are left."""
        return self.budget.left

    def part(self, most: float, share: float = 1.0) -> Budget:
        """A share of the work that is left, for one attempt."""
        return self.budget.part(min(most, share * self.left))

    @property
    def needs_sample(self) -> bool:
        """Whether a proof needs a point at which the assumptions hold and, of a network, the steady state exists."""
        return bool(self.given) or self.network is not None

    @property
    def is_small(self) -> bool:
        """Whether quantities of the network are written out in no time."""
        return self.network is not None and len(self.network.sites) < _SMALL

    @cached_property
    def names(self) -> list[str]:
        """All variables, those of the network included."""
        names = set(self.network.parameters) if self.network is not None else set()
        for claim in (self.claim, *self.given):
            names |= {n for n in claim.written_names if "(" not in n}
        return sorted(names)

    @cached_property
    def assumptions(self) -> list[Condition]:
        """The assumptions as polynomial conditions; quantities written out."""
        values = self._written_out(self.given)
        found = [
            each
            for claim, value in zip(self.given, values, strict=True)
            for each in (Condition(self.upright(value), claim.relation), *_nonzero(value.denominator))
        ]
        if self.network is not None:  # where something feeds the motion, the steady state exists only so
            found += [Condition(p, ">") for p in stability_polynomials(self.network)]
        return found

    @cached_property
    def targets(self) -> list[Condition]:
        """What a counterexample satisfies instead of the claim."""
        value = self._written_out([self.claim])[0]
        return [Condition(self.upright(value), negation(self.claim.relation)), *_nonzero(value.denominator)]

    def _written_out(self, claims: list[Claim]) -> list[RationalFunction]:
        if not any(claim.quantities for claim in claims):
            return [claim.formal_difference for claim in claims]
        if self.is_small:
            return _written_out(claims, self.part(10.0))
        return child.run_counted(_written_out, claims, budget=self.part(10.0, 0.3), label="fluxes")

    def upright(self, value: RationalFunction) -> Polynomial:
        """A polynomial with the sign of the value where the denominator is not zero."""
        bottom = value.denominator
        if sign := bottom.sign(self.real):
            return value.numerator * sign
        if self.network is not None:
            at_one = bottom.evaluate(dict.fromkeys(bottom.names, 1))
            if at_one:
                return value.numerator if at_one > 0 else -value.numerator
        return value.numerator * bottom

    def counterexamples(self, part: Budget, seed: int, most: int = 1_000_000) -> Iterator[dict[str, Fraction]]:
        """Random small points that contradict the claim: the network is solved in numbers, if it is not small."""
        tried = small_points(self.names, self.real, self.temperature_names, seed=seed)
        if self.is_small:
            yield from self._written_counterexamples(islice(tried, most), part)
            return
        each = 0 if self.network is None else 1000 + 40 * len(self.network.sites) ** 3
        for point in islice(tried, most):
            if part.is_spent:
                return
            part.charge(100)
            try:
                if not all(holds_at(claim, point) for claim in self.given):
                    continue
                part.charge(each)
                if not holds_at(self.claim, point):
                    yield point
            except SymfluxError:  # no unique steady state there, or a denominator vanishes
                continue

    def _written_counterexamples(
        self, tried: Iterable[dict[str, Fraction]], part: Budget
    ) -> Iterator[dict[str, Fraction]]:
        conditions = sorted([*self.targets, *self.assumptions], key=lambda c: len(c.polynomial))
        each = 50 + 4 * sum(len(c.polynomial) for c in conditions)
        for point in tried:
            if part.is_spent:
                return
            part.charge(each)
            if all(c.holds(point) for c in conditions):
                yield point

    @property
    def temperature_names(self) -> set[str]:
        """The parameters in the temperatures of the baths."""
        baths = {} if self.network is None else self.network.baths
        return {name for bath in baths.values() for name in bath.temperature.names}


def _nonzero(denominator: Polynomial) -> list[Condition]:
    return [] if denominator.is_constant else [Condition(denominator, "!=")]


def _names(given: Any) -> set[str]:
    return {parameter_name(name) for name in ([given] if isinstance(given, str | sympy.Symbol) else given or ())}


def _roots(spoken: Iterable[Any], network: Network | None, declared: set[str]) -> Roots:
    """Where the roots of a question are collected: under names that nothing in it has."""
    taken, real = set(declared), set(declared)
    for each in spoken:
        if isinstance(each, str):
            taken |= names_in_texts([each])
        for symbol in getattr(each, "free_symbols", ()):
            taken.add(str(symbol))
            real |= {str(symbol)} if symbol.is_real and not symbol.is_positive else set()
    if network is not None:
        taken |= set(network.parameters)
        real |= network.real
    return Roots(taken, real, (*FUNCTIONS, *DERIVED) if network is not None else ())


def _written_out(claims: list[Claim], budget: Budget) -> list[RationalFunction]:
    found = [claim.difference for claim in claims]
    budget.charge(20 * sum(len(value.numerator) + len(value.denominator) for value in found))
    return found
