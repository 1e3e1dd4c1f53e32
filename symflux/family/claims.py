"""Claims about every size, and how they are asked: they know their own assumptions, and their own proof."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NoReturn

from symflux.errors import NetworkError, SignError
from symflux.model.labels import closest, parameter_name
from symflux.quantities.claim import Claim
from symflux.quantities.reader import read_claims
from symflux.signs.outcome import Outcome

__all__ = ["SizeClaim", "listed", "require_known", "told"]


def told(found: Outcome, **changes: Any) -> Outcome:
    """An outcome told again, of the claim about every size and with the certificate of that."""
    return replace(found, **changes)


def listed(given: Any, network: Any = None) -> list[Claim]:
    """The assumptions as claims."""
    return read_claims(given, network)


def require_known(claims: Iterable[Claim], known: tuple[str, ...], real: Iterable[Any]) -> None:
    """:class:`NetworkError` for a name in the assumptions that is no parameter of the family and not declared real."""
    declared = {parameter_name(name) for name in ([real] if isinstance(real, str) else real)}
    for claim in claims:
        for name in claim.written_names:
            if "(" not in name and name not in known and name not in declared:
                raise NetworkError(f"given {claim}: no parameter {name!r}; {closest(name, known)}")


class SizeClaim(ABC):
    """A claim about every member of a family. ``sf.prove`` hands it over to :meth:`outcome_of`."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The claim in words."""

    @abstractmethod
    def outcome_of(self, given: Iterable[Any] = (), real: Iterable[Any] = (), seconds: float = 60) -> Outcome:
        """Proved for every size, refuted by one size, or undecided with the reason."""

    def __bool__(self) -> NoReturn:
        raise SignError("a claim is neither true nor false until it is proved: use prove(claim)")

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Claim({self.text})"
