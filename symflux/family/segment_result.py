"""A quantity of a row of cells, for every size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.family.size_function import SizeFunction
from symflux.family.sizes import read_values
from symflux.family.value import Value

if TYPE_CHECKING:
    from symflux.family.segment import Segment

__all__ = ["SegmentResult"]

_ZERO = RationalFunction.constant(0)


class SegmentResult:
    """One quantity of a row for every size: coefficients of the temperatures, each a :class:`SizeFunction`."""

    def __init__(
        self, family: Segment, kind: str, labels: tuple[Any, ...], parts: Callable[[], dict[Any, SizeFunction]],
        shift: int = 0,
    ):  # fmt: skip
        self.family, self.kind, self.labels, self._parts, self.shift = family, kind, labels, parts, shift

    @cached_property
    def coefficients(self) -> dict[Any, SizeFunction]:
        """{bath: function of the number of cells that multiplies its temperature}; {None: ...} of a conductance."""
        return self._parts()

    @property
    def text(self) -> str:
        """What it is, in words."""
        inside = ", ".join(repr(label) if isinstance(label, tuple) else str(label) for label in self.labels)
        return f"{self.kind}({inside})"

    def __repr__(self) -> str:
        return f"<{self.text} for every {self.family.shape.size} >= {self.family.least}>"

    def at(self, values: Mapping[Any, Any] | None = None, **named: Any) -> Value | SegmentResult:
        """The value at one size (and at values of parameters); without a size, the result with parameters replaced.

        Exact, and fast for sizes of many thousands where the parameters are numbers. Raises :class:`NetworkError` for
        what is no size, :class:`UniquenessError` at an exceptional size.
        """
        family = self.family
        put = read_values(values, named, (*family.parameters, family.shape.size), family.real)
        size = put.get(family.shape.size)
        rest = {n: v for n, v in put.items() if n != family.shape.size}
        temperatures = self._temperature_names(rest)
        result = self._of(family.put(temperatures[0])) if temperatures[0] else self
        if size is None:
            return result._of(result.family.put(temperatures[1])) if temperatures[1] else result
        value = result.value(family.cells(size) + self.shift)
        if temperatures[1]:
            value = value.substitute({n: v for n, v in temperatures[1].items() if n in value.names})
        what = f"{self.text} at {', '.join(f'{k}={v}' for k, v in put.items())}"
        return Value(what, value, lambda: family.at(put), family.real)  # type: ignore[arg-type, return-value]

    def _temperature_names(self, values: Mapping[str, RationalFunction]) -> tuple[dict[str, Any], dict[str, Any]]:
        """(values of couplings, values of names that occur in temperatures only)."""
        family = self.family
        shape = family.shape
        couplings = {n for b in (shape.left, shape.cell, shape.right) for n in b.coupling_parameters}
        couplings |= set(shape.spring.names)
        inner = {n: v for n, v in values.items() if n in couplings}
        return inner, {n: v for n, v in values.items() if n not in couplings}

    def _of(self, family: Segment) -> SegmentResult:
        """The same question to another family."""
        method = {"flux": "bond_flux"}.get(self.kind, self.kind)
        found: SegmentResult = getattr(family, method)(*self.labels)
        return SegmentResult(family, found.kind, found.labels, found._parts, self.shift)

    def value(self, cells: int) -> RationalFunction:
        """The value for that many cells."""
        if cells < 0:
            raise NetworkError(f"{cells} cells: a row has none, or more")
        total = _ZERO
        for label, function in self.coefficients.items():
            temperature = 1 if label is None else self.family.temperature(label)
            total = total + function.at(cells) * temperature
        return total
