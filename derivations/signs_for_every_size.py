"""t = S_n/S_(n+1) grows from 0 to 1/Lambda: a claim about every size is one with one more variable."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction

m = sympy.Symbol("m", integer=True, positive=True)
t = sympy.Symbol("t", nonnegative=True)
tr, kap = sympy.symbols("tr kap", positive=True)


def proof() -> Iterator[Residual]:
    x, k, s = (RationalFunction.variable(name) for name in ("tr", "kap2", "t"))
    after = 1 / (x - k * s)
    spread = k * s * s - x * s + 1
    yield "the region is kept: kap2 t'^2 - tr t' + 1", k * after * after - x * after + 1 - k * spread / (x - k * s) ** 2
    yield "t grows: t' - t", after - s - spread / (x - k * s)
    yield "2 kap2 t' < tr", x - 2 * k * after - (x * x - x * k * s - 2 * k) / (x - k * s)
    yield (
        "and x^2 - x k t - 2 k > 0 from 2 k t < x, x^2 > 4 k",
        x * x - x * k * s - 2 * k - ((x - 2 * k * s) * x / 2 + (x * x - 4 * k) / 2),
    )


def instances() -> Iterator[Instance]:
    for trace, root in ((3, 1), (5, 2), (21, 10)):
        value = sympy.Integer(0)
        for step in range(1, 6):
            yield {m: step, t: value, tr: trace, kap: root}
            value = 1 / (trace - root**2 * value)


ENTRY = Entry(
    id="signs_for_every_size",
    title="Where tr > 2 kap > 0, t_m = S_(m-1)/S_m grows from 0 and stays below 1/Lambda",
    variables={
        m: "index: t_1 = 0, t_(m+1) = 1/(tr - kap^2 t_m)",
        t: "t_m",
        tr: "trace of the cell at the pole",
        kap: "square root of kap2 at the pole",
    },
    statement=sympy.And(kap**2 * t**2 - tr * t + 1 > 0, 2 * kap**2 * t < tr, kap * t < 1),
    assumptions=(tr > 2 * kap,),
    argument=(
        "t = 0 lies in {0 <= t, kap2 t^2 - tr t + 1 > 0, 2 kap2 t < tr}, and t' = 1/(tr - kap2 t) with it: tr - kap2 t "
        "> 0; kap2 t'^2 - tr t' + 1 is kap2/(tr - kap2 t)^2 times the same polynomial at t; tr - 2 kap2 t' has the "
        "sign of tr^2 - tr kap2 t - 2 kap2 = tr (tr - 2 kap2 t)/2 + (tr^2 - 4 kap2)/2 > 0. t' - t = (kap2 t^2 - tr t + "
        "1)/(tr - kap2 t) > 0, so from the second size on t > 0. The region is t < 1/Lambda, Lambda the larger root of "
        "Lambda^2 - tr Lambda + kap2, and Lambda > kap. What holds for all t of the region holds for every size from "
        "the second on; the first is a claim by itself."
    ),
    proof=proof,
    instances=instances,
)
