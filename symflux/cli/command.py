"""What the commands share: their answer, bad input, reading networks and ``--at`` values."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from symflux.algebra import RationalFunction
    from symflux.model.network import Network

__all__ = [
    "Answer",
    "BadInput",
    "add_command",
    "add_file",
    "add_values",
    "assignments",
    "read",
    "search_seconds",
    "written",
]


class BadInput(Exception):
    """Arguments that cannot be understood; one line."""


@dataclass(frozen=True)
class Answer:
    """What a command prints on stdout, its remarks for stderr, and its exit status."""

    text: str
    status: int = 0
    remarks: tuple[str, ...] = ()


def add_command(commands: Any, name: str, run: Any, summary: str, example: str) -> argparse.ArgumentParser:
    """A subcommand with its one-line help and an example."""
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=summary[0].upper() + summary[1:] + ".", epilog=f"example: {example}"
    )
    command.set_defaults(run=run)
    return command


def add_file(command: argparse.ArgumentParser, *, at: bool = True) -> None:
    """The network file, and values for its parameters."""
    command.add_argument("file", metavar="FILE", help="network file (TOML, see docs/network-format.md)")
    if at:
        add_values(command)


def add_values(command: argparse.ArgumentParser, example: str = "k=1,c=1/2") -> None:
    """``--at``, which may be repeated: the values stand together."""
    command.add_argument(
        "--at",
        metavar="NAME=VALUE,...",
        default="",
        action=_Joined,
        help=f"values for parameters: {example}; may be repeated",
    )


def written(value: RationalFunction) -> str:
    """A value collected as people write it; only its size where it is too long to be read."""
    from symflux.show.text.result_text import result_text

    return result_text(value)


class _Joined(argparse.Action):
    """An option that may be repeated: its values stand in one list."""

    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option: str | None = None) -> None:
        before = getattr(namespace, self.dest)
        setattr(namespace, self.dest, f"{before},{values}" if before else values)


def assignments(text: str) -> dict[str, str]:
    """``k=1,c=1/2`` as a mapping."""
    values: dict[str, str] = {}
    for part in filter(None, (piece.strip(" ") for piece in text.split(","))):
        name, equals, value = part.partition("=")
        name, value = name.strip(" "), value.strip(" ")
        if not equals or not name or not value:
            raise BadInput(f"--at: {part[:40]!r}: write NAME=VALUE, several separated by commas")
        if name in values:
            raise BadInput(f"--at: {name[:40]!r} is given twice")
        values[name] = value
    return values


def read(options: argparse.Namespace) -> Network:
    """The network of the command's file, at the command's values."""
    from symflux.model.network import Network  # here, so that "symflux --version" starts at once

    network = Network.from_toml(options.file)
    values = assignments(getattr(options, "at", ""))
    return network.at(values) if values else network


def search_seconds(options: argparse.Namespace, *, most: float = 60.0) -> float:
    """The time for a search: ``most`` unless ``--seconds`` says else, and then less, so that the answer is printed."""
    seconds: float | None = getattr(options, "seconds", None)
    return most if seconds is None else max(0.9 * seconds - 1, 0.5 * seconds)
