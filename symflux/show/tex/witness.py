"""The two sides of a refuted claim at the point that refutes it, computed from the network in the certificate."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.certificates.certificate import network_of_table
from symflux.errors import SymfluxError
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
            network = network_of_table(data["network"], data["real"]).at(point)
            state = network.steady_state()
            for atom in atoms:
                point[atom] = Quantity.of_atom(atom, network).of(state).rational_function.value
        return left.evaluate(point), right.evaluate(point)
    except (SymfluxError, KeyError):
        return None  # the claim fails there because a side has no value


def _formula(text: Any) -> RationalFunction:
    return parse(str(text), CLAIM_LIMITS, FUNCTIONS)
