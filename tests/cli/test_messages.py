"""What a newcomer who mistypes is told: one line, with what would do."""

import pytest

from symflux.cli import main


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    """The exit status and the only line on stderr of a command, beside an example network."""
    monkeypatch.chdir(tmp_path)
    assert main(["new", "triangle.toml"]) == 0
    capsys.readouterr()

    def run(*words):
        status = main(list(words))
        (line,) = capsys.readouterr().err.splitlines()
        return status, line

    return run


@pytest.mark.parametrize(
    "words, hint",
    [
        (["prove", "triangle.toml", "flux(1,2)"], "a claim is like 'flux(1,2) > 0'"),
        (["prove", "flux(1,2) > 0"], "symflux prove FILE 'flux(1,2) > 0'"),
        (["prove", "triangle.toml", "flux(1,2)", ">", "0"], "quote the claim"),
        (["prove", "triangle.toml", "flux(1,2) > 0", "--given", "T1 > T2, a > b"], "write them one by one"),
        (["prove", "triangle.toml", "flux(1,4) > 0"], "no site 4; sites: 1, 2, 3"),
        (["prove", "triangle.toml", "phi(1,2) > 0"], "known: bath_diffusion, bath_flux"),
        (["region", "triangle.toml", "flux(1,2)", "--over", "a,b"], "add --at T1=...,T2=...,c=..."),
        (["patterns", "triangle.toml"], "add --at a=...,b=...,c=..."),
        (["check", "missing.json"], "no such file"),
        (["new", "triangle.toml"], "choose another name"),
        (["flux", "triangle.toml", "--at", "d=1"], "known: T1, T2, a, b, c"),
        (["flux", "missing.toml"], "No such file"),
        (["fluks", "triangle.toml"], "no command 'fluks'; did you mean flux? known: flux, "),
        (["xyz"], "no command 'xyz'; known: "),
        (
            ["flux", "triangle.toml", "--format", "jsn"],
            "no --format 'jsn'; did you mean json? known: text, latex, json",
        ),
        (["flux", "triangle.toml", "--at", "a=1", "--at", "a=2"], "--at: 'a' is given twice"),
        (["flux", "triangle.toml", "--at", "a=2k"], "write 2*k"),
        (["flux", "triangle.toml", "--at", "α=1"], "'α' cannot name a parameter"),
        (["flux", "triangle.toml", "--at", "a=α"], "unexpected 'α' at character 1; write alpha"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_bad_input_says_what_would_do(said, words, hint):
    status, line = said(*words)
    assert status == 2
    assert hint in line


def test_a_verdict_repeats_its_assumptions(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "triangle.toml"])
    capsys.readouterr()
    assert main(["prove", "triangle.toml", "bath_flux(1) > 0", "--given", "T1 > T2"]) == 0
    assert capsys.readouterr().out.startswith("proved: bath_flux(1) > 0, given T1 > T2\n")


def test_repeated_values_are_one_list(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "triangle.toml"])
    capsys.readouterr()
    said = []
    for words in (["--at", "a=1", "--at", "b=2,c=1"], ["--at", "a=1,b=2,c=1"]):
        assert main(["flux", "triangle.toml", *words]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1] and " a" not in said[0].split("bond fluxes")[1]


def test_a_missing_claim_and_an_unknown_axis_are_said(tmp_path, capsys):
    file = tmp_path / "t.toml"
    assert main(["new", str(file)]) == 0
    for words, message in [
        (["prove", str(file)], "the claim is missing: symflux prove"),
        (["region", str(file), "flux(1,2)", "--over", "z"], "no parameter 'z'"),
        (["cross-check", str(file)], "give at={...} or --at"),
    ]:
        assert main(words) == 2
        assert message in capsys.readouterr().err
