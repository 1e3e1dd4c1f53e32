r"""Estimated widths of formulas, and the breaking of long ones into lines that fit a column.

A formula to break is a list of :class:`Token`; a line may end before a token that says so. Widths are those of
Computer Modern at 10pt, measured once with TeX, in points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from symflux.errors import NetworkError

__all__ = ["COLUMNS", "Token", "broken", "column_points", "text_of", "width_of"]

#: widths by name, in points: a column of two-column REVTeX, a line of one-column article at 10pt and at 12pt
COLUMNS = {"column": 246.0, "page": 345.0, "wide": 390.0}

_LETTERS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (5.3, 4.3, 4.4, 5.3, 4.7, 6.0, 5.2, 5.8, 3.5, 4.7, 5.6, 3.2, 8.8, 6.1, 4.9, 5.1, 4.9, 4.8, 4.7, 3.7, 5.8, 5.3,
         7.5, 5.8, 5.3, 5.1, 7.5, 8.1, 7.9, 8.6, 8.0, 7.9, 7.9, 9.2, 5.2, 6.6, 9.3, 6.9, 10.8, 9.2, 8.0, 7.9, 8.0, 7.7,
         6.8, 7.3, 8.0, 8.1, 10.9, 9.1, 8.1, 7.6),
        strict=True,
    )
)  # fmt: skip
_COMMANDS = {
    "alpha": 6.5, "beta": 6.2, "gamma": 5.8, "delta": 4.9, "epsilon": 4.1, "varepsilon": 4.7, "zeta": 5.2, "eta": 5.4,
    "theta": 5.0, "vartheta": 6.0, "iota": 3.6, "kappa": 5.8, "lambda": 5.9, "mu": 6.1, "nu": 5.6, "xi": 4.9, "pi": 6.1,
    "rho": 5.2, "sigma": 6.1, "tau": 5.6, "upsilon": 5.8, "phi": 6.0, "varphi": 6.6, "chi": 6.3, "psi": 6.9,
    "omega": 6.6, "to": 10.0, "langle": 3.9, "rangle": 3.9, "ldots": 11.7, "partial": 5.9, "cdot": 7.3,
    "times": 12.3, "quad": 10.0, "qquad": 20.0, "det": 15.1,
    "bigl": 0.7, "bigr": 0.7, "Bigl": 2.1, "Bigr": 2.1, "biggl": 3.5, "biggr": 3.5,
    ",": 1.7, ";": 2.8, ":": 2.3, "_": 5.0, "{": 5.0, "}": 5.0, "mathrm": 0.0, "mathcal": 0.0, "mathtt": 0.0,
    "text": 0.0,
    "displaystyle": 0.0, "geq": 13.4, "leq": 13.4, "infty": 10.0, "int": 10.0, "sum": 14.5, "dots": 11.7,
}  # fmt: skip
_OTHER = {"+": 12.3, "-": 12.3, "=": 13.4, "(": 3.9, ")": 3.9, "[": 2.8, "]": 2.8, "/": 5.0, ",": 4.5, ".": 2.8,
          "'": 2.9, "<": 13.4, ">": 13.4, " ": 0.0, "|": 2.8, "&": 0.0, "^": 0.0, "_": 0.0}  # fmt: skip
_PIECES = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
_SCRIPT = 0.76  #: script letters at 10pt, 0.5pt of script space included


@dataclass(frozen=True)
class Token:
    """A piece of a formula that is never broken. ``depth`` counts the parentheses around it."""

    text: str
    can_break: bool = False  #: a line may end before it
    depth: int = 0
    cost: int = 0  #: how reluctantly it is broken there, besides its depth
    lead: str = ""  #: what a line that starts here begins with: a sign of multiplication, or an empty left operand


def column_points(width: float | str) -> float:
    """A column width in points: a number of points, a TeX length such as ``"8.6cm"``, or a name from ``COLUMNS``.

    >>> column_points("column"), round(column_points("8.6cm"))
    (246.0, 245)
    """
    if isinstance(width, str):
        if width in COLUMNS:
            return COLUMNS[width]
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(pt|cm|mm|in|em)\s*", width)
        if match:
            return float(match[1]) * {"pt": 1.0, "cm": 28.45, "mm": 2.845, "in": 72.27, "em": 10.0}[match[2]]
    elif not isinstance(width, bool) and width > 0:
        return float(width)
    raise NetworkError(f'width {width!r}: give points, a TeX length like "8.6cm", or one of {", ".join(COLUMNS)}')


def width_of(latex: str) -> float:
    """The estimated typeset width of a formula, in points at 10pt, on the safe side by a few per cent."""
    return _sequence(_PIECES.findall(latex), 0)[0]


def _sequence(pieces: Sequence[str], position: int) -> tuple[float, int]:
    """Width of the pieces up to the closing brace that ends them, and where that is."""
    total, script = 0.0, 0.0
    while position < len(pieces):
        piece = pieces[position]
        if piece == "}":
            break
        if piece in "^_" and len(piece) == 1:
            inner, position = _argument(pieces, position + 1)
            script = max(script, inner * _SCRIPT)
            following = pieces[position] if position < len(pieces) else ""
            if following not in ("^", "_"):
                total, script = total + script, 0.0
            continue
        if piece == "\\frac":
            top, position = _argument(pieces, position + 1)
            bottom, position = _argument(pieces, position)
            total += max(top, bottom) + 2.4
            continue
        if piece == "{":
            inner, position = _sequence(pieces, position + 1)
            total, position = total + inner, position + 1
            continue
        total += _single(piece)
        position += 1
    return total, position


def _argument(pieces: Sequence[str], position: int) -> tuple[float, int]:
    while position < len(pieces) and pieces[position] == " ":
        position += 1
    if position >= len(pieces):
        return 0.0, position
    if pieces[position] == "{":
        inner, end = _sequence(pieces, position + 1)
        return inner, end + 1
    return _single(pieces[position]), position + 1


def _single(piece: str) -> float:
    if piece.startswith("\\"):
        return _COMMANDS.get(piece[1:], 8.0)
    if piece.isdigit():
        return 5.0
    return _LETTERS.get(piece) or _OTHER.get(piece, 7.0)


def text_of(tokens: Sequence[Token]) -> str:
    """The formula on one line."""
    return "".join(token.text for token in tokens)


def broken(tokens: Sequence[Token], first: float, rest: float) -> list[str]:
    """Lines no wider than ``first`` (the first line) and ``rest`` points, where the tokens allow it.

    A line ends where the fewest parentheses are open, as long as it is not much emptier than half.
    """
    lines: list[str] = []
    start, room = 0, first
    widths = [width_of(token.text) for token in tokens]
    while start < len(tokens):
        used, end = (width_of(tokens[start].lead) if start else 0.0), start
        candidates: list[tuple[int, float]] = []
        while end < len(tokens) and (used + widths[end] <= room or end == start):
            used += widths[end]
            end += 1
            if end < len(tokens) and tokens[end].can_break:
                candidates.append((end, used))
        if end < len(tokens) and not tokens[end].can_break and not candidates:
            # nothing fits: run on to the next chance
            while end < len(tokens) and not tokens[end].can_break:
                end += 1
        elif end < len(tokens):
            end = min(
                candidates,
                key=lambda c: (tokens[c[0]].depth * 10 + tokens[c[0]].cost + (30 if c[1] < 0.4 * room else 0), -c[1]),
            )[0]
        lines.append((tokens[start].lead if start else "") + text_of(tokens[start:end]).strip())
        start, room = end, rest
    return lines
