"""The sign of a result over one, two or three parameters: cells, boundary curve, critical values. All exact."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, overload

import sympy

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.errors import SignError, VerificationError
from symflux.model.physical import definite_minors, negative_everywhere
from symflux.moments.existence import is_passive, stability_polynomials
from symflux.positivity.condition import Condition
from symflux.quantities.reader import read_claims, require_known
from symflux.quantities.result import Result
from symflux.signs.cell import Cell, cells_of
from symflux.work import child
from symflux.work.many import answers

__all__ = ["Cell", "SignRegion", "sign_region"]

_PARAMETERS = 3


@dataclass(frozen=True)
class SignRegion:
    """Where a result is positive and where it is negative.

    Only open cells are listed; on the walls between them the result may vanish, or have no value. Every point of
    the domain (parameters positive unless declared real, assumptions strict) lies in a cell or on a wall.

    >>> import symflux as sf
    >>> region = sf.sign_region("a**2 - 2", over=["a"])
    >>> print(region)
    -  0 < a < 1.41421  (sample a=1/2)
    +  a > 1.41421  (sample a=3)
    boundary: a**2 - 2 == 0
    critical a: 1.41421, the root of x**2 - 2 in (1, 2)
    >>> sorted(region.signs), region.sign_at({"a": 2}), region.cell_at({"a": 2}).sample
    (['+', '-'], '+', {'a': 3})
    """

    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    boundary: tuple[Polynomial, ...]  #: irreducible; across their zeros the result changes its sign
    without_sign_change: tuple[Polynomial, ...]  #: irreducible factors that may vanish, the sign being the same around
    critical: tuple[AlgebraicNumber, ...]  #: values of the first parameter at which the picture changes
    value: RationalFunction = field(repr=False)
    given: tuple[Condition, ...] = field(repr=False)
    real: frozenset[str] = frozenset()
    meaning: str = ""  #: "T1 > T2" where the temperatures were left open and the sign is the one for that order

    @cached_property
    def signs(self) -> frozenset[str]:
        """The signs that occur on open cells: a subset of {"+", "-"}."""
        return frozenset(cell.sign for cell in self.cells)

    def latex(self, **options: Any) -> str:
        r"""The boundary and the sign at a point of every cell, as a LaTeX array; ``names`` maps parameters to LaTeX.

        >>> import symflux as sf
        >>> print(sf.sign_region("a**2 - 2", over=["a"]).latex())
        \begin{array}{ll} 0 & a^2 - 2 \\ - & a = 1/2 \\ + & a = 3 \end{array}
        """
        from symflux.show.tex.answers import sign_region_latex

        return sign_region_latex(self, **options)

    def sign_at(self, point: Mapping[Any, Any]) -> str:
        """The sign at any point of the domain, exactly: "+", "-" or "0".

        Raises :class:`SignError` outside the domain, and where the result has no value.
        """
        values = {_name(key): exact(value).value for key, value in point.items()}
        _require_names(values, self.names)
        shown = ", ".join(f"{name} = {values[name]}" for name in self.names)
        if any(values[name] <= 0 and name not in self.real for name in self.names):
            raise SignError(f"{shown}: outside the region, where {', '.join(self.names)} are positive")
        for condition in self.given:
            if not condition.holds(values):
                raise SignError(f"{shown}: outside the region, {condition} is false")
        bottom = self.value.denominator.evaluate(values)
        if bottom == 0:
            raise SignError(f"{shown}: the result has no value there, its denominator vanishes")
        top = self.value.numerator.evaluate(values)
        return "0" if top == 0 else "+" if (top > 0) == (bottom > 0) else "-"

    def plot(self, **options: Any) -> Any:
        """The picture of the region; options as in :func:`symflux.show.pictures.sign_map.sign_map` (needs matplotlib).

        >>> import symflux as sf
        >>> type(sf.sign_region("a**2 - 2", over=["a"]).plot()).__name__
        'Plot'
        """
        from symflux.show.pictures.sign_map import sign_map

        return sign_map(self, **options)

    def cell_at(self, point: Mapping[Any, Any]) -> Cell | None:
        """The cell in which a point of the domain lies, from the cell's walls alone; None on a wall."""
        self.sign_at(point)
        values = {_name(key): exact(value).value for key, value in point.items()}
        known: dict[int, list[AlgebraicNumber]] = {}
        return next((cell for cell in self.cells if cell.contains(values, known)), None)

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import region_html

        return region_html(self)

    def __repr__(self) -> str:
        signs = ", ".join(sorted(self.signs))
        return f"<sign region over {', '.join(self.names)}: {len(self.cells)} cells, signs {signs}>"

    def __str__(self) -> str:
        """The table of cells, the boundary and the critical values."""
        lines = [f"for {self.meaning}:"] if self.meaning else []
        lines += [f"{cell.sign}  {cell.description}  (sample {_point(cell.sample)})" for cell in self.cells]
        lines += [f"boundary: {p.summary(200)} == 0" for p in self.boundary]
        lines += [f"no sign change at: {p.summary(200)} == 0" for p in self.without_sign_change]
        lines += [f"critical {self.names[0]}: {float(number):.6g}, {number}" for number in self.critical]
        return "\n".join(lines)


@overload
def sign_region(
    result: Any,
    over: Sequence[Any],
    *,
    given: Any = (),
    at: Mapping[Any, Any] | None = None,
    real: Iterable[str] = (),
    seconds: float = 120.0,
    executor: Any = None,
) -> SignRegion:
    """One region."""


@overload
def sign_region(
    result: Any,
    over: Sequence[Any],
    *,
    given: Any = (),
    at: Sequence[Mapping[Any, Any]],
    real: Iterable[str] = (),
    seconds: float = 120.0,
    executor: Any = None,
) -> list[SignRegion]:
    """A region for each of the values: a sweep."""


def sign_region(
    result: Any,
    over: Sequence[Any],
    *,
    given: Any = (),
    at: Mapping[Any, Any] | Sequence[Mapping[Any, Any]] | None = None,
    real: Iterable[str] = (),
    seconds: float = 120.0,
    executor: Any = None,
) -> SignRegion | list[SignRegion]:
    """The sign of a result over one, two or three parameters.

    ``over`` names them; the first is the base, over which the walls of the next are drawn. ``at`` gives every other
    parameter a value, ``given`` restricts the region. ``result`` is a result of a steady state, or anything that
    denotes an exact rational function; in a sympy expression the real symbols may have either sign. For a flux between
    two baths whose temperatures are left open the sign is that for the first one hotter (or as ``given`` says). With
    directed springs or feedback only the couplings that are stable are looked at. Raises
    :class:`SignError` where the question has no answer as put, and :class:`TimeLimitError` after ``seconds``.
    Method: :mod:`symflux.positivity.points.decomposition`.

    >>> from symflux.model.network import Network
    >>> net = Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "b")], pinning=1, baths={1: (1, 2), 2: (1, 1)})
    >>> region = sign_region(net.steady_state().bond_flux(1, 2), over=["a", "b"])
    >>> [(cell.sign, cell.values) for cell in region.cells]
    [('+', (1, 1)), ('+', (9, 1)), ('-', (9, 13)), ('+', (9, 17))]
    >>> print(region.cells[2].description)
    a > 6.02827, b between roots 1 and 2 of 4*a**3 - 4*a**2*b - a*b**2 + 2*a*b + a + b**3 + b**2
    >>> region.critical
    (AlgebraicNumber(the root of 144*x**5 - 912*x**4 + 296*x**3 - 192*x**2 + 25*x - 4 in (4, 8)),)

    A list of values of the other parameters is a sweep: a list of regions, each within ``seconds``, on an ``executor``
    where one is given: a process pool, dask, anything with ``submit``.

    >>> [len(region.cells) for region in sign_region("a**2 - a*c + 1", over=["a"], at=[{"c": 1}, {"c": 3}])]
    [1, 3]
    """
    if isinstance(at, list | tuple):
        options = {"given": given, "real": tuple(real), "seconds": seconds}
        return answers(partial(_region_at, result, over, options), at, executor=executor)
    names = tuple(_name(key) for key in ([over] if isinstance(over, str | sympy.Symbol) else over))
    if not 1 <= len(names) <= _PARAMETERS or len(set(names)) < len(names):
        raise SignError(f"over {list(names)}: one, two or three different parameters, the first one the base")
    arguments = result, names, given, at, frozenset(real)
    return child.run(_answer, *arguments, seconds=seconds, label="sign region", memory=child.MEMORY)


def _region_at(result: Any, over: Sequence[Any], options: Mapping[str, Any], at: Mapping[Any, Any]) -> SignRegion:
    """One region of a sweep."""
    return sign_region(result, over, at=at, **options)


def _answer(
    result: Any, names: tuple[str, ...], given: Any, at: Mapping[Any, Any] | None, real: frozenset[str]
) -> SignRegion:
    network = getattr(result, "network", None)
    if network is not None and not isinstance(result, Result):
        raise SignError(f"a region is of a result, as ss.bond_flux(1, 2), not of a {type(result).__name__}")
    declared = real | (network.real if network is not None else frozenset())
    if network is not None and not set(names) <= set(network.parameters):
        unknown = set(names) - set(network.parameters) - set(result.rational_function.names)
        if unknown:
            raise SignError(f"no parameter {sorted(unknown)[0]}; the network has {', '.join(network.parameters)}")
    if isinstance(result, sympy.Basic):
        declared |= {s.name for s in result.free_symbols if s.is_real and not s.is_positive}
    values = {_name(key): exact(value) for key, value in (at or {}).items()}
    for name in names:
        if name in values:
            raise SignError(f"{name} is both varied (over) and given a value (at)")
    assumed = read_claims(given, network)
    if network is not None:
        require_known(assumed, network, (*declared, *result.rational_function.names))
    conditions = [condition.at(values) for claim in assumed for condition in claim.conditions(declared)]
    solved, meaning = None, ""
    if network is not None:
        result = result.at(at) if at else result
        solved = network.at({**dict(result.quantity.at), **values})
        value, conditions, meaning = _between_two_baths(result, solved, names, conditions)
        if not is_passive(solved):
            conditions += [Condition(p, ">") for p in stability_polynomials(solved)]
        elif declared & set(names):
            conditions += [Condition(p, ">") for p in definite_minors(solved)]
    else:
        value = exact(result).substitute(values)
    _require_names(value.names, names, everything=False)
    for p, relation in conditions:
        _require_names(p.names, names, everything=False)
        if relation == "==":
            raise SignError(f"given {p.summary()} == 0: no open region; solve it for a parameter and use at={{...}}")
    if value.is_zero:
        raise SignError("the result is identically zero: it has no sign anywhere")
    found = _region(value, names, tuple(conditions), declared & set(names), solved)
    if not found.cells:
        never = None if solved is None else negative_everywhere(solved)
        raise SignError(never or f"no open set of values of {', '.join(names)} satisfies the conditions: leave one out")
    return replace(found, meaning=meaning)


def _between_two_baths(
    result: Any, network: Any, varied: Sequence[str], conditions: list[Condition]
) -> tuple[RationalFunction, list[Condition], str]:
    """A flux kappa (T1 - T2) whose two temperatures are left open: kappa, or -kappa where T2 > T1 is given."""
    value: RationalFunction = result.rational_function
    temperatures = [bath.temperature for bath in network.baths.values()]
    names = [t.names[0] for t in temperatures if len(t.names) == 1 and t == RationalFunction.variable(t.names[0])]
    if len(names) != 2 or len(temperatures) != 2 or not set(names) <= set(value.names):
        return value, conditions, ""
    if set(names) & {*network.coupling_parameters, *varied}:
        return value, conditions, ""
    drop = RationalFunction.variable(names[0]) - RationalFunction.variable(names[1])
    coefficient = (value / drop).reduced()
    if set(names) & set(coefficient.names):
        return value, conditions, ""
    others, hot, cold = [], *names
    for p, relation in conditions:
        ratio = RationalFunction(p) / drop
        if not ratio.is_constant or relation in ("==", "!="):
            others.append(Condition(p, relation))
        elif (ratio.value > 0) != (">" in relation):
            coefficient, hot, cold = -(value / drop).reduced(), names[1], names[0]
    return coefficient, others, f"{hot} > {cold}"


def _region(
    value: RationalFunction,
    names: tuple[str, ...],
    given: tuple[Condition, ...],
    real: frozenset[str],
    network: Any,
) -> SignRegion:
    value = value.reduced()
    below = value.denominator.factor()[1]
    found = None
    if network is not None:
        nonzero = _positive_denominators(network)
        found = cells_of(value, [(f, exponent) for f, exponent in below if f not in nonzero], names, given, real)
    if found is None:
        found = cells_of(value, below, names, given, real)
    if found is None:
        raise VerificationError("a sample of a cell lies on a wall")
    return SignRegion(names, **found._asdict(), value=value, given=given, real=real)


def _positive_denominators(network: Any) -> set[Polynomial]:
    """Irreducible polynomials that cannot change sign where the steady state is unique.

    The Hurwitz determinant is positive there, so its factors of odd multiplicity have one sign (two of them cannot
    vanish on the same hypersurface). Where they vanish uniqueness is lost.
    """
    determinant = network.steady_state().hurwitz_determinant().rational_function
    factors = [*determinant.numerator.factor()[1], *determinant.denominator.factor()[1]]
    return {factor for factor, exponent in factors if exponent % 2}


def _point(sample: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sample.items())


def _name(key: Any) -> str:
    return key.name if isinstance(key, sympy.Symbol) else str(key)


def _require_names(found: Collection[str], names: Sequence[str], everything: bool = True) -> None:
    missing = [name for name in found if name not in names]
    if missing:
        others = ", ".join(f'"{name}": ...' for name in missing)
        raise SignError(f"{', '.join(missing)}: neither varied (over) nor given a value; add at={{{others}}}")
    if everything:
        absent = [name for name in names if name not in found]
        if absent:
            raise SignError(f"{', '.join(absent)}: no value given")
