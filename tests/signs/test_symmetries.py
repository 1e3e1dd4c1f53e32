import symflux as sf
from symflux.signs.symmetries import reversals, symmetries


def ring(**options):
    return sf.ring(4, spring="k", pinning=1, **options)


def test_moves_keep_springs_masses_and_frictions_and_leave_temperatures_out():
    baths = {1: ("g", "T1"), 3: ("g", "T3")}
    assert set(symmetries(ring(baths=baths))) == {((2, 4), (4, 2)), ((1, 3), (3, 1)), ((1, 3), (2, 4), (3, 1), (4, 2))}
    assert symmetries(ring(baths={1: ("g", 1), 3: ("h", 1)})) == [((2, 4), (4, 2))]
    assert symmetries(ring(baths=baths, masses={2: 2})) == [((1, 3), (3, 1))]


def test_baths_of_one_total_friction_are_not_the_same():
    net = sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: [(1, "T"), (2, "T")], 2: (3, "T")})
    assert symmetries(net) == []


def test_a_field_is_turned_by_an_exchange():
    pair = sf.Network.from_edges([(1, 2, 1)], pinning=1, baths={1: (1, 1), 2: (1, 2)}, magnetic={(1, 2): "w"})
    assert (symmetries(pair), reversals(pair)) == ([], [((1, 2), (2, 1))])
    assert reversals(sf.chain(2, baths={1: (1, 1)})) == []


def test_large_networks_are_left_alone():
    assert symmetries(sf.chain(40, pinning=1, baths={1: (1, 1), 40: (1, 2)})) == []
