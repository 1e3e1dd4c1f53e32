"""Polynomials with integer coefficients in named parameters: the currency of the package.

A thin, immutable skin over FLINT's ``fmpz_mpoly``. Equality and hashing go by content, whatever ring the
polynomial happens to live in; ``sympify`` works; nothing here builds a sympy ``Expr`` unless asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from math import lcm, prod
from typing import Any, Union

import sympy
from flint import Ordering, fmpq, fmpq_mpoly_ctx, fmpz, fmpz_mpoly

from symflux.algebra.ring import fit, merge, ring, ring_names

__all__ = ["Polynomial", "digits", "parameter_symbol"]

Monomial = tuple[tuple[str, int], ...]  #: (("a", 2), ("b", 1)) is a**2*b; () is 1
Scalar = Union["Polynomial", int]


def digits(number: int) -> str:
    """The decimal digits of an integer of any size (``str`` refuses more than 4300).

    >>> len(digits(10**5000))
    5001
    """
    return str(number) if number.bit_length() < 8000 else str(fmpz(number))


def parameter_symbol(name: str, real: Collection[str] = ()) -> sympy.Symbol:
    """The sympy symbol of a parameter: positive, or real where it was declared real."""
    return sympy.Symbol(name, real=True) if name in real else sympy.Symbol(name, positive=True)


class Polynomial:
    """An element of Z[parameters].

    >>> a, b = Polynomial.variable("a"), Polynomial.variable("b")
    >>> print((a - b) ** 2)
    a**2 - 2*a*b + b**2
    >>> (a - b) ** 2 == a * a - 2 * a * b + b * b
    True
    """

    __slots__ = ("__dict__", "raw")
    raw: fmpz_mpoly

    def __init__(self, raw: fmpz_mpoly):
        self.raw = raw

    # construction -------------------------------------------------------------------------------------

    @staticmethod
    def constant(value: int) -> Polynomial:
        """The constant polynomial ``value``."""
        return Polynomial(ring(()).constant(int(value)))

    @staticmethod
    def variable(name: str) -> Polynomial:
        """The parameter ``name``."""
        return Polynomial(ring((name,)).gen(0))

    @staticmethod
    def from_terms(terms: Iterable[tuple[Monomial, int]]) -> Polynomial:
        """The sum of the given (monomial, coefficient) pairs; the inverse of :meth:`terms`."""
        listed = list(terms)
        context = ring(name for monomial, _ in listed for name, _ in monomial)
        position = {name: k for k, name in enumerate(ring_names(context))}
        total: dict[tuple[int, ...], int] = {}
        for monomial, coefficient in listed:
            exponents = [0] * len(position)
            for name, exponent in monomial:
                exponents[position[name]] += exponent
            total[tuple(exponents)] = total.get(tuple(exponents), 0) + coefficient
        return Polynomial(context.from_dict(total))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Polynomial.from_terms, ([(monomial, int(c)) for monomial, c in self.terms()],))

    # reading ------------------------------------------------------------------------------------------

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parameters that occur, in canonical order."""
        if not len(self.raw):
            return ()
        return tuple(n for n, d in zip(ring_names(self.raw.context()), self.raw.degrees(), strict=True) if d)

    def terms(self) -> Iterator[tuple[Monomial, int]]:
        """(monomial, coefficient) pairs, leading term first."""
        names = ring_names(self.raw.context())
        for exponents, coefficient in zip(self.raw.monoms(), self.raw.coeffs(), strict=True):
            yield tuple((n, int(e)) for n, e in zip(names, exponents, strict=True) if e), int(coefficient)

    def __len__(self) -> int:
        return len(self.raw)

    @property
    def is_zero(self) -> bool:
        """Whether it is identically zero."""
        return not len(self.raw)

    @property
    def is_constant(self) -> bool:
        """Whether no parameter occurs."""
        return bool(self.raw.is_constant())

    @property
    def constant_value(self) -> int:
        """The value of a constant polynomial."""
        if not self.is_constant:
            raise ValueError(f"{self.summary()} is not constant")
        return int(self.raw.leading_coefficient()) if len(self.raw) else 0

    @property
    def leading_coefficient(self) -> int:
        """The coefficient of the first term in the canonical order, 0 for the zero polynomial."""
        return int(self.raw.leading_coefficient()) if len(self.raw) else 0

    def degree(self, name: str) -> int:
        """The degree in one parameter (0 for the zero polynomial)."""
        names = ring_names(self.raw.context())
        return int(self.raw.degrees()[names.index(name)]) if name in names and len(self.raw) else 0

    @property
    def total_degree(self) -> int:
        """The highest degree of a term, 0 for the zero polynomial."""
        return max(int(self.raw.total_degree()), 0)

    def has_positive_coefficients(self) -> bool:
        """Whether it is not zero and all coefficients are positive: then it is positive for positive parameters."""
        return not self.is_zero and all(int(c) > 0 for c in self.raw.coeffs())

    def sign(self, real: Collection[str] = (), *, strict: bool = True) -> int | None:
        """-1, 0 or 1 where the coefficients show the sign: parameters positive, those in ``real`` of any sign or zero.

        None says only that the coefficients do not show it. Not ``strict``: 1 means >= 0, -1 means <= 0.

        >>> x, a = Polynomial.variable("x"), Polynomial.variable("a")
        >>> (x * a + 1).sign(), (x * x + a).sign({"x"}), (x * x).sign({"x"}), (x * x).sign({"x"}, strict=False)
        (1, 1, None, 1)
        """
        if self.is_zero:
            return 0
        found = int(self.raw.leading_coefficient()) > 0
        if any((int(c) > 0) is not found for c in self.raw.coeffs()):
            return None
        if real and not set(real).isdisjoint(self.names):
            free = [k for k, name in enumerate(ring_names(self.raw.context())) if name in real]
            powers = [[int(monomial[k]) for k in free] for monomial in self.raw.monoms()]
            if any(e % 2 for row in powers for e in row) or (strict and all(map(any, powers))):
                return None
        return 1 if found else -1

    def coefficients_in(self, name: str) -> list[Polynomial]:
        """[c_0, ..., c_d] with self = sum c_k name**k, the c_k free of ``name``."""
        rows: list[list[tuple[Monomial, int]]] = [[] for _ in range(self.degree(name) + 1)]
        for monomial, coefficient in self.terms():
            power = dict(monomial).get(name, 0)
            rows[power].append((tuple(f for f in monomial if f[0] != name), coefficient))
        return [Polynomial.from_terms(row) for row in rows]

    # arithmetic ---------------------------------------------------------------------------------------

    def _pair(self, other: object) -> tuple[fmpz_mpoly, fmpz_mpoly] | None:
        if isinstance(other, Polynomial):
            return merge(self.raw, other.raw)
        if isinstance(other, int) and not isinstance(other, bool):
            return self.raw, self.raw.context().constant(other)
        return None

    def __add__(self, other: Scalar) -> Polynomial:
        pair = self._pair(other)
        return NotImplemented if pair is None else Polynomial(pair[0] + pair[1])

    __radd__ = __add__

    def __sub__(self, other: Scalar) -> Polynomial:
        pair = self._pair(other)
        return NotImplemented if pair is None else Polynomial(pair[0] - pair[1])

    def __rsub__(self, other: Scalar) -> Polynomial:
        return -(self - other)

    def __mul__(self, other: Scalar) -> Polynomial:
        pair = self._pair(other)
        return NotImplemented if pair is None else Polynomial(pair[0] * pair[1])

    __rmul__ = __mul__

    def __neg__(self) -> Polynomial:
        return Polynomial(-self.raw)

    def __pow__(self, exponent: int) -> Polynomial:
        return Polynomial(self.raw**exponent)

    def exact_quotient(self, other: Scalar) -> Polynomial:
        """self / other where that is a polynomial; ``ValueError`` where it is not."""
        pair = self._pair(other)
        if pair is None or not len(pair[1]):
            raise ValueError("no exact quotient by that")
        quotient, remainder = divmod(pair[0], pair[1])
        if len(remainder):
            raise ValueError(f"{Polynomial(pair[1]).summary()} does not divide {self.summary()}")
        return Polynomial(quotient)

    def gcd(self, other: Polynomial) -> Polynomial:
        """Greatest common divisor, content included, positive leading coefficient."""
        left, right = merge(self.raw, other.raw)
        return Polynomial(left.gcd(right))

    def content(self) -> int:
        """The greatest common divisor of the coefficients (0 for zero)."""
        return int(self.raw.content()) if len(self.raw) else 0

    def factor(self) -> tuple[int, list[tuple[Polynomial, int]]]:
        """(c, [(p, e), ...]) with self = c * prod p**e, the p irreducible with positive leading coefficient.

        Factors come in a stable order: by number of terms, then by text.
        """
        if self.is_constant:
            return self.constant_value, []
        result = []
        for factor, exponent in self._raw_factors():
            positive = int(factor.leading_coefficient()) > 0
            result.append((Polynomial(factor if positive else -factor), int(exponent)))
        result.sort(key=lambda item: (len(item[0]), str(item[0])))
        leading = prod(factor.leading_coefficient**exponent for factor, exponent in result)
        return self.leading_coefficient // leading, result

    def _raw_factors(self) -> Iterable[tuple[Any, int]]:
        """Irreducible primitive factors, in any order and of either sign."""
        try:
            return self.raw.factor()[1]  # type: ignore[no-any-return]
        except OverflowError:  # python-flint sorts factors that differ in a coefficient beyond 64 bits by a C integer
            pass
        context = self.raw.context()
        rational = fmpq_mpoly_ctx.get(context.names(), Ordering.lex)
        over_q = rational.from_dict({monomial: fmpq(c) for monomial, c in self.raw.to_dict().items()})
        found = []
        for factor, exponent in over_q.factor()[1]:
            scale = lcm(*(int(c.q) for c in factor.coeffs()))
            whole = {monomial: int((c * scale).p) for monomial, c in factor.to_dict().items()}
            found.append((context.from_dict(whole).primitive()[1], exponent))
        return found

    def derivative(self, name: str) -> Polynomial:
        """The partial derivative by one parameter."""
        names = ring_names(self.raw.context())
        return Polynomial(self.raw.derivative(names.index(name))) if name in names else Polynomial.constant(0)

    # substitution -------------------------------------------------------------------------------------

    def compose(self, values: Mapping[str, Polynomial]) -> Polynomial:
        """Put polynomials in place of parameters, all at once."""
        old = self.raw.context()
        names = ring_names(old)
        wanted: set[str] = set()
        for name in self.names:
            wanted.update(values[name].names if name in values else (name,))
        context = ring(wanted)
        images = []
        for name in names:
            if name in values and name in self.names:
                images.append(fit(values[name].raw, context))
            else:
                images.append(context.gen(ring_names(context).index(name)) if name in wanted else context.constant(0))
        if not images:
            return Polynomial(context.constant(self.constant_value))
        return Polynomial(self.raw.compose(*images, ctx=context))

    def homogenize(self, split: Mapping[str, str]) -> Polynomial:
        """Make self homogeneous in each pair (x, h) of ``split`` = {x: h}: x**e becomes x**e * h**(deg_x - e)."""
        degrees = {name: self.degree(name) for name in split}
        terms = []
        for monomial, coefficient in self.terms():
            powers = dict(monomial)
            extra = tuple((split[n], degrees[n] - powers.get(n, 0)) for n in split if degrees[n] > powers.get(n, 0))
            terms.append((monomial + extra, coefficient))
        return Polynomial.from_terms(terms)

    def evaluate(self, point: Mapping[str, int | Fraction]) -> Fraction:
        """The value at a rational point that gives every parameter a value."""
        names = ring_names(self.raw.context())
        values = [Fraction(point[name]) if name in self.names else Fraction(0) for name in names]
        if all(value.denominator == 1 for value in values):
            arguments = [fmpz(value.numerator) for value in values]
            return Fraction(int(self.raw(*arguments)) if arguments else self.constant_value)
        # whole numbers throughout: n**e * d**(D - e) for every variable n/d of degree D
        degrees = [int(d) for d in self.raw.degrees()]
        tables, scale = [], 1
        for value, degree in zip(values, degrees, strict=True):
            over = [value.numerator**e for e in range(degree + 1)]
            under = [value.denominator**e for e in range(degree + 1)]
            tables.append([over[e] * under[degree - e] for e in range(degree + 1)])
            scale *= under[degree]
        total = 0
        for exponents, coefficient in zip(self.raw.monoms(), self.raw.coeffs(), strict=True):
            term = int(coefficient)
            for table, exponent in zip(tables, exponents, strict=True):
                if len(table) > 1:
                    term *= table[int(exponent)]
            total += term
        return Fraction(total, scale)

    # comparing and showing ----------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        pair = self._pair(other)
        return NotImplemented if pair is None else bool(pair[0] == pair[1])

    def __hash__(self) -> int:
        return hash(self.constant_value) if self.is_constant else hash(frozenset(self.terms()))

    def __bool__(self) -> bool:
        return not self.is_zero

    def __str__(self) -> str:
        if self.is_zero:
            return "0"
        pieces = []
        for monomial, coefficient in self.terms():
            factors = [name if exponent == 1 else f"{name}**{exponent}" for name, exponent in monomial]
            if abs(coefficient) != 1 or not factors:
                factors.insert(0, digits(abs(coefficient)))
            sign = "-" if coefficient < 0 else "+"
            pieces.append(f" {sign} {'*'.join(factors)}")
        text = "".join(pieces)
        return "-" + text[3:] if text.startswith(" -") else text[3:]

    def summary(self, limit: int = 60) -> str:
        """The text, or a description where the text is long."""
        if self.is_constant and abs(self.constant_value) > 10**60:
            return f"a number of {len(digits(abs(self.constant_value)))} digits"
        if len(self) > 30:
            return f"a polynomial of {len(self)} terms in {', '.join(self.names)}"
        text = str(self)
        return text if len(text) <= limit else f"a polynomial of {len(self)} terms in {', '.join(self.names)}"

    def __repr__(self) -> str:
        return f"Polynomial({self.summary()})"

    def to_sympy(self, real: Collection[str] = (), *, symbols: Mapping[str, sympy.Symbol] | None = None) -> sympy.Expr:
        """A sympy expression, expanded; parameters are positive unless named in ``real`` or given as ``symbols``."""
        given = symbols or {}
        symbols = {name: given.get(name) or parameter_symbol(name, real) for name in self.names}
        return sympy.Add(
            *(
                sympy.Mul(sympy.Integer(c), *(sympy.Pow(symbols[name], exponent) for name, exponent in monomial))
                for monomial, c in self.terms()
            )
        )

    def _sympy_(self) -> sympy.Expr:
        return self.to_sympy()
