"""Continuants of sites in a row against determinants and columns, for every kind of element."""

import itertools
import random

import pytest
from flint import fmpz_mat

import symflux as sf
from symflux.moments.columns import adjugate_column, can_recur
from symflux.moments.path import Path, narrow_order
from symflux.moments.route import moments_of


@pytest.mark.parametrize("seed", range(30))
def test_cofactors_are_those_of_the_matrix(seed):
    draw = random.Random(seed)
    size = draw.randint(1, 60 if seed % 3 == 0 else 8)
    matrix = [[draw.randint(-5, 5) if abs(i - j) < 2 else 0 for j in range(size)] for i in range(size)]
    path = Path(range(size), lambda i, j: matrix[i][j], 1)
    assert path.determinant == fmpz_mat(matrix).det()
    for _ in range(5):
        i, j = draw.randrange(size), draw.randrange(size)
        minor = [row[:i] + row[i + 1 :] for k, row in enumerate(matrix) if k != j]
        expected = fmpz_mat(minor).det() if size > 1 else 1
        assert path.cofactor(i, j) == (-1) ** (i + j) * expected


def row_of(draw, size, numbers):
    """Sites in a row in a random order, with masses, fields, one-way springs and baths between sites."""
    order = draw.sample(range(1, size + 1), size)
    bonds = list(itertools.pairwise(order))
    values = ["1", "2", "3/2", "1/7"] if numbers else ["k", "2", "k+1", "3*g"]
    options = {}
    if draw.random() < 0.5:
        options["magnetic"] = {draw.choice(bonds): draw.choice(values)}
    masses = {i: draw.choice(["1", "2", "1/2"]) for i in order}
    return sf.Network.from_edges(
        [(i, j, draw.choice(values)) for i, j in bonds],
        sites=sorted(order),
        pinning={i: draw.choice(values) for i in order},
        masses=masses,
        baths={i: (draw.choice(values), f"T{i}") for i in draw.sample(order, 2)},
        **options,
    )


@pytest.mark.parametrize("seed", range(40))
def test_entries_are_those_of_the_columns(seed):
    draw = random.Random(seed)
    model = row_of(draw, draw.randint(6, 9), seed % 2).linear_model()
    moments = moments_of(model)
    assert moments.path is not None and can_recur(moments.grid)
    for source, direction in enumerate(moments.directions):
        column = adjugate_column(moments.grid, moments.determinant, direction, moments.zero)
        for site in range(model.size):
            entry = moments.entry(source, site)
            assert entry == column[site][: len(entry)] and not any(column[site][len(entry) :])


def test_rings_trees_and_small_networks_have_no_path():
    ring = sf.ring(7, spring=1, pinning=1, baths={1: (1, 1), 2: (2, 1)})
    star = sf.star(7, spring=1, pinning=[1, 2, 3, 4, 5, 6, 7], baths={1: (1, 1), 2: (2, 1)})
    pair = sf.chain(2, spring=1, pinning=1, baths={1: (1, 1)})
    assert all(moments_of(net.linear_model()).path is None for net in (ring, star, pair))


def test_narrow_order_counts_both_sides_of_the_diagonal():
    assert narrow_order([{}, {}, {0: 1}])[1] == 2
