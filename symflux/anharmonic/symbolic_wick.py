"""The Wick-ordered hierarchy of :mod:`symflux.anharmonic.wick` over rational functions of the couplings.

Same recursion, readable data: a homogeneous piece of Z is {exponents: rational function}, and each degree is solved
by sparse elimination. For two sites and a coupling or two; the answers, not only the work, grow fast beyond that.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb

from symflux.algebra import RationalFunction
from symflux.anharmonic.derivation import Exponents, monomials
from symflux.anharmonic.quartic_model import Coupling, Form, QuarticModel
from symflux.errors import LyapunovError, TooLargeError

__all__ = ["SymbolicWickMoments"]

Piece = dict[Exponents, RationalFunction]

_ZERO = RationalFunction.constant(0)
_MAX_UNKNOWNS = 400


class SymbolicWickMoments:
    """As :class:`WickMoments`, for a model whose masses, potential and frictions may be rational functions.

    >>> one, k = RationalFunction.constant(1), RationalFunction.variable("k")
    >>> oscillator = QuarticModel((Fraction(1),), ((k,),), (Fraction(1),), (one,), (Coupling(0, None, one),))
    >>> moments = SymbolicWickMoments(oscillator, 2)
    >>> print(*(moments.second({0: 1}, {0: 1}, order) for order in range(3)), sep=", ")
    1/k, -3/(k**3), 24/(k**5)
    """

    def __init__(self, model: QuarticModel, order: int):
        self.model = model
        self.order = order
        self._drift = [[RationalFunction.wrap(entry) for entry in row] for row in model.drift()]
        self._variables = len(self._drift)
        for k in range(1, order + 1):
            size = comb(self._variables + self._highest(k) - 1, self._highest(k))
            if size > _MAX_UNKNOWNS:
                raise TooLargeError(
                    f"order {order} with symbolic couplings has {size} unknowns; the limit is {_MAX_UNKNOWNS}: "
                    f"ask for a lower order, or give the couplings numbers"
                )
        self._covariance = self._harmonic_covariance()
        self._pieces: list[dict[int, Piece]] = [{0: {(0,) * self._variables: RationalFunction.constant(1)}}]
        for k in range(1, order + 1):
            self._pieces.append(self._next(k))

    def _harmonic_covariance(self) -> list[list[RationalFunction]]:
        size = self._variables
        side = {
            tuple(2 * (b == a) for b in range(size)): value * Fraction(-1, 2)
            for a, value in enumerate(self.model.noise())
        }
        half = self._solve(side, 2)
        table = [[_ZERO] * size for _ in range(size)]
        for a in range(size):
            for b in range(size):
                word = tuple((c == a) + (c == b) for c in range(size))
                table[a][b] = half.get(word, _ZERO) * (2 if a == b else 1)
        return table

    def _highest(self, k: int) -> int:
        """The highest degree of Z_k that is needed."""
        return min(2 * (self.order - k) + 2, 4 * k)

    def _next(self, k: int) -> dict[int, Piece]:
        wanted = range(2, self._highest(k) + 1, 2)
        sides: dict[int, Piece] = {}
        for coupling in self.model.couplings:
            kick = {a: coupling.coefficient * value for a, value in self.model.kick(coupling).items()}
            for degree, piece in self._cubed(coupling, self._pieces[k - 1], {d - 1 for d in wanted}).items():
                _add(sides.setdefault(degree + 1, {}), _times(piece, kick))
        return {degree: self._solve(side, degree) for degree, side in sides.items()}

    def _cubed(self, coupling: Coupling, pieces: Mapping[int, Piece], targets: set[int]) -> dict[int, Piece]:
        """(d_r + u.J)^3 on a sum of homogeneous pieces, those of degrees ``targets``."""
        stretch = self.model.stretch(coupling)
        lift = {b: self._contract(stretch, {b: Fraction(1)}) for b in range(self._variables)}
        current = dict(pieces)
        for left in (2, 1, 0):
            image: dict[int, Piece] = {}
            for degree, piece in current.items():
                if any(abs(degree - 1 - target) <= left for target in targets):
                    _add(image.setdefault(degree - 1, {}), _along(stretch, piece))
                if any(abs(degree + 1 - target) <= left for target in targets):
                    _add(image.setdefault(degree + 1, {}), _times(piece, lift))
            current = image
        return current

    def _solve(self, side: Piece, degree: int) -> Piece:
        """Invert (A^T J . d/dJ) on one degree by elimination, sparsest equations first."""
        basis = monomials(self._variables, degree)
        rows: dict[Exponents, Piece] = {exponents: {} for exponents in basis}
        for exponents in basis:
            for a, power in enumerate(exponents):
                for b in range(self._variables) if power else ():
                    if self._drift[b][a]:
                        moved = list(exponents)
                        moved[a] -= 1
                        moved[b] += 1
                        _add(rows[tuple(moved)], {exponents: power * self._drift[b][a]})
        right = {exponents: side.get(exponents, _ZERO) for exponents in basis}
        solved: list[tuple[Exponents, Piece, RationalFunction]] = []
        while rows:
            chosen = min(rows, key=lambda e: (len(rows[e]), _weight(rows[e])))
            row, value = rows.pop(chosen), right.pop(chosen)
            if not row:
                raise LyapunovError("the moment equations are singular: the linear part is not stable", False)
            pivot = min(row, key=lambda e: (sum(e in other for other in rows.values()), _weight({e: row[e]}), e))
            inverse = 1 / row.pop(pivot)
            row = {e: entry * inverse for e, entry in row.items()}
            value = value * inverse
            for key, other in rows.items():
                factor = other.pop(pivot, None)
                if factor is not None:
                    _add(other, {e: -factor * entry for e, entry in row.items()})
                    right[key] = right[key] - factor * value
            solved.append((pivot, row, value))
        solution: Piece = {}
        for pivot, row, value in reversed(solved):
            for e, entry in row.items():
                if e in solution:
                    value = value - entry * solution[e]
            if value:
                solution[pivot] = value
        return solution

    def _contract(self, left: Form, right: Form) -> RationalFunction:
        total = _ZERO
        for a, first in left.items():
            for b, second in right.items():
                total = total + self._covariance[a][b] * (first * second)
        return total

    def second(self, left: Form, right: Form, order: int) -> RationalFunction:
        """The coefficient of eps^order in <(left.x)(right.x)>."""
        if order == 0:
            return self._contract(left, right)
        piece = _along(right, _along(left, self._pieces[order].get(2, {})))
        return piece.get((0,) * self._variables, _ZERO)

    def cubic(self, stretch: Form, other: Form, order: int) -> RationalFunction:
        """The coefficient of eps^order, ``order`` < the order of the series, in <(stretch.x)^3 (other.x)>."""
        square, cross = self._contract(stretch, stretch), self._contract(stretch, other)
        if order == 0:
            return 3 * square * cross
        wick = self._pieces[order].get(4, {})
        for form in (stretch, stretch, stretch, other):
            wick = _along(form, wick)
        total = wick.get((0,) * self._variables, _ZERO)
        total = total + 3 * square * self.second(stretch, other, order)
        return total + 3 * cross * self.second(stretch, stretch, order)


def _along(form: Form, piece: Piece) -> Piece:
    """The derivative along a linear form."""
    result: Piece = {}
    for a, entry in form.items():
        _add(result, {(*e[:a], e[a] - 1, *e[a + 1 :]): c * (entry * e[a]) for e, c in piece.items() if e[a]})
    return result


def _times(piece: Piece, form: Mapping[int, RationalFunction]) -> Piece:
    """A piece times a linear form."""
    result: Piece = {}
    for a, entry in form.items():
        if entry:
            _add(result, {(*e[:a], e[a] + 1, *e[a + 1 :]): entry * c for e, c in piece.items()})
    return result


def _add(total: Piece, part: Piece) -> None:
    for exponents, coefficient in part.items():
        value = total[exponents] + coefficient if exponents in total else coefficient
        if value:
            total[exponents] = value
        else:
            total.pop(exponents, None)


def _weight(row: Piece) -> int:
    """How large the entries of an equation are."""
    return sum(len(entry.numerator) + len(entry.denominator) for entry in row.values())
