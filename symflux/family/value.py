"""An exact value of a family at one size: a rational number, or a rational function of what stays symbolic."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import RationalFunction, exact
from symflux.errors import NetworkError, SymfluxError
from symflux.family.sizes import read_values
from symflux.model.network import Network
from symflux.quantities.claim import Claim

__all__ = ["Value", "plain_claim", "value_of"]


def value_of(given: Any) -> RationalFunction:
    """A number, expression or result as a rational function."""
    found = getattr(given, "rational_function", None)
    return found if isinstance(found, RationalFunction) else exact(given)


def plain_claim(left: Any, relation: str, right: Any, real: frozenset[str] = frozenset()) -> Claim:
    """A claim about values, which no longer knows where they came from."""
    return Claim(value_of(left), relation, value_of(right), None, real)


class Value:
    """One exact value; ``network`` is the ordinary network that has it.

    >>> import symflux as sf
    >>> legs = sf.family.star(spring="k", pinning=1, baths={"first": (1, "T1"), "last": (1, "T2")})
    >>> heat = legs.bond_flux("first", "last").at(N=3, k=1)
    >>> heat, float(heat.at(T1=3, T2=1)), heat == heat.network.steady_state().bond_flux("first", "last.1")
    (<flux(first, last) at N=3, k=1 = (2*T1 - 2*T2)/19>, 0.21052631578947367, True)
    """

    def __init__(
        self, what: str, value: RationalFunction, network: Callable[[], Network], real: frozenset[str] = frozenset()
    ):
        self.what, self.rational_function, self.real = what, value, real
        self._network = network

    @cached_property
    def network(self) -> Network:
        """The network of that size; :class:`NetworkError` where it is too large to be written out."""
        return self._network()

    @property
    def expr(self) -> sympy.Expr:
        """The value as a sympy expression."""
        return self.rational_function.to_sympy(self.real)

    def at(self, values: Any = None, **named: Any) -> Value:
        """The value with more parameters replaced. :class:`NetworkError` for names that it does not have."""
        put = read_values(values, named, self.rational_function.names, self.real)
        try:
            value = self.rational_function.substitute(put)
        except SymfluxError as error:
            raise NetworkError(f"{self.what}: no value there: {error}") from None
        what = f"{self.what}, {', '.join(f'{k}={v}' for k, v in put.items())}" if put else self.what
        return Value(what, value, lambda: self.network.at(put), self.real)

    def latex(self, **options: Any) -> str:
        """The value as LaTeX; options as in :func:`symflux.show.tex.latex.latex`."""
        from symflux.show.tex.latex import latex

        return latex(self.rational_function, **options)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def __eq__(self, other: object) -> bool:
        if hasattr(other, "rational_function"):
            return bool(self.rational_function == other.rational_function)
        try:
            return self.rational_function == exact(other)
        except SymfluxError:
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self.rational_function)

    def __float__(self) -> float:
        if not self.rational_function.is_constant:
            raise NetworkError(f"{self.what} is not a number: it depends on {', '.join(self.rational_function.names)}")
        return float(self.rational_function.value)

    def _sympy_(self) -> sympy.Expr:
        return self.expr

    def __lt__(self, other: Any) -> Claim:
        return plain_claim(self, "<", other, self.real)

    def __le__(self, other: Any) -> Claim:
        return plain_claim(self, "<=", other, self.real)

    def __gt__(self, other: Any) -> Claim:
        return plain_claim(self, ">", other, self.real)

    def __ge__(self, other: Any) -> Claim:
        return plain_claim(self, ">=", other, self.real)

    def __repr__(self) -> str:
        return f"<{self.what} = {self.rational_function.summary()}>"
