"""Goals of the finder put to the checker, without a certificate around them."""

from __future__ import annotations

from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.algebra.parser import parse
from symflux.certificates.core import Poly, Prover, Region, Rejected
from symflux.positivity.proofs.goal import Goal, Node


def accepts(goal: Goal, node: Node) -> bool:
    """Whether the checker accepts the node as a proof of the goal."""
    checker = Prover()

    def packed(polynomial: Polynomial, factor: Fraction = Fraction(1)) -> Poly:
        return {sum(checker.variable(n) * e for n, e in monomial): c * factor for monomial, c in polynomial.terms()}

    region = Region(goal.real, goal.clauses, tuple((packed(g, f), r) for g, r, f in goal.assumptions))
    try:
        checker.prove(node, region, packed(goal.polynomial), goal.relation, "proof")
    except Rejected:
        return False
    return True


def goal(text: str, relation: str = ">=", real: str = "xyz") -> Goal:
    """A goal on real variables; the others are positive."""
    polynomial = parse(text).numerator
    clauses = frozenset(frozenset((n,)) for n in polynomial.names if n not in real)
    return Goal(polynomial, relation, (), frozenset(real), clauses)
