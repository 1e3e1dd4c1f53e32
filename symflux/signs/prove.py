"""Claims proved, refuted, or left open with the reason. The only answer that counts as proved has a certificate.

The finders may be as clever as they like: what they find is written down as a certificate, and the independent
checker must accept it before the answer is given.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from importlib import import_module
from itertools import islice
from math import comb
from mmap import mmap
from typing import Any

import sympy

from symflux import worker
from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.certificates import format as rules
from symflux.certificates.certificate import Certificate, CheckedClaim
from symflux.certificates.check import Rejected
from symflux.certificates.claim import Claim, as_claim, network_table, real_names
from symflux.errors import CertificateError, NetworkError, SignError, SymfluxError, TimeLimitError, WorkerError
from symflux.network.labels import parameter_name
from symflux.network.network import Network
from symflux.signs.algebraic_point import AlgebraicPoint, find_algebraic_point, near
from symflux.signs.cad import decide
from symflux.signs.conditions import Condition, Point, negation
from symflux.signs.direct import prove_directly
from symflux.signs.factors import prove_goal
from symflux.signs.goal import Goal, Node
from symflux.signs.outcome import STAGES, Outcome, is_easy
from symflux.signs.small_points import holds_at, small_points
from symflux.signs.structural import hurwitz, prove_from_structure
from symflux.signs.witness import find_point
from symflux.threads import one_thread

__all__ = ["Outcome", "prove"]

Value = Fraction | AlgebraicNumber
CONTRADICTION = "the assumptions contradict each other"
_FEW_MINORS = 20  #: of an exceptional set that is named in passing
_LIBRARY = "scipy.optimize"
_SMALL = 4  #: sites of a network from which on a step may be long, so that it has a process and a limit of its own
_GRACE = 0.4  #: seconds that the last step may need to say how it ended


def prove(
    claim: Any,
    given: Iterable[Any] = (),
    real: Iterable[Any] = (),
    seconds: float = 60,
    *,
    network: Network | None = None,
) -> Outcome:
    """Whether a claim holds for all positive values of its variables that satisfy the assumptions.

    ``claim`` and each of ``given`` is a comparison of results (``ss.bond_flux(1, 2) > 0``), a sympy relation or a
    string (``"a**2 + b**2 >= 2*a*b"``, with a ``network`` also ``"flux(1,2) > 0"``). Variables in ``real`` may have
    either sign. A claim on a network is made wherever its steady state exists and is unique. ``seconds`` bounds the
    search and the check of what it finds together, to within a second. Assumptions that contradict each other prove
    nothing: the outcome is undecided and says so.

    >>> prove("a**2 + b**2 >= 2*a*b").verdict
    'proved'
    >>> prove("a**2 + b**2 > 2*a*b").witness
    {'a': 1, 'b': 1}
    >>> prove("a > b", given=["a > 2*b"]).verdict
    'proved'
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < float("inf"):
        raise SignError(f"seconds = {str(seconds)[:20]}: give a number of seconds")
    if network is not None and not isinstance(network, Network):
        raise SignError(f"network = {type(network).__name__}: give a Network")
    deadline = time.monotonic() + seconds
    return _Attempt(claim, () if given is None else given, real, network, deadline).outcome()


class _Attempt:
    """One question, its certificate without the proof, and the time left."""

    def __init__(self, claim: Any, given: Iterable[Any], real: Iterable[Any], network: Network | None, deadline: float):
        self.deadline = deadline
        listed = [given] if isinstance(given, str | Claim | sympy.Basic) else list(given)
        networks = {each.network for each in (claim, *listed) if isinstance(each, Claim) and each.network is not None}
        if len(networks | ({network} - {None})) > 1:
            raise NetworkError("the claim and its assumptions speak of different networks")
        network = networks.pop() if networks else network
        claims = [as_claim(each, network) for each in (claim, *listed)]
        self.claim, *self.given = claims
        self.network = network if any(c.quantities for c in claims) else None
        names = [real] if isinstance(real, str | sympy.Symbol) else list(real)
        self.real = real_names(claims, [parameter_name(name) for name in names])
        if network is not None:
            self.real |= network.real
        self.template: dict[str, Any] = {
            **rules.proved(
                self.claim.statement(), {}, given=[c.statement() for c in self.given], real=self.real,
                network=None if self.network is None else network_table(self.network),
            )
        }  # fmt: skip
        self.tried: list[str] = []
        self.is_easy = self.network is None and all(is_easy(c) for c in claims)
        self._stage = mmap(-1, 1)  # a key of STAGES, seen by the parent of the process that writes it
        self._stage[:] = b"s"
        self._point: Mapping[str, Value] | None = None if self.given else {}  # where all assumptions hold
        self._given_conditions: list[Condition] | None = None
        self._target_conditions: list[Condition] | None = None

    @property
    def left(self) -> float:
        return max(self.deadline - time.monotonic(), 0.0)

    # the order of attempts --------------------------------------------------------------------------------

    def outcome(self) -> Outcome:
        """The answer within the time: what is easy in this process, the rest in a child that can be ended."""
        if self.is_easy:
            with one_thread():
                found = self._easily()
            if found is not None:
                return found
        try:
            seconds = self.left + _GRACE
            verdict, *evidence, module = worker.run(
                self._in_child, seconds=seconds, label="prove", memory=worker.MEMORY
            )
        except TimeLimitError:
            return self._undecided(STAGES[self._stage[:]])
        except WorkerError as error:
            return self._undecided(f"no proof and no counterexample found ({error})")
        if module and self.left > 1:  # once here, so that later children need not: it takes longer than most proofs
            import_module(module)
        return Outcome(verdict, self.claim, *evidence)

    def _in_child(self) -> tuple[Any, ...]:
        """The answer without the claim, which may be large, and the name of the slow library that it took, if any."""
        found = self._thoroughly()
        module = _LIBRARY if _LIBRARY in sys.modules else ""
        return found.verdict, found.reason, found.certificate, found.witness, module

    def _easily(self) -> Outcome | None:
        """What a tenth of a second shows, nothing else."""
        if self.given:
            self._point = find_point(
                self._assumptions(), names=self._names(), real=self.real, seconds=min(0.2, self.left)
            )
        return None if self._point is None else self._round(near(self._point), proving=0.1, refuting=0.15)

    def _thoroughly(self) -> Outcome:
        """Everything, in the time that is left."""
        if self._point is None:
            self._point = self._sample()
            if self._point is None:
                return self._without_sample()
        rational = near(self._point)
        if self.network is not None:
            for values in self._tried_points(0.1, seed=2, most=2):  # a strict claim often fails without heat
                found = self._refuted(values)
                if found is not None:
                    return found
            node = prove_from_structure(self.template, self.network, seconds=min(3.0, self.left), sample=rational)
            if node is not None:
                return self._proved(node, "from the structure of the network")
            for values in self._tried_points(min(0.15, 0.1 * self.left), seed=2):
                found = self._refuted(values)
                if found is not None:
                    return found
        rounds = ((0.6, 0.15), (0.6, 0.6)) if self.network is not None else ((0.1, 0.15), (0.8, 0.6))
        for proving, refuting in rounds[self.is_easy :]:  # both sides by turns: easy answers come at once
            found = self._round(rational, proving=proving, refuting=refuting)
            if found is not None:
                return found
        node = self._direct(rational)
        if node is not None:
            return self._proved(node, "by an identity")
        found = self._refutation(quick=False, seconds=5.0)
        if found is not None:
            return found
        return self._undecided("; ".join(self.tried) or "no proof and no counterexample found in the time")

    def _round(self, sample: Mapping[str, Fraction], *, proving: float, refuting: float) -> Outcome | None:
        """A quick try at a proof, then one at a refutation."""
        node = self._direct(sample, seconds=proving)
        if node is not None:
            return self._proved(node, "by an identity")
        return self._refutation(quick=True, seconds=refuting)

    def _direct(self, sample: Mapping[str, Fraction], *, seconds: float = 0.0) -> Node | None:
        """A proof of the polynomial inequality itself, quick or with most of the time left."""
        quick = seconds > 0
        seconds = min(seconds, self.left) if quick else 0.6 * self.left
        if seconds <= 0.01:
            return None
        arguments = (self.template, self.network is not None, dict(sample), seconds)
        try:
            if quick and (self.is_easy or self._is_small):
                return prove_directly(*arguments)
            return worker.run(prove_directly, *arguments, seconds=seconds + 0.5, label="proof")
        except WorkerError:
            return None
        except Rejected as rejection:
            self.tried.append(f"cannot be written out for the checker ({rejection.reason})")
            return None

    def _refutation(self, *, quick: bool, seconds: float) -> Outcome | None:
        """The claim refuted by a point, or None."""
        names = self._names()
        if self.network is not None:
            for values in self._tried_points(min(seconds, 3.0, 0.2 * self.left), seed=int(10 * seconds)):
                found = self._refuted(values)
                if found is not None:
                    return found
        try:
            targets, conditions = self._targets(), self._assumptions()
        except WorkerError:
            self.tried.append("the quantities could not be written out in the time")
            return None
        seconds = min(seconds, self.left)
        if seconds > 0.01:
            point = find_point([*targets, *conditions], names=names, real=self.real, seconds=seconds)
            found = None if point is None else self._refuted(point)
            if found is None:
                found = self._refuted_by_irrationals([*targets, *conditions], names, 0.5 * seconds)
            if found is not None:
                return found
        if quick or self.left < 0.3:
            return None
        target, *more = targets
        verdict, witness = decide(
            target[0], negation(target[1]), [*more, *conditions], real=self.real, seconds=min(20.0, self.left)
        )
        if verdict == "true":
            self.tried.append("true by cylindrical decomposition, no certificate found")
        if verdict == "false" and witness is not None:
            return self._refuted({**dict.fromkeys(names, Fraction(1)), **witness})
        return None

    def _refuted_by_irrationals(self, conditions: list[Condition], names: list[str], seconds: float) -> Outcome | None:
        """The claim refuted at a point with coordinates in one number field, or None."""
        seconds = min(seconds, self.left)
        if seconds < 0.01 or not any(relation in (">=", "<=", "==") for _, relation in conditions):
            return None
        point = find_algebraic_point(conditions, names=names, real=self.real, seconds=seconds)
        return None if point is None else self._refuted(point)

    def _tried_points(self, seconds: float, seed: int, most: int = 1_000_000) -> Iterator[dict[str, Fraction]]:
        """Random small points at which the network, solved in numbers, contradicts the claim."""
        tried = small_points(self._names(), self.real, self._temperature_names(), seed=seed)
        end = time.monotonic() + seconds
        for point in islice(tried, most):
            if time.monotonic() >= end:
                return
            try:
                if all(holds_at(claim, point) for claim in self.given) and not holds_at(self.claim, point):
                    yield point
            except SymfluxError:  # no unique steady state there, or a denominator vanishes
                continue

    def _temperature_names(self) -> set[str]:
        baths = {} if self.network is None else self.network.baths
        return {name for bath in baths.values() for name in bath.temperature.names}

    # pieces -----------------------------------------------------------------------------------------------

    @property
    def _is_small(self) -> bool:
        return self.network is not None and len(self.network.sites) < _SMALL

    def _names(self) -> list[str]:
        names = set(self.network.parameters) if self.network is not None else set()
        for claim in (self.claim, *self.given):
            names |= {n for n in claim.written_names if "(" not in n}
        return sorted(names)

    def _assumptions(self) -> list[Condition]:
        """The assumptions as polynomial conditions; quantities written out."""
        if self._given_conditions is None:
            values = self._written_out(self.given)
            self._given_conditions = [
                each
                for claim, value in zip(self.given, values, strict=True)
                for each in ((self._upright(value), claim.relation), *_nonzero(value.denominator))
            ]
        return self._given_conditions

    def _targets(self) -> list[Condition]:
        """What a counterexample satisfies instead of the claim."""
        if self._target_conditions is None:
            value = self._written_out([self.claim])[0]
            self._target_conditions = [
                (self._upright(value), negation(self.claim.relation)), *_nonzero(value.denominator)
            ]  # fmt: skip
        return self._target_conditions

    def _written_out(self, claims: list[Claim]) -> list[RationalFunction]:
        if not any(claim.quantities for claim in claims):
            return [claim.formal_difference for claim in claims]
        return worker.run(_written_out, claims, seconds=max(min(0.3 * self.left, 10.0), 0.3), label="fluxes")

    def _upright(self, value: RationalFunction) -> Polynomial:
        """A polynomial with the sign of the value where the denominator is not zero."""
        bottom = value.denominator
        signs = {c > 0 for _, c in bottom.terms()}
        if self.network is not None or (len(signs) == 1 and not set(bottom.names) & self.real):
            at_one = bottom.evaluate(dict.fromkeys(bottom.names, 1))
            if at_one:
                return value.numerator if at_one > 0 else -value.numerator
        return value.numerator * bottom

    def _sample(self) -> Mapping[str, Value] | None:
        """A point at which all assumptions hold."""
        names = self._names()
        try:
            conditions = self._assumptions()
        except WorkerError:
            self.tried.append("the quantities in the assumptions could not be written out in the time")
            return None
        for seconds in (0.2, min(2.0, 0.3 * self.left)):
            point = find_point(conditions, names=names, real=self.real, seconds=seconds)
            if point is not None:
                return point if self._has_steady_state(point) else self._other_sample(conditions)
            limit = min(0.5 * seconds, self.left)
            irrational = find_algebraic_point(conditions, names=names, real=self.real, seconds=limit)
            if irrational is not None:
                return irrational
            if self._contradiction(conditions) is not None:
                return None
        if self.left > 0.3:
            minus_one = Polynomial.constant(-1)
            verdict, witness = decide(minus_one, ">=", conditions, real=self.real, seconds=min(5.0, 0.5 * self.left))
            if verdict == "false" and witness is not None:
                return {**dict.fromkeys(names, Fraction(1)), **witness}
            if verdict == "true":
                self.tried.append(CONTRADICTION)
        return None

    def _has_steady_state(self, point: Mapping[str, Fraction]) -> bool:
        if self.network is None:
            return True
        try:
            self.network.at({n: x for n, x in point.items() if n in self.network.parameters}).steady_state()
        except SymfluxError:
            return False
        return True

    def _other_sample(self, conditions: list[Condition]) -> Point | None:
        """A point at which the assumptions hold and the steady state is unique."""
        end = time.monotonic() + min(0.5, 0.1 * self.left)
        for point in small_points(self._names(), frozenset(), self._temperature_names(), seed=3):
            if time.monotonic() >= end:
                break
            with suppress(SymfluxError):
                if all(holds_at(claim, point) for claim in self.given) and self._has_steady_state(point):
                    return point
        assert self.network is not None
        limit = max(min(0.2 * self.left, 5.0), 0.3)
        try:
            stable = self._upright(worker.run(hurwitz, self.network, seconds=limit, label="Hurwitz determinant"))
        except SymfluxError:
            return None
        limit = min(2.0, 0.3 * self.left)
        found = find_point([*conditions, (stable, ">")], names=self._names(), real=self.real, seconds=limit)
        if found is None:
            self.tried.append("no point was found with all assumptions and a unique steady state")
        return found

    def _contradiction(self, conditions: list[Condition]) -> Node | None:
        clauses = frozenset(frozenset((n,)) for p, _ in conditions for n in p.names if n not in self.real)
        given = [(p if "<" not in r else -p, r.replace("<", ">"), Fraction(1)) for p, r in conditions]
        goal = Goal(Polynomial.constant(-1), ">=", tuple(given), self.real, clauses)
        node = prove_goal(goal, seconds=min(1.0, 0.3 * self.left))
        if node is not None:
            self.tried.append(CONTRADICTION)
        return node

    def _without_sample(self) -> Outcome:
        if self.tried:
            return self._undecided(f"{self.tried[0]}: nothing satisfies them all, so the claim says nothing")
        return self._undecided("no point was found that satisfies all the assumptions; they may contradict each other")

    # answers ----------------------------------------------------------------------------------------------

    def _proved(self, node: Node, how: str) -> Outcome:
        data = {**self.template, "proof": node}
        if self.given:
            data["sample"] = _point(self._complete(self._point or {}))
        certificate = Certificate(data)
        try:
            checked = self._checked(certificate)
        except CertificateError as error:
            return self._undecided(f"a proof was found, and the checker rejected it ({error}): please report this")
        where = self._where_lost() if checked.hypothesis.endswith("unique") else ""
        return Outcome("proved", self.claim, f"{how}; {checked.hypothesis}{where}", certificate)

    def _checked(self, certificate: Certificate) -> CheckedClaim:
        """What the checker says. Where the time ends meanwhile, the stage says so to the parent process."""
        self._stage[:] = b"p" if certificate.data["verdict"] == "proved" else b"r"
        try:
            return certificate.check()
        finally:
            self._stage[:] = b"s"

    def _where_lost(self) -> str:
        """Where uniqueness is lost, in words, if few minors say it and soon."""
        if self.network is None or self._is_small:
            return self._exceptions()
        try:
            return worker.run(self._exceptions, seconds=min(1.0, self.left + 0.25 * _GRACE))
        except WorkerError:
            return ""

    def _exceptions(self) -> str:
        network = self.network
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
            return " (it is, for all positive parameters)" if not network.real else ""
        return f" (it is not where {', '.join(map(str, polynomials))} vanish{'' if len(polynomials) > 1 else 'es'})"

    def _complete(self, sample: Mapping[str, Value]) -> Mapping[str, Value]:
        if isinstance(sample, AlgebraicPoint):
            return sample
        return {**dict.fromkeys(self._names(), Fraction(1)), **sample}

    def _refuted(self, point: Mapping[str, Value]) -> Outcome | None:
        """The refutation by this point, if the checker accepts it."""
        data = {**self.template, "verdict": "refuted", "proof": _point(point)}
        certificate = Certificate(data)
        try:
            checked = self._checked(certificate)
        except CertificateError as error:
            self.tried.append(f"a point was found where the claim seems false, and could not be certified ({error})")
            return None
        witness = {n: _shown(value) for n, value in point.items()}
        shown = ", ".join(f"{name} = {value}" for name, value in list(witness.items())[:12])
        where = f"false at {shown}" if shown else "false"
        return Outcome("refuted", self.claim, f"{where}; {checked.hypothesis}", certificate, witness)

    def _undecided(self, reason: str) -> Outcome:
        return Outcome("undecided", self.claim, reason)


def _shown(value: Value) -> Any:
    return sympy.Rational(value.numerator, value.denominator) if isinstance(value, Fraction) else value


def _nonzero(denominator: Polynomial) -> list[Condition]:
    return [] if denominator.is_constant else [(denominator, "!=")]


def _point(values: Mapping[str, Value]) -> Node:
    """The values as a ``point`` of a certificate: rational, or polynomials in one algebraic number."""
    if isinstance(values, AlgebraicPoint):
        return values.rule()
    algebraic = [(n, v) for n, v in values.items() if isinstance(v, AlgebraicNumber) and not v.is_rational]
    at = {n: v.low if isinstance(v, AlgebraicNumber) and v.is_rational else v for n, v in values.items()}
    if not algebraic:
        return rules.point(at)
    root = algebraic[0][1]
    at.update({n: "t" for n, v in algebraic if v == root})  # type: ignore[misc]
    return rules.point(at, polynomial=root.minimal_polynomial("t"), interval=root.interval)


def _written_out(claims: list[Claim]) -> list[RationalFunction]:
    return [claim.difference for claim in claims]
