"""Determinants of a block of a row: K(s) = M s^2 + Gamma s + V as polynomials in z = s^2, in even and odd parts.

All blocks of a family are multiplied by one polynomial that makes their entries integral; no flux and no kinetic
temperature changes by that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from symflux.algebra import Polynomial, RationalFunction
from symflux.algebra.determinant import sparse_determinant
from symflux.errors import NetworkError
from symflux.family.parts import matrices
from symflux.model.labels import Site
from symflux.model.network import Network

__all__ = ["Block", "Parts", "S", "Z", "integral_scale", "product"]

S, Z = "/s", "/z"  #: no user's name has a slash
_ZERO, _ONE = Polynomial.constant(0), Polynomial.constant(1)


@dataclass(frozen=True)
class Parts:
    """even(z) + s odd(z), z = s^2."""

    even: Polynomial
    odd: Polynomial

    @staticmethod
    def of(polynomial: Polynomial) -> Parts:
        """The parts of a polynomial in s."""
        sides: list[list[tuple[tuple[tuple[str, int], ...], int]]] = [[], []]
        for monomial, c in polynomial.terms():
            powers = dict(monomial)
            half, odd = divmod(powers.pop(S, 0), 2)
            if half:
                powers[Z] = half
            sides[odd].append((tuple(powers.items()), c))
        return Parts(Polynomial.from_terms(sides[0]), Polynomial.from_terms(sides[1]))

    def __add__(self, other: Parts) -> Parts:
        return Parts(self.even + other.even, self.odd + other.odd)

    def __mul__(self, other: Parts) -> Parts:
        z = Polynomial.variable(Z)
        return Parts(self.even * other.even + z * self.odd * other.odd, self.even * other.odd + self.odd * other.even)

    def times(self, factor: Polynomial | int) -> Parts:
        """The product with a polynomial in z."""
        return Parts(self.even * factor, self.odd * factor)

    def norm(self) -> Polynomial:
        """p(s) p(-s)."""
        return self.even * self.even - Polynomial.variable(Z) * self.odd * self.odd


def product(left: Parts, right: Parts) -> tuple[Polynomial, Polynomial]:
    """(even part of p(s) q(-s), A with -s p(s) q(-s) = z A + odd terms)."""
    z = Polynomial.variable(Z)
    return left.even * right.even - z * left.odd * right.odd, left.even * right.odd - left.odd * right.even


def integral_scale(networks: Iterable[Network], others: Iterable[RationalFunction]) -> Polynomial:
    """A common denominator of all masses, frictions, springs and pins."""
    scale = _ONE
    values = list(others)
    for network in networks:
        masses, frictions, rows = matrices(network)
        values += [*masses, *frictions, *(entry for row in rows for entry in row.values())]
    for value in values:
        scale = scale * value.denominator.exact_quotient(scale.gcd(value.denominator))
    return scale


class Block:
    """A network that hangs on its neighbours by a bond at each of its ports.

    >>> import symflux as sf
    >>> block = Block(sf.chain(2, spring="k", baths={1: ("g", "T")}), (2,), RationalFunction.variable("k"), 1)
    >>> print(block.minor().even)
    /z**2 + 3*/z*k + k**2
    """

    def __init__(self, network: Network, ports: Sequence[Site], spring: RationalFunction, scale: Polynomial | int):
        self.network, self.ports = network, tuple(network.index(port) for port in ports)
        masses, frictions, rows = matrices(network)
        s = RationalFunction.variable(S)
        whole = RationalFunction.wrap(scale)
        self.rows: list[dict[int, Polynomial]] = []
        for i, row in enumerate(rows):
            bonds = spring * sum(port == i for port in self.ports)
            diagonal = masses[i] * s * s + frictions[i] * s + bonds + row.get(i, RationalFunction.constant(0))
            entries = {**row, i: diagonal}
            self.rows.append({j: (entry * whole).numerator for j, entry in entries.items()})
        self._known: dict[tuple[tuple[int, ...], tuple[int, ...]], Parts] = {}

    def minor(self, without_rows: Sequence[int] = (), without_columns: Sequence[int] = ()) -> Parts:
        """The determinant without these rows and columns; cofactors get their sign from :meth:`cofactor`."""
        key = tuple(sorted(without_rows)), tuple(sorted(without_columns))
        if key not in self._known:
            columns = [k for k in range(len(self.rows)) if k not in key[1]]
            place = {k: n for n, k in enumerate(columns)}
            rows: list[Mapping[int, Polynomial]] = [
                {place[j]: entry for j, entry in row.items() if j in place}
                for i, row in enumerate(self.rows) if i not in key[0]
            ]  # fmt: skip
            found = sparse_determinant(rows, _ONE) if rows else _ONE
            if found is None:
                raise NetworkError(
                    f"a block of {len(self.rows)} sites is too large: its determinant has too many terms"
                )
            self._known[key] = Parts.of(found)
        return self._known[key]

    def cofactor(self, i: int, j: int, without: Sequence[int] = ()) -> Parts:
        """The cofactor of the entry (i, j) in the block without some sites; zero where i or j is one of these."""
        if i in without or j in without:
            return Parts(_ZERO, _ZERO)
        place = [k for k in range(len(self.rows)) if k not in without]
        sign = (-1) ** (place.index(i) + place.index(j))
        return self.minor((i, *without), (j, *without)).times(sign)

    @cached_property
    def whole(self) -> Parts:
        """The determinant."""
        return self.minor()

    @cached_property
    def inner(self) -> Parts:
        """The determinant without the port of an end block."""
        return self.minor(self.ports[:1], self.ports[:1])
