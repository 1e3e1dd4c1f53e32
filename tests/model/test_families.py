"""Chain, ring, star, complete."""

import pytest

import symflux as sf


@pytest.mark.parametrize(
    ("family", "size", "bonds"),
    [
        (sf.chain, 4, [(1, 2), (2, 3), (3, 4)]),
        (sf.ring, 4, [(1, 2), (2, 3), (3, 4), (4, 1)]),
        (sf.star, 4, [(1, 2), (1, 3), (1, 4)]),
        (sf.complete, 4, [(1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]),
        (sf.chain, 1, []),
    ],
)
def test_bonds(family, size, bonds):
    net = family(size, baths={1: (1, 1)})
    assert tuple(bonds) == net.bonds
    assert tuple(range(1, size + 1)) == net.sites


def test_one_value_a_list_or_a_table_of_springs():
    same = sf.chain(3, spring="k")
    assert same == sf.chain(3, spring=["k", "k"]) == sf.chain(3, spring={(1, 2): "k", (3, 2): "k"})


def test_pinning_and_masses_one_a_site():
    net = sf.chain(2, pinning=["c1", "c2"], masses=[1, "m"])
    assert [str(value) for value in net.pinning.values()] == ["c1", "c2"]
    assert [str(value) for value in net.masses.values()] == ["1", "m"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: sf.chain(0),
        lambda: sf.chain(True),
        lambda: sf.chain("3"),
        lambda: sf.ring(2),
        lambda: sf.chain(10**9),
        lambda: sf.complete(500),
        lambda: sf.chain(3, spring=[1]),
        lambda: sf.chain(3, spring={(1, 2): 1}),
        lambda: sf.chain(3, pinning=[1, 2]),
        lambda: sf.chain(3, baths={4: (1, 1)}),
    ],
)
def test_refused_in_one_line(wrong):
    with pytest.raises(sf.NetworkError) as caught:
        wrong()
    assert "\n" not in str(caught.value)
