"""Docstrings as Markdown: prompts become code blocks, roles become code, formulas become MathML.

A griffe extension, named in ``mkdocs.yml``. MathML is drawn by the browser itself: no script, nothing fetched.
"""

from __future__ import annotations

import re
from typing import Any

import griffe
from latex2mathml.converter import convert

__all__ = ["Docstrings", "as_markdown"]

_ROLE = re.compile(r":(?:class|func|meth|mod|attr):`~?([^`]+)`")
_MATH = re.compile(r":math:`([^`]+)`")
_CODE = re.compile(r"``([^`]+)``")


class Docstrings(griffe.Extension):
    """Rewrites the docstring of every object that griffe has read."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called for each module, class, function and attribute."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(text: str) -> str:
    """A docstring in Markdown.

    >>> as_markdown("A :class:`Flux`.\\n\\n>>> 1 + 1\\n2").splitlines()
    ['A `Flux`.', '', '```pycon', '>>> 1 + 1', '2', '```']
    """
    lines: list[str] = []
    in_example = False
    for line in text.splitlines():
        if line.lstrip().startswith(">>>") and not in_example:
            in_example = True
            lines += ["```pycon"] if not lines or not lines[-1] else ["", "```pycon"]
        elif in_example and not line.strip():
            in_example = False
            lines += ["```"]
        lines.append(line if in_example or line.startswith("    ") else _prose(line))
    if in_example:
        lines.append("```")
    # an example may stand right after another: join them
    return re.sub(r"\n```\n\n+```pycon\n", "\n\n", "\n".join(lines)).strip("\n")


def _prose(line: str) -> str:
    line = _MATH.sub(lambda found: f"<span>{convert(found[1])}</span>", line)
    line = _CODE.sub(r"`\1`", _ROLE.sub(r"`\1`", line))
    # outside code, < and * of formulas are not markup
    pieces = re.split(r"(<span><math.*?</math></span>|`[^`]*`)", line)
    return "".join(piece if k % 2 else _escaped(piece) for k, piece in enumerate(pieces))


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", r"\*").replace("_", r"\_")
