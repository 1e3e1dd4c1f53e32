"""``symflux patterns``, and ``symflux region FILE FLUX --over temperatures``."""

from __future__ import annotations

import argparse
import json
import re
from typing import Any

from symflux.cli.command import Answer, BadInput, add_command, add_file, read, search_seconds
from symflux.model.network import Network, Site
from symflux.quantities.quantity import quantity
from symflux.show.text.temperature import patterns_data, patterns_text, region_data, region_text
from symflux.temperature.patterns import sign_patterns
from symflux.temperature.region import temperature_region

__all__ = ["add_commands", "run_patterns", "run_temperature_region"]

_QUANTITY = re.compile(r"(flux|bath_flux|kinetic_temperature)\([^()]*\)")


def add_commands(commands: Any) -> None:
    """Register the command."""
    patterns = add_command(
        commands,
        "patterns",
        run_patterns,
        "every pattern of signs that the bond fluxes have together, over all bath temperatures",
        "symflux patterns pump.toml --given 'T3 > T4' --zeros",
    )
    add_file(patterns)
    patterns.add_argument("--given", action="append", default=[], metavar="CONDITION", help="as 'T1 > T2'; repeatable")
    patterns.add_argument("--zeros", action="store_true", help="also the patterns in which some flux vanishes")
    patterns.add_argument("--format", choices=("text", "json"), default="text")
    patterns.add_argument("--plot", metavar="FILE", help="draw a map (three baths, or --vary): map.svg, .pdf, .png")
    patterns.add_argument("--vary", metavar="SITE,SITE", help="the two bath temperatures that the map varies")


def run_patterns(options: argparse.Namespace) -> Answer:
    """``symflux patterns FILE``."""
    network = read(options)
    if names := network.coupling_parameters:
        wanted = ",".join(f"{name}=..." for name in names)
        raise BadInput(f"patterns needs numbers for the couplings: add --at {wanted}")
    state = network.steady_state()
    found = sign_patterns(state, given=options.given, zeros=options.zeros)
    remarks = []
    if options.plot:
        remarks.append(_plot(state, options))
    text = json.dumps(patterns_data(found), indent=2) if options.format == "json" else patterns_text(found)
    return Answer(text, remarks=tuple(remarks))


def run_temperature_region(options: argparse.Namespace) -> Answer:
    """``symflux region FILE QUANTITY --over temperatures``; also uses ``--given``, ``--at``, ``--format``."""
    asked = options.quantity.replace(" ", "")
    if not _QUANTITY.fullmatch(asked):
        raise BadInput(f"{repr(options.quantity)[:60]}: ask for flux(1,2), bath_flux(1) or kinetic_temperature(1)")
    state = read(options).steady_state()
    region = temperature_region(quantity(state, asked), given=options.given, seconds=search_seconds(options))
    text = json.dumps(region_data(region), indent=2) if options.format == "json" else region_text(region)
    return Answer(text, 3 if region.undecided else 0)


def _plot(state: Any, options: argparse.Namespace) -> str:
    from symflux.show.pictures.temperature_map import temperature_map

    over = None if options.vary is None else _sites(state.network, options.vary)
    figure = temperature_map(state, over=over, given=() if over else options.given)
    try:
        figure.savefig(options.plot)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"cannot write {repr(options.plot)[:80]}: {reason}") from None
    return f"wrote {options.plot}"


def _sites(network: Network, text: str) -> tuple[Site, ...]:
    known = {str(site): site for site in network.sites}
    names = [piece.strip(" ") for piece in text.split(",")]
    unknown = [name for name in names if name not in known]
    if unknown or len(names) != 2:
        raise BadInput(f"--vary {text[:40]!r}: write two sites with baths, as in 1,3")
    return tuple(known[name] for name in names)
