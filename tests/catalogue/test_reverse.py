"""Networks for both ways: verified exactly, on every kind of loop; refusals."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.catalogue.loops import loop_through
from symflux.catalogue.reverse import flux_sign
from symflux.model.elements import Bath

networkx = pytest.importorskip("networkx")
TWO = {1: (1, "T1"), 2: (1, "T2")}


def both_ways(net, bond, order=None):
    found = []
    for forward in (False, True):
        made = sf.reverse(net, bond, order=order, forward=forward)
        assert {frozenset(b) for b in made.bonds} == {frozenset(b) for b in net.bonds}
        assert made.masses == net.masses and not made.coupling_parameters
        assert all(made.baths[b].temperature == net.baths[b].temperature for b in net.baths)
        found.append(made)
    return found


def graphs(size):
    from networkx.generators.atlas import graph_atlas_g

    return [g for g in graph_atlas_g() if g.number_of_nodes() == size and networkx.is_connected(g)]


@pytest.mark.parametrize("size", [3, 4])
def test_every_open_bond_of_small_networks_runs_both_ways(size):
    seen = 0
    for graph in graphs(size):
        for a, b in combinations(sorted(graph), 2):
            net = sf.Network.from_edges([(i, j, 1) for i, j in graph.edges], baths={a: (1, "T1"), b: (1, "T2")})
            for bond, fate in sf.fates(net).items():
                if fate.kind == "any":
                    backward, forward = both_ways(net, bond)
                    for made, sign in ((backward, -1), (forward, 1)):
                        slope = made.steady_state().bond_flux(*bond).coefficient(a).rational_function.value
                        assert slope * sign > 0
                    seen += 1
    assert seen == {3: 9, 4: 105}[size]


def test_the_order_chooses_the_hot_bath():
    ring = sf.ring(3, baths=TWO)
    made = sf.reverse(ring, (1, 2), order="T2 > T1")
    flux = made.steady_state().bond_flux(1, 2)
    assert sf.prove(flux < 0, given=["T2 > T1"]).verdict == "proved"


def test_given_masses_stay():
    ring = sf.ring(4, masses={1: 2, 2: 3, 3: "1/5", 4: 7}, baths={1: (1, "T1"), 3: (1, "T3")})
    for made, sign in zip(both_ways(ring, (1, 2)), (-1, 1), strict=True):
        assert flux_sign(made, (1, 2), 1, 3) == sign


def test_more_baths_with_numbers():
    net = sf.ring(5, baths={1: (1, 3), 2: (1, 1), 4: (1, 2)})
    for bond in net.bonds:
        for made, sign in zip(both_ways(net, bond), (-1, 1), strict=True):
            value = made.steady_state().bond_flux(*bond).rational_function.value
            assert value * sign > 0


def test_a_bridge_between_interleaving_temperatures_runs_both_ways():
    star = sf.star(4, baths={2: (1, 1), 3: (1, 2), 4: (1, 3)})
    for made, sign in zip(both_ways(star, (1, 3)), (-1, 1), strict=True):
        assert made.steady_state().bond_flux(1, 3).rational_function.value * sign > 0


def test_several_baths_at_a_site():
    one = RationalFunction.constant(1)
    baths = [("a", 1, 3), ("b", 1, 1), (2, 2, 2)]
    net = replace(sf.ring(3), bath_items=tuple(Bath(one, one * t, (site,), label) for label, site, t in baths))
    for made, sign in zip(both_ways(net, (1, 2)), (-1, 1), strict=True):
        assert list(made.baths) == ["a", "b", 2]
        assert flux_sign(made, (1, 2), "a", "b") == sign


@pytest.mark.parametrize(
    ("net", "bond", "error", "words"),
    [
        (sf.chain(3, baths={1: (1, "T1"), 3: (1, "T3")}), (1, 2), sf.SignError, "fixed 1 -> 2 for all couplings"),
        (sf.chain(3, baths=TWO), (2, 3), sf.SignError, "no heat for any couplings"),
        (sf.ring(3, baths=TWO | {3: (1, "T3")}), (1, 2), sf.SignError, "must be numbers"),
        (sf.ring(3, masses="m", baths=TWO), (1, 2), sf.NetworkError, "numbers for the masses"),
        (sf.ring(4, baths=TWO), (1, 3), sf.NetworkError, "no bond 1-3"),
    ],
)
def test_refusals(net, bond, error, words):
    with pytest.raises(error, match=words):
        sf.reverse(net, bond)


def test_numbers_stay_small():
    made = sf.reverse(sf.ring(4, baths=TWO), (1, 2))
    values = [*made.springs.values(), *made.pinning.values(), *(b.friction for b in made.baths.values())]
    assert max(v.value.numerator + v.value.denominator for v in values) <= 60


def test_loops_of_random_graphs_are_simple_and_use_the_bond():
    seen = 0
    for seed in range(60):
        graph = networkx.gnm_random_graph(9, 13, seed=seed)
        near = {n: list(graph[n]) for n in graph}
        for source, drain in ((0, 8), (3, 5)):
            for bond in graph.edges:
                loop = loop_through(near, bond, source, drain)
                entries = {
                    frozenset(part)
                    for part in networkx.biconnected_component_edges(graph)
                    if {frozenset(bond)} <= {frozenset(e) for e in part} and len(part) > 1
                }
                expected = False
                for part in entries:
                    rest = graph.copy()
                    rest.remove_edges_from(part)
                    sites = {s for e in part for s in e}
                    ends = [
                        sites & networkx.node_connected_component(rest, terminal) for terminal in (source, drain)
                    ]
                    expected = all(ends) and ends[0] != ends[1]
                assert (loop is not None) is expected
                if loop is None:
                    continue
                seen += 1
                for way in (loop.along, loop.around):
                    assert way[0] == source and way[-1] == drain and len(set(way)) == len(way)
                    assert all(graph.has_edge(*step) for step in pairwise(way))
                steps = set(zip(loop.along, loop.along[1:], strict=False))
                assert (bond if loop.forward else bond[::-1]) in steps
                around = {frozenset(s) for s in zip(loop.around, loop.around[1:], strict=False)}
                assert frozenset(bond) not in around
    assert seen > 200
