"""Network files: exact round trips; strangers' text gives a network or a SymfluxError, nothing else."""

import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from network_strategies import rational_networks, symbolic_networks

import symflux as sf
from symflux.model.files import network_from_text
from symflux.model.network_text import network_text

VALID = sorted((Path(__file__).parent.parent / "networks" / "valid").glob("*.toml"))
PAIR = 'pinning = 1\n[[spring]]\nbetween = [1, 2]\nk = {}\n[[bath]]\nsite = 1\nfriction = 1\ntemperature = "T"\n'


def same(network):
    again = network_from_text(network_text(network))
    assert (again, hash(again)) == (network, hash(network))
    assert (again.sites, again.bonds, again.name) == (network.sites, network.bonds, network.name)
    assert network_text(again) == network_text(network)


@given(st.one_of(rational_networks(), symbolic_networks()))
def test_random_networks_survive_a_round_trip(network):
    same(network)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_files_survive_a_round_trip(path, tmp_path):
    network = sf.Network.from_toml(path)
    same(network)
    network.to_toml(tmp_path / "again.toml")
    assert sf.Network.from_toml(tmp_path / "again.toml") == network


@pytest.mark.parametrize("label", ["1", "-0", "01", "007", "1.5", "a-b", "true", "nan", "-", ".", "1e5", "x" * 50])
def test_labels_that_look_like_something_else_survive(label):
    same(sf.Network.from_edges([(label, "zz", 1)], pinning={label: "c"}, baths={label: (1, 1)}, masses={"zz": 2}))


@pytest.mark.parametrize("name", ['"quoted"', "back\\slash", "φ → ψ", "#", "'", "[[spring]]", "\\u0041"])
def test_names_survive(name):
    same(sf.chain(2, pinning=1, baths={1: (1, 1)}, name=name))


def test_quartic_and_real_survive():
    network = sf.chain(2, spring="k", pinning=9, baths={1: (1, 1)}, real=["k"]).with_quartic({(2, 1): "c"}, pinning="d")
    same(network)
    same(network.at({"c": 0}))
    assert network.at({"c": 0, "d": 0}) == sf.chain(2, spring="k", pinning=9, baths={1: (1, 1)}, real=["k"])


@given(st.decimals(min_value=Decimal("0.0001"), max_value=9999, allow_nan=False, places=4))
def test_decimals_are_read_exactly(value):
    assert Fraction(value) == network_from_text(PAIR.format(value)).spring(1, 2).value


def test_all_problems_are_reported_at_once():
    text = "pining = 1\n[[spring]]\nbetween = [1, 1]\nk = nan\n"
    text += '[[bath]]\nsite = 7\nfriction = 0.5\ntemperature = "1/0"\n'
    with pytest.raises(sf.NetworkError) as caught:
        network_from_text(text, where="f.toml")
    problems = "\n".join(caught.value.problems)
    for words in ("did you mean 'pinning'", "joins a site to itself", "no such site", "division by zero"):
        assert words in problems
    assert all(line.startswith("f.toml: ") for line in caught.value.problems)


def accept_or_refuse(text):
    started = time.monotonic()
    try:
        network = network_from_text(text)
    except sf.SymfluxError as error:
        assert str(error)
        assert all("\n" not in problem for problem in error.problems)
    else:
        same(network)
    assert time.monotonic() - started < 5


pieces = st.sampled_from(
    ["[[spring]]", "[[bath]]", "between", "site", "sites", "friction", "temperature", "pinning", "masses", "real",
     "name", "k", "quartic", "quartic_pinning", "=", "=", "=", "\n", "\n", "[", "]", "{", "}", ",", ".", "1", "2",
     "1.5",
     "0x10", "1e400", "nan", "inf", "true", '"k"', '"2*k"', "'x'", '"""', "'''", "#", " ", '"T1"', "1979-05-27", "\\",
     "[1, 2]", '["a", "b"]']
)  # fmt: skip


@settings(max_examples=300)
@given(st.lists(pieces, max_size=40).map(" ".join))
def test_fuzzed_files_are_accepted_or_refused(text):
    accept_or_refuse(text)


@settings(max_examples=120)
@given(st.text(max_size=200))
@example('"\\ud800" = 1')
@example("a = '''" * 50)
def test_arbitrary_text_is_accepted_or_refused(text):
    accept_or_refuse(text)


@settings(max_examples=120)
@given(st.data())
def test_mutated_files_are_accepted_or_refused(data):
    text = data.draw(st.sampled_from(VALID)).read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.one_of(pieces, st.text(max_size=3))) + text[at + cut :]
    accept_or_refuse(text)


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_accepted_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("bytes") / "network.toml"
    path.write_bytes(content)
    try:
        sf.Network.from_toml(path)
    except sf.SymfluxError as error:
        assert "network.toml: " in str(error)
