"""Flux against eps: the truncated series, its Pade estimate, Galerkin and simulation in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symflux.anharmonic.expansion import AnharmonicSeries, anharmonic_series
from symflux.anharmonic.series import Series
from symflux.crosscheck.galerkin import galerkin
from symflux.crosscheck.simulation import SimulatedState, simulate
from symflux.errors import NetworkError
from symflux.model.network import Bond, Network, Site

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_series"]

_POINTS = 41
_ORDER_COLOURS = ("#9ecae1", "#6baed6", "#3182bd", "#08519c", "#08306b", "#041b3a")
_PADE_COLOUR, _GALERKIN_COLOUR, _SIMULATION_COLOUR = "#e6550d", "#222222", "#c51b7d"


def plot_series(
    network: Network,
    bonds: Sequence[tuple[Site, Site]] | None = None,
    *,
    order: int = 3,
    strength: Any = None,
    degree: int | None = 4,
    simulations: int = 4,
    trajectories: int = 1000,
    time: float = 200.0,
    step: float = 0.05,
    seed: int = 1,
    path: str | Path | None = None,
    series: AnharmonicSeries | None = None,
) -> Figure:
    """One panel for each bond (all bonds unless some are named): flux against eps, up to eps = ``strength``.

    Lines: the series truncated at orders 1 to ``order``, the Pade estimate, Galerkin of ``degree`` (None: none).
    Points: ``simulations`` Langevin simulations with 2-sigma bars (0: none). ``strength`` defaults to where the last
    two terms of some series are equal: beyond it the series is no use. Written to ``path`` if given. Needs matplotlib.
    """
    try:
        from matplotlib.figure import Figure as MatplotlibFigure
    except ImportError:
        raise NetworkError("the picture needs matplotlib: pip install 'symflux[plot]'") from None
    if series is None:
        series = anharmonic_series(network, order=order)
    shown = list(network.bonds if bonds is None else bonds)
    fluxes = [series.bond_flux(i, j) for i, j in shown]
    last = _last_strength(fluxes) if strength is None else Fraction(strength)
    grid = [last * k / (_POINTS - 1) for k in range(_POINTS)]
    columns = min(3, len(shown))
    rows = -(-len(shown) // columns)
    figure = MatplotlibFigure(figsize=(4.4 * columns, 3.3 * rows + 0.9), layout="constrained")
    axes = figure.subplots(rows, columns, squeeze=False)
    flat = [axes[k // columns][k % columns] for k in range(rows * columns)]
    for axis, flux, (i, j) in zip(flat, fluxes, shown, strict=False):
        _draw_series(axis, flux, grid)
        axis.set_title(f"bond {i} \N{RIGHTWARDS ARROW} {j}", fontsize=10)
        axis.set_xlabel(r"$\varepsilon$")
        axis.axhline(0, color="0.8", linewidth=0.8, zorder=0)
        axis.ticklabel_format(axis="x", style="sci", scilimits=(-2, 3))
    for axis in flat[len(shown) :]:
        axis.set_visible(False)
    for row in axes:
        row[0].set_ylabel("heat flux")
    if degree is not None:
        _draw_galerkin(flat, shown, network, [float(e) for e in grid[::2]], degree)
    for k in range(1, simulations + 1):
        e = float(last) * k / simulations
        state = simulate(network, e, step=step, time=time, trajectories=trajectories, seed=seed + k)
        _draw_simulation(flat, shown, state, label=r"simulation, 2$\sigma$" if k == 1 else None)
    for axis in flat[: len(shown)]:
        _frame(axis)
    handles, labels = flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2 * columns, fontsize=8, frameon=False)
    figure.suptitle(f"{network.title()}: flux against anharmonicity", fontsize=11)
    if path is not None:
        figure.savefig(path, dpi=150)
    return figure


def _last_strength(fluxes: Sequence[Series]) -> Fraction:
    """The smallest eps at which the last two terms of a series are equal, rounded to one digit."""
    ratios = []
    for flux in fluxes:
        values = flux.numbers
        if len(values) > 1 and values[-1] and values[-2]:
            ratios.append(abs(values[-2] / values[-1]))
    if not ratios:
        return Fraction(1, 10)
    return Fraction(f"{float(min(ratios)):.0e}")


def _draw_series(axis: Any, flux: Series, grid: Sequence[Fraction]) -> None:
    strengths = [float(e) for e in grid]
    for k in range(1, flux.order + 1):
        values = [float(flux.truncated(e, k)) for e in grid]
        colour = _ORDER_COLOURS[min(k, len(_ORDER_COLOURS)) - 1]
        axis.plot(strengths, values, color=colour, linewidth=1.2, label=f"series, order {k}")
    below = (flux.order + 1) // 2
    try:
        estimate = flux.pade(flux.order - below, below)
        values = [float(estimate.value(e)) for e in grid]
    except NetworkError:
        return
    label = f"Pade [{flux.order - below}/{below}], an estimate"
    axis.plot(strengths, values, color=_PADE_COLOUR, linestyle="--", linewidth=1.4, label=label)


def _draw_galerkin(
    axes: Sequence[Any], bonds: Sequence[Bond], network: Network, strengths: Sequence[float], degree: int
) -> None:
    states = [galerkin(network, e, degree=degree) for e in strengths]
    for axis, (i, j) in zip(axes, bonds, strict=False):
        values = [state.bond_flux(i, j) for state in states]
        axis.plot(strengths, values, color=_GALERKIN_COLOUR, linewidth=1.6, label=f"Galerkin, degree {degree}")


def _draw_simulation(axes: Sequence[Any], bonds: Sequence[Bond], state: SimulatedState, label: str | None) -> None:
    """One point with its bar on every panel."""
    for axis, (i, j) in zip(axes, bonds, strict=False):
        estimate = state.bond_flux(i, j)
        axis.errorbar(
            [state.strength], [estimate.mean], yerr=[2 * estimate.error], fmt="o", markersize=3.5, capsize=3,
            color=_SIMULATION_COLOUR, label=label, zorder=5,
        )  # fmt: skip


def _frame(axis: Any) -> None:
    """Limits that follow what is trustworthy, so that a diverging truncation leaves the panel instead of ruling it."""
    trusted: list[float] = []
    for line in axis.get_lines():
        if line.get_label().startswith(("Galerkin", "Pade", "series, order 1")):
            trusted += [float(value) for value in line.get_ydata()]
    if trusted:
        low, high = min(trusted), max(trusted)
        margin = 0.35 * (high - low) or 0.1 * abs(high) or 1.0
        axis.set_ylim(low - margin, high + margin)
