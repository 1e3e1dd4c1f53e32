"""Large sizes: the limit of a function of the size, how fast it is reached, and the sizes without a unique state.

At a root of Delta S_(n-1)/S_n tends to 1/Lambda, Lambda the larger root of Lambda^2 - tr Lambda + kap2 = 0, with an
error that falls like |kap2/Lambda^2|^n. Where both roots are equally large there is no limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.family.blocks import Z
from symflux.family.residues import Pole
from symflux.family.size_function import SizeFunction, is_lost

__all__ = ["SEARCHED", "ExceptionalSizes", "exceptional_cells", "limit", "rate"]

_ZERO = RationalFunction.constant(0)
_z = sympy.Symbol(Z, real=True)
_DIGITS = 60
SEARCHED = 64  #: cells up to which exceptional sizes are looked for


def _roots(pole: Pole, real: frozenset[str]) -> list[sympy.Expr]:
    """The roots of the factor as sympy expressions."""
    factor = sympy.Poly(_expr(pole.factor, real), _z)
    if factor.degree() == 1:
        return [sympy.cancel(-factor.nth(0) / factor.nth(1))]
    if factor.free_symbols_in_domain:
        if factor.degree() == 2:
            return list(sympy.roots(factor))
        raise NetworkError(f"a pole of degree {factor.degree()} in z: give the couplings values")
    return list(factor.all_roots(radicals=factor.degree() == 2))


def _expr(value: Polynomial, real: frozenset[str]) -> sympy.Expr:
    return value.to_sympy(frozenset(real) | {Z})


def _larger(trace: sympy.Expr, kap2: sympy.Expr) -> sympy.Expr:
    """Lambda: of the two roots the one that is larger in modulus."""
    root = sympy.sqrt(sympy.factor(trace**2 - 4 * kap2))
    if trace.free_symbols or kap2.free_symbols:
        if trace.is_positive is None and not trace.is_real:
            raise NetworkError("the sign of tr at the pole depends on the parameters in a way not seen: give values")
        sign = 1 if trace.is_positive else -1 if trace.is_negative else sympy.sign(trace)
        return (trace + sign * root) / 2
    plus, minus = (sympy.Abs((trace + s * root) / 2).evalf(_DIGITS) for s in (1, -1))
    if abs(plus - minus) < sympy.Float(10) ** (-_DIGITS // 2):
        raise NetworkError("there is no limit: a pole lies inside a band of the cells, and the values keep oscillating")
    return (trace + (root if plus > minus else -root)) / 2


def limit(function: SizeFunction, real: frozenset[str] = frozenset()) -> sympy.Expr:
    """The value for infinitely many cells, algebraic; :class:`NetworkError` where there is none."""
    total = function.constant.to_sympy(real)
    for pole in function.poles:
        root = pole.field.root
        if root is not None:
            total = (
                total + _at_linear(pole, real) if len(function.poles) > 1 else _at_linear(pole, real, function.constant)
            )
            continue
        for zeta in _roots(pole, real):
            a, b, c, d = (sympy.radsimp(_expr(p, real).subs(_z, zeta)) for p in pole.terms)
            grown = _larger(*(sympy.radsimp(_expr(p, real).subs(_z, zeta)) for p in (pole.trace, pole.kap2)))
            total += (a * grown + b) / (c * grown + d)
    return total


def _at_linear(pole: Pole, real: frozenset[str], constant: RationalFunction = _ZERO) -> sympy.Expr:
    """constant + (a Lambda + b)/(c Lambda + d), the square root out of the denominator.

    Lambda and the other root have the sum tr and the product kap2.
    """
    field = pole.field
    a, b, c, d, trace, kap2 = (field.coefficients(field.of(p))[0] for p in (*pole.terms, pole.trace, pole.kap2))
    below = c * c * kap2 + c * d * trace + d * d
    plain = constant + (a * c * kap2 + b * d + (a * d + b * c) * trace / 2) / below
    weight = (a * d - b * c) / below / 2
    t, k = trace.to_sympy(real), kap2.to_sympy(real)
    root = 2 * _larger(t, k) - t  # plus or minus the square root of tr^2 - 4 kap2
    return plain.to_sympy(real) + weight.to_sympy(real) * root


def rate(function: SizeFunction, real: frozenset[str] = frozenset()) -> sympy.Expr:
    """max |kap2/Lambda^2|: the differences from the limit fall like this number to the power of the number of cells."""
    found: list[Any] = []
    for pole in function.poles:
        for zeta in _roots(pole, real):
            trace, kap2 = (sympy.cancel(_expr(p, real).subs(_z, zeta)) for p in (pole.trace, pole.kap2))
            found.append(sympy.Abs(kap2 / _larger(trace, kap2) ** 2))
    if not found:
        return sympy.Integer(0)
    if any(value.free_symbols for value in found):
        return found[0] if len(found) == 1 else sympy.Max(*found)
    return max(found, key=lambda value: value.evalf(_DIGITS))


@dataclass(frozen=True)
class ExceptionalSizes:
    """The sizes at which the steady state is not unique: single ones, and progressions ``(first, step)``.

    Every size up to ``searched`` was looked at. Two zeros of one denominator are proved to go on for ever, because then
    the quotient of the roots Lambda is a root of unity; a single size further out is not excluded.
    """

    single: tuple[int, ...]
    progressions: tuple[tuple[int, int], ...]
    searched: int

    def __contains__(self, size: object) -> bool:
        return size in self.single or any(
            isinstance(size, int) and size >= first and (size - first) % step == 0 for first, step in self.progressions
        )

    def __iter__(self) -> Iterator[int]:
        """The exceptional sizes that were looked at, in ascending order."""
        return (size for size in range(self.searched + 1) if size in self)

    def __bool__(self) -> bool:
        return bool(self.single or self.progressions)

    def __str__(self) -> str:
        shown = [f"{first}, {first + step}, {first + 2 * step}, ..." for first, step in self.progressions]
        return "; ".join([*map(str, self.single), *shown]) or f"none (up to {self.searched})"


def exceptional_cells(poles: tuple[Pole, ...], start: int) -> tuple[list[int], list[tuple[int, int]]]:
    """(single numbers of cells, progressions) at which a pole's denominator vanishes identically.

    Zeros of C S_n + D S_(n-1): at most one, unless the quotient of the two roots Lambda is a root of unity; then S_n is
    periodic up to factors, and so are the zeros.
    """
    single: list[int] = []
    progressions: list[tuple[int, int]] = []
    for pole in poles:
        lost = [n for n in range(start, start + SEARCHED) if is_lost(pole, n)]
        steps = {b - a for a, b in pairwise(lost)}
        if len(lost) > 1 and len(steps) == 1:
            progressions.append((lost[0], steps.pop()))
        else:
            single += lost
    return sorted(set(single)), sorted(set(progressions))
