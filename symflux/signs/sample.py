"""A point at which all assumptions of a question hold, or the reason why there is none."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.errors import SymfluxError, WorkerError
from symflux.positivity.points.algebraic_point import find_algebraic_point
from symflux.positivity.points.cad import decide
from symflux.positivity.points.conditions import Condition, Point
from symflux.positivity.points.witness import find_point
from symflux.positivity.proofs.factors import prove_goal
from symflux.positivity.proofs.goal import Goal
from symflux.signs.question import Question
from symflux.signs.small_points import holds_at, small_points
from symflux.signs.structural import hurwitz
from symflux.work import child

__all__ = ["CONTRADICTION", "find_sample"]

CONTRADICTION = "the assumptions contradict each other"


def find_sample(question: Question) -> Mapping[str, Fraction | AlgebraicNumber] | None:
    """A point at which all assumptions hold, the steady state unique; what stands in the way joins ``tried``.

    Raises :class:`UniquenessError` where the steady state is unique nowhere.
    """
    names = question.names
    try:
        conditions = question.assumptions
    except WorkerError:
        question.tried.append("the quantities in the assumptions could not be written out in the time")
        return None
    for seconds in (0.2, min(2.0, 0.3 * question.left)):
        point = find_point(conditions, names=names, real=question.real, seconds=seconds)
        if point is not None:
            return point if _has_steady_state(question, point) else _other_sample(question, conditions)
        limit = min(0.5 * seconds, question.left)
        irrational = find_algebraic_point(conditions, names=names, real=question.real, seconds=limit)
        if irrational is not None:
            return irrational
        if _is_contradiction(question, conditions):
            question.tried.append(CONTRADICTION)
            return None
    if question.left > 0.3:
        minus_one = Polynomial.constant(-1)
        seconds = min(5.0, 0.5 * question.left)
        verdict, witness = decide(minus_one, ">=", conditions, real=question.real, seconds=seconds)
        if verdict == "false" and witness is not None:
            return {**dict.fromkeys(names, Fraction(1)), **witness}
        if verdict == "true":
            question.tried.append(CONTRADICTION)
    return None


def _has_steady_state(question: Question, point: Mapping[str, Fraction]) -> bool:
    if question.network is None:
        return True
    try:
        question.network.at({n: x for n, x in point.items() if n in question.network.parameters}).steady_state()
    except SymfluxError:
        return False
    return True


def _other_sample(question: Question, conditions: list[Condition]) -> Point | None:
    """A point at which the assumptions hold and the steady state is unique."""
    end = time.monotonic() + min(0.5, 0.1 * question.left)
    for point in small_points(question.names, frozenset(), question.temperature_names, seed=3):
        if time.monotonic() >= end:
            break
        with suppress(SymfluxError):
            if all(holds_at(claim, point) for claim in question.given) and _has_steady_state(question, point):
                return point
    assert question.network is not None
    limit = max(min(0.2 * question.left, 5.0), 0.3)
    try:
        stable = question.upright(child.run(hurwitz, question.network, seconds=limit, label="Hurwitz determinant"))
    except WorkerError:
        return None
    limit = min(2.0, 0.3 * question.left)
    found = find_point([*conditions, (stable, ">")], names=question.names, real=question.real, seconds=limit)
    if found is None:
        question.tried.append("no point was found with all assumptions and a unique steady state")
    return found


def _is_contradiction(question: Question, conditions: list[Condition]) -> bool:
    """Whether 0 > 0 follows from the assumptions by a proof that is soon found."""
    clauses = frozenset(frozenset((n,)) for p, _ in conditions for n in p.names if n not in question.real)
    given = [
        (p * p, ">", Fraction(1)) if r == "!=" else (-p if "<" in r else p, r.replace("<", ">"), Fraction(1))
        for p, r in conditions
    ]
    goal = Goal(Polynomial.constant(-1), ">=", tuple(given), question.real, clauses)
    return prove_goal(goal, seconds=min(1.0, 0.3 * question.left)) is not None
