r"""Statements about every size as LaTeX."""

from __future__ import annotations

from symflux.family.symmetry import SymmetryLaw
from symflux.model.labels import Site
from symflux.show.tex.latex import latex

__all__ = ["law_latex"]


def law_latex(law: SymmetryLaw) -> str:
    r"""A linear law of the fluxes, ready to be put between dollar signs.

    >>> import symflux as sf
    >>> law, = sf.ring(3, spring="k", baths={1: ("g1", "T1"), 2: ("g2", "T2")}).symmetry_laws()
    >>> print(law_latex(law))
    (g_1 + g_2)\,\phi_{1\to 2} + g_2\,\phi_{2\to 3} + g_1\,\phi_{3\to 1} = 0
    """

    def named(i: Site, j: Site, times: str) -> str:
        bonded = law.network.has_bond(i, j)
        return times + (rf"\phi_{{{i}\to {j}}}" if bonded else rf"\langle q_{{{i}}} v_{{{j}}}\rangle")

    return law.written(latex, named, r"\,") + " = 0"
