"""The cells of a picture of signs: open pieces of parameter space on which a result has one sign. All exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import sympy

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.real_roots import AlgebraicNumber, real_roots
from symflux.positivity.condition import Condition
from symflux.positivity.points.decomposition import Bound, Decomposition, has_one_sign
from symflux.positivity.points.decomposition import Cell as OpenCell

__all__ = ["Cell", "Cells", "cells_of"]


@dataclass(frozen=True)
class Cell:
    """An open piece of parameter space on which the result is defined and has one sign.

    Neighbouring cells may have the same sign.

    >>> import symflux as sf
    >>> cell = sf.sign_region("a**2 - 2", over=["a"]).cells[1]
    >>> cell.sign, cell.sample, cell.description, cell.contains({"a": Fraction(1)})
    ('+', {'a': 3}, 'a > 1.41421', False)
    """

    sign: str  #: "+" or "-"
    names: tuple[str, ...]
    values: tuple[sympy.Rational, ...]
    bounds: tuple[tuple[Bound | None, Bound | None], ...] = field(repr=False)
    real: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def sample(self) -> dict[str, sympy.Rational]:
        """A rational point of the cell."""
        return dict(zip(self.names, self.values, strict=True))

    @property
    def description(self) -> str:
        """The cell in words, one clause a parameter, each over a point allowed by the clauses before it."""
        return ", ".join(
            _clause(name, *walls, name in self.real) for name, walls in zip(self.names, self.bounds, strict=True)
        )

    def contains(self, values: Mapping[str, Fraction], known: dict[int, list[AlgebraicNumber]] | None = None) -> bool:
        """Whether each value lies between its walls; ``known`` keeps the roots of each wall over one point."""
        known = {} if known is None else known
        so_far: dict[str, RationalFunction] = {}
        for name, walls in zip(self.names, self.bounds, strict=True):
            for wall, side in zip(walls, (1, -1), strict=True):
                if wall is None:
                    continue
                if not so_far:
                    if _compare(wall, name, values[name]) * side >= 0:
                        return False
                    continue
                key = id(wall.polynomial)  # irreducible, so it is a wall for one of the names only
                if key not in known:
                    line = RationalFunction(wall.polynomial).substitute(so_far).numerator
                    known[key] = [] if line.is_zero else real_roots(line, positive=name not in self.real)
                roots = known[key]
                if wall.index >= len(roots) or roots[wall.index].compare(values[name]) * side >= 0:
                    return False
            so_far[name] = RationalFunction.constant(values[name])
        return True


class Cells(NamedTuple):
    """The cells of a result, and the walls between them sorted by what happens there."""

    cells: tuple[Cell, ...]
    boundary: tuple[Polynomial, ...]
    without_sign_change: tuple[Polynomial, ...]
    critical: tuple[AlgebraicNumber, ...]


def cells_of(
    value: RationalFunction,
    below: Sequence[tuple[Polynomial, int]],
    names: tuple[str, ...],
    given: tuple[Condition, ...],
    real: frozenset[str],
) -> Cells | None:
    """The cells between the walls of the numerator and of these factors of the denominator; None if that is too few."""
    factors = [*value.numerator.factor()[1], *below]
    visible = {f: exponent for f, exponent in factors if not has_one_sign(f, real)}
    decomposition = Decomposition([*visible, *(p for p, _ in given)], names, real=real)
    seen: dict[Polynomial, set[bool]] = {f: set() for f in visible}
    cells, walls = [], {}
    for open_cell in decomposition.cells():
        point = dict(zip(names, open_cell.sample, strict=True))
        if not all(condition.holds(point) for condition in given):
            continue
        if value.denominator.evaluate(point) == 0:
            return None
        for f in visible:
            seen[f].add(f.evaluate(point) > 0)
        positive = (value.numerator.evaluate(point) > 0) == (value.denominator.evaluate(point) > 0)
        cells.append(_cell("+" if positive else "-", names, open_cell, real))
        walls.update({(wall.polynomial, wall.index): wall for wall in open_cell.bounds[0] if wall is not None})
    changing = [f for f, exponent in visible.items() if exponent % 2 and len(seen[f]) == 2]
    return Cells(
        tuple(cells),
        tuple(changing),
        tuple(f for f in visible if f not in changing),
        tuple(sorted(_number(wall, names[0] in real) for wall in walls.values())),
    )


def _cell(sign: str, names: tuple[str, ...], cell: OpenCell, real: frozenset[str]) -> Cell:
    values = tuple(sympy.Rational(v.numerator, v.denominator) for v in cell.sample)
    return Cell(sign, names, values, cell.bounds, real)


def _number(wall: Bound, is_real: bool) -> AlgebraicNumber:
    """A wall of the base as a number, in the isolating interval that the decomposition used."""
    root = real_roots(wall.polynomial, positive=not is_real)[wall.index]
    while root.low < wall.interval[0] or root.high > wall.interval[1]:
        root = root.refine((root.high - root.low) / 2)
    return root


def _compare(wall: Bound, name: str, value: Fraction) -> int:
    """-1, 0 or 1 as a wall of the base is below, at or above the value."""
    low, high = wall.interval
    if low == high or not low < value < high:
        return (low > value) - (low < value) or (high > value) - (high < value)
    at_value = wall.polynomial.evaluate({name: value})
    if at_value == 0:
        return 0
    return 1 if (at_value > 0) == (wall.polynomial.evaluate({name: low}) > 0) else -1


def _clause(name: str, lower: Bound | None, upper: Bound | None, is_real: bool) -> str:
    if lower is None and upper is None:
        return f"any {name}" if is_real else f"{name} > 0"
    walls = [wall for wall in (lower, upper) if wall is not None]
    if all(wall.polynomial.names == (name,) for wall in walls):
        low, high = (None if wall is None else _decimal(wall) for wall in (lower, upper))
        low = "0" if low is None and not is_real else low
        return f"{name} > {low}" if high is None else f"{name} < {high}" if low is None else f"{low} < {name} < {high}"
    if lower is not None and upper is not None and lower.polynomial == upper.polynomial:
        return f"{name} between roots {lower.index + 1} and {upper.index + 1} of {lower.polynomial.summary(200)}"
    sides = [("above", lower), ("below", upper)]
    return f"{name} " + " and ".join(
        f"{side} root {wall.index + 1} of {wall.polynomial.summary(200)}" for side, wall in sides if wall is not None
    )


def _decimal(wall: Bound) -> str:
    if wall.interval[0] == wall.interval[1]:
        return str(wall.interval[0])
    roots = [r for r in real_roots(wall.polynomial) if not (r.high < wall.interval[0] or r.low > wall.interval[1])]
    inside = [r for r in roots if r > wall.interval[0] and r < wall.interval[1]]
    return f"{float(inside[0]):.6g}"
