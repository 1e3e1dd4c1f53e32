"""Write the pictures of ``docs/gallery.md`` to ``docs/images``: the page's own code, run from top to bottom."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

__all__ = ["blocks", "draw_all"]

HERE = Path(__file__).resolve().parent
_BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[str]:
    """The Python code of a page, block by block."""
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def draw_all(folder: Path) -> None:
    """Run the gallery in a folder. A second run writes the same bytes: no date, and salted element names."""
    import matplotlib

    os.environ["SOURCE_DATE_EPOCH"] = "0"
    before = Path.cwd()
    os.chdir(folder)
    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        with matplotlib.rc_context({"svg.hashsalt": "symflux"}):
            for block in blocks(HERE / "gallery.md"):
                exec(compile(block, "gallery.md", "exec"), names)
    finally:
        os.chdir(before)


if __name__ == "__main__":
    (HERE / "images").mkdir(exist_ok=True)
    draw_all(HERE / "images")
