"""A polynomial that no factor makes easier: every finder in turn, the quick ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.binary_form import prove_binary_form
from symflux.positivity.proofs.cone_tree import prove_by_splitting
from symflux.positivity.proofs.goal import Goal, Node, is_visibly_nonnegative
from symflux.positivity.proofs.leaf import by_linear_program, by_signs
from symflux.positivity.proofs.low_point import low_point
from symflux.positivity.proofs.multiplied_squares import prove_by_multiplied_squares
from symflux.positivity.proofs.multiplier import prove_with_multiplier
from symflux.positivity.proofs.no_common_zero import prove_without_common_zero
from symflux.positivity.proofs.squares import prove_by_squares
from symflux.positivity.proofs.unknown_factor import prove_with_unknown_factor
from symflux.work.budget import Budget, Limit, Spent

__all__ = ["prove_irreducible"]

Attempt = Callable[[Goal, Budget], Node | None]
_MANY = 60  #: terms, with which linear programs are larger than matrices of squares
_LEAST = 0.01  #: seconds of counted work without which nothing is tried


def prove_irreducible(goal: Goal, *, seconds: Limit) -> Node | None:
    """A proof of the goal by one of the finders, or None."""
    budget = Budget.of(seconds)
    node = by_signs(goal) or prove_binary_form(goal)
    if node is not None:
        return node
    complete = set[Attempt]()  # these would find nothing with more work either
    for attempt, most, share in _attempts(goal):
        if budget.left < _LEAST:
            return None
        if attempt in complete:
            continue
        part = budget.part(min(most, share * budget.left))
        try:
            node = attempt(goal, part)
        except Spent:
            continue
        if node is not None:
            return node
        if not part.is_spent and attempt is not _by_splitting:
            complete.add(attempt)
    return None


def _attempts(goal: Goal) -> Iterator[tuple[Attempt, float, float]]:
    """Finders, the most work for each, and the share of what is left."""
    given = any(not is_visibly_nonnegative(g, goal.real) for g, _, _ in goal.assumptions)
    equal = any(r == "==" and not g.is_zero for g, r, _ in goal.assumptions)
    if len(goal.polynomial) > _MANY:
        yield _by_squares, 1.0, 0.4
    if len(goal.polynomial) < 400:
        yield _at_centres, 0.5, 0.2
    if given and len(goal.polynomial) < _MANY:
        yield _wide, 1.0, 0.2
    yield _by_squares, 0.6, 0.4
    if equal:
        yield _with_multiplier, 1.0, 0.3
    if given:
        yield _by_squares_and_assumptions, 0.6, 0.3
    if goal.real or equal:
        yield _by_multiplied_squares, 0.5, 0.3
    if equal and not goal.is_homogeneous:
        yield _by_homogeneous_squares, 0.5, 0.3
    if goal.is_strict:
        yield _without_common_zero, 1.0, 0.3
    elif not equal:
        yield _with_unknown_factor, 2.0, 0.8 if goal.real else 0.4
    yield _by_splitting, 0.7, 0.4
    if given and not equal:
        yield _with_multiplier, 1.0, 0.3
    if given:
        yield _by_squares_and_products, 0.5, 0.3
    yield _by_multiplied_squares, 0.5, 0.3
    yield _by_squares, 5.0, 0.4
    if given:
        yield _by_squares_and_assumptions, 3.0, 0.3
        yield _by_squares_and_products, 5.0, 0.4
    yield _with_unknown_factor, 3.0, 0.4
    yield _by_multiplied_squares, 3.0, 0.4
    yield _by_splitting, 10.0, 0.7
    yield _by_splitting, 1e9, 1.0


def _at_centres(goal: Goal, budget: Budget) -> Node | None:
    return by_linear_program(goal, list(_centres(goal, budget)), budget=budget)


def _wide(goal: Goal, budget: Budget) -> Node | None:
    return by_linear_program(goal, wide=True, budget=budget)


def _by_squares(goal: Goal, budget: Budget) -> Node | None:
    return prove_by_squares(goal, seconds=budget)


def _by_squares_and_assumptions(goal: Goal, budget: Budget) -> Node | None:
    return prove_by_squares(goal, seconds=budget, with_assumptions=True)


def _by_squares_and_products(goal: Goal, budget: Budget) -> Node | None:
    return prove_by_squares(goal, seconds=budget, with_assumptions=True, products=True)


def _by_homogeneous_squares(goal: Goal, budget: Budget) -> Node | None:
    """Squares in one more variable, which makes all homogeneous: far fewer can be there."""
    wider = goal.homogenized(goal.fresh_name)
    for attempt in (_by_squares_and_assumptions, _by_multiplied_squares, _by_squares_and_products):
        try:
            node = attempt(wider, budget.part(0.5 * budget.left))
        except Spent:
            continue
        if node is not None:
            return rules.homogenize(goal.fresh_name, node)
    return None


def _with_unknown_factor(goal: Goal, budget: Budget) -> Node | None:
    for degree in (1, 2, 4):
        if degree == 2 or bool(goal.real) == (degree > 2):
            node = prove_with_unknown_factor(goal, degree, seconds=budget.part(0.8 * budget.left))
            if node is not None:
                return node
    return None


def _by_multiplied_squares(goal: Goal, budget: Budget) -> Node | None:
    return prove_by_multiplied_squares(goal, seconds=budget)


def _with_multiplier(goal: Goal, budget: Budget) -> Node | None:
    return prove_with_multiplier(goal, [{}], seconds=budget)


def _without_common_zero(goal: Goal, budget: Budget) -> Node | None:
    return prove_without_common_zero(goal, seconds=budget)


def _by_splitting(goal: Goal, budget: Budget) -> Node | None:
    return prove_by_splitting(goal, seconds=budget)


def _centres(goal: Goal, budget: Budget) -> Iterator[dict[str, Fraction]]:
    """Points at which AM-GM forms may touch: ones, zeros of squares of two terms, where the polynomial is lowest."""
    yield {}
    yield from islice(_zeros_of_squares(goal.polynomial), 4)
    for each in (goal, replace(goal, assumptions=())) if goal.assumptions else (goal,):
        low = low_point(each, budget)
        if low is not None:
            yield {name: Fraction(x).limit_denominator(12) or Fraction(1, 12) for name, x in low[0].items()}


def _zeros_of_squares(polynomial: Polynomial) -> Iterator[dict[str, Fraction]]:
    """A zero of u x**a - 2 v x**m + w x**b, a + b = 2 m, for every such piece of a polynomial that has few terms."""
    if len(polynomial) > 40:
        return
    rows = [(dict(monomial), c) for monomial, c in polynomial.terms()]
    known = {frozenset(powers.items()): c for powers, c in rows}
    for middle, v in rows:
        for outer, u in rows if v < 0 else ():
            step = {n: d for n in {*middle, *outer} if (d := outer.get(n, 0) - middle.get(n, 0))}
            other = {n: e for n in {*middle, *step} if (e := middle.get(n, 0) - step.get(n, 0))}
            single = next((n for n, d in sorted(step.items()) if abs(d) == 1), None)
            w = known.get(frozenset(other.items()), 0)
            if single is not None and u > 0 and 4 * u * w >= v * v and 2 * u != -v:
                yield {single: Fraction(-v, 2 * u) ** step[single]}
