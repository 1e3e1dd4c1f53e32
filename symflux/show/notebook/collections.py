"""Several results at once, as one display of formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from symflux.errors import SymfluxError
from symflux.quantities.result import Result
from symflux.show.tex.latex import NOTEBOOK_CHARACTERS, notebook_latex, system_latex

__all__ = ["results_latex", "sequence_latex"]

_MOST = 40  #: results that are shown as formulas


def results_latex(results: Sequence[Result]) -> str | None:
    r"""A display of some results: equal fluxes once, long parts by names; None for none, or more than 40.

    >>> import symflux as sf
    >>> ss = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> print(results_latex([ss.bond_flux(1, 2), ss.bath_flux(2)]))
    \begin{align*}
    \phi_{1\to 2} &= \frac{1}{6}\,(T_1 - T_2) \\
    \phi_{2} &= -\phi_{1\to 2}
    \end{align*}
    """
    if not results or len(results) > _MOST:
        return None
    first = results[0].network
    if all(result.network is first for result in results):
        try:
            text = system_latex(results)
        except SymfluxError:
            text = ""
        if 0 < len(text) <= NOTEBOOK_CHARACTERS:
            return text
    lines = [_line(result) for result in results]
    return "$\\displaystyle \\begin{array}{l}" + " \\\\[1ex] ".join(lines) + "\\end{array}$"


def _line(result: Result) -> str:
    try:
        return notebook_latex(result).removeprefix("$").removesuffix("$")
    except SymfluxError as error:  # a mean that is infinite
        words = "".join(letter if letter.isalnum() or letter in " .,-" else " " for letter in str(error))
        return rf"\text{{{words[:120]}}}"


def sequence_latex(items: Iterable[Any]) -> str | None:
    """The display of a tuple, list or dict whose entries are all results; None for any other."""
    listed = list(items.values()) if isinstance(items, dict) else list(items)
    return results_latex(listed) if all(isinstance(item, Result) for item in listed) else None
