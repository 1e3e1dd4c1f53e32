"""Networks: content, equality, labels, values of every kind, refusals, large ones."""

import pickle
import time
from fractions import Fraction

import networkx
import numpy as np
import pytest
import sympy
from hypothesis import given
from network_strategies import rational_networks, symbolic_networks

import symflux as sf
from symflux.model.network import Bath


@given(symbolic_networks())
def test_networks_survive_pickling_and_networkx(network):
    again = pickle.loads(pickle.dumps(network))
    assert (again, hash(again)) == (network, hash(network))
    assert sf.Network.from_networkx(network.to_networkx()) == network


@given(rational_networks())
def test_matrix_gives_back_the_network(network):
    V = [[entry.value for entry in row] for row in network.potential_matrix()]
    again = sf.Network.from_matrix(V, baths=network.baths, masses=network.masses, sites=network.sites)
    assert again == network


def test_equality_is_by_content():
    one = sf.Network.from_edges([(1, 2, "a"), (2, 3, 1)], pinning="2/4", baths={1: (1, "T"), 3: (2, 1)})
    other = sf.Network.from_edges(
        [(3, 2, Fraction(1)), (2, 1, sympy.Symbol("a", real=True))],
        pinning={1: "0.5", 2: sympy.Rational(1, 2), 3: Fraction(1, 2)},
        baths={3: Bath(2, 1), 1: ("1", sympy.Symbol("T"))},
        name="another name",
    )
    assert (one, hash(one)) == (other, hash(other))
    assert one != other.at({"a": 1})
    assert one != "network"


def test_one_name_is_one_parameter_whatever_its_assumptions():
    k = [sympy.Symbol("k"), sympy.Symbol("k", positive=True), sympy.Symbol("k", real=True), sympy.Dummy("k"), "k"]
    network = sf.chain(6, spring=k, pinning=1, baths={1: (1, 1)})
    assert network.parameters == ("k",)


def test_integers_sort_and_strings_keep_their_order():
    assert sf.Network.from_edges([(3, 1, 1), (10, 2, 1)]).sites == (1, 2, 3, 10)
    assert sf.Network.from_edges([("b", "a", 1), ("c", 1, 1)]).sites == ("b", "a", "c", 1)


def test_bath_creates_no_site():
    with pytest.raises(sf.NetworkError, match="bath at 3: no such site; sites: 1, 2"):
        sf.Network.from_edges([(1, 2, 1)], baths={3: (1, 1)})


def test_tables_and_sites_create_sites():
    network = sf.Network.from_edges([(1, 2, 1)], sites=[9], pinning={5: 1}, masses={7: 2}, baths={9: (1, 1)})
    assert network.sites == (1, 2, 5, 7, 9)


@pytest.mark.parametrize("site", [np.int64(1), sympy.Integer(1), 1])
def test_integers_of_every_kind_name_the_same_site(site):
    assert sf.Network.from_edges([(site, 2, 1)]).sites == (1, 2)


@pytest.mark.parametrize("value", [2, Fraction(2), "2", sympy.Integer(2), np.int64(2), "4/2", "2.0", np.uint8(2)])
def test_values_of_every_exact_kind(value):
    assert sf.Network.from_edges([(1, 2, value)]).spring(1, 2) == 2


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        (0.1, sf.InexactInputError, r'write "0.1" \(= 1/10\) or Fraction\(1, 10\)'),
        (np.float64(0.1), sf.InexactInputError, r'write "0.1"'),
        (np.float32(0.1), sf.InexactInputError, "write a string or Fraction"),
        (1e300, sf.InexactInputError, r'write "1e\+300"'),
        (float("nan"), sf.InexactInputError, "not a finite number"),
        (float("-inf"), sf.InexactInputError, "not a finite number"),
        (sympy.oo, sf.InexactInputError, "not a finite number"),
        (sympy.Float("0.1"), sf.InexactInputError, "not exact"),
        (True, sf.InexactInputError, "truth value"),
        (sympy.true, sf.InexactInputError, "truth value"),
        (np.bool_(True), sf.NetworkError, "not an exact value"),
        (sympy.pi, sf.InexactInputError, "not rational"),
        (sympy.sqrt(2), sf.InexactInputError, "not rational"),
        (sympy.sin(sympy.Symbol("x")), sf.NetworkError, "not a rational function"),
        (sympy.Symbol("two words"), sf.NetworkError, "cannot name a parameter"),
        (1j, sf.NetworkError, "not an exact value"),
        (None, sf.NetworkError, "not an exact value"),
        ([1], sf.NetworkError, "not an exact value"),
        ("0.1.2", sf.NetworkError, "no operator at character 4"),
        pytest.param(10**20_000, sf.NetworkError, "bits; the limit is", id="huge"),
    ],
)
def test_inexact_and_foreign_values_are_refused(value, error, words):
    with pytest.raises(error, match=words) as caught:
        sf.Network.from_edges([(1, 2, value)])
    assert str(caught.value).startswith("spring 1-2: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: sf.Network.from_edges([(1, 1, 1)]), "joins a site to itself"),
        (lambda: sf.Network.from_edges([(1, 2, 1), (2, 1, 3)]), "given twice"),
        (lambda: sf.Network.from_edges([(1, 2)]), "write"),
        (lambda: sf.Network.from_edges([(1.5, 2, 1)]), "cannot label a site"),
        (lambda: sf.Network.from_edges([(True, 2, 1)]), "cannot label a site"),
        (lambda: sf.Network.from_edges([("a b", 2, 1)]), "cannot label a site"),
        (lambda: sf.Network.from_edges([(10**5000, 2, 1)]), "cannot label a site"),
        (lambda: sf.Network.from_edges([(1, "1", 1)]), "spell the same label"),
        (lambda: sf.Network.from_edges([]), "no sites"),
        (lambda: sf.Network.from_edges([(1, 2, 1)], baths={1: 3}), "write .friction, temperature."),
        (lambda: sf.Network.from_edges([(1, 2, 1)], baths={1: (0, 1)}), "friction: 0 is not positive"),
        (lambda: sf.Network.from_edges([(1, 2, 1)], baths={1: (1, "-T")}), "temperature: -T is not positive"),
        (lambda: sf.Network.from_edges([(1, 2, 1)], masses=-1), "is not positive"),
        (lambda: sf.Network.from_matrix([[1, 2], [3, 1]]), "must be symmetric"),
        (lambda: sf.Network.from_matrix([[1, 2]]), "every row needs"),
        (lambda: sf.Network.from_matrix([[1, 2], [2, 1]]), r"negative along q = \(-?\d+, -?\d+\)"),
        (lambda: sf.Network.from_matrix([[1]], sites=[1, 2]), "2 labels for 1 rows"),
        (lambda: sf.Network.from_networkx(networkx.DiGraph([(1, 2)])), "must be undirected"),
        (lambda: sf.Network.from_networkx("graph"), "a networkx graph is needed"),
        (lambda: sf.chain(0), "the number of sites"),
        (lambda: sf.chain(True), "the number of sites"),
        (lambda: sf.ring(2), "the number of sites"),
        (lambda: sf.complete(200), "the limit is 10000"),
        (lambda: sf.chain(3, spring=[1]), "1 values for 2 bonds"),
        (lambda: sf.chain(3, spring={(1, 2): 1, (2, 3): 1, (1, 3): 5}), "not a bond of this network"),
        (lambda: sf.chain(3, pinning=[1]), "1 values for 3 sites"),
        (lambda: sf.chain(2, name="a\nb"), "printable"),
        (lambda: sf.chain(2, real=["a+b"]), "real:"),
        (lambda: sf.chain(2).to_toml("/no such directory/network.toml"), "cannot be written"),
        (lambda: sf.chain(2, spring="k").at({"k": -1}), "positive unless declared real"),
        (lambda: sf.chain(2, spring="1/k").at({"k": 0}), "denominator vanishes"),
    ],
)  # fmt: skip
def test_refusals_say_what_is_wrong(build, words):
    with pytest.raises(sf.NetworkError, match=words):
        build()


def test_every_problem_is_reported_at_once():
    with pytest.raises(sf.NetworkError) as caught:
        sf.Network.from_edges([(1, 1, 0.5), (2, 3, "1/0")], baths={9: (1, 1)})
    assert len(caught.value.problems) == 4


def test_networks_are_frozen():
    network = sf.chain(2)
    with pytest.raises(AttributeError):
        network.name = "other"
    with pytest.raises(TypeError):
        network.springs[1, 2] = 3


def test_declared_real_parameters_may_be_negative():
    network = sf.chain(2, spring="k", pinning=3, baths={1: (1, "T1"), 2: (1, "T2")}, real=["k"])
    assert network.at({"k": -1}).spring(1, 2) == -1
    assert network.steady_state().bond_flux(1, 2).at({"k": -1, "T1": 2, "T2": 1}).expr > 0
    assert {s.is_positive for s in network.steady_state().bond_flux(1, 2).expr.free_symbols if s.name == "k"} == {None}


def test_limits_are_accepted_and_stay_fast():
    started = time.monotonic()
    bonds = [(i, j, 1 + (i * j) % 7) for i in range(200) for j in range(i)][:10_000]
    network = sf.Network.from_edges(bonds, pinning=1, baths={0: (1, 1), 1: (1, 2)})
    assert len(network.bonds) == 10_000
    assert len(sf.chain(1000, spring="k", pinning=1, baths={1: (1, 1)}).sites) == 1000
    assert time.monotonic() - started < 20
