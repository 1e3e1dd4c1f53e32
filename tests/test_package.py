"""What is installed, and what continuous integration lets pass: the package with its data, a short list of skips."""

import importlib.util
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REPORT = """<?xml version="1.0"?><testsuites><testsuite>
<testcase classname="tests.show.text.test_code" name="test_the_code_gives_the_value[flux-julia]">
  <skipped type="pytest.skip" message="no julia here: the code was not run">x</skipped></testcase>
<testcase classname="tests.show.text.test_code" name="test_the_code_gives_the_value[flux-fortran]">
  <skipped type="pytest.skip" message="no gfortran here: the code was not run">x</skipped></testcase>
<testcase classname="tests.test_one" name="test_passed"/>
</testsuite></testsuites>"""


@pytest.fixture
def skips():
    spec = importlib.util.spec_from_file_location("ci_skips", ROOT / ".ci" / "skips.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_file_of_the_package_is_installed_and_no_test_is():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["symflux"]
    package = ROOT / "symflux"
    data = [str(path.relative_to(package)) for path in package.rglob("*") if path.is_file() and path.suffix != ".py"]
    data = [name for name in data if "__pycache__" not in name]
    assert len(data) > 5
    assert [name for name in data if not any(fnmatch(name, pattern) for pattern in patterns)] == []
    assert PROJECT["tool"]["setuptools"]["packages"]["find"]["include"] == ["symflux*"]
    assert not list(package.rglob("test_*.py")) and not list(package.rglob("conftest.py"))


def test_a_skip_that_is_not_on_the_list_fails(skips, tmp_path, capsys):
    report, listed = tmp_path / "report.xml", str(ROOT / "tests" / "skips.txt")
    report.write_text(REPORT, encoding="utf-8")
    assert skips.main([str(report), listed]) == 1
    said = capsys.readouterr()
    assert "skipped 1: no julia here: the code was not run" in said.out
    assert "2 skipped, 1 of them not on the list" in said.out
    assert "flux-fortran]: no gfortran here" in said.err and "julia" not in said.err


def test_a_tool_that_cannot_be_installed_is_no_failure(skips, tmp_path):
    report, listed = tmp_path / "report.xml", str(ROOT / "tests" / "skips.txt")
    report.write_text(REPORT, encoding="utf-8")
    assert skips.main([str(report), listed, "--without-tools"]) == 0
    report.write_text(REPORT.replace("no gfortran here", "too slow"), encoding="utf-8")
    assert skips.main([str(report), listed, "--without-tools"]) == 1


def test_every_line_of_the_list_gives_a_test_and_a_reason(skips):
    rows = skips.allowed(str(ROOT / "tests" / "skips.txt"), without_tools=True)
    assert 1 <= len(rows) <= 15
    assert all(test and len(reason) > 5 for test, reason in rows)
