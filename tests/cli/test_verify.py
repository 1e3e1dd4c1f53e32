"""``symflux verify`` and ``symflux cross-check``."""

import json

import pytest

from symflux.cli import main


@pytest.fixture
def triangle(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "triangle.toml"])
    capsys.readouterr()
    return "triangle.toml"


def test_the_steady_state_is_put_back_into_its_equations(triangle, capsys):
    assert main(["verify", triangle]) == 0
    assert "Lyapunov equation, momenta: residual is identically zero" in capsys.readouterr().out
    assert main(["verify", triangle, "--format", "json", "--at", "a=1", "--at", "b=2"]) == 0
    assert json.loads(capsys.readouterr().out)["checks"]["conductance matrix"] == "symmetric"


def test_three_values_of_every_flux_agree(triangle, capsys):
    point = ["--at", "a=9,b=13,c=1", "--at", "T1=2,T2=1", "--digits", "15"]
    assert main(["cross-check", triangle, *point]) == 0
    assert "agrees: " in capsys.readouterr().out
    assert main(["cross-check", triangle, *point, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["agrees"] and data["at"]["a"] == "9" and data["quantities"][0]["exact"] == "-18/611"


def test_values_that_are_missing_are_named(triangle, capsys):
    assert main(["cross-check", triangle, "--at", "a=9"]) == 2
    assert "no value for T1, T2, b, c" in capsys.readouterr().err
