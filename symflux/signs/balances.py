"""Claims that follow from equations between unknown coefficients: which multiples of them are wanted is linear algebra.

The coefficients of fluxes in loops have no sign of their own, but the powers at a site add up to zero, and so do the
coefficients of one flux. A claim in which such equations leave none of them is one about what is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.certificates import format as rules
from symflux.positivity.proofs.goal import Assumption, Goal, Node

__all__ = ["prove_balanced"]

_Multiples = dict[int, RationalFunction]
_ZERO = RationalFunction.constant(0)


def prove_balanced(goal: Goal, prove: Callable[[Goal, bool], Node | None]) -> Node | None:
    """A proof of a goal by multiples of its equations; ``prove`` is asked for what they leave, in one step if True."""
    unknown = [n for n in goal.names if "(" in n and (goal.relation == "==" or n in goal.real)]
    if not set(unknown) & set(goal.polynomial.names):
        return prove(goal, False)
    found = _multiples(goal, unknown)
    if found is None:  # only an equation of the parameters could still say more
        plain = any(a.relation == "==" and not a.polynomial.is_constant and not _atoms(a) for a in goal.assumptions)
        return prove(goal, False) if plain else None
    rest = RationalFunction.wrap(goal.polynomial)
    for k, factor in found.items():
        rest = rest - factor * RationalFunction.wrap(goal.assumptions[k].polynomial)
    if goal.relation == "==":
        return rules.equal(_leaf(goal, found, 1), _leaf(goal, found, -1)) if rest.is_zero else None
    if rest.denominator != 1:
        return None
    used = max((k + 1 for k, a in enumerate(goal.assumptions) if a.relation != "==" or not _atoms(a)), default=0)
    node = prove(replace(goal, polynomial=rest.numerator, assumptions=goal.assumptions[:used]), True)
    if node is None or node["rule"] not in ("sage", "gram"):
        return None
    return {**node, "multiples": [*node.get("multiples", []), *_leaf(goal, found, 1)["multiples"]]}


def _atoms(assumption: Assumption) -> bool:
    return any("(" in name for name in assumption.polynomial.names)


def _leaf(goal: Goal, multiples: _Multiples, sign: int) -> Node:
    """The polynomial as the sum of these multiples: the checker has a factor in front of each assumption."""
    scaled = {k: factor * (sign / goal.assumptions[k].factor) for k, factor in multiples.items()}
    return rules.sage(multiples=[([k], factor) for k, factor in scaled.items()])


def _multiples(goal: Goal, free: list[str]) -> _Multiples | None:
    """{number of an equation: factor} that take these names out of the polynomial, or None.

    Only equations that are linear in the names, with numbers in front of them, are of use.
    """
    rows: list[tuple[dict[str, Fraction], dict[int, Fraction]]] = []  # reduced rows, and of what they consist
    for k, (equation, relation, _) in enumerate(goal.assumptions):
        slopes = {n: equation.derivative(n) for n in free if n in equation.names}
        if relation != "==" or not slopes or not all(slope.is_constant for slope in slopes.values()):
            continue
        row, parts = {n: Fraction(slope.constant_value) for n, slope in slopes.items()}, {k: Fraction(1)}
        for other, made in rows:
            pivot = next(iter(other))
            if factor := row.get(pivot, Fraction(0)) / other[pivot]:
                _subtract(row, other, factor)
                _subtract(parts, made, factor)
        if row:
            rows.append((row, parts))
    wanted = {n: RationalFunction.wrap(goal.polynomial.derivative(n)) for n in free if n in goal.polynomial.names}
    found = _Multiples()
    for row, parts in rows:
        pivot = next(iter(row))
        factor_wanted = wanted.get(pivot, _ZERO) / row[pivot]
        for name, slope in row.items() if factor_wanted else ():
            wanted[name] = wanted.get(name, _ZERO) - factor_wanted * slope
        for k, share in parts.items() if factor_wanted else ():
            found[k] = found.get(k, _ZERO) + factor_wanted * share
    return {k: f for k, f in found.items() if f} if not any(map(bool, wanted.values())) else None


def _subtract(row: dict[Any, Fraction], other: dict[Any, Fraction], factor: Fraction) -> None:
    for key, value in other.items():
        row[key] = row.get(key, Fraction(0)) - factor * value
        if not row[key]:
            del row[key]
