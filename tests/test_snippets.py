"""Every block of code in README.md and docs/ runs, and prints what it says it prints.

A page is read from top to bottom in one folder and one namespace, as a reader would type it:

- ``python`` blocks with prompts are doctests; without prompts they are run;
- ``toml`` blocks with a title (``toml title="pair.toml"``) are written to that file;
- ``console`` blocks: lines that start with ``$ symflux`` or ``$ python`` are run and their output compared; a line
  ``[exit status 1]`` at the end of an output says the status where it is not 0. ``$ #`` lines are not run.
"""

import doctest
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from symflux.cli import main

ROOT = Path(__file__).parent.parent
FENCE = re.compile(r"^```(python|toml|console)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"]+)"')
ARROW = re.compile("<title>([^<]*: -?[0-9/]+)</title>")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PAGES = [p for p in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))) if FENCE.search(p.read_text("utf-8"))]


def run_python(code, names, page):
    if ">>>" not in code:
        exec(compile(code, page.name, "exec"), names)
        return
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    test.globs = names
    result = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append, clear_globs=False)
    assert result.attempted > 0
    assert result.failed == 0, "".join(said)


def run_console(text, page, capsys):
    for piece in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = piece.partition("\n")
        words = shlex.split(command)
        if words[0] not in ("symflux", "python"):
            continue
        capsys.readouterr()
        if words[0] == "symflux":
            status = main(words[1:])
            shown = capsys.readouterr()
            found = shown.err + shown.out
        else:
            done = subprocess.run([sys.executable, *words[1:]], capture_output=True, text=True, timeout=120)
            status, found = done.returncode, done.stderr + done.stdout
        if status:
            found = f"{found.rstrip()}\n[exit status {status}]\n"
        checker = doctest.OutputChecker()
        assert checker.check_output(expected.rstrip() + "\n", found.rstrip() + "\n", FLAGS), f"{command}\n{found}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_runs(page, tmp_path, monkeypatch, capsys):
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    names = {"__name__": "__main__"}
    for language, rest, code in found:
        title = TITLE.search(rest)
        if language == "python":
            run_python(code, names, page)
        elif language == "console":
            run_console(code, page, capsys)
        elif title:
            (tmp_path / title[1]).write_text(code, encoding="utf-8")
    if page.name == "gallery.md":
        compare_pictures(page, tmp_path)


def compare_pictures(page, folder):
    """The committed pictures are those of the page, and their arrows say the same exact fluxes."""
    shown = set(re.findall(r"\(images/([^)]+)\)", page.read_text(encoding="utf-8")))
    drawn = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.svg")}
    assert shown == set(drawn)
    for name, text in drawn.items():
        kept = (page.parent / "images" / name).read_text(encoding="utf-8")
        assert ARROW.findall(kept) == ARROW.findall(text), f"run python docs/gallery.py: {name} has changed"
    assert any(map(ARROW.findall, drawn.values()))


def test_the_formula_of_the_home_page_is_the_one_that_was_printed():
    text = (ROOT / "docs" / "index.md").read_text("utf-8")
    printed = re.search(r"\.latex\(\)\)\n(.*?)\n\n```\n\n\$\$\n(.*?)\n\$\$", text, re.DOTALL)
    assert printed[1] == printed[2]


def test_blocks_are_found():
    text = '```python\n>>> 1\n1\n```\ntext\n```toml title="a.toml"\nx = 1\n```\n'
    assert FENCE.findall(text) == [("python", "", ">>> 1\n1\n"), ("toml", ' title="a.toml"', "x = 1\n")]
