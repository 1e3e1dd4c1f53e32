"""Results as source code: one function in Python, C, Julia, Mathematica or Fortran, in Horner form.

The statements are written from the polynomials themselves and stay short, whatever the number of terms: sympy's
printers would need the whole expression in one line, with integers that C and Fortran cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from symflux.algebra import exact
from symflux.errors import NetworkError
from symflux.show.text.horner import Horner, horner

__all__ = ["LANGUAGES", "to_code"]

_LINE = 50  #: a longer formula is cut and its part gets a name


@dataclass(frozen=True)
class Language:
    """How one language writes numbers, powers and names."""

    number: Callable[[int], str]
    power: str
    reserved: frozenset[str]
    frame: Callable[[str, Sequence[str], Sequence[tuple[str, str]], str], str]
    is_case_sensitive: bool = True
    letters: str = r"[^A-Za-z0-9_]"


@dataclass
class _Writer:
    """Collects the statements of one function."""

    language: Language
    names: Mapping[str, str]
    stem: str
    statements: list[tuple[str, str]] = field(default_factory=list)

    def formula(self, scheme: Horner) -> tuple[str, bool]:
        """(text, whether it is a sum)."""
        if isinstance(scheme, int):
            return self.language.number(scheme), False
        x = self.names[scheme.name]
        text, is_sum, previous = "", False, 0
        for exponent, part in scheme.parts:
            inner, inner_is_sum = self.formula(part)
            if len(inner) > _LINE:
                inner, inner_is_sum = self._named(inner), False
            if text:
                text = self._times(x, previous - exponent, text, is_sum)
                is_negative = inner.startswith("-") and not inner_is_sum
                text, is_sum = (f"{text} - {inner[1:]}" if is_negative else f"{text} + {inner}"), True
            else:
                text, is_sum = inner, inner_is_sum
            if len(text) > _LINE:
                text, is_sum = self._named(text), False
            previous = exponent
        return (self._times(x, previous, text, is_sum), False) if previous else (text, is_sum)

    def _times(self, x: str, exponent: int, text: str, is_sum: bool) -> str:
        power = x if exponent == 1 else f"{x}{self.language.power}{exponent}"
        if self.language.power == "pow" and exponent > 1:
            power = f"pow({x}, {exponent})" if exponent > 3 else "*".join([x] * exponent)
        if text in (self.language.number(1), self.language.number(-1)):
            return power if text == self.language.number(1) else f"-{power}"
        if is_sum:
            return f"{power}*({text})"
        return f"{text}*{power}" if re.match(r"-|\d", text) else f"{power}*{text}"

    def _named(self, text: str) -> str:
        name = f"{self.stem}{len(self.statements) + 1}"
        self.statements.append((name, text))
        return name


def to_code(value: Any, language: str = "python", *, name: str = "flux") -> str:
    """A function of the parameters, in their order, as source code.

    ``language`` is ``"python"`` (numbers, arrays or fractions), ``"c"``, ``"julia"``, ``"mathematica"`` (exact) or
    ``"fortran"``. A name that the language reserves or cannot write gets underscores (Mathematica: dollar signs).
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
    shown = _names(rational.names, name, spoken)
    stem = "t"
    while any(s.lower().startswith(stem) for s in shown.values()):
        stem += "t"
    writer = _Writer(spoken, shown, stem)
    top, bottom = stem + "op", stem + "bottom"
    if stem == "t":
        bottom = "bottom"
    taken = {s.lower() for s in shown.values()} | {name.lower()}
    while top in taken or bottom in taken:
        top, bottom = top + "x", bottom + "x"
    for label, polynomial in ((top, rational.numerator), (bottom, rational.denominator)):
        text, _ = writer.formula(horner(polynomial))
        writer.statements.append((label, text))
    function = _clean(name, spoken)
    return spoken.frame(function, [shown[n] for n in rational.names], writer.statements, f"{top}/{bottom}")


def _names(parameters: Sequence[str], function: str, language: Language) -> dict[str, str]:
    shown: dict[str, str] = {}
    taken = {function if language.is_case_sensitive else function.lower()}
    for name in parameters:
        text = _clean(name, language)
        mark = "$" if language.letters == r"[^A-Za-z0-9$]" else "_"
        while text in language.reserved or (text if language.is_case_sensitive else text.lower()) in taken:
            text += mark
        taken.add(text if language.is_case_sensitive else text.lower())
        shown[name] = text
    return shown


def _clean(name: str, language: Language) -> str:
    mark = "$" if language.letters == r"[^A-Za-z0-9$]" else "_"
    text = re.sub(language.letters, mark, name)
    if text.startswith("_") and not language.is_case_sensitive:
        text = "x" + text  # Fortran names start with a letter
    return text


# the languages ----------------------------------------------------------------------------------------------


def _python(name: str, parameters: Sequence[str], statements: Sequence[tuple[str, str]], result: str) -> str:
    body = "".join(f"    {left} = {right}\n" for left, right in statements)
    return f"def {name}({', '.join(parameters)}):\n{body}    return {result}\n"


def _c(name: str, parameters: Sequence[str], statements: Sequence[tuple[str, str]], result: str) -> str:
    body = "".join(f"    double {left} = {right};\n" for left, right in statements)
    head = "#include <math.h>\n\n" if "pow(" in body else ""
    given = ", ".join(f"double {p}" for p in parameters) or "void"
    return f"{head}double {name}({given}) {{\n{body}    return {result};\n}}\n"


def _julia(name: str, parameters: Sequence[str], statements: Sequence[tuple[str, str]], result: str) -> str:
    body = "".join(f"    {left} = {right}\n" for left, right in statements)
    return f"function {name}({', '.join(parameters)})\n{body}    return {result}\nend\n"


def _mathematica(name: str, parameters: Sequence[str], statements: Sequence[tuple[str, str]], result: str) -> str:
    body = "".join(f"    {left} = {right};\n" for left, right in statements)
    local = ", ".join(left for left, _ in statements)
    given = ", ".join(f"{p}_" for p in parameters)
    return f"{name}[{given}] := Module[{{{local}}},\n{body}    {result}\n]\n"


def _fortran(name: str, parameters: Sequence[str], statements: Sequence[tuple[str, str]], result: str) -> str:
    def declared(names: Sequence[str], attribute: str) -> str:
        groups = (", ".join(names[k : k + 8]) for k in range(0, len(names), 8))
        return "".join(f"    double precision{attribute} :: {group}\n" for group in groups)

    head = ", &\n        ".join(", ".join(parameters[k : k + 8]) for k in range(0, len(parameters), 8))
    body = "".join(f"    {left} = {right}\n" for left, right in statements)
    return (
        f"function {name}({head}) result(value_)\n    implicit none\n{declared(parameters, ', intent(in)')}"
        f"    double precision :: value_\n{declared([left for left, _ in statements], '')}{body}"
        f"    value_ = {result}\nend function {name}\n"
    )


def _float(number: int) -> str:
    if abs(number) < 10**15:
        return f"{number}.0"
    digits = str(abs(number))
    shown = f"{digits[0]}.{digits[1:18]}e{len(digits) - 1}"
    return f"-{shown}" if number < 0 else shown


def _fortran_number(number: int) -> str:
    text = _float(number)
    return text.replace("e", "d") if "e" in text else text + "d0"


def _julia_number(number: int) -> str:
    return str(number) if abs(number) < 2**53 else _float(number)


_PYTHON_WORDS = (
    "False None True and as assert async await break class continue def del elif else except finally for from global "
    "if import in is lambda nonlocal not or pass raise return try while with yield"
)
_C_WORDS = (
    "auto break case char const continue default do double else enum extern float for goto if inline int long register "
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while pow "
    "gamma y0 y1 yn j0 j1 jn"
)
_JULIA_WORDS = (
    "baremodule begin break catch const continue do else elseif end export false finally for function global if import "
    "let local macro module quote return struct true try using while"
)
_MATHEMATICA_WORDS = "C D E I K N O Module Pi Gamma Zeta Beta"


def _reserved(words: str) -> frozenset[str]:
    return frozenset(words.split())


LANGUAGES: Mapping[str, Language] = {
    "python": Language(str, "**", _reserved(_PYTHON_WORDS), _python),
    "c": Language(_float, "pow", _reserved(_C_WORDS), _c),
    "julia": Language(_julia_number, "^", _reserved(_JULIA_WORDS), _julia),
    "mathematica": Language(str, "^", _reserved(_MATHEMATICA_WORDS), _mathematica, letters=r"[^A-Za-z0-9$]"),
    "fortran": Language(_fortran_number, "**", frozenset({"value_"}), _fortran, is_case_sensitive=False),
}
