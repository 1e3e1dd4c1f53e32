"""Every cumulant of an integrated current is the functional of P^n of a trace of n spectral matrices."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction

kappa = sympy.Symbol("kappa_3", real=True)
nu = sympy.Symbol("nu", real=True)
T1, T2, q, r = sympy.symbols("T1 T2 q r", positive=True)


def networks() -> list[sf.Network]:
    baths = {1: ("g", "T1"), 2: (1, "T2")}
    return [
        sf.chain(2, spring="k", pinning=1, baths=baths, name="pair"),
        sf.chain(2, spring="k", pinning=1, masses=0, baths=baths, name="overdamped pair"),
        sf.Network.from_edges([], sites=[1], pinning="k", baths={1: [("g", "T1"), ("h", "T2")]}, name="one particle"),
        sf.Network.from_edges([(1, 2, 1)], pinning=1, baths=baths, magnetic={(1, 2): "w"}, real=["w"], name="field"),
    ]


def parts(network: sf.Network) -> tuple[RationalFunction, RationalFunction, RationalFunction]:
    """kappa_3, q and r: the transmission squared and cubed, from the second and the third cumulant."""
    ss = network.steady_state()
    heat = ss.bath_flux(next(iter(network.baths)))
    hot, cold = RationalFunction.variable("T1"), RationalFunction.variable("T2")
    one, two, three = (heat.cumulant(n).rational_function for n in (1, 2, 3))
    square = (two / 2 - one / (hot - cold) * hot * cold) / (hot - cold) ** 2
    cube = (three / 6 - 2 * square * (hot - cold) * hot * cold) / (hot - cold) ** 3
    return three, square, cube


def proof() -> Iterator[Residual]:
    for network in networks():
        heat = network.steady_state().bath_flux(next(iter(network.baths)))
        yield f"{network.name}: kappa_1", heat.cumulant(1).rational_function - heat.rational_function
        yield f"{network.name}: kappa_2", heat.cumulant(2).rational_function - 2 * heat.diffusion().rational_function
        _, _, cube = parts(network)
        for name in set(cube.names) & {"T1", "T2"}:
            fixed = cube.substitute({name: RationalFunction.constant(1)})
            yield f"{network.name}: r does not depend on {name}", cube - fixed


def instances() -> Iterator[Instance]:
    point = {name: RationalFunction.constant(n) for name, n in {"k": 2, "g": 1, "T1": 3, "T2": 1}.items()}
    three, square, cube = (part.substitute(point).value for part in parts(networks()[0]))
    right = 6 * (2 * square * 2 * 3 + cube * 8)
    yield {kappa: three, nu: right, q: square, r: cube, T1: 3, T2: 1}


ENTRY = Entry(
    id="heat_cumulants",
    title="lim kappa_n(Q_t)/t = (n - 1)!/2 nu_(P^n)(even part of tr (2 B X)^n) for Q_t = Int z.B z dt",
    variables={
        kappa: "lim kappa_3(Q_t)/t of the heat between two baths",
        nu: "the functional with P^3 of the trace",
        q: "(1/4 pi) Int_0^inf tau^2 dw, tau the transmission",
        r: "(1/6 pi) Int_0^inf tau^3 dw",
        T1: "temperature of one bath",
        T2: "temperature of the other bath",
    },
    statement=sympy.And(
        sympy.Eq(kappa, nu), sympy.Eq(kappa, 6 * (2 * q * (T1 - T2) * T1 * T2 + r * (T1 - T2) ** 3))
    ),
    assumptions=(),
    argument=(
        "z is the vector of the signals, Gaussian and stationary with the spectral matrix S(w) = X(i w)/|P(i w)|^2, and"
        " the current is z.B z, B symmetric. The n-th cumulant of a quadratic form in Gaussian variables is (n - 1)!/2 "
        "tr (2 B C)^n, C their covariance; over a long time the C(t - t') are convolutions, so that lim kappa_n/t is "
        "(n - 1)!/2 (1/2 pi) Int tr (2 B S(w))^n dw (Szego; for filtered noise the kernel is absolutely integrable, and"
        " the filter is taken away where the integral converges). The odd part of the integrand is zero in the "
        "integral. With the denominators it is the functional of the mean for P^n, which is Hurwitz where P is. Two "
        "baths, conservative couplings and fields: the generating function is -(1/2 pi) Int_0^inf ln(1 - tau u) dw with"
        " u = l (T1 - T2) + l^2 T1 T2, whose coefficient of l^3 is the second statement; that it depends on u alone is "
        "the symmetry of Gallavotti and Cohen."
    ),
    proof=proof,
    instances=instances,
    references=(
        "K. Saito, A. Dhar, Phys. Rev. Lett. 99 (2007) 180601 (generating function of the heat between two baths)",
        "A. Kundu, S. Sabhapandit, A. Dhar, J. Stat. Mech. (2011) P03007 (classical harmonic networks)",
        "the generating function differentiated in floating point, tests/steady_state/test_cumulants.py",
    ),
)
