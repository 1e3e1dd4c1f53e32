"""Fates of bonds: the theorems on graphs, orders of temperatures, refusals, counts."""

import time
from collections import Counter
from dataclasses import replace
from itertools import combinations, permutations

import pytest

import symflux as sf
from symflux.algebra import RationalFunction, exact
from symflux.catalogue.blocks import blocks
from symflux.catalogue.small_networks import canonical, small_networks
from symflux.model.elements import Bath, Drive

networkx = pytest.importorskip("networkx")

#: connected graphs with two baths up to symmetry, and their bonds up to symmetry: networks, orbits, zero, fixed, any
COUNTS = {3: (3, 5, 1, 2, 2), 4: (16, 44, 10, 10, 24), 5: (98, 417, 83, 48, 286)}


def net_of(edges, baths, **more):
    return sf.Network.from_edges([(i, j, 1) for i, j in edges], pinning=1, baths=baths, **more)


PAW = [(1, 2), (1, 3), (2, 3), (1, 4)]
TWO = {1: (1, "T1"), 2: (1, "T2")}
ONE = RationalFunction.constant(1)


def test_a_dangling_bond_carries_nothing():
    assert sf.fates(net_of(PAW, TWO))[1, 4].kind == "zero"


def test_a_dangling_cycle_carries_nothing():
    found = sf.fates(net_of([(1, 2), (2, 3), (3, 4), (4, 2)], TWO))
    assert [found[b].kind for b in ((1, 2), (2, 3), (3, 4), (4, 2))] == ["fixed", "zero", "zero", "zero"]


def test_bonds_in_either_order():
    found = sf.fates(net_of(PAW, TWO))
    assert found[2, 1] == found[1, 2] and (2, 1) in found and (2, 4) not in found and "12" not in found
    assert list(found) == PAW and len(found) == 4
    with pytest.raises(KeyError, match="no bond"):
        found[2, 4]


@pytest.mark.parametrize(("order", "direction"), [("T1 > T3", (1, 2)), ("T3 > T1", (2, 1)), (["T1 < T3"], (2, 1))])
def test_a_bridge_goes_from_hot_to_cold(order, direction):
    chain = sf.chain(3, baths={1: (1, "T1"), 3: (1, "T3")})
    assert sf.fates(chain, order=order)[1, 2].direction == direction


def test_numbers_in_the_network_are_read():
    chain = sf.chain(3, baths={1: (1, 1), 3: (1, 2)})
    assert sf.fates(chain)[1, 2].direction == (2, 1)


def test_equal_temperatures_carry_nothing():
    ring = sf.ring(4, baths={1: (1, 2), 2: (1, 2)})
    assert {f.kind for f in sf.fates(ring).values()} == {"zero"}
    chain = sf.chain(2, baths={1: (1, "T"), 2: (1, "T")})
    assert sf.fates(chain)[1, 2].kind == "zero"
    assert sf.fates(sf.chain(2, baths={1: (1, "T"), 2: (1, "2*T")}))[1, 2].direction == (2, 1)


def test_with_two_baths_the_first_is_taken_to_be_hotter():
    found = sf.fates(sf.chain(2, baths=TWO))
    assert found[1, 2].direction == (1, 2) and "taken" in found.temperatures


def test_free_temperatures_decide_the_way_of_a_bridge():
    star = sf.star(4, baths={2: (1, "T1"), 3: (1, "T2"), 4: (1, "T3")})
    found = sf.fates(star)
    assert {f.kind for f in found.values()} == {"any"} and "free" in found.temperatures
    assert "free" in found[1, 2].reason


def test_interleaving_temperatures_leave_a_bridge_open():
    star = sf.star(4, baths={2: (1, "T1"), 3: (1, "T2"), 4: (1, "T3")})
    found = sf.fates(star, order="T1 > T2 > T3")
    assert [found[b].kind for b in ((1, 2), (1, 3), (1, 4))] == ["fixed", "any", "fixed"]
    assert "interleave" in found[1, 3].reason


def test_a_weak_order_fixes_the_way_but_not_that_heat_runs():
    chain = sf.chain(2, baths=TWO)
    fate = sf.fates(chain, order="T1 >= T2")[1, 2]
    assert (fate.kind, fate.direction, fate.is_strict) == ("fixed", (1, 2), False)
    outcome = sf.fates(sf.chain(2, pinning=1, baths=TWO), order="T1 >= T2").prove((1, 2))
    assert outcome.verdict == "proved" and ">=" in str(outcome.claim)


def test_separate_pieces_are_separate():
    apart = net_of([(1, 2), (3, 4), (5, 6)], {1: (1, 1), 2: (1, 2), 3: (1, 5)})
    found = sf.fates(apart)
    assert found[1, 2].direction == (2, 1)
    assert found[3, 4].kind == "zero"
    assert "at rest" in found[5, 6].reason


def test_piece_with_one_temperature_beside_another():
    apart = net_of([(1, 2), (2, 3), (1, 3), (4, 5)], {1: (1, 1), 2: (1, 1), 4: (1, 2), 5: (1, 3)})
    found = sf.fates(apart)
    assert found[1, 2].kind == "zero" and found[4, 5].direction == (5, 4)


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("T1 > T9", "T9 is no bath temperature"),
        ("T1 > T2 > T1", "contradicts"),
        ("T1", "not a comparison"),
        ("T1 != T2", "!="),
        ("k > T1", "k is no bath temperature"),
    ],
)
def test_orders_that_make_no_sense(order, words):
    with pytest.raises(sf.SignError, match=words):
        sf.fates(sf.chain(2, spring="k", baths=TWO), order=order)


def test_wrong_kinds_are_named():
    with pytest.raises(sf.NetworkError, match="int is no network"):
        sf.fates(5)
    with pytest.raises(sf.NetworkError, match="int is no network"):
        sf.atlas(sites=4).find(5)
    with pytest.raises(sf.SignError, match="order = 5"):
        sf.fates(sf.chain(2, baths=TWO), order=5)


def test_an_order_against_the_numbers_is_refused():
    with pytest.raises(sf.SignError, match="contradicts"):
        sf.fates(sf.chain(2, baths={1: (1, 1), 2: (1, "T2")}), order="T2 > 1 > 3 > T2")


def test_springs_of_negative_sign_are_refused():
    V = [[2, 1], [1, 2]]
    net = sf.Network.from_matrix(V, baths=TWO)
    with pytest.raises(sf.NetworkError, match="spring 1-2 is -1"):
        sf.fates(net)
    with pytest.raises(sf.NetworkError, match="need not be positive"):
        sf.fates(sf.Network.from_edges([(1, 2, "k")], real=["k"], baths=TWO))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"directed_items": (((1, 2), (ONE, ONE)),)}, "a directed spring"),
        ({"magnetic_items": (((1, 2), ONE),)}, "a field"),
        ({"drive_items": (Drive(ONE, (2,)),)}, "a drive"),
        ({"feedback_items": (((2, 1), ONE),)}, "feedback"),
        ({"inerter_items": (((1, 2), ONE),)}, "an inerter"),
        ({"mass_items": (ONE, ONE - 1)}, "mass of 2 is 0"),
        ({"bath_items": (Bath(ONE, ONE, (1, 2), (1, 2)),)}, "bath .* stands between two sites"),
    ],
)
def test_networks_with_other_elements_are_refused_in_one_line(more, words):
    net = replace(sf.chain(2, baths=TWO), **more)
    with pytest.raises(sf.NetworkError, match=words) as refusal:
        sf.fates(net)
    assert "\n" not in str(refusal.value)


def labelled(net, *baths):
    return replace(net, bath_items=tuple(Bath(ONE, exact(t), (site,), label) for label, site, t in baths))


def test_several_baths_at_a_site_are_one_entry():
    ring = labelled(sf.ring(3), ("a", 1, "T1"), ("b", 1, "T2"))
    assert {f.kind for f in sf.fates(ring, order="T1 > T2").values()} == {"zero"}
    chain = labelled(sf.chain(2), ("a", 1, "T1"), ("b", 1, "T3"), ("c", 2, "T2"))
    assert sf.fates(chain, order="T1 > T2 > T3")[1, 2].kind == "any"
    assert sf.fates(chain, order="T1 > T3 > T2")[1, 2].direction == (1, 2)


def test_string_labels():
    net = net_of([("a", "b"), ("b", "c")], {"a": (1, "Ta"), "c": (1, "Tc")})
    assert sf.fates(net, order="Tc > Ta")["a", "b"].direction == ("b", "a")


@pytest.mark.parametrize("bond", [(1, 4), (4, 1)])
def test_a_zero_bond_is_proved(bond):
    outcome = sf.fates(net_of(PAW, TWO)).prove(bond)
    assert outcome.verdict == "proved" and outcome.certificate.check().verdict == "proved"


def test_a_fixed_bond_is_proved_and_an_open_one_refused():
    found = sf.fates(net_of([(1, 2), (2, 3), (3, 4), (4, 2)], {1: (1, "T1"), 3: (1, "T3")}), order="T3 > T1")
    outcome = found.prove((1, 2))
    assert outcome.verdict == "proved" and str(outcome.claim) == "flux(2,1) > 0"
    with pytest.raises(sf.SignError, match="reverse"):
        found.prove((2, 3))


def orbits(graph, baths):
    """Bonds up to the symmetries of the graph that keep the pair of baths."""
    nodes = sorted(graph)
    edges = {frozenset(e) for e in graph.edges}
    group = []
    for images in permutations(nodes):
        p = dict(zip(nodes, images, strict=True))
        if {p[b] for b in baths} == set(baths) and {frozenset(p[x] for x in e) for e in edges} == edges:
            group.append(p)
    return {min(tuple(sorted(tuple(sorted(p[x] for x in e)) for p in group)) for _ in (0,)) for e in edges}


def placements(graph):
    """Pairs of sites up to the symmetries of the graph."""
    nodes = sorted(graph)
    edges = {frozenset(e) for e in graph.edges}
    group = []
    for images in permutations(nodes):
        p = dict(zip(nodes, images, strict=True))
        if {frozenset(p[x] for x in e) for e in edges} == edges:
            group.append(p)
    return {min(tuple(sorted(p[x] for x in pair)) for p in group) for pair in combinations(nodes, 2)}


@pytest.mark.parametrize("size", [3, 4, 5])
def test_counts_of_small_networks(size):
    from networkx.generators.atlas import graph_atlas_g

    networks, kinds = 0, Counter()
    for graph in graph_atlas_g():
        if graph.number_of_nodes() == size and networkx.is_connected(graph):
            for pair in placements(graph):
                networks += 1
                found = sf.fates(net_of(graph.edges, {pair[0]: (1, "T1"), pair[1]: (1, "T2")}))
                kinds.update(found[orbit[0]].kind for orbit in orbits(graph, pair))
    assert (networks, sum(kinds.values()), kinds["zero"], kinds["fixed"], kinds["any"]) == COUNTS[size]


def test_blocks_agree_with_networkx():
    for seed in range(30):
        graph = networkx.gnm_random_graph(14, 18, seed=seed)
        bonds = sorted(graph.edges)
        marks = [1 << k for k in range(14)]
        found = blocks(14, bonds, marks)
        expected = {frozenset(frozenset(e) for e in part) for part in networkx.biconnected_component_edges(graph)}
        assert {frozenset(frozenset(bonds[k]) for k in block.bonds) for block in found} == expected
        for block in found:  # through a site is reached what is connected to it without the bonds of the block
            rest = graph.copy()
            rest.remove_edges_from(bonds[k] for k in block.bonds)
            for site, reached in block.reached.items():
                assert reached == sum(1 << s for s in networkx.node_connected_component(rest, site))


def test_a_thousand_sites_take_no_time():
    edges = [(i, (i * 7919) % i, 1) for i in range(1, 1000)] + [(i, i + 7, 1) for i in range(100, 900, 50)]
    edges = list({frozenset(e[:2]): e for e in edges}.values())
    net = sf.Network.from_edges(edges, pinning=1, baths={i: (1, 1 + i % 5) for i in range(0, 1000, 3)})
    start = time.process_time()
    assert len(sf.fates(net)) == len(edges)
    assert time.process_time() - start < 3


@pytest.mark.parametrize("size", [8, 14])
def test_theorems_are_proved_on_the_graph_whatever_the_size(size):
    edges = [(i, i + 1, 2) for i in range(1, size)] + [(size - 2, size, 3), (1, size + 1, 1), (size + 1, size + 2, 1)]
    net = sf.Network.from_edges(
        [*edges, (size + 2, 1, 4)], pinning=1, baths={1: ("g1", "T1"), size - 3: ("g2", "T2")}, masses={3: 5}
    )
    found = sf.fates(net)
    for bond, kind in (((size - 1, size), "zero"), ((size + 1, size + 2), "zero"), ((4, 5), "fixed")):
        assert found[bond].kind == kind
        start = time.process_time()
        outcome = found.prove(bond)
        assert outcome.verdict == "proved" and outcome.certificate.data["proof"]["by"] == "conductances"
        assert time.process_time() - start < 2


def test_counts_of_six_sites():
    """By the package's own list of networks, with the bonds up to symmetry."""
    networks = small_networks(6)
    kinds = Counter()
    for network in networks:
        found = sf.fates(net_of(network.bonds, TWO), order="T1 > T2")
        kinds.update(found[first].kind for first in network.orbits)
    assert (len(networks), sum(kinds.values())) == (879, 5467)
    assert (kinds["zero"], kinds["fixed"], kinds["any"]) == (780, 316, 4371)


@pytest.mark.parametrize("size", [3, 4, 5])
def test_the_list_of_networks_is_that_of_the_graph_atlas(size):
    from networkx.generators.atlas import graph_atlas_g

    expected = set()
    for graph in graph_atlas_g():
        if graph.number_of_nodes() == size and networkx.is_connected(graph):
            for a, b in combinations(sorted(graph), 2):
                order = [a, b, *(s for s in graph if s not in (a, b))]
                place = {site: k for k, site in enumerate(order, start=1)}
                expected.add(canonical(size, [(place[i], place[j]) for i, j in graph.edges])[0])
    assert set(small_networks(size)) == expected
