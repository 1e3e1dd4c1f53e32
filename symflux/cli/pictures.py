"""``symflux draw FILE`` and ``symflux spectrum FILE FLUX``: a network as a picture, a flux by frequency."""

from __future__ import annotations

import argparse
import re
from typing import Any

from symflux.cli.command import Answer, BadInput, add_command, add_file, assignments, read
from symflux.errors import SignError
from symflux.model.network import Network
from symflux.quantities.quantity import quantity
from symflux.steady_state.powers import source_text
from symflux.steady_state.spectrum import Spectrum

__all__ = ["add_commands"]

_FLUX = re.compile(r"(flux|bath_flux|work)\(.*\)")


def add_commands(commands: Any) -> None:
    """Register the commands of this file."""
    draw = add_command(
        commands,
        "draw",
        run_draw,
        "draw the network; with --flux also the heat that flows, at the values of --at",
        "symflux draw triangle.toml -o triangle.svg --flux --at a=1,b=2,c=1,T1=2,T2=1",
    )
    add_file(draw)
    draw.add_argument("-o", "--out", required=True, metavar="FILE", help="net.svg, .tex (TikZ), .pdf, .png or .eps")
    draw.add_argument("--flux", action="store_true", help="arrows of heat: every parameter needs a value")
    spectrum = add_command(
        commands,
        "spectrum",
        run_spectrum,
        "a flux by frequency: which bath sends what, and where the current turns round",
        "symflux spectrum triangle.toml 'flux(1,2)' --at a=9,b=13,c=1,T1=2,T2=1 -o spectrum.pdf",
    )
    add_file(spectrum)
    spectrum.add_argument("quantity", metavar="FLUX", help="flux(1,2), bath_flux(1) or work()")
    spectrum.add_argument("-o", "--out", metavar="FILE", help="draw it; every parameter needs a value")


def run_draw(options: argparse.Namespace) -> Answer:
    """``symflux draw FILE -o OUT``."""
    network = Network.from_toml(options.file)
    state = network.steady_state() if options.flux else None
    picture = network.draw(state, at=assignments(options.at))
    return _saved(picture, options.out)


def run_spectrum(options: argparse.Namespace) -> Answer:
    """``symflux spectrum FILE FLUX``."""
    asked = options.quantity.replace(" ", "")
    if not _FLUX.fullmatch(asked):
        raise BadInput(f"{options.quantity[:60]!r}: ask for flux(1,2), bath_flux(1) or work()")
    flux: Any = quantity(read(options).steady_state(), asked)
    form: Spectrum = flux.spectrum()
    w = form.frequency
    lines = [f"{asked} = integral over {w} > 0 of 2 {w}^2 ({form.coupling}) sum(gamma T S)/(pi |P(i {w})|^2)"]
    lines += [f"  S of {source_text(source)}: {form.weight(source)}" for source in form.weights]
    try:
        changes = form.sign_changes
        lines.append("the current turns round at " + ", ".join(map(str, changes)) if changes else "one direction only")
    except SignError as error:
        lines.append(str(error))
    if not options.out:
        return Answer("\n".join(lines))
    saved = _saved(form.plot(), options.out)
    return Answer("\n".join(lines), remarks=(saved.text,))


def _saved(picture: Any, path: str) -> Answer:
    try:
        picture.save(path)
    except (OSError, ValueError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        raise BadInput(f"cannot write {path[:80]!r}: {reason}") from None
    return Answer(f"wrote {path}")
