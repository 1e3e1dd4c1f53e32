"""``symflux lyapunov``: matrices from a file."""

import json

import pytest

from symflux.cli import main

PAIR = """
A = [[0, 1], ["-k", "-g"]]
B = [[0, 0], [0, "2*g*T"]]
"""


@pytest.fixture
def run(tmp_path, capsys):
    def run(text, *words):
        path = tmp_path / "matrices.toml"
        path.write_text(text, encoding="utf-8")
        status = main(["lyapunov", str(path), *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_the_solution_and_what_it_means(run):
    status, out, err = run(PAIR)
    assert (status, err) == (0, "")
    assert out.splitlines()[:3] == ["Q[0, 0] = T/k", "Q[1, 1] = T", "the other entry is zero"]
    assert "A is stable and B is positive semidefinite" in out


def test_formats(run):
    data = json.loads(run(PAIR, "--format", "json")[1])
    assert data == {
        "Q": [["T/k", "0"], ["0", "T"]], "stable": True, "is_covariance": True, "stability_conditions": [],
    }  # fmt: skip
    assert run(PAIR, "--format", "latex")[1].startswith(r"Q = \left[\begin{matrix}\frac{T}{k}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A = [[1]]\nB = [[-2]]", ["Q[0, 0] = 1", "A is not stable"]),
        ("A = [[-1]]\nB = [[-2]]", ["Q[0, 0] = -1", "B is not positive semidefinite"]),
        ("A = [['x']]\nB = [[1]]\nreal = ['x']", ["if and only if these are positive:", "  -x\n"]),
        ("A = [[0.5e-1]]\nB = [[1]]", ["Q[0, 0] = -10"]),
    ],
)
def test_what_is_no_covariance_is_said(run, text, words):
    status, out, _ = run(text)
    assert status == 0 and all(word in out for word in words)


def test_a_singular_equation_names_its_null_vector(run):
    status, out, err = run("A = [[0, 1], [0, -1]]\nB = [[0, 0], [0, 2]]")
    assert (status, out) == (1, "") and "null vector (1, 0)" in err and "inconsistent" in err


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("A = [[1]]", "no B; write A = [["),
        ("A = [[1]]\nB = [[1]]\nC = 1", "unknown key 'C'"),
        ("A = 3\nB = [[1]]", "A is a list of rows"),
        ("A = [[1], [2]]\nB = [[1]]", "square"),
        ("A = [['2k']]\nB = [[1]]", "A[0, 0]: '2k': no operator at character 2; write 2*k"),
        ("A = [['__import__(1)']]\nB = [[1]]", "A[0, 0]"),
        ("A = [[nan]]\nB = [[1]]", "A[0, 0]"),
        ("A = [[true]]\nB = [[1]]", "A[0, 0]"),
        ("A = [[-1]]\nB = [[1]]\nreal = ['2x']", "real: '2x' cannot name a parameter"),
        ("A = [[-1]]\nB = [[1]]\nreal = 3", "real"),
        ("A = [", "not valid TOML"),
        ("A" + ".a" * 60 + " = 1", "a key of more than"),
        ("A = [[-1, 0], [0, -1]]\nB = [[0, 1], [2, 0]]", "B must be symmetric"),
    ],
)
def test_bad_files_are_refused_in_one_line(run, text, hint):
    status, out, err = run(text)
    assert status in (1, 2) and out == "" and hint in err and len(err.splitlines()) == 1


def test_a_missing_file_is_named(capsys):
    assert main(["lyapunov", "missing.toml"]) == 2
    assert "missing.toml: cannot be read: No such file" in capsys.readouterr().err
