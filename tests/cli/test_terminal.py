"""What a terminal shows: lines within its width, colour only where it is wanted, what is too long said so."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time

import pytest

from symflux.cli import main
from symflux.cli.completion import SHELLS
from symflux.cli.terminal import coloured, has_colour
from symflux.cli.wrapping import wrapped

MATRICES = 'A = [[0, 1, 0], ["-k", "-g", "h"], ["a", "b", "-d"]]\nB = [[1, 0, 0], [0, "2*g*T", 0], [0, 0, "s"]]\n'
POINT = ["--at", "a=9,b=13", "--at", "c=1", "--at", "T1=2,T2=1"]


@pytest.fixture
def triangle(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    main(["new", "triangle.toml"])
    (tmp_path / "drift.toml").write_text(MATRICES, encoding="utf-8")
    (tmp_path / "rc.cir").write_text("R1 1 0 T=T1\nC1 1 0\nR2 2 0 T=T2\nC2 2 0\nC 1 2\n", encoding="utf-8")
    capsys.readouterr()
    monkeypatch.setenv("COLUMNS", "80")
    return "triangle.toml"


COMMANDS = [
    ["flux", "triangle.toml"],
    ["verify", "triangle.toml"],
    ["diffusion", "triangle.toml", "--at", "b=1,c=1"],
    ["spectrum", "triangle.toml", "flux(1,2)"],
    ["cross-check", "triangle.toml", *POINT],
    ["lyapunov", "drift.toml"],
    ["circuit", "rc.cir", "--diffusion"],
    ["prove", "triangle.toml", "flux(1,2) > 0"],
    ["region", "triangle.toml", "flux(1,2)", "--over", "a,b", "--at", "c=1,T1=2,T2=1"],
    ["series", "triangle.toml", "--quartic", "1", "--order", "1", *POINT],
    ["family", "chain", "--spring", "k", "--pinning", "c"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_no_line_is_wider_than_the_terminal(triangle, capsys, words):
    main(words)
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert max(map(len, lines)) <= 80, max(lines, key=len)


def test_data_are_not_wrapped(triangle, capsys):
    assert main(["flux", triangle, "--format", "latex"]) == 0
    latex = capsys.readouterr().out
    os.environ["COLUMNS"] = "40"
    assert main(["flux", triangle, "--format", "latex"]) == 0
    assert capsys.readouterr().out == latex and "\x1b" not in latex


def test_words_are_broken_between_and_formulas_before_a_sign():
    assert wrapped("  some words that do not fit here", 20).splitlines() == [
        "  some words that do",
        "      not fit here",
    ]
    assert wrapped("k*(a + b) - c*(d + e)", 16).splitlines()[0] == "k*(a + b)"


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_colour_is_for_terminals_that_want_it(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert has_colour(Terminal()) and not has_colour(io.StringIO())
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as context:
            context.setenv(name, value)
            assert not has_colour(Terminal())
    assert coloured("refuted: a > b\n  false").startswith("\x1b[31mrefuted\x1b[0m: a > b\n")
    assert "\x1b" not in coloured("  1 -> 2  1/2\n  D = a")
    assert "\x1b" not in coloured("heat  a*b\n    + c")


def test_a_pipe_gets_neither_colour_nor_breaks(triangle, capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS")
    assert main(["flux", triangle]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out and max(map(len, out.splitlines())) > 80


def test_a_large_answer_says_how_large_and_what_to_ask(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    springs = "".join(f'[[spring]]\nbetween = [1, {k}]\nk = "k{k}"\n' for k in (2, 3, 4))
    baths = "".join(f'[[bath]]\nsite = {k}\nfriction = "g{k}"\ntemperature = "T{k}"\n' for k in (2, 3))
    (tmp_path / "star.toml").write_text(f'pinning = "c"\n{springs}{baths}', encoding="utf-8")
    assert main(["flux", "star.toml"]) == 0
    said = capsys.readouterr()
    assert "terms in" in said.out and len(said.out) < 5_000
    assert "terms are not written out: --at NAME=VALUE,... gives numbers, --format latex all of it" in said.err


def test_repeated_values_stand_together(triangle, capsys):
    assert main(["prove", triangle, "flux(1,2) < 0", *POINT]) == 0
    assert main(["circuit", "rc.cir", "--at", "T1=2", "--at", "T2=1,R1=1,R2=1", "--at", "C1=1,C2=1,C=1"]) == 0
    assert "1/12" in capsys.readouterr().out
    assert main(["family", "chain", "--at", "N=4", "--at", "T1=2,T2=1"]) == 0
    assert main(["flux", triangle, "--at", "a=1", "--at", "a=2"]) == 2
    assert "a" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fluxx", "triangle.toml"], "no command 'fluxx'; did you mean flux?"),
        (["flux", "triangle.toml", "--formt", "latex"], "no option '--formt'; did you mean --format?"),
        (["flux", "triangle.toml", "more"], "no argument 'more'; quote what belongs together;"),
        (["flux", "triangle.toml", "--format", "latx"], "did you mean latex?"),
        (["prove", "triangle.toml", "flux(1,2) >"], "'flux(1,2) >': nothing stands after >; a claim is like"),
        (["prove", "triangle.toml", "> 0"], "nothing stands before >"),
    ],
)
def test_a_slip_is_told_in_one_line(triangle, capsys, words, said):
    assert main(words) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1


def test_the_usage_of_prove_is_what_it_takes(capsys):
    assert main(["prove", "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("usage: symflux prove [FILE] CLAIM [--given ASSUMPTION]") and "CLAIM ..." not in out


@pytest.mark.parametrize("shell", SHELLS)
def test_completions_name_every_command(shell, capsys):
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    for name in ("flux", "prove", "cross-check", "completion"):
        assert name in text
    assert "given" in text


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["symflux", "fl"], {"flux"}),
        (["symflux", "flux", "--fo"], {"--format"}),
        (["symflux", "flux", "--format", ""], {"text", "latex", "json"}),
    ],
)
def test_bash_completes(capsys, words, wanted):
    main(["completion", "bash"])
    script = capsys.readouterr().out
    listed = " ".join(repr(word) for word in words)
    code = (
        f"{script}\nCOMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _symflux; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    found = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=True)
    assert set(found.stdout.split()) == wanted


def test_the_version_is_told_at_once():
    listed = "print(sorted(m for m in sys.modules if '.' not in m))"
    code = f"import sys; from symflux.cli import main; main(['--version']); {listed}"
    begin = time.perf_counter()
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert time.perf_counter() - begin < 10
    for heavy in ("sympy", "numpy", "scipy", "flint", "matplotlib"):
        assert f"'{heavy}'" not in out
