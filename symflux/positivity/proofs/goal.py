"""What is to be proved at one node of a proof: the finder's view of the checker's region and polynomial."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from typing import Any

from symflux.algebra import Polynomial
from symflux.certificates.check import Checker
from symflux.certificates.core import ONE, WORK, Algebra, Poly, Region, Rejected
from symflux.work.budget import Budget, Spent

__all__ = ["Goal", "Node", "Openings", "is_visibly_nonnegative", "opening", "supports"]

Node = dict[str, Any]
_WORK_OF_SECOND = 3_000_000  # of the checker, whose own count it is


@dataclass(frozen=True)
class Goal:
    """``polynomial relation 0`` where the assumptions hold.

    Variables not in ``real`` are >= 0; of each clause one is > 0. An assumption is (polynomial, relation, factor):
    the checker has ``factor`` times it, which matters for multiples only.
    """

    polynomial: Polynomial
    relation: str
    assumptions: tuple[tuple[Polynomial, str, Fraction], ...] = ()
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
        given = tuple((change(g), r, f) for g, r, f in self.assumptions)
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

    def conditions(self) -> list[tuple[Polynomial, str]]:
        """The assumptions as plain conditions."""
        return [(g, r) for g, r, _ in self.assumptions]

    def is_covered(self, supports: list[frozenset[str]]) -> bool:
        """Whether a sum of terms >= 0 with these variables is > 0 on the region (the checker's own test)."""
        clauses = set(self.clauses)
        for g, relation, _ in self.assumptions:
            if relation == ">" and is_visibly_nonnegative(g, self.real) and not set(g.names) & self.real:
                terms = [monomial for monomial, _ in g.terms()]
                if () not in terms:
                    clauses |= {frozenset((n,)) for n in g.names} if len(terms) == 1 else {frozenset(g.names)}
        return Checker().everywhere(supports, Region(self.real, frozenset(clauses), ()))


def is_visibly_nonnegative(polynomial: Polynomial, real: frozenset[str]) -> bool:
    """Positive coefficients, even exponents in the real variables."""
    for monomial, coefficient in polynomial.terms():
        if coefficient < 0 or (real and any(e % 2 for n, e in monomial if n in real)):
            return False
    return True


def supports(polynomial: Polynomial) -> list[frozenset[str]]:
    """The variables of each term."""
    return [frozenset(n for n, _ in monomial) for monomial, _ in polynomial.terms()]


class Openings(Mapping[str, Any]):
    """A certificate without its proof, which remembers the goals that were set for it: they are worked out once."""

    def __init__(self, template: Mapping[str, Any]):
        self._template = template
        self._known: dict[str, tuple[Goal, Polynomial | None] | Rejected] = {}

    def __getitem__(self, key: str) -> Any:
        return self._template[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._template)

    def __len__(self) -> int:
        return len(self._template)

    def opening(self, node: Node | None, budget: Budget | None) -> tuple[Goal, Polynomial | None]:
        """As the function of this name; the work is charged when it is done."""
        key = repr(sorted((node or {}).items()))
        if key not in self._known:
            try:
                self._known[key] = opening(self._template, node, budget)
            except Rejected as rejection:
                self._known[key] = rejection
        found = self._known[key]
        if isinstance(found, Rejected):
            raise found
        return found


def opening(
    certificate: Mapping[str, Any], node: Node | None, budget: Budget | None = None
) -> tuple[Goal, Polynomial | None]:
    """The goal that the checker itself sets for this claim; and the denominator, where its sign must be proved.

    Raises :class:`symflux.certificates.core.Rejected` where the claim has no such beginning, and
    :class:`symflux.work.budget.Spent` where it is more work than is left.
    """
    if isinstance(certificate, Openings):
        return certificate.opening(node, budget)
    checker = Checker()
    allowed = WORK if budget is None else min(WORK, int(_WORK_OF_SECOND * budget.left) + 100_000)
    checker.work = allowed
    try:
        region, (top, bottom), relation = checker.opening(certificate, node)
    except Rejected:
        if checker.work < 0 and allowed < WORK:
            raise Spent from None
        raise
    finally:
        if budget is not None:
            budget.charge((allowed - checker.work) * 1e6 / _WORK_OF_SECOND)
    given = []
    for g, known in region.given:
        polynomial, factor = _polynomial(checker, g)
        given.append((polynomial, known, factor))
    goal = Goal(_polynomial(checker, top)[0], relation, tuple(given), region.real, region.clauses)
    return goal, None if bottom == ONE else _polynomial(checker, bottom)[0]


def _polynomial(algebra: Algebra, p: Poly) -> tuple[Polynomial, Fraction]:
    """(q, f) with p = f q, q with integer coefficients and f > 0."""
    common = lcm(*(Fraction(c).denominator for c in p.values())) if p else 1
    terms = [(tuple(algebra.exponents(m).items()), int(c * common)) for m, c in p.items()]
    return Polynomial.from_terms(terms), Fraction(1, common)


def _homogeneous(p: Polynomial, name: str) -> Polynomial:
    top = p.total_degree
    rows = []
    for monomial, c in p.terms():
        missing = top - sum(e for _, e in monomial)
        rows.append(((*monomial, (name, missing)) if missing else monomial, c))
    return Polynomial.from_terms(rows)
