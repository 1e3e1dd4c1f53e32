"""The checker on small certificate files: one file, one fact. It runs alone, as anyone would run it."""

import json
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path
from shutil import copy

import pytest

from symflux.certificates import Certificate, check
from symflux.certificates import check as check_file
from symflux.certificates.check import BYTES, load
from symflux.certificates.core import Rejected
from symflux.certificates.format import factor, proved, sage, statement
from symflux.cli.main import main
from symflux.cli.signs import run_check
from symflux.errors import CertificateError

HERE = Path(__file__).parent
REASONS = json.loads((HERE / "reasons.json").read_text())
front = sys.modules["symflux.certificates.check"]
PROGRAM = Path(front.__file__)


def files(folder):
    found = sorted((HERE / folder).glob("*.json"))
    assert found
    return [pytest.param(path, id=path.stem) for path in found]


@pytest.mark.parametrize("path", files("accepted"))
def test_accepted(path):
    found = check(path)
    data = json.loads(path.read_text())
    assert found.verdict == data["verdict"]
    assert found.claim == " ".join(data["claim"][key] for key in ("left", "relation", "right"))
    assert (found.network is None) == (data["network"] is None)


@pytest.mark.parametrize("path", files("rejected"))
def test_rejected_by_reason(path):
    with pytest.raises(CertificateError, match=r"^step .*, rule .*: ") as caught:
        check(path)
    assert REASONS["rejected"][path.stem] in str(caught.value)


@pytest.mark.parametrize("path", files("malformed"))
def test_malformed_by_reason(path):
    with pytest.raises(CertificateError, match=r"^step .*, rule .*: ") as caught:
        check_file(path)
    assert REASONS["malformed"][path.stem] in str(caught.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not JSON"),
        (bytes(range(256)), "not JSON"),
        (b'{"format": 1, "format": 2}', "appears twice"),
        (b'{"format": 1.5}', "1.5"),
        (b'{"format": NaN}', "NaN"),
        (b"[" * 100_000 + b"]" * 100_000, "nested"),
        (b'{"a":' * 100_000, "nested"),
        (b" " * (BYTES + 1), "bytes"),
        (b'"' + b'\\"' * 1_500_000, "not JSON"),
        (b"[1, 2]", "an object"),
        (b'"proved"', "an object"),
    ],
)
def test_files_that_are_no_certificates_are_refused_at_once(data, reason, tmp_path):
    start = time.monotonic()
    path = tmp_path / "c.json"
    path.write_bytes(data)
    with pytest.raises(CertificateError, match="step") as caught:
        check(path)
    assert reason in str(caught.value)
    assert time.monotonic() - start < 1


@pytest.mark.parametrize(
    "proof",
    [
        sage(multiples=[([], f"1/(7**1999+{k})") for k in range(2000)]),
        factor(1, [(f"1/(7**1999+{k})", 1, sage()) for k in range(500)]),
    ],
    ids=["sum", "product"],
)
def test_long_numbers_are_refused_soon(proof):
    start = time.monotonic()
    with pytest.raises(CertificateError, match=r"a number of over|more work"):
        Certificate(proved(statement("a", ">", "b"), proof)).check()
    assert time.monotonic() - start < 10


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-I", "-S", str(PROGRAM), *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_runs_alone_and_says_what_was_proved():
    done = run(HERE / "accepted" / "amgm_pair.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "proved: a**2 + b**2 >= 2*a*b; all variables positive\n"


def test_runs_alone_and_names_step_rule_and_reason():
    done = run(HERE / "rejected" / "strict_on_a_wall.json")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("rejected: step proof, rule sage: ")


def test_hypotheses_that_are_not_plain_to_see_are_said():
    done = run(HERE / "accepted" / "friction_positive_by_hypothesis.json")
    said = "all variables positive; wherever masses and frictions are positive"
    assert done.stdout.startswith(f"proved: hurwitz_determinant() > 0; {said}\n")


@pytest.mark.parametrize("arguments", [(), ("a", "b"), ("--help",), ("no/such/file.json",)])
def test_misuse_has_its_own_exit_status(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


def test_checker_is_two_files_of_the_standard_library():
    """The core beside the front is the one it uses, wherever they lie and whatever else is installed."""
    core = PROGRAM.with_name("core.py")
    for program in (PROGRAM, core):
        lines = [line.split() for line in program.read_text().splitlines()]
        imported = {words[1] for words in lines if words and words[0] in ("import", "from")}
        assert {name.split(".")[0] for name in imported - {"symflux.certificates.core"}} <= sys.stdlib_module_names


def test_checker_runs_where_it_is_copied_to(tmp_path):
    for name in ("check.py", "core.py"):
        copy(PROGRAM.with_name(name), tmp_path / name)
    program = [sys.executable, "-I", "-S", str(tmp_path / "check.py"), str(HERE / "accepted" / "bridge.json")]
    assert subprocess.run(program, capture_output=True, text=True, check=True).stdout.startswith("proved: ")
    (tmp_path / "core.py").write_text("raise SystemExit('another core')")
    assert "another core" in subprocess.run(program, capture_output=True, text=True, check=False).stderr


def test_saved_certificate_reads_back(tmp_path):
    data = json.loads((HERE / "accepted" / "bridge.json").read_text())
    Certificate(data).save(tmp_path / "c.json")
    found = check(tmp_path / "c.json")
    assert found.given == ("T1 > T2",)
    assert found.network.sites == ("l", "m", "r")
    assert load((tmp_path / "c.json").read_bytes()) == data


def test_relation_in_the_file_is_the_relation_proved():
    text = (HERE / "accepted" / "amgm_pair.json").read_text()
    assert '"relation": ">="' in text
    with pytest.raises(CertificateError):
        Certificate(json.loads(text.replace('">="', '">"'))).check()


def test_rejection_carries_step_rule_and_reason():
    rejection = Rejected("proof.a", "star", "why")
    assert (rejection.step, rejection.rule, rejection.reason) == ("proof.a", "star", "why")


@pytest.mark.parametrize("folder", ["accepted", "rejected", "malformed"])
def test_the_command_and_the_checker_alone_never_disagree(folder, capsys):
    """Same verdict, same lines: in this process for all files, alone in a process of its own for one of each folder."""
    for number, parameter in enumerate(files(folder)):
        (path,) = parameter.values
        alone = front.main([str(path)])
        said = capsys.readouterr().out
        plain, as_data = (run_check(Namespace(file=str(path), json=json_wanted)) for json_wanted in (False, True))
        assert plain.status == as_data.status == alone, path
        data = json.loads(as_data.text)
        if alone == 0:
            assert f"{plain.text}\n" == said
            assert said.startswith(f"{data['verdict']}: {data['claim']}")
        else:
            assert plain.remarks == (f"not accepted: {said.removeprefix('rejected: ').strip()}",)
            assert said == f"rejected: step {data['step']}, rule {data['rule']}: {data['reason']}\n"
        if number == 0:
            assert run(path).stdout == said
            assert main(["check", str(path)]) == alone
            capsys.readouterr()
