"""Proving one polynomial inequality: identities, equalities, factors, then the general provers on what is left."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.signs.cone_tree import prove_by_splitting
from symflux.signs.goal import Goal, Node, accepts
from symflux.signs.leaf import by_linear_program, by_signs
from symflux.signs.low_point import low_point
from symflux.signs.squares import prove_by_squares

__all__ = ["prove_goal"]

Assumption = tuple[Polynomial, str, Fraction]


def prove_goal(
    goal: Goal, *, seconds: float, sample: Mapping[str, Fraction] | None = None, hypothesis: bool = False
) -> Node | None:
    """A proof of the goal, or None where none was found in the time.

    ``sample`` is a point of the region, which tells the sign that each factor must have. With ``hypothesis`` the last
    assumption is a large polynomial known to be positive: it serves for factors that vanish where it does.
    """
    deadline = time.monotonic() + seconds
    known = [(len(goal.assumptions) - 1, goal.assumptions[-1])] if hypothesis else []
    smaller = replace(goal, assumptions=goal.assumptions[:-1]) if hypothesis else goal
    try:
        return _Prover(deadline, dict(sample or {}), known).prove(smaller)
    except OverflowError:  # numbers that no float can hold
        return None


class _Prover:
    def __init__(self, deadline: float, sample: dict[str, Fraction], hypothesis: list[tuple[int, Assumption]]):
        self.deadline, self.sample, self.hypothesis = deadline, sample, hypothesis

    @property
    def left(self) -> float:
        return self.deadline - time.monotonic()

    def prove(self, goal: Goal) -> Node | None:
        reduced = self._without_equality(goal)
        if reduced is not None:
            return reduced[0]
        if goal.relation == "==":
            if goal.polynomial.is_zero:
                return rules.equal()
            above = self.prove(goal.with_polynomial(goal.polynomial, ">="))
            below = above and self.prove(goal.with_polynomial(-goal.polynomial, ">="))
            return rules.equal(above, below) if above and below else None
        if goal.relation == "!=":
            order = "+-" if self._sign(goal.polynomial) >= 0 else "-+"
            for sign in order:
                side = goal.polynomial if sign == "+" else -goal.polynomial
                node = self.prove(goal.with_polynomial(side, ">"))
                if node is not None:
                    return rules.different(sign, node)
            return None
        node = by_signs(goal)
        return node if node is not None else self._factored(goal)

    def _without_equality(self, goal: Goal) -> tuple[Node | None] | None:
        """An equality c x - h == 0 among the assumptions is used up by putting h/c for x."""
        for k, (g, relation, _) in enumerate(goal.assumptions):
            if relation != "==":
                continue
            for name in g.names:
                slope = g.derivative(name)
                if slope.is_constant and abs(slope.constant_value) == 1:
                    value = g - Polynomial.variable(name) * slope
                    value = -value if slope.constant_value > 0 else value
                    given = [(p.compose({name: value}), r, f) for p, r, f in goal.assumptions]
                    if name not in goal.real:
                        given.append((value, ">" if frozenset((name,)) in goal.clauses else ">=", Fraction(1)))
                    smaller = Goal(
                        goal.polynomial.compose({name: value}), goal.relation, tuple(given), goal.real - {name},
                        frozenset(c for c in goal.clauses if name not in c),
                    )  # fmt: skip
                    node = self.prove(smaller)
                    return (None if node is None else rules.eliminate(k, name, node),)
        return None

    def _sign(self, polynomial: Polynomial) -> int:
        value = polynomial.evaluate({n: self.sample.get(n, Fraction(1)) for n in polynomial.names})
        return (value > 0) - (value < 0)

    def _factored(self, goal: Goal) -> Node | None:
        constant, factors = goal.polynomial.factor()
        if not factors or (len(factors) == 1 and factors[0][1] == 1 and abs(constant) == 1):
            return self._irreducible(goal)
        entries: list[tuple[Polynomial, int, str, Node | None]] = []
        rest: list[tuple[Polynomial, int]] = []
        sign = 1 if constant > 0 else -1
        for f, power in factors:
            entry = self._simple(goal, f, power)
            if entry is None:
                rest.append((f, power))
            else:
                entries.append(entry)
                sign = -sign if "-" in entry[2] and power % 2 else sign
        separate = self._separately(goal, rest, sign)
        if separate is None and len(rest) > 1:
            core = Polynomial.constant(1)
            for f, power in rest:
                core = core * f**power
            node = self._irreducible(goal.with_polynomial(core * sign, goal.relation))
            if node is not None:
                strict = "+" if goal.is_strict else "0+"
                separate = [(core * sign, 1, strict, node)]
                constant = constant * sign
        if separate is None:
            return None
        return rules.factor(constant, entries + separate)

    def _simple(self, goal: Goal, f: Polynomial, power: int) -> tuple[Polynomial, int, str, Node | None] | None:
        """A factor whose sign is plain, or does not matter."""
        if goal.is_strict and power % 2 == 0:
            node = self._from_assumption(goal, f * f)
            if node is not None:
                return f * f, power // 2, "+", node
        for relation, mark in ((">", ""), (">=", "0")):
            if relation == ">=" and goal.is_strict:
                break
            for side, sign in ((f, "+"), (-f, "-")):
                node = by_signs(goal.with_polynomial(side, relation))
                if node is not None:
                    return f, power, mark + sign, node
        return (f, power, "any", None) if power % 2 == 0 and not goal.is_strict else None

    def _from_assumption(self, goal: Goal, square: Polynomial) -> Node | None:
        """f**2 > 0 where an assumption is f**2 g > 0 and g > 0 can be proved."""
        for k, (g, relation, factor) in [*enumerate(goal.assumptions), *self.hypothesis]:
            if relation != ">":
                continue
            try:
                rest = g.exact_quotient(square)
            except ValueError:
                continue
            without = replace(goal.with_polynomial(rest, ">"), assumptions=goal.assumptions[:k])
            positive = _Prover(time.monotonic() + 0.3 * self.left, self.sample, []).prove(without)
            if positive is not None:
                return rules.multiply(rest, positive, rules.farkas([([k], 1 / factor)]))
        return None

    def _separately(
        self, goal: Goal, rest: list[tuple[Polynomial, int]], sign: int
    ) -> list[tuple[Polynomial, int, str, Node | None]] | None:
        """Each remaining factor of one sign, if the signs multiply to the one that is needed."""
        entries: list[tuple[Polynomial, int, str, Node | None]] = []
        for k, (f, power) in enumerate(rest):
            own = self._sign(f) or 1
            if k == len(rest) - 1 and power % 2:
                own = sign
            node = self._irreducible(goal.with_polynomial(f if own > 0 else -f, goal.relation))
            if node is None:
                return None
            entries.append((f, power, ("" if goal.is_strict else "0") + ("+" if own > 0 else "-"), node))
            sign = sign * own if power % 2 else sign
        return entries if sign > 0 else None

    def _irreducible(self, goal: Goal) -> Node | None:
        node = by_signs(goal)
        if node is not None:
            return node
        if accepts(goal, rules.univariate()):
            return rules.univariate()
        node = by_linear_program(goal, list(_centres(goal))) if len(goal.polynomial) < 400 else None
        if node is None and goal.assumptions and len(goal.polynomial) < 60:
            node = by_linear_program(goal, wide=True)
        if node is None and goal.real and self.left > 0.2:
            node = prove_by_squares(goal, seconds=min(1.0, 0.3 * self.left))
        if node is None and self.left > 0.2:
            node = prove_by_splitting(goal, seconds=min(1.0, 0.4 * self.left))
        if node is None and not goal.real and self.left > 0.2:
            node = prove_by_squares(goal, seconds=min(1.0, 0.3 * self.left))
        if node is None and self.left > 0.5:
            node = prove_by_splitting(goal, seconds=min(10.0, 0.6 * self.left))
        if node is None and self.left > 0.5:
            node = prove_by_squares(goal, seconds=min(5.0, 0.3 * self.left), weighted=True)
        if node is None and self.left > 0.5:
            node = prove_by_splitting(goal, seconds=self.left)
        return node


def _centres(goal: Goal) -> Iterator[dict[str, Fraction]]:
    """Points at which AM-GM forms may touch: all ones, and where the polynomial is lowest."""
    yield {}
    for each in (goal, replace(goal, assumptions=())) if goal.assumptions else (goal,):
        low = low_point(each)
        if low is not None:
            yield {name: Fraction(x).limit_denominator(12) or Fraction(1, 12) for name, x in low[0].items()}
