"""The space of bath temperatures: names, assumptions, and points in it.

Every bath temperature is free here, T_b > 0, even where the network gives it as a number, and so is the strength of
every drive. A flux is a linear form on this space. Where nothing does work it vanishes where all temperatures are
equal, so shifting and scaling all temperatures keeps its sign: the space that matters has two dimensions less than
there are baths. With directed springs, feedback or drives only the scale is free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from symflux.algebra import exact
from symflux.certificates.certificate import Certificate
from symflux.errors import ExpressionError, SignError, VerificationError
from symflux.model.labels import Label, show_label
from symflux.model.network import Network
from symflux.polyhedra.linear_program import Farkas, Relation, Row, Vector, primitive_factor, solve_rows
from symflux.polyhedra.small_point import small_point
from symflux.quantities.comparison import Comparison
from symflux.quantities.reader import read
from symflux.temperature.linear_certificate import certificate_network, conductance_certificate, linear_certificate
from symflux.temperature.linear_condition import LinearCondition
from symflux.temperature.sources import sources_of, vanishes_at_equal_temperatures, wanted_name

__all__ = ["TemperatureSpace", "comparisons", "near_equilibrium", "rational"]

_TURNED: dict[str, tuple[int, Relation]] = {
    ">": (1, ">"), ">=": (1, ">="), "<": (-1, ">"), "<=": (-1, ">="), "==": (1, "=="),
}  # fmt: skip
_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class TemperatureSpace:
    """The bath temperatures of a network, restricted by linear assumptions.

    ``coupling_assumptions`` are those of the given conditions that no temperature enters; they pass through.
    """

    network: Network
    baths: tuple[Label, ...]
    names: tuple[str, ...]
    assumptions: tuple[LinearCondition, ...]
    coupling_assumptions: tuple[Any, ...] = ()
    only_differences: bool = True  #: whether the forms to be studied vanish at equal temperatures

    @staticmethod
    def of(network: Network, given: Any = (), *, only_differences: bool = True) -> TemperatureSpace:
        """The space of a network's bath temperatures under ``given``, a list of strings or sympy relations.

        ``only_differences`` says that the forms to be studied, like fluxes, vanish at equal temperatures. A string
        may chain comparisons: ``"T1 > T2 >= T3"``. Raises :class:`SignError` for a condition that is not linear in the
        temperatures with numbers as coefficients, or names nothing that the network has.
        """
        baths = tuple(sources_of(network))
        only_differences = only_differences and vanishes_at_equal_temperatures(network)
        names = _free_names(network, baths)
        position = {name: k for k, name in enumerate(names)}
        assumptions: list[LinearCondition] = []
        passed: list[Any] = []
        for condition in [given] if isinstance(given, str | sympy.Basic) else list(given):
            compared = comparisons(condition)
            if not any(name in position for each in compared for name in each.names):
                _check_known(condition, compared, network, names)
                passed.append(condition)
                continue
            assumptions += [_assumption(condition, each, position) for each in compared]
        return TemperatureSpace(network, baths, names, tuple(assumptions), tuple(passed), only_differences)

    @cached_property
    def is_shift_invariant(self) -> bool:
        """Whether adding one number to every temperature keeps the assumptions and the forms."""
        return self.only_differences and all(a.is_shift_invariant for a in self.assumptions)

    @cached_property
    def cone(self) -> tuple[Row, ...]:
        """The rows of the space, homogeneous: first the assumptions, then positivity.

        The unknowns are the temperatures and, where an assumption names a number, a unit that stands for 1. Where
        only differences of temperatures enter, positivity cannot matter and is left out.
        """
        if self.is_shift_invariant:
            return tuple(each.as_row(len(self.baths)) for each in self.assumptions)
        size = len(self.baths) + self.has_unit
        rows = [each.as_row(size) for each in self.assumptions]
        rows += [Row(tuple(_ONE if i == j else _ZERO for j in range(size)), ">") for i in range(size)]
        return tuple(rows)

    def conditions(self) -> list[LinearCondition | None]:
        """What each row of :attr:`cone` says in a certificate; None for positivity, which goes without saying."""
        positivity = [None] * (len(self.cone) - len(self.assumptions))
        return [*self.assumptions, *positivity]

    def certificate(
        self, network: Network, rows: Sequence[tuple[LinearCondition, Fraction]], cone: Mapping[int, Fraction]
    ) -> Certificate:
        """The certificate of a contradiction between further conditions and rows of the cone, with multipliers.

        ``network`` is this network, perhaps with values put in.
        """
        named = self.conditions()
        both = [*rows, *((condition, y) for k, y in cone.items() if (condition := named[k]) is not None)]
        free = certificate_network(network, self.by_bath)
        conditions = [c for c, _ in both]
        return linear_certificate(free, self.names, conditions, [y for _, y in both], self.sample(conditions[1:]))

    def conductance_certificate(
        self, network: Network, first: LinearCondition, pairs: Sequence[tuple[Label, Label]], direction: str
    ) -> Certificate:
        """The certificate against a condition on a flux = sum over the pairs of K_ab (T_a - T_b), for any couplings.

        ``direction`` "+" says that no T_a - T_b is negative here, "-" that none is positive.
        """
        named = self.conditions()
        others = [condition for condition in named if condition is not None]
        shares: dict[tuple[Label, Label], dict[int, Fraction]] = {}
        for a, b in pairs:
            high, low = (a, b) if direction == "+" else (b, a)
            fall = tuple(Fraction((bath == low) - (bath == high)) for bath in self.baths)
            answer = solve_rows([Row(self.lifted(fall), ">"), *self.cone])
            if not isinstance(answer, Farkas):
                raise SignError(f"{self.by_bath[high]} is not always at least {self.by_bath[low]} here")
            shares[a, b] = {
                k: y / answer.multipliers[0] for k, y in enumerate(answer.multipliers[1:]) if y and named[k] is not None
            }
        free = certificate_network(network, self.by_bath)
        return conductance_certificate(
            free, self.by_bath, first, others, shares, self.sample(others), direction=direction
        )

    @property
    def by_bath(self) -> dict[Label, str]:
        """{bath: name of its temperature}."""
        return dict(zip(self.baths, self.names, strict=True))

    def sample(self, conditions: Sequence[LinearCondition]) -> dict[str, sympy.Rational]:
        """Positive temperatures at which the conditions hold, by name."""
        size = len(self.baths) + self.has_unit
        held = [condition.as_row(size) for condition in conditions]
        point = solve_rows(held + list(self.cone[len(self.assumptions) :])) or (_ZERO,) * size
        if isinstance(point, Farkas):
            raise VerificationError("a contradiction that was found minimal is not")
        found = self.witness(point)
        return {self.by_bath[bath]: temperature for bath, temperature in found.items()}

    @cached_property
    def row_texts(self) -> tuple[str, ...]:
        """What each row of :attr:`cone` says."""
        texts = [a.text for a in self.assumptions]
        if not self.is_shift_invariant:
            texts += [f"{name} > 0" for name in self.names] + (["1 > 0"] if self.has_unit else [])
        return tuple(texts)

    @property
    def has_unit(self) -> bool:
        """Whether an assumption fixes the unit of temperature."""
        return any(each.row[-1] for each in self.assumptions)

    def lifted(self, form: Sequence[Fraction]) -> Vector:
        """A linear form in the temperatures as a form on the unknowns of :attr:`cone`."""
        return tuple(form) + ((_ZERO,) if self.has_unit else ())

    def witness(self, point: Vector) -> dict[Label, sympy.Rational]:
        """Positive temperatures from a point of the cone."""
        if self.has_unit:
            point = tuple(x / point[-1] for x in point[:-1])
        if self.is_shift_invariant:
            factor = primitive_factor([x - min(point) for x in point])
            point = tuple((x - min(point)) * factor + 1 for x in point)
        return {bath: rational(x) for bath, x in zip(self.baths, point, strict=True)}

    def solve(self, rows: Sequence[Row]) -> Vector | Farkas:
        """A small point of the cone that satisfies further rows, or the multipliers (rows first, then cone)."""
        system = [*rows, *self.cone]
        if not system:
            return (_ZERO,) * len(self.baths)
        answer = solve_rows(system)
        if isinstance(answer, Farkas):
            return answer
        return small_point(system, answer, len(self.baths) if self.has_unit else None)

    def check_not_empty(self) -> None:
        """Raises :class:`SignError` where no positive temperatures satisfy the assumptions."""
        self.some()

    def some(self) -> dict[Label, sympy.Rational]:
        """Some positive temperatures that satisfy the assumptions; :class:`SignError` where none do."""
        answer = self.solve([])
        if isinstance(answer, Farkas):
            clash = ", ".join(self.row_texts[k] for k in answer.support)
            raise SignError(f"given: no positive temperatures satisfy {clash}; leave one out")
        return self.witness(answer)


def near_equilibrium(witness: Mapping[Label, Any], *, temperature: Any = 1, width: Any = 1) -> dict[Label, sympy.Expr]:
    """Temperatures in [temperature, temperature + width] at which every flux has the sign it has at ``witness``.

    Where nothing does work, heat fluxes are linear in the temperatures and vanish where they are equal: a common shift
    changes none, a common factor multiplies all. So T_b = temperature + width (W_b - min W)/(max W - min W), for every
    width > 0 however small; all three may be symbols. Formula: derivation ``any_scale``.

    >>> near_equilibrium({1: 3, 2: 1, 3: 2}, temperature=300, width=sympy.Rational(1, 1000))
    {1: 300001/1000, 2: 300, 3: 600001/2000}
    """
    values = {site: exact(value).to_sympy() for site, value in witness.items()}
    lowest, highest = min(values.values()), max(values.values())
    base, spread = exact(temperature).to_sympy(), exact(width).to_sympy()
    if lowest == highest:
        return dict.fromkeys(values, base)
    return {site: base + spread * (value - lowest) / (highest - lowest) for site, value in values.items()}


def rational(value: Fraction) -> sympy.Rational:
    """A Fraction as a sympy number."""
    return sympy.Rational(value.numerator, value.denominator)


def _free_names(network: Network, baths: tuple[Label, ...]) -> tuple[str, ...]:
    """A name of its own for each bath's temperature: the user's where it means that one thing, else ``T<site>``."""
    wanted = [wanted_name(network, site) for site in baths]
    couplings = set(network.coupling_parameters)
    names: list[str] = []
    for site, name in zip(baths, wanted, strict=True):
        if wanted.count(name) > 1 or name in couplings:
            name = f"T{show_label(site)}" if site in network.baths else f"E{show_label(_drive_label(site))}"
        name = re.sub(r"[^A-Za-z0-9_]", "_", name)
        while name in couplings or name in names:
            name += "_"
        names.append(name)
    return tuple(names)


def _drive_label(source: Any) -> Label:
    label: Label = source[1]
    return label


def comparisons(condition: Any) -> list[Comparison]:
    """What a user compares, chains taken apart."""
    if condition is True or condition is sympy.true:
        raise SignError("given: True restricts nothing; write the comparison as a string, as in 'T1 > T2'")
    try:
        found = read(condition, quantities=False)
    except ExpressionError as error:
        raise SignError(f"given {str(condition)[:60]!r}: {error}") from None
    for each in found:
        if each.relation not in _TURNED:
            hint = {"=": "write == for equality", "!=": "write > or <: a union of two regions is two questions"}
            raise SignError(f"given {str(condition)!r}: {hint.get(each.relation, f'unknown relation {each.relation}')}")
    return found


def _check_known(condition: Any, compared: Iterable[Comparison], network: Network, names: Sequence[str]) -> None:
    for name in (name for each in compared for name in each.names):
        if name not in network.coupling_parameters:
            known = ", ".join((*names, *network.coupling_parameters))
            raise SignError(f"given {str(condition)!r}: nothing is called {name}; known: {known}")


def _assumption(condition: Any, comparison: Comparison, position: Mapping[str, int]) -> LinearCondition:
    difference, relation = comparison.difference, comparison.relation
    unknown = [name for name in difference.names if name not in position]
    if unknown:
        raise SignError(
            f"given {str(condition)!r}: {', '.join(unknown)} stands beside temperatures; "
            "conditions on temperatures need numbers as coefficients"
        )
    if not difference.denominator.is_constant or difference.numerator.total_degree > 1:
        raise SignError(f"given {str(condition)!r}: not linear in the temperatures")
    bottom = difference.denominator.constant_value
    sign, turned = _TURNED[relation]
    row = [_ZERO] * (len(position) + 1)
    for monomial, coefficient in difference.numerator.terms():
        value = Fraction(sign * coefficient, bottom)
        row[position[monomial[0][0]] if monomial else -1] = value
    text = condition if isinstance(condition, str) and len(comparisons(condition)) == 1 else None
    left = str(difference if sign > 0 else -difference)
    return LinearCondition(left, turned, tuple(row), text or f"{difference} {relation} 0")
