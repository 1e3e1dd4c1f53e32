"""``symflux fates`` and ``symflux atlas``."""

import json

import pytest

import symflux as sf
from symflux.cli.main import main


@pytest.fixture
def diamond(tmp_path):
    net = sf.Network.from_edges(
        [("a", "b", 1), ("a", "x", 1), ("a", "y", 1), ("b", "x", 1), ("x", "y", 1)],
        pinning=1, baths={"a": (1, "T1"), "b": (1, "T2")},
    )  # fmt: skip
    path = tmp_path / "diamond.toml"
    net.to_toml(path)
    return str(path)


def test_fates_of_a_file(diamond, capsys):
    assert main(["fates", diamond, "--order", "T1 > T2"]) == 0
    assert "a-b  any" in capsys.readouterr().out
    assert main(["fates", diamond, "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {bond["kind"] for bond in data["bonds"]} == {"any"}


def test_fates_draws(diamond, tmp_path, capsys):
    target = tmp_path / "fates.svg"
    assert main(["fates", diamond, "--plot", str(target)]) == 0
    assert target.read_text().startswith("<svg")
    assert main(["fates", diamond, "--plot", str(tmp_path / "no" / "fates.svg")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize("order", ["T1 > T9", "T1 > T2 > T1", "nonsense", "T1 >"])
def test_a_wrong_order_is_one_line(diamond, order, capsys):
    assert main(["fates", diamond, "--order", order]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_query(diamond, capsys):
    assert main(["atlas", "query", "--sites", "5", "--circulates", "always"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    assert main(["atlas", "query", "--network", diamond]) == 0
    out = capsys.readouterr().out
    assert "6*g**2 - 7*k*m" in out and "a is 1" in out
    assert main(["atlas", "query", "--sites", "4", "--bonds", "4", "--format", "json"]) == 0
    assert all(sum(len(o["bonds"]) for o in e["orbits"]) == 4 for e in json.loads(capsys.readouterr().out))


def test_build_check_and_page(tmp_path, capsys):
    path = str(tmp_path / "atlas.sqlite")
    assert main(["atlas", "build", "--sites", "4", "-o", path, "--processes", "2"]) == 0
    assert sf.atlas(sites=4).digest in capsys.readouterr().out
    assert main(["atlas", "check", "--sites", "4", "--atlas", path, "--thorough"]) == 0
    assert "16 networks on 4 sites, settled anew: no problem" in capsys.readouterr().out
    assert main(["atlas", "page", "--sites", "3", "--atlas", path, "-o", str(tmp_path / "page")]) == 0
    assert (tmp_path / "page" / "index.html").is_file()


def test_check_finds_a_wrong_sign(tmp_path, capsys):
    import sqlite3

    path = tmp_path / "atlas.sqlite"
    sf.atlas.build(sites=3, path=path)
    database = sqlite3.connect(path)
    (text,) = database.execute("SELECT data FROM entry WHERE key = '12 13'").fetchone()
    database.execute("UPDATE entry SET data = ? WHERE key = '12 13'", (text.replace('"sign":1', '"sign":-1', 1),))
    database.commit()
    database.close()
    assert main(["atlas", "check", "--sites", "3", "--atlas", str(path)]) == 1
    assert "has the sign" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--sites", "4"],
        ["build", "--sites", "4", "-o", "/no/such/folder/atlas.sqlite"],
        ["build", "--sites", "99", "-o", "x.sqlite"],
        ["build", "--sites", "3", "-o", "x.sqlite", "--processes", "0"],
        ["page"],
        ["query", "--sites", "7"],
        ["query", "--atlas", "no such file"],
        ["check", "--couplings", "free"],
        ["forget"],
    ],
)
def test_bad_input_is_one_line(arguments, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["atlas", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == "" and len(captured.err.splitlines()) == 1
