"""Kinetic temperatures along the uniform chain, for every site and every size.

T_i = tau(0) + eta(2 i) between the baths, in the letters of derivation ``chain_profile``: springs k, pin c, walls a and
b, frictions g and h. With s_(n+1) = x s_n - s_(n-1), r(d) = <v_(i+d) q_i> is proportional to s_(N-d) - eta s_(N-d-1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import ExpressionError, NetworkError
from symflux.family.segment import Segment
from symflux.family.sizes import read_values, whole
from symflux.family.value import Value

__all__ = ["Chain", "Walls"]

_ZERO, _ONE = RationalFunction.constant(0), RationalFunction.constant(1)


@dataclass(frozen=True)
class Walls:
    """A uniform chain of unit masses: spring, pin, two walls, two frictions, two temperatures."""

    k: RationalFunction
    c: RationalFunction
    a: RationalFunction
    b: RationalFunction
    g: RationalFunction
    h: RationalFunction
    hot: RationalFunction
    cold: RationalFunction

    @cached_property
    def mean(self) -> RationalFunction:
        """The walls, each with the friction of the other end."""
        return (self.h * self.a + self.g * self.b) / (self.g + self.h)

    @property
    def bottom(self) -> RationalFunction:
        """k - abar + G: where it is zero the formula has no meaning, and the network answers."""
        return self.k - self.mean + self.g * self.h

    @cached_property
    def x(self) -> RationalFunction:
        """lambda + 1/lambda."""
        product = self.g * self.h
        square = (self.h * self.a**2 + self.g * self.b**2) / (self.g + self.h)
        return 2 + (square + product * self.c) / (self.k * self.bottom)


class Chain(Segment):
    """A chain for every size, with its profile where it is uniform; see :func:`symflux.family.chain`."""

    @cached_property
    def walls(self) -> Walls:
        """The constants of a uniform chain; :class:`NetworkError` where it is none, or a bath is missing."""
        shape = self.shape
        blocks = shape.left, shape.cell, shape.right
        masses = {mass for block in blocks for mass in block.masses.values()}
        if shape.step != 1 or len(masses) != 1:
            raise NetworkError("the profile is known of the uniform chain: one spring, one pin, one mass")
        if len(self.baths) != 2:
            raise NetworkError("the profile needs both baths, first and last")
        mass = masses.pop()
        left, pin, right = (block.pinning[block.sites[0]] for block in blocks)
        one, other = (block.bath_items[0] for block in (shape.left, shape.right))
        values = (shape.spring, pin, left - pin, right - pin, one.friction, other.friction)
        k, c, a, b, g, h = (value / mass for value in values)
        return Walls(k, c, a, b, g, h, one.temperature, other.temperature)

    def kinetic_temperatures(self, values: Mapping[Any, Any] | None = None, **named: Any) -> dict[int, Value]:
        """{site: kinetic temperature} of the uniform chain of one size: at(N=...) for all sites at once.

        Sites 1, ..., N with the baths at 1 and N. Raises :class:`NetworkError` for other chains, or without a size.
        Derivation ``chain_profile``.

        >>> import symflux as sf
        >>> chain = sf.family.chain(spring=1, walls=(1, 1), baths={"first": (1, 2), "last": (1, 1)})
        >>> [str(value.rational_function) for value in chain.kinetic_temperatures(N=5).values()]
        ['199/110', '81/55', '3/2', '84/55', '131/110']
        """
        size = self.shape.size
        put = read_values(values, named, (*self.parameters, size), self.real)
        if size not in put:
            raise NetworkError(f"a profile needs a size: {size}=...")
        n = whole(size, put.pop(size), self.least)
        family = self.put(put)
        assert isinstance(family, Chain)
        walls = family.walls
        if walls.bottom.is_zero:  # the formula divides by it: the network of this size answers
            state = family.network(n).steady_state()
            found = {i: state.kinetic_temperature(i).rational_function for i in range(1, n + 1)}
        else:
            try:
                found = _Profile(walls, n).temperatures()
            except ExpressionError as error:
                raise NetworkError(f"kinetic temperatures at {size}={n}: no value there: {error}") from None
        what = f"at {size}={n}, proved"
        return {
            i: Value(f"kinetic_temperature({i}) {what}", value, lambda: family.network(n), self.real)
            for i, value in found.items()
        }


class _Profile:
    """Entries of X = <v v^T> in rows 1 and n, and what they fix inside."""

    def __init__(self, chain: Walls, n: int):
        self.chain, self.n = chain, n
        k, product = chain.k, chain.g * chain.h
        s = [_ZERO - _ONE, _ZERO, _ONE]  # s_(-1), s_0, s_1
        while len(s) < n + 2:
            s.append(chain.x * s[-1] - s[-2])
        eta = 1 - chain.mean / k
        unit = product / ((chain.g + chain.h) * chain.bottom) * (chain.hot - chain.cold) / (s[n + 1] - eta * s[n])
        self.r = {d: unit * (s[n - d + 1] - eta * s[n - d]) for d in range(1, n)}
        self.first, self.last = k - chain.a, k - chain.b
        self.y = k * chain.x - chain.c - 2 * k
        rest = self.first**2 + k * k - self.first * k * chain.x
        self.kappa = (rest / chain.g - chain.g * self.y) / k
        self._tau = {2: _ZERO}

    def row(self, j: int) -> RationalFunction:
        """X_1j, 1 < j <= n."""
        if j == self.n:
            return (self.chain.b - self.chain.a) * self.r[j - 1] / (self.chain.g + self.chain.h)
        return (self.first * self.r[j - 1] - self.chain.k * self.r[j]) / self.chain.g

    def column(self, j: int) -> RationalFunction:
        """X_jn, 1 < j < n."""
        return (self.chain.k * self.r[self.n + 1 - j] - self.last * self.r[self.n - j]) / self.chain.h

    def tau(self, d: int) -> RationalFunction:
        """tau(d) of even d, tau(2) = 0."""
        for e in range(max(self._tau) + 2, d + 1, 2):
            self._tau[e] = self._tau[e - 2] + self.kappa * self.r[e - 1]
        return self._tau[d]

    def second(self, j: int, before: RationalFunction, after: RationalFunction) -> RationalFunction:
        """X_2j from the row (1, j), j = 2 or n - 1, and its neighbours X_1,j-1 and X_1,j+1."""
        chain, r = self.chain, self.r
        past = r[j - 2] if j > 2 else _ZERO
        coupled = chain.k * (r[j] + past) - (chain.c + 2 * chain.k) * r[j - 1]
        return before + after - self.first / chain.k * self.row(j) + chain.g / chain.k * coupled

    def eta(self, m: int) -> RationalFunction:
        """eta(m) of even m, 4 <= m <= 2 n - 2."""
        n = self.n
        if m <= n:
            return self.row(m - 1) - self.tau(m - 2)
        if m >= n + 2:
            return self.column(m - n) - self.tau(2 * n - m)
        return self.second(n - 1, self.row(n - 2), self.row(n)) - self.tau(n - 3)

    def temperatures(self) -> dict[int, RationalFunction]:
        """{site: kinetic temperature}."""
        chain, n = self.chain, self.n
        flow = chain.k * self.r[1]
        found = {1: chain.hot - flow / chain.g, n: chain.cold + flow / chain.h}
        if n > 2:
            found[2] = self.second(2, found[1], self.row(3))
        for i in range(3, n):
            found[i] = found[2] + self.eta(2 * i) - self.eta(4)
        return dict(sorted(found.items()))
