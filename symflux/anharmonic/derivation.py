"""The derivation of a linear map on homogeneous polynomials of one degree, and its exact inverse.

For x' = A x the operator (A^T J . d/dJ) acts on polynomials in J, degree by degree; on degree d it is the d-fold
Kronecker sum of A on symmetric tensors, of size C(N + d - 1, d), sparse. Its eigenvalues are the sums of d
eigenvalues of A: it is invertible whenever A is stable. The solve is p-adic lifting (Dixon 1982): one dense inverse
modulo one word-size prime, then two products for each 62 bits of the answer; the rational answer is read off by
continued fractions and multiplied out, so that a wrong one cannot leave this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from math import comb, isqrt, lcm

from flint import nmod_mat

from symflux.errors import LyapunovError, TooLargeError, VerificationError

__all__ = ["Derivation", "monomials", "unknowns"]

Exponents = tuple[int, ...]
Column = list[int]
SparseColumn = list[tuple[int, int]]

_PRIMES = (4611686018427387847, 4611686018427387817, 4611686018427387787, 4611686018427387761)
_BYTES = 40  # what a dense entry takes in all while a matrix is inverted


def monomials(variables: int, degree: int) -> list[Exponents]:
    """The exponents of all monomials of one degree, in a fixed order.

    >>> monomials(2, 2)
    [(2, 0), (1, 1), (0, 2)]
    """
    result = []
    for choice in combinations_with_replacement(range(variables), degree):
        exponents = [0] * variables
        for k in choice:
            exponents[k] += 1
        result.append(tuple(exponents))
    return result


def unknowns(variables: int, degree: int, memory: int) -> int:
    """How many monomials there are; :class:`TooLargeError` where solving for them takes more than ``memory`` bytes."""
    size = comb(variables + degree - 1, degree)
    needed = _BYTES * (size * 3 // 5) ** 2  # about two fifths of the unknowns are eliminated by hand
    if needed > memory:
        raise TooLargeError(
            f"moments of degree {degree} of {variables} variables are {size} unknowns, "
            f"about {needed / 1e9:.3g} GB: ask for a lower order"
        )
    return size


class Derivation:
    """(A^T J . d/dJ) on homogeneous polynomials of degree ``degree`` in as many variables as A has rows.

    ``matrix`` is A, rational. :class:`TooLargeError` where the inverse would take more than ``memory`` bytes.

    >>> damped = Derivation([[Fraction(0), Fraction(1)], [Fraction(-1), Fraction(-2)]], 2)
    >>> solution = damped.solve([{(0, 2): Fraction(1)}])[0]
    >>> damped.apply(solution) == {(0, 2): Fraction(1)}
    True
    """

    def __init__(self, matrix: Sequence[Sequence[Fraction]], degree: int, *, memory: int = 2 * 10**9):
        self.variables = len(matrix)
        self.degree = degree
        self.size = unknowns(self.variables, degree, memory)
        self._scale = lcm(*(Fraction(entry).denominator for row in matrix for entry in row))
        whole = [[int(entry * self._scale) for entry in row] for row in matrix]
        self._images = [[(b, whole[b][a]) for b in range(self.variables) if whole[b][a]] for a in range(self.variables)]
        self.basis = monomials(self.variables, degree)
        self.position = {exponents: k for k, exponents in enumerate(self.basis)}
        self._columns: list[SparseColumn] = [list(self._column(exponents)) for exponents in self.basis]
        self._inverse: _ModularInverse | None = None

    def _column(self, exponents: Exponents) -> Iterator[tuple[int, int]]:
        """The image of one monomial, times the scale: pairs (position, integer). d/dJ_a is followed by A_ba J_b."""
        diagonal = 0
        for a, power in enumerate(exponents):
            if power:
                for b, entry in self._images[a]:
                    if a == b:
                        diagonal += power * entry
                        continue
                    moved = list(exponents)
                    moved[a] -= 1
                    moved[b] += 1
                    yield self.position[tuple(moved)], power * entry
        if diagonal:
            yield self.position[exponents], diagonal

    def apply(self, polynomial: Mapping[Exponents, Fraction]) -> dict[Exponents, Fraction]:
        """The image of a polynomial given as {exponents: coefficient}."""
        total: dict[int, Fraction] = {}
        for exponents, coefficient in polynomial.items():
            for row, entry in self._columns[self.position[exponents]]:
                total[row] = total.get(row, Fraction(0)) + coefficient * entry
        return {self.basis[row]: value / self._scale for row, value in total.items() if value}

    def solve(self, right_sides: Sequence[Mapping[Exponents, Fraction]]) -> list[dict[Exponents, Fraction]]:
        """The polynomials whose images are ``right_sides``, exactly. :class:`LyapunovError` where A is not stable."""
        result: list[dict[Exponents, Fraction]] = [{} for _ in right_sides]
        wanted = [k for k, side in enumerate(right_sides) if side]
        columns, scales = [], []
        for k in wanted:
            scale = lcm(*(value.denominator for value in right_sides[k].values()))
            column = [0] * self.size
            for exponents, value in right_sides[k].items():
                column[self.position[exponents]] = value.numerator * (scale // value.denominator)
            columns.append(column)
            scales.append(scale)
        for k, scale, (numerators, denominator) in zip(wanted, scales, self._lift(columns), strict=True):
            below = scale * denominator  # the columns are those of scale_of_A * operator
            result[k] = {
                self.basis[row]: Fraction(value * self._scale, below) for row, value in enumerate(numerators) if value
            }
        return result

    def _enough_steps(self, columns: list[Column]) -> int:
        """A number of 62-bit digits that Hadamard's bound on the answer cannot exceed."""
        inside = sum(sum(abs(entry) for _, entry in column).bit_length() for column in self._columns)
        outside = max(max(map(abs, column)).bit_length() for column in columns) + self.size.bit_length()
        return (2 * (inside + outside) + 64) // 61 + 2

    def _product(self, vector: Column) -> Column:
        total = [0] * self.size
        for value, column in zip(vector, self._columns, strict=True):
            if value:
                for row, entry in column:
                    total[row] += entry * value
        return total

    def _lift(self, columns: list[Column]) -> list[tuple[Column, int]]:
        """(numerators, common denominator) of the solution for each integer right-hand side."""
        if not columns:
            return []
        if self._inverse is None:
            self._inverse = _modular_inverse(self._columns)
        inverse, prime = self._inverse, self._inverse.prime
        solved: dict[int, tuple[Column, int]] = {}
        residuals = {k: list(column) for k, column in enumerate(columns)}
        values = {k: [0] * self.size for k in residuals}
        steps, target, enough = 0, 4, self._enough_steps(columns)
        while residuals:
            if steps > enough:
                raise VerificationError("p-adic lifting did not end within Hadamard's bound: please report this")
            digits: dict[int, list[Column]] = {k: [] for k in residuals}
            for _ in range(target - steps):
                for k, digit in zip(residuals, inverse.times(list(residuals.values())), strict=True):
                    digits[k].append(digit)
                    product = self._product(digit)
                    residuals[k] = [(r - s) // prime for r, s in zip(residuals[k], product, strict=True)]
            for k in list(residuals):
                block = _horner(digits[k], prime)
                power = prime**steps
                values[k] = [old + power * new for old, new in zip(values[k], block, strict=True)]
                guess = _rational_vector(values[k], prime**target)
                if guess is None:
                    continue
                image = self._product(guess[0])
                if all(left == guess[1] * right for left, right in zip(image, columns[k], strict=True)):
                    solved[k] = guess
                    del residuals[k]
            steps, target = target, target + max(4, target // 4)
        return [solved[k] for k in range(len(columns))]


def _horner(digits: list[Column], base: int) -> Column:
    """sum of digits[k] base**k, by halves."""
    while len(digits) > 1:
        if len(digits) % 2:
            digits.append([0] * len(digits[0]))
        digits = [
            [low + base * high for low, high in zip(digits[k], digits[k + 1], strict=True)]
            for k in range(0, len(digits), 2)
        ]
        base *= base
    return digits[0]


def _rational_vector(values: Column, modulus: int) -> tuple[Column, int] | None:
    """(numerators, d) with numerators = d * values modulo ``modulus``, all small; None where there are none such."""
    bound = isqrt(modulus // 2)
    denominator = 1
    scaled: Column = []
    for value in values:
        numerator = value * denominator % modulus
        if numerator > modulus // 2:
            numerator -= modulus
        if abs(numerator) > bound >> 32:
            fraction = _rational_number(numerator % modulus, modulus, bound)
            if fraction is None:
                return None
            numerator, factor = fraction
            denominator *= factor
            if denominator > bound:
                return None
            scaled = [entry * factor for entry in scaled]
        scaled.append(numerator)
    return scaled, denominator


def _rational_number(value: int, modulus: int, bound: int) -> tuple[int, int] | None:
    """(a, b) with a = b * value modulo ``modulus``, |a| <= bound, 0 < b <= bound, by the Euclidean algorithm."""
    above, below = modulus, value
    left, right = 0, 1
    while below > bound:
        quotient, rest = divmod(above, below)
        above, below = below, rest
        left, right = right, left - quotient * right
    if right == 0 or abs(right) > bound:
        return None
    return (below, right) if right > 0 else (-below, -right)


class _ModularInverse:
    """The inverse of a sparse integer matrix modulo a prime: half by hand (diagonal pivots), half dense."""

    def __init__(self, columns: Sequence[SparseColumn], prime: int):
        """Raises ``ZeroDivisionError`` where the matrix is singular modulo the prime."""
        self.prime = prime
        self.size = len(columns)
        eliminated = _independent_pivots(columns, prime)
        self._eliminated = sorted(eliminated)
        self._kept = [k for k in range(self.size) if k not in eliminated]
        place = {k: n for n, k in enumerate(self._kept)}
        pivots = {k: pow(eliminated[k], -1, prime) for k in self._eliminated}
        self._pivots = pivots
        #: for each eliminated unknown the entries of its column, and of its row, off the pivot
        below: dict[int, SparseColumn] = {k: [] for k in pivots}
        right: dict[int, SparseColumn] = {k: [] for k in pivots}
        width = len(self._kept)
        dense = [[0] * width for _ in range(width)]
        for column, entries in enumerate(columns):
            for row, entry in entries:
                if column in pivots:
                    if row != column:
                        below[column].append((place[row], entry))
                elif row in pivots:
                    right[row].append((place[column], entry))
                else:
                    dense[place[row]][place[column]] += entry
        for k, pivot in pivots.items():
            for row, entry in below[k]:
                factor = entry * pivot % prime
                target = dense[row]
                for column, other in right[k]:
                    target[column] -= factor * other
        self._below, self._right = below, right
        flat = [entry % prime for line in dense for entry in line]
        del dense
        self._dense = nmod_mat(width, width, flat, prime).inv() if width else None

    def times(self, vectors: list[Column]) -> list[Column]:
        """The solutions modulo the prime, entries in 0..prime-1."""
        prime = self.prime
        reduced = []
        for vector in vectors:
            kept = [vector[k] for k in self._kept]
            for k, pivot in self._pivots.items():
                value = vector[k] * pivot % prime
                if value:
                    for row, entry in self._below[k]:
                        kept[row] -= entry * value
            reduced.append(kept)
        width, count = len(self._kept), len(vectors)
        if self._dense is not None:
            flat = [reduced[c][r] % prime for r in range(width) for c in range(count)]
            answer = [int(entry) for entry in (self._dense * nmod_mat(width, count, flat, prime)).entries()]
        result = []
        for c, vector in enumerate(vectors):
            solution = [0] * self.size
            kept = answer[c::count] if self._dense is not None else []
            for k, entry in zip(self._kept, kept, strict=True):
                solution[k] = entry
            for k, pivot in self._pivots.items():
                known = vector[k]
                for column, entry in self._right[k]:
                    known -= entry * kept[column]
                solution[k] = known * pivot % prime
            result.append(solution)
        return result


def _independent_pivots(columns: Sequence[SparseColumn], prime: int) -> dict[int, int]:
    """Unknowns with a non-zero diagonal entry that do not occur in each other's equations: {unknown: entry}."""
    diagonal = {}
    neighbours: list[set[int]] = [set() for _ in columns]
    for column, entries in enumerate(columns):
        for row, entry in entries:
            if row == column:
                if entry % prime:
                    diagonal[column] = entry
            else:
                neighbours[column].add(row)
                neighbours[row].add(column)
    chosen: dict[int, int] = {}
    for k in sorted(diagonal, key=lambda k: (len(neighbours[k]), k)):
        if not any(other in chosen for other in neighbours[k]):
            chosen[k] = diagonal[k]
    return chosen


def _modular_inverse(columns: Sequence[SparseColumn]) -> _ModularInverse:
    for prime in _PRIMES:
        try:
            return _ModularInverse(columns, prime)
        except ZeroDivisionError:
            continue
    raise LyapunovError("the moment equations are singular: the linear part is not stable", consistent=False)
