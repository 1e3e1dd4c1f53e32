"""A result: one quantity of a steady state, exact, with the network it belongs to.

Its value is a rational function; where it is linear in the bath temperatures the coefficients are kept apart,
because every question about signs starts from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import sympy

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.rational_function import sum_of_products
from symflux.errors import ExpressionError, NetworkError, SignError, SymfluxError
from symflux.model.labels import Label
from symflux.model.network import Network
from symflux.quantities.arithmetic import Arithmetic
from symflux.quantities.calculus import Calculus
from symflux.quantities.formal import Point, atoms_of, linear_parts
from symflux.quantities.placement import Placement
from symflux.quantities.quantity import Quantity
from symflux.quantities.questions import Questions

if TYPE_CHECKING:
    from symflux.steady_state.state import SteadyState

__all__ = ["Result"]

_ZERO = RationalFunction.constant(0)


class Result(Arithmetic, Calculus, Questions):
    """One exact quantity of a steady state.

    >>> from symflux.model.families import chain
    >>> heat = chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
    >>> heat
    <flux(1, 2) = (T1 - T2)/6>
    >>> heat.at({"T1": 3, "T2": 1}).expr
    1/3

    >>> import symflux as sf
    >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> heat = pair.bond_flux(1, 2)
    >>> heat.expr, heat.to_sympy() == heat.expr, heat.is_reduced
    (k**2*(T1 - T2)/(2*(k**2 + k + 1)), True, True)
    >>> str(heat.numerator), str(heat.denominator), heat.rational_function.names
    ('T1*k**2 - T2*k**2', '2*k**2 + 2*k + 2', ('T1', 'T2', 'k'))
    >>> heat.coefficients[1] == -heat.coefficients[2], [str(temperature) for temperature in heat.temperatures.values()]
    (True, ['T1', 'T2'])
    >>> heat.state is pair
    True

    Results of one network combine, and remember it: every claim about them can be proved.

    >>> twice = heat + 2*pair.bath_flux(1) - heat/3
    >>> twice
    <(6*bath_flux(1) + 2*flux(1,2))/3 = (4*T1*k**2 - 4*T2*k**2)/(3*k**2 + 3*k + 3)>
    >>> twice.coefficients[1] == -twice.coefficients[2], twice > 0
    (True, Claim((6*bath_flux(1) + 2*flux(1,2))/3 > 0))
    >>> heat.at({"k": 1}) / heat
    <(k**2 + k + 1)/(3*k**2)>
    """

    def __init__(
        self,
        owner: Network | SteadyState,
        quantity: Quantity,
        value: RationalFunction | Callable[[], RationalFunction] | None = None,
        coefficients: Mapping[Label, RationalFunction] | Callable[[], Mapping[Label, RationalFunction]] | None = None,
        temperatures: Mapping[Label, RationalFunction] | None = None,
    ):
        """``owner`` is the steady state that the result belongs to, or its network alone. ``value`` and
        ``coefficients`` may be functions: they are called when first asked for, so that a claim does not wait for them.
        """
        network = owner if isinstance(owner, Network) else owner.network
        self.network = network
        self._owner = owner
        self.quantity = quantity
        self._value_source = value
        self._coefficients_source = coefficients
        if temperatures is None:
            temperatures = {site: bath.temperature for site, bath in network.baths.items()}
        self._temperatures = MappingProxyType(dict(temperatures))

    @cached_property
    def _given(self) -> RationalFunction | None:
        source = self._value_source
        return source() if callable(source) else source

    @cached_property
    def _coefficients(self) -> Mapping[Label, RationalFunction] | None:
        source = self._coefficients_source
        found = source() if callable(source) else source
        return None if found is None else MappingProxyType(dict(found))

    def __reduce__(self) -> tuple[Any, ...]:
        coefficients = None if self._coefficients is None else dict(self._coefficients)
        return type(self), (self._owner, self.quantity, self._given, coefficients, dict(self._temperatures))

    @cached_property
    def state(self) -> SteadyState:
        """The steady state that the result belongs to; its solver is built once for all of its results."""
        return self._owner.steady_state() if isinstance(self._owner, Network) else self._owner

    # the value ------------------------------------------------------------------------------------------

    @cached_property
    def rational_function(self) -> RationalFunction:
        """The value, temperatures included."""
        if self._given is not None:
            return self._given
        return sum_of_products(
            (coefficient, self._temperatures[site]) for site, coefficient in (self._coefficients or {}).items()
        )

    @property
    def coefficients(self) -> Mapping[Label, RationalFunction]:
        """{bath: coefficient of its temperature}; :class:`NetworkError` where the result is not linear in them."""
        if self._coefficients is None:
            raise NetworkError(f"{self.quantity} is not a linear form in the bath temperatures")
        return self._coefficients

    @property
    def linear_form(self) -> Mapping[Label, RationalFunction] | None:
        """{bath: coefficient of its temperature} where the result is such a form, else None.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.conductance(1, 2).linear_form, len(ss.bond_flux(1, 2).linear_form)
        (None, 2)
        """
        return self._coefficients

    @property
    def temperatures(self) -> Mapping[Label, RationalFunction]:
        """{bath: its temperature in this result}."""
        return self._temperatures

    @property
    def numerator(self) -> Polynomial:
        """The numerator, an exact polynomial object."""
        return self.rational_function.numerator

    @property
    def denominator(self) -> Polynomial:
        """The denominator, leading coefficient positive."""
        return self.rational_function.denominator

    @property
    def is_reduced(self) -> bool:
        """Whether numerator and denominator are known to be in lowest terms (very large results may not be)."""
        return self.rational_function.is_reduced

    @cached_property
    def expr(self) -> sympy.Expr:
        """The value as a sympy expression in lowest terms; symbols are positive unless declared real.

        A flux that only two baths drive is a coefficient times the difference of their temperatures.
        """
        pair = self._temperature_difference()
        if pair is None:
            return self.rational_function.to_sympy(self.network.real)
        coefficient, difference = (value.to_sympy(self.network.real) for value in pair)
        return coefficient * difference

    def _temperature_difference(self) -> tuple[RationalFunction, RationalFunction] | None:
        """(c, T_i - T_j) where the value is their product and T_i - T_j is free of the couplings."""
        driven = [(site, c) for site, c in (self._coefficients or {}).items() if not c.is_zero]
        if len(driven) != 2 or driven[0][1] != -driven[1][1]:
            return None
        (hot, coefficient), (cold, _) = driven
        difference = self._temperatures[hot] - self._temperatures[cold]
        if difference.is_constant or set(difference.names) & set(coefficient.names):
            return None
        return coefficient, difference

    def to_sympy(self) -> sympy.Expr:
        """The same as :attr:`expr`."""
        return self.expr

    # others from this one -------------------------------------------------------------------------------

    def coefficient(self, bath: Label) -> Result:
        """The coefficient of one bath's temperature, a function of the couplings alone.

        Raises :class:`NetworkError` for a site without bath, and where the result is not linear in the temperatures.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> ss.kinetic_temperature(1).coefficient(2).expr
        1/6
        """
        self.network.bath(bath)
        value = self.coefficients.get(bath, _ZERO)
        if self.quantity.expression is None:
            return Result(self._owner, replace(self.quantity, bath=bath), value)
        parts = linear_parts(self.quantity.expression, self.network) or {}
        form = sum((c * RationalFunction.variable(replace(part, bath=bath).atom) for part, c in parts.items()), _ZERO)
        return Result(self._owner, replace(self.quantity, expression=form), value)

    def at(self, values: Mapping[Any, Any] | None = None, /, **named: Any) -> Result:
        """The result with parameters replaced: ``flux.at({"k12": 1, "T1": "3/2"})``; the rest stays symbolic.

        Zero is allowed where the result has a limit there (a bath of temperature 0, a spring taken away). One value may
        be an irrational algebraic number (``sympy.sqrt(2)``): the answer then is an ``AlgebraicNumber``.
        Raises :class:`NetworkError` for unknown names and negative values, :class:`UniquenessError` where the
        values take uniqueness away.

        >>> import symflux as sf
        >>> heat = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
        >>> heat.at({"k": "1/2", "T2": 0})
        <flux(1, 2) at k=1/2, T2=0 = T1/14>
        """
        if named or values is None:
            raise NetworkError(f"values are given as a mapping: write .at({_mapping_text(named)})")
        irrational = self._at_algebraic(values) if isinstance(values, Mapping) else None
        if irrational is not None:
            return irrational  # type: ignore[return-value]
        placement = Placement.of(self.network, self.quantity, values)
        placement.require_steady_state()
        put = placement.put
        formula = self.quantity.expression
        return type(self)(
            self._owner,
            replace(
                self.quantity, at=tuple(placement.total.items()), expression=None if formula is None else put(formula)
            ),
            None if self._given is None else put(self._given),
            None if self._coefficients is None else {site: put(c) for site, c in self._coefficients.items()},
            {site: put(t) for site, t in self._temperatures.items()},
        )

    def __call__(self, *values: Any, **named: Any) -> NoReturn:
        where = _mapping_text(named)
        raise NetworkError(f"a result is no function: write .at({where}) for its value there, or .to_callable()")

    # combinations ---------------------------------------------------------------------------------------

    def _combined(self, expression: RationalFunction, point: Point) -> Result:
        network = self.network
        what = Quantity("expression", at=point, expression=expression)
        values = dict(point)
        temperatures = {b: bath.temperature.substitute(values) for b, bath in network.baths.items()}

        def part(quantity: Quantity) -> Result:
            found = quantity.of(self.state)
            return found.at(values) if values else found

        parts = None if network.drive_items else linear_parts(expression, network)  # drives have no temperature
        if parts is not None:

            def coefficients() -> dict[Label, RationalFunction]:
                found = [(factor, part(quantity).coefficients) for quantity, factor in parts.items()]
                return {b: sum_of_products((c, each[b]) for c, each in found if b in each) for b in network.baths}

            return Result(self._owner, what, coefficients=coefficients, temperatures=temperatures)

        def value() -> RationalFunction:
            known = {a: part(Quantity.of_atom(a, network)).rational_function for a in atoms_of(expression)}
            try:
                return expression.substitute(known)
            except ExpressionError:
                raise NetworkError(f"{what}: it divides by what is zero for all parameters") from None

        return Result(self._owner, what, value, temperatures=temperatures)

    # as a number, as an expression ---------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        """Exact equality of the values."""
        if isinstance(other, Result):
            return self.rational_function == other.rational_function
        try:
            return self.rational_function == exact(other)
        except SymfluxError:
            return NotImplemented

    def __hash__(self) -> int:
        return hash(self.rational_function)

    def __bool__(self) -> NoReturn:
        raise SignError("a result is no truth value: compare it, as in result == 0, or prove(result > 0)")

    def __float__(self) -> float:
        if not self.rational_function.is_constant:
            names = ", ".join(self.rational_function.names)
            raise NetworkError(f"{self.quantity} is not a number: it depends on {names}")
        return float(self.rational_function.value)

    def _sympy_(self) -> sympy.Expr:
        return self.expr

    def __repr__(self) -> str:
        formula = self.quantity.expression
        if formula is not None and not atoms_of(formula):  # a value and nothing else
            return f"<{self.rational_function.summary()}>"
        return f"<{self.quantity} = {self.rational_function.summary()}>"

    def __str__(self) -> str:
        return self.rational_function.summary()


def _mapping_text(named: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{name!r}: {value!r}' for name, value in named.items())}}}" if named else "{'k': 1}"
