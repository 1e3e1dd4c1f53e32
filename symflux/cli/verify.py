"""``symflux verify FILE`` and ``symflux cross-check FILE``: is the answer right?"""

from __future__ import annotations

import argparse
import json
from typing import Any

from symflux.cli.command import Answer, add_command, add_file, assignments, read
from symflux.crosscheck import cross_check
from symflux.model.network import Network

__all__ = ["add_commands"]


def add_commands(commands: Any) -> None:
    """Register the commands of this file."""
    verify = add_command(
        commands,
        "verify",
        run_verify,
        "put the steady state back into the equations that define it, exactly",
        "symflux verify triangle.toml",
    )
    add_file(verify)
    verify.add_argument("--format", choices=("text", "json"), default="text")
    check = add_command(
        commands,
        "cross-check",
        run_cross_check,
        "every flux beside two independent values in floating point",
        "symflux cross-check triangle.toml --at a=1,b=2,c=1,T1=2,T2=1 --digits 30",
    )
    add_file(check)
    check.add_argument("--digits", type=int, default=30, metavar="N", help="decimal digits to agree to (default: 30)")
    check.add_argument("--format", choices=("text", "json"), default="text")


def run_verify(options: argparse.Namespace) -> Answer:
    """``symflux verify FILE``."""
    found = read(options).steady_state().verify()
    if options.format == "json":
        return Answer(json.dumps({"checks": dict(found.checks)}, indent=2))
    return Answer(str(found))


def run_cross_check(options: argparse.Namespace) -> Answer:
    """``symflux cross-check FILE``: exit status 1 where the values disagree."""
    # the values go to the check, so that an exact answer with symbols is checked at them and not solved again
    network, values = Network.from_toml(options.file), assignments(options.at)
    found = cross_check(network.steady_state(), at=values, digits=options.digits)
    status = 0 if found.agrees else 1
    if options.format == "text":
        return Answer(str(found), status)
    data = {
        "agrees": found.agrees,
        "digits": found.digits,
        "digits_agreed": found.digits_agreed,
        "at": {name: str(value) for name, value in found.point},
        "quantities": [
            {
                "name": entry.name,
                "exact": str(entry.exact),
                "lyapunov": entry.lyapunov,
                "integral": entry.integral,
                "lyapunov_digits": entry.lyapunov_digits,
                "integral_digits": entry.integral_digits,
            }
            for entry in found.agreements
        ],
    }
    return Answer(json.dumps(data, indent=2), status)
