"""Cycles, potentials, and the theorem that exactly one of the two exists."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import networkx
import pytest
import sympy

import symflux as sf
from symflux.errors import NetworkError, SignError
from symflux.temperature.circulation import circulations, loop_law, potential


def random_state(rng: random.Random) -> object:
    pairs = rng.sample(list(itertools.combinations(range(1, 7), 2)), 10)
    baths = {site: (1, rng.randint(1, 9)) for site in rng.sample(range(1, 7), 3)}
    net = sf.Network.from_edges(
        [(i, j, Fraction(rng.randint(1, 30))) for i, j in pairs], pinning=1, baths=baths, sites=range(1, 7)
    )
    return None if net.hidden_modes() else net.steady_state()


def graph_of(ss: object) -> networkx.DiGraph:
    graph = networkx.DiGraph()
    for i, j in ss.network.bonds:  # type: ignore[attr-defined]
        value = ss.bond_flux(i, j).rational_function.value  # type: ignore[attr-defined]
        if value:
            graph.add_edge(*((i, j) if value > 0 else (j, i)))
    return graph


def test_random_networks_have_a_potential_or_a_cycle_and_never_both() -> None:
    rng = random.Random(1)
    outcomes = []
    while len(outcomes) < 25:
        ss = random_state(rng)
        if ss is None:
            continue
        graph = graph_of(ss)
        found = circulations(ss)
        expected = {frozenset(itertools.pairwise([*c, c[0]])) for c in networkx.simple_cycles(graph)}
        assert {frozenset(itertools.pairwise([*c, c[0]])) for c in found} == expected
        assert len(found) == len(expected)
        answer = potential(ss)
        assert answer.exists == (not found)
        if answer.exists:
            assert all(answer.potentials[i] > answer.potentials[j] for i, j in graph.edges)
        else:
            assert all(graph.has_edge(i, j) for i, j in itertools.pairwise([*answer.cycle, answer.cycle[0]]))
        outcomes.append(answer.exists)
    assert set(outcomes) == {True, False}


def test_the_papers_triangles_circulate_and_the_printed_one_does_not() -> None:
    assert circulations(sf.paper.example_2().steady_state()) == []
    assert circulations(sf.paper.example_2_corrected().steady_state()) == [[1, 2, 3]]
    assert circulations(sf.paper.example_3().steady_state()) == [[1, 2, 3]]
    assert potential(sf.paper.example_3().steady_state()).cycle == (1, 2, 3)


def test_symbols_get_their_values_from_at() -> None:
    net = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "d")], pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    ss = net.steady_state()
    couplings = {"a": 20, "b": 10, "d": 20}
    assert circulations(ss, at={**couplings, "T1": 2, "T2": 1}) == [[1, 2, 3]]
    assert circulations(ss, at={**couplings, "T1": 1, "T2": 2}) == [[1, 3, 2]]
    assert potential(ss, at={**couplings, "T1": 1, "T2": 1}).exists
    with pytest.raises(SignError, match="depends on T1, T2"):
        circulations(ss, at=couplings)


def test_a_chain_obeys_the_loop_law_for_any_conductances() -> None:
    net = sf.chain(4, spring="k", pinning="c", baths={1: ("g", "T1"), 4: ("g", "T4")})
    ss = net.steady_state()
    law = loop_law(ss, {(1, 2): "x", (2, 3): "y", (3, 4): 1})
    assert law.exists and law.potentials[1] == 0
    x = sympy.Symbol("x", positive=True)
    assert sympy.cancel(-law.potentials[2] * x - ss.bond_flux(1, 2).expr) == 0


def test_a_circulating_triangle_violates_the_loop_law_for_any_positive_conductances() -> None:
    ss = sf.paper.example_2_corrected().steady_state()
    law = loop_law(ss, {(1, 2): "x", (1, 3): "y", (2, 3): "z"})
    assert not law.exists and law.cycle == (1, 2, 3)
    x, y, z = sympy.symbols("x y z", positive=True)
    fluxes = [ss.bond_flux(*bond).expr for bond in ((1, 2), (2, 3), (3, 1))]
    assert sympy.cancel(law.defect - fluxes[0] / x - fluxes[1] / z - fluxes[2] / y) == 0
    assert all(flux > 0 for flux in fluxes)


def test_a_downhill_triangle_obeys_the_loop_law_for_the_right_conductances_only() -> None:
    ss = sf.paper.example_2().steady_state()
    level = potential(ss).potentials
    right = {(i, j): ss.bond_flux(i, j).expr / (level[i] - level[j]) for i, j in ss.network.bonds}
    law = loop_law(ss, right)
    assert law.exists and law.potentials[1] - law.potentials[2] == level[1] - level[2]
    wrong = {**right, (1, 2): right[1, 2] * 2}
    assert not loop_law(ss, wrong).exists


def test_conductances_must_be_positive_and_complete() -> None:
    ss = sf.paper.example_2().steady_state()
    with pytest.raises(NetworkError, match="conductances are positive"):
        loop_law(ss, {(1, 2): 0, (1, 3): 1, (2, 3): 1})
    with pytest.raises(NetworkError, match="none is given for the bond"):
        loop_law(ss, {(1, 2): 1})
    with pytest.raises(NetworkError, match="no site 9"):
        loop_law(ss, {(1, 9): 1, (1, 2): 1})
    pump = sf.paper.example_4().steady_state()
    with pytest.raises(NetworkError, match="no bond 1-2"):
        loop_law(pump, {(1, 2): 1})
