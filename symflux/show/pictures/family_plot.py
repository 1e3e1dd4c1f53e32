"""Answers for every size: a heat against the number of sites with its limit, and profiles of kinetic temperatures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symflux.algebra import exact
from symflux.errors import NetworkError
from symflux.show.pictures.flux_plot import STYLES
from symflux.show.pictures.plot import INK, Plot, exact_label, new_plot, picture_values

__all__ = ["profile_plot", "size_plot"]

_MARKERS = "osD^vP*X<>"


def size_plot(result: Any, *, sizes: range, at: Mapping[Any, Any] | None = None, label: str = "J_N") -> Plot:
    """The exact values of a result of a family at these sizes, and its exact limit as a dashed line.

    ``result`` is what ``family.bath_flux("first")`` of a row gives. Needs matplotlib. Raises :class:`NetworkError`
    where parameters have no value.

    >>> import symflux as sf
    >>> heat = sf.family.chain(spring=1, pinning=1, baths={"first": (1, 2), "last": (1, 1)}).bath_flux("first")
    >>> axes = size_plot(heat, sizes=range(2, 9)).figure.axes[0]
    >>> [round(float(y), 4) for y in axes.lines[0].get_ydata()][:2], axes.get_title()
    ([0.1667, 0.1364], '$J_\\\\infty = 1/8$')
    """
    size = result.family.shape.size
    values = picture_values(at)
    limit = (result.at(values) if values else result).limit()
    heights = []
    for number in sizes:
        value = result.at({**values, size: number}).rational_function
        if not value.is_constant:
            raise NetworkError(
                f"a curve needs numbers: the heat depends on {', '.join(value.names)}; give them with at="
            )
        heights.append(float(value.value))
    figure, axes = new_plot(6.0, 3.2)
    axes.plot(list(sizes), heights, linestyle="", marker="o", markersize=4.5, color=STYLES[0][0])
    axes.axhline(float(limit), color=STYLES[1][0], linestyle="--", linewidth=1.2)
    symbol = label.replace(size, r"\infty")
    text = exact_label(limit)
    equals = "" if text.startswith("\\approx") else "= "
    axes.set_title(f"${symbol} {equals}{text}$", fontsize=10)
    axes.set(xlabel=f"${size}$", ylabel=f"${label}$")
    axes.locator_params(axis="x", integer=True)
    return Plot(figure)


def profile_plot(profiles: Mapping[str, Mapping[Any, Any]]) -> Plot:
    """Kinetic temperatures of every site, of one or several networks: {name: {site: exact temperature}}.

    Results, rational functions or numbers; each profile has a marker of its own. Needs matplotlib. Raises
    :class:`NetworkError` where a temperature is no number.

    >>> import symflux as sf
    >>> state = sf.chain(4, pinning=1, baths={1: (1, 2), 4: (1, 1)}).steady_state()
    >>> axes = profile_plot({"chain": state.kinetic_temperatures()}).figure.axes[0]
    >>> [round(float(y), 3) for y in axes.lines[0].get_ydata()]
    [1.872, 1.523, 1.477, 1.128]
    """
    figure, axes = new_plot(6.0, 3.2)
    for k, (name, profile) in enumerate(profiles.items()):
        heights = []
        for site, temperature in profile.items():
            value = exact(getattr(temperature, "rational_function", temperature))
            if not value.is_constant:
                raise NetworkError(f"site {site}: a profile needs numbers, not {value.summary()}")
            heights.append(float(value.value))
        axes.plot(
            range(1, len(heights) + 1), heights, color=STYLES[k % len(STYLES)][0], label=name, linewidth=0.8,
            marker=_MARKERS[k % len(_MARKERS)], markersize=5,
        )  # fmt: skip
    axes.set(xlabel="site", ylabel="kinetic temperature")
    axes.locator_params(axis="x", integer=True)
    axes.legend(frameon=False, labelcolor=INK)
    return Plot(figure)
