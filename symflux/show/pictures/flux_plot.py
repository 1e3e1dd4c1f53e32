"""Fluxes against one parameter, and fluxes resolved by frequency: curves in double precision, zeros exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from scipy.linalg import eigvals

from symflux.algebra import exact
from symflux.algebra.real_roots import real_roots
from symflux.errors import NetworkError
from symflux.model.labels import parameter_name
from symflux.model.network import Network
from symflux.show.pictures.plot import (
    INK,
    MINUS,
    MINUS_HATCH,
    PLUS,
    Plot,
    mark_exactly,
    new_plot,
    picture_number,
    picture_values,
)
from symflux.show.tex.names import Names, quantity_latex
from symflux.show.text.evaluator import to_callable

__all__ = ["flux_plot", "spectrum_plot"]

_POINTS = 600
_AT_PEAK = 33
_STYLES = (("#1f4e79", "-"), ("#c2410c", "--"), ("#4d4d4d", "-."), ("#7b3294", ":"), ("#008837", (0, (5, 1, 1, 1))))


def spectrum_plot(flux: Any, *, at: Mapping[Any, Any] | None = None, names: Mapping[Any, str] | None = None) -> Plot:
    """The heat current of a flux per unit of frequency, with the exact frequencies at which it turns round.

    The area is the flux. Values for all parameters come from the network or from ``at``. Needs matplotlib.
    """
    solved = flux.at(picture_values(at)) if at else flux
    form = solved.spectrum()
    density = form.density
    if density.free_symbols - {form.frequency}:
        raise NetworkError(
            f"a curve needs numbers: the spectrum depends on "
            f"{', '.join(sorted(str(s) for s in density.free_symbols - {form.frequency}))}; give them with at="
        )
    shown = Names(flux.network.parameters, names)
    label = quantity_latex(flux.quantity, flux.network, shown)
    changes = list(form.sign_changes)
    omega = _frequencies(flux.network, dict(solved.quantity.at), list(map(float, changes)))
    function = to_callable(exact(density * sympy.pi))
    values = function(**{form.frequency.name: omega}) / np.pi if function.parameters else np.zeros_like(omega)
    figure, axes = new_plot(6.0, 3.2)
    axes.fill_between(omega, values, 0, where=values >= 0, facecolor=PLUS, linewidth=0, interpolate=True)
    axes.fill_between(
        omega, values, 0, where=values <= 0, facecolor=MINUS, edgecolor="#b3622a", hatch=MINUS_HATCH, linewidth=0,
        interpolate=True,
    )  # fmt: skip
    axes.plot(omega, values, color=INK, linewidth=1.4)
    axes.axhline(0, color=INK, linewidth=0.8)
    for change in changes:
        axes.axvline(float(change), color=INK, linewidth=0.8, linestyle=(0, (2, 2)))
    axes.set(xlim=(0, omega[-1]), xlabel=r"$\omega$", ylabel=rf"$d{label}/d\omega$")
    mark_exactly(axes, changes)
    total = solved.rational_function.value
    axes.set_title(rf"${label} = {_number(total)}$", fontsize=10)
    return Plot(figure)


def _number(value: Fraction) -> str:
    text, decimal = str(value), f"{float(value):.5g}"
    if len(text) <= 12:
        return text
    return rf"{text} \approx {decimal}" if len(text) < 26 else rf"{decimal}\ldots"


def _frequencies(network: Network, values: Mapping[str, Any], changes: Sequence[float]) -> Any:
    """Where the curve is calculated: evenly, and closely at the resonances, however narrow they are."""
    model = (network.at(values) if values else network).linear_model()
    mass, damping, potential = (
        np.array([[float(entry.value) for entry in row] for row in matrix.dense()])
        for matrix in (model.mass, model.damping, model.coupling)
    )
    one, none = np.eye(len(mass)), np.zeros_like(mass)
    poles = eigvals(np.block([[none, one], [-potential, -damping]]), np.block([[one, none], [none, mass]]))
    poles = poles[np.abs(poles) < 1e12]  # a site without mass has a pole at infinity
    massive = np.linalg.matrix_rank(mass) == len(mass)
    squares = np.linalg.eigvals(np.linalg.solve(mass, potential)).real if massive else np.abs(poles) ** 2
    fastest = float(np.sqrt(max(squares.max(), 1e-12)))
    end = 1.35 * max([fastest, *changes])
    close = [pole.imag + pole.real * np.linspace(-8, 8, _AT_PEAK) for pole in poles if pole.imag > 0]
    omega = np.unique(np.concatenate([np.linspace(0.0, end, _POINTS), *close, changes]))
    return omega[(omega >= 0) & (omega <= end)]


def flux_plot(
    results: Any,
    over: Any,
    *,
    between: tuple[Any, Any],
    at: Mapping[Any, Any] | None = None,
    names: Mapping[Any, str] | None = None,
) -> Plot:
    """One or several results against one parameter, with the exact values at which they vanish.

    ``over`` names the parameter, ``between`` gives its range, ``at`` the values of all others. Needs matplotlib.
    """
    listed = list(results) if isinstance(results, Sequence) else [results]
    name = parameter_name(over)
    low, high = map(picture_number, between)
    if low >= high:
        raise NetworkError(f"between=({low}, {high}): the first value has to be the smaller one")
    figure, axes = new_plot(6.0, 3.4)
    grid = np.linspace(float(low), float(high), _POINTS)
    zeros: list[Any] = []
    for k, result in enumerate(listed):
        solved = result.at(picture_values(at)) if at else result
        value = solved.rational_function
        if set(value.names) - {name}:
            others = ", ".join(n for n in value.names if n != name)
            raise NetworkError(f"a curve needs numbers: {result.quantity} depends on {others} too; give them with at=")
        function = to_callable(value)
        heights = function(**{name: grid}) if function.parameters else np.full_like(grid, float(value.value))
        label = quantity_latex(result.quantity, result.network, Names(result.network.parameters, names))
        colour, style = _STYLES[k % len(_STYLES)]
        axes.plot(grid, heights, color=colour, linestyle=style, linewidth=1.7, label=f"${label}$")
        if not value.is_constant:
            for root in real_roots(value.numerator):
                if low <= root <= high:
                    zeros.append(root)
                    axes.plot([float(root)], [0], marker="o", markersize=4.5, color=colour, zorder=4)
    axes.axhline(0, color=INK, linewidth=0.8)
    shown = Names([*listed[0].network.parameters, name], names)
    axes.set(xlim=(float(low), float(high)), xlabel=f"${shown[name]}$", ylabel="heat flux")
    mark_exactly(axes, zeros)
    axes.legend(frameon=False)
    return Plot(figure)
