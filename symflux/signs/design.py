"""Inverse design: parameters for which heat flows as wanted, or the proof that there are none."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import sympy

from symflux.algebra import RationalFunction
from symflux.certificates import format as rules
from symflux.certificates.certificate import Certificate
from symflux.errors import CertificateError, NetworkError, SignError, SymfluxError, TimeLimitError, WorkerError
from symflux.model.labels import Site, show_site
from symflux.model.network import Network
from symflux.positivity.condition import Condition, cleared
from symflux.positivity.proofs.combination import combination_certificate
from symflux.quantities.claim import Claim, network_table
from symflux.quantities.quantity import Quantity
from symflux.quantities.reader import read_claims, require_known
from symflux.signs.answers import listed as listed_values
from symflux.signs.flux_search import WantedSign, search_fluxes
from symflux.signs.outcome import Outcome
from symflux.signs.prove import prove_within
from symflux.signs.sample import CONTRADICTION, complete_sample, is_contradiction
from symflux.work import child
from symflux.work.budget import Budget

__all__ = ["Design", "find"]

_RELATIONS = {"+": ">", "-": "<", "0": "=="}
_SHARE = 0.4  #: of the seconds by the clock that are worked, by the count
_GRACE = 0.5  #: seconds that the last step may need to say how it ended
_COMMA = re.compile(r",(?![^()]*\))")


@dataclass(frozen=True, repr=False)
class Design(Outcome):
    """The answer to "are there parameters such that ...?".

    ``verdict`` "proved": there are, ``witness`` is a set of them (rational, one value a parameter), and the
    certificate refutes the claim that the last wish fails where the others hold. "refuted": there are none, and the
    certificate proves that claim. "undecided": neither was found, nothing else. ``wanted`` are the wishes.

    >>> import symflux as sf
    >>> net = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> design = sf.find(net, {(1, 2): "-"})
    >>> design.verdict, design.witness, [str(wish) for wish in design.wanted]
    ('proved', {'T1': 1, 'T2': 2}, ['flux(1,2) < 0'])
    """

    wanted: tuple[Claim, ...] = ()

    def __str__(self) -> str:
        return f"{self.verdict}: {', '.join(map(str, self.wanted))}; {self.reason}"

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import design_html

        return design_html(self)

    def __repr__(self) -> str:
        return f"<{self}>"


def find(network: Network, wanted: Any, given: Iterable[Any] = (), *, seconds: float = 60) -> Design:
    """Parameters of a network for which its fluxes have wanted signs.

    ``wanted`` is ``{(i, j): "+", ...}`` with the sign of the flux from i to j ("0" for none; a bath's site alone
    stands for the flux out of that bath), or claims: ``["flux(1,2) > 0", ss.bond_flux(2, 3) > 0]``. ``given``
    restricts the parameters, in the same grammar. Every parameter of the network is free; fix values with
    :meth:`Network.at` first. ``seconds`` bounds the search and the check of what it finds together, to within a second;
    the search itself by counted work, as in :func:`prove`, so that the answer does not depend on how busy the machine
    is.
    Raises :class:`UniquenessError` where no values give a unique steady state.

    >>> net = Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "c")], pinning=1, baths={1: (1, 2), 2: (1, 1)})
    >>> found = find(net, {(1, 2): "+", (2, 3): "+", (3, 1): "+"})
    >>> found.verdict, sorted(found.witness)
    ('proved', ['a', 'b', 'c'])
    >>> print(find(net, {(1, 3): "+", (3, 2): "-"}).verdict)
    refuted
    """
    if not isinstance(network, Network):
        raise NetworkError(f"find needs a network, not {type(network).__name__}")
    budget = Budget(_SHARE * seconds, clock=seconds + _GRACE)
    network.steady_state()  # raises where it is not unique for any values
    wishes = _wishes(network, wanted)
    assumptions = read_claims(given, network)
    require_known([*wishes, *assumptions], network)
    law = _forbidden(network, wishes)
    if law is not None:
        return Design("refuted", _opposite(wishes[-1]), law[0], law[1], None, wanted=tuple(wishes))
    task = _Task(network, wishes, assumptions, budget)
    try:
        return child.run(task.answer, seconds=budget.clock, label="find", memory=child.MEMORY)
    except WorkerError as error:
        why = "the time" if isinstance(error, TimeLimitError) else f"the search ({error})"
        reason = f"no such parameters were found in {why}, and no proof that there are none"
        return Design("undecided", _opposite(wishes[-1]), reason, None, None, wanted=tuple(wishes))


def _forbidden(network: Network, wishes: Sequence[Claim]) -> Any:
    """(reason, certificate) where a law of the network's symmetry forbids the wishes together."""
    from symflux.family.no_circulation import forbidden_circulation

    return forbidden_circulation(network, wishes)


def _wishes(network: Network, wanted: Any) -> list[Claim]:
    if isinstance(wanted, Mapping):
        claims = [_wish(network, key, sign) for key, sign in wanted.items()]
    elif isinstance(wanted, str):
        claims = read_claims(_COMMA.split(wanted), network)
    else:
        claims = read_claims(wanted, network)
    if not claims:
        raise SignError('nothing is wanted: write for example {(1, 2): "+", (2, 3): "-"}')
    foreign = [c for c in claims if c.network is not None and c.network != network]
    if foreign:
        raise NetworkError(f"{foreign[0]} speaks of another network, or of this one with other values")
    return claims


def _wish(network: Network, key: Any, sign: Any) -> Claim:
    if sign not in _RELATIONS:
        raise SignError(f'{key}: {sign!r} is no sign; use "+", "-" or "0"')
    if isinstance(key, tuple) and len(key) == 2:
        i, j = key
        network.index(i), network.index(j)
        powers = network.steady_state().powers
        if not powers.joins(i, j):
            bonds = ", ".join(f"{a}-{b}" for a, b in powers.pairs())
            raise NetworkError(f"no bond {show_site(i)}-{show_site(j)}; bonds: {bonds}")
        quantity = Quantity("flux", (i, j))
    else:
        network.bath(key)
        quantity = Quantity("bath_flux", (key,))
    zero = RationalFunction.constant(0)
    return Claim(RationalFunction.variable(quantity.atom), _RELATIONS[sign], zero, network)


class _Task:
    def __init__(self, network: Network, wishes: list[Claim], assumptions: list[Claim], budget: Budget):
        self.network, self.wishes, self.assumptions, self.budget = network, wishes, assumptions, budget

    @property
    def left(self) -> float:
        return self.budget.left

    def part(self, most: float, share: float = 1.0) -> Budget:
        """A share of the work that is left, for one attempt."""
        return self.budget.part(min(most, share * self.left))

    def answer(self) -> Design:
        """Search; then ask for a proof of impossibility, wish by wish; then let the sign engine search."""
        listed = [c for c in self.assumptions if not c.quantities]
        plain = [condition for c in listed for condition in cleared(c.difference, c.relation, self.network.real)]
        if plain and is_contradiction(plain, self.network.real, self.part(0.02)):
            reason = f"{CONTRADICTION}: nothing satisfies them all, so there is nothing to search"
            return Design("undecided", _opposite(self.wishes[-1]), reason, None, None, wanted=self._wanted)
        point = self._searched(self.wishes, self.part(1.5, 0.3))
        if point is not None:
            return self._found(point)
        outcome = self._by_cut()
        if outcome is not None:
            return outcome
        count = len(self.wishes)
        reasons: list[str] = []
        sample: dict[str, Fraction] | None = self._searched([], self.part(0.5)) if self.assumptions else {}
        for k in range(count):
            before = self.wishes[:k]
            whole = k == count - 1
            here = self._searched(self.wishes[: k + 1], self.part(0.5, 0.1)) if not whole else None
            if here is not None:
                sample = here
                continue
            outcome = self._by_combination(k, sample)
            if outcome is not None:
                return outcome
            part = self.part(math.inf, 0.8) if whole else self.part(10.0, 0.3)
            answer = prove_within(part, _opposite(self.wishes[k]), [*before, *self.assumptions], network=self.network)
            if answer.verdict == "proved":
                return self._impossible(k, answer.certificate, answer.reason)
            if answer.verdict == "refuted" and whole:
                reason = f"at {listed_values(answer.witness)}" if answer.witness else "in this network"
                return Design("proved", answer.claim, reason, answer.certificate, answer.witness, wanted=self._wanted)
            if answer.verdict == "undecided" and not before and CONTRADICTION in answer.reason:
                return Design("undecided", answer.claim, answer.reason, None, None, wanted=self._wanted)
            if answer.verdict == "undecided":
                reasons.append(answer.reason)
        point = self._searched(self.wishes, self.budget)
        if point is not None:
            return self._found(point)
        reason = "; ".join(["no such parameters were found, and no proof that there are none", *reasons[-1:]])
        return Design("undecided", _opposite(self.wishes[-1]), reason, None, None, wanted=self._wanted)

    @property
    def _wanted(self) -> tuple[Claim, ...]:
        return tuple(self.wishes)

    # search -------------------------------------------------------------------------------------------

    def _searched(self, wishes: Sequence[Claim], part: Budget) -> dict[str, Fraction] | None:
        """Parameters with these fluxes, where the wishes and assumptions are of the kind that the search knows."""
        signs: list[WantedSign] = []
        conditions: list[Condition] = []
        for claim in [*wishes, *self.assumptions]:
            if claim.quantities:
                sign = _flux_sign(self.network, claim)
                if sign is None:
                    return None
                signs.append(sign)
            else:
                conditions += [condition.upright for condition in claim.conditions(self.network.real)]
        if part.is_spent or any(relation == "==" and p.is_constant and p for p, relation in conditions):
            return None
        return _with_equalities(self.network, signs, conditions, part)

    # answers ------------------------------------------------------------------------------------------

    def _found(self, point: Mapping[str, Fraction]) -> Design:
        last = _opposite(self.wishes[-1])
        given = [*self.wishes[:-1], *self.assumptions]
        certificate = Certificate(
            rules.refuted(
                last.statement(),
                rules.point(point),
                given=[c.statement() for c in given],
                real=self.network.real,
                network=network_table(self.network),
            )
        )
        try:
            certificate.check()
        except CertificateError as error:
            reason = f"parameters were found, and the checker rejected them ({error}): please report this"
            return Design("undecided", last, reason, None, None, wanted=self._wanted)
        witness = {n: sympy.Rational(v.numerator, v.denominator) for n, v in point.items()}
        shown = ", ".join(f"{name} = {value}" for name, value in witness.items())
        return Design(
            "proved", last, f"at {shown}" if shown else "in this network", certificate, witness, wanted=self._wanted
        )

    def _impossible(self, k: int, certificate: Certificate | None, how: str) -> Design:
        before = [*self.wishes[:k], *self.assumptions]
        under = f" wherever {' and '.join(map(str, before))}" if before else ""
        reason = f"impossible: {_opposite(self.wishes[k])}{under} ({how})"
        return Design("refuted", _opposite(self.wishes[k]), reason, certificate, None, wanted=self._wanted)

    def _template(self, k: int) -> dict[str, Any]:
        """The certificate of "not wish k, given those before it", without its proof."""
        given = [c.statement() for c in (*self.wishes[:k], *self.assumptions)]
        table = network_table(self.network)
        claim = _opposite(self.wishes[k]).statement()
        return rules.proved(claim, {}, given=given, real=self.network.real, network=table)

    def _by_combination(self, k: int, sample: Mapping[str, Fraction] | None) -> Design | None:
        """Impossible because the wishes contradict each other linearly (conservation of energy, for example)."""
        if sample is None:
            return None
        template = self._template(k)
        values = complete_sample(template, self.network.parameters, sample)
        if values is None:
            return None
        template["sample"] = rules.point(values)
        try:
            certificate = child.run_counted(
                combination_certificate, template, budget=self.part(5.0, 0.2), label="proof"
            )
        except WorkerError:
            return None
        return None if certificate is None else self._impossible(k, certificate, "a sum of the other conditions")

    def _by_cut(self) -> Design | None:
        """Impossible because the wishes take heat out of some sites whose baths cannot give it.

        Heat that leaves a set of sites through all its bonds comes from its baths (conservation of energy): of networks
        of springs, where a bond takes from one end what it gives to the other.
        """
        if not self.network.is_classic:
            return None
        flows: dict[tuple[Site, Site], int] = {}
        for wish in self.wishes:
            sign = _flux_sign(self.network, wish)
            if sign is not None and len(sign.sites) == 2:
                i, j = sign.sites
                flows[i, j], flows[j, i] = sign.sign, -sign.sign
        for inside in _cuts(self.network):
            both_ways = [direction for i, j in self.network.bonds for direction in ((i, j), (j, i))]
            crossing = [(i, j) for i, j in both_ways if i in inside and j not in inside]
            baths = [site for site in self.network.baths if site in inside]
            if not baths or not crossing or any(flows.get(bond) != 1 for bond in crossing):
                continue
            total = " + ".join(Quantity("bath_flux", (site,)).atom for site in baths)
            claim = Claim.from_text(f"{total} <= 0", self.network)
            answer = prove_within(self.part(4.0, 0.2), claim, self.assumptions, network=self.network)
            if answer.verdict == "proved":
                listed = [str(site) for site in self.network.sites if site in inside]
                where = f"heat leaves {', '.join(listed)} through every bond"
                reason = f"impossible: {where}, so {total} > 0, but {claim} ({answer.reason})"
                return Design("refuted", claim, reason, answer.certificate, None, wanted=self._wanted)
        return None


def _cuts(network: Network) -> Iterator[frozenset[Site]]:
    """Sets of sites to draw a line around: all of them for small networks, single sites and their rest for others."""
    sites = network.sites
    sizes = range(1, len(sites)) if len(sites) <= 8 else (1, len(sites) - 1)
    for size in sizes:
        yield from map(frozenset, combinations(sites, size))


def _opposite(claim: Claim) -> Claim:
    return claim.negated()


def _flux_sign(network: Network, claim: Claim) -> WantedSign | None:
    """The wish as a sign of one flux, if that is what it is."""
    difference = claim.formal_difference
    if len(difference.names) != 1 or claim.relation not in (">", "<"):
        return None
    name = difference.names[0]
    ratio = difference / RationalFunction.variable(name)
    if not claim.quantities or not ratio.is_constant:
        return None
    quantity = Quantity.of_atom(name, network)
    if quantity.kind not in ("flux", "bath_flux") or quantity.bath is not None:
        return None
    positive = (ratio.value > 0) == (claim.relation == ">")
    return WantedSign(quantity.sites, 1 if positive else -1)


def _with_equalities(
    network: Network, signs: Sequence[WantedSign], conditions: list[Condition], budget: Budget
) -> dict[str, Fraction] | None:
    """The search, after every equality that gives one parameter by the others has been put into the network."""
    for k, (p, relation) in enumerate(conditions):
        if relation != "==":
            continue
        for name in p.names:
            parts = p.coefficients_in(name)
            if len(parts) == 2 and parts[1].is_constant and name in network.parameters:
                value = RationalFunction(-parts[0], parts[1])
                put = {name: value}
                system = [each.at(put).upright for j, each in enumerate(conditions) if j != k]
                if name not in network.real:
                    system.append(Condition(value.numerator, ">"))
                try:
                    smaller = network.at(put)
                except SymfluxError:
                    return None
                found = _with_equalities(smaller, signs, system, budget)
                return None if found is None else {**found, name: value.evaluate(found)}
    return search_fluxes(network, signs, conditions, seconds=budget)
