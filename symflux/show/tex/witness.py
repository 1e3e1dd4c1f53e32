"""The two sides of a refuted claim at the point that refutes it, computed from the network in the certificate."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.errors import SymfluxError
from symflux.model.network import Network
from symflux.quantities.quantity import Quantity
from symflux.quantities.registry import FUNCTIONS

__all__ = ["sides_at"]


def sides_at(data: Mapping[str, Any]) -> tuple[Fraction, Fraction] | None:
    """(left, right) of the claim of a refutation at its point; None where the point is not rational.

    >>> from symflux.signs.prove import prove
    >>> sides_at(prove("a**2 > 2*a").certificate.data)
    (Fraction(1, 1), Fraction(2, 1))
    """
    node = data["proof"]
    if "root" in node:
        return None
    point = {name: _formula(text).value for name, text in node["at"].items()}
    left, right = (_formula(data["claim"][side]) for side in ("left", "right"))
    atoms = {name for value in (left, right) for name in value.names if "(" in name}
    try:
        if atoms:
            network = _network(data["network"], point)
            state = network.steady_state()
            for atom in atoms:
                point[atom] = Quantity.of_atom(atom, network).of(state).rational_function.value
        return left.evaluate(point), right.evaluate(point)
    except (SymfluxError, KeyError):
        return None  # the claim fails there because a side has no value


def _formula(text: Any) -> RationalFunction:
    return parse(str(text), CLAIM_LIMITS, FUNCTIONS)


def _network(table: Mapping[str, Any], point: Mapping[str, Fraction]) -> Network:
    """The network of the certificate at the point; values stand over a common denominator there."""
    over = _formula(table.get("over", "1")).evaluate(point)

    def number(text: Any, scale: Fraction = over) -> Fraction:
        return _formula(text).evaluate(point) / scale

    sites = table["sites"]
    return Network.from_edges(
        [(i, j, number(k)) for i, j, k in table["springs"]],
        sites=sites,
        pinning=dict(zip(sites, map(number, table["pinning"]), strict=True)),
        masses=dict(zip(sites, map(number, table["masses"]), strict=True)),
        baths={site: (number(friction), number(heat, Fraction(1))) for site, friction, heat in table["baths"]},
    )
