"""``symflux circuit FILE``: the heat of every resistor of a netlist, with its fluctuations if asked."""

from __future__ import annotations

import argparse
import json
from typing import Any

from symflux.circuit import Circuit
from symflux.cli.command import Answer, add_command, add_values, assignments, written
from symflux.cli.pictures import saved
from symflux.errors import DivergenceError
from symflux.quantities.result import Result

__all__ = ["add_commands"]


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "circuit",
        run,
        "the heat of every resistor of a netlist (R, C, L, K, G, I), exactly",
        "symflux circuit rc.cir --at T1=2,T2=1",
    )
    command.add_argument("file", metavar="FILE", help="netlist in the manner of SPICE (see docs/circuits.md)")
    add_values(command, "R1=1,C=1/2")
    command.add_argument("--diffusion", action="store_true", help="also lim Var(Q_t)/(2 t) of every heat")
    command.add_argument("--draw", metavar="FILE", help="also the schematic: rc.svg, .tex (TikZ), .pdf, .png or .eps")
    command.add_argument("--format", choices=("text", "latex", "json"), default="text")


def run(options: argparse.Namespace) -> Answer:
    """``symflux circuit FILE``."""
    circuit, values = Circuit.from_file(options.file), assignments(options.at)
    state = circuit.steady_state()
    rows: list[tuple[str, Result | str]] = []
    for name, heat in state.heats().items():
        asked: list[tuple[str, Any]] = [(f"heat of {name}", heat)]
        if options.diffusion:
            asked.append((f"diffusion of the heat of {name}", heat.diffusion()))
        for what, result in asked:
            try:
                rows.append((what, result.at(values) if values else result))
                _ = rows[-1][1].rational_function  # type: ignore[union-attr]
            except DivergenceError as error:
                rows[-1:] = [(what, f"infinite: {error}")]
    remarks = tuple(f"note: {line}" for line in circuit.idealisations)
    if options.draw:
        remarks = (*remarks, saved(circuit.draw(), options.draw).text)
    if options.format == "json":
        return Answer(json.dumps({what: str(value) for what, value in rows}, indent=2), 0, remarks)
    if options.format == "latex":
        shown = [value if isinstance(value, str) else value.latex() for _, value in rows]
        return Answer("\n".join(shown), 0, remarks)
    width = max((len(what) for what, _ in rows), default=0)
    return Answer("\n".join(f"{what:<{width}}  {_text(value)}" for what, value in rows), 0, remarks)


def _text(value: Result | str) -> str:
    return value if isinstance(value, str) else written(value.rational_function)
