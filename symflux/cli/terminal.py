"""How answers look on a terminal: wrapped at its width, colour where it is wanted; elsewhere the text as it is."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TextIO

__all__ = ["LONG", "coloured", "complaint", "has_colour", "long_remark"]

#: what stands for a formula too long to be written out
LONG = re.compile(r"polynomial of (\d+) terms")
_BOLD, _RED, _GREEN, _YELLOW = "1", "31", "32", "33"
_VERDICTS: Mapping[str, str] = MappingProxyType(
    {
        "proved": _GREEN, "found": _GREEN, "unique": _GREEN, "refuted": _RED, "impossible": _RED, "not unique": _RED,
        "undecided": _YELLOW,
    }
)  # fmt: skip
_UNDER = re.compile(r" {2}\S")  #: what is under a heading; a line that is continued is indented further
_VERDICT = re.compile(rf"({'|'.join(sorted(_VERDICTS, key=len, reverse=True))})(?=[:, ])")


def has_colour(stream: TextIO) -> bool:
    """Whether colour is wanted: on a terminal, unless NO_COLOR is set (no-color.org) or the terminal is dumb."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") != "dumb"


def _in(code: str, text: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def coloured(text: str) -> str:
    """Verdicts in green, red or yellow, headings bold: lines at the margin that an indented one follows.

    >>> coloured("proved: a > 0").startswith("\\x1b[32m"), coloured("fluxes (exact)\\n  1/2").startswith("\\x1b[1m")
    (True, True)
    """
    lines = text.split("\n")
    shown = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        verdict = _VERDICT.match(line)
        if verdict:
            line = _in(_VERDICTS[verdict[1]], verdict[1]) + line[verdict.end() :]
        elif line and not line.startswith(" ") and _UNDER.match(after) and "=" not in line:
            head, bracket, rest = line.partition(" (")
            line = _in(_BOLD, head) + bracket + rest
        shown.append(line)
    return "\n".join(shown)


def complaint(line: str, stream: TextIO) -> str:
    """A line for the error stream, its first word red on a terminal."""
    first, colon, rest = line.partition(": ")
    return _in(_RED, first) + colon + rest if has_colour(stream) and colon else line


def long_remark(text: str, options: object) -> str | None:
    """What to ask where an answer has formulas too long to be written out; None where it has not.

    >>> import argparse
    >>> long_remark("(polynomial of 9351 terms) / (polynomial of 8 terms)", argparse.Namespace(at="", format="text"))
    'formulas of up to 9351 terms are not written out: --at NAME=VALUE,... gives numbers, --format latex all of it'
    """
    sizes = [int(count) for count in LONG.findall(text)]
    if not sizes:
        return None
    ways = []
    if hasattr(options, "at"):
        ways.append("--at NAME=VALUE,... gives numbers")
    if hasattr(options, "latex"):
        ways.append("--latex all of it")
    elif hasattr(options, "format"):
        ways.append("--format latex all of it")
    return f"formulas of up to {max(sizes)} terms are not written out: {', '.join(ways) or 'ask for less'}"
