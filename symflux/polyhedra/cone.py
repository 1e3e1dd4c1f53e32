"""The generators of a polyhedral cone: from inequalities to lines and extreme rays, exactly.

The double description method: rows are added one at a time; a ray on the wrong side is replaced by the points
where the edges to its neighbours meet the new wall.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from symflux.polyhedra.linear_program import Row, Vector, primitive_factor

__all__ = ["Cone", "generators", "primitive"]


@dataclass(frozen=True)
class Cone:
    """{sum of any multiples of the lines and non-negative multiples of the rays}."""

    lines: tuple[Vector, ...]
    rays: tuple[Vector, ...]


def generators(rows: Sequence[Row], size: int) -> Cone:
    """The lines and extreme rays of {x: a.x >= 0 or a.x == 0 for every row}; a strict row counts as its closure.

    Entries are integers without a common divisor. Rays are unique up to multiples of the lines.

    >>> order = [Row((Fraction(1), Fraction(-1)), ">"), Row((Fraction(0), Fraction(1)), ">")]
    >>> [tuple(map(int, ray)) for ray in generators(order, 2).rays]
    [(1, 0), (1, 1)]
    """
    lines = [tuple(Fraction(int(i == j)) for j in range(size)) for i in range(size)]
    rays: list[tuple[Vector, int]] = []  # (ray, bit set of the inequalities that vanish on it)
    for k, row in enumerate(rows):
        a, bit = row.vector, 1 << k
        pivot = next((line for line in lines if _dot(a, line)), None)
        if pivot is not None:
            height = _dot(a, pivot)
            lines = [_minus(line, _dot(a, line) / height, pivot) for line in lines if line is not pivot]
            rays = [(_minus(ray, _dot(a, ray) / height, pivot), tight | bit) for ray, tight in rays]
            if row.relation != "==":
                rays.append((primitive(pivot if height > 0 else tuple(-x for x in pivot)), bit - 1))
            continue
        heights = [_dot(a, ray) for ray, _ in rays]
        kept = [(ray, tight | bit) for (ray, tight), h in zip(rays, heights, strict=True) if h == 0]
        if row.relation != "==":
            kept += [pair for pair, h in zip(rays, heights, strict=True) if h > 0]
        for (up, up_tight), h in zip(rays, heights, strict=True):
            for (down, down_tight), d in zip(rays, heights, strict=True):
                if h > 0 > d and _adjacent(rays, up_tight, down_tight):
                    crossing = tuple(h * y - d * x for x, y in zip(up, down, strict=True))
                    kept.append((primitive(crossing), up_tight & down_tight | bit))
        rays = kept
    return Cone(tuple(primitive(line) for line in lines), tuple(sorted(ray for ray, _ in rays)))


def _adjacent(rays: Sequence[tuple[Vector, int]], first: int, second: int) -> bool:
    """Whether two rays span an edge: no third ray lies on every wall that both lie on."""
    common = first & second
    return sum(1 for _, tight in rays if tight & common == common) == 2


def primitive(vector: Vector) -> Vector:
    """The integer vector without a common divisor along a rational one."""
    factor = primitive_factor(vector)
    return tuple(v * factor for v in vector)


def _dot(a: Vector, x: Vector) -> Fraction:
    return sum((p * q for p, q in zip(a, x, strict=True) if p and q), Fraction(0))


def _minus(x: Vector, factor: Fraction, y: Vector) -> Vector:
    return primitive(tuple(p - factor * q for p, q in zip(x, y, strict=True)))
