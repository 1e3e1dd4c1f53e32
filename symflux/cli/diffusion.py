"""``symflux diffusion FILE``: how much the heat of every bath and bond fluctuates."""

from __future__ import annotations

import argparse
import json
from typing import Any

from symflux.cli.command import Answer, add_command, add_file, read, written
from symflux.errors import DivergenceError
from symflux.model.labels import show_label

__all__ = ["add_commands"]

_LONG = 60  #: characters: shorter formulas are repeated


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "diffusion",
        run,
        "lim Var(Q_t)/(2 t) of the heat of every bath and bond, and of the work, exactly",
        "symflux diffusion pair.toml --at k=1,T1=2,T2=1",
    )
    add_file(command)
    command.add_argument("--format", choices=("text", "latex", "json"), default="text")


def run(options: argparse.Namespace) -> Answer:
    """``symflux diffusion FILE``."""
    state = read(options).steady_state()
    asked = {f"bath {show_label(label)}": flux for label, flux in state.bath_fluxes().items()}
    asked |= {f"{i} -> {j}": flux for (i, j), flux in state.bond_fluxes().items()}
    if state.powers.all_work():
        asked["work"] = state.work()
    rows: dict[str, str] = {}
    for name, flux in asked.items():
        try:
            spread = flux.diffusion()
            rows[name] = _text(spread, options.format)
        except DivergenceError as error:
            rows[name] = f"infinite: {error}"
    if options.format == "json":
        return Answer(json.dumps(rows, indent=2))
    if options.format == "latex":
        return Answer("\n".join(rows.values()))
    said: dict[str, str] = {}
    for name, text in rows.items():
        if len(text) > _LONG and said.setdefault(text, name) != name:
            rows[name] = f"the same as {said[text]}"
    width = max(map(len, rows), default=0)
    return Answer("\n".join(f"{name:<{width}}  {text}" for name, text in rows.items()))


def _text(spread: Any, layout: str) -> str:
    if layout == "latex":
        return str(spread.latex())
    value = spread.rational_function
    return str(value) if layout == "json" else written(value)
