"""The report: every flux of a steady state beside two independent numeric values of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from html import escape
from typing import Any, Protocol

from symflux.crosscheck.fluxes import NumericFluxes
from symflux.crosscheck.frequency import fluxes_by_frequency
from symflux.crosscheck.lyapunov import fluxes_by_lyapunov
from symflux.crosscheck.numeric_network import Flow, NumericNetwork, number, numeric_network
from symflux.errors import DivergenceError, NetworkError, VerificationError
from symflux.model.labels import show_label
from symflux.model.network import Network

__all__ = ["Agreement", "CrossCheck", "cross_check"]

MAX_DIGITS = 1_000
_GUARD = 12  # digits computed beyond those asked for
_MOST_LOST = 200  # digits lost to cancellation that are still made good
_MAX_ROUNDS = 4  # how often the precision of the Lyapunov solve is raised before giving up


class Answer(Protocol):
    """What is checked: an exact value per question. A ``SteadyState`` is one; so is a doctored copy of it."""

    network: Network

    def bond_flux(self, i: Any, j: Any) -> Any: ...

    def bath_flux(self, i: Any) -> Any: ...

    def conductance(self, i: Any, j: Any) -> Any: ...

    def work(self) -> Any: ...


@dataclass(frozen=True)
class Agreement:
    """One flux: its exact value, the two numeric ones (as decimal strings), and the digits to which each agrees.

    >>> import symflux as sf
    >>> one = sf.cross_check(sf.chain(2, baths={1: (1, 2), 2: (1, 1)}).steady_state(), digits=10).agreements[0]
    >>> one.name, one.exact, one.lyapunov[:6], one.digits >= 10
    ('flux 1->2', Fraction(1, 4), '0.25', True)
    """

    name: str
    exact: Fraction
    lyapunov: str
    integral: str
    lyapunov_digits: int
    integral_digits: int

    @property
    def digits(self) -> int:
        """The digits to which all three agree."""
        return min(self.lyapunov_digits, self.integral_digits)


@dataclass(frozen=True)
class CrossCheck:
    """The outcome of :func:`cross_check`. ``bool()`` of it is :attr:`agrees`.

    >>> import symflux as sf
    >>> report = sf.cross_check(sf.chain(2, baths={1: (1, 2), 2: (1, 1)}).steady_state(), digits=10)
    >>> report.agrees, bool(report), report.digits_agreed >= report.digits
    (True, True, True)
    """

    title: str
    point: tuple[tuple[str, Fraction], ...]
    digits: int  #: asked for
    lyapunov_converged: int  #: digits to which the Lyapunov solve agrees with itself at a higher precision
    integral_converged: int  #: digits to which the quadrature agrees with itself (estimated)
    agreements: tuple[Agreement, ...]
    infinite: tuple[str, ...] = ()  #: what is infinite, by the exact answer and in numbers

    @property
    def digits_agreed(self) -> int:
        """The least number of digits to which exact value and numeric routes agree, over all fluxes."""
        return min((entry.digits for entry in self.agreements), default=self.digits if self.infinite else 0)

    @property
    def agrees(self) -> bool:
        """Whether every flux agrees to the digits that were asked for."""
        return self.digits_agreed >= self.digits

    def __bool__(self) -> bool:
        return self.agrees

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(e.name)}</td><td>{_short(e.exact)}</td><td>{e.lyapunov_digits}</td><td>{e.integral_digits}</td></tr>"
            for e in self.agreements
        )
        head = "<tr><th>quantity</th><th>exact value</th><th>digits, Lyapunov</th><th>digits, integral</th></tr>"
        verdict = "agrees" if self.agrees else "DISAGREES"
        said = f"cross-check of {self.title} {verdict}: {self.digits_agreed} digits, {self.digits} asked for"
        return f"<p>{escape(said)}</p><table><thead>{head}</thead><tbody>{rows}</tbody></table>"

    def __str__(self) -> str:
        names = [entry.name for entry in self.agreements]
        width = max(map(len, [*names, "quantity"]))
        lines = [f"cross-check of {self.title}"]
        if self.point:
            lines.append("  at " + ", ".join(f"{name} = {value}" for name, value in self.point))
        lines.append(f"  {'quantity':<{width}}  {'exact value':>14}  Lyapunov  integral")
        for entry in self.agreements:
            agreed = f"{entry.lyapunov_digits:>8}  {entry.integral_digits:>8}"
            lines.append(f"  {entry.name:<{width}}  {_short(entry.exact):>14}  {agreed}")
        if self.infinite:
            lines.append(f"  infinite by all three: {', '.join(self.infinite)}")
        converged = f"Lyapunov converged to {self.lyapunov_converged}, the integral to {self.integral_converged}"
        verdict = "agrees" if self.agrees else "DISAGREES"
        lines.append(f"  {verdict}: {self.digits_agreed} digits, {self.digits} asked for ({converged})")
        return "\n".join(lines)


def cross_check(ss: Answer, *, at: Mapping[Any, Any] | None = None, digits: int = 50) -> CrossCheck:
    """Every flux and conductance of a steady state, against two numeric routes that share nothing with the exact one.

    Every kind of network: both routes read its linear model. ``at`` gives a rational value to every parameter of the
    network. The routes: the Lyapunov equation by Schur decomposition, and the integral over frequency, both in mpmath.
    A flux that is wrong shows as few digits; :attr:`CrossCheck.agrees` is False then, and nothing is raised. Agreement
    is no proof: it says that three computations gave the same number at one point.
    Raises :class:`NetworkError` naming parameters that have no value, :class:`UniquenessError` where the steady
    state is not unique at the point, :class:`VerificationError` where only one side calls a quantity infinite.

    >>> from symflux.model.families import chain
    >>> ss = chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).steady_state()
    >>> report = cross_check(ss, at={"k": 2, "T1": 3, "T2": 1}, digits=30)
    >>> report.agrees, report.digits_agreed >= 30
    (True, True)
    >>> cross_check(ss, at={"k": 2})
    Traceback (most recent call last):
    ...
    symflux.errors.NetworkError: a check in numbers needs every parameter: no value for T1, T2; give at={...} ...
    """
    if isinstance(digits, bool) or not isinstance(digits, int) or not 1 <= digits <= MAX_DIGITS:
        raise NetworkError(f"digits is an int from 1 to {MAX_DIGITS}, not {str(digits)[:20]}")
    if not isinstance(getattr(ss, "network", None), Network):
        raise NetworkError(f"cross_check needs a steady state, as in net.steady_state(), not {type(ss).__name__}")
    values = dict(at or {})
    network = numeric_network(ss.network, values)
    precision = digits + _GUARD
    first = fluxes_by_lyapunov(network, precision)
    questions, infinite = _answers(ss, values, first)
    lost = max((first.lost(flow, number(first.ctx, value)) for flow, _, value in questions), default=0)
    needed = digits + min(lost, _MOST_LOST)
    lyapunov, lyapunov_converged = _converged_lyapunov(network, first, needed)
    integral = fluxes_by_frequency(network, needed + _GUARD // 2)
    agreements = tuple(_agreement(*question, lyapunov, integral.fluxes) for question in questions)
    point = {name: value.value for name, value in ss.network.point(values).items()}
    title = ss.network.title()
    return CrossCheck(title, tuple(point.items()), digits, lyapunov_converged, integral.converged, agreements, infinite)


def _answers(
    ss: Answer, values: Mapping[Any, Any], numeric: NumericFluxes
) -> tuple[list[tuple[Flow, str, Fraction]], tuple[str, ...]]:
    """(flow, name, exact value) of what is finite; and the names of what is not.

    Raises :class:`VerificationError` where only one side says that a quantity is infinite.
    """
    found, infinite = [], []
    for flow, name, ask in _questions(ss, numeric):
        try:
            value = _exact(ask(), values)
        except DivergenceError:
            value = None
        if (value is None) != numeric.is_infinite(flow):
            sides = ("infinite", "finite") if value is None else ("finite", "infinite")
            raise VerificationError(f"{name}: {sides[0]} by the exact answer, {sides[1]} in numbers")
        if value is None:
            infinite.append(name)
        else:
            found.append((flow, name, value))
    return found, tuple(infinite)


def _questions(ss: Answer, numeric: NumericFluxes) -> Iterator[tuple[Flow, str, Callable[[], Any]]]:
    baths = list(ss.network.baths)
    for flow in numeric.coefficients:
        if flow[0] == "bond":
            yield flow, f"flux {flow[1]}->{flow[2]}", partial(ss.bond_flux, *flow[1:])
    for bath in baths:
        yield ("bath", bath), f"bath {show_label(bath)}", partial(ss.bath_flux, bath)
    if ("work",) in numeric.coefficients:
        yield ("work",), "work", ss.work
    for i in baths:
        for j in baths:
            if i != j:
                yield ("conductance", i, j), f"K({show_label(i)}, {show_label(j)})", partial(ss.conductance, i, j)


def _exact(result: Any, values: Mapping[Any, Any]) -> Fraction:
    value: Fraction = result.at(values).rational_function.value
    return value


def _converged_lyapunov(network: NumericNetwork, first: NumericFluxes, digits: int) -> tuple[NumericFluxes, int]:
    """The Lyapunov solve at a precision at which it agrees with itself, and to how many digits it does."""
    current, converged = first, 0
    for _ in range(_MAX_ROUNDS):
        precision = max(int(current.ctx.dps), digits + _GUARD)
        precision += max(10, precision // 4)
        better = fluxes_by_lyapunov(network, precision)
        current, converged = better, better.convergence(current)
        if converged >= digits + 2:
            break
    return current, converged


def _agreement(flow: Flow, name: str, value: Fraction, lyapunov: NumericFluxes, integral: NumericFluxes) -> Agreement:
    shown = []
    agreed = []
    for route in (lyapunov, integral):
        shown.append(str(route.ctx.nstr(route.value(flow), route.ctx.dps)))
        agreed.append(route.agreement(flow, number(route.ctx, value)))
    return Agreement(name, value, shown[0], shown[1], agreed[0], agreed[1])


def _short(value: Fraction) -> str:
    text = str(value)
    return text if len(text) <= 14 else f"{float(value):.8g}"
