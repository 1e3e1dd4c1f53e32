"""Roots in a text, each written as a new variable and its equation: nothing is approximated.

``sqrt(u)``, ``cbrt(u)`` and powers ``u**(p/q)`` of an atom mean the real root >= 0, so they are defined where u >= 0.
Where u is plainly positive the root is a new positive variable r with ``r**q == u``. Where it is not, it is ``r**2``
with a real r and ``r**(2*q) == u``: every value >= 0 is such a square, and only those. Equal radicands have one root.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from symflux.algebra.hints import quoted
from symflux.algebra.numerals import NUMERAL, numeral_value
from symflux.algebra.parser import CLAIM_LIMITS, is_name, parse
from symflux.algebra.rational_function import RationalFunction
from symflux.errors import ExpressionError, TooLargeError

__all__ = ["Root", "Roots", "names_in_texts", "whole_root"]

_TOKEN = re.compile(rf"(?P<number>{NUMERAL})|(?P<name>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/(),])|.", re.ASCII | re.S)
_FUNCTIONS = {"sqrt": 2, "cbrt": 3}
_ORDER = 24  #: the highest root
_MOST = 12  #: roots in one question
_DEPTH = 50
_OFTEN = 1000  #: roots in one text
_MARKS = re.compile(r"\b(?:sqrt|cbrt)\b *\(|\*\* *[-+]? *(?:\(|[0-9]*\.)")


@dataclass(frozen=True)
class Root:
    """``name**power == radicand``; the root itself is ``value``, as text: the name, or its square."""

    name: str
    order: int
    radicand: RationalFunction
    text: str  #: of the radicand
    is_positive: bool

    @property
    def value(self) -> str:
        """What stands for the root in a formula."""
        return self.name if self.is_positive else f"({self.name}**2)"

    @property
    def equation(self) -> str:
        """The equation of the new variable."""
        return f"{self.name}**{self.order if self.is_positive else 2 * self.order} == {self.text}"

    def __str__(self) -> str:
        named = {2: "sqrt({})", 3: "cbrt({})"}.get(self.order, f"({{}})**(1/{self.order})").format(self.text)
        return f"{self.name if self.is_positive else self.name + '**2'} = {named}"


@dataclass
class Roots:
    """The roots met while texts are read, in order; later ones may contain earlier ones.

    >>> roots = Roots()
    >>> roots.written_out("sqrt(a*b) + 2*(a + b)**(3/2) - sqrt(b*a) + sqrt(9/4)")
    'sqrt_1 + 2*sqrt_2**3 - sqrt_1 + (3/2)'
    >>> [root.equation for root in roots.found]
    ['sqrt_1**2 == a*b', 'sqrt_2**2 == a + b']
    >>> roots.written_out("sqrt(a - b)"), str(roots.found[-1])
    ('(sqrt_3**2)', 'sqrt_3**2 = sqrt(a - b)')
    """

    taken: set[str] = field(default_factory=set)  #: names that are not free for roots
    real: Collection[str] = ()
    functions: Collection[str] = ()
    found: list[Root] = field(default_factory=list)
    met: int = 0

    @staticmethod
    def are_in(text: str) -> bool:
        """Whether the text may have roots in it: a quick look."""
        return bool(_MARKS.search(text))

    def written_out(self, text: str) -> str:
        """The text with variables in place of its roots.

        Raises :class:`ExpressionError` for a root of a negative number, and :class:`TooLargeError` beyond the limits.
        """
        if not self.are_in(text):
            return text
        if len(text) > CLAIM_LIMITS.characters:
            raise TooLargeError(f"{len(text)} characters; the limit is {CLAIM_LIMITS.characters}")
        tokens = [match[0] for match in _TOKEN.finditer(text)]
        return "".join(self._rewritten(tokens, text, 0))

    def _rewritten(self, tokens: list[str], text: str, depth: int) -> list[str]:
        if depth > _DEPTH:
            raise TooLargeError(f"{quoted(text)}: roots nested more than {_DEPTH} deep")
        done: list[str] = []
        k = 0
        while k < len(tokens):
            token = tokens[k]
            start = _after_spaces(tokens, k + 1)
            if token in _FUNCTIONS and start < len(tokens) and tokens[start] == "(":
                end = _closing(tokens, start, text)
                inner = "".join(self._rewritten(tokens[start + 1 : end], text, depth + 1))
                done.append(self._power(inner, Fraction(1, _FUNCTIONS[token]), text))
                k = end + 1
            elif token == "**" and (exponent := _fraction(tokens, start)) is not None:
                base = _last_atom(done)
                if base is None:
                    raise ExpressionError(f"{quoted(text)}: ** without something before it")
                inner = "".join(done[base:])
                del done[base:]
                if tokens[_after_spaces(tokens, exponent[1]) :][:1] == ["**"]:
                    raise ExpressionError(f"{quoted(text)}: a power of a power: write (a**(1/2))**2 or a**(1/4)")
                done.append(self._power(inner, exponent[0], text))
                k = exponent[1]
            else:
                done.append(token)
                k += 1
        return done

    def _power(self, radicand: str, exponent: Fraction, text: str) -> str:
        self.met += 1
        if self.met > _OFTEN:
            raise TooLargeError(f"{quoted(text)}: more than {_OFTEN} roots")
        return self.power(parse(radicand, CLAIM_LIMITS, self.functions), exponent, radicand)

    def power(self, value: RationalFunction, exponent: Fraction, text: str) -> str:
        """``value**exponent`` in a formula, ``text`` being how the value is written."""
        if exponent.denominator > _ORDER or abs(exponent.numerator) > CLAIM_LIMITS.exponent:
            raise TooLargeError(f"{quoted(text)}: a root of order over {_ORDER}, or too high a power")
        known = self._number(value, exponent.denominator, text)
        if known is not None:
            shown = str(known) if known.denominator == 1 else f"({known})"
        else:
            shown = self._root(value, text, exponent.denominator).value
        if exponent.numerator == 1:
            return shown
        return f"{shown}**{exponent.numerator}" if exponent > 0 else f"(1/{shown}**{-exponent.numerator})"

    def _number(self, value: RationalFunction, order: int, text: str) -> Fraction | None:
        """The root of a number, where it is rational."""
        if not value.is_constant:
            return None
        number = value.value
        if number < 0:
            raise ExpressionError(f"{quoted(text)}: the root of a negative number is not real")
        top, bottom = whole_root(number.numerator, order), whole_root(number.denominator, order)
        return None if top is None or bottom is None else Fraction(top, bottom)

    def _root(self, value: RationalFunction, radicand: str, order: int) -> Root:
        for root in self.found:
            if root.order == order and root.radicand == value:
                return root
        if len(self.found) >= _MOST:
            raise TooLargeError(f"{quoted(radicand)}: more than {_MOST} different roots")
        real = {*self.real, *(root.name for root in self.found if not root.is_positive)}
        sign = None if any("(" in name for name in value.names) else value.sign(real)
        if sign is not None and sign < 0:
            raise ExpressionError(f"{quoted(radicand)} is negative everywhere: its root is not real")
        plain = radicand.strip(" ")
        while plain.startswith("(") and _closing(list(plain), 0, plain) == len(plain) - 1:
            plain = plain[1:-1].strip(" ")
        root = Root(self._new_name(plain, order), order, value, plain, sign is not None and sign > 0)
        self.found.append(root)
        self.taken.add(root.name)
        return root

    def _new_name(self, radicand: str, order: int) -> str:
        stem = {2: "sqrt", 3: "cbrt"}.get(order, f"root{order}")
        telling = f"{stem}_{radicand}"
        if len(radicand) <= 12 and is_name(telling) and telling not in self.taken:
            return telling
        k = len(self.found) + 1
        while f"{stem}_{k}" in self.taken:
            k += 1
        return f"{stem}_{k}"


def names_in_texts(texts: Iterable[str]) -> set[str]:
    """Every name in some texts, so that no new variable takes it."""
    return {match["name"] for text in texts for match in _TOKEN.finditer(text) if match["name"]}


def _after_spaces(tokens: list[str], k: int) -> int:
    while k < len(tokens) and tokens[k] == " ":
        k += 1
    return k


def _closing(tokens: list[str], start: int, text: str) -> int:
    depth = 0
    for k in range(start, len(tokens)):
        depth += (tokens[k] == "(") - (tokens[k] == ")")
        if depth == 0:
            return k
    raise ExpressionError(f"{quoted(text)}: a parenthesis is not closed")


def _last_atom(tokens: list[str]) -> int | None:
    """Where the atom begins that these tokens end with."""
    k = len(tokens) - 1
    while k >= 0 and tokens[k] == " ":
        k -= 1
    if k < 0:
        return None
    if tokens[k] != ")":
        return k
    depth = 0
    for start in range(k, -1, -1):
        depth += (tokens[start] == ")") - (tokens[start] == "(")
        if depth == 0:
            before = start - 1
            return before if before >= 0 and re.fullmatch(r"[A-Za-z_]\w*", tokens[before]) else start
    return None


def _fraction(tokens: list[str], k: int) -> tuple[Fraction, int] | None:
    """The exponent that begins here and where it ends, if it is no integer: ``(p/q)``, ``-(p/q)`` or a decimal."""
    sign = 1
    if k < len(tokens) and tokens[k] in "+-":
        sign, k = -1 if tokens[k] == "-" else 1, _after_spaces(tokens, k + 1)
    if k >= len(tokens):
        return None
    if re.fullmatch(NUMERAL, tokens[k]):
        value = sign * numeral_value(tokens[k], 1000)
        return None if value.denominator == 1 else (value, k + 1)
    if tokens[k] != "(":
        return None
    end = k
    while end < len(tokens) and tokens[end] != ")":
        end += 1
    inside = "".join(tokens[k + 1 : end]).replace(" ", "")
    if not re.fullmatch(rf"[-+]?{NUMERAL}(?:/{NUMERAL})?", inside):
        return None
    top, _, bottom = inside.partition("/")
    over = numeral_value(top.lstrip("+-"), 1000) * (-1 if top.startswith("-") else 1)
    under = numeral_value(bottom, 1000) if bottom else Fraction(1)
    if under == 0 or (over / under).denominator == 1:
        return None
    return sign * over / under, end + 1


def whole_root(number: int, order: int) -> int | None:
    """The integer whose power this is, or None."""
    low, high = 0, 1 << (number.bit_length() // order + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**order < number:
            low = middle + 1
        else:
            high = middle
    return low if low**order == number else None
