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
from symflux.algebra.linear import negative_direction
from symflux.algebra.rational_function import sum_of_products
from symflux.errors import ExpressionError, NetworkError, SignError, StabilityError, SymfluxError, UniquenessError
from symflux.model.labels import Label
from symflux.model.network import Network
from symflux.moments.existence import require_steady_state
from symflux.quantities.arithmetic import Arithmetic
from symflux.quantities.calculus import Calculus
from symflux.quantities.formal import Point, atoms_of, linear_parts
from symflux.quantities.quantity import Quantity

if TYPE_CHECKING:
    from symflux.steady_state.state import SteadyState

__all__ = ["Result"]

_ZERO = RationalFunction.constant(0)


class Result(Arithmetic, Calculus):
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
        form = sum(
            (c * RationalFunction.variable(replace(part, bath=bath).atom) for part, c in parts.items()), _ZERO
        )
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
        point = self._point(values)
        put = self._substitution(point)
        try:
            total = self._total(point)
            self._require_bounded_energy(total)
            self._require_unique(total)
        except ExpressionError as error:
            raise NetworkError(f"{self.quantity} has no value there: {error}") from None
        formula = self.quantity.expression
        return type(self)(
            self._owner,
            replace(
                self.quantity, at=tuple(total.items()), expression=None if formula is None else put(formula)
            ),
            None if self._given is None else put(self._given),
            None if self._coefficients is None else {site: put(c) for site, c in self._coefficients.items()},
            {site: put(t) for site, t in self._temperatures.items()},
        )

    def _point(self, values: Mapping[Any, Any]) -> dict[str, RationalFunction]:
        known = {name for name, _ in self.quantity.at}
        introduced = {name for _, value in self.quantity.at for name in value.names}
        point = self.network.point(values, also=introduced)
        again = (known - introduced) & set(point)
        if again:
            raise NetworkError(f"{sorted(again)[0]} already has a value in this result")
        return point

    def _total(self, point: Mapping[str, RationalFunction]) -> dict[str, RationalFunction]:
        """What the network's own parameters are worth, these values put into the ones given before."""
        total = {name: value.substitute(point) for name, value in self.quantity.at}
        for name, value in point.items():
            if name not in total and name in self.network.parameters:
                total[name] = value
        return total

    def _require_bounded_energy(self, values: Mapping[str, RationalFunction]) -> None:
        """:class:`NetworkError` where the values make springs or pins negative and V with them."""
        network = self.network
        if self.quantity.kind == "hurwitz_determinant":  # a polynomial of the couplings, not of a steady state
            return
        if network.directed_items:  # stability decides there, not energy
            return
        put = [value.substitute(values) for value in (*network.springs.values(), *network.pinning_items)]
        if not all(value.is_constant for value in put) or all(value.value >= 0 for value in put):
            return
        direction = negative_direction(
            [[entry.substitute(values).value for entry in row] for row in network.linear_model().coupling.dense()]
        )
        if direction is not None:
            raise NetworkError(
                "at these values the potential energy is not bounded below: "
                f"it is negative along q = ({', '.join(map(str, direction))})"
            )

    def _require_unique(self, values: Mapping[str, RationalFunction]) -> None:
        """:class:`UniquenessError` where all couplings are positive numbers that take uniqueness away.

        A coupling of zero is a limit of networks that are unique, and stays allowed.
        """
        names = self.network.coupling_parameters
        if self.quantity.kind == "hurwitz_determinant" or not names or not set(names) <= set(values):
            return
        couplings = {name: values[name] for name in names}
        may_grow = bool(self.network.directed_items or self.network.feedback_items)
        if all(value.is_constant and (value.value or may_grow) for value in couplings.values()):
            self._explain(couplings)

    def _substitution(self, point: Mapping[str, RationalFunction]) -> Any:
        def put(value: RationalFunction) -> RationalFunction:
            try:
                return value.substitute(point)
            except ExpressionError:
                shown = ", ".join(f"{name} = {value}" for name, value in list(point.items())[:6])
                self._explain(point)
                raise NetworkError(f"{self.quantity} has no value at {shown}: its denominator vanishes") from None

        return put

    def _explain(self, point: Mapping[str, RationalFunction]) -> None:
        """Raise :class:`UniquenessError` where the values take uniqueness away."""
        try:
            network = self.network.at(self._total(point))
        except SymfluxError:
            return
        try:
            require_steady_state(network)
        except UniquenessError as error:
            raise UniquenessError(f"at these values {error}", error.hidden_modes) from None
        except StabilityError as error:
            raise StabilityError(f"at these values {error}", error.conditions) from None

    def __call__(self, *values: Any, **named: Any) -> NoReturn:
        where = _mapping_text(named)
        raise NetworkError(f"a result is no function: write .at({where}) for its value there, or .to_callable()")

    # questions answered in other rooms -----------------------------------------------------------------

    def latex(self, **options: Any) -> str:
        r"""The value as LaTeX, typeset as physicists do; options as in :func:`symflux.show.tex.latex.latex`.

        >>> import symflux as sf
        >>> print(sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2).latex())
        \frac{1}{6}\,(T_1 - T_2)
        """
        from symflux.show.tex.latex import latex

        return latex(self, **options)

    def _repr_latex_(self) -> str:
        from symflux.show.tex.latex import notebook_latex

        return notebook_latex(self)

    def to_callable(self, backend: str = "numpy") -> Any:
        """The result as a function of numbers: ``"numpy"``, ``"mpmath"`` or ``"python"`` (exact).

        Its arguments are the parameters, by keyword or in the order of ``.rational_function.names``. Raises
        :class:`NetworkError` for another backend, or where a parameter is left out.

        >>> import symflux as sf
        >>> heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
        >>> heat.to_callable("python")(T1=3, T2=1)
        Fraction(1, 3)
        """
        from symflux.show.text.exports import to_callable

        return to_callable(self, backend)

    def to_code(self, language: str = "python", *, name: str = "flux") -> str:
        """The result as source code: python, c, julia, mathematica, matlab (Octave too) or fortran.

        ``name`` names the function. Raises :class:`NetworkError` for another language.

        >>> import symflux as sf
        >>> heat = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().bond_flux(1, 2)
        >>> print(heat.to_code("c"))
        double flux(double T1, double T2) {
            double top = T1 - T2;
            double bottom = 6.0;
            return top/bottom;
        }
        """
        from symflux.show.text.exports import to_code

        return to_code(self, language, name=name)

    def to_json(self, *, indent: int | None = None) -> str:
        """The result as JSON text, exact values as strings (``docs/json-format.md``).

        >>> import symflux as sf
        >>> sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state().bond_flux(1, 2).to_json()[:60]
        '{"format": "symflux result 1", "quantity": {"kind": "flux", '
        """
        from symflux.show.text.exports import to_json

        return to_json(self, indent=indent)

    # combinations ---------------------------------------------------------------------------------------

    def _combined(self, expression: RationalFunction, point: Point) -> Result:
        network = self.network
        what = Quantity("expression", at=point, expression=expression)
        values = dict(point)
        temperatures = {b: bath.temperature.substitute(values) for b, bath in network.baths.items()}

        def part(quantity: Quantity) -> Result:
            found = quantity.of(self.state)
            return found.at(values) if values else found

        if (parts := linear_parts(expression, network)) is not None:

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
