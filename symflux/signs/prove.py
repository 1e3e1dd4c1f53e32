"""Claims proved, refuted, or left open with the reason. The only answer that counts as proved has a certificate.

The finders may be as clever as they like: what they find is written down as a certificate, and the independent
checker must accept it before the answer is given.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from fractions import Fraction
from functools import cached_property, partial
from importlib import import_module
from math import comb
from mmap import mmap
from typing import Any, overload

import sympy

from symflux.algebra.real_roots import AlgebraicNumber
from symflux.certificates import format as rules
from symflux.certificates.certificate import Certificate, CheckedClaim
from symflux.certificates.core import Rejected
from symflux.errors import CertificateError, SignError, SymfluxError, TimeLimitError, WorkerError
from symflux.model.network import Network
from symflux.model.physical import is_always_bounded, negative_everywhere
from symflux.positivity.condition import Condition, negation
from symflux.positivity.points.algebraic_point import AlgebraicPoint, find_algebraic_point, near, point_rule
from symflux.positivity.points.cad import decide
from symflux.positivity.points.witness import find_point
from symflux.positivity.proofs.direct import prove_directly
from symflux.positivity.proofs.goal import Node, Openings, opening
from symflux.signs.outcome import STAGES, Outcome
from symflux.signs.question import Question
from symflux.signs.sample import find_sample
from symflux.signs.structural import prove_by_spectrum, prove_from_structure
from symflux.work import child
from symflux.work.budget import Budget, Spent
from symflux.work.many import each
from symflux.work.threads import one_thread

__all__ = ["Outcome", "prove", "prove_within"]

Value = Fraction | AlgebraicNumber
_SHORT = 1000  #: terms of a polynomial up to which no single step takes long
_FEW_MINORS = 20  #: of an exceptional set that is named in passing
_LIBRARY = "scipy.optimize"
_WIDTHS = (20, 80, 320, 1280)  #: bits to which the interval of an irrational coordinate is narrowed, by turns
_SHARE = 0.5  #: of the seconds by the clock that are worked, by the count: a busy machine gets as far as an idle one
_GRACE = 0.4  #: seconds that the last step may need to say how it ended


@overload
def prove(
    claim: list[Any] | tuple[Any, ...], given: Iterable[Any] = (), real: Iterable[Any] = (), seconds: float = 60,
    *, network: Network | None = None, extra: Iterable[Any] = (), executor: Any = None,
) -> list[Outcome]:  # fmt: skip
    """Many claims."""


@overload
def prove(
    claim: Any, given: Iterable[Any] = (), real: Iterable[Any] = (), seconds: float = 60,
    *, network: Network | None = None, extra: Iterable[Any] = (), executor: Any = None,
) -> Outcome:  # fmt: skip
    """One claim."""


def prove(
    claim: Any,
    given: Iterable[Any] = (),
    real: Iterable[Any] = (),
    seconds: float = 60,
    *,
    network: Network | None = None,
    extra: Iterable[Any] = (),
    executor: Any = None,
) -> Outcome | list[Outcome]:
    """Whether a claim holds for all positive values of its variables that satisfy the assumptions.

    ``claim`` and each of ``given`` is a comparison of results (``ss.bond_flux(1, 2) > 0``), a sympy relation or a
    string (``"a**2 + b**2 >= 2*a*b"``, with a ``network`` also ``"flux(1,2) > 0"``). Variables in ``real`` may have
    either sign. A claim on a network is made wherever its steady state exists and is unique; a name that the network
    does not have is an error, unless ``extra`` (positive) or ``real`` declares it. ``seconds`` bounds the search and
    the check of what it finds together, to within a second; the search itself is bounded by counted work, in
    proportion to ``seconds`` and well within them, so that the answer does not depend on how busy the machine is.
    Assumptions that contradict each other prove nothing: the outcome is undecided and says so.

    >>> prove("a**2 + b**2 >= 2*a*b").verdict
    'proved'
    >>> prove("a**2 + b**2 > 2*a*b").witness
    {'a': 1, 'b': 1}
    >>> prove("a > b", given=["a > 2*b"]).verdict
    'proved'

    A list of claims gives a list of outcomes, on an ``executor`` where one is given: a process pool, dask, anything
    with ``submit``.

    >>> [outcome.verdict for outcome in prove(["a + b > 0", "a > b"])]
    ['proved', 'refuted']
    """
    if isinstance(claim, list | tuple):
        options = {"given": given, "real": real, "seconds": seconds, "network": network, "extra": extra}
        numbered = each(partial(_numbered, options=options), enumerate(claim), executor=executor)
        answers = dict(answer for _, answer in numbered)
        return [answers[place] for place in range(len(claim))]
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < float("inf"):
        raise SignError(f"seconds = {str(seconds)[:20]}: give a number of seconds")
    if network is not None and not isinstance(network, Network):
        raise SignError(f"network = {type(network).__name__}: give a Network")
    if hasattr(claim, "outcome_of"):  # a claim about every size knows its own proof
        found: Outcome = claim.outcome_of(given, real, seconds)
        return found
    budget = Budget(_SHARE * seconds, clock=seconds + _GRACE)
    return _Attempt(Question(claim, given, real, network, budget, extra)).outcome()


def _numbered(item: tuple[int, Any], options: Mapping[str, Any]) -> tuple[int, Outcome]:
    """One claim of many, with its place."""
    return item[0], prove(item[1], **options)


def prove_within(
    budget: Budget, claim: Any, given: Iterable[Any] = (), real: Iterable[Any] = (), *, network: Network | None = None
) -> Outcome:
    """The outcome of :func:`prove` as one piece of a larger search, whose budget it is charged to."""
    return _Attempt(Question(claim, given, real, network, budget)).outcome()


class _Attempt:
    """The way from a question to its answer."""

    def __init__(self, question: Question):
        self.question, self.openings = question, Openings(question.template)
        self._stage = mmap(-1, 1)  # a key of STAGES, seen by the parent of the process that writes it
        self._stage[:] = b"s"
        self._point: Mapping[str, Value] | None = None if question.needs_sample else {}  # where all assumptions hold

    # the order of attempts --------------------------------------------------------------------------------

    def outcome(self) -> Outcome:
        """The answer within the time: what is easy in this process, the rest in a child that can be ended."""
        question = self.question
        direction = None if question.network is None else negative_everywhere(question.network)
        if direction is not None:
            return self._undecided(f"no parameters give a steady state: {direction}")
        if question.is_easy:
            with one_thread():
                found = self._easily()
            if found is not None:
                return found
        try:
            answer, module, spent = child.run(
                self._in_child, seconds=question.budget.clock, label="prove", memory=child.MEMORY
            )
        except TimeLimitError:
            question.budget.charge_seconds(question.left)
            return self._undecided(STAGES[self._stage[:]])
        except WorkerError as error:
            question.budget.charge_seconds(question.left)
            return self._undecided(f"no proof and no counterexample found ({error})")
        question.budget.charge_seconds(spent)
        if module and question.budget.clock > 1:  # once here: it takes longer than most proofs
            import_module(module)
        verdict, *evidence = answer
        return Outcome(verdict, question.claim, *evidence)

    def _in_child(self) -> tuple[tuple[Any, ...], str, float]:
        """The answer without the claim, which may be large; the slow library that it took, if any; the work done."""
        before = self.question.budget.spent
        found = self._thoroughly()
        module = _LIBRARY if _LIBRARY in sys.modules else ""
        answer = found.verdict, found.reason, found.certificate, found.witness
        return answer, module, self.question.budget.spent - before

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
            return self._undecided(poles) if found is None else found
        return self._round(near(self._point), proving=0.1, refuting=0.15)

    def _thoroughly(self) -> Outcome:
        """Everything, in the time that is left."""
        question = self.question
        if self._point is None:
            self._point = find_sample(question)
            if self._point is None:
                return self._without_sample()
        rational = near(self._point)
        if question.network is not None:
            # a strict claim often fails without heat
            for values in question.counterexamples(question.part(0.1), seed=2, most=2):
                found = self._refuted(values)
                if found is not None:
                    return found
            found = self._by_structure(rational, 1.0)  # the proof that a physicist would give
            if found is not None:
                return found
            for values in question.counterexamples(question.part(0.3, 0.1), seed=2):
                found = self._refuted(values)
                if found is not None:
                    return found
            found = self._by_spectrum(rational, 2.0) if question.claim.relation == "==" else None
            if found is not None:  # a law of conservation holds at every frequency
                return found
        if poles := self._poles:
            found = self._refutation(quick=True, seconds=0.3)
            return self._undecided(poles) if found is None else found
        later = (0.6, 0.6) if question.network is not None else (0.45 * question.left, 0.6)
        rounds = ((0.6, 0.15) if question.network is not None else (0.1, 0.15), later)
        for proving, refuting in rounds[question.is_easy :]:  # both sides by turns: easy answers come at once
            found = self._round(rational, proving=proving, refuting=refuting)
            if found is None and question.network is not None:
                found = self._by_spectrum(rational, proving) or self._by_structure(rational, proving)
            if found is not None:
                return found
        node = self._direct(rational)
        if node is not None:
            return self._proved(node, "by an identity")
        found = self._refutation(quick=False, seconds=5.0)
        if found is not None:
            return found
        return self._undecided("; ".join(question.tried) or "no proof and no counterexample found in the time")

    def _round(self, sample: Mapping[str, Fraction], *, proving: float, refuting: float) -> Outcome | None:
        """A quick try at a proof, then one at a refutation."""
        node = self._direct(sample, seconds=proving)
        if node is not None:
            return self._proved(node, "by an identity")
        return self._refutation(quick=True, seconds=refuting)

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
        with suppress(WorkerError):
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
                found = self._refuted(values)
                if found is not None:
                    return found
        try:
            targets, conditions = question.targets, question.assumptions
        except WorkerError:
            question.tried.append("the quantities could not be written out in the time")
            return None
        part = question.part(seconds)
        if part.left > 0.01:
            point = find_point([*targets, *conditions], names=names, real=question.real, seconds=part)
            found = None if point is None else self._refuted(point)
            if found is None:
                found = self._refuted_by_irrationals([*targets, *conditions], names, 0.5 * seconds)
            if found is not None:
                return found
        if quick or question.left < 0.3:
            return None
        target, *more = targets
        verdict, witness = decide(
            target[0], negation(target[1]), [*more, *conditions], real=question.real, seconds=question.part(20.0)
        )
        if verdict == "true":
            question.tried.append("true by cylindrical decomposition, no certificate found")
        if verdict == "false" and witness is not None:
            return self._refuted({**dict.fromkeys(names, Fraction(1)), **witness})
        return None

    def _refuted_by_irrationals(self, conditions: list[Condition], names: list[str], seconds: float) -> Outcome | None:
        """The claim refuted at a point with coordinates in one number field, or None."""
        question = self.question
        part = question.part(seconds)
        if part.left < 0.01 or not any(relation in (">=", "<=", "==") for _, relation in conditions):
            return None
        point = find_algebraic_point(conditions, names=names, real=question.real, seconds=part)
        return None if point is None else self._refuted(point)

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
            conditions = [(factor, "=="), *question.assumptions]
            point = find_point(conditions, names=question.names, real=question.real, seconds=question.part(0.5))
            if point is not None:
                return f"not defined at {_listed(point)}, where a denominator vanishes"
        return ""

    def _without_sample(self) -> Outcome:
        question = self.question
        if question.tried:
            return self._undecided(f"{question.tried[0]}: nothing satisfies them all, so the claim says nothing")
        if question.network is not None:
            return self._undecided("no sample point was found, with a unique steady state and all assumptions")
        return self._undecided("no point was found that satisfies all the assumptions; they may contradict each other")

    # answers ----------------------------------------------------------------------------------------------

    def _proved(self, node: Node, how: str) -> Outcome:
        question = self.question
        data = {**question.template, "proof": node}
        sample = self._complete(self._point or {}) if question.needs_sample else None
        try:
            certificate, checked = self._checked(data, "sample", sample)
        except CertificateError as error:
            return self._undecided(f"a proof was found, and the checker rejected it ({error}): please report this")
        where = self._where_lost() if checked.hypothesis.endswith("unique") else ""
        return Outcome("proved", question.claim, f"{how}; {checked.hypothesis}{where}", certificate)

    def _checked(
        self, data: dict[str, Any], key: str, point: Mapping[str, Value] | None
    ) -> tuple[Certificate, CheckedClaim]:
        """The certificate with this point, and what the checker says of it; irrational points are narrowed till it can.

        Where the time ends meanwhile, the stage says so to the parent process.
        """
        self._stage[:] = b"p" if data["verdict"] == "proved" else b"r"
        is_rational = all(isinstance(value, Fraction) for value in (point or {}).values())
        try:
            for bits in _WIDTHS[is_rational * (len(_WIDTHS) - 1) :]:
                certificate = Certificate({**data, key: point_rule(point, bits)} if point is not None else data)
                try:
                    return certificate, certificate.check()
                except CertificateError as error:
                    rejection = error
            raise rejection
        finally:
            self._stage[:] = b"s"

    def _where_lost(self) -> str:
        """Where uniqueness is lost, in words, if few minors say it and soon."""
        question = self.question
        if question.network is None or question.is_small:
            return self._exceptions()
        try:
            return child.run(self._exceptions, seconds=min(5.0, question.budget.clock))
        except WorkerError:
            return ""

    def _exceptions(self) -> str:
        network = self.question.network
        if network is None or not network.baths:
            return ""
        free = len(network.sites) - len(network.baths)
        if comb(free * len(network.baths), free) > _FEW_MINORS:
            return ""
        try:
            polynomials = network.exceptional_set()
        except SymfluxError:
            return ""
        if polynomials == [1]:
            return " (it is, for all positive parameters)" if is_always_bounded(network) else ""
        return f" (it is not where {', '.join(map(str, polynomials))} vanish{'' if len(polynomials) > 1 else 'es'})"

    def _complete(self, sample: Mapping[str, Value]) -> Mapping[str, Value]:
        if isinstance(sample, AlgebraicPoint):
            return sample
        return {**dict.fromkeys(self.question.names, Fraction(1)), **sample}

    def _refuted(self, point: Mapping[str, Value]) -> Outcome | None:
        """The refutation by this point, if the checker accepts it."""
        question = self.question
        data = {**question.template, "verdict": "refuted"}
        try:
            certificate, checked = self._checked(data, "proof", point)
        except CertificateError as error:
            question.tried.append(
                f"a point was found where the claim seems false, and could not be certified ({error})"
            )
            return None
        witness = {n: _shown(value) for n, value in point.items()}
        shown = _listed(witness)
        where = f"false at {shown}" if shown else "false"
        return Outcome("refuted", question.claim, f"{where}; {checked.hypothesis}", certificate, witness)

    def _undecided(self, reason: str) -> Outcome:
        return Outcome("undecided", self.question.claim, reason)


def _listed(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in list(values.items())[:12])


def _shown(value: Value) -> Any:
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value
