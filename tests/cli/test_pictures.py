"""``symflux draw`` and ``symflux spectrum``."""

import pytest

from symflux.cli import main

POINT = ["--at", "a=9,b=13,c=1", "--at", "T1=2,T2=1"]


@pytest.fixture
def triangle(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "triangle.toml"])
    capsys.readouterr()
    return "triangle.toml"


@pytest.mark.parametrize(("name", "start"), [("net.svg", "<svg"), ("net.tex", "\\begin{tikzpicture}")])
def test_a_network_is_drawn(triangle, tmp_path, capsys, name, start):
    assert main(["draw", triangle, "-o", name]) == 0
    assert capsys.readouterr().out == f"wrote {name}\n"
    plain = (tmp_path / name).read_text(encoding="utf-8")
    assert plain.startswith(start)
    assert main(["draw", triangle, "-o", name, "--flux", *POINT]) == 0
    assert len((tmp_path / name).read_text(encoding="utf-8")) > len(plain)


def test_arrows_need_numbers_and_a_picture_a_known_suffix(triangle, capsys):
    for words in (["-o", "net.svg", "--flux"], ["-o", "net.bmp"], ["-o", "no_folder/net.svg"]):
        assert main(["draw", triangle, *words]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_spectrum_says_where_the_current_turns_round(triangle, tmp_path, capsys):
    pytest.importorskip("matplotlib")
    assert main(["spectrum", triangle, "flux(1,2)"]) == 0
    out = capsys.readouterr().out
    assert "S of bath 1: " in out and "omega" in out
    assert main(["spectrum", triangle, "flux(1,2)", *POINT, "-o", "spectrum.svg"]) == 0
    said = capsys.readouterr()
    assert "the current turns round at " in said.out and said.err == "symflux: wrote spectrum.svg\n"
    assert (tmp_path / "spectrum.svg").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize("asked", ["flux(1,9)", "conductance(1,2)", "2k", "flux(1,2) > 0"])
def test_what_has_no_spectrum_is_refused(triangle, capsys, asked):
    assert main(["spectrum", triangle, asked]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
