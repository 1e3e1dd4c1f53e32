"""``symflux paper``: the source paper reproduced and corrected, exactly."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import Any

from symflux.algebra import exact
from symflux.cli.command import Answer, add_command
from symflux.cli.report import LAYOUTS, write
from symflux.errors import SymfluxError
from symflux.paper.report import paper_report
from symflux.paper.rows import Item, Row, paper_rows
from symflux.show.text.result_text import number_text

__all__ = ["add_commands"]


def add_commands(commands: Any) -> None:
    """Register the command."""
    command = add_command(
        commands, "paper", run_paper, "reproduce the source paper, exactly, with its errata", "symflux paper"
    )
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--report", metavar="OUT.tex", help="write the companion of the paper as a LaTeX document")
    command.add_argument("--layout", choices=LAYOUTS, default="article", help="of the report: one column, or REVTeX")


def run_paper(options: argparse.Namespace) -> Answer:
    """``symflux paper``."""
    rows = paper_rows()
    status = 0 if all(row.holds for row in rows) else 1
    if options.report:
        return replace(write(paper_report(rows, layout=options.layout), options.report), status=status)
    if options.format == "json":
        return Answer(json.dumps([_data(row) for row in rows], indent=2), status)
    return Answer("\n".join([_HEAD, *(_row_text(row) for row in rows), "", _summary(rows)]), status)


_HEAD = (
    "J.-P. Eckmann, E. Zabey, Strange heat flux in (an)harmonic networks, J. Stat. Phys. 114 (2004) 515\n"
    "(the paper never states the diagonal of V; unit pinning at every site reproduces its numbers)"
)


def _row_text(row: Row) -> str:
    lines = ["", f"{row.id}  {row.statement}"]
    if row.network is not None and row.items:
        lines += [f"     {line}" for line in str(row.network).splitlines()]
    width = max((len(item.quantity) for item in row.items), default=0)
    lines += [f"     {item.quantity:<{width}}  {_item_text(item)}" for item in row.items]
    lines += [f"     {'holds' if holds else 'FAILS'}: {what}" for what, holds in row.checks]
    if row.note:
        lines.append(f"     note: {row.note}")
    return "\n".join(lines)


def _item_text(item: Item) -> str:
    try:
        value = number_text(exact(item.exact)) if item.printed and item.verdict != "exact" else item.exact
    except SymfluxError:  # the value is a formula
        value = item.exact
    value = value if len(value) <= 90 else f"{value[:40]}...{value[-30:]}"
    printed = f"  printed {item.printed}: {item.verdict}" if item.printed else ""
    return value + printed + ("" if item.holds else "  UNEXPECTED")


def _data(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "statement": row.statement,
        "holds": row.holds,
        "network": row.network.to_toml() if row.network is not None else None,
        "items": [
            {"quantity": i.quantity, "exact": i.exact, "printed": i.printed, "verdict": i.verdict, "holds": i.holds}
            for i in row.items
        ],
        "checks": [{"what": what, "holds": holds} for what, holds in row.checks],
        "note": row.note,
    }


def _summary(rows: list[Row]) -> str:
    items = [item for row in rows for item in row.items]
    agree = sum(item.verdict.startswith("agrees") for item in items)
    errata = sum(item.verdict == "erratum" for item in items)
    failed = [row.id for row in rows if not row.holds]
    outcome = f"NOT as expected: {', '.join(failed)}" if failed else "all as expected"
    return f"{len(rows)} statements: {agree} printed values agree, {errata} are errata, {outcome}"
