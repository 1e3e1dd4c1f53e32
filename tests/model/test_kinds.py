"""Masses of zero, directed springs, several baths, fields, drives, feedback: built, written, read back, refused."""

import pickle

import pytest

import symflux as sf
from symflux.model.files import network_from_text
from symflux.model.network_text import network_text

ALL = sf.Network.from_edges(
    [(1, 2, "k"), (2, 3, ("k23", "k32"))],
    pinning=1,
    masses={1: 0, 2: "m", (1, 2): "C"},
    baths={1: ("g1", "T1"), 2: {"hot": ("g2", "T2"), "cold": ("h", "T3")}, (2, 3): ("g", "T0"), 3: [(1, 2), (3, "4")]},
    magnetic={(2, 3): "w"},
    drives={3: "D", (1, 2): "E"},
    feedback={(2, 2): "f", (3, 1): "e"},
    real=["w", "k23"],
)
EXPECTED = """network of 3 sites, 2 springs, 6 baths
  spring 1-2: k
  pinning 1: 1, 2: 1, 3: 1
  masses 1: 0, 2: m
  bath at 1: friction g1, temperature T1
  bath hot at 2: friction g2, temperature T2
  bath cold at 2: friction h, temperature T3
  bath 3.1 at 3: friction 1, temperature 2
  bath 3.2 at 3: friction 3, temperature 4
  bath between 2 and 3: friction g, temperature T0
  directed spring 2-3: k23 on 2, k32 on 3
  mass between 1 and 2: C
  magnetic field 2-3: w
  drive at 3: strength D
  drive at 1-2: strength E
  feedback on 2 from 2: f
  feedback on 3 from 1: e
  real (of either sign): k23, w"""


def test_the_description_shows_every_element():
    assert str(ALL) == EXPECTED


def test_every_element_survives_files_pickles_and_graphs():
    again = sf.Network.of(network_from_text(network_text(ALL)))
    assert again == ALL and hash(again) == hash(ALL) and network_text(again) == network_text(ALL)
    assert pickle.loads(pickle.dumps(ALL)) == ALL
    assert sf.Network.from_networkx(ALL.to_networkx(), real=["w", "k23"]) == ALL


def test_labels_are_known_in_either_order():
    assert list(ALL.baths) == [1, "hot", "cold", "3.1", "3.2", (2, 3)]
    assert ALL.bath((3, 2)) == ALL.bath((2, 3))
    with pytest.raises(sf.NetworkError, match="no bath at site 'hott'"):
        ALL.bath("hott")


def test_the_same_network_written_the_other_way_round():
    one = sf.Network.from_edges(
        [(1, 2, ("a", "b"))], baths={(1, 2): (1, 1)}, magnetic={(1, 2): "w"}, drives={(1, 2): 1}, real=["w"]
    )
    other = sf.Network.from_edges(
        [(2, 1, ("b", "a"))], baths={(2, 1): (1, 1)}, magnetic={(2, 1): "-w"}, drives={(2, 1): 1}, real=["w"]
    )
    assert one == other and hash(one) == hash(other)
    assert one.linear_model().coupling == other.linear_model().coupling


def test_a_pair_of_equal_constants_is_a_spring():
    assert sf.Network.from_edges([(1, 2, ("k", "k"))]) == sf.Network.from_edges([(1, 2, "k")])
    one_way = sf.Network.from_edges([(1, 2, (0, -3))])
    assert str(one_way.spring(1, 2)) == "0" and str(one_way.spring(2, 1)) == "-3"


def test_at_puts_values_everywhere():
    values = {"k": 1, "k23": -2, "k32": 0, "m": 2, "C": 1, "w": -1, "D": 0, "E": 1, "f": 1, "e": 2, "T0": 0, "g": 1}
    there = ALL.at(values)
    assert there.parameters == ("T1", "T2", "T3", "g1", "g2", "h")
    assert str(there.bath((2, 3)).temperature) == "0"


def test_from_matrix_with_damping_and_one_way_springs():
    net = sf.Network.from_matrix(
        [[2, -1], ["-a", 3]], baths={1: (1, 1)}, damping=[[0, "-w"], ["w", "h"]], reciprocal=False
    )
    expected = sf.Network.from_edges(
        [(1, 2, (1, "a"))], pinning={1: 1, 2: "3 - a"}, baths={1: (1, 1)},
        magnetic={(1, 2): "w"}, feedback={(2, 2): "h"},
    )  # fmt: skip
    assert net == expected


def test_weights_of_a_graph_are_asked_for_by_name():
    import networkx

    graph = networkx.Graph()
    graph.add_edge(0, 1, weight=5)
    with pytest.raises(sf.NetworkError, match='edge 0-1 has the attribute weight, and no k: write weight="k"'):
        sf.Network.from_networkx(graph)
    assert str(sf.Network.from_networkx(graph, weight="k").spring(0, 1)) == "5"
    assert str(sf.Network.from_networkx(graph, weight="weight").spring(0, 1)) == "5"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"springs": [(1, 2, ("k",))]}, "a directed spring has two"),
        ({"springs": [(1, 2, ("k", None))]}, "a directed spring has two"),
        ({"springs": [(1, 2, (0.5, 1))]}, "0.5 is a float"),
        ({"masses": {(1, 2): 0}}, "mass between 1 and 2: 0 is not positive"),
        ({"masses": {1: "-m"}}, "mass of site 1: -m is not positive"),
        ({"masses": {(1, 1): 1}}, "joins a site to itself"),
        ({"masses": {(1, 2): 1, (2, 1): 1}}, "given twice"),
        ({"baths": {7: (1, 1)}}, "bath at 7: no such site"),
        ({"baths": {(1, 7): (1, 1)}}, "bath 1-7: no such site"),
        ({"baths": {1: {"a": (1, 1)}, 2: {"a": (1, 1)}}}, "labels are unique"),
        ({"baths": {1: {2: (1, 1)}}}, "labels are unique"),
        ({"baths": {1: {"2": (1, 1)}}}, "labels are unique"),
        ({"baths": {1: {"2": (1, 1)}, 2: (1, 1)}}, "labels are unique"),
        ({"baths": {1: [(1, 1), 3]}}, "write .friction, temperature."),
        ({"baths": {1: {"a b": (1, 1)}}}, "cannot label"),
        ({"baths": {1: (1, -1)}}, "temperature: -1 is not positive"),
        ({"magnetic": {1: "w"}}, "write a pair of sites"),
        ({"magnetic": {(1, 3): "w"}}, "no such site"),
        ({"magnetic": {(1, 2): 1, (2, 1): 1}}, "given twice"),
        ({"drives": {1: -1}}, "drive at 1: -1 is negative"),
        ({"drives": {(1, 2): 1, (2, 1): 1}}, "add the two strengths"),
        ({"feedback": {1: 1}}, "write a pair of sites"),
        ({"feedback": 3}, "write {"),
    ],
)
def test_refusals_say_what_is_wrong(given, words):
    with pytest.raises(sf.NetworkError, match=words) as caught:
        sf.Network.from_edges(given.pop("springs", [(1, 2, 1)]), **given)
    assert all("\n" not in problem for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[mass]]\nmass = 1", "give either site or between"),
        ("[[mass]]\nsite = 1\nbetween = [1, 2]\nmass = 1", "give either site or between"),
        ("[[mass]]\nsite = 1\nmass = 1\n[masses]\n1 = 2", "say it once"),
        ("masses = 2\n[[mass]]\nsite = 1\nmass = 1", "say it once"),
        ("[[magnetic]]\nbetween = [1]\nw = 1", "between is a list of two sites"),
        ("[[drive]]\nsite = 1\nstrenght = 1", "did you mean 'strength'"),
        ("[[feedback]]\non = 1\nfrom = 2", "no friction"),
        ("[[bath]]\nsite = 1\nfriction = 1\ntemperature = 1\n" * 2, "give each a name"),
        ('[[bath]]\nsite = 1\nfriction = 1\ntemperature = 1\nname = "a"\n' * 2, "another bath there has it"),
    ],
)
def test_files_are_refused_in_one_line_each(text, words):
    with pytest.raises(sf.NetworkError, match=words):
        network_from_text(text + "\n[[spring]]\nbetween = [1, 2]\nk = 1\n")


def test_one_mass_for_all_sites_and_an_inerter_in_a_file():
    text = "masses = 2\n[[spring]]\nbetween = [1, 2]\nk = 1\n[[mass]]\nbetween = [1, 2]\nmass = 3\n"
    model = sf.Network.of(network_from_text(text)).linear_model()
    assert [[str(x) for x in row] for row in model.mass.dense()] == [["5", "-3"], ["-3", "5"]]
