"""Power spectra and correlation functions as curves: calculated with care, peaks exact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpz_poly

from symflux.algebra import RationalFunction
from symflux.errors import NetworkError
from symflux.show.pictures.plot import INK, Plot, mark_exactly, new_plot, picture_number, picture_values
from symflux.show.text.evaluator import to_callable
from symflux.steady_state.correlation import Correlation
from symflux.steady_state.spectra import PowerSpectrum

__all__ = ["correlation_plot", "power_spectrum_plot"]

_POINTS = 400
_AT_PEAK = 33
_MOST_MARKS = 6
_DIGITS = 12


def power_spectrum_plot(spectrum: PowerSpectrum, *, at: Mapping[Any, Any] | None = None) -> Plot:
    """S(w) for w >= 0, its real and (dashed) its imaginary part, its exact peaks marked. Needs matplotlib."""
    shown = spectrum.at(picture_values(at)) if at else spectrum
    missing = sorted({*shown.real.names, *shown.imaginary.names} - {shown.name})
    if missing:
        raise NetworkError(f"a curve needs numbers: the spectrum depends on {', '.join(missing)}; give them with at=")
    figure, axes = new_plot(6.0, 3.2)
    peaks = [] if shown.imaginary else shown.maxima
    omega = _frequencies(shown.imaginary or shown.real, shown.name, list(map(float, peaks)))
    for part, style in ((shown.real, "-"), (shown.imaginary, "--")):
        if part:
            function = to_callable(part)
            values = function(**{shown.name: omega}) if part.names else np.full_like(omega, float(part.value))
            axes.plot(omega, values, linestyle=style, color=INK, linewidth=1.4)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set(xlim=(0, omega[-1]), xlabel=r"$\omega$", ylabel=r"$S(\omega)$")
    if len(peaks) <= _MOST_MARKS:
        mark_exactly(axes, peaks)
    return Plot(figure)


def _frequencies(part: RationalFunction, name: str, peaks: Sequence[float]) -> Any:
    """Evenly, and closely at the resonances, however narrow they are."""
    bottom = fmpz_poly([int(c.constant_value) for c in part.denominator.coefficients_in(name)])
    poles = [complex(root) for root, _ in bottom.complex_roots()]
    waves = [pole for pole in poles if pole.real > 1e-12 and pole.imag > 0]
    rests = [abs(pole) for pole in poles]
    end = 1.35 * max([*peaks, *(abs(pole) for pole in waves), *(2 * rest for rest in rests if not waves), 1e-12])
    close = [pole.real + pole.imag * np.linspace(-8, 8, _AT_PEAK) for pole in waves]
    omega = np.unique(np.concatenate([np.linspace(0.0, end, _POINTS), *close, peaks]))
    return omega[(omega >= 0) & (omega <= end)]


def correlation_plot(
    correlation: Correlation, *, between: tuple[Any, Any], at: Mapping[Any, Any] | None = None
) -> Plot:
    """C(t) in a range of times, every point with an error far below the line. Needs matplotlib."""
    low, high = map(picture_number, between)
    if not 0 <= low < high:
        raise NetworkError(f"between=({low}, {high}): times from 0 on, the first the smaller one")
    total = correlation._sum(picture_values(at) if at else None)
    times = [low + (high - low) * Fraction(k, _POINTS) for k in range(_POINTS + 1)]
    values = [float(total.value(time, _DIGITS)[0]) for time in times]
    figure, axes = new_plot(6.0, 3.2)
    axes.plot([float(time) for time in times], values, color=INK, linewidth=1.4)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set(xlim=(float(low), float(high)), xlabel="$t$", ylabel="$C(t)$")
    return Plot(figure)
