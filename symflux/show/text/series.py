"""Anharmonic series as text for a terminal, as LaTeX and as data: every coefficient, and what it says."""

from __future__ import annotations

from typing import Any

from symflux.algebra import RationalFunction
from symflux.anharmonic.expansion import AnharmonicSeries
from symflux.anharmonic.series import Series
from symflux.model.labels import show_label
from symflux.show.text.result_text import result_text

__all__ = ["coefficient_text", "series_data", "series_latex", "series_text"]

_WIDTH = 90  #: characters of an exact number at most; the decimal stands for longer ones


def series_text(series: AnharmonicSeries) -> str:
    """The coefficients of every flux, and which way each bond carries heat for small eps."""
    network = series.network
    lines = [str(network), "", f"fluxes as series in eps, to order {series.order} (exact; see the notes below)"]
    for i, j in network.bonds:
        lines += ["", f"bond {i} -> {j}", *_coefficients(series.bond_flux(i, j))]
        lines.append(f"  {series.direction((i, j)).statement}")
    for bath in network.bath_items:
        lines += ["", f"bath {show_label(bath.label)}", *_coefficients(series.bath_flux(bath.sites[0]))]
    notes = [
        "the statements about small eps are theorems here: every site has a bath"
        if series.is_asymptotic
        else "the statements about small eps hold provided the stationary moments stay bounded as eps goes to 0",
        "the series is asymptotic: what must be small is eps times temperature, and no bound on it is given",
        "a root of a truncated series is no evidence that a flux reverses",
    ]
    return "\n".join([*lines, "", *(f"note: {note}" for note in notes)])


def _coefficients(series: Series) -> list[str]:
    return [f"  eps^{k}  {coefficient_text(value)}" for k, value in enumerate(series.rational_functions)]


def coefficient_text(value: RationalFunction) -> str:
    """One coefficient; of a long number only the decimal.

    >>> from symflux.algebra import exact
    >>> coefficient_text(exact("1/3"))
    '1/3 = 0.33333...'
    """
    text = result_text(value)
    if not value.is_constant or len(text) <= _WIDTH:
        return text
    number = value.value
    exponent = 0
    size = abs(number)
    while size >= 10:
        size, exponent = size / 10, exponent + 1
    while size < 1:
        size, exponent = size * 10, exponent - 1
    digits = str(int(size * 10**8))
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[0]}.{digits[1:]}...e{exponent} (exact: {number.denominator.bit_length()}-bit denominator)"


def series_latex(series: AnharmonicSeries) -> str:
    """An ``align*`` of all bond fluxes, remainders included."""
    rows = []
    for i, j in series.network.bonds:
        rows.append(rf"\phi_{{{i}\to {j}}} &= {series.bond_flux(i, j).latex()}")
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}"


def series_data(series: AnharmonicSeries) -> dict[str, Any]:
    """Everything exact, as strings, for JSON."""
    network = series.network
    bonds = []
    for i, j in network.bonds:
        direction = series.direction((i, j))
        bonds.append(
            {
                "bond": [i, j],
                "coefficients": [str(value) for value in series.bond_flux(i, j).rational_functions],
                "sign": direction.sign,
                "decided_by_order": direction.order,
                "statement": direction.statement,
                "is_proved": direction.is_proved,
            }
        )
    baths = [
        {"bath": b.label, "coefficients": [str(value) for value in series.bath_flux(b.sites[0]).rational_functions]}
        for b in network.bath_items
    ]
    return {"network": network.to_toml(), "order": series.order, "bond_fluxes": bonds, "bath_fluxes": baths}
