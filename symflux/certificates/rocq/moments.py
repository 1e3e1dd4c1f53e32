"""A claim on a network as a theorem about every solution of its stationary moment equations.

The evidence is found here and checked by the prover: multipliers lambda, one for each moment equation g, with
D (left - right) - N = sum lambda g identically, D > 0, and N a polynomial in the parameters with the sign that the
certificate proves. The lambda are the solution of the adjoint Lyapunov equation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.linear_system import SingularSystem, solve_rows
from symflux.algebra.rational_function import common_denominator, sum_of_products
from symflux.certificates.check import Checker
from symflux.certificates.core import Poly, Region
from symflux.certificates.rocq.formula import Formula
from symflux.certificates.rocq.networks import FormalNetwork
from symflux.certificates.rocq.theorem import Statement
from symflux.errors import CertificateError

__all__ = ["Reduction", "goal_of", "linear_rows", "reduce_to_parameters", "split_proof"]

Node = dict[str, Any]
_DEPTH = 3  #: of the search for the sign of D
_TERMS = 60_000  #: of a determinant of the moment equations, estimated


@dataclass(frozen=True)
class Reduction:
    """D times the claim, less sum of multiplier times equation, is N = ``factor`` times ``goal``."""

    by: list[tuple[Polynomial, Node]]  #: factors of D, each with a proof that it is > 0
    multipliers: dict[int, RationalFunction]  #: polynomials, over a number
    factor: RationalFunction  #: N over the goal: a polynomial > 0 over a number, or 0
    factor_proof: Node | None
    goal: Polynomial
    then: Node  #: the proof of the goal


def reduce_to_parameters(data: Mapping[str, Any], net: FormalNetwork, claim: Statement) -> Reduction:
    """The multipliers for a claim whose quantities are written out in the moments ``Q_a_b``."""
    algebra = Checker()
    names = {n: n for f in (claim[0], claim[2], *net.entries) for n in f.names()} | {n: n for n in net.moments}
    sides = {"left": _text(claim[0], names), "relation": claim[1], "right": _text(claim[2], names)}
    (top, bottom), relation = algebra.difference(sides)
    positive = set(names) - set(net.moments) - set(data["real"])
    region = Region(frozenset(set(names) - positive), frozenset(frozenset((n,)) for n in positive), ())
    sign = algebra.plain_sign(bottom, region)
    if not sign:
        raise CertificateError("a claim on a network whose denominator is not plainly of one sign is not formal yet")
    wanted = _linear(algebra, algebra.plain(algebra.times(top, {0: sign}), region), net)
    rows = linear_rows(net, algebra)
    multipliers = _multipliers(rows, wanted, net)
    rest = wanted.get(None, _ZERO)
    for k, value in multipliers.items():
        rest = rest - value * rows[k].get(None, _ZERO)
    by = _signed(algebra, region, common_denominator([*multipliers.values(), rest]))
    node = data["proof"]
    if rest.is_zero:
        goal, then = Polynomial.constant(0), _of_zero(relation)
    elif node.get("by") == "determinants" and not node.get("unique"):
        goal, then = goal_of(data)[0], node["then"]
    else:
        goal = (rest * RationalFunction.wrap(by[0])).numerator
        then = _by_factors(algebra, region, goal, relation, data["given"])
    return _assembled(algebra, region, by, multipliers, rest, goal, then)


_ZERO = RationalFunction.constant(0)


def _text(formula: Formula, names: Mapping[str, str]) -> str:
    """The formula in the grammar of certificates."""
    return formula.text(names).replace("^", "**")


def _polynomial(algebra: Checker, p: Poly) -> Polynomial:
    return Polynomial.from_terms((tuple(algebra.exponents(m).items()), int(c)) for m, c in p.items())


def _linear(algebra: Checker, p: Poly, net: FormalNetwork) -> dict[str | None, RationalFunction]:
    """Coefficients of the moments; None: what is free of them."""
    found: dict[str | None, list[tuple[tuple[tuple[str, int], ...], int]]] = {}
    for monomial, c in p.items():
        exponents = algebra.exponents(monomial)
        inside = [n for n in exponents if n in net.moments]
        if len(inside) > 1 or any(exponents[n] > 1 for n in inside):
            raise CertificateError("a claim that is not linear in the moments is not formal yet")
        rest = tuple((n, e) for n, e in exponents.items() if n not in net.moments)
        found.setdefault(inside[0] if inside else None, []).append((rest, int(c)))
    return {key: RationalFunction.wrap(Polynomial.from_terms(terms)) for key, terms in found.items()}


def linear_rows(net: FormalNetwork, algebra: Checker) -> list[dict[str | None, RationalFunction]]:
    """The moment equations as the theory reads them."""
    names = {n: n for f in net.entries for n in f.names()} | {n: n for n in net.moments}
    return [_linear(algebra, algebra.parse(_text(f, names))[0], net) for f in net.equations()]


def _multipliers(
    rows: list[dict[str | None, RationalFunction]], wanted: Mapping[str | None, RationalFunction], net: FormalNetwork
) -> dict[int, RationalFunction]:
    """lambda with sum lambda_k rows_k = wanted in every moment."""
    system = []
    for name in net.moments:
        row: dict[Any, RationalFunction] = {k: r[name] for k, r in enumerate(rows) if name in r}
        if name in wanted:
            row[None] = -wanted[name]
        system.append(row)
    known = _by_numbers(system)
    names = {n for row in system for c in row.values() for n in c.names}
    degree = sum(max((c.numerator.total_degree for c in row.values()), default=0) for row in system)
    if (terms := comb(degree + len(names), len(names))) > _TERMS:
        raise CertificateError(
            f"the multipliers of the moment equations would have up to {terms} terms in {len(names)} symbols, over "
            f"{_TERMS}: prove the claim with numbers for some of them"
        )
    try:
        solution = solve_rows(system)
    except SingularSystem:
        raise CertificateError("the moment equations have no unique solution: some motion is hidden") from None
    for unknown, row in reversed(known):
        pairs = [(c,) if other is None else (c, solution.get(other, _ZERO)) for other, c in row.items()]
        solution[unknown] = sum_of_products(pairs)
    return {k: value for k, value in solution.items() if not value.is_zero}


def _by_numbers(system: list[dict[Any, RationalFunction]]) -> list[tuple[Any, dict[Any, RationalFunction]]]:
    """Unknowns whose coefficient in some row is a number, expressed by the others; their rows leave the system."""
    known: list[tuple[Any, dict[Any, RationalFunction]]] = []
    while True:
        pivots = [
            (len(row) * sum(u in other for other in system), k, u)
            for k, row in enumerate(system)
            for u, c in row.items()
            if u is not None and c.is_constant
        ]
        if not pivots:
            return known
        _, k, unknown = min(pivots)
        row = system.pop(k)
        pivot = -row.pop(unknown)
        value = {other: c / pivot for other, c in row.items()}
        known.append((unknown, value))
        for row in system:  # the unknown leaves all other rows
            if (c := row.pop(unknown, None)) is not None:
                for other, d in value.items():
                    total = row.pop(other, _ZERO) + c * d
                    if not total.is_zero:
                        row[other] = total


def goal_of(data: Mapping[str, Any]) -> tuple[Polynomial, str]:
    """The polynomial in the parameters that the certificate gives a sign to, and its relation to 0."""
    checker = Checker()
    _, (top, bottom), relation = checker.opening(data, data["proof"])
    if set(bottom) != {0}:
        raise CertificateError("a claim on a network whose denominator is not plainly of one sign is not formal yet")
    return _polynomial(checker, top), relation


def _of_zero(relation: str) -> Node:
    """The proof of 0 == 0 or 0 >= 0."""
    return (
        {"rule": "equal", "above": {"rule": "sage"}, "below": {"rule": "sage"}}
        if relation == "=="
        else {"rule": "sage"}
    )


def _by_factors(algebra: Checker, region: Region, p: Polynomial, relation: str, given: Sequence[Any]) -> Node:
    """A proof by factors, each of them of one sign by coefficients and splits, or an assumption."""
    constant, factors = p.factor()
    known = [(k, *algebra.difference(entry)) for k, entry in enumerate(given)]
    assumed = [
        (k, _polynomial(algebra, algebra.times(top, {0: sign})), said)
        for k, (top, bottom), said in known
        if (sign := algebra.plain_sign(bottom, region))
    ]
    entries: list[Node] = []
    for f, power in factors:
        for sign in (1, -1):
            node = _positive(algebra, region, f * sign) or next(
                (
                    {"rule": "sage", "multiples": [[[k], str(Fraction(f.content(), g.content()))]]}
                    for k, g, said in assumed
                    if said in (">", relation) and g * f.content() == f * sign * g.content()
                ),
                None,
            )
            if node is not None:
                entries.append({"poly": str(f * sign), "power": power, "proof": node})
                constant *= sign**power
                break
        else:
            if relation != ">=" or power % 2:
                raise _unseen(f)
            entries.append({"poly": str(f), "power": power})
    if constant < 0 or relation == "==":
        raise _unseen(p)
    return {"rule": "factor", "constant": str(constant), "factors": entries}


def _assembled(
    algebra: Checker,
    region: Region,
    by: tuple[Polynomial, Node],
    multipliers: Mapping[int, RationalFunction],
    rest: RationalFunction,
    goal: Polynomial,
    then: Node,
) -> Reduction:
    """D and N such that N is a positive multiple of the goal."""
    factors, share, proof = [by], _ZERO, None
    total = RationalFunction.wrap(by[0])
    if not rest.is_zero:
        scale = (rest * total / RationalFunction.wrap(goal)).denominator
        if not scale.is_constant:
            factors.append(_signed(algebra, region, scale))
            total = total * RationalFunction.wrap(factors[1][0])
        share = rest * total / RationalFunction.wrap(goal)
        proof = _positive(algebra, region, share.numerator)
        if proof is None:
            raise _unseen(share.numerator)
    whole = {k: value * total for k, value in multipliers.items()}
    return Reduction(factors, whole, share, proof, goal, then)


def _signed(algebra: Checker, region: Region, p: Polynomial) -> tuple[Polynomial, Node]:
    """The polynomial or its negative, with a proof that it is > 0."""
    for candidate in (p, -p):
        if (node := _positive(algebra, region, candidate)) is not None:
            return candidate, node
    raise _unseen(p)


def _unseen(p: Polynomial) -> CertificateError:
    return CertificateError(
        f"{p.summary()} is not seen to be of one sign, so the claim is not formal yet from the moments"
    )


# the sign of a polynomial, where ordering the variables shows it ------------------------------------------------


def _positive(algebra: Checker, region: Region, p: Polynomial) -> Node | None:
    packed = {sum(algebra.variable(n) * e for n, e in monomial): c for monomial, c in p.terms()}
    return split_proof(algebra, region, packed, _DEPTH)


def split_proof(algebra: Checker, region: Region, p: Poly, depth: int) -> Node | None:
    """A proof of p > 0 by coefficients, behind at most ``depth`` splits that order two variables; or None.

    >>> checker = Checker()
    >>> p = checker.polynomial("a**2 - a*b + b**2")
    >>> region = Region(frozenset(), frozenset({frozenset("a"), frozenset("b")}), ())
    >>> split_proof(checker, region, p, 1)["rule"], split_proof(checker, region, p, 0)
    ('star', None)
    """
    if algebra.is_positive(p, region):
        return {"rule": "sage"}
    if not depth:
        return None
    for least in range(depth):  # shallow proofs first
        for pair in combinations(sorted(algebra.names(p) - region.real), 2):
            cones = {}
            for k, turned, smaller in _cones(algebra, region, p, pair):
                node = split_proof(algebra, smaller, turned, least)
                if node is None:
                    break
                cones[k] = node
            if len(cones) == 2:
                return {"rule": "star", "at": dict.fromkeys(pair, "1"), "cones": cones}
    return None


def _cones(algebra: Checker, region: Region, p: Poly, pair: tuple[str, str]) -> Iterator[tuple[str, Poly, Region]]:
    for k, other in (pair, pair[::-1]):
        ray = {other: {algebra.variable(other): 1, algebra.variable(k): 1}}
        clauses = frozenset(c | {k} if other in c else c for c in region.clauses)
        yield k, algebra.put(p, ray), Region(region.real, clauses, ())
