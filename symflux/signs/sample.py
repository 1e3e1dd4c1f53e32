"""A point at which all assumptions of a question hold, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.certificates.check import MALFORMED, Checker
from symflux.certificates.core import WORK, Rejected
from symflux.errors import SymfluxError, WorkerError
from symflux.model.network import Network
from symflux.positivity.condition import Condition
from symflux.positivity.points.algebraic_point import AlgebraicPoint, point_rule
from symflux.positivity.points.algebraic_search import find_algebraic_point
from symflux.positivity.points.cad import decide
from symflux.positivity.points.witness import find_point
from symflux.positivity.proofs.factors import prove_goal
from symflux.positivity.proofs.goal import Assumption, Goal
from symflux.signs.question import Question
from symflux.signs.root_points import points_with_roots
from symflux.signs.small_points import holds_at, small_points
from symflux.signs.structural import hurwitz
from symflux.work import child
from symflux.work.budget import Budget

__all__ = ["CONTRADICTION", "complete_sample", "find_sample", "is_contradiction", "is_sample"]

Point = Mapping[str, Fraction | AlgebraicNumber]
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
    if question.roots:
        part = question.part(0.5, 0.1)
        for found in points_with_roots(conditions, question.roots, names, question.real, part):
            if is_sample(question.template, found, part):
                return found
    for seconds in (0.2, min(2.0, 0.3 * question.left)):
        point = find_point(conditions, names=names, real=question.real, seconds=question.part(seconds))
        if point is not None:
            return point if _has_steady_state(question, point) else _other_sample(question, conditions)
        part = question.part(0.5 * seconds)
        irrational = find_algebraic_point(conditions, names=names, real=question.real, seconds=part)
        if irrational is not None and _has_steady_state(question, irrational):
            return irrational
        if is_contradiction(conditions, question.real, question.part(1.0, 0.3)):
            question.tried.append(CONTRADICTION)
            return None
    if question.left > 0.3:
        never, part = Condition(Polynomial.constant(-1), ">="), question.part(5.0, 0.5)
        verdict, witness = decide(never, conditions, real=question.real, seconds=part)
        if verdict == "false" and witness is not None:
            found = {**dict.fromkeys(names, Fraction(1)), **witness}
            return found if _has_steady_state(question, found) else _other_sample(question, conditions)
        if verdict == "true":
            question.tried.append(CONTRADICTION)
    return None


def complete_sample(
    template: Mapping[str, Any], names: Iterable[str], point: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The point with values for all names that the checker takes for a sample of this claim; None if none is found.

    Names without a value are 1 first, then small numbers: where couplings are equal a motion may escape the baths.
    """
    missing = [name for name in names if name not in point]
    for attempt in range(12 if missing else 1):
        values = {name: Fraction((k * attempt + attempt) % 7 + 1, attempt % 3 + 1) for k, name in enumerate(missing)}
        if is_sample(template, {**values, **point}):
            return {**values, **point}
    return None


def is_sample(template: Mapping[str, Any], point: Point, budget: Budget | None = None) -> bool:
    """Whether the checker takes the point for a sample of this claim, an irrational one at a narrow interval."""
    for bits in (20, 320):
        checker = Checker()
        try:
            checker.point(template, point_rule(point, bits), "sample")
        except (Rejected, *MALFORMED):
            continue
        finally:
            if budget is not None:
                budget.charge((WORK - checker.work) / 3)
        return True
    return False


def _has_steady_state(question: Question, point: Point) -> bool:
    if question.network is None:
        return True
    whole = point if isinstance(point, AlgebraicPoint) else {**dict.fromkeys(question.names, Fraction(1)), **point}
    return is_sample(question.template, whole, question.budget)


def _other_sample(question: Question, conditions: list[Condition]) -> Point | None:
    """A point at which the assumptions hold and the steady state is unique."""
    assert question.network is not None
    part = question.part(0.5, 0.1)
    for point in small_points(question.names, frozenset(), question.temperature_names, seed=3):
        if part.is_spent:
            break
        part.charge(1500 + 100 * len(question.network.sites) ** 3)
        with suppress(SymfluxError):
            if all(holds_at(claim, point) for claim in question.given) and _has_steady_state(question, point):
                return point
    part = question.part(5.0, 0.2)
    try:
        determinant = child.run_counted(_hurwitz, question.network, budget=part, label="Hurwitz determinant")
    except WorkerError:
        return None
    stable, part = question.upright(determinant), question.part(2.0, 0.3)
    found = find_point([*conditions, Condition(stable, ">")], names=question.names, real=question.real, seconds=part)
    if found is None:
        question.tried.append("no point was found with all assumptions and a unique steady state")
    return found


def _hurwitz(network: Network, budget: Budget) -> RationalFunction:
    found = hurwitz(network)
    budget.charge(20 * len(found.numerator))
    return found


def is_contradiction(conditions: Sequence[Condition], real: Collection[str], budget: Budget) -> bool:
    """Whether 0 > 0 follows from the assumptions by a proof that is soon found."""
    clauses = frozenset(frozenset((n,)) for p, _ in conditions for n in p.names if n not in real)
    given = [
        Assumption(*(Condition(each.polynomial**2, ">") if each.relation == "!=" else each.upright))
        for each in conditions
    ]
    goal = Goal(Polynomial.constant(-1), ">=", tuple(given), frozenset(real), clauses)
    return prove_goal(goal, seconds=budget) is not None
