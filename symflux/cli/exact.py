"""The exact commands: ``flux``, ``unique``, ``new``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from symflux.cli.command import Answer, BadInput, add_command, add_file, read
from symflux.errors import NetworkError, StabilityError, UniquenessError
from symflux.model.network import Network
from symflux.model.uniqueness import coordinate_text
from symflux.quantities.result import Result
from symflux.show.tex.latex import system_latex
from symflux.steady_state.state import SteadyState

__all__ = ["add_commands"]

EXAMPLE = """\
# A network of oscillators for symflux. Try: symflux flux {name}
name = "triangle"
pinning = "c"              # one value, or a table: pinning = { 1 = "c1", 2 = 1 }
# masses = 1               # optional, like pinning
# real = ["b"]             # parameters are positive unless listed here

[[spring]]
between = [1, 2]
k = "a"                    # an integer, a decimal (read exactly), or a string: "3/2", "2*k"

[[spring]]
between = [1, 3]
k = "b"

[[spring]]
between = [2, 3]
k = "b"

[[bath]]
site = 1
friction = 1
temperature = "T1"

[[bath]]
site = 2
friction = 1
temperature = "T2"
"""


def add_commands(commands: Any) -> None:
    """Register the commands of this file."""
    flux = add_command(
        commands, "flux", run_flux, "every heat flux of a network, exact", "symflux flux triangle.toml --at a=1,b=2"
    )
    add_file(flux)
    flux.add_argument("--format", choices=("text", "latex", "json"), default="text")
    unique = add_command(
        commands, "unique", run_unique, "whether the steady state is unique (Lemma 1)", "symflux unique square.toml"
    )
    add_file(unique)
    unique.add_argument("--format", choices=("text", "json"), default="text")
    new = add_command(commands, "new", run_new, "write a commented example network file", "symflux new triangle.toml")
    new.add_argument("file", metavar="FILE", help="the file to write; an existing file is not touched")


def run_new(options: argparse.Namespace) -> Answer:
    """``symflux new FILE``."""
    path = Path(options.file)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(EXAMPLE.replace("{name}", path.name if path.name.isprintable() else "FILE"))
    except FileExistsError:
        raise BadInput(f"{repr(str(path))[:80]} exists already: choose another name") from None
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot write {repr(str(path))[:80]}: {getattr(error, 'strerror', error)}") from None
    return Answer(f"wrote {path}; try: symflux flux {path}")


def run_flux(options: argparse.Namespace) -> Answer:
    """``symflux flux FILE``."""
    state = read(options).steady_state()
    if options.format == "json":
        return Answer(json.dumps(flux_data(state), indent=2))
    if options.format == "latex":
        return Answer(_flux_latex(state))
    return Answer(str(state))


def _flux_latex(state: SteadyState) -> str:
    fluxes = [state.bond_flux(*bond) for bond in state.network.bonds]
    return system_latex([*fluxes, *(state.bath_flux(site) for site in state.network.baths)])


def flux_data(state: SteadyState) -> dict[str, Any]:
    """The fluxes as JSON data: exact values are strings in the grammar of network files."""
    network = state.network

    def row(result: Result, **where: Any) -> dict[str, Any]:
        return {
            **where,
            "value": str(result.rational_function),
            "coefficients": {str(bath): str(c) for bath, c in (result.linear_form or {}).items()},
        }

    return {
        "network": network.to_toml(),
        "parameters": list(network.parameters),
        "bond_fluxes": [row(state.bond_flux(i, j), **{"from": i, "to": j}) for i, j in network.bonds],
        "bath_fluxes": [row(state.bath_flux(i), bath=i) for i in network.baths],
        "conductances": [
            {"between": [i, j], "value": str(value.rational_function)} for (i, j), value in state.conductances().items()
        ],
        "kinetic_temperatures": [row(value, site=i) for i, value in state.kinetic_temperatures().items()],
    }


def run_unique(options: argparse.Namespace) -> Answer:
    """``symflux unique FILE``."""
    network = read(options)
    if not network.baths:
        raise NetworkError(f"{options.file}: no bath, so there is no steady state: add a [[bath]]")
    if not network.is_classic:
        return _exists(network, options.format)
    modes = network.hidden_modes()
    exceptional, remark = _exceptional(network) if not modes else ([], "")
    if options.format == "json":
        data = {
            "unique": not modes,
            "hidden_modes": [[str(entry) for entry in mode] for mode in modes],
            "exceptional_set": [str(p) for p in exceptional],
        }
        return Answer(json.dumps(data, indent=2), 1 if modes else 0)
    if modes:
        where = " for any values of the parameters" if network.coupling_parameters else ""
        lines = [f"not unique{where}: {len(modes)} motion{'s' if len(modes) > 1 else ''} that no bath reaches"]
        lines += [f"  {coordinate_text(network, m)} moves by itself; mode ({', '.join(map(str, m))})" for m in modes]
        return Answer("\n".join(lines), 1)
    if remark:
        return Answer(f"unique for generic values of the parameters; {remark}")
    if exceptional == [1]:
        return Answer("unique: the baths reach every motion")
    lines = ["unique, except where all of these vanish:"] + [f"  {polynomial}" for polynomial in exceptional]
    return Answer("\n".join(lines))


def _exists(network: Network, layout: str) -> Answer:
    """Networks beyond masses, springs, pins and one bath a site: the steady state, or what is in its way."""
    try:
        conditions = [str(each) for each in network.steady_state().stability_conditions()]
        reason = ""
    except (UniquenessError, StabilityError) as error:
        conditions, reason = [], str(error)
    if layout == "json":
        data = {"unique": not reason, "conditions": conditions, "reason": reason}
        return Answer(json.dumps(data, indent=2), int(bool(reason)))
    if reason:
        return Answer(f"not unique: {reason}", 1)
    if conditions:
        return Answer("\n".join(["unique and stable where all of these hold:", *(f"  {each}" for each in conditions)]))
    return Answer("unique: the baths reach every motion")


def _exceptional(network: Network) -> tuple[list[Any], str]:
    try:
        return network.exceptional_set(), ""
    except NetworkError as error:
        return [], str(error)
