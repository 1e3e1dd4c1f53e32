"""Putting a steady state back into the equations that define it. Exact: identities, not samples.

The equations are those of :mod:`symflux.moments.lyapunov`, for unit temperature of each bath in turn. Sums are
taken over one common denominator, so nothing is reduced and nothing is simplified.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.generic_point import generic_points
from symflux.algebra.linear import Echelon, negative_direction
from symflux.algebra.rational_function import sum_vanishes
from symflux.errors import NetworkError, VerificationError
from symflux.model.labels import Label
from symflux.model.network import Network
from symflux.model.uniqueness import hidden_modes
from symflux.steady_state.laws import checked_laws

__all__ = ["Verification", "verify"]

_MINUS = RationalFunction.constant(-1)

Terms = list[tuple[RationalFunction, ...]]


@dataclass(frozen=True)
class Verification:
    """What was checked, in words; nothing that failed is in here, because failure raises.

    >>> import symflux as sf
    >>> report = sf.chain(2, pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state().verify()
    >>> [name for name, _ in report.checks][:3]
    ['Lyapunov equation, momenta', 'Lyapunov equation, positions', 'conservation at every site']
    """

    checks: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return "\n".join(f"{name}: {outcome}" for name, outcome in self.checks)

    def _repr_html_(self) -> str:
        from symflux.show.notebook.displays import checks_html

        return checks_html(self)

    def __bool__(self) -> bool:
        return True


def verify(state: Any) -> Verification:
    """See :meth:`SteadyState.verify`."""
    network: Network = state.network
    if not network.is_classic:
        return Verification(tuple(checked_laws(state)))
    sites, baths = network.sites, list(network.baths)
    momenta = _check_momenta(state, network)
    positions = _check_positions(state, network)
    _check_conservation(state, network)
    _check_equal_temperatures(state, network)
    _check_conductances(state, baths)
    outcome = _check_positive(state, network)
    number = _count(baths, "bath")
    return Verification(
        (
            ("Lyapunov equation, momenta", f"residual is identically zero ({number}, {momenta} each)"),
            ("Lyapunov equation, positions", f"residual is identically zero ({number}, {positions} each)"),
            ("conservation at every site", f"holds identically ({_count(sites, 'site')})"),
            (
                "equal temperatures",
                f"every flux vanishes identically ({_count(network.bonds, 'bond')}, {_count(baths, 'bath')})",
            ),
            ("conductance matrix", "symmetric"),
            ("covariance", outcome),
        )
    )


def _count(items: Sequence[Any], noun: str) -> str:
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise VerificationError(f"{what}: this is a bug in symflux, please report it with the network file")


def _check_momenta(state: Any, network: Network) -> str:
    """Gamma X M + M X Gamma + M R V - V R M = 2 Gamma T, entry by entry."""
    V, sites = network.linear_model().coupling.dense(), network.sites
    number = 0
    for a, i in enumerate(sites):
        for b, j in enumerate(sites[a:], start=a):
            damping = network.friction(i) * network.masses[j] + network.masses[i] * network.friction(j)
            rows: dict[Label, Terms] = {bath: [] for bath in network.baths}
            for bath, x in state._velocity_velocity(i, j).items():
                rows[bath].append((damping, x))
                if i == j and network.baths[bath].sites == (i,):
                    rows[bath].append((RationalFunction.constant(-2), network.baths[bath].friction))
            for c, k in enumerate(sites):
                if V[c][b]:  # M_i R_ik V_kj, with R_ik = <v_i q_k>
                    for bath, r in state._position_velocity(k, i).items():
                        rows[bath].append((network.masses[i], V[c][b], r))
                if V[a][c]:
                    for bath, r in state._position_velocity(j, k).items():
                        rows[bath].append((_MINUS, V[a][c], r, network.masses[j]))
            for bath, terms in rows.items():
                _require(sum_vanishes(terms), f"<p p> at {i}, {j} for the bath at {bath} leaves a residual")
            number += 1
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def _check_positions(state: Any, network: Network) -> str:
    """M X V - V X M = Gamma R V + V R Gamma, entry by entry."""
    V, sites = network.linear_model().coupling.dense(), network.sites
    number = 0
    for a, i in enumerate(sites):
        for b, j in enumerate(sites[a + 1 :], start=a + 1):
            rows: dict[Label, Terms] = {bath: [] for bath in network.baths}
            for c, k in enumerate(sites):
                if V[c][b]:
                    for bath, x in state._velocity_velocity(i, k).items():
                        rows[bath].append((network.masses[i], V[c][b], x))
                    for bath, r in state._position_velocity(k, i).items():
                        rows[bath].append((_MINUS, network.friction(i), V[c][b], r))
                if V[a][c]:
                    for bath, x in state._velocity_velocity(k, j).items():
                        rows[bath].append((_MINUS, V[a][c], network.masses[j], x))
                    for bath, r in state._position_velocity(j, k).items():
                        rows[bath].append((_MINUS, V[a][c], network.friction(j), r))
            for bath, terms in rows.items():
                _require(sum_vanishes(terms), f"<q q> at {i}, {j} for the bath at {bath} leaves a residual")
            number += 1
    return f"{number} entr{'y' if number == 1 else 'ies'}"


def _check_conservation(state: Any, network: Network) -> None:
    """phi_i = sum_j phi_{i->j} at every site, for every bath's coefficient."""
    for site in network.sites:
        outward = [state.bond_flux(site, j if i == site else i) for i, j in network.bonds if site in (i, j)]
        source = state.bath_flux(site).coefficients if site in network.baths else {}
        for bath in network.baths:
            terms: Terms = [(flux.coefficients[bath],) for flux in outward]
            if source:
                terms.append((_MINUS, source[bath]))
            _require(sum_vanishes(terms), f"heat is not conserved at site {site}")


def _check_equal_temperatures(state: Any, network: Network) -> None:
    fluxes = [state.bond_flux(*bond) for bond in network.bonds] + [state.bath_flux(site) for site in network.baths]
    for flux in fluxes:
        terms: Terms = [(coefficient,) for coefficient in flux.coefficients.values()]
        _require(sum_vanishes(terms), f"{flux.quantity} does not vanish at equal temperatures")


def _check_conductances(state: Any, baths: Sequence[Label]) -> None:
    for a, i in enumerate(baths):
        for j in baths[a + 1 :]:
            forward, backward = (state.conductance(*pair).rational_function for pair in ((i, j), (j, i)))
            _require(forward == backward, f"the conductances between {i} and {j} differ")


def _check_positive(state: Any, network: Network) -> str:
    """Covariance of (p, V q) positive definite on the range of V, by exact elimination, at one rational point.

    <p (V q)^T> = M R V and <(V q)(V q)^T> = (M X - Gamma R) V: no position variance is needed, so a kernel of V does
    no harm. Returns the outcome in words.
    """
    point = _stable_point(network)
    if point is None:
        return "not decided: no point was found where V has no negative direction"
    temperatures = {}
    for k, (site, bath) in enumerate(network.baths.items(), start=1):
        names = bath.temperature.names
        temperatures[site] = bath.temperature.value if not names else Fraction(k)
    size, sites = len(network.sites), network.sites

    def number(value: RationalFunction) -> Fraction:
        return value.evaluate(point)

    def total(parts: dict[Label, RationalFunction]) -> Fraction:
        return sum((number(value) * temperatures[bath] for bath, value in parts.items()), Fraction(0))

    V = [[number(entry) for entry in row] for row in network.linear_model().coupling.dense()]
    mass = [number(m) for m in network.mass_items]
    friction = [number(network.friction(site)) for site in sites]
    X = [[total(state._velocity_velocity(i, j)) for j in sites] for i in sites]
    R = [[total(state._position_velocity(j, i)) for j in sites] for i in sites]
    echelon = Echelon(size)
    kept = [k for k in range(size) if echelon.add(V[k])]
    left = [[mass[i] * X[i][k] - friction[i] * R[i][k] for k in range(size)] for i in range(size)]
    matrix = [[Fraction(0)] * (size + len(kept)) for _ in range(size + len(kept))]
    for i in range(size):
        for j in range(size):
            matrix[i][j] = mass[i] * X[i][j] * mass[j]
        for b, j in enumerate(kept):
            matrix[i][size + b] = matrix[size + b][i] = mass[i] * sum(
                (R[i][k] * V[k][j] for k in range(size)), Fraction(0)
            )
    for a, i in enumerate(kept):
        for b, j in enumerate(kept):
            matrix[size + a][size + b] = sum((left[i][k] * V[k][j] for k in range(size)), Fraction(0))
    rank = Echelon(len(matrix))
    definite = negative_direction(matrix) is None and all(rank.add(row) for row in matrix)
    _require(definite, "the covariance is not positive definite")
    shown = [f"{name}={value}" for name, value in point.items()]
    shown += [f"T{site}={value}" for site, value in temperatures.items() if network.baths[site].temperature.names]
    return f"positive definite{' at ' if shown else ''}{', '.join(shown[:12])}"


def _stable_point(network: Network) -> dict[str, Fraction] | None:
    """A point where masses and frictions are positive, V has no negative direction, and no motion is hidden."""
    for point in generic_points(network.coupling_parameters, network.real):
        try:
            if not hidden_modes(network.at(point)):
                return point
        except NetworkError:
            continue
    return None
