r"""Self-contained LaTeX documents: preamble, sections, tables, figures, and plain sentences made into LaTeX.

Two layouts: ``article`` (one column) and ``revtex`` (two columns, as Physical Review sets them). Both need only what
Debian's texlive-latex-extra and texlive-publishers bring.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from symflux.errors import NetworkError
from symflux.show.pictures.scene import Scene
from symflux.show.tex.names import escaped

__all__ = ["LAYOUTS", "Document", "decimal_latex", "number_latex", "prose"]

_COMMON = r"""\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage{amsmath,amssymb}
\usepackage{booktabs}
\usepackage{tikz}
\allowdisplaybreaks
\setlength{\tabcolsep}{6pt}
\emergencystretch=3em
"""
#: layout: (first lines, width of a line in points)
LAYOUTS = {
    "article": (
        "\\documentclass[10pt,a4paper]{article}\n\\usepackage[textwidth=430pt,textheight=680pt]{geometry}\n" + _COMMON,
        430.0,
    ),
    "revtex": ("\\documentclass[aps,pre,10pt,twocolumn]{revtex4-2}\n" + _COMMON, 246.0),
}
_DATES = {"article": "\\date{}", "revtex": "\\makeatletter\\let\\@date\\@empty\\makeatother"}
_DISPLAYS = (r"\begin{align", r"\begin{equation", r"\begin{multline", r"\begin{gather", r"\[")


@dataclass
class Document:
    """A document in the making: parts are added in reading order, ``str`` of it is the LaTeX."""

    title: str  #: LaTeX
    layout: str = "article"
    parts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.layout not in LAYOUTS:
            raise NetworkError(f"layout {self.layout!r}: use one of {', '.join(LAYOUTS)}")

    @property
    def width(self) -> float:
        """The width of a line, in points."""
        return LAYOUTS[self.layout][1]

    def add(self, *parts: str) -> None:
        """Paragraphs and displays, as LaTeX."""
        self.parts += [part for part in parts if part]

    def section(self, title: str, level: int = 1, *, numbered: bool = True) -> None:
        """A heading; the title is LaTeX."""
        self.parts.append(rf"\{'sub' * (level - 1)}section{'' if numbered else '*'}{{{title}}}")

    def figure(self, scene: Scene, caption: str) -> None:
        """A picture in its place, no wider than the column, with a sentence under it."""
        left, _, right, _ = scene.box
        wide = (right - left) * 28.45 + 10
        picture = scene.tikz
        if wide > 0.98 * self.width:
            picture = rf"\resizebox{{{0.98 * self.width:.0f}pt}}{{!}}{{{picture}}}"
        together = f"{picture}\n\n\\smallskip\\small {caption}"  # one box: no page ends between the two
        box = f"\\begin{{minipage}}{{\\linewidth}}\\centering\n{together}\n\\end{{minipage}}"
        self.parts.append(f"\\begin{{center}}\n{box}\n\\end{{center}}")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], columns: str) -> None:
        """A table of LaTeX cells, in the place where it stands; long tables are cut into pieces of 40 rows."""
        listed = [" & ".join(row) + r" \\" for row in rows]
        for start in range(0, len(listed), 40):
            body = "\n".join(listed[start : start + 40])
            top = "\\toprule\n" + " & ".join(head) + r" \\ \midrule"
            stretch = r"\renewcommand{\arraystretch}{1.35}" if r"\frac" in body else ""
            self.parts.append(
                f"\\begin{{center}}\\small{stretch}\n\\begin{{tabular}}{{{columns}}}\n{top}\n{body}\n\\bottomrule\n"
                "\\end{tabular}\n\\end{center}"
            )

    def items(self, sentences: Iterable[str]) -> None:
        """A list of points, as LaTeX."""
        listed = "\n".join(rf"\item {sentence}" for sentence in sentences)
        if listed:
            self.parts.append(f"\\begin{{itemize}}\\itemsep0pt\n{listed}\n\\end{{itemize}}")

    def __str__(self) -> str:
        first, _ = LAYOUTS[self.layout]
        body = ""
        for part in self.parts:  # no paragraph ends before a display
            body += ("\n" if part.startswith(_DISPLAYS) else "\n\n") + part
        top = f"\\title{{{self.title}}}\n{_DATES[self.layout]}\n\\maketitle"
        return f"{first}\\begin{{document}}\n{top}\n{body}\n\n\\end{{document}}\n"


def number_latex(value: Fraction, *, longest: int = 30, decimals: bool = True) -> str:
    r"""An exact number for a formula, its decimals beside it; very long fractions by their decimals alone.

    >>> number_latex(Fraction(1564, 1457))
    '\\tfrac{1564}{1457} \\approx 1.07344'
    """
    if value.denominator == 1 and len(str(value)) <= longest:
        return str(value)
    decimal = decimal_latex(value)
    sign = "-" if value < 0 else ""
    top, bottom = str(abs(value.numerator)), str(value.denominator)
    if max(len(top), len(bottom)) > longest:
        return rf"{decimal}\ldots"
    return rf"{sign}\tfrac{{{top}}}{{{bottom}}}" + (rf" \approx {decimal}" if decimals else "")


def decimal_latex(value: Fraction, digits: int = 6) -> str:
    r"""A number to some digits, for a formula.

    >>> decimal_latex(Fraction(1, 3)), decimal_latex(Fraction(-1, 10**7))
    ('0.333333', '-1\\cdot 10^{-7}')
    """
    mantissa, _, power = f"{float(value):.{digits}g}".partition("e")
    return rf"{mantissa}\cdot 10^{{{int(power)}}}" if power else mantissa


_AVERAGE = re.compile(r"<(\S|\S[^<>=,;]{0,14}\S)>")
_OPERATORS = frozenset(("=", "<", ">", ">=", "<=", "+", "-", "->"))
_WORD_FORMULA = re.compile(r"[_^<>=/*]|->|\+/-")
_NUMBERED = re.compile(r"(?<![A-Za-z\\])([a-zA-Z]|phi|gamma|kappa)(\d+)(?![\w.])")


def prose(text: str) -> str:
    r"""A plain sentence with formulas in it (``phi_{1->2}``, ``K_ij >= 0``, ``<p_2^2>``) as LaTeX.

    >>> prose("K_ij >= 0 and k12 = 10")
    '$K_{ij} \\geq 0$ and $k_{12} = 10$'
    """
    text = re.sub(r"span\{([^}]*?), i a bath\}", r"span\\{\1,\\,i~\\text{a~bath}\\}", text)
    glued = _glued(text)
    kinds = [_is_formula(word) for word in glued]
    for k, word in enumerate(glued):
        # "A Q" and "a = 2" are formulas; "A chain", "a chain" and "sum over" are not
        following = glued[k + 1] if k + 1 < len(glued) else ""
        if word in ("A", "I", "sum"):
            kinds[k] = bool(following) and kinds[k + 1]
        elif re.fullmatch(r"\d*[a-zA-Z]", word.strip("(),;:.")) and not kinds[k]:
            kinds[k] = following in _OPERATORS or (k > 0 and glued[k - 1] in _OPERATORS)
    words = [(_formula(word) if kind else word, kind) for word, kind in zip(glued, kinds, strict=True)]
    result, pending = [], list[str]()
    for word, is_formula in words:
        if is_formula:
            pending.append(word)
            continue
        if pending:
            result.append(_flushed(pending))
            pending = []
        result.append(escaped(word) if "\\" not in word else word)
    if pending:
        result.append(_flushed(pending))
    return " ".join(result)


def _glued(text: str) -> list[str]:
    """The words of a sentence; what stands between < and > or in a bracket with formulas stays one word."""
    joined = re.sub(_AVERAGE, lambda m: "<" + m[1].replace(" ", "~") + ">", text)
    joined = re.sub(r"\{[^{}]*\}", lambda m: m[0].replace(" ", "~"), joined)
    return joined.split(" ")


def _is_formula(word: str) -> bool:
    core = word.strip("(),;:.")
    if core in ("->", "=", "+", "-", ">=", "<=", "<", ">", "/") or word == "...":
        return True
    if re.fullmatch(r"[A-Z]{1,2}|eps|epsilon|-sum|\(?m(in|ax)|[a-zA-Z]\d+", core):
        return True
    return bool(_WORD_FORMULA.search(core)) or bool(re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", core))


def _formula(word: str) -> str:
    if word == "...":
        return r"\ldots"
    word = re.sub(r"(\d)e\+?(-?)0*(\d+)", r"\1\\cdot 10^{\2\3}", word)
    word = re.sub(_AVERAGE, r"\\langle \1\\rangle ", word)
    word = word.replace("->", r"\to ").replace(">=", r"\geq ").replace("<=", r"\leq ")
    word = re.sub(r"\b(phi|gamma|epsilon|eps|sum|span|kappa|min|max)(?![A-Za-z])", _command, word)
    word = re.sub(r"_([A-Za-z0-9]+)", r"_{\1}", word)
    word = _NUMBERED.sub(r"\1_{\2}", word)
    word = re.sub(r"\*\*(\d+)", r"^{\1}", word).replace("*", r"\,")
    return re.sub(r"_\{_\{", "_{", word)


def _command(match: re.Match[str]) -> str:
    special = {"eps": r"\varepsilon ", "epsilon": r"\varepsilon ", "sum": r"\textstyle\sum ", "span": r"\mathrm{span}"}
    return special.get(match[1], f"\\{match[1]}")


def _flushed(words: list[str]) -> str:
    """Neighbouring formula words as one formula; full stops and commas at its end stay outside."""
    text = " ".join(words)
    tail = ""
    while text and text[-1] in ",;:.":
        tail, text = text[-1] + tail, text[:-1]
    if text.count(")") > text.count("("):
        opening, closing = "", ")"
        if text.endswith(")"):
            text, tail = text[:-1], closing + tail
        return f"{opening}${text}${tail}"
    if text.count("(") > text.count(")") and text.startswith("("):
        return f"(${text[1:]}${tail}"
    return f"${text}${tail}" if text else tail
