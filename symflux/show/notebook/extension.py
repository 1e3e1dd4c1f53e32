"""``%load_ext symflux``: tuples, lists and dicts of results as formulas, as single results are."""

from __future__ import annotations

from typing import Any

from symflux.show.notebook.collections import sequence_latex

__all__ = ["load"]


def load(shell: Any) -> None:
    """Teach the notebook's display about collections of results; every other collection is shown as before.

    >>> class Formatter:
    ...     def for_type(self, kind, function):
    ...         print(kind.__name__, function((1, 2)))
    >>> from types import SimpleNamespace as Space
    >>> load(Space(display_formatter=Space(formatters={"text/latex": Formatter()})))
    tuple None
    list None
    dict None
    """
    latex = shell.display_formatter.formatters["text/latex"]
    for kind in (tuple, list, dict):
        latex.for_type(kind, sequence_latex)
