"""The way from a question to its answer: which finder is asked when, and for how long."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from importlib import import_module

from symflux.certificates import format as rules
from symflux.certificates.core import Rejected
from symflux.errors import TimeLimitError, WorkerError
from symflux.model.physical import negative_everywhere
from symflux.positivity.condition import Condition
from symflux.positivity.points.algebraic_point import near
from symflux.positivity.points.algebraic_search import find_algebraic_point
from symflux.positivity.points.cad import decide
from symflux.positivity.points.witness import find_point
from symflux.positivity.proofs.direct import prove_directly
from symflux.positivity.proofs.goal import Node
from symflux.positivity.proofs.opening import Openings, opening
from symflux.quantities.claim import Claim
from symflux.signs.answers import Answers, Value, listed
from symflux.signs.outcome import STAGES, Outcome
from symflux.signs.question import Question
from symflux.signs.root_points import points_with_roots
from symflux.signs.sample import find_sample
from symflux.signs.structural import prove_by_spectrum, prove_from_structure
from symflux.work import child
from symflux.work.budget import Spent
from symflux.work.threads import one_thread

__all__ = ["Attempt"]

_GLANCE = 0.04  #: seconds in which a claim on a small network is often settled
_SHORT = 1000  #: terms of a polynomial up to which no single step takes long
_LEAST = 0.05  #: seconds of counted work without which nothing is tried
_LIBRARY = "scipy.optimize"
_NO_CLAIM = Claim.from_text("1 > 0")  # in place of one that the receiver has


class Attempt:
    """The way from a question to its answer."""

    def __init__(self, question: Question):
        self.question, self.openings = question, Openings(question.template)
        self.answers = Answers(question)
        self._evidence = ""  # for the claim, where there is no certificate
        self._has_tried = False  # the first round, in this process
        self._point: Mapping[str, Value] | None = None if question.needs_sample else {}  # where all assumptions hold

    # the order of attempts --------------------------------------------------------------------------------

    def outcome(self) -> Outcome:
        """The answer within the time: what is easy in this process, the rest in a child that can be ended."""
        question = self.question
        direction = None if question.network is None else negative_everywhere(question.network)
        if direction is not None:
            return self.answers.undecided(f"no parameters give a steady state: {direction}")
        if question.is_easy:
            with one_thread():
                found = self._easily()
            if found is not None:
                return self.answers.with_used(found)
        try:
            answer, module, spent = child.run(
                self._in_child, seconds=question.budget.clock, label="prove", memory=child.MEMORY
            )
        except TimeLimitError:
            question.budget.charge_seconds(question.left)
            return self.answers.undecided(self.answers.stage)
        except WorkerError as error:
            question.budget.charge_seconds(question.left)
            return self.answers.undecided(f"no proof and no counterexample found ({error})")
        question.budget.charge_seconds(spent)
        if module and question.budget.clock > 1:  # once here: it takes longer than most proofs
            import_module(module)
        return self.answers.with_used(replace(answer, claim=question.claim))

    def _in_child(self) -> tuple[Outcome, str, float]:
        """The answer without the claim, which may be large; the slow library that it took, if any; the work done."""
        before = self.question.budget.spent
        found = self._thoroughly()
        module = _LIBRARY if _LIBRARY in sys.modules else ""
        return replace(found, claim=_NO_CLAIM), module, self.question.budget.spent - before

    def _easily(self) -> Outcome | None:
        """What a tenth of a second shows, nothing else."""
        question = self.question
        if question.given:
            self._point = find_point(
                question.assumptions, names=question.names, real=question.real, seconds=question.part(0.2)
            )
        if self._point is None:
            return None
        if poles := self._poles:
            found = self._refutation(quick=True, seconds=0.3)
            return self.answers.undecided(poles) if found is None else found
        self._has_tried = True
        return self._round(near(self._point), proving=0.1, refuting=0.15)

    def _thoroughly(self) -> Outcome:
        """Everything, in the time that is left."""
        question = self.question
        if self._point is None:
            self._point = find_sample(question)
            if self._point is None:
                return self._without_sample()
        rational = near(self._point)
        if question.roots and self._is_against_sample(rational):  # numbers alone have no other point
            found = self.answers.refuted(self._point)
            if found is not None:
                return found
        if question.network is not None:
            # a strict claim often fails without heat
            for values in question.counterexamples(question.part(0.1), seed=2, most=2):
                found = self.answers.refuted(values)
                if found is not None:
                    return found
            for seconds in (_GLANCE, 1.0):
                found = self._by_structure(rational, seconds)  # the proof that a physicist would give
                if found is None and seconds == _GLANCE and question.is_small:
                    found = self._by_identity(rational, seconds)
                if found is not None:
                    return found
            for values in question.counterexamples(question.part(0.3, 0.1), seed=2):
                found = self.answers.refuted(values)
                if found is not None:
                    return found
            found = self._by_spectrum(rational, 2.0) if question.claim.relation == "==" else None
            if found is not None:  # a law of conservation holds at every frequency
                return found
        if poles := self._poles:
            found = self._refutation(quick=True, seconds=0.3)
            return self.answers.undecided(poles) if found is None else found
        later = (0.6, 0.6) if question.network is not None else (0.45 * question.left, 0.6)
        rounds = ((0.6, 0.15) if question.network is not None else (0.1, 0.15), later)
        for proving, refuting in rounds[self._has_tried :]:  # both sides by turns: easy answers come at once
            found = self._round(rational, proving=proving, refuting=refuting)
            if found is None and question.network is not None:
                found = self._by_spectrum(rational, proving)
                if found is None:
                    found = self._by_structure(rational, proving)
            if found is not None:
                return found
        found = self._by_identity(rational)
        if found is None:
            found = self._refutation(quick=False, seconds=5.0)
        if found is None and self._evidence and question.left > _LEAST:  # there is a proof: all the rest is for it
            found = self._by_identity(rational, question.left)
        if found is not None:
            return found
        return self.answers.undecided_near("; ".join(dict.fromkeys(question.tried)) or STAGES[b"s"], self._evidence)

    def _is_against_sample(self, sample: Mapping[str, Fraction]) -> bool:
        """Whether the claim seems to be false where the assumptions hold, as far as a point near by can tell."""
        try:
            return all(condition.holds(sample) for condition in self.question.targets)
        except WorkerError:
            return False

    def _round(self, sample: Mapping[str, Fraction], *, proving: float, refuting: float) -> Outcome | None:
        """A quick try at a proof, then one at a refutation."""
        found = self._by_identity(sample, proving)
        return self._refutation(quick=True, seconds=refuting) if found is None else found

    def _by_identity(self, sample: Mapping[str, Fraction], seconds: float = 0.0) -> Outcome | None:
        """A proof of the polynomial inequality itself."""
        node = self._direct(sample, seconds=seconds)
        return None if node is None else self._proved(node, "by an identity")

    def _proved(self, node: Node, how: str) -> Outcome:
        return self.answers.proved(node, how, self._point or {})

    def _by_structure(self, sample: Mapping[str, Fraction], seconds: float) -> Outcome | None:
        """A proof by what the conductances between baths are in every network."""
        question = self.question
        assert question.network is not None
        node = prove_from_structure(self.openings, question.network, seconds=question.part(seconds), sample=sample)
        return None if node is None else self._proved(node, "from the structure of the network")

    def _by_spectrum(self, sample: Mapping[str, Fraction], seconds: float) -> Outcome | None:
        """A proof by the sign of the spectral density at every frequency."""
        question = self.question
        part = question.part(seconds)
        if question.network is None or part.left < 0.01:
            return None
        with suppress(WorkerError, Rejected, Spent):
            opening(self.openings, rules.network_step("spectrum", {}), part)  # once, before the fork: it is remembered
            arguments = (self.openings, dict(sample))
            node = child.run_counted(prove_by_spectrum, *arguments, budget=part, label="spectrum")
            if node is not None:
                return self._proved(node, "by the spectral form, at every frequency")
        return None

    def _direct(self, sample: Mapping[str, Fraction], *, seconds: float = 0.0) -> Node | None:
        """A proof of the polynomial inequality itself, quick or with most of the time left."""
        question = self.question
        quick = seconds > 0
        part = question.part(seconds) if quick else question.part(math.inf, 0.6)
        if part.left <= 0.01:
            return None
        arguments = (self.openings, question.network is not None, dict(sample))
        first = rules.network_step("determinants", {}) if question.network is not None else None
        try:
            goal, _ = opening(self.openings, first, part)  # once: it is remembered
            if quick and len(goal.polynomial) <= _SHORT:
                return prove_directly(*arguments, part)
            return child.run_counted(prove_directly, *arguments, budget=part, label="proof")
        except (WorkerError, Spent):
            return None
        except Rejected as rejection:
            question.tried.append(f"cannot be written out for the checker ({rejection.reason})")
            return None

    def _refutation(self, *, quick: bool, seconds: float) -> Outcome | None:
        """The claim refuted by a point, or None."""
        question = self.question
        names = question.names
        if question.network is not None:
            for values in question.counterexamples(question.part(min(seconds, 3.0), 0.2), seed=int(10 * seconds)):
                found = self.answers.refuted(values)
                if found is not None:
                    return found
        try:
            targets, conditions = question.targets, question.assumptions
        except WorkerError:
            question.tried.append("the quantities could not be written out in the time")
            return None
        if question.roots:
            part = question.part(0.5 * seconds)
            for found_point in points_with_roots([*targets, *conditions], question.roots, names, question.real, part):
                found = self.answers.refuted(found_point)
                if found is not None:
                    return found
        part = question.part(seconds, 1.0 if quick else 0.3)
        if part.left > 0.01:
            point = find_point([*targets, *conditions], names=names, real=question.real, seconds=part)
            found = None if point is None else self.answers.refuted(point)
            if found is None:
                most = min(0.5 * seconds, 0.3 * question.left)
                found = self._refuted_by_irrationals([*targets, *conditions], names, most)
            if found is not None:
                return found
        if quick or question.left < 0.3:
            return None
        target, *more = targets
        part = question.part(20.0, 0.7)
        verdict, witness = decide(target.negated, [*more, *conditions], real=question.real, seconds=part)
        if verdict == "true":
            self._evidence = "true by cylindrical decomposition"
            question.tried.append(f"{self._evidence}, no certificate found")
        if verdict == "false" and witness is not None:
            return self.answers.refuted({**dict.fromkeys(names, Fraction(1)), **witness})
        return None

    def _refuted_by_irrationals(self, conditions: list[Condition], names: list[str], seconds: float) -> Outcome | None:
        """The claim refuted at a point with coordinates in one number field, or None."""
        question = self.question
        part = question.part(seconds)
        if part.left < 0.01 or not any(relation in (">=", "<=", "==") for _, relation in conditions):
            return None
        point = find_algebraic_point(conditions, names=names, real=question.real, seconds=part)
        return None if point is None else self.answers.refuted(point)

    @cached_property
    def _poles(self) -> str:
        """A point where the claim, as it is written, is not defined: neither proof nor refutation can do about that."""
        question = self.question
        if question.network is not None or question.left < 0.1:
            return ""
        try:
            _, denominator = opening(self.openings, None)
        except Rejected:  # beyond the limits of the checker
            return ""
        if denominator is None:
            return ""
        for factor, _ in denominator.factor()[1]:
            conditions = [Condition(factor, "=="), *question.assumptions]
            point = find_point(conditions, names=question.names, real=question.real, seconds=question.part(0.5))
            if point is not None:
                return f"not defined at {listed(point)}, where a denominator vanishes"
        return ""

    def _without_sample(self) -> Outcome:
        question = self.question
        reason = "no point was found that satisfies all the assumptions; they may contradict each other"
        if question.tried:
            reason = f"{question.tried[0]}: nothing satisfies them all, so the claim says nothing"
        elif question.network is not None:
            reason = "no sample point was found, with a unique steady state and all assumptions"
        return self.answers.undecided(reason)
