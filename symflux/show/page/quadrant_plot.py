"""Where a polynomial in c/k and g^2/(k m) is positive, drawn over two decades each way. Floats, for the eye only."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10
from typing import Any

import numpy as np

from symflux.algebra import Polynomial
from symflux.catalogue.quadrant import in_units

__all__ = ["quadrant_plot"]

_LOW, _HIGH = -3.0, 3.0  #: powers of ten
_CELLS = 96
_SIZE, _MARGIN = 240, 34  #: pixels
_PLUS, _MINUS = "#cfe0f3", "#f8dcc0"


def quadrant_plot(factors: Sequence[Polynomial], sign: int, points: Sequence[tuple[Any, str]] = ()) -> str:
    """An SVG: blue where sign times the product of the factors is positive, orange where negative, and marked points.

    >>> quadrant_plot([6 * Polynomial.variable("h") - 7], 1, [((1, 1, 2, 1), "+")])[:4]
    '<svg'
    """
    edges = np.linspace(_LOW, _HIGH, _CELLS + 1)
    middles = 10 ** ((edges[1:] + edges[:-1]) / 2)
    c, h = np.meshgrid(middles, middles)
    signs = np.full(c.shape, float(sign))
    for factor in factors:
        signs *= np.sign(_value(factor, c, h))
    scale = _SIZE / (_HIGH - _LOW)
    wide = _SIZE / _CELLS
    parts = [f'<rect x="{_MARGIN}" y="8" width="{_SIZE}" height="{_SIZE}" fill="{_PLUS}"/>']
    for row in range(_CELLS):
        start = 0
        for column in range(1, _CELLS + 1):  # runs of one sign are one rectangle
            if column == _CELLS or signs[row, column] != signs[row, start]:
                if signs[row, start] < 0:
                    x, y = _MARGIN + start * wide, 8 + _SIZE - (row + 1) * wide
                    parts.append(
                        f'<rect x="{x:.1f}" y="{y:.1f}" width="{(column - start) * wide:.1f}" '
                        f'height="{wide + 0.2:.1f}" fill="{_MINUS}"/>'
                    )
                start = column
    for point, mark in points:
        units = in_units(point)
        x = _MARGIN + (min(max(log10(units["c"]), _LOW), _HIGH) - _LOW) * scale
        y = 8 + _SIZE - (min(max(log10(units["h"]), _LOW), _HIGH) - _LOW) * scale
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#fff" stroke="#1f2328"/>')
        parts.append(f'<text x="{x:.1f}" y="{y + 5:.1f}" text-anchor="middle" font-size="15">{mark}</text>')
    return _framed(parts, scale)


def _framed(parts: list[str], scale: float) -> str:
    parts.append(f'<rect x="{_MARGIN}" y="8" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#1f2328"/>')
    for power in (-2, 0, 2):
        text = "1" if power == 0 else f'10<tspan dy="-5" font-size="9">{power}</tspan>'.replace("-2", "−2")
        x, y = _MARGIN + (power - _LOW) * scale, 8 + _SIZE - (power - _LOW) * scale
        parts.append(f'<text x="{x:.0f}" y="{_SIZE + 24}" text-anchor="middle">{text}</text>')
        parts.append(f'<text x="{_MARGIN - 4}" y="{y + 4:.0f}" text-anchor="end">{text}</text>')
    middle = _MARGIN + _SIZE / 2
    parts.append(f'<text x="{middle}" y="{_SIZE + 40}" text-anchor="middle">c/k</text>')
    parts.append(f'<text x="{_MARGIN + 6}" y="24">g²/(k m)</text>')
    width, height = _SIZE + _MARGIN + 10, _SIZE + 46
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="Georgia, DejaVu Serif, serif" font-size="13" role="img">'
        f"<title>blue: forward, orange: backward</title>{''.join(parts)}</svg>"
    )


def _value(factor: Polynomial, c: Any, h: Any) -> Any:
    """The factor on a grid, scaled so that nothing overflows."""
    total = np.zeros_like(c)
    for monomial, coefficient in factor.terms():
        powers = dict(monomial)
        total += float(coefficient) * c ** powers.get("c", 0) * h ** powers.get("h", 0)
    return total
