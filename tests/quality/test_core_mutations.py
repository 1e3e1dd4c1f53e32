"""The list of changes that the tests must notice has not gone stale; running them is ``core_mutations.py``."""

import ast
import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("core_mutations", Path(__file__).parent / "core_mutations.py")
mutations = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(mutations)
MUTANTS, ROOT, is_killed = mutations.MUTANTS, mutations.ROOT, mutations.is_killed


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.file}: {mutant.old[:40]}")
def test_every_changed_line_stands_once_and_is_still_python(mutant):
    source = (ROOT / "symflux" / mutant.file).read_text(encoding="utf-8")
    assert source.count(mutant.old) == 1
    ast.parse(source.replace(mutant.old, mutant.new))
    assert all((ROOT / "tests" / name).exists() for name in mutant.tests.split())


def test_there_are_twenty_over_the_whole_core():
    rooms = [mutant.file.partition("/")[0] for mutant in MUTANTS]
    assert len(MUTANTS) >= 20
    assert all(rooms.count(room) >= 4 for room in ("moments", "quantities", "positivity", "signs", "steady_state"))


def test_a_change_that_a_test_notices_is_killed(tmp_path):
    for name, text in (
        ("symflux/__init__.py", ""),  # else an installed one is taken
        ("symflux/file.py", "x = 1\n"),
        ("tests/test_it.py", "from symflux.file import x\n\n\ndef test():\n    assert x == 1\n"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    seen, unseen = (MUTANTS[0]._replace(file="file.py", old="1", new=new, tests="test_it.py") for new in ("2", "1.0"))
    assert is_killed(seen, tmp_path)
    assert not is_killed(unseen, tmp_path)
