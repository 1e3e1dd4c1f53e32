"""Polynomials in one variable, and forms in two: the quadrant is split at rays until no coefficient is negative.

A split at the modulus of a pair of complex roots moves the pair into the left half-plane of both pieces, for good;
a form whose roots all lie there has positive coefficients. So a proof is found wherever there is one.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from symflux.algebra import Polynomial
from symflux.algebra.real_roots import real_roots
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.leaf import by_signs

__all__ = ["prove_binary_form"]

_DEPTH, _DEGREE = 40, 60


def prove_binary_form(goal: Goal) -> Node | None:
    """A proof for a polynomial in one variable, or a form in two positive ones; None for others, and if it is false.

    Assumptions are not used.

    >>> x = Polynomial.variable("x")
    >>> node = prove_binary_form(Goal(x * x - 3 * x + 3, ">", clauses=frozenset({frozenset({"x"})})))
    >>> node["rule"], node["then"]["rule"], node["then"]["at"]
    ('homogenize', 'star', {'h': '4', 'x': '7'})
    """
    alone = Goal(goal.polynomial, goal.relation, (), goal.real, goal.clauses)
    names = alone.names
    if not 1 <= len(names) <= 2 or goal.polynomial.total_degree > _DEGREE:
        return None
    if len(names) == 1:
        return _on_the_line(alone, goal, names[0])
    if goal.real & set(names) or not alone.is_homogeneous or not _has_one_sign(alone, names[0]):
        return None
    return _split(alone, _DEPTH)


def _on_the_line(alone: Goal, goal: Goal, name: str) -> Node | None:
    if name in alone.real:
        closed = {"real": alone.real - {name}}
        plus = alone.mapped(lambda p: p, **closed)
        minus = alone.mapped(lambda p: p.compose({name: -Polynomial.variable(name)}), **closed)
        positive = _on_the_line(plus, goal, name)
        if positive is None:
            return None
        negative = "same" if plus == minus and not goal.assumptions else _on_the_line(minus, goal, name)
        return None if negative is None else rules.signs(name, positive, negative)
    node = by_signs(alone)
    if node is not None or not _has_one_sign(alone, name):
        return node
    node = _split(alone.homogenized(goal.fresh_name), _DEPTH)
    return None if node is None else rules.homogenize(goal.fresh_name, node)


def _has_one_sign(goal: Goal, name: str) -> bool:
    """Whether the polynomial, with 1 for the other variable, is positive for all positive values of this one."""
    line = goal.polynomial.compose({other: Polynomial.constant(1) for other in goal.names if other != name})
    return line.evaluate({name: 1}) > 0 and not real_roots(line, positive=True)


def _split(goal: Goal, depth: int) -> Node | None:
    node = by_signs(goal)
    if node is not None or depth == 0 or len(goal.polynomial.names) < 2 or len(list(goal.polynomial.terms())) < 2:
        return node  # one term, zero where a variable is, has no roots to split at
    ray = _ray(goal.polynomial)
    nodes: dict[str, Node] = {}
    for k in ray:
        found = _split(goal.turned(ray, k), depth - 1)
        if found is None:
            return None
        nodes[k] = found
    return rules.star(ray, nodes)


def _ray(form: Polynomial) -> dict[str, int]:
    """The modulus of the complex root nearest to the positive axis, as the ray x : y."""
    x, y = form.names
    line = {dict(monomial).get(x, 0): c for monomial, c in form.terms()}
    degree = max(line)
    shift = (line[min(line)].bit_length() - line[degree].bit_length()) // (degree - min(line))  # roots near 2**shift
    scaled = [Fraction(line.get(e, 0)) * Fraction(2) ** (shift * e) for e in range(degree, -1, -1)]
    largest = max(abs(c) for c in scaled)
    roots = np.roots([float(c / largest) for c in scaled])
    angles = [(abs(float(np.angle(z))), abs(complex(z))) for z in roots if abs(z) > 0]
    angle, size = min(angles, default=(1.0, 1.0))
    ratio, close = Fraction(size) * Fraction(2) ** shift, Fraction(min(0.2, angle * angle / 4 + 1e-12))
    for digits in range(1, 60):
        near = ratio.limit_denominator(2**digits) if ratio >= 1 else 1 / (1 / ratio).limit_denominator(2**digits)
        if abs(near / ratio - 1) <= close:
            break
    return {x: near.numerator, y: near.denominator}
