"""Claims proved, refuted, or left open with the reason. The only answer that counts as proved has a certificate.

The finders may be as clever as they like: what they find is written down as a certificate, and the independent
checker must accept it before the answer is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, overload

from symflux.errors import SignError
from symflux.model.network import Network
from symflux.quantities.reader import read_claims, shown_claim
from symflux.signs.attempt import Attempt
from symflux.signs.outcome import Outcome, Outcomes
from symflux.signs.question import Question
from symflux.work.budget import Budget
from symflux.work.many import answers

__all__ = ["Outcome", "prove", "prove_within"]

_SHARE = 0.5  #: of the seconds by the clock that are worked, by the count: a busy machine gets as far as an idle one
_GRACE = 0.4  #: seconds that the last step may need to say how it ended


@overload
def prove(
    claim: list[Any] | tuple[Any, ...], given: Iterable[Any] = (), real: Iterable[Any] = (), seconds: float = 60,
    *, at: Mapping[Any, Any] | None = None, network: Network | None = None, extra: Iterable[Any] = (),
    executor: Any = None,
) -> Outcomes:  # fmt: skip
    """Many claims."""


@overload
def prove(
    claim: Any, given: Iterable[Any] = (), real: Iterable[Any] = (), seconds: float = 60,
    *, at: Mapping[Any, Any] | None = None, network: Network | None = None, extra: Iterable[Any] = (),
    executor: Any = None,
) -> Outcome:  # fmt: skip
    """One claim."""


def prove(
    claim: Any,
    given: Iterable[Any] = (),
    real: Iterable[Any] = (),
    seconds: float = 60,
    *,
    at: Mapping[Any, Any] | None = None,
    network: Network | None = None,
    extra: Iterable[Any] = (),
    executor: Any = None,
) -> Outcome | Outcomes:
    """Whether a claim holds for all positive values of its variables that satisfy the assumptions.

    ``claim`` and each of ``given`` is a comparison of results (``ss.bond_flux(1, 2) > 0``), a sympy relation or a
    string (``"a**2 + b**2 >= 2*a*b"``, with a ``network`` also ``"flux(1,2) > 0"``). Variables in ``real`` may have
    either sign. A claim on a network is made wherever its steady state exists and is unique; a name that the network
    does not have is an error, unless ``extra`` (positive) or ``real`` declares it. Roots, ``sqrt(a*b)`` or
    ``a**(2/3)``, are new variables with their equations; the claim is made where they are real. ``at`` gives values
    to some parameters, rational ones, roots or algebraic numbers, all of them exact. ``seconds`` bounds
    the search and the check of what it finds together, to within a second; the search itself is bounded by counted
    work, in proportion to ``seconds`` and well within them, so that the answer does not depend on how busy the
    machine is.
    Assumptions that contradict each other prove nothing: the outcome is undecided and says so.

    >>> prove("a**2 + b**2 >= 2*a*b").verdict
    'proved'
    >>> prove("a**2 + b**2 > 2*a*b").witness
    {'a': 1, 'b': 1}
    >>> prove("a > b", given=["a > 2*b"]).verdict
    'proved'

    >>> prove("x**2*a >= 2*b", at={"x": "sqrt(2)"}, given="a >= b").verdict
    'proved'

    A list of claims gives a list of outcomes, on an ``executor`` where one is given: a process pool, dask, anything
    with ``submit``. Its ``certificate`` has the certificates of all in one file, the network once.

    >>> [outcome.verdict for outcome in prove(["a + b > 0", "a > b"])]
    ['proved', 'refuted']
    """
    if isinstance(claim, list | tuple):
        options = {"given": given, "real": real, "seconds": seconds, "at": at, "network": network, "extra": extra}
        return Outcomes(answers(partial(_one, options), claim, executor=executor))
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < float("inf"):
        raise SignError(f"seconds = {str(seconds)[:20]}: give a number of seconds")
    if network is not None and not isinstance(network, Network):
        raise SignError(f"network = {type(network).__name__}: give a Network")
    if hasattr(claim, "outcome_of"):  # a claim about every size knows its own proof
        if at:
            raise SignError("at: a claim about every size takes no values; put them into the family")
        assumed = read_claims(given)
        found: Outcome = claim.outcome_of(assumed, real, seconds)
        return replace(found, given=tuple(map(shown_claim, assumed)))
    budget = Budget(_SHARE * seconds, clock=seconds + _GRACE)
    return Attempt(Question(claim, given, real, network, budget, extra, at)).outcome()


def _one(options: Mapping[str, Any], claim: Any) -> Outcome:
    """One claim of many."""
    outcome: Outcome = prove(claim, **options)
    return outcome


def prove_within(
    budget: Budget, claim: Any, given: Iterable[Any] = (), real: Iterable[Any] = (), *, network: Network | None = None
) -> Outcome:
    """The outcome of :func:`prove` as one piece of a larger search, whose budget it is charged to."""
    return Attempt(Question(claim, given, real, network, budget)).outcome()
