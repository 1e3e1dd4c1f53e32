"""Copies: every answer equals that of the ordinary network, at sizes and at edges; wrong input is one line."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

import symflux as sf
from symflux.algebra import RationalFunction
from symflux.certificates import check_family as checker
from symflux.errors import CertificateError, NetworkError, UniquenessError
from symflux.family.copies_result import CopiesClaim

POINT = {"k": 2, "l": 3, "u": "1/2", "w": 5, "c": 1, "g": 2, "h": 3, "f": "1/3", "T0": 1, "T1": 2, "T2": 5}


def legs(**values):
    net = sf.chain(2, spring="k", pinning="c", baths={1: ("g1", "T1"), 2: ("g2", "T2")})
    return sf.family.copies(net.at(values) if values else net, {"legs": ("N", [2])})


def two_site_legs():
    """Legs of two sites, joined to the hub, within, crosswise and end to end, with three baths."""
    net = sf.Network.from_edges(
        [
            (0, "a1", "k"), (0, "a2", "k"), ("a1", "b1", "l"), ("a2", "b2", "l"),
            ("a1", "b2", "u"), ("a2", "b1", "u"), ("b1", "b2", "w"),
        ],
        pinning={0: "c"}, masses={"b1": 2, "b2": 2},
        baths={0: ("g", "T0"), "a1": ("h", "T1"), "a2": ("h", "T1"), "b1": ("f", "T2"), "b2": ("f", "T2")},
    ).at(POINT)  # fmt: skip
    return sf.family.copies(net, {"legs": ("N", [["a1", "b1"], ["a2", "b2"]])})


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_star_equals_the_ordinary_network(size):
    family, state = legs(), legs().at(N=size).steady_state()
    assert family.bond_flux(1, 2).at(N=size) == state.bond_flux(1, "2.1")
    assert family.bath_flux(1).at(N=size) == state.bath_flux(1)
    assert family.bath_flux(2).at(N=size) == state.bath_flux("2.1")
    assert family.kinetic_temperature(1).at(N=size) == state.kinetic_temperature(1)
    assert family.kinetic_temperature(2).at(N=size) == state.kinetic_temperature("2.1")
    total = sum(state.conductance(f"2.{n}", 1).rational_function for n in range(1, size + 1))
    assert family.conductance(2, 1, total=True).at(N=size) == total
    assert family.bond_flux(1, 2, total=True).at(N=size) == state.bath_flux(1)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_joined_copies_equal_the_ordinary_network(size):
    family = two_site_legs()
    state = family.at(N=size).steady_state()
    for i, j, there in [(0, "a1", (0, "a1.1")), ("a1", "b1", ("a1.1", "b1.1"))]:
        assert family.bond_flux(i, j).at(N=size) == state.bond_flux(*there)
    for site in ("a1", "b1"):
        assert family.kinetic_temperature(site).at(N=size) == state.kinetic_temperature(f"{site}.1")
        assert family.bath_flux(site).at(N=size) == state.bath_flux(f"{site}.1")
    if size > 1:
        assert family.bond_flux("a1", "b1", apart=True).at(N=size) == state.bond_flux("a1.1", "b1.2")
        assert family.bond_flux("b1", "b1", apart=True).at(N=size) == 0 == state.bond_flux("b1.1", "b1.2")


def test_published_forms():
    g, k, c, m, n, N = (RationalFunction.variable(x) for x in "gkcmnN")
    net = sf.chain(2, spring="k", pinning="c", baths={1: ("g", "T1"), 2: ("g", "T2")})
    sides = sf.family.copies(net, {"left": ("m", [1]), "right": ("n", [2])})
    expected = 2 * g * k**2 / (k**2 * (m + n) ** 2 + 2 * g**2 * k * (m + n) + 4 * c * g**2)
    assert sides.bond_flux(1, 2).at({"T1": 3, "T2": 2}) == expected
    everywhere = {"first": ("g", "T1"), "last": ("g", "T2"), "rest": ("g", "T")}
    family = sf.family.complete(spring="k", pinning="c", baths=everywhere)
    assert family.conductance("first", "last") == 2 * g * k**2 / (N**2 * k**2 + 2 * g**2 * (2 * c + N * k))


@pytest.mark.parametrize("size", [3, 4, 6])
def test_complete_graph_equals_the_ordinary_network(size):
    everywhere = {"first": ("g", "T1"), "last": ("g", "T2"), "rest": ("g", "T")}
    family = sf.family.complete(spring="k", pinning="c", baths=everywhere)
    state = sf.complete(
        size, spring="k", pinning="c", baths={s: ("g", {1: "T1", 2: "T2"}.get(s, "T")) for s in range(1, size + 1)}
    ).steady_state()
    assert family.conductance("first", "last").at(N=size) == state.conductance(1, 2)
    assert family.kinetic_temperature("rest").at(N=size) == state.kinetic_temperature(3)


def test_sectors_are_asked_one_by_one():
    """K_(n+2) with two baths: the other sites hide n - 1 modes among themselves, and the flux is there all the same."""
    net = sf.complete(4, spring="k", pinning="c", baths={1: ("g1", "T1"), 2: ("g2", "T2")})
    family = sf.family.copies(net, {"rest": ("n", [[3], [4]])})
    assert family.hidden_modes()["symmetric"] == []
    assert len(family.hidden_modes()["rest"]) == 1
    assert family.bond_flux(1, 2).at(n=1) == family.at(n=1).steady_state().bond_flux(1, 2)
    with pytest.raises(UniquenessError, match="no unique steady state"):
        family.kinetic_temperature(3)


def test_signs_for_every_number_of_copies():
    outcome = sf.prove(legs().bond_flux(1, 2) > 0, given=["T1 > T2"])
    assert outcome.verdict == "proved"
    assert "every whole number N >= 1" in str(outcome.certificate.check())
    assert sf.prove(legs(c=1, g1=1, g2=1, k=1, T1=2, T2=1).bond_flux(1, 2) < "1/5").verdict == "proved"


def test_only_a_whole_number_of_copies_refutes():
    family = legs(c=1, g1=1, g2=1, k=1, T1=2, T2=1)
    refuted = sf.prove(family.bond_flux(1, 2) < "1/8")
    assert refuted.verdict == "refuted"
    assert refuted.witness["N"] == 1
    at_two_and_a_half = family.bond_flux(1, 2).rational_function.evaluate({"N": "5/2"})
    none = sf.prove(CopiesClaim(family.bond_flux(1, 2), "!=", at_two_and_a_half))
    assert none.verdict == "undecided"
    assert "no whole number" in none.reason


@pytest.mark.parametrize("size", [0, -1, "3/2", 10**7, True, 2.0])
def test_a_size_is_a_whole_number(size):
    with pytest.raises(NetworkError) as caught:
        legs().at(N=size)
    assert "\n" not in str(caught.value)
    with pytest.raises(NetworkError):
        legs().bond_flux(1, 2).at(N=size)


def test_wrong_parts_are_refused_in_one_line():
    net = sf.complete(4, spring="k", pinning={1: 1, 2: 1, 3: 1, 4: 2}, baths={1: (1, 1)})
    wrong = [
        {}, {"legs": ("N", [])}, {"legs": ("N", [9])}, {"legs": (0, [2])}, {"legs": ("N", [2, 2])},
        {"legs": ("N", [[2], [4]])}, {"legs": ("N", [[2], [3, 4]])}, {"a": ("N", [2]), "b": ("n", [2])},
        {"legs": ("1/N", [2])}, {"symmetric": ("N", [2])}, {"legs": [2]}, 7, {"legs": ("N", "2")},
    ]  # fmt: skip
    for parts in wrong:
        with pytest.raises(NetworkError) as caught:
            sf.family.copies(net, parts)
        assert "\n" not in str(caught.value)
    with pytest.raises(NetworkError, match="unequal: pins of 2 and 4"):
        sf.family.copies(net, {"legs": ("N", [[2], [4]])})
    with pytest.raises(NetworkError, match="no parameter"):
        sf.prove(legs().bond_flux(1, 2) > 0, given=["T9 > T2"])


# the checker ------------------------------------------------------------------------------------------------


def certificates():
    first = sf.prove(legs().bond_flux(1, 2) > 0, given=["T1 > T2"]).certificate
    joined = sf.prove(two_site_legs().kinetic_temperature("b1") > 0).certificate
    return [json.loads(first.text), json.loads(joined.text)]


def tampered(data, source):
    """One value somewhere in the tables, the claim or the parts replaced by another."""
    copy = json.loads(json.dumps(data))
    places = []

    def walk(node, path):
        items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for key, value in items:
            if key in ("name", "twins", "given", "sample", "real", "format"):  # names may be any
                continue
            if isinstance(value, str | int) and not isinstance(value, bool):
                places.append((node, key))
            else:
                walk(value, (*path, key))

    for key in ("network", "parts", "claim", "sectors"):
        walk(copy[key], (key,))
    walk(copy["proof"]["network"], ("proof", "network"))
    node, key = source.choice(places)
    old = node[key]
    node[key] = source.choice(["7", "N", f"({old}) + 1", f"2*({old})", "symmetric", "flux", 1, "0"])
    return copy, old, node[key]


def test_tampered_certificates_are_rejected():
    source = random.Random(7)
    for data in certificates():
        assert checker.check_family(data).kind == "copies"
        tried = 0
        while tried < 250:
            copy, old, new = tampered(data, source)
            if str(old) == str(new) or (str(old) in ("1", "0") and str(new) == f"{old}"):
                continue
            tried += 1
            try:
                found = checker.check_family(copy)
            except checker.Rejected:
                continue
            assert found.claim != checker.check_family(data).claim, (old, new)  # another true statement


def test_the_checker_runs_alone(tmp_path):
    outcome = sf.prove(legs().bond_flux(1, 2) > 0, given=["T1 > T2"])
    outcome.certificate.save(tmp_path / "star.json")
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(Path(checker.__file__)), str(tmp_path / "star.json")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("proved: flux(1,2) > 0")
    data = {**outcome.certificate.data, "claim": {**outcome.certificate.data["claim"], "relation": "<"}}
    with pytest.raises(CertificateError, match="another relation"):
        type(outcome.certificate)(data).check()
