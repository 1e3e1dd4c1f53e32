"""How large a text will be, in cm, by the widths of DejaVu Serif, the widest font that pictures are shown in."""

from __future__ import annotations

__all__ = ["line_height", "text_width"]

_CM = 2.54 / 72  #: per point
#: {hundredths of an em: letters}, of the font's own table
_WIDTHS = {
    32: "'j ,.il·", 39: "-/:;\\|f()[]", 40: "!IJt₀₁₂₃₄₅₆₇₈₉", 46: '"', 48: "r", 51: "*_`sε", 56: "z?τcvxy", 59: "βeρ",
    61: "aoγδθkν", 64: "κλ$0123456789bdghnpqu{}", 69: "μLYPTασFSZΓφ", 73: "XAVΔΛBE", 77: "KRC", 83: "DGOQωΩ",
    84: "#+<=>U^~→−", 89: "wHN&", 95: "%m", 103: "@…MW",
}  # fmt: skip
_WIDTH = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 95  #: hundredths of an em, of a letter that is not in the table


def text_width(plain: str, size: float) -> float:
    """The width in cm of one line of plain text at a size in points.

    >>> round(text_width("φ = 1/4", 8.5), 2)
    1.15
    """
    return sum(_WIDTH.get(letter, _OTHER) for letter in plain) / 100 * size * _CM


def line_height(latex: str, size: float) -> float:
    """The height in cm of one line: more where there is a fraction.

    >>> line_height(r"\\\\frac{a}{b}", 9) > line_height("a", 9)
    True
    """
    return (1.9 if r"\frac" in latex else 1.0) * size * _CM
