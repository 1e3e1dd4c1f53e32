"""``symflux fates`` and ``symflux atlas build|query|check|page``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from symflux.catalogue.atlas import Atlas, atlas
from symflux.catalogue.fates import Fates, fates
from symflux.catalogue.small_networks import LARGEST
from symflux.catalogue.store import CIRCULATES
from symflux.catalogue.verify import problems
from symflux.cli.command import Answer, BadInput, add_command, add_file, read
from symflux.errors import NetworkError
from symflux.model.network import Network

__all__ = ["add_commands"]


def add_commands(commands: Any) -> None:
    """Register the commands."""
    command = add_command(
        commands,
        "fates",
        run_fates,
        "which way heat can run through every bond, whatever the couplings",
        "symflux fates bridge.toml --order 'T1 > T2'",
    )
    add_file(command)
    command.add_argument("--order", metavar="CHAIN", help="the temperatures in order: 'T1 > T2 > T3'")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--plot", metavar="FILE", help="draw the network, bonds coloured by fate: net.svg, .pdf, .png")
    command = add_command(
        commands,
        "atlas",
        run_atlas,
        "every small network with two baths and equal springs: build the atlas, ask it, check it, make pages of it",
        "symflux atlas query --sites 5 --circulates always",
    )
    command.add_argument("action", choices=("build", "query", "check", "page"))
    command.add_argument("--sites", type=int, default=5, metavar="N", help=f"sites of the networks, up to {LARGEST}")
    command.add_argument("--atlas", metavar="FILE", help="an atlas file (default: the one that comes with symflux)")
    command.add_argument("-o", "--out", metavar="PATH", help="build: the file to write; page: the folder")
    command.add_argument("--processes", type=int, default=1, metavar="N", help="build: processes at work")
    command.add_argument("--thorough", action="store_true", help="check: settle every entry anew")
    command.add_argument("--circulates", choices=CIRCULATES, help="query: networks round which heat runs so")
    command.add_argument("--bonds", type=int, metavar="N", help="query: networks with so many bonds")
    command.add_argument("--hidden", type=int, metavar="N", help="query: networks with so many hidden motions")
    command.add_argument("--network", metavar="FILE", help="query: the entry of this network's graph and bath sites")
    command.add_argument("--couplings", choices=("equal", "free"), default="equal", help="query: the class")
    command.add_argument("--format", choices=("text", "json"), default="text")


def run_fates(options: argparse.Namespace) -> Answer:
    """``symflux fates FILE``."""
    network = read(options)
    found = fates(network, options.order)
    remarks = []
    if options.plot:
        try:
            network.draw(fates=found).save(options.plot)
        except (OSError, ValueError) as error:
            raise BadInput(f"cannot write {repr(options.plot)[:80]}: {getattr(error, 'strerror', error)}") from None
        remarks.append(f"wrote {options.plot}")
    text = json.dumps(_fates_data(found), indent=2) if options.format == "json" else str(found)
    return Answer(text, remarks=tuple(remarks))


def _fates_data(found: Fates) -> dict[str, Any]:
    return {
        "network": found.network.title(),
        "holds_for": found.holds_for,
        "temperatures": found.temperatures,
        "bonds": [
            {
                "bond": list(bond),
                "kind": fate.kind,
                "direction": list(fate.direction) if fate.direction else None,
                "reason": fate.reason,
            }
            for bond, fate in found.items()
        ],
    }


def run_atlas(options: argparse.Namespace) -> Answer:
    """``symflux atlas ACTION``."""
    actions: dict[str, Callable[[argparse.Namespace], Answer]] = {
        "build": _build, "query": _query, "check": _check, "page": _page,
    }  # fmt: skip
    return actions[options.action](options)


def _build(options: argparse.Namespace) -> Answer:
    if not options.out:
        raise BadInput("atlas build needs a file: add -o atlas.sqlite")
    if not 1 <= options.processes <= 1000:
        raise BadInput(f"--processes {options.processes}: a number from 1 to 1000")
    if options.processes == 1:
        built = atlas.build(options.sites, path=options.out)
    else:
        with ProcessPoolExecutor(options.processes) as pool:
            built = atlas.build(options.sites, path=options.out, executor=pool)
    return Answer(f"{options.out}: {len(built)} networks on {options.sites} sites, digest {built.digest}")


def _opened(options: argparse.Namespace) -> Atlas:
    return atlas(options.sites, couplings=options.couplings, path=options.atlas)


def _query(options: argparse.Namespace) -> Answer:
    if options.network:
        network = Network.from_toml(options.network)
        options.sites = len(network.sites)
        entry, relabelling = _opened(options).find(network)
        if options.format == "json":
            named = {str(site): place for site, place in relabelling.items()}
            return Answer(json.dumps({"relabelling": named, **entry.data}, indent=2))
        renamed = ", ".join(f"{site} is {place}" for site, place in relabelling.items())
        return Answer(f"{entry.table()}\nsites: {renamed}")
    wanted = {name: getattr(options, name) for name in ("circulates", "bonds", "hidden")}
    found = _opened(options).where(**{name: value for name, value in wanted.items() if value is not None})
    if options.format == "json":
        return Answer(json.dumps([entry.data for entry in found], indent=2))
    return Answer(found.table() if len(found) != 1 else found[0].table())


def _check(options: argparse.Namespace) -> Answer:
    if options.couplings != "equal":
        raise BadInput("atlas check looks at what is stored, equal couplings")
    opened = _opened(options)
    wrong = [line for entry in opened for line in problems(entry, thorough=options.thorough)]
    if wrong:
        return Answer("\n".join([*wrong[:20], f"{len(wrong)} problems"]), 1)
    how = "settled anew" if options.thorough else "at every witness and four points"
    return Answer(f"{len(opened)} networks on {options.sites} sites, {how}: no problem; digest {opened.digest}")


def _page(options: argparse.Namespace) -> Answer:
    from symflux.show.page.atlas import write_pages

    if not options.out:
        raise BadInput("atlas page needs a folder: add -o folder")
    try:
        number = write_pages(_opened(options), options.out)
    except OSError as error:
        raise NetworkError(f"{repr(options.out)[:80]}: cannot be written: {error.strerror}") from None
    return Answer(f"wrote {number} entries; open {options.out}/index.html")
