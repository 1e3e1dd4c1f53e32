"""A network, its quantities and its moment equations as formulas: what theory/Networks.v and Moments.v say of it.

Sites have numbers from 1 in the order of the certificate; coordinates 0 .. n-1 are the positions, n .. 2n-1 the
velocities; the second moment of the coordinates a <= b is the variable ``Q_a_b``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any

from symflux.certificates.rocq.formula import Formula, read_formula
from symflux.errors import CertificateError

__all__ = ["FormalNetwork"]

_FORMAL = ("flux", "bath_flux", "kinetic_temperature")
_KEYS = {"sites", "masses", "pinning", "springs", "baths", "name", "over"}
_ATOM = re.compile(r"(\w+)\((.*)\)")
ZERO, ONE = Formula("Num", number=0), Formula("Num", number=1)


def _op(kind: str, left: Formula, right: Formula) -> Formula:
    return Formula(kind, (left, right))


def _adds(terms: Sequence[Formula]) -> Formula:
    """``adds`` of theory/Moments.v: a sum that ends in 0."""
    total = ZERO
    for term in reversed(terms):
        total = _op("Add", term, total)
    return total


class FormalNetwork:
    """The table of a network in a certificate; :class:`CertificateError` where the theory has no such network."""

    def __init__(self, table: Mapping[str, Any]):
        extra = sorted(key for key in set(table) - _KEYS if table[key])
        if extra or str(table.get("over", "1")) != "1":
            raise CertificateError(f"networks with {', '.join(extra) or 'a common denominator'} are not formal yet")
        self.labels = [str(site) for site in table["sites"]]
        self.size = len(self.labels)
        self.masses = [_polynomial(text) for text in table["masses"]]
        self.pinning = [_polynomial(text) for text in table["pinning"]]
        self.springs = [(self.number(i), self.number(j), _polynomial(k)) for i, j, k in table["springs"]]
        self.baths = [(self.number(i), _polynomial(g), _polynomial(t)) for i, g, t in table["baths"]]

    def number(self, label: Any) -> int:
        """The number of a site."""
        return self.labels.index(str(label).strip()) + 1

    @property
    def entries(self) -> list[Formula]:
        """All formulas of the table."""
        springs, baths = (k for _, _, k in self.springs), (x for _, g, t in self.baths for x in (g, t))
        return [*self.masses, *self.pinning, *springs, *baths]

    def term(self, show: Callable[[Formula], str]) -> str:
        """The network in the constructors of theory/Networks.v."""
        masses, pinning = ("; ".join(map(show, column)) for column in (self.masses, self.pinning))
        springs = "; ".join(f"Spring {i} {j} {show(k)}" for i, j, k in self.springs)
        baths = "; ".join(f"Bath {i} {show(g)} {show(t)}" for i, g, t in self.baths)
        return f"Network [{masses}] [{pinning}]\n    [{springs}]\n    [{baths}]"

    # quantities ---------------------------------------------------------------------------------------

    def quantity(self, atom: str, net: str) -> tuple[str, Formula]:
        """How the theorem names a quantity, and what it unfolds to."""
        match = _ATOM.fullmatch(atom)
        name = match[1] if match else atom
        if name not in _FORMAL:
            raise CertificateError(f"the quantity {name[:40]} is not formal yet; those that are: {', '.join(_FORMAL)}")
        sites = [self.number(s) for s in match[2].split(",") if s] if match else []
        if name == "flux":
            i, j = sites
            difference = _op("Sub", self.moment(i - 1, self.size + j - 1), self.moment(j - 1, self.size + j - 1))
            return f"flux {net} Q {i} {j}", _op("Mul", self._spring(i, j), difference)
        (i,) = sites
        square = self.moment(self.size + i - 1, self.size + i - 1)
        if name == "kinetic_temperature":
            return f"kinetic_temperature {net} Q {i}", _op("Mul", self.masses[i - 1], square)
        terms = [
            _op("Mul", g, _op("Sub", _op("Div", t, self.masses[i - 1]), square))
            for site, g, t in self.baths
            if site == i
        ]
        return f"bath_flux {net} Q {i}", _adds(terms)

    def moment(self, a: int, b: int) -> Formula:
        """The variable of <x_a x_b>."""
        return Formula("Var", name=f"Q_{min(a, b)}_{max(a, b)}")

    @property
    def moments(self) -> dict[str, int]:
        """{variable: its number behind the parameters, from 1}."""
        n = 2 * self.size
        return {f"Q_{a}_{b}": a * n + b + 1 for a in range(n) for b in range(a, n)}

    # moment equations ---------------------------------------------------------------------------------

    def _spring(self, i: int, j: int) -> Formula:
        return _adds([k for a, b, k in self.springs if {a, b} == {i, j}])

    @cached_property
    def _matrix(self) -> list[list[Formula]]:
        """``formal_A``: masses times A."""
        n = self.size
        rows = [[ZERO] * (2 * n) for _ in range(2 * n)]
        for i in range(n):
            rows[i][n + i] = ONE
            for j in range(n):
                if i == j:
                    stiff = _op("Add", self.pinning[i], _adds([k for a, b, k in self.springs if i + 1 in (a, b)]))
                else:
                    stiff = Formula("Opp", (self._spring(i + 1, j + 1),))
                rows[n + i][j] = Formula("Opp", (stiff,))
            rows[n + i][n + i] = Formula("Opp", (_adds([g for a, g, _ in self.baths if a == i + 1]),))
        return rows

    def equations(self) -> list[Formula]:
        """``moment_equations`` of theory/Moments.v, in its order."""
        n, matrix = 2 * self.size, self._matrix
        masses = [ONE] * self.size + self.masses
        found = []
        for a in range(n):
            for b in range(a, n):
                terms = [
                    _op(
                        "Add",
                        _op("Mul", _op("Mul", masses[b], matrix[a][c]), self.moment(c, b)),
                        _op("Mul", _op("Mul", masses[a], matrix[b][c]), self.moment(c, a)),
                    )
                    for c in range(n)
                ]
                noise = ZERO
                if a == b >= self.size:
                    two = Formula("Num", number=2)
                    sources = [(g, t) for site, g, t in self.baths if site == a - self.size + 1]
                    noise = _adds([_op("Mul", _op("Mul", two, g), t) for g, t in sources])
                found.append(_op("Add", _adds(terms), noise))
        return found


def _polynomial(text: Any) -> Formula:
    formula = read_formula(str(text))
    if formula.denominators():
        raise CertificateError(f"networks whose entries are quotients ({str(text)[:40]}) are not formal yet")
    return formula
