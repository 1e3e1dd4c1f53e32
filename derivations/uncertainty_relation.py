"""Between two baths the precision of a heat current is bounded by the entropy that it produces."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction

D, J, sigma, K, q = sympy.symbols("D J sigma K q", real=True)
T1, T2 = sympy.symbols("T1 T2", positive=True)


def pairs() -> list[sf.Network]:
    baths = {1: ("g", "T1"), 2: ("h", "T2")}
    return [
        sf.chain(2, spring="k", pinning=1, baths=baths, name="pair"),
        sf.chain(3, spring=1, pinning="c", baths={1: (1, "T1"), 3: (2, "T2")}, name="chain of three"),
        sf.complete(3, spring=[1, 2, "k"], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}, name="triangle"),
        sf.chain(2, spring="k", pinning=1, masses=0, baths=baths, name="overdamped pair"),
        sf.Network.from_edges([(1, 2, 1)], pinning=1, baths=baths, magnetic={(1, 2): "w"}, real=["w"], name="field"),
        sf.Network.from_edges([], sites=[1], pinning="k", baths={1: [("g", "T1"), ("h", "T2")]}, name="one particle"),
    ]


def parts(network: sf.Network) -> tuple[RationalFunction, ...]:
    ss = network.steady_state()
    one, two = network.baths
    heat = ss.bath_flux(one)
    spread, entropy, conductance = heat.diffusion(), ss.entropy_production(), ss.conductance(one, two)
    return tuple(r.rational_function for r in (spread, heat, entropy, conductance))


def proof() -> Iterator[Residual]:
    hot, cold = RationalFunction.variable("T1"), RationalFunction.variable("T2")
    for network in pairs():
        spread, heat, entropy, conductance = parts(network)
        rest = (spread - conductance * hot * cold) / (hot - cold) ** 2
        for name in set(rest.names) & {"T1", "T2"}:
            fixed = rest.substitute({name: RationalFunction.constant(1)})
            yield f"{network.name}: q does not depend on {name}", rest - fixed
        yield f"{network.name}: J", heat - conductance * (hot - cold)
        right = conductance * rest * (hot - cold) ** 4 / (hot * cold)
        yield f"{network.name}: D sigma - J^2", spread * entropy - heat * heat - right


def instances() -> Iterator[Instance]:
    for network, point in (
        (pairs()[0], {"k": 2, "g": 1, "h": 3, "T1": 5, "T2": 1}),
        (pairs()[3], {"k": 2, "g": 1, "h": 3, "T1": 1, "T2": 4}),
        (pairs()[4], {"w": 7, "g": 1, "h": 3, "T1": 2, "T2": 1}),
    ):
        there = network.at(point)
        spread, heat, entropy, conductance = (r.value for r in parts(there))
        hot, cold = point["T1"], point["T2"]
        yield {
            D: spread, J: heat, sigma: entropy, K: conductance, T1: hot, T2: cold,
            q: (spread - conductance * hot * cold) / (hot - cold) ** 2,
        }  # fmt: skip


ENTRY = Entry(
    id="uncertainty_relation",
    title="Two baths: D sigma - J^2 = K q (T1 - T2)^4/(T1 T2) with q >= 0",
    variables={
        D: "lim Var(Q_t)/(2 t) of the heat between the baths",
        J: "the mean heat per time",
        sigma: "the rate of entropy production",
        K: "the conductance",
        q: "(1/4 pi) Int_0^inf tau^2 dw, tau the transmission",
        T1: "temperature of one bath",
        T2: "temperature of the other bath",
    },
    statement=sympy.And(
        sympy.Eq(D, K * T1 * T2 + q * (T1 - T2) ** 2),
        sympy.Eq(D * sigma - J**2, K * q * (T1 - T2) ** 4 / (T1 * T2)),
        q >= 0,
    ),
    assumptions=(sympy.Ne(T1, T2),),
    argument=(
        "Conservative couplings, masses >= 0 and magnetic fields; two baths, anywhere, T1, T2 > 0. With tau(w) = 4 "
        "g_1 g_2 w^2 |u_1 G(i w) u_2|^2 the mean is J = K (T1 - T2), K = (1/2 pi) Int_0^inf tau dw, and for two "
        "baths G(s) - G(-s)^T = -2 s G(s) (sum g_b u_b u_b^T) G(-s)^T turns the variance of derivation "
        "heat_fluctuations into D = (1/2 pi) Int_0^inf [tau T1 T2 + tau^2 (T1 - T2)^2/2] dw: D = K T1 T2 + q (T1 - "
        "T2)^2 with q = (1/4 pi) Int tau^2 >= 0. The entropy production is sigma = J (1/T2 - 1/T1) = K (T1 - "
        "T2)^2/(T1 T2). Multiply out. With three baths in a magnetic field it is false: D sigma/J^2 = 0.9527 "
        "occurs."
    ),
    proof=proof,
    instances=instances,
    references=(
        "A. C. Barato, U. Seifert, Phys. Rev. Lett. 114 (2015) 158101 (the relation for jump processes)",
        "K. Saito, A. Dhar, Phys. Rev. Lett. 99 (2007) 180601 (generating function of the heat between two baths)",
    ),
)
