"""Random networks for hypothesis: small, connected or not, with equal, unequal and symbolic values."""

from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from symflux import Network

positive = st.sampled_from([Fraction(1), Fraction(2), Fraction(3), Fraction(1, 2), Fraction(5, 3), Fraction(7, 4)])
pins = st.sampled_from([Fraction(0), Fraction(1), Fraction(2), Fraction(1, 3)])
temperatures = st.sampled_from([Fraction(1), Fraction(2), Fraction(7, 2), Fraction(10)])


@st.composite
def edges(draw, least=2, most=4):
    """(number of sites, bonds of a connected graph)."""
    size = draw(st.integers(least, most))
    tree = [(draw(st.integers(1, i - 1)), i) for i in range(2, size + 1)]
    others = [(i, j) for i in range(1, size + 1) for j in range(i + 1, size + 1) if (i, j) not in tree]
    extra = [pair for pair in others if draw(st.booleans())]
    return size, tree + extra


@st.composite
def rational_networks(draw, least=2, most=4, pinned=False):
    """Every coupling a number, with a unique steady state; unpinned ones among them unless ``pinned``."""
    size, bonds = draw(edges(least, most))
    sites = range(1, size + 1)
    baths = draw(st.lists(st.sampled_from(list(sites)), min_size=1, max_size=size, unique=True))
    network = Network.from_edges(
        [(i, j, draw(positive)) for i, j in bonds],
        pinning={i: draw(pins) + (1 if pinned else 0) for i in sites},
        masses={i: draw(positive) for i in sites},
        baths={i: (draw(positive), draw(temperatures)) for i in baths},
    )
    assume(not network.hidden_modes())
    return network


@st.composite
def symbolic_networks(draw, most=3):
    """Some values numbers, some parameters (now and then shared), temperatures symbolic."""
    size, bonds = draw(edges(2, most))
    sites = range(1, size + 1)

    def value(*names):
        return draw(st.sampled_from([1, 2, *names]))

    baths = draw(st.lists(st.sampled_from(list(sites)), min_size=1, max_size=size, unique=True))
    network = Network.from_edges(
        [(i, j, value("a", "b", f"k{i}{j}")) for i, j in bonds],
        pinning={i: draw(st.sampled_from([0, 1, "c", f"c{i}"])) for i in sites},
        masses={i: draw(st.sampled_from([1, 1, 1, "m"])) for i in sites},
        baths={i: (draw(st.sampled_from([1, "g", f"g{i}"])), f"T{i}") for i in baths},
    )
    assume(not network.hidden_modes())
    return network


@st.composite
def raw_matrices(draw, least=2, most=4):
    """(V = S^T S, size): positive semidefinite, often with a kernel, springs of either sign."""
    size = draw(st.integers(least, most))
    rows = draw(st.integers(1, size))
    S = [[draw(st.integers(-2, 2)) for _ in range(size)] for _ in range(rows)]
    return [[sum(row[i] * row[j] for row in S) for j in range(size)] for i in range(size)], size
