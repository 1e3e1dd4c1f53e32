"""What is asked of a result, and answered in the room that shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from symflux.quantities.result import Result

__all__ = ["Questions"]


class Questions:
    """The doors of a result; :class:`symflux.quantities.result.Result` has them all."""

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

        return notebook_latex(cast("Result", self))

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

        return to_json(cast("Result", self), indent=indent)
