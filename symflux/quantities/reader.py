"""The one reader of what users compare: claims, assumptions, regions, goals.

Text like ``"flux(1,2) > 0"`` or a chain ``"a > b > c"``, a sympy relation, a claim, a pair (value, relation to zero),
or a list of these. The same grammar holds in ``prove``, ``find``, ``sign_region``, ``temperature_region`` and on the
command line. Once a network is in play a name that it does not have is an error, never a new variable.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import sympy
from sympy.core.relational import Relational

from symflux.algebra import RationalFunction, exact
from symflux.algebra.hints import quoted
from symflux.algebra.parser import CLAIM_LIMITS
from symflux.algebra.radicals import Roots
from symflux.errors import ExpressionError, NetworkError
from symflux.model.labels import closest
from symflux.model.network import Network
from symflux.quantities.claim import Claim
from symflux.quantities.comparison import RELATIONS, Comparison, read_sympy, read_text
from symflux.quantities.quantity import Quantity

__all__ = ["read", "read_claim", "read_claims", "require_known"]


def read(value: Any, *, quantities: bool = True) -> list[Comparison]:
    """Everything that one thing a user wrote compares. Raises :class:`ExpressionError` where that is no comparison.

    >>> [str(c.left) for c in read(["a > b > c", ("a - 1", ">=")])]
    ['a', 'b', 'a - 1']
    """
    return [each for item in _items(value) for each in _read_one(item, quantities)]


def read_claims(value: Any, network: Network | None = None, *, roots: Roots | None = None) -> list[Claim]:
    """Assumptions as claims, about the network where one is given; claims stay what they are.

    Roots are understood where ``roots`` is given, which keeps their equations.

    >>> [str(claim) for claim in read_claims(["a > b > c", sympy.Symbol("a") < 2])]
    ['a > b', 'b > c', 'a < 2']
    """
    found: list[Claim] = []
    for item in _items(value):
        if isinstance(item, Claim):
            found.append(item)
        else:
            found += [Claim.of(each, network) for each in _read_one(item, network is not None, roots)]
    return found


def read_claim(value: Any, network: Network | None = None, *, roots: Roots | None = None) -> Claim:
    """One claim. Raises :class:`ExpressionError` for a chain, which is several."""
    found = read_claims([value], network, roots=roots)
    if len(found) != 1:
        raise ExpressionError(f"{quoted(str(value), 60)}: several relations, write them one by one")
    return found[0]


def require_known(claims: Iterable[Claim], network: Network, extra: Collection[str] = ()) -> None:
    """Raises :class:`NetworkError` for a parameter, a site or a bath that the network does not have.

    Names in ``extra``, and those that a claim declares real, are variables of the question alone.

    >>> import symflux as sf
    >>> require_known(read_claims("T2 > 0", sf.chain(2, spring="k")), sf.chain(2, spring="k"))
    Traceback (most recent call last):
    ...
    symflux.errors.NetworkError: T2 > 0: no parameter 'T2'; known: k; other variables are declared by extra=["T2"]
    """
    parameters = network.parameters
    for claim in claims:
        for name in claim.written_names:
            if "(" in name:
                Quantity.of_atom(name, network)
            elif name not in parameters and name not in extra and name not in claim.real:
                what = f"{shown_claim(claim)}: no parameter {name!r}; {closest(name, parameters)}"
                raise NetworkError(f'{what}; other variables are declared by extra=["{name}"]')


def shown_claim(claim: Claim) -> str:
    """The claim for a message, bounded."""
    return claim.text if len(claim.text) <= 80 else f"{claim.text[:77]}..."


def _items(value: Any) -> list[Any]:
    if value is None:
        return []
    alone = isinstance(value, str | Claim | sympy.Basic) or _is_pair(value)
    if not alone and not hasattr(value, "__iter__"):
        return [value]
    return [value] if alone else list(value)


def _is_pair(value: Any) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], str) and value[1] in RELATIONS


def _read_one(item: Any, quantities: bool, roots: Roots | None = None) -> list[Comparison]:
    if isinstance(item, str):
        return read_text(item, quantities=quantities, roots=roots)
    if isinstance(item, Relational):
        return [read_sympy(item, roots=roots)]
    zero, one = RationalFunction.constant(0), RationalFunction.constant(1)
    if _is_pair(item):
        return [Comparison(exact(item[0], CLAIM_LIMITS), item[1], zero)]
    if isinstance(item, Claim):
        return [Comparison(item.left, item.relation, item.right, item.texts, item.real)]
    if item in (sympy.true, sympy.false) and not isinstance(item, int):  # sympy has looked at signs already
        return [Comparison(one, ">", zero) if item == sympy.true else Comparison(zero, ">", one)]
    if isinstance(item, bool):
        raise ExpressionError(f"{item} is no claim: Python has compared two numbers; write the claim as a string")
    kind = type(item).__name__
    raise ExpressionError(f"{kind} is not a comparison: use a comparison of results, a string or a sympy relation")
