"""Building networks: every problem at once, matrices, networkx graphs, quartic parts."""

import networkx
import numpy
import pytest
import sympy

import symflux as sf


def test_all_problems_are_reported_at_once():
    with pytest.raises(sf.InexactInputError) as caught:
        sf.Network.from_edges([(1, 1, 1), (1, 2, 0.5), (2, 1, True)], baths={3: (1, 1), 1: (0, -1)})
    problems = caught.value.problems
    assert len(problems) == 5
    assert str(caught.value).splitlines() == list(problems)


def test_matrix_and_springs_describe_the_same_network():
    V = [[3, -1, -2], [-1, 1, 0], [-2, 0, 4]]
    net = sf.Network.from_edges([(1, 2, 1), (1, 3, 2)], pinning={3: 2}, baths={1: (1, 1)})
    for given in (V, numpy.array(V), sympy.Matrix(V)):
        assert net == sf.Network.from_matrix(given, baths={1: (1, 1)})


def test_a_matrix_gives_back_itself():
    a, b = sympy.symbols("a b", positive=True)
    net = sf.Network.from_matrix([[a, -b], [-b, a]], baths={"left": (1, 1)}, sites=["left", "right"])
    assert [[entry.to_sympy() for entry in row] for row in net.potential_matrix()] == [[a, -b], [-b, a]]


@pytest.mark.parametrize("V", [[[1, 2], [3, 4]], [[1, 2]], [[1, 2], [2, 1]], "12", [[1.5]], [1, 2]])
def test_matrices_refused(V):
    with pytest.raises(sf.NetworkError):
        sf.Network.from_matrix(V, baths={1: (1, 1)})


def test_the_direction_of_negative_energy_is_named():
    with pytest.raises(sf.NetworkError, match=r"negative along q = \(1, 1\)"):
        sf.Network.from_matrix([[0, -1], [-1, 0]], baths={1: (1, 1)})


def test_networkx_there_and_back():
    net = sf.ring(4, spring="k", pinning=[1, 0, "c", 2], masses=[1, 2, 1, 1], baths={1: ("g", "T"), 3: (1, 2)})
    assert net == sf.Network.from_networkx(net.to_networkx())


def test_networkx_defaults_and_refusals():
    path = networkx.path_graph(3)
    net = sf.Network.from_networkx(path, spring="k", pinning=1, baths={0: (1, 1)})
    assert net.bonds == ((0, 1), (1, 2)) and str(net.spring(0, 1)) == "k"
    with pytest.raises(sf.NetworkError, match="undirected"):
        sf.Network.from_networkx(networkx.DiGraph([(1, 2)]))
    path.nodes[0]["friction"] = 1
    with pytest.raises(sf.NetworkError, match="both friction and temperature"):
        sf.Network.from_networkx(path)


def test_quartic_parts_make_a_new_network():
    net = sf.chain(3, pinning=1, baths={1: (1, 1)})
    quartic = net.with_quartic({(2, 1): "q"}, pinning={3: 2})
    assert not net.quartic and {bond: str(c) for bond, c in quartic.quartic.items()} == {(2, 1): "q"}
    assert quartic != net and quartic.parameters == ("q",)
    for wrong in ({(1, 3): 1}, {(1, 1): 1}, {(1, 2): 1, (2, 1): 1}, {1: 1}, {(1, 9): 1}):
        with pytest.raises(sf.NetworkError):
            net.with_quartic(wrong)


def test_a_declared_name_must_occur():
    with pytest.raises(sf.NetworkError, match="real: no parameter 'k21'; did you mean 'k12'"):
        sf.Network.from_edges([(1, 2, "k12")], real=["k21"])


def test_a_grid_graph_is_refused_in_one_line_that_says_how():
    import networkx

    grid = networkx.grid_2d_graph(2, 2)
    with pytest.raises(sf.NetworkError, match=r"node \(0, 0\): .*relabel_nodes") as caught:
        sf.Network.from_networkx(grid)
    assert len(caught.value.problems) == 1
    advice = str(caught.value).split("as in ")[1]
    relabelled = eval(advice, {"networkx": networkx, "graph": grid, "str": str, "map": map})
    network = sf.Network.from_networkx(relabelled, spring="k", baths={"0.0": (1, "T1"), "1.1": (1, "T2")})
    assert set(network.sites) == {"0.0", "0.1", "1.0", "1.1"}


def test_labels_are_shown_as_typed():
    with pytest.raises(sf.NetworkError, match="'α' cannot label a site"):
        sf.Network.from_edges([("α", 2, 1)])
    with pytest.raises(sf.NetworkError, match="the symbol k is declared negative"):
        sf.chain(2, spring="k", baths={1: (1, 1)}).at({sympy.Symbol("k", negative=True): 1})


def test_a_bath_of_temperature_zero_is_one():
    network = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    cold = network.at({"T2": 0}).steady_state().bond_flux(1, 2)
    assert cold == network.steady_state().bond_flux(1, 2).at({"T2": 0})
    assert sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, 0)}).steady_state().bond_flux(1, 2) == cold


def test_values_by_keyword_are_refused_with_what_to_write():
    network = sf.chain(2, spring="k", baths={1: (1, "T1")})
    with pytest.raises(sf.NetworkError, match=r"write \.at\(\{'k': 1\}\)"):
        network.at(k=1)
