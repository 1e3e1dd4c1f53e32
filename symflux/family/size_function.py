"""A function of the number of cells: a constant plus quotients of linear recurrences, one for each root of Delta.

J(n) = constant + sum over the poles of sum over the roots of (A S_n + B S_(n-1))/(U (C S_n + D S_(n-1))), where S_0 =
0, S_1 = 1, S_(n+1) = tr S_n - kap2 S_(n-1) at the root. It holds for every n >= 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.rational_function import common_denominator
from symflux.errors import UniquenessError
from symflux.family.residues import Pole, Residues

__all__ = ["SizeFunction", "is_lost", "sequence"]

_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)


@dataclass(frozen=True)
class SizeFunction:
    """An exact function of the number n >= 0 of cells."""

    constant: RationalFunction
    poles: tuple[Pole, ...] = ()
    early: tuple[RationalFunction, ...] = ()  #: the constants at n = 0, 1, ... where they are others

    @staticmethod
    def of(found: Residues, factor: Polynomial | RationalFunction) -> SizeFunction:
        """factor * nu(z F)."""
        return SizeFunction(found.constant, found.poles, found.early).times(factor)

    def times(self, factor: Polynomial | RationalFunction | int) -> SizeFunction:
        """The product with a value that does not depend on n."""
        f = RationalFunction.wrap(factor)
        over, under = f.numerator, f.denominator
        poles = tuple(p.times(over, under) for p in self.poles) if f else ()
        return SizeFunction(self.constant * f, poles, tuple(c * f for c in self.early))

    def __add__(self, other: SizeFunction) -> SizeFunction:
        poles: dict[tuple[Polynomial, bool], Pole | None] = {(p.factor, p.common): p for p in self.poles}
        for pole in other.poles:
            key = pole.factor, pole.common
            known = poles.get(key)
            if known is None:
                poles[key] = pole
            else:
                sides = [a * pole.under + b * known.under for a, b in zip(known.above, pole.above, strict=True)]
                poles[key] = pole.with_above(sides[0], sides[1], pole.under * known.under)
        length = max(len(self.early), len(other.early))
        early = tuple(self.constant_at(n) + other.constant_at(n) for n in range(length))
        return SizeFunction(self.constant + other.constant, tuple(p for p in poles.values() if p), early)

    @staticmethod
    def total(parts: Iterable[SizeFunction]) -> SizeFunction:
        """The sum."""
        result = SizeFunction(_ZERO)
        for part in parts:
            result = result + part
        return result

    def constant_at(self, cells: int) -> RationalFunction:
        """The part that is no pole, for that many cells."""
        return self.early[cells] if cells < len(self.early) else self.constant

    def at(self, cells: int) -> RationalFunction:
        """The value for that many cells; :class:`UniquenessError` where the state is not unique."""
        total = self.constant_at(cells)
        for pole in self.poles:
            total = total + _at(pole, cells)
        return total


def sequence(pole: Pole, cells: int) -> tuple[Any, Any]:
    """(S_n, S_(n-1)) at the roots, up to one common factor; n >= 0, by doubling."""
    field = pole.field
    zero, one = field.of(0), field.of(1)
    if cells == 0:  # S_(-1) = -1/kap2, and any factor may be left out
        return zero, one
    trace, kap2 = field.of(pole.trace), field.of(pole.kap2)
    if field.degree == 1:
        at, under = field.coefficients(trace)[0], field.coefficients(kap2)[0]
        scale = common_denominator([at, under])
        before, here = _lucas(cells, (at * scale).numerator, (under * scale * scale).numerator)
        return field.of(RationalFunction(here)), field.of(RationalFunction(before * scale))
    pair = zero, one  # S_0, S_1
    for bit in bin(cells - 1)[2:] if cells > 1 else "":
        low, high = pair
        even = field.times(low, field.plus(field.plus(high, high), field.times(trace, low), -1))
        odd = field.plus(field.times(high, high), field.times(kap2, field.times(low, low)), -1)
        pair = even, odd
        if bit == "1":
            pair = odd, field.plus(field.times(trace, odd), field.times(kap2, even), -1)
    return pair[1], pair[0]


def _lucas(cells: int, trace: Polynomial, kap2: Polynomial) -> tuple[Polynomial, Polynomial]:
    """(S_(n-1), S_n) for n >= 1, by doubling: S_2n = S_n (2 S_(n+1) - tr S_n), S_(2n+1) = S_(n+1)^2 - kap2 S_n^2."""
    low, high = Polynomial.constant(0), Polynomial.constant(1)
    for bit in bin(cells - 1)[2:] if cells > 1 else "":
        low, high = low * (2 * high - trace * low), high * high - kap2 * low * low
        if bit == "1":
            low, high = high, trace * high - kap2 * low
    return low, high


def is_lost(pole: Pole, cells: int) -> bool:
    """Whether the state is not unique for that many cells: a motion at this root touches no bath."""
    return bool(pole.field.is_zero(_below(pole, sequence(pole, cells))))


def _below(pole: Pole, pair: tuple[Any, Any]) -> Any:
    field, (here, before) = pole.field, pair
    return field.plus(field.times(field.of(pole.below[0]), here), field.times(field.of(pole.below[1]), before))


def _at(pole: Pole, cells: int) -> RationalFunction:
    field = pole.field
    here, before = pair = sequence(pole, cells)
    above = field.plus(field.times(field.of(pole.above[0]), here), field.times(field.of(pole.above[1]), before))
    below = field.times(field.of(pole.under), _below(pole, pair))
    if field.is_zero(below):
        raise UniquenessError(f"{cells} cells: no unique steady state: a motion there touches no bath")
    found: RationalFunction = field.trace(field.times(above, field.inverse(below)))
    return found
