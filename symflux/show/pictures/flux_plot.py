"""Fluxes against one parameter, and fluxes resolved by frequency: curves in double precision, zeros exact."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import sympy
from scipy.linalg import eigvals

from symflux.algebra import RationalFunction, exact
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
    exact_label,
    mark_exactly,
    new_plot,
    picture_number,
    picture_values,
    spread,
)
from symflux.show.tex.names import Names, quantity_latex
from symflux.show.text.evaluator import to_callable

__all__ = ["flux_plot", "spectrum_plot"]

_POINTS = 600
_MORE = r"\ldots"
_AT_PEAK = 33
_REFINED = 3  #: times the peaks are looked at more closely
_KINDS = {"flux": "heat flux", "bath_flux": "heat flux", "kinetic_temperature": "kinetic temperature"}
#: colours that differ in lightness as well, each with dashes of its own: ten curves tell themselves apart in grey
STYLES: tuple[tuple[str, Any], ...] = (
    ("#1f4e79", "-"), ("#c2410c", (0, (6, 2))), ("#3f3f3f", (0, (1, 1.2))), ("#7b3294", (0, (6, 1.5, 1, 1.5))),
    ("#00783f", (0, (3, 1.2))), ("#b0006f", (0, (10, 2))), ("#5a6e00", (0, (6, 1.5, 1, 1.5, 1, 1.5))),
    ("#0b7d99", (0, (2, 2.5))), ("#8c510a", (0, (10, 2, 2, 2))), ("#16161d", (0, (4, 1, 1, 1, 1, 1, 1, 1))),
)  # fmt: skip


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

    def curve(at_frequencies: Any) -> Any:
        if not function.parameters:
            return np.zeros_like(at_frequencies)
        return function(**{form.frequency.name: at_frequencies}) / np.pi

    omega, values = _to_the_peaks(curve, omega)
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


def _to_the_peaks(curve: Callable[[Any], Any], points: Any) -> tuple[Any, Any]:
    """(points, values) with more points round every extremum, so that the height of each is seen."""
    values = curve(points)
    for _ in range(_REFINED):
        before, after = values[1:-1] - values[:-2], values[2:] - values[1:-1]
        turns = np.nonzero(before * after < 0)[0] + 1
        close = [np.linspace(points[k - 1], points[k + 1], _AT_PEAK // 3) for k in turns]
        points = np.unique(np.concatenate([points, *close]))
        values = curve(points)
    return points, values


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

    ``over`` names the parameter, ``between`` gives its range, ``at`` the values of all others, which stand below. Equal
    results share a curve, and every curve is named at its end. Needs matplotlib.
    """
    listed = list(results) if isinstance(results, Sequence) else [results]
    name = parameter_name(over)
    low, high = map(picture_number, between)
    if low >= high:
        raise NetworkError(f"between=({low}, {high}): the first value has to be the smaller one")
    values = picture_values(at)
    curves: dict[RationalFunction, list[str]] = {}
    for result in listed:
        value = (result.at(values) if values else result).rational_function
        if set(value.names) - {name}:
            others = ", ".join(n for n in value.names if n != name)
            raise NetworkError(f"a curve needs numbers: {result.quantity} depends on {others} too; give them with at=")
        label = quantity_latex(result.quantity, result.network, Names(result.network.parameters, names))
        curves.setdefault(value, []).append(label)
    figure, axes = new_plot(6.6, 3.4 if len(curves) < 6 else 4.4)
    grid = np.linspace(float(low), float(high), _POINTS)
    zeros: list[Any] = []
    ends: list[tuple[float, str, str]] = []
    for k, (value, labels) in enumerate(curves.items()):
        function = to_callable(value)
        heights = function(**{name: grid}) if function.parameters else np.full_like(grid, float(value.value))
        colour, style = STYLES[k % len(STYLES)]
        text = f"${' = '.join([*labels[:3], *[_MORE for _ in labels[3:4]]])}$"
        axes.plot(grid, heights, color=colour, linestyle=style, linewidth=1.7, label=text)
        ends.append((float(heights[-1]), text, colour))
        if not value.is_constant:
            for root in real_roots(value.numerator):
                if low <= root <= high:
                    zeros.append(root)
                    axes.plot([float(root)], [0], marker="o", markersize=4.5, color=colour, zorder=4)
    axes.axhline(0, color=INK, linewidth=0.8)
    parameters = {n for result in listed for n in result.network.parameters}
    shown = Names([*parameters, name], names)
    fixed = [f"${shown[str(n)]} = {exact_label(picture_number(v))}$" for n, v in values.items() if str(n) in parameters]
    where = f"   at {', '.join(fixed)}" if fixed else ""
    what = _what(listed, list(curves.values()))
    axes.set(xlim=(float(low), float(high)), xlabel=f"${shown[name]}${where}", ylabel=what)
    mark_exactly(axes, zeros)
    if len(ends) > 1:
        _name_curves(axes, ends)
    return Plot(figure)


def _what(results: Sequence[Any], labels: Sequence[Sequence[str]]) -> str:
    """What is plotted: the result itself where it is one, else the kind of the results where they are of one kind."""
    if len(labels) == 1:
        return f"${' = '.join(labels[0][:3])}$"
    kinds = {_KINDS.get(result.quantity.kind, result.quantity.kind.replace("_", " ")) for result in results}
    return kinds.pop() if len(kinds) == 1 else "value"


def _name_curves(axes: Any, ends: Sequence[tuple[float, str, str]]) -> None:
    """The name of each curve beside its end, moved up or down until none lies on another, with a line to the end."""
    bottom, top = axes.get_ylim()
    apart = (top - bottom) * (0.09 if len(ends) < 6 else 0.07)
    ordered = sorted(ends)
    places = spread([height for height, _, _ in ordered], apart)
    for place, (height, text, colour) in zip(places, ordered, strict=True):
        axes.annotate(
            text, (1.0, height), xytext=(1.05, place), xycoords=("axes fraction", "data"), va="center", fontsize=8,
            textcoords=("axes fraction", "data"), color=colour, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "linewidth": 0.5, "color": colour, "shrinkA": 1, "shrinkB": 0},
        )  # fmt: skip
