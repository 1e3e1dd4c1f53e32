"""Small points: all ones, then simple numbers, now and then without differences of temperature."""

from itertools import islice

import pytest

import symflux as sf
from symflux.errors import UniquenessError
from symflux.quantities.claim import Claim
from symflux.signs.small_points import holds_at, small_points


def test_points_repeat_with_their_seed_and_signs_only_turn_for_real_names():
    first, second = ([*islice(small_points(["T1", "T2", "k"], {"k"}, {"T1", "T2"}, seed=4), 40)] for _ in range(2))
    assert first == second
    assert all(p["T1"] > 0 and p["T2"] > 0 for p in first)
    assert {p["k"] > 0 for p in first} == {True, False}
    assert all(p["T1"] == p["T2"] for p in first[1::8])


def test_a_claim_holds_at_a_point_as_its_network_solved_there_says():
    net = sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")})
    claim = Claim.from_text("flux(1,2) > 0", net)
    assert holds_at(claim, {"k": 1, "T1": 2, "T2": 1})
    assert not holds_at(claim, {"k": 1, "T1": 1, "T2": 1})


def test_the_hurwitz_determinant_is_zero_where_the_steady_state_is_not_unique():
    net = sf.ring(4, spring="k", pinning="c", baths={1: (1, "T1"), 3: ("g", "T3")})
    ones = dict.fromkeys(net.parameters, 1)
    assert not holds_at(Claim.from_text("hurwitz_determinant() > 0", net), ones)
    assert holds_at(Claim.from_text("hurwitz_determinant() >= 0", net), ones)
    with pytest.raises(UniquenessError):
        holds_at(Claim.from_text("flux(1,2) > 0", net), ones)
