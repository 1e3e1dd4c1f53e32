"""The HTML of the displays. Text is escaped here; formulas stand between dollar signs for the notebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["block", "colour", "details", "formula", "paragraph", "table", "told"]

_COLOURS = {"proved": "#1f6feb", "refuted": "#d1571b", "undecided": "#7d8590"}
_BOLD = re.compile(r"\\textbf\{((?:[^{}]|\{[^{}]*\})*)\}")
_GONE = re.compile(r"\\(?:noindent|medskip|smallskip)\b\s*|\\hfill(?=\$)")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of HTML cells.

    >>> table(["a"], [["1"]])
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td style="text-align:left">1</td></tr></tbody></table>'
    """
    top = "".join(f"<th>{cell}</th>" for cell in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def formula(latex: str) -> str:
    """LaTeX that the notebook typesets in its place."""
    return f"${escape(latex)}$"


def paragraph(text: str) -> str:
    """A paragraph of plain text."""
    return f"<p>{escape(text)}</p>"


def block(*parts: str) -> str:
    """Parts of one display, wide ones with a scroll bar of their own."""
    return '<div style="overflow-x:auto">' + "".join(parts) + "</div>"


def details(summary: str, inner: str, *, opened: bool) -> str:
    """What can be folded away."""
    return f"<details{' open' if opened else ''}><summary>{escape(summary)}</summary>{inner}</details>"


def colour(verdict: str) -> str:
    """The verdict as a word, bold and in its colour."""
    return f'<b style="color:{_COLOURS.get(verdict, "inherit")}">{escape(verdict)}</b>'


def told(latex: str) -> str:
    r"""LaTeX of paragraphs and displays as HTML, its formulas left to the notebook.

    >>> told(r"\textbf{Claim.} $a < b$." "\n" r"\par It holds.")
    '<p><b>Claim.</b> $a &lt; b$.\n</p><p> It holds.</p>'
    """
    text = _GONE.sub("", escape(latex, quote=False))
    text = _BOLD.sub(r"<b>\1</b>", text)
    pieces = [piece for piece in re.split(r"\\par\b", text) if piece.strip()]
    return "".join(f"<p>{piece}</p>" for piece in pieces)
