"""b y = D e_0 over Z[x] or Z[x, y] from one rational solve: the symbols are replaced by large whole numbers.

With x = X the solution is a vector of rational numbers, found by FLINT; written in the base X, its numerators and its
denominator show the coefficients of polynomials y_k and D (Kronecker's substitution), whose degrees are those of the
answer in lowest terms, far below those of the minors of b. A second symbol is replaced by a power of X. Whole numbers
may share small factors that the polynomials do not: they are multiplied back.

Nothing is believed: b y = D e_0 is multiplied out in Z[x, y] before the solution is returned. The base grows until it
holds; past a limit that the sizes fix, None is returned and the minors are expanded instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flint import fmpz, fmpz_mat, fmpz_poly

from symflux.moments.poly import Poly, bezout_matrix

__all__ = ["MAX_BITS", "solve_first_unit"]

MAX_BITS = 1_500_000  #: of the common denominator at the point, beyond which minors are expanded
_MARGIN = 24  #: bits by which coefficients must stay below the base to be taken for what they are
_LINE = 1_000_003  #: the value of the first symbol where the degree in the second is read off
_SHARED = (1, 2**32 * 3**24 * 5**12 * 7**8 * 11**5 * 13**5, 2**80 * 3**48 * 5**24 * 7**16 * 11**10 * 13**10 * 17**5)

Solution = tuple[list[Any], Any]


def solve_first_unit(even: Poly, odd: Poly, context: Any, *, max_bits: int = MAX_BITS) -> Solution | None:
    """(y, D) without common factor with Bezout(even, odd) y = (D, 0, ..., 0); None where it is not found within limits.

    ``even`` and ``odd`` are lists of elements of ``context``, of which at most two variables occur.

    >>> from symflux.algebra.ring import ring
    >>> context = ring(["k"])
    >>> k, one = context.gen(0), context.constant(1)
    >>> y, D = solve_first_unit([k * k, k + one, one], [one, k, 0 * one], context)
    >>> [str(entry) for entry in y], str(D)
    (['-k', '1'], 'k^4 - k^2 - k + 1')
    """
    names = _used([*even, *odd], context)
    if not names or len(names) > 2 or len(even) < 2:
        return None
    step = 1
    if len(names) == 2:
        found = _degree_in_second(even, odd, context, names, max_bits)
        if found is None:
            return None
        step = found + 1
    for base, numerators, denominator in _rising(even, odd, context, names, step, max_bits):
        read = _read(numerators, denominator, base)
        if read is None:
            continue
        y, D = (_unpacked(p, context, names, step) for p in read[:-1]), read[-1]
        solution = list(y), _unpacked(D, context, names, step)
        if _holds(even, odd, context, *solution):
            return solution
    return None


def _used(polynomials: Sequence[Any], context: Any) -> list[int]:
    """The numbers of the variables that occur."""
    degrees = [0] * context.nvars()
    for p in polynomials:
        if p:
            degrees = [max(a, int(b)) for a, b in zip(degrees, p.degrees(), strict=True)]
    return [k for k, degree in enumerate(degrees) if degree]


def _rising(
    even: Poly, odd: Poly, context: Any, names: Sequence[int], step: int, max_bits: int
) -> Iterator[tuple[int, list[fmpz], fmpz]]:
    """(X, numerators, denominator) of the solutions at growing whole numbers X."""
    bits = 64
    while True:
        base = (1 << bits) + 4_391  # odd, and no power: what vanishes at zero only must not look like a factor
        solved = _solved_at(even, odd, context, dict(zip(names, (base**step, base), strict=False)))
        if solved is not None:
            yield base, *solved
            if 2 * int(solved[1]).bit_length() > max_bits:
                return
        elif bits > 256:
            return
        bits = bits * 3 // 2


def _solved_at(even: Poly, odd: Poly, context: Any, point: dict[int, int]) -> tuple[list[fmpz], fmpz] | None:
    values = [point.get(k, 0) for k in range(context.nvars())]
    first, second = ([p(*values) if p else fmpz(0) for p in part] for part in (even, odd))
    matrix = bezout_matrix(first, second, fmpz(0))
    size = len(matrix)
    try:
        solution = fmpz_mat(matrix).solve(fmpz_mat(size, 1, [1] + [0] * (size - 1)))
    except ZeroDivisionError:
        return None
    top, bottom = solution.numer_denom()
    return list(top.entries()), bottom


def _read(numerators: list[fmpz], denominator: fmpz, base: int) -> list[fmpz_poly] | None:
    """The numerators and the denominator as polynomials with coefficients well below the base; None if there are none.

    A factor that the values share and the polynomials do not is a number with small prime factors.
    """
    room = base.bit_length() - _MARGIN
    for factor in _SHARED:
        last = _digits(denominator * factor, base)
        if last.height_bits() > room:
            continue
        found = [_digits(value * factor, base) for value in numerators] + [last]
        if any(p.height_bits() > room for p in found):
            continue
        content = fmpz(0)
        for p in found:
            content = content.gcd(p.content())
        return [p // content for p in found]
    return None


def _digits(value: fmpz, base: int) -> fmpz_poly:
    """The polynomial with this value at the base and coefficients of either sign, at most half the base."""
    sign, rest = (-1, -value) if value < 0 else (1, value)
    digits, half = [], base // 2
    for digit in _split(rest, fmpz(base)):
        digits.append(digit)
    carry = fmpz(0)
    for k, digit in enumerate(digits):
        digit += carry
        carry = fmpz(1) if digit > half else fmpz(0)
        digits[k] = sign * (digit - base if carry else digit)
    return fmpz_poly([*digits, sign * carry])


def _split(value: fmpz, base: fmpz) -> list[fmpz]:
    """The digits of a number that is not negative, by halves."""
    if value < base:
        return [value]
    powers = [base]
    while powers[-1] * powers[-1] <= value:
        powers.append(powers[-1] * powers[-1])

    def down(number: fmpz, level: int) -> list[fmpz]:
        if level < 0:
            return [number]
        high, low = divmod(number, powers[level])
        first, second = down(low, level - 1), down(high, level - 1)
        return first + [fmpz(0)] * ((1 << level) - len(first)) + second

    return down(value, len(powers) - 1)


def _unpacked(polynomial: fmpz_poly, context: Any, names: Sequence[int], step: int) -> Any:
    """A polynomial in X as one in the symbols: X^(step i + j) is x^i y^j."""
    terms: dict[tuple[int, ...], fmpz] = {}
    for power, coefficient in enumerate(polynomial.coeffs()):
        if coefficient:
            exponents = [0] * context.nvars()
            if len(names) == 2:
                exponents[names[0]], exponents[names[1]] = divmod(power, step)
            else:
                exponents[names[0]] = power
            terms[tuple(exponents)] = coefficient
    return context.from_dict(terms)


def _degree_in_second(even: Poly, odd: Poly, context: Any, names: Sequence[int], max_bits: int) -> int | None:
    """The degree of the solution in the second symbol, at a value of the first."""
    line = [[_on_line(p, context, names[0]) for p in part] for part in (even, odd)]
    found = solve_first_unit(line[0], line[1], context, max_bits=max_bits)
    if found is None:
        return None
    return max(int(p.degrees()[names[1]]) for p in [*found[0], found[1]] if p)


def _on_line(polynomial: Any, context: Any, name: int) -> Any:
    return polynomial.subs({context.names()[name]: _LINE}) if polynomial else polynomial


def _holds(even: Poly, odd: Poly, context: Any, y: list[Any], D: Any) -> bool:
    """Whether b y = D e_0 and D is not zero, multiplied out."""
    zero = context.constant(0)
    for i, row in enumerate(bezout_matrix(even, odd, zero)):
        total = -D if i == 0 else zero
        for entry, value in zip(row, y, strict=True):
            if entry and value:
                total = total + entry * value
        if total:
            return False
    return bool(D)
