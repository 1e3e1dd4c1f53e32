"""The source paper, row by row: what it states, what is exact, and where it errs.

Each row computes its values afresh and holds them against the published ones; a row that does not come out as
expected does not hold, and ``symflux paper`` then fails.
"""

from __future__ import annotations

from collections.abc import Callable

from symflux import paper
from symflux.algebra.rational_function import sum_vanishes
from symflux.model.families import complete
from symflux.model.network import Network
from symflux.paper.anharmonic_rows import weak_anharmonicity
from symflux.paper.example_rows import (
    backward_flux,
    circulation,
    heat_pump,
    thermalised_circulation,
    triangle_in_a_chain,
)
from symflux.paper.row import Item, Row, known
from symflux.paper.temperature_rows import any_scale, no_local_temperature

__all__ = ["Item", "Row", "paper_rows"]


def paper_rows() -> list[Row]:
    """All rows, computed."""
    return [make() for make in ROWS]


def _triangle() -> Network:
    """All couplings symbolic, a bath at every site: what holds here as an identity is not a coincidence."""
    return complete(
        3,
        spring={(1, 2): "k12", (1, 3): "k13", (2, 3): "k23"},
        pinning=["c1", "c2", "c3"],
        baths={1: ("g1", "T1"), 2: ("g2", "T2"), 3: ("g3", "T3")},
        name="symbolic triangle",
    )


def gaussian_steady_state() -> Row:
    """P1: the steady state from the Lyapunov equation."""
    state = _triangle().steady_state()
    report = state.verify()
    return Row(
        "P1",
        "the steady state is Gaussian; its covariance solves A Q + Q A^T + B = 0",
        network=state.network,
        checks=tuple((f"{name}: {outcome}", True) for name, outcome in report.checks),
    )


def uniqueness() -> Row:
    """P2: the steady state is unique iff the baths reach every motion."""
    triangle = _triangle()
    return Row(
        "P2",
        "Lemma 1: unique and positive definite iff span{V^k e_i, i a bath} = R^n",
        checks=(
            ("the symbolic triangle is unique for all positive parameters", triangle.exceptional_set() == [1]),
            ("the square of Fig. 1 is not unique", len(paper.figure_1().hidden_modes()) == 1),
        ),
    )


def square() -> Row:
    """P3: the square whose difference of free masses decouples."""
    symbolic = Network.from_edges(
        [(1, 3, "k13"), (1, 4, "k14"), (2, 3, "k23"), (2, 4, "k24")],
        pinning={1: "c1", 2: "c2", 3: "c3", 4: "c4"},
        baths={1: (1, "T1"), 2: (1, "T2")},
    )
    exceptional = symbolic.exceptional_set()
    generic = dict.fromkeys(symbolic.coupling_parameters, 1)
    changed = ("k13", "k14", "k23", "k24", "c3", "c4")
    restored = all(not symbolic.at(generic | {name: 2}).hidden_modes() for name in changed)
    return Row(
        "P3",
        "Fig. 1: equal springs decouple q3 - q4",
        network=paper.figure_1(),
        items=tuple(Item("uniqueness is lost where all vanish", str(polynomial)) for polynomial in exceptional),
        checks=(
            ("the hidden mode is (0, 0, 1, -1)", paper.figure_1().hidden_modes() == [(0, 0, 1, -1)]),
            ("uniqueness returns as soon as one spring, or one pin at 3 or 4, differs", restored),
        ),
    )


def fluxes_are_conserved() -> Row:
    """P4: heat is conserved at every site."""
    state = _triangle().steady_state()
    conserved = all(
        sum_vanishes(
            [(state.bath_flux(i).coefficients[b],)]
            + [(state.bond_flux(j, i).coefficients[b],) for j in (1, 2, 3) if j != i]
        )
        for i in (1, 2, 3)
        for b in (1, 2, 3)
    )
    single = Network.from_edges([(1, 2, 1)], pinning=1, baths={1: (1, 2), 2: (1, 1)}).steady_state()
    return Row(
        "P4",
        "phi_i = sum_j phi_{i->j} at every site",
        items=(
            Item("definition of phi_{i->j}", "-V_ij <q_i v_j>", "V_ij <p_j q_i>", "erratum"),
            known("phi_{1->2}, two oscillators, T = (2, 1)", single.bond_flux(1, 2), "1/6"),
        ),
        note="with the printed sign heat would flow from the cold bath to the hot one: V_ij is negative for a spring",
        checks=(("conservation holds identically in all parameters", conserved),),
    )


def entropy() -> Row:
    """P5: entropy is produced."""
    state = _triangle().steady_state()
    total = state.entropy_production().rational_function
    baths = state.network.baths
    terms = [(state.bath_flux(i).rational_function, 1 / baths[i].temperature) for i in baths]
    equal = sum_vanishes([(total,), *terms])
    return Row(
        "P5",
        "entropy production is positive: sum over pairs of K_ij (T_i - T_j)^2 / (T_i T_j)",
        checks=(("equals -sum phi_i / T_i identically", equal),),
        note="every term is positive because K_ij is (Landauer form): the second law, term by term",
    )


def equal_temperatures() -> Row:
    """P6: at equal temperatures the state is Gibbs and no heat flows."""
    network = _triangle().at({"T2": "T1", "T3": "T1"})
    state = network.steady_state()
    fluxes = [state.bond_flux(*bond) for bond in network.bonds] + [state.bath_flux(site) for site in network.baths]
    kinetic = all(state.kinetic_temperature(site) == "T1" for site in network.sites)
    return Row(
        "P6",
        "equal temperatures: the Gibbs state, no flux",
        checks=(
            ("every flux vanishes identically", all(flux.rational_function.is_zero for flux in fluxes)),
            ("every kinetic temperature is T1 identically", kinetic),
        ),
    )


def extremal_baths() -> Row:
    """P7: the hottest bath never absorbs, the coldest never injects."""
    state = _triangle().steady_state()
    symmetric = all(state.conductance(i, j) == state.conductance(j, i) for i in (1, 2, 3) for j in (1, 2, 3) if i != j)
    forms = all(
        state.bath_flux(i).coefficients[j] == -state.conductance(i, j).rational_function
        for i in (1, 2, 3)
        for j in (1, 2, 3)
        if i != j
    )
    return Row(
        "P7",
        "Lemma 2: the hottest bath never absorbs, the coldest never injects",
        checks=(
            ("phi_i = sum_j K_ij (T_i - T_j) identically", forms),
            ("K is symmetric identically", symmetric),
        ),
        note="K_ij >= 0 because it is an integral of |G_ij|^2, so phi_i has the sign of its temperature differences",
    )


def linear_in_temperatures() -> Row:
    """P8: everything is linear in the temperatures, and shifts and scales with them."""
    state = _triangle().steady_state()
    zero_sum = all(
        sum_vanishes((coefficient,) for coefficient in state.bond_flux(*bond).coefficients.values())
        for bond in state.network.bonds
    )
    return Row(
        "P8",
        "fluxes are linear in the temperatures, unchanged by a common shift",
        checks=(("the coefficients of every bond flux add up to zero identically", zero_sum),),
    )


ROWS: tuple[Callable[[], Row], ...] = (
    gaussian_steady_state,
    uniqueness,
    square,
    fluxes_are_conserved,
    entropy,
    equal_temperatures,
    extremal_baths,
    linear_in_temperatures,
    backward_flux,
    circulation,
    triangle_in_a_chain,
    thermalised_circulation,
    heat_pump,
    any_scale,
    no_local_temperature,
    weak_anharmonicity,
)
