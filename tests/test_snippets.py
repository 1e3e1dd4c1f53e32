"""Every Python block of README.md and docs/ runs, and prints what it says it prints."""

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
PAGES = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if path.exists()]


def blocks(page):
    return [block for block in BLOCK.findall(page.read_text(encoding="utf-8")) if ">>>" in block]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_snippets_print_what_they_say(page, tmp_path, monkeypatch):
    """The blocks of a page share their names, as a reader who types them one after another does."""
    text = "\n\n".join(blocks(page))
    if not text:
        pytest.skip("no block with prompts")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(ROOT))
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, page.name, str(page), 0)
    result = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=said.append)
    assert result.attempted > 0
    assert result.failed == 0, "".join(said)


def test_blocks_are_found():
    assert BLOCK.findall("```python\n>>> 1\n1\n```\ntext\n```\nother\n```\n") == [">>> 1\n1\n"]
