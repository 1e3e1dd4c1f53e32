"""Claims on fluxes that are positive combinations of their assumptions, such as conservation at a site."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.certificates.certificate import Certificate
from symflux.certificates.core import Rejected
from symflux.errors import CertificateError
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.leaf import ITERATIONS, by_signs, program_steps
from symflux.positivity.proofs.opening import opening
from symflux.work.budget import Budget, Spent

__all__ = ["combination_certificate", "combined"]

_TERMS = 20_000

Monomial = frozenset[tuple[str, int]]
Terms = dict[Monomial, Fraction]
#: numbers of the assumptions in a product, the product, its relation, and the factor that the checker has before it
Column = tuple[list[int], Polynomial, str, Fraction]


def combination_certificate(template: Mapping[str, Any], budget: Budget | None = None) -> Certificate | None:
    """The template with a proof that its claim, times a monomial, is sum c_k (assumption k) + terms >= 0, or None.

    ``template`` is a certificate on a network without its proof; the fluxes are expanded by the checker itself, and
    the numbers c_k come from a linear program, rounded and verified.
    """
    step = rules.network_step("determinants", {})
    try:
        goal, denominator = opening(template, step, budget)
    except (Rejected, Spent):
        return None
    if denominator is not None or sum(len(g) for g, _, _ in goal.assumptions) + len(goal.polynomial) > _TERMS:
        return None
    node = by_signs(goal) or combined(goal, [([k], g, r, f) for k, (g, r, f) in enumerate(goal.assumptions)], budget)
    if node is None:
        return None
    certificate = Certificate({**template, "proof": {**step, "then": node}})
    try:
        certificate.check()
    except CertificateError:
        return None
    return certificate


def combined(goal: Goal, columns: Sequence[Column], budget: Budget | None = None) -> Node | None:
    """The goal, perhaps times a monomial, as sum c_k column_k + terms >= 0 with numbers c_k, or None."""
    given = [_terms(polynomial) for _, polynomial, _, _ in columns]
    target = _terms(goal.polynomial)
    free = [relation == "==" for _, _, relation, _ in columns]
    common = list(dict.fromkeys(_common(g) for g in given))[:6]
    shared = [_meet(x, y) for x, y in combinations(common, 2)]
    for monomial in dict.fromkeys([frozenset(), *common, *shared]):
        if any(name in goal.real or frozenset((name,)) not in goal.clauses for name, _ in monomial):
            continue
        raised = {_times(m, monomial): c for m, c in target.items()}
        numbers = _combination(raised, given, free, goal.real, budget)
        if numbers is None or not any(numbers):
            continue
        used = [(column, c) for column, c in zip(columns, numbers, strict=True) if c]
        strict = any(relation == ">" for (_, _, relation, _), _ in used)
        if goal.is_strict and not strict and not goal.is_covered(_left(raised, given, numbers)):
            continue
        node = rules.sage(multiples=[(indices, c / factor) for (indices, _, _, factor), c in used])
        if monomial:
            text = "*".join(f"{name}**{power}" for name, power in sorted(monomial))
            node = rules.multiply(text, rules.sage(), node)
        return node
    return None


def _left(target: Terms, given: Sequence[Terms], numbers: Sequence[Fraction]) -> list[frozenset[str]]:
    """The variables of each term of target - sum c_k given_k."""
    rest = dict(target)
    for g, c in zip(given, numbers, strict=True):
        for m, value in g.items() if c else ():
            rest[m] = rest.get(m, Fraction(0)) - c * value
    return [frozenset(name for name, _ in m) for m, c in rest.items() if c]


def _terms(polynomial: Polynomial) -> Terms:
    return {frozenset(monomial): Fraction(c) for monomial, c in polynomial.terms()}


def _times(monomial: Monomial, other: Monomial) -> Monomial:
    powers = dict(monomial)
    for name, power in other:
        powers[name] = powers.get(name, 0) + power
    return frozenset(powers.items())


def _common(terms: Terms) -> Monomial:
    """The largest monomial that divides every term."""
    listed = [dict(monomial) for monomial in terms]
    names = set.intersection(*(set(powers) for powers in listed)) if listed else set()
    return frozenset((name, min(powers[name] for powers in listed)) for name in names)


def _meet(left: Monomial, right: Monomial) -> Monomial:
    """The largest monomial that divides both."""
    powers, other = dict(left), dict(right)
    return frozenset((name, min(power, other[name])) for name, power in powers.items() if name in other)


def _combination(
    target: Terms,
    given: Sequence[Terms],
    free: Sequence[bool],
    real: Collection[str] = (),
    budget: Budget | None = None,
) -> list[Fraction] | None:
    """c with target - sum c_k given_k without negative coefficients or odd powers, c_k >= 0 unless free."""
    if not given:
        return [] if all(c >= 0 for c in target.values()) else None
    monomials = list(dict.fromkeys(m for terms in (target, *given) for m in terms))
    odd = [any(power % 2 and name in real for name, power in m) for m in monomials]
    reached = set[Monomial]().union(*given)
    if any(c < 0 and m not in reached for m, c in target.items()):
        return None
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    place = {m: k for k, m in enumerate(monomials)}
    entries = [(place[m], k, float(c)) for k, g in enumerate(given) for m, c in g.items()]
    rows, columns, values = (np.array(part) for part in zip(*entries, strict=True))
    matrix = coo_matrix((values, (rows, columns)), shape=(len(monomials), len(given))).tocsr()
    right = np.array([float(target.get(m, 0)) for m in monomials])
    kept, exact = np.flatnonzero(~np.array(odd, dtype=bool)), np.flatnonzero(odd)
    bounds = [(None if f else 0, None) for f in free]
    equal = {"A_eq": matrix[exact], "b_eq": right[exact]} if len(exact) else {}
    found = linprog(
        np.ones(len(given)) * ~np.array(free), A_ub=matrix[kept], b_ub=right[kept] + 1e-9, bounds=bounds,
        method="highs", options={"maxiter": ITERATIONS}, **equal,
    )  # fmt: skip
    if budget is not None:
        budget.charge(program_steps(found, len(entries)))
    if found.status != 0:
        return None
    numbers = [Fraction(float(x)).limit_denominator(10_000) for x in found.x]
    for m, is_odd in zip(monomials, odd, strict=True):
        rest = target.get(m, Fraction(0)) - sum(
            (c * g[m] for c, g in zip(numbers, given, strict=True) if m in g), Fraction(0)
        )
        if rest < 0 or (is_odd and rest):
            return None
    return numbers
