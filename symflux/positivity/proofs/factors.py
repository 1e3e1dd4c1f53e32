"""Proving one polynomial inequality: identities, equalities, factors, then the general provers on what is left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from symflux.algebra import Polynomial
from symflux.certificates import format as rules
from symflux.positivity.proofs.combination import combined
from symflux.positivity.proofs.conjugates import conjugates
from symflux.positivity.proofs.ends import intervals, prove_at_ends
from symflux.positivity.proofs.equalities import eliminations, unit_elimination
from symflux.positivity.proofs.goal import Assumption, Goal, Node
from symflux.positivity.proofs.irreducible import prove_irreducible
from symflux.positivity.proofs.leaf import by_signs
from symflux.positivity.proofs.linear_change import changed
from symflux.work.budget import Budget, Limit

__all__ = ["prove_goal"]

_MANY = 3  #: linear assumptions, from which on the change of variables is tried first
_ENDS = 4  #: variables of an interval, one inside the other
Entry = tuple[Polynomial, int, Node | None]  # a factor of the sign that is claimed, its power, its proof


def prove_goal(
    goal: Goal,
    *,
    seconds: Limit,
    sample: Mapping[str, Fraction] | None = None,
    hypothesis: bool = False,
    one_step: bool = False,
) -> Node | None:
    """A proof of the goal, or None where none was found within ``seconds`` of counted work.

    ``sample`` is a point of the region, which tells the sign that each factor must have. With ``hypothesis`` the last
    assumption is a large polynomial known to be positive: it serves for factors that vanish where it does. With
    ``one_step`` variables and their ranges are left as they are, so that the proof is rather one sum.
    """
    known = [(len(goal.assumptions) - 1, goal.assumptions[-1])] if hypothesis else []
    smaller = replace(goal, assumptions=goal.assumptions[:-1]) if hypothesis else goal
    try:
        return _Prover(Budget.of(seconds), dict(sample or {}), known, one_step=one_step).prove(smaller)
    except OverflowError:  # numbers that no float can hold
        return None


class _Prover:
    def __init__(
        self,
        budget: Budget,
        sample: dict[str, Fraction],
        hypothesis: list[tuple[int, Assumption]],
        *,
        is_nested: bool = False,
        one_step: bool = False,
    ):
        self.budget, self.sample, self.hypothesis, self.is_nested = budget, sample, hypothesis, is_nested
        self.one_step = one_step
        self.depth_of_ends = 0

    @property
    def left(self) -> float:
        """Seconds of counted work."""
        return self.budget.left

    def part(self, most: float, share: float) -> Budget:
        """A share of the work that is left, for one attempt."""
        return self.budget.part(min(most, share * self.left))

    def prove(self, goal: Goal) -> Node | None:
        self.budget.charge(200 + 20 * (len(goal.polynomial) + sum(len(g) for g, _, _ in goal.assumptions)))
        if goal.relation == "==":
            above = self.prove(goal.with_polynomial(goal.polynomial, ">="))
            below = above and self.prove(goal.with_polynomial(-goal.polynomial, ">="))
            return rules.equal(above, below) if above and below else None
        reduced = self._without_equality(goal) or self._of_one_sign(goal)
        if reduced is not None:
            return reduced[0]
        node = by_signs(goal) or self._from_assumption(goal)
        if node is not None:
            return node
        factored = goal.polynomial.factor()
        node = self._factored(goal, *factored, plainly=True)  # linear programs take longer to load than this takes
        node = node or self._combined(goal) or self._by_contradiction(goal) or self._at_ends(goal)
        return node or self._factored(goal, *factored)

    def _without_equality(self, goal: Goal) -> tuple[Node | None] | None:
        """An equality c x - h == 0 among the assumptions is used up by putting h/c for x.

        One that says that a linear form is constant first makes everything homogeneous.
        """
        unit = unit_elimination(goal)
        if unit is not None:
            inner = _Prover(self.part(math.inf, 0.5), self.sample, [], is_nested=self.is_nested)
            node = inner.prove(unit.goal)
            if node is not None:
                return (rules.homogenize(unit.name, unit.node(node)),)
        node = self._conjugated(goal) or self._with_squared_unit(goal)
        if node is not None:
            return (node,)
        for found in eliminations(goal):
            node = self.prove(found.goal)
            return (None if node is None else found.node(node),)
        return None

    def _at_ends(self, goal: Goal) -> Node | None:
        """A claim that is linear in a variable with two bounds, at both of them."""
        if self.one_step or self.depth_of_ends > _ENDS:
            return None
        for interval in intervals(goal):
            whole, self.budget = self.budget, self.part(math.inf, 0.5)
            self.depth_of_ends += 1
            try:
                node = prove_at_ends(goal, interval, self.prove, self._quickly)
            finally:
                self.budget, self.depth_of_ends = whole, self.depth_of_ends - 1
            if node is not None:
                return node
        return None

    def _quickly(self, goal: Goal) -> Node | None:
        """What signs and sums of assumptions show."""
        return by_signs(goal) or self._from_assumption(goal) or self._combined(goal)

    def _with_squared_unit(self, goal: Goal) -> Node | None:
        """A goal that becomes homogeneous by a unit whose square an equality tells, and is odd in it."""
        if goal.is_homogeneous or self.is_nested:
            return None
        name = goal.fresh_name
        node = self._conjugated(goal.homogenized(name), name, share=0.3)
        return None if node is None else rules.homogenize(name, node)

    def _conjugated(self, goal: Goal, only: str | None = None, share: float = 0.6) -> Node | None:
        """A claim of odd degree in a root, times what makes it even: both sides squared."""
        for factor, product in conjugates(goal, self.sample, only) if not self.is_nested else ():
            inner = _Prover(self.part(0.5, 0.1), self.sample, [], is_nested=True)
            positive = inner.prove(goal.with_polynomial(factor, ">"))
            if positive is None:
                continue
            whole, self.budget = self.budget, self.part(math.inf, share)
            try:
                node = self.prove(goal.with_polynomial(product, goal.relation))
            finally:
                self.budget = whole
            if node is not None:
                return rules.multiply(factor, positive, node)
        return None

    def _of_one_sign(self, goal: Goal) -> tuple[Node | None] | None:
        """A real variable whose sign an assumption tells is used with that sign."""
        for name in sorted(goal.real.intersection(*([n for g, _, _ in goal.assumptions for n in g.names],))):
            plus = replace(goal, real=goal.real - {name})
            flip = {name: -Polynomial.variable(name)}
            minus = plus.mapped(lambda p: p.compose(flip))  # noqa: B023
            for kept, other in ((plus, minus), (minus, plus)):
                excluded = by_signs(other.with_polynomial(Polynomial.constant(-1), ">="))
                if excluded is not None:
                    sample = dict(self.sample)
                    if kept is minus and name in sample:
                        sample[name] = -sample[name]
                    node = _Prover(self.budget, sample, self.hypothesis, is_nested=self.is_nested).prove(kept)
                    if node is None:
                        return (None,)
                    return (rules.signs(name, node, excluded) if kept is plus else rules.signs(name, excluded, node),)
        return None

    def _sign(self, polynomial: Polynomial) -> int:
        value = polynomial.evaluate({n: self.sample.get(n, Fraction(1)) for n in polynomial.names})
        return (value > 0) - (value < 0)

    def _factored(
        self, goal: Goal, constant: int, factors: list[tuple[Polynomial, int]], *, plainly: bool = False
    ) -> Node | None:
        """Each factor by itself, or several together; ``plainly`` only where the sign of each is plain."""
        if plainly and len(factors) == 1 and factors[0][1] == 1:
            return None
        if not factors or (len(factors) == 1 and factors[0][1] == 1 and abs(constant) == 1):
            return self._irreducible(goal)
        entries: list[Entry] = []
        rest: list[tuple[Polynomial, int]] = []
        sign = 1 if constant > 0 else -1
        for f, power in factors:
            entry = self._simple(goal, f, power)
            if entry is None:
                rest.append((f, power))
            else:
                entries.append(entry)
                sign = -sign if entry[0] == -f and power % 2 else sign
        if plainly:
            return rules.factor(abs(constant), entries) if not rest and sign > 0 else None
        if len(rest) > 1 and (shared := self._shared(goal, rest)) is not None:
            entries.append(shared[0])
            sign, rest = sign * shared[1], shared[2]
        separate = self._separately(goal, rest, sign)
        if separate is None and len(rest) > 1:
            core = Polynomial.constant(1)
            for f, power in rest:
                core = core * f**power
            node = self._irreducible(goal.with_polynomial(core * sign, goal.relation))
            if node is not None:
                separate = [(core * sign, 1, node)]
        return None if separate is None else rules.factor(abs(constant), entries + separate)

    def _simple(self, goal: Goal, f: Polynomial, power: int) -> Entry | None:
        """A factor whose sign is plain, or does not matter."""
        if goal.is_strict and power % 2 == 0:
            node = self._from_assumption(goal.with_polynomial(f * f, ">")) or self._not_zero(goal, f)
            if node is not None:
                return f * f, power // 2, node
        for side in (f, -f):
            one = goal.with_polynomial(side, goal.relation)
            node = by_signs(one) or self._from_assumption(one)
            if node is not None:
                return side, power, node
        return (f, power, None) if power % 2 == 0 and not goal.is_strict else None

    def _from_assumption(self, goal: Goal) -> Node | None:
        """f rel 0 where an assumption is f g rel 0 and g > 0 can be proved."""
        for k, (g, relation, factor) in [*enumerate(goal.assumptions), *self.hypothesis]:
            if g.is_zero or goal.relation == "==" or (goal.is_strict and relation != ">"):
                continue
            try:
                rest = g.exact_quotient(goal.polynomial)
            except ValueError:
                continue
            if self._sign(rest) < 0:
                if relation != "==":
                    continue
                rest, factor = -rest, -factor
            if rest.is_constant:
                return rules.sage(multiples=[([k], 1 / (factor * rest.constant_value))])
            inner = _Prover(self.part(math.inf, 0.3), self.sample, [], is_nested=True)
            positive = None if self.is_nested else inner.prove(goal.with_polynomial(rest, ">"))
            if positive is not None:
                return rules.multiply(rest, positive, rules.sage(multiples=[([k], 1 / factor)]))
        return None

    def _not_zero(self, goal: Goal, f: Polynomial) -> Node | None:
        """f**2 > 0 where f divides a strict assumption: (1 + g**2) f**2 = f**2 + (f g)**2."""
        for k, (g, relation, factor) in [*enumerate(goal.assumptions), *self.hypothesis]:
            if relation != ">" or g.is_zero:
                continue
            try:
                rest = g.exact_quotient(f)
            except ValueError:
                continue
            if len(rest) * len(g) > 40_000:
                continue
            then = rules.gram([(1, f)], multiples=[([k, k], 1 / factor**2)])
            return rules.multiply(1 + rest * rest, rules.gram([(1, rest)]), then)
        return None

    def _combined(self, goal: Goal) -> Node | None:
        """The goal as a sum of assumptions, and of products of two, with constant factors, or None."""
        listed = [(k, g, r, f) for k, (g, r, f) in enumerate(goal.assumptions) if not g.is_zero]
        if not listed or sum(len(g) for _, g, _, _ in listed) + len(goal.polynomial) > 20_000:
            return None
        columns: list[tuple[list[int], Polynomial, str, Fraction]] = [([k], g, r, f) for k, g, r, f in listed]
        for n, (k, g, r, f) in enumerate(listed):
            for j, other, s, e in listed[n:] if len(listed) <= 6 else ():
                if len(g) * len(other) < 2000 and (r != "==" or s != "=="):
                    relation = "==" if "==" in (r, s) else ">" if r == s == ">" else ">="
                    columns.append(([k, j], g * other, relation, f * e))
        return combined(goal, columns, self.budget)

    def _by_contradiction(self, goal: Goal) -> Node | None:
        """An assumption that fails where the claim does, as a sum of the others and of the negated claim."""
        if self.hypothesis or not 0 < len(goal.assumptions) <= 6:
            return None
        opposite = {">": ">=", ">=": ">"}
        against = (*goal.assumptions, Assumption(-goal.polynomial, opposite[goal.relation]))
        for k, (g, relation, factor) in enumerate(goal.assumptions):
            if relation in opposite:
                node = self._combined(Goal(-g, opposite[relation], against, goal.real, goal.clauses))
                if node is not None:
                    return rules.excluded(k, rules.scaled(factor, -g, node))
        return None

    def _shared(
        self, goal: Goal, rest: list[tuple[Polynomial, int]]
    ) -> tuple[Entry, int, list[tuple[Polynomial, int]]] | None:
        """Several of the factors at once, from an assumption that they divide: (entry, its sign, the other factors)."""
        core = Polynomial.constant(1)
        for f, power in rest:
            core = core * f**power
        for g, _, _ in goal.assumptions:
            common = core.gcd(g)
            if common.is_constant:
                continue
            for sign in (1, -1):
                node = self._from_assumption(goal.with_polynomial(common * sign, goal.relation))
                if node is not None:
                    others = core.exact_quotient(common)
                    return (common * sign, 1, node), sign, [] if others.is_constant else others.factor()[1]
        return None

    def _separately(self, goal: Goal, rest: list[tuple[Polynomial, int]], sign: int) -> list[Entry] | None:
        """Each remaining factor of one sign, if the signs multiply to the one that is needed."""
        entries: list[Entry] = []
        for k, (f, power) in enumerate(rest):
            own = self._sign(f) or 1
            if k == len(rest) - 1 and power % 2:
                own = sign
            node = self._irreducible(goal.with_polynomial(f * own, goal.relation))
            if node is None:
                return None
            entries.append((f * own, power, node))
            sign = sign * own if power % 2 else sign
        return entries if sign > 0 else None

    def _irreducible(self, goal: Goal) -> Node | None:
        """A polynomial as it is; or with linear assumptions made signs: the sides of a triangle are sums of numbers."""
        found = None if self.is_nested or self.one_step or not goal.assumptions else changed(goal)
        if found is None:
            return prove_irreducible(goal, seconds=self.budget)
        node = prove_irreducible(goal, seconds=self.part(0.1, 0.1)) if len(found.steps) < _MANY else None
        if node is None:
            inner = _Prover(self.part(math.inf, 0.6), found.sample(self.sample), [], is_nested=True)
            proof = inner.prove(found.goal)
            node = None if proof is None else found.node(proof)
        return node or prove_irreducible(goal, seconds=self.budget)
