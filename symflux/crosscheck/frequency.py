"""The fluxes as integrals over frequency, with G(s) = (M s^2 + Gamma s + V)^-1:

    K_ij = (2 gamma_i gamma_j / pi) Int_0^inf w^2 |G_ij(i w)|^2 dw                     (transmission),
    kappa_{i->j, b} = k_ij (2 gamma_b / pi) Int_0^inf w Im(G_ib(i w) conj G_jb(i w)) dw    (bonds).

G comes from solving the linear system at every frequency. The half line is mapped to 0 < t < 1 by w = c t/(1 - t); the
integrands stay rational in t, so their only singularities are the images of the resonances. The interval is halved
until every piece keeps its distance from them; Gauss's rule of order m then errs by about rho**(-2 m) on a piece, rho
the parameter of the largest ellipse around it that is free of resonances (Trefethen, SIAM Review 50 (2008) 67).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from symflux.crosscheck.fluxes import Flow, NumericFluxes
from symflux.crosscheck.numeric_network import Context, NumericNetwork, Rows, context, number
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
    drift = network.drift(ctx)
    try:
        poles = ctx.eig(ctx.matrix(drift), left=False, right=False) if len(drift) > 1 else drift[0]
    except RuntimeError:
        raise NetworkError(f"the resonances were not found with {ctx.dps} digits: ask for more digits") from None
    frequencies = [-ctx.j * pole for pole in poles]
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
    springs = [(bond, i, j, number(ctx, k)) for bond, i, j, k in network.springs]
    baths = [(site, i, number(ctx, friction)) for site, i, friction, _ in network.baths]
    masses = [number(ctx, mass) for mass in network.masses]
    potential = [[number(ctx, entry) for entry in row] for row in network.potential]
    friction = network.friction(ctx)
    width, places = len(baths), len(springs) + len(baths)
    totals = [[ctx.mpf(0)] * width for _ in range(places)]  # bonds, then transmissions
    tails = [[ctx.mpf(0)] * width for _ in range(places)]
    for left, right, order in pieces:
        last = [[ctx.mpf(0)] * width for _ in range(places)]
        for node, weight, tail in rules[order]:
            t = left + (right - left) * node
            w = scale * t / (1 - t)
            measure = (right - left) * scale / (1 - t) ** 2
            for c, column in enumerate(_response(ctx, w, masses, friction, potential, [i for _, i, _ in baths])):
                densities = [
                    w * (column[i].imag * column[j].real - column[i].real * column[j].imag) for _, i, j, _ in springs
                ]
                densities += [w * w * (column[i].real ** 2 + column[i].imag ** 2) for _, i, _ in baths]
                for a, density in enumerate(densities):
                    value = density * measure
                    totals[a][c] += value * weight
                    last[a][c] += value * tail
        for a, row in enumerate(last):
            for c, coefficient in enumerate(row):
                tails[a][c] += abs(coefficient)
    return _scaled(ctx, network, totals), {
        flow: max(map(abs, parts.values())) for flow, parts in _scaled(ctx, network, tails).coefficients.items()
    }


def _scaled(ctx: Context, network: NumericNetwork, integrals: Rows) -> NumericFluxes:
    """2 gamma k / pi and 2 gamma gamma / pi times the integrals; what a bath gives is what the others take."""
    baths = [(site, number(ctx, friction)) for site, _, friction, _ in network.baths]
    coefficients: dict[Flow, dict[Any, Any]] = {}
    for (bond, _, _, k), row in zip(network.springs, integrals, strict=False):
        factor = 2 * number(ctx, k) / ctx.pi
        coefficients["bond", *bond] = {
            site: factor * gamma * integral for (site, gamma), integral in zip(baths, row, strict=True)
        }
    for (site, own), row in zip(baths, integrals[len(network.springs) :], strict=True):
        taken = {
            other: -2 * own * gamma * integral / ctx.pi
            for (other, gamma), integral in zip(baths, row, strict=True)
            if other != site
        }
        coefficients["bath", site] = {**taken, site: -ctx.fsum(taken.values())}
    return NumericFluxes(ctx, network, coefficients)


def _response(ctx: Context, w: Any, masses: list[Any], friction: list[Any], potential: Rows, baths: list[int]) -> Rows:
    """The columns G(i w) e_b, by elimination with partial pivoting."""
    size, extra = len(masses), len(baths)
    rows = [[ctx.mpc(entry) for entry in row] + [ctx.mpc(0)] * extra for row in potential]
    for i in range(size):
        rows[i][i] += ctx.mpc(-masses[i] * w * w, friction[i] * w)
    for c, b in enumerate(baths):
        rows[b][size + c] = ctx.mpc(1)
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
