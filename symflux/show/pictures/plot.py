"""What the plots have in common: the picture that shows itself, colours, labels of exact numbers."""

from __future__ import annotations

import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sympy

from symflux.algebra import exact
from symflux.algebra.real_roots import AlgebraicNumber
from symflux.errors import NetworkError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "INK",
    "MINUS",
    "MINUS_HATCH",
    "PLUS",
    "Plot",
    "exact_label",
    "mark_exactly",
    "new_plot",
    "picture_number",
    "picture_values",
    "spread",
]

# plus: light blue, plain; minus: orange, hatched: they differ for every kind of colour vision, and in grey
PLUS, MINUS, MINUS_HATCH, INK = "#c6dbef", "#fdae6b", "////", "#1f2933"
_LONGEST_SVG = 400_000  #: characters; a notebook shows a bitmap instead of a larger drawing


@dataclass(frozen=True)
class Plot:
    """A matplotlib figure that shows itself in a notebook. ``save("map.pdf")`` writes any format of matplotlib."""

    figure: Figure

    @property
    def svg(self) -> str:
        """The picture as SVG text."""
        text = StringIO()
        self.figure.savefig(text, format="svg", metadata={"Date": None})
        return text.getvalue()

    def _repr_svg_(self) -> str | None:
        text = self.svg
        return text if len(text) <= _LONGEST_SVG else None

    def _repr_png_(self) -> bytes:
        from io import BytesIO

        data = BytesIO()
        self.figure.savefig(data, format="png", dpi=120)
        return data.getvalue()

    def save(self, path: str | Path) -> None:
        """Write the picture; the suffix says the format."""
        self.figure.savefig(path, dpi=300)


def new_plot(width: float, height: float) -> tuple[Figure, Axes]:
    """A figure of one plot; :class:`NetworkError` without matplotlib."""
    try:
        from matplotlib.figure import Figure as MatplotlibFigure
    except ImportError:
        raise NetworkError("this picture needs matplotlib: pip install 'symflux[plot]'") from None
    figure = MatplotlibFigure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def exact_label(number: Any) -> str:
    r"""An exact number for mathtext: as it is where that is short, else six digits.

    >>> exact_label(Fraction(3, 2)), exact_label(sympy.sqrt(31)), exact_label(sympy.sqrt(2 + sympy.sqrt(3 + sympy.pi)))
    ('3/2', '\\sqrt{31}', '\\approx 2.11618')
    """
    if isinstance(number, Fraction):
        text = str(number)
    elif isinstance(number, AlgebraicNumber):
        return _algebraic(number)
    else:
        value = sympy.Integer(number) if isinstance(number, int) else number
        text = str(value) if value.is_Rational else str(sympy.latex(value))
    return text if len(text) <= 24 else rf"\approx {float(number):.6g}"


def _algebraic(number: AlgebraicNumber) -> str:
    if number.is_rational:
        return exact_label(number.low)
    if len(number.coefficients) == 3:
        c, b, a = map(int, number.coefficients)
        roots = [(-b + sign * sympy.sqrt(b * b - 4 * a * c)) / (2 * a) for sign in (-1, 1)]
        return exact_label(min(roots, key=lambda root: abs(float(root) - float(number))))
    return rf"\approx {float(number):.6g}"


def picture_number(value: Any) -> Fraction:
    """A number for a picture: exact, or a float, which stands for its shortest decimal.

    Nothing that is drawn is calculated with again, so that a float does no harm here. Raises :class:`NetworkError`
    where it is no number.

    >>> picture_number(0.1), picture_number("1/3")
    (Fraction(1, 10), Fraction(1, 3))
    """
    if isinstance(value, numbers.Real) and not isinstance(value, numbers.Rational | bool):
        text = repr(float(value))
        if text.strip("-") not in ("inf", "nan"):
            return Fraction(text)
    found = exact(value)
    if not found.is_constant:
        raise NetworkError(f"a picture needs numbers, not {found.summary()}")
    return found.value


def picture_values(at: Mapping[Any, Any] | None) -> dict[Any, Any]:
    """Values of parameters for a picture: floats are made exact, the rest stays as it is."""
    values = dict(at or {})
    return {
        name: picture_number(x) if isinstance(x, numbers.Real) and not isinstance(x, bool) else x
        for name, x in values.items()
    }


def mark_exactly(axes: Axes, marked: Sequence[Any]) -> None:
    """Ticks at the top, labelled with the exact numbers; slanted and spread where they would run into each other."""
    placed = sorted({float(number): exact_label(number) for number in marked}.items())
    if not placed:
        return
    low, high = axes.get_xlim()
    crowded = any(right[0] - left[0] < 0.16 * (high - low) for left, right in pairwise(placed))
    top = axes.secondary_xaxis("top")
    if not crowded:
        top.set_xticks([x for x, _ in placed], [f"${text}$" for _, text in placed], fontsize=8)
        return
    top.set_xticks([x for x, _ in placed], ["" for _ in placed])
    places = spread([(x - low) / (high - low) for x, _ in placed], 0.035)
    for place, (x, text) in zip(places, placed, strict=True):
        axes.annotate(
            f"${text}$", (x, 1.0), xytext=(place, 1.07), xycoords=("data", "axes fraction"), fontsize=8, rotation=45,
            textcoords="axes fraction", ha="left", va="bottom", rotation_mode="anchor", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "linewidth": 0.5, "shrinkA": 0, "shrinkB": 2, "relpos": (0.0, 0.0)},
        )  # fmt: skip


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Places in order, moved as little as need be until neighbours are this far apart.

    >>> [round(place, 3) for place in spread([0.0, 0.1, 1.0], 0.3)]
    [-0.1, 0.2, 1.0]
    """
    moved = list(places)
    for _ in range(300):
        for k in range(len(moved) - 1):
            short = (apart - (moved[k + 1] - moved[k])) / 2
            if short > 0:
                moved[k], moved[k + 1] = moved[k] - short, moved[k + 1] + short
    return moved
