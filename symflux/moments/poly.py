"""Polynomials in one variable as lists of coefficients, constant first, over any ring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Poly", "bezout_matrix", "even_part", "minus", "plus", "shifted"]

Poly = list[Any]


def plus(left: Poly, right: Poly) -> Poly:
    """The sum.

    >>> plus([1, 2], [3])
    [4, 2]
    """
    if len(left) < len(right):
        left, right = right, left
    return [a + right[k] if k < len(right) else a for k, a in enumerate(left)]


def minus(left: Poly, right: Poly) -> Poly:
    """The difference."""
    return plus(left, [-c for c in right])


def shifted(coefficients: Poly, by: int, zero: Any) -> Poly:
    """Times the variable to the power ``by``.

    >>> shifted([1, 2], 1, 0)
    [0, 1, 2]
    """
    return [zero] * by + coefficients if coefficients and by else list(coefficients)


def even_part(left: Poly, right: Poly, times: Callable[[Poly, Poly], Poly]) -> Poly:
    """The even part of left(s) right(-s), as a polynomial in z = s^2.

    >>> even_part([1, 2], [3, 4], lambda a, b: [a[0] * b[0]])  # (1 + 2 s)(3 - 4 s) = 3 + 2 s - 8 s^2
    [3, -8]
    """
    product = times(left[::2], right[::2]) if left and right else []
    odd = times(left[1::2], right[1::2]) if len(left) > 1 and len(right) > 1 else []
    return minus(product, [left[0] - left[0], *odd]) if odd else product


def bezout_matrix(even: Poly, odd: Poly, zero: Any) -> list[list[Any]]:
    """b with (E(x) O(y) - E(y) O(x))/(x - y) = sum b_ij x^i y^j; symmetric, n x n for two lists of length n + 1."""
    size = len(even) - 1
    matrix = [[zero] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1, size + 1):
            difference = even[i] * odd[j] - odd[i] * even[j]
            above = matrix[i - 1][j] if i and j < size else zero
            matrix[i][j - 1] = above - difference
            matrix[j - 1][i] = matrix[i][j - 1]
    return matrix
