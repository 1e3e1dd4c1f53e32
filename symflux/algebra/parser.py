"""Text to exact rational functions, by a closed grammar. Nothing is ever evaluated as code.

    sum     := product (("+" | "-") product)*
    product := unary (("*" | "/") unary)*
    unary   := ("+" | "-") unary | power
    power   := atom ("**" unary)?
    atom    := integer | decimal | name | name "(" (label ("," label)*)? ")" | "(" sum ")"
    label   := [A-Za-z0-9_.-]+ | "(" label "," label ")" | any text in single or double quotes

``name(labels)`` is understood only for the functions that the caller lists; ``flux(1,2)`` in a claim then is
a parameter of that name, for the caller to give a meaning to. Quotes and spaces around labels are left out of it.
Names are ``[A-Za-z_][A-Za-z0-9_]*`` in ASCII, so ``gamma``, ``lambda``, ``E`` or ``I`` are ordinary parameters;
``nan`` and ``inf`` are refused. Decimals are exact: ``0.1`` is 1/10 and ``1e-3`` is 1/1000. The only white space is
the space. A product needs its ``*``: for ``2k`` the error says to write ``2*k``.

Input may come from strangers, so everything is bounded: length, nesting, exponents, digits, and the size of
the expanded result, which is estimated before it is computed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction

from flint import fmpz_mpoly, fmpz_mpoly_ctx

from symflux.algebra.hints import hint, quoted
from symflux.algebra.numerals import NUMERAL, numeral_value
from symflux.algebra.polynomial import Polynomial
from symflux.algebra.rational_function import RationalFunction
from symflux.algebra.ring import ring
from symflux.errors import ExpressionError, InexactInputError, TooLargeError

__all__ = [
    "CLAIM_LIMITS",
    "NETWORK_LIMITS",
    "Limits",
    "call_arguments",
    "check_name",
    "is_name",
    "parse",
    "parse_counted",
]


@dataclass(frozen=True)
class Limits:
    """What a text may cost."""

    characters: int
    terms: int  #: of any polynomial on the way
    depth: int = 100  #: five calls deep each; Python's own stack ends at 1000
    exponent: int = 1000
    degree: int = 2000  #: total degree of any polynomial on the way
    bits: int = 20_000  #: of any coefficient
    names: int = 1000
    work: int = 2_000_000  #: term products altogether, those of long numbers counted several times
    cancelling: int = 2_000_000  #: monomials that a common factor could be made of


NETWORK_LIMITS = Limits(characters=10_000, terms=5_000)
CLAIM_LIMITS = Limits(characters=300_000, terms=200_000, cancelling=10**12)  # two seconds at most

_TOKEN = re.compile(rf" *(?:(?P<number>{NUMERAL})|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<op>\*\*|[-+*/(),]))")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_WORD = r"[A-Za-z0-9_.-]{1,100}"
_LABEL = rf"""(?:"[^"]{{0,100}}"|'[^']{{0,100}}'|\( *{_WORD} *, *{_WORD} *\)|{_WORD})"""
_ARGUMENTS = re.compile(rf" *\( *(?:{_LABEL} *(?:, *{_LABEL} *)*)?\)")
_ONE_LABEL = re.compile(_LABEL)
_NOT_NUMBERS = {"nan", "inf", "infinity"}
_NAME_LENGTH = 100


def is_name(text: str) -> bool:
    """Whether the text can name a parameter.

    >>> is_name("k12"), is_name("lambda"), is_name("2k"), is_name("nan")
    (True, True, False, False)
    """
    return len(text) <= _NAME_LENGTH and bool(_NAME.match(text)) and text.lower() not in _NOT_NUMBERS


def check_name(text: str) -> str:
    """The name itself, or :class:`ExpressionError` where it cannot name a parameter."""
    if not is_name(text):
        advice = next(filter(None, map(hint, text[:_NAME_LENGTH])), "")
        raise ExpressionError(f"{quoted(text)} cannot name a parameter: use letters, digits and _, as in k12{advice}")
    return text


def call_arguments(inside: str) -> list[str]:
    """The labels between the parentheses of ``flux("A.1", 2)``, without quotes and spaces.

    >>> call_arguments('"A.1", 2, (3, 4)')
    ['A.1', '2', '(3,4)']
    """
    found = _ONE_LABEL.findall(inside)
    return [text[1:-1] if text[0] in "\"'" else text.replace(" ", "") for text in found]


def parse(text: str, limits: Limits = NETWORK_LIMITS, functions: Collection[str] = ()) -> RationalFunction:
    """The rational function that the text denotes.

    >>> print(parse("0.1*k + 2*k**2/4"))
    (5*k**2 + k)/10
    >>> parse("__import__('os')")
    Traceback (most recent call last):
    ...
    symflux.errors.ExpressionError: "__import__('os')": unexpected "'" at character 12
    """
    return _Parser(text, limits, functions).result()


def parse_counted(text: str, limits: Limits = NETWORK_LIMITS) -> tuple[RationalFunction, int]:
    """The same, and the term products it took: for a caller who bounds the cost of many texts together."""
    parser = _Parser(text, limits, ())
    return parser.result(), parser.work


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    position: int


class _Parser:
    """One text, one ring; values on the way are (numerator, denominator) pairs of raw polynomials."""

    def __init__(self, text: str, limits: Limits, functions: Collection[str]):
        if len(text) > limits.characters:
            raise TooLargeError(f"{len(text)} characters; the limit is {limits.characters}")
        self.text, self.limits, self.functions = text, limits, functions
        self.tokens = self._tokens()
        for token, following in zip(self.tokens, self.tokens[1:], strict=False):
            if token.kind == "name" and following.text == "(":
                near = get_close_matches(token.text[:40], functions, n=1)
                meant = f"; did you mean {near[0]}(...)?" if near else ""
                known = f"{meant or ';'} known: {', '.join(sorted(functions))}"
                what = f"{quoted(token.text)}(...) is not understood here"
                raise self._fail(what + (known if functions else "; write * for a product"))
        self.index = 0
        self.depth = 0
        self.work = 0
        names = {t.text for t in self.tokens if t.kind in ("name", "call")}
        if len(names) > limits.names:
            raise TooLargeError(f"{len(names)} different names; the limit is {limits.names}")
        self.context: fmpz_mpoly_ctx = ring(names)
        self.one = self.context.constant(1)
        self.generators = dict(zip(self.context.names(), self.context.gens(), strict=True))

    def _tokens(self) -> list[_Token]:
        tokens, position, text = [], 0, self.text
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                rest = text[position:].lstrip(" ")
                if not rest:
                    break
                raise self._unexpected(rest[0], len(text) - len(rest))
            kind = str(match.lastgroup)
            token = _Token(kind, match[kind], match.start(kind))
            position = match.end()
            if kind == "name" and token.text in self.functions and text[position:].lstrip(" ").startswith("("):
                token, position = self._call(token, position)
            tokens.append(token)
        tokens.append(_Token("end", "", len(text)))
        return tokens

    def _call(self, name: _Token, position: int) -> tuple[_Token, int]:
        """``name ( a , "b" )`` made one token, and where it ends."""
        match = _ARGUMENTS.match(self.text, position)
        if match is None:
            raise self._fail(f"{name.text}(...) needs labels between its parentheses, as in {name.text}(1,2)")
        inside = match[0].strip(" ")[1:-1]
        return _Token("call", f"{name.text}({','.join(call_arguments(inside))})", name.position), match.end()

    def _unexpected(self, found: str, position: int) -> ExpressionError:
        what = f"unexpected {found!r} at character {position + 1}" if found else "it ends too early"
        return ExpressionError(f"{quoted(self.text)}: {what}{hint(found)}")

    def _left_over(self) -> ExpressionError:
        """The error for a text that goes on after its value; where a ``*`` is missing, it says so."""
        token = self._peek()
        before = self.tokens[self.index - 1]
        factor = token.kind in ("name", "call", "number") or token.text == "("
        if not factor or (before.kind == "op" and before.text != ")"):
            return self._unexpected(token.text[:1], token.position)
        short = all(len(t.text) <= 20 for t in (before, token))
        written = f"{before.text}*{token.text}" if short and before.kind != "op" else "* for a product"
        return ExpressionError(f"{quoted(self.text)}: no operator at character {token.position + 1}; write {written}")

    def _fail(self, problem: str) -> ExpressionError:
        return ExpressionError(f"{quoted(self.text)}: {problem}")

    def _too_large(self, problem: str) -> TooLargeError:
        return TooLargeError(f"{quoted(self.text)}: {problem}")

    def _peek(self) -> _Token:
        return self.tokens[self.index]

    def _accept(self, *texts: str) -> str | None:
        token = self.tokens[self.index]
        if token.kind == "op" and token.text in texts:
            self.index += 1
            return token.text
        return None

    def _expect(self, text: str) -> None:
        if self._accept(text) is None:
            token = self._peek()
            raise self._left_over() if text == ")" else self._unexpected(token.text[:1], token.position)

    # values -------------------------------------------------------------------------------------------

    def _checked(self, polynomial: fmpz_mpoly) -> fmpz_mpoly:
        if len(polynomial) > self.limits.terms:
            raise self._too_large(f"more than {self.limits.terms} terms when expanded")
        return polynomial

    def _times(self, left: fmpz_mpoly, right: fmpz_mpoly, bounded: bool = False) -> fmpz_mpoly:
        """The product, if its size is allowed; ``bounded`` says that its coefficients are known to be."""
        if left is self.one or right is self.one:
            return right if left is self.one else left
        if len(left) == 0 or len(right) == 0:
            return self.context.constant(0)
        if int(left.total_degree()) + int(right.total_degree()) > self.limits.degree:
            raise self._too_large(f"total degree over {self.limits.degree}")
        bits = 0 if bounded else _bits(left) + _bits(right) + min(len(left), len(right)).bit_length() - 1
        if bits > self.limits.bits:
            raise self._too_large(f"a number of more than {self.limits.bits} bits")
        if len(left) > 1 or len(right) > 1:
            self.work += len(left) * len(right) * (1 + bits // 1000)
            if self.work > self.limits.work:
                raise self._too_large(f"more than {self.limits.work} term products when expanded")
        return self._checked(left * right)

    def _power(self, base: fmpz_mpoly, exponent: int) -> fmpz_mpoly:
        """Only after a bound says that the result fits."""
        if len(base) == 0 or exponent == 0 or base is self.one:
            return base if exponent else self.one
        degree = int(base.total_degree())
        if degree * exponent > self.limits.degree:
            raise self._too_large(f"total degree {degree * exponent}; the limit is {self.limits.degree}")
        bits = _bits(base)
        if len(base) == 1 and bits > 1 and bits * exponent > self.limits.bits:
            raise self._too_large(f"a number of more than {self.limits.bits} bits")
        if len(base) > 1:
            if (bits + len(base).bit_length()) * exponent > self.limits.bits:
                raise self._too_large(f"coefficients of more than {self.limits.bits} bits")
            result = self.one
            for _ in range(exponent):
                result = self._times(result, base, bounded=True)
            return result
        return base**exponent

    # the grammar --------------------------------------------------------------------------------------

    def result(self) -> RationalFunction:
        if self._peek().kind == "end":
            raise ExpressionError("an empty text where a value is needed")
        try:
            top, bottom = self._sum()
        except RecursionError:  # the caller's own stack was deep already
            raise self._too_large("nested too deep") from None
        if self._peek().kind != "end":
            raise self._left_over()
        if len(top) > 1 and len(bottom) > 1:
            # the cost of a common factor follows the powers that occur in both, not the number of terms
            monomials = 1
            for over, under in zip(top.degrees(), bottom.degrees(), strict=True):
                if over and under:
                    monomials *= 1 + max(int(over), int(under))
            if monomials > self.limits.cancelling:
                raise self._too_large("a quotient of too high powers to find its common factors")
        below = Polynomial(bottom)  # a quantity may be zero: x/x is not 1 then, and stays as it is written
        return RationalFunction(Polynomial(top), below, reduce=not any("(" in name for name in below.names))

    def _enter(self) -> None:
        self.depth += 1
        if self.depth > self.limits.depth:
            raise self._too_large(f"nested more than {self.limits.depth} deep")

    def _sum(self) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        self._enter()
        by_denominator: dict[str, tuple[fmpz_mpoly, list[fmpz_mpoly]]] = {}
        sign: str | None = "+"
        while sign is not None:
            top, bottom = self._product()
            key = "1" if bottom is self.one else str(bottom)
            by_denominator.setdefault(key, (bottom, []))[1].append(-top if sign == "-" else top)
            sign = self._accept("+", "-")
        self.depth -= 1
        total: tuple[fmpz_mpoly, fmpz_mpoly] | None = None
        for bottom, tops in by_denominator.values():
            top = self._checked(_balanced_sum(tops))
            if total is None:
                total = (top, bottom)
            else:
                total = (
                    self._times(total[0], bottom) + self._times(top, total[1]),
                    self._times(total[1], bottom),
                )
        assert total is not None
        return total

    def _product(self) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        top, bottom = self._unary()
        while (operator := self._accept("*", "/")) is not None:
            over, under = self._unary()
            if operator == "/":
                if len(over) == 0:
                    raise self._fail("division by zero")
                over, under = under, over
            top, bottom = self._times(top, over), self._times(bottom, under)
        return top, bottom

    def _unary(self) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        sign = self._accept("+", "-")
        if sign is None:
            return self._raised()
        self._enter()
        top, bottom = self._unary()
        self.depth -= 1
        return (-top if sign == "-" else top), bottom

    def _raised(self) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        top, bottom = self._atom()
        if self._accept("**") is None:
            return top, bottom
        self._enter()
        over, under = self._unary()
        self.depth -= 1
        if not (over.is_constant() and under.is_constant()):
            raise self._fail("an exponent must be an integer")
        exponent = Fraction(_number(over), _number(under))
        if exponent.denominator != 1:
            raise self._fail("an exponent must be an integer, not a fraction")
        if abs(exponent) > self.limits.exponent:
            raise self._too_large(f"exponent over {self.limits.exponent}")
        power = int(exponent)
        if power < 0:
            if len(top) == 0:
                raise self._fail("division by zero")
            top, bottom, power = bottom, top, -power
        return self._power(top, power), self._power(bottom, power)

    def _atom(self) -> tuple[fmpz_mpoly, fmpz_mpoly]:
        token = self._peek()
        if token.kind == "number":
            self.index += 1
            try:
                value = numeral_value(token.text, self.limits.bits // 4)
            except TooLargeError as error:
                raise self._too_large(str(error)) from None
            bottom = self.one if value.denominator == 1 else self.context.constant(value.denominator)
            return self.context.constant(value.numerator), bottom
        if token.kind == "name":
            self.index += 1
            if token.text.lower() in _NOT_NUMBERS:
                raise InexactInputError(f"{quoted(self.text)}: {token.text} is not an exact number")
            if len(token.text) > _NAME_LENGTH:
                raise self._too_large(f"a name of {len(token.text)} letters; the limit is {_NAME_LENGTH}")
            return self.generators[token.text], self.one
        if token.kind == "call":
            self.index += 1
            return self.generators[token.text], self.one
        self._expect("(")
        value_ = self._sum()
        self._expect(")")
        return value_


def _number(constant: fmpz_mpoly) -> int:
    return int(constant.leading_coefficient()) if len(constant) else 0


def _bits(polynomial: fmpz_mpoly) -> int:
    return max((int(c).bit_length() for c in polynomial.coeffs()), default=0)


def _balanced_sum(polynomials: list[fmpz_mpoly]) -> fmpz_mpoly:
    """Pairwise, so that n one-term summands cost n log n and not n**2."""
    while len(polynomials) > 1:
        paired = [a + b for a, b in zip(polynomials[::2], polynomials[1::2], strict=False)]
        if len(polynomials) % 2:
            paired.append(polynomials[-1])
        polynomials = paired
    return polynomials[0]
