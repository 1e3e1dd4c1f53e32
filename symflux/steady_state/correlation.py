"""Correlation functions of coordinates in time: rational in Laplace's variable, a sum of exponentials in time.

C_xy(t) = <x(t) y(0)> has the Laplace transform A(s)/P(s), A the polynomial of lower degree with

    A(s) P(-s) + B(s) P(s) = sum over sources a of (strength of a) X_a(s) Y_a(-s)

for some polynomial B.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy
from flint import fmpq, fmpq_poly

from symflux.algebra import RationalFunction, exact, parameter_symbol
from symflux.algebra.exponentials import ExponentialSum
from symflux.algebra.linear_system import Row, SingularSystem, solve_rows
from symflux.errors import DivergenceError, NetworkError
from symflux.model.network import Network
from symflux.moments.poly import plus
from symflux.moments.signal import Signal
from symflux.steady_state.spectra import Responses, free_name, in_powers

if TYPE_CHECKING:
    import mpmath

__all__ = ["Correlation", "correlation"]

_ZERO = RationalFunction.constant(0)
MOST_DIGITS = 1000


@dataclass(frozen=True)
class Correlation:
    """C_xy(t) = <x(t) y(0)> for t >= 0 by its Laplace transform; at t = 0 the limit from above.

    >>> import symflux as sf
    >>> net = sf.Network.from_edges([], sites=[1], pinning="k", masses=0, baths={1: ("g", "T")})
    >>> found = net.steady_state().correlation(("q", 1), ("q", 1))
    >>> found.laplace.to_sympy(), found.variable, found.expr == found.laplace.to_sympy()
    (T*g/(g*k*s + k**2), s, True)
    >>> found.in_time("t", at={"k": 1, "g": 2, "T": 3})
    3*exp(-t/2)
    """

    network: Network
    name: str
    laplace: RationalFunction

    def __str__(self) -> str:
        return self.laplace.summary()

    def __repr__(self) -> str:
        return f"<correlation, its Laplace transform in {self.name} = {self}>"

    @property
    def variable(self) -> sympy.Symbol:
        """Laplace's variable."""
        return parameter_symbol(self.name)

    @property
    def expr(self) -> sympy.Expr:
        """The Laplace transform as a sympy expression."""
        return self.laplace.to_sympy(self.network.real)

    def at(self, values: Mapping[Any, Any]) -> Correlation:
        """The correlation with parameters replaced. Raises :class:`NetworkError` for unknown names.

        >>> import symflux as sf
        >>> ss = sf.Network.from_edges([], sites=[1], pinning="k", masses=0, baths={1: (1, "T")}).steady_state()
        >>> ss.correlation(("q", 1), ("q", 1)).at({"k": 2}).expr
        T/(2*(s + 2))
        """
        return Correlation(self.network, self.name, self.laplace.substitute(self.network.point(values)))

    def in_time(self, time: Any = "t", *, at: Mapping[Any, Any] | None = None) -> sympy.Expr:
        """C(t) as a sum of exponentials, exact: the roots of P must be rational or quadratic; they may be multiple.

        Raises :class:`NetworkError` where they are not, or a parameter has no value; :meth:`value` has numbers then.

        >>> import symflux as sf
        >>> critical = sf.Network.from_edges([], sites=[1], pinning=1, baths={1: (2, 1)}).steady_state()
        >>> critical.correlation(("q", 1), ("q", 1)).in_time("t")
        t*exp(-t) + exp(-t)
        """
        found = self.exact_in_time(time, at=at)
        if found is None:
            raise NetworkError("P has roots of degree over two: ask for .value(t) at a time, or for .laplace")
        return found

    def exact_in_time(self, time: Any = "t", *, at: Mapping[Any, Any] | None = None) -> sympy.Expr | None:
        """As :meth:`in_time`, but None where a root of P is neither rational nor quadratic."""
        return self._sum(at).exact(sympy.Symbol(time, nonnegative=True) if isinstance(time, str) else time)

    def value(self, time: Any, *, at: Mapping[Any, Any] | None = None, digits: int = 15) -> mpmath.mpf:
        """C at one time t >= 0 as an mpmath number, the sum over the roots of P; its error is at most :meth:`error`.

        Raises :class:`NetworkError` for another time, or where a parameter has no value.

        >>> import symflux as sf
        >>> ss = sf.chain(3, pinning=1, baths={1: (1, 2), 3: (1, 1)}).steady_state()
        >>> found = ss.correlation(("q", 1), ("q", 1))
        >>> float(found.value(0)) == float(ss.covariance(("q", 1), ("q", 1)))
        True
        """
        return self._enclosed(time, at, digits)[0]

    def error(self, time: Any, *, at: Mapping[Any, Any] | None = None, digits: int = 15) -> mpmath.mpf:
        """A bound of the error of :meth:`value`, by ball arithmetic: 10^-digits of the largest exponential at most."""
        return self._enclosed(time, at, digits)[1]

    def _enclosed(self, time: Any, at: Mapping[Any, Any] | None, digits: int) -> tuple[mpmath.mpf, mpmath.mpf]:
        if type(digits) is not int or not 1 <= digits <= MOST_DIGITS:
            raise NetworkError(f"digits={digits!r}: a whole number from 1 to {MOST_DIGITS}")
        # a float is the binary number that it is: the answer is a decimal one
        given = exact(Fraction(time)) if isinstance(time, float) and abs(time) < 1e300 else exact(time)
        if not given.is_constant or given.value < 0:
            raise NetworkError(f"the time {time} is no number t >= 0: C_xy(-t) is C_yx(t)")
        return self._sum(at).value(given.value, digits)

    def plot(self, *, between: tuple[Any, Any], **options: Any) -> Any:
        """C against time (needs matplotlib); ``at`` gives values. Raises :class:`NetworkError` without numbers.

        >>> import symflux as sf
        >>> ss = sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state()
        >>> type(ss.correlation(("q", 1), ("q", 2)).plot(between=(0, 10))).__name__
        'Plot'
        """
        from symflux.show.pictures.spectra_plot import correlation_plot

        return correlation_plot(self, between=between, **options)

    def latex(self, **options: Any) -> str:
        r"""The Laplace transform as LaTeX, options as in :meth:`Result.latex`.

        >>> import symflux as sf
        >>> ss = sf.Network.from_edges([], sites=[1], pinning="k", masses=0, baths={1: (1, "T")}).steady_state()
        >>> print(ss.correlation(("q", 1), ("q", 1)).latex())
        \frac{T}{k (k + s)}
        """
        from symflux.show.tex.latex import latex

        return latex(self.laplace, **options)

    def _sum(self, at: Mapping[Any, Any] | None) -> ExponentialSum:
        value = self.laplace.substitute(self.network.point(at or {}))
        if missing := ", ".join(name for name in value.names if name != self.name):
            raise NetworkError(f"a correlation in time needs numbers for {missing}: give them with at=")
        top, bottom = (part.coefficients_in(self.name) for part in (value.numerator, value.denominator))
        return ExponentialSum([Fraction(c.constant_value) for c in top], [int(c.constant_value) for c in bottom])


def correlation(state: Any, left: Signal, right: Signal) -> Correlation:
    """See :meth:`SteadyState.correlation`."""
    found = Responses(state, left, right)
    if any(found.F[2 * len(found.P) - 2 :]):
        raise DivergenceError(
            "the correlation is infinite at t = 0: the velocity of a site without mass holds white noise"
        )
    solved = _by_numbers(found) if all(p.is_constant for p in found.P) else _by_equations(found)
    name = free_name(state.network, "s")
    s = RationalFunction.variable(name)
    return Correlation(state.network, name, in_powers(s, solved) / in_powers(s, found.P))


def _mirrored(coefficients: list[RationalFunction]) -> list[RationalFunction]:
    return [-c if k % 2 else c for k, c in enumerate(coefficients)]


def _by_numbers(found: Responses) -> list[RationalFunction]:
    """A = F(s)/P(-s) modulo P(s), a source at a time: temperatures may be symbols."""
    P, opposite = (_rational(p) for p in (found.P, _mirrored(found.P)))
    common, inverse, _ = opposite.xgcd(P)
    if common.degree():
        raise NetworkError("the correlation has no Laplace transform: P(s) and P(-s) have a common root")
    total: list[RationalFunction] = []
    for strength, product in zip(found.strengths, found.products, strict=True):
        part = (_rational(product) * inverse) % P
        total = plus(total, [strength * Fraction(int(c.p), int(c.q)) for c in part.coeffs()])
    return total


def _rational(coefficients: list[RationalFunction]) -> fmpq_poly:
    return fmpq_poly([fmpq(c.value.numerator, c.value.denominator) for c in coefficients])


def _by_equations(found: Responses) -> list[RationalFunction]:
    """A and B from the coefficients of every power of s."""
    degree, F, mirrored = len(found.P) - 1, found.F, _mirrored(found.P)
    rows: list[Row] = []
    for power in range(2 * degree):
        row: Row = {None: -F[power]} if power < len(F) and F[power] else {}
        for k in range(degree):
            for letter, factor in (("A", mirrored), ("B", found.P)):
                if 0 <= power - k <= degree and factor[power - k]:
                    row[letter, k] = row.get((letter, k), _ZERO) + factor[power - k]
        rows.append(row)
    try:
        solved = solve_rows(rows)
    except SingularSystem:
        raise NetworkError("the correlation has no Laplace transform: P(s) and P(-s) have a common root") from None
    return [solved.get(("A", k), _ZERO) for k in range(degree)]
