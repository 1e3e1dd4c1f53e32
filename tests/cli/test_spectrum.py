"""``symflux spectrum``: power spectra and correlation functions (fluxes by frequency: test_pictures.py)."""

import pytest

import symflux as sf
from symflux.cli import main


@pytest.fixture
def one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sf.Network.from_edges([], sites=[1], pinning=2, baths={1: (1, "T")}).to_toml("one.toml")
    return "one.toml"


def test_a_power_spectrum_and_its_peak(one, capsys):
    assert main(["spectrum", one, "power_spectrum(q1, q1)", "--at", "T=1"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("= 2/(omega**4 - 3*omega**2 + 4)") and out[1] == "peaks at omega = sqrt(6)/2"
    assert main(["spectrum", one, "power_spectrum(q1,v1)"]) == 0
    assert "+ i (" in capsys.readouterr().out


def test_a_correlation_in_time(one, tmp_path, capsys):
    assert main(["spectrum", one, "correlation(q1,q1)", "--at", "T=1"]) == 0
    assert "at t >= 0: " in capsys.readouterr().out
    sf.chain(3, pinning=1, baths={1: (1, 2), 3: ("1/3", 1)}).to_toml("three.toml")
    assert main(["spectrum", "three.toml", "correlation(q1,q3)"]) == 0
    assert "at t = 10: " in capsys.readouterr().out


@pytest.mark.parametrize("asked", ["power_spectrum(q1,q1)", "power_spectrum(q1,v1)", "correlation(q1,v1)"])
def test_curves(one, tmp_path, capsys, asked):
    assert main(["spectrum", one, asked, "--at", "T=1", "-o", "curve.svg"]) == 0
    assert (tmp_path / "curve.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert main(["spectrum", one, asked, "-o", "curve.svg"]) == 2
    assert "T" in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["power_spectrum(q1)", "correlation(x1,q1)", "power_spectrum(q1,q9)"])
def test_bad_questions_get_one_line(one, capsys, asked):
    assert main(["spectrum", one, asked]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
