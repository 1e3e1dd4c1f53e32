"""A quantity of a row of cells, for every size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sympy

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.family.blocks import Z
from symflux.family.certificate import FamilyCertificate
from symflux.family.limits import limit, rate
from symflux.family.segment_claim import SegmentClaim
from symflux.family.segment_table import form_certificate
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

    @cached_property
    def single(self) -> tuple[SizeFunction, Any, Any]:
        """(K, hot, cold) where the value is K (T_hot - T_cold); (K, None, None) of a conductance.

        :class:`NetworkError` where it is no such product: more baths drive it.
        """
        found = self.coefficients
        if None in found:
            return found[None], None, None
        driven = {label: f for label, f in found.items() if f.constant or f.poles or any(f.early)}
        if len(driven) == 2:
            (hot, function), (cold, other) = driven.items()
            total = function + other
            if not total.constant and not total.poles and not any(total.early):
                return function, hot, cold
        raise NetworkError(f"{self.text} is no multiple of one temperature difference: ask for its coefficients")

    @property
    def terms(self) -> tuple[Any, ...]:
        """(A, B, C, D) of its one pole, as polynomials; a tuple of them where there are several.

        K_N = constant + sum of (A S_n + B S_(n-1))/(C S_n + D S_(n-1)) over the roots of :attr:`poles`, n cells.
        """
        listed = tuple(tuple(self._shown(p) for p in pole.terms) for pole in self.single[0].poles)
        return listed[0] if len(listed) == 1 else listed

    @property
    def poles(self) -> tuple[sympy.Expr, ...]:
        """The factors of Delta(z) at which it has a pole, z = s^2."""
        return tuple(self._shown(pole.factor) for pole in self.single[0].poles)

    def _shown(self, value: Polynomial) -> sympy.Expr:
        return value.to_sympy(self.family.real, symbols={Z: sympy.Symbol("z")})

    def limit(self) -> sympy.Expr:
        """The value for infinitely long rows, an algebraic expression; :class:`NetworkError` where there is none.

        >>> import symflux as sf
        >>> ends = {"first": (1, "T1"), "last": (1, "T2")}
        >>> sf.family.chain(spring=1, walls=(1, 1), baths=ends).conductance("first", "last").limit()
        3/4 - sqrt(5)/4
        """
        function, hot, cold = self.single
        value = limit(function, self.family.real)
        if hot is None:
            return value
        difference = self.family.temperature(hot) - self.family.temperature(cold)
        return value * difference.to_sympy(self.family.real)

    def rate(self) -> sympy.Expr:
        """|kap2/Lambda^2|: the distance from the limit falls by this factor for every cell more; 0 for a constant."""
        return rate(self.single[0], self.family.real)

    def next(self) -> SegmentResult:
        """The same quantity of the row with one cell more.

        >>> import symflux as sf
        >>> ends = {"first": (1, "T1"), "last": (1, "T2")}
        >>> heat = sf.family.chain(spring="k", pinning=1, baths=ends).bath_flux("first")
        >>> heat.next().at(N=2) == heat.at(N=3)
        True
        """
        return SegmentResult(self.family, self.kind, self.labels, self._parts, self.shift + 1)

    def certificate(self) -> FamilyCertificate:
        """The certificate of the closed form: the checker rebuilds it from the blocks. One pole at most.

        Raises :class:`NetworkError` for more poles, or other quantities than the heat between two baths.

        >>> import symflux as sf
        >>> ends = {"first": (1, "T1"), "last": (1, "T2")}
        >>> sf.family.chain(spring="k", baths=ends).conductance("first", "last").certificate().check().claim
        'conductance(1,1) = k/(2*k + 2)'
        """
        return form_certificate(self)

    def latex(self, form: str = "recurrence") -> str:
        """The closed form as LaTeX: ``"recurrence"``, ``"sinh"``, ``"chebyshev"`` or ``"fibonacci"``.

        With several poles it is a sum over the roots of Delta. Raises :class:`NetworkError` where the form does not
        fit.
        """
        from symflux.show.tex.family import size_latex

        return size_latex(self, form)

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def __lt__(self, other: Any) -> SegmentClaim:
        return SegmentClaim(self, "<", other)

    def __le__(self, other: Any) -> SegmentClaim:
        return SegmentClaim(self, "<=", other)

    def __gt__(self, other: Any) -> SegmentClaim:
        return SegmentClaim(self, ">", other)

    def __ge__(self, other: Any) -> SegmentClaim:
        return SegmentClaim(self, ">=", other)

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
        self.family.require_unique(cells)
        total = _ZERO
        for label, function in self.coefficients.items():
            temperature = 1 if label is None else self.family.temperature(label)
            total = total + function.at(cells) * temperature
        return total
