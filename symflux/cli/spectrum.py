"""``symflux spectrum FILE ASKED``: a flux by frequency, a power spectrum, or a correlation function."""

from __future__ import annotations

import argparse
import re
from typing import Any

from symflux.algebra import exact
from symflux.cli.command import Answer, BadInput, add_command, add_file, read, written
from symflux.cli.pictures import saved
from symflux.errors import SignError
from symflux.quantities.quantity import Quantity, quantity
from symflux.show.text.result_text import result_text
from symflux.steady_state.correlation import Correlation
from symflux.steady_state.powers import source_text
from symflux.steady_state.spectra import PowerSpectrum
from symflux.steady_state.spectrum import Spectrum

__all__ = ["add_commands"]

_FLUX = re.compile(r"(flux|bath_flux|work)\(.*\)")
_PAIR = re.compile(r"(power_spectrum|correlation)\((.*)\)")
_EXAMPLES = "flux(1,2), bath_flux(1), work(), power_spectrum(q1,v2) or correlation(q1,q1)"
_TIMES = (0, 40)
_LONG = 200  #: characters of a frequency at most


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "spectrum",
        run,
        "a flux by frequency, the power spectrum or the correlation function of two coordinates",
        "symflux spectrum triangle.toml 'flux(1,2)' --at a=9,b=13,c=1,T1=2,T2=1 -o spectrum.pdf",
    )
    add_file(command)
    command.add_argument("quantity", metavar="ASKED", help=_EXAMPLES)
    command.add_argument("-o", "--out", metavar="FILE", help="draw it; every parameter needs a value")


def run(options: argparse.Namespace) -> Answer:
    """``symflux spectrum FILE ASKED``."""
    asked = options.quantity.replace(" ", "")
    pair = _PAIR.fullmatch(asked)
    if not pair and not _FLUX.fullmatch(asked):
        raise BadInput(f"{options.quantity[:60]!r}: ask for {_EXAMPLES}")
    state = read(options).steady_state()
    if not pair:
        flux: Any = quantity(state, asked)
        form: Spectrum = flux.spectrum()
        return _answer(_flux_lines(asked, form), form.plot, options.out)
    coordinates = Quantity.of_atom(f"covariance({pair[2]})", state.network).sites
    if pair[1] == "power_spectrum":
        spectrum = state.power_spectrum(*coordinates)
        return _answer(_spectrum_lines(asked, spectrum), spectrum.plot, options.out)
    correlation = state.correlation(*coordinates)
    return _answer(_correlation_lines(asked, correlation), lambda: correlation.plot(between=_TIMES), options.out)


def _answer(lines: list[str], plot: Any, out: str | None) -> Answer:
    if not out:
        return Answer("\n".join(lines))
    return Answer("\n".join(lines), remarks=(saved(plot(), out).text,))


def _flux_lines(asked: str, form: Spectrum) -> list[str]:
    w = form.frequency
    lines = [f"{asked} = integral over {w} > 0 of 2 {w}^2 ({form.coupling}) sum(gamma T S)/(pi |P(i {w})|^2)"]
    lines += [f"  S of {source_text(source)}: {written(exact(form.weight(source)))}" for source in form.weights]
    try:
        changes = form.sign_changes
        if any(len(str(change)) > _LONG for change in changes):
            lines.append(f"the current turns round at up to {len(changes)} frequencies; give values with --at")
        else:
            lines.append(
                "the current turns round at " + ", ".join(map(str, changes)) if changes else "one direction only"
            )
    except SignError as error:
        lines.append(str(error))
    return lines


def _spectrum_lines(asked: str, spectrum: PowerSpectrum) -> list[str]:
    lines = [f"{asked} = {result_text(spectrum.real)}"]
    if spectrum.imaginary:
        lines[0] += f"\n  + i ({result_text(spectrum.imaginary)})"
    elif set(spectrum.real.names) <= {spectrum.name}:
        peaks = [f"{peak}" if len(str(peak)) < 30 else f"{float(peak):.12g}..." for peak in spectrum.maxima]
        lines.append(f"peaks at {spectrum.name} = {', '.join(peaks)}" if peaks else "no peak at a frequency > 0")
    lines.append(f"two-sided: the covariance is its integral over all {spectrum.name}, over 2 pi")
    return lines


def _correlation_lines(asked: str, correlation: Correlation) -> list[str]:
    lines = [f"Laplace transform of {asked}: {result_text(correlation.laplace)}"]
    if set(correlation.laplace.names) <= {correlation.name}:
        in_time = correlation.exact_in_time("t")
        if in_time is not None:
            lines.append(f"at t >= 0: {in_time}")
        else:
            lines += [f"at t = {t}: {correlation.value(t)}" for t in (0, 1, 10)]
    return lines
