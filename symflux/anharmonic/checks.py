"""Putting an anharmonic series back into the identities it must satisfy, order by order, exactly."""

from __future__ import annotations

from dataclasses import replace

from symflux.algebra import RationalFunction
from symflux.anharmonic.expansion import AnharmonicSeries, anharmonic_series
from symflux.anharmonic.first_order import EffectiveSprings
from symflux.errors import NetworkError, VerificationError
from symflux.model.network import Network, Site
from symflux.steady_state.verification import Verification

__all__ = ["verify"]

_ZERO = RationalFunction.constant(0)

Fluxes = dict[tuple[Site, Site], list[RationalFunction]]


def verify(series: AnharmonicSeries) -> Verification:
    """See :meth:`AnharmonicSeries.verify`."""
    network = series.network
    fluxes: Fluxes = {}
    for i, j in network.bonds:
        fluxes[i, j], fluxes[j, i] = series.route.bond_flux(i, j), series.route.bond_flux(j, i)
    _check_harmonic(network, fluxes)
    _check_antisymmetry(network, fluxes)
    _check_conservation(series, fluxes)
    checks = [
        ("order 0", "is the harmonic steady state"),
        ("bond fluxes", f"antisymmetric at every order to {series.order}"),
        ("conservation at every site", f"holds at every order to {series.order}"),
    ]
    if series.order and not isinstance(series.route, EffectiveSprings):
        _check_first_order(network, fluxes)
        checks.append(("order 1", "is that of the effective springs"))
    _check_equilibrium(series)
    checks.append(("equal temperatures", "every flux is 0 and every m <v^2> = T, at every order"))
    return Verification(tuple(checks))


def _check_harmonic(network: Network, fluxes: Fluxes) -> None:
    state = network.steady_state()
    for i, j in network.bonds:
        _require(fluxes[i, j][0] - state.bond_flux(i, j).rational_function, f"bond {i}-{j}: order 0, harmonic flux")


def _check_antisymmetry(network: Network, fluxes: Fluxes) -> None:
    for i, j in network.bonds:
        for k, (forth, back) in enumerate(zip(fluxes[i, j], fluxes[j, i], strict=True)):
            _require(forth + back, f"bond {i}-{j}, order {k}: sum of the fluxes both ways")


def _check_conservation(series: AnharmonicSeries, fluxes: Fluxes) -> None:
    for i in series.network.sites:
        for k, heat in enumerate(series.route.bath_flux(i)):
            for (a, _), flux in fluxes.items():
                if a == i:
                    heat = heat - flux[k]
            _require(heat, f"site {i}, order {k}: bath flux minus bond fluxes")


def _check_first_order(network: Network, fluxes: Fluxes) -> None:
    effective = EffectiveSprings(network)
    try:
        expected = {bond: effective.bond_flux(*bond)[1] for bond in network.bonds}
    except NetworkError as error:
        raise VerificationError(f"effective springs: {error}") from None
    for i, j in network.bonds:
        _require(fluxes[i, j][1] - expected[i, j], f"bond {i}-{j}: order 1, effective springs")


def _check_equilibrium(series: AnharmonicSeries) -> None:
    name = "T"
    while name in series.network.parameters:
        name += "_"
    common = RationalFunction.variable(name)
    baths = tuple(replace(bath, temperature=common) for bath in series.network.bath_items)
    network = replace(series.network, bath_items=baths)
    equal = anharmonic_series(network, order=series.order).route
    for i, j in network.bonds:
        for k, flux in enumerate(equal.bond_flux(i, j)):
            _require(flux, f"equal temperatures, bond {i}-{j}, order {k}: flux")
    for i in network.sites:
        for k, energy in enumerate(equal.covariance(("p", i), ("v", i))):
            _require(energy - (_ZERO if k else common), f"equal temperatures, site {i}, order {k}: m <v^2> minus T")


def _require(value: RationalFunction, what: str) -> None:
    if value:
        raise VerificationError(f"{what}: {value.summary()}, not 0; this is a bug, please report it")
