r"""Results as LaTeX that a physicist would have written.

Denominators come as products of their factors, collected where that is shorter; sums start with a plus; temperatures
appear as differences, because the coefficients of a flux add up to zero; what is too long for one line is broken or
given a name. Numerators of over ``STRUCTURE_TERMS`` terms come as determinants of named blocks
(:mod:`symflux.show.tex.structured`) unless ``expanded`` is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.rational_function import common_denominator
from symflux.errors import ExpressionError, SymfluxError
from symflux.quantities.result import Result
from symflux.show.collect import Collector, Signed
from symflux.show.formula import Formula, Number, Power, Quotient, Sum, cost, times
from symflux.show.order import Order
from symflux.show.tex.blocks import Equation, typeset, with_blocks
from symflux.show.tex.formula import tokens as tokens_of
from symflux.show.tex.layout import column_points, text_of
from symflux.show.tex.names import Names, quantity_latex
from symflux.show.tex.structured import Structure, structure_of

__all__ = [
    "STRUCTURE_TERMS", "System", "equations", "latex", "notebook_latex", "system", "system_latex",
]  # fmt: skip

STRUCTURE_TERMS = 300  #: a numerator with more terms than this comes in blocks
NOTEBOOK_CHARACTERS = 6_000  #: a notebook shows a summary instead of longer LaTeX
_ZERO_SUM = ("flux", "bath_flux")
_COMMON_TERMS = 2_000  #: coefficients with more terms in all are not brought to a common denominator


def latex(
    value: Any, *, names: Mapping[Any, str] | None = None, width: float | str | None = None, expanded: bool = False
) -> str:
    r"""The LaTeX of a result, polynomial, rational function, sympy expression or formula string.

    Without ``width``: what goes between dollar signs. With ``width`` (points at 10pt, a TeX length such as
    ``"8.6cm"``, or ``"column"`` for two-column REVTeX, ``"page"`` for an article): a display whose lines fit, with
    the quantity on the left; it needs the package amsmath. ``names`` maps parameters to their LaTeX. ``expanded``
    multiplies everything out. Raises :class:`NetworkError` for a width or names that make no sense.

    >>> from symflux.model.families import chain
    >>> pair = chain(2, spring="k", pinning=1, baths={1: ("gamma1", "T1"), 2: ("gamma2", "T2")}).steady_state()
    >>> print(latex(pair.bond_flux(1, 2)))
    \frac{\gamma_1 \gamma_2 k^2}{(\gamma_1 + \gamma_2) (k^2 + \gamma_1 \gamma_2 k + \gamma_1 \gamma_2)}\,(T_1 - T_2)
    >>> print(latex(pair.conductance(1, 2).at({"gamma1": 1, "gamma2": 1}), names={"k": r"\kappa"}))
    \frac{\kappa^2}{2 (\kappa^2 + \kappa + 1)}
    """
    points = None if width is None else column_points(width)
    if isinstance(value, sympy.Basic) and not _is_rational(value):
        return _other_sympy(value, names)
    listed = equations(value, names=names, width=points, expanded=expanded)
    if points is None and len(listed) == 1 and not listed[0].rows:
        sign, formula = listed[0].right
        return text_of(tokens_of(formula, sign))
    return typeset(listed, points)


def notebook_latex(result: Result) -> str:
    """What Jupyter shows: an equation between dollar signs, or a summary where that would be endless."""
    names = Names(result.network.parameters)
    left = quantity_latex(result.quantity, result.network, names)
    value = result.rational_function
    terms = len(value.numerator) + len(value.denominator)
    if terms <= STRUCTURE_TERMS:
        text = latex(result)
        if len(text) <= NOTEBOOK_CHARACTERS:
            return rf"$\displaystyle {left} = {text}$"
    shown = ", ".join(names[name] for name in value.names[:12]) + (r", \dots" if len(value.names) > 12 else "")
    lengths = f"{len(value.numerator)} and {len(value.denominator)}"
    what = (
        rf"\text{{a quotient of polynomials with {lengths} terms in }} {shown}"
        if value.names
        else rf"{float(value.value):.12g}\dots"
    )
    return rf"$\displaystyle {left} = {what}$"


def equations(
    value: Any, *, names: Mapping[Any, str] | None = None, width: float | None = None, expanded: bool = False
) -> list[Equation]:
    """The equations that say what a value is: the first one is the value, the others its named blocks."""
    if not isinstance(value, Result):
        rational = exact(value)
        shown = Names(rational.names, names)
        setter = Collector(shown.__getitem__, Order(), expanded=expanded)
        return with_blocks([Equation("", setter.rational(rational))], shown, width)
    network = value.network
    shown = Names(network.parameters, names)
    left = quantity_latex(value.quantity, network, shown)
    setter = Collector(shown.__getitem__, Order(network), expanded=expanded)
    if not expanded and _is_huge(value):
        letter = left if value.quantity.kind == "hurwitz_determinant" else shown.free("D", r"\Delta")
        if value.quantity.kind == "hurwitz_determinant":
            letter = shown.free(r"\Delta", "H")
        structure = structure_of(value, lambda r: [_signed_as_factor(setter.rational(r))], shown, letter)
        if structure is not None:
            return _structured(value, structure, left, setter, shown, width)
    return with_blocks([Equation(left, _result(value, setter))], shown, width)


@dataclass(frozen=True)
class System:
    """Equations for several results of one network: parts that they share have one name."""

    short: Mapping[int, Equation]  #: {place of the result: its equation}
    blocks: tuple[Equation, ...]  #: what the names in these mean
    long: Mapping[int, tuple[Equation, ...]]  #: {place: equation and blocks} of results in structured form


def system(results: Sequence[Result], *, names: Mapping[Any, str] | None = None, width: float | None = None) -> System:
    """The equations of results of one network, in the order in which they will be read.

    The blocks of long results change their meaning from one to the next; those that do not are not repeated.
    """
    short = [k for k, result in enumerate(results) if not _is_huge(result)]
    mains: dict[int, Equation] = {}
    blocks: tuple[Equation, ...] = ()
    if short:
        network = results[0].network
        shown = Names(network.parameters, names)
        setter = Collector(shown.__getitem__, Order(network))
        listed = [
            Equation(quantity_latex(results[k].quantity, network, shown), _result(results[k], setter)) for k in short
        ]
        group = with_blocks(listed, shown, width)
        mains, blocks = dict(zip(short, group, strict=False)), tuple(group[len(short) :])
    known: dict[str, Equation] = {}  # the latest meaning of each name
    long: dict[int, tuple[Equation, ...]] = {}
    for k, result in enumerate(results):
        if k not in mains:
            whole = equations(result, names=names, width=width)
            new = {equation.left for equation in whole if known.get(equation.left) != equation}
            new |= {e.left for e in whole if any(entry in new for row in e.rows for entry in row)}
            long[k] = tuple(equation for equation in whole if equation.left in new)
            known |= {equation.left: equation for equation in whole}
    return System(mains, blocks, long)


def system_latex(
    results: Sequence[Result], *, names: Mapping[Any, str] | None = None, width: float | str = "page"
) -> str:
    """Displays for several results of one network, in order; long parts that they share are named once.

    ``width`` and ``names`` as in :func:`latex`.
    """
    points = column_points(width)
    found = system(results, names=names, width=points)
    parts = [typeset([*found.short.values(), *found.blocks], points)] if found.short else []
    parts += [typeset(found.long[k], points) for k in sorted(found.long)]
    return "\n".join(parts)


# formulas of values -------------------------------------------------------------------------------------------


def _is_huge(result: Result) -> bool:
    if result.quantity.kind == "entropy_production":
        return False
    try:
        coefficients = list(result.coefficients.values())
    except SymfluxError:
        coefficients = [result.rational_function]
    return max((max(len(c.numerator), len(c.denominator)) for c in coefficients), default=0) > STRUCTURE_TERMS


def _is_rational(value: sympy.Basic) -> bool:
    try:
        exact(value)
    except ExpressionError:
        return False
    return True


def _other_sympy(value: sympy.Basic, names: Mapping[Any, str] | None) -> str:
    symbols = sorted(value.free_symbols, key=str)
    shown = Names([symbol.name for symbol in symbols], names)
    return str(sympy.latex(value, symbol_names={symbol: shown[symbol.name] for symbol in symbols}))


def _signed_as_factor(signed: Signed) -> Formula:
    sign, formula = signed
    return formula if sign > 0 else Sum(((-1, formula),))


def _result(result: Result, setter: Collector) -> Signed:
    if result.quantity.kind == "entropy_production":
        return _entropy(result, setter)
    try:
        coefficients = dict(result.coefficients)
    except SymfluxError:
        return setter.rational(result.rational_function)
    merged: dict[RationalFunction, RationalFunction] = {}
    own = None
    for site, temperature in result.temperatures.items():
        merged[temperature] = merged.get(temperature, RationalFunction.constant(0)) + coefficients.get(
            site, RationalFunction.constant(0)
        )
        if result.quantity.kind == "bath_flux" and site == result.quantity.sites[0]:
            own = temperature
    if all(t.is_constant for t in merged):
        return setter.rational(result.rational_function)
    total = _total(result, merged)
    if total is None:
        return setter.rational(result.rational_function)
    pivot = own if own is not None else _pivot(merged)
    terms = []
    if not total.is_zero:
        sign, formula = setter.rational(total)
        terms.append((sign, times([formula, *_temperature(pivot, setter)])))
    rest = {t: c for t, c in merged.items() if t != pivot and not c.is_zero}
    outside: list[Formula] = []
    if len(rest) > 1:
        outside, rest = _common(rest, setter)
    for temperature, coefficient in rest.items():
        sign, formula = setter.rational(coefficient)
        sign, heat = _difference(temperature, pivot, sign, setter)
        terms.append((sign, times([formula, heat])))
    if not terms:
        return 1, Number(0)
    body: Formula = Sum(tuple(terms)) if len(terms) > 1 else terms[0][1]
    lead = terms[0][0] if len(terms) == 1 else 1
    if outside and total.is_zero:
        return lead, times([*outside, body])
    if outside:
        return 1, Sum((terms[0], (1, times([*outside, Sum(tuple(terms[1:]))]))))
    return lead, body


def _total(result: Result, merged: Mapping[RationalFunction, RationalFunction]) -> RationalFunction | None:
    """The sum of the coefficients: what is left at equal temperatures; None where finding out would take long."""
    if result.quantity.kind in _ZERO_SUM:
        return RationalFunction.constant(0)
    if result.quantity.kind == "kinetic_temperature":
        return RationalFunction.constant(1)
    if sum(len(c.numerator) + len(c.denominator) for c in merged.values()) > _COMMON_TERMS:
        return None
    return sum(merged.values(), RationalFunction.constant(0))


def _pivot(merged: Mapping[RationalFunction, RationalFunction]) -> RationalFunction:
    """The temperature all others are compared with: the one with the longest coefficient, the last of equals."""
    lengths = {t: len(c.numerator) for t, c in merged.items()}
    longest = max(lengths.values())
    return [t for t, length in lengths.items() if length == longest][-1]


def _common(
    rest: Mapping[RationalFunction, RationalFunction], setter: Collector
) -> tuple[list[Formula], dict[RationalFunction, RationalFunction]]:
    """One denominator and the common factors of the numerators, put in front where that is shorter."""
    if setter.expanded or sum(len(c.numerator) + len(c.denominator) for c in rest.values()) > _COMMON_TERMS:
        return [], dict(rest)
    bottom = common_denominator(rest.values())
    tops = {t: (c * bottom).numerator for t, c in rest.items()}
    shared = Polynomial.constant(0)
    for top in tops.values():
        shared = shared.gcd(top)
    factor = RationalFunction(shared, bottom)
    inner = {t: RationalFunction(top.exact_quotient(shared)) for t, top in tops.items()}
    sign, formula = setter.rational(factor)
    apart = sum(cost(setter.rational(c)[1]) for c in rest.values())
    together = cost(formula) + sum(cost(setter.rational(c)[1]) for c in inner.values())
    if sign < 0 or formula == Number(1) or together >= apart:
        return [], dict(rest)
    return [formula], inner


def _temperature(temperature: RationalFunction, setter: Collector) -> list[Formula]:
    sign, formula = setter.rational(temperature)
    return [_signed_as_factor((sign, formula))]


def _difference(first: RationalFunction, second: RationalFunction, sign: int, setter: Collector) -> Signed:
    """``sign * (first - second)``, turned round where the sign is negative."""
    if sign < 0:
        first, second = second, first
    if first.is_zero or second.is_zero or (first.is_constant and second.is_constant):
        return setter.rational(first - second)
    if all(len(t.numerator) == 1 and t.denominator.is_constant for t in (first, second)):
        parts = [(s, setter.rational(t)) for s, t in ((1, first), (-1, second))]
        return 1, Sum(tuple((s * own, formula) for s, (own, formula) in parts))
    return setter.rational(first - second)


def _entropy(result: Result, setter: Collector) -> Signed:
    values = dict(result.quantity.at)
    terms: list[tuple[int, Formula]] = []
    for (i, j), conductance in result.network.steady_state().conductances().items():
        coefficient = conductance.rational_function.substitute(values)
        hot, cold = result.temperatures[i], result.temperatures[j]
        if coefficient.is_zero or hot == cold:
            continue
        top = Power(_difference(hot, cold, 1, setter)[1], 2)
        bottom = times([*_temperature(hot, setter), *_temperature(cold, setter)])
        sign, formula = setter.rational(coefficient)
        terms.append((sign, times([formula, Quotient(top, bottom)])))
    if not terms or all(t.is_constant for t in result.temperatures.values()):
        return setter.rational(result.rational_function)
    return (1, Sum(tuple(terms))) if len(terms) > 1 else terms[0]


def _structured(
    result: Result, structure: Structure, left: str, setter: Collector, names: Names, width: float | None
) -> list[Equation]:
    quantity = result.quantity
    terms: list[tuple[int, Formula]] = []
    if quantity.bath is not None or quantity.kind in ("conductance", "hurwitz_determinant"):
        terms = list(structure.coefficients.values())
        if quantity.bath is not None and quantity.kind == "bath_flux" and quantity.bath == quantity.sites[0]:
            terms = []
    else:
        baths = list(result.temperatures)
        pivot_site = quantity.sites[0] if quantity.kind == "bath_flux" else baths[-1]
        pivot = result.temperatures[pivot_site]
        if quantity.kind == "kinetic_temperature":
            terms.append((1, times(_temperature(pivot, setter))))
        for site, (sign, coefficient) in structure.coefficients.items():
            if site != pivot_site and result.temperatures[site] != pivot:
                sign, heat = _difference(result.temperatures[site], pivot, sign, setter)
                terms.append((sign, times([coefficient, heat])))
    if not terms:
        return with_blocks([Equation(left, _result(result, setter))], names, width)
    main: Signed = terms[0] if len(terms) == 1 else (1, Sum(tuple(terms)))
    used = text_of(tokens_of(main[1], main[0]))
    listed = [Equation(left, main)]
    for block in structure.blocks:
        if block.rows and (block.symbol in used):
            listed.append(Equation(block.symbol, rows=block.rows))
    shown_rows = {entry for equation in listed for row in equation.rows for entry in row}
    listed += [Equation(symbol, text=text) for symbol, text in structure.about]
    for block in structure.blocks:
        if block.value is not None and block.symbol in shown_rows:
            listed.append(Equation(block.symbol, setter.rational(block.value)))
    return with_blocks(listed, names, width)
