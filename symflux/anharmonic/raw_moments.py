"""The reference for :mod:`symflux.anharmonic.wick`: the same moments from the plain moment equations.

Stationarity says <L f> = 0 for every polynomial f of x = (q, v), with the generator

    L f = (A x).grad f + (1/2) sum_a B_a d^2 f/dx_a^2 - eps sum over couplings of c r^3 (g.grad) f.

Order by order in eps the first two terms act on the unknown moments of one degree (and known lower ones), the last
on known moments of the order before, two degrees higher: to know degree 2 at order K takes degree 2K + 2 at order 0.
Nothing is clever here; it is slow, and good for two or three sites.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq, fmpq_mat

from symflux.anharmonic.derivation import Exponents, monomials
from symflux.anharmonic.quartic_model import QuarticModel

__all__ = ["raw_moments"]

Poly = dict[Exponents, Fraction]


def raw_moments(model: QuarticModel, order: int) -> list[Poly]:
    """``[order]{exponents}``: the coefficient of eps^order in the stationary <x^exponents>; odd moments are absent.

    Order k comes with every even degree up to 2(order - k) + 2. Temperatures and coefficients must be numbers.

    >>> from symflux.algebra import RationalFunction
    >>> from symflux.anharmonic.quartic_model import Coupling
    >>> one = RationalFunction.constant(1)
    >>> oscillator = QuarticModel(
    ...     (Fraction(1),), ((Fraction(1),),), (Fraction(1),), (one,), (Coupling(0, None, one),))
    >>> [str(moments[2, 0]) for moments in raw_moments(oscillator, 2)]
    ['1', '-3', '24']
    """
    drift = model.drift()
    variables = len(drift)
    noise = [value.value for value in model.noise()]
    known: list[Poly] = []
    for k in range(order + 1):
        moments: Poly = {(0,) * variables: Fraction(int(k == 0))}
        for degree in range(2, 2 * (order - k) + 3, 2):
            unknowns = monomials(variables, degree)
            place = {exponents: column for column, exponents in enumerate(unknowns)}
            rows, right = [], []
            for exponents in unknowns:
                f = {exponents: Fraction(1)}
                row = [fmpq(0)] * len(unknowns)
                for image, coefficient in _drift(f, drift).items():
                    row[place[image]] += _fmpq(coefficient)
                rows.append(row)
                value = _mean(_diffusion(f, noise), moments)
                if k:
                    value += _mean(_quartic(f, model), known[k - 1])
                right.append([_fmpq(-value)])
            solution = fmpq_mat(rows).solve(fmpq_mat(right))
            for column, exponents in enumerate(unknowns):
                entry = solution[column, 0]
                moments[exponents] = Fraction(int(entry.p), int(entry.q))
        known.append(moments)
    return known


def _drift(f: Poly, drift: list[list[Fraction]]) -> Poly:
    """(A x).grad f."""
    result: Poly = {}
    for a, row in enumerate(drift):
        slope = _derivative(f, a)
        for b, entry in enumerate(row):
            if entry:
                _add(result, _times(slope, {b: entry}))
    return result


def _diffusion(f: Poly, noise: list[Fraction]) -> Poly:
    """(1/2) sum_a B_a d^2 f / dx_a^2."""
    result: Poly = {}
    for a, entry in enumerate(noise):
        _add(result, {e: entry / 2 * c for e, c in _derivative(_derivative(f, a), a).items()})
    return result


def _quartic(f: Poly, model: QuarticModel) -> Poly:
    """-sum over couplings of c r^3 (g.grad) f."""
    result: Poly = {}
    for coupling in model.couplings:
        stretch = model.stretch(coupling)
        for a, kick in model.kick(coupling).items():
            term = {e: -coupling.coefficient.value * kick * c for e, c in _derivative(f, a).items()}
            _add(result, _times(_times(_times(term, stretch), stretch), stretch))
    return result


def _derivative(f: Poly, a: int) -> Poly:
    return {(*e[:a], e[a] - 1, *e[a + 1 :]): e[a] * c for e, c in f.items() if e[a]}


def _times(f: Poly, form: Mapping[int, Fraction]) -> Poly:
    """f times a linear form."""
    result: Poly = {}
    for a, entry in form.items():
        _add(result, {(*e[:a], e[a] + 1, *e[a + 1 :]): entry * c for e, c in f.items()})
    return result


def _add(total: Poly, part: Poly) -> None:
    for exponents, coefficient in part.items():
        total[exponents] = total.get(exponents, Fraction(0)) + coefficient


def _mean(f: Poly, moments: Poly) -> Fraction:
    return sum((c * moments[e] for e, c in f.items()), Fraction(0))


def _fmpq(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)
