"""What an error about a text shows of it, and what it says to write instead."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["hint", "quoted"]

_SIGNS = {
    "^": "**", "−": "-", "–": "-", "·": "*", "×": "*", "⋅": "*", "∙": "*", "÷": "/", "∕": "/", "²": "**2", "³": "**3"
}  # fmt: skip


def quoted(text: str, limit: int = 40) -> str:
    """The text in quotes, its beginning where it is long: letters of every script as they are, controls escaped.

    >>> print(quoted("α\\n"))
    'α\\n'
    """
    shown = repr(text[: limit + 1])
    return shown if len(shown) <= limit + 2 else shown[: limit - 2] + "..." + shown[0]


def hint(found: str) -> str:
    """What to write instead of a character that the grammar does not have, as the end of a message.

    >>> hint("α"), hint("^"), hint("a")
    ('; write alpha', '; write ** for powers', '')
    """
    if found == "=":
        return "; expected one expression, not an equation"
    if found in _SIGNS:
        return f"; write {_SIGNS[found]}" + (" for powers" if found == "^" else "")
    letter = re.fullmatch(r"GREEK (SMALL|CAPITAL) LETTER (?:FINAL )?([A-Z]+)", unicodedata.name(found[:1] or " ", ""))
    if letter:
        return f"; write {letter[2].lower() if letter[1] == 'SMALL' else letter[2].capitalize()}"
    return ""
