"""The command that shows fluctuations."""

import json

import pytest

import symflux as sf
from symflux.cli import main


@pytest.fixture
def pair(tmp_path):
    path = tmp_path / "pair.toml"
    sf.chain(2, spring="k", pinning=1, baths={1: (1, "T1"), 2: (1, "T2")}).to_toml(path)
    return str(path)


def test_every_bath_and_bond(pair, capsys):
    assert main(["diffusion", pair, "--at", "k=1,T1=2,T2=1"]) == 0
    assert capsys.readouterr().out == "".join(f"{name}  7/18 = 0.38888...\n" for name in ("bath 1", "bath 2", "1 -> 2"))
    assert main(["diffusion", pair, "--at", "k=1,T1=2,T2=1", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["1 -> 2"] == "7/18"
    assert main(["diffusion", pair, "--format", "latex"]) == 0
    assert capsys.readouterr().out.count("T_1^2") >= 3


def test_infinite_answers_are_said(tmp_path, capsys):
    path = tmp_path / "one.toml"
    sf.Network.from_edges([], sites=[1], pinning=1, masses=0, baths={1: {"a": (1, 2), "b": (1, 1)}}).to_toml(path)
    assert main(["diffusion", str(path)]) == 0
    assert "infinite" in capsys.readouterr().out


def test_work_fluctuates_too(tmp_path, capsys):
    path = tmp_path / "driven.toml"
    sf.Network.from_edges([], sites=[1], pinning=1, baths={1: (1, 1)}, drives={1: 1}).to_toml(path)
    assert main(["diffusion", str(path)]) == 0
    assert "work" in capsys.readouterr().out
