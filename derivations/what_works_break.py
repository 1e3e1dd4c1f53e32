"""Four exact counterexamples: what directed springs, feedback, and a spring without its field do not obey."""

from __future__ import annotations

from collections.abc import Iterator

import sympy

import symflux as sf
from derivations.entry import Entry, Instance, Residual
from symflux.algebra import RationalFunction

equal, hottest, spring, cold = sympy.symbols("equal hottest spring cold", real=True)


def one_way() -> sf.Network:
    """Unit masses, pins, frictions and temperatures; a force on site 2 only."""
    return sf.Network.from_edges([(1, 2, (0, 1))], pinning=1, baths={1: (1, 1), 2: (1, 1)})


def absorbing() -> sf.Network:
    """F_1 = 6 (q_2 - q_1), F_2 = 2 (q_1 - q_2)."""
    return sf.Network.from_edges([(1, 2, (6, 2))], pinning={1: "1/2", 2: 5}, baths={1: ("2/3", 2), 2: (1, 1)})


def bridge() -> sf.Network:
    """A spring and a field between two sites."""
    return sf.Network.from_edges(
        [(1, 2, "1/2")], pinning={1: "2/3", 2: "1/2"}, masses={1: 2, 2: 4}, baths={1: (2, 3), 2: (5, 1)},
        magnetic={(1, 2): 6},
    )  # fmt: skip


def cold_damping() -> sf.Network:
    """A particle whose velocity is fed back."""
    return sf.Network.from_edges(
        [], sites=[1], pinning="k", masses="m", baths={1: ("g", "T")}, feedback={(1, 1): "h"}
    )


def proof() -> Iterator[Residual]:
    ss = one_way().steady_state()
    for name, flux, value in (
        ("heat of bath 1", ss.bath_flux(1), "0"), ("heat of bath 2", ss.bath_flux(2), "-2/7"),
        ("work", ss.work(), "2/7"),
    ):  # fmt: skip
        yield f"one-way spring at equal temperatures: {name}", flux.rational_function - sympy.Rational(value)
    ss = absorbing().steady_state()
    for label, value in ((1, "-720/2479"), (2, "240/2479")):
        yield f"the hottest bath absorbs: bath {label}", ss.bath_flux(label).rational_function - sympy.Rational(value)
    ss = bridge().steady_state()
    for by, value in (("spring", "-630/59743"), ("magnetic", "52200/59743")):
        yield f"a bridge in a field: its {by}", ss.bond_flux(1, 2, by=by).rational_function - sympy.Rational(value)
    g, h, m, T = (RationalFunction.variable(name) for name in "ghmT")
    heat = cold_damping().steady_state().bath_flux(1).rational_function
    yield "cold damping: J = g h T/((g + h) m)", heat - g * h * T / ((g + h) * m)


def instances() -> Iterator[Instance]:
    yield {
        equal: one_way().steady_state().bath_flux(2),
        hottest: absorbing().steady_state().bath_flux(1),
        spring: bridge().steady_state().bond_flux(1, 2, by="spring"),
        cold: cold_damping().at(dict.fromkeys("kghmT", 1)).steady_state().entropy_production(),
    }


ENTRY = Entry(
    id="what_works_break",
    title="Where something works, heat flows at equal temperatures, the hottest bath absorbs, entropy falls",
    variables={
        equal: "heat of a bath at equal temperatures beside a one-way spring",
        hottest: "heat of the hottest bath of two beside a directed spring",
        spring: "flux of the spring of a bridge in a field, from hot to cold",
        cold: "entropy production of cold damping, the feedback counted as work",
    },
    statement=sympy.And(equal < 0, hottest < 0, spring < 0, cold < 0),
    assumptions=(),
    argument=(
        "One network each, solved exactly. (1) m = 1, pins 1, friction and temperature 1, a force on site 2 only "
        "(k_21 = 1): the heats are 0 and -2/7 and the spring does the work 2/7. (2) pins 1/2 and 5, F_1 = 6 (q_2 - q_1)"
        ", F_2 = 2 (q_1 - q_2), frictions 2/3 and 1, temperatures 2 and 1: the hotter bath takes 720/2479. (3) masses "
        "2, 4, pins 2/3, 1/2, spring 1/2, field F_1 = 6 v_2, frictions 2, 5, temperatures 3, 1: the spring carries "
        "-630/59743, the field 52200/59743, both together from hot to cold. (4) a force -h v counted as work: the one "
        "bath gives g h T/((g + h) m) for ever, so its entropy falls."
    ),
    proof=proof,
    instances=instances,
)
