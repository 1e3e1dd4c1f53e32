"""One statement of the source paper, with its values: exact ones beside printed ones."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from symflux.model.network import Network
from symflux.quantities.result import Result

__all__ = ["Item", "Row", "compared", "known"]


@dataclass(frozen=True)
class Item:
    """One value: what it is, its exact value, the paper's digits, and how they compare."""

    quantity: str
    exact: str
    printed: str = ""
    verdict: str = "exact"  #: "agrees", "erratum" or "exact" (nothing printed to compare with)
    holds: bool = True


@dataclass(frozen=True)
class Row:
    """One statement of the paper."""

    id: str
    statement: str
    items: tuple[Item, ...] = ()
    network: Network | None = None
    note: str = ""
    checks: tuple[tuple[str, bool], ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every value and every check of the row is as stated."""
        return all(item.holds for item in self.items) and all(holds for _, holds in self.checks)

    @property
    def has_erratum(self) -> bool:
        """Whether the paper's own number is wrong somewhere in the row."""
        return any(item.verdict == "erratum" for item in self.items)


def compared(quantity: str, result: Result, exact: str, printed: str, *, erratum: bool = False) -> Item:
    """An item whose exact value is known and whose digits the paper prints.

    ``erratum`` says that the digits are expected to be wrong; they must then really disagree.
    """
    value = result.rational_function.value
    as_known = value == Fraction(exact) if exact else True
    digits = len(printed.partition(".")[2])
    rounded = round(value, digits) == Fraction(printed)
    truncated = Fraction(int(value * 10**digits), 10**digits) == Fraction(printed)
    agrees = rounded or truncated
    verdict = "erratum" if not agrees else "agrees" if rounded else "agrees (truncated)"
    return Item(quantity, str(value), printed, verdict, holds=as_known and agrees != erratum)


def known(quantity: str, result: Result, exact: str) -> Item:
    """An item with a known exact value and nothing printed."""
    value = result.rational_function.value
    return Item(quantity, str(value), holds=value == Fraction(exact))
