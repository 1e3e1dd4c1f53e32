"""The uniform ring with two baths, for every size: baths on neighbours (proved), baths opposite (conjectured).

With lambda + 1/lambda = x: R_ij = <v_i q_j> is a function r(i - j) with r(d - N) = -r(d), and <v_i v_j> = tau(|i - j|)
+ eta(i + j) but for the corners. Each class of entries of the equations is one identity of rational functions in
lambda, lambda^N and lambda^j. Derivation: ``ring_with_neighbouring_baths``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, SymfluxError
from symflux.family.chains import read
from symflux.family.ring_profile import kinetic_temperatures
from symflux.family.sizes import read_values, whole
from symflux.family.stars import bath_table
from symflux.family.value import Value
from symflux.model.families import ring as ordinary_ring
from symflux.model.network import Network

__all__ = ["Ring", "RingResult", "ring"]

_ONE = RationalFunction.constant(1)
CHECKED = "N = 5, 11, 19, 25 (not proved)"  #: of the formula for opposite baths


def ring(
    *, spring: Any = 1, pinning: Any = 0, baths: Mapping[Any, Any] | None = None, opposite: bool = False,
    real: Iterable[Any] = (), size: str = "N",
) -> Ring:  # fmt: skip
    """The uniform ring of N >= 3 sites with baths at site 1, ``"first"``, and at its neighbour N, ``"last"``.

    ``opposite`` puts the second bath at distance (N - 1)/2 instead, N odd: that formula is conjectured, and says so.
    Masses are 1. Raises :class:`NetworkError`. Derivations ``ring_with_neighbouring_baths`` and ``symmetry_laws``: each
    arm carries half of the heat.

    >>> heat = ring(spring=1, pinning=1, baths={"first": (1, "T1"), "last": (1, "T2")}).bath_flux("first")
    >>> heat.status, str(heat.at(N=6).rational_function)
    ('proved', '(47*T1 - 47*T2)/322')
    """
    table = bath_table("ring", baths, ("first", "last"))
    if set(table) != {"first", "last"}:
        raise NetworkError('ring: give both baths, as in {"first": ("g1", "T1"), "last": ("g2", "T2")}')
    ends = {}
    for name, bath in table.items():
        if isinstance(bath, str) or len(bath) != 2:
            raise NetworkError(f"ring: bath {name}: write (friction, temperature)")
        ends[name] = read(f"bath {name}", bath[0]), read(f"bath {name}", bath[1])
    return Ring(read("spring", spring), read("pinning", pinning), ends, opposite, frozenset(map(str, real)), size)


class Ring:
    """The ring for every size; see :func:`ring`."""

    def __init__(
        self, spring: RationalFunction, pinning: RationalFunction,
        ends: Mapping[str, tuple[RationalFunction, RationalFunction]], opposite: bool, real: frozenset[str], size: str,
    ):  # fmt: skip
        self.spring, self.pinning, self.ends, self.opposite = spring, pinning, dict(ends), opposite
        self.real, self.size = real, size
        self.baths = ("first", "last")
        self.least = 3

    def __repr__(self) -> str:
        where = "opposite sites" if self.opposite else "neighbours"
        names = ", ".join(self.parameters)
        return f"<ring of {self.size} >= {self.least}, baths at {where}{f', parameters {names}' if names else ''}>"

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of all parameters but the size."""
        values = [self.spring, self.pinning, *(v for pair in self.ends.values() for v in pair)]
        return tuple(sorted({n for value in values for n in value.names}))

    @cached_property
    def x(self) -> RationalFunction:
        """lambda + 1/lambda."""
        k, product = self.spring, self.ends["first"][0] * self.ends["last"][0]
        if self.opposite:
            return 2 + self.pinning * product / (k * (product + 4 * k))
        return 2 + self.pinning / k + 4 * k / product

    def conductance(self, i: str, j: str) -> RingResult:
        """Heat into one bath per unit of temperature of the other."""
        if {i, j} != set(self.baths):
            raise NetworkError(f"a conductance joins first and last, not {i!r} and {j!r}")
        return RingResult(self, "conductance", (i, j), _ONE)

    def bath_flux(self, i: str) -> RingResult:
        """The heat flux out of a bath into the ring."""
        if i not in self.baths:
            raise NetworkError(f"no bath {str(i)[:40]!r}; baths: first, last")
        other = "last" if i == "first" else "first"
        return RingResult(self, "bath_flux", (i,), self.ends[i][1] - self.ends[other][1])

    def kinetic_temperatures(self, values: Mapping[Any, Any] | None = None, **named: Any) -> dict[int, Value]:
        """{site: kinetic temperature} of the ring of one size, baths on neighbours: at(N=...) for all sites at once.

        Sites 1, ..., N with the baths at 1 and N. Raises :class:`NetworkError` for opposite baths, or without a size.

        >>> rings = ring(spring=1, pinning=1, baths={"first": (1, 2), "last": (3, 1)})
        >>> [str(value.rational_function) for value in rings.kinetic_temperatures(N=4).values()]
        ['565/302', '927/604', '1031/604', '315/302']
        """
        if self.opposite:
            raise NetworkError("the profile is known for baths on neighbours only")
        put = read_values(values, named, (*self.parameters, self.size), self.real)
        if self.size not in put:
            raise NetworkError(f"a profile needs a size: {self.size}=...")
        family, n = self.put(put), self.number(put.pop(self.size))
        found = kinetic_temperatures(family, n)
        what = f"at {self.size}={n}, proved"
        return {
            i: Value(f"kinetic_temperature({i}) {what}", value, lambda: family.network(n), self.real)
            for i, value in found.items()
        }

    def network(self, size: Any) -> Network:
        """The ordinary network of one size."""
        n = self.number(size)
        last = (n + 1) // 2 if self.opposite else n
        baths: dict[Any, Any] = {1: self.ends["first"], last: self.ends["last"]}
        return ordinary_ring(n, spring=self.spring, pinning=self.pinning, baths=baths, real=self.real)

    def number(self, size: Any) -> int:
        """The size as a whole number; :class:`NetworkError` where it is none of the family."""
        n = whole(self.size, size, self.least)
        if self.opposite and n % 2 == 0:
            raise NetworkError(f"{self.size} = {n}: with opposite baths the sizes are odd")
        return n

    def put(self, values: Mapping[str, RationalFunction]) -> Ring:
        """The family with parameters replaced."""

        def one(value: RationalFunction) -> RationalFunction:
            return value.substitute({n: v for n, v in values.items() if n in value.names})

        ends = {name: (one(g), one(t)) for name, (g, t) in self.ends.items()}
        return Ring(one(self.spring), one(self.pinning), ends, self.opposite, self.real, self.size)

    def per_degree(self, n: int) -> RationalFunction:
        """The conductance of the ring of n sites."""
        k, x, (g, h) = self.spring, self.x, (self.ends["first"][0], self.ends["last"][0])
        if self.opposite:  # s_h - s_(h-1) over s_(h+1) - s_h, h = (n - 1)/2
            s = [RationalFunction.constant(0), _ONE]
            half = (n - 1) // 2
            while len(s) < half + 2:
                s.append(x * s[-1] - s[-2])
            product = g * h
            return 2 * k / (g + h) * product / (product + 4 * k) * (s[half] - s[half - 1]) / (s[half + 1] - s[half])
        before, here = RationalFunction.constant(2), x  # v_0, v_1: v_n = lambda^n + lambda^-n
        for _ in range(n - 1):
            before, here = here, x * here - before
        return 2 * k / (g + h) * (x + before) / (2 + here)


class RingResult:
    """A heat or conductance of the ring for every size. ``status`` is "proved" or says that it is conjectured."""

    def __init__(self, family: Ring, kind: str, labels: tuple[str, ...], difference: RationalFunction):
        self.family, self.kind, self.labels, self.difference = family, kind, labels, difference

    @property
    def status(self) -> str:
        """ "proved", or "conjectured, checked to ..."."""
        return f"conjectured, checked at {CHECKED}" if self.family.opposite else "proved"

    @property
    def text(self) -> str:
        """What it is, in words."""
        return f"{self.kind}({', '.join(self.labels)})"

    def at(self, values: Mapping[Any, Any] | None = None, **named: Any) -> Value | RingResult:
        """The value at one size; without a size, the result with parameters replaced."""
        family = self.family
        put = read_values(values, named, (*family.parameters, family.size), family.real)
        size = put.pop(family.size, None)
        changed = family.put(put)
        difference = self.difference.substitute({n: v for n, v in put.items() if n in self.difference.names})
        result = RingResult(changed, self.kind, self.labels, difference)
        if size is None:
            return result
        n = changed.number(size)
        try:
            value = changed.per_degree(n) * difference
        except SymfluxError as error:
            raise NetworkError(f"{self.text}: no value there: {error}") from None
        return Value(f"{self.text} at {family.size}={n}, {self.status}", value, lambda: changed.network(n), family.real)

    def latex(self) -> str:
        """The closed form as LaTeX."""
        from symflux.show.tex.family import ring_latex

        return ring_latex(self)

    def __repr__(self) -> str:
        return f"<{self.text} for every {self.family.size} >= 3, {self.status}>"
