"""``symflux page FILE -o PAGE.html``: a network as one live HTML file."""

from __future__ import annotations

import argparse
from typing import Any

from symflux.cli.command import Answer, add_command, add_file, assignments, search_seconds
from symflux.model.network import Network
from symflux.show.page.live import save_page

__all__ = ["add_commands"]


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "page",
        run_page,
        "a live page: one HTML file with dials, exact fluxes, sign map, formulas and certificates",
        "symflux page triangle.toml -o triangle.html --at a=9,b=13,c=1",
    )
    add_file(command)
    command.add_argument("-o", "--out", required=True, metavar="PAGE.html", help="the file to write")
    command.add_argument(
        "--proof",
        metavar="CERT.json",
        action="append",
        default=[],
        help="a certificate that the page hands out too; may be repeated",
    )


def run_page(options: argparse.Namespace) -> Answer:
    """``symflux page FILE -o PAGE.html``; --at says where the dials stand first."""
    network = Network.from_toml(options.file)
    seconds = min(search_seconds(options) / 4, 20.0)
    path = save_page(
        network.steady_state(), options.out, at=assignments(options.at), proofs=options.proof, seconds=seconds
    )
    return Answer(f"wrote {path} ({round(path.stat().st_size / 1000)} kB); open it in a browser")
