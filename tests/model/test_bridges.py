"""Bonds whose removal cuts the network in two."""

import symflux as sf
from symflux.model.bridges import is_bridge, side_of


def test_every_bond_of_a_tree_is_a_bridge_and_none_of_a_ring():
    chain, ring = sf.chain(4), sf.ring(4)
    assert all(is_bridge(chain, bond) for bond in chain.bonds)
    assert not any(is_bridge(ring, bond) for bond in ring.bonds)


def test_the_side_is_that_of_the_first_site():
    lollipop = sf.Network.from_edges([(1, 2, 1), (2, 3, 1), (3, 1, 1), (3, 4, 1), (4, 5, 1)])
    assert side_of(lollipop, (3, 4)) == {1, 2, 3}
    assert side_of(lollipop, (4, 3)) == {4, 5}
    assert [bond for bond in lollipop.bonds if is_bridge(lollipop, bond)] == [(3, 4), (4, 5)]
