"""Formulas as they are written: a tree that is printed for a reader and, node by node, for the prover.

The grammar is that of docs/certificate-format.md. Nothing is simplified, for the prover reads division as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from symflux.errors import CertificateError

__all__ = ["Formula", "read_formula"]

Value = TypeVar("Value")
_TOKEN = re.compile(r"\d+\.?\d*|\.\d+|[A-Za-z_]\w*(?: *\( *(?:[\w.-]+ *(?:, *[\w.-]+ *)*)?\))?|\*\*|[-+*/()]", re.ASCII)
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}  # the minus of one number binds with 3
_DEPTH = 80  #: of parentheses
_KINDS = {"+": "Add", "-": "Sub", "*": "Mul", "/": "Div"}
_LEVELS = {"Add": (50, 50, 49), "Sub": (50, 50, 49), "Mul": (40, 40, 39), "Div": (40, 40, 39)}  # Rocq's own


@dataclass(frozen=True)
class Formula:
    """``Num`` or ``Var`` with a value, ``Pow`` with its exponent, ``Opp``, ``Add``, ``Sub``, ``Mul``, ``Div``."""

    kind: str
    parts: tuple[Formula, ...] = ()
    number: int = 0
    name: str = ""

    def fold(self, combine: Callable[[Formula, tuple[Value, ...]], Value]) -> Value:
        """``combine(node, values of its parts)`` from the leaves up; no recursion, for sums are deep."""
        values: list[Value] = []
        waiting: list[tuple[Formula, bool]] = [(self, False)]
        while waiting:
            node, is_ready = waiting.pop()
            if not is_ready:
                waiting.append((node, True))
                waiting += [(part, False) for part in reversed(node.parts)]
                continue
            cut = len(values) - len(node.parts)
            values[cut:] = [combine(node, tuple(values[cut:]))]
        return values[0]

    def names(self) -> tuple[str, ...]:
        """The variables, in the order of their first appearance."""
        found: dict[str, None] = {}
        self.fold(lambda node, _: found.setdefault(node.name) if node.kind == "Var" else None)
        return tuple(found)

    def term(self, index: Mapping[str, int]) -> str:
        """The tree in the constructors of theory/Claims.v.

        >>> read_formula("-a**2/2").term({"a": 1})
        '(Div (Opp (Pow (Var 1) 2)) (Num 2))'
        """

        def combine(node: Formula, parts: tuple[str, ...]) -> str:
            own = {"Num": str(node.number) if node.number >= 0 else f"({node.number})", "Pow": str(node.number)}
            last = str(index[node.name]) if node.kind == "Var" else own.get(node.kind, "")
            return f"({' '.join([node.kind, *parts, last]).rstrip()})"

        return self.fold(combine)

    def text(self, names: Mapping[str, str]) -> str:
        """The formula in the notation of Rocq's real numbers.

        >>> read_formula("2*(a - (b - 1))**2/(-3)").text({"a": "a", "b": "b"})
        '2 * (a - (b - 1)) ^ 2 / -3'
        """

        def combine(node: Formula, parts: tuple[tuple[str, int], ...]) -> tuple[str, int]:
            def shown(k: int, most: int) -> str:
                text, level = parts[k]
                return text if level <= most else f"({text})"

            if node.kind == "Num":
                return str(node.number), 35 if node.number < 0 else 0
            if node.kind == "Var":
                return names[node.name], 0
            if node.kind == "Opp":
                return f"- {shown(0, 34)}", 35
            if node.kind == "Pow":
                return f"{shown(0, 29)} ^ {node.number}", 30
            level, left, right = _LEVELS[node.kind]
            sign = {kind: sign for sign, kind in _KINDS.items()}[node.kind]
            return f"{shown(0, left)} {sign} {shown(1, right)}", level

        return self.fold(combine)[0]

    def denominators(self) -> tuple[Formula, ...]:
        """What is divided by, numerals different from zero left out, in the order of theory/Claims.v."""
        found: list[Formula] = []

        def combine(node: Formula, _: tuple[None, ...]) -> None:
            if node.kind == "Div" and (node.parts[1].kind != "Num" or not node.parts[1].number):
                found.append(node.parts[1])

        self.fold(combine)
        return tuple(found)


def read_formula(text: str) -> Formula:
    """The tree of a formula; :class:`CertificateError` where it is none."""
    strange = next((c for c in _TOKEN.sub("", text) if c != " "), "")
    if strange:
        raise CertificateError(f"unexpected {strange!a} in the formula {text[:40]!a}")
    return _Reader(text).result()


class _Reader:
    """One text; operators by precedence."""

    def __init__(self, text: str):
        self.text = text
        self.stack = ["", *reversed(_TOKEN.findall(text))]

    def result(self) -> Formula:
        value = self.expression(0, 0)
        if self.stack != [""]:
            raise self.problem(f"unexpected {self.stack[-1][:40]!a}")
        return value

    def problem(self, what: str) -> CertificateError:
        return CertificateError(f"{what} in the formula {self.text[:40]!a}")

    def expression(self, least: int, depth: int) -> Formula:
        """A value and the operators behind it that bind closer than ``least``."""
        if depth > _DEPTH:
            raise self.problem(f"more than {_DEPTH} parentheses and signs inside each other")
        value = self.operand(depth)
        while _BINDING.get(self.stack[-1], 0) > least:
            operator = self.stack.pop()
            other = self.expression(_BINDING[operator] - (operator == "**"), depth + 1)
            value = self.power(value, other) if operator == "**" else Formula(_KINDS[operator], (value, other))
        return value

    def operand(self, depth: int) -> Formula:
        token = self.stack.pop() if len(self.stack) > 1 else ""
        if token == "+":
            return self.expression(3, depth + 1)
        if token == "-":
            value = self.expression(3, depth + 1)
            is_numeral = value.kind == "Num" and value.number > 0  # -3 is one numeral in Rocq
            return Formula("Num", number=-value.number) if is_numeral else Formula("Opp", (value,))
        if token == "(":
            value = self.expression(0, depth + 1)
            if self.stack[-1] != ")":
                raise self.problem("a parenthesis is not closed")
            self.stack.pop()
            return value
        if token[:1].isalpha() or token[:1] == "_":
            return Formula("Var", name=token.replace(" ", ""))
        whole, _, decimals = token.partition(".")
        if not (whole + decimals).isdigit() or len(token) > 4000:
            raise self.problem(f"expected a number or a variable, found {token[:40]!a}")
        number = Formula("Num", number=int(whole + decimals))
        return Formula("Div", (number, Formula("Num", number=10 ** len(decimals)))) if decimals else number

    def power(self, base: Formula, exponent: Formula) -> Formula:
        value = exponent.fold(self.number)
        if value.denominator != 1 or abs(value) > 2000:
            raise self.problem("an exponent must be an integer of at most 2000")
        base = Formula("Div", (Formula("Num", number=1), base)) if value < 0 else base
        return Formula("Pow", (base,), number=abs(int(value)))

    def number(self, node: Formula, parts: tuple[Fraction, ...]) -> Fraction:
        """The value of an exponent."""
        if node.kind == "Var" or (node.kind == "Div" and not parts[1]):
            raise self.problem("an exponent must be an integer of at most 2000")
        if node.kind in ("Num", "Opp"):
            return Fraction(node.number) if node.kind == "Num" else -parts[0]
        if node.kind == "Pow":
            return Fraction(parts[0] ** min(node.number, 12))
        left, right = parts
        return {"Add": left + right, "Sub": left - right, "Mul": left * right}.get(node.kind) or (
            left / right if node.kind == "Div" else Fraction(0)
        )
