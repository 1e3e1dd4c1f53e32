"""``symflux export``: a certificate in the language of another prover."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from symflux.certificates.certificate import Certificate
from symflux.certificates.check import BYTES, load
from symflux.certificates.core import Rejected
from symflux.cli.command import Answer, BadInput, add_command
from symflux.errors import CertificateError

__all__ = ["add_commands"]

_IDENTIFIER = re.compile(r"[A-Za-z]\w{0,60}", re.ASCII)


def add_commands(commands: Any) -> None:
    """Register the command of this file."""
    command = add_command(
        commands,
        "export",
        run_export,
        "write a certificate as a theorem that the Rocq prover checks: coqc proof.v",
        "symflux export proof.json --to rocq -o proof.v",
    )
    command.add_argument("file", metavar="CERT.json")
    command.add_argument("--to", choices=("rocq",), required=True, help="the prover")
    command.add_argument("-o", "--out", metavar="PROOF.v", required=True, help="where to write the theorem")
    command.add_argument("--name", default="claim", metavar="NAME", help="what the theorem is called (default: claim)")
    command.add_argument(
        "--level",
        choices=("moments", "polynomial"),
        default="moments",
        help="networks: every stationary state (default), or only the polynomial that decides the claim",
    )


def run_export(options: argparse.Namespace) -> Answer:
    """``symflux export CERT.json --to rocq -o PROOF.v``."""
    if not _IDENTIFIER.fullmatch(options.name):
        raise BadInput(f"--name {options.name[:40]!r}: a theorem is named by letters, digits and _, a letter first")
    try:
        data = load(_bytes(options.file))
        Certificate(data).to_rocq(options.out, name=options.name, level=options.level)
    except Rejected as rejection:
        return Answer("", 1, (f"not accepted: {rejection}",))
    except CertificateError as error:
        return Answer("", 1, (f"not exported: {error}",))
    except OSError as error:
        raise BadInput(f"-o {repr(options.out)[:80]}: {error.strerror or error}") from None
    return Answer(f"{options.out} written; to check it: coqc {options.out}")


def _bytes(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(BYTES + 1)
    except OSError as error:
        raise BadInput(f"{repr(path)[:80]}: {error.strerror or error}") from None
