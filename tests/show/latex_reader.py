"""Reads back the LaTeX that symflux emits: a tiny grammar, exact arithmetic, so that a round trip can be tested."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

_TOKEN = re.compile(
    r"\\(?:begin|end)\{[a-z*]+\}(?:\{c+\})?|\\(?:left|right)\||\\(?:mathrm|mathtt|mathcal)\{(?:[^{}\\]|\\_)*\}|\\[Bb]igg?[lr][()\[\]]"
    r"|\\\\|\\[A-Za-z]+|\\.|\d+|[A-Za-z]'*|[-+^_{}()\[\]/&,]|\s+"
)
_SPACE = {r"\,", r"\quad", r"\;"}
_OPEN, _CLOSE = {"(", "[", "{"}, {")", "]", "}"}


def tokenize(text: str) -> list[str]:
    tokens, position = [], 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        assert match, f"cannot read {text[position : position + 30]!r}"
        position = match.end()
        token = match[0]
        if token.isspace() or token in _SPACE:
            continue
        tokens.append(token[-1] if re.match(r"\\[Bb]igg?[lr]", token) else token)
    return tokens


class Reader:
    """Evaluates one formula; ``values`` maps typeset symbols to numbers."""

    def __init__(self, text: str, values: Mapping[str, Fraction]):
        self.tokens = tokenize(text.replace("{}", ""))
        self.values = values
        self.place = 0

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        self.place += 1
        return self.tokens[self.place - 1]

    def whole(self) -> Fraction:
        value = self.sum()
        assert not self.peek(), f"left over: {self.tokens[self.place :][:5]}"
        return value

    def sum(self) -> Fraction:
        total = Fraction(0)
        sign = 1
        if self.peek() in ("-", "+"):
            sign = -1 if self.take() == "-" else 1
        total = sign * self.product()
        while self.peek() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            total += sign * self.product()
        return total

    def product(self) -> Fraction:
        total = self.power()
        while True:
            if self.peek() in (r"\cdot", r"\times"):
                self.take()
            elif not self.peek() or self.peek() in _CLOSE | {"+", "-", "&", r"\\"} or self.peek().startswith(r"\end"):
                return total
            total *= self.power()

    def power(self) -> Fraction:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            base **= int(self.group())
        return base

    def group(self) -> str:
        """The text of one argument."""
        if self.peek() != "{":
            return self.take()
        self.take()
        depth, text = 1, ""
        while depth:
            token = self.take()
            depth += (token == "{") - (token == "}")
            text += token if depth else ""
        return text

    def atom(self) -> Fraction:
        token = self.take()
        if token in _OPEN:
            value = self.sum()
            assert self.take() in _CLOSE
            return value
        if token.isdigit():
            digits = token
            while self.peek().isdigit():
                digits += self.take()
            return Fraction(int(digits))
        if token == r"\frac":
            return self.atom() / self.atom()
        if token == r"\left|":
            return self.determinant()
        if self.peek() == "_":
            self.take()
            braced = self.peek() == "{"
            inner = self.group()
            token += f"_{{{inner}}}" if braced else f"_{inner}"
            while self.peek() == "'":
                token += self.take()
        return self.values[token.replace(" ", "")]

    def determinant(self) -> Fraction:
        assert self.take().startswith(r"\begin{array}")
        rows = [[self.sum()]]
        while not self.peek().startswith(r"\end"):
            if self.take() == "&":
                rows[-1].append(self.sum())
            else:
                rows.append([self.sum()])
        self.take()
        assert self.take() == r"\right|"
        return _determinant(rows)


def _determinant(rows: list[list[Fraction]]) -> Fraction:
    rows, total = [list(row) for row in rows], Fraction(1)
    assert all(len(row) == len(rows) for row in rows)
    for k in range(len(rows)):
        pivot = next((r for r in range(k, len(rows)) if rows[r][k]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != k:
            rows[k], rows[pivot], total = rows[pivot], rows[k], -total
        total *= rows[k][k]
        for r in range(k + 1, len(rows)):
            factor = rows[r][k] / rows[k][k]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[k], strict=True)]
    return total


def equations_of(text: str) -> list[tuple[str, str]]:
    """(left, right) of every equation of a display, continuation lines joined."""
    body = re.sub(r"\\(begin|end)\{(align\*|aligned|equation\*)\}", "", text).strip()
    joined = re.sub(r"\\\\\n&\\quad", " ", body)
    listed = []
    for line in joined.split("\\\\\n"):
        left, _, right = line.replace("&= ", "=", 1).partition("=") if "=" in line else ("", "", line)
        listed.append((left.strip().replace(" ", ""), right.strip().removeprefix("&")))
    return listed


def evaluate(text: str, values: Mapping[str, Fraction]) -> Fraction:
    """The value of a formula or display: its first equation, with the blocks defined below it."""
    if r"\begin{align" not in text and r"\begin{equation" not in text:
        return Reader(text, values).whole()
    first, *blocks = equations_of(text)
    known = dict(values)
    waiting = [(left, right) for left, right in reversed(blocks) if r"\sum" not in right]
    while waiting:
        left, right = waiting.pop(0)
        try:
            known[left] = Reader(right, known).whole()
        except KeyError as unknown:  # defined further up, and not read yet
            if unknown.args[0] not in dict(waiting):
                raise
            waiting.append((left, right))
    return Reader(first[1], known).whole()
