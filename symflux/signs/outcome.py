"""The answer to a claim, and the claims that are answered at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from symflux.certificates.bundle import CertificateBundle
from symflux.certificates.certificate import Certificate
from symflux.errors import SignError
from symflux.quantities.claim import Claim

__all__ = ["STAGES", "Outcome", "Outcomes", "is_easy"]

#: what a search was at when its time ended, in words
STAGES = {
    b"s": "no proof and no counterexample found in the time",
    b"p": "a proof was found, and its check did not end in the time",
    b"r": "a point was found where the claim seems false, and its check did not end in the time",
}
_EASY = {"terms": 60, "degree": 12, "characters": 2000, "names": 8}  #: of claims that are tried in this process first


@dataclass(frozen=True)
class Outcome:
    """The answer to a claim.

    ``verdict`` is "proved", "refuted" or "undecided"; undecided means that neither was found, nothing else.
    ``certificate`` is there for proved and refuted, ``witness`` (exact values for all variables) for refuted.
    ``reason`` says in words what the answer rests on, or what was tried. ``sides`` are the exact values of both sides
    of the claim, at the witness; of an undecided claim at ``closest``, the point at which it holds by least of those
    that were found. ``used`` are the assumptions that a proof needs: it is accepted without the others.
    ``evidence`` for an undecided claim is what speaks for it without being a certificate.

    >>> import symflux as sf
    >>> outcome = sf.prove("a > b")
    >>> outcome.verdict, outcome.witness, outcome.reason
    ('refuted', {'a': 1, 'b': 1}, 'false at a = 1, b = 1, where the sides are 1 and 1; all variables positive')
    >>> outcome.sides, sf.prove("a > b", given=["a > 2*b", "a > 1"]).used
    ((1, 1), (Claim(a > 2*b),))
    >>> outcome.is_proved, outcome.is_refuted, outcome.is_undecided
    (False, True, False)
    >>> bool(outcome)
    Traceback (most recent call last):
    ...
    symflux.errors.SignError: the outcome is refuted, one of three: ask .is_proved, .is_refuted or .verdict, not ...
    >>> outcome.certificate.check().claim
    'a > b'
    """

    verdict: str
    claim: Claim
    reason: str
    certificate: Certificate | None = None
    witness: Mapping[str, Any] | None = None
    sides: tuple[Any, Any] | None = None
    used: tuple[Claim, ...] | None = None
    closest: Mapping[str, Any] | None = None
    evidence: str = ""
    given: tuple[str, ...] = ()  #: the assumptions, as text

    @property
    def is_proved(self) -> bool:
        """Whether the claim was proved: False says only that it was not."""
        return self.verdict == "proved"

    @property
    def is_refuted(self) -> bool:
        """Whether the claim is false somewhere, at ``witness``: False says only that no such point was found."""
        return self.verdict == "refuted"

    @property
    def is_undecided(self) -> bool:
        """Whether neither a proof nor a counterexample was found; ``reason`` says what was tried."""
        return self.verdict == "undecided"

    def __bool__(self) -> NoReturn:
        raise SignError(
            f"the outcome is {self.verdict}, one of three: ask .is_proved, .is_refuted or .verdict, not for its truth"
        )

    def __str__(self) -> str:
        given = f", given {', '.join(self.given)}" if self.given else ""
        return f"{self.verdict}: {self.claim}{given}; {self.reason}"

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import outcome_html

        return outcome_html(self)

    def __repr__(self) -> str:
        return f"<{self.verdict}: {self.claim!r}>"


class Outcomes(list[Outcome]):
    """The answers to a list of claims, in its order; ``certificate`` has all that is proved or refuted in one file."""

    @property
    def certificate(self) -> CertificateBundle:
        """The certificates of all outcomes that have one; those on one network share its table."""
        return CertificateBundle(tuple(each.certificate for each in self if each.certificate is not None))

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import outcomes_html

        return outcomes_html(self)


def is_easy(claim: Claim) -> bool:
    """Whether no step on the claim can take long, so that it needs no process of its own."""
    if sum(map(len, claim.sides)) > _EASY["characters"]:
        return False
    difference = claim.formal_difference
    return len(difference.names) <= _EASY["names"] and all(
        len(p) <= _EASY["terms"] and p.total_degree <= _EASY["degree"]
        for p in (difference.numerator, difference.denominator)
    )
