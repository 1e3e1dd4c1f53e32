"""The goal that the checker sets for a claim, worked out once and by FLINT, before anything is searched.

What is read, and how a network becomes polynomials, is the checker's own code: the finder and the checker cannot mean
different polynomials. Only the long sums of products run in FLINT, and the work is counted as the checker counts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import combinations_with_replacement
from math import lcm
from typing import Any

from symflux.algebra import Polynomial
from symflux.algebra.determinant import first_row_cofactors
from symflux.certificates.check import MALFORMED, Checker, Network
from symflux.certificates.core import ONE, TERMS, WORK, Poly, Rejected
from symflux.positivity.proofs.goal import Assumption, Goal, Node
from symflux.work.budget import Budget, Spent

__all__ = ["FlintChecker", "Openings", "opening", "stands"]

_WORK_OF_SECOND = 3_000_000  #: of the checker, whose own count it is
_NONE = Polynomial.constant(0)


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
    checker = FlintChecker()
    allowed = WORK if budget is None else min(WORK, int(_WORK_OF_SECOND * budget.left) + 100_000)
    checker.work = allowed
    try:
        region, (top, bottom), relation = checker.goal(certificate, node)
    except Rejected:
        if checker.work < 0 and allowed < WORK:
            raise Spent from None
        raise
    finally:
        if budget is not None:
            budget.charge((allowed - checker.work) * 1e6 / _WORK_OF_SECOND)
    given = []
    for g, known in region.given:
        polynomial, common = checker.read(g)
        given.append(Assumption(polynomial, known, Fraction(1, common)))
    goal = Goal(checker.read(top)[0], relation, tuple(given), region.real, region.clauses)
    return goal, None if bottom == ONE else checker.read(bottom)[0]


def stands(certificate: Mapping[str, Any]) -> bool:
    """Whether the rules of the checker accept a proof of the goal that FLINT sets.

    For trying what else would do; that something is proved, only the checker says.
    """
    try:
        FlintChecker().claim(dict(certificate))
    except (Rejected, *MALFORMED):
        return False
    return True


class FlintChecker(Checker):
    """The checker's own code on tables in FLINT: it sets the goals of the finders, and what it accepts is a trial."""

    def opening(self, certificate: Any, node: Any) -> Any:
        """See :meth:`goal`: the checker alone opens a proof."""
        return self.goal(certificate, node)

    def tables(self, data: Any) -> Network:
        """The network of a certificate."""
        return _FlintNetwork(self, data)

    def read(self, p: Poly) -> tuple[Polynomial, int]:
        """(q, c) with c p = q, q with integer coefficients and c > 0."""
        common = lcm(*(Fraction(c).denominator for c in p.values())) if p else 1
        terms = [(tuple(self.exponents(m).items()), int(c * common)) for m, c in p.items()]
        return Polynomial.from_terms(terms), common

    def write(self, p: Polynomial) -> Poly:
        """The polynomial as the checker holds it."""
        self.need(len(p) <= TERMS, f"a polynomial of more than {TERMS} terms")
        place = {name: self.variable(name) for name in p.names}
        return {sum(place[name] * e for name, e in monomial): c for monomial, c in p.terms()}


class _FlintNetwork(Network):
    """The same tables; what is summed over the coefficients of P stays in FLINT until it is a mean."""

    algebra: FlintChecker

    @cached_property
    def _powers(self) -> dict[int, Polynomial]:
        """{k: coefficient of s**k in P}."""
        return {k: self._read(p) for k, p in self.characteristic.items()}

    @cached_property
    def _moments(self) -> tuple[list[Polynomial], Polynomial]:
        """As :attr:`moments`: T times 2 nu(z), 2 nu(z**2), .. and T."""
        p, times = self._powers, self._times
        degree = max(p)
        size = degree // 2
        rows = [[_NONE] * size for _ in range(size)]
        for i, j in combinations_with_replacement(range(size), 2):
            for k in range(min(i, size - 1 - j) + 1):
                plus = times(p.get(2 * (j + k + 1), _NONE), p.get(2 * (i - k) + 1, _NONE))
                minus = times(p.get(2 * (i - k), _NONE), p.get(2 * (j + k + 1) + 1, _NONE))
                rows[i][j] = rows[i][j] + plus - minus
            rows[j][i] = rows[i][j]
        below = [{k: _Counted(entry, times) for k, entry in enumerate(row) if entry} for row in rows[1:]]
        cofactors = [each.value for each in first_row_cofactors(below, _Counted(Polynomial.constant(1), times))]
        factors, total = [-c for c in cofactors], _sum(times(x, c) for x, c in zip(rows[0], cofactors, strict=True))
        if degree % 2:
            factors, total = [times(p[degree], factor) for factor in factors], times(p[degree], total)
        for k in range(degree - 1 - size):
            higher = _sum(times(p.get(2 * m + degree % 2, _NONE), factors[k + m]) for m in range(size))
            factors.append(-higher.exact_quotient(p[degree]))
        return factors, total

    @property
    def _is_fast(self) -> bool:
        """Numbers are eliminated by the checker itself, and degree one has no sums."""
        return max(self.characteristic) > 1 and any(not p.is_constant for p in self._powers.values())

    @cached_property
    def moments(self) -> tuple[list[Poly], Poly]:
        """See the checker."""
        if not self._is_fast:
            return super().moments
        factors, total = self._moments
        return [self.algebra.write(factor) for factor in factors], self.algebra.write(total)

    def integral(self, f: dict[int, Poly], bound: Poly, squared: bool = False) -> Poly:
        """See the checker."""
        p, still = self.characteristic, f.get(0)
        if squared or not self._is_fast:
            return super().integral(f, bound, squared)
        self.algebra.need(not still or p.get(0), "a position that diffuses: nothing holds the network")
        times, total, over = self._times, _NONE, self._read(bound)
        listed = {k: self._read(row) for k, row in f.items()}
        for k, factor in enumerate(self._moments[0], 1):
            if k in listed:
                total = total + times(times(listed[k], factor), over)
            if still:
                total = total - times(times(listed[0], self._powers.get(2 * k, _NONE)), factor)
        return self.algebra.write(total)

    def _read(self, p: Poly) -> Polynomial:
        polynomial, common = self.algebra.read(p)
        assert common == 1, "the tables are whole numbers over one denominator"
        return polynomial

    def _times(self, p: Polynomial, q: Polynomial) -> Polynomial:
        """The product, counted as the checker counts it."""
        self.algebra.spend(len(p) * len(q) * self.algebra.weight(0) + 16 + 4 * (len(p) + len(q)))
        return p * q


class _Counted:
    """A polynomial whose products are counted, in a ring of such."""

    def __init__(self, value: Polynomial, times: Any):
        self.value, self.times = value, times

    def __mul__(self, other: Any) -> _Counted:
        if isinstance(other, int):
            return _Counted(self.value * other, self.times)
        return _Counted(self.times(self.value, other.value), self.times)

    def __add__(self, other: _Counted) -> _Counted:
        return _Counted(self.value + other.value, self.times)

    def __sub__(self, other: _Counted) -> _Counted:
        return _Counted(self.value - other.value, self.times)

    def __neg__(self) -> _Counted:
        return _Counted(-self.value, self.times)


def _sum(terms: Iterator[Polynomial]) -> Polynomial:
    return sum(terms, _NONE)
