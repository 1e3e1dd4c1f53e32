"""The fluxes as integrals over frequency, with G(s) = (M s^2 + D s + V)^-1. A signal x answers a source of intensity S
along u by x(i w), a sum of i w-powers times (G u); the force of a bath by -gamma i w (u_b . G u) + [its own noise]:

    <x o y> = (S/pi) Int_0^inf Re(x(i w) conj y(i w)) dw.

What a bath takes of its own noise is what the others give, where nothing works on the network.

G comes from solving the linear system at every frequency. The half line is mapped to 0 < t < 1 by w = c t/(1 - t); the
integrands stay rational in t, so their only singularities are the images of the resonances. The interval is halved
until every piece keeps its distance from them; Gauss's rule of order m then errs by about rho**(-2 m) on a piece, rho
the parameter of the largest ellipse around it that is free of resonances (Trefethen, SIAM Review 50 (2008) 67).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

from symflux.crosscheck.fluxes import NumericFluxes
from symflux.crosscheck.motion import Motion, motions
from symflux.crosscheck.numeric_network import (
    Context,
    Flow,
    NumericNetwork,
    Rows,
    Signal,
    Source,
    Term,
    context,
    number,
)
from symflux.errors import NetworkError

__all__ = ["FrequencyIntegral", "fluxes_by_frequency"]

_RHO = 2.5  # pieces with a smaller ellipse are halved
_MAX_PIECES = 2_000


@dataclass(frozen=True)
class FrequencyIntegral:
    """The fluxes, and how many of their digits the quadrature has converged to (an estimate)."""

    fluxes: NumericFluxes
    converged: int


def fluxes_by_frequency(network: NumericNetwork, digits: int) -> FrequencyIntegral:
    """All fluxes per unit of each bath's temperature, by quadrature to about this many digits."""
    ctx = context(digits + 8)
    scale, pieces = _pieces(ctx, network, digits + 2)
    fluxes, tails = _integrals(ctx, network, scale, pieces)
    # the last Legendre coefficient that a rule of order m resolves is about rho**-m, the square root of its error
    return FrequencyIntegral(fluxes, min(digits, 2 * fluxes.digits_of(tails)))


# where to put the points ---------------------------------------------------------------------------------


Piece = tuple[Any, Any, int]  #: left end, right end, order of the rule


def _pieces(ctx: Context, network: NumericNetwork, digits: int) -> tuple[Any, list[Piece]]:
    """(c, pieces of 0 < t < 1), each with the order that its distance from the resonances asks for."""
    poles: list[Any] = []
    for motion in motions(network):
        drift = [[number(ctx, entry) for entry in row] for row in motion.drift]
        try:
            poles += ctx.eig(ctx.matrix(drift), left=False, right=False) if len(drift) > 1 else chain(*drift)
        except RuntimeError:
            raise NetworkError(f"the resonances were not found with {ctx.dps} digits: ask for more digits") from None
    frequencies = [-ctx.j * pole for pole in dict.fromkeys(poles)] or [ctx.mpc(0, 1)]
    sizes = sorted(abs(w) for w in frequencies)
    scale = sizes[len(sizes) // 2]
    # the integrand is even in w and real: poles at +-w and +-conj(w)
    images = [w / (w + scale) for pole in frequencies for w in (pole, -pole) if w != -scale]
    images += [ctx.conj(image) for image in images]
    waiting, done = [(ctx.mpf(0), ctx.mpf(1))], list[Piece]()
    while waiting:
        left, right = waiting.pop()
        rho = min((_bernstein(left, right, image) for image in images), default=10.0)
        if rho < _RHO and len(done) + len(waiting) < _MAX_PIECES:
            middle = (left + right) / 2
            waiting += [(middle, right), (left, middle)]
        else:
            order = digits * math.log(10) / (2 * math.log(min(max(rho, 1.2), 10.0)))
            done.append((left, right, 12 * math.ceil(order / 12)))  # few different rules
    return scale, done


def _bernstein(left: Any, right: Any, point: Any) -> float:
    """The parameter rho of the ellipse with foci at the ends of an interval that passes through a point."""
    axis = float((abs(point - left) + abs(point - right)) / (right - left))
    return axis + math.sqrt(max(axis * axis - 1.0, 0.0))


def gauss_rule(ctx: Context, order: int) -> list[tuple[Any, Any, Any]]:
    """Gauss's rule on (0, 1) by Newton's method: (node, weight, weight for the Legendre coefficient order - 1)."""
    rule = []
    for k in range((order + 1) // 2):
        start = math.cos(math.pi * (4 * k + 3) / (4 * order + 2))
        for _ in range(5):
            start -= _newton_step(order, start)
        x, close = ctx.mpf(start) if 2 * k + 1 != order else ctx.mpf(0), ctx.sqrt(ctx.eps) / order
        step = ctx.mpf(1)
        while abs(step) > close:  # the next error is about the square of the step
            step = _newton_step(order, x)
            x -= step
        before = _legendre(order, x)[1]
        weight = (1 - x * x) / (order * before) ** 2
        tail = (2 * order - 1) * weight * before
        rule.append(((1 - x) / 2, weight, tail))
        if x:
            rule.append(((1 + x) / 2, weight, tail * (-1) ** (order - 1)))
    return rule


def _newton_step(order: int, x: Any) -> Any:
    value, before = _legendre(order, x)
    return value * (x * x - 1) / (order * (x * value - before))


def _legendre(order: int, x: Any) -> tuple[Any, Any]:
    """P_n(x) and P_(n-1)(x)."""
    before, value = 1, x
    for k in range(2, order + 1):
        before, value = value, ((2 * k - 1) * (x * value) - (k - 1) * before) / k
    return value, before


# what to add up ------------------------------------------------------------------------------------------


def _integrals(
    ctx: Context, network: NumericNetwork, scale: Any, pieces: list[Piece]
) -> tuple[NumericFluxes, dict[Flow, Any]]:
    """The fluxes, and for every flux the size of the last Legendre coefficients of its integrands."""
    rules = {order: gauss_rule(ctx, order) for order in {order for _, _, order in pieces}}
    given = (network.mass, network.damping, network.potential)
    matrices = [[[number(ctx, entry) for entry in row] for row in matrix] for matrix in given]
    sources = network.sources
    flows = {flow: _numbers(ctx, terms) for flow, terms in network.flows.items()}
    infinite = _infinite(network)
    totals = {flow: [ctx.mpf(0)] * len(sources) for flow in flows}
    tails = {flow: [ctx.mpf(0)] * len(sources) for flow in flows}
    for left, right, order in pieces:
        last = {flow: [ctx.mpf(0)] * len(sources) for flow in flows}
        for node, weight, tail in rules[order]:
            t = left + (right - left) * node
            w = scale * t / (1 - t)
            measure = (right - left) * scale / (1 - t) ** 2
            for c, column in enumerate(_response(ctx, w, matrices, [source.direction for source in sources])):
                answers = _Answers(ctx, w, column, sources, c)
                for flow, terms in flows.items():
                    if (flow, c) in infinite:
                        continue
                    density = ctx.fsum(factor * answers.of(x, y) for factor, x, y in terms) * measure
                    totals[flow][c] += density * weight
                    last[flow][c] += density * tail
        for flow, row in last.items():
            for c, coefficient in enumerate(row):
                tails[flow][c] += abs(coefficient)
    largest = {flow: max(map(abs, parts.values())) for flow, parts in _scaled(ctx, network, tails).items()}
    coefficients = _scaled(ctx, network, totals)
    for flow, c in infinite:
        coefficients[flow][sources[c].label] = None
    finite = {flow: size for flow, size in largest.items() if None not in coefficients[flow].values()}
    return NumericFluxes(ctx, network, coefficients), finite


def _numbers(ctx: Context, terms: tuple[Term, ...]) -> list[tuple[Any, Signal, Signal]]:
    return [(number(ctx, term.factor), term.left, term.right) for term in terms]


def _infinite(network: NumericNetwork) -> set[tuple[Flow, int]]:
    """(flow, source) where white noise meets itself: <x o y> is infinite where one noise stands in x and in y."""
    found = set()
    for motion in motions(network):
        for k, source in enumerate(motion.sources):
            for flow, terms in network.flows.items():
                for term in terms:
                    if term.left.source is None and term.left.order == 0:
                        (i, _), (j, _) = term.left.weights
                        if not network.skew_stretch and not motion.is_bounded(i, j):
                            found.add((flow, source))
                    both = [_noise(network, motion, k, source, signal) for signal in (term.left, term.right)]
                    if None in both or (both[0] and both[1]):
                        found.add((flow, source))
    return found


def _noise(network: NumericNetwork, motion: Motion, k: int, source: int, signal: Signal) -> Fraction | None:
    """The noise of a source in a signal, None where the signal itself diffuses."""
    if signal.source is not None:
        bath = network.sources[signal.source]
        moving = _noise(network, motion, k, source, Signal(1, bath.direction))
        return None if moving is None else Fraction(signal.source == source) - (bath.friction or 0) * moving
    if signal.order == 0:
        return Fraction(0)
    total = Fraction(0)
    for site, weight in signal.weights:
        if signal.order == 1:
            if motion.velocities[site] is None:
                return None
            total += weight * motion.shaken[k][site]
        else:
            bent = motion.accelerations[site]
            if bent is None or bent[0] is None:
                return None
            total += weight * bent[1][k]
    return total


class _Answers:
    """The answers of signals to one source at one frequency."""

    def __init__(self, ctx: Context, w: Any, column: list[Any], sources: tuple[Source, ...], own: int):
        self.ctx, self.w, self.column, self.sources, self.own = ctx, w, column, sources, own
        self.known: dict[Signal, Any] = {}

    def of(self, x: Signal, y: Signal) -> Any:
        """Re(x conj y); of a position and a velocity the part that is antisymmetric in the sites."""
        if x.source is None and x.order == 0:
            total = self.ctx.mpf(0)
            for i, weight in x.weights:
                for j, sign in y.weights:
                    a, b = self.column[i], self.column[j]
                    total += weight * sign * self.w * (a.imag * b.real - a.real * b.imag)
            return total
        left, right = self._one(x), self._one(y)
        return left.real * right.real + left.imag * right.imag

    def _one(self, signal: Signal) -> Any:
        if signal not in self.known:
            ctx = self.ctx
            if signal.source is not None:
                source = self.sources[signal.source]
                moving = self._one(Signal(1, source.direction))
                friction = ctx.mpf(0) if source.friction is None else number(ctx, source.friction)
                value = ctx.mpc(int(signal.source == self.own)) - friction * moving
            else:
                total = ctx.fsum(weight * self.column[site] for site, weight in signal.weights)
                value = total * ctx.mpc(0, self.w) ** signal.order
            self.known[signal] = value
        return self.known[signal]


def _scaled(ctx: Context, network: NumericNetwork, integrals: dict[Flow, list[Any]]) -> dict[Flow, dict[Any, Any]]:
    """S/pi times the integrals; what a bath gives is what the others take, where nothing works."""
    labels = [source.label for source in network.sources]
    factors = [number(ctx, source.intensity) / ctx.pi for source in network.sources]
    found = {
        flow: dict(zip(labels, (f * x for f, x in zip(factors, row, strict=True)), strict=True))
        for flow, row in integrals.items()
    }
    if network.is_passive and all(source.friction is not None for source in network.sources):
        for flow, parts in found.items():
            if flow[0] == "bath":
                parts[flow[1]] = -ctx.fsum(value for label, value in parts.items() if label != flow[1])
    return found


def _response(ctx: Context, w: Any, matrices: list[Rows], directions: list[Any]) -> Rows:
    """The columns G(i w) u, by elimination with partial pivoting."""
    mass, damping, potential = matrices
    size, extra = len(mass), len(directions)
    rows = [
        [ctx.mpc(potential[i][j] - w * w * mass[i][j], w * damping[i][j]) for j in range(size)] + [ctx.mpc(0)] * extra
        for i in range(size)
    ]
    for c, direction in enumerate(directions):
        for i, sign in direction:
            rows[i][size + c] = ctx.mpc(sign)
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(complex(rows[i][k])))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        inverse, top = 1 / rows[k][k], rows[k]
        for i in range(k + 1, size):
            if rows[i][k]:
                factor = rows[i][k] * inverse
                row = rows[i]
                for j in range(k + 1, size + extra):
                    if top[j]:
                        row[j] -= factor * top[j]
        top[k] = inverse
    columns = []
    for c in range(extra):
        column: list[Any] = [None] * size
        for i in reversed(range(size)):
            total = rows[i][size + c]
            for j in range(i + 1, size):
                if rows[i][j]:
                    total -= rows[i][j] * column[j]
            column[i] = total * rows[i][i]
        columns.append(column)
    return columns
