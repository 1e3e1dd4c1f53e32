"""Input from strangers: one line on stderr, exit status 2, soon, and nothing executed."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from symflux.cli import main
from symflux.cli.main import parser

NETWORKS = Path(__file__).parent.parent / "networks"
INVALID = sorted((NETWORKS / "invalid").iterdir(), key=lambda path: path.name)
VALID = sorted((NETWORKS / "valid").iterdir(), key=lambda path: path.name)
PAIR = 'pinning = 1\n[[spring]]\nbetween = [1, 2]\nk = 1\n[[bath]]\nsite = 1\nfriction = 1\ntemperature = "T"\n'


parser()  # imports every command, so that no refusal is timed with it


def refuse(capfd, *arguments):
    """Run the command, demand a refusal as it should be, and return its words."""
    started = time.monotonic()
    status = main([str(argument) for argument in arguments])
    elapsed = time.monotonic() - started
    out, err = capfd.readouterr()
    assert (status, out) == (2, ""), err
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert len(err) < 500
    assert err.rstrip("\n").isprintable()
    assert "Traceback" not in err
    assert "internal error" not in err
    assert elapsed < 5
    return err


def written(tmp_path, content):
    path = tmp_path / "network.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_more_files_are_refused_than_accepted():
    assert len(VALID) > 10
    assert len(INVALID) > len(VALID)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_file_is_refused_in_one_line(path, capfd):
    message = refuse(capfd, "flux", path)
    assert path.name[-40:] in message or "no steady state" in message or "neither mass nor friction" in message
    assert not Path("/tmp/owned").exists()


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_file_is_accepted(path, capfd):
    assert main(["unique", str(path)]) == 0, capfd.readouterr().err
    out, err = capfd.readouterr()
    assert out
    assert err == ""


LARGE = {
    "integer_of_millions_of_digits": PAIR.replace("k = 1", f"k = {'9' * 900_000}"),
    "hexadecimal_integer_of_millions_of_bits": PAIR.replace("k = 1", f"k = 0x{'f' * 900_000}"),
    "site_of_millions_of_bits": PAIR.replace("[1, 2]", f"[1, 0x{'f' * 900_000}]"),
    "decimal_of_many_digits": PAIR.replace("k = 1", f"k = 0.{'3' * 900_000}"),
    "string_of_many_digits": PAIR.replace("k = 1", f'k = "{"9" * 9_000}"'),
    "string_too_long": PAIR.replace("k = 1", f'k = "{"k+" * 100_000}1"'),
    "parentheses": PAIR.replace("k = 1", f'k = "{"(" * 100_000}1{")" * 100_000}"'),
    "parentheses_within_the_length": PAIR.replace("k = 1", f'k = "{"(" * 4_900}1{")" * 4_900}"'),
    "nested_arrays": "sites = " + "[" * 400_000,
    "nested_tables": "a = " + "{a = " * 150_000,
    "dotted_key": "a." * 400_000 + "a = 1",
    "dotted_header": "[" + "a." * 400_000 + "a]",
    "dotted_quoted_key": '"a b".' * 100_000 + "a = 1",
    "dotted_keys_in_an_inline_table": "pinning = {" + "a." * 400_000 + "a = 1}",
    "thirty_thousand_springs": "".join(f"[[spring]]\nbetween=[{i},0]\nk=1\n" for i in range(1, 25_000)),
    "many_springs_over_the_limit": "spring = [" + "{between=[1,2],k=1}," * 30_000 + "]",
    "many_baths": PAIR + "".join(f"[[bath]]\nsite = {i}\n" for i in range(30_000)),
    "many_unknown_keys": "".join(f"key_{i} = 1\n" for i in range(60_000)),
    "many_unknown_spring_keys": PAIR + "[[spring]]\n" + "".join(f"key_{i} = 1\n" for i in range(60_000)),
    "many_pins": "[pinning]\n" + "".join(f"{i} = 1\n" for i in range(60_000)),
    "many_sites": f"sites = [{', '.join(map(str, range(100_000)))}]",
    "many_real_names": f"real = [{', '.join(f'{chr(34)}r{i}{chr(34)}' for i in range(60_000))}]\n" + PAIR,
    "many_costly_values": PAIR
    + "".join(f'[[spring]]\nbetween=[0,{i}]\nk="(a+b+c+d+e+f)**11 - {i}"\n' for i in range(1, 990)),
    "costly_values_that_cancel": PAIR
    + "".join(
        f'[[spring]]\nbetween=[0,{i}]\nk="(a+b+c+d+e+f)**11 - (a+b+c+d+e+f)**11 + {i}"\n' for i in range(1, 990)
    ),
    "file_over_the_limit": "#" * 1_100_000,
    "zeros": b"\0" * 500_000,
}  # fmt: skip


@pytest.mark.parametrize("kind", LARGE)
def test_large_input_is_refused_in_one_line(kind, tmp_path, capfd):
    refuse(capfd, "flux", written(tmp_path, LARGE[kind]))


def test_directory_is_refused(tmp_path, capfd):
    assert "cannot be read" in refuse(capfd, "flux", tmp_path)


def test_missing_file_is_refused(tmp_path, capfd):
    assert "cannot be read" in refuse(capfd, "flux", tmp_path / "absent.toml")


@pytest.mark.parametrize("name", ["a\nb.toml", "a\x1b[31mb.toml", "\udcff.toml", "x" * 300, "", "a\0b"])
def test_file_name_of_odd_characters_is_refused(name, capfd):
    refuse(capfd, "flux", name)


@pytest.mark.parametrize(
    "values",
    ["k", "=1", "k=", "k=1,k=2", "nope=1", "T=0.5.5", "T=-1", "T=nan", "T=9**9**9", "T=1/0", "T=" + "(" * 5000,
     "T=" + "9" * 100_000, "T=__import__('os')", "T=\n1", "," * 1000 + "x"],
)  # fmt: skip
def test_hostile_values_are_refused(values, tmp_path, capfd):
    refuse(capfd, "flux", written(tmp_path, PAIR), "--at", values)


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["flux"], ["flux", "a", "b"], ["flux", "a", "--format", "xml"], ["unique", "--bad"],
     ["flux", "a", "--seconds", "nan"], ["flux", "a", "--seconds", "-1"], ["\x1b[31m"], ["flux", "--\n"]],
)  # fmt: skip
def test_bad_arguments_are_refused(arguments, capfd):
    refuse(capfd, *arguments)


@pytest.mark.parametrize("name", ["code_in_a_string", "binary", "no_bath"])
def test_process_says_the_same(name):
    """The installed command, in its own process."""
    path = NETWORKS / "invalid" / f"{name}.toml"
    done = subprocess.run(
        [sys.executable, "-m", "symflux", "flux", str(path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 500
