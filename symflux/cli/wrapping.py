"""Lines for a terminal: broken where a reader would break them, with what is continued indented."""

from __future__ import annotations

import os
import re
import shutil
import sys

__all__ = ["terminal_width", "wrapped"]

_BREAK = re.compile(r"[^ ] (?=[+-] )|[,;] ")


def wrapped(text: str, width: int) -> str:
    """Lines no longer than ``width`` where they can be broken: before + and -, after commas, inside a formula; what
    is continued is indented under its beginning.

    >>> print(wrapped("  1 -> 2  k*(T1 - T2)*(a + b + c)", 24))
      1 -> 2  k*(T1
          - T2)*(a + b + c)
    """
    return "\n".join(piece for line in text.split("\n") for piece in _pieces(line, width))


def _pieces(line: str, width: int) -> list[str]:
    """One line, broken; a break at the top level of a formula is preferred to one in parentheses."""
    start = len(line) - len(line.lstrip())
    indent = " " * min(start + 4, width // 2)
    pieces, rest = [], line
    while len(rest) > width:
        depth, choices = 0, []
        for place, letter in enumerate(rest[: width + 1]):
            depth += (letter in "([") - (letter in ")]")
            if place > len(indent) + 2 and letter == " ":
                # a formula is broken before + and -, text after a comma; between words where there is nothing better
                worse = 0 if _BREAK.match(rest, place - 1) else 100
                choices.append((depth + worse, place))
        good = [choice for choice in choices if choice[1] > 0.5 * width] or choices
        if not good:
            break
        _, place = min(good, key=lambda choice: (choice[0], -choice[1]))
        pieces.append(rest[:place].rstrip())
        rest = indent + rest[place:].lstrip()
    return [*pieces, rest]


def terminal_width() -> int | None:
    """The width that lines are wrapped at: that of the terminal, or of the variable COLUMNS; None for a file."""
    given = os.environ.get("COLUMNS", "")
    if given.isdigit() and int(given) >= 20:
        return int(given)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
