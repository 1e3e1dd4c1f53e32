r"""Results as LaTeX that a physicist would have written.

Denominators come as products of their factors, collected where that is shorter; sums start with a plus; temperatures
appear as differences, because the coefficients of a flux add up to zero; what is too long for one line is broken or
given a name. Numerators of over ``STRUCTURE_TERMS`` terms come as determinants of named blocks
(:mod:`symflux.show.tex.structured`) unless ``expanded`` is asked for; what has no short form is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from symflux.algebra import exact
from symflux.errors import ExpressionError
from symflux.quantities.result import Result
from symflux.show.collect import Collector
from symflux.show.order import Order
from symflux.show.tex.blocks import Equation, typeset, with_blocks
from symflux.show.tex.formula import tokens as tokens_of
from symflux.show.tex.layout import column_points, text_of
from symflux.show.tex.names import Names, quantity_latex
from symflux.show.tex.sheet import STRUCTURE_TERMS, Sheet

__all__ = [
    "equations", "latex", "notebook_latex", "system_latex",
]  # fmt: skip

NOTEBOOK_CHARACTERS = 6_000  #: a notebook shows a summary instead of longer LaTeX


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
        if len(text) <= NOTEBOOK_CHARACTERS:  # several equations have their left sides already
            head = "" if text.startswith(r"\begin{aligned}") else f"{left} = "
            return rf"$\displaystyle {head}{text}$"
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
    if isinstance(value, Result):
        return Sheet([value], names=names, width=width, expanded=expanded).take([0])
    rational = exact(value)
    shown = Names(rational.names, names)
    collector = Collector(shown.__getitem__, Order(), expanded=expanded)
    return with_blocks([Equation("", collector.rational(rational))], shown, width)


def system_latex(
    results: Sequence[Result], *, names: Mapping[Any, str] | None = None, width: float | str = "page"
) -> str:
    r"""A display for several results of one network, in order: equal fluxes stand once, and every part that has a
    name is defined once, below.

    ``width`` and ``names`` as in :func:`latex`.

    >>> from symflux.model.families import chain
    >>> state = chain(3, baths={1: (1, "T1"), 3: (1, "T3")}, spring="k", pinning=1).steady_state()
    >>> print(system_latex([state.bond_flux(1, 2), state.bond_flux(2, 3)]))
    \begin{align*}
    \phi_{1\to 2} &= \frac{k^2 (k^2 + k + 1)}{2 (k^4 + 2 k^3 + 4 k^2 + 3 k + 1)}\,(T_1 - T_3) \\
    \phi_{2\to 3} &= \phi_{1\to 2}
    \end{align*}
    """
    points = column_points(width)
    return typeset(Sheet(results, names=names, width=points).take(range(len(results))), points)


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
