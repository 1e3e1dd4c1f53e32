"""What is to be proved at one node of a proof: the finder's view of the checker's region and polynomial."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, NamedTuple

from symflux.algebra import Polynomial
from symflux.certificates.core import Prover, Region
from symflux.positivity.condition import Condition

__all__ = ["Assumption", "Goal", "Node", "is_visibly_nonnegative", "supports"]

Node = dict[str, Any]


class Assumption(NamedTuple):
    """A condition that holds on the region; the checker has ``factor`` times it, which matters for multiples only."""

    polynomial: Polynomial
    relation: str
    factor: Fraction = Fraction(1)

    @property
    def condition(self) -> Condition:
        """Without the factor."""
        return Condition(self.polynomial, self.relation)


@dataclass(frozen=True)
class Goal:
    """``polynomial relation 0`` where the assumptions hold.

    Variables not in ``real`` are >= 0; of each clause one is > 0.
    """

    polynomial: Polynomial
    relation: str
    assumptions: tuple[Assumption, ...] = ()
    real: frozenset[str] = frozenset()
    clauses: frozenset[frozenset[str]] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that occur, canonical order."""
        used = set(self.polynomial.names).union(*(g.names for g, _, _ in self.assumptions))
        return tuple(sorted(used))

    def with_polynomial(self, polynomial: Polynomial, relation: str) -> Goal:
        """Another claim on the same region."""
        return replace(self, polynomial=polynomial, relation=relation)

    def mapped(self, change: Callable[[Polynomial], Polynomial], **changes: Any) -> Goal:
        """The goal after a substitution."""
        given = tuple(each._replace(polynomial=change(each.polynomial)) for each in self.assumptions)
        return replace(self, polynomial=change(self.polynomial), assumptions=given, **changes)

    def turned(self, ray: Mapping[str, int], k: str) -> Goal:
        """The goal on the cone where z_k/w_k is least: z_k = w_k t, z_j = z_j' + w_j t (t keeps the name z_k)."""
        t = Polynomial.variable(k)
        images = {k: t * ray[k]}
        images.update({j: Polynomial.variable(j) + t * w for j, w in ray.items() if j != k})
        others = set(ray) - {k}
        clauses = frozenset(c | {k} if c & others else c for c in self.clauses)
        return self.mapped(lambda p: p.compose(images), clauses=clauses)

    def homogenized(self, name: str) -> Goal:
        """The goal with one more positive variable, which is 1 in the claim."""
        return self.mapped(lambda p: _homogeneous(p, name), clauses=self.clauses | {frozenset((name,))})

    @property
    def is_homogeneous(self) -> bool:
        """Whether the claim and all assumptions are."""
        listed = (self.polynomial, *(g for g, _, _ in self.assumptions))
        return all(len({sum(e for _, e in monomial) for monomial, _ in p.terms()}) < 2 for p in listed)

    @property
    def fresh_name(self) -> str:
        """A name that no variable has yet."""
        return next(n for n in ("h", "h_", "one", "one_", "h__") if n not in self.names)

    @property
    def is_strict(self) -> bool:
        """Whether a proof of > 0 is asked for."""
        return self.relation == ">"

    @property
    def claim(self) -> Condition:
        """What is to be proved, as a condition."""
        return Condition(self.polynomial, self.relation)

    def conditions(self) -> list[Condition]:
        """The assumptions as conditions."""
        return [each.condition for each in self.assumptions]

    def is_covered(self, supports: list[frozenset[str]]) -> bool:
        """Whether a sum of terms >= 0 with these variables is > 0 on the region (the checker's own test)."""
        clauses = set(self.clauses)
        for g, relation, _ in self.assumptions:
            if relation == ">" and is_visibly_nonnegative(g, self.real) and not set(g.names) & self.real:
                terms = [monomial for monomial, _ in g.terms()]
                if () not in terms:
                    clauses |= {frozenset((n,)) for n in g.names} if len(terms) == 1 else {frozenset(g.names)}
        return Prover().everywhere(supports, Region(self.real, frozenset(clauses), ()))


def is_visibly_nonnegative(polynomial: Polynomial, real: frozenset[str]) -> bool:
    """Positive coefficients, even exponents in the real variables."""
    for monomial, coefficient in polynomial.terms():
        if coefficient < 0 or (real and any(e % 2 for n, e in monomial if n in real)):
            return False
    return True


def supports(polynomial: Polynomial) -> list[frozenset[str]]:
    """The variables of each term."""
    return [frozenset(n for n, _ in monomial) for monomial, _ in polynomial.terms()]


def _homogeneous(p: Polynomial, name: str) -> Polynomial:
    top = p.total_degree
    rows = []
    for monomial, c in p.terms():
        missing = top - sum(e for _, e in monomial)
        rows.append(((*monomial, (name, missing)) if missing else monomial, c))
    return Polynomial.from_terms(rows)
