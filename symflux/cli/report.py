"""``symflux report FILE -o OUT.tex``: a LaTeX document about a network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from symflux.cli.command import Answer, BadInput, add_command, add_file, read, search_seconds
from symflux.show.tex.report import report

__all__ = ["LAYOUTS", "add_commands", "write"]

LAYOUTS = ("article", "revtex")


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands,
        "report",
        run_report,
        "a LaTeX document: model, figure, fluxes, signs with their proofs, regions, cross-check",
        "symflux report triangle.toml -o triangle.tex && pdflatex triangle.tex",
    )
    add_file(command)
    command.add_argument("-o", "--out", required=True, metavar="OUT.tex", help="the file to write")
    command.add_argument("--layout", choices=LAYOUTS, default="article", help="one column, or two of REVTeX")


def run_report(options: argparse.Namespace) -> Answer:
    """``symflux report FILE -o OUT.tex``."""
    seconds = min(search_seconds(options) / 4, 20.0)
    return write(report(read(options), layout=options.layout, seconds=seconds), options.out)


def write(text: str, path: str) -> Answer:
    """Write a document, and say how to typeset it."""
    try:
        Path(path).write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadInput(f"cannot write {repr(path)[:80]}: {getattr(error, 'strerror', error)}") from None
    return Answer(f"wrote {path}; try: pdflatex {path}")
