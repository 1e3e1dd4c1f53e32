"""The general prover: split the cone of positive variables at a ray, again and again, until every piece closes.

A piece closes when all coefficients have one sign there, when an assumption fails on it, or by a linear program
(:mod:`symflux.positivity.proofs.leaf`). Ordering variables, a = b + t, and bisection are splits at simple rays; others
go through the point where the polynomial is smallest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.binary_form import prove_binary_form
from symflux.positivity.proofs.goal import Goal, Node
from symflux.positivity.proofs.leaf import by_linear_program, by_signs
from symflux.positivity.proofs.low_point import low_point, small_ray
from symflux.work.budget import Budget, Limit, Spent

__all__ = ["prove_by_splitting"]

_DEPTH = 14
#: how deep, how many alternatives at each depth, which share of the time that is left, and whether all rays are tried
_PASSES = (
    (2, (3, 1), 0.15, True), (_DEPTH, (1,), 0.35, False), (_DEPTH, (1,), 0.35, True), (4, (5, 2, 1), 0.5, True),
    (_DEPTH, (4, 3, 2, 1), 1.0, True),
)  # fmt: skip
_LARGE = 4000  # terms; beyond this splitting is hopeless


def prove_by_splitting(goal: Goal, *, seconds: Limit) -> Node | None:
    """A proof node for ``p > 0`` or ``p >= 0``, or None."""
    search = _Search(Budget.of(seconds))
    try:
        return search.signs(goal, sorted(goal.real))
    except Spent:
        return None


class _Search:
    def __init__(self, budget: Budget):
        self.budget = budget
        self.depth = _DEPTH
        self.width: tuple[int, ...] = (1,)  # how many splits are tried at each depth
        self.all_rays = True

    def signs(self, goal: Goal, real: list[str]) -> Node | None:
        """Real variables first: both signs of each."""
        node = by_signs(goal) or by_linear_program(goal, budget=self.budget)
        if node is not None:
            return node
        if not real:
            return self.homogeneous(goal)
        name, *others = real
        closed = {"real": goal.real - {name}}
        if name not in goal.names:
            return self.signs(goal, others)
        flip = {name: -Polynomial.variable(name)}
        plus, minus = goal.mapped(lambda p: p, **closed), goal.mapped(lambda p: p.compose(flip), **closed)
        positive = self.signs(plus, others)
        if positive is None:
            return None
        if plus == minus:
            return rules.signs(name, positive, "same")
        negative = self.signs(minus, others)
        return None if negative is None else rules.signs(name, positive, negative)

    def homogeneous(self, goal: Goal) -> Node | None:
        """One more variable where the claim is not homogeneous, so that 1 can be compared with the others."""
        if goal.is_homogeneous:
            return self.deepening(goal)
        node = self.deepening(goal.homogenized(goal.fresh_name))
        return None if node is None else rules.homogenize(goal.fresh_name, node)

    def deepening(self, goal: Goal) -> Node | None:
        """Shallow trees with alternatives first, then deep ones."""
        whole, low = self.budget, low_point(goal, self.budget)
        passes = _PASSES if low is None or low[1] > 0.01 else (_PASSES[0], _PASSES[2], _PASSES[1], *_PASSES[3:])
        try:
            for self.depth, self.width, share, self.all_rays in passes:
                self.budget = whole.part(share * whole.left)
                try:
                    node = self.split(goal, 0)
                except Spent:
                    continue
                if node is not None:
                    return node
        finally:
            self.budget = whole
        return None

    def split(self, goal: Goal, depth: int) -> Node | None:
        self.charge(goal)
        node = by_signs(goal)
        if node is not None or len(goal.polynomial) > _LARGE:
            return node
        low = low_point(goal, self.budget)
        if low is not None and depth > 0:
            centres: list[Mapping[str, Fraction]] = [{}]
            ray = small_ray(low[0], 8)
            if len(ray) == len(goal.names) and len(set(ray.values())) > 1:
                centres.append({name: Fraction(x) for name, x in ray.items()})
            node = by_linear_program(goal, centres, budget=self.budget)
            if node is not None:
                return node
        if (node := prove_binary_form(goal)) is not None:
            return node
        if depth >= self.depth or (low is not None and low[1] < -0.05 and self.is_false(goal, low[0])):
            return None
        near_zero = low is not None and low[1] < 0.01
        choices: list[tuple[float, int, dict[str, int], dict[str, Goal]]] = []
        for favour, ray in self.rays(goal, low):
            cones = {k: goal.turned(ray, k) for k in ray}
            for cone in cones.values():
                self.charge(cone)
            score = sum(_open_measure(child) for child in cones.values()) + 0.05 * len(cones)
            if favour and near_zero:  # p almost vanishes on this ray: it must be an edge sooner or later
                score *= 0.5
            choices.append((score, len(choices), ray, cones))
        for _, _, ray, cones in sorted(choices, key=lambda c: c[:2])[: self.width[min(depth, len(self.width) - 1)]]:
            nodes = self.close(cones, depth)
            if nodes is not None:
                return rules.star(ray, nodes)
        return None

    def charge(self, goal: Goal) -> None:
        """Count the work on one goal, and end where there is none left."""
        self.budget.require()
        self.budget.charge(100 + 8 * (len(goal.polynomial) + sum(len(g) for g, _, _ in goal.assumptions)))

    def close(self, cones: Mapping[str, Goal], depth: int) -> dict[str, Node] | None:
        """Proofs on all cones, the hardest first."""
        nodes = {}
        for k in sorted(cones, key=lambda k: -_open_measure(cones[k])):
            found = self.split(cones[k], depth + 1)
            if found is None:
                return None
            nodes[k] = found
        return nodes

    def is_false(self, goal: Goal, point: dict[str, float]) -> bool:
        """Whether the claim plainly fails near a point at which the assumptions hold."""
        exact = {name: Fraction(x).limit_denominator(1000) or Fraction(1, 1000) for name, x in point.items()}
        if goal.polynomial.evaluate(exact) >= 0:
            return False
        return all(
            (value := g.evaluate(exact)) > 0 or (value == 0 and r in (">=", "==")) for g, r, _ in goal.assumptions
        )

    def rays(self, goal: Goal, low: tuple[dict[str, float], float] | None) -> Iterator[tuple[bool, dict[str, int]]]:
        """Rays to split at; True with those through the lowest point."""
        names = goal.names
        seen: list[dict[str, int]] = []
        if low is not None:
            for parts in (1, 2, 4, 12):
                ray = small_ray(low[0], parts)
                if len(ray) > 1 and ray not in seen:
                    seen.append(ray)
                    yield self.all_rays, ray
            for one, two in combinations(names if self.all_rays else (), 2):
                proportion = low[0][one] / low[0][two]
                if 1 / 9 < proportion < 9:
                    exact = Fraction(proportion).limit_denominator(4)
                    ray = {one: exact.numerator, two: exact.denominator}
                    if exact and ray not in seen:
                        seen.append(ray)
                        yield False, ray
        for pair in combinations(names, 2):
            if (ray := dict.fromkeys(pair, 1)) not in seen:
                yield False, ray
        if 2 < len(names) <= 6 and (ray := dict.fromkeys(names, 1)) not in seen:
            yield False, ray


def _open_measure(goal: Goal) -> float:
    """0 where the goal closes by signs; else how much of it is negative."""
    if by_signs(goal) is not None:
        return 0.0
    positive = negative = 0
    for _, c in goal.polynomial.terms():
        if c > 0:
            positive += c
        else:
            negative -= c
    return 1.0 + 4 * negative / (positive + negative) if positive + negative else 1.0
