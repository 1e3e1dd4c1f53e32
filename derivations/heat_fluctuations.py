"""The variance of an integrated current is the functional of the mean with P^2 in place of P."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction
from symflux.moments.second_lyapunov import diffusion_by_lyapunov

ZERO = RationalFunction.constant(0)

D = sympy.Symbol("D", real=True)
nu = sympy.Function("nu")
X = sympy.IndexedBase("X")
s, x, y = sympy.symbols("s x y")


def networks() -> list[sf.Network]:
    return [
        sf.chain(2, spring="k", pinning=1, baths={1: ("g", "T1"), 2: (1, "T2")}, name="pair"),
        sf.chain(2, spring="k", pinning=1, masses=0, baths={1: ("g", 1), 2: (1, 2)}, name="overdamped pair"),
        sf.Network.from_edges(
            [(1, 2, ("k", 1))], pinning=2, masses={1: 0}, baths={1: (1, 1), 2: (2, 3)}, name="one way, one massless"
        ),
        sf.Network.from_edges(
            [(1, 2, 1)], pinning=1, baths={1: (1, 1), (1, 2): (2, 3)}, magnetic={(1, 2): "w"}, real=["w"], name="field"
        ),
    ]


def proof() -> Iterator[Residual]:
    for network in networks():
        ss = network.steady_state()
        labels = ss.powers.labels
        asked = [(ss.bath_flux(label), ss.powers.baths([label])) for label in network.baths]
        asked += [(ss.bond_flux(1, 2), ss.powers.delivered(1, 2, None))]
        for flux, terms in asked:
            form = diffusion_by_lyapunov(network.linear_model(), [(t.factor, t.left, t.right) for t in terms])
            for (b, c), value in flux.diffusion().coefficients.items():
                i, j = labels.index(b), labels.index(c)
                reference = form[i, j] + (form[j, i] if i != j else ZERO)
                yield f"{network.name}, {flux.quantity}: T_{b} T_{c}", value - reference


def instances() -> Iterator[Instance]:
    for network, expected in ((sf.chain(2, pinning=1, baths={1: (1, 2), 2: (1, 1)}), sympy.Rational(7, 18)),):
        spread = network.steady_state().bond_flux(1, 2).diffusion()
        yield {D: spread.expr, nu(x, y): expected}


ENTRY = Entry(
    id="heat_fluctuations",
    title="lim Var(Q_t)/(2 t) = nu_(P^2)(even part of X_xx X_yy + X_xy^2)/2 for Q_t = Int x o y dt",
    variables={
        D: "lim Var(Q_t)/(2 t)",
        nu(x, y): "the functional with P^2, of the even part of X_xx(s) X_yy(s) + X_xy(s)^2, over 2",
        x: "a signal, linear in the motion and the noise",
        y: "another signal",
    },
    statement=sympy.Eq(D, nu(x, y)),
    assumptions=(),
    argument=(
        "x and y are jointly Gaussian and stationary. By Isserlis the covariance of x o y at two times apart by tau"
        " is C_xx(tau) C_yy(tau) + C_xy(tau) C_yx(tau), and lim Var(Q_t)/t is its integral over tau. By Wiener and "
        "Khinchin C is the Fourier transform of the spectrum S, S_xy(w) = X_xy(i w)/|P(i w)|^2 with X_xy(s) = sum_a"
        " (strength of a) X_a(s) Y_a(-s); C_yx(tau) = C_xy(-tau), so by Parseval the integral is (1/2 pi) Int (S_xx"
        " S_yy + S_xy^2) dw. The odd part integrates to zero. The denominators make |P^2(i w)|^2: this is the "
        "functional of the mean, for the polynomial P^2, which is Hurwitz where P is. White noise in one factor "
        "leaves the integral finite where the other factor's spectrum falls off; the Stratonovich product is the "
        "even part."
    ),
    proof=proof,
    instances=instances,
    references=(
        "L. Isserlis, Biometrika 12 (1918) 134",
        "the second Lyapunov equation of symflux.moments.second_lyapunov, a route of its own",
    ),
)
