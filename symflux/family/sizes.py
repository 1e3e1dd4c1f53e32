"""Sizes: the number of copies or of sites, a named whole number, or an expression in one such as ``N - 1``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symflux.algebra import RationalFunction, exact
from symflux.errors import ExpressionError, InexactInputError, NetworkError
from symflux.model.labels import show_site
from symflux.model.values import exact_values

__all__ = ["MAX_SIZE", "read_size", "read_values", "whole"]

MAX_SIZE = 10**6


def read_size(what: str, given: Any) -> RationalFunction:
    """A number of copies: a name, an expression such as ``"N - 2"``, or a whole number of at least 1.

    >>> print(read_size("legs", "N - 2"))
    N - 2
    >>> read_size("legs", 0)
    Traceback (most recent call last):
    ...
    symflux.errors.NetworkError: legs: the number of copies is 0; it is a whole number, 1 or more, or a name such as "N"
    """
    try:
        value = exact(given)
    except InexactInputError as error:
        raise InexactInputError(f"{what}: {error}") from None
    except ExpressionError as error:
        raise NetworkError(f"{what}: {error}") from None
    if value.denominator != 1 or (value.is_constant and value.value < 1):
        wanted = 'it is a whole number, 1 or more, or a name such as "N"'
        raise NetworkError(f"{what}: the number of copies is {value.summary()}; {wanted}")
    return value


def whole(what: str, value: Any, least: int = 1) -> int:
    """A whole number from ``least`` to a million; :class:`NetworkError` for anything else.

    >>> whole("N", "7")
    7
    >>> whole("N", "3/2")
    Traceback (most recent call last):
    ...
    symflux.errors.NetworkError: N = 3/2: a size is a whole number, 1 or more
    """
    try:
        number = exact(value)
    except (ExpressionError, NetworkError) as error:
        raise NetworkError(f"{what}: {error}") from None
    if not number.is_constant or number.value.denominator != 1 or not least <= number.value:
        raise NetworkError(f"{what} = {number.summary()}: a size is a whole number, {least} or more")
    if number.value > MAX_SIZE:
        raise NetworkError(f"{what} = {show_site(int(number.value))}: sizes go up to {MAX_SIZE}")
    return int(number.value)


def read_values(
    values: Mapping[Any, Any] | None, named: Mapping[str, Any], known: tuple[str, ...], real: frozenset[str]
) -> dict[str, RationalFunction]:
    """``{name: exact value}`` from a mapping and keywords; unknown names and negative values are errors.

    >>> {name: str(value) for name, value in read_values({"k": "1/2"}, {"N": 3}, ("N", "k"), frozenset()).items()}
    {'k': '1/2', 'N': '3'}
    """
    if values is not None and not isinstance(values, Mapping):
        raise NetworkError(f"values are given as {{name: value}}, not as {type(values).__name__}")
    return exact_values({**(values or {}), **named}, known, real)
