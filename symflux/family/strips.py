"""Strips of width W: chains side by side, joined crosswise. The transverse modes are chains of their own.

The transverse springs are k' times the Laplacian of a path of W sites, the same in every column, and so are the baths:
in its eigenvectors the strip falls apart into W chains with pins c + k' mu, mu an eigenvalue. The heat of all rows
together is the sum over the eigenvalues, rational because it is a trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.family.blocks import Z
from symflux.family.chains import chain, read
from symflux.family.field import field_of
from symflux.family.sizes import read_values, whole
from symflux.family.stars import bath_table
from symflux.family.value import Value
from symflux.model.network import Network

__all__ = ["Strip", "strip"]

MAX_WIDTH = 40
_ZERO = RationalFunction.constant(0)


def strip(
    *, width: int, spring: Any = 1, across: Any = 1, pinning: Any = 0, baths: Mapping[Any, Any] | None = None,
    real: Iterable[Any] = (), size: str = "N",
) -> Strip:  # fmt: skip
    """The strip of ``width`` rows and N >= 2 columns: ``spring`` along the rows, ``across`` between neighbouring rows.

    Equal baths ``"first"`` at every site of the first column and ``"last"`` of the last; masses 1. The heat is that of
    all rows together. Raises :class:`NetworkError`.

    >>> strips = strip(width=2, spring=1, across="l", pinning=1, baths={"first": (1, "T1"), "last": (1, "T2")})
    >>> str(strips.total_heat(N=2, l=1).rational_function)
    '(4*T1 - 4*T2)/15'
    """
    rows = whole("width", width)
    if rows > MAX_WIDTH:
        raise NetworkError(f"strip: width {rows}; up to {MAX_WIDTH}")
    table = bath_table("strip", baths, ("first", "last"))
    if set(table) != {"first", "last"}:
        raise NetworkError('strip: give both baths, as in {"first": ("g1", "T1"), "last": ("g2", "T2")}')
    return Strip(
        rows, read("spring", spring), read("across", across), read("pinning", pinning), table, tuple(real), size
    )


class Strip:
    """The strip for every length; see :func:`strip`."""

    def __init__(
        self, width: int, spring: RationalFunction, across: RationalFunction, pinning: RationalFunction,
        baths: Mapping[Any, Any], real: tuple[Any, ...], size: str,
    ):  # fmt: skip
        self.width, self.spring, self.across, self.pinning = width, spring, across, pinning
        self.baths, self.real, self.size, self.least = dict(baths), real, size, 2
        names = {n for b in self.baths.values() for part in b for n in read("bath", part).names}
        names |= {n for value in (spring, across, pinning) for n in value.names}
        self.parameters = tuple(sorted(names))
        self._mode = next(n for n in ("mu", *(f"mu_{k}" for k in range(99))) if n not in names)
        pin = pinning + across * RationalFunction.variable(self._mode)
        self.chain = chain(spring=spring, pinning=pin, baths=baths, real=real, size=size)

    def modes(self) -> list[Polynomial]:
        """The irreducible factors of the characteristic polynomial of the path's Laplacian, in the eigenvalue.

        >>> ends = {"first": (1, 2), "last": (1, 1)}
        >>> [str(factor).replace("/z", "mu") for factor in strip(width=3, baths=ends).modes()]
        ['mu', 'mu - 1', 'mu - 3']
        """
        z = Polynomial.variable(Z)
        before, here = Polynomial.constant(1), z - 1
        if self.width == 1:
            return [z]
        for _ in range(self.width - 2):
            before, here = here, (z - 2) * here - before
        return [factor for factor, _ in ((z - 1) * here - before).factor()[1]]

    def total_heat(self, values: Mapping[Any, Any] | None = None, **named: Any) -> Value:
        """The heat per time from the first column's baths into the strip, all rows together, at one length.

        ``total_heat(N=7, k=1)``; what gets no value stays symbolic. Raises :class:`NetworkError` without a length.

        >>> ends = {"first": (1, 2), "last": (1, 1)}
        >>> strip(width=4, pinning=1, baths=ends).total_heat(N=3).what
        'heat of 4 rows at N=3'
        """
        put = read_values(values, named, (*self.parameters, self.size), frozenset(map(str, self.real)))
        if self.size not in put:
            raise NetworkError(f"a strip needs a length: {self.size}=...")
        n = whole(self.size, put[self.size], self.least)
        heat: Any = self.chain.bath_flux("first").at(put)
        value, total = heat.rational_function, _ZERO
        to_z = {self._mode: Polynomial.variable(Z)}
        over, under = value.numerator.compose(to_z), value.denominator.compose(to_z)
        numbers = set(value.names) <= {self._mode}
        for factor in self.modes():
            field = field_of(factor, numbers=numbers)
            total = total + field.trace(field.times(field.of(over), field.inverse(field.of(under))))
        rest = {name: v for name, v in put.items() if name != self.size}
        shown = ", ".join(f"{name}={v}" for name, v in put.items())
        what = f"heat of {self.width} rows at {shown}"
        return Value(what, total, lambda: self.network(n).at(rest), frozenset(map(str, self.real)))

    def bath_flux(self, i: str) -> StripResult:
        """The heat out of all the baths of the first or of the last column together.

        >>> ends = {"first": (1, 2), "last": (1, 1)}
        >>> str(strip(width=2, pinning=1, baths=ends).bath_flux("last").at(N=2).rational_function)
        '-4/15'
        """
        if i not in self.baths:
            raise NetworkError(f"no bath {str(i)[:40]!r}; baths: first, last")
        return StripResult(self, i)

    def network(self, length: int) -> Network:
        """The ordinary network; site ``"r.c"`` is in row r and column c."""
        springs = [
            (f"{r}.{c}", f"{r}.{c + 1}", self.spring) for r in range(1, self.width + 1) for c in range(1, length)
        ]
        springs += [
            (f"{r}.{c}", f"{r + 1}.{c}", self.across) for r in range(1, self.width) for c in range(1, length + 1)
        ]
        rows = range(1, self.width + 1)
        baths: dict[Any, Any] = {f"{r}.1": self.baths["first"] for r in rows}
        baths |= {f"{r}.{length}": self.baths["last"] for r in rows}
        sites = [f"{r}.{c}" for r in rows for c in range(1, length + 1)]
        return Network.from_edges(springs, pinning=self.pinning, baths=baths, sites=sites, real=self.real)


class StripResult:
    """The heat out of one column's baths, for every length."""

    def __init__(self, family: Strip, bath: str):
        self.family, self.bath = family, bath

    def at(self, values: Mapping[Any, Any] | None = None, **named: Any) -> Value:
        """The value at one length; see :meth:`Strip.total_heat`."""
        heat = self.family.total_heat(values, **named)
        if self.bath == "first":
            return heat
        return Value(f"minus the {heat.what}", -heat.rational_function, lambda: heat.network, heat.real)

    def __repr__(self) -> str:
        return f"<heat of column {self.bath!r} for every {self.family.size} >= 2>"
