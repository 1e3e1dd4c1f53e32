"""Formulas between dollar signs become MathML: a hook of ``mkdocs.yml``. Browsers draw it; nothing is fetched.

``$...$`` stands in a line, ``$$...$$`` on its own; GitHub draws both from the same source.
"""

from __future__ import annotations

import re
from typing import Any

from latex2mathml.converter import convert

__all__ = ["on_page_markdown", "with_formulas"]

_CODE = re.compile(r"(^ *```.*?^ *```|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
_DISPLAY = re.compile(r"^( *)\$\$(.+?)\$\$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<![\\$])\$(?![\s$])([^$]+?)(?<![\s\\])\$")


def with_formulas(markdown: str) -> str:
    """The page with its formulas as MathML; code is left alone.

    >>> with_formulas("A $x$ and `$y$`.").startswith("A <span><math")
    True
    >>> with_formulas("`$y$`")
    '`$y$`'
    """
    pieces = _CODE.split(markdown)
    return "".join(piece if k % 2 else _prose(piece) for k, piece in enumerate(pieces))


def _prose(text: str) -> str:
    text = _DISPLAY.sub(lambda m: f'{m[1]}<div class="formula">{convert(m[2].strip(), display="block")}</div>', text)
    # a line that starts with <math> would be taken for a block of raw HTML
    return _INLINE.sub(lambda m: f"<span>{convert(' '.join(m[1].split()))}</span>", text)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Called by MkDocs for every page."""
    return with_formulas(markdown)
