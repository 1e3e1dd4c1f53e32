"""Write the pictures of the pages with pictures to ``docs/images``: the page's own code, run from top to bottom."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

__all__ = ["blocks", "draw_all"]

HERE = Path(__file__).resolve().parent
PAGES = ("gallery.md", "what-can-heat-do.md")
_BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> list[str]:
    """The Python code of a page, block by block."""
    return _BLOCK.findall(page.read_text(encoding="utf-8"))


def draw_all(folder: Path) -> None:
    """Run the pages in a folder. A second run writes the same bytes: no date, and salted element names."""
    import matplotlib

    os.environ["SOURCE_DATE_EPOCH"] = "0"
    before = Path.cwd()
    os.chdir(folder)
    try:
        with matplotlib.rc_context({"svg.hashsalt": "symflux"}):
            for page in PAGES:
                names: dict[str, Any] = {"__name__": "__main__"}
                for block in blocks(HERE / page):
                    if ">>>" not in block:
                        exec(compile(block, page, "exec"), names)
    finally:
        os.chdir(before)


if __name__ == "__main__":
    (HERE / "images").mkdir(exist_ok=True)
    draw_all(HERE / "images")
