"""Weak anharmonicity: every flux and second moment as an exact Taylor series in eps.

The potential is (q, V q)/2 + (eps/4) sum c_ij (q_i - q_j)^4 + (eps/4) sum d_i q_i^4. Two routes stand behind one
noun: moment tables (rational couplings, any order) and effective springs (symbolic couplings, order 1). The
coefficient of eps^k is homogeneous of degree k + 1 in the temperatures (derivation ``temperature_homogeneity``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from symflux.algebra import RationalFunction
from symflux.anharmonic.first_order import EffectiveSprings
from symflux.anharmonic.moment_tables import moment_tables
from symflux.anharmonic.series import Series
from symflux.errors import NetworkError
from symflux.model.labels import check_pair
from symflux.model.network import Network, Site
from symflux.model.uniqueness import require_unique
from symflux.work.child import run

if TYPE_CHECKING:
    from symflux.steady_state.verification import Verification

__all__ = ["AnharmonicSeries", "Direction", "anharmonic_series"]

_CONDITION = "provided the stationary moments stay bounded as eps goes to 0"
_CAVEAT = (
    "the series is asymptotic: what must be small is eps times temperature, no bound on it is given, and a root of the "
    "truncated polynomial is no evidence of a reversal"
)


class Route(Protocol):
    """Where the coefficients come from."""

    def bond_flux(self, i: Site, j: Site) -> list[RationalFunction]: ...

    def bath_flux(self, i: Site) -> list[RationalFunction]: ...

    def covariance(self, left: tuple[str, Site], right: tuple[str, Site]) -> list[RationalFunction]: ...


def anharmonic_series(
    network: Network, *, order: int = 2, seconds: float | None = None, memory: int = 2 * 10**9
) -> AnharmonicSeries:
    """The series of every flux of a network to order ``order`` in eps.

    Temperatures and quartic coefficients may be symbolic. Symbolic springs, pinning, masses and frictions are meant
    for order 1; order 2 is feasible for two sites, or for one parameter. ``seconds`` limits the time
    (:class:`TimeLimitError`, progress on stderr), ``memory`` the bytes of the largest linear system
    (:class:`TooLargeError`). :class:`UniquenessError` and :class:`NetworkError` where the harmonic steady state is
    not unique or diffuses.

    >>> from symflux.model.families import chain
    >>> pair = chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    >>> print(anharmonic_series(pair, order=2).bond_flux(1, 2))
    1/6 + 1/2*eps - 379/199*eps**2 + O(eps**3)
    """
    if isinstance(order, bool) or not isinstance(order, int) or order < 0:
        raise NetworkError(f"order = {order}: give a whole number, 0 or more")
    network.require_classic("an anharmonic series")
    require_unique(network)
    route: Route
    if network.coupling_parameters and order <= 1:
        route = EffectiveSprings(network, order)
    elif seconds is None:
        route = moment_tables(network, order, memory)
    else:
        label = f"series to order {order}"
        route = run(moment_tables, network, order, memory, seconds=seconds, label=label)
    return AnharmonicSeries(network, order, route)


@dataclass(frozen=True, eq=False, repr=False)
class AnharmonicSeries:
    """The fluxes and second moments of a weakly anharmonic network as series in eps.

    eps is a pure number; the series are exact and asymptotic. Raises :class:`NetworkError` for unknown bonds and sites.

    >>> import symflux as sf
    >>> pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    >>> series = pair.anharmonic_series(order=1)
    >>> print(series)
    phi_1->2 = 1/6 + 1/2*eps + O(eps**2)
    >>> print(series.bath_flux(2), "|", series.kinetic_temperature(1), "|", series.covariance(("q", 1), ("q", 2)))
    -1/6 - 1/2*eps + O(eps**2) | 11/6 - 1/2*eps + O(eps**2) | 1/2 + 1/2*eps + O(eps**2)
    >>> series.bond_flux(1, 2).coefficients, series.is_asymptotic
    ([1/6, 1/2], True)
    """

    network: Network
    order: int
    route: Route

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

    def __repr__(self) -> str:
        return f"<AnharmonicSeries of {self.network.title()} to order {self.order}>"

    def __str__(self) -> str:
        """Every bond flux on a line."""
        return "\n".join(f"{flux.name} = {flux}" for flux in (self.bond_flux(i, j) for i, j in self.network.bonds))

    def _series(self, name: str, coefficients: list[RationalFunction]) -> Series:
        return Series(name, tuple(coefficients), self.network.real)

    # what it says -------------------------------------------------------------------------------------

    def direction(self, bond: tuple[Site, Site]) -> Direction:
        """Which way heat flows through a bond as eps goes to 0 from above, and whether the harmonic answer persists.

        >>> from symflux.model.families import chain
        >>> pair = chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
        >>> anharmonic_series(pair, order=1).direction((1, 2)).sign
        1
        """
        i, j = check_pair(bond)
        series = self.bond_flux(i, j)
        order = series.leading_order
        leading = None if order is None else series.rational_functions[order]
        sign = None if leading is None else leading.sign(self.network.real)
        return Direction((i, j), series, order, sign, self.is_asymptotic, _statement(series, order, sign))

    @property
    def is_asymptotic(self) -> bool:
        """Whether the series is proved to be asymptotic to every order (derivation ``bounded_moments``).

        True where every site has a bath, every pin is positive and no spring or quartic coefficient is negative.
        False says only that this proof does not apply; it is expected to hold more widely.
        """
        network, real = self.network, self.network.real
        positive = [*network.pinning.values(), *(bath.friction for bath in network.baths.values())]
        others = [*network.springs.values(), *network.quartic.values(), *network.quartic_pinning.values()]
        return (
            len(network.baths) == len(network.sites)
            and all(value.sign(real) == 1 for value in positive)
            and all(value.sign(real, strict=False) in (0, 1) for value in others)
        )

    def plot(self, **options: Any) -> Any:
        """Flux against eps: series, estimate, Galerkin, simulation (needs matplotlib).

        Options as in :func:`symflux.show.pictures.series_plot.plot_series`. Raises :class:`NetworkError` where a
        parameter has no value.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
        >>> type(pair.anharmonic_series(order=1).plot(degree=None, simulations=0)).__name__
        'Figure'
        """
        from symflux.show.pictures.series_plot import plot_series

        return plot_series(self.network, None, series=self, **options)

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import series_html

        return series_html(self)

    def verify(self) -> Verification:
        """Check every identity the series must satisfy, exactly; :class:`VerificationError` where one fails.

        Order 0 is the harmonic steady state; bond fluxes are antisymmetric, although phi_{i->j} and phi_{j->i} come
        from different moments; at every site and order the bath gives what the bonds carry away; order 1 is that of
        the effective springs; with all baths of this network at one temperature every flux vanishes at every order
        and the velocities keep their Maxwell distribution (derivation ``anharmonic_equilibrium``).

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
        >>> print(pair.anharmonic_series(order=1).verify())
        order 0: is the harmonic steady state
        bond fluxes: antisymmetric at every order to 1
        conservation at every site: holds at every order to 1
        order 1: is that of the effective springs
        equal temperatures: every flux is 0 and every m <v^2> = T, at every order
        """
        from symflux.anharmonic.checks import verify

        return verify(self)


@dataclass(frozen=True)
class Direction:
    """Which way heat flows through ``bond`` for small eps > 0.

    ``sign`` is +1 along the bond as named, -1 against it, None where it depends on parameters or every known
    coefficient vanishes; ``order`` is the order that decides; ``statement`` says it in words. It is a theorem where
    ``is_proved``; else it rests on the stationary moments staying bounded as eps goes to 0.

    >>> import symflux as sf
    >>> pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, 2), 2: (1, 1)}).with_quartic({(1, 2): 1})
    >>> direction = pair.anharmonic_series(order=1).direction((2, 1))
    >>> direction.sign, direction.order, direction.is_proved, direction.caveat[:24]
    (-1, 0, True, 'the series is asymptotic')
    """

    bond: tuple[Site, Site]
    series: Series
    order: int | None
    sign: int | None
    is_proved: bool
    statement: str

    @property
    def caveat(self) -> str:
        """What the statement does not say."""
        return _CAVEAT if self.is_proved else f"{_CONDITION}; {_CAVEAT}"

    def __str__(self) -> str:
        return f"{self.statement}, {self.caveat}"


def _statement(series: Series, order: int | None, sign: int | None) -> str:
    name = series.name
    if order is None:
        return f"{name} vanishes at every order up to {series.order}; its direction is not decided by this series"
    if sign is None:
        return f"{name}: order {order} decides the direction, and its sign depends on the parameters"
    word = "positive" if sign > 0 else "negative"
    if order == 0:
        return f"{name} is {word} in the harmonic network and stays so for small enough eps"
    return f"{name} vanishes in the harmonic network; for small enough eps it is {word}, by the term in eps^{order}"
