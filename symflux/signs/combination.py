"""Claims on fluxes that are positive combinations of their assumptions, such as conservation at a site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from symflux.certificates import format as rules
from symflux.certificates.certificate import Certificate
from symflux.certificates.check import ONE, Checker, Poly, Rejected
from symflux.errors import CertificateError

__all__ = ["combination_certificate"]

_TERMS = 20_000

Monomial = frozenset[tuple[str, int]]
Terms = dict[Monomial, Fraction]


def combination_certificate(template: Mapping[str, Any]) -> Certificate | None:
    """The template with a proof that its claim, times a monomial, is sum c_k (assumption k) + terms >= 0, or None.

    ``template`` is a certificate on a network without its proof; the fluxes are expanded by the checker itself, and
    the numbers c_k come from a linear program, rounded and verified.
    """
    step = rules.network_step("determinants", {})
    checker = Checker()
    try:
        region, (top, bottom), _ = checker.opening(template, step)
    except Rejected:
        return None
    given = [_terms(checker, p) for p, _ in region.given]
    target = _terms(checker, top)
    if bottom != ONE or sum(map(len, given)) + len(target) > _TERMS:
        return None
    free = [relation == "==" for _, relation in region.given]
    for monomial in {frozenset(), *(_common(g) for g in given)}:
        raised = {_times(m, monomial): c for m, c in target.items()}
        numbers = _combination(raised, given, free)
        if numbers is None:
            continue
        node = rules.farkas([([k], c) for k, c in enumerate(numbers) if c])
        if monomial:
            text = "*".join(f"{name}**{power}" for name, power in sorted(monomial))
            node = rules.multiply(text, rules.farkas(), node)
        certificate = Certificate({**template, "proof": rules.network_step("determinants", node)})
        try:
            certificate.check()
        except CertificateError:
            continue
        return certificate
    return None


def _terms(checker: Checker, polynomial: Poly) -> Terms:
    return {frozenset(checker.exponents(m).items()): Fraction(c) for m, c in polynomial.items()}


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


def _combination(target: Terms, given: Sequence[Terms], free: Sequence[bool]) -> list[Fraction] | None:
    """c with target - sum c_k given_k without negative coefficients, c_k >= 0 unless free."""
    if not given:
        return [] if all(c >= 0 for c in target.values()) else None
    from scipy.optimize import linprog

    monomials = list(set(target).union(*given))
    matrix = np.array([[float(g.get(m, 0)) for g in given] for m in monomials])
    right = np.array([float(target.get(m, 0)) for m in monomials])
    bounds = [(None if f else 0, None) for f in free]
    found = linprog(np.ones(len(given)), A_ub=matrix, b_ub=right + 1e-9, bounds=bounds, method="highs")
    if found.status != 0:
        return None
    numbers = [Fraction(float(x)).limit_denominator(10_000) for x in found.x]
    good = all(
        target.get(m, Fraction(0)) >= sum((c * g.get(m, 0) for c, g in zip(numbers, given, strict=True)), Fraction(0))
        for m in monomials
    )
    return numbers if good else None
