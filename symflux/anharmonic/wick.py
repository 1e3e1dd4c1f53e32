r"""Stationary moments of a weakly anharmonic network, order by order in eps, through Wick-ordered moments.

About the harmonic covariance C (order 0), let Z(J) = <:exp(J.x):> = <exp(J.x)> exp(-J.C.J/2): the coefficients of
Z are the Wick-ordered moments, Z_0 = 1. The generator acts on :exp(J.x): without the noise term, and the quartic
forces act through r -> d_r + u.J with u = C r, so that stationarity, order by order, reads

    (A^T J . d/dJ) Z_k = sum over couplings of c (g.J) (d_r + u.J)^3 Z_{k-1}

with r the stretch of the coupling and g the direction in which it accelerates. Each degree in J decouples
(:class:`Derivation`), the right-hand side couples degree d only to d+2, d, d-2, d-4, Z_k has degree at most 4k,
and to know the second moments to order K one needs Z_k up to degree 2(K-k)+2 only.

Proof: derivation ``wick_hierarchy``. Temperatures and quartic coefficients may be polynomials in parameters: they
occur on right-hand sides alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from symflux.algebra import Polynomial, RationalFunction
from symflux.anharmonic.derivation import Derivation, unknowns
from symflux.anharmonic.quartic_model import Coupling, Form, QuarticModel

__all__ = ["WickMoments"]


class WickMoments:
    """All second moments to order ``order`` in eps, and the fourth moments <r^3 y> to order ``order - 1``.

    >>> one = RationalFunction.constant(1)
    >>> oscillator = QuarticModel(
    ...     (Fraction(1),), ((Fraction(1),),), (Fraction(1),), (one,), (Coupling(0, None, one),))
    >>> moments = WickMoments(oscillator, 3)
    >>> [str(moments.second({0: Fraction(1)}, {0: Fraction(1)}, order)) for order in range(4)]
    ['1', '-3', '24', '-297']
    """

    def __init__(self, model: QuarticModel, order: int, *, memory: int = 2 * 10**9):
        self.model = model
        self.order = order
        self._memory = memory
        self._drift = model.drift()
        self._variables = len(self._drift)
        for k in range(1, order + 1):  # refuse what is too large before anything is computed
            unknowns(self._variables, self._highest(k), memory)
        self._names = model.names
        names = [f"J{k}" for k in range(self._variables)] + [f"parameter {name}" for name in self._names]
        self._ring = fmpq_mpoly_ctx.get(tuple(names), Ordering.lex)
        gens = self._ring.gens()
        self._sources = gens[: self._variables]
        self._parameters = dict(zip(self._names, gens[self._variables :], strict=True))
        self._derivations: dict[int, Derivation] = {}
        self._covariance = self._harmonic_covariance()
        self._pieces: list[dict[int, fmpq_mpoly]] = [{0: self._ring.constant(1)}]
        for k in range(1, order + 1):
            self._pieces.append(self._next(k))

    # the recursion ------------------------------------------------------------------------------------

    def _derivation(self, degree: int) -> Derivation:
        if degree not in self._derivations:
            self._derivations[degree] = Derivation(self._drift, degree, memory=self._memory)
        return self._derivations[degree]

    def _harmonic_covariance(self) -> list[list[fmpq_mpoly]]:
        """C from (A^T J . d/dJ)(J.C.J/2) = -J.B.J/2, which is A C + C A^T = -B."""
        side = self._ring.constant(0)
        for a, value in enumerate(self.model.noise()):
            side = side - self._embed(value) * self._sources[a] ** 2 / 2
        half = self._solve(side, 2)
        return [[half.derivative(a).derivative(b) for b in range(self._variables)] for a in range(self._variables)]

    def _highest(self, k: int) -> int:
        """The highest degree of Z_k that is needed."""
        return min(2 * (self.order - k) + 2, 4 * k)

    def _next(self, k: int) -> dict[int, fmpq_mpoly]:
        """The homogeneous pieces of Z_k that are needed: degrees 2, 4, .., min(2(K-k)+2, 4k)."""
        wanted = range(2, self._highest(k) + 1, 2)
        sides: dict[int, fmpq_mpoly] = {}
        for coupling in self.model.couplings:
            kick = self._linear(self.model.kick(coupling)) * self._embed(coupling.coefficient)
            for degree, piece in self._cubed(coupling, self._pieces[k - 1], {d - 1 for d in wanted}).items():
                sides[degree + 1] = sides.get(degree + 1, self._ring.constant(0)) + kick * piece
        return {degree: self._solve(side, degree) for degree, side in sides.items() if side != 0}

    def _cubed(self, coupling: Coupling, pieces: Mapping[int, fmpq_mpoly], targets: set[int]) -> dict[int, fmpq_mpoly]:
        """(d_r + u.J)^3 on a sum of homogeneous pieces, those of degrees ``targets``."""
        stretch = self.model.stretch(coupling)
        lift = self._ring.constant(0)
        for b in range(self._variables):
            lift = lift + self._sources[b] * self._contract(stretch, {b: Fraction(1)})
        current = dict(pieces)
        for left in (2, 1, 0):
            image: dict[int, fmpq_mpoly] = {}
            for degree, piece in current.items():
                for change in (-1, 1):
                    new = degree + change
                    if not any(abs(new - target) <= left for target in targets):
                        continue
                    part = self._along(stretch, piece) if change < 0 else lift * piece
                    image[new] = image.get(new, self._ring.constant(0)) + part
            current = image
        return current

    def _along(self, form: Form, piece: fmpq_mpoly) -> fmpq_mpoly:
        """The derivative of a piece along a linear form: insertion of that form into the Wick moment."""
        total = self._ring.constant(0)
        for a, coefficient in form.items():
            total = total + _fmpq(coefficient) * piece.derivative(a)
        return total

    def _solve(self, side: fmpq_mpoly, degree: int) -> fmpq_mpoly:
        """Invert the derivation on one homogeneous piece: one right-hand side for each monomial in the parameters."""
        columns: dict[tuple[int, ...], dict[tuple[int, ...], Fraction]] = {}
        for exponents, coefficient in zip(side.monoms(), side.coeffs(), strict=True):
            powers = tuple(int(e) for e in exponents)
            column = columns.setdefault(powers[self._variables :], {})
            column[powers[: self._variables]] = Fraction(int(coefficient.p), int(coefficient.q))
        solutions = self._derivation(degree).solve(list(columns.values()))
        terms = {
            powers + parameters: _fmpq(value)
            for parameters, solution in zip(columns, solutions, strict=True)
            for powers, value in solution.items()
        }
        return self._ring.from_dict(terms)

    # conversions --------------------------------------------------------------------------------------

    def _embed(self, value: RationalFunction) -> fmpq_mpoly:
        total = self._ring.constant(0)
        for monomial, coefficient in value.numerator.terms():
            term = self._ring.constant(coefficient)
            for name, power in monomial:
                term = term * self._parameters[name] ** power
            total = total + term
        return total / value.denominator.constant_value

    def _read(self, value: fmpq_mpoly) -> RationalFunction:
        """A polynomial free of J as a rational function of the parameters."""
        terms = [
            (tuple((n, int(e)) for n, e in zip(self._names, powers[self._variables :], strict=True) if e), coefficient)
            for powers, coefficient in zip(value.monoms(), value.coeffs(), strict=True)
        ]
        scale = lcm(*(int(coefficient.q) for _, coefficient in terms))
        numerator = Polynomial.from_terms([(m, int(c.p) * (scale // int(c.q))) for m, c in terms])
        return RationalFunction(numerator, Polynomial.constant(scale))

    def _linear(self, form: Form) -> fmpq_mpoly:
        total = self._ring.constant(0)
        for a, coefficient in form.items():
            total = total + _fmpq(coefficient) * self._sources[a]
        return total

    def _contract(self, left: Form, right: Form) -> fmpq_mpoly:
        """left.C.right."""
        total = self._ring.constant(0)
        for a, first in left.items():
            for b, second in right.items():
                total = total + _fmpq(first * second) * self._covariance[a][b]
        return total

    # answers ------------------------------------------------------------------------------------------

    def second(self, left: Form, right: Form, order: int) -> RationalFunction:
        """The coefficient of eps^order in <(left.x)(right.x)>."""
        return self._read(self._second(left, right, order))

    def _second(self, left: Form, right: Form, order: int) -> fmpq_mpoly:
        if order == 0:
            return self._contract(left, right)
        piece = self._pieces[order].get(2, self._ring.constant(0))
        return self._along(right, self._along(left, piece))

    def cubic(self, stretch: Form, other: Form, order: int) -> RationalFunction:
        """The coefficient of eps^order, ``order`` < the order of the series, in <(stretch.x)^3 (other.x)>."""
        square, cross = self._contract(stretch, stretch), self._contract(stretch, other)
        if order == 0:
            return self._read(3 * square * cross)
        wick = self._pieces[order].get(4, self._ring.constant(0))
        for form in (stretch, stretch, stretch, other):
            wick = self._along(form, wick)
        total: Any = wick + 3 * square * self._second(stretch, other, order)
        return self._read(total + 3 * cross * self._second(stretch, stretch, order))


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
