"""Weak anharmonicity: every flux and second moment as an exact Taylor series in eps.

The potential is (q, V q)/2 + (eps/4) sum c_ij (q_i - q_j)^4 + (eps/4) sum d_i q_i^4. Two routes stand behind one
noun: moment tables (rational couplings, any order) and effective springs (symbolic couplings, order 1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError, VerificationError
from symflux.network.network import Bath, Network, Site
from symflux.network.uniqueness import require_unique
from symflux.steady_state.first_order import EffectiveSprings
from symflux.steady_state.moment_tables import moment_tables
from symflux.steady_state.series import Series, definite_sign
from symflux.worker import run

__all__ = ["AnharmonicSeries", "Direction", "SeriesReport", "anharmonic_series"]

_ZERO = RationalFunction.constant(0)
_CAVEAT = (
    "for eps small enough; the series is asymptotic (what must be small is eps times temperature), and a root of the "
    "truncated polynomial is no evidence of a reversal"
)


class _Route(Protocol):
    """Where the coefficients come from."""

    def bond_flux(self, i: Site, j: Site) -> list[RationalFunction]: ...

    def bath_flux(self, i: Site) -> list[RationalFunction]: ...

    def covariance(self, left: tuple[str, Site], right: tuple[str, Site]) -> list[RationalFunction]: ...


def anharmonic_series(
    network: Network, *, order: int = 2, seconds: float | None = None, memory: int = 2 * 10**9
) -> AnharmonicSeries:
    """The series of every flux of a network to order ``order`` in eps.

    Rational springs, pinning, masses and frictions: any order (temperatures and quartic coefficients may be
    symbolic). Symbolic ones: order 1. ``seconds`` limits the time (:class:`TimeLimitError`, progress on stderr),
    ``memory`` the bytes of the largest linear system (:class:`TooLargeError`). :class:`UniquenessError` and
    :class:`NetworkError` where the harmonic steady state is not unique or diffuses.

    >>> from symflux.network.families import chain
    >>> pair = chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    >>> print(anharmonic_series(pair, order=2).bond_flux(1, 2))
    1/6 + 1/2*eps - 379/199*eps**2 + O(eps**3)
    """
    if isinstance(order, bool) or not isinstance(order, int) or order < 0:
        raise NetworkError(f"order = {order}: give a whole number, 0 or more")
    require_unique(network)
    route: _Route
    if network.coupling_parameters:
        route = EffectiveSprings(network, order)
    elif seconds is None:
        route = moment_tables(network, order, memory)
    else:
        label = f"series to order {order}"
        route = run(moment_tables, network, order, memory, seconds=seconds, label=label)
    return AnharmonicSeries(network, order, route)


@dataclass(frozen=True)
class AnharmonicSeries:
    """The fluxes and second moments of a weakly anharmonic network as series in eps."""

    network: Network
    order: int
    route: _Route

    def bond_flux(self, i: Site, j: Site) -> Series:
        """phi_{i->j} = <(k r + eps c r^3) v_j>, r = q_i - q_j: positive = heat flows from i to j."""
        if not self.network.has_bond(i, j):
            raise NetworkError(f"no bond {i}-{j}; bonds: {', '.join(f'{a}-{b}' for a, b in self.network.bonds)}")
        return self._series(f"phi_{i}->{j}", self.route.bond_flux(i, j))

    def bath_flux(self, i: Site) -> Series:
        """phi_i = gamma_i (T_i/m_i - <v_i^2>): positive = heat flows from the bath into the network."""
        self.network.bath(i)
        return self._series(f"phi_{i}", self.route.bath_flux(i))

    def covariance(self, left: tuple[str, Site], right: tuple[str, Site]) -> Series:
        """<x y> for coordinates given as ("q", site), ("v", site) or ("p", site)."""
        for kind, site in (left, right):
            if kind not in ("q", "v", "p"):
                raise NetworkError(f"coordinate {kind!r}: use 'q', 'v' or 'p'")
            self.network.index(site)
        name = f"<{left[0]}_{left[1]} {right[0]}_{right[1]}>"
        return self._series(name, self.route.covariance(left, right))

    def kinetic_temperature(self, i: Site) -> Series:
        """m_i <v_i^2>."""
        return self._series(f"kinetic temperature of {i}", self.route.covariance(("p", i), ("v", i)))

    def _series(self, name: str, coefficients: list[RationalFunction]) -> Series:
        return Series(name, tuple(coefficients), self.network.real)

    # what it says -------------------------------------------------------------------------------------

    def direction(self, bond: tuple[Site, Site]) -> Direction:
        """Which way heat flows through a bond as eps goes to 0 from above, and whether the harmonic answer persists.

        >>> from symflux.network.families import chain
        >>> pair = chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
        >>> anharmonic_series(pair, order=1).direction((1, 2)).sign
        1
        """
        i, j = bond
        series = self.bond_flux(i, j)
        order = series.leading_order
        leading = None if order is None else series.rational_functions[order]
        sign = None if leading is None else definite_sign(leading, self.network.real)
        return Direction((i, j), series, order, sign, _statement(series, order, sign))

    def verify(self) -> SeriesReport:
        """Check every identity the series must satisfy, exactly; :class:`VerificationError` where one fails.

        Order 0 is the harmonic steady state; bond fluxes are antisymmetric, although phi_{i->j} and phi_{j->i} come
        from different moments; at every site and order the bath gives what the bonds carry away; with all baths at
        one temperature every flux vanishes at every order and the velocities keep their Maxwell distribution.
        """
        checks: list[str] = []
        self._check_conservation(checks)
        self._check_harmonic(checks)
        self._check_equilibrium(checks)
        return SeriesReport(self.network.title(), self.order, tuple(checks))

    def _check_conservation(self, checks: list[str]) -> None:
        network = self.network
        fluxes: dict[tuple[Site, Site], list[RationalFunction]] = {}
        for i, j in network.bonds:
            fluxes[i, j], fluxes[j, i] = self.route.bond_flux(i, j), self.route.bond_flux(j, i)
            for k, (forth, back) in enumerate(zip(fluxes[i, j], fluxes[j, i], strict=True)):
                _require(forth + back, f"bond {i}-{j}, order {k}: phi_{i}->{j} + phi_{j}->{i}")
        checks.append(f"{len(network.bonds)} bonds: phi_i->j = -phi_j->i at every order")
        for i in network.sites:
            heat = self.route.bath_flux(i)
            for k in range(self.order + 1):
                total = heat[k]
                for a, b in fluxes:
                    if a == i:
                        total = total - fluxes[a, b][k]
                _require(total, f"site {i}, order {k}: bath flux minus bond fluxes")
        checks.append(f"{len(network.sites)} sites: bath flux = sum of bond fluxes at every order")

    def _check_harmonic(self, checks: list[str]) -> None:
        state = self.network.steady_state()
        for i, j in self.network.bonds:
            difference = self.route.bond_flux(i, j)[0] - state.bond_flux(i, j).rational_function
            _require(difference, f"bond {i}-{j}: order 0 minus the harmonic flux")
        checks.append("order 0 is the harmonic steady state")

    def _check_equilibrium(self, checks: list[str]) -> None:
        common = RationalFunction.variable("T")
        baths = tuple((site, Bath(bath.friction, common)) for site, bath in self.network.bath_items)
        network = replace(self.network, bath_items=baths)
        equal = anharmonic_series(network, order=self.order).route
        for i, j in network.bonds:
            for k, value in enumerate(equal.bond_flux(i, j)):
                _require(value, f"equal temperatures, bond {i}-{j}, order {k}: flux")
        for i in network.sites:
            for k, value in enumerate(equal.covariance(("p", i), ("v", i))):
                _require(value - (_ZERO if k else common), f"equal temperatures, site {i}, order {k}: m <v^2> - T")
        checks.append("equal temperatures: every flux is 0 and m <v^2> = T at every order")


@dataclass(frozen=True)
class SeriesReport:
    """What was checked, exactly, and held."""

    network: str
    order: int
    checks: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"series of {self.network} to order {self.order}: all checks hold exactly"]
        return "\n".join(lines + [f"  {check}" for check in self.checks])


@dataclass(frozen=True)
class Direction:
    """Which way heat flows through ``bond`` for small eps > 0.

    ``sign`` is +1 along the bond as named, -1 against it, None where it depends on parameters or every known
    coefficient vanishes; ``order`` is the order that decides; ``statement`` says it in words.
    """

    bond: tuple[Site, Site]
    series: Series
    order: int | None
    sign: int | None
    statement: str
    caveat: str = _CAVEAT

    def __str__(self) -> str:
        return f"{self.statement} ({self.caveat})"


def _statement(series: Series, order: int | None, sign: int | None) -> str:
    name = series.name
    if order is None:
        return f"{name} vanishes at every order up to {series.order}; its direction is not decided by this series"
    if sign is None:
        return f"{name}: order {order} decides the direction, and its sign depends on the parameters"
    word = "positive" if sign > 0 else "negative"
    if order == 0:
        return f"{name} is {word} in the harmonic network and stays so"
    return f"{name} vanishes in the harmonic network; its first coefficient not zero, that of eps^{order}, is {word}"


def _require(value: RationalFunction, what: str) -> None:
    if value:
        raise VerificationError(f"{what} = {value.summary()}, not 0: please report this")
