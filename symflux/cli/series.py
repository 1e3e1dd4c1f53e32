"""``symflux series``: every flux as an exact series in the strength of the anharmonicity."""

from __future__ import annotations

import argparse
import json
from typing import Any

from symflux.anharmonic.expansion import anharmonic_series
from symflux.cli.command import Answer, BadInput, add_command, add_file, read
from symflux.show.text.series import series_data, series_latex, series_text

__all__ = ["add_commands"]


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "series",
        run_series,
        "every flux as an exact series in the anharmonicity eps",
        "symflux series chain.toml --order 2 --quartic 1",
    )
    add_file(command)
    command.add_argument("--order", type=int, default=2, metavar="K", help="the highest power of eps (default: 2)")
    command.add_argument("--quartic", metavar="C", help="put C as quartic coefficient on every spring")
    command.add_argument("--format", choices=("text", "latex", "json"), default="text")


def run_series(options: argparse.Namespace) -> Answer:
    """``symflux series FILE``."""
    network = read(options)
    if options.quartic is not None:
        network = network.with_quartic(dict.fromkeys(network.bonds, options.quartic), pinning=network.quartic_pinning)
    if not network.quartic and not network.quartic_pinning:
        raise BadInput("the network has no quartic spring or pin: write quartic = 1 in the file, or use --quartic 1")
    series = anharmonic_series(network, order=options.order)
    if options.format == "json":
        return Answer(json.dumps(series_data(series), indent=2))
    return Answer(series_latex(series) if options.format == "latex" else series_text(series))
