"""Formulas over quantities: what a result says of its steady state, before anything is computed.

A formula is a rational function of parameters and of quantities, each a variable named by its atom (``flux(1,2)``).
A denominator that names a quantity is never cancelled: the quantity may be zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from symflux.algebra import RationalFunction, exact
from symflux.algebra.parser import CLAIM_LIMITS
from symflux.errors import ExpressionError, InexactInputError, NetworkError
from symflux.model.network import Network
from symflux.quantities.quantity import Quantity

__all__ = ["Formula", "Point", "atoms_of", "divided", "linear_parts", "operand", "raised"]


Point = tuple[tuple[str, RationalFunction], ...]  #: values of parameters


@dataclass(frozen=True)
class Formula:
    """A rational function of atoms and parameters, and the values of parameters at which the atoms are meant.

    ``value`` computes it; it is called only where formulas at different points meet.
    """

    expression: RationalFunction
    at: Point
    value: Callable[[], RationalFunction]

    def beside(self, other: Formula) -> tuple[RationalFunction, RationalFunction, Point]:
        """Both expressions, fit to be combined, and the point that they share; values where they share none.

        An expression without quantities has no point of its own.
        """
        if dict(self.at) == dict(other.at) or not atoms_of(other.expression):
            return self.expression, other.expression, self.at
        if not atoms_of(self.expression):
            return self.expression, other.expression, other.at
        return self.value(), other.value(), ()


def atoms_of(*expressions: RationalFunction) -> tuple[str, ...]:
    """The quantities among the variables.

    >>> atoms_of(RationalFunction.variable("flux(1,2)") + RationalFunction.variable("k"))
    ('flux(1,2)',)
    """
    return tuple(dict.fromkeys(n for e in expressions for n in (*e.numerator.names, *e.denominator.names) if "(" in n))


def divided(top: RationalFunction, bottom: RationalFunction) -> RationalFunction:
    """top / bottom; not reduced where the denominator names a quantity."""
    if bottom.is_zero:
        raise NetworkError("division by zero")
    if not atoms_of(bottom):
        return top / bottom
    return RationalFunction(top.numerator * bottom.denominator, top.denominator * bottom.numerator, reduce=False)


def raised(base: RationalFunction, exponent: int) -> RationalFunction:
    """base**exponent; not reduced where the denominator names a quantity."""
    if exponent >= 0:
        return RationalFunction(base.numerator**exponent, base.denominator**exponent, reduce=base.is_reduced)
    return divided(RationalFunction.constant(1), raised(base, -exponent))


def operand(value: Any, network: Network) -> RationalFunction | None:
    """A value that arithmetic keeps inside the network: exact, in its parameters. None: leave it to sympy.

    Raises :class:`InexactInputError` for floats.
    """
    if isinstance(value, sympy.Basic):
        names = {symbol.name for symbol in value.free_symbols if isinstance(symbol, sympy.Symbol)}
        if not names <= set(network.parameters):
            return None
    try:
        found = exact(value, CLAIM_LIMITS)
    except InexactInputError:
        if isinstance(value, sympy.Basic):
            return None
        raise
    except ExpressionError:
        if isinstance(value, sympy.Basic):
            return None
        raise
    return found


def linear_parts(expression: RationalFunction, network: Network) -> Mapping[Quantity, RationalFunction] | None:
    """{quantity: coefficient} where the formula is a linear form in quantities that are linear in the temperatures.

    None where it is not, or where a temperature stands in a coefficient.
    """
    atoms = atoms_of(expression)
    if not atoms or atoms_of(RationalFunction(expression.denominator)):
        return None
    warm = {name for bath in network.baths.values() for name in bath.temperature.names}
    if warm & set(expression.names):
        return None
    quantities = {atom: Quantity.of_atom(atom, network) for atom in atoms}
    if any(not q.is_linear for q in quantities.values()):
        return None
    parts, rest = {}, expression.numerator
    for atom, quantity in quantities.items():
        rows = rest.coefficients_in(atom)
        if len(rows) > 2:
            return None
        rest = rows[0]
        if len(rows) == 2:
            if atoms_of(RationalFunction(rows[1])):
                return None
            parts[quantity] = RationalFunction(rows[1], expression.denominator)
    return parts if rest.is_zero else None
