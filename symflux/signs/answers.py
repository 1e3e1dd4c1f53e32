"""What the finders found, as an outcome: only what the checker accepts leaves this file as proved or refuted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import comb
from mmap import mmap
from typing import Any

import sympy

from symflux.algebra.real_roots import AlgebraicNumber
from symflux.certificates.certificate import Certificate, CheckedClaim
from symflux.errors import CertificateError, SymfluxError, WorkerError
from symflux.model.physical import is_always_bounded
from symflux.positivity.points.algebraic_point import AlgebraicPoint, point_rule
from symflux.positivity.proofs.goal import Node
from symflux.quantities.reader import shown_claim
from symflux.signs.outcome import STAGES, Outcome
from symflux.signs.question import Question
from symflux.signs.told import closest_point, numbers_of_used, said, sides_at
from symflux.work import child
from symflux.work.budget import Budget

__all__ = ["Answers", "Value", "listed"]

Value = Fraction | AlgebraicNumber
_FEW_MINORS = 20  #: of an exceptional set that is named in passing
_WIDTHS = (20, 80, 320, 1280)  #: bits to which the interval of an irrational coordinate is narrowed, by turns


class Answers:
    """The outcomes of one question.

    The parent of the process that works reads :attr:`stage`: where the time ends in a check, it says so.
    """

    def __init__(self, question: Question):
        self.question = question
        self._stage = mmap(-1, 1)  # one byte, shared with the process that writes it
        self._stage[:] = b"s"

    @property
    def stage(self) -> str:
        """What the search is at, in words."""
        return STAGES[self._stage[:]]

    def proved(self, node: Node, how: str, point: Mapping[str, Value]) -> Outcome:
        """The outcome of a proof; ``point`` is where all assumptions hold."""
        question = self.question
        data = {**question.template, "proof": node}
        sample = self._complete(point) if question.needs_sample else None
        try:
            certificate, checked = self._checked(data, "sample", sample)
        except CertificateError as error:
            return self.undecided(f"a proof was found, and the checker rejected it ({error}): please report this")
        where = self._where_lost() if checked.hypothesis.endswith("unique") else ""
        return Outcome("proved", question.claim, f"{how}; {checked.hypothesis}{where}{self._roots}", certificate)

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
        if network is None or not network.baths or not network.is_classic:
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

    def refuted(self, point: Mapping[str, Value]) -> Outcome | None:
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
        shown, sides = listed(witness), sides_at(question.claim, point)
        where = f"false at {shown}{said(sides)}" if shown else "false"
        reason = f"{where}; {checked.hypothesis}{self._roots}"
        return Outcome("refuted", question.claim, reason, certificate, witness, _both(sides))

    @property
    def _roots(self) -> str:
        """What the new variables are that stand for roots."""
        roots = self.question.roots
        partial = [root for root in roots if not root.is_positive]
        where = f", claimed where {' and '.join(f'{root.text} >= 0' for root in partial)}" if partial else ""
        return f"; {', '.join(map(str, roots))}{where}" if roots else ""

    def with_used(self, found: Outcome) -> Outcome:
        """The same outcome with its assumptions; of a proof, those that it needs too, named where these are not all."""
        given = self.question.given[: len(self.question.given) - len(self.question.roots)]  # as the user gave them
        assumed = (*map(shown_claim, given), *(("stable",) if self.question.is_stable else ()))
        found = replace(found, given=assumed)
        if not found.is_proved or not given or found.certificate is None:
            return found
        used = tuple(given[k] for k in numbers_of_used(found.certificate) if k < len(given))
        few = f"; uses {', '.join(map(shown_claim, used)) or 'no assumption'}" if len(used) < len(given) else ""
        return replace(found, used=used, reason=found.reason + few)

    def undecided_near(self, reason: str, evidence: str = "") -> Outcome:
        """The outcome without an answer, and a point at which the claim holds by little."""
        question = self.question
        point = closest_point(question, Budget.of(min(0.5, 0.05 + 0.1 * question.budget.spent)))
        sides = None if point is None else sides_at(question.claim, point)
        if point is None or sides is None:
            return replace(self.undecided(reason), evidence=evidence)
        closest = {n: _shown(value) for n, value in point.items()}
        how = "with equality" if sides[0] == sides[1] else "by little"
        by_little = f"{reason}; it holds {how} at {listed(closest)}{said(sides)}"
        return replace(self.undecided(by_little), closest=closest, sides=_both(sides), evidence=evidence)

    def undecided(self, reason: str) -> Outcome:
        """The outcome without an answer, and why."""
        return Outcome("undecided", self.question.claim, reason)


def listed(values: Mapping[str, Any]) -> str:
    """``a = 1, b = 2``: the first values of a point."""
    return ", ".join(f"{name} = {value}" for name, value in list(values.items())[:12])


def _both(sides: tuple[Value, Value] | None) -> tuple[Any, Any] | None:
    return None if sides is None else (_shown(sides[0]), _shown(sides[1]))


def _shown(value: Value) -> Any:
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value
