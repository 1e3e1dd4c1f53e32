"""``symflux export``: the theorem is written, and what cannot be written gets one line."""

import json
from pathlib import Path

import pytest

from symflux.cli import main

ACCEPTED = Path(__file__).parent.parent / "certificates" / "accepted"


def test_a_certificate_is_written_as_a_theorem(tmp_path, capsys):
    out = tmp_path / "proof.v"
    assert main(["export", str(ACCEPTED / "motzkin.json"), "--to", "rocq", "-o", str(out), "--name", "motzkin"]) == 0
    assert "coqc" in capsys.readouterr().out
    assert (
        "Theorem motzkin : forall x y : R,\n  x ^ 4 * y ^ 2 + x ^ 2 * y ^ 4 + 1 >= 3 * x ^ 2 * y ^ 2."
        in out.read_text()
    )


def test_a_changed_certificate_is_not_written(tmp_path, capsys):
    data = json.loads((ACCEPTED / "motzkin.json").read_text())
    data["claim"]["right"] = "4*x**2*y**2"
    (tmp_path / "wrong.json").write_text(json.dumps(data))
    assert main(["export", str(tmp_path / "wrong.json"), "--to", "rocq", "-o", str(tmp_path / "proof.v")]) == 1
    assert "rule sage" in capsys.readouterr().err
    assert not (tmp_path / "proof.v").exists()


def test_what_is_not_formal_is_told(tmp_path, capsys):
    path = ACCEPTED / "point_algebraic.json"
    assert main(["export", str(path), "--to", "rocq", "-o", str(tmp_path / "proof.v")]) == 1
    assert "not formal yet" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["no.json", "--to", "rocq", "-o", "proof.v"], "No such file"),
        (["motzkin.json", "--to", "lean", "-o", "proof.v"], "lean"),
        (["motzkin.json", "--to", "rocq", "-o", "no/such/folder/proof.v"], "No such file"),
        (["motzkin.json", "--to", "rocq", "-o", "proof.v", "--name", "a b"], "letters, digits"),
    ],
)
def test_bad_input_is_one_line(tmp_path, capsys, monkeypatch, arguments, problem):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "motzkin.json").write_text((ACCEPTED / "motzkin.json").read_text())
    assert main(["export", *arguments]) == 2
    error = capsys.readouterr().err
    assert problem in error
    assert error.count("\n") == 1
