"""What a page says about directions of heat: claims proved or refuted, each with the certificate that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from symflux.algebra import RationalFunction
from symflux.certificates.certificate import Certificate, check
from symflux.certificates.check import load
from symflux.errors import NetworkError
from symflux.show.mathml import symbols_mathml
from symflux.show.page.dials import Dial
from symflux.show.page.typeset import bond_symbol
from symflux.signs.outcome import Outcome
from symflux.signs.prove import prove
from symflux.steady_state.flux import Flux
from symflux.steady_state.state import SteadyState

__all__ = ["Statement", "directions", "is_rational", "known"]

_BONDS = 8  #: whose directions are looked into
_TERMS = 4_000  #: of a numerator that a claim is still put to the proof for
_RELATIONS = {">": "<mo>&gt;</mo>", "<": "<mo>&lt;</mo>"}


@dataclass(frozen=True)
class Statement:
    """One claim with its verdict. ``shown`` is MathML or empty, ``certificate`` the text of its file or empty."""

    verdict: str
    claim: str
    hypothesis: str
    shown: str = ""
    reason: str = ""
    certificate: str = ""
    witness: dict[str, str] = field(default_factory=dict)


def known(items: Iterable[Any]) -> list[Statement]:
    """Outcomes, certificates, or paths of certificate files, each checked again.

    Raises :class:`CertificateError` where one is not accepted.

    >>> import symflux as sf
    >>> [(s.verdict, s.claim) for s in known([sf.prove("a**2 + b**2 >= 2*a*b")])]
    [('proved', 'a**2 + b**2 >= 2*a*b')]
    """
    found = []
    for item in items:
        if isinstance(item, Outcome) and item.certificate is None:
            found.append(_undecided(item, ""))
        else:
            certificate = _certificate(item)
            found.append(_accepted(certificate.check(), certificate.text, ""))
    return found


def _certificate(item: Any) -> Certificate:
    given: Any = item.certificate if isinstance(item, Outcome) else item
    if isinstance(given, Certificate):
        return given
    check(given)  # refuses, in words, what is no certificate
    return Certificate(load(Path(given).read_bytes()))


def _accepted(checked: Any, text: str, shown: str) -> Statement:
    witness = {} if checked.checked.witness is None else dict(checked.checked.witness)
    claim = checked.claim + (f", given {', '.join(checked.given)}" if checked.given else "")
    return Statement(checked.verdict, claim, checked.hypothesis, shown, "", text, witness)


def _undecided(outcome: Outcome, shown: str) -> Statement:
    return Statement("undecided", str(outcome.claim), "", shown, outcome.reason)


def directions(ss: SteadyState, dials: Sequence[Dial], *, seconds: float = 10) -> list[Statement]:
    """The direction of every bond flux while the temperatures keep the order in which they stand first.

    Forwards for all parameters, backwards for all, or a point for each; ``seconds`` bounds each search.

    >>> import symflux as sf
    >>> from symflux.show.page.dials import dials_of
    >>> net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    >>> [(s.verdict, s.claim) for s in directions(net.steady_state(), dials_of(net))]
    [('proved', 'flux(1,2) > 0, given T1 > T2')]
    """
    given, shown_order = _order(ss, dials)
    found: list[Statement] = []
    seen: set[RationalFunction] = set()
    for (i, j), flux in list(ss.bond_fluxes().items()):
        value = flux.rational_function
        if value.is_constant or len(value.numerator) > _TERMS or seen & {value, -value} or len(seen) >= _BONDS:
            continue
        seen.add(value)
        found += _direction(flux, bond_symbol(i, j), given, shown_order, seconds)
    return found


def _direction(flux: Flux, symbol: str, given: Sequence[str], order: str, seconds: float) -> list[Statement]:
    answers: list[Statement] = []
    for relation, claim in ((">", flux > 0), ("<", flux < 0)):
        try:
            outcome = prove(claim, given=given, seconds=seconds)
        except NetworkError:  # no certificate knows the elements of this network
            return []
        shown = f"<math>{symbol}{_RELATIONS[relation]}<mn>0</mn></math>{order}"
        if outcome.certificate is None:
            return [*answers, _undecided(outcome, shown)]
        statement = _accepted(outcome.certificate.check(), outcome.certificate.text, shown)
        if outcome.is_proved:
            return [statement]
        answers.append(statement)
    return answers


def _order(ss: SteadyState, dials: Sequence[Dial]) -> tuple[list[str], str]:
    """The temperatures from hot to cold as assumptions, and the same typeset; nothing where they have no names."""
    names = [bath.named_temperature() for bath in ss.network.bath_items]
    values = {dial.name: dial.value for dial in dials if dial.is_temperature}
    if len(names) < 2 or any(name not in values for name in names) or len(set(names)) < len(names):
        return [], ""
    ordered = sorted((str(name) for name in names), key=lambda name: -values[name])
    given, shown = [], ""
    symbols = symbols_mathml(ss.network.parameters)
    for hot, cold in pairwise(ordered):
        is_strict = values[hot] > values[cold]
        given.append(f"{hot} {'>' if is_strict else '>='} {cold}")
        shown += f"<mo>{'&gt;' if is_strict else '≥'}</mo>{symbols[cold]}"
    return given, f" whenever <math>{symbols[ordered[0]]}{shown}</math>"


def is_rational(text: str) -> bool:
    """Whether a value of a witness is written as a rational number, not by a root.

    >>> is_rational("-3/2"), is_rational("t")
    (True, False)
    """
    top, _, bottom = text.partition("/")
    return top.removeprefix("-").isdigit() and (not bottom or bottom.isdigit())
