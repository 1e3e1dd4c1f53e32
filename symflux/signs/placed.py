"""Claims at values of some parameters: numbers and roots are put in, other algebraic numbers keep their equation."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import sympy

from symflux.algebra import RationalFunction, exact
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.algebra.radicals import Roots
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.errors import ExpressionError, NetworkError, SignError
from symflux.model.labels import closest, parameter_name
from symflux.model.network import Network
from symflux.quantities.claim import Claim
from symflux.quantities.comparison import without_roots

__all__ = ["Placed"]


class Placed:
    """Values for parameters, as they are put into claims and into the network of these.

    >>> roots = Roots()
    >>> placed = Placed({"a": "sqrt(2)", "b": "1/2"}, roots, ())
    >>> print(placed.claim(Claim.from_text("a**2 + b > c"), None)); print(roots.found[0].equation)
    (2*sqrt_2**2 + 1)/2 > c
    sqrt_2**2 == 2
    """

    def __init__(self, at: Mapping[Any, Any], roots: Roots, real: Collection[str]):
        if not isinstance(at, Mapping):
            raise SignError('at: give a mapping of names to values, as in at={"k": "sqrt(2)"}')
        self.values: dict[str, RationalFunction] = {}
        self.numbers: dict[str, AlgebraicNumber] = {}  # that are not rational, and no root of a number
        for key, value in at.items():
            name = parameter_name(key)
            if isinstance(value, AlgebraicNumber) and not value.is_rational:
                self.numbers[name] = value
                continue
            try:
                found = _value(value, roots)
            except ExpressionError as error:
                raise SignError(f"at {name}: {error}") from None
            if name not in real and found.is_constant and found.value <= 0:
                raise SignError(f"at {name} = {found}: parameters are positive unless declared real")
            self.values[name] = found

    def require_known(self, claims: Collection[Claim], network: Network | None) -> None:
        """Raises :class:`SignError` for a value of what neither the claims nor their network speak of."""
        known = {name for claim in claims for name in claim.written_names}
        known |= set() if network is None else set(network.parameters)
        unknown = next((name for name in (*self.values, *self.numbers) if name not in known), None)
        if unknown is not None:
            raise SignError(f"at: no parameter {unknown!r} here; {closest(unknown, sorted(known))}")

    def network(self, network: Network) -> Network:
        """The network with the values put in; those that it does not have are left out."""
        own = {name: value for name, value in self.values.items() if name in network.parameters}
        return network.at(own) if own else network

    def claim(self, claim: Claim, network: Network | None) -> Claim:
        """The claim with the values put in, about the network as it then is."""
        if not set(self.values) & set(claim.written_names) and claim.network is network:
            return claim
        left, right = claim.left.substitute(self.values), claim.right.substitute(self.values)
        return replace(claim, left=left, right=right, network=network, texts=None)

    def equations(self, network: Network | None) -> list[Claim]:
        """What tells the numbers that are not put in: a polynomial that vanishes there, and bounds around that root."""
        found = []
        for name, number in self.numbers.items():
            if network is not None and name in network.parameters and number <= 0:
                raise NetworkError(f"{name} = {number}: parameters are positive unless declared real")
            texts = [f"{number.minimal_polynomial(name)} == 0", f"{name} > {number.low}", f"{name} < {number.high}"]
            found += [Claim.from_text(text, network) for text in texts]
        return found


def _value(value: Any, roots: Roots) -> RationalFunction:
    if isinstance(value, str):
        return parse(roots.written_out(value), CLAIM_LIMITS)
    if isinstance(value, sympy.Expr):
        value = without_roots(value, roots)
    return exact(value, CLAIM_LIMITS)
