"""The conductivity of the self-consistent chain is a mean over its band; nearest neighbours: a closed form."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction
from symflux.family.conductivity import conductivity

k, g = sympy.symbols("k g", positive=True)
r = sympy.Symbol("r", positive=True)
kappa = sympy.Symbol("kappa", positive=True)


def proof() -> Iterator[Residual]:
    c, y, spring, ratio = (RationalFunction.variable(name) for name in ("cosine", "y", "k", "r"))
    wave = 2 - 2 * c
    yield "(dy/dtheta)^2 = 4 sin^2 = y (4 - y)", 4 * (1 - c * c) - wave * (4 - wave)
    pin = spring * (1 - ratio) ** 2 / ratio
    band = pin + spring * wave
    yield "V = k (1 - 2 r cos + r^2)/r", band - spring * (1 - 2 * ratio * c + ratio**2) / ratio
    root = spring * (1 - ratio**2) / ratio
    yield "c (c + 4 k) is a square", pin * (pin + 4 * spring) - root**2
    yield "c + 2 k - sqrt(c (c + 4 k)) = 2 k r", pin + 2 * spring - root - 2 * spring * ratio
    # V_y^2 y (4 - y)/V = k (q(y) + s/(y + c/k)), the division that leaves the means of y^m and of 1/(y - root)
    shift = pin / spring
    remainder = -shift * (4 + shift)
    left = y * (4 - y) - (y + shift) * (4 + shift - y) - remainder
    yield "the division by the band", left


def instances() -> Iterator[Instance]:
    for ratio, spring, friction in ((sympy.Rational(1, 2), 2, 3), (sympy.Rational(1, 3), 1, 1)):
        pin = spring * (1 - ratio) ** 2 / ratio
        found = conductivity(springs={1: spring}, pinning=pin, friction=friction)
        yield {r: ratio, k: spring, g: friction, kappa: sympy.nsimplify(found.expr)}


ENTRY = Entry(
    id="conductivity_of_a_band",
    title="Self-consistent chain: kappa = (1/4g) mean of V'^2/V; neighbours: k r/(2 g), c = k (1 - r)^2/r",
    variables={
        k: "spring constant",
        g: "friction of the bath at every site",
        r: "0 < r < 1 with pinning c = k (1 - r)^2/r",
        kappa: "heat flux per unit of temperature gradient, in the infinite-volume state",
    },
    statement=sympy.Eq(kappa, k * r / (2 * g)),
    assumptions=(r < 1,),
    argument=(
        "In the infinite chain with temperatures T_i linear in i and no net heat at any bath the linear response is "
        "kappa = (1/4g) Int V'(theta)^2/V(theta) dtheta/2 pi (Bonetto, Lebowitz, Lukkarinen, who prove that the finite "
        "chains converge to it for neighbours; for longer range it is stated for the infinite-volume state). With y = "
        "2 - 2 cos theta, V is a polynomial in y and V'^2 = V_y^2 y (4 - y). The mean of y^m is binomial(2m, m), that "
        "of 1/(y - y_j) is -1/sqrt(y_j (y_j - 4)), the branch that is -1/y_j at infinity. For neighbours, with c = k "
        "(1 - r)^2/r, V = k (1 - 2 r cos theta + r^2)/r and the mean of sin^2/(1 - 2 r cos + r^2) is 1/2 by Poisson's "
        "kernel: kappa = k r/(2 g) = (c + 2 k - sqrt(c (c + 4 k)))/(4 g)."
    ),
    proof=proof,
    instances=instances,
    references=("F. Bonetto, J. L. Lebowitz, J. Lukkarinen, J. Stat. Phys. 116 (2004) 783",),
)
