"""Lemma 1: hidden modes, and the parameters at which uniqueness is lost."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from network_strategies import edges, positive

import symflux as sf
from symflux.model.uniqueness import coordinate_text

GRID = [Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2)]


def square(**changes):
    values = {"k13": "a", "k14": "b", "k23": "c", "k24": "d", "p3": "p", "p4": "q"} | changes
    return sf.Network.from_edges(
        [(1, 3, values["k13"]), (1, 4, values["k14"]), (2, 3, values["k23"]), (2, 4, values["k24"])],
        pinning={1: 1, 2: 1, 3: values["p3"], 4: values["p4"]},
        baths={1: (1, "T1"), 2: (1, "T2")},
    )


def test_square_of_equal_springs_hides_the_difference():
    assert sf.paper.figure_1().hidden_modes() == [(0, 0, 1, -1)]


@pytest.mark.parametrize("change", ["k13", "k14", "k23", "k24", "p3", "p4"])
def test_one_different_spring_or_pin_restores_uniqueness(change):
    equal = {"k13": 1, "k14": 1, "k23": 1, "k24": 1, "p3": 1, "p4": 1}
    assert square(**equal).hidden_modes() != []
    assert square(**equal | {change: 2}).hidden_modes() == []


def test_uniqueness_error_names_the_mode_in_words():
    with pytest.raises(sf.UniquenessError, match="q3 - q4 moves by itself: no bath reaches it") as caught:
        sf.paper.figure_1().steady_state()
    assert caught.value.hidden_modes == [(0, 0, 1, -1)]


def test_hidden_modes_are_orthogonal_to_the_span_with_masses():
    """Masses 1 and 2 on springs 1 and 2: equal frequencies, and a mode shape that the masses weigh."""
    network = sf.Network.from_edges(
        [(1, 2, 1), (1, 3, 2)], masses={2: 1, 3: 2}, baths={1: (1, 1)}, pinning={2: 1, 3: 2}
    )
    assert network.hidden_modes() == [(0, 2, -1)]
    assert coordinate_text(network, (0, 2, -1)) == "2*q2 - 2*q3"


def test_symbolic_mode_is_hidden_for_all_values():
    network = sf.star(3, spring="k", pinning="c", baths={1: ("g", "T")})
    assert network.hidden_modes() == [(0, 1, -1)]
    assert network.exceptional_set() == [0]
    with pytest.raises(sf.UniquenessError, match="for any values of its parameters"):
        network.steady_state()


def test_unpinned_single_bath_network_is_unique():
    assert sf.chain(3, baths={1: (1, 1)}).hidden_modes() == []


@pytest.mark.parametrize("baths", [{}, {1: (1, 1)}])
def test_disconnected_site_without_a_bath_is_hidden(baths):
    network = sf.Network.from_edges([(1, 2, 1)], sites=[1, 2, 3], pinning=1, baths=baths)
    assert network.hidden_modes() != []


def test_network_without_a_bath_has_no_steady_state():
    with pytest.raises(sf.NetworkError, match="has no bath"):
        sf.chain(2).steady_state()


def test_pole_of_a_coupling_at_the_first_trial_point_does_no_harm():
    """Generic rank is decided at a point, and this coupling has a pole at the first one tried."""
    network = sf.Network.from_edges([(1, 2, "1/(a - 2)")], pinning=1, baths={1: (1, 1), 2: (1, 2)})
    assert network.hidden_modes() == []
    assert network.steady_state().verify()


def test_chain_of_a_thousand_sites_is_unique_from_either_end():
    assert sf.chain(1000, pinning=1, baths={1: (1, 1)}).hidden_modes() == []


def test_hidden_modes_of_a_large_ring():
    modes = sf.ring(60, pinning=1, baths={1: (1, 1)}).hidden_modes()
    assert len(modes) == 29
    assert all(mode[0] == 0 for mode in modes)


EXCEPTIONAL = {
    "square": square(),
    "square with equal pins": square(p3="p", p4="p"),
    "square with masses": sf.Network.from_edges(
        [(1, 2, "a"), (1, 3, "b")], pinning={1: 1, 2: "p", 3: "q"}, masses={3: "m"}, baths={1: (1, 1)}
    ),
    "chain with an inner bath": sf.chain(3, spring=["a", "b"], pinning=["p", 1, "q"], baths={2: (1, 1)}),
    "triangle, one bath": sf.complete(3, spring=["a", "b", "c"], pinning=["p", "q", 1], baths={1: (1, 1)}),
    "star of four": sf.star(4, spring=["a", "b", 1], pinning=[1, "p", "q", 1], baths={1: (1, 1)}),
    "ring of four": sf.ring(4, spring=["a", "b", "c", 1], pinning="p", baths={1: (1, 1)}),
    "spring of either sign": sf.Network.from_edges(
        [(1, 2, "k"), (2, 3, "a")], pinning=9, baths={1: (1, 1)}, real=["k"]
    ),
    "spring that may vanish": sf.Network.from_edges([(1, 2, "a - b"), (2, 3, 1)], pinning=5, baths={1: (1, 1)}),
}


@pytest.mark.parametrize("name", EXCEPTIONAL)
def test_uniqueness_is_lost_exactly_at_the_common_zeros(name):
    """At many points, on the set and off it: the modes at the point against the polynomials at the point."""
    network = EXCEPTIONAL[name]
    polynomials = network.exceptional_set()
    symbols = sorted(set().union(*(p.free_symbols for p in polynomials)), key=str)
    seen = set()
    names = network.coupling_parameters
    values = [*GRID, *((Fraction(0), Fraction(-1)) if network.real else ())]
    for k in range(len(values) ** min(len(names), 4)):
        point = {}
        for n, parameter in enumerate(names):
            digit = (k // len(values) ** n) % len(values) if n < 4 else (k * 7 + n) % len(values)
            value = values[digit]
            point[parameter] = value if parameter in network.real or value > 0 else Fraction(1)
        try:
            there = network.at(point)
        except sf.NetworkError:  # unphysical there
            continue
        at = {s: sympy.Rational(point[s.name].numerator, point[s.name].denominator) for s in symbols}
        lost = all(p.subs(at) == 0 for p in polynomials)
        assert bool(there.hidden_modes()) == lost, point
        seen.add(lost)
    assert False in seen
    if polynomials != [1]:
        assert True in seen, "the test met no exceptional point"


def test_exceptional_set_of_the_square_contains_the_equal_square():
    zeros = {"a": 1, "b": 1, "c": 1, "d": 1, "p": 1, "q": 1}
    assert all(p.subs({s: zeros[s.name] for s in p.free_symbols}) == 0 for p in square().exceptional_set())


def test_chain_is_never_exceptional():
    assert sf.chain(4, spring=["a", "b", "c"], pinning="p", baths={1: (1, 1)}).exceptional_set() == [1]


def test_too_many_terms_are_refused():
    with pytest.raises(sf.NetworkError, match="give some parameters values first"):
        sf.complete(9, spring=[f"k{n}" for n in range(36)], pinning="c", baths={1: (1, 1)}).exceptional_set()


def test_too_many_minors_are_refused():
    bonds = [(i, j, f"k{i}_{j}") for i in range(1, 13) for j in range(i + 1, 13)]
    network = sf.Network.from_edges(bonds, pinning=1, baths={1: (1, 1), 2: (1, 1), 3: (1, 1)})
    with pytest.raises(sf.NetworkError, match="give some parameters values first"):
        network.exceptional_set()


@settings(max_examples=40)
@given(edges(), st.data())
def test_hidden_modes_are_invariant_and_touch_no_bath(graph, data):
    size, bonds = graph
    sites = list(range(1, size + 1))
    network = sf.Network.from_edges(
        [(i, j, data.draw(st.sampled_from([1, 2]))) for i, j in bonds],
        masses={i: data.draw(positive) for i in sites},
        pinning={i: data.draw(st.sampled_from([0, 1])) for i in sites},
        baths=dict.fromkeys(data.draw(st.lists(st.sampled_from(sites), min_size=1, unique=True)), (1, 1)),
    )
    modes = sympy.Matrix(network.hidden_modes())
    if not modes.rows:
        return
    V = sympy.Matrix(size, size, lambda i, j: network.potential_matrix()[i][j].to_sympy())
    M = sympy.diag(*(m.to_sympy() for m in network.masses.values()))
    assert modes.rank() == modes.rows
    for site in network.baths:
        assert all(modes[k, network.index(site)] == 0 for k in range(modes.rows))
    moved = (M.inv() * V * modes.T).T
    assert modes.col_join(moved).rank() == modes.rank()


@settings(max_examples=40)
@given(edges(), st.data())
def test_uniqueness_is_damping_of_every_motion(graph, data):
    """Against numpy: a hidden mode is an eigenvalue of the drift on the imaginary axis (away from zero)."""
    import numpy as np

    size, bonds = graph
    sites = list(range(1, size + 1))
    network = sf.Network.from_edges(
        [(i, j, data.draw(st.sampled_from([1, 2]))) for i, j in bonds],
        pinning={i: data.draw(st.sampled_from([1, 2])) for i in sites},
        baths=dict.fromkeys(data.draw(st.lists(st.sampled_from(sites), min_size=1, unique=True)), (1, 1)),
    )
    V = np.array([[float(entry.value) for entry in row] for row in network.potential_matrix()])
    gamma = np.diag([1.0 if s in network.baths else 0.0 for s in sites])
    drift = np.block([[-gamma, -V], [np.eye(size), np.zeros((size, size))]])
    slowest = np.abs(np.linalg.eigvals(drift).real).min()
    assert (slowest < 1e-9) == bool(network.hidden_modes())
