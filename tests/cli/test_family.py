"""``symflux family``: closed forms, values, limits, and bad input in one line."""

import pytest

from symflux.cli import main


@pytest.fixture
def run(capsys):
    def run(*words):
        status = main(["family", *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_a_value_and_a_form(run):
    assert run("chain", "--walls", "1,1", "--at", "N=4") == (0, "4*(T1 - T2)/21\n", "")
    status, out, _ = run("chain", "--walls", "1,1", "--latex", "--form", "fibonacci")
    assert (status, out) == (0, "\\frac{1}{2}\\,\\frac{F_{2N-2}}{F_{2N}}\\,(T_1 - T_2)\n")
    assert run("chain", "--walls", "1,1", "--limit")[1] == "(3/4 - sqrt(5)/4)*(T1 - T2)\n"


def test_symbols_at_forty_sites(run):
    status, out, _ = run("chain", "--spring", "k", "--pinning", "c", "--at", "N=40", "--latex")
    assert status == 0 and out.startswith("\\frac")


def test_the_closed_form_in_text(run):
    out = run("chain", "--spring", "k", "--pinning", "c")[1].splitlines()
    assert out[0] == "J = K*(T1 - T2) for every N >= 2, n = N - 2"
    assert out[-1].startswith("  S_0 = 0, S_1 = 1, S_(m+1) = ")


def test_other_families(run):
    assert run("tree", "--branching", "2", "--at", "L=3")[1] == "6*(T1 - T2)/25\n"
    assert run("spider", "--at", "n=2,L=1,c=1", "--pinning", "c")[1] == "4*(T1 - T2)/19\n"
    assert run("star", "--pinning", "1", "--at", "N=4")[0] == 0
    assert run("complete", "--latex")[0] == 0


@pytest.mark.parametrize(
    "words",
    [
        ("ladder",), ("chain", "--at", "N=1"), ("chain", "--at", "N=3/2"), ("chain", "--at", "q=1"),
        ("star", "--limit"),
        ("chain", "--first", "1"), ("chain", "--spring", "1,2,3"), ("star", "--walls", "1,1"),
        ("chain", "--at", "N=3", "--limit"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(run, words):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1 and err.startswith("symflux: ")
