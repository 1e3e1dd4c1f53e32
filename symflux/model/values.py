"""Values that a caller gives to parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from symflux.algebra import RationalFunction, exact
from symflux.errors import ExpressionError, InexactInputError, NetworkError
from symflux.model.labels import closest, parameter_name

__all__ = ["exact_values"]


def exact_values(
    values: Mapping[Any, Any], known: Sequence[str], real: Collection[str], also: Collection[str] = ()
) -> dict[str, RationalFunction]:
    """``{name: exact value}``; unknown names are errors, and so are negative values of what is not ``real``.

    Raises :class:`NetworkError` or :class:`InexactInputError`, naming the parameter.

    >>> {name: str(value) for name, value in exact_values({"k": "1/2"}, ["k"], []).items()}
    {'k': '1/2'}
    """
    result = {}
    for key, value in values.items():
        name = parameter_name(key)
        if name not in known and name not in also:
            raise NetworkError(f"no parameter {name!r}; {closest(name, known)}")
        try:
            number = exact(value)
        except InexactInputError as error:
            raise InexactInputError(f"{name}: {error}") from None
        except ExpressionError as error:
            raise NetworkError(f"{name}: {error}") from None
        if name not in real and number.is_constant and number.value < 0:
            raise NetworkError(f"{name} = {number.summary()}: parameters are positive unless declared real")
        result[name] = number
    return result
