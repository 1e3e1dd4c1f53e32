"""Results by name: a dict that a notebook shows as one display of formulas."""

from __future__ import annotations

from typing import TypeVar

from symflux.quantities.result import Result

__all__ = ["Results"]

Key = TypeVar("Key")
Value = TypeVar("Value", bound=Result)


class Results(dict[Key, Value]):
    """A plain dict plus its display.

    >>> import symflux as sf
    >>> fluxes = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state().bond_fluxes()
    >>> fluxes, fluxes == {(1, 2): fluxes[1, 2]}
    ({(1, 2): <flux(1, 2) = 1/6>}, True)
    """

    def _repr_latex_(self) -> str | None:
        from symflux.show.notebook.collections import results_latex

        return results_latex(list(self.values()))
