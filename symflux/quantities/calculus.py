"""Calculus on results: derivatives, limits, series, and where a result is largest; exact, and results again.

Limits and series are those of rational functions: nothing is guessed from numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy

from symflux.algebra import Polynomial, RationalFunction, exact
from symflux.algebra.at_root import value_at_root
from symflux.algebra.real_roots import AlgebraicNumber, real_roots
from symflux.errors import DivergenceError, NetworkError
from symflux.model.labels import closest, parameter_name
from symflux.model.network import Network
from symflux.quantities.quantity import Quantity

if TYPE_CHECKING:
    from symflux.quantities.result import Result

__all__ = ["Calculus", "Expansion", "StationaryPoint"]

_ZERO = RationalFunction.constant(0)
_MAX_ORDER = 100


@dataclass(frozen=True)
class StationaryPoint:
    """A positive value of a parameter at which the derivative vanishes, exact, with the value there.

    ``kind`` is "maximum", "minimum" or "inflection" (local), by the signs of the derivative beside it.
    """

    name: str
    point: AlgebraicNumber
    value: AlgebraicNumber
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} {float(self.value):.6g} at {self.name} = {float(self.point):.6g}"


@dataclass(frozen=True)
class Expansion:
    """A Laurent series in ``name - at`` (in 1/name at infinity): ``coefficients`` by power, below ``order``."""

    name: str
    at: RationalFunction | None  #: None: at infinity
    coefficients: Mapping[int, Result]
    order: int
    real: frozenset[str]

    @property
    def expr(self) -> sympy.Expr:
        """The series as a sympy expression, with its order term."""
        symbol = sympy.Symbol(self.name, positive=self.name not in self.real or None)
        if self.at is None:
            small, term = 1 / symbol, sympy.O(symbol**-self.order, (symbol, sympy.oo))
        else:
            point = self.at.to_sympy(self.real)
            small, term = symbol - point, sympy.O((symbol - point) ** self.order, (symbol, point))
        return sympy.Add(*(value.expr * small**power for power, value in self.coefficients.items())) + term

    def __str__(self) -> str:
        small = f"(1/{self.name})"
        if self.at is not None:
            small = self.name if self.at.is_zero else f"({self.name} - {self.at})"
        parts = [f"({value})*{small}**{power}" for power, value in self.coefficients.items()]
        return " + ".join([*parts, f"O({small}**{self.order})"])

    def __repr__(self) -> str:
        return f"<{self}>"


class Calculus:
    """What can be differentiated and expanded; :class:`symflux.quantities.result.Result` has it all."""

    network: Network
    quantity: Quantity
    _owner: Any
    rational_function: Any

    def diff(self, name: Any, times: int = 1) -> Result:
        """The derivative by a parameter, ``times`` times over.

        Raises :class:`NetworkError` for an unknown name.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> pair.conductance(1, 2).diff("k").expr.factor()
        k*(k + 2)/(2*(k**2 + k + 1)**2)
        """
        if isinstance(times, bool) or not isinstance(times, int) or not 1 <= times <= _MAX_ORDER:
            raise NetworkError(f"a derivative is taken 1 to {_MAX_ORDER} times, not {str(times)[:20]}")
        word = self._known(name)
        value: RationalFunction = self.rational_function
        for _ in range(times):
            value = value.derivative(word)
        return self._derived("derivative", (word, times), value)

    def limit(self, name: Any, to: Any) -> Result:
        """The limit as a parameter goes to a value, or to infinity: ``"oo"``.

        Raises :class:`DivergenceError` with the leading power where it is infinite, :class:`NetworkError` for an
        unknown name.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
        >>> pair.bond_flux(1, 2).limit("k", "oo").expr, pair.bond_flux(1, 2).limit("k", 0).expr
        (T1/2 - T2/2, 0)
        """
        word, at = self._known(name), _target(to)
        power, rows = self._laurent(word, at, 1)
        if power < 0:
            leading = "grows without bound" if at is None else "has a pole"
            raise DivergenceError(f"{self.quantity} {leading}: like {word}**{-power if at is None else power}")
        return self._derived("limit", (word, str(to)), rows[0] if power == 0 else _ZERO)

    def series(self, name: Any, *, order: int = 3, at: Any = 0) -> Expansion:
        """The Laurent series at a value of a parameter, or at infinity (``at="oo"``), exact to the order.

        Raises :class:`NetworkError` for an unknown name or an order over 100.

        >>> import symflux as sf
        >>> K = sf.chain(2, spring="k", pinning=1, baths={1: (1, 1), 2: (1, 2)}).steady_state().conductance(1, 2)
        >>> K.series("k", order=4).expr
        k**2/2 - k**3/2 + O(k**4)
        >>> [str(value) for value in K.series("k", order=3, at="oo").coefficients.values()]
        ['1/2', '-1/2']
        """
        if isinstance(order, bool) or not isinstance(order, int) or not -_MAX_ORDER <= order <= _MAX_ORDER:
            raise NetworkError(f"order is a whole number up to {_MAX_ORDER}, not {str(order)[:20]}")
        word, point = self._known(name), _target(at)
        power, rows = self._laurent(word, point, None, order)
        terms = {
            power + k: self._derived("series coefficient", (word, power + k), row)
            for k, row in enumerate(rows)
            if row and power + k < order
        }
        return Expansion(word, point, terms, order, self.network.real)

    def asymptotics(self, name: Any, *, at: Any = "oo") -> tuple[int, Result]:
        """(power, coefficient): the result is like coefficient * name**power there (at a value: (name - value)**power).

        Raises :class:`NetworkError` for an unknown name, or where the result is zero.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")}).steady_state()
        >>> power, coefficient = pair.conductance(1, 2).asymptotics("g")
        >>> power, coefficient.expr
        (-1, k**2/(2*(k + 1)))
        """
        word, point = self._known(name), _target(at)
        if self.rational_function.is_zero:
            raise NetworkError(f"{self.quantity} is zero: it has no leading power")
        power, rows = self._laurent(word, point, 1)
        return (-power if point is None else power), self._derived("leading coefficient", (word,), rows[0])

    def stationary_points(self, name: Any, *, at: Mapping[Any, Any] | None = None) -> list[StationaryPoint]:
        """All positive values of a parameter at which the derivative vanishes, exact, ascending.

        ``at`` gives the other parameters numbers. Raises :class:`NetworkError` where one has none. Found by isolating
        the roots of the derivative's numerator; each kind is proved by the signs of the derivative beside the root.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring=1, pinning=1, baths={1: ("g", "T1"), 2: ("g", "T2")}).steady_state()
        >>> [str(each) for each in pair.conductance(1, 2).stationary_points("g")]
        ['maximum 0.176777 at g = 0.707107']
        """
        word = self._known(name)
        value = self._of_one(word, at)
        slope = value.derivative(word)
        if slope.is_zero:
            return []
        roots = set(_positive_roots(slope.numerator))
        marks = sorted(roots | set(_positive_roots(slope.denominator)))  # between two of them the slope keeps its sign
        found = []
        for k, root in enumerate(marks):
            if root not in roots:
                continue
            before = _sign_between(slope, word, marks[k - 1] if k else None, root)
            after = _sign_between(slope, word, root, marks[k + 1] if k + 1 < len(marks) else None)
            kind = "maximum" if before > 0 > after else "minimum" if before < 0 < after else "inflection"
            found.append(StationaryPoint(word, root, value_at_root(value, word, root), kind))
        return found

    def maximum(self, name: Any, *, at: Mapping[Any, Any] | None = None) -> StationaryPoint:
        """The largest value over all positive values of a parameter, and where; exact.

        Raises :class:`NetworkError` where none is reached: the result grows towards 0, infinity or a pole.

        >>> import symflux as sf
        >>> pair = sf.chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")}).steady_state()
        >>> best = pair.conductance(1, 2).maximum("g", at={"k": 1, "c": 1})
        >>> best.point.minimal_polynomial("g"), best.kind
        (Polynomial(2*g**2 - 1), 'maximum')
        """
        word = self._known(name)
        value = self._of_one(word, at)
        poles = _positive_roots(value.denominator)
        if poles:
            raise NetworkError(f"{self.quantity} has a pole at {word} = {float(poles[0]):.6g}")
        points = [each for each in self.stationary_points(word, at=at) if each.kind == "maximum"]
        best = max(points, key=lambda each: each.value, default=None)
        edges: list[tuple[Fraction, str]] = []
        for to in ("0", "oo"):
            power, rows = _laurent_of(value, word, None if to == "oo" else _ZERO, 1)
            if power < 0 and rows[0].value > 0:
                raise NetworkError(f"{self.quantity} grows without bound as {word} goes to {to}")
            if power >= 0:  # what falls without bound there is no rival
                edges.append((rows[0].value if power == 0 else Fraction(0), to))
        edge, to = max(edges, default=(Fraction(0), "oo"))
        if best is None or (edges and best.value < edge):
            raise NetworkError(f"{self.quantity} has no largest value: it is approached as {word} goes to {to}")
        return best

    # what these are made of -----------------------------------------------------------------------------

    def _at_algebraic(self, values: Mapping[Any, Any]) -> AlgebraicNumber | None:
        """The value where one parameter is an irrational algebraic number and the others are rational, else None."""
        found = {key: number for key, value in values.items() if (number := algebraic_number(value)) is not None}
        if not found:
            return None
        if len(found) > 1:
            raise NetworkError("one parameter may be an irrational algebraic number, the others rational")
        (key, number), word = next(iter(found.items())), self._known(next(iter(found)))
        if word not in self.network.real and number < 0:
            raise NetworkError(f"{word} = {float(number):.6g}: parameters are positive unless declared real")
        rest = {k: v for k, v in values.items() if k != key}
        return value_at_root(self._of_one(word, rest), word, number)

    def _known(self, name: Any) -> str:
        word = parameter_name(name)
        introduced = {n for _, value in self.quantity.at for n in value.names}
        if word not in self.network.parameters and word not in introduced:
            raise NetworkError(f"no parameter {word!r}; {closest(word, self.network.parameters)}")
        return word

    def _derived(self, kind: str, arguments: tuple[Any, ...], value: RationalFunction) -> Result:
        from symflux.quantities.result import Result  # the class that this is a part of

        return Result(self._owner, Quantity(kind, (str(self.quantity), *arguments)), value)

    def _of_one(self, name: str, at: Mapping[Any, Any] | None) -> RationalFunction:
        """The value as a function of one parameter alone."""
        value: RationalFunction = self.at(at).rational_function if at else self.rational_function  # type: ignore[attr-defined]
        others = [n for n in value.names if n != name]
        if others:
            raise NetworkError(f"numbers are needed for {', '.join(others)}: give them with at={{...}}")
        return value

    def _laurent(
        self, name: str, at: RationalFunction | None, count: int | None, order: int = 0
    ) -> tuple[int, list[RationalFunction]]:
        return _laurent_of(self.rational_function, name, at, count, order)


def _target(to: Any) -> RationalFunction | None:
    """A value, or None for infinity."""
    if isinstance(to, str) and to.strip() in ("oo", "inf", "infinity"):
        return None
    if to is sympy.oo:
        return None
    return exact(to)


def _laurent_of(
    value: RationalFunction, name: str, at: RationalFunction | None, count: int | None, order: int = 0
) -> tuple[int, list[RationalFunction]]:
    """(lowest power, coefficients from there) in name - at, or in 1/name at infinity: ``count``, or up to ``order``."""
    if value.is_zero:
        return 0, [_ZERO]
    rows = [_rows(part, name, at) for part in (value.numerator, value.denominator)]
    top, bottom = rows
    if at is None:  # x = 1/u: u^-deg times the reversed polynomial
        shift = len(bottom) - len(top)
        top, bottom = top[::-1], bottom[::-1]
    else:
        shift = 0
    first = next(k for k, row in enumerate(top) if row)
    second = next(k for k, row in enumerate(bottom) if row)
    top, bottom, power = top[first:], bottom[second:], shift + first - second
    number = count if count is not None else max(order - power, 0)
    result: list[RationalFunction] = []
    for k in range(number):
        entry = top[k] if k < len(top) else _ZERO
        for j in range(1, min(k, len(bottom) - 1) + 1):
            entry = entry - bottom[j] * result[k - j]
        result.append(entry / bottom[0])
    return power, result


def _rows(polynomial: Polynomial, name: str, at: RationalFunction | None) -> list[RationalFunction]:
    """The coefficients in name - at, or in name."""
    rows = [RationalFunction.wrap(row) for row in polynomial.coefficients_in(name)]
    if at is None or at.is_zero:
        return rows
    shifted: list[RationalFunction] = []
    for row in reversed(rows):  # Horner: multiply by (u + at), add the next coefficient
        raised = [_ZERO, *shifted]
        for k, entry in enumerate(shifted):
            raised[k] = raised[k] + entry * at
        raised[0] = raised[0] + row
        shifted = raised
    return shifted


def _positive_roots(polynomial: Polynomial) -> list[AlgebraicNumber]:
    return [root for root in real_roots(polynomial, positive=True) if root > 0] if polynomial.names else []


def algebraic_number(value: Any) -> AlgebraicNumber | None:
    """An irrational algebraic number, ours or sympy's; None for anything else."""
    if isinstance(value, AlgebraicNumber):
        return value
    if not isinstance(value, sympy.Expr) or value.is_Rational or value.is_Float or value.free_symbols:
        return None
    if value.is_algebraic is not True or value.is_real is not True:
        return None
    polynomial = sympy.minimal_polynomial(value, sympy.Symbol("x"))
    candidates = real_roots(exact(polynomial).numerator)
    digits = 20
    while True:
        centre, width = Fraction(str(value.evalf(digits))), Fraction(1, 10 ** (digits - 5)) * (1 + abs(int(value)))
        near = [root for root in candidates if centre - width < root and root < centre + width]
        if len(near) == 1:
            return near[0]
        digits *= 2


def _sign_between(slope: RationalFunction, name: str, low: AlgebraicNumber | None, high: AlgebraicNumber | None) -> int:
    """The sign of the derivative between two neighbouring roots of it (or 0, or infinity), near the given root."""
    if low is not None and high is not None:
        while low.high >= high.low:
            low, high = low.refine((low.high - low.low) / 2), high.refine((high.high - high.low) / 2)
        point = (low.high + high.low) / 2
    elif high is not None:
        while high.low <= 0:
            high = high.refine((high.high - high.low) / 2)
        point = high.low / 2
    else:
        assert low is not None
        point = low.high + 1
    value = slope.numerator.evaluate({name: point}) * slope.denominator.evaluate({name: point})
    return (value > 0) - (value < 0)
