"""The commands about signs in coupling space: ``prove``, ``check``, ``region``, ``find``."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from symflux.algebra import RationalFunction
from symflux.algebra.hints import quoted
from symflux.algebra.parser import CLAIM_LIMITS, parse
from symflux.certificates.bundle import CertificateBundle
from symflux.certificates.certificate import check
from symflux.cli.command import Answer, BadInput, add_command, add_file, add_values, assignments, read, search_seconds
from symflux.cli.temperature import run_temperature_region
from symflux.errors import CertificateError, ExpressionError
from symflux.model.network import Network
from symflux.quantities.derived import DERIVED
from symflux.quantities.quantity import quantity
from symflux.quantities.registry import FUNCTIONS
from symflux.quantities.result import Result
from symflux.show.pictures.plot import Plot
from symflux.signs.design import find
from symflux.signs.prove import Outcome, prove
from symflux.signs.region import SignRegion, sign_region

__all__ = ["add_commands"]

STATUS = {"proved": 0, "refuted": 1, "undecided": 3}
_ASKED = re.compile(rf"\b({'|'.join(sorted((*FUNCTIONS, *DERIVED)))})\(")


def add_commands(commands: Any) -> None:
    """Register the commands of this file."""
    command = add_command(
        commands,
        "prove",
        run_prove,
        "prove or refute a claim about a network's fluxes, or about any polynomials",
        "symflux prove triangle.toml 'flux(1,2) > 0' --given 'a > b' --given 'T1 > T2' --out proof.json",
    )
    command.usage = (
        "symflux prove [FILE] CLAIM [--given ASSUMPTION] [--real NAME,...]\n"
        "                     [--at NAME=VALUE,...] [--out CERT.json]\n"
        "                     [--format text|json] [--seconds N]"
    )
    command.add_argument("words", nargs="+", metavar="[FILE] CLAIM", help="a network file and the claim, or a claim")
    command.add_argument("--given", action="append", default=[], metavar="ASSUMPTION", help="may be repeated")
    command.add_argument("--real", default="", metavar="NAME,...", help="variables that may have either sign")
    add_values(command)
    command.add_argument("--out", metavar="CERT.json", help="where to write the certificate")
    command.add_argument("--format", choices=("text", "json"), default="text")

    command = add_command(
        commands, "check", run_check, "check a certificate with the independent checker", "symflux check proof.json"
    )
    command.add_argument("file", metavar="CERT.json")
    command.add_argument("--json", action="store_true", help="what was proved, or why it was rejected, as data")

    command = add_command(
        commands,
        "region",
        run_region,
        "where a flux is positive and where negative, over parameters or over all temperatures",
        "symflux region triangle.toml 'flux(1,2)' --over a,b --at c=1,T1=2,T2=1",
    )
    add_file(command)
    command.add_argument("quantity", metavar="QUANTITY", help="flux(1,2), bath_flux(1), conductance(1,2), ...")
    command.add_argument("--over", required=True, metavar="NAMES", help="one to three parameters, or: temperatures")
    command.add_argument("--given", action="append", default=[], metavar="ASSUMPTION", help="may be repeated")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--plot", metavar="OUT.svg", help="draw it (needs matplotlib)")

    command = add_command(
        commands,
        "find",
        run_find,
        "find parameters for which fluxes have wanted signs",
        "symflux find triangle.toml 'flux(1,2) > 0, flux(2,3) > 0, flux(3,1) > 0'",
    )
    add_file(command)
    command.add_argument("wanted", metavar="SIGNS", help="flux(1,2) > 0, flux(2,3) < 0, ...")
    command.add_argument("--given", action="append", default=[], metavar="ASSUMPTION", help="may be repeated")


# prove and check --------------------------------------------------------------------------------------


def run_prove(options: argparse.Namespace) -> Answer:
    """``symflux prove [FILE] CLAIM``."""
    if len(options.words) > 2:
        raise BadInput("prove takes a network file and a claim, or a claim alone: quote the claim")
    network = None
    if len(options.words) == 2:
        options.file = options.words[0]
        network = read(options)
    elif Path(options.words[0]).suffix == ".toml":
        raise BadInput(f"the claim is missing: symflux prove {options.words[0][:60]} 'flux(1,2) > 0'")
    elif named := _ASKED.search(options.words[0]):
        raise BadInput(f"{named[0]}...) is a quantity of a network: symflux prove FILE {options.words[0][:60]!r}")
    real = [name for name in options.real.replace(" ", "").split(",") if name]
    at = assignments(options.at) if network is None else None  # a network was read at its values
    seconds = search_seconds(options)
    outcome = prove(options.words[-1], options.given, real, seconds, at=at, network=network)
    remarks = []
    if options.out and outcome.certificate is not None:
        try:
            outcome.certificate.save(options.out)
        except OSError as error:
            raise BadInput(f"--out {repr(options.out)[:80]}: {error.strerror or error}") from None
        remarks.append(f"certificate written to {options.out}")
    as_json = options.format == "json"
    text = json.dumps(_outcome_data(outcome), indent=2) if as_json else _outcome_text(outcome, options.given)
    return Answer(text, STATUS[outcome.verdict], tuple(remarks))


def _outcome_text(outcome: Outcome, given: Sequence[str]) -> str:
    assumed = f", given {', '.join(given)}" if given else ""
    return f"{outcome.verdict}: {_short(str(outcome.claim))}{_short(assumed)}\n  {outcome.reason}"


def _short(text: str) -> str:
    return text if len(text) <= 200 else f"{text[:150]}...{text[-40:]}"


def _outcome_data(outcome: Outcome) -> dict[str, Any]:
    return {
        "verdict": outcome.verdict,
        "claim": str(outcome.claim),
        "reason": outcome.reason,
        "witness": {name: str(value) for name, value in outcome.witness.items()} if outcome.witness else None,
        "sides": None if outcome.sides is None else [str(side) for side in outcome.sides],
        "used": None if outcome.used is None else [str(claim) for claim in outcome.used],
        "closest": {name: str(value) for name, value in outcome.closest.items()} if outcome.closest else None,
        "evidence": outcome.evidence,
    }


def run_check(options: argparse.Namespace) -> Answer:
    """``symflux check CERT.json``."""
    if not Path(options.file).is_file():
        what = "is no file" if Path(options.file).exists() else "no such file"
        raise BadInput(f"{repr(options.file)[:80]}: {what}")
    try:
        found = (
            CertificateBundle.load(options.file).check()
            if CertificateBundle.is_bundle(options.file)
            else [check(options.file)]
        )
    except CertificateError as error:
        if not options.json:
            return Answer("", 1, (f"not accepted: {error}",))
        rejected = {"verdict": "rejected", "step": error.step, "rule": error.rule, "reason": error.reason or str(error)}
        return Answer(json.dumps(rejected, indent=2), 1)
    if options.json:
        return Answer(json.dumps(found[0].data if len(found) == 1 else [each.data for each in found], indent=2))
    return Answer("\n".join(map(str, found)))


# regions ----------------------------------------------------------------------------------------------


def named_quantity(network: Network, text: str) -> Result:
    """The result that ``flux(1,2)`` and the like name."""
    state = network.steady_state()
    try:
        value = parse(text, CLAIM_LIMITS, FUNCTIONS)
    except ExpressionError as error:
        raise BadInput(f"{error}: a quantity is like flux(1,2), bath_flux(1) or conductance(1,2)") from None
    if len(value.names) != 1 or value != RationalFunction.variable(value.names[0]) or "(" not in value.names[0]:
        raise BadInput(f"{quoted(text)} is no quantity: write flux(1,2), bath_flux(1) or conductance(1,2)")
    return quantity(state, value.names[0])


def run_region(options: argparse.Namespace) -> Answer:
    """``symflux region FILE QUANTITY --over NAMES``."""
    values = assignments(options.at)
    over = [name for name in options.over.replace(" ", "").split(",") if name]
    if over == ["temperatures"]:
        if options.plot:
            raise BadInput("--plot draws parameters; for temperatures: symflux patterns FILE --plot map.svg")
        return run_temperature_region(options)
    result = named_quantity(Network.from_toml(options.file), options.quantity)
    result.network.point(dict.fromkeys(over, 1))  # an unknown name is said before what else is missing
    left = [name for name in result.rational_function.names if name not in over and name not in values]
    if left:
        wanted = ",".join(f"{name}=..." for name in left)
        raise BadInput(f"{', '.join(left)}: neither varied nor given a value; add --at {wanted}")
    seconds = search_seconds(options, most=3600.0)
    region = sign_region(result, over=over, given=options.given, at=values, seconds=seconds)
    if options.plot:
        from symflux.show.pictures.sign_map import sign_map

        _save(sign_map(region), options.plot)
    if options.format == "json":
        return Answer(json.dumps(_region_data(region), indent=2))
    return Answer(str(region))


def _region_data(region: SignRegion) -> dict[str, Any]:
    return {
        "over": list(region.names),
        "cells": [
            {
                "sign": cell.sign,
                "sample": {name: str(value) for name, value in cell.sample.items()},
                "description": cell.description,
            }
            for cell in region.cells
        ],
        "boundary": [str(p) for p in region.boundary],
        "without_sign_change": [str(p) for p in region.without_sign_change],
        "critical": [str(number) for number in region.critical],
    }


def _save(picture: Plot, path: str) -> None:
    try:
        picture.save(path)
    except (OSError, ValueError) as error:
        raise BadInput(f"--plot {repr(path)[:80]}: {' '.join(str(error).split())[:200]}") from None


# find -------------------------------------------------------------------------------------------------


def run_find(options: argparse.Namespace) -> Answer:
    """``symflux find FILE SIGNS``."""
    network = read(options)
    outcome = find(network, options.wanted, given=options.given, seconds=search_seconds(options))
    wishes = ", ".join(str(claim) for claim in outcome.wanted)
    if outcome.verdict == "proved" and outcome.witness is not None:
        point = ", ".join(f"{name} = {value}" for name, value in outcome.witness.items())
        return Answer(f"found: {wishes}\n  at {point or 'these values, no parameter is free'}")
    word = "impossible" if outcome.verdict == "refuted" else "undecided"
    return Answer(f"{word}: {wishes}\n  {outcome.reason}", STATUS[outcome.verdict])
