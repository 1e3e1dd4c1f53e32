"""b y = D e_0 over Z[x] or Z[x, y] from one solution over Q: the symbols are replaced by large whole numbers.

With x = X the solution is a vector of rational numbers, lifted from its residues modulo a prime; written in the base X,
its numerators and its denominator show the coefficients of polynomials y_k and D (Kronecker's substitution), whose
degrees are those of the answer in lowest terms, far below those of the minors of b. A second symbol is replaced by a
power of X, and a symbol by its inverse where that has lower degrees. Whole numbers may share a factor that the
polynomials do not: their digits are fractions modulo X then, and its denominator is read off.

Nothing is believed: b y = D e_0 is checked at a point so large that it holds there only if it holds identically. The
base grows until it does; past a limit that the sizes fix, None is returned and the minors are expanded instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, repeat
from typing import Any

from flint import fmpz, fmpz_poly

from symflux.algebra.rational_reconstruction import fraction_from_residue
from symflux.moments.curve import Curve
from symflux.moments.first_unit import FirstUnit
from symflux.moments.orientation import Orientation
from symflux.moments.poly import Poly

__all__ = ["MAX_BITS", "solve_first_unit"]

MAX_BITS = 4_000_000  #: of the common denominator at the point, beyond which minors are expanded
_LEAST_BITS = 48  #: of the first number in place of a symbol
_SMALL_PRIMES = 2 * 3 * 5 * 7 * 11 * 13
_SHARED_BITS = (20, 80, 320)  #: of a factor that the values share
_MARGIN = 12  #: bits by which coefficients must stay below the base to be taken for what they are
_LINE = 1_000_003  #: the value of the first symbol where the degree in the second is read off

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
    orientation = Orientation.of(even, odd, names, context)
    turned = orientation.turned(even, odd=False), orientation.turned(odd, odd=True)
    for polynomials, curve in _candidates(*turned, _curves(*turned, context, names, max_bits), max_bits):
        for terms in curve.unpacked(polynomials, context.nvars()):
            values, bottom = orientation.back(terms[:-1], terms[-1])
            y, D = [context.from_dict(value) for value in values], context.from_dict(bottom)
            if _holds(even, odd, names, y, D):
                return y, D
    return None


def _used(polynomials: Sequence[Any], context: Any) -> list[int]:
    """The numbers of the variables that occur."""
    degrees = [0] * context.nvars()
    for p in polynomials:
        if p:
            degrees = [max(a, int(b)) for a, b in zip(degrees, p.degrees(), strict=True)]
    return [k for k, degree in enumerate(degrees) if degree]


def _curves(even: Poly, odd: Poly, context: Any, names: Sequence[int], max_bits: int) -> Iterator[Curve]:
    """One for each attempt: none where the degree in the second symbol is not found."""
    if len(names) == 1:
        yield from repeat(Curve(names))
    degree = _degree_in_second(even, odd, context, names, max_bits)
    if degree is not None:
        yield Curve(names, degree + 2, -1)
        for factor in cycle((-1, 3)):
            yield Curve(names, degree + 2, factor)


def _degree_in_second(even: Poly, odd: Poly, context: Any, names: Sequence[int], max_bits: int) -> int | None:
    """The degree of the solution in the second symbol, at a value of the first."""
    name = context.names()[names[0]]
    line = [[p.subs({name: _LINE}) if p else p for p in part] for part in (even, odd)]
    found = next(_candidates(line[0], line[1], repeat(Curve(names[1:])), max_bits), None)
    return None if found is None else max(p.degree() for p in found[0])


# whole numbers in place of the symbols ---------------------------------------------------------------------


def _candidates(
    even: Poly, odd: Poly, curves: Iterator[Curve], max_bits: int
) -> Iterator[tuple[list[fmpz_poly], Curve]]:
    """[y_0, ..., D] as they are read at growing whole numbers X on curves."""
    bits, failures, point = 0, 0, 1
    for curve in curves:
        system = [curve.packed(p) for p in even], [curve.packed(p) for p in odd]
        if bits:
            bits = bits * 4 // 3
        else:
            point, bits = _beginning(*system)
        solution = _solved_at(*system, base := _base(point, bits), max_bits)
        if solution is None:
            failures += 1
            if failures > 3:
                return
        elif (found := _read(*solution, base)) is not None:
            yield found, curve


def _beginning(even: list[fmpz_poly], odd: list[fmpz_poly]) -> tuple[int, int]:
    """(A whole number where b is regular, about the size of the coefficients in bits: that of their sums there)."""
    for point in (1, 2, 5):
        solution = _solved_at(even, odd, fmpz(point), 10_000)
        if solution is not None:
            size = max(value.bit_length() for value in [*solution[0], solution[1]])
            # at 1 the sum of the coefficients; elsewhere the powers of the point are most of it, as a rule
            return point, max(_LEAST_BITS, size + size // 12 + 2 * _MARGIN if point == 1 else size // 4)
    return 1, _LEAST_BITS


def _base(point: int, bits: int) -> fmpz:
    """A number of at least so many bits that is ``point`` modulo high powers of small primes.

    So the values share no more of these primes than they do there: a factor that grows with the number of sites else.
    """
    power = -(-bits // _SMALL_PRIMES.bit_length())
    return fmpz(_SMALL_PRIMES) ** power + point


def _solved_at(even: list[fmpz_poly], odd: list[fmpz_poly], x: fmpz, max_bits: int) -> tuple[list[fmpz], fmpz] | None:
    solution = FirstUnit.of([p(x) for p in even], [p(x) for p in odd], max_bits=max_bits)
    return None if solution is None else solution.values(len(even) - 1)


def _read(values: list[fmpz], bottom: fmpz, base: fmpz) -> list[fmpz_poly] | None:
    """The values and the denominator as polynomials with coefficients well below the base; None if there are none.

    A factor that the polynomials lost as numbers is the denominator of a digit, known by its residue.
    """
    factor, room = fmpz(1), base.bit_length() - _MARGIN
    found: list[fmpz_poly] = []
    while len(found) <= len(values):
        polynomial = _digits([bottom, *values][len(found)] * factor, base)
        if polynomial.height_bits() <= room:
            found.append(polynomial)
            continue
        wrong = next(digit for digit in polynomial.coeffs() if digit.bit_length() > room)
        fraction = next(
            filter(None, (fraction_from_residue(wrong, base, denominator_bits=b) for b in _SHARED_BITS)), None
        )
        if fraction is None or fraction[1] == 1:
            return None
        factor *= fraction[1]
        found = [p * fraction[1] for p in found]
        if any(p.height_bits() > room for p in found):
            return None
    content = fmpz(0)
    for p in found:
        content = content.gcd(p.content())
    return [p // content for p in (*found[1:], found[0])]


# digits and coefficients -----------------------------------------------------------------------------------


def _digits(value: fmpz, base: fmpz) -> fmpz_poly:
    """The polynomial with this value at the base and coefficients of either sign, at most half the base."""
    sign, rest = (-1, -value) if value < 0 else (1, value)
    digits, half = [], base // 2
    for digit in _split(rest, base):
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


# the proof -------------------------------------------------------------------------------------------------


def _holds(even: Poly, odd: Poly, names: Sequence[int], y: list[Any], bottom: Any) -> bool:
    """Whether b y = D e_0 and D is not zero: O [E Y]_+ - E [O Y]_+ - D is zero as a polynomial in z and the symbols.

    Its coefficients are at most 2 |E| |O| max|y| + |D|, |.| the sum of all absolute values, max|.| the largest. Where
    the symbols are powers of a number X more than twice as large, so far apart that no two terms meet, a polynomial
    whose value is zero is zero.
    """
    if not bottom:
        return False
    step = 1
    if len(names) == 2:
        degrees = [
            max((int(p.degrees()[names[1]]) for p in part if p), default=0) for part in (even, odd, [*y, bottom])
        ]
        step = sum(degrees) + 1
    norms = [sum(abs(c) for p in part if p for c in p.coeffs()) for part in (even, odd)]
    largest = max(abs(c) for p in [*y, bottom] if p for c in p.coeffs())
    curve = Curve(names, step)
    point = fmpz(1) << (2 * ((2 * norms[0] * norms[1] + 1) * largest) + 1).bit_length()
    first, second, values = (fmpz_poly([curve.packed(p)(point) for p in part]) for part in (even, odd, y[::-1]))
    size = len(even) - 1
    hats = [(part * values).right_shift(size) for part in (first, second)]
    return bool(second * hats[0] - first * hats[1] == fmpz_poly([curve.packed(bottom)(point)]))
