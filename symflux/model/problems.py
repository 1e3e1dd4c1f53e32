"""Every problem found in what a user gives, reported at once."""

from __future__ import annotations

from typing import Any

from symflux.algebra import RationalFunction, exact
from symflux.algebra.parser import NETWORK_LIMITS, parse_counted
from symflux.errors import ExpressionError, InexactInputError, NetworkError, TooLargeError
from symflux.model.labels import Site, check_site

__all__ = ["Problems"]

MAX_WORK = 10_000_000  #: term products in expanding all values together

_ZERO = RationalFunction.constant(0)


class Problems:
    """Collects problems, so that the user sees all of them and not only the first."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.inexact = False
        self.work = 0
        self.parsed: dict[str, RationalFunction] = {}

    def add(self, line: str) -> None:
        """Note one problem; after a hundred the rest are not kept."""
        if len(self.lines) < 100:
            self.lines.append(line)

    def value(self, where: str, value: Any) -> RationalFunction:
        """The exact value, or zero and a problem."""
        try:
            result = self._parsed(value) if isinstance(value, str) else exact(value)
            if result.is_constant and not result.is_zero:
                bits = result.value.numerator.bit_length() + result.value.denominator.bit_length()
                if bits > 2 * NETWORK_LIMITS.bits:
                    raise TooLargeError(f"a number of {bits} bits; the limit is {2 * NETWORK_LIMITS.bits}")
            return result
        except (ExpressionError, InexactInputError) as error:
            self.inexact |= isinstance(error, InexactInputError)
            self.add(f"{where}: {error}")
            return _ZERO

    def _parsed(self, text: str) -> RationalFunction:
        if text not in self.parsed:
            if self.work > MAX_WORK:
                raise TooLargeError(f"the values before it took {MAX_WORK} term products, the limit for one network")
            self.parsed[text], work = parse_counted(text)
            self.work += work
        return self.parsed[text]

    def site(self, where: str, label: Any) -> Site | None:
        """The site label, or None and a problem."""
        try:
            return check_site(label)
        except NetworkError as error:
            self.add(f"{where}: {error}")
            return None

    def raise_if_any(self) -> None:
        """Raise one error that carries every problem noted."""
        if self.lines:
            kind = InexactInputError if self.inexact else NetworkError
            raise kind("\n".join(self.lines), self.lines)
