"""``symflux draw FILE``: a network as a picture."""

from __future__ import annotations

import argparse
from typing import Any

from symflux.cli.command import Answer, BadInput, add_command, add_file, assignments
from symflux.model.network import Network

__all__ = ["add_commands", "saved"]


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
    draw.add_argument("--labels", choices=("both", "flux", "spring", "none"), default="both", help="texts at the bonds")


def run_draw(options: argparse.Namespace) -> Answer:
    """``symflux draw FILE -o OUT``."""
    network = Network.from_toml(options.file)
    state = network.steady_state() if options.flux else None
    picture = network.draw(state, at=assignments(options.at), labels=options.labels)
    return saved(picture, options.out)


def saved(picture: Any, path: str) -> Answer:
    """The picture written to a file, and the line that says so."""
    try:
        picture.save(path)
    except (OSError, ValueError) as error:
        reason = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        raise BadInput(f"cannot write {path[:80]!r}: {reason}") from None
    return Answer(f"wrote {path}")
