"""What must hold identically in the steady state of any linear model: the checks of ``verify`` beyond Lyapunov's.

The columns of adj(K) obey K N = P u; in the state space d<x x^T>/dt = 0, entry by entry and source by source; the
powers at every site add up to zero; heat and work together are zero; and where nothing does work and no field is there,
equal temperatures carry no heat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symflux.algebra import RationalFunction
from symflux.errors import DivergenceError, VerificationError
from symflux.moments.existence import is_passive
from symflux.moments.poly import Poly, plus, shifted
from symflux.moments.signal import Signal, position, velocity
from symflux.moments.state_space import StateSpace

__all__ = ["checked_laws"]

_ZERO = RationalFunction.constant(0)


def checked_laws(state: Any) -> Iterator[tuple[str, str]]:
    """(what, outcome) of every check; :class:`VerificationError` where one fails."""
    sources = len(state.powers.labels)
    yield "columns of the adjugate", f"K N = P u holds identically ({_count(_check_columns(state), 'column')})"
    yield "moment equations", _check_moments(state)
    skipped = _check_sites(state)
    outcome = f"the powers add up to zero identically ({len(state.network.sites)} sites, {_count(sources, 'source')})"
    yield "first law", outcome + (f"; infinite at {', '.join(skipped)}" if skipped else "")
    yield "heat and work", _check_total(state)
    if is_passive(state.network) and not state.network.drive_items:
        yield "equal temperatures", _check_equal_temperatures(state)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise VerificationError(f"{what}: this is a bug in symflux, please report it with the network file")


def _check_columns(state: Any) -> int:
    moments = state.fast_moments
    zero = moments.zero
    for source, direction in enumerate(moments.directions):
        column, u = moments.column(source), dict(direction)
        for i in range(moments.size):
            total: Poly = []
            for order, matrix in enumerate((moments.grid.coupling, moments.grid.damping, moments.grid.mass)):
                for j, entry in matrix[i].items():
                    total = plus(total, shifted([entry * c for c in column[j]], order, zero))
            total = plus(total, [-u.get(i, 0) * p for p in moments.determinant])
            _require(not any(total), f"K N = P u, site {state.network.sites[i]}, leaves a residual")
    return len(moments.directions)


def _check_moments(state: Any) -> str:
    """A Q + Q A^T + S G G^T = 0 with Q from the state's own means; entries that are infinite are left out."""
    model = state.network.linear_model()
    if not model.mass.is_diagonal:
        return "left out: masses between sites"
    space = StateSpace(model)
    signals: list[Signal] = [velocity({i: 1}) for i in space.heavy]
    signals += [position({i: 1}) for i in [*space.heavy, *space.light]]
    number = 0
    for source in range(len(state.powers.labels)):
        strength = 2 * model.baths[source].friction if source < len(model.baths) else RationalFunction.constant(2)

        def mean(a: int, b: int, source: int = source) -> RationalFunction:
            value: RationalFunction = state.moments.mean(source, signals[a], signals[b])
            return value

        for a in range(space.size):
            for b in range(a, space.size):
                total = strength * space.G[a][source] * space.G[b][source]
                try:
                    mean(a, b)  # finite, or the equation says nothing
                    for k in range(space.size):
                        if space.A[a][k]:
                            total = total + space.A[a][k] * mean(k, b)
                        if space.A[b][k]:
                            total = total + space.A[b][k] * mean(a, k)
                except DivergenceError:
                    continue
                _require(total.is_zero, f"the moment equation {a}, {b} leaves a residual")
                number += 1
    return f"residual is identically zero ({_count(number, 'entry') if number == 1 else f'{number} entries'})"


def _check_sites(state: Any) -> list[str]:
    skipped = []
    for site in state.network.sites:
        try:
            total = state.powers.total(state.powers.at_site(site), f"the power balance of site {site}")
        except DivergenceError:
            skipped.append(f"site {site}")
            continue
        _require(not any(total.values()), f"power is not conserved at site {site}")
    return skipped


def _check_total(state: Any) -> str:
    try:
        heats = [state.bath_flux(label) for label in state.network.baths]
        total = sum((heat.rational_function for heat in heats), state.work().rational_function)
    except DivergenceError as error:
        return f"left out: {error}"
    _require(total.is_zero, "heat and work do not add up to zero")
    return f"add up to zero identically ({_count(len(heats), 'bath')})"


def _check_equal_temperatures(state: Any) -> str:
    number = 0
    for flux in [*state.bath_fluxes().values(), *state.bond_fluxes().values()]:
        try:
            total = sum(flux.coefficients.values(), _ZERO)
        except DivergenceError:
            continue
        if flux.quantity.kind == "flux" and state.network.magnetic_items:
            continue  # a current may circulate there without carrying heat
        _require(total.is_zero, f"{flux.quantity} does not vanish at equal temperatures")
        number += 1
    return f"every flux vanishes identically ({number} fluxes)"


