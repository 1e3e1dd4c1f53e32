"""Results as source code: one function in Python, C, Julia, Mathematica, MATLAB or Fortran, in Horner form.

The statements are written from the polynomials themselves and stay short, whatever the number of terms: sympy's
printers would need the whole expression in one line, with integers that C and Fortran cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symflux.algebra import exact
from symflux.errors import NetworkError
from symflux.show.text.horner import Horner, horner, scaling
from symflux.show.text.languages import LANGUAGES, Language

__all__ = ["to_code"]

_LINE = 50  #: a longer formula is cut and its part gets a name


@dataclass
class _Writer:
    """Collects the statements of one function."""

    language: Language
    names: Mapping[str, str]
    stem: str
    shift: int
    statements: list[tuple[str, str]] = field(default_factory=list)

    def formula(self, scheme: Horner) -> tuple[str, bool]:
        """(text, whether it is a sum)."""
        if isinstance(scheme, int):
            return self.language.number(scheme, self.shift), False
        x = self.names[scheme.name]
        text, is_sum, previous = "", False, 0
        for exponent, part in scheme.parts:
            inner, inner_is_sum = self.formula(part)
            if len(inner) > _LINE:
                inner, inner_is_sum = self._named(inner), False
            if text:
                text = self._times(x, previous - exponent, text, is_sum)
                # a sum that follows may begin with a minus sign too: two operators in a row are no Fortran
                text, is_sum = (f"{text} - {inner[1:]}" if inner.startswith("-") else f"{text} + {inner}"), True
            else:
                text, is_sum = inner, inner_is_sum
            if len(text) > _LINE:
                text, is_sum = self._named(text), False
            previous = exponent
        return (self._times(x, previous, text, is_sum), False) if previous else (text, is_sum)

    def _times(self, x: str, exponent: int, text: str, is_sum: bool) -> str:
        times, number = self.language.times, self.language.number
        power = x if exponent == 1 else f"{x}{self.language.power}{exponent}"
        if self.language.power == "pow" and exponent > 1:
            power = f"pow({x}, {exponent})" if exponent > 3 else "*".join([x] * exponent)
        if not self.shift and text in (number(1, 0), number(-1, 0)):
            return power if text == number(1, 0) else f"-{power}"
        if is_sum:
            return f"{power}{times}({text})"
        return f"{text}{times}{power}" if re.match(r"-|\d", text) else f"{power}{times}{text}"

    def _named(self, text: str) -> str:
        name = f"{self.stem}{len(self.statements) + 1}"
        self.statements.append((name, text))
        return name


def to_code(value: Any, language: str = "python", *, name: str = "flux") -> str:
    """A function of the parameters, in their order, as source code.

    ``language`` is ``"python"`` (floats, arrays of floats or fractions), ``"c"``, ``"julia"``, ``"mathematica"``
    (exact), ``"matlab"`` (also for Octave; arrays too) or ``"fortran"`` (free form, Fortran 2008). A name that the
    language reserves or cannot write gets underscores (Mathematica: dollar signs).
    Raises :class:`NetworkError` for another language or a name that is none.

    >>> print(to_code("(a**2 + 1)/(a - 2*b)", "c", name="ratio"))
    double ratio(double a, double b) {
        double top = a*a + 1.0;
        double bottom = a - 2.0*b;
        return top/bottom;
    }
    <BLANKLINE>
    """
    if language not in LANGUAGES:
        raise NetworkError(f"language {language!r}: use one of {', '.join(LANGUAGES)}")
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        raise NetworkError(f"{name!r} cannot name a function: letters, digits and _, a letter first")
    spoken = LANGUAGES[language]
    rational = exact(value)
    function = spoken.name(name, (), of_function=True)
    used = {spoken.key(function)}
    shown: dict[str, str] = {}
    for parameter in rational.names:
        shown[parameter] = spoken.name(parameter, used)
        used.add(spoken.key(shown[parameter]))
    writer = _Writer(spoken, shown, _stem(used), 0 if spoken.is_exact else scaling(rational))
    top, bottom = _free("top", used), _free("bottom", used)
    for label, polynomial in ((top, rational.numerator), (bottom, rational.denominator)):
        text, _ = writer.formula(horner(polynomial))
        writer.statements.append((label, text))
    parameters = [shown[n] for n in rational.names]
    return spoken.frame(function, parameters, writer.statements, f"{top}{spoken.over}{bottom}")


def _stem(used: set[str]) -> str:
    """A beginning of names that no name has: the parts of a formula are ``t1``, ``t2``, ..."""
    stem = "t"
    while any(re.fullmatch(rf"{stem}\d+", name.lower()) for name in used):
        stem += "t"
    return stem


def _free(label: str, used: set[str]) -> str:
    taken = {name.lower() for name in used}
    while label in taken:
        label += "x"
    return label
