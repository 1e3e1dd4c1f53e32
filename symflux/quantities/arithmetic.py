"""Results as formulas of their steady state: comparisons make claims, arithmetic makes results."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import sympy

from symflux.algebra import RationalFunction, exact
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.errors import NetworkError
from symflux.model.network import Network
from symflux.quantities.claim import Claim
from symflux.quantities.derived import sum_of
from symflux.quantities.formal import Formula, Point, atoms_of, divided, operand, raised
from symflux.quantities.quantity import Quantity
from symflux.quantities.registry import FUNCTIONS

__all__ = ["Arithmetic"]


class Arithmetic:
    """What can be compared and combined with other results of one steady state.

    ``+``, ``-``, ``*``, ``/`` and integer powers, between results of one network (at values of parameters, too), exact
    values and the network's parameters, give results; a foreign sympy expression gives a sympy expression.
    """

    #: above sympy's own: ``symbol * result`` asks the result first
    _op_priority = 100.0

    network: Network
    quantity: Quantity
    _owner: Any  #: the steady state, or the network alone
    rational_function: Any
    expr: Any

    def _combined(self, expression: RationalFunction, point: Point) -> Any:
        """The result that a formula over quantities is, at the values of ``point``."""
        raise NotImplementedError

    # claims ---------------------------------------------------------------------------------------------

    def _claim(self, relation: str, other: Any) -> Claim:
        """The claim that this stands in a relation to another result of the network, or to an exact value."""
        if isinstance(other, Arithmetic):
            _require_one_network(self, other)
            theirs = other._formula
        else:
            value = exact(other, CLAIM_LIMITS)
            theirs = Formula(value, (), lambda: value)
        left, right, point = self._formula.beside(theirs)
        network: Network | None = self.network
        if point and atoms_of(left, right):
            values = dict(point)
            try:
                network = self.network.at(values)
            except NetworkError:  # a limit, such as a bath of temperature 0: no network has it
                network = None
            if network is None or values.keys() & {*left.names, *right.names}:
                left, right = self._formula.value(), theirs.value()
        if not atoms_of(left, right):  # a claim on values alone
            return Claim(left, relation, right, None, self.network.real)
        return Claim(left, relation, right, network)

    def __lt__(self, other: Any) -> Claim:
        return self._claim("<", other)

    def __le__(self, other: Any) -> Claim:
        return self._claim("<=", other)

    def __gt__(self, other: Any) -> Claim:
        return self._claim(">", other)

    def __ge__(self, other: Any) -> Claim:
        return self._claim(">=", other)

    # arithmetic -----------------------------------------------------------------------------------------

    @property
    def _formula(self) -> Formula:
        """What it says of the steady state; its value, where claims know no such quantity."""
        what = self.quantity
        if what.expression is not None:
            return Formula(what.expression, what.at, lambda: self.rational_function)
        if what.bath is None and (text := _sum_of(what, self.network)) is not None:
            return Formula(parse(text, CLAIM_LIMITS, FUNCTIONS), what.at, lambda: self.rational_function)
        if not what.is_known or (what.bath is not None and not replace(what, bath=None).is_linear):
            return Formula(self.rational_function, (), lambda: self.rational_function)
        return Formula(RationalFunction.variable(what.atom), what.at, lambda: self.rational_function)

    def _with(self, other: Any, operation: Callable[[Any, Any], Any]) -> Any:
        """``operation`` of this and a result or value, as a Result; sympy's expression for what is foreign."""
        if isinstance(other, Arithmetic):
            _require_one_network(self, other)
            theirs = other._formula
        else:
            value = operand(other, self.network)
            if value is None:
                return operation(self.expr, other)
            theirs = Formula(value, (), lambda: value)
        left, right, point = self._formula.beside(theirs)
        return self._combined(operation(left, right), point)

    def __add__(self, other: Any) -> Any:
        return self._with(other, operator.add)

    def __radd__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: b + a)

    def __sub__(self, other: Any) -> Any:
        return self._with(other, operator.sub)

    def __rsub__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Any:
        return self._with(other, operator.mul)

    def __rmul__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: b * a)

    def __truediv__(self, other: Any) -> Any:
        return self._with(other, _quotient)

    def __rtruediv__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: _quotient(b, a))

    def __pow__(self, exponent: Any) -> Any:
        power = exact(exponent) if not isinstance(exponent, sympy.Basic) or exponent.is_Rational else None
        if power is None or not power.is_constant or power.value.denominator != 1:
            return self.expr ** (exponent if power is None else power.to_sympy())
        if abs(power.value) > CLAIM_LIMITS.exponent:
            raise NetworkError(f"an exponent over {CLAIM_LIMITS.exponent}")
        mine = self._formula
        return self._combined(raised(mine.expression, int(power.value)), mine.at)

    def __rpow__(self, base: Any) -> Any:
        if not isinstance(base, int | sympy.Basic):  # text would be evaluated, and a float is not exact
            return NotImplemented
        return sympy.sympify(base) ** self.expr

    def __neg__(self) -> Any:
        mine = self._formula
        return self._combined(-mine.expression, mine.at)

    def __pos__(self) -> Any:
        return self


def _quotient(top: Any, bottom: Any) -> Any:
    return divided(top, bottom) if isinstance(top, RationalFunction) else top / bottom


def _require_one_network(one: Arithmetic, other: Arithmetic) -> None:
    if one.network is not other.network and one.network != other.network:
        raise NetworkError(
            f"{one.quantity} and {other.quantity} are of two networks, and a result is of one: combine their .expr"
        )


def _sum_of(what: Quantity, network: Network) -> str | None:
    """The sum of other quantities that this one is; None also where claims know no such sum."""
    try:
        return sum_of(what.kind, what.sites, network)
    except NetworkError:
        return None
