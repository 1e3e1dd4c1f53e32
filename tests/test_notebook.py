"""The tutorial notebook runs from top to bottom, and shows what is stored in it."""

import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("matplotlib")
DOCS = Path(__file__).parent.parent / "docs"
TUTORIAL = json.loads((DOCS / "tutorial.ipynb").read_text(encoding="utf-8"))


@pytest.fixture
def notebook(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    import notebook

    yield notebook
    sys.modules.pop("notebook", None)


def code_cells(tutorial):
    return [cell for cell in tutorial["cells"] if cell["cell_type"] == "code"]


def test_cells_show_what_is_stored(notebook, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    stored = code_cells(TUTORIAL)
    run = code_cells(notebook.executed(TUTORIAL))
    assert len(stored) > 12
    for expected, found in zip(stored, run, strict=True):
        source = "".join(expected["source"])
        assert notebook.stored_text(expected) == notebook.stored_text(found), source
        forms = [[sorted(output.get("data", ())) for output in cell["outputs"]] for cell in (expected, found)]
        assert forms[0] == forms[1], source


def test_tutorial_ends_with_a_checked_proof(notebook):
    shown = "\n".join(map(notebook.stored_text, code_cells(TUTORIAL)))
    assert "heat runs round [[1, 3, 2]]" in shown
    assert "proved: flux(1,2) < 0, given T1 > T2" in shown


def test_page_shows_pictures_and_text(notebook):
    page = notebook.page({"cells": [cell for cell in TUTORIAL["cells"] if "latex" not in json.dumps(cell)]})
    assert page.count("<svg") == 3
    assert "```python\n" in page
    assert "heat runs round [[1, 3, 2]]" in page
