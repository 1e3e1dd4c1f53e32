"""Symmetry laws: zero in every steady state, complete, none where there is no repeated frequency, and their checker."""

import json
import random

import pytest

import symflux as sf
from symflux.algebra import exact
from symflux.certificates import check_family as checker
from symflux.errors import CertificateError
from symflux.family.certificate import FamilyCertificate
from symflux.family.symmetry import symmetry_laws


def ring(n, *sites, **options):
    return sf.ring(n, spring="k", pinning="c", baths={s: (f"g{s}", f"T{s}") for s in sites}, **options)


def test_voltage_law_of_the_ring():
    for n in (3, 4, 5):
        network = ring(n, *range(1, n + 1))
        law = symmetry_laws(network)[0]
        expected = {(i, i % n + 1): f"g{i}" for i in range(1, n + 1)}
        for (i, j), value in law.resistances.items():
            assert value == exact(f"{expected[i, j]} + g{j}")
        assert set(law.resistances) == set(expected)
        assert law.cycle == tuple(range(1, n + 1))
        numbers = {"k": 2, "c": 3, **{f"g{s}": s for s in range(1, n + 1)}, **{f"T{s}": s * s for s in range(1, n + 1)}}
        assert symmetry_laws(network.at(numbers))[0].residual() == 0


def test_voltage_laws_of_the_complete_graph():
    network = sf.complete(4, spring="k", pinning="c", baths={s: (f"g{s}", f"T{s}") for s in (1, 2, 3, 4)})
    laws = symmetry_laws(network)
    assert len(laws) == 3
    assert all(len(law.cycle) == 3 and not law.others for law in laws)
    values = {f"g{s}": s for s in (1, 2, 3, 4)} | {f"T{s}": s * s for s in (1, 2, 3, 4)}
    numbers = network.at({"k": 2, "c": 3, **values})
    assert [law.residual() for law in symmetry_laws(numbers)] == [0, 0, 0]


@pytest.mark.parametrize("far", [2, 3, 4, 5])
def test_each_arm_of_a_ring_carries_half(far):
    state = ring(6, 1, far).at({"k": 2, "c": 1, "g1": 1, f"g{far}": 3, "T1": 5, f"T{far}": 2})
    if not state.hidden_modes():
        flux = state.steady_state().bond_flux(1, 2).rational_function
        assert 2 * flux == state.steady_state().bath_flux(1).rational_function


def test_laws_hold_where_masses_differ():
    """Two legs of one frequency on a hub, one twice as heavy and twice as stiff, baths of any strength."""
    network = sf.Network.from_edges(
        [(0, 1, 1), (0, 2, 2), (1, 2, "1/2")], pinning={0: 1, 1: 1, 2: 2}, masses={1: 1, 2: 2},
        baths={0: (1, 3), 1: (2, 5), 2: ("1/3", 1)},
    )  # fmt: skip
    laws = symmetry_laws(network)
    for law in laws:
        assert law.residual() == 0
        assert law.certificate().check().kind == "symmetry law"
    uniform = sf.Network.from_edges(
        [(0, 1, 1), (0, 2, 2)], pinning={0: 1, 1: 2, 2: 4}, masses={2: 2}, baths={0: (1, 3), 1: (2, 5)}
    )
    assert symmetry_laws(uniform) == []  # the two legs have one frequency, but the hub joins them into others


def test_pairs_without_a_bond():
    (law,) = symmetry_laws(sf.star(4, spring=2, pinning=1, baths={1: (1, 4), 2: (2, 7), 3: (3, 1)}))
    assert set(law.others) == {(2, 3), (2, 4), (3, 4)}
    assert law.residual() == 0
    assert law.cycle is None
    with pytest.raises(sf.NetworkError, match="without a bond"):
        law.claim  # noqa: B018


def test_no_law_without_a_repeated_frequency():
    assert symmetry_laws(sf.chain(5, spring="k", pinning="c", baths={1: ("g", "T")})) == []
    assert symmetry_laws(ring(4, 1, 2, masses=[1, 2, 3, 4])) == []
    assert symmetry_laws(sf.ring(3, spring=["a", "b", "c"], baths={1: ("g", "T")})) == []


def test_a_law_is_proved_by_the_ordinary_prover_too():
    law = symmetry_laws(ring(3, 1, 2, 3))[0]
    assert sf.prove(law.claim).verdict == "proved"


def test_false_laws_are_rejected():
    laws = [symmetry_laws(ring(5, 1, 2, 4))[0], symmetry_laws(ring(4, 1, 2, 3, 4))[0]]
    source = random.Random(3)
    for law in laws:
        data = dict(law.certificate().data)
        assert "round" in law.certificate().check().claim
        for _ in range(150):
            copy = json.loads(json.dumps(data))
            row = source.choice(copy["generator"])
            kind = source.randrange(4)
            if kind == 0:
                row[2] = source.choice(["2", "0", "k", "-3/2"])
            elif kind == 1:
                row[0], row[1] = row[1], row[0]
            elif kind == 2:
                copy["generator"].remove(row)
            else:
                place = source.choice(["masses", "pinning"])
                copy["network"][place][source.randrange(len(copy["network"][place]))] = source.choice(["7", "k + 1"])
            with pytest.raises(checker.Rejected):
                checker.check_family(copy)
        wrong = {**data, "cycle": list(data["cycle"])[:-1]}
        with pytest.raises(CertificateError):
            FamilyCertificate(wrong).check()


def test_a_cycle_may_be_walked_both_ways_and_hold_negative_springs():
    law = symmetry_laws(ring(3, 1, 2, 3))[0]
    data = {**law.certificate().data, "cycle": [1, 3, 2]}
    assert FamilyCertificate(data).check().kind == "symmetry law"  # the other way round is as impossible
    frustrated = sf.Network.from_edges(
        [(1, 2, 1), (2, 3, 1), (3, 1, -1)], pinning={1: 3, 2: 1, 3: 3}, baths={s: (1, s) for s in (1, 2, 3)}
    )
    for other in symmetry_laws(frustrated):
        assert other.residual() == 0
        assert other.cycle == (1, 2, 3)  # the law speaks of fluxes, whatever the sign of the spring
        assert other.certificate().check().kind == "symmetry law"


def test_find_knows_that_heat_cannot_circulate():
    network = ring(6, 1, 3, 4)
    around = {(i, i % 6 + 1): "+" for i in range(1, 7)}
    found = sf.find(network, around)
    assert found.verdict == "refuted" and "cannot circulate" in found.reason
    assert "all the way round" in found.certificate.check().claim
    assert sf.find(network, {(i % 6 + 1, i): "+" for i in range(1, 7)}).verdict == "refuted"
    unequal = sf.Network.from_edges([(1, 2, "a"), (1, 3, "b"), (2, 3, "c")], pinning=1, baths={1: (1, 2), 2: (1, 1)})
    assert sf.find(unequal, {(1, 2): "+", (2, 3): "+", (3, 1): "+"}).verdict == "proved"
