r"""Self-consistent baths: baths whose temperatures adjust until they carry no net heat.

Also called self-consistent reservoirs, probe thermometers or Buettiker probes. The bath fluxes are
phi_i = sum_j K_ij (T_i - T_j), the currents of a resistor network with conductances K. Asking phi_f = 0 at the
floating baths F fixes their temperatures from those of the other baths R, and leaves a smaller resistor network:

    T_F = S T_R,   S = L_FF^{-1} K_FR (shares: rows add up to 1),   K'_ij = K_ij + sum_f K_if S_fj,

with L the Laplacian of K: the Kron reduction (derivation ``kron_reduction``). In magnetic fields K is ordered, and
nothing else changes. All exact, with symbols or numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, reduce
from typing import TYPE_CHECKING, Any

from flint import fmpq, fmpq_mat

from symflux.algebra import Polynomial, RationalFunction
from symflux.errors import NetworkError
from symflux.model.labels import Label, show_site
from symflux.model.network import Network, Site
from symflux.moments.existence import is_passive
from symflux.quantities.quantity import Quantity
from symflux.quantities.result import Result
from symflux.quantities.results import Results

if TYPE_CHECKING:
    from symflux.steady_state.state import SteadyState

__all__ = ["SelfConsistent", "self_consistent"]

_ZERO = RationalFunction.constant(0)
_WORKS = ("a directed spring", "a drive", "feedback")
Shares = Mapping[Label, Mapping[Label, RationalFunction]]


class SelfConsistent:
    """A steady state with some baths floating; results are linear in the temperatures of the others.

    >>> from symflux.model.families import chain
    >>> net = chain(3, pinning=1, baths={1: (1, "T1"), 2: (1, 1), 3: (1, "T3")})
    >>> floating = self_consistent(net.steady_state(), [2])
    >>> floating.temperatures[2].expr
    T1/2 + T3/2
    >>> floating.conductance(1, 3).expr
    5/56

    >>> floating.network == net, floating.baths, floating.bath_flux(2).expr
    (True, (1, 3), 0)
    >>> floating.bond_flux(1, 2).expr, floating.kinetic_temperature(2).expr
    (5*T1/56 - 5*T3/56, T1/2 + T3/2)
    """

    def __init__(self, ss: SteadyState, floating: tuple[Label, ...], shares: Shares):
        self._ss = ss
        self.sites = floating
        self._shares = shares

    @property
    def network(self) -> Network:
        """The network; the temperatures that it gives to the floating baths have no meaning here."""
        return self._ss.network

    @property
    def baths(self) -> tuple[Label, ...]:
        """The baths whose temperatures are still given."""
        return tuple(site for site in self.network.baths if site not in self.sites)

    @cached_property
    def temperatures(self) -> dict[Label, Result]:
        """{floating site: its temperature}: an average of the given temperatures."""
        found = {f: self._result("self_consistent_temperature", (f,), self._shares[f]) for f in self.sites}
        return Results(found)

    def conductance(self, i: Label, j: Label) -> Result:
        """K'_ij: heat per time from bath j into bath i per unit of temperature difference, the floating ones adjusting.

        The remaining bath fluxes are phi_i = sum_j K'_ij (T_i - T_j). Raises :class:`NetworkError` unless i and j
        are two of the remaining baths.
        """
        for site in (i, j):
            self.network.bath(site)
            if site in self.sites:
                raise NetworkError(f"the bath at {site} floats; conductances are between {self._listed()}")
        total = self._ss.conductance(i, j).rational_function
        for f in self.sites:
            total = total + self._ss.conductance(i, f).rational_function * self._shares[f][j]
        return Result(self.network, Quantity("self_consistent_conductance", (i, j)), total)

    def bond_flux(self, i: Site, j: Site) -> Result:
        """The heat flux from i to j through their bond, the floating baths adjusting."""
        return self._result("self_consistent_flux", (i, j), self._reduced(self._ss.bond_flux(i, j)))

    def bath_flux(self, i: Label) -> Result:
        """The heat flux from bath i into the network; zero for a floating bath."""
        return self._result("self_consistent_bath_flux", (i,), self._reduced(self._ss.bath_flux(i)))

    def kinetic_temperature(self, i: Site) -> Result:
        """The kinetic temperature of a site, the floating baths adjusting."""
        return self._result("self_consistent_kinetic_temperature", (i,), self._reduced(self._ss.kinetic_temperature(i)))

    def _reduced(self, result: Result) -> dict[Label, RationalFunction]:
        """A linear form in all bath temperatures as one in those of the remaining baths."""
        parts = result.coefficients
        return {
            b: reduce(lambda total, f: total + parts[f] * self._shares[f][b], self.sites, parts[b]) for b in self.baths
        }

    def _result(self, kind: str, sites: tuple[Any, ...], parts: Mapping[Label, RationalFunction]) -> Result:
        every = {b: parts.get(b, _ZERO) for b in self.network.baths}
        return Result(self.network, Quantity(kind, sites), coefficients=every)

    def _listed(self) -> str:
        return ", ".join(map(str, self.baths))

    def __repr__(self) -> str:
        return f"<SelfConsistent: floating {', '.join(map(str, self.sites))}; given {self._listed()}>"


def self_consistent(ss: SteadyState, sites: Iterable[Label]) -> SelfConsistent:
    """Let the baths at these sites adjust until they carry no net heat.

    Raises :class:`NetworkError` for a site without a bath, where no bath is left, and where a floating bath
    exchanges heat with none of the remaining ones (its temperature is then arbitrary).
    """
    network = ss.network
    if not is_passive(network) or network.drive_items:
        works = ", ".join(words for words in network.beyond_classic if words in _WORKS)
        raise NetworkError(
            f"floating baths: heat is a sum of conductances times temperature differences only where nothing works on "
            f"the network; this one has {works}"
        )
    if isinstance(sites, str) or not isinstance(sites, Iterable):
        raise NetworkError(f"sites: give a list of the sites whose baths float, not {show_site(sites)}")
    floating = tuple(dict.fromkeys(sites))
    for site in floating:
        network.bath(site)
    rest = [b for b in network.baths if b not in floating]
    if not rest:
        raise NetworkError("every bath floats: leave at least one bath with a given temperature")
    known: dict[Any, RationalFunction] = {}

    def between(i: Label, j: Label) -> RationalFunction:
        pair = (i, j) if network.magnetic_items else frozenset((i, j))  # ordered in fields
        if pair not in known:
            known[pair] = ss.conductance(i, j).rational_function
        return known[pair]

    rows: list[list[RationalFunction]] = []
    for f in floating:
        total = _ZERO
        for other in network.baths:
            if other != f:
                total = total + between(f, other)
        rows.append([total if g == f else -between(f, g) for g in floating] + [between(f, b) for b in rest])
    solved = _solve(rows, len(floating))
    if solved is None:
        raise NetworkError(
            f"floating {', '.join(map(str, floating))}: some of these baths exchange no heat with {rest[0]} "
            "or any other bath of given temperature"
        )
    return SelfConsistent(
        ss, floating, {f: dict(zip(rest, line, strict=True)) for f, line in zip(floating, solved, strict=True)}
    )


def _solve(rows: Sequence[Sequence[RationalFunction]], size: int) -> list[list[RationalFunction]] | None:
    """X with A X = B for rows [A | B]; None where A is singular."""
    if not size:
        return []
    if all(entry.is_constant for row in rows for entry in row):
        numbers = [[fmpq(entry.value.numerator, entry.value.denominator) for entry in row] for row in rows]
        try:
            solved = fmpq_mat([row[:size] for row in numbers]).solve(fmpq_mat([row[size:] for row in numbers]))
        except ZeroDivisionError:
            return None
        return [
            [RationalFunction.constant(_fraction(solved[i, j])) for j in range(solved.ncols())]
            for i in range(solved.nrows())
        ]
    return _solve_symbolic([_cleared(row) for row in rows], size)


def _cleared(row: Sequence[RationalFunction]) -> list[Polynomial]:
    """The row times the least common multiple of its denominators."""
    multiple = Polynomial.constant(1)
    for entry in row:
        multiple = multiple * entry.denominator.exact_quotient(multiple.gcd(entry.denominator))
    return [entry.numerator * multiple.exact_quotient(entry.denominator) for entry in row]


def _solve_symbolic(matrix: list[list[Polynomial]], size: int) -> list[list[RationalFunction]] | None:
    """Fraction-free Gauss-Jordan elimination: every division on the way is exact (Bareiss)."""
    previous = Polynomial.constant(1)
    for k in range(size):
        choices = [i for i in range(k, size) if not matrix[i][k].is_zero]
        if not choices:
            return None
        pivot_row = min(choices, key=lambda i: len(matrix[i][k]))
        matrix[k], matrix[pivot_row] = matrix[pivot_row], matrix[k]
        pivot = matrix[k][k]
        for i in range(size):
            if i != k:
                factor = matrix[i][k]
                matrix[i] = [
                    (pivot * a - factor * b).exact_quotient(previous) for a, b in zip(matrix[i], matrix[k], strict=True)
                ]
        previous = pivot
    # swaps permute equations, not unknowns: row i now says (last pivot) * x_i = its right side
    return [[RationalFunction(entry, matrix[i][i]) for entry in matrix[i][size:]] for i in range(size)]


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
